//! Data files that a scenario names: CSV with a header, each complaint with file, line and column name.

use std::io::ErrorKind;
use std::path::{Component, Path};

use acd_engine::Span;

use super::desk::Desk;
use crate::file::At;
use crate::limits::{FILE_HELP, LENGTH_AT_MOST_S};
use crate::problem::{Problem, listed, nearest};
use crate::source::Place;

/// The columns of interest. A row's cells come in this order, `None` where the file has no such column.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// These must be there.
    pub(super) required: &'static [&'static str],
    /// Of these exactly one, if there are any.
    pub(super) one_of: &'static [&'static str],
    /// These may be left out.
    pub(super) optional: &'static [&'static str],
}

/// A line of a CSV file: a cell for each column of interest, with its place.
pub(super) type Row = Vec<Option<At<String>>>;

/// Goes through the lines of a CSV file that a value names. What is wrong is put down; then `None`.
pub(super) fn read_csv(
    named: &At<String>,
    columns: Columns,
    desk: &mut Desk<'_>,
    each: &mut dyn FnMut(&Row) -> Result<(), Problem>,
) -> Option<()> {
    let (text, base) = text_of(named, desk).map_err(|problem| desk.problems.push(problem)).ok()?;
    // A line is a row at most: counted before any row is kept.
    let lines = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r')).count() as u64 + 1;
    desk.keep(lines, named.get_ref(), &named.span())?;
    let table = Table { text: &text, base };
    table.rows(columns, each).map_err(|problem| desk.problems.push(problem)).ok()
}

/// The text of a data file, and where it starts among the sources.
fn text_of(named: &At<String>, desk: &mut Desk<'_>) -> Result<(String, usize), Problem> {
    let relative = Path::new(named.get_ref());
    let leaves = relative.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir));
    if leaves {
        let title = format!("{} lies outside the folder of the file that names it", named.get_ref());
        return Err(Problem::new(title, &named.span(), "copy it there and name it from there"));
    }
    let folder = desk.sources.of(&named.span()).map(|source| source.folder.clone()).unwrap_or_default();
    let path = folder.join(relative);
    // The same file may serve many tables.
    if let Some(known) = desk.sources.known(&path) {
        return Ok((known.text.clone(), known.base));
    }
    let bytes = (desk.read)(&path).map_err(|error| unreadable(&path, &error, &named.span()))?;
    let (text, broken_at) = match String::from_utf8(bytes) {
        Ok(text) => (text, None),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            (String::from_utf8_lossy(&error.as_bytes()[..at]).into_owned(), Some(at))
        }
    };
    // Excel marks the beginning of UTF-8.
    let (text, mark) = text.strip_prefix('\u{FEFF}').map_or((text.as_str(), 0), |text| (text, 3));
    let text = text.to_owned();
    let base = desk.sources.add_file(&path, text.clone());
    if let Some(at) = broken_at {
        let at = base + at.saturating_sub(mark);
        let title = "the file is not UTF-8 text from here on";
        return Err(Problem::new(title, &(at..at), "save the file as UTF-8"));
    }
    Ok((text, base))
}

/// Why a file that a scenario names can't be read, in words that are the same on every system.
pub(crate) fn unreadable(path: &Path, error: &std::io::Error, place: &Place) -> Problem {
    let shown = path.display();
    match error.kind() {
        ErrorKind::NotFound => {
            let help = "the path is relative to the folder of the file that names it";
            Problem::new(format!("there is no file {shown}"), place, help)
        }
        ErrorKind::IsADirectory => Problem::new(format!("{shown} is a folder"), place, "name a file in it"),
        ErrorKind::FileTooLarge => Problem::new(format!("{shown}: {error}"), place, FILE_HELP),
        _ => Problem::new(format!("{shown} can't be read: {error}"), place, ""),
    }
}

/// The text of a CSV file, and where it starts among the sources.
struct Table<'t> {
    text: &'t str,
    base: usize,
}

impl Table<'_> {
    fn rows(
        &self,
        columns: Columns,
        each: &mut dyn FnMut(&Row) -> Result<(), Problem>,
    ) -> Result<(), Problem> {
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(self.text.as_bytes());
        let first = self.base..self.base;
        let headers = reader.headers().cloned();
        let headers = headers.map_err(|error| Problem::new(error.to_string(), &first, ""))?;
        let positions = self.positions(columns, &headers)?;
        for record in reader.records() {
            let record = record.map_err(|error| self.bad_line(&error))?;
            let place = self.line_at(record.position());
            if record.iter().any(|field| field.contains('\n')) {
                let title = "a field goes on over the end of its line: is a quote left open?";
                return Err(Problem::new(title, &place, "close the quote, or remove it"));
            }
            let cell = |position: &Option<usize>| {
                position.map(|position| {
                    At::new(place.clone(), record.get(position).unwrap_or_default().to_owned())
                })
            };
            each(&positions.iter().map(cell).collect())?;
        }
        Ok(())
    }

    /// Where each column of interest stands.
    fn positions(
        &self,
        columns: Columns,
        headers: &csv::StringRecord,
    ) -> Result<Vec<Option<usize>>, Problem> {
        let place = self.line_at(None);
        let position = |column: &&str| headers.iter().position(|header| header == *column);
        if headers.iter().all(str::is_empty) {
            let of = columns.one_of.join(" or ");
            let of = if of.is_empty() { of } else { format!(", {of}") };
            let wanted = format!("{}{of}", columns.required.join(", "));
            return Err(Problem::new("the file is empty", &place, format!("name columns first: {wanted}")));
        }
        for column in columns.required {
            if position(column).is_none() {
                return Err(no_column(column, headers, &place));
            }
        }
        match columns.one_of.iter().filter(|column| position(column).is_some()).count() {
            0 if !columns.one_of.is_empty() => {
                return Err(no_column(&columns.one_of.join(" or "), headers, &place));
            }
            0 | 1 => {}
            _ => {
                let title = format!("the columns {} exclude one another", columns.one_of.join(" and "));
                return Err(Problem::new(title, &place, "keep one of them"));
            }
        }
        let all = [columns.required, columns.one_of, columns.optional].concat();
        let is_double = |column: &&&str| headers.iter().filter(|header| header == *column).count() > 1;
        if let Some(column) = all.iter().find(is_double) {
            let title = format!("there are two columns {column}");
            return Err(Problem::new(title, &place, "remove or rename one of them"));
        }
        Ok(all.iter().map(position).collect())
    }

    fn bad_line(&self, error: &csv::Error) -> Problem {
        let title = match error.kind() {
            csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
                format!("fields: {len} in this line, {expected_len} in the first")
            }
            _ => error.to_string(),
        };
        Problem::new(title, &self.line_at(error.position()), "give each line as many fields as the first")
    }

    /// The place of a whole line; without a position of the first.
    fn line_at(&self, position: Option<&csv::Position>) -> Place {
        let start = position.map_or(0, |position| position.byte() as usize).min(self.text.len());
        // Lines that are skipped because they are empty belong to the position of the next.
        let bytes = self.text.as_bytes();
        let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
        let skipped = bytes[start..].iter().take_while(|byte| is_end(byte)).count();
        let start = start + skipped;
        let end = bytes[start..].iter().position(is_end).map_or(bytes.len(), |end| start + end);
        self.base + start..self.base + end
    }
}

fn no_column(column: &str, headers: &csv::StringRecord, place: &Place) -> Problem {
    let title = format!("there is no column {column}");
    if headers.len() == 1 && headers.get(0).is_some_and(|header| header.contains([';', '\t'])) {
        let help = "the fields are not separated by commas: save the file as CSV with commas";
        return Problem::new(title, place, help);
    }
    let near = column.split(" or ").find_map(|column| nearest(column, headers.iter()));
    let near = near.map_or(String::new(), |near| format!("; is {near} meant?"));
    let help = format!("name it in the first line; there are: {}{near}", listed(headers.iter()));
    Problem::new(title, place, help)
}

/// A cell as a number that is zero or more.
pub(super) fn number(cell: &At<String>, column: &str) -> Result<f64, Problem> {
    match cell.get_ref().parse::<f64>() {
        Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
        _ => {
            let title = format!("{column}: {:?} is no number >= 0", cell.get_ref());
            Err(Problem::new(title, &cell.span(), "write a plain number, as 12.5"))
        }
    }
}

/// A cell as a length of time in seconds.
pub(super) fn seconds(cell: &At<String>, column: &str) -> Result<Span, Problem> {
    let seconds = number(cell, column)?;
    if seconds > LENGTH_AT_MOST_S {
        let days = LENGTH_AT_MOST_S / 86_400.0;
        let title = format!("{column}: {} s is over the limit of {days} days", cell.get_ref());
        return Err(Problem::new(title, &cell.span(), "write a shorter one"));
    }
    Ok(Span::from_seconds_f64(seconds))
}

/// The same of a cell that may be empty, or of a column that isn't there.
pub(super) fn maybe_seconds(cell: Option<&At<String>>, column: &str) -> Result<Option<Span>, Problem> {
    cell.filter(|cell| !cell.get_ref().is_empty()).map(|cell| seconds(cell, column)).transpose()
}
