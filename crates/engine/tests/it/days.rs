//! Rule 40, the engine's part: calls that arrive in a stretch of time enter elsewhere.

use acd_engine::*;

use crate::floor::*;

const OFFERED: &[&str] = &["offered"];

/// Callers of `main` at these seconds who enter elsewhere from 100 s to 200 s; a queue `other` and a menu that lasts
/// 5 s and leads to it.
fn detoured(calls_at: &[u64], enters: Entry) -> Design {
    let mut design = floor(calls_at);
    design.queues.push(Queue::new("other", fixed(60)));
    let exits = vec![(1.0, Exit::Queue(QueueId(1)))];
    design.menus.push(Menu { name: "spare".to_owned(), lasts: fixed(5), exits });
    design.kinds[0].detours = vec![Detour { from: at(100), to: at(200), enters }];
    with_heads(design, 9, &[0, 1])
}

#[test]
fn rule_40_calls_that_arrive_in_an_event_enter_elsewhere() {
    // Half-open: the first instant is in it, the last is not.
    check(
        detoured(&[99, 100, 199, 200], Entry::Queue(QueueId(1))),
        OFFERED,
        "
        00:01:39 call 1 is offered to main
        00:01:40 call 2 is offered to other
        00:03:19 call 3 is offered to other
        00:03:20 call 4 is offered to main",
    );
}

#[test]
fn rule_40_an_event_may_lead_to_a_menu() {
    check(
        detoured(&[10, 199], Entry::Menu(MenuId(0))),
        OFFERED,
        "
        00:00:10 call 1 is offered to main
        00:03:24 call 2 is offered to other",
    );
}

#[test]
fn rule_40_an_event_may_lead_past_the_menu() {
    let mut design = detoured(&[10, 150], Entry::Queue(QueueId(0)));
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    check(
        design,
        OFFERED,
        "
        00:00:15 call 1 is offered to other
        00:02:30 call 2 is offered to main",
    );
}

#[test]
fn rule_40_a_redial_enters_where_calls_of_its_instant_do() {
    // Nobody answers; each gives up after 30 s and calls again 40 s later.
    let mut design = detoured(&[0], Entry::Queue(QueueId(1)));
    design.groups.clear();
    design.kinds[0].patience = Some(fixed(30));
    design.kinds[0].redial = Some(Redial {
        share: 1.0,
        after: fixed(40),
        at_most: Some(3),
        after_hang_up: false,
        after_served: false,
        after_drop: false,
    });
    check(
        design,
        OFFERED,
        "
        00:00:00 call 1 is offered to main
        00:01:10 call 2 is offered to main
        00:02:20 call 3 is offered to other
        00:03:30 call 4 is offered to main",
    );
}

#[test]
fn rule_40_one_event_after_another() {
    let mut design = detoured(&[150, 200, 250, 300], Entry::Queue(QueueId(1)));
    let menu = Entry::Menu(MenuId(0));
    design.kinds[0].detours.push(Detour { from: at(200), to: at(300), enters: menu });
    check(
        design,
        OFFERED,
        "
        00:02:30 call 1 is offered to other
        00:03:25 call 2 is offered to other
        00:04:15 call 3 is offered to other
        00:05:00 call 4 is offered to main",
    );
}

#[test]
fn rule_40_an_event_keeps_agents_away_from_duties_that_begin_in_it() {
    let mut design = with_shift(with_shift(with_shift(floor(&[]), 1, 99, 500), 1, 100, 500), 1, 200, 500);
    let absence = |group| Absence { group: GroupId(group), from: at(100), to: at(200), share: 1.0 };
    design.absences = vec![absence(0), absence(1), absence(2)];
    check(
        design,
        &["available", "absent"],
        "
        00:01:39 agent 1 is available
        00:01:40 agent 2 is absent
        00:03:20 agent 3 is available",
    );
}

#[test]
fn rule_40_absence_of_an_event_is_independent_of_what_there_always_is() {
    let mut design = with_shift(floor(&[]), 4_000, 100, 500);
    design.groups[0].people.absent = 0.5;
    design.absences = vec![Absence { group: GroupId(0), from: at(0), to: at(200), share: 0.5 }];
    let absent = notices(design, Luck::new(1, 0));
    let absent = absent.iter().filter(|(_, notice)| matches!(notice, Notice::Absent { .. })).count();
    // Three quarters of 4,000; four standard deviations are 110.
    assert!(absent.abs_diff(3_000) < 110, "{absent}");
}
