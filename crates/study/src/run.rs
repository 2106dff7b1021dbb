//! The replications of one scenario, on all cores, until they are enough. What comes out does not depend on
//! how many cores there are.

use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use acd_engine::Luck;
use acd_scenario::{Precision, Scenario, Stopping, Watched};
use rayon::prelude::*;

use crate::estimate::Estimate;
use crate::looks::Looks;
use crate::metric::Metric;
use crate::outcome::{Fold, Outcome};
use crate::records::CallRecord;
use crate::replicate::{Keep, Replicate, replicate};
use crate::verdict::{Goal, goals_by};

/// Replications a thread has in hand before their results are folded in order.
const BATCH_PER_THREAD: usize = 4;
/// The same where each holds the records of all its calls.
const BATCH_PER_THREAD_WITH_CALLS: usize = 1;

/// Takes the call records of one replication, counted from zero.
pub type TakeCalls<'a> = dyn FnMut(u32, &[CallRecord]) -> io::Result<()> + 'a;

/// Someone who watches a study, and may stop it.
pub trait Watch: Sync {
    /// A scenario runs until this many replications, then it is looked at.
    fn goes_on_until(&self, _replications: u32) {}
    /// A search or sweep turns to a value, counted from 1 among so many at most.
    fn turns_to(&self, _value: f64, _number: usize, _at_most: usize) {}
    /// A calibration simulates its scenario anew, counted from 1 among so many at most.
    fn evaluates(&self, _number: usize, _at_most: usize) {}
    /// A wanted precision was looked at.
    fn looks_at(&self, _precision: &[Reached]) {}
    /// A replication is done; told from any thread.
    fn one_done(&self) {}
    /// Whether to stop: what is done is kept.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {}

/// The threads that run studies, and who watches them.
pub struct Crew<'a> {
    pool: rayon::ThreadPool,
    pub(crate) watch: &'a dyn Watch,
}

impl<'a> Crew<'a> {
    /// Starts so many threads; `None`: as many as the machine has cores.
    ///
    /// # Errors
    ///
    /// No threads could be had.
    pub fn new(threads: Option<usize>, watch: &'a dyn Watch) -> Result<Crew<'a>, Stopped> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        pool.map(|pool| Crew { pool, watch }).map_err(|error| Stopped::Threads(error.to_string()))
    }

    /// Does replications on all threads, and hands over their results in order, a batch at a time. An interruption
    /// ends it after those that have begun; whether all were done is returned.
    pub(crate) fn does<T: Send>(
        &self,
        numbers: Range<u32>,
        one: impl Fn(u32) -> T + Sync,
        takes: impl FnMut(T) -> Result<(), Stopped>,
    ) -> Result<bool, Stopped> {
        self.does_in_batches(BATCH_PER_THREAD, numbers, one, takes)
    }

    /// The same with so many results in hand for each thread.
    fn does_in_batches<T: Send>(
        &self,
        per_thread: usize,
        numbers: Range<u32>,
        one: impl Fn(u32) -> T + Sync,
        mut takes: impl FnMut(T) -> Result<(), Stopped>,
    ) -> Result<bool, Stopped> {
        let batch = u32::try_from(self.pool.current_num_threads() * per_thread).unwrap_or(u32::MAX);
        let one = |number: u32| {
            // A replication that has begun is finished: the prefix that is kept has no holes.
            if self.watch.is_interrupted() {
                return None;
            }
            let result = one(number);
            self.watch.one_done();
            Some(result)
        };
        let mut done = numbers.start;
        while done < numbers.end {
            let last = done.saturating_add(batch).min(numbers.end);
            let range = (done..last).into_par_iter();
            let results: Vec<Option<T>> = self.pool.install(|| range.map(one).collect());
            for result in results {
                let Some(result) = result else { return Ok(false) };
                takes(result)?;
            }
            done = last;
        }
        Ok(true)
    }

    /// Does jobs on all threads, each thread the next that nobody has begun, and hands over their results as they
    /// come: jobs of very different lengths leave no thread idle. Whether all were done is returned.
    pub(crate) fn does_as_they_come<T: Send, E>(
        &self,
        jobs: u64,
        one: impl Fn(u64) -> T + Sync,
        mut takes: impl FnMut(u64, T) -> Result<(), E> + Send,
    ) -> Result<bool, E>
    where
        E: Send,
    {
        let next = AtomicU64::new(0);
        let (sender, receiver) = mpsc::sync_channel(1);
        let work = |sender: mpsc::SyncSender<(u64, T)>| {
            while !self.watch.is_interrupted() {
                let job = next.fetch_add(1, Ordering::Relaxed);
                if job >= jobs {
                    break;
                }
                let result = one(job);
                self.watch.one_done();
                // Nobody takes results any more after an error.
                if sender.send((job, result)).is_err() {
                    break;
                }
            }
        };
        let work = &work;
        self.pool.in_place_scope(move |scope| {
            for _ in 0..self.pool.current_num_threads() {
                let sender = sender.clone();
                scope.spawn(move |_| work(sender));
            }
            drop(sender);
            let mut done = 0;
            for (job, result) in receiver {
                takes(job, result)?;
                done += 1;
            }
            Ok(done == jobs)
        })
    }
}

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

    /// Runs replications until so many are done, in batches that are folded in order.
    fn runs_up_to(&mut self, replications: u32, crew: &Crew<'_>) -> Result<(), Stopped> {
        crew.watch.goes_on_until(replications);
        let (keep, per_thread) = match self.calls {
            Some(_) => (Keep::Calls, BATCH_PER_THREAD_WITH_CALLS),
            None => (Keep::Counters, BATCH_PER_THREAD),
        };
        let scenario = self.scenario;
        let one = |number: u32| {
            let luck = Luck::new(scenario.run.seed, u64::from(number));
            replicate(scenario, luck, keep)
        };
        let numbers = self.done..replications;
        let is_whole = crew.does_in_batches(per_thread, numbers, one, |result| self.takes(&result))?;
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
