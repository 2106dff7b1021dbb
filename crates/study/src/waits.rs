//! Distributions of waits, for percentiles. Service levels are counted exactly, apart from these.
//!
//! Waits are kept in milliseconds by HdrHistogram; the result is within 0.1 % of the wait for a whole
//! stretch and within 0.8 % for one interval.

use std::collections::BTreeMap;

use acd_engine::Span;
use hdrhistogram::Histogram;

/// Longer waits count as this: forty days.
const LONGEST_MS: u64 = 40 * 86_400_000;

/// The percentiles that are reported.
pub(crate) const PERCENTILES: [f64; 3] = [50.0, 90.0, 99.0];

/// Waits of a whole stretch.
#[derive(Clone, Debug)]
pub(crate) struct Waits(Histogram<u64>);

impl Default for Waits {
    fn default() -> Self {
        Waits(
            Histogram::new_with_bounds(1, LONGEST_MS, 3)
                .unwrap_or_else(|_| unreachable!("fixed bounds are valid")),
        )
    }
}

impl Waits {
    pub(crate) fn record(&mut self, wait: Span) {
        self.0.saturating_record_n(to_ms(wait), 1);
    }

    pub(crate) fn add(&mut self, other: &Waits) {
        // Both have the same bounds, so nothing can be lost.
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

/// Waits of one interval: only the values that occurred, rounded up to seven significant bits.
#[derive(Clone, Debug, Default)]
pub(crate) struct FewWaits(BTreeMap<u32, u32>);

impl FewWaits {
    pub(crate) fn record(&mut self, wait: Span) {
        let ms = to_ms(wait);
        let step = 1 << (u64::BITS - ms.leading_zeros()).saturating_sub(7);
        let rounded = u32::try_from(ms.div_ceil(step) * step).unwrap_or(u32::MAX);
        *self.0.entry(rounded).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: &FewWaits) {
        for (&ms, &count) in &other.0 {
            *self.0.entry(ms).or_default() += count;
        }
    }

    /// The percentiles in seconds; `None` without waits.
    pub(crate) fn percentiles(&self) -> Option<[f64; 3]> {
        let total: u64 = self.0.values().map(|&count| u64::from(count)).sum();
        let at = |percentile: f64| {
            let rank = ((percentile / 100.0 * total as f64).ceil() as u64).max(1);
            let mut passed = 0;
            let found = self.0.iter().find(|(_, count)| {
                passed += u64::from(**count);
                passed >= rank
            });
            found.map_or(0.0, |(&ms, _)| f64::from(ms) / 1e3)
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
    fn nothing_waited_has_no_percentile() {
        assert_eq!(Waits::default().percentiles(), None);
        assert_eq!(FewWaits::default().percentiles(), None);
    }
}
