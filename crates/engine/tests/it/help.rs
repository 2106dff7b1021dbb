//! Rules 29 to 32: who else may answer a call that waits, who is kept free, what callers are told, and calls back.

use acd_engine::*;

use crate::floor::*;

const ENDS: &[&str] = &["answered", "abandons", "called back", "nobody is there", "no free line"];

/// Two queues with an agent each: `main` of 200 s talk, which the other's agent may help by a step, and `other` of 60 s.
fn helped(main: &[u64], other: &[u64], after: u64, when_waiting_over: Option<u32>) -> Design {
    let mut design = floor(main);
    design.queues[0].talk = fixed(200);
    design.queues.push(Queue::new("other", fixed(60)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(other), Entry::Queue(QueueId(1))));
    design.queues[0].overflow =
        vec![Overflow { groups: vec![GroupId(1)], after: s(after), when_waiting_over }];
    with_heads(with_heads(design, 1, &[0]), 1, &[1])
}

/// One queue of 60 s talk and one agent, whose callers have these patiences.
fn patient(calls: &[u64], patience: &[u64]) -> Design {
    let mut design = with_heads(floor(calls), 1, &[0]);
    design.kinds[0].patience = Some(listed(patience));
    design
}

fn told(mut design: Design, announces: Announces, balks: f64, patience_times: f64) -> Design {
    design.queues[0].announces = Some(announces);
    design.kinds[0].when_told = Some(WhenTold { balks, patience_times });
    design
}

fn offering(mut design: Design, after: u64, reaches: f64) -> Design {
    let outbound = Outbound { reaches, rings: s(25) };
    design.queues[0].call_back = Some(CallBack { after: s(after), accepts: 1.0, outbound });
    design
}

#[test]
fn rule_29_after_a_while_others_may_answer() {
    check(
        helped(&[0, 10], &[], 60, None),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:10 call 2 is answered by agent 2 after 60 s",
    );
}

#[test]
fn rule_29_who_helps_takes_calls_of_his_own_queues_first() {
    check(
        helped(&[0, 10], &[40, 90], 60, None),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:40 call 3 is answered by agent 2 after 0 s
        00:01:40 call 4 is answered by agent 2 after 10 s
        00:02:40 call 2 is answered by agent 2 after 150 s",
    );
}

#[test]
fn rule_29_while_many_wait_others_may_answer_the_oldest() {
    check(
        helped(&[0, 10, 20], &[], 0, Some(1)),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:20 call 2 is answered by agent 2 after 10 s
        00:03:20 call 3 is answered by agent 1 after 180 s",
    );
}

#[test]
fn rule_29_two_conditions_of_a_step_must_both_hold() {
    // At 70 s the second has waited long enough, and is alone; at 100 s another waits with it.
    check(
        helped(&[0, 10, 100], &[], 60, Some(1)),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:40 call 2 is answered by agent 2 after 90 s
        00:03:20 call 3 is answered by agent 1 after 100 s",
    );
}

#[test]
fn rule_29_a_step_at_once_makes_one_pool_that_prefers_its_own() {
    check(
        helped(&[0, 10], &[], 0, None),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 is answered by agent 2 after 0 s",
    );
}

#[test]
fn rule_30_agents_are_kept_free_for_a_queue() {
    let mut design = floor(&[2]);
    design.queues.push(Queue::new("other", fixed(60)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[0, 1]), Entry::Queue(QueueId(1))));
    let mut design = with_heads(design, 2, &[0, 1]);
    design.groups[0].skills.keeps_free = Some(KeepsFree { queues: vec![QueueId(0)], agents: 1 });
    check(
        design,
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:02 call 3 is answered by agent 2 after 0 s
        00:01:02 call 2 is answered by agent 2 after 61 s",
    );
}

#[test]
fn rule_31_who_would_not_wait_so_long_hangs_up_and_who_stays_has_another_patience() {
    // Each is told 60 s: nobody waits before him, and the one agent takes a minute a call.
    check(
        told(patient(&[0, 10, 20], &[99, 50, 70]), Announces::QueueLength, 1.0, 0.5),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 abandons after 0 s
        00:00:55 call 3 abandons after 35 s",
    );
}

#[test]
fn rule_31_the_last_wait_may_be_told() {
    check(
        told(patient(&[0, 10, 70, 75], &[99, 99, 40, 60]), Announces::LastWait, 1.0, 1.0),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 50 s
        00:01:10 call 3 abandons after 0 s
        00:02:00 call 4 is answered by agent 1 after 45 s",
    );
}

#[test]
fn rule_32_who_is_called_back_keeps_his_place_and_loses_his_impatience() {
    check(
        offering(patient(&[0, 10], &[30, 30]), 20, 1.0),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:30 the caller of call 2 hangs up, to be called back
        00:01:00 the caller of call 2 is called back
        00:01:00 call 2 is answered by agent 1 after 50 s",
    );
}

#[test]
fn rule_32_who_is_not_there_costs_the_ringing() {
    check(
        offering(with_heads(floor(&[0, 10, 50]), 1, &[0]), 40, 0.0),
        ENDS,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:50 the caller of call 2 hangs up, to be called back
        00:01:00 agent 1 calls back for call 2, and nobody is there
        00:01:00 call 2 abandons after 50 s
        00:01:25 call 3 is answered by agent 1 after 35 s",
    );
}

#[test]
fn rule_32_a_line_is_free_while_a_caller_waits_to_be_called() {
    let mut design = offering(with_heads(floor(&[0, 10, 40]), 1, &[0]), 20, 1.0);
    design.lines = Some(2);
    check(design.clone(), &["no free line"], "");
    design.queues[0].call_back = None;
    check(design, &["no free line"], "00:00:40 call 3 finds no free line");
}

#[test]
fn rule_30_after_closing_nobody_is_kept_free() {
    // At closing the kept agent takes the oldest; else the patient would wait for ever.
    let mut design = floor_open(0, 100, &[]);
    design.queues.push(Queue::new("other", fixed(60)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[10, 20]), Entry::Queue(QueueId(1))));
    let mut design = with_heads(design, 1, &[0, 1]);
    design.groups[0].skills.keeps_free = Some(KeepsFree { queues: vec![QueueId(0)], agents: 1 });
    check(
        design,
        ENDS,
        "
        00:01:40 call 1 is answered by agent 1 after 90 s
        00:02:40 call 2 is answered by agent 1 after 140 s",
    );
}
