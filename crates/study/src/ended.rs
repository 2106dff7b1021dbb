//! How long callers waited who were answered, and those who gave up, apart: for a picture of both. Percentiles and
//! service levels don't come from here.

use crate::grid::cell;
use crate::waits::upper_ms;

/// Waits over all replications by how they ended, in steps of 1.6 % of the wait at most.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EndedWaits {
    /// Answered calls by the place of their wait; the first are those answered at once.
    answered: Vec<u64>,
    /// Abandoned ones.
    abandoned: Vec<u64>,
}

/// The calls whose waits lie in one stretch; parts of calls, as a step may lie across its end.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WaitBin {
    /// Calls answered after such a wait.
    pub answered: f64,
    /// Calls abandoned after such a wait.
    pub abandoned: f64,
}

impl EndedWaits {
    /// So many more were answered after such a wait.
    pub(crate) fn are_answered(&mut self, place: usize, calls: u64) {
        *cell(&mut self.answered, place) += calls;
    }

    pub(crate) fn are_abandoned(&mut self, place: usize, calls: u64) {
        *cell(&mut self.abandoned, place) += calls;
    }

    pub(crate) fn add(&mut self, other: &EndedWaits) {
        add(&mut self.answered, &other.answered);
        add(&mut self.abandoned, &other.abandoned);
    }

    /// How many calls were answered or abandoned.
    pub fn calls(&self) -> u64 {
        self.answered.iter().chain(&self.abandoned).sum()
    }

    /// Those that ended without a wait, to half a millisecond.
    pub fn at_once(&self) -> WaitBin {
        let first = |counts: &[u64]| counts.first().map_or(0.0, |count| *count as f64);
        WaitBin { answered: first(&self.answered), abandoned: first(&self.abandoned) }
    }

    /// So many bins of equal width from zero on, without those that ended at once. A step's calls are taken to lie
    /// evenly in it.
    pub fn bins(&self, width_s: f64, count: usize) -> Vec<WaitBin> {
        let mut bins = vec![WaitBin::default(); count];
        spread(&self.answered, width_s, count, |bin, calls| bins[bin].answered += calls);
        spread(&self.abandoned, width_s, count, |bin, calls| bins[bin].abandoned += calls);
        bins
    }
}

/// Adds counters place by place.
pub(crate) fn add(sums: &mut Vec<u64>, more: &[u64]) {
    sums.resize(sums.len().max(more.len()), 0);
    sums.iter_mut().zip(more).for_each(|(sum, more)| *sum += more);
}

/// Spreads the calls of each step over the bins that it lies in.
fn spread(counts: &[u64], width_s: f64, bins: usize, mut puts: impl FnMut(usize, f64)) {
    for (place, &calls) in counts.iter().enumerate().skip(1).filter(|(_, calls)| **calls > 0) {
        // What was rounded to the millisecond may have been half of one less.
        let edge = |place: usize| (f64::from(upper_ms(place)) - 0.5).max(0.0) / 1e3 / width_s;
        let (from, to) = (edge(place - 1), edge(place));
        for bin in (from as usize..=to as usize).take_while(|bin| *bin < bins) {
            let inside = to.min(bin as f64 + 1.0) - from.max(bin as f64);
            puts(bin, calls as f64 * inside.max(0.0) / (to - from));
        }
    }
}

#[cfg(test)]
mod tests {
    use acd_engine::Span;

    use super::*;
    use crate::waits::place_of_wait;

    fn at(seconds: u64) -> usize {
        place_of_wait(Span::seconds(seconds))
    }

    #[test]
    fn calls_are_in_the_bins_of_their_waits_and_none_is_lost() {
        let mut waits = EndedWaits::default();
        (0..100).for_each(|second| waits.are_answered(at(second), 1));
        waits.are_abandoned(at(25), 3);
        assert_eq!(waits.calls(), 103);
        assert_eq!(waits.at_once(), WaitBin { answered: 1.0, abandoned: 0.0 });
        let bins = waits.bins(10.0, 11);
        let sum: f64 = bins.iter().map(|bin| bin.answered).sum();
        assert!((sum - 99.0).abs() < 1e-9, "{bins:?}");
        assert!((bins[2].abandoned - 3.0).abs() < 1e-9, "{bins:?}");
        // A step at 50 s is 0.8 s wide.
        assert!(bins[1..10].iter().all(|bin| (bin.answered - 10.0).abs() < 1.5), "{bins:?}");
    }

    #[test]
    fn steps_that_lie_across_the_end_of_a_bin_are_divided() {
        let mut waits = EndedWaits::default();
        // From 99.328 s to 100.352 s is one step.
        waits.are_answered(at(100), 1);
        let bins = waits.bins(10.0, 11);
        assert!(bins[9].answered > 0.5 && bins[10].answered > 0.3, "{bins:?}");
        assert!((bins[9].answered + bins[10].answered - 1.0).abs() < 1e-9);
    }

    #[test]
    fn what_lies_behind_the_last_bin_is_left_out() {
        let mut waits = EndedWaits::default();
        waits.are_abandoned(at(3_600), 1);
        assert_eq!(waits.bins(1.0, 10), vec![WaitBin::default(); 10]);
    }
}
