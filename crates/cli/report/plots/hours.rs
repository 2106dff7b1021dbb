//! The intervals of the day as hours, in the order in which they are lived through.

use acd_study::{Estimate, Metric, Scope, days_by_slot};

use super::axes::{Axis, clock};
use crate::report::Found;

/// An interval of the day.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Slot {
    /// Its place from 00:00 on.
    pub place: usize,
    /// Where it begins and ends, in hours; a night goes on after 24.
    pub from: f64,
    pub to: f64,
    /// On how many days counts of it are to be shared out.
    pub days: f64,
}

impl Slot {
    pub fn middle(&self) -> f64 {
        (self.from + self.to) / 2.0
    }

    /// `09:30–10:00`.
    pub fn words(&self) -> String {
        format!("{}–{}", clock(self.from), clock(self.to))
    }

    /// A metric's estimate here.
    pub fn of(&self, scope: &Scope, id: &str) -> Estimate {
        scope.slots.get(self.place).map_or_else(Estimate::default, |slot| slot[Metric::place(id)])
    }

    /// A count of a day.
    pub fn a_day(&self, scope: &Scope, id: &str) -> f64 {
        self.of(scope, id).mean.unwrap_or(0.0) / self.days
    }
}

/// The intervals in which the centre is open on some day.
pub fn open(found: &Found<'_>) -> Vec<Slot> {
    slots(found, |_| false)
}

/// Those, and others that `also` wants.
pub fn slots(found: &Found<'_>, also: impl Fn(usize) -> bool) -> Vec<Slot> {
    let calendar = &found.scenario.model.calendar;
    let days: Vec<u32> = days_by_slot(calendar);
    let length = calendar.interval.as_us() as f64 / 3.6e9;
    let is_shown: Vec<bool> = days.iter().enumerate().map(|(place, &days)| days > 0 || also(place)).collect();
    let first = first_of_day(&is_shown);
    let in_order = (first..days.len()).chain(0..first).filter(|place| is_shown[*place]);
    let slot = |place: usize| {
        let from = place as f64 * length + if place < first { 24.0 } else { 0.0 };
        let days = f64::from(if days[place] > 0 { days[place] } else { calendar.days });
        Slot { place, from, to: from + length, days }
    };
    in_order.map(slot).collect()
}

/// The place after the longest time in which nothing is shown: there the day begins. One that is shown all day begins
/// at midnight.
fn first_of_day(is_shown: &[bool]) -> usize {
    let count = is_shown.len();
    let before = |place: usize| is_shown[(place + count - 1) % count];
    let gap = |place: usize| (1..count).take_while(|back| !is_shown[(place + count - back) % count]).count();
    let starts = (0..count).filter(|&place| is_shown[place] && !before(place));
    // Of equal ones the first.
    starts.rev().max_by_key(|&place| gap(place)).unwrap_or(0)
}

/// The axis of a day.
pub fn axis(slots: &[Slot]) -> Axis {
    let (from, to) = (slots.first().map_or(0.0, |slot| slot.from), slots.last().map_or(24.0, |slot| slot.to));
    Axis::of_day(from, to, 13)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(pattern: &str) -> usize {
        first_of_day(&pattern.chars().map(|letter| letter == 'x').collect::<Vec<_>>())
    }

    #[test]
    fn a_day_begins_after_its_longest_rest() {
        assert_eq!(first("..xxxx.."), 2);
        assert_eq!(first("xx....xx"), 6, "a night");
        assert_eq!(first("x..xxxxx"), 3, "overtime after midnight belongs to the evening");
        assert_eq!(first("xxxxxxxx"), 0);
        assert_eq!(first("xxx....."), 0);
        assert_eq!(first(".x..x..x"), 4, "of equal rests the first");
        assert_eq!(first("........"), 0);
    }
}
