//! What agents are like as people: whether they come, when, and for how long they stay away.

use crate::distribution::Distribution;

/// What the persons of a group are like. A head count has no persons, and is never late.
#[derive(Clone, Debug, Default)]
pub struct People {
    /// The share of duties on which an agent doesn't come.
    pub absent: f64,
    /// Whether he comes late.
    pub late: Option<Late>,
    /// How much longer than it should each meal and break lasts. `None`: not at all.
    pub overstays: Option<Distribution>,
    /// The share that leaves for good within a month of 30 days, at a constant hazard; below one.
    pub resigns_a_month: f64,
}

/// Coming late to a duty.
#[derive(Clone, Debug)]
pub struct Late {
    /// The share of duties.
    pub share: f64,
    /// By how much.
    pub by: Distribution,
}
