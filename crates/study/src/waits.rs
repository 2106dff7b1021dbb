//! Distributions of waits, for percentiles. Service levels are counted exactly, apart from these.
//!
//! Waits are kept in milliseconds: in a replication by place, over replications those of a whole stretch by HdrHistogram,
//! whose places they are. The result is within 0.1 % of the wait for a whole
//! stretch and up to 1.6 % longer for one interval.

use acd_engine::Span;
use hdrhistogram::Histogram;

use crate::ended::EndedWaits;
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
    /// So many calls waited so long.
    fn record(&mut self, ms: u64, calls: u64) {
        // No wait is longer than the table can grow to.
        let _ = self.0.record_n(ms, calls);
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

/// Milliseconds of so many bits have a place of their own among the whole stretch's waits, as they have in [`Waits`]; of
/// longer waits all that [`Waits`] takes for alike share one.
const FINE_BITS: u32 = 11;
/// The same of those that are kept for intervals and endings, rounded up.
const COARSE_BITS: u32 = 7;

/// The waits of a queue in one replication.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueueWaits {
    /// How many calls waited so long, by the place of the wait; those of the present interval that did not wait at all
    /// are added when it is over.
    whole: Vec<u64>,
    /// The same by coarse places of the interval that time has reached.
    present: Vec<u32>,
    /// Whether there are any.
    is_any_present: bool,
    /// In that interval, those that did not wait at all, which are most.
    zeros: u32,
    /// Earlier intervals.
    past: Vec<FewWaits>,
    /// By coarse places: calls that were given up, and calls that neither an agent answered nor a caller gave up.
    abandoned: Vec<u64>,
    neither: Vec<u64>,
    longest: Span,
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Answered,
    Abandoned,
    Neither,
}

impl QueueWaits {
    /// A wait that began in the present interval.
    #[inline(always)]
    pub(crate) fn record(&mut self, wait: Span, end: End) {
        if wait == Span::ZERO {
            self.zeros += 1;
            if end != End::Answered {
                self.ends(0, end);
            }
        } else {
            let coarse = self.counts(wait, end);
            *cell(&mut self.present, coarse) += 1;
            self.is_any_present = true;
        }
    }

    /// A wait that began in an interval that is over.
    pub(crate) fn record_late(&mut self, index: usize, wait: Span, end: End) {
        let coarse = self.counts(wait, end);
        cell(&mut self.past, index).record(value_of(coarse));
    }

    /// Counts a wait that some interval holds, and tells its coarse place.
    #[inline(always)]
    fn counts(&mut self, wait: Span, end: End) -> usize {
        let ms = to_ms(wait);
        *cell(&mut self.whole, fine_place(ms)) += 1;
        self.longest = self.longest.max(wait);
        let coarse = coarse_place(ms);
        if end != End::Answered {
            self.ends(coarse, end);
        }
        coarse
    }

    #[inline(never)]
    fn ends(&mut self, coarse: usize, end: End) {
        let ended = if end == End::Abandoned { &mut self.abandoned } else { &mut self.neither };
        *cell(ended, coarse) += 1;
    }

    /// The present interval is over, or the stretch.
    pub(crate) fn puts_away(&mut self, index: usize) {
        let zeros = std::mem::take(&mut self.zeros);
        if !std::mem::take(&mut self.is_any_present) && zeros == 0 {
            return;
        }
        *cell(&mut self.whole, 0) += u64::from(zeros);
        *cell(&mut self.present, 0) += zeros;
        let waited = self.present.iter_mut().enumerate().filter(|(_, count)| **count > 0);
        let few = FewWaits(waited.map(|(place, count)| (value_of(place), std::mem::take(count))).collect());
        cell(&mut self.past, index).add(&few);
    }

    /// The waits of an interval, once they are put away.
    pub(crate) fn get(&self, index: usize) -> Option<&FewWaits> {
        self.past.get(index)
    }

    /// The longest wait.
    pub(crate) fn longest(&self) -> Span {
        self.longest
    }

    /// Adds the waits of the whole stretch to those of other queues, once they are put away.
    pub(crate) fn pour(&self, waits: &mut Waits, ended: &mut EndedWaits) {
        for (place, &calls) in self.whole.iter().enumerate().filter(|(_, calls)| **calls > 0) {
            waits.record(fine_value(place), calls);
        }
        let mut all: Vec<u64> = Vec::new();
        for &(ms, calls) in self.past.iter().flat_map(|few| &few.0) {
            *cell(&mut all, coarse_place(ms.into())) += u64::from(calls);
        }
        let of = |counts: &[u64], place: usize| counts.get(place).copied().unwrap_or(0);
        for (place, calls) in all.into_iter().enumerate().filter(|(_, calls)| *calls > 0) {
            let abandoned = of(&self.abandoned, place);
            ended.are_answered(place, calls - abandoned - of(&self.neither, place));
            ended.are_abandoned(place, abandoned);
        }
    }
}

/// Of a number of so many significant bits, how many are left out when it is told by its first ones.
#[inline(always)]
fn bits_left_out(ms: u64, kept: u32) -> u32 {
    (u64::BITS - ms.leading_zeros()).saturating_sub(kept)
}

#[inline(always)]
fn fine_place(ms: u64) -> usize {
    let left_out = bits_left_out(ms, FINE_BITS);
    ((u64::from(left_out) << (FINE_BITS - 1)) + (ms >> left_out)) as usize
}

/// The least value at a place.
fn fine_value(place: usize) -> u64 {
    let left_out = (place >> (FINE_BITS - 1)).saturating_sub(1);
    ((place - (left_out << (FINE_BITS - 1))) as u64) << left_out
}

/// The place of a wait, rounded up to seven significant bits: 64 to 128 steps of a power of two.
#[inline(always)]
fn coarse_place(ms: u64) -> usize {
    let left_out = bits_left_out(ms, COARSE_BITS);
    // Rounded up to a whole power of two it has the first place of that power: the same number.
    let rounded = (ms + (1 << left_out) - 1) >> left_out;
    ((u64::from(left_out) << (COARSE_BITS - 1)) + rounded) as usize
}

/// The coarse place of a wait.
#[cfg(test)]
pub(crate) fn place_of_wait(wait: Span) -> usize {
    coarse_place(to_ms(wait))
}

/// The greatest wait at a coarse place, in milliseconds.
pub(crate) fn upper_ms(place: usize) -> u32 {
    value_of(place)
}

/// The value at a coarse place.
fn value_of(place: usize) -> u32 {
    let power = (place / 64).saturating_sub(1);
    u32::try_from((place - power * 64) << power).unwrap_or(u32::MAX)
}

/// Waits of one interval: only the values that occurred, rounded up to seven significant bits, least first, and how
/// often.
#[derive(Clone, Debug, Default)]
pub(crate) struct FewWaits(Vec<(u32, u32)>);

impl FewWaits {
    /// One more call with a wait that was rounded up to this.
    fn record(&mut self, ms: u32) {
        match self.0.binary_search_by_key(&ms, |(ms, _)| *ms) {
            Ok(place) => self.0[place].1 += 1,
            Err(place) => self.0.insert(place, (ms, 1)),
        }
    }

    pub(crate) fn add(&mut self, other: &FewWaits) {
        if self.0.is_empty() {
            return self.0.clone_from(&other.0);
        }
        let (mut place, mut missing) = (0, Vec::new());
        for &(ms, calls) in &other.0 {
            while self.0.get(place).is_some_and(|(mine, _)| *mine < ms) {
                place += 1;
            }
            match self.0.get_mut(place) {
                Some((mine, sum)) if *mine == ms => *sum += calls,
                _ => missing.push((ms, calls)),
            }
        }
        // From the longest on, each to where it belongs.
        let mut from = self.0.len();
        self.0.resize(from + missing.len(), (0, 0));
        while let Some(&last) = missing.last() {
            let to = from + missing.len() - 1;
            if from > 0 && self.0[from - 1].0 > last.0 {
                from -= 1;
                self.0[to] = self.0[from];
            } else {
                self.0[to] = last;
                missing.pop();
            }
        }
    }

    /// The percentiles in seconds; `None` without waits.
    pub(crate) fn percentiles(&self) -> Option<[f64; 3]> {
        let total: u64 = self.0.iter().map(|&(_, count)| u64::from(count)).sum();
        let (mut waits, mut passed) = (self.0.iter(), 0);
        let mut ms = 0;
        // One is longer than the one before.
        let mut at = |percentile: f64| {
            let rank = ((percentile / 100.0 * total as f64).ceil() as u64).max(1);
            while passed < rank
                && let Some(&(longer, count)) = waits.next()
            {
                passed += u64::from(count);
                ms = longer;
            }
            f64::from(ms) / 1e3
        };
        (total > 0).then(|| PERCENTILES.map(&mut at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_agree_on_percentiles_within_their_precision() {
        let mut waits = QueueWaits::default();
        (0..1_000).for_each(|wait| waits.record(Span::seconds(wait), End::Answered));
        waits.puts_away(0);
        let (mut all, mut ended) = (Waits::default(), EndedWaits::default());
        waits.pour(&mut all, &mut ended);
        let few = waits.get(0).and_then(FewWaits::percentiles).unwrap_or_default();
        let all = all.percentiles().unwrap_or_default();
        for (place, exact) in [499.0, 899.0, 989.0].into_iter().enumerate() {
            assert!((all[place] / exact - 1.0).abs() < 0.002, "{all:?}");
            assert!((few[place] / exact - 1.0).abs() < 0.017, "{few:?}");
        }
    }

    /// Values over all that there can be.
    fn values() -> impl Iterator<Item = u64> {
        (0..70_000).chain((1..60).map(|step| step * 57_000_000)).chain([LONGEST_MS])
    }

    #[test]
    fn every_value_has_a_coarse_place_that_rounds_it_up_by_no_more_than_a_sixty_fourth() {
        let mut last = 0;
        for ms in values() {
            let (place, value) = (coarse_place(ms), u64::from(value_of(coarse_place(ms))));
            assert!(ms <= value && value <= ms + ms / 64, "{ms} {value}");
            assert_eq!(coarse_place(value), place, "{ms}");
            assert!(last <= place, "{ms}");
            last = place;
        }
    }

    #[test]
    fn waits_of_one_fine_place_are_those_that_the_histogram_takes_for_alike() {
        let histogram = Waits::default().0;
        for ms in values() {
            assert_eq!(fine_value(fine_place(ms)), histogram.lowest_equivalent(ms), "{ms}");
        }
    }

    #[test]
    fn what_is_recorded_late_is_not_lost() {
        let wait = |seconds: u64| Span::seconds(seconds);
        let mut waits = QueueWaits::default();
        waits.record(wait(5), End::Answered);
        waits.puts_away(0);
        waits.record(wait(7), End::Abandoned);
        waits.record_late(0, wait(300), End::Answered);
        waits.record_late(0, wait(0), End::Neither);
        waits.record(wait(0), End::Abandoned);
        waits.record(wait(0), End::Answered);
        waits.puts_away(1);
        let few = |index: usize| waits.get(index).map(|few| few.0.clone()).unwrap_or_default();
        let value = |seconds: u64| value_of(coarse_place(1_000 * seconds));
        assert_eq!(few(0), [(0, 1), (value(5), 1), (value(300), 1)]);
        assert_eq!(few(1), [(0, 2), (value(7), 1)]);
        assert!(waits.get(3).is_none());
        let (mut all, mut ended) = (Waits::default(), EndedWaits::default());
        waits.pour(&mut all, &mut ended);
        assert_eq!(all.0.len(), 6);
        assert_eq!(all.0.count_between(0, 0), 3);
        assert_eq!((ended.at_once().answered, ended.at_once().abandoned), (1.0, 1.0));
        assert_eq!(ended.calls(), 5);
        assert_eq!(waits.longest(), wait(300));
    }

    #[test]
    fn nothing_waited_has_no_percentile() {
        assert_eq!(Waits::default().percentiles(), None);
        assert_eq!(FewWaits::default().percentiles(), None);
    }
}
