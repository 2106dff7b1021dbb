//! Talk and wrap-up times of a queue, and how long menus last: times that are all seen to their end.

use crate::families::Family;
use crate::fitting::{Fits, fit};
use crate::sample::Sample;

/// What talk and wrap-up may be.
const FAMILIES: [Family; 4] = [Family::Lognormal, Family::Gamma, Family::Weibull, Family::Exponential];
/// Times that a log rounds to nothing last so long.
const HALF_A_SECOND: f64 = 0.5;

/// Times of one sort.
#[derive(Clone, Debug, PartialEq)]
pub struct Times {
    /// The families.
    pub fits: Fits,
    /// How many there are.
    pub count: usize,
    /// How many of them are zero.
    pub zeros: usize,
    /// Their mean, whatever they are distributed by.
    pub mean: f64,
}

/// Fits times; those of zero are taken as half a second, as most logs are rounded to whole ones.
pub fn times(seconds: impl Iterator<Item = f64>) -> Option<Times> {
    let seconds: Vec<f64> = seconds.collect();
    if seconds.is_empty() {
        return None;
    }
    let count = seconds.len();
    let zeros = seconds.iter().filter(|seconds| **seconds == 0.0).count();
    let mean = seconds.iter().sum::<f64>() / count as f64;
    let sample = Sample::of(
        seconds
            .into_iter()
            .map(|seconds| (seconds.max(if seconds > 0.0 { 0.0 } else { HALF_A_SECOND }), true)),
    );
    Some(Times { fits: fit(&FAMILIES, sample), count, zeros, mean })
}
