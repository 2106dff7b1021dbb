//! When the centre is open, as far as its log tells: by weekday, to the interval.
//!
//! A day of the week has the hours between its first and its last call over the whole log, widened to whole intervals;
//! nearly as long as the others' they are the others'. A weekday that never has a call is closed, and so is a single
//! day without one. A centre that is open past midnight shows as open all day, with a profile of 0 while it is closed.

use crate::log::{DAY_S, Log};

/// Weekdays as scenarios name them.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// A weekday has hours of its own if they are shorter than the others' by this, in seconds,
const SHORTER_BY: f64 = 3_600.0;
/// and if it has enough calls to tell.
const CALLS_TO_TELL: usize = 50;

/// What people say of the calendar, instead of what the log tells.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// Length of the intervals in seconds; divides a day.
    pub interval_s: f64,
    /// Opening, in seconds after midnight.
    pub opens_s: Option<f64>,
    /// Closing.
    pub closes_s: Option<f64>,
}

/// Opening hours in intervals of the day: from, to and not including.
pub type Hours = (usize, usize);

/// When the centre is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    /// Length of the intervals in seconds.
    pub interval_s: f64,
    /// Hours of the week, from Monday; none: closed.
    pub week: [Option<Hours>; 7],
    /// Whether each day of the log is open.
    pub is_open: Vec<bool>,
    /// The weekday of the first day, from Monday. Without a date it counts as one, as in scenarios.
    pub first_weekday: usize,
}

impl Calendar {
    /// What the log tells.
    pub fn of(log: &Log, given: Given) -> Calendar {
        let Given { interval_s, opens_s, closes_s } = given;
        let per_day = (DAY_S / interval_s).round() as usize;
        let first_weekday = log.starts.map_or(0, |date| date.weekday().to_monday_zero_offset() as usize);
        let mut calls_of_day = vec![0_usize; log.days];
        let mut calls = [0_usize; 7];
        let mut seen: [Option<Hours>; 7] = [None; 7];
        for call in &log.calls {
            let day = ((call.arrived / DAY_S) as usize).min(log.days - 1);
            let slot = (((call.arrived - day as f64 * DAY_S) / interval_s) as usize).min(per_day - 1);
            let weekday = (first_weekday + day) % 7;
            calls_of_day[day] += 1;
            calls[weekday] += 1;
            let (from, to) = seen[weekday].unwrap_or((slot, slot + 1));
            seen[weekday] = Some((from.min(slot), to.max(slot + 1)));
        }
        let from = seen.iter().flatten().map(|hours| hours.0).min().unwrap_or(0);
        let to = seen.iter().flatten().map(|hours| hours.1).max().unwrap_or(per_day);
        let slot = |second: f64, round: fn(f64) -> f64| (round(second / interval_s) as usize).min(per_day);
        let common = (
            opens_s.map_or(from, |opens| slot(opens, f64::floor)),
            closes_s.map_or(to, |closes| slot(closes, f64::ceil)),
        );
        let hours_of = |weekday: usize| {
            let Some(own) = seen[weekday] else {
                let occurs = (0..log.days).any(|day| (first_weekday + day) % 7 == weekday);
                return (!occurs).then_some(common);
            };
            let is_shorter =
                |slots: usize| slots as f64 * interval_s >= SHORTER_BY && calls[weekday] >= CALLS_TO_TELL;
            let opens_later = is_shorter(own.0.saturating_sub(common.0)) && opens_s.is_none();
            let closes_earlier = is_shorter(common.1.saturating_sub(own.1)) && closes_s.is_none();
            let from = if opens_later { own.0 } else { common.0 };
            let to = if closes_earlier { own.1 } else { common.1 };
            Some((from, to))
        };
        // Hours that somebody gave may leave nothing of a day.
        let week = std::array::from_fn(|weekday| hours_of(weekday).filter(|(from, to)| from < to));
        let is_open = calls_of_day.iter().map(|calls| *calls > 0).collect();
        Calendar { interval_s, week, is_open, first_weekday }
    }

    /// The weekday of a day.
    pub fn weekday(&self, day: usize) -> usize {
        (self.first_weekday + day) % 7
    }

    /// The hours of a day; none where it is closed.
    pub fn hours(&self, day: usize) -> Option<Hours> {
        self.is_open.get(day).filter(|is_open| **is_open).and_then(|_| self.week[self.weekday(day)])
    }

    /// Intervals of a whole day.
    pub fn per_day(&self) -> usize {
        (DAY_S / self.interval_s).round() as usize
    }

    /// The hours that hold all others.
    pub fn widest(&self) -> Hours {
        let from = self.week.iter().flatten().map(|hours| hours.0).min().unwrap_or(0);
        let to = self.week.iter().flatten().map(|hours| hours.1).max().unwrap_or(0);
        (from, to)
    }

    /// Whether all open weekdays have the same hours.
    pub fn is_even(&self) -> bool {
        self.week.iter().flatten().all(|hours| *hours == self.widest())
    }

    /// Days without a call on weekdays that are open.
    pub fn odd_days(&self) -> impl Iterator<Item = usize> {
        let is_odd = |day: &usize| !self.is_open[*day] && self.week[self.weekday(*day)].is_some();
        (0..self.is_open.len()).filter(is_odd)
    }

    /// The opening time after an instant, up to two days of it, as seconds from then on.
    pub fn open_after(&self, at: f64) -> Vec<(f64, f64)> {
        let today = (at / DAY_S) as usize;
        let window = |day: usize| {
            let (from, to) = self.hours(day)?;
            let edge = |slot: usize| day as f64 * DAY_S + slot as f64 * self.interval_s - at;
            let (from, to) = (edge(from).max(0.0), edge(to));
            (to > from).then_some((from, to))
        };
        let mut windows: Vec<(f64, f64)> = Vec::new();
        for (from, to) in (today..today + 3).filter_map(window) {
            match windows.last_mut() {
                Some(last) if last.1 >= from => last.1 = to,
                _ => windows.push((from, to)),
            }
        }
        windows
    }
}
