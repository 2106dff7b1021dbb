//! Events as they are written: when, and what they do.

use serde::Deserialize;

use super::{At, Enters, Maybe, Named};
use crate::quantity::{Clock, Date, Number, Share, Text, Whole};

tables! {
    /// Something that happens on certain days.
    EventTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// Its day, as 2014-03-30.
        on: Maybe<Date>,
        /// Or the number of its day, counted from 1.
        day: Maybe<Whole>,
        /// On so many consecutive days. Default: 1.
        days: Maybe<Whole>,
        /// When it begins on each of them. Default: "00:00".
        from: Maybe<Clock>,
        /// When it ends; before `from`: on the next day. Default: "24:00".
        to: Maybe<Clock>,
        /// What it does to arrivals.
        arrivals: Maybe<EventArrivalsTable>,
        /// Whose arrivals and entry it changes. Left out: all callers'.
        callers: Maybe<Vec<At<Text>>>,
        /// Where calls that arrive in it enter instead.
        enters: Maybe<Enters>,
        /// A further chance that an agent does not come to a duty that begins in it, by group.
        absent: Named<Share>,
    }
    /// What an event does to arrivals.
    EventArrivalsTable {
        /// What the expected first calls are multiplied by.
        times: Maybe<Number>,
    }
}
