//! The families of distributions that a scenario can name, as functions of unbounded parameters.

use statrs::function::erf::erfc;
use statrs::function::gamma::{gamma_ur, ln_gamma};

/// A family; its parameters are logarithms of what the scenario names, of a share the logit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// `mean`.
    Exponential,
    /// `mean`, `shape`.
    Weibull,
    /// `mean`, `cv`.
    Lognormal,
    /// `mean`, `cv`.
    Gamma,
    /// `share` of the first, `mean` of the first, `mean` of the second: the first is the shorter.
    Hyperexponential,
}

/// What a parameter is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// A share from 0 to 1.
    Ratio,
    /// Calls.
    Calls,
    /// A plain number.
    Plain,
}

impl Family {
    /// Its name in a scenario.
    pub fn name(self) -> &'static str {
        match self {
            Family::Exponential => "exponential",
            Family::Weibull => "weibull",
            Family::Lognormal => "lognormal",
            Family::Gamma => "gamma",
            Family::Hyperexponential => "hyperexponential",
        }
    }

    /// What its parameters are called, and their units.
    pub fn parameters(self) -> &'static [(&'static str, Unit)] {
        match self {
            Family::Exponential => &[("mean", Unit::Seconds)],
            Family::Weibull => &[("mean", Unit::Seconds), ("shape", Unit::Plain)],
            Family::Lognormal | Family::Gamma => &[("mean", Unit::Seconds), ("cv", Unit::Plain)],
            Family::Hyperexponential => {
                &[("share_1", Unit::Ratio), ("mean_1", Unit::Seconds), ("mean_2", Unit::Seconds)]
            }
        }
    }

    /// A parameter's own scale.
    pub fn value(self, place: usize, inner: f64) -> f64 {
        match self.parameters()[place].1 {
            Unit::Ratio => 1.0 / (1.0 + (-inner).exp()),
            _ => inner.exp(),
        }
    }

    /// The mean.
    pub fn mean(self, at: &[f64]) -> f64 {
        match self {
            Family::Hyperexponential => {
                let share = self.value(0, at[0]);
                share * at[1].exp() + (1.0 - share) * at[2].exp()
            }
            _ => at[0].exp(),
        }
    }

    /// Where to begin, from a mean and a cv.
    pub fn start(self, mean: f64, cv: f64) -> Vec<f64> {
        let (log_mean, log_cv) = (mean.ln(), cv.clamp(0.05, 5.0).ln());
        match self {
            Family::Exponential => vec![log_mean],
            Family::Weibull => vec![log_mean, 0.0],
            Family::Lognormal | Family::Gamma => vec![log_mean, log_cv],
            Family::Hyperexponential => vec![-0.5, (mean * 0.2).ln(), (mean * 1.5).ln()],
        }
    }

    /// The logarithm of the density.
    pub fn log_density(self, at: &[f64], time: f64) -> f64 {
        match self {
            Family::Exponential => -at[0] - time / at[0].exp(),
            Family::Weibull => {
                let (shape, scale) = weibull(at);
                let log_ratio = time.ln() - scale.ln();
                shape.ln() - scale.ln() + (shape - 1.0) * log_ratio - (shape * log_ratio).exp()
            }
            Family::Lognormal => {
                let (middle, width) = lognormal(at);
                let score = (time.ln() - middle) / width;
                -time.ln() - width.ln() - 0.5 * (2.0 * std::f64::consts::PI).ln() - 0.5 * score * score
            }
            Family::Gamma => {
                let (shape, scale) = gamma(at);
                (shape - 1.0) * time.ln() - time / scale - shape * scale.ln() - ln_gamma(shape)
            }
            Family::Hyperexponential => {
                let share = self.value(0, at[0]);
                let branch = |share: f64, log_mean: f64| share.ln() - log_mean - time / log_mean.exp();
                log_sum(branch(share, at[1]), branch(1.0 - share, at[2]))
            }
        }
    }

    /// The logarithm of the share that is longer.
    pub fn log_survival(self, at: &[f64], time: f64) -> f64 {
        if time <= 0.0 {
            return 0.0;
        }
        if time == f64::INFINITY {
            return f64::NEG_INFINITY;
        }
        match self {
            Family::Exponential => -time / at[0].exp(),
            Family::Weibull => {
                let (shape, scale) = weibull(at);
                -(shape * (time.ln() - scale.ln())).exp()
            }
            Family::Lognormal => {
                let (middle, width) = lognormal(at);
                log_of(0.5 * erfc((time.ln() - middle) / width / std::f64::consts::SQRT_2))
            }
            Family::Gamma => {
                let (shape, scale) = gamma(at);
                log_of(upper_gamma(shape, time / scale))
            }
            Family::Hyperexponential => {
                let share = self.value(0, at[0]);
                let branch = |share: f64, log_mean: f64| share.ln() - time / log_mean.exp();
                log_sum(branch(share, at[1]), branch(1.0 - share, at[2]))
            }
        }
    }

    /// The share that is not longer.
    pub fn share_within(self, at: &[f64], time: f64) -> f64 {
        if time == f64::INFINITY { 1.0 } else { -self.log_survival(at, time).exp_m1() }
    }
}

fn log_of(value: f64) -> f64 {
    // Far out in the tail the logarithm is of a number that is no more: a bound keeps the search going.
    value.max(1e-300).ln()
}

/// The regularised upper incomplete gamma function, at its limits where the library's has none.
fn upper_gamma(shape: f64, at: f64) -> f64 {
    match at {
        at if at < 1e-290 => 1.0,
        at if at > 1e12 => 0.0,
        at => gamma_ur(shape, at),
    }
}

fn log_sum(one: f64, other: f64) -> f64 {
    let (low, high) = (one.min(other), one.max(other));
    if low == f64::NEG_INFINITY { high } else { high + (low - high).exp().ln_1p() }
}

fn weibull(at: &[f64]) -> (f64, f64) {
    let shape = at[1].exp().clamp(1e-3, 1e3);
    (shape, (at[0] - ln_gamma(1.0 + 1.0 / shape)).exp())
}

fn lognormal(at: &[f64]) -> (f64, f64) {
    let variance = (2.0 * at[1]).exp().ln_1p();
    (at[0] - variance / 2.0, variance.sqrt())
}

fn gamma(at: &[f64]) -> (f64, f64) {
    let shape = (-2.0 * at[1]).exp().clamp(1e-3, 1e6);
    (shape, at[0].exp() / shape)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [(Family, &[f64]); 5] = [
        (Family::Exponential, &[4.0]),
        (Family::Weibull, &[4.0, -0.2]),
        (Family::Lognormal, &[4.0, -0.3]),
        (Family::Gamma, &[4.0, -0.4]),
        (Family::Hyperexponential, &[-0.7, 2.0, 5.0]),
    ];

    #[test]
    fn survival_is_what_the_density_leaves_and_its_area_is_the_mean() {
        for (family, at) in ALL {
            let (width, mut within, mut area) = (0.01, 0.0, 0.0);
            for place in 0..400_000 {
                let middle = (f64::from(place) + 0.5) * width;
                within += family.log_density(at, middle).exp() * width;
                area += family.log_survival(at, middle).exp() * width;
                if place == 7_999 {
                    let told = family.share_within(at, 80.0);
                    assert!((told - within).abs() < 2e-3, "{family:?}: {told} and {within}");
                }
            }
            let mean = family.mean(at);
            assert!((area / mean - 1.0).abs() < 2e-3, "{family:?}: {area} and {mean}");
        }
    }
}
