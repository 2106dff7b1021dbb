//! What is wrong with a log or a table of columns: where, what, and what to write instead; all of it at once.

use std::fmt;

/// Of more problems the first are told, and how many there are besides.
const TOLD: usize = 20;

/// Something wrong, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The line of the file, from 1, where it has one.
    pub line: Option<u64>,
    /// What is wrong, and in which column.
    pub what: String,
    /// What to write instead.
    pub help: String,
}

/// All that is wrong with one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems {
    file: String,
    told: Vec<Problem>,
    more: usize,
}

impl Problems {
    /// None yet.
    pub fn of(file: &str) -> Problems {
        Problems { file: file.to_owned(), ..Problems::default() }
    }

    /// Adds one.
    pub fn push(&mut self, line: Option<u64>, what: impl Into<String>, help: impl Into<String>) {
        let problem = Problem { line, what: what.into(), help: help.into() };
        match self.told.len() < TOLD {
            true if self.told.contains(&problem) => {}
            true => self.told.push(problem),
            false => self.more += 1,
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.told.is_empty()
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.told.len() + self.more
    }

    /// The value where nothing is wrong.
    ///
    /// # Errors
    ///
    /// Something is.
    pub fn unless<T>(self, value: Option<T>) -> Result<T, Problems> {
        match value {
            Some(value) if self.is_empty() => Ok(value),
            _ => Err(self),
        }
    }
}

/// `calls.csv:17: wait_s: "abc" is no length of time`, a line of help below each.
impl fmt::Display for Problems {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, problem) in self.told.iter().enumerate() {
            let gap = if place > 0 { "\n\nerror: " } else { "" };
            let line = problem.line.map_or(String::new(), |line| format!(":{line}"));
            write!(formatter, "{gap}{}{line}: {}", self.file, problem.what)?;
            if !problem.help.is_empty() {
                write!(formatter, "\nhelp: {}", problem.help)?;
            }
        }
        if self.more > 0 {
            write!(formatter, "\n\n... and {} more", self.more)?;
        }
        Ok(())
    }
}

/// `; did you mean "wait_s"?` of the nearest name there is, if one is near.
pub fn nearest<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    const NEAR: f64 = 0.6;
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let like = |other: &&str| strsim::jaro_winkler(&plain(name), &plain(other));
    let best = names.max_by(|one, other| like(one).total_cmp(&like(other)))?;
    (like(&best) >= NEAR).then_some(best)
}
