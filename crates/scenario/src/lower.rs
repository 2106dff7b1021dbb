//! From the file's structs to a [`Scenario`]: what must be there, what must fit together, what it becomes.
//!
//! A value that is wrong is noted and stands in as nothing; only a file without problems becomes a model.

mod calendar;
mod callers;
mod doubts;
mod ivr;
mod plan;
mod profile;
mod rests;
mod search;
mod shape;
mod staff;
mod terms;

use std::path::Path;

use acd_engine::{Design, Model};

pub use plan::{Precision, RunPlan, Stopping, Watched};
pub use search::Search;
pub use terms::{Formula, GroupTerms, QueueTerms, Reported};

use crate::file::{At, File, Maybe, Named};
use crate::limits::{AGENTS_AT_MOST, CALLS_AT_MOST};
use crate::notes::Assumption;
use crate::parse::Parsed;
use crate::problem::{Problem, Warning, nearest};
use crate::quantity::Whole;
use crate::source::{Place, Sources};
use crate::{Reader, Surroundings};

/// A scenario that is ready to run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is about.
    pub title: String,
    /// What the engine runs.
    pub model: Model,
    /// The first day, as `2014-03-03`, if the scenario has a date.
    pub starts: Option<String>,
    /// Names of the caller kinds, by their ids.
    pub kinds: Vec<String>,
    /// What is asked of each queue, by its id.
    pub queues: Vec<QueueTerms>,
    /// What each group of agents is called, by its id.
    pub groups: Vec<GroupTerms>,
    /// How often it runs, and under which luck.
    pub run: RunPlan,
    /// What a search varies.
    pub search: Option<Search>,
    /// What was reported of the real centre.
    pub reported: Option<Reported>,
    /// What is doubtful about it.
    pub warnings: Vec<Warning>,
    /// What was assumed, from the file's comments.
    pub assumptions: Vec<Assumption>,
    /// All keys after merging.
    pub resolved: serde_json::Value,
}

/// A table's dotted name and place, for messages about what it lacks.
#[derive(Clone, Debug)]
struct Spot {
    path: String,
    place: Place,
}

impl Spot {
    fn new(path: impl Into<String>, place: Place) -> Spot {
        Spot { path: path.into(), place }
    }

    fn of<T>(table: &str, name: &At<String>, value: &At<T>) -> Spot {
        let place = if value.span().is_empty() { name.span() } else { value.span() };
        Spot::new(format!("{table}.{}", name.get_ref()), place)
    }

    /// The file itself, outside all tables.
    fn file() -> Spot {
        Spot::new("", 0..0)
    }

    fn lacks(&self, key: &str) -> String {
        if self.path.is_empty() {
            format!("{key} is missing")
        } else {
            format!("{}: {key} is missing", self.path)
        }
    }

    fn inner(&self, key: &str, place: Place) -> Spot {
        Spot::new(format!("{}.{key}", self.path), place)
    }
}

/// Where problems and doubts are put down while a file is lowered.
struct Desk<'a> {
    damaged: &'a [String],
    sources: &'a mut Sources,
    problems: &'a mut Vec<Problem>,
    doubts: Vec<Problem>,
    read: &'a Reader<'a>,
    metrics: &'a [&'a str],
}

impl Desk<'_> {
    fn problem(&mut self, title: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.problems.push(Problem::new(title, place, help));
    }

    fn doubt(&mut self, title: impl Into<String>, place: &Place, help: impl Into<String>) {
        self.doubts.push(Problem::new(title, place, help));
    }

    /// A key that must be there. Where a wrong value was taken out of the table, nothing is said again.
    fn need<'t, T>(&mut self, value: &'t Option<T>, spot: &Spot, key: &str, example: &str) -> Option<&'t T> {
        let is_damaged = self.damaged.contains(&spot.path);
        if value.is_none() && !is_damaged {
            self.problem(spot.lacks(key), &spot.place, format!("write {example}"));
        }
        value.as_ref()
    }

    /// The place of a name among known names; anything else is a problem that names the nearest.
    fn find<T>(&mut self, what: &str, name: &str, place: &Place, known: &Named<T>) -> Option<usize> {
        let position = known.position(name);
        if position.is_none() {
            let help = match nearest(name, known.names()) {
                Some(near) => format!("did you mean {near}?"),
                None if known.is_empty() => format!("there is no {what}: add [{what}.{name}]"),
                None => format!("known {what}: {}", known.names().collect::<Vec<_>>().join(", ")),
            };
            self.problem(format!("there is no {what}.{name}"), place, help);
        }
        position
    }

    /// A count within a limit, at least `least`.
    fn count(&mut self, value: &At<Whole>, what: &str, least: u64, limit: u64) -> Option<u32> {
        let number = value.get_ref().0;
        if number < least {
            self.problem(
                format!("{what} = {number} is too few"),
                &value.span(),
                format!("write at least {least}"),
            );
            return None;
        }
        if number > limit {
            let help = format!("write at most {limit}");
            self.problem(format!("{what} = {number} is over the limit of {limit}"), &value.span(), help);
            return None;
        }
        u32::try_from(number).ok()
    }

    fn exactly_one(&mut self, spot: &Spot, keys: &[(&str, bool)], example: &str) {
        let given: Vec<&str> = keys.iter().filter(|(_, given)| *given).map(|(key, _)| *key).collect();
        let all = keys.iter().map(|(key, _)| *key).collect::<Vec<_>>().join(" or ");
        if given.len() > 1 {
            let title = format!("{}: {} exclude one another", spot.path, given.join(" and "));
            self.problem(title, &spot.place, "keep one of them");
        } else if given.is_empty() && !self.damaged.contains(&spot.path) {
            self.problem(spot.lacks(&all), &spot.place, format!("write {example}"));
        }
    }
}

/// Lowers what was parsed; only the doubts where a problem kept the model from being built.
pub(crate) fn lower(
    path: &Path,
    parsed: &Parsed,
    resolved: serde_json::Value,
    sources: &mut Sources,
    problems: &mut Vec<Problem>,
    around: &Surroundings<'_>,
) -> Result<Scenario, Vec<Problem>> {
    let Surroundings { read, metrics } = *around;
    let mut desk = Desk { damaged: &parsed.damaged, sources, problems, doubts: Vec::new(), read, metrics };
    let file = &parsed.file;
    check_head(file, &mut desk);
    // Without a calendar the rest is still looked at, as if the centre were open all day.
    let opening = calendar::lower(file, &mut desk).unwrap_or_else(calendar::Opening::unknown);
    let design = Design {
        calendar: opening.calendar.clone(),
        after_close: opening.after_close,
        seats: limited(
            &mut desk,
            file.floor.as_ref().and_then(|floor| floor.get_ref().seats.as_ref()),
            "seats",
        ),
        lines: limited(
            &mut desk,
            file.lines.as_ref().and_then(|lines| lines.get_ref().trunks.as_ref()),
            "trunks",
        ),
        kinds: callers::lower(file, &opening, &mut desk),
        menus: ivr::lower(file, &mut desk),
        queues: terms::lower_queues(file, &mut desk),
        groups: staff::lower(file, &opening, &mut desk),
    };
    check_volume(file, &design, &mut desk);
    doubts::look(file, &design, &mut desk);
    let run = plan::run_plan(file, &mut desk);
    let search = search::lower(file, &resolved, &mut desk);
    let reported = terms::reported(file, &mut desk);
    let title = file.title.as_ref().map_or_else(|| file_stem(path), |title| title.get_ref().0.clone());
    let doubts = std::mem::take(&mut desk.doubts);
    if !desk.problems.is_empty() {
        return Err(doubts);
    }
    Ok(Scenario {
        title,
        model: Model::new(design),
        starts: opening.starts.map(|date| date.to_string()),
        kinds: file.callers.names().map(str::to_owned).collect(),
        queues: terms::queue_terms(file),
        groups: terms::group_terms(file),
        run,
        search,
        reported,
        warnings: doubts.iter().map(|doubt| doubt.warn(desk.sources)).collect(),
        assumptions: Vec::new(),
        resolved,
    })
}

fn file_stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned())
}

fn limited(desk: &mut Desk<'_>, value: Option<&At<Whole>>, what: &str) -> Option<u32> {
    value.and_then(|value| desk.count(value, what, 1, AGENTS_AT_MOST))
}

fn check_head(file: &File, desk: &mut Desk<'_>) {
    let spot = Spot::file();
    let schema = desk.need(&file.schema, &spot, "schema", "schema = 1 in the first line");
    if let Some(schema) = schema.filter(|schema| schema.get_ref().0 != 1) {
        let title = format!("schema = {} is not supported", schema.get_ref().0);
        desk.problem(title, &schema.span(), "write schema = 1, or use a newer version of this program");
    }
    for (name, hotline) in file.hotlines.iter() {
        let _ = &hotline.get_ref().scenario;
        let title = format!("hotlines.{}: several hotlines in one run are not supported yet", name.get_ref());
        desk.problem(title, &name.span(), "run each scenario for itself");
    }
    check_names(&file.callers, desk);
    check_names(&file.ivr, desk);
    check_names(&file.queues, desk);
    check_names(&file.agents, desk);
    for queue in file.queues.iter().filter(|(name, _)| name.get_ref() == "total") {
        desk.problem(
            "a queue can't be called total",
            &queue.0.span(),
            "total names the sum in every file: choose another name",
        );
    }
}

/// Names stand in file names and columns: they must tell things apart on every system.
fn check_names<T>(named: &Named<T>, desk: &mut Desk<'_>) {
    let mut seen: Vec<(String, Place)> = Vec::new();
    for (name, _) in named.iter() {
        let lower = name.get_ref().to_lowercase();
        if let Some((_, place)) = seen.iter().find(|(other, _)| *other == lower) {
            let first = desk.sources.of(place).map_or(String::new(), |source| {
                let before = &source.text[..(place.start - source.base).min(source.text.len())];
                format!(" (the other is in line {})", before.matches('\n').count() + 1)
            });
            let title = format!("two names differ only in case: {}{first}", name.get_ref());
            desk.problem(title, &name.span(), "rename one of them");
        }
        if name.get_ref().trim().is_empty() {
            desk.problem("a name is empty", &name.span(), "write a name");
        }
        seen.push((lower, name.span()));
    }
}

/// All kinds together: what one replication has to live through.
fn check_volume(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let expected = |kind: &acd_engine::CallerKind| match &kind.arrivals {
        acd_engine::Arrivals::Poisson { pieces, .. } => {
            pieces.iter().map(|piece| piece.expected_calls).sum::<f64>()
        }
        acd_engine::Arrivals::Given(calls) => calls.len() as f64,
    };
    let volumes: Vec<f64> = design.kinds.iter().map(expected).collect();
    let all: f64 = volumes.iter().sum();
    if all > CALLS_AT_MOST {
        let most = (0..volumes.len()).max_by(|&one, &other| volumes[one].total_cmp(&volumes[other]));
        let place = most
            .and_then(|most| file.callers.iter().nth(most))
            .map_or(0..0, |(name, table)| table.get_ref().arrivals.as_ref().map_or(name.span(), At::span));
        let title = format!(
            "{all:.0} first calls are over the limit of {CALLS_AT_MOST:.0} a replication, all callers together"
        );
        desk.problem(title, &place, "lower the rate, or simulate fewer days");
    }
}

/// Looks into an optional table.
fn inside<T>(table: &Maybe<T>) -> Option<(&T, Place)> {
    table.as_ref().map(|table| (table.get_ref(), table.span()))
}
