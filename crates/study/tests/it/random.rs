//! Rules 3, 19 and 24 on a random centre with every way for a call to end.

use acd_study::{Crew, METRICS, Metric};

use crate::{load, run};

const CENTRE: &str = r#"schema = 1
[calendar]
days = 2
opens = "08:00"
closes = "20:00"
interval = "1 h"
warm_up = "9 h"
after_close = "drop-waiting"
[floor]
seats = 6
[lines]
trunks = 14
[callers.public]
arrivals.per_hour = 150
arrivals.busyness = { cv = "20%" }
patience.weibull = { mean = "1 min", shape = 0.8 }
balks = "5%"
redial = { share = "50%", after.exponential = { mean = "10 min" }, at_most = 3 }
enters.menu = "welcome"
[callers.business]
arrivals.per_hour = 30
patience.exponential = { mean = "2 min" }
enters.queue = "firms"
[ivr.welcome]
lasts.lognormal = { mean = "25 s", cv = 0.5 }
next.hang_up = "10%"
next.served = "10%"
next.queue.people = "80%"
[queues.people]
talk.gamma = { mean = "2 min", cv = 1.2 }
wrap_up.exponential = { mean = "20 s" }
capacity = 5
[queues.firms]
talk.erlang = { mean = "3 min", stages = 2 }
[agents.both]
answers = ["people", "firms"]
shifts.a = { heads = 4, from = "08:00", to = "16:00", meal = { at = "11:00", lasts = "30 min", spread = "1 h" } }
shifts.b = { heads = 4, from = "12:00", to = "20:00" }
breaks.pool = { budget = "40 min", each_at_most = "10 min", at_once_at_most = 1 }
[run]
replications = 12
"#;

#[test]
fn rule_19_every_replication_and_queue_adds_up_exactly() {
    let outcome = run(&load(CENTRE), 2);
    let mut seen = vec![0.0; METRICS.len()];
    for scope in &outcome.scopes {
        for row in &scope.replications {
            let of = |id: &str| row[Metric::place(id)].unwrap_or_else(|| panic!("{id} is empty"));
            let ends =
                of("answered_count") + of("abandoned_count") + of("blocked_count") + of("dropped_count");
            assert_eq!(of("offered_count"), ends + of("in_progress_count"), "{}", scope.name);
            let door = of("line_blocked_count") + of("ivr_hang_ups_count") + of("ivr_served_count");
            assert_eq!(of("calls_count"), door + of("offered_count") + of("in_ivr_count"), "{}", scope.name);
            assert_eq!(of("calls_count"), of("callers_count") + of("redials_count"), "{}", scope.name);
            for (sum, value) in seen.iter_mut().zip(row) {
                *sum += value.unwrap_or(0.0);
            }
        }
    }
    let ways = [
        "answered",
        "abandoned",
        "blocked",
        "dropped",
        "line_blocked",
        "ivr_hang_ups",
        "ivr_served",
        "redials",
    ];
    for way in ways {
        assert!(seen[Metric::place(&format!("{way}_count"))] > 0.0, "{way} never happens here");
    }
}

#[test]
fn the_total_is_the_sum_of_the_queues_and_of_the_intervals() {
    let outcome = run(&load(CENTRE), 2);
    for id in ["offered_count", "answered_count", "abandoned_count", "answered_within_count"] {
        let place = Metric::place(id);
        let mean = |row: &[acd_study::Estimate]| row[place].mean.unwrap_or(f64::NAN);
        let queues: f64 = outcome.scopes[..2].iter().map(|scope| mean(&scope.whole)).sum();
        assert!((queues - mean(&outcome.total().whole)).abs() < 1e-6, "{id}");
        for scope in &outcome.scopes {
            let intervals: f64 = scope.intervals.iter().map(|(_, row)| mean(row)).sum();
            assert!((intervals - mean(&scope.whole)).abs() < 1e-6, "{id} of {}", scope.name);
        }
    }
}

#[test]
fn rule_03_any_number_of_threads_gives_the_same_figures() {
    let scenario = load(CENTRE);
    let one = format!("{:?}", run(&scenario, 1));
    assert_eq!(one, format!("{:?}", run(&scenario, 2)));
    assert_eq!(one, format!("{:?}", run(&scenario, 5)));
}

#[test]
fn call_records_agree_with_the_counters() {
    let scenario = load(CENTRE);
    let mut counted = 0;
    let mut answered = 0;
    let mut numbers = Vec::new();
    let mut take = |replication: u32, calls: &[acd_study::CallRecord]| {
        counted += calls.len();
        answered += calls.iter().filter(|call| call.end == acd_study::CallEnd::Answered).count();
        numbers.extend(calls.iter().map(|call| (replication, call.number)));
        Ok(())
    };
    let crew = Crew::new(Some(2), &()).expect("threads");
    let outcome =
        acd_study::run(&scenario, &crew, Some(&mut take)).unwrap_or_else(|stopped| panic!("{stopped}"));
    let total =
        |id: &str| outcome.total().replications.iter().filter_map(|row| row[Metric::place(id)]).sum::<f64>();
    assert_eq!(counted as f64, total("calls_count"));
    assert_eq!(answered as f64, total("answered_count"));
    assert!(numbers.is_sorted());
}

#[test]
fn rule_24_an_interval_needs_two_replications() {
    let text = CENTRE.replace("replications = 12", "replications = 1");
    let outcome = run(&load(&text), 1);
    let level = outcome.total().whole[Metric::place("service_level_ratio")];
    assert!(level.mean.is_some() && level.low.is_none() && level.high.is_none());
}

/// Two queues in which nothing depends on when callers give up but who waits then, in intervals shorter than waits.
const FORGETFUL: &str = r#"schema = 1
[calendar]
days = 2
opens = "08:00"
closes = "20:00"
interval = "1 min"
warm_up = "9 h 30 s"
[callers.public]
arrivals.per_hour = 150
patience.weibull = { mean = "2 min", shape = 0.8 }
enters.menu = "welcome"
[callers.business]
arrivals.per_hour = 30
priority = 1
patience.exponential = { mean = "3 min" }
enters.queue = "people"
[ivr.welcome]
lasts.lognormal = { mean = "25 s", cv = 0.5 }
next.hang_up = "10%"
next.queue.people = "60%"
next.queue.firms = "30%"
[queues.people]
talk.gamma = { mean = "2 min", cv = 1.2 }
wrap_up.exponential = { mean = "20 s" }
[queues.firms]
talk.erlang = { mean = "3 min", stages = 2 }
goal = { answer = "80%", within = "20 s", short_abandon = "10 s" }
[agents.both]
answers = ["people", "firms"]
shifts.a = { heads = 4, from = "08:00", to = "16:00", meal = { at = "11:00", lasts = "30 min", spread = "1 h" } }
shifts.b = { heads = 3, from = "12:00", to = "20:00" }
[run]
replications = 6
"#;

#[test]
fn callers_who_gave_up_count_the_same_whether_they_are_told_of_in_the_order_of_time_or_not() {
    let round_the_clock =
        FORGETFUL.replace("closes = \"20:00\"", "closes = \"24:00\"").replace("08:00\"\ncl", "00:00\"\ncl");
    let dropping = FORGETFUL.replace("warm_up", "after_close = \"drop-waiting\"\nwarm_up");
    for text in [FORGETFUL, &round_the_clock, &dropping, CENTRE] {
        let scenario = load(text);
        let crew = Crew::new(Some(2), &()).expect("threads can be had");
        // With records of calls all is told in the order of time.
        let mut records = 0;
        let mut take = |_: u32, calls: &[acd_study::CallRecord]| {
            records += calls.len();
            Ok(())
        };
        let in_order = acd_study::run(&scenario, &crew, Some(&mut take)).expect("no list runs out");
        let outcome = run(&scenario, 2);
        let gave_up: f64 =
            outcome.total().replications.iter().filter_map(|row| row[Metric::place("abandoned_count")]).sum();
        assert!(gave_up > 500.0 && records > 5_000, "nothing was proved: {gave_up} of {records} gave up");
        assert!(format!("{outcome:?}") == format!("{in_order:?}"), "{text}");
    }
}
