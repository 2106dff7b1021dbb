//! From the call log of a real centre to a scenario of it: what nobody sees in a log is estimated from what it holds,
//! each value with its interval and a word on how well it fits.
//!
//! ```text
//! CSV ─► log (typed rows, or all that is wrong) ─► calendar ─► estimators, one a module ─► Fitted ─► scenario text
//! ```
//!
//! What is estimated, and how:
//!
//! | what | module | method |
//! | --- | --- | --- |
//! | opening hours, closed days | `calendar` | first and last calls of each weekday, to the interval |
//! | first calls a day, weekdays, profile, busyness | `arrivals` | totals of days and shares within them |
//! | talk, wrap-up, length of menus | `handling` | maximum likelihood in four families, the best by AIC |
//! | patience, balks | `patience` | Kaplan-Meier; maximum likelihood under censoring in three families |
//! | redials: share, delay, limit | `redials` | maximum likelihood under closing time |
//! | menus: where calls go | `ivr` | shares |
//! | agents at work | `staff` | who is busy while somebody waits: an assumption, no estimate |
//!
//! Intervals are of 95 %: Wald's on the logarithm (of shares the logit) of what people name, Student's for totals of
//! days, Clopper and Pearson's for counted shares. That they hold what they should is a test: logs of known parameters,
//! written by the engine, are fitted by the hundred.
//!
//! This crate must not know the engine, which is what its estimates are tested with, nor print, nor know the command
//! line. It reads what it is handed and returns texts and numbers.

pub mod arrivals;
pub mod calendar;
pub mod families;
pub mod fitting;
pub mod goodness;
pub mod handling;
pub mod ivr;
mod likelihood;
pub mod log;
pub mod patience;
pub mod problem;
pub mod redials;
pub mod sample;
mod scenario;
pub mod staff;
pub mod table;
pub mod validation;

use arrivals::Arrivals;
use calendar::{Calendar, Given};
use handling::{Times, times};
use ivr::Entry;
pub use log::Log;
pub use log::columns::{Columns, Outcome};
use patience::Patience;
pub use problem::Problems;
use redials::Redials;
pub use scenario::{PROFILE, Text};
use staff::Staff;

/// A caller kind.
#[derive(Clone, Debug)]
pub struct Kind {
    /// Its name.
    pub name: String,
    /// How its callers come; none where the log has no first call of it.
    pub arrivals: Option<Arrivals>,
    /// How long they wait.
    pub patience: Patience,
    /// How they call again; none where the log does not tell callers apart.
    pub redials: Option<Redials>,
    /// What they reach first.
    pub entry: Option<Entry>,
}

/// A queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// Its name.
    pub name: String,
    /// Talk times; none where the log has none.
    pub talk: Option<Times>,
    /// Wrap-up times.
    pub wrap_up: Option<Times>,
}

/// All that was estimated.
#[derive(Clone, Debug)]
pub struct Fitted {
    /// The log.
    pub log: Log,
    /// When the centre is open.
    pub calendar: Calendar,
    /// The caller kinds.
    pub kinds: Vec<Kind>,
    /// The queues.
    pub queues: Vec<Queue>,
    /// The agents.
    pub staff: Vec<Staff>,
}

/// Estimates everything that the log tells.
pub fn fit(mut log: Log, given: Given) -> Fitted {
    redials::number_attempts(&mut log);
    let calendar = Calendar::of(&log, given);
    let kinds =
        log.kinds.iter().enumerate().map(|(place, name)| kind(&log, (place, name), &calendar)).collect();
    let queues = log.queues.iter().enumerate().map(|(place, name)| Queue {
        name: name.clone(),
        talk: times(log.of_queue(place).filter_map(|call| call.talk)),
        wrap_up: times(log.of_queue(place).filter_map(|call| call.wrap_up).filter(|_| log.has.wrap_up)),
    });
    let queues = queues.collect();
    let staff = staff::staff(&log, &calendar);
    Fitted { kinds, queues, staff, calendar, log }
}

fn kind(log: &Log, (place, name): (usize, &str), calendar: &Calendar) -> Kind {
    // Where attempts are not told apart every call counts as a first one.
    let first_calls = log.of_kind(place).filter(|call| call.attempt.is_none_or(|attempt| attempt == 1));
    Kind {
        name: name.to_owned(),
        arrivals: arrivals::arrivals(log, first_calls, calendar),
        patience: patience::patience(log.of_kind(place)),
        redials: redials::redials(log, place, calendar),
        entry: ivr::entry(log, place),
    }
}
