//! From the file's structs to a [`Scenario`]: what must be there, what must fit together, what it becomes.
//!
//! A value that is wrong is noted and stands in as nothing; only a file without problems becomes a model.

mod calendar;
mod calibrate;
mod callers;
mod data;
mod defaults;
mod desk;
mod doubts;
mod entries;
mod events;
mod help;
mod ivr;
mod network;
mod outcomes;
mod people;
mod plan;
mod profile;
mod rests;
mod routing;
mod search;
mod shape;
mod staff;
mod terms;
mod work;

use std::collections::BTreeMap;
use std::path::Path;

use acd_engine::{Design, Model};

pub use calibrate::{Calibration, Unknown};
pub(crate) use data::unreadable;
pub use defaults::LeftOut;
pub(crate) use entries::{calls_between, calls_of, share_by_way};
pub use events::{ActsOn, EventTerms};
pub(crate) use network::{HotlineEntry, lower as lower_network};
pub use plan::{Precision, RunPlan, Stopping, Watched};
pub use search::Search;
pub use terms::{Asked, Formula, GroupTerms, PoolTerms, QueueTerms, Reported, WITHIN_DEFAULT_S};

use crate::Surroundings;
use crate::file::{At, CallersTable, File, LimitsTable, Maybe, Named};
use crate::limits::{AGENT_DAYS_AT_MOST, Limits, NAME_CHARS_AT_MOST, NAMES_AT_MOST};
use crate::notes::Assumption;
use crate::parse::Parsed;
use crate::problem::{Problem, Problems, Warning, printable};
use crate::quantity::{WEEKDAYS, Whole};
use crate::source::{Place, Sources};
use defaults::Fallback;
use desk::{Desk, Spot};

/// A scenario that is ready to run.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it is about.
    pub title: String,
    /// What the engine runs.
    pub model: Model,
    /// The first day, as `2014-03-03`, if the scenario has a date.
    pub starts: Option<String>,
    /// The first day's weekday, from Monday on, where the scenario says which it is: by its date, or by naming
    /// weekdays anywhere (the first day is a Monday then).
    pub first_weekday: Option<usize>,
    /// Names of the caller kinds, by their ids.
    pub kinds: Vec<String>,
    /// What is asked of each queue, by its id.
    pub queues: Vec<QueueTerms>,
    /// What each group of agents is called, by its id.
    pub groups: Vec<GroupTerms>,
    /// What happens on certain days, in the order of the file.
    pub events: Vec<EventTerms>,
    /// How often it runs, and under which luck.
    pub run: RunPlan,
    /// What a search varies.
    pub search: Option<Search>,
    /// What was reported of the real centre.
    pub reported: Option<Reported>,
    /// What the reported totals are to tell.
    pub calibration: Option<Calibration>,
    /// What is doubtful about it.
    pub warnings: Vec<Warning>,
    /// What was assumed, from the file's comments.
    pub assumptions: Vec<Assumption>,
    /// All keys after merging.
    pub resolved: serde_json::Value,
    /// What the keys that it leaves out mean.
    pub left_out: Vec<LeftOut>,
}

/// Lowers what was parsed; only the doubts where a problem kept the model from being built.
pub(crate) fn lower(
    path: &Path,
    (parsed, is_whole): (&Parsed, bool),
    resolved: serde_json::Value,
    sources: &mut Sources,
    problems: &mut Problems,
    around: &Surroundings<'_>,
) -> Result<Scenario, Problems> {
    let mut desk = Desk::new((parsed, is_whole), sources, problems, around);
    let file = &parsed.file;
    check_head(file, &mut desk);
    // Of a network nothing else is looked at: it has no calendar and no callers, and should have none.
    if !check_size(file, &mut desk) || !file.hotlines.is_empty() {
        return Err(Problems::default());
    }
    // Without a calendar the rest is still looked at, as if the centre were open all day.
    let opening = calendar::lower(file, &mut desk).unwrap_or_else(calendar::Opening::unknown);
    let mut design = Design {
        calendar: opening.calendar.clone(),
        after_close: opening.after_close,
        seats: seats(file, &mut desk),
        lines: trunks(file, &mut desk),
        kinds: callers::lower(file, &opening, &mut desk),
        menus: ivr::lower(file, &mut desk),
        queues: terms::lower_queues(file, &mut desk),
        groups: staff::lower(file, &opening, &mut desk),
        priority_is_worth: routing::priority_is_worth(file, &mut desk),
        absences: Vec::new(),
    };
    let events = events::lower(file, &opening, &mut design, &mut desk);
    work::check(file, &design, &mut desk);
    check_volume(file, &design, &mut desk);
    check_agent_days(file, &design, &mut desk);
    doubts::look(file, &design, &mut desk);
    let run = plan::run_plan(file, &mut desk);
    let search = search::lower(file, &resolved, &mut desk);
    let reported = terms::reported(file, &mut desk);
    let calibration = calibrate::lower(file, &resolved, reported.as_ref(), &mut desk);
    let title = title(file, path, &mut desk);
    let queues = terms::queue_terms(file, &mut desk);
    notes_tables(file, &mut desk);
    let doubts = std::mem::take(&mut desk.doubts);
    if !desk.problems.is_empty() {
        return Err(doubts);
    }
    let groups = terms::group_terms(file, &design.groups);
    let knows_weekdays = opening.starts.is_some() || names_weekdays(&resolved);
    Ok(Scenario {
        title,
        first_weekday: knows_weekdays.then(|| opening.weekday(0)),
        model: Model::new(design),
        starts: opening.starts.map(|date| date.to_string()),
        kinds: file.callers.names().map(str::to_owned).collect(),
        queues,
        groups,
        events,
        run,
        search,
        reported,
        calibration,
        warnings: doubts.warnings(desk.sources),
        assumptions: Vec::new(),
        resolved,
        left_out: desk.applied.into_list(),
    })
}

/// Whether any key, or any entry of a list, is a weekday.
fn names_weekdays(value: &serde_json::Value) -> bool {
    let is_weekday = |text: &str| WEEKDAYS.contains(&text);
    match value {
        serde_json::Value::Object(table) => {
            table.iter().any(|(key, value)| is_weekday(key) || names_weekdays(value))
        }
        serde_json::Value::Array(list) => {
            list.iter().any(|entry| entry.as_str().is_some_and(is_weekday) || names_weekdays(entry))
        }
        _ => false,
    }
}

fn seats(file: &File, desk: &mut Desk<'_>) -> Option<u32> {
    let seats = inside(&file.floor).and_then(|(floor, _)| floor.seats.as_ref());
    desk.may_lack(&seats, &Spot::new("floor", 0..0), "seats", ("enough", "every agent finds a desk"));
    seats.and_then(|seats| desk.count(seats, "seats", 1, desk.limits.agents))
}

fn trunks(file: &File, desk: &mut Desk<'_>) -> Option<u32> {
    let trunks = inside(&file.lines).and_then(|(lines, _)| lines.trunks.as_ref());
    desk.may_lack(&trunks, &Spot::new("lines", 0..0), "trunks", ("enough", "every call finds a line"));
    trunks.and_then(|trunks| desk.count(trunks, "trunks", 1, desk.limits.agents))
}

/// What it means that a whole table is left out.
fn notes_tables(file: &File, desk: &mut Desk<'_>) {
    let spot = Spot::file();
    desk.may_lack(&file.ivr.places().next(), &spot, "ivr", ("none", "callers enter their queues directly"));
    desk.may_lack(&file.events.places().next(), &spot, "events", ("none", "no day is unlike the others"));
    desk.may_lack(&file.search, &spot, "search", ("none", "nothing is searched for"));
    desk.may_lack(&file.reported, &spot, "reported", ("none", "no totals to compare with"));
    desk.may_lack(&file.calibrate, &spot, "calibrate", ("none", "nothing is asked of the totals"));
}

/// What the scenario is about; the file's own name where it doesn't say.
fn title(file: &File, path: &Path, desk: &mut Desk<'_>) -> String {
    file.title.as_ref().map(|title| title.get_ref().0.clone()).unwrap_or_else(|| {
        let stem = path.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        desk.is_named(&Spot::file(), "title", &stem, "the file's name");
        stem
    })
}

fn check_head(file: &File, desk: &mut Desk<'_>) {
    check_version(file, desk);
    if let Some(place) = file.hotlines.places().next() {
        let help = "run the network itself, or name one hotline's own file";
        desk.problem("a network of hotlines stands where a single hotline is wanted", &place, help);
    }
    if let Some((_, place)) = inside(&file.each) {
        let help = "a scenario says of itself what it is: move what stands in it one level up";
        desk.problem("each is of a network of hotlines", &place, help);
    }
    check_names(&file.callers, desk);
    check_names(&file.ivr, desk);
    check_names(&file.queues, desk);
    check_names(&file.agents, desk);
    check_names(&file.events, desk);
    for queue in file.queues.iter().filter(|(name, _)| name.get_ref() == "total") {
        desk.problem(
            "a queue can't be called total",
            &queue.0.span(),
            "total names the sum in every file: choose another name",
        );
    }
}

/// The version of the language, and what the file says about its limits.
fn check_version(file: &File, desk: &mut Desk<'_>) {
    let spot = Spot::file();
    let schema = desk.need(&file.schema, &spot, "schema", "schema = 1 in the first line");
    if let Some(schema) = schema.filter(|schema| schema.get_ref().0 != 1) {
        let title = format!("schema = {} is not supported", schema.get_ref().0);
        desk.problem(title, &schema.span(), "write schema = 1, or use a newer version of this program");
    }
    let own = LimitsTable::default();
    let table = inside(&file.limits).map_or(&own, |(table, _)| table);
    set_limits(table, desk);
    for (name, at_most) in Limits::left_out(table) {
        let limit = Fallback { value: Whole(at_most), why: "so that a slip doesn't run for ever" };
        desk.falls_back(&Spot::new("limits", 0..0), name, &limit);
    }
}

/// Takes over what the scenario says about its limits.
fn set_limits(table: &LimitsTable, desk: &mut Desk<'_>) {
    desk.limits = Limits::of(table, |number, name, ceiling| {
        let title = format!("limits.{name} = {} is out of range", number.get_ref().0);
        let help = format!("write a number from 1 to {ceiling}");
        desk.problems.push(Problem::new(title, &number.span(), help));
    });
    let is_in_file = |place: &Place| desk.sources.of(place).is_some_and(|source| !source.is_set);
    if let Some(size) = table.file_mib.as_ref().filter(|size| is_in_file(&size.span())) {
        let title = "file_mib is set on the command line: a file is read before its limits are known";
        let help = format!("remove it, and run with --set limits.file_mib={}", size.get_ref().0);
        desk.problem(title, &size.span(), help);
    }
}

/// So many names that looking for each would take for ever: then nothing else is looked at.
fn check_size(file: &File, desk: &mut Desk<'_>) -> bool {
    let mut is_small = true;
    let counts = [
        ("callers", file.callers.places()),
        ("ivr", file.ivr.places()),
        ("queues", file.queues.places()),
        ("agents", file.agents.places()),
        ("events", file.events.places()),
        ("hotlines", file.hotlines.places()),
    ];
    for (what, mut places) in counts {
        let count = places.len();
        if let Some(place) = places.nth(NAMES_AT_MOST) {
            let title = format!("{count} {what} are over the limit of {NAMES_AT_MOST}");
            desk.problem(title, &place, "join those that are alike");
            is_small = false;
        }
    }
    is_small
}

/// Names stand in file names and columns: they must tell things apart on every system.
fn check_names<T>(named: &Named<T>, desk: &mut Desk<'_>) {
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for (name, _) in named.iter() {
        let text = name.get_ref();
        if let Some(other) = seen.insert(text.to_lowercase(), name.span()) {
            let line = desk.sources.line_of(&other);
            let title = format!("two names differ only in case: {text} (the other is in {line})");
            desk.problem(title, &name.span(), "rename one of them");
        }
        if text.trim().is_empty() {
            desk.problem("a name is empty", &name.span(), "write a name");
        }
        // They are printed, and stand in tables.
        if printable(text) != text.as_str() || text.contains('\n') {
            let title = format!("the name {text:?} has a character that can't be seen");
            desk.problem(title, &name.span(), "remove it");
        }
        if text.chars().count() > NAME_CHARS_AT_MOST {
            let title = format!("a name is longer than {NAME_CHARS_AT_MOST} characters");
            desk.problem(title, &name.span(), "shorten it, and say the rest in `label`");
        }
    }
}

/// All kinds together: what one replication has to live through.
fn check_volume(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let volumes: Vec<f64> = design.kinds.iter().map(calls_of).collect();
    let all: f64 = volumes.iter().sum();
    let limit = desk.limits.calls;
    if all > limit.at_most as f64 {
        let most = (0..volumes.len()).max_by(|&one, &other| volumes[one].total_cmp(&volumes[other]));
        let most = most.and_then(|most| file.callers.iter().nth(most));
        let place = most.map_or(0..0, |(name, table)| rate_place(name, table.get_ref()));
        let title = format!(
            "{all:.0} first calls are over the limit of {} a replication, all callers together",
            limit.at_most
        );
        desk.problem(title, &place, limit.help("lower the rate, or simulate fewer days", all.ceil()));
    }
}

/// All agents on all days, each with a call at the end that lasts as calls do.
fn check_agent_days(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let heads: u64 = design.groups.iter().map(staff::heads_of).sum();
    let of_queue = |queue: &acd_engine::Queue| {
        queue.talk.mean_s() + queue.wrap_up.as_ref().map_or(0.0, acd_engine::Distribution::mean_s)
    };
    let of_kind = |kind: &acd_engine::CallerKind| match &kind.arrivals {
        acd_engine::Arrivals::Given(calls) => {
            let of_call = |call: &acd_engine::GivenCall| {
                [call.talk, call.wrap_up].iter().flatten().map(|span| span.as_seconds_f64()).sum()
            };
            calls.iter().map(of_call).fold(0.0, f64::max)
        }
        acd_engine::Arrivals::Poisson { .. } => 0.0,
    };
    let handling = design.queues.iter().map(of_queue).chain(design.kinds.iter().map(of_kind));
    let days = f64::from(design.calendar.days) + (handling.fold(0.0, f64::max) / 86_400.0).ceil();
    if heads as f64 * days > AGENT_DAYS_AT_MOST as f64 {
        let place = file.agents.places().next().unwrap_or(0..0);
        let title = format!(
            "{heads} agents on {days} days, the longest call included, are over the limit of {AGENT_DAYS_AT_MOST} agent-days"
        );
        desk.problem(title, &place, "simulate fewer days or a part of the centre, or shorten the talk");
    }
}

/// Where the volume of some callers is written.
fn rate_place(name: &At<String>, table: &CallersTable) -> Place {
    let Some((arrivals, place)) = inside(&table.arrivals) else { return name.span() };
    let rate = arrivals.per_hour.as_ref().or(arrivals.per_day.as_ref()).map(At::span);
    rate.or(arrivals.profile.as_ref().map(At::span)).unwrap_or(place)
}

/// Looks into an optional table.
fn inside<T>(table: &Maybe<T>) -> Option<(&T, Place)> {
    table.as_ref().map(|table| (table.get_ref(), table.span()))
}
