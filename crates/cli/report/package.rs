//! `datapackage.json`: what the files are, their columns, types, units and meanings (Frictionless Data Package).

use serde_json::{Value, json};

use super::calls;
use super::html;
use super::plots::Plot;
use super::tables::{Column, Kind, Table};

/// What the folder holds.
pub struct Contents<'a> {
    pub title: &'a str,
    pub tables: &'a [Table],
    pub plots: &'a [Plot],
    /// The columns of the call records, where they were written.
    pub calls: Option<Vec<Column>>,
    pub has_report: bool,
}

/// The data package's text.
pub fn text(contents: Contents<'_>) -> String {
    let Contents { title, tables, plots, calls, has_report } = contents;
    let mut resources: Vec<Value> =
        tables.iter().map(|table| resource(table.name, table.meaning, &table.columns, &table.keys)).collect();
    if let Some(columns) = calls {
        let meaning = "every counted call of every replication";
        resources.push(resource(calls::FILE, meaning, &columns, &["replication", "call"]));
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
    if has_report {
        resources.push(json!({
            "name": "report",
            "path": html::FILE,
            "format": "html",
            "mediatype": "text/html",
            "encoding": "utf-8",
            "description": "all of it as one page for people, in English and Chinese",
        }));
    }
    resources
        .push(json!({ "name": "run", "path": "run.json", "format": "json", "mediatype": "application/json",
        "description": "version, seed, times and the resolved scenario" }));
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
