//! Rules 6 to 8, 10 and 13: offering, lines, redials, queues without agents, who is next.

use acd_engine::*;

use crate::floor::*;

fn menu(name: &str, lasts: u64, exit: Exit) -> Menu {
    Menu { name: name.to_owned(), lasts: fixed(lasts), exits: vec![(1.0, exit)] }
}

fn redial(after: u64, at_most: Option<u32>) -> Option<Redial> {
    Some(Redial {
        share: 1.0,
        after: fixed(after),
        at_most,
        after_hang_up: false,
        after_served: false,
        after_drop: false,
    })
}

#[test]
fn rule_06_waiting_is_counted_from_the_choice_of_human_service() {
    let mut design = with_heads(floor(&[0, 0]), 1, &[0]);
    design.menus.push(menu("first", 10, Exit::Menu(MenuId(1))));
    design.menus.push(menu("second", 15, Exit::Queue(QueueId(0))));
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        design,
        &["call 2"],
        "
        00:00:00 call 2 arrives
        00:00:25 call 2 is offered to main
        00:01:25 call 2 is answered by agent 1 after 60 s",
    );
}

#[test]
fn rule_06_a_balk_is_offered_and_abandoned_after_no_time() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.kinds[0].balks = 1.0;
    check(
        design,
        &["call 1 is answered", "call 2"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 arrives
        00:00:10 call 2 is offered to main
        00:00:10 call 2 abandons after 0 s",
    );
}

#[test]
fn rule_06_menus_lead_to_hanging_up_and_self_service() {
    let mut design = floor(&[0, 5]);
    design.menus.push(menu("quit", 10, Exit::HangUp));
    design.menus.push(menu("self", 20, Exit::Served));
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[5]), Entry::Menu(MenuId(1))));
    check(
        design,
        &["IVR"],
        "
        00:00:10 call 1 hangs up in the IVR
        00:00:15 call 2 hangs up in the IVR
        00:00:25 call 3 is served by the IVR",
    );
}

#[test]
fn rule_07_no_free_line_is_not_offered_and_a_full_queue_is() {
    let mut design = with_heads(floor(&[0, 1, 2, 3]), 1, &[0]);
    design.queues[0].capacity = Some(1);
    design.lines = Some(2);
    check(
        design,
        &["call 2", "call 3", "call 4"],
        "
        00:00:01 call 2 arrives
        00:00:01 call 2 is offered to main
        00:00:02 call 3 arrives
        00:00:02 call 3 finds no free line
        00:00:03 call 4 arrives
        00:00:03 call 4 finds no free line
        00:01:00 call 2 is answered by agent 1 after 59 s",
    );
    let mut design = with_heads(floor(&[0, 1, 2]), 1, &[0]);
    design.queues[0].capacity = Some(1);
    check(
        design,
        &["call 3"],
        "
        00:00:02 call 3 arrives
        00:00:02 call 3 is offered to main
        00:00:02 call 3 finds main full",
    );
}

#[test]
fn rule_07_a_line_is_free_again_when_talk_ends_not_after_wrap_up() {
    let mut design = with_heads(floor(&[0, 60, 61]), 2, &[0]);
    design.lines = Some(1);
    design.queues[0].wrap_up = Some(fixed(100));
    check(
        design,
        &["call 2 is", "call 3 finds"],
        "
        00:01:00 call 2 is offered to main
        00:01:00 call 2 is answered by agent 2 after 0 s
        00:01:01 call 3 finds no free line",
    );
}

#[test]
fn rule_08_a_redial_is_a_new_call_of_the_same_caller_and_enters_where_the_first_did() {
    let mut design = floor(&[0]);
    design.kinds[0].patience = Some(fixed(20));
    design.kinds[0].redial = redial(100, Some(2));
    design.menus.push(menu("m", 5, Exit::Queue(QueueId(0))));
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        design,
        &["arrives", "abandons"],
        "
        00:00:00 call 1 arrives
        00:00:25 call 1 abandons after 20 s
        00:02:05 call 2 arrives, redial 1 of caller 1
        00:02:30 call 2 abandons after 20 s
        00:04:10 call 3 arrives, redial 2 of caller 1
        00:04:35 call 3 abandons after 20 s",
    );
}

#[test]
fn rule_08_a_busy_line_may_be_redialled_an_ivr_hang_up_only_if_asked() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.lines = Some(1);
    design.kinds[0].redial = redial(60, None);
    check(
        design,
        &["redial 1", "no free line"],
        "
        00:00:10 call 2 finds no free line
        00:01:10 call 3 arrives, redial 1 of caller 2",
    );
    let hang_up = |after_hang_up: bool| {
        let mut design = floor(&[0]);
        design.menus.push(menu("quit", 10, Exit::HangUp));
        design.kinds[0].enters = Entry::Menu(MenuId(0));
        design.kinds[0].redial = redial(50, Some(1)).map(|redial| Redial { after_hang_up, ..redial });
        design
    };
    check(hang_up(false), &["redial"], "");
    check(hang_up(true), &["redial"], "00:01:00 call 2 arrives, redial 1 of caller 1");
}

#[test]
fn rule_08_a_balk_may_be_redialled() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.kinds[0].balks = 1.0;
    design.kinds[0].redial = redial(60, None);
    check(
        design,
        &["call 3"],
        "
        00:01:10 call 3 arrives, redial 1 of caller 2
        00:01:10 call 3 is offered to main
        00:01:10 call 3 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_08_a_redial_that_falls_due_while_closed_is_lost_and_told() {
    let mut design = floor_open(0, 100, &[90]);
    design.kinds[0].patience = Some(fixed(5));
    design.kinds[0].redial = redial(30, None);
    check(
        design,
        &["abandons", "redial"],
        "
        00:01:35 call 1 abandons after 5 s
        00:02:05 a redial of caller 1 finds the centre closed",
    );
}

#[test]
fn rule_10_a_queue_served_by_nobody_keeps_its_callers_until_they_give_up() {
    let mut design = with_heads(floor(&[0]), 2, &[0]);
    design.queues.push(Queue::new("orphan", fixed(60)));
    design.kinds.push(CallerKind::new("lost", Arrivals::at_seconds(&[1]), Entry::Queue(QueueId(1))));
    design.kinds[1].patience = Some(fixed(3_600));
    check(
        design,
        &["call 2"],
        "
        00:00:01 call 2 arrives
        00:00:01 call 2 is offered to orphan
        01:00:01 call 2 abandons after 3600 s",
    );
}

#[test]
fn rule_13_the_longest_idle_agent_answers_ties_go_to_the_lower_number() {
    let mut design = with_heads(floor(&[0, 10, 80, 90]), 3, &[0]);
    design.queues[0].talk = listed(&[60, 60, 20, 20]);
    // Agent 3 has waited since 0, agent 1 is free at 60, agent 2 at 70.
    check(
        design,
        &["answered"],
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 is answered by agent 2 after 0 s
        00:01:20 call 3 is answered by agent 3 after 0 s
        00:01:30 call 4 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_13_agents_of_two_groups_who_became_free_at_one_instant_go_by_number() {
    let design = with_heads(with_heads(floor(&[10, 10]), 1, &[0]), 1, &[0]);
    check(
        design,
        &["answered"],
        "
        00:00:10 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 is answered by agent 2 after 0 s",
    );
}

#[test]
fn rule_13_an_agent_of_several_queues_takes_the_longest_waiting_whatever_the_order_of_his_list() {
    let mut design = floor(&[0, 20]);
    design.queues.push(Queue::new("second", fixed(60)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(&[10]), Entry::Queue(QueueId(1))));
    let wanted = "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 50 s
        00:02:00 call 3 is answered by agent 1 after 100 s";
    check(with_heads(design.clone(), 1, &[0, 1]), &["answered"], wanted);
    check(with_heads(design, 1, &[1, 0]), &["answered"], wanted);
}

#[test]
fn rule_07_a_line_is_free_again_just_after_its_caller_gives_up() {
    let mut design = floor(&[0, 10, 11]);
    design.lines = Some(1);
    design.kinds[0].patience = Some(fixed(10));
    // Arrivals come before patience ends: at 10 s the line is still taken.
    check(
        design,
        &["no free line", "offered"],
        "
        00:00:00 call 1 is offered to main
        00:00:10 call 2 finds no free line
        00:00:11 call 3 is offered to main",
    );
}

#[test]
fn rule_07_a_caller_in_the_ivr_holds_a_line_until_he_leaves_it() {
    let mut design = floor(&[0, 5, 10]);
    design.lines = Some(1);
    design.menus.push(menu("quit", 10, Exit::HangUp));
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        design,
        &["line", "hangs up"],
        "
        00:00:05 call 2 finds no free line
        00:00:10 call 1 hangs up in the IVR
        00:00:20 call 3 hangs up in the IVR",
    );
}

#[test]
fn rule_08_a_full_queue_may_be_redialled() {
    let mut design = with_heads(floor(&[0, 1, 2]), 1, &[0]);
    design.queues[0].capacity = Some(1);
    design.kinds[0].redial = redial(200, Some(1));
    check(
        design,
        &["call 4"],
        "
        00:03:22 call 4 arrives, redial 1 of caller 3
        00:03:22 call 4 is offered to main
        00:03:22 call 4 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_08_self_service_and_a_drop_are_redialled_only_if_asked() {
    let served = |after_served: bool| {
        let mut design = floor(&[0]);
        design.menus.push(menu("self", 10, Exit::Served));
        design.kinds[0].enters = Entry::Menu(MenuId(0));
        design.kinds[0].redial = redial(50, Some(1)).map(|redial| Redial { after_served, ..redial });
        design
    };
    check(served(false), &["redial"], "");
    check(served(true), &["redial"], "00:01:00 call 2 arrives, redial 1 of caller 1");
    let dropped = |after_drop: bool| {
        let mut design = floor_open(0, 100, &[10]);
        design.kinds[0].redial = redial(30, Some(1)).map(|redial| Redial { after_drop, ..redial });
        design
    };
    check(dropped(false), &["redial"], "");
    check(dropped(true), &["redial"], "00:02:10 a redial of caller 1 finds the centre closed");
}

#[test]
fn rule_08_a_redial_that_falls_due_on_the_next_open_day_is_admitted() {
    let mut design = floor_open(0, 100, &[90]);
    design.calendar.days = 2;
    design.calendar.windows.push(Window { opens: at(86_400), closes: at(86_500) });
    design.kinds[0].patience = Some(fixed(5));
    design.kinds[0].redial = redial(86_310, Some(1));
    check(design, &["redial"], "D2 00:00:05 call 2 arrives, redial 1 of caller 1");
}

#[test]
fn rule_08_a_redial_of_a_given_call_has_luck_of_its_own() {
    let mut design = floor(&[]);
    let given = GivenCall { arrives: at(0), patience: Some(s(20)), ..GivenCall::default() };
    design.kinds[0].arrivals = Arrivals::Given(vec![given]);
    design.kinds[0].patience = Some(fixed(35));
    design.kinds[0].redial = redial(100, Some(1));
    check(
        design,
        &["abandons"],
        "
        00:00:20 call 1 abandons after 20 s
        00:02:35 call 2 abandons after 35 s",
    );
}

#[test]
fn rule_13_a_break_makes_an_agent_the_last_in_line() {
    let mut design = with_shift(floor(&[30]), 1, 0, 300);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(10)),
        spread: s(0),
        lasts: s(10),
    }];
    // Agent 1 is available since 20, agent 2 since 5.
    check(with_shift(design, 1, 5, 300), &["answered"], "00:00:30 call 1 is answered by agent 2 after 0 s");
}

#[test]
fn rule_13_of_two_who_are_available_since_one_instant_the_lower_number_answers_whoever_came_first() {
    let mut design = with_shift(floor(&[0, 70]), 2, 0, 300);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Break,
        when: RestTime::AfterStart(s(0)),
        spread: s(400),
        lasts: s(60),
    }];
    // At 60 s agent 2's call ends, and then agent 1 is back from his break.
    check(
        design,
        &["answered"],
        "
        00:00:00 call 1 is answered by agent 2 after 0 s
        00:01:10 call 2 is answered by agent 1 after 0 s",
    );
}
