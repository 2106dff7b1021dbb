//! Events: rates multiplied, calls that enter elsewhere and agents who don't come, each for a stretch of time.
//!
//! They are laid over a design that is made as if there were none, in the order of the file.

mod stretches;

use std::ops::Range;

use acd_engine::{Absence, Arrivals, Design, Detour, Entry, GroupId, Span, Staffing, Time, day_start};

use super::calendar::Opening;
use super::defaults::Fallback;
use super::{Desk, Spot, callers, inside, profile, terms};
use crate::file::{At, EventTable, File};
use crate::limits::Limit;
use crate::quantity::{Clock, Share, Whole};
use stretches::{multiplied, segments};

const DAYS: Fallback<Whole> = Fallback { value: Whole(1), why: "it acts on one day" };
const FROM: Fallback<Clock> = Fallback { value: Clock(0), why: "it begins with the day" };
const TO: Fallback<Clock> = Fallback { value: Clock(DAY_S), why: "it lasts to the end of the day" };
const DAY_S: u32 = 86_400;
const DAYS_AT_MOST: Limit = Limit::fixed(365_000);

/// What is to be told of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventTerms {
    /// Its name in the file.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// When it acts, day by day.
    pub acts: Vec<Range<Time>>,
    /// What expected first calls are multiplied by.
    pub times: Option<f64>,
    /// Where calls enter instead: `queues.NAME` or `ivr.NAME`.
    pub enters: Option<String>,
    /// Whose arrivals and entry it changes, by their places; `None`: all callers'.
    pub callers: Option<Vec<usize>>,
    /// A further chance of absence, by the places of groups.
    pub absent: Vec<(usize, f64)>,
    /// Where calls enter instead, for the engine.
    pub(crate) entry: Option<Entry>,
}

impl EventTerms {
    /// Whether it changes the arrivals and the entry of a caller kind.
    pub fn concerns(&self, kind: usize) -> bool {
        self.callers.as_ref().is_none_or(|callers| callers.contains(&kind))
    }
}

/// The days and times of an event, as people write them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActsOn {
    /// The first day: its date, or `D3` where days have none.
    pub first: String,
    /// The last day.
    pub last: String,
    /// From which time of day to which; `None`: all day.
    pub clock: Option<(String, String)>,
}

impl super::Scenario {
    /// When an event acts; `None` where it lies outside the stretch.
    pub fn acts_on(&self, event: &EventTerms) -> Option<ActsOn> {
        let (first, last) = (event.acts.first()?, event.acts.last()?);
        let second = |at: Time| (at.as_us() / 1_000_000 % u64::from(DAY_S)) as u32;
        let end = Some(second(first.end)).filter(|second| *second > 0).unwrap_or(DAY_S);
        let is_whole = first.end.since(first.start) == Span::DAY;
        let clock = (Clock(second(first.start)).to_string(), Clock(end).to_string());
        let (first, last) = (self.day_name(first.start), self.day_name(last.start));
        Some(ActsOn { first, last, clock: Some(clock).filter(|_| !is_whole) })
    }

    /// The date of an instant, or `D3` where days have no dates.
    fn day_name(&self, at: Time) -> String {
        let day = at.as_us() / Span::DAY.as_us();
        let date = self.starts.as_deref().and_then(|date| date.parse::<jiff::civil::Date>().ok());
        let date = date.and_then(|date| date.checked_add(jiff::Span::new().try_days(day as i64).ok()?).ok());
        date.map_or_else(|| format!("D{}", day + 1), |date| date.to_string())
    }
}

impl std::fmt::Display for ActsOn {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.first)?;
        if self.first != self.last {
            write!(formatter, " to {}", self.last)?;
        }
        self.clock.iter().try_for_each(|(from, to)| write!(formatter, ", {from} to {to}"))
    }
}

/// Reads all events and lays them over the design.
pub(super) fn lower(
    file: &File,
    opening: &Opening,
    design: &mut Design,
    desk: &mut Desk<'_>,
) -> Vec<EventTerms> {
    let events = file.events.iter().filter_map(|(name, table)| {
        let spot = Spot::of("events", name, table);
        let event = event(name, table.get_ref(), &spot, (file, opening), desk)?;
        check_effects(table.get_ref(), &event, &spot, design, desk);
        keep(&event, &spot, design, desk)?;
        Some(event)
    });
    let events: Vec<EventTerms> = events.collect();
    for kind in 0..design.kinds.len() {
        acts_on_kind(&events, kind, design);
    }
    design.absences = events.iter().flat_map(absences).collect();
    design.absences.sort_by_key(|absence| absence.from);
    events
}

fn event(
    name: &At<String>,
    table: &EventTable,
    spot: &Spot,
    (file, opening): (&File, &Opening),
    desk: &mut Desk<'_>,
) -> Option<EventTerms> {
    let acts = acts(table, spot, opening, desk);
    notes_keys(table, spot, desk);
    let names = table.callers.as_ref().map(At::get_ref);
    let callers = names.map(|names| {
        let find = |name: &At<crate::quantity::Text>| {
            desk.find("callers", &name.get_ref().0, &name.span(), &file.callers)
        };
        names.iter().filter_map(find).collect()
    });
    let times = inside(&table.arrivals).and_then(|(arrivals, place)| {
        let times = desk.need(&arrivals.times, &spot.inner("arrivals", place), "times", "times = 2")?;
        profile::not_negative(times, "times =", desk)
    });
    let entry = table.enters.as_ref().and_then(|enters| callers::entry(enters.get_ref(), file, desk));
    Some(EventTerms {
        name: name.get_ref().clone(),
        label: terms::label(&table.label, name, spot, desk),
        acts: acts?,
        times,
        enters: table.enters.as_ref().map(|enters| enters.get_ref().key()),
        callers,
        absent: absent(table, file, desk),
        entry,
    })
}

/// What it means that an event leaves keys out.
fn notes_keys(table: &EventTable, spot: &Spot, desk: &mut Desk<'_>) {
    let all = ("all", "it changes the arrivals and the entry of all callers");
    desk.may_lack(&table.callers, spot, "callers", all);
    desk.may_lack(&table.arrivals, spot, "arrivals", ("unchanged", "as many calls as without it"));
    desk.may_lack(&table.enters, spot, "enters", ("unchanged", "calls enter where they always do"));
    let none = ("none", "agents come as they do without it");
    desk.may_lack(&table.absent.places().next(), spot, "absent", none);
}

/// The group and the share of each absence that can be.
fn absent(table: &EventTable, file: &File, desk: &mut Desk<'_>) -> Vec<(usize, f64)> {
    let mut absent = Vec::new();
    for (name, share) in table.absent.iter() {
        let group = desk.find("agents", name.get_ref(), &name.span(), &file.agents);
        let is_count = group.and_then(|group| file.agents.iter().nth(group));
        if is_count.is_some_and(|(_, table)| table.get_ref().heads_per_interval.is_some()) {
            let title =
                format!("agents.{}: a head count by interval has no persons to be absent", name.get_ref());
            desk.problem(
                title,
                &name.span(),
                "give the group shifts or heads, or take them out of the counts",
            );
        }
        let Share(share) = *share.get_ref();
        absent.extend(group.map(|group| (group, share)));
    }
    absent
}

/// When it acts, on each of its days that the stretch has.
fn acts(table: &EventTable, spot: &Spot, opening: &Opening, desk: &mut Desk<'_>) -> Option<Vec<Range<Time>>> {
    let keys = [("on", table.on.as_ref().map(At::span)), ("day", table.day.as_ref().map(At::span))];
    desk.exactly_one(spot, &keys, "on = 2014-03-30, or day = 1");
    let days = match &table.days {
        None => desk.falls_back(spot, "days", &DAYS).0,
        Some(days) => desk.count(days, "days", 1, DAYS_AT_MOST)?.into(),
    };
    let (from, to) = (desk.or(&table.from, spot, "from", &FROM), desk.or(&table.to, spot, "to", &TO));
    if from == to {
        let title = format!("{}: it begins and ends at {from}", spot.path);
        let place = table.to.as_ref().or(table.from.as_ref()).map_or(spot.place.clone(), At::span);
        desk.problem(title, &place, "for a whole day leave out from and to");
        return None;
    }
    let first = first_day(table, opening, desk)?;
    let to_s = if to < from { to.0 + DAY_S } else { to.0 };
    let at = |day: u32, second: u32| day_start(day) + Span::seconds(second.into());
    let inside = first.max(0)..i64::from(opening.calendar.days).min(first + days as i64);
    let acts = inside.map(|day| at(day as u32, from.0)..at(day as u32, to_s));
    let acts: Vec<Range<Time>> = acts.collect();
    if opening.is_known {
        doubts_days(acts.len(), days, spot, opening, desk);
        doubts_hours(table, &acts, spot, opening, desk);
    }
    Some(acts)
}

/// Its first day, counted from that of the stretch.
fn first_day(table: &EventTable, opening: &Opening, desk: &mut Desk<'_>) -> Option<i64> {
    match (&table.on, &table.day) {
        (Some(on), None) => {
            let Some(starts) = opening.starts else {
                if opening.is_known {
                    let help = "give calendar.starts, or write day = 1 for the first day";
                    desk.problem("the days of this scenario have no dates", &on.span(), help);
                }
                return None;
            };
            Some(days_between(starts, on.get_ref().0))
        }
        (None, Some(day)) => desk.count(day, "day", 1, DAYS_AT_MOST).map(|day| i64::from(day) - 1),
        _ => None,
    }
}

/// How many days a date comes after another.
pub(super) fn days_between(first: jiff::civil::Date, later: jiff::civil::Date) -> i64 {
    first.until(later).map_or(i64::MAX / 2, |span| span.get_days().into())
}

/// Days of the event that the scenario doesn't simulate.
fn doubts_days(inside: usize, days: u64, spot: &Spot, opening: &Opening, desk: &mut Desk<'_>) {
    let stretch = opening.in_words();
    if inside == 0 {
        let title = format!("{}: it lies outside the days that are simulated, {stretch}", spot.path);
        desk.doubt(title, &spot.place, "it does nothing: choose another day, or other days in [calendar]");
    } else if (inside as u64) < days {
        let title =
            format!("{}: of its {days} days {inside} lie in those that are simulated, {stretch}", spot.path);
        desk.doubt(
            title,
            &spot.place,
            "on the others it does nothing: shorten it, or lengthen calendar.days",
        );
    }
}

/// Calls come while the centre is open, and only then can an event change them.
fn doubts_hours(
    table: &EventTable,
    acts: &[Range<Time>],
    spot: &Spot,
    opening: &Opening,
    desk: &mut Desk<'_>,
) {
    let changes_calls = table.arrivals.is_some() || table.enters.is_some();
    let is_open = |act: &Range<Time>| {
        let windows = &opening.calendar.windows;
        let next = windows.partition_point(|window| window.closes <= act.start);
        windows.get(next).is_some_and(|window| window.opens < act.end)
    };
    if changes_calls && !acts.is_empty() && !acts.iter().any(is_open) {
        let title = format!("{}: the centre is closed while it acts", spot.path);
        desk.doubt(title, &spot.place, "no call comes then: choose other times or days");
    }
}

/// What it does must be something, and be possible.
fn check_effects(table: &EventTable, event: &EventTerms, spot: &Spot, design: &Design, desk: &mut Desk<'_>) {
    let changes_calls = table.arrivals.is_some() || table.enters.is_some();
    let lost = ["", ".absent", ".arrivals", ".enters"].map(|key| format!("{}{key}", spot.path));
    let is_lost = lost.iter().any(|path| desk.is_damaged(path));
    if !changes_calls && table.absent.is_empty() && !is_lost {
        let help = "write arrivals = { times = 2 }, enters.queue = \"main\" or absent.NAME = \"10%\"";
        desk.problem(format!("{}: it does nothing", spot.path), &spot.place, help);
    }
    if let Some(callers) = table.callers.as_ref().filter(|_| !changes_calls) {
        let help = "remove callers, or write arrivals = { times = 2 } or enters.queue = \"main\"";
        desk.problem(format!("{}: it changes nothing of these callers", spot.path), &callers.span(), help);
    }
    check_rates(table, event, spot, design, desk);
    check_duties(table, event, spot, design, desk);
}

/// Given calls have no rate that could be multiplied.
fn check_rates(table: &EventTable, event: &EventTerms, spot: &Spot, design: &Design, desk: &mut Desk<'_>) {
    let Some((_, place)) = inside(&table.arrivals) else { return };
    let is_given = |kind: &usize| {
        let given = design.kinds.get(*kind).map(|kind| &kind.arrivals);
        matches!(given, Some(Arrivals::Given(calls)) if !calls.is_empty())
    };
    let kinds = (0..design.kinds.len()).filter(|&kind| event.concerns(kind));
    let (given, rates): (Vec<usize>, Vec<usize>) = kinds.partition(is_given);
    let is_named = event.callers.is_some();
    if let Some(kind) = given.first().filter(|_| is_named || rates.is_empty()) {
        let title = format!("{}: the calls of callers.{} are given", spot.path, design.kinds[*kind].name);
        desk.problem(title, &place, "only rates can be multiplied: name other callers, or remove arrivals");
    }
}

/// Absences of agents of whom no duty begins while it acts.
fn check_duties(table: &EventTable, event: &EventTerms, spot: &Spot, design: &Design, desk: &mut Desk<'_>) {
    for (&(group, _), (name, _)) in event.absent.iter().zip(table.absent.iter()) {
        let Some(Staffing::Shifts(shifts)) = design.groups.get(group).map(|group| &group.staffing) else {
            continue;
        };
        let mut starts = shifts.iter().flat_map(|shift| &shift.duties).map(|duty| duty.start).peekable();
        let is_inside = |start: Time| {
            let next = event.acts.partition_point(|act| act.end <= start);
            event.acts.get(next).is_some_and(|act| act.contains(&start))
        };
        if !event.acts.is_empty() && starts.peek().is_some() && !starts.any(is_inside) {
            let title = format!("{}: no duty of agents.{} begins while it acts", spot.path, name.get_ref());
            desk.doubt(
                title,
                &name.span(),
                "absence is decided where a duty begins: let the event begin sooner",
            );
        }
    }
}

/// What the model keeps of it.
fn keep(event: &EventTerms, spot: &Spot, design: &Design, desk: &mut Desk<'_>) -> Option<()> {
    let kinds = (0..design.kinds.len()).filter(|&kind| event.concerns(kind)).count();
    let entries = event.acts.len() as u64 * (kinds + event.absent.len()).max(1) as u64;
    desk.keep(entries, &spot.path, &spot.place)
}

fn acts_on_kind(events: &[EventTerms], kind: usize, design: &mut Design) {
    let of_kind = || events.iter().filter(|event| event.concerns(kind));
    let kind = &mut design.kinds[kind];
    let factors = segments(of_kind().filter_map(|event| Some((&event.acts[..], event.times?))));
    if let Arrivals::Poisson { pieces, .. } = &mut kind.arrivals
        && !factors.is_empty()
    {
        *pieces = multiplied(pieces, &factors);
    }
    let entries = segments(of_kind().filter_map(|event| Some((&event.acts[..], event.entry?))));
    for (act, entries) in entries {
        // Of several the last in the file holds.
        let Some(&enters) = entries.last() else { continue };
        kind.detours.push(Detour { from: act.start, to: act.end, enters });
    }
}

fn absences(event: &EventTerms) -> Vec<Absence> {
    let of_group = |&(group, share): &(usize, f64)| {
        let absence = move |act: &Range<Time>| Absence {
            group: GroupId::from(group),
            from: act.start,
            to: act.end,
            share,
        };
        event.acts.iter().map(absence)
    };
    event.absent.iter().flat_map(of_group).collect()
}
