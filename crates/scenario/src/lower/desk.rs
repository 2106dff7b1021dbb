//! Where problems and doubts are put down while a file is lowered, and what most tables ask of their keys.

use super::defaults::Applied;
use crate::file::{At, Named};
use crate::key;
use crate::limits::{Limit, Limits};
use crate::problem::{Problem, Problems, listed, nearest};
use crate::quantity::Whole;
use crate::source::{Place, Sources};
use crate::{Reader, parse::Parsed};

/// A table's dotted name and place, for messages about what it lacks.
#[derive(Clone, Debug)]
pub(super) struct Spot {
    pub(super) path: String,
    /// The same as a key that can be typed: names in quotes where they need them.
    pub(super) key: String,
    pub(super) place: Place,
}

impl Spot {
    pub(super) fn new(path: impl Into<String>, place: Place) -> Spot {
        let path = path.into();
        Spot { key: path.clone(), path, place }
    }

    pub(super) fn of<T>(table: &str, name: &At<String>, value: &At<T>) -> Spot {
        let place = if value.span().is_empty() { name.span() } else { value.span() };
        Spot::new(table, place.clone()).inner(name.get_ref(), place)
    }

    /// The file itself, outside all tables.
    pub(super) fn file() -> Spot {
        Spot::new("", 0..0)
    }

    pub(super) fn inner(&self, key: &str, place: Place) -> Spot {
        Spot { path: format!("{}.{key}", self.path), key: key::inside(&self.key, key), place }
    }

    fn lacks(&self, key: &str) -> String {
        if self.path.is_empty() {
            format!("{key} is missing")
        } else {
            format!("{}: {key} is missing", self.path)
        }
    }
}

/// Where problems and doubts are put down.
pub(super) struct Desk<'a> {
    pub(super) parsed: &'a Parsed,
    /// False where a part of the scenario could not be read: then nothing is called missing or unknown.
    pub(super) is_whole: bool,
    pub(super) limits: Limits,
    /// What keys that were left out mean.
    pub(super) applied: Applied,
    /// What the model keeps so far for every day or line.
    entries: u64,
    pub(super) sources: &'a mut Sources,
    pub(super) problems: &'a mut Problems,
    pub(super) doubts: Problems,
    pub(super) read: &'a Reader<'a>,
    pub(super) metrics: &'a [&'a str],
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        (parsed, is_whole): (&'a Parsed, bool),
        sources: &'a mut Sources,
        problems: &'a mut Problems,
        around: &crate::Surroundings<'a>,
    ) -> Desk<'a> {
        let crate::Surroundings { read, metrics } = *around;
        let (limits, applied, doubts) = (Limits::default(), Applied::default(), Problems::default());
        Desk { parsed, is_whole, limits, applied, entries: 0, sources, problems, doubts, read, metrics }
    }

    pub(super) fn problem(&mut self, title: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.problems.push(Problem::new(title, place, help));
    }

    pub(super) fn doubt(&mut self, title: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.doubts.push(Problem::new(title, place, help));
    }

    /// Whether something was taken out of the table of this name because it was wrong.
    pub(super) fn is_damaged(&self, path: &str) -> bool {
        self.parsed.damaged.iter().any(|damaged| damaged == path)
    }

    /// A key that must be there. Where a wrong value was taken out of the table, nothing is said again.
    pub(super) fn need<'t, T>(
        &mut self,
        value: &'t Option<T>,
        spot: &Spot,
        key: &str,
        example: &str,
    ) -> Option<&'t T> {
        if value.is_none() && self.is_whole && !self.is_damaged(&spot.path) {
            self.problem(spot.lacks(key), &spot.place, format!("write {example}"));
        }
        value.as_ref()
    }

    /// The place of a name among known names; anything else is a problem that names the nearest.
    pub(super) fn find<T>(
        &mut self,
        what: &str,
        name: &str,
        place: &Place,
        known: &Named<T>,
    ) -> Option<usize> {
        let position = known.position(name);
        let is_lost = !self.is_whole || (known.is_empty() && self.is_damaged(""));
        if position.is_none() && !is_lost {
            let near = (!self.problems.is_full()).then(|| nearest(name, known.names())).flatten();
            let help = match near {
                Some(near) => format!("did you mean {near}?"),
                None if known.is_empty() => format!("there is no {what}: add [{what}.{name}]"),
                None => format!("known {what}: {}", listed(known.names())),
            };
            self.problem(format!("there is no {what}.{name}"), place, help);
        }
        position
    }

    /// A count within a limit, at least `least`.
    pub(super) fn count(&mut self, value: &At<Whole>, what: &str, least: u64, limit: Limit) -> Option<u32> {
        let number = value.get_ref().0;
        if number < least {
            let title = format!("{what} = {number} is too few");
            self.problem(title, &value.span(), format!("write at least {least}"));
            return None;
        }
        if number > limit.at_most {
            let title = format!("{what} = {number} is over the limit of {}", limit.at_most);
            let help = limit.help(&format!("write at most {}", limit.at_most), number as f64);
            self.problem(title, &value.span(), help);
            return None;
        }
        u32::try_from(number).ok()
    }

    /// Notes that the model will keep so many more entries; `None`: they are too many, make none.
    pub(super) fn keep(&mut self, entries: u64, what: &str, place: &Place) -> Option<()> {
        let limit = self.limits.entries;
        let was_over = self.entries > limit.at_most;
        self.entries = self.entries.saturating_add(entries);
        if self.entries > limit.at_most {
            // The first that goes over it is told; the rest would only go further.
            if !was_over {
                let title = format!(
                    "{what}: with it the model has {} entries, over the limit of {}",
                    self.entries, limit.at_most
                );
                let instead = "simulate fewer days, or shorten lists and data files";
                self.problem(title, place, limit.help(instead, self.entries as f64));
            }
            return None;
        }
        Some(())
    }

    /// Of keys that exclude one another one must be there; each has its place if it is.
    pub(super) fn exactly_one(&mut self, spot: &Spot, keys: &[(&str, Option<Place>)], example: &str) {
        let given: Vec<(&str, &Place)> =
            keys.iter().filter_map(|(key, place)| Some((*key, place.as_ref()?))).collect();
        if let [_, .., (_, last)] = &given[..] {
            let names: Vec<&str> = given.iter().map(|(key, _)| *key).collect();
            let title = format!("{}: {} exclude one another", spot.path, names.join(" and "));
            self.problem(title, last, "keep one of them");
        } else if given.is_empty() && self.is_whole && !self.is_damaged(&spot.path) {
            let all = keys.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(" or ");
            self.problem(spot.lacks(&all), &spot.place, format!("write {example}"));
        }
    }
}
