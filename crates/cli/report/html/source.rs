//! The scenario as it ran: its keys as TOML, what was assumed with its why, and how to run it again.

use acd_scenario::{Assumption, printable};
use maud::{Markup, html};
use serde_json::{Map, Value};

use super::both::{both, users};

/// The resolved keys as a file would have them; lines with an assumed value are marked.
pub fn toml(resolved: &Value, assumptions: &[Assumption]) -> Markup {
    let is_assumed = |path: &str| {
        assumptions.iter().any(|of| {
            path.strip_prefix(of.key.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        })
    };
    let lines = resolved.as_object().map(lines).unwrap_or_default();
    html! {
        pre.scroll tabindex="0" { code {
            @for line in &lines {
                @if is_assumed(&line.path) {
                    mark { (line.text) } span.aside { "  # " (both("assumed", "假设")) } "\n"
                } @else { (line.text) "\n" }
            }
        } }
    }
}

/// A line of TOML and the key that it sets.
#[derive(Debug, Default, PartialEq)]
struct Line {
    path: String,
    text: String,
}

fn lines(root: &Map<String, Value>) -> Vec<Line> {
    let (tables, values): (Vec<_>, Vec<_>) = root.iter().partition(|(_, value)| value.is_object());
    let mut lines = aligned(values.into_iter().map(|(key, value)| (key.clone(), quoted_key(key), value)));
    for (name, table) in tables {
        let table = table.as_object().into_iter().flatten();
        let (inner, own): (Vec<_>, Vec<_>) = table.partition(|(_, value)| value.is_object());
        // `[queues.main]` rather than `main.talk` under `[queues]`, but `[run]` with all that is in it.
        if own.is_empty() && !inner.is_empty() {
            inner.iter().for_each(|(key, value)| section(&[name, key], value, &mut lines));
        } else {
            section(&[name], &root[name.as_str()], &mut lines);
        }
    }
    lines
}

fn section(path: &[&str], table: &Value, lines: &mut Vec<Line>) {
    let header = path.iter().map(|key| quoted_key(key)).collect::<Vec<_>>().join(".");
    let mut flat = Vec::new();
    flatten(&path.join("."), "", table, &mut flat);
    lines.push(Line::default());
    lines.push(Line { path: String::new(), text: format!("[{header}]") });
    lines.extend(aligned(flat.into_iter()));
}

fn flatten<'a>(path: &str, dotted: &str, value: &'a Value, into: &mut Vec<(String, String, &'a Value)>) {
    match value.as_object().filter(|table| dotted.is_empty() || !table.is_empty()) {
        Some(table) => {
            for (key, value) in table {
                let dot = if dotted.is_empty() { "" } else { "." };
                flatten(&format!("{path}.{key}"), &format!("{dotted}{dot}{}", quoted_key(key)), value, into);
            }
        }
        None => into.push((path.to_owned(), dotted.to_owned(), value)),
    }
}

/// Lines with their equals signs below each other.
fn aligned<'a>(entries: impl Iterator<Item = (String, String, &'a Value)>) -> Vec<Line> {
    const WIDTH_AT_MOST: usize = 36;
    let entries: Vec<_> = entries.collect();
    let widths = entries.iter().map(|(_, key, _)| key.chars().count());
    let width = widths.filter(|width| *width <= WIDTH_AT_MOST).max().unwrap_or(0);
    let line = |(path, key, value): (String, String, &Value)| Line {
        path,
        text: format!("{key:width$} = {}", in_toml(value)),
    };
    entries.into_iter().map(line).collect()
}

fn in_toml(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => {
            format!("[{}]", items.iter().map(in_toml).collect::<Vec<_>>().join(", "))
        }
        Value::Object(table) => {
            let entries =
                table.iter().map(|(key, value)| format!("{} = {}", quoted_key(key), in_toml(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A text as TOML writes it; JSON's escapes are TOML's too, but for what JSON need not escape.
fn quoted(text: &str) -> String {
    let mut quoted = String::new();
    for character in Value::from(text).to_string().chars() {
        let mut bytes = [0; 4];
        let one = character.encode_utf8(&mut bytes);
        if *printable(one) == *one {
            quoted.push(character);
        } else {
            quoted.push_str(&format!("\\u{:04X}", u32::from(character)));
        }
    }
    quoted
}

fn quoted_key(key: &str) -> String {
    let is_bare = !key.is_empty()
        && key.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'));
    if is_bare { key.to_owned() } else { quoted(key) }
}

/// A table of what was assumed, and why; where several hotlines assume the same it stands once.
pub fn assumptions(assumptions: &[Assumption]) -> Markup {
    let mut once: Vec<&Assumption> = Vec::new();
    for assumption in assumptions {
        if !once.contains(&assumption) {
            once.push(assumption);
        }
    }
    html! {
        @if once.is_empty() {
            p { (both("The scenario marks no value as assumed.", "情景文件没有标明任何假设。")) }
        } @else {
            div.scroll tabindex="0" role="group" aria-labelledby="assumed" {
                table.sorts.texts {
                    caption.unseen #assumed { (both("Assumed, not reported", "以下为假设，并非报表数据")) }
                    thead { tr {
                        th scope="col" { (both("key", "键")) }
                        th scope="col" { (both("value", "取值")) }
                        th scope="col" { (both("why", "理由")) }
                    } }
                    tbody { @for assumption in once { tr {
                        th scope="row" { code { (users(&assumption.key)) } }
                        td { code { (users(&assumption.value)) } }
                        td.long { (users(&assumption.why)) }
                    } } }
                }
            }
        }
    }
}

/// Which program, under which seed, and what to type.
pub fn reproduction(seed: u64, command: &str) -> Markup {
    let version = format!("{} {}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
    html! {
        section #again {
            h2 { (both("Run it again", "重现")) }
            p { (both(
                html! { (version) ", seed " (seed) ". The same command gives the same figures, on any machine:" },
                html! { (version) "，随机种子 " (seed) "。同一命令在任何机器上得到相同的数字：" },
            )) }
            pre.scroll tabindex="0" { code { (printable(command)) } }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_is_the_toml_that_was_read() {
        let text = "schema = 1\ntitle = \"a \\\"b\\\" \\u202E\"\n[run]\nseed = 7\nshare = 0.5\n\
            [queues.\"two words\"]\ntalk.lognormal = { mean = \"4 min\", cv = 0.8 }\n\
            rests = [{ at = \"10:15\", lasts = \"15 min\" }]\n[agents.a]\nshifts = {}\n";
        let read: toml::Table = text.parse().expect("TOML");
        let resolved = serde_json::to_value(&read).expect("JSON");
        let written: Vec<String> =
            lines(resolved.as_object().expect("a table")).into_iter().map(|line| line.text).collect();
        let written = written.join("\n");
        assert_eq!(written.parse::<toml::Table>().expect(&written), read, "{written}");
        assert!(written.contains("[queues.\"two words\"]") && written.contains("\\u202E"), "{written}");
    }

    #[test]
    fn an_assumed_table_marks_all_its_lines_and_no_key_that_only_begins_alike() {
        let resolved = serde_json::json!({ "callers": { "all": { "redial": { "share": "4%", "at_most": 3 }, "redialled": 1 } } });
        let assumed =
            Assumption { key: "callers.all.redial".into(), value: String::new(), why: String::new() };
        let text = toml(&resolved, &[assumed]).into_string();
        assert_eq!(text.matches("<mark>redial.").count(), 2, "{text}");
        assert_eq!(text.matches("<mark>").count(), 2, "{text}");
    }
}
