//! Erlang C: all who find no free agent wait, and nobody gives up.

use crate::loss::inverse_blocking;
use crate::{Impossible, above_zero, agents_within_limit};

/// The waiting system M/M/n, first come first served (Erlang 1917).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangC {
    /// The share of calls that wait.
    pub waits: f64,
    /// The mean wait of all, which is the average speed of answer, in seconds.
    pub mean_wait_s: f64,
    /// The mean wait of those who wait, in seconds.
    pub mean_wait_of_waiting_s: f64,
    /// The mean number of callers waiting.
    pub mean_queue: f64,
    /// The share of time that an agent is busy.
    pub occupancy: f64,
}

impl ErlangC {
    /// Agents, calls a second, and mean handle time in seconds.
    ///
    /// # Errors
    ///
    /// A parameter that is not above zero, or a load that is not below the agents.
    pub fn new(agents: u32, calls_per_s: f64, handle_s: f64) -> Result<ErlangC, Impossible> {
        let count = agents_within_limit(agents)?;
        let load = above_zero(calls_per_s, "the rate of calls")? * above_zero(handle_s, "the handle time")?;
        if load >= count {
            return Err(Impossible::Overloaded { load, agents });
        }
        // n B ÷ (n − a (1 − B)), with 1/B so that a tiny B loses no digits.
        let waits = count / (count + (count - load) * (inverse_blocking(agents, load) - 1.0));
        let mean_wait_of_waiting_s = handle_s / (count - load);
        let mean_wait_s = waits * mean_wait_of_waiting_s;
        let mean_queue = calls_per_s * mean_wait_s;
        Ok(ErlangC { waits, mean_wait_s, mean_wait_of_waiting_s, mean_queue, occupancy: load / count })
    }

    /// The share of calls that wait no longer than this: of the waiting, the wait is exponential.
    pub fn within(&self, seconds: f64) -> f64 {
        1.0 - self.waits * libm::exp(-seconds / self.mean_wait_of_waiting_s)
    }

    /// The variance of the wait of all, in square seconds.
    pub fn wait_variance_s2(&self) -> f64 {
        self.waits * (2.0 - self.waits) * self.mean_wait_of_waiting_s * self.mean_wait_of_waiting_s
    }
}
