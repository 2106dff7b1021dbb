//! Work that is not a call, and what leads to it (rule 33).

use acd_engine::*;

use crate::floor::*;

/// A queue of work in which each piece takes so long.
fn desk(talk_s: u64, work: Work) -> Queue {
    Queue { takes: Takes::Work(work), ..Queue::new("desk", fixed(talk_s)) }
}

fn leads(share: f64, after_s: Option<u64>) -> Vec<LeadsTo> {
    vec![LeadsTo { queue: QueueId(1), share, after: after_s.map(fixed) }]
}

/// Every call of 60 s leads to work of so long, so much later.
fn floor_with_desk(mut design: Design, after_s: Option<u64>, talk_s: u64, work: Work) -> Design {
    design.queues[0].leads_to = leads(1.0, after_s);
    design.queues.push(desk(talk_s, work));
    design
}

#[test]
fn rule_33_the_end_of_handling_opens_a_case_and_work_comes_so_much_later() {
    let mut design = floor_with_desk(floor(&[0]), Some(100), 30, Work::default());
    design.queues[0].wrap_up = Some(fixed(20));
    let design = with_heads(with_heads(design, 1, &[0]), 1, &[1]);
    // 60 s of talk and 20 s of wrap-up, then 100 s.
    check(
        design,
        &["call", "work"],
        "00:00:00 call 1 arrives
         00:00:00 call 1 is offered to main
         00:00:00 call 1 is answered by agent 1 after 0 s
         00:03:00 work 2 comes, of caller 1
         00:03:00 call 2 is offered to desk
         00:03:00 call 2 is answered by agent 2 after 0 s",
    );
}

#[test]
fn rule_33_a_deadline_runs_from_the_opening_of_the_case_to_the_end_of_handling() {
    let work = Work { deadline: Some(s(60)), reaches: None };
    let design = with_heads(with_heads(floor_with_desk(floor(&[0, 10]), None, 30, work), 2, &[0]), 1, &[1]);
    // Opened at 60 s and 70 s; handled by one agent till 90 s and 120 s: both within 60 s.
    check(
        design.clone(),
        &["deadline"],
        "00:01:00 work 3 meets its deadline
         00:01:30 work 4 meets its deadline",
    );
    let mut slower = design;
    slower.queues[1].talk = fixed(60);
    // Till 120 s, to the second; and till 180 s, 110 s after the case was opened.
    check(
        slower,
        &["deadline"],
        "00:01:00 work 3 meets its deadline
         00:02:00 work 4 misses its deadline",
    );
}

#[test]
fn rule_33_work_that_waits_at_the_end_missed_a_deadline_that_ran_out_before() {
    let hour = 3_600;
    let waits = |deadline_s: u64| {
        let work = Work { deadline: Some(s(deadline_s)), reaches: None };
        with_heads(floor_with_desk(floor(&[hour]), None, 30, work), 1, &[0])
    };
    // The case is opened at 01:01; the stretch ends at 24:00.
    check(waits(22 * hour), &["deadline"], "D2 00:00:00 work 2 misses its deadline");
    check(waits(23 * hour), &["deadline"], "");
}

#[test]
fn rule_33_work_that_leads_to_work_stays_in_its_case() {
    let mut design = floor_with_desk(floor(&[0]), None, 30, Work::default());
    let work = Work { deadline: Some(s(100)), reaches: None };
    design.queues.push(Queue { name: "call back".to_owned(), ..desk(20, work) });
    design.queues[1].leads_to = vec![LeadsTo { queue: QueueId(2), share: 1.0, after: Some(fixed(50)) }];
    // Opened at 60 s, not at 90 s: handled till 160 s, to the second.
    let design = with_heads(design, 1, &[0, 1, 2]);
    check(design.clone(), &["deadline"], "00:02:20 work 3 meets its deadline");
    let mut later = design;
    later.queues[1].talk = fixed(31);
    check(later, &["deadline"], "00:02:21 work 3 misses its deadline");
}

#[test]
fn rule_33_who_is_not_reached_is_abandoned_and_tried_again_so_often() {
    let reaches = Reaches { share: 0.0, rings: s(30), again: Some(fixed(100)), at_most: Some(2) };
    let work = Work { deadline: Some(s(500)), reaches: Some(reaches) };
    let design = with_heads(floor_with_desk(floor(&[0]), None, 30, work), 1, &[0, 1]);
    // Rings from 60 s to 90 s, and from 190 s to 220 s; then it is given up, and 500 s run out.
    check(
        design,
        &["work", "abandons", "available"],
        "00:00:00 agent 1 is available
         00:01:00 agent 1 is available
         00:01:00 work 2 comes, of caller 1
         00:01:00 agent 1 reaches nobody for work 2
         00:01:00 call 2 abandons after 0 s
         00:01:30 agent 1 is available
         00:03:10 work 3 comes, of caller 1
         00:03:10 agent 1 reaches nobody for work 3
         00:03:10 call 3 abandons after 0 s
         00:03:10 work 3 misses its deadline
         00:03:40 agent 1 is available",
    );
}

#[test]
fn rule_33_work_outlives_closing_and_nobody_stays_for_it() {
    let mut design = floor_with_desk(floor_open(0, 100, &[0, 10]), None, 90, Work::default());
    design.calendar.windows.push(Window { opens: at(1_000), closes: at(2_000) });
    let design = with_heads(design, 1, &[0, 1]);
    // Calls till 60 s and 120 s; the agent goes home then, and comes back at 1,000 s to two pieces of work.
    check(
        design,
        &["agent 1 is", "by agent 1", "agent 1 leaves"],
        "00:00:00 agent 1 is available
         00:00:00 call 1 is answered by agent 1 after 0 s
         00:01:00 call 2 is answered by agent 1 after 50 s
         00:02:00 agent 1 leaves
         00:16:40 call 3 is answered by agent 1 after 940 s
         00:18:10 call 4 is answered by agent 1 after 970 s
         00:19:40 agent 1 is available
         00:33:20 agent 1 leaves",
    );
}

#[test]
fn rule_33_who_stays_for_callers_after_closing_takes_no_work() {
    let mut design = floor_with_desk(floor_open(0, 100, &[0, 50, 60, 98]), None, 90, Work::default());
    design.queues[0].talk = fixed(70);
    // The work of the first call is there from 70 s on. The last call, which came at 98 s, is taken at 120 s all the same,
    // and when nobody waits any more both leave.
    check(
        with_heads(design, 2, &[0, 1]),
        &["answered", "comes", "leaves", "still"],
        "00:00:00 call 1 is answered by agent 1 after 0 s
         00:00:50 call 2 is answered by agent 2 after 0 s
         00:01:10 call 3 is answered by agent 1 after 10 s
         00:01:10 work 4 comes, of caller 1
         00:02:00 call 5 is answered by agent 2 after 22 s
         00:02:00 work 6 comes, of caller 2
         00:02:20 agent 1 leaves
         00:02:20 work 7 comes, of caller 3
         00:03:10 agent 2 leaves
         00:03:10 work 8 comes, of caller 4
         D2 00:00:00 call 4 still waits after 86330 s
         D2 00:00:00 call 6 still waits after 86280 s
         D2 00:00:00 call 7 still waits after 86260 s
         D2 00:00:00 call 8 still waits after 86210 s",
    );
}

#[test]
fn rule_33_work_holds_no_line() {
    let mut design = floor_with_desk(floor(&[0, 70]), None, 1_000, Work::default());
    design.lines = Some(1);
    // The one agent is at work from 60 s on; the line is free for the second caller.
    check(
        with_heads(design, 1, &[0, 1]),
        &["line", "is offered"],
        "00:00:00 call 1 is offered to main
         00:01:00 call 2 is offered to desk
         00:01:10 call 3 is offered to main
         00:18:40 call 4 is offered to desk",
    );
}

#[test]
fn rule_33_mail_comes_by_itself_and_is_its_own_case() {
    let mut design = floor(&[0]);
    design.queues[0] = desk(40, Work { deadline: Some(s(50)), reaches: None });
    design.kinds[0].patience = Some(fixed(1));
    let design = with_shift(design, 1, 20, 100);
    // Nobody's patience: taken when the agent comes, and handled till 60 s.
    check(
        design,
        &["work", "call", "available"],
        "00:00:00 work 1 comes, of caller 1
         00:00:00 call 1 is offered to desk
         00:00:20 call 1 is answered by agent 1 after 20 s
         00:00:20 work 1 misses its deadline
         00:01:00 agent 1 is available",
    );
}

#[test]
fn rule_33_a_queue_of_work_disturbs_no_call() {
    let mut design = floor(&[]);
    design.queues[0].talk = Distribution::exponential(s(60));
    design.kinds[0].arrivals = Arrivals::per_hour(100.0, &design.calendar);
    design.kinds[0].patience = Some(Distribution::exponential(s(60)));
    let plain = with_heads(design.clone(), 2, &[0]);
    let with_desk = floor_with_desk(design, Some(100), 30, Work::default());
    let with_desk = with_heads(with_heads(with_desk, 2, &[0]), 1, &[1]);
    let calls = |design: Design| {
        let of_main = |(at, notice): (Time, Notice)| match notice {
            Notice::Answered { call, queue: QueueId(0), offered, talk, .. } => {
                Some((at, call.caller, offered, talk))
            }
            _ => None,
        };
        notices(design, Luck::new(3, 0)).into_iter().filter_map(of_main).collect::<Vec<_>>()
    };
    let answered = calls(plain);
    assert!(answered.len() > 1_000);
    assert_eq!(answered, calls(with_desk));
}
