//! What a planner's formula says beside a simulation: Erlang A, or C where patience is endless, of every interval.
//!
//! The formulas know a steady state alone. A planner therefore asks them interval by interval, and takes the mean
//! over calls (Green, Kolesar and Soares 2001 call it the stationary independent period by period approach). Here
//! they are asked with what the simulation itself saw: the rate of offered calls, and the agents at work (handling
//! or available, not on a break), both over the opening time of all days of one weekday; and with the means of handle
//! time and patience that the design has. So it is not their inputs that differ from the simulation, but what they
//! leave out: the [`Cause`]s. Agents are a mean, thus no whole number; between two whole ones shares are
//! interpolated.

use std::collections::BTreeMap;

use acd_engine::{Arrivals, CallerKind, Distribution, Model, QueueId};
use acd_erlang::{ErlangA, ErlangC};
use acd_scenario::{QueueTerms, Scenario};

use crate::causes::{Cause, causes, kinds_of_queue};
use crate::grid::Grid;
use crate::metric::Metric;
use crate::outcome::{Outcome, Scope};

/// Which formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FormulaName {
    /// Callers give up.
    ErlangA,
    /// Nobody does.
    ErlangC,
}

/// Why no formula stands beside a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// Its agents answer other queues too.
    SharedAgents,
    /// Others help its agents, or its agents help others.
    Overflow,
    /// Its callers have patience of several kinds.
    SeveralPatiences,
    /// Replayed calls bring times of their own.
    ReplayedTimes,
    /// Nobody gives up and an interval has as much load as agents.
    Overloaded,
    /// It takes chats or work: agents have several at a time, or what comes is no stream of callers.
    NoCalls,
    /// No calls, no agents, or times of zero.
    Nothing,
}

/// What a formula says of a queue.
#[derive(Clone, Debug)]
pub struct Beside {
    /// Which.
    pub formula: FormulaName,
    /// The mean of the agents at work in opening time.
    pub agents: f64,
    /// Answered within T ÷ offered.
    pub level: f64,
    /// Abandoned ÷ offered.
    pub abandonment: f64,
    /// The mean wait of the answered, in seconds.
    pub asa_s: Option<f64>,
    /// What the formula leaves out, and this scenario has.
    pub causes: Vec<Cause>,
    slots: Vec<Sum>,
}

/// What formulas say of a scenario.
#[derive(Clone, Debug)]
pub struct Besides {
    /// The queues in order of their ids.
    pub queues: Vec<Result<Beside, Unfit>>,
    /// All queues' service level, if each has one.
    pub total: Option<f64>,
    /// The same by interval of the day.
    pub slots: Vec<Option<f64>>,
    sum: Sum,
}

impl Besides {
    /// What is left out at any queue, each once.
    pub fn causes(&self) -> Vec<Cause> {
        let mut all: Vec<Cause> = self.queues.iter().flatten().flat_map(|of| of.causes.clone()).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The service level of several scenarios together, if each has one.
    pub fn total_of_all<'a>(all: impl Iterator<Item = &'a Besides>) -> Option<f64> {
        let mut sum = Sum::default();
        for besides in all {
            besides.total?;
            sum.add(&besides.sum);
        }
        sum.level()
    }
}

/// Asks the formulas of every queue that they fit.
pub fn besides(scenario: &Scenario, outcome: &Outcome) -> Besides {
    let of = |(queue, terms)| beside(&scenario.model, QueueId::from(queue), terms, &outcome.scopes[queue]);
    let queues: Vec<Result<Beside, Unfit>> = scenario.queues.iter().enumerate().map(of).collect();
    let mut slots = vec![Sum::default(); Grid::new(&scenario.model.calendar).per_day()];
    let fits = queues.iter().all(Result::is_ok);
    for of in queues.iter().flatten() {
        slots.iter_mut().zip(&of.slots).for_each(|(sum, more)| sum.add(more));
    }
    let mut total = Sum::default();
    slots.iter().for_each(|slot| total.add(slot));
    let level = |sum: &Sum| sum.level().filter(|_| fits);
    Besides { total: level(&total), slots: slots.iter().map(level).collect(), sum: total, queues }
}

fn beside(model: &Model, queue: QueueId, terms: &QueueTerms, scope: &Scope) -> Result<Beside, Unfit> {
    let system = System::of(model, queue, terms)?;
    let grid = Grid::new(&model.calendar);
    let mut slots = vec![Sum::default(); grid.per_day()];
    let (mut agent_s, mut open_s) = (0.0, 0.0);
    for ((slot, _weekday), seen) in seen(model, grid, scope) {
        agent_s += seen.agent_s;
        open_s += seen.open_s;
        if seen.offered > 0.0 {
            slots[slot].add(&system.says(&seen)?.times(seen.offered));
        }
    }
    let mut whole = Sum::default();
    slots.iter().for_each(|slot| whole.add(slot));
    let (level, abandonment) = whole.level().zip(whole.abandonment()).ok_or(Unfit::Nothing)?;
    Ok(Beside {
        formula: if system.patience_s.is_some() { FormulaName::ErlangA } else { FormulaName::ErlangC },
        agents: agent_s / open_s,
        level,
        abandonment,
        asa_s: whole.asa_s(),
        causes: causes(model, queue, scope),
        slots,
    })
}

/// What was seen of an interval of the day on all days of a weekday.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    offered: f64,
    agent_s: f64,
    open_s: f64,
}

/// By interval of the day and weekday. Days of a weekday are alike in all that a file says of them.
fn seen(model: &Model, grid: Grid, scope: &Scope) -> BTreeMap<(usize, usize), Seen> {
    let mut all: BTreeMap<(usize, usize), Seen> = BTreeMap::new();
    let open_us = open_us(model, grid);
    let [offered, busy, idle] = ["offered_count", "busy_mean_count", "idle_mean_count"].map(Metric::place);
    for (index, estimates) in &scope.intervals {
        let open_s = open_us.get(*index).map_or(0.0, |&us| us as f64 / 1e6);
        if open_s > 0.0 {
            let mean = |place: usize| estimates[place].mean.unwrap_or(0.0);
            let seen = all.entry((index % grid.per_day(), index / grid.per_day() % 7)).or_default();
            seen.offered += mean(offered);
            seen.agent_s += (mean(busy) + mean(idle)) * grid.length_us(*index) as f64 / 1e6;
            seen.open_s += open_s;
        }
    }
    all
}

/// The counted opening time of each interval.
fn open_us(model: &Model, grid: Grid) -> Vec<u64> {
    let mut open_us = vec![0; grid.count(&model.calendar)];
    for window in &model.calendar.windows {
        grid.split(window.opens, window.closes, |index, us| open_us[index] += us);
    }
    open_us
}

/// What the formula is told of a queue besides calls and agents.
struct System {
    handle_s: f64,
    patience_s: Option<f64>,
    within_s: f64,
    short_s: f64,
}

impl System {
    fn of(model: &Model, queue: QueueId, terms: &QueueTerms) -> Result<System, Unfit> {
        let groups = model.groups_answering(queue);
        if groups.iter().any(|group| model.groups[group.index()].answers.iter().any(|other| *other != queue))
        {
            return Err(Unfit::SharedAgents);
        }
        let helps_with = |other: &acd_engine::Queue| {
            other.overflow.iter().flat_map(|step| &step.groups).any(|group| groups.contains(group))
        };
        if !model.queues[queue.index()].overflow.is_empty() || model.queues.iter().any(helps_with) {
            return Err(Unfit::Overflow);
        }
        let kinds = kinds_of_queue(model, queue);
        let brings_times = |kind: &&CallerKind| match &kind.arrivals {
            Arrivals::Given(calls) => calls
                .iter()
                .any(|call| call.patience.is_some() || call.talk.is_some() || call.wrap_up.is_some()),
            Arrivals::Poisson { .. } => false,
        };
        if model.is_chats(queue) || model.is_work(queue) {
            return Err(Unfit::NoCalls);
        }
        if kinds.iter().any(brings_times) {
            return Err(Unfit::ReplayedTimes);
        }
        let first = kinds.first().ok_or(Unfit::Nothing)?;
        if kinds.iter().any(|kind| kind.patience != first.patience) {
            return Err(Unfit::SeveralPatiences);
        }
        let asked = &model.queues[queue.index()];
        let wrap_up_s = asked.wrap_up.as_ref().map_or(0.0, Distribution::mean_s);
        Ok(System {
            handle_s: asked.talk.mean_s() + wrap_up_s,
            patience_s: first.patience.as_ref().map(Distribution::mean_s),
            within_s: terms.within.as_seconds_f64(),
            short_s: terms.short_abandon.map_or(0.0, |short| short.as_seconds_f64()),
        })
    }

    /// The shares of an interval's calls, between the two whole numbers of agents beside their mean.
    fn says(&self, seen: &Seen) -> Result<Sum, Unfit> {
        // What sums of microseconds leave beside a whole number is none of an agent.
        const WHOLE: f64 = 1e-9;
        let agents = seen.agent_s / seen.open_s;
        let below = (agents + WHOLE).floor();
        let part = agents - below;
        let rate = seen.offered / seen.open_s;
        let mut sum = self.with(below as u32, rate)?;
        if part > WHOLE {
            sum = sum.times(1.0 - part);
            sum.add(&self.with(below as u32 + 1, rate)?.times(part));
        }
        Ok(sum)
    }

    /// The shares of calls with a whole number of agents.
    fn with(&self, agents: u32, rate: f64) -> Result<Sum, Unfit> {
        let Some(patience_s) = self.patience_s else {
            let found = ErlangC::new(agents, rate, self.handle_s).map_err(|_| Unfit::Overloaded)?;
            let (within, wait_s) = (found.within(self.within_s), found.mean_wait_s);
            return Ok(Sum { offered: 1.0, within, wait_s, ..Sum::default() });
        };
        if agents == 0 {
            let short = -libm::expm1(-self.short_s / patience_s);
            return Ok(Sum { offered: 1.0, abandoned: 1.0, short, ..Sum::default() });
        }
        let found = ErlangA::new(agents, rate, self.handle_s, patience_s).map_err(|_| Unfit::Nothing)?;
        Ok(Sum {
            offered: 1.0,
            within: found.answered_within(self.within_s),
            abandoned: found.abandons,
            short: if self.short_s > 0.0 { found.abandoned_within(self.short_s) } else { 0.0 },
            wait_s: found.mean_wait_of_answered_s * (1.0 - found.abandons),
        })
    }
}

/// Calls by what becomes of them.
#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    offered: f64,
    /// Answered in time.
    within: f64,
    abandoned: f64,
    /// Of those, too soon to count.
    short: f64,
    /// Seconds that the answered waited.
    wait_s: f64,
}

impl Sum {
    fn add(&mut self, other: &Sum) {
        self.offered += other.offered;
        self.within += other.within;
        self.abandoned += other.abandoned;
        self.short += other.short;
        self.wait_s += other.wait_s;
    }

    fn times(&self, factor: f64) -> Sum {
        Sum {
            offered: self.offered * factor,
            within: self.within * factor,
            abandoned: self.abandoned * factor,
            short: self.short * factor,
            wait_s: self.wait_s * factor,
        }
    }

    fn level(&self) -> Option<f64> {
        share(self.within, self.offered - self.short)
    }

    fn abandonment(&self) -> Option<f64> {
        share(self.abandoned - self.short, self.offered - self.short)
    }

    fn asa_s(&self) -> Option<f64> {
        share(self.wait_s, self.offered - self.abandoned)
    }
}

fn share(part: f64, of: f64) -> Option<f64> {
    (of > 0.0).then(|| part / of)
}
