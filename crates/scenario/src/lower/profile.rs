//! How a day's calls are spread over it: rates, profiles, weekday factors.

use acd_engine::{Piece, Span, Time, Window, day_start};

use super::calendar::Opening;
use super::data::{self, Columns, Row};
use super::{Desk, Spot};
use crate::file::{ArrivalsTable, At, ListOrPath};
use crate::problem::Problem;
use crate::quantity::{Clock, Leaf, MONTHS, Number, Raw, WEEKDAYS, Weekday};
use crate::source::Place;

const DAY_S: f64 = 86_400.0;

/// A share of a day's calls, from an offset in seconds since that day's midnight to another.
#[derive(Clone, Copy)]
struct Slice {
    from: f64,
    to: f64,
    weight: f64,
}

impl Slice {
    fn later(self, seconds: f64) -> Slice {
        Slice { from: self.from + seconds, to: self.to + seconds, ..self }
    }

    /// The part of it that lies between two times, with its part of the weight.
    fn cut(self, from: f64, to: f64) -> Option<Slice> {
        let (from, to) = (self.from.max(from), self.to.min(to));
        let weight = self.weight * (to - from) / (self.to - self.from);
        (to > from).then_some(Slice { from, to, weight })
    }
}

/// What a day's calls are spread by.
enum Profile {
    /// The same rate all day.
    Flat,
    /// Weights that split the opening time evenly.
    Even(Vec<f64>),
    /// Slices from given times on, for each day of the week.
    Timed(Box<[Vec<Slice>; 7]>),
}

impl Profile {
    /// The most pieces of a rate that a day can have.
    fn longest_day(&self) -> usize {
        match self {
            Profile::Flat => 1,
            Profile::Even(weights) => weights.len(),
            Profile::Timed(days) => days.iter().map(Vec::len).max().unwrap_or(0),
        }
    }
}

/// How many calls come on a day.
enum Volume {
    PerDay(f64),
    PerHour(f64),
    /// The profile's own numbers.
    OfProfile,
}

/// The pieces of constant rate that a rate, a profile and weekday factors make.
pub(super) fn pieces(
    table: &ArrivalsTable,
    spot: &Spot,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Option<Vec<Piece>> {
    desk.may_lack(&table.profile, spot, "profile", ("flat", "the same rate at all hours"));
    desk.may_lack(&table.weekday.places().next(), spot, "weekday", ("1", "all days of the week alike"));
    desk.may_lack(&table.month.places().next(), spot, "month", ("1", "all months alike"));
    let mut counts = false;
    let profile = match &table.profile {
        None => Profile::Flat,
        Some(profile) => match profile.get_ref() {
            ListOrPath::List(weights) => Profile::Even(weights_of(weights, &profile.span(), desk)?),
            ListOrPath::Path(path) => {
                let named = At::new(profile.span(), path.clone());
                timed_profile(&named, &mut counts, desk)?
            }
        },
    };
    let keys = [
        ("per_hour", table.per_hour.as_ref().map(At::span)),
        ("per_day", table.per_day.as_ref().map(At::span)),
    ];
    let volume = match (&table.per_hour, &table.per_day) {
        (None, None) if counts => Volume::OfProfile,
        (Some(rate), None) => Volume::PerHour(not_negative(rate, "per_hour =", desk)?),
        (None, Some(calls)) => Volume::PerDay(not_negative(calls, "per_day =", desk)?),
        _ => {
            desk.exactly_one(spot, &keys, "per_hour = 100");
            return None;
        }
    };
    let weekday = weekday_factors(table, desk)?;
    let month = month_factors(table, opening, desk)?;
    if let (Profile::Timed(days), Some(place)) = (&profile, table.profile.as_ref().map(At::span)) {
        doubts_profile(days, counts, &place, opening, desk);
    }
    let a_day = profile.longest_day() as u64;
    desk.keep(u64::from(opening.calendar.days) * a_day, &spot.path, &spot.place)?;
    let mut pieces = Vec::new();
    for day in opening.days() {
        let Some(window) = opening.window(day) else { continue };
        let hours = window.closes.since(window.opens).as_seconds_f64() / 3_600.0;
        let factor = weekday[opening.weekday(day)] * opening.month(day).map_or(1.0, |place| month[place]);
        let calls = match volume {
            Volume::PerDay(calls) => Some(calls * factor),
            Volume::PerHour(calls) => Some(calls * hours * factor),
            Volume::OfProfile => None,
        };
        let slices = slices_of_day(&profile, window, day, opening);
        let weights: f64 = slices.iter().map(|slice| slice.weight).sum();
        for slice in &slices {
            let expected = calls.map_or(slice.weight * factor, |calls| calls * slice.weight / weights);
            add_pieces(&mut pieces, day_start(day), slice, expected);
        }
    }
    pieces.retain(|piece| piece.expected_calls > 0.0);
    Some(pieces)
}

/// Open days without a weight, and calls at times when the centre is closed: both would be lost silently.
fn doubts_profile(
    days: &[Vec<Slice>; 7],
    counts: bool,
    place: &Place,
    opening: &Opening,
    desk: &mut Desk<'_>,
) {
    let weight = |slices: &mut dyn Iterator<Item = Slice>| slices.map(|slice| slice.weight).sum::<f64>();
    let (mut met, mut given) = (0.0, 0.0);
    let mut empty: Vec<&str> = Vec::new();
    for day in opening.days().take(7) {
        let weekday = opening.weekday(day);
        given += weight(&mut days[weekday].iter().copied());
        let Some(hours) = opening.hours_of(weekday) else { continue };
        let next = days[(weekday + 1) % 7].iter().map(|slice| slice.later(DAY_S));
        let inside = days[weekday].iter().copied().chain(next);
        let of_day = weight(&mut inside.filter_map(|slice| slice.cut(hours.0, hours.1)));
        met += of_day;
        if of_day == 0.0 {
            empty.push(WEEKDAYS[weekday]);
        }
    }
    if !empty.is_empty() {
        let title =
            format!("the profile brings no calls on days when the centre is open: {}", empty.join(", "));
        desk.doubt(title, place, "add lines for these days, or close them");
    }
    doubts_gaps(days, place, opening, desk);
    if counts && met < 0.999 * given {
        let lost = 100.0 * (1.0 - met / given);
        let title = format!("{lost:.1} % of the profile's calls come when the centre is closed");
        desk.doubt(title, place, "they are left out; open longer, or take these lines out of the file");
    }
}

/// Opening time that no line of the profile covers, and lines that stand for longer than the others: a report leaves
/// out an interval without calls, and an export may stop early.
fn doubts_gaps(days: &[Vec<Slice>; 7], place: &Place, opening: &Opening, desk: &mut Desk<'_>) {
    for day in opening.days().take(7) {
        let weekday = opening.weekday(day);
        let (Some((opens, closes)), slices) = (opening.hours_of(weekday), &days[weekday]) else { continue };
        let (Some(first), Some(last)) = (slices.first(), slices.last()) else { continue };
        let usual = slices.iter().map(|slice| slice.to - slice.from).fold(f64::MAX, f64::min);
        let is_long = |slice: &&Slice| slice.to - slice.from > 1.5 * usual;
        // Who writes every other line for a time of its own means it.
        let is_grid = 4 * slices.iter().filter(is_long).count() <= slices.len();
        if let Some(long) = slices.iter().find(is_long).filter(|_| is_grid) {
            let (from, minutes) = (clock_words(long.from), (long.to - long.from) / 60.0);
            let title = format!(
                "the profile's line from {from} stands for {minutes:.0} min, others for {:.0}",
                usual / 60.0
            );
            let help = "its calls are spread over all of that: add the lines that are missing, with 0 where no call came";
            return desk.doubt(title, place, help);
        }
        let covers = |to: f64| first.from < opens + usual && last.to > to - usual;
        if !covers(closes.min(DAY_S)) {
            let title = format!(
                "the profile covers {} to {}, and the centre is open {} to {}",
                clock_words(first.from),
                clock_words(last.to),
                clock_words(opens),
                clock_words(closes)
            );
            return desk.doubt(
                title,
                place,
                "no calls come in the rest: add its lines, or change the opening hours",
            );
        }
    }
}

/// `09:30`.
fn clock_words(second: f64) -> String {
    let minutes = (second / 60.0).round() as u64;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A number that is zero or more.
pub(super) fn not_negative(number: &At<Number>, what: &str, desk: &mut Desk<'_>) -> Option<f64> {
    let value = number.get_ref().0;
    if value < 0.0 {
        desk.problem(format!("{what} {value} is negative"), &number.span(), "write a number >= 0");
        return None;
    }
    Some(value)
}

fn weights_of(weights: &[At<Number>], place: &Place, desk: &mut Desk<'_>) -> Option<Vec<f64>> {
    let values = weights
        .iter()
        .map(|weight| not_negative(weight, "a weight of", desk))
        .collect::<Option<Vec<f64>>>()?;
    let sum: f64 = values.iter().sum();
    if sum <= 0.0 || !sum.is_finite() {
        desk.problem("the weights sum to nothing", place, "give at least one weight above 0");
        return None;
    }
    Some(values)
}

fn weekday_factors(table: &ArrivalsTable, desk: &mut Desk<'_>) -> Option<[f64; 7]> {
    let mut factors = [1.0; 7];
    for (name, factor) in table.weekday.iter() {
        match WEEKDAYS.iter().position(|day| *day == name.get_ref()) {
            Some(day) => factors[day] = not_negative(factor, &format!("{} =", name.get_ref()), desk)?,
            None => {
                let title = format!("{:?} is no day of the week", name.get_ref());
                desk.problem(title, &name.span(), format!("write one of {}", WEEKDAYS.join(", ")));
            }
        }
    }
    Some(factors)
}

/// Factors by month; the days must have dates.
fn month_factors(table: &ArrivalsTable, opening: &Opening, desk: &mut Desk<'_>) -> Option<[f64; 12]> {
    let mut factors = [1.0; 12];
    for (name, factor) in table.month.iter() {
        match MONTHS.iter().position(|month| *month == name.get_ref()) {
            Some(month) => factors[month] = not_negative(factor, &format!("{} =", name.get_ref()), desk)?,
            None => {
                let title = format!("{:?} is no month", name.get_ref());
                desk.problem(title, &name.span(), format!("write one of {}", MONTHS.join(", ")));
            }
        }
    }
    if let Some(place) = table.month.places().next().filter(|_| opening.is_known && opening.starts.is_none())
    {
        let title = "factors by month, and the days of this scenario have no dates";
        desk.problem(title, &place, "give the first day: calendar.starts = 2014-03-03");
    }
    Some(factors)
}

fn slices_of_day(profile: &Profile, window: Window, day: u32, opening: &Opening) -> Vec<Slice> {
    let midnight = day_start(day);
    let (opens, closes) =
        (window.opens.since(midnight).as_seconds_f64(), window.closes.since(midnight).as_seconds_f64());
    match profile {
        Profile::Flat => vec![Slice { from: opens, to: closes, weight: 1.0 }],
        Profile::Even(weights) => {
            let edge = |place: usize| opens + (closes - opens) * place as f64 / weights.len() as f64;
            let slice =
                |(place, &weight): (usize, &f64)| Slice { from: edge(place), to: edge(place + 1), weight };
            weights.iter().enumerate().map(slice).collect()
        }
        Profile::Timed(days) => {
            // A centre open past midnight meets the slices of the next day too.
            let next_day = days[opening.weekday(day + 1)].iter().map(|slice| slice.later(DAY_S));
            let inside = |slice: Slice| slice.cut(opens, closes);
            days[opening.weekday(day)].iter().copied().chain(next_day).filter_map(inside).collect()
        }
    }
}

/// A slice as pieces, cut at midnight, where the day's factor changes.
fn add_pieces(pieces: &mut Vec<Piece>, midnight: Time, slice: &Slice, expected: f64) {
    let at = |second: f64| midnight + Span::from_seconds_f64(second);
    let mut from = slice.from;
    while from < slice.to {
        let to = slice.to.min((from / DAY_S).floor() * DAY_S + DAY_S);
        let expected_calls = expected * (to - from) / (slice.to - slice.from);
        pieces.push(Piece { start: at(from), end: at(to), expected_calls });
        from = to;
    }
}

/// A profile by time of day: `start` and `weight` (or `calls`), and `weekday` if it has seven.
fn timed_profile(named: &At<String>, counts: &mut bool, desk: &mut Desk<'_>) -> Option<Profile> {
    let columns = Columns { required: &["start"], one_of: &["weight", "calls"], optional: &["weekday"] };
    let mut days: [Vec<Slice>; 7] = Default::default();
    data::read_csv(named, columns, desk, &mut |row| add_slice(row, &mut days, counts))?;
    for day in &mut days {
        // The last interval is as long as the one before it.
        if let [.., before, last] = &mut day[..] {
            last.to = DAY_S.min(last.from + (last.from - before.from));
        }
    }
    if days.iter().flatten().map(|slice| slice.weight).sum::<f64>() <= 0.0 {
        let title = format!("{} has no weight above 0", named.get_ref());
        desk.problem(title, &named.span(), "give it one line an interval");
        return None;
    }
    Some(Profile::Timed(Box::new(days)))
}

/// A line of a profile, for its day of the week or for all.
fn add_slice(row: &Row, days: &mut [Vec<Slice>; 7], counts: &mut bool) -> Result<(), Problem> {
    let [Some(start), weight, calls, weekday] = &row[..] else { return Ok(()) };
    let (column, cell) = if weight.is_some() { ("weight", weight) } else { ("calls", calls) };
    let Some(cell) = cell else { return Ok(()) };
    *counts = column == "calls";
    let weight = data::number(cell, column)?;
    let clock = Clock::read(Raw::Text(start.get_ref().clone()))
        .map_err(|wrong| Problem::new(format!("start: {}", wrong.what), &start.span(), wrong.help))?;
    let of_days = match weekday {
        None => 0..7,
        Some(weekday) => {
            let day = Weekday::read(Raw::Text(weekday.get_ref().to_lowercase())).map_err(|wrong| {
                Problem::new(format!("weekday: {}", wrong.what), &weekday.span(), wrong.help)
            })?;
            usize::from(day.0)..usize::from(day.0) + 1
        }
    };
    let from = f64::from(clock.0);
    for day in &mut days[of_days] {
        if let Some(last) = day.last_mut() {
            if last.from >= from {
                let title = format!("the interval at {clock} doesn't come after the one before");
                let help = "give the intervals in order of time, each once";
                return Err(Problem::new(title, &start.span(), help));
            }
            last.to = from;
        }
        day.push(Slice { from, to: DAY_S, weight });
    }
    Ok(())
}
