//! What agents are like as people: tables of a group of agents.

use serde::Deserialize;

use super::{Maybe, Shape};
use crate::quantity::{Number, Share, Text, Whole};

tables! {
    /// Coming late to a duty.
    LateTable {
        /// The share of duties.
        share: Maybe<Share>,
        /// By how much.
        by: Maybe<Shape>,
    }
    /// Leaving for good, at a constant hazard.
    ResignsTable {
        /// The share that leaves within 30 days.
        a_month: Maybe<Share>,
    }
    /// Getting better with every call.
    LearnsTable {
        /// What talk and wrap-up are multiplied by at the first call.
        times_at_first: Maybe<Number>,
        /// The share of matters that are resolved at the first call. Left out: as with anybody else.
        resolves_at_first: Maybe<Share>,
        /// Over how many calls what is still to be learnt falls by the factor e, to 37%.
        over: Maybe<Number>,
        /// Calls that each has handled before the stretch. Default: 0.
        handled_before: Maybe<Whole>,
    }
    /// Agents of another group who are with trainees.
    MentorsTable {
        /// The mentors' group.
        group: Maybe<Text>,
        /// For so many trainees logged in one mentor.
        trainees_each: Maybe<Whole>,
    }
}
