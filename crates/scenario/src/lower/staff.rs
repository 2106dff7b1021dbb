//! Who answers: groups with shifts, plain heads, or head counts by interval.

use std::ops::Range;

use acd_engine::{
    Duty, Group, People, PlannedRest, QueueId, RestKind, Shift, Skills, Span, Staffing, Time, day_start,
};

use super::calendar::Opening;
use super::rests::{self, Outside, Stretch};
use super::{Desk, Spot, inside, people, routing};
use crate::file::{AgentsTable, At, File, ShiftTable};
use crate::key;
use crate::quantity::{Clock, WEEKDAYS, Whole};

const DAY_S: u32 = 86_400;

/// Lowers all groups of agents.
pub(super) fn lower(file: &File, opening: &Opening, desk: &mut Desk<'_>) -> Vec<Group> {
    let groups: Vec<Group> = file
        .agents
        .iter()
        .map(|(name, table)| {
            let spot = Spot::of("agents", name, table);
            let group = lower_group(name.get_ref(), table.get_ref(), &spot, file, opening, desk);
            group.unwrap_or_else(|| nobody(name.get_ref()))
        })
        .collect();
    let heads: u64 = groups.iter().map(heads_of).sum();
    let limit = desk.limits.agents;
    let place = file.agents.places().next().unwrap_or(0..0);
    if heads > limit.at_most {
        let title = format!("{heads} agents in all are over the limit of {}", limit.at_most);
        desk.problem(title, &place, limit.help("simulate a part of the centre", heads as f64));
    }
    groups
}

fn nobody(name: &str) -> Group {
    Group {
        name: name.to_owned(),
        answers: Vec::new(),
        skills: Skills::default(),
        staffing: Staffing::Shifts(Vec::new()),
        pool: None,
        people: People::default(),
    }
}

/// The most agents a group can have at work.
pub(super) fn heads_of(group: &Group) -> u64 {
    match &group.staffing {
        Staffing::Shifts(shifts) => shifts.iter().map(|shift| u64::from(shift.heads)).sum(),
        Staffing::HeadCount(counts) => counts.iter().map(|(_, count)| u64::from(*count)).max().unwrap_or(0),
    }
}

fn lower_group(
    name: &str,
    table: &AgentsTable,
    spot: &Spot,
    file: &File,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Option<Group> {
    let answers = answers(table, spot, file, desk);
    let skills = routing::skills(table, spot, &answers, (file, desk));
    notes_breaks(table, spot, desk);
    let people = people::lower(table, spot, (file, desk));
    let keys = [
        ("heads", table.heads.as_ref().map(At::span)),
        ("heads_per_interval", table.heads_per_interval.as_ref().map(At::span)),
        ("shifts", table.shifts.places().next()),
    ];
    desk.exactly_one(spot, &keys, "heads = 10");
    if let Some(counts) = &table.heads_per_interval {
        if let Some(breaks) = &table.breaks {
            let help = "give the group shifts or heads, or take the breaks out of the counts";
            desk.problem(
                format!("{}: a head count by interval has no persons who take breaks", spot.path),
                &breaks.span(),
                help,
            );
        }
        keep_days(counts.get_ref().len(), answers.len(), opening, spot, desk)?;
        let counts = head_counts(counts, opening, desk)?;
        return Some(Group {
            name: name.to_owned(),
            answers,
            skills,
            staffing: Staffing::HeadCount(counts),
            pool: None,
            people,
        });
    }
    if let Some(heads) = &table.heads {
        let heads = desk.count(heads, "heads", 0, desk.limits.agents)?;
        keep_days(1, answers.len(), opening, spot, desk)?;
        let mut group = Group::on_duty_always(name, answers, heads, &opening.calendar);
        (group.skills, group.people) = (skills, people);
        let stretch = opening
            .common_hours()
            .map(|(opens, closes)| Stretch { from: Clock(opens), lasts_s: closes - opens });
        let stretch = stretch.unwrap_or(Stretch { from: Clock(0), lasts_s: DAY_S });
        if let Staffing::Shifts(shifts) = &mut group.staffing {
            for shift in shifts {
                shift.rests = planned_breaks(table, spot, stretch, desk);
            }
        }
        group.pool = rests::pool(table, spot, stretch.lasts_s.min(DAY_S), desk);
        return Some(group);
    }
    keep_days(table.shifts.iter().count(), answers.len(), opening, spot, desk)?;
    let mut shortest_s = u32::MAX;
    let mut shifts = Vec::new();
    for (name, shift) in table.shifts.iter() {
        let place = Spot::of("shifts", name, shift).place;
        let spot = spot.inner("shifts", place.clone()).inner(name.get_ref(), place);
        if let Some((lowered, stretch)) = lower_shift(name, shift.get_ref(), &spot, table, opening, desk) {
            shortest_s = shortest_s.min(stretch.lasts_s);
            shifts.push(lowered);
        }
    }
    let pool = rests::pool(table, spot, if shifts.is_empty() { 0 } else { shortest_s }, desk);
    let staffing = Staffing::Shifts(shifts);
    Some(Group { name: name.to_owned(), answers, skills, staffing, pool, people })
}

/// What it means that a group has no breaks of a sort.
fn notes_breaks(table: &AgentsTable, spot: &Spot, desk: &mut Desk<'_>) {
    desk.may_lack(&table.breaks, spot, "breaks", ("none", "meals alone interrupt the work"));
    if let Some((breaks, place)) = inside(&table.breaks) {
        let spot = spot.inner("breaks", place);
        desk.may_lack(&breaks.planned.first(), &spot, "planned", ("none", "no break has a time of its own"));
        desk.may_lack(&breaks.pool, &spot, "pool", ("none", "no break is the agent's to choose"));
    }
}

/// Duties or head counts of every day, looked at again for each queue.
fn keep_days(a_day: usize, queues: usize, opening: &Opening, spot: &Spot, desk: &mut Desk<'_>) -> Option<()> {
    let entries = (a_day.saturating_mul(queues.max(1)) as u64).saturating_mul(opening.calendar.days.into());
    desk.keep(entries, &spot.path, &spot.place)
}

/// Whether overflow leads to a group: then it may have no queue of its own.
fn overflow_names(spot: &Spot, file: &File) -> bool {
    let steps = file.queues.iter().flat_map(|(_, queue)| &queue.get_ref().overflow);
    let mut named = steps.flat_map(|step| &step.get_ref().agents);
    named.any(|name| spot.path == format!("agents.{}", key::quoted(name.get_ref().0.trim())))
}

fn answers(table: &AgentsTable, spot: &Spot, file: &File, desk: &mut Desk<'_>) -> Vec<QueueId> {
    let Some(names) = desk.need(&table.answers, spot, "answers", "answers = [\"main\"]") else {
        return Vec::new();
    };
    if names.get_ref().is_empty() && !overflow_names(spot, file) {
        desk.problem(
            format!("{}: these agents answer nothing", spot.path),
            &names.span(),
            "name a queue, as answers = [\"main\"]",
        );
    }
    let mut queues = Vec::new();
    for name in names.get_ref() {
        if let Some(queue) = desk.find("queues", &name.get_ref().0, &name.span(), &file.queues) {
            if queues.contains(&QueueId::from(queue)) {
                desk.problem(
                    format!("{} is named twice", name.get_ref().0),
                    &name.span(),
                    "name each queue once",
                );
            }
            queues.push(QueueId::from(queue));
        }
    }
    queues
}

fn planned_breaks(
    table: &AgentsTable,
    spot: &Spot,
    stretch: Stretch,
    desk: &mut Desk<'_>,
) -> Vec<PlannedRest> {
    let Some((breaks, place)) = inside(&table.breaks) else { return Vec::new() };
    let spot = spot.inner("breaks", place);
    let planned = breaks.planned.iter().filter_map(|rest| {
        let spot = spot.inner("planned", rest.span());
        rests::planned(rest.get_ref(), &spot, RestKind::Break, (stretch, Outside::Skipped), desk)
    });
    planned.collect()
}

fn lower_shift(
    name: &At<String>,
    shift: &ShiftTable,
    spot: &Spot,
    table: &AgentsTable,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Option<(Shift, Stretch)> {
    let heads = desk.need(&shift.heads, spot, "heads", "heads = 10");
    let heads = heads.and_then(|heads| desk.count(heads, "heads", 0, desk.limits.agents));
    let from = desk.need(&shift.from, spot, "from", "from = \"08:00\"").map(|clock| *clock.get_ref());
    let to = desk.need(&shift.to, spot, "to", "to = \"16:00\"").map(|clock| *clock.get_ref());
    let (heads, from, to) = (heads?, from?, to?);
    let is_overnight = to <= from;
    let stretch = Stretch { from, lasts_s: if is_overnight { to.0 + DAY_S } else { to.0 } - from.0 };
    desk.may_lack(
        &shift.days,
        spot,
        "days",
        ("all days", "the shift works on all days that the centre opens"),
    );
    let works_on = working_days(shift, opening);
    if is_overnight && !(0..7).any(|day| works_on[day] && opening.is_open_past_midnight(day)) {
        let title = format!(
            "{}: a shift from {from} to {to} would end the next day, and the centre is closed at midnight",
            spot.path
        );
        desk.problem(title, &spot.place, "write a `to` after `from`, or open past midnight");
        return None;
    }
    let employed = people::employed(shift, spot, opening, desk);
    let duties = duties(stretch, works_on, employed, opening);
    // A look at a few days of a week's roster leaves out the shifts of other days.
    let is_dated = shift.begins.is_some() || shift.ends.is_some();
    let is_of_other_days = opening.calendar.days < 7 && shift.days.is_some() && !is_dated;
    if duties.is_empty() && !is_of_other_days {
        let days =
            (0..7).filter(|&day| works_on[day]).map(|day| WEEKDAYS[day]).collect::<Vec<_>>().join(", ");
        let title = format!("{}: it never works in this stretch of days", spot.path);
        let dates = if is_dated { ", from `begins` to `ends`" } else { "" };
        desk.doubt(title, &spot.place, format!("its days are: {days}{dates}"));
    }
    let closed: Vec<&str> =
        (0..7).filter(|&day| works_on[day] && !opening.opens_on(day)).map(|day| WEEKDAYS[day]).collect();
    if !closed.is_empty() && opening.is_known {
        let title =
            format!("{}: it works on days when the centre is closed: {}", spot.path, closed.join(", "));
        desk.doubt(title, &spot.place, "take them out of its days, or open the centre");
    }
    if is_overnight && shift.begins.is_none() {
        doubts_first_morning(to, works_on, opening, spot, desk);
    }
    let mut rests = planned_breaks(table, spot, stretch, desk);
    desk.may_lack(&shift.meal, spot, "meal", ("none", "the shift has no meal"));
    if let Some((meal, place)) = inside(&shift.meal) {
        let spot = spot.inner("meal", place);
        rests.extend(rests::planned(meal, &spot, RestKind::Meal, (stretch, Outside::Wrong), desk));
    }
    Some((Shift { name: name.get_ref().clone(), heads, duties, rests }, stretch))
}

/// A stretch begins with the first day's shifts: in the first morning the night shift is missing.
fn doubts_first_morning(to: Clock, works_on: [bool; 7], opening: &Opening, spot: &Spot, desk: &mut Desk<'_>) {
    let calendar = &opening.calendar;
    let morning_ends = Time::seconds(to.0.into());
    let evening_before = (opening.weekday(0) + 6) % 7;
    let is_missed = works_on[evening_before] && calendar.windows[0].opens < morning_ends;
    if is_missed && calendar.warm_up < morning_ends {
        let title = format!("{}: nobody of it is on duty before {to} of the first day", spot.path);
        let help =
            format!("leave that morning out of the counts with calendar.warm_up = \"{} min\"", to.0 / 60);
        desk.doubt(title, &spot.place, help);
    }
}

/// The days of the week that a shift works on: those it names, else all days that the centre opens.
fn working_days(shift: &ShiftTable, opening: &Opening) -> [bool; 7] {
    let named = |day: usize| match &shift.days {
        Some(days) => days.get_ref().iter().any(|named| usize::from(named.get_ref().0) == day),
        None => opening.opens_on(day),
    };
    std::array::from_fn(named)
}

fn duties(stretch: Stretch, works_on: [bool; 7], employed: Range<u32>, opening: &Opening) -> Vec<Duty> {
    let works = |day: &u32| works_on[opening.weekday(*day)] && !opening.is_closed_on(*day);
    let days = employed.filter(works);
    let duty = |day: u32| {
        let start = day_start(day) + Span::seconds(stretch.from.0.into());
        Duty { day, start, end: start + Span::seconds(stretch.lasts_s.into()), continues: false }
    };
    days.map(duty).collect()
}

/// Head counts from each interval on, falling to zero at each closing.
fn head_counts(
    counts: &At<Vec<At<Whole>>>,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Option<Vec<(Time, u32)>> {
    if !opening.is_known {
        return None;
    }
    let interval = opening.calendar.interval;
    let a_day = (Span::DAY.as_us() / interval.as_us()) as usize;
    let given = counts.get_ref().len();
    // The first interval of the list, counted from midnight.
    let first = match opening.common_hours() {
        _ if given == a_day => 0,
        Some((opens, closes)) => {
            let step = interval.as_us() / 1_000_000;
            let first = u64::from(opens) / step;
            let open = (u64::from(closes).div_ceil(step) - first) as usize;
            if given != open {
                let title = format!("{given} head counts for {open} intervals of the opening hours");
                desk.problem(
                    title,
                    &counts.span(),
                    format!("give {open} of them, or {a_day} for the whole day"),
                );
                return None;
            }
            first as usize
        }
        None => {
            let title = format!("{given} head counts for {a_day} intervals of a day");
            desk.problem(
                title,
                &counts.span(),
                format!("opening hours differ by weekday: give all {a_day} of them"),
            );
            return None;
        }
    };
    let limit = desk.limits.agents;
    let numbers = counts.get_ref().iter().map(|count| desk.count(count, "a head count", 0, limit));
    let numbers = numbers.collect::<Option<Vec<u32>>>()?;
    let mut changes: Vec<(Time, u32)> = Vec::new();
    for day in opening.days() {
        let Some(window) = opening.window(day) else { continue };
        for (place, &count) in numbers.iter().enumerate() {
            let start = day_start(day) + Span::from_us(interval.as_us() * (first + place) as u64);
            let end = start + interval;
            if start < window.closes && end > window.opens {
                changes.push((start.max(window.opens), count));
            }
        }
        let closings = &opening.calendar.windows;
        if closings.binary_search_by_key(&window.closes, |whole| whole.closes).is_ok() {
            changes.push((window.closes, 0));
        }
    }
    changes.dedup_by_key(|(_, count)| *count);
    Some(changes)
}
