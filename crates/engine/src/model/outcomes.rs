//! What comes of an answered call: whether the matter is settled, whether the caller is satisfied, and whether
//! he calls again.

use crate::distribution::Distribution;
use crate::id::QueueId;

/// What comes of the calls of a queue once they are answered.
#[derive(Clone, Debug)]
pub struct Outcomes {
    /// The share whose matter is settled, by an agent whose group says nothing else.
    pub resolves: f64,
    /// Whether its callers are satisfied. `None`: nobody asks.
    pub satisfied: Option<Satisfied>,
}

/// The probability with which an answered caller is satisfied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Satisfied {
    /// Of who is answered at once, and whose matter is settled.
    pub at_best: f64,
    /// So much less for each minute of waiting.
    pub less_each_minute_waited: f64,
    /// So much less where the matter is not settled.
    pub less_unresolved: f64,
}

impl Satisfied {
    /// The probability after a wait, with an agent of whom callers think so much less; within 0 and 1.
    pub fn probability(&self, minutes_waited: f64, resolved: bool, less_satisfied: f64) -> f64 {
        let unresolved = if resolved { 0.0 } else { self.less_unresolved };
        let less = minutes_waited * self.less_each_minute_waited + unresolved + less_satisfied;
        (self.at_best - less).clamp(0.0, 1.0)
    }
}

/// What a group makes of the calls of a queue otherwise than others do.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OwnOutcomes {
    /// The queue.
    pub queue: QueueId,
    /// The share that it settles. `None`: that of the queue.
    pub resolves: Option<f64>,
    /// So much less probably are its callers satisfied.
    pub less_satisfied: f64,
}

/// Calling again about a matter that an answer did not settle.
#[derive(Clone, Debug)]
pub struct CallsAgain {
    /// The share that calls again.
    pub share: f64,
    /// The time from the end of talk until then.
    pub after: Distribution,
    /// The most further calls of one caller, redials included. `None`: no limit.
    pub at_most: Option<u32>,
}
