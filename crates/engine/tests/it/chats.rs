//! Chats: several at a time (rule 34).

use acd_engine::*;

use crate::floor::*;

/// Chats of 60 s at these seconds, so many at once, and one agent.
fn chats(at_once: u32, at_seconds: &[u64]) -> Design {
    let mut design = floor(at_seconds);
    design.queues[0].takes = Takes::Chats { at_once };
    design
}

#[test]
fn rule_34_an_agent_has_so_many_chats_at_once_and_is_free_after_the_last() {
    check(
        with_heads(chats(2, &[0, 20, 30]), 1, &[0]),
        &["answered", "available"],
        "00:00:00 agent 1 is available
         00:00:00 call 1 is answered by agent 1 after 0 s
         00:00:20 call 2 is answered by agent 1 after 0 s
         00:01:00 call 3 is answered by agent 1 after 30 s
         00:02:00 agent 1 is available",
    );
}

#[test]
fn rule_34_a_chat_goes_to_an_available_agent_first_then_to_who_has_fewest() {
    // Three agents: the fourth chat goes to agent 1, the fifth, after his first has ended, to him who has none.
    check(
        with_heads(chats(3, &[0, 10, 20, 30, 40]), 2, &[0]),
        &["answered"],
        "00:00:00 call 1 is answered by agent 1 after 0 s
         00:00:10 call 2 is answered by agent 2 after 0 s
         00:00:20 call 3 is answered by agent 1 after 0 s
         00:00:30 call 4 is answered by agent 2 after 0 s
         00:00:40 call 5 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_34_no_chat_is_added_while_a_call_waits_that_he_would_take_first() {
    let mut design = chats(3, &[0, 30]);
    design.queues.push(Queue::new("calls", fixed(10)));
    let arrivals = Arrivals::at_seconds(&[20]);
    design.kinds.push(CallerKind::new("callers", arrivals, Entry::Queue(QueueId(1))));
    // The call waits from 20 s on for the end of the chat; so does the chat that came after it.
    check(
        with_heads(design, 1, &[0, 1]),
        &["answered"],
        "00:00:00 call 1 is answered by agent 1 after 0 s
         00:01:00 call 2 is answered by agent 1 after 40 s
         00:01:10 call 3 is answered by agent 1 after 40 s",
    );
}

#[test]
fn rule_34_a_chat_that_waits_behind_a_call_is_taken_when_the_caller_gives_up() {
    let mut design = chats(3, &[0, 30]);
    design.queues.push(Queue::new("calls", fixed(10)));
    let arrivals = Arrivals::at_seconds(&[20]);
    let mut callers = CallerKind::new("callers", arrivals, Entry::Queue(QueueId(1)));
    callers.patience = Some(fixed(25));
    design.kinds.push(callers);
    check(
        with_heads(design, 1, &[0, 1]),
        &["answered", "abandons"],
        "00:00:00 call 1 is answered by agent 1 after 0 s
         00:00:45 call 2 abandons after 25 s
         00:00:45 call 3 is answered by agent 1 after 15 s",
    );
}

#[test]
fn rule_34_who_has_a_rest_due_takes_no_more_and_rests_after_the_last_chat() {
    let mut design = with_shift(chats(3, &[0, 30]), 1, 0, 1_000);
    shifts(&mut design, 0)[0].rests = vec![PlannedRest {
        kind: RestKind::Meal,
        when: RestTime::AfterStart(s(20)),
        spread: Span::ZERO,
        lasts: s(100),
    }];
    check(
        design,
        &["answered", "meal", "available"],
        "00:00:00 agent 1 is available
         00:00:00 call 1 is answered by agent 1 after 0 s
         00:01:00 agent 1 goes to a meal
         00:02:40 call 2 is answered by agent 1 after 130 s
         00:03:40 agent 1 is available",
    );
}

#[test]
fn rule_34_chats_hold_no_line() {
    let mut design = chats(3, &[0, 10]);
    design.lines = Some(1);
    check(
        with_heads(design, 1, &[0]),
        &["line", "answered"],
        "00:00:00 call 1 is answered by agent 1 after 0 s
         00:00:10 call 2 is answered by agent 1 after 0 s",
    );
}

/// The mean wait of M/M/servers (Erlang 1917), by the recursion of the loss formula.
fn mean_wait(servers: u32, rate: f64, talk: f64) -> f64 {
    let load = rate * talk;
    let loss = (1..=servers).fold(1.0, |loss, server| load * loss / (f64::from(server) + load * loss));
    let waits = loss / (1.0 - load / f64::from(servers) * (1.0 - loss));
    waits * talk / (f64::from(servers) - load)
}

/// The mean wait in a queue, and its standard error.
fn simulated_wait(design: &Design, queue: QueueId) -> (f64, f64) {
    let waits: Vec<f64> = (0..16)
        .map(|replication| {
            let (mut count, mut sum) = (0.0, 0.0);
            for (at, notice) in notices(design.clone(), Luck::new(34, replication)) {
                match notice {
                    // Half a day brings the queues from empty to their steady state.
                    Notice::Answered { queue: of, offered, .. }
                        if of == queue && at.as_us() > 43_200_000_000 =>
                    {
                        (count, sum) = (count + 1.0, sum + at.since(offered).as_seconds_f64());
                    }
                    _ => {}
                }
            }
            sum / count
        })
        .collect();
    let mean = waits.iter().sum::<f64>() / 16.0;
    let error = (waits.iter().map(|wait| (wait - mean).powi(2)).sum::<f64>() / 15.0 / 16.0).sqrt();
    (mean, error)
}

#[track_caller]
fn agrees((mean, error): (f64, f64), exact: f64) {
    assert!(error < 0.04 * exact, "too blunt: {error} of {exact}");
    assert!((mean - exact).abs() < 5.0 * error, "{mean} ± {error}, exactly {exact}");
}

#[test]
fn rule_34_two_agents_with_three_chats_each_are_six_servers() {
    let mut design = Design::always_open(20);
    design.queues.push(Queue::new("chats", Distribution::exponential(s(180))));
    design.queues[0].takes = Takes::Chats { at_once: 3 };
    let rate = 5.0 / 180.0;
    let arrivals = Arrivals::per_hour(rate * 3_600.0, &design.calendar);
    design.kinds.push(CallerKind::new("all", arrivals, Entry::Queue(QueueId(0))));
    let design = with_heads(design, 2, &[0]);
    agrees(simulated_wait(&design, QueueId(0)), mean_wait(6, rate, 180.0));
}

#[test]
fn rule_33_work_that_calls_lead_to_comes_as_they_do_by_burkes_theorem() {
    // What leaves M/M/3 is a Poisson stream (Burke 1956), and so is a share of it, however long each takes to come: the
    // desk is M/M/2.
    let mut design = Design::always_open(20);
    design.queues.push(Queue::new("calls", Distribution::exponential(s(180))));
    design.queues.push(Queue::new("desk", Distribution::exponential(s(300))));
    design.queues[1].takes = Takes::Work(Work::default());
    let after = Some(Distribution::exponential(s(600)));
    design.queues[0].leads_to = vec![LeadsTo { queue: QueueId(1), share: 0.4, after }];
    let rate = 2.2 / 180.0;
    let arrivals = Arrivals::per_hour(rate * 3_600.0, &design.calendar);
    design.kinds.push(CallerKind::new("all", arrivals, Entry::Queue(QueueId(0))));
    let design = with_heads(with_heads(design, 3, &[0]), 2, &[1]);
    agrees(simulated_wait(&design, QueueId(0)), mean_wait(3, rate, 180.0));
    agrees(simulated_wait(&design, QueueId(1)), mean_wait(2, 0.4 * rate, 300.0));
}
