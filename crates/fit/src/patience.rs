//! How long callers of a kind are willing to wait.
//!
//! Who gave up shows his patience; who was answered, or dropped at closing, only shows that it was longer. Leaving the
//! latter out makes callers look far too impatient, so they count as censored times. That is right as long as how soon
//! a caller is answered does not depend on his patience, which first-come-first-served sees to. A call answered at once
//! says nothing at all, and neither does one that found the queue full.
//!
//! Giving up after 0 s is no patience but a balk: the caller hung up on hearing that nobody was free. So balks are a
//! share of those who found nobody free.
//!
//! Most logs have whole seconds. Who gave up and who was answered in the same second then look as if all the latter had
//! waited longer, which makes callers look more patient than they are, by half of those answered in a second; and
//! whoever gave up within the first half second looks like a balk. So waits in whole seconds are spread evenly over the
//! second that each was in, and only those at 0 s whom the next second does not explain are balks.

use std::collections::BTreeMap;

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
    let is_whole = times.iter().all(|(wait, _)| wait.fract() == 0.0);
    // Where all gave up after the same time, that time is what there is to say.
    if is_whole && !Sample::of(times.iter().copied()).is_constant() {
        let seconds = Seconds::of(balked, &times);
        balked = seconds.balked;
        times = seconds.spread(&times);
    }
    let gave_up = times.iter().filter(|(_, is_event)| *is_event).count();
    let stayed = times.len() - gave_up;
    let balks = (balked > 0).then(|| share(balked as f64, (balked + times.len()) as f64)).flatten();
    Patience { fits: fit(&FAMILIES, Sample::of(times.into_iter())), gave_up, stayed, balked, balks }
}

/// How a log of whole seconds is to be read.
struct Seconds {
    /// Who gave up at 0 s having no patience at all.
    balked: usize,
    /// Who did having only little.
    at_zero: usize,
    /// What a whole second begins with: half a second before it, or itself where fractions are cut off.
    begins: f64,
}

impl Seconds {
    /// By those who gave up at 0 s, against those who did at 1 s: half as many where seconds are rounded, as many where
    /// they are cut off, and more where there are balks.
    fn of(at_zero: usize, times: &[(f64, bool)]) -> Seconds {
        let after_one = times.iter().filter(|time| **time == (1.0, true)).count() as f64;
        let (zero, by_luck) = (at_zero as f64, 3.0 * (after_one + 1.0).sqrt());
        if zero > after_one + by_luck {
            let little = (after_one / 2.0).round() as usize;
            Seconds { balked: at_zero - little, at_zero: little, begins: -0.5 }
        } else {
            let begins = if zero > 0.75 * after_one { 0.0 } else { -0.5 };
            Seconds { balked: 0, at_zero, begins }
        }
    }

    /// Times spread evenly over the seconds that they were in.
    fn spread(&self, times: &[(f64, bool)]) -> Vec<(f64, bool)> {
        let mut seconds: BTreeMap<(u64, bool), usize> = BTreeMap::from([((0, true), self.at_zero)]);
        for (time, is_event) in times {
            *seconds.entry((*time as u64, *is_event)).or_default() += 1;
        }
        let spread = seconds.into_iter().flat_map(|((second, is_event), count)| {
            let (from, to) = (second as f64 + self.begins, second as f64 + self.begins + 1.0);
            let from = from.max(0.0);
            let part = (to - from) / count as f64;
            (0..count).map(move |place| (from + (place as f64 + 0.5) * part, is_event))
        });
        spread.collect()
    }
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
