//! Rules 11, 12, 14 and 15: shifts, head counts, seats, meals.

use acd_engine::*;

use crate::floor::*;

#[test]
fn rule_11_an_idle_agent_leaves_a_busy_one_finishes_and_takes_no_further_call() {
    let mut design = with_shift(floor(&[30, 40]), 1, 0, 50);
    design = with_shift(design, 1, 0, 45);
    design.queues[0].wrap_up = Some(fixed(10));
    design.kinds.push(CallerKind::new("late", Arrivals::at_seconds(&[46]), Entry::Queue(QueueId(0))));
    check(
        design,
        &["leaves", "shift of", "call 3 is"],
        "
        00:00:45 the shift of agent 2 ends
        00:00:46 call 3 is offered to main
        00:00:50 the shift of agent 1 ends
        00:01:40 agent 1 leaves
        00:01:50 agent 2 leaves",
    );
}

#[test]
fn rule_11_a_resting_agent_leaves_at_his_shifts_end() {
    let mut design = with_shift(floor(&[]), 1, 0, 100);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(80)),
        spread: s(0),
        lasts: s(60),
    }];
    check(
        design,
        &["agent 1"],
        "
        00:00:00 agent 1 starts a shift
        00:00:00 agent 1 is available
        00:01:20 agent 1 goes to a meal
        00:01:40 the shift of agent 1 ends
        00:01:40 agent 1 leaves",
    );
}

#[test]
fn rule_11_a_night_shift_goes_on_over_midnight() {
    let mut design = floor(&[90_000]);
    design.calendar.days = 2;
    design.calendar.windows = vec![Window { opens: at(0), closes: day_start(2) }];
    check(
        with_shift(design, 1, 79_200, 108_000),
        &["answered", "shift"],
        "
        22:00:00 agent 1 starts a shift
        D2 01:00:00 call 1 is answered by agent 1 after 0 s
        D2 06:00:00 the shift of agent 1 ends",
    );
}

fn counts(design: &mut Design, counts: &[(u64, u32)]) {
    let counts = counts.iter().map(|&(second, count)| (at(second), count)).collect();
    let staffing = Staffing::HeadCount(counts);
    design.groups.push(Group {
        name: "crew".into(),
        answers: vec![QueueId(0)],
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    });
}

#[test]
fn rule_12_heads_alone_are_on_duty_in_all_opening_hours() {
    let mut design = floor_open(100, 200, &[150]);
    design.calendar.days = 2;
    design.calendar.windows.push(Window { opens: at(86_500), closes: at(86_600) });
    check(
        with_heads(design, 1, &[0]),
        &["shift", "leaves"],
        "
        00:01:40 agent 1 starts a shift
        00:03:20 the shift of agent 1 ends
        00:03:30 agent 1 leaves
        D2 00:01:40 agent 1 starts a shift
        D2 00:03:20 the shift of agent 1 ends
        D2 00:03:20 agent 1 leaves",
    );
}

#[test]
fn rule_12_at_a_drop_whoever_finishes_first_leaves() {
    let mut design = floor(&[0, 0, 0, 50]);
    design.queues[0].talk = listed(&[90, 70, 110, 10]);
    counts(&mut design, &[(0, 3), (60, 2)]);
    // Three are busy at 60 s when the count falls to two: the one who finishes at 70 s leaves, though call 4
    // waits; the next one free at 90 s takes it.
    check(
        design,
        &["leaves", "call 4 is answered"],
        "
        00:01:10 agent 2 leaves
        00:01:30 call 4 is answered by agent 1 after 40 s",
    );
}

#[test]
fn rule_12_at_a_drop_idle_agents_go_first_and_at_a_rise_the_oldest_calls_start() {
    let mut design = floor(&[10, 20, 30]);
    counts(&mut design, &[(0, 2), (15, 1), (40, 3)]);
    check(
        design,
        &["leaves", "answered"],
        "
        00:00:10 call 1 is answered by agent 1 after 0 s
        00:00:15 agent 2 leaves
        00:00:40 call 2 is answered by agent 2 after 20 s
        00:00:40 call 3 is answered by agent 3 after 10 s",
    );
}

#[test]
fn rule_14_a_seat_is_kept_until_leaving_and_goes_by_shift_start_then_number() {
    let mut design = with_shift(floor(&[]), 2, 0, 100);
    design = with_shift(design, 2, 50, 150);
    design.seats = Some(2);
    check(
        design,
        &["seat", "available", "leaves"],
        "
        00:00:00 agent 1 is available
        00:00:00 agent 2 is available
        00:00:50 agent 3 waits for a seat
        00:00:50 agent 4 waits for a seat
        00:01:40 agent 1 leaves
        00:01:40 agent 2 leaves
        00:01:40 agent 3 is available
        00:01:40 agent 4 is available
        00:02:30 agent 3 leaves
        00:02:30 agent 4 leaves",
    );
}

#[test]
fn rule_14_a_seat_is_kept_through_breaks_and_overtime_and_the_waiting_keep_their_shifts_end() {
    let mut design = with_shift(floor(&[90]), 1, 0, 100);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(20)),
        spread: s(0),
        lasts: s(30),
    }];
    design = with_shift(design, 1, 10, 140);
    design = with_shift(design, 1, 10, 200);
    design.seats = Some(1);
    check(
        design,
        &["seat", "goes", "leaves", "shift of"],
        "
        00:00:10 agent 2 waits for a seat
        00:00:10 agent 3 waits for a seat
        00:00:20 agent 1 goes on a planned break
        00:01:40 the shift of agent 1 ends
        00:02:20 the shift of agent 2 ends
        00:02:20 agent 2 leaves
        00:02:30 agent 1 leaves
        00:03:20 the shift of agent 3 ends
        00:03:20 agent 3 leaves",
    );
}

#[test]
fn rule_15_a_meal_delayed_by_a_call_keeps_its_full_length() {
    let mut design = with_shift(floor(&[30]), 1, 0, 3_600);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(60)),
        spread: s(0),
        lasts: s(120),
    }];
    check(
        design,
        &["meal", "available"],
        "
        00:00:00 agent 1 is available
        00:01:30 agent 1 goes to a meal
        00:03:30 agent 1 is available",
    );
}

#[test]
fn rule_15_a_spread_meal_starts_later_for_each_agent() {
    let mut design = with_shift(floor(&[]), 4, 0, 3_600);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(100)),
        spread: s(400),
        lasts: s(60),
    }];
    check(
        design,
        &["meal"],
        "
        00:01:40 agent 1 goes to a meal
        00:03:20 agent 2 goes to a meal
        00:05:00 agent 3 goes to a meal
        00:06:40 agent 4 goes to a meal",
    );
}

#[test]
fn rule_15_meals_and_planned_breaks_are_outside_the_pools_budget_and_cap() {
    let mut design = with_shift(floor(&[]), 2, 0, 300);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(40)),
        spread: s(0),
        lasts: s(100),
    }];
    let pool = pool_asking_every(50, 20);
    design.groups[0].pool = Some(BreakPool { at_once_at_most: Some(Cap::Count(2)), ..pool });
    // The clock stands still during the planned break: 40 s worked before it, 10 s after.
    check(
        design,
        &["goes"],
        "
        00:00:40 agent 1 goes on a planned break
        00:00:40 agent 2 goes on a planned break
        00:02:30 agent 1 goes on a break
        00:02:30 agent 2 goes on a break
        00:03:40 agent 1 goes on a break
        00:03:40 agent 2 goes on a break
        00:04:50 agent 1 goes on a break
        00:04:50 agent 2 goes on a break",
    );
}

#[test]
fn rule_11_an_agent_whose_next_duty_begins_while_he_is_busy_goes_on() {
    let mut design = with_shift(floor(&[90, 140]), 1, 0, 100);
    shifts(&mut design, 0)[0].duties.push(Duty { day: 0, start: at(130), end: at(300), continues: false });
    check(
        design,
        &["starts", "answered", "leaves"],
        "
        00:00:00 agent 1 starts a shift
        00:01:30 call 1 is answered by agent 1 after 0 s
        00:02:10 agent 1 starts a shift
        00:02:30 call 2 is answered by agent 1 after 10 s
        00:05:00 agent 1 leaves",
    );
}

#[test]
fn rule_12_at_a_drop_as_many_keep_waiting_for_a_seat_as_the_count_allows() {
    // Agent 1 has one of three seats until 100; the crew wants four, then three.
    let mut design = with_shift(floor(&[]), 1, 0, 100);
    design.seats = Some(3);
    counts(&mut design, &[(0, 4), (50, 3)]);
    check(
        design,
        &["agent 4", "agent 5"],
        "
        00:00:00 agent 4 waits for a seat
        00:00:00 agent 5 waits for a seat
        00:00:50 agent 5 leaves
        00:01:40 agent 4 is available",
    );
}

#[test]
fn rule_14_a_seat_goes_to_the_earlier_shift_start_not_to_the_lower_number() {
    let mut design = with_shift(floor(&[]), 1, 0, 100);
    design = with_shift(design, 1, 60, 300);
    design = with_shift(design, 1, 50, 200);
    design.seats = Some(1);
    check(
        design,
        &["seat", "available", "leaves"],
        "
        00:00:00 agent 1 is available
        00:00:50 agent 3 waits for a seat
        00:01:00 agent 2 waits for a seat
        00:01:40 agent 1 leaves
        00:01:40 agent 3 is available
        00:03:20 agent 3 leaves
        00:03:20 agent 2 is available
        00:05:00 agent 2 leaves",
    );
}

#[test]
fn rule_14_who_has_waited_for_a_seat_gets_it_before_one_whose_shift_starts_as_it_is_freed() {
    let mut design = with_shift(floor(&[]), 1, 100, 200);
    design = with_shift(design, 1, 0, 100);
    design = with_shift(design, 1, 50, 250);
    design.seats = Some(1);
    check(
        design,
        &["seat", "available", "leaves"],
        "
        00:00:00 agent 2 is available
        00:00:50 agent 3 waits for a seat
        00:01:40 agent 2 leaves
        00:01:40 agent 1 waits for a seat
        00:01:40 agent 3 is available
        00:03:20 agent 1 leaves
        00:04:10 agent 3 leaves",
    );
}

#[test]
fn rule_14_a_seat_is_handed_over_when_overtime_ends() {
    let mut design = with_shift(floor(&[90]), 1, 0, 100);
    design = with_shift(design, 1, 50, 300);
    design.seats = Some(1);
    check(
        design,
        &["seat", "agent 1 leaves", "agent 2 is"],
        "
        00:00:50 agent 2 waits for a seat
        00:02:30 agent 1 leaves
        00:02:30 agent 2 is available",
    );
}

#[test]
fn rule_15_a_meal_due_during_a_break_follows_it_and_keeps_its_length() {
    let mut design = with_shift(floor(&[]), 1, 0, 900);
    shifts(&mut design, 0)[0].rests = vec![
        PlannedRest { kind: RestKind::Break, when: RestTime::AfterStart(s(40)), spread: s(0), lasts: s(30) },
        PlannedRest { kind: RestKind::Meal, when: RestTime::AfterStart(s(60)), spread: s(0), lasts: s(100) },
    ];
    check(
        design,
        &["goes", "available"],
        "
        00:00:00 agent 1 is available
        00:00:40 agent 1 goes on a planned break
        00:01:10 agent 1 goes to a meal
        00:02:50 agent 1 is available",
    );
}

#[test]
fn rule_12_one_of_a_head_count_who_is_busy_since_before_a_closing_is_on_duty_again_at_the_next_opening() {
    let mut design = floor_open(0, 100, &[90, 160]);
    design.calendar.windows.push(Window { opens: at(150), closes: at(300) });
    design.queues[0].talk = listed(&[100, 10]);
    counts(&mut design, &[(0, 1), (100, 0), (150, 1), (300, 0)]);
    check(
        design,
        &["answered", "leaves"],
        "
        00:01:30 call 1 is answered by agent 1 after 0 s
        00:03:10 call 2 is answered by agent 1 after 30 s
        00:05:00 agent 1 leaves",
    );
}

#[test]
fn rule_12_a_count_that_stays_at_zero_calls_no_leaver_back() {
    // One head goes home at 00:01:00, busy till 00:03:20; the count is zero again at 00:02:00.
    let mut design = floor(&[50, 190]);
    design.queues[0].talk = fixed(150);
    let counts = vec![(at(0), 1), (at(60), 0), (at(120), 0)];
    let (name, answers) = ("heads".to_owned(), vec![QueueId(0)]);
    design.groups.push(Group {
        name,
        answers,
        skills: Skills::default(),
        staffing: Staffing::HeadCount(counts),
        pool: None,
        people: People::default(),
    });
    check(
        design,
        &["available", "answered", "leaves"],
        "
        00:00:00 agent 1 is available
        00:00:50 call 1 is answered by agent 1 after 0 s
        00:03:20 agent 1 leaves",
    );
}

#[test]
fn rule_02_seats_are_handed_over_in_the_agents_own_places_of_the_instant() {
    // At 00:01:40 two seats are freed, agents 1 and 3 wait for one and agent 2's meal ends: the calls that
    // wait go to 1, 2, 3.
    let mut design = with_shift(floor(&[70, 80, 90]), 1, 50, 500);
    design = with_shift(design, 1, 0, 500);
    design = with_shift(design, 1, 50, 500);
    design = with_shift(design, 2, 0, 100);
    design.groups[3].answers.clear();
    design.seats = Some(3);
    let when = RestTime::AfterStart(s(40));
    let rest = PlannedRest { kind: RestKind::Meal, when, spread: s(0), lasts: s(60) };
    shifts(&mut design, 1)[0].rests.push(rest);
    check(
        design,
        &["answered"],
        "
        00:01:40 call 1 is answered by agent 1 after 30 s
        00:01:40 call 2 is answered by agent 2 after 20 s
        00:01:40 call 3 is answered by agent 3 after 10 s",
    );
}

#[test]
fn rule_14_a_seat_that_the_next_in_line_has_no_more_use_for_goes_on_in_the_place_of_who_gets_it() {
    // At 200 s the head count's agents 3 and 4 go, the one from a seat, the other who waits for it. Agent 1 logs in
    // before agent 2 comes back from his break.
    let mut design = with_shift(with_shift(floor(&[150]), 1, 100, 1_000), 1, 0, 1_000);
    let (kind, when) = (RestKind::Break, RestTime::AfterStart(s(60)));
    shifts(&mut design, 1)[0].rests.push(PlannedRest { kind, when, spread: s(0), lasts: s(140) });
    counts(&mut design, &[(0, 2), (200, 0)]);
    design.groups[2].answers.clear();
    design.seats = Some(2);
    check(
        design,
        &["agent"],
        "
        00:00:00 agent 2 starts a shift
        00:00:00 agent 2 is available
        00:00:00 agent 3 is available
        00:00:00 agent 4 waits for a seat
        00:01:00 agent 2 goes on a planned break
        00:01:40 agent 1 starts a shift
        00:01:40 agent 1 waits for a seat
        00:03:20 the shift of agent 3 ends
        00:03:20 agent 3 leaves
        00:03:20 the shift of agent 4 ends
        00:03:20 agent 4 leaves
        00:03:20 call 1 is answered by agent 1 after 50 s
        00:03:20 agent 2 is available
        00:04:20 agent 1 is available
        00:16:40 the shift of agent 1 ends
        00:16:40 agent 1 leaves
        00:16:40 the shift of agent 2 ends
        00:16:40 agent 2 leaves",
    );
}
