//! Scenario files: TOML in, [`acd_engine::Model`] out.
//!
//! A scenario passes three types. *Text* becomes a tree (`merge`: `extends`, `omit`, `--set`); the tree
//! becomes the file's structs (`file`, `quantity`); the structs become a [`Scenario`] (`lower`). Every
//! value keeps its place, problems are collected through all three, and none hides another.
//!
//! Nothing here draws a random number, writes a file or knows how a day is simulated.

mod explain;
mod file;
mod key;
mod limits;
mod lower;
mod merge;
mod network;
mod notes;
mod parse;
mod problem;
mod quantity;
#[cfg(test)]
mod schema;
mod source;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

pub use explain::{Explained, Origin, Replaced, explain};
pub use limits::file_bytes_at_most;
pub use lower::{
    ActsOn, Asked, Calibration, EventTerms, Formula, GroupTerms, LeftOut, PoolTerms, Precision, QueueTerms,
    Reported, RunPlan, Scenario, Search, Stopping, Unknown, WITHIN_DEFAULT_S, Watched,
};
pub use network::{Hotline, Loaded, Network, load_any, seed_of};
pub use notes::Assumption;
use problem::Problems;
pub use problem::{Invalid, Style, Warning, nearest, printable};
pub use quantity::{Amount, Measure};
pub use source::{read_file, read_file_up_to};

/// The JSON Schema of scenario files, for editors: `sim schema`.
pub const SCHEMA: &str = include_str!("../scenario.schema.json");

/// How files are read; [`read_file`] for those on disk.
pub type Reader<'a> = dyn Fn(&Path) -> io::Result<Vec<u8>> + 'a;

/// What a scenario file needs to know of the world around it.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// How files are read.
    pub read: &'a Reader<'a>,
    /// The ids of the metrics there are, for `precision.of`; none: any name is taken.
    pub metrics: &'a [&'a str],
}

/// Why a scenario could not be loaded.
#[derive(Debug)]
pub enum Failure {
    /// The file itself could not be read.
    Unreadable(Unreadable),
    /// It was read, and something is wrong with it.
    Invalid(Invalid),
}

/// A file that could not be read.
#[derive(Debug)]
pub struct Unreadable {
    /// Which.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.path.display(), self.error)
    }
}

impl std::error::Error for Unreadable {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Unreadable(unreadable) => unreadable.fmt(formatter),
            Failure::Invalid(invalid) => formatter.write_str(&invalid.render(Style::Plain)),
        }
    }
}

/// So that programs which embed the simulator can hand it on with `?`.
impl std::error::Error for Failure {}

/// Loads a scenario: `sets` are `key.path=VALUE` texts, applied in order after the file.
///
/// # Errors
///
/// The file can't be read, or anything in it, in what it extends or in `sets` is wrong: then all problems. So is a
/// network of hotlines, which is no single scenario: [`load_any`] takes both.
pub fn load(path: &Path, sets: &[String], around: &Surroundings<'_>) -> Result<Scenario, Failure> {
    let sets: Vec<Set> = sets.iter().map(|set| Set::typed(set)).collect();
    let texts = source::Texts::default();
    lower_one(path, gather(path, &sets, around, &texts)?, &sets, around)
}

/// A `key.path=VALUE`, and how it was typed.
#[derive(Clone)]
struct Set {
    typed: String,
    set: String,
}

impl Set {
    fn typed(set: &str) -> Set {
        Set { typed: set.to_owned(), set: set.to_owned() }
    }
}

/// Reads a file with all that it extends.
fn gather<'t>(
    path: &Path,
    sets: &[Set],
    around: &Surroundings<'_>,
    texts: &'t source::Texts,
) -> Result<merge::Gathered<'t>, Failure> {
    let texts_of_sets: Vec<String> = sets.iter().map(|set| set.set.clone()).collect();
    let limit = file_bytes_at_most(&texts_of_sets);
    merge::gather(path, (around.read, limit), texts).map_err(Failure::Unreadable)
}

fn lower_one(
    path: &Path,
    mut gathered: merge::Gathered<'_>,
    sets: &[Set],
    around: &Surroundings<'_>,
) -> Result<Scenario, Failure> {
    if !gathered.sources.is_empty() {
        sets.iter().for_each(|set| gathered.set(set));
    }
    let merge::Gathered { mut sources, tree, mut problems, is_whole, .. } = gathered;
    if sources.is_empty() {
        return Err(Failure::Invalid(Invalid::new(sources, problems, Problems::default())));
    }
    let parsed = parse::parse(&tree, is_whole, &sources, &mut problems);
    let resolved = notes::resolved(&tree);
    let lowered = lower::lower(path, (&parsed, is_whole), resolved, &mut sources, &mut problems, around);
    match lowered {
        Ok(mut scenario) => {
            scenario.assumptions = notes::assumptions(&sources, &tree);
            Ok(scenario)
        }
        Err(doubts) => Err(Failure::Invalid(Invalid::new(sources, problems, doubts))),
    }
}
