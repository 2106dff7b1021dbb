//! The CSV tables: columns with their meanings, and rows sorted by their keys.

use std::borrow::Cow;

use acd_scenario::{Measure, Scenario, Search};
use acd_study::{AGENT_COLUMNS, Estimate, METRICS, Scope, Unit};

use super::Found;
use super::words::number;

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Integer,
    Number,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    pub unit: &'static str,
    pub meaning: String,
}

/// A table as it is written.
pub struct Table {
    pub name: &'static str,
    pub meaning: &'static str,
    pub columns: Vec<Column>,
    pub keys: Vec<&'static str>,
    pub bytes: Vec<u8>,
}

impl Table {
    /// How many rows it has under its header.
    pub fn rows(&self) -> usize {
        let mut reader = csv::Reader::from_reader(&self.bytes[..]);
        let mut record = csv::ByteRecord::new();
        // What was written to memory can be read from it.
        std::iter::from_fn(|| reader.read_byte_record(&mut record).unwrap_or(false).then_some(())).count()
    }
}

/// What stands in a table, and how the rows of a scenario are written.
pub struct Form {
    pub name: &'static str,
    meaning: &'static str,
    keys: &'static [&'static str],
    columns: fn() -> Vec<Column>,
    rows: fn(&Found<'_>, &mut Rows),
    /// The rows of the sum over several hotlines, where the table has any.
    rows_of_sum: Option<fn(&Scope, &mut Rows)>,
    /// Without rows it is not written.
    needs_rows: bool,
}

/// The table of the whole, which the page is read from too.
pub const SUMMARY_FILE: &str = "summary.csv";
/// That of the agents.
pub const AGENTS_FILE: &str = "agents.csv";

/// The tables of every run, and one of groups where the scenario says what comes of calls.
pub const FORMS: [Form; 5] = [SUMMARY, INTERVALS, REPLICATIONS, AGENTS, GROUPS];

impl Column {
    pub fn new(name: &str, kind: Kind, unit: &'static str, meaning: &str) -> Column {
        Column { name: name.to_owned(), kind, unit, meaning: meaning.to_owned() }
    }

    pub fn hotline() -> Column {
        Column::new("hotline", Kind::Text, "", "the hotline, or total: the sum over all of them")
    }

    pub fn queue() -> Column {
        Column::new("queue", Kind::Text, "", "the queue, or total")
    }

    pub fn replication() -> Column {
        Column::new("replication", Kind::Integer, "", "the replication, from 1")
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Ratio => "ratio",
        Unit::Seconds => "s",
    }
}

fn metric_columns() -> impl Iterator<Item = Column> {
    METRICS.iter().map(|metric| {
        let meaning = format!("{} ({}): {}", metric.english, metric.chinese, metric.formula);
        Column { name: metric.id.to_owned(), kind: Kind::Number, unit: unit_name(metric.unit), meaning }
    })
}

fn estimate_columns() -> impl Iterator<Item = Column> {
    metric_columns().flat_map(|mean| {
        let end = |which: &str, words: &str| Column {
            name: format!("{}_ci95_{which}", mean.name),
            meaning: format!("{words} end of the 95 % confidence interval of {}", mean.name),
            ..mean.clone()
        };
        let (low, high) = (end("low", "lower"), end("high", "upper"));
        [mean, low, high]
    })
}

impl Form {
    /// The table of a single scenario.
    pub fn table(&self, found: &Found<'_>) -> Table {
        let mut rows = Rows::new(None);
        rows.header(&(self.columns)());
        (self.rows)(found, &mut rows);
        Table {
            name: self.name,
            meaning: self.meaning,
            columns: (self.columns)(),
            keys: self.keys.to_vec(),
            bytes: rows.finish(),
        }
    }

    /// Whether a table is not written, as there is nothing in it.
    pub fn is_left_out(&self, table: &Table) -> bool {
        self.needs_rows && table.rows() == 0
    }

    /// The rows of one hotline in the table of a network.
    pub fn rows_of(&self, hotline: &str, found: &Found<'_>) -> Vec<u8> {
        let mut rows = Rows::new(Some(hotline));
        (self.rows)(found, &mut rows);
        rows.finish()
    }

    /// The rows of the sum over all hotlines.
    pub fn rows_of_sum(&self, sum: &Scope) -> Option<Vec<u8>> {
        let write = self.rows_of_sum?;
        let mut rows = Rows::new(Some(&sum.name));
        write(sum, &mut rows);
        Some(rows.finish())
    }

    /// The table of a network, from the rows of its hotlines in the order of their names.
    pub fn table_of_hotlines(&self, hotlines: Vec<Vec<u8>>) -> Table {
        let columns: Vec<Column> = [Column::hotline()].into_iter().chain((self.columns)()).collect();
        let mut rows = Rows::new(None);
        rows.header(&columns);
        let mut bytes = rows.finish();
        bytes.reserve_exact(hotlines.iter().map(Vec::len).sum());
        // They may be long: each is dropped when it is in.
        hotlines.into_iter().for_each(|rows| bytes.extend_from_slice(&rows));
        let keys = ["hotline"].into_iter().chain(self.keys.iter().copied()).collect();
        Table { name: self.name, meaning: self.meaning, columns, keys, bytes }
    }
}

/// The rows of a table that is being put together.
pub struct Rows {
    writer: csv::Writer<Vec<u8>>,
    /// The first key, in the table of a network.
    hotline: Option<String>,
}

impl Rows {
    pub fn new(hotline: Option<&str>) -> Rows {
        Rows {
            writer: csv::Writer::from_writer(Vec::new()),
            hotline: hotline.map(|name| plain(name).into_owned()),
        }
    }

    pub fn header(&mut self, columns: &[Column]) {
        put(&mut self.writer, columns.iter().map(|column| column.name.clone()));
    }

    /// Adds a row of keys and numbers.
    pub fn row(&mut self, keys: &[&str], numbers: impl Iterator<Item = Option<f64>>) {
        let number = |number: Option<f64>| {
            // Adding zero turns -0 into 0.
            number
                .filter(|number| number.is_finite())
                .map_or(String::new(), |number| (number + 0.0).to_string())
        };
        let keys = keys.iter().map(|key| plain(key).into_owned());
        put(&mut self.writer, self.hotline.clone().into_iter().chain(keys).chain(numbers.map(number)));
    }

    pub fn finish(self) -> Vec<u8> {
        self.writer.into_inner().unwrap_or_else(|_| unreachable!("memory can always be written"))
    }
}

/// Writes a row to memory, where nothing can fail.
fn put(writer: &mut csv::Writer<Vec<u8>>, fields: impl Iterator<Item = String>) {
    let written = writer.write_record(fields);
    debug_assert!(written.is_ok(), "every row has as many fields as the header");
}

/// A name that no spreadsheet takes for a formula.
pub fn plain(text: &str) -> Cow<'_, str> {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

fn three(estimate: &Estimate) -> [Option<f64>; 3] {
    [estimate.mean, estimate.low, estimate.high]
}

/// The scopes by name, as files sort them.
fn sorted<'a>(found: &'a Found<'_>) -> Vec<&'a Scope> {
    let mut scopes: Vec<_> = found.outcome.scopes.iter().collect();
    scopes.sort_by(|one, other| one.name.cmp(&other.name));
    scopes
}

/// `summary.csv`: a row a queue, and the total.
const SUMMARY: Form = Form {
    name: SUMMARY_FILE,
    meaning: "each queue and the total, means over replications",
    keys: &["queue"],
    columns: || [Column::queue()].into_iter().chain(estimate_columns()).collect(),
    rows: |found, rows| sorted(found).into_iter().for_each(|scope| summary_of(scope, rows)),
    rows_of_sum: Some(summary_of),
    needs_rows: false,
};

fn summary_of(scope: &Scope, rows: &mut Rows) {
    rows.row(&[&scope.name], scope.whole.iter().flat_map(three));
}

/// `intervals.csv`: a row a queue and interval.
const INTERVALS: Form = Form {
    name: "intervals.csv",
    meaning: "each queue and the total by interval, means over replications",
    keys: &["queue", "interval_index"],
    columns: || {
        let start = "its start: a date and time, or day and time where the scenario has no date";
        let keys = [
            Column::queue(),
            Column::new(
                "interval_index",
                Kind::Integer,
                "",
                "the interval, from 0 at 00:00 of the first day",
            ),
            Column::new("interval_start", Kind::Text, "", start),
        ];
        keys.into_iter().chain(estimate_columns()).collect()
    },
    rows: |found, rows| {
        for scope in sorted(found) {
            for (index, estimates) in &scope.intervals {
                let start = interval_start(found.scenario, *index);
                rows.row(&[&scope.name, &index.to_string(), &start], estimates.iter().flat_map(three));
            }
        }
    },
    rows_of_sum: None,
    needs_rows: false,
};

/// `2014-03-03T08:00:00`, or `D1 08:00` without a date.
pub fn interval_start(scenario: &Scenario, index: usize) -> String {
    let second = index as u64 * (scenario.model.calendar.interval.as_us() / 1_000_000);
    let (day, second) = (second / 86_400, second % 86_400);
    let (hour, minute, rest) = (second / 3_600, second / 60 % 60, second % 60);
    let date = scenario.starts.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
    let date = date.and_then(|date| date.checked_add(jiff::Span::new().try_days(day as i64).ok()?).ok());
    match date {
        Some(date) => format!("{date}T{hour:02}:{minute:02}:{rest:02}"),
        None if rest > 0 => format!("D{} {hour:02}:{minute:02}:{rest:02}", day + 1),
        None => format!("D{} {hour:02}:{minute:02}", day + 1),
    }
}

/// `replications.csv`: a row a queue and replication.
const REPLICATIONS: Form = Form {
    name: "replications.csv",
    meaning: "each queue and the total in each replication",
    keys: &["queue", "replication"],
    columns: || [Column::queue(), Column::replication()].into_iter().chain(metric_columns()).collect(),
    rows: |found, rows| sorted(found).into_iter().for_each(|scope| replications_of(scope, rows)),
    rows_of_sum: Some(replications_of),
    needs_rows: false,
};

fn replications_of(scope: &Scope, rows: &mut Rows) {
    for (number, values) in scope.replications.iter().enumerate() {
        rows.row(&[&scope.name, &(number + 1).to_string()], values.iter().copied());
    }
}

/// `sweep.csv`: a row a value that was tried, or a pair of two keys' values.
pub fn sweep(found: &Found<'_>) -> Option<Table> {
    let (search, searched) = (found.scenario.search.as_ref()?, found.searched?);
    let value = |name: &str, search: &Search| {
        let unit = match search.value(0).measure {
            Measure::Plain => "",
            Measure::Ratio => "ratio",
            Measure::Seconds => "s",
        };
        Column::new(name, Kind::Number, unit, &format!("the value of {}", search.vary))
    };
    let keys = [("value", Some(search)), ("value_2", search.second())];
    let keys = keys.into_iter().filter_map(|(name, search)| Some((name, search?)));
    let keys: Vec<(&'static str, &Search)> = keys.collect();
    let what = [
        Column::new("replications", Kind::Integer, "", "the replications that were run at this value"),
        Column::new(
            "verdict",
            Kind::Text,
            "",
            "whether the value meets every goal: met, missed or undecided; empty without goals",
        ),
    ];
    let values = keys.iter().map(|(name, search)| value(name, search));
    let columns: Vec<Column> = values.chain(what).chain(estimate_columns()).collect();
    let meaning = "the total at each value that was tried, means over replications";
    let mut rows = Rows::new(None);
    rows.header(&columns);
    for point in &searched.points {
        let verdict = point.verdict.map_or("", acd_study::Verdict::word);
        let mut cells = vec![number(point.value)];
        cells.extend(point.second.map(number));
        cells.extend([point.replications.to_string(), verdict.to_owned()]);
        let cells: Vec<&str> = cells.iter().map(String::as_str).collect();
        rows.row(&cells, point.total.iter().flat_map(three));
    }
    let keys = keys.into_iter().map(|(name, _)| name).collect();
    Some(Table { name: "sweep.csv", meaning, columns, keys, bytes: rows.finish() })
}

/// `agents.csv`: a row an agent; head counts have no persons.
const AGENTS: Form = Form {
    name: AGENTS_FILE,
    meaning: "each agent, means over replications",
    keys: &["group", "shift", "agent"],
    columns: || {
        let keys = [
            Column::new("group", Kind::Text, "", "the group"),
            Column::new("shift", Kind::Text, "", "the shift; empty for agents who are always on duty"),
            Column::new("agent", Kind::Integer, "", "the agent's number in the centre, from 1"),
        ];
        keys.into_iter().chain(agent_columns()).collect()
    },
    rows: agents_of,
    rows_of_sum: None,
    needs_rows: false,
};

fn agent_columns() -> impl Iterator<Item = Column> {
    let units = [("_s", "s"), ("_count", "count"), ("_ratio", "ratio"), ("_index", "count")];
    AGENT_COLUMNS.iter().map(move |(id, meaning)| {
        let unit = units.into_iter().find(|(end, _)| id.ends_with(end)).map_or("", |(_, unit)| unit);
        Column::new(id, Kind::Number, unit, meaning)
    })
}

/// `groups.csv`: a row a group, where the scenario says what comes of calls.
const GROUPS: Form = Form {
    name: "groups.csv",
    meaning: "the agents of each group together, means over replications",
    keys: &["group"],
    columns: || {
        [Column::new("group", Kind::Text, "", "the group")].into_iter().chain(agent_columns()).collect()
    },
    rows: |found, rows| {
        let mut groups: Vec<_> = found.scenario.groups.iter().zip(&found.outcome.groups).collect();
        groups.sort_by_key(|(group, _)| group.name.as_str());
        for (group, means) in groups {
            rows.row(&[&group.name], means.values.iter().copied());
        }
    },
    rows_of_sum: None,
    needs_rows: true,
};

fn agents_of(found: &Found<'_>, rows: &mut Rows) {
    let mut persons = Vec::new();
    for (number, person) in found.scenario.model.people().iter().enumerate() {
        let group = &found.scenario.groups[person.group.index()];
        if let Some(shift) = person.shift {
            let shift = group.shifts.get(shift as usize).map_or("", String::as_str);
            persons.push((group.name.as_str(), shift, number));
        }
    }
    persons.sort_unstable();
    for (group, shift, number) in persons {
        let values = found.outcome.agents[number].values.iter().copied();
        rows.row(&[group, shift, &(number + 1).to_string()], values);
    }
}
