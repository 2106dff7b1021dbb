//! Data files that a scenario names: CSV with a header, each complaint with file, line and column name.

use std::path::{Component, Path};

use crate::file::At;
use crate::limits::LENGTH_AT_MOST_S;
use crate::problem::{Problem, nearest};
use crate::source::{Place, Sources};
use acd_engine::Span;

use crate::Reader;

/// A CSV file's columns of interest, each cell with its place.
pub(crate) struct Rows {
    /// One row a line: a cell for each wanted column, `None` where the file has no such column.
    pub(crate) rows: Vec<Vec<Option<At<String>>>>,
}

/// Reads the columns of a CSV file that a value names; the first `required` of them must be there.
pub(crate) fn read_csv(
    named: &At<String>,
    columns: (&[&str], usize),
    sources: &mut Sources,
    read: &Reader<'_>,
) -> Result<Rows, Problem> {
    let relative = Path::new(named.get_ref());
    let leaves = relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    if leaves {
        let title = format!("{} lies outside the folder of the file that names it", named.get_ref());
        return Err(Problem::new(title, &named.span(), "copy it there and name it from there"));
    }
    let folder = sources.of(&named.span()).map(|source| source.folder.clone()).unwrap_or_default();
    let path = folder.join(relative);
    let unreadable = |error: &dyn std::fmt::Display| {
        let title = format!("{} can't be read: {error}", path.display());
        Problem::new(title, &named.span(), "the path is relative to the folder of the file that names it")
    };
    let bytes = read(&path).map_err(|error| unreadable(&error))?;
    let text = String::from_utf8(bytes).map_err(|_| unreadable(&"it is not UTF-8 text"))?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text).to_owned();
    let base = sources.add_file(&path, text.clone());
    rows_of(&text, base, columns)
}

fn rows_of(text: &str, base: usize, (columns, required): (&[&str], usize)) -> Result<Rows, Problem> {
    let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(text.as_bytes());
    let headers =
        reader.headers().cloned().map_err(|error| Problem::new(error.to_string(), &(base..base), ""))?;
    let positions: Vec<Option<usize>> =
        columns.iter().map(|column| headers.iter().position(|header| header == *column)).collect();
    for (column, position) in columns.iter().zip(&positions).take(required) {
        if position.is_none() {
            let near =
                nearest(column, headers.iter()).map_or(String::new(), |near| format!("; is it {near}?"));
            let title = format!("there is no column {column}");
            if headers.len() == 1 && headers.get(0).is_some_and(|header| header.contains([';', '\t'])) {
                let help = "the fields are not separated by commas: save the file as CSV with commas";
                return Err(Problem::new(title, &(base..base), help));
            }
            let help = format!(
                "name it in the first line; there are: {}{near}",
                headers.iter().collect::<Vec<_>>().join(", ")
            );
            return Err(Problem::new(title, &(base..base), help));
        }
    }
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            let at = base + error.position().map_or(0, |position| position.byte() as usize);
            let title = match error.kind() {
                csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                    format!("this line has {len} fields, the header has {expected_len}")
                }
                _ => error.to_string(),
            };
            Problem::new(title, &(at..at), "give each line as many fields as the header")
        })?;
        let start = base + record.position().map_or(0, |position| position.byte() as usize);
        let place = line_place(text, base, start);
        if record.iter().any(|field| field.contains('\n')) {
            let title = "a field goes on over the end of its line: is a quote left open?";
            return Err(Problem::new(title, &place, "close the quote, or remove it"));
        }
        let cell = |position: &Option<usize>| {
            position
                .map(|position| At::new(place.clone(), record.get(position).unwrap_or_default().to_owned()))
        };
        rows.push(positions.iter().map(cell).collect());
    }
    Ok(Rows { rows })
}

fn line_place(text: &str, base: usize, start: usize) -> Place {
    let rest = &text[(start - base).min(text.len())..];
    start..start + rest.find('\n').unwrap_or(rest.len())
}

/// A cell as a number that is zero or more.
pub(crate) fn number(cell: &At<String>, column: &str) -> Result<f64, Problem> {
    match cell.get_ref().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => {
            let title = format!("{column}: {:?} is no number >= 0", cell.get_ref());
            Err(Problem::new(title, &cell.span(), "write a plain number, as 12.5"))
        }
    }
}

/// A cell as a length of time in seconds; `None` where it is empty.
pub(crate) fn seconds(cell: Option<&At<String>>, column: &str) -> Result<Option<Span>, Problem> {
    match cell {
        Some(cell) if !cell.get_ref().is_empty() => {
            let seconds = number(cell, column)?;
            if seconds > LENGTH_AT_MOST_S {
                let title = format!(
                    "{column}: {} s is over the limit of {} days",
                    cell.get_ref(),
                    LENGTH_AT_MOST_S / 86_400.0
                );
                return Err(Problem::new(title, &cell.span(), "write a shorter one"));
            }
            Ok(Some(Span::from_seconds_f64(seconds)))
        }
        _ => Ok(None),
    }
}
