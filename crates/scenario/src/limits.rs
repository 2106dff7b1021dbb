//! The stated limits of a scenario: beyond them memory or patience would give out before the answer comes.
//!
//! Those of [`Limits`] can be raised, by `[limits]` in the scenario or `--set limits.NAME=N`; the constants
//! can't. Each is checked before what it bounds is built.

use crate::file::{At, LimitsTable};
use crate::quantity::Whole;

/// The most of something, and whether a scenario may say otherwise.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    /// Its key in `[limits]`; `None`: it is fixed.
    name: Option<&'static str>,
    pub(crate) at_most: u64,
    /// What it can be raised to.
    ceiling: u64,
}

impl Limit {
    /// A limit that no scenario can raise.
    pub(crate) const fn fixed(at_most: u64) -> Limit {
        Limit { name: None, at_most, ceiling: at_most }
    }

    /// How to get by with so many: what to write instead, or how the limit is raised.
    pub(crate) fn help(self, instead: &str, wanted: f64) -> String {
        match self.name {
            Some(name) if wanted <= self.ceiling as f64 => {
                format!(
                    "{instead}; or raise the limit with {name} = {wanted} in [limits], or --set limits.{name}={wanted}"
                )
            }
            _ => instead.to_owned(),
        }
    }
}

macro_rules! limits {
    ($($(#[$meta:meta])* $name:ident: $at_most:expr, never over $ceiling:expr;)+) => {
        /// The limits that a scenario may raise.
        #[derive(Clone, Copy, Debug)]
        pub(crate) struct Limits { $($(#[$meta])* pub(crate) $name: Limit),+ }

        impl Default for Limits {
            fn default() -> Limits {
                Limits { $($name: Limit {
                    name: Some(stringify!($name)), at_most: $at_most, ceiling: $ceiling,
                }),+ }
            }
        }

        impl Limits {
            /// The names of those that a scenario leaves as they are, with what they are then.
            pub(crate) fn left_out(table: &LimitsTable) -> impl Iterator<Item = (&'static str, u64)> {
                let own = Limits::default();
                let all = [$((stringify!($name), table.$name.is_none(), own.$name.at_most)),+];
                let file = (FILE_KEY_NAME, table.file_mib.is_none(), FILE_MIB);
                let left_out = all.into_iter().chain([file]).filter(|(_, is_left_out, _)| *is_left_out);
                left_out.map(|(name, _, at_most)| (name, at_most))
            }

            /// The limits with what a scenario says about them; `wrong` hears of each number that can't be
            /// one, with the most it can be.
            pub(crate) fn of(table: &LimitsTable, mut wrong: impl FnMut(&At<Whole>, &str, u64)) -> Limits {
                let mut limits = Limits::default();
                $(if let Some(number) = &table.$name {
                    let limit = &mut limits.$name;
                    if (1..=limit.ceiling).contains(&number.get_ref().0) {
                        limit.at_most = number.get_ref().0;
                    } else {
                        wrong(number, stringify!($name), limit.ceiling);
                    }
                })+
                limits
            }
        }
    };
}

limits! {
    /// Days of a stretch: ten years. In a thousand dates have four digits and times fit whole microseconds.
    days: 3_660, never over 365_000;
    /// Intervals of a stretch, for all queues together: each is a row of counters.
    intervals: 1_000_000, never over 1_000_000_000;
    /// First calls of one replication, expected.
    calls: 2_000_000_000, never over 1_000_000_000_000;
    /// Agents of all groups together; seats, lines and places in a queue too.
    agents: 200_000, never over 10_000_000;
    /// Replications of a run.
    replications: 1_000_000, never over 100_000_000;
    /// Values of a search or a sweep.
    values: 10_000, never over 1_000_000;
    /// What is kept for every day or line: rates, duties and head counts day by day, lines of data files.
    entries: 5_000_000, never over 1_000_000_000;
}

/// Mebibytes of a data file, and of a scenario file with all that it extends.
const FILE_MIB: u64 = 4;
const FILE_MIB_CEILING: u64 = 1_024;
/// The key that raises it, on the command line alone: a file is read before its limits are known.
const FILE_KEY: &str = "limits.file_mib";
const FILE_KEY_NAME: &str = "file_mib";

/// The most bytes of a file under the `--set`s of a command line.
pub fn file_bytes_at_most(sets: &[String]) -> u64 {
    let mut given = sets.iter().rev().filter_map(|set| set.split_once('='));
    let last = given.find(|(key, _)| key.trim() == FILE_KEY);
    let mib = last.and_then(|(_, value)| value.trim().replace('_', "").parse().ok());
    mib.unwrap_or(FILE_MIB).clamp(1, FILE_MIB_CEILING) << 20
}

/// What to do about a file that is too large.
pub(crate) const FILE_HELP: &str =
    "shorten it, move lists to CSV files, or raise the limit on the command line: --set limits.file_mib=N";

/// Agents times days, and one last call beyond them, so that all their time fits whole microseconds: half a
/// million years.
pub(crate) const AGENT_DAYS_AT_MOST: u64 = 200_000_000;
/// Callers, menus, queues and groups of agents, each; simultaneous events tell so many kinds apart.
pub(crate) const NAMES_AT_MOST: usize = 1_000;
/// Characters of a name.
pub(crate) const NAME_CHARS_AT_MOST: usize = 100;
/// Keys that `omit` names.
pub(crate) const OMITTED_AT_MOST: usize = 1_000;
/// Files that extend each other.
pub(crate) const EXTENDS_AT_MOST: usize = 16;
/// The longest length of time that may be written: ten years.
pub(crate) const LENGTH_AT_MOST_S: f64 = 3_660.0 * 86_400.0;
/// The shortest mean of a distribution, in seconds.
pub(crate) const MEAN_AT_LEAST_S: f64 = 0.001;
/// Repetitions inside one thing: redials of a caller, stages of a distribution, breaks of a shift.
pub(crate) const REPEATS_AT_MOST: Limit = Limit::fixed(10_000);
/// Problems shown before the rest is only counted.
pub(crate) const PROBLEMS_SHOWN: usize = 40;
/// Problems kept; a file that is wrong in every line would fill the memory with complaints.
pub(crate) const PROBLEMS_KEPT: usize = 200;
/// Characters of a title or a hint.
pub(crate) const WORDS_CHARS_AT_MOST: usize = 300;
/// Bytes that reading again after each wrong value may go through in all.
pub(crate) const REREAD_BYTES_AT_MOST: usize = 16 << 20;
