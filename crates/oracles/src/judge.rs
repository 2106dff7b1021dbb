//! Runs a case and holds it against what is known.
//!
//! A figure fails if it lies more than 7.2 standard errors from the exact answer: with 63 degrees of freedom an
//! engine that is right does that once in a billion comparisons, so over all of them together the false alarm
//! stays below one in a million. A standard error too wide to see anything does not count: a case that is too
//! blunt is run again with as many calls as its own error asks for, or left out where that costs too much.

use std::collections::HashMap;
use std::io;
use std::path::Path;

use acd_scenario::{Failure, Scenario, Style, Surroundings, load};
use acd_study::{Crew, Estimate, METRICS, Metric, Outcome, Scope, run};

use crate::case::{Case, Figure, Kind, REPLICATIONS, Read, Values};

/// Standard errors from the exact answer that an engine which is right hardly ever reaches.
pub const FAR: f64 = 7.2;
/// Student's t at 97.5 % with 63 degrees of freedom, by which files widen standard errors.
const T_63: f64 = 1.998_340_542_520_74;

/// How much work a case may be, and how blunt.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Budget {
    /// Counted calls of a case.
    pub calls: f64,
    /// A case that costs more than this is left out.
    pub calls_at_most: f64,
    /// The widest standard error of a share.
    pub share: f64,
    /// The widest relative standard error of a share.
    pub share_relative: f64,
    /// The widest relative standard error of a mean.
    pub mean: f64,
}

impl Budget {
    /// About a million calls a case: what every build does.
    pub const QUICK: Budget =
        Budget { calls: 1e6, calls_at_most: 30e6, share: 0.002, share_relative: 0.02, mean: 0.02 };
    /// At least five million calls a case, and as many more as a sharp figure takes: what the validation page rests on.
    pub const FULL: Budget =
        Budget { calls: 5e6, calls_at_most: f64::INFINITY, share: 0.001, share_relative: 0.02, mean: 0.01 };
}

/// What a comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Within the bound, and sharp enough to count.
    Agrees,
    /// Further off than luck explains.
    Differs,
    /// Too wide an error to say anything.
    Blunt,
}

/// A figure, judged.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The simulated value.
    pub simulated: f64,
    /// Its standard error.
    pub error: f64,
    /// What that says.
    pub verdict: Verdict,
}

impl Judged {
    /// The distance from the exact answer in standard errors; none where there is no luck.
    pub fn distance(&self, exact: f64) -> Option<f64> {
        (self.error > 0.0).then(|| (self.simulated - exact) / self.error)
    }
}

/// Runs a case and judges its figures, in their order; `None` where it costs more than the budget has.
///
/// # Panics
///
/// The scenario is refused: the case is then wrongly written.
pub fn judge(case: &Case, budget: &Budget) -> Option<Vec<Judged>> {
    let mut days = case.days(budget.calls);
    loop {
        if case.cost(days) > budget.calls_at_most {
            return None;
        }
        let judged = attempt(case, days, budget);
        // By how much the widest error is too wide. The agreement has no say in it.
        let excess =
            judged.iter().zip(&case.figures).map(|(found, figure)| found.error / limit(figure, budget));
        let excess = excess.fold(0.0, f64::max);
        if excess <= 1.0 {
            return Some(judged);
        }
        days = (f64::from(days) * excess * excess * 1.5).ceil() as u32;
    }
}

fn attempt(case: &Case, days: u32, budget: &Budget) -> Vec<Judged> {
    let text = case.scenario(days);
    let outcome = outcome(&load_text(&text, &[]));
    let mut agents = None;
    let figures = case.figures.iter().map(|figure| {
        let factor = if figure.factor == 0.0 { 1.0 / f64::from(days) } else { figure.factor };
        let scope = figure.queue.map_or_else(|| outcome.total(), |queue| &outcome.scopes[queue]);
        let (value, error) = match &figure.read {
            Read::Metric(id) => of(scope.whole[Metric::place(id)]),
            Read::Slot(id, slot) => of(scope.slots[*slot][Metric::place(id)]),
            Read::Ratio(read) => sums_over_sums(scope, read),
            Read::Agents(some) => {
                let runs = agents.get_or_insert_with(|| runs_of_agents(&text));
                let sum = |run: &Vec<f64>| run[some.clone()].iter().sum::<f64>();
                mean_and_error(runs.iter().map(|run| (sum(run), some.len() as f64)))
            }
        };
        verdict(figure, value * factor, error * factor, budget)
    });
    figures.collect()
}

fn verdict(figure: &Figure, simulated: f64, error: f64, budget: &Budget) -> Judged {
    let off = (simulated - figure.exact).abs();
    // Some figures have no luck in them though their cases have; then rounding is all there is.
    let rounding = 1e-9 * figure.exact.abs().max(1e-3);
    let verdict = match figure.kind {
        Kind::Exact if off <= rounding => Verdict::Agrees,
        Kind::Exact => Verdict::Differs,
        _ if off <= FAR * error + rounding && error <= limit(figure, budget) => Verdict::Agrees,
        _ if off <= FAR * error + rounding => Verdict::Blunt,
        // Also what is no number.
        _ => Verdict::Differs,
    };
    let has_luck = figure.kind != Kind::Exact && error > rounding;
    Judged { simulated, error: if has_luck { error } else { 0.0 }, verdict }
}

/// The widest error that a figure may have.
fn limit(figure: &Figure, budget: &Budget) -> f64 {
    match figure.kind {
        Kind::Share => budget.share.min(budget.share_relative * figure.exact.abs()),
        Kind::Mean => budget.mean * figure.exact.abs(),
        Kind::Exact => f64::INFINITY,
    }
}

/// A scenario file's text, loaded as a file is.
fn load_text(text: &str, sets: &[String]) -> Scenario {
    let read = |_: &Path| -> io::Result<Vec<u8>> { Ok(text.as_bytes().to_vec()) };
    let ids: Vec<&str> = METRICS.iter().map(|metric| metric.id).collect();
    let around = Surroundings { read: &read, metrics: &ids };
    match load(Path::new("case.toml"), sets, &around) {
        Ok(scenario) => scenario,
        Err(Failure::Invalid(invalid)) => panic!("{}\n{text}", invalid.render(Style::Plain)),
        Err(Failure::Unreadable(error)) => panic!("{error}"),
    }
}

fn outcome(scenario: &Scenario) -> Outcome {
    let crew = Crew::new(None, &()).unwrap_or_else(|error| panic!("{error}"));
    run(scenario, &crew, None).unwrap_or_else(|error| panic!("{error}"))
}

/// Each replication as a study of its own under a seed of its own, since agents have no interval.
fn runs_of_agents(text: &str) -> Vec<Vec<f64>> {
    let occupancy = acd_study::AGENT_COLUMNS.iter().position(|(id, _)| *id == "occupancy_ratio");
    let seeds =
        (0..REPLICATIONS).map(|seed| vec![format!("run.seed={seed}"), "run.replications=1".to_owned()]);
    let runs = seeds.map(|sets| {
        let found = outcome(&load_text(text, &sets));
        let value = |agent: &acd_study::AgentMeans| occupancy.and_then(|place| agent.values[place]);
        found.agents.iter().map(|agent| value(agent).unwrap_or(0.0)).collect()
    });
    runs.collect()
}

/// The value of an estimate of files, and its standard error.
fn of(estimate: Estimate) -> (f64, f64) {
    let half = estimate.high.zip(estimate.low).map_or(f64::NAN, |(high, low)| (high - low) / 2.0);
    (estimate.mean.unwrap_or(f64::NAN), half / T_63)
}

fn sums_over_sums(scope: &Scope, read: &dyn Fn(&Values<'_>) -> (f64, f64)) -> (f64, f64) {
    mean_and_error(scope.replications.iter().map(|values| read(&Values(values))))
}

/// A ratio of sums and its standard error by the delta method, apart from the study's own.
fn mean_and_error(pairs: impl Iterator<Item = (f64, f64)>) -> (f64, f64) {
    let pairs: Vec<(f64, f64)> = pairs.collect();
    let count = pairs.len() as f64;
    let sum = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    let ratio = sum.0 / sum.1;
    let squares: f64 = pairs.iter().map(|(top, bottom)| (top - ratio * bottom).powi(2)).sum();
    (ratio, (squares / (count - 1.0) / count).sqrt() / (sum.1 / count))
}

/// How many verdicts of each kind.
pub fn tally<'a>(judged: impl Iterator<Item = &'a Judged>) -> HashMap<&'static str, usize> {
    let mut counts = HashMap::new();
    for found in judged {
        let word = match found.verdict {
            Verdict::Agrees => "agree",
            Verdict::Differs => "differ",
            Verdict::Blunt => "blunt",
        };
        *counts.entry(word).or_default() += 1;
    }
    counts
}
