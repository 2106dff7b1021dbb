//! What a scenario says about itself: its assumptions, and its resolved keys for the record of a run.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::DeValue;

use crate::merge::Tree;
use crate::problem::printable;
use crate::source::{Place, Source, Sources};

/// A number that nobody reported: what was assumed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assumption {
    /// The key, as `callers.public.redial`.
    pub key: String,
    /// Its value as written.
    pub value: String,
    /// The comment beside it.
    pub why: String,
}

/// Bytes from a value to the end of the comment behind it.
const COMMENT_BEHIND_AT_MOST: usize = 2_000;

/// Values with an `# assumed: why` comment on their line that are still in force after all merging.
pub(crate) fn assumptions(sources: &Sources, tree: &Tree<'_>) -> Vec<Assumption> {
    let mut found = Vec::new();
    collect(tree, "", sources, &mut found);
    found.sort_by_key(|(start, _)| *start);
    found.into_iter().map(|(_, assumption)| assumption).collect()
}

fn collect(tree: &Tree<'_>, path: &str, sources: &Sources, found: &mut Vec<(usize, Assumption)>) {
    for (key, value) in tree.iter() {
        let path =
            if path.is_empty() { key.get_ref().to_string() } else { format!("{path}.{}", key.get_ref()) };
        let place = value.span();
        let source = sources.of(&place).filter(|source| place.start < source.base + source.text.len());
        let why = source.and_then(|source| comment_after(source, &place));
        // A table of dotted keys has no text of its own; one in braces has.
        let is_written_here = |text: &str| !value.get_ref().is_table() || text.starts_with('{');
        match (why, source, value.get_ref()) {
            (Some(why), Some(source), _) if is_written_here(source.slice(&place)) => {
                let value = printable(source.slice(&place)).split_whitespace().collect::<Vec<_>>().join(" ");
                found.push((place.start, Assumption { key: path, value, why }));
            }
            (_, _, DeValue::Table(inner)) => collect(inner, &path, sources, found),
            _ => {}
        }
    }
}

/// The reason in an `# assumed: ...` comment behind a value, up to the end of its last line.
fn comment_after(source: &Source, place: &Place) -> Option<String> {
    let start = place.end - source.base;
    // Nobody sees a comment that is further away, and a line may be very long.
    let end = source.text.floor_char_boundary(start + COMMENT_BEHIND_AT_MOST);
    let rest = source.text.get(start..end)?;
    let line = rest.lines().next()?;
    let (_, comment) = line.split_once('#')?;
    let why = comment.trim_start().strip_prefix("assumed")?;
    Some(printable(why.trim_start_matches(':').trim()).into_owned())
}

/// The resolved keys as JSON.
pub(crate) fn resolved(tree: &Tree<'_>) -> Value {
    let entries = tree.iter().map(|(key, value)| (key.get_ref().to_string(), json(value)));
    Value::Object(entries.collect::<Map<_, _>>())
}

pub(crate) fn json(value: &Spanned<DeValue<'_>>) -> Value {
    match value.get_ref() {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(number) => {
            let parsed = i64::from_str_radix(number.as_str(), number.radix()).ok();
            parsed.map_or_else(|| Value::String(number.as_str().to_owned()), Value::from)
        }
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(truth) => Value::Bool(*truth),
        DeValue::Datetime(moment) => Value::String(moment.to_string()),
        DeValue::Array(items) => Value::Array(items.iter().map(json).collect()),
        DeValue::Table(table) => resolved(table),
    }
}
