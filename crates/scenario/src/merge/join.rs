//! One tree merged into another: what is replaced, what excludes what, and what gave way to what.

use toml::Spanned;
use toml::de::DeValue;

use super::{Overridden, Tree};
use crate::key;

/// What a table keeps when a later one is merged into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keeps {
    /// Its place: a `--set` is no place to add what a table lacks.
    Place,
    /// Nothing: it is found where the later file has it.
    Nothing,
}

/// Merges one tree into another that came before it.
pub(super) struct Merge<'m, 't> {
    keeps: Keeps,
    /// Where in the tree it is.
    path: Vec<String>,
    replaced: &'m mut Vec<Overridden<'t>>,
}

impl<'m, 't> Merge<'m, 't> {
    pub(super) fn new(keeps: Keeps, replaced: &'m mut Vec<Overridden<'t>>) -> Merge<'m, 't> {
        Merge { keeps, path: Vec::new(), replaced }
    }

    pub(super) fn merge(&mut self, base: &mut Tree<'t>, over: Tree<'t>) {
        keeps_confidence(base, &over, &self.path);
        self.drop_excluded(base, &over);
        // What is replaced moves behind what is kept; all of it at once, as there may be very much.
        for (key, value) in std::mem::take(base) {
            let is_merged = over
                .get(key.get_ref().as_ref())
                .is_none_or(|over| over.get_ref().is_table() && value.get_ref().is_table());
            if is_merged {
                base.insert(key, value);
            } else {
                self.notes(key.get_ref(), key.get_ref(), value);
            }
        }
        for (key, value) in over {
            let name = key.get_ref().to_string();
            let Some(under) = base.get_mut(name.as_str()) else {
                base.insert(key, value);
                continue;
            };
            if self.keeps == Keeps::Nothing
                && let DeValue::Table(table) = under.get_mut()
            {
                *under = Spanned::new(value.span(), DeValue::Table(std::mem::take(table)));
            }
            if let (DeValue::Table(under), DeValue::Table(over)) = (under.get_mut(), value.into_inner()) {
                self.path.push(name);
                self.merge(under, over);
                self.path.pop();
            }
        }
    }

    /// Where keys exclude one another the later source's choice replaces the earlier one.
    fn drop_excluded(&mut self, base: &mut Tree<'t>, over: &Tree<'_>) {
        if let Some((chosen, _)) = over.iter().next().filter(|_| is_choice(&self.path)) {
            for (key, value) in std::mem::take(base) {
                if over.contains_key(key.get_ref().as_ref()) {
                    base.insert(key, value);
                } else {
                    self.notes(chosen.get_ref(), key.get_ref(), value);
                }
            }
        }
        for set in exclusive_keys(&self.path) {
            let is_chosen = |key: &&&str| over.contains_key(**key);
            let Some(chosen) = set.iter().find(is_chosen) else { continue };
            for key in set.iter().filter(|key| !is_chosen(key)) {
                if let Some(value) = base.remove(*key) {
                    self.notes(chosen, key, value);
                }
            }
        }
    }

    /// Notes that a value of this table gave way to a key of it.
    fn notes(&mut self, by: &str, key: &str, value: Spanned<DeValue<'t>>) {
        let table = self.path.iter().fold(String::new(), |table, name| key::inside(&table, name));
        let (by, key) = (key::inside(&table, by), key::inside(&table, key));
        self.replaced.push(Overridden { by, key, value });
    }
}

/// A number of replications takes the place of a precision, not of the confidence that verdicts have.
fn keeps_confidence<'t>(base: &mut Tree<'t>, over: &Tree<'t>, path: &[String]) {
    if path != ["run"] || !over.contains_key("replications") || base.contains_key("confidence") {
        return;
    }
    let precision = base.get("precision").and_then(|precision| precision.get_ref().as_table());
    let confidence = precision.and_then(|precision| precision.get_key_value("confidence"));
    if let Some((key, value)) = confidence.map(|(key, value)| (key.clone(), value.clone())) {
        base.insert(key, value);
    }
}

/// The keys of a table of which only one may be given.
fn exclusive_keys(path: &[String]) -> Vec<&'static [&'static str]> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["run"] => vec![&["replications", "precision"]],
        ["agents", _] => vec![&["heads", "heads_per_interval", "shifts"]],
        ["agents", _, "shifts", _, "meal"] => vec![&["at", "after"]],
        ["agents", _, "breaks", "pool"] => {
            vec![&["budget", "budget_breaks"], &["rush", "asks_every"], &["rush", "after_calls_over"]]
        }
        ["events", _] => vec![&["on", "day"]],
        ["callers", _] => vec![&["arrivals", "calls"]],
        ["callers", _, "arrivals"] => {
            vec![
                &["per_hour", "per_day", "at"],
                &["profile", "at"],
                &["weekday", "at"],
                &["month", "at"],
                &["busyness", "at"],
            ]
        }
        _ => Vec::new(),
    }
}

/// Whether a table is a choice of one key among several: distributions, and what a caller enters.
fn is_choice(path: &[String]) -> bool {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    matches!(
        path.as_slice(),
        ["callers", _, "enters" | "patience"]
            | ["events", _, "enters"]
            | ["callers", _, "redial" | "calls_again", "after"]
            | ["queues", _, "leads_to", _, "after"]
            | ["queues", _, "reaches", "again"]
            | ["agents", _, "overstays"]
            | ["agents", _, "late", "by"]
            | ["ivr", _, "lasts"]
            | ["queues", _, "talk" | "wrap_up"]
            | ["agents", _, "breaks", "pool", "lasts" | "asks_every"]
    )
}
