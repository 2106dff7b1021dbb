//! `datapackage.json`: what the files are, their columns, types, units and meanings (Frictionless Data Package).

use serde_json::{Value, json};

use super::calls::{self, CallsFormat};
use super::plots::Plot;
use super::tables::{Column, Kind, Table};

/// What the folder holds.
pub struct Contents<'a> {
    pub title: &'a str,
    pub tables: &'a [Table],
    pub plots: &'a [Plot],
    /// All files that were written.
    pub files: &'a [String],
}

/// Files that are no tables of the run and no plots: name, file, format, media type, what it holds.
const OTHERS: [[&str; 5]; 7] = [
    [
        "calls",
        "calls.parquet",
        "parquet",
        "application/vnd.apache.parquet",
        "every counted call of every replication; columns as in calls.csv",
    ],
    [
        "report",
        "report.html",
        "html",
        "text/html",
        "all of it as one page for people, in English and Chinese",
    ],
    [
        "workbook",
        "sim.xlsx",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "the tables as sheets for people, behind one that says what stands where",
    ],
    [
        "scenario",
        "fitted.toml",
        "toml",
        "application/toml",
        "the scenario with what was fitted; sim run takes it",
    ],
    ["profile", "profile.csv", "csv", "text/csv", "the arrival profile that fitted.toml reads"],
    [
        "trace",
        "trace.json",
        "json",
        "application/json",
        "agents and queues of one replication, for ui.perfetto.dev",
    ],
    ["run", "run.json", "json", "application/json", "version, seed, times and the resolved scenario"],
];

/// The data package's text.
pub fn text(contents: Contents<'_>) -> String {
    let Contents { title, tables, plots, files } = contents;
    let mut resources: Vec<Value> =
        tables.iter().map(|table| resource(table.name, table.meaning, &table.columns, &table.keys)).collect();
    let is_written = |path: &str| files.iter().any(|file| file == path);
    let calls = CallsFormat::Csv.file();
    if is_written(calls) {
        let meaning = "every counted call of every replication";
        resources.push(resource(calls, meaning, &calls::columns(), &["replication", "call"]));
    }
    for plot in plots {
        for (format, mediatype) in [("svg", "image/svg+xml"), ("png", "image/png")] {
            resources.push(json!({
                "name": format!("{}-{format}", plot.name.replace('_', "-")),
                "path": format!("{}.{format}", plot.name),
                "format": format,
                "mediatype": mediatype,
                "description": plot.meaning,
            }));
        }
    }
    let others = OTHERS.iter().filter(|[_, path, ..]| is_written(path));
    resources.extend(others.map(|[name, path, format, mediatype, meaning]| {
        // Said outright, as readers would take a workbook or Parquet for a table, which needs a schema.
        let kind = if *format == "json" { "json" } else { "file" };
        json!({ "name": name, "path": path, "type": kind, "format": format, "mediatype": mediatype,
            "description": meaning })
    }));
    // With a resource that is no table it is a general data package.
    let package = json!({
        "name": "acd-sim-run",
        "title": title,
        "profile": "data-package",
        "resources": resources,
    });
    format!("{package:#}\n")
}

fn resource(path: &str, meaning: &str, columns: &[Column], keys: &[&str]) -> Value {
    let fields: Vec<Value> = columns.iter().map(field).collect();
    json!({
        "name": path.trim_end_matches(".csv"),
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": meaning,
        "schema": { "fields": fields, "missingValues": [""], "primaryKey": keys },
    })
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Integer => "integer",
        Kind::Number => "number",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.meaning });
    if !column.unit.is_empty() {
        field["unit"] = json!(column.unit);
    }
    field
}
