//! The first line of a file: what separates its cells, and which column is which.

use csv::StringRecord;

use super::columns::{Columns, NAMES, Source};
use crate::problem::{Problems, nearest};

/// Where a quantity stands in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// In that place.
    At(usize),
    /// Between the instants in two places.
    Between(usize, usize),
}

/// The places of all quantities, in the order of [`NAMES`].
#[derive(Clone, Debug)]
pub struct Header {
    pub cells: [Option<Cell>; NAMES.len()],
}

/// What separates the cells of a first line: what there is most of.
pub fn delimiter(first_line: &str) -> u8 {
    let count = |delimiter: u8| first_line.bytes().filter(|byte| *byte == delimiter).count();
    *[b',', b';', b'\t', b'|'].iter().rev().max_by_key(|delimiter| count(**delimiter)).unwrap_or(&b',')
}

impl Header {
    /// Finds the columns.
    pub fn find(names: &StringRecord, columns: &Columns, problems: &mut Problems) -> Header {
        let plain = |name: &str| name.trim_start_matches('\u{feff}').trim().to_lowercase();
        let there: Vec<String> = names.iter().map(plain).collect();
        let place = |name: &str| there.iter().position(|other| *other == plain(name));
        let shown = || names.iter().map(|name| name.trim_start_matches('\u{feff}').trim());
        let mut cells: [Option<Cell>; NAMES.len()] = Default::default();
        for (number, name) in NAMES.iter().enumerate() {
            let mut at = |column: &str| {
                let found = place(column);
                if found.is_none() {
                    let help = match nearest(column, shown()) {
                        Some(near) => format!("did you mean {near:?}? The file has {}", list(shown())),
                        None => format!("the file has {}", list(shown())),
                    };
                    let what =
                        format!("there is no column {column:?}, which the table of columns names for {name}");
                    problems.push(Some(1), what, help);
                }
                found
            };
            cells[number] = match columns.sources.get(name) {
                None => place(name).map(Cell::At),
                Some(Source::Column(column)) => at(column).map(Cell::At),
                Some(Source::Between(from, to)) => {
                    at(from).zip(at(to)).map(|(from, to)| Cell::Between(from, to))
                }
            };
        }
        let header = Header { cells };
        header.has_what_is_needed(shown, columns, problems);
        header
    }

    /// Without an arrival and a wait nothing can be estimated.
    fn has_what_is_needed<'a, I: Iterator<Item = &'a str>>(
        &self,
        shown: impl Fn() -> I,
        columns: &Columns,
        problems: &mut Problems,
    ) {
        let lacks = |name: &str| self.cell(name).is_none() && !columns.sources.contains_key(name);
        let needed =
            [("arrived_s", "when each call came in"), ("wait_s", "how long each caller waited for an agent")];
        for (name, meaning) in needed.into_iter().filter(|(name, _)| lacks(name)) {
            let near = nearest(name, shown()).unwrap_or("Column");
            let help = format!(
                "say which column it is in a file that --columns names, as {name} = {near:?}; the file has {}",
                list(shown())
            );
            problems.push(Some(1), format!("there is no column {name}: {meaning}"), help);
        }
        if lacks("outcome") && lacks("talk_s") {
            let near = nearest("outcome", shown()).unwrap_or("Result");
            let help = format!(
                "say which column tells it in a file that --columns names, as outcome = {{ column = {near:?}, answered = \
                 [\"OK\"], abandoned = [\"LOST\"] }}; the file has {}",
                list(shown())
            );
            problems.push(
                Some(1),
                "there is no column outcome, nor talk_s: which calls were answered?",
                help,
            );
        }
    }

    /// Where a quantity stands.
    pub fn cell(&self, name: &str) -> Option<&Cell> {
        let place = NAMES.iter().position(|other| *other == name)?;
        self.cells[place].as_ref()
    }
}

fn list<'a>(names: impl Iterator<Item = &'a str>) -> String {
    const SHOWN: usize = 30;
    let mut names: Vec<&str> = names.collect();
    let more = names.len().saturating_sub(SHOWN);
    names.truncate(SHOWN);
    let end = if more > 0 { format!(" and {more} more") } else { String::new() };
    names.join(", ") + &end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_what_there_is_most_of() {
        assert_eq!(["a,b,c", "a;b,c;d", "a\tb", "alone"].map(delimiter), [b',', b';', b'\t', b',']);
    }
}
