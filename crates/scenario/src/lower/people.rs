//! What agents are like as people, and between which dates a shift is worked.

use std::ops::Range;

use acd_engine::{GroupId, Late, Learning, Mentors, People};

use super::calendar::Opening;
use super::defaults::Fallback;
use super::{Desk, Spot, inside, shape};
use crate::file::{AgentsTable, At, File, Maybe, ShiftTable};
use crate::limits::Limit;
use crate::quantity::{Date, Number, Whole};
use crate::source::Place;

/// More would leave nobody after a few days.
const RESIGN_AT_MOST: f64 = 0.999;
/// Nobody takes a hundred times as long as others.
const TIMES_AT_MOST: f64 = 100.0;
const HANDLED_AT_MOST: Limit = Limit::fixed(1_000_000_000);
const HANDLED_BEFORE: Fallback<Whole> =
    Fallback { value: Whole(0), why: "the stretch begins with their first call" };

/// Whether the agents of a group come, and when.
pub(super) fn lower(table: &AgentsTable, spot: &Spot, (file, desk): (&File, &mut Desk<'_>)) -> People {
    notes(table, spot, desk);
    if table.heads_per_interval.is_some() {
        refuses_heads(table, spot, desk);
        return People::default();
    }
    let overstays = shape::optional(&table.overstays, spot, "overstays", desk);
    People {
        absent: table.absent.as_ref().map_or(0.0, |share| share.get_ref().0),
        late: late(table, spot, desk),
        overstays,
        resigns_a_month: resigns(table, spot, desk).unwrap_or(0.0),
        learns: learns(table, spot, desk),
        mentors: mentors(table, spot, (file, desk)),
    }
}

/// What it means that none of this is said.
fn notes(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) {
    desk.may_lack(&table.absent, spot, "absent", ("nobody", "everybody comes to each duty"));
    desk.may_lack(&table.late, spot, "late", ("nobody", "everybody is there when his duty begins"));
    desk.may_lack(&table.overstays, spot, "overstays", ("nobody", "meals and breaks end when they should"));
    desk.may_lack(&table.resigns, spot, "resigns", ("nobody", "everybody stays to the end of the stretch"));
    desk.may_lack(&table.learns, spot, "learns", ("nobody", "the first call takes as long as the last"));
    desk.may_lack(&table.mentors, spot, "mentors", ("nobody", "nobody is with them while they work"));
}

fn refuses_heads(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) {
    let keys = [
        ("absent", table.absent.as_ref().map(At::span)),
        ("late", table.late.as_ref().map(At::span)),
        ("overstays", table.overstays.as_ref().map(At::span)),
        ("resigns", table.resigns.as_ref().map(At::span)),
        ("learns", table.learns.as_ref().map(At::span)),
        ("mentors", table.mentors.as_ref().map(At::span)),
    ];
    for (key, place) in keys {
        if let Some(place) = place {
            let title = format!("{}: a head count by interval has no persons, and so no `{key}`", spot.path);
            desk.problem(title, &place, "give the group shifts or heads, or lower the counts");
        }
    }
}

fn late(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Late> {
    let (late, place) = inside(&table.late)?;
    let spot = spot.inner("late", place);
    let share = desk.need(&late.share, &spot, "share", "share = \"20%\"").map(|share| share.get_ref().0);
    let by = shape::needed(&late.by, &spot, "by", desk);
    Some(Late { share: share?, by: by? })
}

fn resigns(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<f64> {
    let (resigns, place) = inside(&table.resigns)?;
    let spot = spot.inner("resigns", place);
    let share = desk.need(&resigns.a_month, &spot, "a_month", "a_month = \"3%\"")?;
    if share.get_ref().0 > RESIGN_AT_MOST {
        let title = format!("{}: {}% a month leaves nobody", spot.path, share.get_ref().0 * 100.0);
        desk.problem(title, &share.span(), "write at most \"99.9%\", or no such agents");
        return None;
    }
    Some(share.get_ref().0)
}

fn learns(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Learning> {
    let (learns, place) = inside(&table.learns)?;
    let spot = spot.inner("learns", place);
    let times = desk.need(&learns.times_at_first, &spot, "times_at_first", "times_at_first = 1.6");
    let times = times.and_then(|times| above_zero(times, "times_at_first", TIMES_AT_MOST, desk));
    let over = desk.need(&learns.over, &spot, "over", "over = 800");
    let over = over.and_then(|over| above_zero(over, "over", HANDLED_AT_MOST.at_most as f64, desk));
    let as_others = ("as others", "a matter is resolved as by anybody else");
    desk.may_lack(&learns.resolves_at_first, &spot, "resolves_at_first", as_others);
    let handled_before = match &learns.handled_before {
        None => Some(desk.falls_back(&spot, "handled_before", &HANDLED_BEFORE).0 as u32),
        Some(handled) => desk.count(handled, "handled_before", 0, HANDLED_AT_MOST),
    };
    Some(Learning {
        times_at_first: times?,
        resolves_at_first: learns.resolves_at_first.as_ref().map(|share| share.get_ref().0),
        over: over?,
        handled_before: handled_before?,
    })
}

fn mentors(table: &AgentsTable, spot: &Spot, (file, desk): (&File, &mut Desk<'_>)) -> Option<Mentors> {
    let (mentors, place) = inside(&table.mentors)?;
    let spot = spot.inner("mentors", place);
    let each = desk.need(&mentors.trainees_each, &spot, "trainees_each", "trainees_each = 5");
    let each = each.and_then(|each| desk.count(each, "trainees_each", 1, desk.limits.agents));
    let group = desk.need(&mentors.group, &spot, "group", "group = \"mentors\"")?;
    let (name, place) = (&group.get_ref().0, group.span());
    let found = desk.find("agents", name, &place, &file.agents)?;
    let (_, of_group) = file.agents.iter().nth(found)?;
    if std::ptr::eq(of_group.get_ref(), table) {
        let title = format!("{}: these agents can't be their own mentors", spot.path);
        desk.problem(title, &place, "name another group");
    } else if of_group.get_ref().heads_per_interval.is_some() {
        let title = format!("{}: {name} is a head count by interval, and has no persons", spot.path);
        desk.problem(title, &place, format!("give agents.{name} shifts or heads"));
    }
    Some(Mentors { group: GroupId::from(found), trainees_each: each? })
}

fn above_zero(given: &At<Number>, what: &str, at_most: f64, desk: &mut Desk<'_>) -> Option<f64> {
    let number = given.get_ref().0;
    let is_sensible = number > 0.0 && number <= at_most;
    if !is_sensible {
        let title = format!("{what} = {number} is out of range");
        desk.problem(title, &given.span(), format!("write a number above 0, up to {at_most}"));
    }
    is_sensible.then_some(number)
}

/// The days of the stretch between the first and the last one on which a shift is worked.
pub(super) fn employed(
    shift: &ShiftTable,
    spot: &Spot,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Range<u32> {
    desk.may_lack(&shift.begins, spot, "begins", ("the first day", "the shift is worked from the start"));
    desk.may_lack(&shift.ends, spot, "ends", ("the last day", "the shift is worked to the end"));
    let all = opening.days();
    let begins = day_of(&shift.begins, "begins", spot, (opening, &mut *desk));
    let ends = day_of(&shift.ends, "ends", spot, (opening, &mut *desk));
    if let (Some((first, _)), Some((last, place))) = (&begins, &ends)
        && last < first
    {
        let title = format!("{}: it ends before it begins", spot.path);
        desk.problem(title, place, "`ends` is the last day on which it is worked");
    }
    let clamped = |day: i64| day.clamp(0, i64::from(all.end)) as u32;
    let from = begins.map_or(all.start, |(day, _)| clamped(day));
    let to = ends.map_or(all.end, |(day, _)| clamped(day + 1));
    from..to
}

/// A date's day of the stretch, counted from zero; before it where negative.
fn day_of(
    date: &Maybe<Date>,
    key: &str,
    spot: &Spot,
    (opening, desk): (&Opening, &mut Desk<'_>),
) -> Option<(i64, Place)> {
    let date = date.as_ref()?;
    let Some(starts) = opening.starts else {
        if opening.is_known {
            let title = format!("{}: {key} is a date, and the calendar has none", spot.path);
            desk.problem(
                title,
                &date.span(),
                "write calendar.starts = 2014-03-03, the date of the first day",
            );
        }
        return None;
    };
    let days = (date.get_ref().0 - starts).get_days();
    Some((i64::from(days), date.span()))
}
