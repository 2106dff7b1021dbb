//! Who calls: arrivals by profile, by trace or by replay, and the callers' temper.

use acd_engine::{
    Arrivals, CallerKind, Entry, GivenCall, MenuId, Piece, QueueId, Redial, Span, Time, Window, day_start,
};

use super::calendar::Opening;
use super::{Desk, Spot, inside, shape};
use crate::data;
use crate::file::{AlsoAfter, ArrivalsTable, At, CallersTable, Enters, File, ListOrPath, RedialTable};
use crate::problem::Problem;
use crate::quantity::{Clock, Leaf, Length, Number, Raw, WEEKDAYS, Weekday};
use crate::source::Place;

/// Lowers all caller kinds.
pub(super) fn lower(file: &File, opening: &Opening, desk: &mut Desk<'_>) -> Vec<CallerKind> {
    if file.callers.is_empty() {
        let spot = Spot::file();
        desk.need(&None::<()>, &spot, "[callers.NAME]", "[callers.all] with arrivals and enters");
    }
    let kinds = file.callers.iter().map(|(name, table)| {
        let spot = Spot::of("callers", name, table);
        let table = table.get_ref();
        CallerKind {
            name: name.get_ref().clone(),
            arrivals: arrivals_of(table, &spot, opening, desk),
            patience: shape::optional(&table.patience, &spot, "patience", desk),
            balks: table.balks.as_ref().map_or(0.0, |share| share.get_ref().0),
            redial: inside(&table.redial)
                .and_then(|(redial, place)| lower_redial(redial, &spot.inner("redial", place), desk)),
            enters: entry(table, &spot, file, desk).unwrap_or(Entry::Queue(QueueId(0))),
        }
    });
    kinds.collect()
}

fn entry(table: &CallersTable, spot: &Spot, file: &File, desk: &mut Desk<'_>) -> Option<Entry> {
    match desk.need(&table.enters, spot, "enters", "enters.queue = \"main\"")?.get_ref() {
        Enters::Queue(name) => {
            let queue = desk.find("queues", &name.get_ref().0, &name.span(), &file.queues)?;
            Some(Entry::Queue(QueueId::from(queue)))
        }
        Enters::Menu(name) => {
            let menu = desk.find("ivr", &name.get_ref().0, &name.span(), &file.ivr)?;
            Some(Entry::Menu(MenuId::from(menu)))
        }
    }
}

fn lower_redial(table: &RedialTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Redial> {
    let share = desk.need(&table.share, spot, "share", "share = \"50%\"").map(|share| share.get_ref().0);
    let after = shape::needed(&table.after, spot, "after", desk);
    let at_most = table.at_most.as_ref().and_then(|most| desk.count(most, "at_most", 0, 10_000));
    let also = |what: AlsoAfter| table.after_also.iter().any(|also| *also.get_ref() == what);
    if share == Some(1.0) && at_most.is_none() {
        let title = format!("{}: every caller calls again without limit", spot.path);
        if after.as_ref().is_some_and(|after| after.mean_s() < 1.0) {
            desk.problem(
                title,
                &spot.place,
                "give a limit, as at_most = 10, or an `after` of 1 s or more on average",
            );
        } else {
            desk.doubt(title, &spot.place, "if nobody answers they never stop; a limit is at_most = 10");
        }
    }
    Some(Redial {
        share: share?,
        after: after?,
        at_most,
        after_hang_up: also(AlsoAfter::HungUpInIvr),
        after_served: also(AlsoAfter::ServedByIvr),
        after_drop: also(AlsoAfter::Dropped),
    })
}

fn arrivals_of(table: &CallersTable, spot: &Spot, opening: &Opening, desk: &mut Desk<'_>) -> Arrivals {
    let nothing = Arrivals::Given(Vec::new());
    if let Some(calls) = &table.calls {
        desk.exactly_one(spot, &[("arrivals", table.arrivals.is_some()), ("calls", true)], "calls");
        let named = At::new(calls.span(), calls.get_ref().0.clone());
        return replay(&named, opening, desk).map_or_else(
            |problem| {
                desk.problems.push(problem);
                nothing
            },
            Arrivals::Given,
        );
    }
    desk.need(&table.arrivals, spot, "arrivals", "arrivals.per_hour = 100");
    let Some((arrivals, place)) = inside(&table.arrivals) else { return nothing };
    let spot = spot.inner("arrivals", place);
    if let Some(at) = &arrivals.at {
        return Arrivals::Given(trace(arrivals, at, &spot, opening, desk));
    }
    let pieces = pieces(arrivals, &spot, opening, desk).unwrap_or_default();
    let cv = inside(&arrivals.busyness).and_then(|(busyness, place)| {
        let spot = spot.inner("busyness", place);
        let cv = desk.need(&busyness.cv, &spot, "cv", "cv = \"10%\"")?;
        if cv.get_ref().0 == 0.0 { None } else { shape::positive_cv(cv, desk) }
    });
    Arrivals::Poisson { pieces, busyness_cv: cv.unwrap_or(0.0) }
}

/// Calls at given instants, counted from 00:00 of the first day.
fn trace(
    table: &ArrivalsTable,
    at: &At<Vec<At<Length>>>,
    spot: &Spot,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Vec<GivenCall> {
    let others = [("at", true), ("per_hour", table.per_hour.is_some()), ("per_day", table.per_day.is_some())];
    desk.exactly_one(spot, &others, "at");
    let places = [
        ("profile", table.profile.as_ref().map(At::span)),
        ("weekday", table.weekday.iter().next().map(|(name, _)| name.span())),
        ("busyness", table.busyness.as_ref().map(At::span)),
    ];
    for (key, place) in places {
        if let Some(place) = place {
            desk.problem(format!("a given trace has no {key}"), &place, format!("remove {key}, or `at`"));
        }
    }
    let times = at.get_ref().iter().map(|at| (Time::ZERO + at.get_ref().span(), at.span()));
    let times: Vec<(Time, Place)> = times.collect();
    check_times(&times, opening, desk);
    times.into_iter().map(|(arrives, _)| GivenCall { arrives, ..GivenCall::default() }).collect()
}

fn check_times(times: &[(Time, Place)], opening: &Opening, desk: &mut Desk<'_>) {
    for pair in times.windows(2) {
        if pair[0].0 > pair[1].0 {
            desk.problem(
                "this call comes before the one above it",
                &pair[1].1,
                "give the calls in order of time",
            );
        }
    }
    let is_closed = |at: Time| opening.is_known && !opening.calendar.is_open(at);
    if let Some((at, place)) = times.iter().find(|(at, _)| is_closed(*at)) {
        let opens = opening.calendar.windows[0].opens;
        let help = format!("times count from 00:00 of the first day; the centre first opens at {opens}");
        desk.problem(format!("a call at {at}, when the centre is closed"), place, help);
    }
}

fn replay(named: &At<String>, opening: &Opening, desk: &mut Desk<'_>) -> Result<Vec<GivenCall>, Problem> {
    let columns = (&["arrived_s", "patience_s", "talk_s", "wrap_up_s"][..], 1);
    let rows = data::read_csv(named, columns, desk.sources, desk.read)?.rows;
    let mut calls = Vec::with_capacity(rows.len());
    let mut times = Vec::with_capacity(rows.len());
    for row in &rows {
        let Some(arrived) = &row[0] else { continue };
        let arrives = Time::ZERO + Span::from_seconds_f64(data::number(arrived, "arrived_s")?);
        times.push((arrives, arrived.span()));
        calls.push(GivenCall {
            arrives,
            patience: data::seconds(row[1].as_ref(), "patience_s")?,
            talk: data::seconds(row[2].as_ref(), "talk_s")?,
            wrap_up: data::seconds(row[3].as_ref(), "wrap_up_s")?,
        });
    }
    check_times(&times, opening, desk);
    Ok(calls)
}

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

/// How many calls come on a day.
enum Volume {
    PerDay(f64),
    PerHour(f64),
    /// The profile's own numbers.
    OfProfile,
}

fn pieces(table: &ArrivalsTable, spot: &Spot, opening: &Opening, desk: &mut Desk<'_>) -> Option<Vec<Piece>> {
    let mut counts = false;
    let profile = match &table.profile {
        None => Profile::Flat,
        Some(profile) => match profile.get_ref() {
            ListOrPath::List(weights) => Profile::Even(weights_of(weights, &profile.span(), desk)?),
            ListOrPath::Path(path) => {
                let named = At::new(profile.span(), path.clone());
                timed_profile(&named, &mut counts, desk)
                    .map_err(|problem| desk.problems.push(problem))
                    .ok()?
            }
        },
    };
    let keys = [("per_hour", table.per_hour.is_some()), ("per_day", table.per_day.is_some())];
    let volume = match (&table.per_hour, &table.per_day) {
        (None, None) if counts => Volume::OfProfile,
        (Some(rate), None) => Volume::PerHour(not_negative(rate, "per_hour", desk)?),
        (None, Some(calls)) => Volume::PerDay(not_negative(calls, "per_day", desk)?),
        _ => {
            desk.exactly_one(spot, &keys, "per_hour = 100");
            return None;
        }
    };
    let weekday = weekday_factors(table, desk)?;
    if let (Profile::Timed(days), Some(place)) = (&profile, table.profile.as_ref().map(At::span)) {
        doubts_profile(days, counts, &place, opening, desk);
    }
    let mut pieces = Vec::new();
    for day in opening.days() {
        let Some(window) = opening.window(day) else { continue };
        let hours = window.closes.since(window.opens).as_seconds_f64() / 3_600.0;
        let factor = weekday[opening.weekday(day)];
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
    if counts && met < 0.999 * given {
        let lost = 100.0 * (1.0 - met / given);
        let title = format!("{lost:.1} % of the profile's calls come when the centre is closed");
        desk.doubt(title, place, "they are left out; open longer, or take these lines out of the file");
    }
}

fn not_negative(number: &At<Number>, key: &str, desk: &mut Desk<'_>) -> Option<f64> {
    let value = number.get_ref().0;
    if value < 0.0 {
        desk.problem(format!("{key} = {value} is negative"), &number.span(), "write a number >= 0");
        return None;
    }
    Some(value)
}

fn weights_of(weights: &[At<Number>], place: &Place, desk: &mut Desk<'_>) -> Option<Vec<f64>> {
    let values =
        weights.iter().map(|weight| not_negative(weight, "a weight", desk)).collect::<Option<Vec<f64>>>()?;
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
            Some(day) => factors[day] = not_negative(factor, name.get_ref(), desk)?,
            None => {
                let title = format!("{:?} is no day of the week", name.get_ref());
                desk.problem(title, &name.span(), format!("write one of {}", WEEKDAYS.join(", ")));
            }
        }
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
fn timed_profile(named: &At<String>, counts: &mut bool, desk: &mut Desk<'_>) -> Result<Profile, Problem> {
    let columns = (&["start", "weight", "calls", "weekday"][..], 1);
    let rows = data::read_csv(named, columns, desk.sources, desk.read)?.rows;
    let mut days: [Vec<Slice>; 7] = Default::default();
    for row in &rows {
        let Some(start) = &row[0] else { continue };
        let (column, cell) = match (&row[1], &row[2]) {
            (Some(weight), None) => ("weight", weight),
            (None, Some(calls)) => ("calls", calls),
            _ => {
                let help = "name one of the two columns in the first line";
                return Err(Problem::new("a profile has either `weight` or `calls`", &named.span(), help));
            }
        };
        *counts = column == "calls";
        let weight = data::number(cell, column)?;
        let clock = Clock::read(Raw::Text(start.get_ref().clone()))
            .map_err(|wrong| Problem::new(format!("start: {}", wrong.what), &start.span(), wrong.help))?;
        let of_days = match &row[3] {
            None => 0..7,
            Some(weekday) => {
                let day = Weekday::read(Raw::Text(weekday.get_ref().to_lowercase())).map_err(|wrong| {
                    Problem::new(format!("weekday: {}", wrong.what), &weekday.span(), wrong.help)
                })?;
                usize::from(day.0)..usize::from(day.0) + 1
            }
        };
        for day in &mut days[of_days] {
            let from = f64::from(clock.0);
            if let Some(last) = day.last_mut() {
                if last.from >= from {
                    let title = format!("the interval at {clock} doesn't come after the one before");
                    return Err(Problem::new(
                        title,
                        &start.span(),
                        "give the intervals in order of time, each once",
                    ));
                }
                last.to = from;
            }
            day.push(Slice { from, to: DAY_S, weight });
        }
    }
    for day in &mut days {
        // The last interval is as long as the one before it.
        if let [.., before, last] = &mut day[..] {
            last.to = DAY_S.min(last.from + (last.from - before.from));
        }
    }
    if days.iter().flatten().map(|slice| slice.weight).sum::<f64>() <= 0.0 {
        let title = format!("{} has no weight above 0", named.get_ref());
        return Err(Problem::new(title, &named.span(), "give it one line an interval"));
    }
    Ok(Profile::Timed(Box::new(days)))
}
