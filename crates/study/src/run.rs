//! A fixed number of replications on all cores. What comes out does not depend on how many there are.

use std::fmt;
use std::io;

use acd_engine::Luck;
use acd_scenario::Scenario;
use rayon::prelude::*;

use crate::outcome::{Fold, Outcome};
use crate::records::CallRecord;
use crate::replicate::{Keep, Replicate, replicate};

/// Replications a thread has in hand before their results are folded in order.
const BATCH_PER_THREAD: usize = 4;

/// Takes the call records of one replication, counted from zero.
pub type TakeCalls<'a> = dyn FnMut(u32, &[CallRecord]) -> io::Result<()> + 'a;

/// How a study is run.
pub struct Plan<'a> {
    /// Threads; `None`: as many as the machine has cores.
    pub threads: Option<usize>,
    /// Called once for every replication that is done, from any thread.
    pub on_done: &'a (dyn Fn() + Sync),
    /// Where call records go, one replication after the other, if they are wanted.
    pub calls: Option<&'a mut TakeCalls<'a>>,
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
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Stopped::ListRanOut => formatter.write_str(
                "a listed distribution has fewer values than callers who need one: lengthen its list",
            ),
            Stopped::Calls(error) => write!(formatter, "call records can't be written: {error}"),
            Stopped::Threads(error) => write!(formatter, "threads can't be started: {error}"),
        }
    }
}

/// Runs all replications of a scenario.
///
/// # Errors
///
/// A list ran out, call records could not be written, or no threads could be had.
pub fn run(scenario: &Scenario, mut plan: Plan<'_>) -> Result<Outcome, Stopped> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(plan.threads.unwrap_or(0)).build();
    let pool = pool.map_err(|error| Stopped::Threads(error.to_string()))?;
    let keep = if plan.calls.is_some() { Keep::Calls } else { Keep::Counters };
    let batch = u32::try_from(pool.current_num_threads() * BATCH_PER_THREAD).unwrap_or(u32::MAX);
    let mut fold = Fold::new(&scenario.model);
    let mut first = 0;
    while first < scenario.run.replications {
        let last = first.saturating_add(batch).min(scenario.run.replications);
        let one = |number: u32| {
            let luck = Luck::new(scenario.run.seed, u64::from(number));
            let result = replicate(&scenario.model, &scenario.queues, luck, keep);
            (plan.on_done)();
            result
        };
        let results: Vec<Replicate> = pool.install(|| (first..last).into_par_iter().map(one).collect());
        for (number, result) in (first..last).zip(&results) {
            if result.list_ran_out {
                return Err(Stopped::ListRanOut);
            }
            if let (Some(write), Some(calls)) = (&mut plan.calls, &result.calls) {
                write(number, calls).map_err(Stopped::Calls)?;
            }
            fold.add(result);
        }
        first = last;
    }
    Ok(fold.finish())
}
