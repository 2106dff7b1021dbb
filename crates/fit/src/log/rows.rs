//! The rows of a file, cell by cell, and the log that they make.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read};

use csv::StringRecord;

use super::clock::{self, INSTANT_HELP, Instant, LENGTH_HELP};
use super::columns::{Columns, OUTCOMES, Outcome};
use super::header::{Cell, Header, delimiter};
use super::{Call, DAY_S, DAYS_AT_MOST, Has, Log};
use crate::problem::Problems;

/// The longest name of a scenario.
const NAME_CHARS_AT_MOST: usize = 100;
/// The longest first line that is looked at.
const FIRST_LINE_AT_MOST: u64 = 1 << 16;

/// Names in order of appearance.
#[derive(Default)]
struct Names {
    places: BTreeMap<String, usize>,
    names: Vec<String>,
}

impl Names {
    fn place(&mut self, name: &str) -> usize {
        if let Some(place) = self.places.get(name) {
            return *place;
        }
        self.places.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.names.len() - 1
    }
}

/// What was read.
pub struct Reading {
    calls: Vec<Call>,
    header: Header,
    stretches: Names,
    kinds: Names,
    queues: Names,
    callers: Names,
    agents: Names,
    /// The first instant that was read, with its line: all others are of its sort.
    first: Option<(Instant, u64)>,
    /// Words for outcomes that nobody knows, and how often each occurs.
    unknown_words: BTreeMap<String, (u64, u64)>,
}

/// Reads all rows; nothing where there is no header.
pub fn read(reader: impl Read, columns: &Columns, problems: &mut Problems) -> Option<Reading> {
    let mut buffered = BufReader::new(reader);
    let first_line = match first_line(&mut buffered) {
        Ok(line) => line,
        Err(error) => {
            problems.push(None, format!("it can't be read: {error}"), "");
            return None;
        }
    };
    let delimiter = delimiter(&String::from_utf8_lossy(&first_line));
    let whole = std::io::Cursor::new(first_line).chain(buffered);
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(whole);
    let names = match reader.headers() {
        Ok(names) if names.iter().all(str::is_empty) => {
            problems.push(
                None,
                "the file is empty",
                "a log has a line of column names and a row for each call",
            );
            return None;
        }
        Ok(names) => names.clone(),
        Err(error) => {
            unreadable(&error, problems);
            return None;
        }
    };
    let header = Header::find(&names, columns, problems);
    if !problems.is_empty() {
        return None;
    }
    let mut reading = Reading::new(header);
    let mut row = StringRecord::new();
    loop {
        match reader.read_record(&mut row) {
            Ok(true) => reading.add(&row, columns, problems),
            Ok(false) => break,
            Err(error) => {
                unreadable(&error, problems);
                // Behind bytes that are no text the next row is found again, after anything else it is not.
                if !matches!(
                    error.kind(),
                    csv::ErrorKind::Utf8 { .. } | csv::ErrorKind::UnequalLengths { .. }
                ) {
                    break;
                }
            }
        }
    }
    reading.tells_unknown_words(problems);
    Some(reading)
}

fn first_line(reader: &mut impl BufRead) -> std::io::Result<Vec<u8>> {
    let mut line = Vec::new();
    reader.take(FIRST_LINE_AT_MOST).read_until(b'\n', &mut line)?;
    Ok(line)
}

fn unreadable(error: &csv::Error, problems: &mut Problems) {
    let line = error.position().map(csv::Position::line);
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => problems.push(
            line,
            format!("the row has {len} cells, the first line {expected_len}"),
            "each row has a cell for each column; put cells that hold the separator in quotes",
        ),
        csv::ErrorKind::Utf8 { .. } => problems.push(
            line,
            "the row is no UTF-8 text",
            "save the file as \"CSV UTF-8\" where it was exported",
        ),
        _ => problems.push(line, format!("it can't be read: {error}"), ""),
    }
}

/// A row whose cells are being read.
struct Row<'a> {
    cells: &'a StringRecord,
    line: u64,
}

impl<'a> Row<'a> {
    /// A cell's text, if there is any.
    fn filled(&self, place: usize) -> Option<&'a str> {
        self.cells.get(place).filter(|text| !text.is_empty())
    }
}

impl Reading {
    fn new(header: Header) -> Reading {
        Reading {
            calls: Vec::new(),
            header,
            stretches: Names::default(),
            kinds: Names::default(),
            queues: Names::default(),
            callers: Names::default(),
            agents: Names::default(),
            first: None,
            unknown_words: BTreeMap::new(),
        }
    }

    /// A quantity's text, where it has one.
    fn text<'r>(&self, name: &str, row: &Row<'r>) -> Option<&'r str> {
        match self.header.cell(name)? {
            Cell::At(place) | Cell::Between(place, _) => row.filled(*place),
        }
    }

    /// What of a quantity is empty: its name, or for one between two columns the end that is.
    fn missing(&self, name: &str, row: &Row<'_>) -> Option<String> {
        let is_empty = |place: &usize| row.filled(*place).is_none();
        match self.header.cell(name) {
            Some(Cell::Between(from, _)) if is_empty(from) => {
                Some(format!("the instant that {name} is from"))
            }
            Some(Cell::Between(_, to)) if is_empty(to) => Some(format!("the instant that {name} is to")),
            Some(Cell::Between(..)) => None,
            _ => self.text(name, row).is_none().then(|| name.to_owned()),
        }
    }

    fn length(&self, name: &str, row: &Row<'_>, problems: &mut Problems) -> Option<f64> {
        let line = Some(row.line);
        if let Some(Cell::Between(from, to)) = self.header.cell(name) {
            let ends = [row.filled(*from)?, row.filled(*to)?];
            let [Some(from), Some(to)] = ends.map(clock::instant) else {
                let what = format!("{name}: {:?} and {:?} are no two instants", ends[0], ends[1]);
                problems.push(line, what, INSTANT_HELP);
                return None;
            };
            let length = to.seconds() - from.seconds();
            if length < 0.0 {
                let what = format!("{name}: {:?} is before {:?}", ends[1], ends[0]);
                problems.push(line, what, "the later instant is the one that `to` names");
            }
            return (length >= 0.0).then_some(length);
        }
        let text = self.text(name, row)?;
        let length = clock::length(text);
        if length.is_none() {
            problems.push(line, format!("{name}: {text:?} is no length of time"), LENGTH_HELP);
        }
        length
    }

    fn instant(&mut self, name: &str, row: &Row<'_>, problems: &mut Problems) -> Option<f64> {
        let text = self.text(name, row)?;
        let line = Some(row.line);
        let Some(instant) = clock::instant(text) else {
            problems.push(line, format!("{name}: {text:?} is no instant"), INSTANT_HELP);
            return None;
        };
        let (first, of_line) = *self.first.get_or_insert((instant, row.line));
        if std::mem::discriminant(&first) != std::mem::discriminant(&instant) {
            let what = format!("{name}: {text:?} is of another sort than the instant of line {of_line}");
            problems.push(line, what, "write all instants as seconds, or all with dates");
            return None;
        }
        Some(instant.seconds())
    }

    fn outcome(&mut self, row: &Row<'_>, talk: Option<f64>, columns: &Columns) -> Option<Outcome> {
        if self.header.cell("outcome").is_none() {
            // Systems write 0 for a call that nobody answered, or nothing.
            let is_answered = talk.is_some_and(|talk| talk > 0.0);
            return Some(if is_answered { Outcome::Answered } else { Outcome::Abandoned });
        }
        let word = self.text("outcome", row).unwrap_or("");
        let outcome = columns.outcome(word);
        if outcome.is_none() {
            self.unknown_words.entry(word.to_owned()).or_insert((row.line, 0)).1 += 1;
        }
        outcome
    }

    fn attempt(&self, row: &Row<'_>, problems: &mut Problems) -> Option<u32> {
        let text = self.text("attempt", row)?;
        let attempt = text.parse::<u32>().ok().filter(|attempt| *attempt > 0);
        if attempt.is_none() {
            let help = "write 1 for a first call, 2 for the first redial, and so on";
            problems.push(Some(row.line), format!("attempt: {text:?} is no number of an attempt"), help);
        }
        attempt
    }

    fn add(&mut self, cells: &StringRecord, columns: &Columns, problems: &mut Problems) {
        let row = Row { cells, line: cells.position().map_or(0, csv::Position::line) };
        let line = Some(row.line);
        let arrived = self.instant("arrived_s", &row, problems);
        let offered = self.instant("offered_s", &row, problems);
        let [wait, talk, wrap_up] =
            ["wait_s", "talk_s", "wrap_up_s"].map(|name| self.length(name, &row, problems));
        let outcome = self.outcome(&row, talk, columns);
        let attempt = self.attempt(&row, problems);
        if self.text("arrived_s", &row).is_none() {
            problems.push(line, "arrived_s is empty", INSTANT_HELP);
        }
        let (Some(arrived), Some(outcome)) = (arrived, outcome) else { return };
        let asked_for_human =
            !matches!(outcome, Outcome::LineBlocked | Outcome::ServedByIvr | Outcome::HungUpInIvr);
        let is_offered = asked_for_human && (outcome != Outcome::InProgress || wait.is_some());
        let offered = if is_offered { offered.or(Some(arrived)) } else { None };
        if let Some(offered) = offered.filter(|offered| *offered < arrived) {
            let what = format!("offered_s lies {} s before arrived_s", arrived - offered);
            problems.push(line, what, "human service is chosen at the arrival or after it");
        }
        if wait.is_none()
            && matches!(outcome, Outcome::Answered | Outcome::Abandoned)
            && let Some(missing) = self.missing("wait_s", &row)
        {
            let what = format!("{missing} is empty, and the call was answered or abandoned");
            let help = match self.header.cell("wait_s") {
                Some(Cell::Between(..)) => {
                    "name columns that are filled for abandoned calls too, or one with the wait"
                }
                _ => LENGTH_HELP,
            };
            problems.push(line, what, help);
        }
        let name = |name: &str, reading: &Reading| reading.text(name, &row).map(str::to_owned);
        let [stretch, kind, queue, caller, agent] =
            ["replication", "kind", "queue", "caller", "agent"].map(|column| name(column, self));
        for (column, text) in [("kind", &kind), ("queue", &queue)] {
            let Some(text) = text else { continue };
            if text.chars().count() > NAME_CHARS_AT_MOST || text.contains(char::is_control) {
                let what = format!(
                    "{column}: {text:?} is no name of up to {NAME_CHARS_AT_MOST} characters that can be seen"
                );
                problems.push(line, what, "give it a shorter, plain name");
            }
        }
        let stretch = self.stretches.place(stretch.as_deref().unwrap_or("1"));
        let kind = self.kinds.place(kind.as_deref().unwrap_or("callers"));
        let queue = is_offered.then(|| self.queues.place(queue.as_deref().unwrap_or("main")));
        // Callers are numbered within their kind and stretch, as in our own files.
        let caller = caller.map(|caller| self.callers.place(&format!("{stretch} {kind} {caller}")));
        let agent = agent.map(|agent| self.agents.place(&agent));
        let is_answered = outcome == Outcome::Answered;
        let of_answered = |length: Option<f64>| length.filter(|_| is_answered);
        let (talk, wrap_up) = (of_answered(talk), of_answered(wrap_up));
        self.calls.push(Call {
            stretch,
            kind,
            queue,
            caller,
            attempt,
            arrived,
            offered,
            wait,
            outcome,
            agent,
            talk,
            wrap_up,
        });
    }

    fn tells_unknown_words(&self, problems: &mut Problems) {
        for (word, (line, count)) in &self.unknown_words {
            let known: Vec<&str> = OUTCOMES.iter().map(|(_, word)| *word).collect();
            let rows = if *count == 1 { "1 row has it".to_owned() } else { format!("{count} rows have it") };
            let help = format!(
                "say what it means in a file that --columns names, as outcome = {{ column = \"Result\", answered = \
                 [{word:?}] }}; there are {}",
                known.join(", ")
            );
            problems.push(Some(*line), format!("outcome: nobody knows what {word:?} means; {rows}"), help);
        }
    }

    /// The log; nothing where a problem keeps it from being one.
    pub fn into_log(self, problems: &mut Problems) -> Option<Log> {
        if !problems.is_empty() {
            return None;
        }
        let mut calls = self.calls;
        let Some((first, _)) = self.first.filter(|_| !calls.is_empty()) else {
            problems.push(
                None,
                "the log has no calls",
                "a log has a row for each call below its column names",
            );
            return None;
        };
        let earliest = calls.iter().map(|call| call.arrived).fold(f64::MAX, f64::min);
        let first_day = (earliest / DAY_S).floor();
        let starts = match first {
            Instant::OnDate(_) => clock::date_of(first_day as i64),
            Instant::SinceStart(_) => None,
        };
        // Without dates the stretch begins where its seconds do, on a day without calls as well.
        let shift = if starts.is_some() { first_day * DAY_S } else { 0.0 };
        for call in &mut calls {
            call.arrived -= shift;
            call.offered = call.offered.map(|offered| offered - shift);
        }
        let latest = calls.iter().map(|call| call.arrived).fold(0.0, f64::max);
        let days = (latest / DAY_S).floor() + 1.0;
        if days > DAYS_AT_MOST {
            let what = format!("its calls lie {days:.0} days apart, more than {DAYS_AT_MOST:.0}");
            problems.push(
                None,
                what,
                "look for a date of another century, milliseconds where seconds are meant, or seconds since 1970, which must be written as dates",
            );
            return None;
        }
        calls.sort_by(|one, other| {
            one.stretch.cmp(&other.stretch).then(one.arrived.total_cmp(&other.arrived))
        });
        let header = &self.header;
        let has = |name: &str| header.cell(name).is_some();
        let has = Has {
            caller: has("caller") && calls.iter().any(|call| call.caller.is_some()),
            attempt: has("attempt") && calls.iter().any(|call| call.attempt.is_some()),
            offered: has("offered_s"),
            talk: calls.iter().any(|call| call.talk.is_some()),
            wrap_up: calls.iter().any(|call| call.wrap_up.is_some_and(|wrap_up| wrap_up > 0.0)),
            agent: calls.iter().any(|call| call.agent.is_some()),
            outcome: has("outcome"),
        };
        Some(Log {
            calls,
            kinds: self.kinds.names,
            queues: self.queues.names,
            stretches: self.stretches.names.len(),
            starts,
            days: days as usize,
            has,
        })
    }
}
