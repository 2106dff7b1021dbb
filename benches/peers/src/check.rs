//! What each found, with its own standard error, and whether that is right.

use std::fmt;

use acd_erlang::ErlangA;

use crate::program::{Batch, Run};

/// How far a figure may lie from the truth, in standard errors.
pub const FAR: f64 = 4.0;
/// How far breaks a day may be apart; all programs find nearly the same.
const BREAKS_APART: f64 = 1.0;

/// A figure and its standard error.
#[derive(Clone, Copy, Debug)]
pub struct Figure {
    /// Sums over sums.
    pub value: f64,
    /// From the differences between batches.
    pub error: f64,
}

/// What a peer found.
pub struct Answer {
    /// The share that gave up.
    pub abandonment: Figure,
    /// The share answered within thirty seconds.
    pub within: Figure,
    /// The mean wait of the offered, in seconds.
    pub wait_s: Figure,
    /// Breaks a day.
    pub breaks: f64,
}

/// What is to be found; without error where it is known exactly.
pub struct Truth {
    figures: [Figure; 3],
    breaks: f64,
}

impl Answer {
    /// From all batches of all runs.
    pub fn of(runs: &[Run]) -> Answer {
        let batches: Vec<Batch> = runs.iter().flat_map(|run| &run.batches).copied().collect();
        Answer {
            abandonment: Figure::of(&batches, |batch| batch.abandoned),
            within: Figure::of(&batches, |batch| batch.within),
            wait_s: Figure::of(&batches, |batch| batch.wait_s),
            breaks: runs.iter().map(Run::breaks_a_day).sum::<f64>() / runs.len() as f64,
        }
    }

    fn figures(&self) -> [Figure; 3] {
        [self.abandonment, self.within, self.wait_s]
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [abandonment, within, wait] = self.figures();
        write!(
            formatter,
            "abandonment {abandonment}, within 30 s {within}, mean wait {wait}, {:.1} breaks a day",
            self.breaks
        )
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:.6} ± {:.6}", self.value, self.error)
    }
}

impl Figure {
    /// A ratio to the offered, with the error of the delta method.
    fn of(batches: &[Batch], part: fn(&Batch) -> f64) -> Figure {
        let count = batches.len() as f64;
        let offered: f64 = batches.iter().map(|batch| batch.offered).sum();
        let value = batches.iter().map(part).sum::<f64>() / offered;
        let squares: f64 = batches.iter().map(|batch| (part(batch) - value * batch.offered).powi(2)).sum();
        Figure { value, error: (squares * count / (count - 1.0)).sqrt() / offered }
    }
}

impl Truth {
    /// Of the textbook queue, by Erlang A.
    pub fn exact() -> Truth {
        let exact =
            ErlangA::new(236, 1.05 * 236.0 / 180.0, 180.0, 120.0).expect("the numbers are above zero");
        let figures = [exact.abandons, exact.answered_within(30.0), exact.mean_wait_s];
        Truth { figures: figures.map(|value| Figure { value, error: 0.0 }), breaks: 0.0 }
    }

    /// Of what no formula tells: what another program found.
    pub fn found(answer: &Answer) -> Truth {
        Truth { figures: answer.figures(), breaks: answer.breaks }
    }

    /// The figures without their errors.
    pub fn values(&self) -> [f64; 3] {
        self.figures.map(|figure| figure.value)
    }

    /// Whether an answer is this, as far as luck lets one tell.
    pub fn agrees(&self, answer: &Answer) -> bool {
        let near = |(truth, found): (&Figure, &Figure)| {
            (truth.value - found.value).abs() <= FAR * truth.error.hypot(found.error)
        };
        self.figures.iter().zip(&answer.figures()).all(near)
            && (self.breaks - answer.breaks).abs() <= BREAKS_APART
    }
}
