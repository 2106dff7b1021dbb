//! Rules 1 and 2: integer time, and the order of what happens at one instant.

use acd_engine::*;

use crate::floor::*;

#[test]
fn a_story_reads_from_top_to_bottom() {
    let mut design = with_heads(floor(&[10, 10]), 1, &[0]);
    design.kinds[0].patience = Some(fixed(20));
    let wanted = "\
00:00:00 agent 1 starts a shift
00:00:00 agent 1 is available
00:00:10 call 1 arrives
00:00:10 call 1 is offered to main
00:00:10 call 1 is answered by agent 1 after 0 s
00:00:10 call 2 arrives
00:00:10 call 2 is offered to main
00:00:30 call 2 abandons after 20 s
00:01:10 agent 1 is available
D2 00:00:00 the end
";
    assert_eq!(story(design), wanted);
}

#[test]
fn rule_01_opening_hours_are_half_open() {
    // One call at the opening instant is admitted, one at the closing instant is not.
    let design = with_heads(floor_open(100, 200, &[100, 200]), 1, &[0]);
    check(design, &["arrives"], "00:01:40 call 1 arrives");
}

#[test]
fn rule_01_a_night_call_is_not_cut_at_midnight() {
    let mut design = floor(&[86_390]);
    design.calendar.days = 2;
    design.calendar.windows = vec![Window { opens: at(0), closes: day_start(2) }];
    let design = with_heads(design, 1, &[0]);
    check(
        design,
        &["available", "call 1"],
        "
        00:00:00 agent 1 is available
        23:59:50 call 1 arrives
        23:59:50 call 1 is offered to main
        23:59:50 call 1 is answered by agent 1 after 0 s
        D2 00:00:50 agent 1 is available",
    );
}

#[test]
fn rule_02_an_agent_freed_when_patience_ends_answers() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.kinds[0].patience = Some(fixed(50));
    check(design, &["call 2 is answered", "abandons"], "00:01:00 call 2 is answered by agent 1 after 50 s");
}

#[test]
fn rule_02_a_shift_end_comes_before_a_call_end() {
    // The shift ends at the very instant the call does: no further call, though one waits.
    let mut design = with_shift(floor(&[0, 10]), 1, 0, 60);
    design.kinds[0].patience = Some(fixed(100));
    check(
        design,
        &["shift of", "leaves", "call 2 a", "call 2 is answered"],
        "
        00:00:10 call 2 arrives
        00:01:00 the shift of agent 1 ends
        00:01:00 agent 1 leaves
        00:01:50 call 2 abandons after 100 s",
    );
}

#[test]
fn rule_02_a_call_end_comes_before_a_break_falling_due_and_that_before_an_arrival() {
    // At 60 s the first call ends, a break falls due, and a call arrives: the agent is on the break first.
    let mut design = with_shift(floor(&[0, 60]), 1, 0, 3_600);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(60)),
        spread: s(0),
        lasts: s(30),
    }];
    check(
        design,
        &["goes", "call 2 is answered"],
        "
        00:01:00 agent 1 goes on a planned break
        00:01:30 call 2 is answered by agent 1 after 30 s",
    );
}

#[test]
fn rule_02_offered_from_the_ivr_before_a_new_arrival() {
    let mut design = with_heads(floor(&[0]), 1, &[0]);
    design.menus.push(Menu {
        name: "m".into(),
        lasts: fixed(30),
        exits: vec![(1.0, Exit::Queue(QueueId(0)))],
    });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    // By kind alone the direct caller would come first at 30 s.
    design.kinds.insert(0, CallerKind::new("direct", Arrivals::at_seconds(&[30]), Entry::Queue(QueueId(0))));
    check(
        design,
        &["answered"],
        "
        00:00:30 call 1 is answered by agent 1 after 0 s
        00:01:30 call 2 is answered by agent 1 after 60 s",
    );
}

#[test]
fn rule_02_patience_ends_before_closing() {
    let mut design = floor_open(0, 100, &[0, 40]);
    design.after_close = AfterClose::DropWaiting;
    design.queues[0].talk = fixed(500);
    design.kinds[0].patience = Some(fixed(60));
    let design = with_heads(design, 1, &[0]);
    check(
        design,
        &["call 2 a", "dropped"],
        "
        00:00:40 call 2 arrives
        00:01:40 call 2 abandons after 60 s",
    );
}

#[test]
fn rule_02_simultaneous_arrivals_go_by_kind_then_caller() {
    let mut design = with_heads(floor(&[5, 5]), 3, &[0]);
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[5]), Entry::Queue(QueueId(0))));
    let offered: Vec<(u32, u64)> = notices(design, Luck::new(1, 0))
        .iter()
        .filter_map(|(_, notice)| match notice {
            Notice::Offered { call, .. } => Some((call.kind.0, call.caller)),
            _ => None,
        })
        .collect();
    assert_eq!(offered, [(0, 0), (0, 1), (1, 0)]);
}

/// Adds a head count without persons that answers the first queue.
fn with_counts(mut design: Design, counts: &[(u64, u32)]) -> Design {
    let counts = counts.iter().map(|&(second, count)| (at(second), count)).collect();
    let staffing = Staffing::HeadCount(counts);
    design.groups.push(Group {
        name: "crew".to_owned(),
        answers: vec![QueueId(0)],
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    });
    design
}

#[test]
fn rule_02_a_head_count_drop_comes_before_a_call_end() {
    // Both calls end as the count falls to one: the first who finishes is one too many, the second isn't.
    check(
        with_counts(floor(&[0, 0, 10]), &[(0, 2), (60, 1)]),
        &["leaves", "call 3 is answered"],
        "
        00:01:00 agent 1 leaves
        00:01:00 call 3 is answered by agent 2 after 50 s",
    );
}

#[test]
fn rule_02_a_head_count_rise_comes_after_a_call_end() {
    check(
        with_counts(floor(&[0, 10, 20]), &[(0, 1), (60, 2)]),
        &["answered"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 50 s
        00:01:00 call 3 is answered by agent 2 after 40 s",
    );
}

#[test]
fn rule_02_those_who_join_at_one_instant_go_by_agent_number() {
    // Three agents are back from a break as a head count of one begins: agent 4 finds no call left.
    let mut design = with_shift(floor(&[40, 41, 42]), 3, 0, 3_600);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(30)),
        spread: s(0),
        lasts: s(30),
    }];
    check(
        with_counts(design, &[(0, 0), (60, 1)]),
        &["answered"],
        "
        00:01:00 call 1 is answered by agent 1 after 20 s
        00:01:00 call 2 is answered by agent 2 after 19 s
        00:01:00 call 3 is answered by agent 3 after 18 s",
    );
}

#[test]
fn rule_02_an_arrival_comes_before_patience_ends() {
    // Call 1 gives up its only place at the very instant call 2 looks for one.
    let mut design = floor(&[0, 10, 11]);
    design.kinds[0].patience = Some(fixed(10));
    design.queues[0].capacity = Some(1);
    check(
        design,
        &["full", "abandons"],
        "
        00:00:10 call 2 finds main full
        00:00:10 call 1 abandons after 10 s
        00:00:21 call 3 abandons after 10 s",
    );
}

#[test]
fn rule_01_lengths_are_whole_microseconds_and_are_told_so() {
    let mut design = with_heads(floor(&[0, 1]), 1, &[0]);
    design.queues[0].talk = Distribution::Fixed(Span::from_us(1_500_001));
    check(design, &["call 2 is answered"], "00:00:01.500001 call 2 is answered by agent 1 after 0.500001 s");
}
