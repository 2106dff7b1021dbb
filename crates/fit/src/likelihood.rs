//! The maximum of a likelihood in a few parameters, with the observed information.
//!
//! Parameters are logarithms (or logits) of what people name, so that the maximum has no bounds and intervals keep to
//! the values that are possible. Derivatives are differences: likelihoods here are sums over a few thousand terms at
//! most (see [`crate::sample`]), smooth, and never need more than three parameters.

use nalgebra::{DMatrix, DVector};

/// The standard normal quantile of a two-sided interval of 95 %.
pub const Z95: f64 = 1.959_963_984_540_054;
/// Steps of Newton's method before it is given up.
const STEPS_AT_MOST: usize = 200;
/// The half-width of a difference, in logarithms of a parameter.
const WIDTH: f64 = 1e-3;
/// No parameter moves further in a step.
const STRIDE: f64 = 1.0;

/// A maximum.
#[derive(Clone, Debug, PartialEq)]
pub struct Maximum {
    /// Where it is.
    pub at: Vec<f64>,
    /// The inverse of the observed information there.
    pub covariance: DMatrix<f64>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
}

impl Maximum {
    /// The standard error of a smooth function of the parameters (delta method).
    pub fn error_of(&self, function: impl Fn(&[f64]) -> f64) -> f64 {
        let slope = gradient(&function, &self.at);
        (slope.transpose() * &self.covariance * slope)[(0, 0)].max(0.0).sqrt()
    }
}

/// Climbs to the maximum by Newton's method, damped where the likelihood is not concave (Levenberg and Marquardt);
/// none where it has no maximum that can be told from its surroundings.
pub fn maximize(log_likelihood: &dyn Fn(&[f64]) -> f64, start: &[f64]) -> Option<Maximum> {
    let mut at = start.to_vec();
    let mut best = log_likelihood(&at);
    if !best.is_finite() {
        return None;
    }
    let mut damping = 1e-3;
    for _ in 0..STEPS_AT_MOST {
        let slope = gradient(log_likelihood, &at);
        let information = -curvature(log_likelihood, &at);
        let step = loop {
            let damped = damped(&information, damping);
            let step = damped.cholesky().map(|factor| factor.solve(&slope));
            let step = step.map(|step| shortened(&step));
            if let Some(step) = step {
                let next: Vec<f64> = at.iter().zip(step.iter()).map(|(value, step)| value + step).collect();
                let value = log_likelihood(&next);
                if value.is_finite() && value >= best {
                    (at, best) = (next, value);
                    damping = (damping * 0.1).max(1e-12);
                    break Some(step.amax());
                }
            }
            damping *= 10.0;
            if damping > 1e12 {
                break None;
            }
        };
        // No step leads up any more, or only a very short one.
        if step.is_none_or(|step| step < 1e-7) {
            break;
        }
    }
    let information = -curvature(log_likelihood, &at);
    let covariance = information.cholesky()?.inverse();
    let is_told = covariance.diagonal().iter().all(|variance| variance.is_finite() && *variance < 1e4);
    is_told.then_some(Maximum { at, covariance, log_likelihood: best })
}

fn damped(information: &DMatrix<f64>, damping: f64) -> DMatrix<f64> {
    let mut damped = information.clone();
    let scale = information.diagonal().amax().max(1.0);
    for place in 0..damped.nrows() {
        damped[(place, place)] += damping * (information[(place, place)].abs() + 1e-9 * scale);
    }
    damped
}

fn shortened(step: &DVector<f64>) -> DVector<f64> {
    step * (STRIDE / step.amax().max(STRIDE))
}

fn moved(at: &[f64], moves: &[(usize, f64)]) -> Vec<f64> {
    let mut at = at.to_vec();
    moves.iter().for_each(|(place, width)| at[*place] += width);
    at
}

/// The gradient by central differences.
pub fn gradient(function: &(impl Fn(&[f64]) -> f64 + ?Sized), at: &[f64]) -> DVector<f64> {
    let slope = |place: usize| {
        let ends = [WIDTH, -WIDTH].map(|width| function(&moved(at, &[(place, width)])));
        (ends[0] - ends[1]) / (2.0 * WIDTH)
    };
    DVector::from_iterator(at.len(), (0..at.len()).map(slope))
}

/// The derivatives of several values at once, a row a value.
pub fn slopes(values: &dyn Fn(&[f64]) -> DVector<f64>, at: &[f64]) -> DMatrix<f64> {
    let column = |place: usize| {
        let [above, below] = [WIDTH, -WIDTH].map(|width| values(&moved(at, &[(place, width)])));
        (above - below) / (2.0 * WIDTH)
    };
    DMatrix::from_columns(&(0..at.len()).map(column).collect::<Vec<_>>())
}

fn curvature(function: &dyn Fn(&[f64]) -> f64, at: &[f64]) -> DMatrix<f64> {
    let middle = function(at);
    DMatrix::from_fn(at.len(), at.len(), |one, other| {
        if one == other {
            let ends = [WIDTH, -WIDTH].map(|width| function(&moved(at, &[(one, width)])));
            return (ends[0] - 2.0 * middle + ends[1]) / (WIDTH * WIDTH);
        }
        // The same number on both sides of the diagonal.
        let (one, other) = (one.min(other), one.max(other));
        let corner = |left: f64, right: f64| function(&moved(at, &[(one, left), (other, right)]));
        let across =
            corner(WIDTH, WIDTH) - corner(WIDTH, -WIDTH) - corner(-WIDTH, WIDTH) + corner(-WIDTH, -WIDTH);
        across / (4.0 * WIDTH * WIDTH)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parabola_has_its_top_and_its_width() {
        let parabola = |at: &[f64]| -0.5 * ((at[0] - 3.0).powi(2) / 4.0 + (at[1] + 1.0).powi(2) / 9.0);
        let maximum = maximize(&parabola, &[0.0, 0.0]).expect("a top");
        assert!((maximum.at[0] - 3.0).abs() < 1e-6 && (maximum.at[1] + 1.0).abs() < 1e-6, "{maximum:?}");
        assert!((maximum.covariance[(0, 0)] - 4.0).abs() < 1e-4);
        assert!((maximum.error_of(|at| at[0] + at[1]) - 13f64.sqrt()).abs() < 1e-4);
    }

    #[test]
    fn a_ridge_has_no_maximum() {
        assert_eq!(maximize(&|at: &[f64]| -(at[0] + at[1]).powi(2), &[0.5, 0.0]), None);
        assert_eq!(maximize(&|_: &[f64]| f64::NAN, &[0.5]), None);
    }
}
