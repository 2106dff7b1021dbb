//! The figures of the page: read from the very bytes of the CSV tables, so that page and files can't differ.
//!
//! An element with `data-metric` has the file's text of that column in `data-value`; the nearest elements around it
//! with `data-table` and `data-key` name the file and the row.

use csv::StringRecord;
use maud::{Markup, html};

use super::both::in_both;
use crate::report::tables::{Column, Kind, Table};
use crate::report::words::{NONE, clock, count, percent, printable_line};

/// A CSV table that is read again.
pub struct Sheet {
    name: &'static str,
    columns: Vec<Column>,
    keys: Vec<&'static str>,
    records: Vec<StringRecord>,
}

/// A row of it.
#[derive(Clone, Copy)]
pub struct Row<'a> {
    sheet: &'a Sheet,
    record: &'a StringRecord,
}

impl Sheet {
    pub fn of(table: &Table) -> Sheet {
        let mut reader = csv::Reader::from_reader(&table.bytes[..]);
        Sheet {
            name: table.name,
            columns: table.columns.clone(),
            keys: table.keys.clone(),
            // What was just written in memory can be read.
            records: reader.records().filter_map(Result::ok).collect(),
        }
    }

    /// The table of a name, if it was written.
    pub fn find(tables: &[Table], name: &str) -> Option<Sheet> {
        tables.iter().find(|table| table.name == name).map(Sheet::of)
    }

    pub fn rows(&self) -> impl Iterator<Item = Row<'_>> {
        self.records.iter().map(|record| Row { sheet: self, record })
    }

    /// The first row whose key has this text.
    pub fn row(&self, key: &str, text: &str) -> Option<Row<'_>> {
        self.rows().find(|row| row.text(key) == text)
    }
}

impl<'a> Row<'a> {
    /// A cell as it stands in the file.
    pub fn text(&self, column: &str) -> &'a str {
        let place = self.sheet.columns.iter().position(|known| known.name == column);
        place.and_then(|place| self.record.get(place)).unwrap_or_default()
    }

    pub fn file(&self) -> &'static str {
        self.sheet.name
    }

    /// The texts of the keys, as a JSON list.
    pub fn key(&self) -> String {
        let keys: Vec<&str> = self.sheet.keys.iter().map(|key| self.text(key)).collect();
        serde_json::json!(keys).to_string()
    }

    /// A cell as people read it.
    pub fn shown(&self, column: &str) -> Markup {
        let text = self.text(column);
        let known = self.sheet.columns.iter().find(|known| known.name == column);
        match (known, text.parse::<f64>()) {
            (_, Err(_)) if text.is_empty() => html! { (NONE) },
            (Some(column), Ok(number)) if column.kind == Kind::Number => match column.unit {
                "count" => html! { (count(number)) },
                "ratio" => html! { (percent(number)) },
                "s" => in_both(|language| language.duration(number)),
                _ => html! { (text) },
            },
            _ => html! { (printable_line(text)) },
        }
    }

    /// The same with times as an ACD prints them, which take less room: `4:30`.
    pub fn shown_by_clock(&self, column: &str) -> Markup {
        let is_time = self.sheet.columns.iter().any(|known| known.name == column && known.unit == "s");
        match self.text(column).parse() {
            Ok(seconds) if is_time => html! { (clock(seconds)) },
            _ => self.shown(column),
        }
    }

    /// A figure within a row.
    pub fn figure(&self, column: &str) -> Markup {
        html! { span data-metric=(column) data-value=(self.text(column)) { (self.shown(column)) } }
    }

    /// A figure that stands for itself, as in a sentence.
    pub fn named_figure(&self, column: &str) -> Markup {
        html! {
            span.figure data-table=(self.file()) data-key=(self.key()) data-metric=(column)
                data-value=(self.text(column)) { (self.shown(column)) }
        }
    }

    /// The interval of a metric, within a row; nothing where there is none.
    pub fn interval(&self, metric: &str) -> Markup {
        let ends = ["low", "high"].map(|end| format!("{metric}_ci95_{end}"));
        let [low, high] = &ends;
        html! {
            @if self.text(low).is_empty() { (NONE) }
            @else { (self.figure(low)) " – " (self.figure(high)) }
        }
    }
}

/// A figure that is in no table: where `--json` has it, key by key.
pub fn json_figure(path: &[&str], value: Option<f64>, words: fn(f64) -> String) -> Markup {
    html! {
        @if let Some(value) = value {
            span data-json=(serde_json::json!(path).to_string()) data-value=(value) { (words(value)) }
        } @else { (NONE) }
    }
}

#[cfg(test)]
pub mod tests {
    use super::*;

    /// A table of two queues with one metric.
    pub fn table() -> Table {
        let number = |name: &str, unit| Column::new(name, Kind::Number, unit, "");
        Table {
            name: "summary.csv",
            meaning: "",
            columns: vec![
                Column::queue(),
                number("asa_s", "s"),
                number("asa_s_ci95_low", "s"),
                number("asa_s_ci95_high", "s"),
            ],
            keys: vec!["queue"],
            bytes: b"queue,asa_s,asa_s_ci95_low,asa_s_ci95_high\n\"a \"\"<b>\",12.25,11.5,13\ntotal,,,\n"
                .to_vec(),
        }
    }

    #[test]
    fn a_figure_says_where_it_stands_and_what_the_file_has() {
        let sheet = Sheet::of(&table());
        let row = sheet.rows().next().expect("a row");
        let text = row.named_figure("asa_s").into_string();
        assert!(
            text.contains("data-value=\"12.25\"") && text.contains("<span lang=\"zh\">12.2 秒</span>"),
            "{text}"
        );
        assert!(text.contains("data-key=\"[&quot;a \\&quot;&lt;b&gt;&quot;]\""), "{text}");
        assert!(row.interval("asa_s").into_string().contains("data-value=\"11.5\""));
    }

    #[test]
    fn what_is_missing_is_a_dash() {
        let sheet = Sheet::of(&table());
        let row = sheet.row("queue", "total").expect("the total");
        assert_eq!(
            (row.shown("asa_s").into_string(), row.interval("asa_s").into_string()),
            ("–".into(), "–".into())
        );
    }
}
