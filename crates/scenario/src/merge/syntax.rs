//! What is said about a text that is not TOML.

use std::collections::BTreeSet;

use super::Tree;
use crate::problem::Problem;
use crate::source::Place;

/// The syntax errors of a text that starts at `base` among the sources: the first of each line, as the parser
/// goes on behind an error and stumbles over the rest of the line.
pub(super) fn problems(text: &str, base: usize, errors: &[toml::de::Error], tree: &Tree<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut seen = BTreeSet::new();
    for error in errors {
        let place = error.span().unwrap_or(0..0);
        let before = &text.as_bytes()[..place.start.min(text.len())];
        let line = before.iter().rposition(|byte| *byte == b'\n');
        if !seen.insert(line) {
            continue;
        }
        let place = base + place.start..base + place.end;
        let words = error.message().lines().next().unwrap_or_default();
        problems.push(problem(words, text, base, &place, tree));
    }
    problems
}

fn problem(words: &str, text: &str, base: usize, place: &Place, tree: &Tree<'_>) -> Problem {
    if words.contains("duplicate key") {
        let key = text.get(place.start - base..place.end - base).unwrap_or_default();
        let first = first_of(key, place, tree).map(|first| line_of(text, first.start - base));
        let first = first.or_else(|| same_line(text, place.start - base));
        let first = first.map_or(String::new(), |line| format!("; the first is in line {line}"));
        let title = format!("{key} stands here for the second time{first}");
        return Problem::new(title, place, "keep one of them, or join them");
    }
    Problem::new(format!("this is not TOML: {words}"), place, help(words))
}

fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

/// The number of an earlier line that reads the same: a table's second head.
fn same_line(text: &str, offset: usize) -> Option<usize> {
    let own = line_of(text, offset);
    let line = text.lines().nth(own - 1)?.trim();
    text.lines().take(own - 1).position(|other| other.trim() == line).map(|line| line + 1)
}

/// The nearest key of that name before a place.
fn first_of(key: &str, place: &Place, tree: &Tree<'_>) -> Option<Place> {
    let own = tree.iter().filter(|(name, _)| name.get_ref() == key.trim_matches(['"', '\'']));
    let own = own.map(|(name, _)| name.span()).filter(|found| found.start < place.start);
    let inner = tree.values().filter_map(|value| first_of(key, place, value.get_ref().as_table()?));
    own.chain(inner).max_by_key(|found| found.start)
}

/// What to write instead, by the parser's own words.
fn help(words: &str) -> &'static str {
    let helps = [
        ("carriage return", "save the file with the line ends of Unix (LF) or Windows (CRLF)"),
        ("recurse", "lists and tables are nested too deep: take some of them apart"),
        ("invalid date", "write a day that there is, as 2014-03-03"),
        ("leading zero", "times of day stand in quotes, as \"08:00\"; numbers begin with another digit"),
        ("escape", "in double quotes write a backslash twice, or use single quotes: 'C:\\Data'"),
        ("key with no value", "write KEY = VALUE"),
        ("unclosed table", "close the bracket: [NAME]"),
        ("unclosed array", "close the list: ]"),
        ("unclosed inline table", "close the table: }"),
        ("must be quoted", "write it in straight quotes, as \"text\""),
        ("expected `\"`", "close the quote in the same line"),
        ("visible characters", "remove the character that can't be seen"),
        ("expected newline", "one key a line; decimals have a point, and text stands in quotes"),
    ];
    let found = helps.iter().find(|(part, _)| words.contains(part));
    found.map_or("text values need quotes, tables [brackets], and each key its own line", |(_, help)| help)
}
