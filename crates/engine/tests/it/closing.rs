//! Rule 9: closing time.

use acd_engine::*;

use crate::floor::*;

#[test]
fn rule_09_those_offered_are_served_and_agents_stay_for_them() {
    let design = with_heads(floor_open(0, 100, &[80, 90, 95]), 1, &[0]);
    check(
        design,
        &["answered", "shift of", "leaves", "end"],
        "
        00:01:20 call 1 is answered by agent 1 after 0 s
        00:01:40 the shift of agent 1 ends
        00:02:20 call 2 is answered by agent 1 after 50 s
        00:03:20 call 3 is answered by agent 1 after 105 s
        00:04:20 agent 1 leaves
        00:04:20 the end",
    );
}

#[test]
fn rule_09_callers_in_the_ivr_at_closing_may_still_be_offered() {
    let mut design = floor_open(0, 100, &[90]);
    design.menus.push(Menu {
        name: "m".into(),
        lasts: fixed(60),
        exits: vec![(1.0, Exit::Queue(QueueId(0)))],
    });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    let design = with_heads(design, 2, &[0]);
    // Agent 2 stays idle until nobody is in the IVR any more; agent 1 until his call ends.
    check(
        design,
        &["shift of", "call 1 is", "leaves"],
        "
        00:01:40 the shift of agent 1 ends
        00:01:40 the shift of agent 2 ends
        00:02:30 call 1 is offered to main
        00:02:30 call 1 is answered by agent 1 after 0 s
        00:02:30 agent 2 leaves
        00:03:30 agent 1 leaves",
    );
}

#[test]
fn rule_09_when_nobody_answers_a_queue_any_more_its_callers_are_dropped() {
    // The shift ends before closing: the agent goes home, and at closing the waiting caller is dropped.
    let design = with_shift(floor_open(0, 100, &[10, 60]), 1, 0, 50);
    check(
        design,
        &["leaves", "dropped"],
        "
        00:01:10 agent 1 leaves
        00:01:40 call 2 is dropped after 40 s",
    );
}

#[test]
fn rule_09_callers_who_leave_the_ivr_when_nobody_is_left_are_dropped_at_once() {
    let mut design = floor_open(0, 100, &[90]);
    design.menus.push(Menu {
        name: "m".into(),
        lasts: fixed(60),
        exits: vec![(1.0, Exit::Queue(QueueId(0)))],
    });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    let design = with_shift(design, 1, 0, 50);
    check(
        design,
        &["call 1"],
        "
        00:01:30 call 1 arrives
        00:02:30 call 1 is offered to main
        00:02:30 call 1 is dropped after 0 s",
    );
}

#[test]
fn rule_09_drop_waiting_drops_everyone_not_yet_answered() {
    let mut design = floor_open(0, 100, &[80, 90]);
    design.after_close = AfterClose::DropWaiting;
    let design = with_heads(design, 1, &[0]);
    check(
        design,
        &["call 2", "leaves"],
        "
        00:01:30 call 2 arrives
        00:01:30 call 2 is offered to main
        00:01:40 call 2 is dropped after 10 s
        00:02:20 agent 1 leaves",
    );
}

#[test]
fn rule_09_a_centre_that_never_closes_stops_at_the_end_of_the_stretch() {
    let design = with_heads(floor(&[86_390, 86_395]), 1, &[0]);
    check(
        design,
        &["call 2", "leaves", "end"],
        "
        23:59:55 call 2 arrives
        23:59:55 call 2 is offered to main
        D2 00:00:00 call 2 still waits after 5 s
        D2 00:00:00 the end",
    );
}

#[test]
fn rule_09_an_idle_agent_whose_shift_ends_after_closing_stays_while_callers_are_inside() {
    // The shift runs on after closing; the caller in talk holds nobody else.
    let design = with_shift(floor_open(0, 100, &[90, 95]), 2, 0, 120);
    check(
        design,
        &["shift of", "leaves"],
        "
        00:02:00 the shift of agent 1 ends
        00:02:00 the shift of agent 2 ends
        00:02:30 agent 1 leaves
        00:02:35 agent 2 leaves",
    );
}

#[test]
fn rule_09_with_drop_waiting_an_agent_whose_rest_the_closing_cuts_takes_nobody() {
    let mut design = floor_open(0, 100, &[90]);
    design.after_close = AfterClose::DropWaiting;
    let mut design = with_shift(design, 1, 0, 100);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(80)),
        spread: s(0),
        lasts: s(60),
    }];
    check(
        design,
        &["leaves", "call 1 is"],
        "
        00:01:30 call 1 is offered to main
        00:01:40 agent 1 leaves
        00:01:40 call 1 is dropped after 10 s",
    );
}

#[test]
fn rule_09_stayers_leave_when_the_last_caller_gives_up() {
    let mut design = floor_open(0, 100, &[50, 95]);
    design.queues.push(Queue::new("second", fixed(60)));
    design.kinds[0].patience = Some(fixed(10));
    // Agent 2 answers the other queue, and stays as long as anybody waits anywhere.
    let design = with_heads(with_heads(design, 1, &[0]), 1, &[1]);
    check(
        design,
        &["abandons", "leaves"],
        "
        00:01:45 call 2 abandons after 10 s
        00:01:45 agent 2 leaves
        00:01:50 agent 1 leaves",
    );
}

#[test]
fn rule_09_stayers_leave_when_the_last_caller_is_dropped() {
    // Agent 1 keeps the only seat and stays for a caller whom agent 2 would answer, had he a seat.
    let mut design = with_shift(floor_open(0, 100, &[90]), 1, 0, 100);
    design = with_shift(design, 1, 0, 120);
    design.queues.push(Queue::new("second", fixed(60)));
    design.kinds[0].enters = Entry::Queue(QueueId(1));
    design.groups[1].answers = vec![QueueId(1)];
    design.seats = Some(1);
    check(
        design,
        &["shift of", "leaves", "dropped"],
        "
        00:01:40 the shift of agent 1 ends
        00:02:00 the shift of agent 2 ends
        00:02:00 agent 2 leaves
        00:02:00 call 1 is dropped after 30 s
        00:02:00 agent 1 leaves",
    );
}

#[test]
fn rule_09_an_agent_busy_since_a_shift_that_ended_before_closing_stays_for_nobody() {
    let design = with_shift(floor_open(0, 80, &[40, 60]), 1, 0, 50);
    check(
        design,
        &["dropped", "leaves"],
        "
        00:01:20 call 2 is dropped after 20 s
        00:01:40 agent 1 leaves",
    );
}

#[test]
fn rule_09_a_head_count_stays_for_callers_too() {
    let mut design = floor_open(0, 100, &[90, 95]);
    let staffing = Staffing::HeadCount(vec![(at(0), 1), (at(100), 0)]);
    design.groups.push(Group {
        name: "crew".to_owned(),
        answers: vec![QueueId(0)],
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    });
    check(
        design,
        &["shift of", "answered", "leaves"],
        "
        00:01:30 call 1 is answered by agent 1 after 0 s
        00:01:40 the shift of agent 1 ends
        00:02:30 call 2 is answered by agent 1 after 55 s
        00:03:30 agent 1 leaves",
    );
}

#[test]
fn rule_09_a_rest_that_the_closing_cuts_frees_an_agent_for_those_who_wait() {
    let mut design = with_shift(floor_open(0, 100, &[90]), 1, 0, 100);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(80)),
        spread: s(0),
        lasts: s(60),
    }];
    check(
        design,
        &["call 1 is", "leaves"],
        "
        00:01:30 call 1 is offered to main
        00:01:40 call 1 is answered by agent 1 after 10 s
        00:02:40 agent 1 leaves",
    );
}

#[test]
fn rule_09_with_drop_waiting_a_caller_in_the_ivr_is_dropped_when_he_asks_for_a_human() {
    let mut design = floor_open(0, 100, &[90]);
    design.after_close = AfterClose::DropWaiting;
    let exits = vec![(1.0, Exit::Queue(QueueId(0)))];
    design.menus.push(Menu { name: "m".into(), lasts: fixed(60), exits });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        with_heads(design, 1, &[0]),
        &["leaves", "call 1"],
        "
        00:01:30 call 1 arrives
        00:01:40 agent 1 leaves
        00:02:30 call 1 is offered to main
        00:02:30 call 1 is dropped after 0 s",
    );
}

#[test]
fn rule_09_a_stretch_that_stops_leaves_callers_in_the_ivr() {
    let mut design = floor(&[86_390]);
    let exits = vec![(1.0, Exit::Queue(QueueId(0)))];
    design.menus.push(Menu { name: "m".into(), lasts: fixed(60), exits });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        with_heads(design, 1, &[0]),
        &["call 1", "end"],
        "
        23:59:50 call 1 arrives
        23:59:50 call 1 will be in the IVR at the end
        D2 00:00:00 the end",
    );
}

#[test]
fn rule_10_a_queue_served_by_nobody_keeps_its_callers_until_the_centre_closes() {
    check(floor_open(0, 100, &[10]), &["dropped", "abandons"], "00:01:40 call 1 is dropped after 90 s");
}

#[test]
fn rule_09_of_a_head_count_no_more_stay_than_were_counted_last() {
    let mut design = floor_open(0, 100, &[50, 50, 95, 96]);
    let staffing = Staffing::HeadCount(vec![(at(0), 2), (at(60), 1), (at(100), 0)]);
    let answers = vec![QueueId(0)];
    design.groups.push(Group {
        name: "crew".into(),
        answers,
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    });
    // Both are busy at the drop; whoever finishes first, after closing, still leaves.
    check(
        design,
        &["leaves", "answered"],
        "
        00:00:50 call 1 is answered by agent 1 after 0 s
        00:00:50 call 2 is answered by agent 2 after 0 s
        00:01:50 agent 1 leaves
        00:01:50 call 3 is answered by agent 2 after 15 s
        00:02:50 call 4 is answered by agent 2 after 74 s
        00:03:50 agent 2 leaves",
    );
}

#[test]
fn rule_10_a_call_that_ends_as_the_centre_opens_again_drops_nobody() {
    // The agent who stayed after closing finishes at the very instant of opening: his queue is open again and
    // keeps its caller for the shift that starts later.
    let mut design = floor_open(0, 100, &[0, 50, 60]);
    design.calendar.windows.push(Window { opens: at(120), closes: at(1_000) });
    design = with_shift(design, 1, 0, 100);
    design = with_shift(design, 1, 200, 1_000);
    check(
        design,
        &["answered", "dropped"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 10 s
        00:03:20 call 3 is answered by agent 2 after 140 s",
    );
}
