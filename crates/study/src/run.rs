//! The replications of one scenario, until they are enough.

use std::fmt;
use std::io;

use acd_engine::Luck;
use acd_scenario::{Precision, Scenario, Stopping, Watched};

use crate::crew::Crew;
use crate::estimate::Estimate;
use crate::looks::Looks;
use crate::metric::Metric;
use crate::outcome::{Fold, Outcome};
use crate::records::CallRecord;
use crate::replicate::{Keep, Replicate, replicate};
use crate::verdict::{Goal, goals_by};

/// Takes the call records of one replication, counted from zero.
pub type TakeCalls<'a> = dyn FnMut(u32, &[CallRecord]) -> io::Result<()> + Send + 'a;

/// Why a study has no outcome.
#[derive(Debug)]
pub enum Stopped {
    /// A listed distribution had fewer values than callers.
    ListRanOut,
    /// Call records could not be written.
    Calls(io::Error),
    /// The threads could not be started.
    Threads(String),
    /// Interrupted before the first replication was done.
    Interrupted,
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::ListRanOut => formatter.write_str(
                "a listed distribution has fewer values than callers who need one: lengthen its list",
            ),
            Stopped::Calls(error) => write!(formatter, "call records can't be written: {error}"),
            Stopped::Threads(error) => write!(formatter, "threads can't be started: {error}"),
            Stopped::Interrupted => formatter.write_str("interrupted before the first replication was done"),
        }
    }
}

impl std::error::Error for Stopped {}

/// What a wanted precision came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Reached {
    /// The figure it was asked of.
    pub of: Watched,
    /// The widest half-width that was wanted.
    pub wanted: f64,
    /// The half-width at the last look, at the look's confidence; `None` where the figure does not exist.
    pub half_width: Option<f64>,
}

impl Reached {
    /// Whether it is so precise.
    pub fn is_reached(&self) -> bool {
        self.half_width.is_some_and(|half_width| half_width <= self.wanted)
    }
}

/// Runs a scenario as often as it says.
///
/// # Errors
///
/// A list ran out, call records could not be written, or nothing was done when it was interrupted.
pub fn run(
    scenario: &Scenario,
    crew: &Crew<'_>,
    calls: Option<&mut TakeCalls<'_>>,
) -> Result<Outcome, Stopped> {
    let mut series = Series::new(scenario, calls);
    series.goes_on_until_precise(crew)?;
    if series.done == 0 {
        return Err(Stopped::Interrupted);
    }
    Ok(series.finish())
}

/// What a wanted precision has come to; `estimate` gives a figure by its scope, `None` being the total, and metric.
pub(crate) fn precision_reached(
    precision: &Precision,
    estimate: impl Fn(Option<usize>, usize) -> Estimate,
) -> Vec<Reached> {
    let reached = precision.of.iter().map(|of| {
        let estimate = estimate(of.queue, Metric::place(&of.metric));
        let half_width = estimate.high.zip(estimate.low).map(|(high, low)| (high - low) / 2.0);
        Reached { of: of.clone(), wanted: precision.half_width, half_width }
    });
    reached.collect()
}

/// The replications of one scenario so far.
pub(crate) struct Series<'a, 'c> {
    scenario: &'a Scenario,
    calls: Option<&'a mut TakeCalls<'c>>,
    fold: Fold<'a>,
    looks: Looks,
    precision: Vec<Reached>,
    pub(crate) done: u32,
    /// Interrupted: what is done is a beginning.
    pub(crate) is_partial: bool,
}

impl<'a, 'c> Series<'a, 'c> {
    pub(crate) fn new(scenario: &'a Scenario, calls: Option<&'a mut TakeCalls<'c>>) -> Series<'a, 'c> {
        let (fold, looks) = (Fold::new(&scenario.model), Looks::of(&scenario.run));
        Series { scenario, calls, fold, looks, precision: Vec::new(), done: 0, is_partial: false }
    }

    /// Runs until the scenario's replications are done, or its precision is reached.
    pub(crate) fn goes_on_until_precise(&mut self, crew: &Crew<'_>) -> Result<(), Stopped> {
        let scenario = self.scenario;
        self.goes_on_until(crew, |series| match &scenario.run.stopping {
            Stopping::Fixed(_) => false,
            Stopping::Precise(precision) => {
                let (fold, confidence) = (&series.fold, series.looks.confidence);
                series.precision = precision_reached(precision, |queue, metric| {
                    fold.estimate(queue.unwrap_or(fold.total()), metric, confidence)
                });
                crew.watch.looks_at(&series.precision);
                series.precision.iter().all(Reached::is_reached)
            }
        })
    }

    /// Runs from look to look, until it is enough or there is no further look.
    pub(crate) fn goes_on_until(
        &mut self,
        crew: &Crew<'_>,
        mut is_enough: impl FnMut(&mut Series<'a, 'c>) -> bool,
    ) -> Result<(), Stopped> {
        for look in self.looks.at.clone() {
            self.runs_up_to(look, crew)?;
            if is_enough(self) || self.is_partial {
                break;
            }
        }
        Ok(())
    }

    /// The goals as they stand at this look.
    pub(crate) fn goals(&self) -> Vec<Goal> {
        goals_by(self.scenario, |queue, metric| self.fold.share(queue, metric, self.looks.confidence))
    }

    /// What was found.
    pub(crate) fn finish(self) -> Outcome {
        Outcome { is_partial: self.is_partial, precision: self.precision, ..self.fold.finish() }
    }

    /// Runs replications until so many are done, and folds them in order.
    fn runs_up_to(&mut self, replications: u32, crew: &Crew<'_>) -> Result<(), Stopped> {
        crew.watch.goes_on_until(replications);
        // Where each holds the records of all its calls, few are in hand.
        let (keep, in_hand) = match self.calls {
            Some(_) => (Keep::Calls, crew.threads()),
            None => (Keep::Counters, crew.handful()),
        };
        let scenario = self.scenario;
        let one = |number: u32| {
            let luck = Luck::new(scenario.run.seed, u64::from(number));
            replicate(scenario, luck, keep)
        };
        let numbers = self.done..replications;
        let is_whole = crew.does(numbers, in_hand, one, |result| self.takes(&result))?;
        self.is_partial |= !is_whole;
        Ok(())
    }

    fn takes(&mut self, result: &Replicate) -> Result<(), Stopped> {
        if result.list_ran_out {
            return Err(Stopped::ListRanOut);
        }
        if let (Some(write), Some(calls)) = (&mut self.calls, &result.calls) {
            write(self.done, calls).map_err(Stopped::Calls)?;
        }
        self.fold.add(result);
        self.done += 1;
        Ok(())
    }
}
