//! Erlang B: no queue, who finds all agents busy is lost.

use crate::{Impossible, above_zero, agents_within_limit};

/// The loss system M/M/n/n; the blocking holds for any handle time of the same mean (Sevastyanov 1957).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ErlangB {
    /// The share of calls that find all agents busy.
    pub blocked: f64,
    /// The load that is carried, in erlangs.
    pub carried: f64,
    /// The share of time that an agent is busy.
    pub occupancy: f64,
}

impl ErlangB {
    /// Agents, and the load offered to them in erlangs.
    ///
    /// # Errors
    ///
    /// No agents, too many, or a load that is not above zero.
    pub fn new(agents: u32, load: f64) -> Result<ErlangB, Impossible> {
        let (count, load) = (agents_within_limit(agents)?, above_zero(load, "the load")?);
        let blocked = 1.0 / inverse_blocking(agents, load);
        let carried = load * (1.0 - blocked);
        Ok(ErlangB { blocked, carried, occupancy: carried / count })
    }
}

/// 1 ÷ B by the recursion 1/B(n) = 1 + n/a · 1/B(n − 1), whose terms are all positive (Erlang 1917; Jagerman
/// 1974). Infinite where the blocking is too small for a number.
pub(crate) fn inverse_blocking(agents: u32, load: f64) -> f64 {
    (1..=agents).fold(1.0, |inverse, count| 1.0 + f64::from(count) / load * inverse)
}
