//! Distributions of waits, for percentiles. Service levels are counted exactly, apart from these.
//!
//! Waits are kept in milliseconds by HdrHistogram; the result is within 0.1 % of the wait for a whole
//! stretch and up to 1.6 % longer for one interval.

use acd_engine::Span;
use hdrhistogram::Histogram;

use crate::grid::cell;

/// Longer waits count as this: forty days.
const LONGEST_MS: u64 = 40 * 86_400_000;

/// A table of waits begins with room for these: about a minute.
const FIRST_MS: u64 = 1 << 16;

/// The percentiles that are reported.
pub(crate) const PERCENTILES: [f64; 3] = [50.0, 90.0, 99.0];

/// Waits of a whole stretch.
#[derive(Clone, Debug)]
pub(crate) struct Waits(Histogram<u64>);

impl Default for Waits {
    fn default() -> Self {
        // It grows with the longest wait: most replications have none that is longer than an hour.
        let mut waits = Histogram::new_with_bounds(1, FIRST_MS, 3)
            .unwrap_or_else(|_| unreachable!("fixed bounds are valid"));
        waits.auto(true);
        Waits(waits)
    }
}

impl Waits {
    pub(crate) fn record(&mut self, wait: Span) {
        // No wait is longer than the table can grow to.
        let _ = self.0.record(to_ms(wait));
    }

    pub(crate) fn add(&mut self, other: &Waits) {
        // It grows to hold the other, so nothing is lost.
        let _ = self.0.add(&other.0);
    }

    /// The percentiles in seconds; `None` without waits.
    pub(crate) fn percentiles(&self) -> Option<[f64; 3]> {
        (!self.0.is_empty())
            .then(|| PERCENTILES.map(|percentile| self.0.value_at_percentile(percentile) as f64 / 1e3))
    }
}

fn to_ms(wait: Span) -> u64 {
    ((wait.as_us() + 500) / 1_000).min(LONGEST_MS)
}

/// The waits of a queue by interval. Those of the interval that time has reached are counted in a table of all
/// values there can be; earlier ones are kept by the values that occurred.
#[derive(Clone, Debug)]
pub(crate) struct IntervalWaits {
    past: Vec<FewWaits>,
    recent: usize,
    counts: Vec<u32>,
    /// The waits of nothing at all, which are most.
    zeros: u32,
}

impl Default for IntervalWaits {
    fn default() -> Self {
        let counts = vec![0; place_of(rounded(LONGEST_MS)) + 1];
        IntervalWaits { past: Vec::new(), recent: 0, counts, zeros: 0 }
    }
}

impl IntervalWaits {
    /// A wait that began in an interval, and its place.
    pub(crate) fn record(&mut self, index: usize, wait: Span, place: usize) {
        if index > self.recent {
            self.puts_away();
            self.recent = index;
        }
        if index < self.recent {
            cell(&mut self.past, index).record(wait);
        } else if wait == Span::ZERO {
            self.zeros += 1;
        } else {
            self.counts[place] += 1;
        }
    }

    /// Nothing more is recorded: makes all of it readable.
    pub(crate) fn puts_away(&mut self) {
        let mut few = FewWaits::default();
        few.0.extend(Some((0, std::mem::take(&mut self.zeros))).filter(|(_, count)| *count > 0));
        for (place, count) in self.counts.iter_mut().enumerate().filter(|(_, count)| **count > 0) {
            few.0.push((value_of(place), std::mem::take(count)));
        }
        cell(&mut self.past, self.recent).add(&few);
    }

    /// The waits of an interval, once they are put away.
    pub(crate) fn get(&self, index: usize) -> Option<&FewWaits> {
        self.past.get(index)
    }
}

/// The place of a wait among the values that intervals keep.
#[inline]
pub(crate) fn place_of_wait(wait: Span) -> usize {
    place_of(rounded(to_ms(wait)))
}

/// The greatest wait at a place, in milliseconds.
pub(crate) fn upper_ms(place: usize) -> u32 {
    value_of(place)
}

/// Rounds up to seven significant bits: 64 to 128 steps of a power of two.
fn rounded(ms: u64) -> u64 {
    let step = 1 << (u64::BITS - ms.leading_zeros()).saturating_sub(7);
    ms.div_ceil(step) * step
}

/// The place of a rounded value among all of them.
fn place_of(rounded: u64) -> usize {
    let power = (u64::BITS - rounded.leading_zeros()).saturating_sub(7);
    (u64::from(power) * 64 + (rounded >> power)) as usize
}

/// The value at a place.
fn value_of(place: usize) -> u32 {
    let power = (place / 64).saturating_sub(1);
    u32::try_from((place - power * 64) << power).unwrap_or(u32::MAX)
}

/// Waits of one interval: only the values that occurred, rounded up to seven significant bits, least first, and how
/// often.
#[derive(Clone, Debug, Default)]
pub(crate) struct FewWaits(Vec<(u32, u32)>);

impl FewWaits {
    pub(crate) fn record(&mut self, wait: Span) {
        let ms = u32::try_from(rounded(to_ms(wait))).unwrap_or(u32::MAX);
        match self.0.binary_search_by_key(&ms, |(ms, _)| *ms) {
            Ok(place) => self.0[place].1 += 1,
            Err(place) => self.0.insert(place, (ms, 1)),
        }
    }

    pub(crate) fn add(&mut self, other: &FewWaits) {
        if self.0.is_empty() {
            return self.0.clone_from(&other.0);
        }
        let room = Vec::with_capacity(self.0.len() + other.0.len());
        let mine = std::mem::replace(&mut self.0, room);
        let (mut mine, mut others) = (mine.into_iter().peekable(), other.0.iter().copied().peekable());
        while let (Some(&(ms, count)), Some(&(other, more))) = (mine.peek(), others.peek()) {
            self.0.push((
                ms.min(other),
                if ms <= other { count } else { 0 } + if other <= ms { more } else { 0 },
            ));
            mine.next_if(|_| ms <= other);
            others.next_if(|_| other <= ms);
        }
        self.0.extend(mine.chain(others));
    }

    /// The percentiles in seconds; `None` without waits.
    pub(crate) fn percentiles(&self) -> Option<[f64; 3]> {
        let total: u64 = self.0.iter().map(|&(_, count)| u64::from(count)).sum();
        let at = |percentile: f64| {
            let rank = ((percentile / 100.0 * total as f64).ceil() as u64).max(1);
            let mut passed = 0;
            let found = self.0.iter().find(|(_, count)| {
                passed += u64::from(*count);
                passed >= rank
            });
            found.map_or(0.0, |&(ms, _)| f64::from(ms) / 1e3)
        };
        (total > 0).then(|| PERCENTILES.map(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_agree_on_percentiles_within_their_precision() {
        let (mut all, mut few) = (Waits::default(), FewWaits::default());
        for wait in 0..1_000 {
            all.record(Span::seconds(wait));
            few.record(Span::seconds(wait));
        }
        let (all, few) = (all.percentiles().unwrap_or_default(), few.percentiles().unwrap_or_default());
        for (place, exact) in [499.0, 899.0, 989.0].into_iter().enumerate() {
            assert!((all[place] / exact - 1.0).abs() < 0.002, "{all:?}");
            assert!((few[place] / exact - 1.0).abs() < 0.017, "{few:?}");
        }
    }

    #[test]
    fn every_value_has_its_place() {
        let mut last = None;
        for ms in (0..70_000).chain((1..60).map(|step| step * 57_000_000)).chain([LONGEST_MS]) {
            let value = rounded(ms);
            assert_eq!(u64::from(value_of(place_of(value))), value, "{ms}");
            assert!(last.is_none_or(|last| last <= place_of(value)), "{ms}");
            last = Some(place_of(value));
        }
    }

    #[test]
    fn what_is_recorded_late_is_not_lost() {
        let mut waits = IntervalWaits::default();
        let mut plain = FewWaits::default();
        for (index, seconds) in [(0, 5), (1, 7), (0, 300), (0, 0), (1, 0), (2, 9)] {
            waits.record(index, Span::seconds(seconds), place_of_wait(Span::seconds(seconds)));
            if index == 0 {
                plain.record(Span::seconds(seconds));
            }
        }
        waits.puts_away();
        assert_eq!(waits.get(0).map(|few| &few.0), Some(&plain.0));
        assert_eq!(waits.get(1).map(|few| few.0.len()), Some(2));
        assert!(waits.get(3).is_none());
    }

    #[test]
    fn nothing_waited_has_no_percentile() {
        assert_eq!(Waits::default().percentiles(), None);
        assert_eq!(FewWaits::default().percentiles(), None);
    }
}
