//! How far the engine is from the bar: the textbook queue and the rich day, in the loops of `benches/limit` and by
//! the engine as users run it (a scenario file, loaded and studied, everything counted), in turns.
//!
//! `cargo bench --bench bar` runs it. Ratios are taken within a round and their median is told, as a machine's speed
//! changes from minute to minute. Both must have the same answers, or it fails.

mod common;

use acd_limit::{Answers, rich, textbook};
use acd_study::{Crew, Outcome};
use common::{crew, load, spread, studied, timed, values};

const ROUNDS: u64 = 5;
/// Replications of a scenario, and of a loop in each round.
const RUNS: u64 = 8;
/// How far the answers may be apart, in standard errors of the difference.
const FAR: f64 = 4.5;
/// What two threads should be worth on independent replications.
const TWO_THREADS: f64 = 1.9;

struct Work {
    name: &'static str,
    file: &'static str,
    limit: fn(u64) -> Answers,
    /// How many times as long as the loop a call may take the engine.
    bar: f64,
}

const WORKS: [Work; 2] = [
    Work { name: "textbook queue", file: "textbook.toml", limit: textbook::run, bar: 3.0 },
    Work { name: "rich day", file: "rich.toml", limit: rich::run, bar: 2.5 },
];

/// Figures that both give: the metric, and how the loop tells it.
type Figure = (&'static str, fn(&Answers) -> f64);
const FIGURES: [Figure; 6] = [
    ("calls_count", |answers| answers.arrivals as f64),
    ("ivr_served_count", |answers| answers.ended_in_ivr as f64),
    ("abandonment_ratio", Answers::abandonment),
    ("service_level_ratio", Answers::service_level),
    ("wait_mean_s", Answers::mean_wait_s),
    ("breaks_count", |answers| answers.breaks as f64),
];

/// Nanoseconds a call in one round.
struct Round {
    limit: f64,
    one_thread: f64,
    two_threads: f64,
}

fn main() {
    let (one, two) = (crew(1), crew(2));
    let agree = WORKS.map(|work| measure(&work, &one, &two));
    assert!(agree.iter().all(|agrees| *agrees), "the engine and the loop have different answers");
}

fn measure(work: &Work, one: &Crew<'_>, two: &Crew<'_>) -> bool {
    let sets = [format!("run.replications={RUNS}")];
    let scenario = load(&format!("benches/scenarios/{}", work.file), &sets);
    let (mut answers, mut rounds) = (Vec::new(), Vec::new());
    let mut outcome = None;
    for round in 0..ROUNDS {
        let first = 1 + round * RUNS;
        let (limit, found) = timed(|| (first..first + RUNS).map(work.limit).collect::<Vec<_>>());
        let limit = limit / found.iter().map(|run| run.arrivals).sum::<u64>() as f64;
        answers.extend(found);
        let (one_thread, studied) = studied(&scenario, one);
        let (two_threads, _) = common::studied(&scenario, two);
        outcome = Some(studied);
        rounds.push(Round { limit, one_thread, two_threads });
    }
    println!("{}, {RUNS} times 30 days, median of {ROUNDS} rounds (least to most):", work.name);
    speed("loop written for it alone", &rounds, |round| round.limit);
    speed("engine, one thread", &rounds, |round| round.one_thread);
    speed("engine, two threads", &rounds, |round| round.two_threads);
    bar("engine ÷ loop", &rounds, |round| round.one_thread / round.limit, |ratio| ratio <= work.bar);
    println!("                             the bar: at most {}", work.bar);
    let gain = |round: &Round| round.one_thread / round.two_threads;
    bar("one thread ÷ two", &rounds, gain, |ratio| ratio >= TWO_THREADS);
    println!("                             the bar: at least {TWO_THREADS}");
    let outcome = outcome.expect("there are rounds");
    FIGURES.iter().filter(|figure| !agrees(figure, &answers, &outcome)).count() == 0
}

fn speed(name: &str, rounds: &[Round], of: fn(&Round) -> f64) {
    common::speed(name, "a call", &rounds.iter().map(of).collect::<Vec<_>>());
}

fn bar(name: &str, rounds: &[Round], of: impl Fn(&Round) -> f64, holds: impl Fn(f64) -> bool) {
    let (low, middle, high) = spread(&rounds.iter().map(of).collect::<Vec<_>>());
    let verdict = if holds(middle) { "met" } else { "MISSED" };
    println!("  {name:38} {middle:6.2} ({low:.2} to {high:.2}): {verdict}");
}

fn agrees((metric, of): &Figure, answers: &[Answers], outcome: &Outcome) -> bool {
    let limit = mean(&answers.iter().map(of).collect::<Vec<_>>());
    let engine = mean(&values(outcome, metric));
    let agrees = (limit.0 - engine.0).abs() <= FAR * limit.1.hypot(engine.1);
    let verdict = if agrees { "agree" } else { "DIFFER" };
    let shown = |(mean, error): (f64, f64)| {
        let digits = if mean > 1_000.0 { 0 } else { 5 };
        format!("{mean:.digits$} ± {error:.digits$}")
    };
    println!("  {metric:26} loop {}, engine {}: {verdict}", shown(limit), shown(engine));
    agrees
}

/// The mean and its standard error.
fn mean(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
    (mean, (squares / (count - 1.0) / count).sqrt())
}
