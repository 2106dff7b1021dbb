//! A call log as typed records: CSV in, whatever its columns are called, or everything that is wrong with it.
//!
//! Rows may come in any order. Times are seconds from 00:00 of the first day, by the clock on the wall.

pub mod clock;
pub mod columns;
mod header;
mod rows;

use std::io::Read;

use jiff::civil::Date;

use crate::problem::Problems;
use columns::{Columns, Outcome};

/// A day in seconds.
pub const DAY_S: f64 = 86_400.0;
/// Logs of more days than this hold a slip: a date of another century, milliseconds for seconds.
const DAYS_AT_MOST: f64 = 3_660.0;

/// One call.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Call {
    /// The independent stretch of days that it belongs to, from 0.
    pub stretch: usize,
    /// Its caller kind, a place in [`Log::kinds`].
    pub kind: usize,
    /// The queue it was offered to, a place in [`Log::queues`].
    pub queue: Option<usize>,
    /// Who called, numbered within the log.
    pub caller: Option<usize>,
    /// 1 for a first call, then the redials.
    pub attempt: Option<u32>,
    /// When it came in.
    pub arrived: f64,
    /// When human service was chosen.
    pub offered: Option<f64>,
    /// The wait from then on.
    pub wait: Option<f64>,
    /// How it ended.
    pub outcome: Outcome,
    /// Who answered, numbered within the log.
    pub agent: Option<usize>,
    /// Talk time.
    pub talk: Option<f64>,
    /// Wrap-up time.
    pub wrap_up: Option<f64>,
}

impl Call {
    /// When the caller was left without an answer and may decide to call again.
    pub fn gave_up_at(&self) -> Option<f64> {
        match self.outcome {
            Outcome::Abandoned => Some(self.offered? + self.wait.unwrap_or(0.0)),
            Outcome::Blocked => self.offered,
            Outcome::LineBlocked => Some(self.arrived),
            _ => None,
        }
    }

    /// When an agent turned to it.
    pub fn answered_at(&self) -> Option<f64> {
        (self.outcome == Outcome::Answered).then_some(self.offered? + self.wait?)
    }
}

/// Which quantities the log has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Has {
    /// Who called.
    pub caller: bool,
    /// Which attempt of the caller it is.
    pub attempt: bool,
    /// When human service was chosen, apart from the arrival.
    pub offered: bool,
    /// Talk time.
    pub talk: bool,
    /// Wrap-up time.
    pub wrap_up: bool,
    /// Who answered.
    pub agent: bool,
    /// How calls ended; else a call with a talk time is taken as answered.
    pub outcome: bool,
}

/// A call log.
#[derive(Clone, Debug)]
pub struct Log {
    /// The calls by stretch and arrival.
    pub calls: Vec<Call>,
    /// Names of caller kinds.
    pub kinds: Vec<String>,
    /// Names of queues.
    pub queues: Vec<String>,
    /// How many independent stretches of days it holds.
    pub stretches: usize,
    /// The first day's date, where the log has dates.
    pub starts: Option<Date>,
    /// From the first day to the last with a call.
    pub days: usize,
    /// What it has.
    pub has: Has,
}

impl Log {
    /// Reads a log. `file` is its name in messages.
    ///
    /// # Errors
    ///
    /// All that is wrong with it, each with its line.
    pub fn read(file: &str, reader: impl Read, columns: &Columns) -> Result<Log, Problems> {
        let mut problems = Problems::of(file);
        let read = rows::read(reader, columns, &mut problems);
        let log = read.and_then(|read| read.into_log(&mut problems));
        problems.unless(log)
    }

    /// The calls of a kind.
    pub fn of_kind(&self, kind: usize) -> impl Iterator<Item = &Call> + Clone {
        self.calls.iter().filter(move |call| call.kind == kind)
    }

    /// The calls offered to a queue.
    pub fn of_queue(&self, queue: usize) -> impl Iterator<Item = &Call> + Clone {
        self.calls.iter().filter(move |call| call.queue == Some(queue))
    }
}
