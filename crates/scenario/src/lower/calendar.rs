//! The calendar: which days, when the centre is open, and how results are counted.

use std::collections::BTreeSet;

use acd_engine::{AfterClose, Calendar, Design, Span, Time, Window, day_start};

use super::defaults::Fallback;
use super::events::days_between;
use super::{Desk, Spot, inside};
use crate::file::{self, At, File, Hours};
use crate::quantity::{Clock, Length, WEEKDAYS, in_words};
use crate::source::Place;

const DAY_S: u32 = 86_400;

const WARM_UP: Fallback<Length> = Fallback { value: Length(0.0), why: "everything is counted" };
const AFTER_CLOSE: Fallback<file::AfterClose> =
    Fallback { value: file::AfterClose::ServeWaiting, why: "who waits at closing is still served" };

/// The calendar with what later steps ask of it.
#[derive(Clone, Debug)]
pub(super) struct Opening {
    pub(super) calendar: Calendar,
    pub(super) after_close: AfterClose,
    pub(super) starts: Option<jiff::civil::Date>,
    /// The day of the week of day 0; Monday where the scenario has no date.
    first_weekday: usize,
    /// Opening and closing of each day of the week in seconds since its midnight; closing may be over 24 h.
    hours: [Option<(u32, u32)>; 7],
    /// Days of the stretch on which the centre is closed, whatever their day of the week.
    closed_on: BTreeSet<u32>,
    /// False where the scenario's calendar could not be read: what depends on it is not checked.
    pub(super) is_known: bool,
}

impl Opening {
    /// Stands in for a calendar that could not be read.
    pub(super) fn unknown() -> Opening {
        Opening {
            calendar: Design::always_open(1).calendar,
            after_close: AfterClose::ServeWaiting,
            starts: None,
            first_weekday: 0,
            hours: [Some((0, DAY_S)); 7],
            closed_on: BTreeSet::new(),
            is_known: false,
        }
    }

    /// The day of the week of a day, 0 is Monday.
    pub(super) fn weekday(&self, day: u32) -> usize {
        (self.first_weekday + day as usize) % 7
    }

    /// Whether the centre opens on a day of the week.
    pub(super) fn opens_on(&self, weekday: usize) -> bool {
        self.hours[weekday].is_some()
    }

    /// Opening and closing of a day of the week in seconds since its midnight; closing may be over 24 h.
    pub(super) fn hours_of(&self, weekday: usize) -> Option<(f64, f64)> {
        self.hours[weekday].map(|(opens, closes)| (opens.into(), closes.into()))
    }

    /// A day's own opening hours.
    pub(super) fn window(&self, day: u32) -> Option<Window> {
        let (opens, closes) = self.hours_on(day)?;
        let at = |second: u32| day_start(day) + Span::seconds(second.into());
        Some(Window { opens: at(opens), closes: at(closes) })
    }

    /// A day's opening and closing in seconds since its midnight.
    fn hours_on(&self, day: u32) -> Option<(u32, u32)> {
        self.hours[self.weekday(day)].filter(|_| !self.is_closed_on(day))
    }

    /// Whether the centre is closed on a day although it opens on such days of the week.
    pub(super) fn is_closed_on(&self, day: u32) -> bool {
        self.closed_on.contains(&day)
    }

    /// The month of a day, 0 is January; `None` where the days have no dates.
    pub(super) fn month(&self, day: u32) -> Option<usize> {
        self.date(day).map(|date| usize::from(date.month().unsigned_abs()) - 1)
    }

    fn date(&self, day: u32) -> Option<jiff::civil::Date> {
        self.starts?.checked_add(jiff::Span::new().days(i64::from(day))).ok()
    }

    /// Its days, `2014-03-24 to 2014-03-30` or `day 1 to day 7`.
    pub(super) fn in_words(&self) -> String {
        let last = self.calendar.days - 1;
        let name =
            |day: u32| self.date(day).map_or_else(|| format!("day {}", day + 1), |date| date.to_string());
        if last == 0 { name(0) } else { format!("{} to {}", name(0), name(last)) }
    }

    /// All days.
    pub(super) fn days(&self) -> std::ops::Range<u32> {
        0..self.calendar.days
    }

    /// Opening and closing in seconds where all open days have the same.
    pub(super) fn common_hours(&self) -> Option<(u32, u32)> {
        let mut hours = self.hours.iter().flatten();
        let first = *hours.next()?;
        hours.all(|other| *other == first).then_some(first)
    }

    /// Whether the centre is open through the midnight that ends some such day of the week.
    pub(super) fn is_open_past_midnight(&self, weekday: usize) -> bool {
        let next_opens_at_midnight = self.hours[(weekday + 1) % 7].is_some_and(|(opens, _)| opens == 0);
        self.hours[weekday]
            .is_some_and(|(_, closes)| closes > DAY_S || (closes == DAY_S && next_opens_at_midnight))
    }
}

/// Lowers the calendar; `None` where nothing further can be said without it.
pub(super) fn lower(file: &File, desk: &mut Desk<'_>) -> Option<Opening> {
    let Some((table, place)) = inside(&file.calendar) else {
        let spot = Spot::file();
        desk.need(&file.calendar, &spot, "[calendar]", "[calendar] with days, opens, closes and interval");
        return None;
    };
    let spot = Spot::new("calendar", place);
    let days = desk
        .need(&table.days, &spot, "days", "days = 1")
        .and_then(|days| desk.count(days, "days", 1, desk.limits.days));
    let interval = interval(table, &spot, desk);
    let hours = hours(table, &spot, desk);
    let (days, interval, hours) = (days?, interval?, hours?);
    check_intervals(u64::from(days) * (Span::DAY.as_us() / interval.as_us()), table, file, desk)?;
    desk.may_lack(&table.starts, &spot, "starts", ("a Monday", "the first day has no date"));
    let starts = table.starts.as_ref().map(|date| date.get_ref().0);
    let first_weekday = starts.map_or(0, |date| date.weekday().to_monday_zero_offset() as usize);
    let warm_up = desk.or(&table.warm_up, &spot, "warm_up", &WARM_UP).span();
    let after_close = match desk.or(&table.after_close, &spot, "after_close", &AFTER_CLOSE) {
        file::AfterClose::DropWaiting => AfterClose::DropWaiting,
        file::AfterClose::ServeWaiting => AfterClose::ServeWaiting,
    };
    let calendar =
        Calendar { days, interval, warm_up: Time::ZERO + warm_up, windows: Vec::new(), stops_at_end: false };
    let mut opening = Opening {
        calendar,
        after_close,
        starts,
        first_weekday,
        hours,
        closed_on: BTreeSet::new(),
        is_known: true,
    };
    close_days(table, &spot, &mut opening, desk);
    set_windows(&mut opening, &spot, desk)?;
    check_warm_up(table, &opening, desk);
    Some(opening)
}

/// Each queue has counters for every interval.
fn check_intervals(
    intervals: u64,
    table: &file::CalendarTable,
    file: &File,
    desk: &mut Desk<'_>,
) -> Option<()> {
    let queues = file.queues.iter().count().max(1) as u64;
    let (rows, limit) = (intervals.saturating_mul(queues), desk.limits.intervals);
    if rows > limit.at_most {
        let of = if queues == 1 { String::new() } else { format!(" for each of {queues} queues") };
        let title = format!("{intervals} intervals{of} are over the limit of {}", limit.at_most);
        let place = table.interval.as_ref().map_or(0..0, At::span);
        desk.problem(title, &place, limit.help("choose a longer interval, or fewer days", rows as f64));
        return None;
    }
    Some(())
}

fn interval(table: &file::CalendarTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Span> {
    let length = desk.need(&table.interval, spot, "interval", "interval = \"30 min\"")?;
    let span = length.get_ref().span();
    if span < Span::seconds(1) || !Span::DAY.as_us().is_multiple_of(span.as_us()) {
        let title = format!("an interval of {} doesn't divide 24 h", in_words(span));
        desk.problem(
            title,
            &length.span(),
            "write one that does, of 1 s or more, as \"15 min\", \"30 min\" or \"1 h\"",
        );
        return None;
    }
    Some(span)
}

type WeekHours = [Option<(u32, u32)>; 7];

fn hours(table: &file::CalendarTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<WeekHours> {
    let opens = desk.need(&table.opens, spot, "opens", "opens = \"08:00\"");
    let closes = desk.need(&table.closes, spot, "closes", "closes = \"20:00\"");
    let (opens, closes) = (opens?, closes?);
    let mut hours = [None; 7];
    for (day, hour) in hours.iter_mut().enumerate() {
        *hour = match (opens.get_ref().0[day], closes.get_ref().0[day]) {
            (Some(opens), Some(closes)) => Some(hours_of_day(opens, closes)),
            (None, None) => None,
            // One time for all days, with days that are closed by the other table.
            _ if is_for_all(opens.get_ref()) || is_for_all(closes.get_ref()) => None,
            (opens, _) => {
                let (missing, place) =
                    if opens.is_some() { ("closes", closes.span()) } else { ("opens", table_span(table)) };
                desk.problem(
                    format!("{}: {missing} is missing", WEEKDAYS[day]),
                    &place,
                    "give both times or neither",
                );
                None
            }
        };
        if hour.is_some_and(|(opens, _)| opens >= DAY_S) {
            let title = format!("{}: opens at the end of the day", WEEKDAYS[day]);
            desk.problem(title, &table_span(table), "write opens = \"00:00\" for the day after");
            return None;
        }
        if hour.is_some_and(|(opens, closes)| opens == closes) {
            let title = format!("{}: opens and closes at the same time", WEEKDAYS[day]);
            desk.problem(
                title,
                &closes.span(),
                "for all day long write opens = \"00:00\" and closes = \"24:00\"",
            );
            return None;
        }
    }
    // Days that are unknown words were named already.
    let is_damaged = ["calendar.opens", "calendar.closes"].iter().any(|path| desk.is_damaged(path));
    if hours.iter().all(Option::is_none) && !is_damaged {
        desk.problem("the centre never opens", &spot.place, "give opening hours for some day");
    }
    if hours.iter().all(Option::is_none) {
        return None;
    }
    Some(hours)
}

fn table_span(table: &file::CalendarTable) -> Place {
    table.opens.as_ref().map_or(0..0, |opens| opens.span())
}

fn is_for_all(hours: &Hours) -> bool {
    hours.0.iter().all(|hour| *hour == hours.0[0] && hour.is_some())
}

/// A closing time that is not after the opening belongs to the next day.
fn hours_of_day(opens: Clock, closes: Clock) -> (u32, u32) {
    let closes = if closes < opens { closes.0 + DAY_S } else { closes.0 };
    (opens.0, closes)
}

/// Notes the days on which the centre is closed.
fn close_days(table: &file::CalendarTable, spot: &Spot, opening: &mut Opening, desk: &mut Desk<'_>) {
    desk.may_lack(
        &table.closed_on,
        spot,
        "closed_on",
        ("none", "no day is closed but by its day of the week"),
    );
    let Some(dates) = table.closed_on.as_ref().filter(|dates| !dates.get_ref().0.is_empty()) else { return };
    let Some(starts) = opening.starts else {
        let title = "days to be closed on are named, and the days of this scenario have no dates";
        return desk.problem(title, &dates.span(), "give the first day: starts = 2014-03-03");
    };
    let days = dates.get_ref().0.iter().map(|date| days_between(starts, date.0));
    let inside = days.filter_map(|day| u32::try_from(day).ok()).filter(|day| opening.days().contains(day));
    opening.closed_on = inside.collect();
    // Holidays of a whole year may stand in a scenario of a week; but none at all may be a slip.
    if opening.closed_on.is_empty() {
        let title =
            format!("none of these dates lies in the days that are simulated, {}", opening.in_words());
        desk.doubt(title, &dates.span(), "the centre is closed on none of them: is the year right?");
    }
}

/// Joins the days' hours to windows, in order.
fn set_windows(opening: &mut Opening, spot: &Spot, desk: &mut Desk<'_>) -> Option<()> {
    let mut windows: Vec<Window> = Vec::new();
    for window in opening.days().filter_map(|day| opening.window(day)) {
        match windows.last_mut() {
            Some(last) if last.closes > window.opens => {
                desk.problem(
                    "a day opens before the day before has closed",
                    &spot.place,
                    "close earlier or open later",
                );
                return None;
            }
            Some(last) if last.closes == window.opens => last.closes = window.closes,
            _ => windows.push(window),
        }
    }
    if windows.is_empty() {
        desk.problem(
            "the centre is closed on all of these days",
            &spot.place,
            "choose other days or opening hours",
        );
        return None;
    }
    let last_day = opening.calendar.days - 1;
    opening.calendar.stops_at_end = opening.hours_on(last_day) == Some((0, DAY_S));
    opening.calendar.windows = windows;
    Some(())
}

fn check_warm_up(table: &file::CalendarTable, opening: &Opening, desk: &mut Desk<'_>) {
    let Some(warm_up) = &table.warm_up else { return };
    let calendar = &opening.calendar;
    if calendar.warm_up >= calendar.end() {
        let title = format!(
            "a warm-up of {} leaves nothing to count with days = {}",
            in_words(calendar.warm_up.since(Time::ZERO)),
            calendar.days
        );
        desk.problem(title, &warm_up.span(), "it lies inside `days`: lengthen days, or shorten the warm-up");
        return;
    }
    if calendar.windows.iter().all(|window| window.closes <= calendar.warm_up) {
        let title = "the warm-up ends after the last closing: nothing is counted";
        desk.doubt(title, &warm_up.span(), "shorten the warm-up, or add days");
        return;
    }
    let opens = calendar.windows[0].opens;
    if calendar.warm_up > Time::ZERO && calendar.warm_up <= opens {
        let title = format!("the warm-up ends before the first opening at {opens}");
        desk.doubt(title, &warm_up.span(), "it counts from 00:00 of the first day");
    }
}
