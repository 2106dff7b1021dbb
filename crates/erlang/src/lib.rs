//! Erlang B, C and A, and the least number of agents for a goal, by formula.
//!
//! All of them describe one queue of alike agents in a steady state: Poisson arrivals at a constant rate,
//! exponential handle times, first come first served. They know no redials, shifts, breaks or closing time,
//! which is what a simulation is for; here they are its independent oracle, and know nothing of it.
//!
//! Times are in seconds, rates a second, loads in erlangs (arrival rate × mean handle time).

mod abandonment;
mod delay;
mod loss;
mod staffing;

use std::fmt;

pub use abandonment::ErlangA;
pub use delay::ErlangC;
pub use loss::ErlangB;
pub use staffing::least_agents;

/// Why a formula has no answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Impossible {
    /// A parameter is not finite, or not above zero.
    Parameter(&'static str),
    /// Without abandonment a queue with this load grows without end.
    Overloaded {
        /// The load in erlangs.
        load: f64,
        /// The agents.
        agents: u32,
    },
    /// More agents than a formula is asked for.
    TooMany,
}

/// The most agents that a formula is asked for.
pub const AGENTS_AT_MOST: u32 = 1_000_000;

impl fmt::Display for Impossible {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Impossible::Parameter(name) => write!(formatter, "{name} must be a number above zero"),
            Impossible::Overloaded { load, agents } => write!(
                formatter,
                "a load of {load} erlangs is not below {agents} agents: without abandonment the queue grows without end"
            ),
            Impossible::TooMany => write!(formatter, "more than {AGENTS_AT_MOST} agents"),
        }
    }
}

impl std::error::Error for Impossible {}

/// A number above zero.
fn above_zero(value: f64, name: &'static str) -> Result<f64, Impossible> {
    if value.is_finite() && value > 0.0 { Ok(value) } else { Err(Impossible::Parameter(name)) }
}

fn agents_within_limit(agents: u32) -> Result<f64, Impossible> {
    match agents {
        0 => Err(Impossible::Parameter("agents")),
        agents if agents > AGENTS_AT_MOST => Err(Impossible::TooMany),
        agents => Ok(f64::from(agents)),
    }
}
