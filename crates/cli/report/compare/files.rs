//! `compare.csv`, its data package, the record of the comparison, and JSON.

use acd_study::{ComparedScope, METRICS};
use serde_json::{Map, Value, json};

use super::super::json::record_of;
use super::super::package::{self, Contents};
use super::super::plots::{self, Plot};
use super::super::tables::{Column, Kind, Rows, Table};
use super::{FoundCompared, Side, Sure, picture};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};
use crate::report::Language;

/// Writes every file.
pub fn write_files(
    folder: &mut Folder,
    found: &FoundCompared,
    started: jiff::Timestamp,
    language: Language,
) -> Result<(), Failure> {
    let table = table(found);
    folder.write(table.name, &table.bytes)?;
    let plots: Vec<Plot> = picture::draw(found, language)?.into_iter().collect();
    plots::write(folder, &plots, &plots::pixels(&plots)?)?;
    folder.write("run.json", record(found, started).as_bytes())?;
    let contents = Contents { title: &found.title, tables: &[table], plots: &plots, files: folder.files() };
    folder.write(PACKAGE, package::text(contents).as_bytes())
}

/// `compare.csv`: a row a queue and metric, sorted.
fn table(found: &FoundCompared) -> Table {
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let columns = vec![
        Column::queue(),
        Column::new("metric", Kind::Text, "", "the metric; its unit is the end of its name"),
        number("a", "the metric in A, over the replications in which both have it"),
        number("b", "the metric in B, over the same"),
        number("difference", "B less A"),
        number("difference_ci95_low", "lower end of the 95 % confidence interval of difference"),
        number("difference_ci95_high", "upper end of the 95 % confidence interval of difference"),
    ];
    let mut rows: Vec<(&str, &str, [Option<f64>; 5])> = Vec::new();
    for scope in &found.compared.scopes {
        for (metric, found) in METRICS.iter().zip(&scope.differences) {
            let difference = found.difference;
            let numbers = [found.a, found.b, difference.mean, difference.low, difference.high];
            rows.push((&scope.name, metric.id, numbers));
        }
    }
    rows.sort_by_key(|(queue, metric, _)| (*queue, *metric));
    let mut table = Rows::new(None);
    table.header(&columns);
    rows.iter().for_each(|(queue, metric, numbers)| table.row(&[queue, metric], numbers.iter().copied()));
    Table {
        name: "compare.csv",
        meaning: "each metric of each queue and the total in both designs, and how they differ",
        columns,
        keys: vec!["queue", "metric"],
        bytes: table.finish(),
    }
}

/// `run.json`: what was compared, when, and both scenarios with everything that was inherited or set.
fn record(found: &FoundCompared, started: jiff::Timestamp) -> String {
    let whole = |side: &Side| {
        let mut about = about(side);
        about["scenario"] = side.resolved.clone();
        about
    };
    let ran = json!({
        "seed": found.seed,
        "replications": found.compared.replications,
        "partial": found.compared.is_partial,
        "notes": found.notes,
        "a": whole(&found.a),
        "b": whole(&found.b),
    });
    record_of(&found.a.file, started, ran)
}

fn about(side: &Side) -> Value {
    json!({ "file": side.file.display().to_string(), "changes": side.changes, "warnings": side.warnings })
}

/// The comparison as one JSON object.
pub fn json_text(found: &FoundCompared) -> String {
    let scopes = found.compared.scopes.iter().filter(|scope| scope.name != "total");
    let queues: Map<String, Value> = scopes.map(|scope| (scope.name.clone(), metrics(scope))).collect();
    let object = json!({
        "scenario": found.title,
        "a": about(&found.a),
        "b": about(&found.b),
        "seed": found.seed,
        "replications": found.compared.replications,
        "partial": found.compared.is_partial,
        "notes": found.notes,
        "sentence": super::sentences::headline(found, super::Language::En),
        "queues": queues,
        "total": metrics(found.compared.total()),
    });
    format!("{object:#}\n")
}

fn metrics(scope: &ComparedScope) -> Value {
    let entries = METRICS.iter().zip(&scope.differences).map(|(metric, found)| {
        let value = json!({
            "a": found.a,
            "b": found.b,
            "difference": found.difference.mean,
            "ci_low": found.difference.low,
            "ci_high": found.difference.high,
            "distinguishable": matches!(Sure::of(found), Sure::More | Sure::Less),
            "replications_saved": found.replications_saved,
        });
        (metric.id.to_owned(), value)
    });
    Value::Object(entries.collect())
}
