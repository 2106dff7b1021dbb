//! Families fitted to times by maximum likelihood, the best of them by Akaike's criterion.

use crate::families::{Family, Unit};
use crate::goodness::{self, Goodness};
use crate::likelihood::{Maximum, Z95, maximize};
use crate::sample::Sample;

/// Fewer events than this tell no distribution.
pub const EVENTS_AT_LEAST: f64 = 10.0;

/// A value with its 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// The estimate.
    pub value: f64,
    /// Lower end.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// A fitted family.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Which.
    pub family: Family,
    /// Where the likelihood has its maximum.
    pub maximum: Maximum,
    /// Its parameters as the scenario names them, in the order of [`Family::parameters`].
    pub parameters: Vec<Estimate>,
    /// The mean, which of some families is no parameter.
    pub mean: Estimate,
    /// Akaike's criterion: the least is the best.
    pub aic: f64,
    /// How well it fits.
    pub goodness: Option<Goodness>,
}

/// What times were fitted with.
#[derive(Clone, Debug, PartialEq)]
pub struct Fits {
    /// All that could be fitted, the best first.
    pub all: Vec<Fit>,
    /// What they were fitted to.
    pub sample: Sample,
}

impl Fits {
    /// The best.
    pub fn best(&self) -> Option<&Fit> {
        self.all.first()
    }

    /// One of them.
    pub fn of(&self, family: Family) -> Option<&Fit> {
        self.all.iter().find(|fit| fit.family == family)
    }
}

/// The 95 % interval of a parameter's own scale, from its unbounded one.
pub fn estimate(family: Family, place: usize, maximum: &Maximum) -> Estimate {
    let (middle, error) = (maximum.at[place], maximum.covariance[(place, place)].sqrt());
    let [value, low, high] = [0.0, -Z95, Z95].map(|score| family.value(place, middle + score * error));
    Estimate { value, low, high }
}

impl Fit {
    /// A maximum of a family's likelihood with all that follows from it.
    pub fn at_maximum(family: Family, maximum: Maximum, goodness: Option<Goodness>) -> Fit {
        let parameters: Vec<Estimate> =
            (0..family.parameters().len()).map(|place| estimate(family, place, &maximum)).collect();
        let error = maximum.error_of(|at| family.mean(at).ln());
        let log_mean = family.mean(&maximum.at).ln();
        let [value, low, high] = [0.0, -Z95, Z95].map(|score| (log_mean + score * error).exp());
        let mean = Estimate { value, low, high };
        let aic = 2.0 * (maximum.at.len() as f64 - maximum.log_likelihood);
        Fit { family, maximum, parameters, mean, aic, goodness }
    }

    /// The named parameters with their units.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, Unit, Estimate)> {
        let names = self.family.parameters().iter();
        names.zip(&self.parameters).map(|((name, unit), estimate)| (*name, *unit, *estimate))
    }
}

/// Fits families to times. An event counts with its density, a censored time with the share that is longer.
pub fn fit(families: &[Family], sample: Sample) -> Fits {
    let mut all: Vec<Fit> = Vec::new();
    if sample.events() >= EVENTS_AT_LEAST && !sample.is_constant() {
        all = families.iter().filter_map(|family| fit_one(*family, &sample)).collect();
        all.sort_by(|one, other| one.aic.total_cmp(&other.aic));
    }
    Fits { all, sample }
}

fn fit_one(family: Family, sample: &Sample) -> Option<Fit> {
    let log_likelihood = |at: &[f64]| -> f64 {
        let of = |time: f64, weight: f64, log: &dyn Fn(f64) -> f64| {
            if weight > 0.0 { weight * log(time) } else { 0.0 }
        };
        let terms = sample.entries.iter().map(|entry| {
            of(entry.time, entry.events, &|time| family.log_density(at, time))
                + of(entry.time, entry.censored, &|time| family.log_survival(at, time))
        });
        terms.sum()
    };
    let (_, cv) = sample.moments();
    let start = family.start(sample.exposure() / sample.events(), cv);
    let mut maximum = maximize(&log_likelihood, &start)?;
    if family == Family::Hyperexponential {
        maximum = shorter_first(&maximum, &log_likelihood)?;
        // Two phases that are one, or one that nobody has, are an exponential: its own line says so.
        let share = family.value(0, maximum.at[0]);
        if (maximum.at[2] - maximum.at[1]) < 0.05 || !(0.005..=0.995).contains(&share) {
            return None;
        }
    }
    let goodness = goodness::of_times(family, sample, &maximum);
    Some(Fit::at_maximum(family, maximum, goodness))
}

/// The same maximum with the phases in order.
fn shorter_first(maximum: &Maximum, log_likelihood: &dyn Fn(&[f64]) -> f64) -> Option<Maximum> {
    match maximum.at[..] {
        [logit, first, second] if first > second => maximize(log_likelihood, &[-logit, second, first]),
        _ => Some(maximum.clone()),
    }
}
