//! The least number of agents that reaches a goal.

use crate::{AGENTS_AT_MOST, Impossible};

/// The least number of agents for which a share that rises with them reaches a goal. Where a formula has no
/// answer for a number of agents because the queue would grow without end, the goal is not reached.
///
/// # Errors
///
/// What `share` returns besides, or that even [`AGENTS_AT_MOST`] agents don't reach it.
pub fn least_agents(goal: f64, share: impl Fn(u32) -> Result<f64, Impossible>) -> Result<u32, Impossible> {
    let is_reached = |agents: u32| match share(agents) {
        Ok(share) => Ok(share >= goal),
        Err(Impossible::Overloaded { .. }) => Ok(false),
        Err(other) => Err(other),
    };
    // Doubling, then halving: the goal is not reached below `low`, and is at `high`.
    let (mut low, mut high) = (1, 1);
    while !is_reached(high)? {
        if high == AGENTS_AT_MOST {
            return Err(Impossible::TooMany);
        }
        (low, high) = (high + 1, (high * 2).min(AGENTS_AT_MOST));
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if is_reached(middle)? { high = middle } else { low = middle + 1 }
    }
    Ok(high)
}
