//! What a run leaves: the files of an output folder, JSON, and a summary for people.

mod beside;
pub mod calls;
pub mod compare;
pub mod explain;
pub mod html;
pub mod json;
mod language;
pub mod network;
mod package;
pub mod plots;
mod search;
pub mod summary;
mod tables;
pub mod words;

use std::path::Path;

use acd_scenario::Scenario;
use acd_study::{Besides, Outcome, Reached, Searched};

use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};
use html::{Drawings, Page};
pub use language::Language;
pub use search::amount_words;

/// A scenario and what was found.
pub struct Found<'a> {
    pub scenario: &'a Scenario,
    /// Where it was read from.
    pub file: &'a Path,
    /// What the command line changed in the file.
    pub changes: &'a [String],
    pub outcome: &'a Outcome,
    /// What formulas say of the same.
    pub besides: &'a Besides,
    pub searched: Option<&'a Searched>,
}

impl Found<'_> {
    /// Whether it was interrupted.
    pub fn is_partial(&self) -> bool {
        self.outcome.is_partial || self.searched.is_some_and(|searched| searched.is_partial)
    }

    /// What turned out doubtful while it ran.
    pub fn late_warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        if self.is_partial() {
            warnings.push("interrupted: these results are the beginning of what was asked for".to_owned());
        }
        warnings.extend(unreached(&self.outcome.precision, self.outcome.replications));
        warnings.extend(search::warning(self));
        warnings
    }
}

/// What is to be said of precisions that were not reached.
fn unreached(precision: &[Reached], replications: u32) -> impl Iterator<Item = String> {
    let unreached = precision.iter().filter(|reached| !reached.is_reached());
    unreached.map(move |reached| {
        let words = search::amount_words(&reached.of.metric);
        let half_width = reached.half_width.map_or_else(|| "none".to_owned(), words);
        format!(
            "the precision of {} was not reached: its half-width is {half_width} after {replications} replications, \
             wanted were {} (raise run.precision.at_most, or ask for less)",
            reached.of.metric,
            words(reached.wanted)
        )
    })
}

/// What ran, and what is to be written of it.
pub struct Making<'a> {
    /// The scenario file.
    pub file: &'a Path,
    /// What was typed.
    pub command: String,
    pub started: jiff::Timestamp,
    /// The language of plots, and of the page when it opens.
    pub language: Language,
    pub has_plots: bool,
    pub has_report: bool,
}

/// Writes every file but the call records.
pub fn write_files(folder: &mut Folder, found: &Found<'_>, making: &Making<'_>) -> Result<(), Failure> {
    let tables = tables::FORMS.iter().map(|form| form.table(found));
    let tables: Vec<_> = tables.chain(tables::sweep(found)).collect();
    for table in &tables {
        folder.write(table.name, &table.bytes)?;
    }
    let plots = |language| if making.has_plots { plots::all(found, language) } else { Ok(Vec::new()) };
    let drawings = Drawings { english: plots(Language::En)?, chinese: plots(Language::Zh)? };
    let plots = drawings.of(making.language);
    for (plot, pixels) in plots.iter().zip(plots::pixels(plots)?) {
        folder.write(&format!("{}.svg", plot.name), plot.svg.as_bytes())?;
        folder.write(&format!("{}.png", plot.name), &pixels)?;
    }
    if making.has_report {
        let page = Page {
            language: making.language,
            command: &making.command,
            tables: &tables,
            drawings: &drawings,
        };
        folder.write(html::FILE, html::text(found, &page).as_bytes())?;
    }
    folder.write("run.json", json::record(found, making.file, making.started).as_bytes())?;
    let contents =
        package::Contents { title: &found.scenario.title, tables: &tables, plots, files: folder.files() };
    folder.write(PACKAGE, package::text(contents).as_bytes())
}
