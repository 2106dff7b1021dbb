//! From replications to a mean with its confidence interval.
//!
//! A metric is a ratio of means N̄ ÷ D̄ over replications. Its interval is Student's t with R − 1 degrees of
//! freedom around it, with the variance of the delta method: the sample variance of (Nᵢ − r·Dᵢ) ÷ D̄ (Cochran,
//! Sampling Techniques, 1977, section 6.4). For counts D is 1 and this is the plain interval of a mean.

use statrs::distribution::{ContinuousCDF, StudentsT};

/// The confidence of intervals in files.
pub const FILE_CONFIDENCE: f64 = 0.95;

/// A figure over replications; `None` where there is none (nothing offered; one replication only).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Estimate {
    /// Sums over sums.
    pub mean: Option<f64>,
    /// The interval's lower end; of 95 % in files.
    pub low: Option<f64>,
    /// The interval's upper end.
    pub high: Option<f64>,
}

impl Estimate {
    /// The figure and its interval times a factor.
    pub fn times(self, factor: f64) -> Estimate {
        let times = |value: Option<f64>| value.map(|value| value * factor);
        Estimate { mean: times(self.mean), low: times(self.low), high: times(self.high) }
    }
}

/// Means and co-moments of numerator and denominator, updated one replication at a time (Welford 1962).
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Accumulator {
    count: f64,
    mean: [f64; 2],
    /// Sums of squares and products of deviations: NN, ND, DD.
    moments: [f64; 3],
}

impl Accumulator {
    pub(crate) fn add(&mut self, (numerator, denominator): (f64, f64)) {
        self.count += 1.0;
        let before = [numerator - self.mean[0], denominator - self.mean[1]];
        self.mean[0] += before[0] / self.count;
        self.mean[1] += before[1] / self.count;
        let after = [numerator - self.mean[0], denominator - self.mean[1]];
        self.moments[0] += before[0] * after[0];
        self.moments[1] += before[0] * after[1];
        self.moments[2] += before[1] * after[1];
    }

    /// The ratio and its interval of a confidence.
    pub(crate) fn estimate(&self, confidence: f64) -> Estimate {
        if self.count == 0.0 || self.mean[1] == 0.0 {
            return Estimate::default();
        }
        let ratio = self.mean[0] / self.mean[1];
        let half = self.half_width(ratio, confidence);
        Estimate {
            mean: Some(ratio),
            low: half.map(|half| ratio - half),
            high: half.map(|half| ratio + half),
        }
    }

    fn half_width(&self, ratio: f64, confidence: f64) -> Option<f64> {
        if self.count < 2.0 {
            return None;
        }
        let squares = self.moments[0] - 2.0 * ratio * self.moments[1] + ratio * ratio * self.moments[2];
        let variance = squares.max(0.0) / (self.count - 1.0) / (self.mean[1] * self.mean[1]);
        Some(student_t(confidence, self.count - 1.0) * (variance / self.count).sqrt())
    }
}

/// The two-sided quantile of Student's t.
fn student_t(confidence: f64, degrees: f64) -> f64 {
    StudentsT::new(0.0, 1.0, degrees).map_or(f64::NAN, |t| t.inverse_cdf(0.5 + confidence / 2.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_t_is_that_of_the_tables() {
        let table =
            [(1.0, 12.7062), (2.0, 4.3027), (7.0, 2.3646), (15.0, 2.1314), (99.0, 1.9842), (9999.0, 1.9602)];
        for (degrees, quantile) in table {
            assert!((student_t(0.95, degrees) - quantile).abs() < 1e-4, "{degrees}");
        }
    }

    #[test]
    fn the_interval_of_a_mean_is_the_textbooks() {
        let mut accumulator = Accumulator::default();
        for value in [1.0, 2.0, 3.0, 4.0] {
            accumulator.add((value, 1.0));
        }
        let estimate = accumulator.estimate(FILE_CONFIDENCE);
        // s = 1.290994, t(3) = 3.182446, half-width = t s / 2.
        assert_eq!(estimate.mean, Some(2.5));
        assert!((estimate.high.unwrap_or_default() - 4.554260).abs() < 1e-5, "{estimate:?}");
    }

    #[test]
    fn rule_21_a_ratio_is_sums_over_sums_by_the_delta_method() {
        let mut accumulator = Accumulator::default();
        for pair in [(1.0, 2.0), (3.0, 4.0), (2.0, 5.0)] {
            accumulator.add(pair);
        }
        let estimate = accumulator.estimate(FILE_CONFIDENCE);
        let ratio: f64 = 6.0 / 11.0;
        let residuals = [1.0 - ratio * 2.0, 3.0 - ratio * 4.0, 2.0 - ratio * 5.0];
        let variance = residuals.iter().map(|r| r * r).sum::<f64>() / 2.0 / (11.0f64 / 3.0).powi(2);
        let half = 4.302653 * (variance / 3.0).sqrt();
        assert!((estimate.mean.unwrap_or_default() - ratio).abs() < 1e-12);
        assert!((estimate.high.unwrap_or_default() - ratio - half).abs() < 1e-5, "{estimate:?}");
    }

    #[test]
    fn rule_24_one_replication_has_no_interval_and_nothing_offered_no_ratio() {
        let mut accumulator = Accumulator::default();
        accumulator.add((3.0, 1.0));
        assert_eq!(
            accumulator.estimate(FILE_CONFIDENCE),
            Estimate { mean: Some(3.0), low: None, high: None }
        );
        let mut nothing = Accumulator::default();
        nothing.add((0.0, 0.0));
        nothing.add((0.0, 0.0));
        assert_eq!(nothing.estimate(FILE_CONFIDENCE), Estimate::default());
    }
}
