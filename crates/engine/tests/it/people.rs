//! Rule 37: who comes, who is late, who overstays and who leaves for good. Rule 38: who learns. Rule 39: who
//! is with trainees.

use acd_engine::*;

use crate::floor::*;

const ANSWERED: &[&str] = &["answered"];
const DUTY: &[&str] = &["shift", "absent", "late", "available", "leaves", "meal", "break", "resigned"];

/// A floor with a shift of one agent from 100 s to 1,000 s.
fn one_agent(people: People) -> Design {
    let mut design = with_shift(floor(&[]), 1, 100, 1_000);
    design.groups[0].people = people;
    design
}

fn late_by(seconds: u64) -> People {
    People { late: Some(Late { share: 1.0, by: fixed(seconds) }), ..People::default() }
}

fn overstaying_by(seconds: u64) -> People {
    People { overstays: Some(fixed(seconds)), ..People::default() }
}

fn rest_after(kind: RestKind, after: u64, lasts: u64) -> PlannedRest {
    PlannedRest { kind, when: RestTime::AfterStart(s(after)), spread: s(0), lasts: s(lasts) }
}

/// So many agents who work from 08:00 to 16:00 on so many days.
fn crew(heads: u32, days: u32, people: People) -> Model {
    let mut design = with_shift(floor(&[]), heads, 8 * 3_600, 16 * 3_600);
    design.calendar = Design::always_open(days).calendar;
    let shift = &mut shifts(&mut design, 0)[0];
    let first = shift.duties[0];
    let later = |day: u32| s(u64::from(day) * 86_400);
    let duty = |day| Duty { day, start: first.start + later(day), end: first.end + later(day), ..first };
    shift.duties = (0..days).map(duty).collect();
    design.groups[0].people = people;
    Model::new(design)
}

fn seen(model: &Model) -> Vec<(Time, Notice)> {
    let mut log = Log::default();
    Day::new(model, Luck::new(1, 0)).run(model, &mut log);
    log.0
}

/// A count that is binomial, within five deviations of its mean.
#[track_caller]
fn about(count: usize, of: usize, share: f64) {
    let (mean, of) = (of as f64 * share, of as f64);
    let deviation = (of * share * (1.0 - share)).sqrt();
    assert!((count as f64 - mean).abs() < 5.0 * deviation, "{count}, not {mean} with {deviation}");
}

#[test]
fn rule_37_who_is_absent_is_not_on_shift() {
    let mut design = one_agent(People { absent: 1.0, ..People::default() });
    design.kinds[0].arrivals = Arrivals::at_seconds(&[200]);
    check(
        design,
        &["agent", "waits"],
        "
        00:01:40 agent 1 is absent
        D2 00:00:00 call 1 still waits after 86200 s",
    );
}

#[test]
fn rule_37_a_share_of_duties_is_not_worked() {
    let model = crew(400, 5, People { absent: 0.3, ..People::default() });
    let absences = seen(&model).iter().filter(|(_, notice)| matches!(notice, Notice::Absent { .. })).count();
    about(absences, 2_000, 0.3);
    let starts =
        seen(&model).iter().filter(|(_, notice)| matches!(notice, Notice::ShiftStarted { .. })).count();
    assert_eq!(starts + absences, 2_000);
}

#[test]
fn rule_37_who_is_late_is_on_shift_and_logs_in_later() {
    check(
        one_agent(late_by(30)),
        DUTY,
        "
        00:01:40 agent 1 starts a shift
        00:01:40 agent 1 is late
        00:02:10 agent 1 is available
        00:16:40 the shift of agent 1 ends
        00:16:40 agent 1 leaves",
    );
}

#[test]
fn rule_37_lateness_is_cut_at_the_duty_s_end() {
    for by in [900, 5_000] {
        check(
            one_agent(late_by(by)),
            DUTY,
            "
            00:01:40 agent 1 starts a shift
            00:01:40 agent 1 is late
            00:16:40 the shift of agent 1 ends
            00:16:40 agent 1 leaves",
        );
    }
}

#[test]
fn rule_37_what_falls_due_before_a_late_agent_is_there_waits_till_then() {
    let mut design = one_agent(late_by(30));
    shifts(&mut design, 0)[0].rests.push(rest_after(RestKind::Meal, 10, 60));
    check(
        design,
        DUTY,
        "
        00:01:40 agent 1 starts a shift
        00:01:40 agent 1 is late
        00:02:10 agent 1 goes to a meal
        00:03:10 agent 1 is available
        00:16:40 the shift of agent 1 ends
        00:16:40 agent 1 leaves",
    );
}

#[test]
fn rule_37_who_is_still_in_overtime_when_his_next_duty_begins_is_not_late() {
    let mut design = one_agent(late_by(30));
    design.queues[0].talk = fixed(300);
    design.kinds[0].arrivals = Arrivals::at_seconds(&[900]);
    let duty = Duty { day: 1, start: at(1_100), end: at(2_000), continues: false };
    shifts(&mut design, 0)[0].duties.push(duty);
    check(
        design,
        DUTY,
        "
        00:01:40 agent 1 starts a shift
        00:01:40 agent 1 is late
        00:02:10 agent 1 is available
        00:16:40 the shift of agent 1 ends
        00:18:20 agent 1 starts a shift
        00:20:00 agent 1 is available
        00:33:20 the shift of agent 1 ends
        00:33:20 agent 1 leaves",
    );
}

#[test]
fn rule_37_meals_and_breaks_last_so_much_longer_at_no_cost_of_budget() {
    let mut design = one_agent(overstaying_by(20));
    shifts(&mut design, 0)[0].rests.push(rest_after(RestKind::Meal, 10, 60));
    // Two breaks of 50 s are all that a budget of 100 s holds, overstaying or not.
    let pool = pool_asking_every(100, 50);
    design.groups[0].pool = Some(BreakPool { budget: Budget::Time(s(100)), ..pool });
    check(
        design,
        &["available", "goes", "back"],
        "
        00:01:40 agent 1 is available
        00:01:50 agent 1 goes to a meal
        00:01:50 agent 1 will be back 20 s late
        00:03:10 agent 1 is available
        00:04:40 agent 1 goes on a break
        00:04:40 agent 1 will be back 20 s late
        00:05:50 agent 1 is available
        00:07:30 agent 1 goes on a break
        00:07:30 agent 1 will be back 20 s late
        00:08:40 agent 1 is available",
    );
}

#[test]
fn rule_37_the_shift_s_end_cuts_an_overstayed_break() {
    let mut design = one_agent(overstaying_by(100));
    shifts(&mut design, 0)[0].rests.push(rest_after(RestKind::Break, 850, 20));
    check(
        design,
        &["goes", "back", "leaves"],
        "
        00:15:50 agent 1 goes on a planned break
        00:15:50 agent 1 will be back 100 s late
        00:16:40 agent 1 leaves",
    );
}

#[test]
fn rule_37_resigning_is_a_constant_hazard_that_takes_its_share_in_thirty_days() {
    let model = crew(2_000, 61, People { resigns_a_month: 0.2, ..People::default() });
    let log = seen(&model);
    let starts = |day: u64| {
        let on_day = |at: Time| at.as_us() / Span::DAY.as_us() == day;
        log.iter().filter(|(at, notice)| on_day(*at) && matches!(notice, Notice::ShiftStarted { .. })).count()
    };
    assert_eq!(starts(0), 2_000, "nobody resigns before his first duty");
    about(starts(30), 2_000, 0.8);
    about(starts(60), 2_000, 0.64);
    let resigned = log.iter().filter(|(_, notice)| matches!(notice, Notice::Resigned(_))).count();
    assert_eq!(resigned, 2_000 - starts(60));
}

#[test]
fn rule_37_a_duty_goes_on_through_midnight_for_those_who_will_come() {
    let mut design = with_heads(Design { calendar: Design::always_open(4).calendar, ..floor(&[]) }, 50, &[0]);
    design.groups[0].people = People { absent: 0.4, late: late_by(60).late, ..People::default() };
    let model = Model::new(design);
    let luck = Luck::new(1, 0);
    let mut is_there = [false; 50];
    let (mut kept, mut came) = (0, 0);
    let log = seen(&model);
    for day in 0..4 {
        let of_day = log.iter().filter(|(at, _)| at.as_us() / Span::DAY.as_us() == u64::from(day));
        let turns: Vec<(Time, AgentId, Doing)> = of_day
            .filter_map(|(at, notice)| match notice {
                Notice::Turned { agent, to, .. } => Some((*at, *agent, *to)),
                _ => None,
            })
            .collect();
        for (agent, is_there) in is_there.iter_mut().enumerate() {
            let agent = AgentId::from(agent);
            let comes = !luck.of_duty(&model, agent, day).is_absent(0.4);
            let midnight = day_start(day);
            let told: Vec<_> =
                turns.iter().filter(|turn| turn.1 == agent).map(|turn| (turn.0, turn.2)).collect();
            match (*is_there, comes) {
                (true, true) | (false, false) => assert!(told.is_empty(), "{told:?}"),
                (true, false) => assert_eq!(told, [(midnight, Doing::Off)]),
                (false, true) => {
                    assert_eq!(told, [(midnight, Doing::Late), (midnight + s(60), Doing::Idle)]);
                }
            }
            kept += u32::from(*is_there && comes);
            came += u32::from(!*is_there && comes);
            *is_there = comes;
        }
    }
    assert!(kept > 30 && came > 30, "{kept} went on, {came} came");
}

fn learning_over(over: f64, handled_before: u32) -> People {
    let learns = Learning { times_at_first: 2.0, resolves_at_first: None, over, handled_before };
    People { learns: Some(learns), ..People::default() }
}

/// Talk and wrap-up of each answered call in seconds, by agent.
fn handlings(design: Design) -> Vec<(u32, f64, f64)> {
    let answers = notices(design, Luck::new(1, 0)).into_iter().filter_map(|(_, notice)| match notice {
        Notice::Answered { agent, talk, wrap_up, .. } => {
            Some((agent.0, talk.as_seconds_f64(), wrap_up.as_seconds_f64()))
        }
        _ => None,
    });
    answers.collect()
}

#[test]
fn rule_38_talk_and_wrap_up_shorten_with_every_call_that_an_agent_has_handled() {
    let mut design = with_heads(floor(&[0, 1, 500, 501, 1_000, 1_001]), 2, &[0]);
    design.queues[0].wrap_up = Some(fixed(20));
    design.groups[0].people = learning_over(2.0, 0);
    // Each of the two handles every other call: 1 + e^(-n/2) times 60 s and 20 s.
    let exact = |n: i32| (1.0 + (-f64::from(n) / 2.0).exp()) * 60.0;
    let found = handlings(design);
    assert_eq!(found.iter().map(|(agent, ..)| *agent).collect::<Vec<_>>(), [0, 1, 0, 1, 0, 1]);
    for (call, (_, talk, wrap_up)) in found.into_iter().enumerate() {
        let exact = exact(call as i32 / 2);
        assert!((talk - exact).abs() < 1e-6 && (wrap_up - exact / 3.0).abs() < 1e-6, "call {call}: {talk}");
    }
}

#[test]
fn rule_38_it_multiplies_what_the_group_takes_for_the_queue_and_counts_calls_of_all_queues() {
    let mut design = with_heads(floor(&[0, 500]), 1, &[0, 1]);
    design.queues.push(Queue::new("other", fixed(100)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[300]), Entry::Queue(QueueId(1))));
    design.groups[0].skills.times = vec![(QueueId(0), 1.5)];
    design.groups[0].people = learning_over(1.0, 1);
    let factor = |n: i32| 1.0 + (-f64::from(n)).exp();
    let exact = [90.0 * factor(1), 100.0 * factor(2), 90.0 * factor(3)];
    for ((_, talk, _), exact) in handlings(design).into_iter().zip(exact) {
        assert!((talk - exact).abs() < 2e-6, "{talk}, {exact}");
    }
}

#[test]
fn rule_38_the_luck_of_calls_stays_what_it_was() {
    // Who has learnt all takes exactly the callers' own times.
    let mut design = with_heads(floor(&[0, 100, 200, 300]), 1, &[0]);
    design.queues[0].talk = Distribution::exponential(s(60));
    let plain = handlings(design.clone());
    design.groups[0].people = learning_over(1.0, 1_000_000);
    assert_eq!(handlings(design), plain);
}

/// So many mentors from 0 s to 1,000 s, the lowest numbers, and trainees for a while, each of whom or so many need one.
fn with_mentors(calls_at: &[u64], heads: u32, trainees: (u32, u64, u64), trainees_each: u32) -> Design {
    let (trainees, from, to) = trainees;
    let mut design = with_shift(with_shift(floor(calls_at), heads, 0, 1_000), trainees, from, to);
    design.groups[1].people.mentors = Some(Mentors { group: GroupId(0), trainees_each });
    design
}

#[test]
fn rule_39_the_lowest_available_mentor_begins_and_the_highest_is_free_again() {
    check(
        with_mentors(&[], 3, (2, 100, 500), 1),
        &["mentors", "available", "leaves"],
        "
        00:00:00 agent 1 is available
        00:00:00 agent 2 is available
        00:00:00 agent 3 is available
        00:01:40 agent 4 is available
        00:01:40 agent 1 mentors
        00:01:40 agent 5 is available
        00:01:40 agent 2 mentors
        00:08:20 agent 4 leaves
        00:08:20 agent 2 is available
        00:08:20 agent 5 leaves
        00:08:20 agent 1 is available
        00:16:40 agent 1 leaves
        00:16:40 agent 2 leaves
        00:16:40 agent 3 leaves",
    );
}

#[test]
fn rule_39_a_mentor_is_with_so_many_trainees_and_one_more_needs_another() {
    let mentoring = |trainees: u32| {
        let story = story(with_mentors(&[], 3, (trainees, 100, 500), 2));
        story.matches("mentors").count()
    };
    assert_eq!([1, 2, 3, 4, 5, 6, 7, 12].map(mentoring), [1, 1, 2, 2, 3, 3, 3, 3]);
}

#[test]
fn rule_39_mentors_take_no_calls() {
    check(
        with_mentors(&[200, 200, 200, 200], 3, (2, 100, 500), 1),
        ANSWERED,
        "
        00:03:20 call 1 is answered by agent 3 after 0 s
        00:03:20 call 2 is answered by agent 4 after 0 s
        00:03:20 call 3 is answered by agent 5 after 0 s
        00:04:20 call 4 is answered by agent 3 after 60 s",
    );
}

#[test]
fn rule_39_where_none_is_available_who_is_free_next_begins_before_he_takes_a_call() {
    check(
        with_mentors(&[90, 110, 120], 1, (1, 100, 900), 5),
        &["answered", "mentors"],
        "
        00:01:30 call 1 is answered by agent 1 after 0 s
        00:01:50 call 2 is answered by agent 2 after 0 s
        00:02:30 agent 1 mentors
        00:02:50 call 3 is answered by agent 2 after 50 s",
    );
}

#[test]
fn rule_39_a_mentor_s_break_is_begun_at_once_and_another_takes_his_place() {
    let mut design = with_mentors(&[], 2, (1, 100, 900), 5);
    let rest = PlannedRest { spread: s(400), ..rest_after(RestKind::Break, 200, 60) };
    shifts(&mut design, 0)[0].rests.push(rest);
    check(
        design,
        &["mentors", "break", "available"],
        "
        00:00:00 agent 1 is available
        00:00:00 agent 2 is available
        00:01:40 agent 3 is available
        00:01:40 agent 1 mentors
        00:03:20 agent 1 goes on a planned break
        00:03:20 agent 2 mentors
        00:04:20 agent 1 is available
        00:06:40 agent 2 goes on a planned break
        00:06:40 agent 1 mentors
        00:07:40 agent 2 is available
        00:15:00 agent 1 is available",
    );
}

#[test]
fn rule_39_a_resting_trainee_keeps_his_mentor_and_a_late_one_has_none_yet() {
    let mut design = with_mentors(&[], 1, (1, 100, 900), 5);
    shifts(&mut design, 1)[0].rests.push(rest_after(RestKind::Meal, 100, 60));
    design.groups[1].people.late = late_by(30).late;
    check(
        design,
        &["mentors", "meal", "late", "agent 1 is available"],
        "
        00:00:00 agent 1 is available
        00:01:40 agent 2 is late
        00:02:10 agent 1 mentors
        00:03:20 agent 2 goes to a meal
        00:15:00 agent 1 is available",
    );
}

#[test]
fn rule_39_mentoring_ends_with_the_mentor_s_shift() {
    check(
        with_mentors(&[], 1, (1, 900, 1_200), 5),
        &["mentors", "leaves"],
        "
        00:15:00 agent 1 mentors
        00:16:40 agent 1 leaves
        00:20:00 agent 2 leaves",
    );
}
