//! How well a fitted distribution fits: events counted against events expected, and the largest distance.
//!
//! A test that takes the parameters for known when they were fitted to the same data says "fits" far too often
//! (Lilliefors 1967 for Kolmogorov-Smirnov). This one counts the events in stretches of time, `O`, against those that
//! the fitted hazard expects of everyone still watched, `E`, and knows how much fitting has pulled them together:
//! `O - E` has the covariance `diag(E) - C I⁻¹ Cᵀ`, with `C` the derivative of `E` and `I` the information (Hjort 1990,
//! *Goodness of fit tests in models for life history data based on cumulative hazard rates*). So its p-value is honest,
//! with or without censoring. With very many calls everything is found to differ: the distance says by how much.

use nalgebra::{DMatrix, DVector};
use statrs::distribution::{ChiSquared, ContinuousCDF};

use crate::families::Family;
use crate::likelihood::{Maximum, slopes};
use crate::sample::Sample;

/// Stretches of time: at least, at most, and events for each.
const STRETCHES: (f64, f64, f64) = (4.0, 16.0, 12.0);
/// Directions in which fitting leaves less than this of the variance are not tested.
const LEFT_AT_LEAST: f64 = 0.02;
/// A misfit is one that luck makes once in so many logs, and that is large enough for anyone to notice.
const LUCK: f64 = 0.01;
/// Shares that are this near each other are alike for every purpose of planning.
const NOTICED: f64 = 0.01;

/// How good a fit is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Goodness {
    /// The largest distance between the share found and the share fitted.
    pub distance: f64,
    /// How likely a distance as large would be if the family were right.
    pub p_value: f64,
}

impl Goodness {
    /// Whether another family, or none, must be behind the data.
    pub fn is_misfit(&self) -> bool {
        self.p_value < LUCK && self.distance > NOTICED
    }
}

/// The upper tail of chi-square; none without degrees of freedom.
pub fn chi_square_p(statistic: f64, freedom: f64) -> Option<f64> {
    ChiSquared::new(freedom).ok().map(|chi| chi.sf(statistic.max(0.0)))
}

/// Edges of stretches of time with about as many events each; the last is endless.
pub fn edges(sample: &Sample) -> Vec<f64> {
    let (least, most, each) = STRETCHES;
    let events = sample.events();
    let count = (events / each).floor().clamp(least, most);
    let mut edges: Vec<f64> = Vec::new();
    let mut seen = 0.0;
    let with_events: Vec<_> = sample.entries.iter().filter(|entry| entry.events > 0.0).collect();
    for pair in with_events.windows(2) {
        seen += pair[0].events;
        if seen >= events * (edges.len() + 1) as f64 / count && ((edges.len() + 1) as f64) < count {
            // Times that were rounded lie to both sides of the edge, none on it.
            edges.push((pair[0].time + pair[1].time) / 2.0);
        }
    }
    edges.push(f64::INFINITY);
    edges
}

/// Tests a distribution fitted to times, censored or not.
pub fn of_times(family: Family, sample: &Sample, maximum: &Maximum) -> Option<Goodness> {
    let edges = edges(sample);
    let stretch_of = |time: f64| edges.partition_point(|edge| *edge < time);
    let mut observed = DVector::zeros(edges.len());
    sample.entries.iter().for_each(|entry| observed[stretch_of(entry.time)] += entry.events);
    let expected = |at: &[f64]| {
        let mut expected = DVector::zeros(edges.len());
        // The hazard up to each edge, for those who are watched beyond it.
        let marks: Vec<f64> = edges.iter().map(|edge| -family.log_survival(at, *edge)).collect();
        for entry in &sample.entries {
            let weight = entry.events + entry.censored;
            let last = stretch_of(entry.time);
            let mut before = 0.0;
            for (stretch, mark) in marks[..last].iter().enumerate() {
                expected[stretch] += weight * (mark - before);
                before = *mark;
            }
            expected[last] += weight * (-family.log_survival(at, entry.time) - before);
        }
        expected
    };
    let fitted = expected(&maximum.at);
    let slopes = slopes(&expected, &maximum.at);
    let p_value = p_value(&(observed - &fitted), &DMatrix::from_diagonal(&fitted), &slopes, maximum)?;
    Some(Goodness { distance: distance(family, sample, &maximum.at), p_value })
}

/// The chi-square test of residuals whose covariance fitting has lessened.
pub fn p_value(
    residual: &DVector<f64>,
    covariance: &DMatrix<f64>,
    slopes: &DMatrix<f64>,
    maximum: &Maximum,
) -> Option<f64> {
    let left = covariance - slopes * &maximum.covariance * slopes.transpose();
    let scale =
        covariance.diagonal().map(|variance| if variance > 1e-9 { 1.0 / variance.sqrt() } else { 0.0 });
    let scaled = DMatrix::from_fn(left.nrows(), left.ncols(), |row, column| {
        scale[row] * left[(row, column)] * scale[column]
    });
    let residual = residual.component_mul(&scale);
    let parts = scaled.symmetric_eigen();
    let (mut statistic, mut freedom) = (0.0, 0.0);
    for (place, value) in parts.eigenvalues.iter().enumerate().filter(|(_, value)| **value > LEFT_AT_LEAST) {
        let along = parts.eigenvectors.column(place).dot(&residual);
        statistic += along * along / value;
        freedom += 1.0;
    }
    chi_square_p(statistic, freedom)
}

/// The largest distance between the curve of Kaplan and Meier and the fitted one, on both sides of each step, where at
/// least ten are still watched.
fn distance(family: Family, sample: &Sample, at: &[f64]) -> f64 {
    let mut before = 1.0;
    let mut largest = 0.0_f64;
    for step in sample.kaplan_meier().iter().take_while(|step| step.at_risk >= 10.0) {
        let fitted = family.log_survival(at, step.time).exp();
        largest = largest.max((step.survival - fitted).abs()).max((before - fitted).abs());
        before = step.survival;
    }
    largest
}
