//! What the benches share: a scenario studied on some threads, and how its speed is told.
#![allow(dead_code, reason = "no bench needs all of it")]

use std::path::Path;
use std::time::Instant;

use acd_scenario::{Scenario, Surroundings};
use acd_study::{Crew, METRICS, Metric, Outcome};

/// Rounds of a bench; the median is told.
pub const ROUNDS: usize = 5;

/// Loads a scenario of the repository with some values set.
pub fn load(file: &str, sets: &[String]) -> Scenario {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let metrics = acd_study::metric_ids();
    let around = Surroundings { read: &acd_scenario::read_file, metrics: &metrics };
    acd_scenario::load(&path, sets, &around).expect("the scenario is right")
}

pub fn crew(threads: usize) -> Crew<'static> {
    Crew::new(Some(threads), &()).expect("threads can be had")
}

/// Nanoseconds that something took, and what came out.
pub fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed().as_secs_f64() * 1e9, result)
}

/// Nanoseconds a call, and the outcome.
pub fn studied(scenario: &Scenario, crew: &Crew<'_>) -> (f64, Outcome) {
    let (took, outcome) = timed(|| acd_study::run(scenario, crew, None).expect("no list runs out"));
    let calls: f64 = values(&outcome, "calls_count").iter().sum();
    (took / calls, outcome)
}

/// A metric by replication.
pub fn values(outcome: &Outcome, metric: &str) -> Vec<f64> {
    let place = Metric::place(metric);
    assert_eq!(METRICS[place].id, metric);
    outcome.total().replications.iter().filter_map(|values| values[place]).collect()
}

/// Runs something several times and tells the nanoseconds of its unit.
pub fn bench(name: &str, unit: &str, mut nanoseconds: impl FnMut() -> f64) {
    let rounds: Vec<f64> = (0..ROUNDS).map(|_| nanoseconds()).collect();
    speed(name, unit, &rounds);
}

pub fn speed(name: &str, unit: &str, nanoseconds: &[f64]) {
    let (low, middle, high) = spread(nanoseconds);
    let millions = 1e3 / middle;
    println!("  {name:38} {middle:7.1} ns {unit} ({low:.1} to {high:.1}), {millions:.1} million a second");
}

/// Least, median and most.
pub fn spread(values: &[f64]) -> (f64, f64, f64) {
    let mut values = values.to_vec();
    values.sort_by(f64::total_cmp);
    (values[0], values[values.len() / 2], values[values.len() - 1])
}
