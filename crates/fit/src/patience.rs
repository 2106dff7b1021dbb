//! How long callers of a kind are willing to wait.
//!
//! Who gave up shows his patience; who was answered, or dropped at closing, only shows that it was longer. Leaving the
//! latter out makes callers look far too impatient, so they count as censored times. That is right as long as how soon
//! a caller is answered does not depend on his patience, which first-come-first-served sees to. A call answered at once
//! says nothing at all, and neither does one that found the queue full.
//!
//! Giving up after 0 s is no patience but a balk: the caller hung up on hearing that nobody was free. So balks are a
//! share of those who found nobody free.

use statrs::distribution::{Beta, ContinuousCDF};

use crate::families::Family;
use crate::fitting::{Estimate, Fits, fit};
use crate::log::Call;
use crate::log::columns::Outcome;
use crate::sample::Sample;

/// What patience may be.
const FAMILIES: [Family; 3] = [Family::Exponential, Family::Weibull, Family::Hyperexponential];

/// The patience of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Patience {
    /// The families.
    pub fits: Fits,
    /// Callers who waited and gave up.
    pub gave_up: usize,
    /// Callers who waited and were answered, or dropped.
    pub stayed: usize,
    /// Callers who hung up at once when nobody was free.
    pub balked: usize,
    /// Their share of those who found nobody free; none where nobody balked.
    pub balks: Option<Estimate>,
}

/// Estimates it.
pub fn patience<'a>(calls: impl Iterator<Item = &'a Call>) -> Patience {
    let mut times = Vec::new();
    let mut balked = 0;
    for call in calls {
        let Some(wait) = call.wait else { continue };
        match call.outcome {
            Outcome::Abandoned if wait == 0.0 => balked += 1,
            Outcome::Abandoned => times.push((wait, true)),
            Outcome::Answered | Outcome::Dropped | Outcome::InProgress if wait > 0.0 => {
                times.push((wait, false))
            }
            _ => {}
        }
    }
    let gave_up = times.iter().filter(|(_, is_event)| *is_event).count();
    let stayed = times.len() - gave_up;
    let balks = (balked > 0).then(|| share(balked as f64, (balked + times.len()) as f64)).flatten();
    Patience { fits: fit(&FAMILIES, Sample::of(times.into_iter())), gave_up, stayed, balked, balks }
}

/// A share with its interval of Clopper and Pearson (1934).
pub fn share(of: f64, all: f64) -> Option<Estimate> {
    if all <= 0.0 {
        return None;
    }
    let quantile = |one: f64, other: f64, share: f64| Some(Beta::new(one, other).ok()?.inverse_cdf(share));
    let low = if of > 0.0 { quantile(of, all - of + 1.0, 0.025)? } else { 0.0 };
    let high = if of < all { quantile(of + 1.0, all - of, 0.975)? } else { 1.0 };
    Some(Estimate { value: of / all, low, high })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_of_a_share_is_that_of_clopper_and_pearson() {
        // R: binom.test(7, 50) gives 0.05819170 to 0.26739600.
        let found = share(7.0, 50.0).expect("an interval");
        assert!(
            (found.low - 0.058_191_7).abs() < 1e-5 && (found.high - 0.267_396_0).abs() < 1e-5,
            "{found:?}"
        );
        assert_eq!(share(0.0, 10.0).map(|share| share.low), Some(0.0));
    }
}
