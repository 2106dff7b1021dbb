//! From replications to a mean with its confidence interval.
//!
//! A metric is a ratio of means N̄ ÷ D̄ over replications. Its interval is Student's t with R − 1 degrees of
//! freedom around it, with the variance of the delta method: the sample variance of (Nᵢ − r·Dᵢ) ÷ D̄ (Cochran,
//! Sampling Techniques, 1977, section 6.4). For counts D is 1 and this is the plain interval of a mean.

use crate::student::student_t;

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
    count: u32,
    mean: [f64; 2],
    /// Sums of squares and products of deviations: NN, ND, DD.
    moments: [f64; 3],
}

impl Accumulator {
    pub(crate) fn add(&mut self, (numerator, denominator): (f64, f64)) {
        self.count += 1;
        let count = f64::from(self.count);
        let before = [numerator - self.mean[0], denominator - self.mean[1]];
        self.mean[0] += before[0] / count;
        self.mean[1] += before[1] / count;
        let after = [numerator - self.mean[0], denominator - self.mean[1]];
        self.moments[0] += before[0] * after[0];
        self.moments[1] += before[0] * after[1];
        self.moments[2] += before[1] * after[1];
    }

    /// The sums of numerators and of denominators.
    pub(crate) fn sums(&self) -> (f64, f64) {
        (self.mean[0] * f64::from(self.count), self.mean[1] * f64::from(self.count))
    }

    /// The ratio and its interval of a confidence.
    pub(crate) fn estimate(&self, confidence: f64) -> Estimate {
        if self.count == 0 || self.mean[1] == 0.0 {
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

    /// The ratio as a share of calls, with the interval that a verdict needs.
    ///
    /// A share near its end has a long tail on the other side: in the weeks that were lucky it is high *and*
    /// seems sure, so that Student's interval lies above a goal of 95 % far too often. This one asks how far
    /// the true share may be for which the share found is not yet surprising (Wilson 1927), with as many
    /// independent calls as the replications are worth: the calls divided by the design effect, the variance
    /// between replications ÷ that of independent calls (Kish 1965; Franco, Little, Louis and Slud 2019).
    /// Replications that are all alike leave no doubt.
    pub(crate) fn share(&self, confidence: f64) -> Estimate {
        let plain = self.estimate(confidence);
        let (Some(share), true) = (plain.mean, self.count >= 2) else { return plain };
        let is_certain = self.moments.iter().all(|moment| *moment == 0.0);
        if is_certain || !(0.0..=1.0).contains(&share) {
            return plain;
        }
        let calls = self.mean[1] * self.replications();
        let independent = share * (1.0 - share) / calls;
        let between =
            self.variance(share) / self.replications() * doubt_of_variance(f64::from(self.degrees()));
        let effect = if independent > 0.0 { (between / independent).max(1.0) } else { 1.0 };
        let worth = calls / effect;
        let quantile = student_t(confidence, self.degrees());
        let weight = quantile * quantile / worth;
        let middle = (share + weight / 2.0) / (1.0 + weight);
        let half =
            quantile / (1.0 + weight) * (share * (1.0 - share) / worth + weight / (4.0 * worth)).sqrt();
        Estimate { mean: Some(share), low: Some(middle - half), high: Some(middle + half) }
    }

    fn half_width(&self, ratio: f64, confidence: f64) -> Option<f64> {
        if self.count < 2 {
            return None;
        }
        Some(student_t(confidence, self.degrees()) * (self.variance(ratio) / self.replications()).sqrt())
    }

    /// The variance of one replication's ratio by the delta method.
    fn variance(&self, ratio: f64) -> f64 {
        let squares = self.moments[0] - 2.0 * ratio * self.moments[1] + ratio * ratio * self.moments[2];
        squares.max(0.0) / f64::from(self.degrees()) / (self.mean[1] * self.mean[1])
    }

    fn replications(&self) -> f64 {
        f64::from(self.count)
    }

    fn degrees(&self) -> u32 {
        self.count.saturating_sub(1)
    }
}

/// How much larger a variance may well be than one that was estimated with so many degrees of freedom: its upper
/// limit at 75 %, k ÷ χ²(k), by the cube-root approximation of Wilson and Hilferty (1931).
fn doubt_of_variance(degrees: f64) -> f64 {
    const NORMAL_QUARTILE: f64 = -0.674_489_750_196_081_7;
    let part = 2.0 / (9.0 * degrees);
    let root = 1.0 - part + NORMAL_QUARTILE * part.sqrt();
    1.0 / (root * root * root).max(0.05)
}

#[cfg(test)]
mod tests {
    use super::*;

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

    #[test]
    fn the_share_of_independent_calls_has_wilsons_interval() {
        // Replications of ten calls with 8, 9 and 7 successes vary less than independent calls would: 24 of 30.
        let mut accumulator = Accumulator::default();
        for (successes, calls) in [(8.0, 10.0), (9.0, 10.0), (7.0, 10.0)] {
            accumulator.add((successes, calls));
        }
        let share = accumulator.share(0.95);
        let (n, p, t): (f64, f64, f64) = (30.0, 0.8, 4.302_653);
        let between = 0.01 / 3.0 * doubt_of_variance(2.0);
        let worth = n / (between / (p * (1.0 - p) / n)).max(1.0);
        let weight = t * t / worth;
        let middle = (p + weight / 2.0) / (1.0 + weight);
        let half = t / (1.0 + weight) * (p * (1.0 - p) / worth + weight / (4.0 * worth)).sqrt();
        assert!((share.low.unwrap_or_default() - (middle - half)).abs() < 1e-6, "{share:?}");
        assert!(share.low > Some(0.0) && share.high < Some(1.0));
    }

    #[test]
    fn the_upper_limit_of_a_variance_is_that_of_the_tables() {
        // Quartiles of chi-square: 0.5754 with 2 degrees of freedom, 11.0365 with 15, 90.1332 with 100.
        for (degrees, quartile) in [(2.0, 0.5754), (15.0, 11.0365), (100.0, 90.1332)] {
            let exact: f64 = degrees / quartile;
            assert!((doubt_of_variance(degrees) / exact - 1.0).abs() < 0.02, "{degrees}");
        }
    }

    #[test]
    fn replications_that_are_all_alike_leave_no_doubt() {
        let mut accumulator = Accumulator::default();
        (0..2).for_each(|_| accumulator.add((4.0, 5.0)));
        assert_eq!(accumulator.share(0.95), Estimate { mean: Some(0.8), low: Some(0.8), high: Some(0.8) });
        let mut nobody_lost = Accumulator::default();
        [(5.0, 5.0), (3.0, 3.0)].into_iter().for_each(|pair| nobody_lost.add(pair));
        assert!(nobody_lost.share(0.95).low < Some(1.0), "eight calls are not all calls");
    }
}
