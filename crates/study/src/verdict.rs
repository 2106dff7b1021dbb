//! What the figures say: goals met or missed, simulated totals beside reported ones.

use acd_scenario::{Asked, Formula, Network, Reported, Scenario};

use crate::estimate::Estimate;
use crate::grid::Grid;
use crate::metric::Metric;
use crate::outcome::Outcome;

/// Whether a goal is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The interval lies above the goal.
    Met,
    /// The interval lies below it.
    Missed,
    /// The interval straddles it, or there is none.
    Undecided,
}

impl Verdict {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Verdict::Met => "met",
            Verdict::Missed => "missed",
            Verdict::Undecided => "undecided",
        }
    }
}

/// A queue's goal and how far it was reached.
#[derive(Clone, Debug)]
pub struct Goal {
    /// The queue's place.
    pub queue: usize,
    /// What it is of.
    pub asked: Asked,
    /// The share to reach.
    pub share: f64,
    /// The metric it is judged by.
    pub metric: &'static str,
    /// What was reached.
    pub reached: Estimate,
    /// Whether that is enough.
    pub verdict: Verdict,
}

/// A reported total beside the simulated one.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Its name in the scenario.
    pub name: &'static str,
    /// What was reported.
    pub reported: f64,
    /// What was simulated, scaled to the same stretch of time.
    pub simulated: Estimate,
    /// Simulated ÷ reported − 1; `None` where nothing was reported.
    pub difference: Option<f64>,
}

impl Comparison {
    /// The difference with its interval: that of the simulated total, as the reported one has none.
    pub fn differences(&self) -> Estimate {
        let of = |end: Option<f64>| end.filter(|_| self.reported > 0.0).map(|end| end / self.reported - 1.0);
        let Estimate { mean, low, high } = self.simulated;
        Estimate { mean: of(mean), low: of(low), high: of(high) }
    }
}

/// The metric of a service level's formula.
pub fn formula_metric(formula: Formula) -> &'static str {
    match formula {
        Formula::Offered => "service_level_ratio",
        Formula::Answered => "service_level_answered_ratio",
        Formula::Forgiving => "service_level_forgiving_ratio",
        Formula::Counting => "service_level_counting_ratio",
    }
}

/// The metric that a queue's goal is judged by.
pub fn goal_metric(asked: Asked, formula: Formula) -> &'static str {
    match asked {
        Asked::Answer => formula_metric(formula),
        Asked::Fcr => "fcr_ratio",
        Asked::Satisfaction => "satisfaction_ratio",
    }
}

/// Judges every queue that has a goal, over the whole counted stretch, by the intervals of files.
pub fn goals(scenario: &Scenario, outcome: &Outcome) -> Vec<Goal> {
    goals_by(scenario, |queue, metric| outcome.scopes[queue].whole[metric])
}

/// The verdict on all goals together: met where each is, missed where one is; `None` without goals.
pub fn of_all(goals: &[Goal]) -> Option<Verdict> {
    let any_is = |verdict: Verdict| goals.iter().any(|goal| goal.verdict == verdict);
    if goals.is_empty() {
        None
    } else if any_is(Verdict::Missed) {
        Some(Verdict::Missed)
    } else if any_is(Verdict::Undecided) {
        Some(Verdict::Undecided)
    } else {
        Some(Verdict::Met)
    }
}

/// Judges by the estimates of queues and metrics, each named by its place.
pub(crate) fn goals_by(scenario: &Scenario, estimate: impl Fn(usize, usize) -> Estimate) -> Vec<Goal> {
    let judge = |(queue, formula, asked, share): (usize, Formula, Asked, f64)| {
        let metric = goal_metric(asked, formula);
        let reached = estimate(queue, Metric::place(metric));
        let verdict = match (reached.low, reached.high) {
            (Some(low), _) if low >= share => Verdict::Met,
            (_, Some(high)) if high < share => Verdict::Missed,
            _ => Verdict::Undecided,
        };
        Goal { queue, asked, share, metric, reached, verdict }
    };
    let queues = scenario.queues.iter().enumerate();
    let goals = queues.flat_map(|(queue, terms)| {
        terms.goals().map(move |(asked, share)| (queue, terms.formula, asked, share))
    });
    goals.map(judge).collect()
}

/// Sets the totals that were reported beside the simulated ones.
pub fn comparisons(scenario: &Scenario, outcome: &Outcome) -> Vec<Comparison> {
    let totals = |reported| beside(reported, scenario, &outcome.total().whole);
    scenario.reported.as_ref().map_or_else(Vec::new, totals)
}

/// The same for all hotlines of a network together, which are simulated over the same stretch of time.
pub fn network_comparisons(network: &Network, total: &[Estimate]) -> Vec<Comparison> {
    let first = network.hotlines.first().map(|hotline| &hotline.scenario);
    let reported = network.reported.as_ref().zip(first);
    reported.map_or_else(Vec::new, |(reported, first)| beside(reported, first, total))
}

/// Totals beside simulated ones of a stretch of time as long as the scenario's.
fn beside(reported: &Reported, scenario: &Scenario, total: &[Estimate]) -> Vec<Comparison> {
    let scale = reported.covers_s.map_or(1.0, |covers| covers / counted_s(scenario));
    let compare = |&(name, number): &(&'static str, f64)| {
        let simulated = total[Metric::place(reported_metric(name))].times(scale);
        let difference = simulated.mean.filter(|_| number > 0.0).map(|mean| mean / number - 1.0);
        Comparison { name, reported: number, simulated, difference }
    };
    reported.totals.iter().map(compare).collect()
}

/// The stretch of time that the counted part stands for: all its days, less the share of the opening hours
/// that the warm-up takes.
fn counted_s(scenario: &Scenario) -> f64 {
    let calendar = &scenario.model.calendar;
    let open_us: u64 = calendar.windows.iter().map(|window| window.closes.since(window.opens).as_us()).sum();
    let counted_us = Grid::new(calendar).open_us(calendar);
    calendar.end().since(acd_engine::Time::ZERO).as_seconds_f64() * counted_us as f64 / open_us.max(1) as f64
}

/// The metric that a reported total is compared with (`semantics.md`, rule 28).
fn reported_metric(name: &str) -> &'static str {
    match name {
        "calls" => "calls_count",
        "callers" => "callers_count",
        "redials" => "redials_count",
        "line_blocked" => "line_blocked_count",
        "ivr_hang_ups" => "ivr_hang_ups_count",
        "ivr_served" => "ivr_served_count",
        "offered" => "offered_count",
        "answered" => "answered_count",
        "abandoned" => "gave_up_count",
        "blocked" => "blocked_count",
        _ => "dropped_count",
    }
}
