//! Where the values of a scenario came from, as people read it and as JSON.

use std::collections::BTreeSet;
use std::path::Path;

use acd_scenario::{Explained, Origin, printable};
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

use super::words::shortened_to;

const WIDTH: usize = 100;
/// Between two columns.
const GAP: usize = 2;
/// Keys and values that are longer give way to the other columns.
const KEY_COLUMNS_AT_MOST: usize = 44;
const VALUE_COLUMNS_AT_MOST: usize = 26;

/// One line of the table.
struct Row {
    key: String,
    value: String,
    from: String,
}

/// The table: key, value, where it came from; below a value what it took the place of.
pub fn text(all: &[Explained]) -> String {
    let files = Files::of(all);
    let rows: Vec<Row> = all.iter().flat_map(|explained| rows_of(explained, &files)).collect();
    let widest = |of: fn(&Row) -> &str, at_most: usize| {
        rows.iter().map(|row| of(row).width().min(at_most)).max().unwrap_or(0)
    };
    let key = widest(|row| &row.key, KEY_COLUMNS_AT_MOST);
    let value = widest(|row| &row.value, VALUE_COLUMNS_AT_MOST);
    let has_default = all.iter().any(|explained| matches!(explained.origin, Origin::Default(_)));
    let note = if has_default { "\nWhat is left out, and its defaults: docs/scenario-file.md\n" } else { "" };
    rows.iter().map(|row| line(row, (key, value))).collect::<String>() + note
}

fn rows_of(explained: &Explained, files: &Files) -> Vec<Row> {
    let first = Row {
        key: printable(&explained.key).into_owned(),
        value: explained.text.clone(),
        from: files.words(&explained.origin),
    };
    let was = explained.replaced.iter().map(|replaced| {
        let key = other_key(&explained.key, &replaced.key);
        let key = if key.is_empty() { String::new() } else { format!("{} = ", printable(key)) };
        Row {
            key: String::new(),
            value: format!("was {key}{}", replaced.text),
            from: format!("in {}", files.words(&replaced.origin)),
        }
    });
    [first].into_iter().chain(was).collect()
}

/// A key without the tables that another one stands in too; nothing of the same key.
fn other_key<'k>(key: &str, other: &'k str) -> &'k str {
    if key == other {
        return "";
    }
    let alike = key.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
    other[..alike].rfind('.').map_or(other, |dot| &other[dot + 1..])
}

/// A row on one line, or more where the key or the last column is long.
fn line(row: &Row, (key, value): (usize, usize)) -> String {
    let padded =
        |text: &str, width: usize| format!("{text}{}", " ".repeat(width.saturating_sub(text.width()) + GAP));
    let begin = if row.key.width() > key {
        format!("{}\n{}", row.key, padded("", key))
    } else {
        padded(&row.key, key)
    };
    let behind = key + value + 2 * GAP;
    let mut lines = folded(&row.from, WIDTH - behind).into_iter();
    let first = format!(
        "{begin}{}{}",
        padded(&shortened_to(&row.value, value), value),
        lines.next().unwrap_or_default()
    );
    let rest = lines.map(|line| format!("{}{line}\n", " ".repeat(behind)));
    format!("{}\n{}", first.trim_end(), rest.collect::<String>())
}

/// A text in lines of so many columns; a word that is longer is cut.
fn folded(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        let word = shortened_to(word, columns);
        match lines.last_mut() {
            Some(last) if last.width() + 1 + word.width() <= columns => {
                last.push(' ');
                last.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// The files that values came from: by their names alone where no two are called the same.
struct Files {
    by_name: bool,
}

impl Files {
    fn of(all: &[Explained]) -> Files {
        let origins = all.iter().flat_map(|explained| {
            [&explained.origin].into_iter().chain(explained.replaced.iter().map(|replaced| &replaced.origin))
        });
        let paths: BTreeSet<&str> = origins
            .filter_map(|origin| match origin {
                Origin::File { file, .. } => Some(file.as_str()),
                _ => None,
            })
            .collect();
        let names: BTreeSet<_> = paths.iter().map(|path| Path::new(path).file_name()).collect();
        Files { by_name: names.len() == paths.len() }
    }

    fn words(&self, origin: &Origin) -> String {
        match origin {
            Origin::File { file, line } => {
                let name = Path::new(file).file_name().filter(|_| self.by_name);
                let name = name.map_or(file.clone(), |name| name.to_string_lossy().into_owned());
                format!("{}:{line}", printable(&name))
            }
            Origin::Set(set) => format!("--set {}", printable(set)),
            Origin::Default(why) => format!("default: {why}"),
            Origin::Derived(how) => how.clone(),
        }
    }
}

/// The same as a list of objects.
pub fn json_text(all: &[Explained]) -> String {
    let entry = |explained: &Explained| {
        let replaced = explained.replaced.iter().map(
            |replaced| json!({ "key": replaced.key, "value": replaced.value, "origin": origin(&replaced.origin) }),
        );
        json!({
            "key": explained.key,
            "value": explained.value,
            "text": explained.text,
            "origin": origin(&explained.origin),
            "replaced": replaced.collect::<Vec<Value>>(),
        })
    };
    format!("{:#}\n", all.iter().map(entry).collect::<Value>())
}

fn origin(origin: &Origin) -> Value {
    match origin {
        Origin::File { file, line } => json!({ "kind": "file", "file": file, "line": line, "set": null }),
        Origin::Set(set) => json!({ "kind": "set", "file": null, "line": null, "set": set }),
        Origin::Default(why) => {
            json!({ "kind": "default", "file": null, "line": null, "set": null, "why": why })
        }
        Origin::Derived(how) => {
            json!({ "kind": "derived", "file": null, "line": null, "set": null, "why": how })
        }
    }
}
