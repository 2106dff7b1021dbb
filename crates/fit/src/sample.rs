//! Times, each an event or only known to be longer: what survival analysis calls right-censored.
//!
//! Many times are gathered in classes of 0.2 % of their length, so that a log of millions of calls costs no more than
//! one of thousands. That moves an estimate by parts of a millionth: classes are symmetric in the logarithm.

use std::collections::BTreeMap;

use crate::likelihood::Z95;

/// Up to so many different times each keeps its own.
const EXACT_AT_MOST: usize = 4_000;
/// Classes for a doubling of the time.
const CLASSES: f64 = 350.0;

/// Times that are equal, or nearly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Entry {
    /// The time in seconds.
    pub time: f64,
    /// How many events there were at it.
    pub events: f64,
    /// How many are only known to be longer.
    pub censored: f64,
}

/// Times in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// The entries by time.
    pub entries: Vec<Entry>,
}

/// A step of the Kaplan-Meier curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// From this time on.
    pub time: f64,
    /// The share that is longer.
    pub survival: f64,
    /// Ends of its 95 % interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// How many were still watched just before.
    pub at_risk: f64,
}

impl Sample {
    /// Of times above zero: (seconds, whether it is an event).
    pub fn of(times: impl Iterator<Item = (f64, bool)>) -> Sample {
        let mut counts: BTreeMap<u64, (f64, f64)> = BTreeMap::new();
        for (time, is_event) in times.filter(|(time, _)| *time > 0.0 && time.is_finite()) {
            // Bits of positive numbers are in the order of the numbers.
            let count = counts.entry(time.to_bits()).or_default();
            if is_event { count.0 += 1.0 } else { count.1 += 1.0 }
        }
        let entry = |(bits, (events, censored))| Entry { time: f64::from_bits(bits), events, censored };
        let exact: Vec<Entry> = counts.into_iter().map(entry).collect();
        if exact.len() <= EXACT_AT_MOST {
            return Sample { entries: exact };
        }
        let mut classes: BTreeMap<i64, Entry> = BTreeMap::new();
        for entry in exact {
            let class = (libm::log2(entry.time) * CLASSES).round() as i64;
            let middle = libm::exp2(class as f64 / CLASSES);
            let gathered = classes.entry(class).or_insert(Entry { time: middle, events: 0.0, censored: 0.0 });
            gathered.events += entry.events;
            gathered.censored += entry.censored;
        }
        Sample { entries: classes.into_values().collect() }
    }

    /// How many events there are.
    pub fn events(&self) -> f64 {
        self.entries.iter().map(|entry| entry.events).sum()
    }

    /// How many times there are.
    pub fn count(&self) -> f64 {
        self.entries.iter().map(|entry| entry.events + entry.censored).sum()
    }

    /// All time that was watched.
    pub fn exposure(&self) -> f64 {
        self.entries.iter().map(|entry| entry.time * (entry.events + entry.censored)).sum()
    }

    /// Whether every event is at the same time.
    pub fn is_constant(&self) -> bool {
        self.entries.iter().filter(|entry| entry.events > 0.0).count() == 1 && self.events() > 1.0
    }

    /// Mean and cv of the events' logarithm-free values; of use where nothing is censored.
    pub fn moments(&self) -> (f64, f64) {
        let count = self.events().max(1.0);
        let mean = self.entries.iter().map(|entry| entry.time * entry.events).sum::<f64>() / count;
        let square = self.entries.iter().map(|entry| (entry.time - mean).powi(2) * entry.events).sum::<f64>();
        (mean, (square / count).sqrt() / mean)
    }

    /// The curve of Kaplan and Meier (1958) at the times of events. Its band is Greenwood's on the scale of log(-log),
    /// which never leaves 0 to 1 (`conf.type = "log-log"` in R's survival).
    pub fn kaplan_meier(&self) -> Vec<Step> {
        let mut at_risk = self.count();
        let (mut survival, mut greenwood) = (1.0, 0.0);
        let mut steps = Vec::new();
        for entry in &self.entries {
            if entry.events > 0.0 {
                survival *= 1.0 - entry.events / at_risk;
                let left = at_risk - entry.events;
                greenwood += if left > 0.0 { entry.events / (at_risk * left) } else { 0.0 };
                let log = f64::ln(survival);
                let error = Z95 * f64::sqrt(greenwood) / log.abs();
                let end = |error: f64| if survival > 0.0 { f64::exp(log * f64::exp(error)) } else { 0.0 };
                let (low, high) = (end(error), end(-error));
                steps.push(Step { time: entry.time, survival, low, high, at_risk });
            }
            at_risk -= entry.events + entry.censored;
        }
        steps
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Remission times of 21 patients under 6-MP (Freireich and others 1963), the example of every textbook.
    const REMISSION: [(f64, bool); 21] = [
        (6.0, true),
        (6.0, true),
        (6.0, true),
        (7.0, true),
        (10.0, true),
        (13.0, true),
        (16.0, true),
        (22.0, true),
        (23.0, true),
        (6.0, false),
        (9.0, false),
        (10.0, false),
        (11.0, false),
        (17.0, false),
        (19.0, false),
        (20.0, false),
        (25.0, false),
        (32.0, false),
        (32.0, false),
        (34.0, false),
        (35.0, false),
    ];

    #[test]
    fn the_textbooks_curve_is_met() {
        let steps = Sample::of(REMISSION.into_iter()).kaplan_meier();
        let told: Vec<String> =
            steps.iter().map(|step| format!("{} {:.3}", step.time, step.survival)).collect();
        assert_eq!(told, ["6 0.857", "7 0.807", "10 0.753", "13 0.690", "16 0.627", "22 0.538", "23 0.448"]);
        // R: survfit(Surv(time, event) ~ 1, conf.type = "log-log") gives 0.620 and 0.952 at 6.
        assert_eq!(format!("{:.3} {:.3}", steps[0].low, steps[0].high), "0.620 0.952");
    }

    #[test]
    fn classes_keep_counts_and_nearly_the_mean() {
        let times = |count: usize| (1..=count).map(|place| (place as f64 * 0.37, !place.is_multiple_of(3)));
        let (exact, gathered) = (Sample::of(times(4_000)), Sample::of(times(9_000)));
        assert_eq!((exact.entries.len(), gathered.count()), (4_000, 9_000.0));
        assert!(gathered.entries.len() < 4_000);
        let exposure: f64 = times(9_000).map(|(time, _)| time).sum();
        assert!((gathered.exposure() / exposure - 1.0).abs() < 1e-5, "{}", gathered.exposure() / exposure);
    }
}
