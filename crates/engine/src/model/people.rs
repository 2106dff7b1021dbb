//! What agents are like as people: whether they come, when, and for how long they stay away.

use crate::distribution::Distribution;
use crate::id::GroupId;
use crate::powers;

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
    /// How they get better at their work. `None`: they know all there is to know.
    pub learns: Option<Learning>,
    /// Whose agents are with them while they work. `None`: nobody's.
    pub mentors: Option<Mentors>,
}

/// Coming late to a duty.
#[derive(Clone, Debug)]
pub struct Late {
    /// The share of duties.
    pub share: f64,
    /// By how much.
    pub by: Distribution,
}

/// Another group whose agents are with trainees while these work. Both are groups of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mentors {
    /// The mentors' group, not the trainees' own.
    pub group: GroupId,
    /// For so many trainees logged in one of them, at least one.
    pub trainees_each: u32,
}

/// Getting better with every call: what is still to be learnt falls by the factor e over so many calls.
#[derive(Clone, Debug)]
pub struct Learning {
    /// What talk and wrap-up are multiplied by at the first call.
    pub times_at_first: f64,
    /// The share of matters resolved at the first call. `None`: as with anybody else.
    pub resolves_at_first: Option<f64>,
    /// Over how many calls what is still to be learnt falls by the factor e.
    pub over: f64,
    /// Calls that an agent has handled before the stretch begins.
    pub handled_before: u32,
}

impl Learning {
    /// What is still to be learnt by one who has handled so many calls in the stretch, from 1 down to 0.
    fn left(&self, handled: u32) -> f64 {
        powers::exp(-(f64::from(self.handled_before) + f64::from(handled)) / self.over)
    }

    /// What talk and wrap-up are multiplied by when an agent answers who has handled so many calls in the stretch, after
    /// all that is the same for his whole group.
    pub fn times(&self, handled: u32) -> f64 {
        1.0 + (self.times_at_first - 1.0) * self.left(handled)
    }

    /// The share of matters that he resolves where one who has learnt all would resolve `learnt` (rule 35).
    pub fn resolves(&self, learnt: f64, handled: u32) -> f64 {
        self.resolves_at_first.map_or(learnt, |first| learnt - (learnt - first) * self.left(handled))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learning(handled_before: u32) -> Learning {
        Learning { times_at_first: 1.6, resolves_at_first: Some(0.7), over: 800.0, handled_before }
    }

    #[test]
    fn rule_38_what_is_to_be_learnt_falls_by_e_over_so_many_calls() {
        let learns = learning(0);
        assert_eq!((learns.times(0), learns.resolves(0.9, 0)), (1.6, 0.7));
        let after = (-1.0_f64).exp();
        assert!((learns.times(800) - (1.0 + 0.6 * after)).abs() < 1e-12);
        assert!((learns.resolves(0.9, 800) - (0.9 - 0.2 * after)).abs() < 1e-12);
        assert!(learns.times(1_000_000) == 1.0 && learns.resolves(0.9, 1_000_000) == 0.9);
    }

    #[test]
    fn rule_38_experience_is_as_good_as_calls_of_the_stretch() {
        assert_eq!(learning(300).times(200), learning(0).times(500));
        assert_eq!(learning(300).resolves(0.9, 200), learning(0).resolves(0.9, 500));
    }
}
