//! Rules 35 and 36: whether an answer settles the matter, whether the caller is satisfied, and who calls again.

use acd_engine::*;

use crate::floor::*;

/// Callers at these seconds, one agent, 60 s of talk; this share is settled and all others call again after 100 s.
fn settling(resolves: f64, calls_at: &[u64]) -> Design {
    calling_again(with_heads(floor(calls_at), 1, &[0]), resolves, None)
}

fn calling_again(mut design: Design, resolves: f64, at_most: Option<u32>) -> Design {
    design.queues[0].outcomes = Some(Outcomes { resolves, satisfied: None });
    design.kinds[0].calls_again = Some(CallsAgain { share: 1.0, after: fixed(100), at_most });
    design
}

#[test]
fn rule_35_who_is_not_helped_calls_again_so_much_after_the_end_of_talk() {
    let mut design = calling_again(with_heads(floor(&[10]), 1, &[0]), 0.0, Some(2));
    design.queues[0].wrap_up = Some(fixed(500));
    check(
        design,
        &["call", "matter"],
        "
        00:00:10 call 1 arrives
        00:00:10 call 1 is offered to main
        00:00:10 call 1 is answered by agent 1 after 0 s
        00:00:10 call 1 does not settle the matter
        00:02:50 caller 1 calls again about call 1
        00:02:50 call 2 arrives, redial 1 of caller 1
        00:02:50 call 2 is offered to main
        00:09:30 call 2 is answered by agent 1 after 400 s
        00:09:30 call 2 does not settle the matter
        00:12:10 caller 1 calls again about call 2
        00:12:10 call 3 arrives, redial 2 of caller 1
        00:12:10 call 3 is offered to main
        00:18:50 call 3 is answered by agent 1 after 400 s
        00:18:50 call 3 does not settle the matter",
    );
}

#[test]
fn rule_35_a_call_that_settles_the_matter_is_the_last() {
    check(
        settling(1.0, &[10]),
        &["call"],
        "
        00:00:10 call 1 arrives
        00:00:10 call 1 is offered to main
        00:00:10 call 1 is answered by agent 1 after 0 s
        00:00:10 call 1 settles the matter",
    );
}

#[test]
fn rule_35_who_calls_again_enters_where_he_did_first_and_says_when_his_talk_ended() {
    let mut design = calling_again(with_heads(floor(&[10]), 1, &[0]), 0.0, Some(1));
    design.menus.push(Menu {
        name: "welcome".into(),
        lasts: fixed(5),
        exits: vec![(1.0, Exit::Queue(QueueId(0)))],
    });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    let notices = notices(design, Luck::new(1, 0));
    let arrived = notices.iter().filter_map(|(_, notice)| match notice {
        Notice::Arrived(call) => Some((call.arrived, call.previous, call.previous_talk_ended)),
        _ => None,
    });
    // Answered at 15 s, talk till 75 s, again at 175 s.
    assert_eq!(arrived.collect::<Vec<_>>(), [(at(10), None, None), (at(175), Some(at(10)), Some(at(75)))]);
    let offered = notices.iter().filter(|(_, notice)| matches!(notice, Notice::Offered { .. }));
    assert_eq!(offered.map(|(when, _)| *when).collect::<Vec<_>>(), [at(15), at(180)]);
}

#[test]
fn rule_35_redials_are_further_calls_too() {
    // Call 1 keeps the agent till 60 s; caller 2 gives up at 15 s, redials, is answered and may not call again.
    let mut design = calling_again(with_heads(floor(&[0, 5]), 1, &[0]), 0.0, Some(1));
    design.kinds[0].patience = Some(fixed(10));
    design.kinds[0].redial = Some(Redial {
        share: 1.0,
        after: fixed(50),
        at_most: None,
        after_hang_up: false,
        after_served: false,
        after_drop: false,
    });
    check(
        design,
        &["arrives", "answered", "abandons"],
        "
        00:00:00 call 1 arrives
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:05 call 2 arrives
        00:00:15 call 2 abandons after 10 s
        00:01:05 call 3 arrives, redial 1 of caller 2
        00:01:05 call 3 is answered by agent 1 after 0 s
        00:02:40 call 4 arrives, redial 1 of caller 1
        00:02:40 call 4 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_35_who_calls_again_while_closed_is_lost() {
    check(
        calling_again(with_heads(floor_open(0, 120, &[30]), 1, &[0]), 0.0, None),
        &["arrives", "closed"],
        "
        00:00:30 call 1 arrives
        00:03:10 a redial of caller 1 finds the centre closed",
    );
}

#[test]
fn rule_35_a_group_settles_a_share_of_its_own() {
    let mut design = calling_again(with_heads(floor(&[0, 1]), 1, &[0]), 1.0, Some(1));
    design = with_heads(design, 1, &[0]);
    let own = OwnOutcomes { queue: QueueId(0), resolves: Some(0.0), less_satisfied: 0.0 };
    design.groups[1].skills.outcomes = vec![own];
    // Agent 2, who settles nothing, has his caller again.
    check(
        design,
        &["answered", "matter"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:00 call 1 settles the matter
        00:00:01 call 2 is answered by agent 2 after 0 s
        00:00:01 call 2 does not settle the matter
        00:02:41 call 3 is answered by agent 1 after 0 s
        00:02:41 call 3 settles the matter",
    );
}

#[test]
fn rule_35_the_share_is_that_of_many_calls_and_a_better_share_settles_them_too() {
    let seconds: Vec<u64> = (0..800).map(|number| number * 100).collect();
    let settled = |resolves: f64| {
        let mut design = settling(resolves, &seconds);
        design.kinds[0].calls_again = None;
        let notices = notices(design, Luck::new(3, 0));
        let matters = notices.iter().filter_map(|(_, notice)| match notice {
            Notice::Judged { call, resolved: true, .. } => Some(call.caller),
            _ => None,
        });
        matters.collect::<Vec<u64>>()
    };
    let (some, more) = (settled(0.6), settled(0.8));
    // 480 and 640 of 800, give or take 14 and 11: five of these.
    assert!((410..=550).contains(&some.len()), "{}", some.len());
    assert!((583..=697).contains(&more.len()), "{}", more.len());
    assert!(some.iter().all(|caller| more.contains(caller)), "the same callers, and more");
}

#[test]
fn rule_36_satisfaction_falls_with_the_wait_the_matter_and_the_group_within_0_and_1() {
    let satisfied = Satisfied { at_best: 0.9, less_each_minute_waited: 0.1, less_unresolved: 0.45 };
    let near = |one: f64, other: f64| assert!((one - other).abs() < 1e-12, "{one} and {other}");
    near(satisfied.probability(0.0, true, 0.0), 0.9);
    near(satisfied.probability(2.5, true, 0.0), 0.65);
    near(satisfied.probability(2.5, false, 0.0), 0.2);
    near(satisfied.probability(2.5, true, 0.04), 0.61);
    near(satisfied.probability(30.0, false, 0.0), 0.0);
    near(Satisfied { at_best: 1.0, ..satisfied }.probability(0.0, true, 0.0), 1.0);
}

#[test]
fn rule_36_who_is_answered_at_once_is_satisfied_and_who_waits_ten_minutes_is_not() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.queues[0].talk = fixed(610);
    let satisfied = Satisfied { at_best: 1.0, less_each_minute_waited: 0.1, less_unresolved: 0.0 };
    design.queues[0].outcomes = Some(Outcomes { resolves: 1.0, satisfied: Some(satisfied) });
    check(
        design,
        &["matter"],
        "
        00:00:00 call 1 settles the matter; the caller is satisfied
        00:10:10 call 2 settles the matter; the caller is not satisfied",
    );
}

#[test]
fn rule_36_callers_think_less_of_some_groups() {
    let mut design = with_heads(floor(&[0, 100]), 1, &[0]);
    let satisfied = Satisfied { at_best: 1.0, less_each_minute_waited: 0.0, less_unresolved: 0.0 };
    design.queues[0].outcomes = Some(Outcomes { resolves: 1.0, satisfied: Some(satisfied) });
    let own = OwnOutcomes { queue: QueueId(0), resolves: None, less_satisfied: 1.0 };
    design.groups[0].skills.outcomes = vec![own];
    check(
        design,
        &["matter"],
        "
        00:00:00 call 1 settles the matter; the caller is not satisfied
        00:01:40 call 2 settles the matter; the caller is not satisfied",
    );
}

#[test]
fn rule_35_who_will_be_called_back_does_not_call_again() {
    let mut design = settling(0.0, &[10]);
    let mut cases = Queue::new("cases", fixed(60));
    cases.takes = Takes::Work(Work { deadline: None, reaches: None });
    design.queues.push(cases);
    design.groups[0].answers.push(QueueId(1));
    design.queues[0].leads_to = vec![LeadsTo { queue: QueueId(1), share: 1.0, after: None }];
    check(
        design,
        &["answered", "again", "matter"],
        "
        00:00:10 call 1 is answered by agent 1 after 0 s
        00:00:10 call 1 does not settle the matter
        00:01:10 call 2 is answered by agent 1 after 0 s",
    );
}
