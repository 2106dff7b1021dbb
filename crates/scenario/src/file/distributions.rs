//! Distributions as they are written: one key that names it, and its parameters.

use serde::Deserialize;

use super::{At, Maybe};
use crate::quantity::{Length, Number, Share, Spread, Text, Whole};

tables! {
    /// A mean.
    MeanTable {
        /// The mean of the quantity itself.
        mean: Maybe<Length>,
    }
    /// A mean and a coefficient of variation.
    MeanAndCvTable {
        /// The mean of the quantity itself.
        mean: Maybe<Length>,
        /// Its standard deviation ÷ mean.
        cv: Maybe<Spread>,
    }
    /// An Erlang distribution.
    ErlangTable {
        /// The mean of all stages together.
        mean: Maybe<Length>,
        /// How many exponential stages.
        stages: Maybe<Whole>,
    }
    /// A Weibull distribution.
    WeibullTable {
        /// The mean of the quantity itself.
        mean: Maybe<Length>,
        /// Below 1: many early ends and some late ones; 1: exponential.
        shape: Maybe<Number>,
    }
    /// A uniform distribution.
    UniformTable {
        /// The least.
        low: Maybe<Length>,
        /// The greatest.
        high: Maybe<Length>,
    }
    /// A mixture of exponentials.
    HyperexponentialTable {
        /// Their shares, which sum to 100%.
        shares: Vec<At<Share>>,
        /// Their means.
        means: Vec<At<Length>>,
    }
    /// Values that were measured.
    EmpiricalTable {
        /// The path of a CSV file with a column `seconds`.
        file: Maybe<Text>,
    }
}

/// A distribution: one key that names it.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Fixed(At<Length>),
    Exponential(At<MeanTable>),
    Lognormal(At<MeanAndCvTable>),
    Gamma(At<MeanAndCvTable>),
    Erlang(At<ErlangTable>),
    Weibull(At<WeibullTable>),
    Uniform(At<UniformTable>),
    Hyperexponential(At<HyperexponentialTable>),
    Empirical(At<EmpiricalTable>),
    Listed(At<Vec<At<Length>>>),
}

/// The names of the distributions.
pub(crate) const SHAPES: [&str; 10] = [
    "fixed",
    "exponential",
    "lognormal",
    "gamma",
    "erlang",
    "weibull",
    "uniform",
    "hyperexponential",
    "empirical",
    "listed",
];
