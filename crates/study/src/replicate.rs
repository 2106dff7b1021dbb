//! One replication: a day run to its end, and its counters read off as ratios, row by row.

use acd_engine::{Day, Luck, Model, Observer, QueueId};
use acd_scenario::Scenario;

use crate::cells::{Counters as _, Door, Flow, Matters, Staff, Worked};
use crate::ended::EndedWaits;
use crate::grid::{ByInterval, Grid};
use crate::matters;
use crate::metric::{Known, METRICS, Ratio, Row};
use crate::records::{CallRecord, Recorder};
use crate::tally::Tally;
use crate::waits::{FewWaits, Waits};

/// A scope's metrics in one replication.
#[derive(Clone, Debug)]
pub(crate) struct ScopeReplicate {
    pub(crate) whole: Vec<Ratio>,
    pub(crate) waits: Waits,
    pub(crate) ended: EndedWaits,
    pub(crate) intervals: Vec<IntervalReplicate>,
    /// The same by time of day: all days' intervals that start then, added up.
    pub(crate) slots: Vec<Vec<Ratio>>,
}

/// One interval of a scope.
#[derive(Clone, Debug)]
pub(crate) struct IntervalReplicate {
    pub(crate) index: usize,
    pub(crate) values: Vec<Ratio>,
    pub(crate) waits: FewWaits,
}

/// What one replication leaves behind: each queue, then the total.
#[derive(Clone, Debug)]
pub(crate) struct Replicate {
    pub(crate) scopes: Vec<ScopeReplicate>,
    pub(crate) agents: Vec<Worked>,
    /// By agent; empty where outcomes don't count.
    pub(crate) matters: Vec<Matters>,
    /// By group: duties by the minutes of breaks out of the pool.
    pub(crate) pool_breaks: Vec<Vec<u64>>,
    pub(crate) calls: Option<Vec<CallRecord>>,
    pub(crate) list_ran_out: bool,
}

/// Whether call records are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// Only counters.
    Counters,
    /// A record of every counted call too.
    Calls,
}

/// Runs one replication.
pub(crate) fn replicate(scenario: &Scenario, luck: Luck, keep: Keep) -> Replicate {
    let model = &scenario.model;
    let mut tally = Tally::new(scenario);
    let mut recorder = (keep == Keep::Calls).then(|| Recorder::new(model));
    let list_ran_out = match &mut recorder {
        Some(recorder) => runs(model, luck, &mut (&mut tally, recorder)),
        None => runs(model, luck, &mut tally),
    };
    let grid = Grid::new(&model.calendar);
    let has_row = rows(grid, &tally);
    let known = Known::of(model);
    let reader = Reader { model, known, grid, tally: &tally, has_row, open_days: tally.open_days() };
    let mut scopes: Vec<ScopeReplicate> = (0..model.queues.len()).map(|queue| reader.queue(queue)).collect();
    scopes.push(reader.total());
    let agents = tally.staff.worked().collect();
    let pool_breaks = std::mem::take(&mut tally.staff.pool_breaks);
    let matters = tally.matters.take().map_or_else(Vec::new, |matters| matters.agents);
    let calls = recorder.map(Recorder::into_records);
    Replicate { scopes, agents, matters, pool_breaks, calls, list_ran_out }
}

fn runs(model: &Model, luck: Luck, observer: &mut impl Observer) -> bool {
    let mut day = Day::new(model, luck);
    day.run(model, observer);
    day.list_ran_out()
}

/// Which intervals have a row: open ones, and those in which anyone is in the system.
fn rows(grid: Grid, tally: &Tally) -> Vec<bool> {
    let flows = tally.queues.iter().map(|queue| queue.flows.len());
    let groups = tally.staff.groups.iter().map(ByInterval::len);
    let counted = flows.chain(groups).chain([tally.doors.len()]).max().unwrap_or(0);
    let reached = counted.max(tally.in_days());
    let is_in_system = |index: usize| {
        let waits = |flow: &Flow| flow.offered > 0 || flow.queue_us > 0;
        tally.queues.iter().any(|queue| queue.flows.get(index).is_some_and(waits))
            || tally
                .staff
                .groups
                .iter()
                .any(|group| group.get(index).is_some_and(|staff| staff.handling_us > 0))
            || tally.doors.get(index).is_some_and(|door| door.ivr_us > 0)
    };
    let has_row = |index: usize| tally.is_open(index) || (grid.length_us(index) > 0 && is_in_system(index));
    (0..reached).map(has_row).collect()
}

/// Reads rows off a tally.
struct Reader<'a> {
    model: &'a Model,
    known: Known,
    grid: Grid,
    tally: &'a Tally,
    /// For every interval up to the last in which anything was counted.
    has_row: Vec<bool>,
    /// On how many days each interval of the day was open.
    open_days: Vec<u32>,
}

impl Reader<'_> {
    fn queue(&self, queue: usize) -> ScopeReplicate {
        let groups = self.model.groups_answering(QueueId::from(queue));
        let groups: Vec<usize> = groups.iter().map(|group| group.index()).collect();
        self.scope(&[queue], &groups, None)
    }

    fn total(&self) -> ScopeReplicate {
        // Of those that people call.
        let queues = (0..self.model.queues.len()).filter(|&queue| !self.model.is_work(QueueId::from(queue)));
        let queues: Vec<usize> = queues.collect();
        let groups: Vec<usize> = (0..self.model.groups.len()).collect();
        self.scope(&queues, &groups, Some(&self.tally.doors))
    }

    fn scope(&self, queues: &[usize], groups: &[usize], doors: Option<&ByInterval<Door>>) -> ScopeReplicate {
        let is_work = doors.is_none() && queues.iter().any(|&queue| self.model.is_work(QueueId::from(queue)));
        let open_us = self.grid.open_us(&self.model.calendar);
        let mut whole = Row {
            time_us: open_us,
            waiting_time_us: if is_work { self.stretch_us() } else { open_us },
            door: doors.map(|_| Door::default()),
            daily: Some((0.0, 0.0)),
            matters: matters::count_in(self.model, queues).then(Box::default),
            ..Row::default()
        };
        let mut intervals = Vec::new();
        let mut day = Flow::default();
        let mut slots = vec![
            Row { door: whole.door, matters: whole.matters.clone(), ..Row::default() };
            self.grid.per_day()
        ];
        let reached = self.has_row.len();
        for (index, &has_row) in self.has_row.iter().enumerate() {
            let row = self.interval_row(index, queues, groups, doors);
            whole.add(&row);
            let slot = &mut slots[index % self.grid.per_day()];
            slot.add(&row);
            slot.on_floor.add(&row.staff);
            // A mean is over the days that were open then; where none was, over all of them.
            let never_opens = self.open_days[index % self.grid.per_day()] == 0;
            let counts = self.tally.is_open(index) || (never_opens && index < self.tally.in_days());
            slot.time_us += if counts { row.time_us } else { 0 };
            let waits = counts || (is_work && index < self.in_stretch());
            slot.waiting_time_us += if waits { row.time_us } else { 0 };
            day.add(&row.flow);
            if (index + 1) % self.grid.per_day() == 0 || index + 1 == reached {
                add_day(&mut whole, &std::mem::take(&mut day));
            }
            if has_row {
                whole.on_floor.add(&row.staff);
                let waits = self.interval_waits(index, queues);
                let row = Row { percentiles: waits.percentiles(), ..row };
                intervals.push(IntervalReplicate { index, values: self.known.values(&row), waits });
            }
        }
        let (mut waits, mut ended) = (Waits::default(), EndedWaits::default());
        for &queue in queues {
            self.tally.queues[queue].waits.pour(&mut waits, &mut ended);
        }
        whole.percentiles = waits.percentiles();
        let longest = queues.iter().map(|&queue| self.tally.queues[queue].waits.longest().as_us()).max();
        whole.wait_max_us = longest.filter(|_| whole.flow.offered > 0);
        let slots = slots.iter().map(|slot| self.known.values(slot)).collect();
        // A replication's own values are looked up by place: of what it hasn't there is nothing.
        let mut whole = self.known.values(&whole);
        whole.resize(METRICS.len(), None);
        ScopeReplicate { whole, waits, ended, intervals, slots }
    }

    fn interval_row(
        &self,
        index: usize,
        queues: &[usize],
        groups: &[usize],
        doors: Option<&ByInterval<Door>>,
    ) -> Row {
        let time_us = self.grid.length_us(index);
        let mut row = Row { time_us, waiting_time_us: time_us, ..Row::default() };
        for &queue in queues {
            let flow = self.tally.queues[queue].flows.get(index).copied().unwrap_or_default();
            row.flow.add(&flow);
            if let Some(deadlines) = self.tally.queues[queue].deadlines.get(index) {
                row.deadlines.add(deadlines);
            }
        }
        for &group in groups {
            let staff: Staff = self.tally.staff.groups[group].get(index).copied().unwrap_or_default();
            row.staff.add(&staff);
        }
        row.on_floor = row.staff;
        row.matters = self.matters_of(queues, index);
        row.door = doors.map(|doors| doors.get(index).copied().unwrap_or_default());
        row
    }

    fn matters_of(&self, queues: &[usize], index: usize) -> Option<Box<Matters>> {
        let matters = self.tally.matters.as_ref()?;
        matters::count_in(self.model, queues).then(|| Box::new(matters.of(queues, index)))
    }

    /// How many intervals the days have.
    fn in_stretch(&self) -> usize {
        self.model.calendar.days as usize * self.grid.per_day()
    }

    /// All counted time, open or closed.
    fn stretch_us(&self) -> u64 {
        (0..self.in_stretch()).map(|index| self.grid.length_us(index)).sum()
    }

    fn interval_waits(&self, index: usize, queues: &[usize]) -> FewWaits {
        let mut waits = FewWaits::default();
        for &queue in queues {
            if let Some(more) = self.tally.queues[queue].waits.get(index) {
                waits.add(more);
            }
        }
        waits
    }
}

fn add_day(whole: &mut Row, day: &Flow) {
    let offered = day.offered - day.abandoned_short;
    if let Some((sum, days)) = whole.daily.as_mut().filter(|_| offered > 0) {
        *sum += day.answered_within as f64 / offered as f64;
        *days += 1.0;
    }
}

/// The metrics of an interval in which nothing happened.
pub(crate) fn nothing(model: &Model, index: usize, scope: usize) -> Vec<Ratio> {
    let time_us = Grid::new(&model.calendar).length_us(index);
    let is_total = scope == model.queues.len();
    let queues: Vec<usize> = if is_total { (0..scope).collect() } else { vec![scope] };
    let matters = matters::count_in(model, &queues).then(Box::default);
    let door = is_total.then(Door::default);
    Known::of(model).values(&Row { time_us, waiting_time_us: time_us, door, matters, ..Row::default() })
}
