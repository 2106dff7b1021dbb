//! What a run leaves: the files of an output folder, JSON, and a summary for people.

pub mod calls;
pub mod json;
mod package;
pub mod summary;
mod tables;
pub mod words;

use std::path::Path;

use acd_scenario::Scenario;
use acd_study::Outcome;

use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// A scenario and what was found.
pub struct Found<'a> {
    pub scenario: &'a Scenario,
    pub outcome: &'a Outcome,
}

/// Writes every file but the call records.
pub fn write_files(
    folder: &mut Folder,
    found: &Found<'_>,
    file: &Path,
    started: jiff::Timestamp,
) -> Result<(), Failure> {
    let tables = [
        tables::summary(found),
        tables::intervals(found),
        tables::replications(found),
        tables::agents(found),
    ];
    for table in &tables {
        folder.write(table.name, &table.bytes)?;
    }
    folder.write("run.json", json::record(found, file, started).as_bytes())?;
    let has_calls = folder.files().iter().any(|name| name == calls::FILE);
    let calls = has_calls.then(calls::columns);
    folder.write(PACKAGE, package::text(found, &tables, calls).as_bytes())
}
