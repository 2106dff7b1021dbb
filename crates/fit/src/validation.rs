//! A simulated scenario held against the log of its centre: how often the log lies where the simulation says it should.
//!
//! For each queue, interval and metric the band is from the 2.5 to the 97.5 % quantile over replications: where a single
//! day should lie, not where their mean does. With 199 replications the ends are the 5th value from below and from above,
//! and a day of the same centre lies inside with exactly 95 %.
//!
//! Intervals hang together: a busy day is busy in all of them. So how much the share inside may differ from 95 % can't
//! be had from a binomial distribution. Each replication is held against all others in the same way as the log is; what
//! comes out is how shares vary when the scenario is right, and the same for how far the log lies up or down, and for
//! the largest difference of all. That gives p-values which allow for everything that hangs together.

mod cells;

pub use cells::{Cell, Ended, Frame, MEASURES, Measure, Tally};

/// The share that a band holds.
const HELD: f64 = 0.95;
/// Fewer replications with a value give no band.
const VALUES_AT_LEAST: usize = 19;
/// An overall difference that luck makes less often is a misfit.
const LUCK: f64 = 0.05;

/// The log's value where the simulation should have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// In the log.
    pub actual: Option<f64>,
    /// Mean of the replications.
    pub mean: f64,
    /// Ends of the band.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Held {
    /// Whether it lies in the band; nothing where the log has no value.
    pub fn is_inside(&self) -> Option<bool> {
        // Sums of the same numbers in another order may differ in their last digit.
        let slack = 1e-9 * self.high.abs().max(1.0);
        self.actual.map(|actual| actual >= self.low - slack && actual <= self.high + slack)
    }
}

/// A metric of all intervals of all queues.
#[derive(Clone, Debug, PartialEq)]
pub struct Judged {
    /// Which.
    pub measure: Measure,
    /// Over the whole stretch, all queues together.
    pub whole: Option<Held>,
    /// Intervals in which the log has a value.
    pub intervals: usize,
    /// The share of them in which it lies in the band.
    pub inside: f64,
    /// Where this share lies when the scenario is right: the middle 95 % of replications against the others.
    pub expected: (f64, f64),
    /// How likely a share as odd is then.
    pub inside_p: f64,
    /// How far the log lies above the simulated means, in standard deviations of replications, mean of intervals.
    pub shift: f64,
    /// How likely a shift as odd is when the scenario is right.
    pub shift_p: f64,
}

/// What an odd metric says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remark {
    /// Nothing is odd.
    Agrees,
    /// The log lies above the simulation.
    Higher,
    /// The log lies below it.
    Lower,
    /// The log varies more than the simulation.
    VariesMore,
    /// The log varies less.
    VariesLess,
}

impl Judged {
    /// What it says.
    pub fn remark(&self) -> Remark {
        match self {
            Judged { shift_p, shift, .. } if *shift_p < LUCK && *shift_p <= self.inside_p => {
                if *shift > 0.0 {
                    Remark::Higher
                } else {
                    Remark::Lower
                }
            }
            Judged { inside_p, .. } if *inside_p < LUCK => {
                if self.inside < (self.expected.0 + self.expected.1) / 2.0 {
                    Remark::VariesMore
                } else {
                    Remark::VariesLess
                }
            }
            _ => Remark::Agrees,
        }
    }
}

/// A row of an interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row {
    /// The queue.
    pub queue: usize,
    /// The interval, from 0 at 00:00 of the first day.
    pub slot: usize,
    /// The metric.
    pub measure: Measure,
    /// Its values.
    pub held: Held,
}

/// The whole comparison.
#[derive(Clone, Debug, PartialEq)]
pub struct Validation {
    /// Each metric.
    pub judged: Vec<Judged>,
    /// Each interval of each queue.
    pub rows: Vec<Row>,
    /// All queues by interval of the day, over all days: the interval, and the metrics in the order of [`MEASURES`].
    pub day: Vec<(usize, Vec<Option<Held>>)>,
    /// How likely the largest oddity of all would be as large if the scenario were right.
    pub p_value: f64,
    /// Replications that it was held against.
    pub replications: usize,
}

impl Validation {
    /// Whether the scenario must be another centre's.
    pub fn is_misfit(&self) -> bool {
        self.p_value < LUCK
    }
}

/// Holds a log against replications.
pub fn validate(frame: &Frame, actual: &Tally, simulated: &[Tally]) -> Validation {
    let mut rows = Vec::new();
    let marks: Vec<Marks> =
        MEASURES.iter().map(|measure| Marks::of(*measure, frame, (actual, simulated), &mut rows)).collect();
    rows.sort_by_key(|row| (row.queue, row.slot, row.measure));
    // Two statistics for each metric; of each, how odd the log is, and each replication among the others.
    let statistics: Vec<&Vec<f64>> = marks.iter().flat_map(|marks| [&marks.inside, &marks.shift]).collect();
    let oddest = |one: usize| statistics.iter().map(|values| oddness(values, one)).fold(0.0, f64::max);
    let of_log = oddest(0);
    let as_odd = (1..=simulated.len()).filter(|one| oddest(*one) >= of_log).count();
    let p_value = (as_odd + 1) as f64 / (simulated.len() + 1) as f64;
    let judged =
        MEASURES.iter().zip(&marks).map(|(measure, marks)| marks.judged(*measure, (actual, simulated)));
    let slots = (0..frame.per_day()).filter_map(|slot| {
        let log = actual.of_day(frame, slot);
        let cells: Vec<Cell> = simulated.iter().map(|tally| tally.of_day(frame, slot)).collect();
        let is_open = log.offered > 0 || cells.iter().any(|cell| cell.offered > 0);
        is_open.then(|| (slot, MEASURES.iter().map(|measure| held(*measure, &log, &cells)).collect()))
    });
    Validation {
        judged: judged.collect(),
        rows,
        day: slots.collect(),
        p_value,
        replications: simulated.len(),
    }
}

/// How odd one of several values is: its distance from the mean of the others, in their standard deviations. Ranks would
/// do for one statistic, but of ten each has a highest and a lowest, and nothing could be odder than those.
fn oddness(values: &[f64], one: usize) -> f64 {
    let others = values.iter().enumerate().filter(|(place, value)| *place != one && value.is_finite());
    let (mut count, mut sum, mut squares) = (0.0, 0.0, 0.0);
    for (_, value) in others {
        (count, sum, squares) = (count + 1.0, sum + value, squares + value * value);
    }
    let (of, mean) = (values[one], sum / count);
    let deviation = (squares / count - mean * mean).max(1e-12_f64).sqrt();
    if of.is_finite() && count > 1.0 { (of - mean).abs() / deviation } else { 0.0 }
}

/// How odd one of several values is among the others: twice the smaller tail.
fn p_of(values: &[f64], one: usize) -> f64 {
    let of = values[one];
    let others = || values.iter().enumerate().filter(|(place, _)| *place != one).map(|(_, value)| *value);
    let (mut below, mut above, mut all) = (1.0, 1.0, 1.0);
    for value in others().filter(|value| value.is_finite()) {
        below += f64::from(u8::from(value <= of + 1e-12));
        above += f64::from(u8::from(value >= of - 1e-12));
        all += 1.0;
    }
    if of.is_finite() { f64::min(1.0, 2.0 * f64::min(below, above) / all) } else { 1.0 }
}

/// A metric's band from several cells.
fn held(measure: Measure, actual: &Cell, cells: &[Cell]) -> Option<Held> {
    let mut values: Vec<f64> = cells.iter().filter_map(|cell| measure.of(cell)).collect();
    values.sort_by(f64::total_cmp);
    if values.len() < VALUES_AT_LEAST.min(cells.len()) || values.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let (low, high) = band(values.len(), |place| values[place]);
    Some(Held { actual: measure.of(actual), mean, low, high })
}

/// The ends of the band of sorted values: the quantile at p of n values is the one at (n + 1) p, between two in
/// proportion.
fn band(count: usize, at: impl Fn(usize) -> f64) -> (f64, f64) {
    let quantile = |share: f64| {
        let place = ((count + 1) as f64 * share - 1.0).clamp(0.0, (count - 1) as f64);
        let (whole, part) = (place.floor(), place.fract());
        let (low, high) = (at(whole as usize), at((whole as usize + 1).min(count - 1)));
        low + part * (high - low)
    };
    (quantile((1.0 - HELD) / 2.0), quantile((1.0 + HELD) / 2.0))
}

/// How values of an interval spread.
struct Spread {
    count: f64,
    sum: f64,
    squares: f64,
    /// The least step of the metric: where all values are the same, one more would be so much elsewhere.
    step: f64,
}

impl Spread {
    fn of(values: &[f64], measure: Measure) -> Spread {
        let step = if measure == Measure::ServiceLevel { 0.1 } else { 1.0 };
        let squares = values.iter().map(|value| value * value).sum();
        Spread { count: values.len() as f64, sum: values.iter().sum(), squares, step }
    }

    /// How far a value lies above the mean, in standard deviations; `own` is left out of both.
    fn shift(&self, value: f64, own: Option<f64>) -> f64 {
        let count = self.count - f64::from(u8::from(own.is_some()));
        let own = own.unwrap_or(0.0);
        let mean = (self.sum - own) / count;
        let variance = ((self.squares - own * own) / count - mean * mean).max(self.step * self.step / count);
        (value - mean) / variance.sqrt()
    }
}

/// What a metric says of the log, which comes first, and of each replication against the others.
struct Marks {
    /// The share of intervals in the band.
    inside: Vec<f64>,
    /// The mean distance from the others' mean, in their standard deviations.
    shift: Vec<f64>,
    intervals: usize,
}

impl Marks {
    fn of(
        measure: Measure,
        frame: &Frame,
        (actual, simulated): (&Tally, &[Tally]),
        rows: &mut Vec<Row>,
    ) -> Marks {
        let all = simulated.len() + 1;
        let (mut inside, mut shifts, mut counts) = (vec![0.0; all], vec![0.0; all], vec![0.0; all]);
        for (place, log) in actual.cells.iter().enumerate() {
            let cells = || simulated.iter().map(|tally| &tally.cells[place]);
            // Where nothing is ever offered nothing can be held against anything.
            if log.offered == 0 && cells().all(|cell| cell.offered == 0) {
                continue;
            }
            let values: Vec<Option<f64>> = cells().map(|cell| measure.of(cell)).collect();
            let mut sorted: Vec<f64> = values.iter().copied().flatten().collect();
            sorted.sort_by(f64::total_cmp);
            let count = sorted.len();
            if count < VALUES_AT_LEAST {
                continue;
            }
            let (low, high) = band(count, |place| sorted[place]);
            let mean = sorted.iter().sum::<f64>() / count as f64;
            let held = Held { actual: measure.of(log), mean, low, high };
            rows.push(Row { queue: place / frame.slots(), slot: place % frame.slots(), measure, held });
            let mut mark = |who: usize, is_inside: bool, shift: f64| {
                inside[who] += f64::from(u8::from(is_inside));
                shifts[who] += shift;
                counts[who] += 1.0;
            };
            let spread = Spread::of(&sorted, measure);
            if let (Some(value), Some(is_inside)) = (held.actual, held.is_inside()) {
                mark(0, is_inside, spread.shift(value, None));
            }
            for (who, value) in values.iter().enumerate().filter_map(|(who, value)| Some((who, (*value)?))) {
                let own = sorted.partition_point(|other| *other < value);
                let (low, high) = band(count - 1, |place| sorted[place + usize::from(place >= own)]);
                let is_inside = Held { actual: Some(value), mean, low, high }.is_inside() == Some(true);
                mark(who + 1, is_inside, spread.shift(value, Some(value)));
            }
        }
        let share = |sums: &[f64]| sums.iter().zip(&counts).map(|(sum, count)| sum / count).collect();
        Marks { inside: share(&inside), shift: share(&shifts), intervals: counts[0] as usize }
    }

    fn judged(&self, measure: Measure, (actual, simulated): (&Tally, &[Tally])) -> Judged {
        let whole = Tally::sum(actual.cells.iter());
        let wholes: Vec<Cell> = simulated.iter().map(|tally| Tally::sum(tally.cells.iter())).collect();
        let mut others: Vec<f64> =
            self.inside[1..].iter().copied().filter(|share| share.is_finite()).collect();
        others.sort_by(f64::total_cmp);
        let expected = if others.is_empty() { (0.0, 1.0) } else { band(others.len(), |place| others[place]) };
        Judged {
            measure,
            whole: held(measure, &whole, &wholes),
            intervals: self.intervals,
            inside: self.inside[0],
            expected,
            inside_p: p_of(&self.inside, 0),
            shift: self.shift[0],
            shift_p: p_of(&self.shift, 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random enough, and are the same everywhere.
    struct Numbers(u64);

    impl Numbers {
        fn draw(&mut self) -> f64 {
            self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
        }
    }

    fn frame() -> Frame {
        Frame { within_s: vec![20.0], days: 2, interval_s: 3_600.0, from_s: 0.0 }
    }

    /// Two days of an hourly count with luck of its own and luck of the day, waits among them.
    fn tally(seed: u64, times: f64) -> Tally {
        let (frame, mut numbers) = (frame(), Numbers(seed.wrapping_mul(7_919) + 17));
        let _settled = (0..20).map(|_| numbers.draw()).last();
        let mut tally = frame.tally();
        for day in 0..2 {
            let busy = 0.5 + numbers.draw();
            for hour in 8..18 {
                let calls = (40.0 * times * busy * (0.7 + 0.6 * numbers.draw())) as usize;
                for _ in 0..calls {
                    let at = f64::from(day) * 86_400.0 + f64::from(hour) * 3_600.0 + 10.0;
                    let ended = if numbers.draw() < 0.9 { Ended::Answered } else { Ended::Abandoned };
                    tally.add(&frame, (0, at), (at, 40.0 * numbers.draw()), ended);
                }
            }
        }
        tally
    }

    fn of(log: &Tally) -> Validation {
        let simulated: Vec<Tally> = (1..=99).map(|seed| tally(seed, 1.0)).collect();
        validate(&frame(), log, &simulated)
    }

    #[test]
    fn a_log_of_the_same_centre_is_flagged_once_in_twenty() {
        let flagged = (1_000..1_200).filter(|seed| of(&tally(*seed, 1.0)).is_misfit()).count();
        assert!((2..=22).contains(&flagged), "{flagged} of 200");
    }

    #[test]
    fn a_log_of_a_busier_centre_is_flagged_with_the_reason() {
        // The quietest of its days is busier than the busiest of the others.
        let found = of(&tally(1_000, 4.0));
        assert!(found.is_misfit());
        assert_eq!(found.judged[0].remark(), Remark::Higher);
        assert!(found.judged[0].inside < 0.9 && found.judged[0].intervals == 20, "{:?}", found.judged[0]);
        assert_eq!((found.rows.len(), found.day.len()), (100, 10));
    }

    #[test]
    fn the_ends_of_a_band_of_199_are_the_fifth_values() {
        let (low, high) = band(199, |place| place as f64 + 1.0);
        assert!((low - 5.0).abs() < 1e-9 && (high - 195.0).abs() < 1e-9, "{low} and {high}");
    }
}
