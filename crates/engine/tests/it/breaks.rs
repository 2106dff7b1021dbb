//! Rule 16: the break pool.

use acd_engine::*;

use crate::floor::*;

/// One shift of agents with a pool.
fn with_pool(calls_at: &[u64], heads: u32, to: u64, pool: BreakPool) -> Design {
    let mut design = with_shift(floor(calls_at), heads, 0, to);
    design.groups[0].pool = Some(pool);
    design
}

#[test]
fn rule_16_a_break_due_during_a_call_begins_at_its_end_before_the_next_call_is_taken() {
    let design =
        with_pool(&[0, 10], 1, 3_600, BreakPool { budget: Budget::Breaks(1), ..pool_asking_every(30, 40) });
    check(
        design,
        &["goes", "answered"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 agent 1 goes on a break
        00:01:40 call 2 is answered by agent 1 after 90 s",
    );
}

#[test]
fn rule_16_never_more_than_the_budget_and_the_rest_is_lost() {
    // 25 s of budget in breaks of 10 s: two whole ones and what is left.
    let pool = BreakPool { budget: Budget::Time(s(25)), ..pool_asking_every(20, 10) };
    check(
        with_pool(&[], 1, 3_600, pool),
        &["goes", "available"],
        "
        00:00:00 agent 1 is available
        00:00:20 agent 1 goes on a break
        00:00:30 agent 1 is available
        00:00:50 agent 1 goes on a break
        00:01:00 agent 1 is available
        00:01:20 agent 1 goes on a break
        00:01:25 agent 1 is available",
    );
}

#[test]
fn rule_16_a_break_running_at_the_shifts_end_is_cut_there() {
    check(
        with_pool(&[], 1, 45, pool_asking_every(20, 100)),
        &["goes", "leaves", "available"],
        "
        00:00:00 agent 1 is available
        00:00:20 agent 1 goes on a break
        00:00:45 agent 1 leaves",
    );
}

#[test]
fn rule_16_the_clock_counts_work_and_stops_while_a_request_is_pending() {
    // 30 s of work: 10 idle, 20 of the call; the request waits for the call's end at 70; the next clock
    // starts with the break's end at 80.
    let design = with_pool(&[10], 1, 200, pool_asking_every(30, 10));
    check(
        design,
        &["goes", "leaves"],
        "
        00:01:10 agent 1 goes on a break
        00:01:50 agent 1 goes on a break
        00:02:30 agent 1 goes on a break
        00:03:10 agent 1 goes on a break
        00:03:20 agent 1 leaves",
    );
}

#[test]
fn rule_16_when_idle_the_clock_counts_idle_time_alone() {
    let clock = AskingClock { every: fixed(30), when_idle: true };
    let asks = Asks::Behaviour { every: Some(clock), after_calls_over: None };
    let pool = BreakPool { asks, budget: Budget::Breaks(1), ..pool_asking_every(30, 10) };
    // 10 s idle, a call of 60 s, 20 s idle.
    check(with_pool(&[10], 1, 200, pool), &["goes"], "00:01:30 agent 1 goes on a break");
}

#[test]
fn rule_16_a_request_after_each_call_over_a_length() {
    let asks = Asks::Behaviour { every: None, after_calls_over: Some(s(50)) };
    let pool = BreakPool { asks, ..pool_asking_every(1, 15) };
    let mut design = with_pool(&[0, 100, 200], 1, 400, pool);
    // Exactly at the limit is not over it.
    design.queues[0].talk = listed(&[60, 50, 51]);
    check(
        design,
        &["goes"],
        "
        00:01:00 agent 1 goes on a break
        00:04:11 agent 1 goes on a break",
    );
}

#[test]
fn rule_16_budget_breaks_counts_breaks_and_one_is_used_up_when_asked_for() {
    let pool = BreakPool { budget: Budget::Breaks(2), ..pool_asking_every(20, 10) };
    check(
        with_pool(&[], 1, 200, pool),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:00:50 agent 1 goes on a break",
    );
}

#[test]
fn rule_16_lasts_is_cut_at_the_caps() {
    let pool = BreakPool {
        lasts: Some(listed(&[5, 30, 5])),
        budget: Budget::Breaks(3),
        ..pool_asking_every(20, 10)
    };
    check(
        with_pool(&[], 1, 200, pool),
        &["goes", "available"],
        "
        00:00:00 agent 1 is available
        00:00:20 agent 1 goes on a break
        00:00:25 agent 1 is available
        00:00:45 agent 1 goes on a break
        00:00:55 agent 1 is available
        00:01:15 agent 1 goes on a break
        00:01:20 agent 1 is available",
    );
}

fn capped(heads: u32, cap: Cap, when_full: WhenFull) -> Design {
    let pool = pool_asking_every(20, 30);
    let pool = BreakPool { at_once_at_most: Some(cap), when_full, budget: Budget::Breaks(1), ..pool };
    with_pool(&[], heads, 300, pool)
}

#[test]
fn rule_16_when_full_the_requester_goes_on_working_and_places_go_by_request() {
    check(
        capped(3, Cap::Count(1), WhenFull::Wait),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:00:50 agent 2 goes on a break
        00:01:20 agent 3 goes on a break",
    );
}

#[test]
fn rule_16_a_capped_share_is_rounded_down_and_at_least_one() {
    let all_at_once = "
        00:00:20 agent 1 goes on a break
        00:00:20 agent 2 goes on a break
        00:00:50 agent 3 goes on a break
        00:00:50 agent 4 goes on a break
        00:01:20 agent 5 goes on a break";
    // 50 % of 5 is 2.
    check(capped(5, Cap::Share(0.5), WhenFull::Wait), &["goes"], all_at_once);
    check(
        capped(2, Cap::Share(0.1), WhenFull::Wait),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:00:50 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_a_refused_request_is_void_costs_nothing_and_starts_the_clock_anew() {
    // Agent 2 asks at 20 and is refused, asks again at 40 and is refused, and at 60 finds the place free.
    check(
        capped(2, Cap::Count(1), WhenFull::Refuse),
        &["goes"],
        "
        00:00:20 agent 1 goes on a break
        00:01:00 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_a_freed_place_goes_to_an_earlier_request_of_one_who_is_not_on_a_call() {
    // All three ask at 20 s; agent 2 is on a call until 75 s, so agent 3 goes when the place is free at 50.
    let mut design = capped(3, Cap::Count(1), WhenFull::Wait);
    design.kinds[0].arrivals = Arrivals::at_seconds(&[15, 15]);
    design.queues[0].talk = listed(&[5, 60]);
    // Agents 1 and 2 answer at 15; agent 1 is free again at 20 and goes first.
    check(
        design,
        &["goes", "answered"],
        "
        00:00:15 call 1 is answered by agent 1 after 0 s
        00:00:15 call 2 is answered by agent 2 after 0 s
        00:00:20 agent 1 goes on a break
        00:00:50 agent 3 goes on a break
        00:01:20 agent 2 goes on a break",
    );
}

#[test]
fn rule_16_with_every_hopeful_on_a_call_the_first_whose_call_ends_goes() {
    let mut design = capped(3, Cap::Count(1), WhenFull::Wait);
    design.kinds[0].arrivals = Arrivals::at_seconds(&[25, 25]);
    design.queues[0].talk = listed(&[60, 40]);
    // Agents 2 and 3 wait for the place from 20 s on and take calls at 25; agent 3's ends first.
    check(
        design,
        &["goes", "answered"],
        "
        00:00:20 agent 1 goes on a break
        00:00:25 call 1 is answered by agent 2 after 0 s
        00:00:25 call 2 is answered by agent 3 after 0 s
        00:01:05 agent 3 goes on a break
        00:01:35 agent 2 goes on a break",
    );
}

fn any_time(requests: u32, rush: Option<(f64, Span)>) -> BreakPool {
    let asks = Asks::AnyTime { requests, rush };
    BreakPool { asks, budget: Budget::Time(s(2_400)), ..pool_asking_every(1, 600) }
}

/// When the pool breaks of a shift of eight hours begin, over many agents without calls.
fn beginnings(pool: BreakPool) -> Vec<f64> {
    let design = with_pool(&[], 2_000, 28_800, pool);
    let is_break = |notice: &Notice| matches!(notice, Notice::Turned { to: Doing::PoolBreak, .. });
    let notices = notices(design, Luck::new(5, 0));
    notices.iter().filter(|(_, notice)| is_break(notice)).map(|(at, _)| at.as_us() as f64 / 1e6).collect()
}

#[test]
fn rule_16_by_default_requests_fall_due_uniformly_and_none_too_late() {
    let begun = beginnings(any_time(4, None));
    // Four uniform instants of [0, 28,200 s]; a request is lost only if earlier breaks push it past the end.
    assert!(begun.len() > 7_900 && begun.len() <= 8_000, "{}", begun.len());
    let mean = begun.iter().sum::<f64>() / begun.len() as f64;
    // Half of 28,200 is 14,100; queueing of requests behind one another adds about 4 % of a break. Five
    // standard errors of a mean of 8,000 uniforms are 455 s.
    assert!((mean - 14_100.0).abs() < 455.0 + 150.0, "{mean}");
}

#[test]
fn rule_16_a_rush_brings_its_share_into_the_last_stretch() {
    let begun = beginnings(BreakPool { budget: Budget::Breaks(1), ..any_time(1, Some((0.75, s(3_600)))) });
    let late = begun.iter().filter(|&&at| at >= 25_200.0).count() as f64 / begun.len() as f64;
    // Five standard errors of a share of 0.75 among 2,000.
    assert!((late - 0.75).abs() < 0.05, "{late}");
}

#[test]
fn rule_16_requests_due_during_a_break_follow_one_after_the_other() {
    // Budget for four breaks, all four requests due at the same instant.
    let pool = any_time(4, None);
    let mut design = with_pool(&[], 1, 700, pool);
    design.groups[0].pool.as_mut().expect("a pool").each_at_most = Some(s(699));
    // With a longest break of 699 s in a shift of 700 s every request falls due in the first second.
    let story = story(design);
    let begun = story.lines().filter(|line| line.contains("goes on a break")).count();
    assert_eq!(begun, 2, "one break of 699 s, and a second that the shift's end cuts:\n{story}");
}
