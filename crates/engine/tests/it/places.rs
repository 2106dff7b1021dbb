//! Rule 16 once more: places under the cap, refusals, and the instants at which requests fall due.

use acd_engine::*;

use crate::floor::*;

/// A shift of `heads` agents from one second to another.
fn shift(name: &str, heads: u32, from: u64, to: u64) -> Shift {
    let duty = Duty { day: 0, start: at(from), end: at(to), continues: false };
    Shift { name: name.to_owned(), heads, duties: vec![duty], rests: Vec::new() }
}

/// One group that works these shifts and has a pool.
fn crew(calls_at: &[u64], shifts: Vec<Shift>, pool: BreakPool) -> Design {
    let mut design = floor(calls_at);
    design.groups.push(Group {
        name: "crew".to_owned(),
        answers: vec![QueueId(0)],
        skills: Skills::default(),
        staffing: Staffing::Shifts(shifts),
        pool: Some(pool),
        people: People::default(),
    });
    design
}

/// One break an agent, asked for after some seconds of work, one agent at a time.
fn one_at_a_time(seconds: u64, lasts: u64, when_full: WhenFull) -> BreakPool {
    let cap = Some(Cap::Count(1));
    let pool = pool_asking_every(seconds, lasts);
    BreakPool { budget: Budget::Breaks(1), at_once_at_most: cap, when_full, ..pool }
}

#[test]
fn rule_16_a_freed_place_goes_by_request_not_by_number() {
    let shifts = vec![shift("a", 1, 0, 900), shift("b", 1, 15, 900), shift("c", 1, 10, 900)];
    // Agent 3 asks at 30, agent 2 at 35.
    check(
        crew(&[], shifts, one_at_a_time(20, 60, WhenFull::Wait)),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:01:20 agent 3 goes on a break
        00:02:20 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_a_place_freed_by_those_who_leave_goes_to_nobody_who_leaves_too() {
    let shifts = vec![shift("a", 2, 0, 100), shift("b", 1, 0, 200)];
    check(
        crew(&[], shifts, one_at_a_time(20, 300, WhenFull::Wait)),
        &["goes", "leaves"],
        "
        00:00:20 agent 1 goes on a break
        00:01:40 agent 1 leaves
        00:01:40 agent 2 leaves
        00:01:40 agent 3 goes on a break
        00:03:20 agent 3 leaves",
    );
}

#[test]
fn rule_16_a_share_is_of_those_on_shift_now() {
    let shifts = vec![shift("a", 2, 0, 100), shift("b", 2, 0, 300)];
    let pool = one_at_a_time(20, 90, WhenFull::Wait);
    let pool = BreakPool { at_once_at_most: Some(Cap::Share(0.5)), ..pool };
    // Two of four at 20 s; once the first shift is gone, one of two.
    check(
        crew(&[], shifts, pool),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:00:20 agent 2 goes on a break
        00:01:40 agent 3 goes on a break
        00:03:10 agent 4 goes on a break",
    );
}

#[test]
fn rule_16_a_break_ends_before_another_request_falls_due() {
    let shifts = vec![shift("a", 1, 0, 900), shift("b", 1, 40, 900)];
    // Agent 1 is back at the very instant agent 2 asks.
    check(
        crew(&[], shifts, one_at_a_time(20, 40, WhenFull::Refuse)),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:01:00 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_a_refused_agent_who_takes_the_next_call_at_once_has_his_clock_running() {
    // Agent 1 asks at 30 on his first call and is refused at its end at 60, asks at 90 on his second and is
    // refused at 120, asks at 150 on his third and finds the place free at 180.
    let shifts = vec![shift("a", 2, 0, 900)];
    check(
        crew(&[0, 40, 50], shifts, one_at_a_time(30, 100, WhenFull::Refuse)),
        &["goes", "answered"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:30 agent 2 goes on a break
        00:01:00 call 2 is answered by agent 1 after 20 s
        00:02:00 call 3 is answered by agent 1 after 70 s
        00:03:00 agent 1 goes on a break",
    );
}

#[test]
fn rule_16_a_request_of_before_midnight_may_be_refused_after_it() {
    let mut design = floor(&[86_380]);
    design.calendar.days = 2;
    design.calendar.windows = vec![Window { opens: at(0), closes: day_start(2) }];
    let mut design = with_heads(design, 2, &[0]);
    let pool = one_at_a_time(86_390, 100, WhenFull::Refuse);
    design.groups[0].pool = Some(BreakPool { budget: Budget::Breaks(5), ..pool });
    // Both ask at 23:59:50, agent 1 on a call until 00:00:40.
    check(
        design,
        &["goes", "answered"],
        "
        23:59:40 call 1 is answered by agent 1 after 0 s
        23:59:50 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_the_clock_is_drawn_anew_after_each_break() {
    let clock = AskingClock { every: listed(&[20, 50, 30, 1_000]), when_idle: false };
    let asks = Asks::Behaviour { every: Some(clock), after_calls_over: None };
    let pool = BreakPool { asks, ..pool_asking_every(1, 10) };
    // 20, then 30 + 50, then 90 + 30.
    check(
        crew(&[], vec![shift("a", 1, 0, 900)], pool),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:01:20 agent 1 goes on a break
        00:02:00 agent 1 goes on a break",
    );
}

#[test]
fn rule_16_a_meal_keeps_no_place_under_the_cap() {
    let mut meals = shift("a", 1, 0, 900);
    meals.rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(10)),
        spread: s(0),
        lasts: s(100),
    }];
    let shifts = vec![meals, shift("b", 1, 0, 900)];
    check(
        crew(&[], shifts, one_at_a_time(20, 30, WhenFull::Refuse)),
        &["goes"],
        "
        00:00:10 agent 1 goes to a meal
        00:00:20 agent 2 goes on a break
        00:02:00 agent 1 goes on a break",
    );
}

/// A thousand shifts of eight hours, four requests each that may be late by no more than a few seconds: the
/// breaks are allowed to last 600 s and last one.
fn requests(rush: Option<(f64, Span)>) -> Vec<f64> {
    let asks = Asks::AnyTime { requests: 4, rush };
    let pool = BreakPool {
        asks,
        budget: Budget::Time(s(2_400)),
        lasts: Some(fixed(1)),
        ..pool_asking_every(1, 600)
    };
    let design = crew(&[], vec![shift("a", 1_000, 0, 28_800)], pool);
    let is_break = |notice: &Notice| matches!(notice, Notice::Turned { to: Doing::PoolBreak, .. });
    let notices = notices(design, Luck::new(11, 0));
    notices.iter().filter(|(_, notice)| is_break(notice)).map(|(at, _)| at.as_us() as f64 / 1e6).collect()
}

/// When which of four agents begin their pool breaks, without calls.
fn begun(pool: BreakPool) -> Vec<(Time, AgentId)> {
    let design = crew(&[], vec![shift("a", 4, 0, 28_800)], pool);
    let begins = |(at, notice): &(Time, Notice)| match notice {
        Notice::Turned { agent, to: Doing::PoolBreak, .. } => Some((*at, *agent)),
        _ => None,
    };
    notices(design, Luck::new(13, 0)).iter().filter_map(begins).collect()
}

#[test]
fn rule_16_one_place_for_many_is_a_queue_of_requests() {
    let asks = Asks::AnyTime { requests: 12, rush: None };
    let pool = BreakPool { asks, ..pool_asking_every(1, 600) };
    // Breaks of no length to speak of, without a cap, show when requests fall due.
    let instants = begun(BreakPool { lasts: Some(Distribution::Fixed(Span::from_us(1))), ..pool.clone() });
    assert_eq!(instants.len(), 48);
    let cap = Some(Cap::Count(1));
    let breaks = begun(BreakPool { lasts: Some(fixed(300)), at_once_at_most: cap, ..pool });
    let mut free = Time::ZERO;
    for (place, (due, agent)) in instants.into_iter().enumerate() {
        let begins = due.max(free);
        assert_eq!(breaks[place], (begins, agent));
        free = begins + s(300);
    }
}

/// How many of them lie between two seconds.
fn between(instants: &[f64], from: f64, to: f64) -> f64 {
    instants.iter().filter(|&&instant| instant >= from && instant < to).count() as f64
}

#[test]
fn rule_16_by_default_there_are_budget_over_break_uniform_requests_up_to_the_last_whole_break() {
    let begun = requests(None);
    assert_eq!(begun.len(), 4_000);
    // [0, 28,200] in four quarters, each a binomial of 4,000 and 1/4 with a deviation of 27.4; a second or
    // three of waiting behind one's own break move nobody that counts.
    for quarter in 0..4 {
        let from = f64::from(quarter) * 7_050.0;
        let count = between(&begun, from, from + 7_050.0);
        assert!((count - 1_000.0).abs() < 5.0 * 27.4, "quarter {quarter}: {count}");
    }
    let last = begun.iter().copied().fold(0.0, f64::max);
    assert!(last > 28_100.0 && last < 28_204.0, "{last}");
}

#[test]
fn rule_16_a_rush_leaves_the_rest_of_the_requests_before_the_last_stretch() {
    let begun = requests(Some((0.75, s(3_600))));
    assert_eq!(begun.len(), 4_000);
    // The last stretch is [25,200, 28,800]; a break of 600 s must still fit.
    let late = between(&begun, 25_200.0, 28_204.0);
    assert_eq!(between(&begun, 0.0, 25_200.0) + late, 4_000.0);
    // A binomial of 4,000 and 3/4 has a deviation of 27.4.
    assert!((late - 3_000.0).abs() < 5.0 * 27.4, "{late}");
    // Uniform in both stretches: half of each in its first half (deviations 27.4 and 15.8).
    assert!((between(&begun, 25_200.0, 26_700.0) - late / 2.0).abs() < 5.0 * 27.4);
    assert!((between(&begun, 0.0, 12_600.0) - (4_000.0 - late) / 2.0).abs() < 5.0 * 15.8);
}
