//! Which column of a file holds what: the names of our own `calls.csv`, or a small table of other names.
//!
//! ```toml
//! arrived_s = "ArrivalTime"
//! wait_s    = { from = "QueuedAt", to = "AnsweredAt" }   # the time from one column's instant to another's
//! outcome   = { column = "Result", answered = ["OK"], abandoned = ["LOST", "HANGUP"] }
//! ```

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use crate::problem::{Problems, nearest};

/// The columns that are understood, as our own files call them.
pub const NAMES: [&str; 12] = [
    "replication",
    "kind",
    "queue",
    "caller",
    "attempt",
    "arrived_s",
    "offered_s",
    "wait_s",
    "outcome",
    "agent",
    "talk_s",
    "wrap_up_s",
];
/// Columns that are lengths of time.
const LENGTHS: [&str; 3] = ["wait_s", "talk_s", "wrap_up_s"];

/// How a call ended, as far as the estimates tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// An agent answered.
    Answered,
    /// The caller gave up waiting.
    Abandoned,
    /// The queue was full.
    Blocked,
    /// No line was free.
    LineBlocked,
    /// Dropped at closing.
    Dropped,
    /// Self-service did it.
    ServedByIvr,
    /// Hung up before choosing.
    HungUpInIvr,
    /// Still in the system when the log ends.
    InProgress,
}

/// The outcomes and their words.
pub const OUTCOMES: [(Outcome, &str); 8] = [
    (Outcome::Answered, "answered"),
    (Outcome::Abandoned, "abandoned"),
    (Outcome::Blocked, "blocked"),
    (Outcome::LineBlocked, "line_blocked"),
    (Outcome::Dropped, "dropped"),
    (Outcome::ServedByIvr, "served_by_ivr"),
    (Outcome::HungUpInIvr, "hung_up_in_ivr"),
    (Outcome::InProgress, "in_progress"),
];

/// Where a quantity stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// In a column.
    Column(String),
    /// It is the time between the instants of two columns.
    Between(String, String),
}

/// Where everything stands.
#[derive(Clone, Debug, Default)]
pub struct Columns {
    /// By our names; what is not here stands under our name, if at all.
    pub sources: BTreeMap<&'static str, Source>,
    /// Words for outcomes besides our own, in small letters.
    pub words: BTreeMap<String, Outcome>,
}

impl Columns {
    /// Reads a table of columns.
    ///
    /// # Errors
    ///
    /// All that is wrong with it.
    pub fn read(file: &str, text: &str) -> Result<Columns, Problems> {
        let mut problems = Problems::of(file);
        let mut columns = Columns::default();
        match DeTable::parse(text) {
            Err(error) => {
                let line = error.span().map(|span| line_of(text, span.start));
                problems.push(
                    line,
                    error.message().replace('\n', "; "),
                    "write it as arrived_s = \"ArrivalTime\"",
                );
            }
            Ok(table) => {
                for (key, value) in table.get_ref() {
                    let line = Some(line_of(text, key.span().start));
                    match NAMES.iter().find(|name| **name == key.get_ref().as_ref()) {
                        Some(name) => columns.add(name, value.get_ref(), line, &mut problems),
                        None => problems.push(
                            line,
                            format!("{:?} is no quantity of a log", key.get_ref()),
                            near(key.get_ref(), &NAMES),
                        ),
                    }
                }
            }
        }
        problems.unless(Some(columns))
    }

    fn add(&mut self, name: &'static str, value: &DeValue<'_>, line: Option<u64>, problems: &mut Problems) {
        let table = match value {
            DeValue::String(column) => {
                self.sources.insert(name, Source::Column(column.to_string()));
                return;
            }
            DeValue::Table(table) => table,
            _ => {
                let help = format!("write the column's name: {name} = \"Column\"");
                return problems.push(line, format!("{name} is no column's name"), help);
            }
        };
        let text = |key: &str| table.get(key).and_then(|value| value.get_ref().as_str().map(str::to_owned));
        match (text("column"), text("from"), text("to")) {
            (Some(column), None, None) => {
                self.sources.insert(name, Source::Column(column));
            }
            (None, Some(from), Some(to)) if LENGTHS.contains(&name) => {
                self.sources.insert(name, Source::Between(from, to));
            }
            _ => {
                let help = if LENGTHS.contains(&name) {
                    format!(
                        "write {name} = {{ from = \"QueuedAt\", to = \"AnsweredAt\" }}, or the name of one column"
                    )
                } else {
                    format!("write {name} = {{ column = \"Column\" }}")
                };
                problems.push(line, format!("{name} does not say which column it is"), help);
            }
        }
        for (key, value) in table {
            let word = key.get_ref().as_ref();
            match OUTCOMES.iter().find(|(_, known)| *known == word) {
                Some((outcome, _)) if name == "outcome" => {
                    self.add_words(*outcome, value.get_ref(), line, problems)
                }
                _ if matches!(word, "column" | "from" | "to") => {}
                _ => {
                    let words: Vec<&str> = OUTCOMES.iter().map(|(_, word)| *word).chain(["column"]).collect();
                    problems.push(line, format!("{word:?} is no key of {name}"), near(word, &words));
                }
            }
        }
    }

    fn add_words(
        &mut self,
        outcome: Outcome,
        value: &DeValue<'_>,
        line: Option<u64>,
        problems: &mut Problems,
    ) {
        let one = |value: &DeValue<'_>| value.as_str().map(|word| word.trim().to_lowercase());
        let words: Option<Vec<String>> = match value {
            DeValue::Array(words) => words.iter().map(|word| one(word.get_ref())).collect(),
            word => one(word).map(|word| vec![word]),
        };
        match words {
            Some(words) => self.words.extend(words.into_iter().map(|word| (word, outcome))),
            None => problems.push(
                line,
                "the words of an outcome are no texts",
                "write answered = [\"OK\", \"DONE\"]",
            ),
        }
    }

    /// What a word for an outcome means.
    pub fn outcome(&self, word: &str) -> Option<Outcome> {
        let word = word.to_lowercase();
        let known = OUTCOMES.iter().find(|(_, known)| *known == word).map(|(outcome, _)| *outcome);
        self.words.get(&word).copied().or(known)
    }
}

fn near(name: &str, names: &[&str]) -> String {
    match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean {near}? There are {}", names.join(", ")),
        None => format!("there are {}", names.join(", ")),
    }
}

/// The line of an offset, from 1.
fn line_of(text: &str, offset: usize) -> u64 {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() as u64 + 1
}
