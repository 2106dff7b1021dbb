//! A search for the least value that meets every goal, and a sweep over all values.
//!
//! Every value meets the same callers: its replications have the same luck as those of the other values
//! (common random numbers), so that the difference between two values is a matter of the values.
//!
//! The search is a bisection over the values from the least to the greatest. It assumes that what can be
//! expected of the goals rises with the value; single paths need not. A value whose interval straddles a goal
//! to the end is undecided and counts as not met, so the best value is one that was met, and the step below
//! it, which bisection always evaluates last, was not (`semantics.md`, rule 26).

use std::collections::BTreeMap;

use acd_scenario::{Scenario, Search};

use crate::crew::Crew;
use crate::estimate::Estimate;
use crate::run::{Series, Stopped};
use crate::verdict::{Goal, Verdict, of_all};

/// Which values are tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// By bisection, each until its verdict is sure or its replications are used up.
    Search,
    /// All of them, each as often as the scenario says.
    Sweep,
}

/// What was found at one value.
#[derive(Clone, Debug)]
pub struct Point {
    /// Its place among the values of the search.
    pub place: usize,
    /// The value: a share from 0 to 1, a length in seconds.
    pub value: f64,
    /// That of the other key, where two are varied.
    pub second: Option<f64>,
    /// How many persons or heads the scenario has at this value.
    pub agents: u64,
    /// The replications that were run.
    pub replications: u32,
    /// Whether every goal is met; `None` where the scenario has none, or the value was interrupted.
    pub verdict: Option<Verdict>,
    /// The goals, judged at the confidence of a look.
    pub goals: Vec<Goal>,
    /// The total's metrics, at the confidence of files.
    pub total: Vec<Estimate>,
}

/// What a search or a sweep found.
#[derive(Clone, Debug)]
pub struct Searched {
    /// How it went about.
    pub way: Way,
    /// The values that were tried, rising.
    pub points: Vec<Point>,
    /// The place among them of the least that is met.
    pub best: Option<usize>,
    /// The confidence of the verdicts, all looks together.
    pub confidence: f64,
    /// Interrupted: values are missing, or the last of them has fewer replications than it needs.
    pub is_partial: bool,
}

impl Searched {
    /// Values whose interval still straddled a goal when the replications ran out.
    pub fn undecided(&self) -> impl Iterator<Item = f64> {
        let undecided = |point: &&Point| point.verdict == Some(Verdict::Undecided);
        self.points.iter().filter(undecided).map(|point| point.value)
    }

    /// The least value that is met.
    pub fn best(&self) -> Option<&Point> {
        self.best.and_then(|best| self.points.get(best))
    }
}

/// Tries values. `at` gives the scenario of a value by its place.
///
/// # Errors
///
/// What `at` returns; a list that ran out. An interruption is none: what is done is kept.
pub fn search<E: From<Stopped>>(
    search: &Search,
    way: Way,
    crew: &Crew<'_>,
    mut at: impl FnMut(usize) -> Result<Scenario, E>,
) -> Result<Searched, E> {
    let mut tried = Tried { points: BTreeMap::new(), is_partial: false, confidence: 0.0 };
    let most = match way {
        Way::Sweep => search.count(),
        Way::Search => search.count().ilog2() as usize + 1,
    };
    let mut try_out = |place: usize, tried: &mut Tried| -> Result<Option<Verdict>, E> {
        let value = search.value(place).value;
        crew.watch.turns_to(value, tried.points.len() + 1, most);
        let scenario = at(place)?;
        tried.confidence = scenario.run.confidence;
        let (point, is_partial) = evaluate(&scenario, search, place, (way, crew))?;
        tried.is_partial |= is_partial;
        let verdict = point.as_ref().and_then(|point| point.verdict);
        tried.points.extend(point.map(|point| (place, point)));
        Ok(verdict)
    };
    match way {
        Way::Sweep => {
            for place in 0..search.count() {
                if !tried.is_partial {
                    try_out(place, &mut tried)?;
                }
            }
        }
        Way::Search => {
            // Below `least` nothing is met; at `met`, if it is a value, every goal is.
            let (mut least, mut met) = (0, search.count());
            while least < met && !tried.is_partial {
                let middle = least + (met - least - 1) / 2;
                match try_out(middle, &mut tried)? {
                    Some(Verdict::Met) => met = middle,
                    _ => least = middle + 1,
                }
            }
        }
    }
    Ok(tried.finish(way))
}

struct Tried {
    points: BTreeMap<usize, Point>,
    is_partial: bool,
    confidence: f64,
}

impl Tried {
    fn finish(self, way: Way) -> Searched {
        let points: Vec<Point> = self.points.into_values().collect();
        let is_met = |point: &Point| point.verdict == Some(Verdict::Met);
        // An interrupted search has not seen the step below.
        // Of pairs none is the least.
        let has_pairs = points.iter().any(|point| point.second.is_some());
        let best = points.iter().position(is_met).filter(|_| !self.is_partial && !has_pairs);
        Searched { way, points, best, confidence: self.confidence, is_partial: self.is_partial }
    }
}

/// Runs one value's scenario until it is decided; no point where not one replication was done.
fn evaluate(
    scenario: &Scenario,
    search: &Search,
    place: usize,
    (way, crew): (Way, &Crew<'_>),
) -> Result<(Option<Point>, bool), Stopped> {
    let mut series = Series::new(scenario, None);
    match way {
        Way::Sweep => series.goes_on_until_precise(crew)?,
        Way::Search => series.goes_on_until(crew, |series| {
            of_all(&series.goals()).is_some_and(|verdict| verdict != Verdict::Undecided)
        })?,
    }
    if series.done == 0 {
        return Ok((None, true));
    }
    let goals = series.goals();
    let (replications, is_partial) = (series.done, series.is_partial);
    // Between two looks there is no verdict.
    let verdict = of_all(&goals).filter(|_| !is_partial);
    let agents = scenario.model.people().len() as u64;
    let total = series.finish().total().whole.clone();
    let value = search.value(place).value;
    let second = search.second_value(place).map(|second| second.value);
    Ok((Some(Point { place, value, second, agents, replications, verdict, goals, total }), is_partial))
}
