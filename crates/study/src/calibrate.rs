//! Calibration: values of a scenario's unknowns under which its simulated totals meet the reported ones, how sure
//! they are, and which of them the totals can't tell apart.
//!
//! What is minimised is Σ (ln simulated − ln reported)² ÷ accuracy² + Σ (distance from the first guess)² ÷ variance of
//! the bounds: the totals as if printed with a normal relative error, and each unknown as if uniform between its
//! bounds (variance width² ÷ 12). Where the totals tell an unknown, the first term is thousands of times the second;
//! where they don't, the second keeps it where the scenario's author put it, instead of anywhere.
//!
//! The way there is Gauss and Newton's with steps halved where they don't help, inside the bounds (Nocedal and Wright,
//! Numerical Optimization, 2006, chapter 10). Every evaluation meets the same callers (common random numbers), so that
//! differences are those of the values. The uncertainty is Laplace's: the inverse of the same matrix at the end, with
//! the simulation's own error added to that of the totals.

use acd_scenario::{Calibration, Reported, Scenario};
use nalgebra::{DMatrix, DVector};

use crate::FILE_CONFIDENCE;
use crate::crew::Crew;
use crate::estimate::Estimate;
use crate::run::{Stopped, run};
use crate::student::student_t;
use crate::verdict::{Comparison, comparisons};

/// Precision of a value that is uniform between 0 and 1.
const OF_BOUNDS: f64 = 12.0;
/// The step of a difference quotient, in widths of the bounds: large against noise, small against curvature.
const PROBE: f64 = 0.04;
/// Steps at most; most scenarios need four.
const STEPS_AT_MOST: usize = 12;
/// A step that moves no unknown by more than this, in widths of the bounds, is the last.
const SMALL_STEP: f64 = 0.001;
/// A total that is simulated as nothing counts as this share of the reported one: its logarithm must be a number.
const LEAST_SHARE: f64 = 1e-3;
/// Correlations from here on, either way: the totals tell the two together, and neither alone.
const TOGETHER: f64 = 0.9;

/// What a calibration found.
#[derive(Clone, Debug)]
pub struct Calibrated {
    /// Each unknown, in the order of the scenario.
    pub unknowns: Vec<Told>,
    /// Pairs of unknowns that the totals can't tell apart, by their places, with their correlation.
    pub together: Vec<(usize, usize, f64)>,
    /// The totals that were to be met, at the values found.
    pub met: Vec<Comparison>,
    /// How many times the scenario was simulated.
    pub evaluations: usize,
    /// Replications of each.
    pub replications: u32,
    /// Whether it came to rest; else the steps ran out.
    pub is_settled: bool,
}

/// An unknown and what the totals tell of it.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// The value: a share from 0 to 1, a length in seconds.
    pub value: f64,
    /// The ends of its interval of 95 %, within the bounds.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of the doubt between its bounds that the totals remove: near 1 they tell it, near 0 they don't.
    pub told: f64,
}

impl Calibrated {
    /// Totals that are missed by more than three times what they are accurate to: they contradict each other, or the
    /// scenario.
    pub fn unmet(&self, accuracy: f64) -> impl Iterator<Item = &Comparison> {
        let is_off = move |total: &&Comparison| total.difference.is_none_or(|off| off.abs() > 3.0 * accuracy);
        self.met.iter().filter(is_off)
    }
}

/// Calls that were reported and stand in no total of how calls end; `None` where these are not all reported. Above zero
/// some ends were not counted, below zero some were counted twice.
pub fn unaccounted(reported: &Reported) -> Option<f64> {
    let total =
        |name: &str| reported.totals.iter().find(|(known, _)| *known == name).map(|(_, total)| *total);
    let ends = ["answered", "ivr_served", "abandoned"].map(total);
    let [Some(answered), Some(served), Some(abandoned)] = ends else { return None };
    let lost = ["line_blocked", "blocked", "dropped"].iter().filter_map(|name| total(name)).sum::<f64>();
    Some(total("calls")? - answered - served - abandoned - lost)
}

/// A point between the bounds, each unknown from 0 to 1, and what was simulated there.
#[derive(Clone)]
struct Tried {
    at: DVector<f64>,
    met: Vec<Comparison>,
    /// ln(simulated ÷ reported) ÷ accuracy.
    off: DVector<f64>,
    replications: u32,
}

/// Finds the unknowns. `at` gives the scenario with values of them.
///
/// # Errors
///
/// What `at` returns; a list that ran out; an interruption, as half a calibration is none.
pub fn calibrate<E: From<Stopped>>(
    calibration: &Calibration,
    crew: &Crew<'_>,
    at: impl FnMut(&[f64]) -> Result<Scenario, E>,
) -> Result<Calibrated, E> {
    let mut search = Calibrator { calibration, crew, at, evaluations: 0 };
    let widths = calibration.unknowns.iter().map(|unknown| unknown.to.value - unknown.from.value);
    let guesses = calibration.unknowns.iter().zip(widths);
    let guess = guesses.map(|(unknown, width)| (unknown.base.value - unknown.from.value) / width);
    let guess = DVector::from_iterator(calibration.unknowns.len(), guess);
    let mut here = search.tries(guess.clone())?;
    let mut is_settled = false;
    let mut slopes = search.slopes(&here)?;
    for _ in 0..STEPS_AT_MOST {
        let step = step(&here, &slopes, &guess);
        let Some(next) = search.goes(&here, &step, &guess)? else {
            is_settled = true;
            break;
        };
        is_settled = (&next.at - &here.at).amax() < SMALL_STEP;
        here = next;
        slopes = search.slopes(&here)?;
        if is_settled {
            break;
        }
    }
    Ok(search.concludes(here, &slopes, is_settled))
}

struct Calibrator<'a, 'c, F> {
    calibration: &'a Calibration,
    crew: &'a Crew<'c>,
    at: F,
    evaluations: usize,
}

impl<E: From<Stopped>, F: FnMut(&[f64]) -> Result<Scenario, E>> Calibrator<'_, '_, F> {
    fn values(&self, at: &DVector<f64>) -> Vec<f64> {
        let unknowns = self.calibration.unknowns.iter().zip(at.iter());
        unknowns.map(|(unknown, at)| readable(between(unknown.from.value, unknown.to.value, *at))).collect()
    }

    fn tries(&mut self, at: DVector<f64>) -> Result<Tried, E> {
        self.evaluations += 1;
        self.crew.watch.evaluates(self.evaluations, self.most());
        let values = self.values(&at);
        let scenario = (self.at)(&values)?;
        let outcome = run(&scenario, self.crew, None)?;
        if outcome.is_partial {
            return Err(Stopped::Interrupted.into());
        }
        let mut met = comparisons(&scenario, &outcome);
        met.retain(|total| self.calibration.meets.contains(&total.name));
        let off = met.iter().map(|total| {
            let share = total.simulated.mean.unwrap_or_default() / total.reported;
            share.max(LEAST_SHARE).ln() / self.calibration.accuracy
        });
        let off = DVector::from_iterator(met.len(), off);
        Ok(Tried { at, met, off, replications: outcome.replications })
    }

    /// The most evaluations that may be needed, for the progress line.
    fn most(&self) -> usize {
        (STEPS_AT_MOST + 1) * (self.calibration.unknowns.len() + 1)
    }

    /// How the totals change with each unknown, by difference quotients that look to the farther bound.
    fn slopes(&mut self, here: &Tried) -> Result<DMatrix<f64>, E> {
        let mut slopes = DMatrix::zeros(here.off.len(), here.at.len());
        for unknown in 0..here.at.len() {
            let probe = if here.at[unknown] < 0.5 { PROBE } else { -PROBE };
            let mut at = here.at.clone();
            at[unknown] += probe;
            let there = self.tries(at)?;
            slopes.set_column(unknown, &((there.off - &here.off) / probe));
        }
        Ok(slopes)
    }

    /// The best of the step, its half, its quarter and so on; `None` where none is better than staying.
    fn goes(&mut self, here: &Tried, step: &DVector<f64>, guess: &DVector<f64>) -> Result<Option<Tried>, E> {
        let mut step = step.clone();
        while step.amax() >= SMALL_STEP / 2.0 {
            let at = (&here.at + &step).map(|value| value.clamp(0.0, 1.0));
            let there = self.tries(at)?;
            if misfit(&there, guess) < misfit(here, guess) {
                return Ok(Some(there));
            }
            step /= 2.0;
        }
        Ok(None)
    }

    fn concludes(&self, here: Tried, slopes: &DMatrix<f64>, is_settled: bool) -> Calibrated {
        let spread = spread(&here, slopes, self.calibration.accuracy);
        let unknowns = self.calibration.unknowns.iter().zip(here.at.iter()).enumerate();
        let told = unknowns.map(|(place, (unknown, &at))| {
            let half = 1.96 * spread[(place, place)].max(0.0).sqrt();
            let value = |at: f64| between(unknown.from.value, unknown.to.value, at.clamp(0.0, 1.0));
            let told = (1.0 - OF_BOUNDS * spread[(place, place)]).clamp(0.0, 1.0);
            Told { value: readable(value(at)), low: value(at - half), high: value(at + half), told }
        });
        Calibrated {
            unknowns: told.collect(),
            together: together(&spread),
            met: here.met,
            evaluations: self.evaluations,
            replications: here.replications,
            is_settled,
        }
    }
}

fn between(from: f64, to: f64, at: f64) -> f64 {
    from + (to - from) * at
}

/// A value as it will be written: what is simulated is what stands in the file.
fn readable(value: f64) -> f64 {
    format!("{value:.5e}").parse().unwrap_or(value)
}

/// What is minimised.
fn misfit(tried: &Tried, guess: &DVector<f64>) -> f64 {
    tried.off.norm_squared() + OF_BOUNDS * (&tried.at - guess).norm_squared()
}

/// Gauss and Newton's step. An unknown at a bound that wants to go beyond stays, and the others step without it.
fn step(here: &Tried, slopes: &DMatrix<f64>, guess: &DVector<f64>) -> DVector<f64> {
    let mut slopes = slopes.clone();
    let mut is_free = vec![true; here.at.len()];
    loop {
        let curvature = slopes.tr_mul(&slopes) + DMatrix::identity(here.at.len(), here.at.len()) * OF_BOUNDS;
        let mut downhill = slopes.tr_mul(&here.off) + (&here.at - guess) * OF_BOUNDS;
        for (place, is_free) in is_free.iter().enumerate() {
            downhill[place] *= f64::from(u8::from(*is_free));
        }
        // Positive definite by the term of the bounds.
        let step = curvature.cholesky().map_or_else(|| downhill.clone() * 0.0, |root| -root.solve(&downhill));
        let beyond = |place: &usize| {
            let at = here.at[*place];
            is_free[*place] && ((at <= 0.0 && step[*place] < 0.0) || (at >= 1.0 && step[*place] > 0.0))
        };
        let Some(stays) = (0..here.at.len()).find(beyond) else { return step };
        is_free[stays] = false;
        slopes.column_mut(stays).fill(0.0);
    }
}

/// The covariance of the unknowns, in widths of their bounds.
fn spread(here: &Tried, slopes: &DMatrix<f64>, accuracy: f64) -> DMatrix<f64> {
    let mut slopes = slopes.clone();
    for (place, total) in here.met.iter().enumerate() {
        let error = relative_error(&total.simulated, here.replications);
        let weight = accuracy / accuracy.hypot(error);
        slopes.row_mut(place).scale_mut(weight);
    }
    let unknowns = here.at.len();
    let precision = slopes.tr_mul(&slopes) + DMatrix::identity(unknowns, unknowns) * OF_BOUNDS;
    precision
        .cholesky()
        .map_or_else(|| DMatrix::identity(unknowns, unknowns) / OF_BOUNDS, |root| root.inverse())
}

/// The standard error of a simulated total, relative to it.
fn relative_error(simulated: &Estimate, replications: u32) -> f64 {
    match (simulated.mean, simulated.low, simulated.high) {
        (Some(mean), Some(low), Some(high)) if mean > 0.0 => {
            (high - low) / 2.0 / student_t(FILE_CONFIDENCE, replications - 1) / mean
        }
        _ => 0.0,
    }
}

fn together(spread: &DMatrix<f64>) -> Vec<(usize, usize, f64)> {
    let mut pairs = Vec::new();
    for one in 0..spread.nrows() {
        for other in one + 1..spread.nrows() {
            let both = (spread[(one, one)] * spread[(other, other)]).sqrt();
            let correlation = spread[(one, other)] / both;
            if correlation.abs() >= TOGETHER {
                pairs.push((one, other, correlation));
            }
        }
    }
    pairs
}
