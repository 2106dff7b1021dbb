//! The observer that counts one replication. It sees what happened and changes nothing.

use acd_engine::{AgentId, CallFacts, Model, Notice, Observer, QueueId, Span, Time};
use acd_scenario::Scenario;

use crate::cells::{Deadlines, Door, Flow};
use crate::contact::Window;
use crate::ended::EndedWaits;
use crate::grid::{Grid, Passing, cell};
use crate::matters::MattersTally;
use crate::shift::StaffTally;
use crate::waits::{IntervalWaits, Waits, place_of_wait};

/// "Within" and "too short to count" of a queue's goal.
#[derive(Clone, Copy, Debug)]
struct Limits {
    within: Span,
    short: Option<Span>,
    /// Work waits there: nobody's contact is resolved by it.
    is_work: bool,
    /// An agent may have several there.
    is_chats: bool,
}

/// One queue's counters by interval, with its waits.
#[derive(Clone, Debug, Default)]
pub(crate) struct QueueTally {
    pub(crate) flows: Vec<Flow>,
    /// Of work.
    pub(crate) deadlines: Vec<Deadlines>,
    pub(crate) interval_waits: IntervalWaits,
    pub(crate) waits: Waits,
    pub(crate) ended: EndedWaits,
    pub(crate) wait_max: Span,
}

/// All counters of one replication.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    grid: Passing,
    /// Whether each interval holds opening time.
    open: Vec<bool>,
    /// Nothing is pending after the last closing time.
    closes: Time,
    window: Window,
    limits: Vec<Limits>,
    overflow: Overflowed,
    pub(crate) queues: Vec<QueueTally>,
    pub(crate) doors: Vec<Door>,
    pub(crate) staff: StaffTally,
    /// `None`: nowhere do outcomes count.
    pub(crate) matters: Option<Box<MattersTally>>,
}

/// Who answers which queue only by overflow; empty where no queue has any.
#[derive(Clone, Debug)]
struct Overflowed {
    /// For each queue whether each agent's group answers it itself.
    own: Vec<Vec<bool>>,
}

impl Overflowed {
    fn new(model: &Model) -> Overflowed {
        if model.queues.iter().all(|queue| queue.overflow.is_empty()) {
            return Overflowed { own: Vec::new() };
        }
        let own = |queue: usize| {
            let groups = model.groups_answering(QueueId::from(queue));
            model.people().iter().map(|person| groups.contains(&person.group)).collect()
        };
        Overflowed { own: (0..model.queues.len()).map(own).collect() }
    }

    #[inline(always)]
    fn brought(&self, queue: QueueId, agent: AgentId) -> bool {
        !self.own.is_empty() && !self.own[queue.index()][agent.index()]
    }
}

/// How a call left the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Answered,
    Abandoned,
    Blocked,
    Dropped,
    StillWaiting,
}

impl Tally {
    pub(crate) fn new(scenario: &Scenario) -> Tally {
        let model: &Model = &scenario.model;
        let grid = Grid::new(&model.calendar);
        let window = Window { lasts: scenario.run.fcr_window, end: model.calendar.end() };
        let limits = scenario.queues.iter().enumerate().map(|(queue, terms)| Limits {
            within: terms.within,
            short: terms.short_abandon,
            is_work: model.is_work(QueueId::from(queue)),
            is_chats: model.is_chats(QueueId::from(queue)),
        });
        Tally {
            grid: Passing::new(grid),
            open: grid.open(&model.calendar),
            closes: model.calendar.windows.last().map_or(Time::ZERO, |window| window.closes),
            window,
            limits: limits.collect(),
            overflow: Overflowed::new(model),
            queues: vec![QueueTally::default(); model.queues.len()],
            doors: Vec::new(),
            staff: StaffTally::new(model, grid),
            matters: MattersTally::new(model, grid, window),
        }
    }

    fn door(&mut self, at: Time) -> &mut Door {
        cell(&mut self.doors, self.grid.index(at))
    }

    /// The counters of a counted call's arrival interval.
    fn counted_door(&mut self, call: &CallFacts) -> Option<&mut Door> {
        self.grid.counts(call.arrived).then(|| self.door(call.arrived))
    }

    fn arrives(&mut self, call: &CallFacts) {
        let is_redial = self.is_counted_redial(call);
        if let Some(first) = self.window.repeats(call).filter(|first| self.grid.counts(*first)) {
            self.door(first).first_contacts_resolved -= 1;
        }
        if let Some(door) = self.counted_door(call) {
            door.calls += 1;
            door.redials += u64::from(is_redial);
        }
    }

    /// Whether an interval holds opening time.
    pub(crate) fn is_open(&self, index: usize) -> bool {
        self.open.get(index).copied().unwrap_or(false)
    }

    /// On how many days each interval of the day was open.
    pub(crate) fn open_days(&self) -> Vec<u32> {
        self.grid.by_slot(&self.open)
    }

    /// How many intervals the opening times reach over.
    pub(crate) fn in_days(&self) -> usize {
        self.open.len()
    }

    /// A caller leaves the IVR. Who leaves it while the centre is closed was in the system till then.
    fn leaves_ivr(&mut self, call: &CallFacts, at: Time) {
        let index = self.grid.index(at);
        if !self.is_open(index) {
            let doors = &mut self.doors;
            self.grid.split(call.arrived, at, |index, us| cell(doors, index).ivr_us += us);
        }
    }

    /// A redial whose caller had a counted call before; else the call counts as a caller.
    fn is_counted_redial(&self, call: &CallFacts) -> bool {
        call.previous.is_some_and(|previous| self.grid.counts(previous))
    }

    fn leaves_queue(&mut self, call: &CallFacts, queue: QueueId, offered: Time, at: Time, way: Way) {
        let is_redial = self.is_counted_redial(call);
        let tally = &mut self.queues[queue.index()];
        self.grid.split(offered, at, |index, us| cell(&mut tally.flows, index).queue_us += us);
        if !self.grid.counts(call.arrived) {
            return;
        }
        let limits = self.limits[queue.index()];
        let wait = at.since(offered);
        let is_within = wait <= limits.within;
        let is_first = call.attempt == 0;
        let index = self.grid.index(offered);
        let flow = cell(&mut tally.flows, index);
        flow.offered += 1;
        flow.first_offered += u64::from(is_first);
        flow.redials += u64::from(is_redial);
        flow.wait_us += wait.as_us();
        let place = place_of_wait(wait);
        match way {
            Way::Answered => {
                flow.answered += 1;
                flow.answered_at_once += u64::from(wait == Span::ZERO);
                flow.answered_within += u64::from(is_within);
                flow.first_answered_within += u64::from(is_within && is_first);
                flow.wait_answered_us += wait.as_us();
                tally.ended.is_answered(place);
            }
            Way::Abandoned => {
                let is_short = limits.short.is_some_and(|short| wait <= short);
                flow.abandoned += 1;
                flow.abandoned_within += u64::from(is_within);
                flow.abandoned_short += u64::from(is_short);
                flow.abandoned_short_within += u64::from(is_short && is_within);
                flow.first_abandoned_short += u64::from(is_short && is_first);
                flow.wait_abandoned_us += wait.as_us();
                tally.ended.is_abandoned(place);
            }
            Way::Blocked => flow.blocked += 1,
            Way::Dropped => flow.dropped += 1,
            Way::StillWaiting => flow.in_progress += 1,
        }
        tally.waits.record(wait);
        tally.wait_max = tally.wait_max.max(wait);
        tally.interval_waits.record(index, wait, place);
    }

    /// The counters of a counted call's queue in the interval in which it was offered.
    fn counted_flow(&mut self, call: &CallFacts, queue: QueueId, offered: Time) -> Option<&mut Flow> {
        let index = self.grid.index(offered);
        self.grid.counts(call.arrived).then(|| cell(&mut self.queues[queue.index()].flows, index))
    }

    fn is_answered(
        &mut self,
        call: &CallFacts,
        queue: QueueId,
        offered: Time,
        at: Time,
        handle: (Span, Span),
    ) {
        self.leaves_queue(call, queue, offered, at, Way::Answered);
        if !self.grid.counts(call.arrived) {
            return;
        }
        let (talk, wrap_up) = handle;
        cell(&mut self.queues[queue.index()].flows, self.grid.index(offered)).handle_us +=
            (talk + wrap_up).as_us();
        if self.window.is_first_contact(call, at + talk) && !self.limits[queue.index()].is_work {
            let door = self.door(call.arrived);
            door.first_contacts += 1;
            door.first_contacts_resolved += 1;
        }
    }
}

impl Tally {
    /// A deadline is met or missed, in the interval in which the work was offered.
    #[cold]
    fn is_due(&mut self, call: &CallFacts, queue: QueueId, offered: Time, is_met: bool) {
        if self.grid.counts(call.arrived) {
            let index = self.grid.index(offered);
            let deadlines = cell(&mut self.queues[queue.index()].deadlines, index);
            deadlines.met += u64::from(is_met);
            deadlines.missed += u64::from(!is_met);
        }
    }
}

impl Observer for Tally {
    // Inlined where the engine tells it, where it is known which notice it is: the rest of the match is gone.
    #[inline(always)]
    fn note(&mut self, at: Time, notice: &Notice) {
        match notice {
            Notice::Arrived(call) => self.arrives(call),
            Notice::LineBlocked(call) => {
                if let Some(door) = self.counted_door(call) {
                    door.line_blocked += 1;
                }
            }
            Notice::HungUpInIvr { call, at: left } => {
                self.leaves_ivr(call, *left);
                if let Some(door) = self.counted_door(call) {
                    door.ivr_hang_ups += 1;
                }
            }
            Notice::ServedByIvr { call, at: left } => {
                self.leaves_ivr(call, *left);
                if let Some(door) = self.counted_door(call) {
                    door.ivr_served += 1;
                }
            }
            Notice::StillInIvr(call) => {
                if let Some(door) = self.counted_door(call) {
                    door.in_ivr += 1;
                }
            }
            Notice::Answered { call, queue, agent, offered, talk, wrap_up } => {
                if self.overflow.brought(*queue, *agent)
                    && let Some(flow) = self.counted_flow(call, *queue, *offered)
                {
                    flow.overflowed += 1;
                }
                self.is_answered(call, *queue, *offered, at, (*talk, *wrap_up));
                if self.limits[queue.index()].is_chats {
                    self.staff.chats(*agent, at, self.grid.counts(call.arrived));
                } else {
                    self.staff.answers(*agent, at, (*talk, *wrap_up), self.grid.counts(call.arrived));
                }
            }
            Notice::CalledBack { call, queue, offered } => {
                if let Some(flow) = self.counted_flow(call, *queue, *offered) {
                    flow.called_back += 1;
                }
            }
            Notice::MissedCallBack { call, queue, offered, agent, rings } => {
                if let Some(flow) = self.counted_flow(call, *queue, *offered) {
                    flow.call_backs_missed += 1;
                }
                // The agent is as busy as with a talk, and answers nobody.
                self.staff.answers(*agent, at, (*rings, Span::ZERO), false);
            }
            Notice::AcceptedCallBack { .. } => {}
            Notice::Abandoned { call, queue, offered } => {
                self.leaves_queue(call, *queue, *offered, at, Way::Abandoned);
            }
            Notice::Blocked { call, queue } => self.leaves_queue(call, *queue, at, at, Way::Blocked),
            Notice::Dropped { call, queue, offered } => {
                self.leaves_queue(call, *queue, *offered, at, Way::Dropped)
            }
            Notice::StillWaiting { call, queue, offered } => {
                self.leaves_queue(call, *queue, *offered, at, Way::StillWaiting);
            }
            Notice::PlannedRedial { from, due, .. } => {
                let (doors, until) = (&mut self.doors, (*due).min(self.closes));
                self.grid.split(*from, until, |index, us| cell(doors, index).pending_us += us);
            }
            Notice::LostRedial(_) if self.grid.counts(at) => self.door(at).redials_lost += 1,
            Notice::Offered { call, .. } => self.leaves_ivr(call, at),
            Notice::WorkCame { .. } => {}
            Notice::NotReached { call: _, agent, rings, .. } => self.staff.rings(*agent, at, *rings),
            Notice::DeadlineMet { call, queue, offered } => self.is_due(call, *queue, *offered, true),
            Notice::DeadlineMissed { call, queue, offered } => self.is_due(call, *queue, *offered, false),
            Notice::LostRedial(_) => {}
            Notice::ShiftStarted { .. }
            | Notice::ShiftEnded(_)
            | Notice::Absent { .. }
            | Notice::Resigned(_)
            | Notice::Overstays { .. }
            | Notice::Turned { .. } => {
                self.staff.note(at, notice);
            }
            Notice::Judged { .. } | Notice::CalledAgain { .. } => {
                if let Some(matters) = &mut self.matters {
                    matters.note(at, notice);
                }
            }
            Notice::Ended => {
                self.staff.note(at, notice);
                self.queues.iter_mut().for_each(|queue| queue.interval_waits.puts_away());
            }
        }
    }
}
