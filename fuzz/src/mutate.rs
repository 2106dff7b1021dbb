//! Changes of texts that keep most of their structure, so that they get past the parser and far into the checks.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::dictionary::{KEYS, PATHS, ROWS, TABLES, VALUES};
use crate::{Choices, Corpus};

/// Lines that a mutation may add in all.
const REPEATED_AT_MOST: usize = 3_000;

/// A scenario to read: its file, the files that differ from the corpus, and `--set`s.
#[derive(Debug)]
pub struct Case {
    /// The scenario file.
    pub file: PathBuf,
    /// Changed files.
    pub changed: BTreeMap<PathBuf, Vec<u8>>,
    /// `key.path=VALUE` texts.
    pub sets: Vec<String>,
}

/// A scenario of the corpus with some changes, in it and in a data file.
pub fn mutated(corpus: &Corpus, choices: &mut Choices<'_>) -> Case {
    let file = choices.one_of(&corpus.scenarios).clone();
    let other = choices.one_of(&corpus.scenarios);
    let mut text = corpus.files[&file].clone();
    for _ in 0..=choices.below(6) {
        if choices.is_empty() {
            break;
        }
        text = change(&text, &corpus.files[other], choices);
    }
    let mut changed = BTreeMap::from([(file.clone(), text)]);
    if choices.below(3) == 1 {
        let paths: Vec<&PathBuf> = corpus.files.keys().collect();
        let path = *choices.one_of(&paths);
        let text = change(&corpus.files[path], b"", choices);
        changed.entry(path.clone()).or_insert(text);
    }
    let sets = (0..choices.below(3)).map(|_| set(choices)).collect();
    Case { file, changed, sets }
}

/// A sound scenario with `--set`s that need not be.
pub fn sets_alone(choices: &mut Choices<'_>) -> Case {
    let file = PathBuf::from(*choices.one_of(&["tests/bad/files/roster.toml", "scenarios/shanghai.toml"]));
    let sets = (0..=choices.below(4)).map(|_| set(choices)).collect();
    Case { file, changed: BTreeMap::new(), sets }
}

fn set(choices: &mut Choices<'_>) -> String {
    let raw = String::from_utf8_lossy(choices.bytes()).into_owned();
    let path = *choices.one_of(PATHS);
    let key = *choices.one_of(KEYS);
    let value = *choices.one_of(VALUES);
    match choices.below(8) {
        0..=2 => format!("{path}={value}"),
        3 => format!("{path}.{key}={value}"),
        4 => format!("{path}={raw}"),
        5 => format!("{raw}={value}"),
        6 => format!("{path}={}", value.trim_matches('"')),
        _ => raw,
    }
}

fn change(text: &[u8], other: &[u8], choices: &mut Choices<'_>) -> Vec<u8> {
    let mut lines: Vec<Vec<u8>> = text.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
    let at = choices.below(lines.len());
    match choices.below(12) {
        0..=2 => replace_value(&mut lines[at], choices.word(VALUES)),
        3 => replace_key(&mut lines[at], choices.word(KEYS)),
        4 => {
            let line = format!("{} = {}", choices.one_of(KEYS), choices.one_of(VALUES));
            lines.insert(at, line.into_bytes());
        }
        5 => lines.insert(at, choices.one_of(TABLES).as_bytes().to_vec()),
        6 => drop(lines.remove(at)),
        7 => lines.insert(at, choices.one_of(ROWS).as_bytes().to_vec()),
        8 => {
            let others: Vec<&[u8]> = other.split(|byte| *byte == b'\n').collect();
            let from = choices.below(others.len());
            let some = others.iter().skip(from).take(choices.below(12) + 1);
            lines.splice(at..at, some.map(|line| line.to_vec()));
        }
        9 => repeat(&mut lines, at, choices),
        10 => {
            let line = &mut lines[at];
            let cut = choices.below(line.len() + 1);
            line.splice(cut..cut, choices.bytes().iter().copied());
        }
        _ => lines.truncate(at),
    }
    lines.join(&b'\n')
}

fn replace_value(line: &mut Vec<u8>, value: &str) {
    if let Some(at) = line.iter().rposition(|byte| matches!(byte, b'=' | b',')) {
        line.truncate(at + 1);
        line.extend_from_slice(value.as_bytes());
    }
}

fn replace_key(line: &mut Vec<u8>, key: &str) {
    if let Some(at) = line.iter().position(|byte| *byte == b'=') {
        line.splice(..at, key.bytes());
    }
}

/// Very many lines like one, each with a number in its name.
fn repeat(lines: &mut Vec<Vec<u8>>, at: usize, choices: &mut Choices<'_>) {
    let line = lines[at].clone();
    let count = choices.below(REPEATED_AT_MOST);
    let place = line.iter().position(|byte| matches!(byte, b'=' | b']' | b',')).unwrap_or(line.len());
    let numbered = |number: usize| [&line[..place], number.to_string().as_bytes(), &line[place..]].concat();
    lines.splice(at..at, (0..count).map(numbered).collect::<Vec<_>>());
}
