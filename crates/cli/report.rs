//! What a run leaves: the files of an output folder, JSON, and a summary for people.

mod beside;
pub mod calibrate;
pub mod calls;
pub mod compare;
mod events;
pub mod explain;
pub mod fit;
pub mod html;
pub mod json;
mod language;
pub mod network;
mod package;
pub mod plots;
mod search;
pub mod summary;
mod tables;
pub mod trace;
pub mod validate;
pub mod words;
mod workbook;

use std::path::Path;

use acd_scenario::Scenario;
use acd_study::{Besides, Outcome, Reached, Searched};

use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};
use html::{Drawings, Page};
pub use language::Language;
use plots::Plot;
pub use search::amount_words;
use tables::Table;
use workbook::{About, Finished, Workbook};

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
    pub has_workbook: bool,
}

impl Making<'_> {
    /// Draws the plots in both languages, for the page, and those of the one that was asked for as pixels too.
    fn draws(
        &self,
        draw: impl Fn(Language) -> Result<Vec<Plot>, Failure> + Sync,
    ) -> Result<(Drawings, Vec<Vec<u8>>), Failure> {
        if !self.has_plots {
            return Ok((Drawings::default(), Vec::new()));
        }
        let (english, chinese) = rayon::join(|| draw(Language::En), || draw(Language::Zh));
        let drawings = Drawings { english: english?, chinese: chinese? };
        let pixels = plots::pixels(drawings.of(self.language))?;
        Ok((drawings, pixels))
    }
}

/// Writes every file but the call records; what is to be said of them is returned.
pub fn write_files(
    folder: &mut Folder,
    found: &Found<'_>,
    making: &Making<'_>,
) -> Result<Vec<String>, Failure> {
    let tables = tables::FORMS.iter().map(|form| (form, form.table(found)));
    let tables = tables.filter(|(form, table)| !form.is_left_out(table)).map(|(_, table)| table);
    let tables: Vec<_> = tables.chain(tables::sweep(found)).collect();
    let about = About {
        title: &found.scenario.title,
        seed: found.scenario.run.seed,
        replications: found.outcome.replications,
        is_partial: found.is_partial(),
    };
    let (drawings, warnings) =
        write_first_files(folder, making, &about, &tables, |language| plots::all(found, language))?;
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
    let plots = drawings.of(making.language);
    let contents =
        package::Contents { title: &found.scenario.title, tables: &tables, plots, files: folder.files() };
    let package = package::text(contents);
    folder.write(PACKAGE, package.as_bytes())?;
    Ok(warnings)
}

/// Writes what takes longest to make: the tables, the workbook, and the plots. What did not fit into the workbook is
/// returned.
fn write_first_files(
    folder: &mut Folder,
    making: &Making<'_>,
    about: &About<'_>,
    tables: &[Table],
    draw: impl Fn(Language) -> Result<Vec<Plot>, Failure> + Send + Sync,
) -> Result<(Drawings, Vec<String>), Failure> {
    let workbook = || making.has_workbook.then(|| workbook_of(tables, about, making.language)).transpose();
    let tables_and_drawings = || {
        tables.iter().try_for_each(|table| folder.write(table.name, &table.bytes))?;
        making.draws(draw)
    };
    let (workbook, drawings) = rayon::join(workbook, tables_and_drawings);
    let ((drawings, pixels), workbook) = (drawings?, workbook?);
    let warnings = workbook.map_or(Ok(Vec::new()), |Finished { bytes, warnings }| {
        folder.write(workbook::FILE, &bytes).map(|()| warnings)
    })?;
    plots::write(folder, drawings.of(making.language), &pixels)?;
    Ok((drawings, warnings))
}

fn workbook_of(tables: &[Table], about: &About<'_>, language: Language) -> Result<Finished, Failure> {
    let mut workbook = Workbook::new(language);
    tables.iter().try_for_each(|table| workbook.add(table))?;
    workbook.finish(about)
}
