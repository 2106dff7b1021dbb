//! What is counted: small scenarios with fixed times whose figures can be worked out on paper. The rules'
//! numbers are those of `docs/semantics.md`.

mod beside;
mod calibrate;
mod compare;
mod counting;
mod coverage;
mod guarantees;
mod laws;
mod network;
mod ordinary;
mod outcomes;
mod people;
mod random;
mod search;

use std::path::Path;

use acd_scenario::{Scenario, Surroundings};
use acd_study::{Crew, Estimate, Metric, Outcome};

/// A scenario of fixed times: one agent, talk of a minute, open from 08:00 to 10:00.
pub const FIXED: &str = r#"schema = 1
[calendar]
days = 1
opens = "08:00"
closes = "10:00"
interval = "30 min"
[callers.all]
arrivals.at = ["8 h", "8 h 10 s"]
enters.queue = "main"
[queues.main]
talk.fixed = "60 s"
[agents.all]
heads = 1
answers = ["main"]
[run]
replications = 2
"#;

/// Loads a scenario's text.
pub fn load(text: &str) -> Scenario {
    load_with(text, &[])
}

/// Loads a scenario's text with some values set.
pub fn load_with(text: &str, sets: &[String]) -> Scenario {
    let read = |_: &Path| Ok(text.as_bytes().to_vec());
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    acd_scenario::load(Path::new("case.toml"), sets, &around).unwrap_or_else(|failure| panic!("{failure:?}"))
}

/// Runs a scenario.
pub fn run(scenario: &Scenario, threads: usize) -> Outcome {
    let crew = Crew::new(Some(threads), &()).expect("threads");
    acd_study::run(scenario, &crew, None).unwrap_or_else(|stopped| panic!("{stopped}"))
}

/// Runs a text.
pub fn outcome(text: &str) -> Outcome {
    run(&load(text), 2)
}

/// One of a row's metrics.
pub fn value(row: &[Estimate], id: &str) -> Option<f64> {
    row[Metric::place(id)].mean
}

/// Checks figures of the total over the whole stretch.
#[track_caller]
pub fn check(text: &str, wanted: &[(&str, f64)]) {
    let outcome = outcome(text);
    for (id, wanted) in wanted {
        let found = value(&outcome.total().whole, id);
        let is_equal = found.is_some_and(|found| (found - wanted).abs() < 1e-9);
        assert!(is_equal, "{id} is {found:?}, not {wanted}");
    }
}
