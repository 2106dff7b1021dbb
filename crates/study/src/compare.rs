//! Two designs under the same luck: what B does otherwise than A, replication by replication.
//!
//! Both designs meet the same callers in each replication (common random numbers; `semantics.md`, rule 4), so
//! that much of what makes a replication a good or a bad one is in both figures and falls out of their
//! difference. Its interval is of the differences within replications, not of two independent runs: Student's t
//! with R − 1 degrees of freedom around the mean difference (Law, Simulation Modeling and Analysis, 2015, section
//! 10.2.1 and 11.2). For a ratio of means N̄ ÷ D̄ a replication's part in the difference is its linearised residual
//! in B less that in A,
//!
//! dᵢ = (Nᵢᴮ − rᴮ Dᵢᴮ) ÷ D̄ᴮ − (Nᵢᴬ − rᴬ Dᵢᴬ) ÷ D̄ᴬ,
//!
//! and the variance of rᴮ − rᴬ is that of d̄ (the delta method; Cochran, Sampling Techniques, 1977, sections 6.4
//! and 6.19). For counts D is 1 and this is the paired t interval of the textbooks.

use std::fmt;

use acd_engine::Luck;
use acd_scenario::Scenario;

use crate::crew::Crew;
use crate::estimate::{Estimate, FILE_CONFIDENCE};
use crate::metric::METRICS;
use crate::replicate::{Keep, replicate};
use crate::run::Stopped;
use crate::student::student_t;

/// What a metric is in one replication: its numerator and its denominator; counts have the denominator 1. `None`
/// where it does not exist.
pub type Pair = Option<(f64, f64)>;

/// A metric in both designs, and how it differs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Difference {
    /// Sums over sums of the first design, over the replications in which the metric exists in both.
    pub a: Option<f64>,
    /// The same of the second.
    pub b: Option<f64>,
    /// B − A and its interval.
    pub difference: Estimate,
    /// How many times as many replications two independent runs would have needed for an interval as narrow:
    /// the variance of a difference of independent figures ÷ that of this one. `None` where all replications
    /// differ alike.
    pub replications_saved: Option<f64>,
}

/// A queue that both designs have, or the total.
#[derive(Clone, Debug, PartialEq)]
pub struct ComparedScope {
    /// The queue's name, or `total`.
    pub name: String,
    /// In the order of [`METRICS`]. Percentiles are means of the replications' own: unlike the pooled ones they
    /// have a difference in each replication.
    pub differences: Vec<Difference>,
}

/// Two designs side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// How many replications each was run.
    pub replications: u32,
    /// The queues of A that B has too, by name, then the total.
    pub scopes: Vec<ComparedScope>,
    /// Interrupted: these are the first replications of more.
    pub is_partial: bool,
}

impl Compared {
    /// The total over all queues.
    pub fn total(&self) -> &ComparedScope {
        &self.scopes[self.scopes.len() - 1]
    }
}

/// The difference B − A of a metric from its replications in both designs, the i-th of A being under the same luck
/// as the i-th of B. Replications in which it is missing on one side are left out on both.
pub fn difference(a: &[Pair], b: &[Pair], confidence: f64) -> Difference {
    let both = a.iter().zip(b).filter_map(|(a, b)| (*a).zip(*b));
    let (a, b): (Vec<_>, Vec<_>) = both.unzip();
    let (Some(a), Some(b)) = (Side::of(&a), Side::of(&b)) else { return Difference::default() };
    let mean = b.ratio - a.ratio;
    let mut found = Difference {
        a: Some(a.ratio),
        b: Some(b.ratio),
        difference: Estimate { mean: Some(mean), low: None, high: None },
        replications_saved: None,
    };
    let (replications, degrees) = (a.residuals.len() as f64, a.residuals.len() as u32 - 1);
    if degrees > 0 {
        let paired = squares(b.residuals.iter().zip(&a.residuals).map(|(b, a)| b - a));
        let half = student_t(confidence, degrees) * (paired / f64::from(degrees) / replications).sqrt();
        found.difference = Estimate { mean: Some(mean), low: Some(mean - half), high: Some(mean + half) };
        let independent = squares(a.residuals.iter().copied()) + squares(b.residuals.iter().copied());
        found.replications_saved = (paired > 0.0).then(|| independent / paired);
    }
    found
}

/// A ratio of sums and each replication's part in how far it may be off. The parts sum to zero.
struct Side {
    ratio: f64,
    residuals: Vec<f64>,
}

impl Side {
    /// `None` without replications, or with nothing to divide by.
    fn of(pairs: &[(f64, f64)]) -> Option<Side> {
        let sum = |of: fn(&(f64, f64)) -> f64| pairs.iter().map(of).sum::<f64>();
        let (numerators, denominators) = (sum(|pair| pair.0), sum(|pair| pair.1));
        if denominators == 0.0 {
            return None;
        }
        let (ratio, mean) = (numerators / denominators, denominators / pairs.len() as f64);
        let residuals = pairs.iter().map(|(numerator, denominator)| (numerator - ratio * denominator) / mean);
        Some(Side { ratio, residuals: residuals.collect() })
    }
}

fn squares(values: impl Iterator<Item = f64>) -> f64 {
    values.map(|value| value * value).sum()
}

/// Why two scenarios can't be compared.
#[derive(Debug)]
pub enum Incomparable {
    /// Their seeds differ: they don't meet the same callers.
    Seeds {
        /// That of the first.
        a: u64,
        /// That of the second.
        b: u64,
    },
    /// One of them could not be run.
    Stopped(Stopped),
}

impl From<Stopped> for Incomparable {
    fn from(stopped: Stopped) -> Incomparable {
        Incomparable::Stopped(stopped)
    }
}

impl fmt::Display for Incomparable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Incomparable::Seeds { a, b } => {
                write!(formatter, "seed {a} and seed {b} don't meet the same callers: give both the same")
            }
            Incomparable::Stopped(stopped) => stopped.fmt(formatter),
        }
    }
}

/// Runs two scenarios under the same luck, so many replications each, and compares every metric.
///
/// # Errors
///
/// The scenarios have different seeds; a list ran out, or nothing was done when it was interrupted.
pub fn compare(
    a: &Scenario,
    b: &Scenario,
    replications: u32,
    crew: &Crew<'_>,
) -> Result<Compared, Incomparable> {
    if a.run.seed != b.run.seed {
        return Err(Incomparable::Seeds { a: a.run.seed, b: b.run.seed });
    }
    crew.watch.goes_on_until(replications);
    let one = |number: u32| {
        let luck = Luck::new(a.run.seed, u64::from(number));
        [a, b].map(|side| replicate(side, luck, Keep::Counters))
    };
    let mut by_replication = [Vec::new(), Vec::new()];
    let is_whole = crew.does(0..replications, crew.handful(), one, |sides| {
        for (kept, side) in by_replication.iter_mut().zip(sides) {
            if side.list_ran_out {
                return Err(Stopped::ListRanOut);
            }
            kept.push(side.scopes.into_iter().map(|scope| scope.whole).collect());
        }
        Ok(())
    })?;
    let [in_a, in_b] = by_replication;
    if in_a.is_empty() {
        return Err(Stopped::Interrupted.into());
    }
    let scopes = shared_scopes(&names(a), &names(b)).into_iter().map(|(name, place_a, place_b)| {
        let columns = |metric: usize| (column(&in_a, place_a, metric), column(&in_b, place_b, metric));
        differences(name, columns)
    });
    let scopes = scopes.collect();
    Ok(Compared { replications: in_a.len() as u32, scopes, is_partial: !is_whole })
}

/// A queue or the total in each replication, as `replications.csv` has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Values {
    /// The queue's name, or `total`.
    pub name: String,
    /// For each replication the values in the order of [`METRICS`].
    pub replications: Vec<Vec<Option<f64>>>,
}

/// Compares two designs that were run under the same luck, from the values of their replications. A ratio counts as
/// often as what it is a ratio of, as far as the values tell; else each replication counts alike.
pub fn compare_values(a: &[Values], b: &[Values]) -> Compared {
    let by_name = |side: &[Values]| side.iter().map(|scope| scope.name.clone()).collect::<Vec<_>>();
    let scopes = shared_scopes(&by_name(a), &by_name(b)).into_iter().map(|(name, place_a, place_b)| {
        let column = |scope: &Values, metric: usize| -> Vec<Pair> {
            scope.replications.iter().map(|values| METRICS[metric].weighed(values)).collect()
        };
        differences(name, |metric| (column(&a[place_a], metric), column(&b[place_b], metric)))
    });
    let replications = a.iter().map(|scope| scope.replications.len()).max().unwrap_or(0);
    Compared { replications: replications as u32, scopes: scopes.collect(), is_partial: false }
}

/// The differences of a scope, metric by metric.
fn differences(name: String, columns: impl Fn(usize) -> (Vec<Pair>, Vec<Pair>)) -> ComparedScope {
    let differs = |metric: usize| {
        let (a, b) = columns(metric);
        difference(&a, &b, FILE_CONFIDENCE)
    };
    ComparedScope { name, differences: (0..METRICS.len()).map(differs).collect() }
}

/// The queues in order of their ids, then the total.
fn names(scenario: &Scenario) -> Vec<String> {
    let queues = scenario.model.queues.iter().map(|queue| queue.name.clone());
    queues.chain(["total".to_owned()]).collect()
}

/// The metrics of one replication: each queue's, then the total's.
type Replication = Vec<Vec<Pair>>;

/// One metric of a scope over the replications.
fn column(replications: &[Replication], scope: usize, metric: usize) -> Vec<Pair> {
    replications.iter().map(|scopes| scopes[scope][metric]).collect()
}

/// What both have, in the order of A, with its place in each.
fn shared_scopes(a: &[String], b: &[String]) -> Vec<(String, usize, usize)> {
    let shared = a.iter().enumerate().filter_map(|(place_a, name)| {
        let place_b = b.iter().position(|other| other == name)?;
        Some((name.clone(), place_a, place_b))
    });
    shared.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[f64]) -> Vec<Pair> {
        values.iter().map(|&value| Some((value, 1.0))).collect()
    }

    #[test]
    fn counts_have_the_paired_interval_of_the_textbooks() {
        let (a, b) = (counts(&[10.0, 20.0, 30.0, 40.0]), counts(&[11.0, 23.0, 31.0, 43.0]));
        let found = difference(&a, &b, 0.95);
        // Differences 1, 3, 1, 3: s = 1.154701, t(3) = 3.182446, half-width = t s / 2.
        assert_eq!((found.a, found.b, found.difference.mean), (Some(25.0), Some(27.0), Some(2.0)));
        assert!((found.difference.high.unwrap_or_default() - 3.837_386).abs() < 1e-5, "{found:?}");
        // Sums of squares: 500 and 544, of the differences 4.
        assert_eq!(found.replications_saved, Some(1_044.0 / 4.0));
    }

    #[test]
    fn ratios_have_that_of_their_residuals() {
        let a = [Some((1.0, 2.0)), Some((3.0, 4.0)), Some((2.0, 5.0))];
        let b = [Some((2.0, 2.0)), Some((3.0, 3.0)), Some((1.0, 5.0))];
        let found = difference(&a, &b, 0.95);
        let (in_a, in_b): (f64, f64) = (6.0 / 11.0, 6.0 / 10.0);
        let part = |place: usize| {
            let residual = |(numerator, denominator): (f64, f64), ratio: f64| numerator - ratio * denominator;
            residual(b[place].expect("a pair"), in_b) / (10.0 / 3.0)
                - residual(a[place].expect("a pair"), in_a) / (11.0 / 3.0)
        };
        let variance = (0..3).map(|place| part(place) * part(place)).sum::<f64>() / 2.0;
        let half = 4.302_652_7 * (variance / 3.0).sqrt();
        let mean = in_b - in_a;
        assert!((found.difference.mean.unwrap_or_default() - mean).abs() < 1e-12);
        assert!((found.difference.low.unwrap_or_default() - (mean - half)).abs() < 1e-6, "{found:?}");
    }

    #[test]
    fn a_replication_that_lacks_the_figure_on_one_side_is_left_out_on_both() {
        let with_gap = [Some((1.0, 1.0)), None, Some((3.0, 1.0))];
        let found = difference(&with_gap, &counts(&[2.0, 100.0, 5.0]), 0.95);
        assert_eq!((found.a, found.b), (Some(2.0), Some(3.5)));
        assert_eq!(difference(&[None, None], &counts(&[1.0, 2.0]), 0.95), Difference::default());
        assert_eq!(difference(&[Some((0.0, 0.0))], &counts(&[1.0]), 0.95), Difference::default());
    }

    #[test]
    fn one_replication_has_no_interval_and_differences_all_alike_no_doubt() {
        let one = difference(&counts(&[4.0]), &counts(&[6.0]), 0.95);
        assert_eq!(one.difference, Estimate { mean: Some(2.0), low: None, high: None });
        let alike = difference(&counts(&[4.0, 7.0]), &counts(&[6.0, 9.0]), 0.95);
        assert_eq!(alike.difference, Estimate { mean: Some(2.0), low: Some(2.0), high: Some(2.0) });
        assert_eq!(alike.replications_saved, None);
    }
}
