//! The grid of intervals that results are counted by, and what of it counts.

use std::ops::Deref;

use acd_engine::{Calendar, Span, Time};

use crate::cells::Counters;

/// Intervals of equal length from 00:00 of the first day on, some of which lie in the warm-up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Grid {
    interval_us: u64,
    warm_up: Time,
    /// Nothing is counted from here on: the end of the stretch where it stops there.
    end: Time,
    /// What happens later still stands in this interval: a talk of years must not need years of intervals.
    last: usize,
}

/// Days of intervals kept after the last day.
const DAYS_AFTER: usize = 2;

impl Grid {
    pub(crate) fn new(calendar: &Calendar) -> Grid {
        let end = if calendar.stops_at_end { calendar.end() } else { Time::NEVER };
        let grid = Grid {
            interval_us: calendar.interval.as_us().max(1),
            warm_up: calendar.warm_up,
            end,
            last: usize::MAX,
        };
        Grid { last: grid.index(calendar.end()) + DAYS_AFTER * grid.per_day() - 1, ..grid }
    }

    /// The interval that an instant lies in.
    pub(crate) fn index(&self, at: Time) -> usize {
        usize::try_from(at.as_us() / self.interval_us).unwrap_or(usize::MAX).min(self.last)
    }

    /// The start of an interval.
    pub(crate) fn start(&self, index: usize) -> Time {
        Time::from_us(index as u64 * self.interval_us)
    }

    /// Whether a call that arrives then is counted.
    pub(crate) fn counts(&self, at: Time) -> bool {
        at >= self.warm_up
    }

    /// The counted part of a stretch of time.
    pub(crate) fn counted(&self, from: Time, to: Time) -> (Time, Time) {
        (from.max(self.warm_up), to.min(self.end))
    }

    /// How much of a stretch of time is counted.
    pub(crate) fn counted_us(&self, from: Time, to: Time) -> u64 {
        let (from, to) = self.counted(from, to);
        to.since(from).as_us()
    }

    /// The counted part of an interval's length.
    pub(crate) fn length_us(&self, index: usize) -> u64 {
        self.counted_us(self.start(index), self.start(index + 1))
    }

    /// Cuts the counted part of a stretch of time at the intervals' edges.
    pub(crate) fn split(&self, from: Time, to: Time, mut part: impl FnMut(usize, u64)) {
        let (mut from, to) = self.counted(from, to);
        while from < to {
            let index = self.index(from);
            let edge = if index == self.last { to } else { self.start(index + 1).min(to) };
            part(index, edge.since(from).as_us());
            from = edge;
        }
    }

    /// Counted opening time in all.
    pub(crate) fn open_us(&self, calendar: &Calendar) -> u64 {
        calendar.windows.iter().map(|window| self.counted_us(window.opens, window.closes)).sum()
    }

    /// Whether each interval holds counted opening time.
    pub(crate) fn open(&self, calendar: &Calendar) -> Vec<bool> {
        let mut open = vec![false; self.count(calendar)];
        for window in &calendar.windows {
            let (from, to) = self.counted(window.opens, window.closes);
            if from < to {
                let last = self.index(Time::from_us(to.as_us() - 1));
                open[self.index(from)..=last].fill(true);
            }
        }
        open
    }

    /// How many intervals the days have, and the last night that goes on after them.
    pub(crate) fn count(&self, calendar: &Calendar) -> usize {
        let closes = calendar.windows.last().map_or(Time::ZERO, |window| window.closes);
        let last = closes.as_us().max(calendar.end().as_us());
        self.index(Time::from_us(last.saturating_sub(1))) + 1
    }

    /// On how many days each interval of the day was open.
    pub(crate) fn by_slot(&self, open: &[bool]) -> Vec<u32> {
        let mut days = vec![0; self.per_day()];
        for (index, &is_open) in open.iter().enumerate() {
            days[index % self.per_day()] += u32::from(is_open);
        }
        days
    }

    /// The number of intervals of a day.
    pub(crate) fn per_day(&self) -> usize {
        (Span::DAY.as_us() / self.interval_us).max(1) as usize
    }
}

/// The grid as time passes over it. Nearly all that is counted is of the interval that time has reached: what is counted
/// of that one stands apart ([`ByInterval`]), where it is found without a division.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passing {
    grid: Grid,
    /// The interval that time has reached, its counted part, and its end.
    present: usize,
    from: Time,
    to: Time,
    over: Time,
}

impl Deref for Passing {
    type Target = Grid;
    fn deref(&self) -> &Grid {
        &self.grid
    }
}

impl Passing {
    pub(crate) fn new(grid: Grid) -> Passing {
        let mut passing = Passing { grid, present: 0, from: Time::ZERO, to: Time::ZERO, over: Time::ZERO };
        passing.moves_to(Time::ZERO);
        passing
    }

    /// Time has reached an instant.
    pub(crate) fn moves_to(&mut self, at: Time) {
        self.present = self.grid.index(at);
        let (start, end) = (self.grid.start(self.present), self.grid.start(self.present + 1));
        // What is later still stands in the last interval; it has no end.
        self.over = if self.present == self.grid.last { Time::NEVER } else { end };
        (self.from, self.to) = self.grid.counted(start, self.over);
    }

    /// The interval that time has reached.
    pub(crate) fn present(&self) -> usize {
        self.present
    }

    /// Whether the present interval is over at an instant.
    #[inline(always)]
    pub(crate) fn is_over(&self, at: Time) -> bool {
        at >= self.over
    }

    /// Whether an instant lies in the present interval, and is counted.
    #[inline(always)]
    pub(crate) fn holds(&self, at: Time) -> bool {
        self.from <= at && at < self.to
    }
}

/// Counters by interval. Those of the interval that time has reached are at hand; the rest are put away.
#[derive(Clone, Debug, Default)]
pub(crate) struct ByInterval<T> {
    pub(crate) present: T,
    past: Vec<T>,
}

impl<T: Counters> ByInterval<T> {
    /// The counters of any interval.
    pub(crate) fn at(&mut self, index: usize, passing: &Passing) -> &mut T {
        if index == passing.present { &mut self.present } else { cell(&mut self.past, index) }
    }

    /// The present interval is over, or the stretch.
    pub(crate) fn puts_away(&mut self, passing: &Passing) {
        let counters = std::mem::take(&mut self.present);
        if counters != T::default() {
            cell(&mut self.past, passing.present).add(&counters);
        }
    }

    /// The counters of an interval that was put away.
    pub(crate) fn get(&self, index: usize) -> Option<&T> {
        self.past.get(index)
    }

    /// How many intervals were put away, with those between them in which there was nothing to count.
    pub(crate) fn len(&self) -> usize {
        self.past.len()
    }
}

/// On how many days each interval of the day was open and counted, in order of time.
pub fn days_by_slot(calendar: &Calendar) -> Vec<u32> {
    let grid = Grid::new(calendar);
    grid.by_slot(&grid.open(calendar))
}

/// A cell of a table that grows as intervals are reached.
#[inline(always)]
pub(crate) fn cell<T: Default + Clone>(cells: &mut Vec<T>, index: usize) -> &mut T {
    if cells.len() <= index {
        grow(cells, index);
    }
    &mut cells[index]
}

#[cold]
#[inline(never)]
fn grow<T: Default + Clone>(cells: &mut Vec<T>, index: usize) {
    cells.resize(index + 1, T::default());
}
