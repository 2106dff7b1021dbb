//! Callers who got no agent and call again: which share, and how much later.
//!
//! A redial that falls due while the centre is closed, or after the log ends, is never seen. So who does not call again
//! either never would, or would have at a time when nobody could tell: the likelihood of a caller who gave up is
//! `share × density(delay)` if he is seen again, else `1 - share × (the part of the delay's distribution that lies in
//! opening hours)`. The share and the delay are estimated together. This is a cure model (Boag 1949): ignoring closing
//! time would make callers seem to redial less often, and sooner.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};

use crate::calendar::Calendar;
use crate::families::Family;
use crate::fitting::{EVENTS_AT_LEAST, Estimate, Fit};
use crate::goodness::{self, Goodness};
use crate::likelihood::{Maximum, Z95, maximize, slopes};
use crate::log::columns::Outcome;
use crate::log::{Call, DAY_S, Log};
use crate::sample::Sample;

/// What a delay may be.
const FAMILIES: [Family; 4] = [Family::Exponential, Family::Lognormal, Family::Gamma, Family::Weibull];
/// A last attempt after which nobody calls again is a limit if luck alone ends there once in so many logs.
const LIMIT_BY_LUCK: f64 = 0.001;
/// Instants of giving up are told apart to this, in seconds.
const GRAIN_S: f64 = 30.0;
/// Delays and horizons that a curve is drawn from.
const CURVE: usize = 200;
/// Without numbers of attempts, a call is a redial if it comes so soon after one that was not answered.
const REDIAL_WITHIN_S: f64 = DAY_S;

/// The redials of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Redials {
    /// Callers who got no agent, up to the last attempt after which one may call again.
    pub gave_up: usize,
    /// Those of them who were seen again.
    pub called_again: usize,
    /// The share that calls again, seen or not.
    pub share: Option<Estimate>,
    /// Redials at most, where the log shows a limit.
    pub at_most: Option<u32>,
    /// The delays' families, the best first.
    pub fits: Vec<Fit>,
    /// The delays that were seen.
    pub seen: Sample,
    /// What is expected to be seen of them, by the best family: (delay, share of those seen that is shorter).
    pub expected: Vec<(f64, f64)>,
    /// Calls that follow an answered one: the caller's matter was not settled. They are not fitted.
    pub after_answer: usize,
}

/// A caller who got no agent.
struct GaveUp {
    at: f64,
    attempt: u32,
    /// How much later he called again.
    again_after: Option<f64>,
}

/// Gives calls without a number of their attempt one: a caller's next call soon after one that was not answered.
pub fn number_attempts(log: &mut Log) {
    if log.has.attempt || !log.has.caller {
        return;
    }
    let mut last: BTreeMap<(usize, usize), (f64, u32)> = BTreeMap::new();
    for call in &mut log.calls {
        let Some(caller) = call.caller else { continue };
        let of_caller = (call.kind, caller);
        let before = last.get(&of_caller).filter(|(gave_up, _)| call.arrived - gave_up <= REDIAL_WITHIN_S);
        let attempt = before.map_or(1, |(_, attempt)| attempt + 1);
        call.attempt = Some(attempt);
        match call.gave_up_at() {
            Some(at) => last.insert(of_caller, (at, attempt)),
            None => last.remove(&of_caller),
        };
    }
}

/// Estimates them; none where the log does not tell callers apart.
pub fn redials(log: &Log, kind: usize, calendar: &Calendar) -> Option<Redials> {
    if !log.has.caller {
        return None;
    }
    let (mut all, after_answer) = gather(log, kind);
    let last = all.iter().map(|gave_up| gave_up.attempt).max().unwrap_or(1);
    let mut redials = estimate(&all, calendar);
    if let (Some(share), Some(fit)) = (redials.share, redials.fits.first()) {
        // How likely nobody at all would have called after the last attempt there is.
        let log_luck: f64 = all
            .iter()
            .filter(|gave_up| gave_up.attempt == last)
            .map(|gave_up| (1.0 - share.value * reach(fit, &calendar.open_after(gave_up.at))).max(1e-12).ln())
            .sum();
        let nobody_again = all.iter().all(|gave_up| gave_up.attempt < last || gave_up.again_after.is_none());
        if last > 1 && nobody_again && log_luck < f64::ln(LIMIT_BY_LUCK) {
            all.retain(|gave_up| gave_up.attempt < last);
            redials = estimate(&all, calendar);
            redials.at_most = Some(last - 1);
        }
    }
    redials.after_answer = after_answer;
    Some(redials)
}

/// Who got no agent, and how many calls follow an answered one.
fn gather(log: &Log, kind: usize) -> (Vec<GaveUp>, usize) {
    let mut callers: BTreeMap<usize, Vec<&Call>> = BTreeMap::new();
    for call in log.of_kind(kind) {
        if let Some(caller) = call.caller {
            callers.entry(caller).or_default().push(call);
        }
    }
    let (mut all, mut after_answer) = (Vec::new(), 0);
    for calls in callers.values() {
        for (place, call) in calls.iter().enumerate() {
            let Some(attempt) = call.attempt else { continue };
            let following = calls.get(place + 1).filter(|following| following.attempt == Some(attempt + 1));
            let Some(at) = call.gave_up_at() else {
                after_answer += usize::from(following.is_some() && call.outcome == Outcome::Answered);
                continue;
            };
            let again_after = following.map(|following| (following.arrived - at).max(0.0));
            all.push(GaveUp { at, attempt, again_after });
        }
    }
    (all, after_answer)
}

/// The part of a delay's distribution that lies in opening hours.
fn reach(fit: &Fit, windows: &[(f64, f64)]) -> f64 {
    reach_at(fit.family, &fit.maximum.at, windows)
}

fn reach_at(family: Family, at: &[f64], windows: &[(f64, f64)]) -> f64 {
    windows.iter().map(|(from, to)| family.share_within(at, *to) - family.share_within(at, *from)).sum()
}

/// Opening hours after giving up, and how many gave up there and were not seen again, and in all.
type Horizon = (Vec<(f64, f64)>, f64, f64);
type Horizons = Vec<Horizon>;

fn horizons(all: &[GaveUp], calendar: &Calendar) -> Horizons {
    let mut counts: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
    for gave_up in all {
        let count = counts.entry((gave_up.at / GRAIN_S) as u64).or_default();
        count.0 += f64::from(u8::from(gave_up.again_after.is_none()));
        count.1 += 1.0;
    }
    // The same hours after different days are the same.
    let mut alike: BTreeMap<Vec<i64>, Horizon> = BTreeMap::new();
    for (grain, (unseen, all)) in counts {
        let windows = calendar.open_after((grain as f64 + 0.5) * GRAIN_S);
        let key = windows.iter().flat_map(|(from, to)| [from, to]).map(|edge| edge.round() as i64).collect();
        let entry = alike.entry(key).or_insert((windows, 0.0, 0.0));
        entry.1 += unseen;
        entry.2 += all;
    }
    alike.into_values().collect()
}

fn estimate(all: &[GaveUp], calendar: &Calendar) -> Redials {
    let delays = all.iter().filter_map(|gave_up| gave_up.again_after);
    // A redial in the same second comes after half of it.
    let seen = Sample::of(delays.clone().map(|delay| (if delay > 0.0 { delay } else { 0.5 }, true)));
    let called_again = delays.count();
    let mut redials = Redials {
        gave_up: all.len(),
        called_again,
        share: None,
        at_most: None,
        fits: Vec::new(),
        seen,
        expected: Vec::new(),
        after_answer: 0,
    };
    if redials.seen.events() < EVENTS_AT_LEAST || redials.seen.is_constant() {
        redials.share =
            crate::patience::share(called_again as f64, all.len() as f64).filter(|_| called_again > 0);
        return redials;
    }
    let horizons = horizons(all, calendar);
    let mut fits: Vec<(Fit, Maximum)> =
        FAMILIES.iter().filter_map(|family| fit_one(*family, &redials.seen, &horizons)).collect();
    fits.sort_by(|(one, _), (other, _)| one.aic.total_cmp(&other.aic));
    if let Some((best, whole)) = fits.first() {
        let (logit, error) = (whole.at[0], whole.covariance[(0, 0)].sqrt());
        let [value, low, high] = [0.0, -Z95, Z95].map(|score| expit(logit + score * error));
        redials.share = Some(Estimate { value, low, high });
        redials.expected = expected_at(best.family, &best.maximum.at, &redials.seen, &horizons);
    }
    redials.fits = fits.into_iter().map(|(fit, _)| fit).collect();
    redials
}

fn expit(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// A family with the share: the fit of the delay, and the maximum in (logit of the share, the delay's parameters).
fn fit_one(family: Family, seen: &Sample, horizons: &Horizons) -> Option<(Fit, Maximum)> {
    let log_likelihood = |at: &[f64]| -> f64 {
        let (share, delay) = (expit(at[0]), &at[1..]);
        let of_seen: f64 = seen
            .entries
            .iter()
            .map(|entry| entry.events * (share.ln() + family.log_density(delay, entry.time)))
            .sum();
        let of_unseen = horizons.iter().filter(|(_, unseen, _)| *unseen > 0.0).map(|(windows, unseen, _)| {
            unseen * (1.0 - share * reach_at(family, delay, windows)).max(1e-300).ln()
        });
        of_seen + of_unseen.sum::<f64>()
    };
    let (mean, cv) = seen.moments();
    let gave_up: f64 = horizons.iter().map(|(_, _, all)| all).sum();
    let share = (seen.events() / gave_up).clamp(0.02, 0.98);
    let start: Vec<f64> = [(share / (1.0 - share)).ln()].into_iter().chain(family.start(mean, cv)).collect();
    let whole = maximize(&log_likelihood, &start)?;
    let goodness = goodness_of(family, seen, horizons, &whole);
    let count = whole.at.len() - 1;
    let delay = Maximum {
        at: whole.at[1..].to_vec(),
        covariance: whole.covariance.view((1, 1), (count, count)).into_owned(),
        log_likelihood: whole.log_likelihood,
    };
    Some((Fit::at_maximum(family, delay, goodness), whole))
}

/// Delays that were seen against those expected, by stretches of time; who is not seen again is a class of its own.
fn goodness_of(family: Family, seen: &Sample, horizons: &Horizons, whole: &Maximum) -> Option<Goodness> {
    let edges = goodness::edges(seen);
    let mut observed = DVector::zeros(edges.len());
    for entry in &seen.entries {
        observed[edges.partition_point(|edge| *edge < entry.time)] += entry.events;
    }
    let chances = |at: &[f64], windows: &[(f64, f64)]| -> Vec<f64> {
        let mut from = 0.0;
        let mut chance = |to: f64| {
            let inside: Vec<(f64, f64)> = windows
                .iter()
                .map(|(opens, closes)| (opens.max(from), closes.min(to)))
                .filter(|(a, b)| b > a)
                .collect();
            from = to;
            expit(at[0]) * reach_at(family, &at[1..], &inside)
        };
        edges.iter().map(|edge| chance(*edge)).collect()
    };
    let expected = |at: &[f64]| {
        let mut expected = DVector::zeros(edges.len());
        for (windows, _, all) in horizons {
            chances(at, windows)
                .iter()
                .enumerate()
                .for_each(|(place, chance)| expected[place] += all * chance);
        }
        expected
    };
    let fitted = expected(&whole.at);
    let mut covariance = DMatrix::from_diagonal(&fitted);
    for (windows, _, all) in horizons {
        let chances = DVector::from_vec(chances(&whole.at, windows));
        covariance -= &chances * chances.transpose() * *all;
    }
    let slopes = slopes(&expected, &whole.at);
    let p_value = goodness::p_value(&(observed - &fitted), &covariance, &slopes, whole)?;
    let curve = expected_at(family, &whole.at[1..], seen, horizons);
    let apart = |(delay, fitted): &(f64, f64)| {
        let shorter = seen.entries.iter().take_while(|entry| entry.time <= *delay);
        (shorter.map(|entry| entry.events).sum::<f64>() / seen.events() - fitted).abs()
    };
    let distance = curve.iter().map(apart).fold(0.0, f64::max);
    Some(Goodness { distance, p_value })
}

/// Of those who are expected to be seen again, the share by each of some delays that were seen.
fn expected_at(family: Family, at: &[f64], seen: &Sample, horizons: &Horizons) -> Vec<(f64, f64)> {
    // Of thousands of delays and horizons a few hundred draw the same line.
    let some: Vec<_> = horizons.iter().step_by(horizons.len().div_ceil(CURVE).max(1)).collect();
    let all: f64 = some.iter().map(|(windows, _, all)| all * reach_at(family, at, windows)).sum();
    let within = |delay: f64| {
        let part = |windows: &Vec<(f64, f64)>| -> f64 {
            let inside =
                windows.iter().map(|(from, to)| (*from, to.min(delay))).filter(|(from, to)| to > from);
            inside.map(|(from, to)| family.share_within(at, to) - family.share_within(at, from)).sum()
        };
        some.iter().map(|(windows, _, all)| all * part(windows)).sum::<f64>() / all.max(1e-12)
    };
    let every = seen.entries.len().div_ceil(CURVE).max(1);
    seen.entries.iter().step_by(every).map(|entry| (entry.time, within(entry.time))).collect()
}
