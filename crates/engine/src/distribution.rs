//! Random lengths of time: every distribution of the scenario file, with its parameters in natural terms.
//!
//! Means and coefficients of variation are those of the quantity itself, never of its logarithm. All
//! transcendental functions come from `libm` by name, so that results have the same bits on every machine
//! and in every build.

use std::sync::Arc;

use rand::RngExt;
use rand_distr::{Distribution as Sampler, Open01};

use crate::luck::Stream;
use crate::powers::exp;
use crate::time::Span;
use crate::ziggurat::{standard_exponential, standard_normal};

/// A random length of time.
#[derive(Clone, Debug, PartialEq)]
pub enum Distribution {
    /// Always the same.
    Fixed(Span),
    /// Exponential.
    Exponential {
        /// Mean in seconds.
        mean_s: f64,
    },
    /// Lognormal, given by the parameters of its logarithm; see [`Distribution::lognormal`].
    Lognormal {
        /// Mean of the logarithm of the seconds.
        log_mean: f64,
        /// Standard deviation of the logarithm.
        log_deviation: f64,
    },
    /// Gamma; the Erlang distribution is the one of whole shape.
    Gamma {
        /// Shape parameter.
        shape: f64,
        /// Scale in seconds; the mean is shape × scale.
        scale_s: f64,
    },
    /// Weibull.
    Weibull {
        /// Scale in seconds.
        scale_s: f64,
        /// One over the shape.
        inverse_shape: f64,
    },
    /// Uniform.
    Uniform {
        /// Least value in seconds.
        low_s: f64,
        /// Width in seconds.
        width_s: f64,
    },
    /// One of several exponentials.
    Hyperexponential {
        /// Share and mean in seconds of each; shares sum to one.
        branches: Arc<[(f64, f64)]>,
    },
    /// One of these, each as likely.
    Empirical(Arc<[Span]>),
    /// The k-th caller of a kind (or the k-th request of an agent's duty) gets the k-th value.
    Listed(Arc<[Span]>),
}

impl Distribution {
    /// Exponential with a mean.
    pub fn exponential(mean: Span) -> Distribution {
        Distribution::Exponential { mean_s: mean.as_seconds_f64() }
    }

    /// Lognormal with a mean and a coefficient of variation of the quantity itself.
    pub fn lognormal(mean: Span, cv: f64) -> Distribution {
        let log_variance = libm::log1p(cv * cv);
        let log_mean = libm::log(mean.as_seconds_f64()) - log_variance / 2.0;
        Distribution::Lognormal { log_mean, log_deviation: libm::sqrt(log_variance) }
    }

    /// Gamma with a mean and a coefficient of variation.
    pub fn gamma(mean: Span, cv: f64) -> Distribution {
        let shape = 1.0 / (cv * cv);
        Distribution::Gamma { shape, scale_s: mean.as_seconds_f64() / shape }
    }

    /// Erlang: the sum of `stages` exponentials.
    pub fn erlang(mean: Span, stages: u32) -> Distribution {
        let shape = f64::from(stages);
        Distribution::Gamma { shape, scale_s: mean.as_seconds_f64() / shape }
    }

    /// Weibull with a mean and a shape.
    pub fn weibull(mean: Span, shape: f64) -> Distribution {
        let scale_s = mean.as_seconds_f64() / libm::tgamma(1.0 + 1.0 / shape);
        Distribution::Weibull { scale_s, inverse_shape: 1.0 / shape }
    }

    /// Uniform between two lengths.
    pub fn uniform(low: Span, high: Span) -> Distribution {
        Distribution::Uniform { low_s: low.as_seconds_f64(), width_s: high.less(low).as_seconds_f64() }
    }

    /// Draws a length from a stream, and tells whether a list had run out. `turn` is whose turn it is, from zero, for
    /// listed values; a list that has run out repeats its last one.
    // The commonest is inlined where it is drawn, the next goes by a short way of its own: neither has any of the
    // registers that others need.
    #[inline(always)]
    pub(crate) fn draw(&self, mut stream: Stream, turn: u64) -> (Span, bool) {
        match *self {
            Distribution::Exponential { mean_s } => {
                (Span::from_seconds_f64(mean_s * standard_exponential(&mut stream)), false)
            }
            Distribution::Lognormal { log_mean, log_deviation } => {
                (lognormal(log_mean, log_deviation, stream), false)
            }
            _ => self.draw_other(stream, turn),
        }
    }

    #[inline(never)]
    fn draw_other(&self, mut stream: Stream, turn: u64) -> (Span, bool) {
        let stream = &mut stream;
        let seconds = match *self {
            Distribution::Fixed(span) => return (span, false),
            Distribution::Empirical(ref values) => {
                return (values[stream.random_range(0..values.len() as u32) as usize], false);
            }
            Distribution::Listed(ref values) => {
                return (values[(turn as usize).min(values.len() - 1)], !self.has_turn(turn));
            }
            Distribution::Exponential { mean_s } => mean_s * standard_exponential(stream),
            Distribution::Lognormal { log_mean, log_deviation } => {
                lognormal_seconds(log_mean, log_deviation, stream)
            }
            Distribution::Gamma { shape, scale_s } => scale_s * standard_gamma(shape, stream),
            Distribution::Weibull { scale_s, inverse_shape } => {
                scale_s * libm::pow(standard_exponential(stream), inverse_shape)
            }
            Distribution::Uniform { low_s, width_s } => low_s + width_s * uniform(stream),
            Distribution::Hyperexponential { ref branches } => {
                let weight = branches.iter().map(|&(share, _)| share);
                branches[choose(weight, uniform(stream))].1 * standard_exponential(stream)
            }
        };
        (Span::from_seconds_f64(seconds), false)
    }

    /// The mean in seconds.
    pub fn mean_s(&self) -> f64 {
        let mean_of = |values: &[Span]| {
            values.iter().map(|value| value.as_seconds_f64()).sum::<f64>() / values.len() as f64
        };
        match self {
            Distribution::Fixed(span) => span.as_seconds_f64(),
            Distribution::Exponential { mean_s } => *mean_s,
            Distribution::Lognormal { log_mean, log_deviation } => {
                libm::exp(log_mean + log_deviation * log_deviation / 2.0)
            }
            Distribution::Gamma { shape, scale_s } => shape * scale_s,
            Distribution::Weibull { scale_s, inverse_shape } => scale_s * libm::tgamma(1.0 + inverse_shape),
            Distribution::Uniform { low_s, width_s } => low_s + width_s / 2.0,
            Distribution::Hyperexponential { branches } => {
                branches.iter().map(|(share, mean)| share * mean).sum()
            }
            Distribution::Empirical(values) | Distribution::Listed(values) => mean_of(values),
        }
    }

    /// Whether the `turn`th value exists (only listed values run out).
    pub fn has_turn(&self, turn: u64) -> bool {
        !matches!(self, Distribution::Listed(values) if turn >= values.len() as u64)
    }
}

#[inline(never)]
fn lognormal(log_mean: f64, log_deviation: f64, mut stream: Stream) -> Span {
    Span::from_seconds_f64(lognormal_seconds(log_mean, log_deviation, &mut stream))
}

#[inline(always)]
fn lognormal_seconds(log_mean: f64, log_deviation: f64, stream: &mut Stream) -> f64 {
    exp(log_mean + log_deviation * standard_normal(stream))
}

/// A number strictly between 0 and 1.
pub(crate) fn uniform(stream: &mut Stream) -> f64 {
    Open01.sample(stream)
}

/// The place of the exit that a uniform number falls on; the last one takes what rounding leaves.
pub(crate) fn choose(shares: impl Iterator<Item = f64>, number: f64) -> usize {
    let mut left = number;
    let mut last = 0;
    for (index, share) in shares.enumerate() {
        if share > 0.0 {
            last = index;
            if left < share {
                return index;
            }
        }
        left -= share;
    }
    last
}

/// A gamma with scale 1 (Marsaglia and Tsang 2000); shapes below 1 by their boost with a uniform power.
pub(crate) fn standard_gamma(shape: f64, stream: &mut Stream) -> f64 {
    if shape < 1.0 {
        let boost = libm::pow(uniform(stream), 1.0 / shape);
        return standard_gamma(shape + 1.0, stream) * boost;
    }
    let d = shape - 1.0 / 3.0;
    let c = 1.0 / libm::sqrt(9.0 * d);
    loop {
        let x = standard_normal(stream);
        let root = 1.0 + c * x;
        if root > 0.0 {
            let v = root * root * root;
            if libm::log(uniform(stream)) < 0.5 * x * x + d - d * v + d * libm::log(v) {
                return d * v;
            }
        }
    }
}
