//! What a run of several hotlines leaves: the same files with a column more, each hotline in JSON, and a summary
//! with a row a hotline.

use std::path::Path;

use acd_scenario::{Hotline, Network, printable};
use acd_study::{
    Besides, Comparison, Estimate, Goal, NetworkOutcome, Verdict, comparisons, goals, network_comparisons,
};
use serde_json::{Map, Value, json};

use super::summary::{changes, flow_sentences, place_of_files, scaled, shown, table, wrapped};
use super::tables::FORMS;
use super::words::{NONE, count, or_none, percent, plural, shortened_to, signed_percent};
use super::{Found, beside, json, package, unreached};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// The most columns of a hotline's label, so that the tables fit a terminal.
const LABEL_AT_MOST: usize = 18;

/// A network and what was found.
pub struct FoundNetwork<'a> {
    pub network: &'a Network,
    /// What the command line changed.
    pub changes: Vec<String>,
    /// The hotlines, in their order.
    pub parts: Vec<Part>,
    pub outcome: NetworkOutcome,
}

/// What is kept of a hotline: words and figures, not the intervals they were made from.
pub struct Part {
    /// Its rows in each table.
    rows: [Vec<u8>; FORMS.len()],
    /// The same object as of a single run.
    json: Value,
    total: Vec<Estimate>,
    besides: Besides,
    goals: Vec<Goal>,
    comparisons: Vec<Comparison>,
}

impl Part {
    /// Takes from what was found of a hotline what will be told of it.
    pub fn of(hotline: &Hotline, found: &Found<'_>) -> Part {
        Part {
            rows: FORMS.map(|form| form.rows_of(&hotline.name, found)),
            json: json::summary(found),
            total: found.outcome.total().whole.clone(),
            besides: found.besides.clone(),
            goals: goals(found.scenario, found.outcome),
            comparisons: comparisons(found.scenario, found.outcome),
        }
    }
}

impl FoundNetwork<'_> {
    /// What turned out doubtful while it ran.
    pub fn late_warnings(&self) -> Vec<String> {
        let partial = "interrupted: these results are the beginning of what was asked for".to_owned();
        let partial = self.outcome.is_partial.then_some(partial);
        partial.into_iter().chain(unreached(&self.outcome.precision, self.outcome.replications)).collect()
    }

    fn warnings(&self) -> Vec<String> {
        let early = self.network.warnings.iter().map(|warning| warning.line.clone());
        early.chain(self.late_warnings()).collect()
    }

    fn hotlines(&self) -> impl Iterator<Item = (&Hotline, &Part)> {
        self.network.hotlines.iter().zip(&self.parts)
    }

    fn comparisons(&self) -> Vec<Comparison> {
        network_comparisons(self.network, &self.outcome.total.whole)
    }
}

/// Writes every file.
pub fn write_files(
    folder: &mut Folder,
    found: &FoundNetwork<'_>,
    file: &Path,
    started: jiff::Timestamp,
) -> Result<(), Failure> {
    let mut tables = Vec::new();
    for (place, form) in FORMS.iter().enumerate() {
        let sum = form.rows_of_sum(&found.outcome.total);
        let mut rows: Vec<(&str, &Vec<u8>)> =
            found.hotlines().map(|(hotline, part)| (hotline.name.as_str(), &part.rows[place])).collect();
        rows.extend(sum.iter().map(|sum| ("total", sum)));
        rows.sort_by_key(|(name, _)| *name);
        let mut table = form.table_of_hotlines(rows.into_iter().map(|(_, rows)| rows));
        folder.write(table.name, &table.bytes)?;
        table.bytes = Vec::new();
        tables.push(table);
    }
    folder.write("run.json", record(found, file, started).as_bytes())?;
    folder.write(PACKAGE, package::text(&found.network.title, &tables, &[], None).as_bytes())
}

/// The summary as one JSON object: the sum at the top, and each hotline by name.
pub fn json_text(found: &FoundNetwork<'_>) -> String {
    let network = found.network;
    let goals = found.hotlines().flat_map(|(hotline, part)| {
        let goals = part.json["goals"].as_array().cloned().unwrap_or_default();
        goals.into_iter().map(|goal| with_hotline(&hotline.name, goal))
    });
    let mut object = json!({
        "scenario": network.title,
        "seed": network.run.seed,
        "replications": found.outcome.replications,
        "partial": found.outcome.is_partial,
        "warnings": found.warnings(),
        "goals": goals.collect::<Vec<_>>(),
        "queues": {},
        "total": json::metrics(&found.outcome.total.whole),
    });
    if network.reported.is_some() {
        object["reported"] = json::reported(&found.comparisons());
    }
    let hotlines: Map<String, Value> =
        found.hotlines().map(|(hotline, part)| (hotline.name.clone(), part.json.clone())).collect();
    object["hotlines"] = Value::Object(hotlines);
    format!("{object:#}\n")
}

fn with_hotline(name: &str, goal: Value) -> Value {
    let first = [("hotline".to_owned(), json!(name))];
    Value::Object(first.into_iter().chain(goal.as_object().cloned().unwrap_or_default()).collect())
}

/// `run.json`: what ran, when, and every hotline's scenario with everything that was inherited or set.
fn record(found: &FoundNetwork<'_>, file: &Path, started: jiff::Timestamp) -> String {
    let hotlines = found.network.hotlines.iter().map(|hotline| {
        let value = json!({
            "seed": hotline.scenario.run.seed,
            "assumptions": json::assumptions(&hotline.scenario.assumptions),
            "scenario": hotline.scenario.resolved,
        });
        (hotline.name.clone(), value)
    });
    let ran = json!({
        "changes": found.changes,
        "seed": found.network.run.seed,
        "replications": found.outcome.replications,
        "partial": found.outcome.is_partial,
        "warnings": found.warnings(),
        "assumptions": json::assumptions(&found.network.assumptions),
        "scenario": found.network.resolved,
        "hotlines": hotlines.collect::<Map<_, _>>(),
    });
    json::record_of(file, started, ran)
}

/// The summary that a planner reads.
pub fn summary_text(found: &FoundNetwork<'_>, folder: &Path, files: &[String]) -> String {
    let parts = [
        head(found),
        goal_sentences(found),
        hotline_table(found),
        flow_sentences(&found.outcome.total.whole),
        reported_table(found),
        assumptions(found),
        place_of_files(folder, files),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n"
}

fn head(found: &FoundNetwork<'_>) -> String {
    let mut days: Vec<u32> =
        found.network.hotlines.iter().map(|hotline| hotline.scenario.model.calendar.days).collect();
    days.sort_unstable();
    let days = match (days.first(), days.last()) {
        (Some(least), Some(most)) if least != most => format!("{least} to {most} days"),
        (Some(all), _) => plural((*all).into(), "day"),
        _ => String::new(),
    };
    let hotlines = plural(found.parts.len() as u64, "hotline");
    let replications = plural(found.outcome.replications.into(), "replication");
    let partial = if found.outcome.is_partial { " (INTERRUPTED: only a beginning)" } else { "" };
    format!(
        "{}\n{hotlines}, {days}; {replications}, seed {}{partial}{}",
        printable(&found.network.title),
        found.network.run.seed,
        changes(&found.changes)
    )
}

/// Which hotlines meet their goals.
fn goal_sentences(found: &FoundNetwork<'_>) -> String {
    let sentence = |(verdict, words): (Verdict, &str)| {
        let has = |part: &Part| acd_study::of_all(&part.goals) == Some(verdict);
        let named = found.hotlines().filter(|(_, part)| has(part));
        let names: Vec<String> = named.map(|(hotline, _)| printable(&hotline.label).into_owned()).collect();
        let of = plural(names.len() as u64, "hotline");
        let sentence = if names.len() == found.parts.len() && names.len() > 1 {
            format!("Goals {words} in all {of}.")
        } else {
            format!("Goals {words} in {of}: {}.", names.join(", "))
        };
        (!names.is_empty()).then(|| wrapped(&sentence, "  "))
    };
    let undecided = match found.outcome.replications {
        1 => "undecided (one replication has no interval)",
        _ => "undecided (more replications would tell)",
    };
    let verdicts = [(Verdict::Met, "met"), (Verdict::Missed, "MISSED"), (Verdict::Undecided, undecided)];
    verdicts.into_iter().filter_map(sentence).collect::<Vec<_>>().join("\n")
}

/// A label as a row begins.
fn row_label(label: &str) -> String {
    shortened_to(&printable(label), LABEL_AT_MOST)
}

/// The columns of the table of hotlines; the formula's stands after the share in time.
const HOTLINE_COLUMNS: [(&str, &str); 7] = [
    ("calls", "calls_count"),
    ("answered", "answered_count"),
    ("abandoned", "abandonment_ratio"),
    ("in time", "service_level_ratio"),
    ("mean wait", "wait_mean_s"),
    ("90% wait", "wait_p90_s"),
    ("occupied", "occupancy_ratio"),
];
const AFTER_IN_TIME: usize = 5;

fn hotline_table(found: &FoundNetwork<'_>) -> String {
    let besides: Vec<&Besides> = found.parts.iter().map(|part| &part.besides).collect();
    let sentence = beside::sentence_of_all(&besides);
    let mut header: Vec<&str> =
        ["hotline"].into_iter().chain(HOTLINE_COLUMNS.map(|(name, _)| name)).collect();
    if sentence.is_some() {
        header.insert(AFTER_IN_TIME, beside::HEADER);
    }
    let mut table = table(&header);
    let mut row = |label: &str, total: &[Estimate], formula: Option<f64>| {
        let cells = HOTLINE_COLUMNS.iter().map(|(_, id)| shown(total, id));
        let mut cells: Vec<String> = [row_label(label)].into_iter().chain(cells).collect();
        if sentence.is_some() {
            cells.insert(AFTER_IN_TIME, or_none(formula, percent));
        }
        table.add_row(cells);
    };
    found.hotlines().for_each(|(hotline, part)| row(&hotline.label, &part.total, part.besides.total));
    row("total", &found.outcome.total.whole, Besides::total_of_all(besides.iter().copied()));
    let note =
        "(abandoned and in time: gave up waiting, and were answered within the queue's time, of all offered)";
    let sentence = sentence.map_or_else(String::new, |sentence| format!("\n{}", wrapped(&sentence, "")));
    format!("{table}\n{}{sentence}", wrapped(note, " "))
}

/// The simulated totals and how far they are from the reported ones, a row a hotline.
fn reported_table(found: &FoundNetwork<'_>) -> String {
    let names =
        [("calls", "calls"), ("answered", "answered"), ("automatic", "ivr_served"), ("gave up", "abandoned")];
    let sum = found.comparisons();
    if sum.is_empty() && found.parts.iter().all(|part| part.comparisons.is_empty()) {
        return String::new();
    }
    let header = names.iter().flat_map(|(words, _)| [*words, "off by"]);
    let header: Vec<&str> = ["hotline"].into_iter().chain(header).collect();
    let mut table = table(&header);
    let mut row = |label: &str, comparisons: &[Comparison]| {
        let cells = names.iter().flat_map(|(_, name)| {
            let found = comparisons.iter().find(|comparison| comparison.name == *name);
            let simulated = found.and_then(|found| found.simulated.mean).map(count);
            let difference = found.and_then(|found| found.difference);
            [simulated, difference.map(signed_percent)]
        });
        let cells = cells.map(|cell| cell.unwrap_or_else(|| NONE.to_owned()));
        table.add_row([row_label(label)].into_iter().chain(cells));
    };
    found.hotlines().for_each(|(hotline, part)| row(&hotline.label, &part.comparisons));
    if !sum.is_empty() {
        row("total", &sum);
    }
    let scaled = found.network.reported.as_ref().map_or(String::new(), scaled);
    let title = format!("Simulated totals{scaled}, and how far each is off the reported one:");
    let note = "(automatic: served by the IVR; gave up: before choosing or waiting)";
    format!("{title}\n{table}\n{note}")
}

fn assumptions(found: &FoundNetwork<'_>) -> String {
    let of_hotlines = found.network.hotlines.iter().map(|hotline| hotline.scenario.assumptions.len());
    let count = found.network.assumptions.len() + of_hotlines.sum::<usize>();
    if count == 0 {
        return String::new();
    }
    let values = plural(count as u64, "value");
    let sentence =
        format!("Assumed, not reported: {values}; run.json and the scenario files say which, and why.");
    wrapped(&sentence, "  ")
}
