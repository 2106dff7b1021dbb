//! What a study found: estimates by scope and interval, values by replication, means by agent.

use std::collections::BTreeMap;

use acd_engine::Model;

use crate::cells::{Counters as _, Matters, Worked};
use crate::ended::{self, EndedWaits};
use crate::estimate::{Accumulator, Estimate, FILE_CONFIDENCE};
use crate::grid::Grid;
use crate::metric::{METRICS, Metric};
use crate::replicate::{Replicate, ScopeReplicate, nothing};
use crate::run::Reached;
use crate::waits::{FewWaits, Waits};

/// The estimates of one queue, or of the total.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The queue's name, or `total`.
    pub name: String,
    /// Over the whole counted stretch, in the order of [`METRICS`].
    pub whole: Vec<Estimate>,
    /// By interval: its index and the estimates.
    pub intervals: Vec<(usize, Vec<Estimate>)>,
    /// By time of day, all days together: one entry an interval of the day, counts over the whole stretch.
    pub slots: Vec<Vec<Estimate>>,
    /// By day of the week, the first being the weekday of the first day, and by time of day: sums over sums of all
    /// such intervals. Empty where the stretch is shorter than a week.
    pub week: Vec<Vec<Vec<Option<f64>>>>,
    /// How long those waited who were answered, and those who gave up, all replications together.
    pub waits: EndedWaits,
    /// By replication.
    pub replications: Vec<Vec<Option<f64>>>,
}

/// One agent's means over replications, times in seconds.
#[derive(Clone, Debug)]
pub struct AgentMeans {
    /// Values in the order of [`AGENT_COLUMNS`].
    pub values: [Option<f64>; AGENT_COLUMNS.len()],
}

/// The columns of an agent: id and meaning.
pub const AGENT_COLUMNS: [(&str, &str); 22] = [
    ("scheduled_s", "time on duty by the roster"),
    ("logged_in_s", "time in talk, in wrap-up, available, on breaks and with trainees"),
    ("talk_s", "time in talk"),
    ("wrap_up_s", "time in wrap-up"),
    ("idle_s", "time available"),
    ("meal_s", "time at meals"),
    ("break_s", "time on breaks, meals left out"),
    ("breaks_count", "breaks begun, meals left out"),
    ("break_shift_max_s", "the most break time in one shift of a replication"),
    ("overtime_s", "time at work after the shift's end"),
    ("seat_wait_s", "time on shift without a seat"),
    ("answered_count", "calls answered"),
    ("occupancy_ratio", "handling / (handling + available)"),
    ("absent_s", "scheduled time of duties that he didn't come to"),
    ("late_s", "time on shift before he came"),
    ("overstayed_s", "time on meals and breaks after they should have ended"),
    ("adherence_ratio", "(scheduled - absent - late - overstayed - waiting for a seat) / scheduled"),
    ("mentoring_s", "time with trainees"),
    ("resolved_ratio", "answered calls that settled their matter / answered, of queues where outcomes count"),
    ("fcr_ratio", "first contacts that were not followed by another call / first contacts, of such queues"),
    ("satisfaction_ratio", "satisfied callers / answered, of queues whose callers are asked"),
    ("pay_index", "answered_count * fcr_ratio * satisfaction_ratio"),
];

/// What a study found.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// How many replications were run.
    pub replications: u32,
    /// The queues in order of their ids, then the total.
    pub scopes: Vec<Scope>,
    /// The agents in order of their ids.
    pub agents: Vec<AgentMeans>,
    /// The agents of each group together, in order of the groups' ids; empty where outcomes don't count.
    pub groups: Vec<AgentMeans>,
    /// By group: how many duties of all replications had no break out of the pool, up to one minute of them, up to
    /// two, and so on. Duties that began in the warm-up are left out.
    pub pool_breaks: Vec<Vec<u64>>,
    /// What a wanted precision came to; empty where none was wanted.
    pub precision: Vec<Reached>,
    /// Interrupted: these are the first replications of more.
    pub is_partial: bool,
}

impl Outcome {
    /// The total over all queues.
    pub fn total(&self) -> &Scope {
        &self.scopes[self.scopes.len() - 1]
    }
}

/// Folds replications, in their order, into an outcome.
pub(crate) struct Fold<'a> {
    model: &'a Model,
    replications: u32,
    scopes: Vec<ScopeFold>,
    agents: Vec<Worked>,
    /// By agent; empty where outcomes don't count.
    matters: Vec<Matters>,
    pool_breaks: Vec<Vec<u64>>,
}

/// Folds the replications of one scope.
#[derive(Clone, Default)]
pub(crate) struct ScopeFold {
    whole: Vec<Accumulator>,
    waits: Waits,
    ended: EndedWaits,
    intervals: BTreeMap<usize, (Vec<Accumulator>, FewWaits)>,
    slots: Vec<Vec<Accumulator>>,
    replications: Vec<Vec<Option<f64>>>,
}

impl<'a> Fold<'a> {
    pub(crate) fn new(model: &'a Model) -> Fold<'a> {
        let scopes = vec![ScopeFold::new(); model.queues.len() + 1];
        let agents = vec![Worked::default(); model.people().len()];
        let pool_breaks = vec![Vec::new(); model.groups.len()];
        Fold { model, replications: 0, scopes, agents, matters: Vec::new(), pool_breaks }
    }

    pub(crate) fn add(&mut self, replicate: &Replicate) {
        for (place, (fold, scope)) in self.scopes.iter_mut().zip(&replicate.scopes).enumerate() {
            let empty = |index: usize| nothing(self.model, index, place);
            fold.add(scope, self.replications, empty);
        }
        for (sum, worked) in self.agents.iter_mut().zip(&replicate.agents) {
            sum.add(worked);
        }
        self.matters.resize(replicate.matters.len(), Matters::default());
        for (sum, matters) in self.matters.iter_mut().zip(&replicate.matters) {
            sum.add(matters);
        }
        for (sums, more) in self.pool_breaks.iter_mut().zip(&replicate.pool_breaks) {
            ended::add(sums, more);
        }
        self.replications += 1;
    }

    pub(crate) fn finish(self) -> Outcome {
        let groups = self.group_means();
        let names = self.model.queues.iter().map(|queue| queue.name.clone()).chain(["total".to_owned()]);
        let per_day = (self.model.calendar.days >= 7).then(|| Grid::new(&self.model.calendar).per_day());
        let scopes = names.zip(self.scopes).map(|(name, fold)| fold.finish(name, per_day)).collect();
        let replications = f64::from(self.replications.max(1));
        let mean = |(agent, worked)| agent_means(worked, self.matters.get(agent), replications);
        let agents = self.agents.iter().enumerate().map(mean).collect();
        let (precision, is_partial) = (Vec::new(), false);
        let (replications, pool_breaks) = (self.replications, self.pool_breaks);
        Outcome { replications, scopes, agents, groups, pool_breaks, precision, is_partial }
    }

    /// The agents of each group together, where outcomes count.
    fn group_means(&self) -> Vec<AgentMeans> {
        let replications = f64::from(self.replications.max(1));
        let groups = if self.matters.is_empty() { 0 } else { self.model.groups.len() };
        let mut sums = vec![(Worked::default(), Matters::default()); groups];
        let agents = self.model.people().iter().zip(self.agents.iter().zip(&self.matters));
        for (person, (worked, matters)) in agents {
            let (sum, of_matters) = &mut sums[person.group.index()];
            let longest = sum.break_shift_max_us.max(worked.break_shift_max_us);
            sum.add(worked);
            sum.break_shift_max_us = longest;
            of_matters.add(matters);
        }
        sums.iter().map(|(worked, matters)| agent_means(worked, Some(matters), replications)).collect()
    }

    /// The place of the total among the scopes.
    pub(crate) fn total(&self) -> usize {
        self.scopes.len() - 1
    }

    /// A share of a queue's calls so far, with the interval that a verdict of a confidence needs.
    pub(crate) fn share(&self, queue: usize, metric: usize, confidence: f64) -> Estimate {
        self.scopes[queue].whole[metric].share(confidence)
    }

    /// One metric of a scope so far, with an interval of a confidence.
    pub(crate) fn estimate(&self, scope: usize, metric: usize, confidence: f64) -> Estimate {
        self.scopes[scope].estimate(metric, confidence)
    }
}

impl ScopeFold {
    pub(crate) fn new() -> ScopeFold {
        ScopeFold { whole: vec![Accumulator::default(); METRICS.len()], ..ScopeFold::default() }
    }

    /// One metric so far, with an interval of a confidence.
    pub(crate) fn estimate(&self, metric: usize, confidence: f64) -> Estimate {
        estimate(&self.whole[metric], &METRICS[metric], self.waits.percentiles(), confidence)
    }

    /// The intervals of each day of the week added up.
    fn week(&self, per_day: usize) -> Vec<Vec<Vec<Option<f64>>>> {
        let mut sums = vec![vec![vec![(0.0, 0.0); METRICS.len()]; per_day]; 7];
        for (index, (accumulators, _)) in &self.intervals {
            let sums = &mut sums[index / per_day % 7][index % per_day];
            for (sum, accumulator) in sums.iter_mut().zip(accumulators) {
                let (numerator, denominator) = accumulator.sums();
                *sum = (sum.0 + numerator, sum.1 + denominator);
            }
        }
        let ratio = |(place, &(numerator, denominator)): (usize, &(f64, f64))| {
            let is_sum = METRICS[place].percentile().is_none() && denominator != 0.0;
            is_sum.then(|| numerator / denominator)
        };
        let slot = |sums: &Vec<(f64, f64)>| sums.iter().enumerate().map(ratio).collect();
        sums.iter().map(|day| day.iter().map(slot).collect()).collect()
    }

    pub(crate) fn add(
        &mut self,
        scope: &ScopeReplicate,
        before: u32,
        empty: impl Fn(usize) -> Vec<Option<(f64, f64)>>,
    ) {
        add_values(&mut self.whole, &scope.whole);
        self.waits.add(&scope.waits);
        self.ended.add(&scope.ended);
        let value =
            |ratio: &Option<(f64, f64)>| ratio.filter(|(_, den)| *den != 0.0).map(|(num, den)| num / den);
        self.replications.push(scope.whole.iter().map(value).collect());
        self.slots.resize(scope.slots.len(), vec![Accumulator::default(); METRICS.len()]);
        for (accumulators, values) in self.slots.iter_mut().zip(&scope.slots) {
            add_values(accumulators, values);
        }
        for interval in &scope.intervals {
            let (accumulators, waits) = self.intervals.entry(interval.index).or_insert_with(|| {
                // Nobody was here in the replications before this one.
                let mut accumulators = vec![Accumulator::default(); METRICS.len()];
                let nothing = empty(interval.index);
                (0..before).for_each(|_| add_values(&mut accumulators, &nothing));
                (accumulators, FewWaits::default())
            });
            add_values(accumulators, &interval.values);
            waits.add(&interval.waits);
        }
        let mut present = scope.intervals.iter().map(|interval| interval.index).peekable();
        for (&index, (accumulators, _)) in &mut self.intervals {
            while present.next_if(|&other| other < index).is_some() {}
            if present.peek() != Some(&index) {
                add_values(accumulators, &empty(index));
            }
        }
    }

    /// What was found; `per_day` is how many intervals a day has, where there is a week of them.
    pub(crate) fn finish(self, name: String, per_day: Option<usize>) -> Scope {
        let week = per_day.map_or_else(Vec::new, |per_day| self.week(per_day));
        let finished = |(index, (accumulators, waits)): (usize, (Vec<Accumulator>, FewWaits))| {
            (index, estimates(&accumulators, waits.percentiles()))
        };
        Scope {
            name,
            whole: estimates(&self.whole, self.waits.percentiles()),
            intervals: self.intervals.into_iter().map(finished).collect(),
            week,
            waits: self.ended,
            slots: self.slots.iter().map(|slot| estimates(slot, None)).collect(),
            replications: self.replications,
        }
    }
}

fn add_values(accumulators: &mut [Accumulator], values: &[Option<(f64, f64)>]) {
    for (accumulator, value) in accumulators.iter_mut().zip(values) {
        if let Some(value) = value {
            accumulator.add(*value);
        }
    }
}

fn estimates(accumulators: &[Accumulator], pooled: Option<[f64; 3]>) -> Vec<Estimate> {
    let of = |(accumulator, metric)| estimate(accumulator, metric, pooled, FILE_CONFIDENCE);
    accumulators.iter().zip(METRICS).map(of).collect()
}

/// Percentiles are pooled over all waits, with the half-width of the replications' own percentiles.
fn estimate(
    accumulator: &Accumulator,
    metric: &Metric,
    pooled: Option<[f64; 3]>,
    confidence: f64,
) -> Estimate {
    let estimate = accumulator.estimate(confidence);
    match (metric.percentile(), pooled, estimate.mean) {
        (Some(place), Some(pooled), Some(mean)) => {
            let shift = |end: Option<f64>| end.map(|end| end - mean + pooled[place]);
            Estimate { mean: Some(pooled[place]), low: shift(estimate.low), high: shift(estimate.high) }
        }
        _ => estimate,
    }
}

/// The ratios of what came of calls, and what is paid by: as in [`AGENT_COLUMNS`].
fn outcome_means(sum: &Matters, answered: f64) -> [Option<f64>; 4] {
    let ratio = |part: u64, whole: u64| (whole > 0).then(|| part as f64 / whole as f64);
    let fcr = ratio(sum.first_contacts_resolved, sum.first_contacts);
    let satisfaction = ratio(sum.satisfied, sum.asked);
    let pay = fcr.zip(satisfaction).map(|(fcr, satisfaction)| answered * fcr * satisfaction);
    [ratio(sum.resolved, sum.judged), fcr, satisfaction, pay]
}

fn agent_means(sum: &Worked, matters: Option<&Matters>, replications: f64) -> AgentMeans {
    let seconds = |us: u64| Some(us as f64 / 1e6 / replications);
    let count = |number: u64| Some(number as f64 / replications);
    let handling = sum.talk_us + sum.wrap_up_us;
    let available = handling + sum.idle_us;
    let answered = sum.answered as f64 / replications;
    let [resolved, fcr, satisfaction, pay] =
        matters.map_or([None; 4], |matters| outcome_means(matters, answered));
    let values = [
        seconds(sum.scheduled_us),
        seconds(sum.logged_in_us()),
        seconds(sum.talk_us),
        seconds(sum.wrap_up_us),
        seconds(sum.idle_us),
        seconds(sum.meal_us),
        seconds(sum.break_us),
        count(sum.breaks),
        seconds(sum.break_shift_max_us),
        seconds(sum.overtime_us),
        seconds(sum.seat_wait_us),
        count(sum.answered),
        (available > 0).then(|| handling as f64 / available as f64),
        seconds(sum.absent_us),
        seconds(sum.late_us),
        seconds(sum.overstayed_us),
        (sum.scheduled_us > 0).then(|| sum.adherent_us() as f64 / sum.scheduled_us as f64),
        seconds(sum.mentoring_us),
        resolved,
        fcr,
        satisfaction,
        pay,
    ];
    AgentMeans { values }
}
