//! The observer that counts one replication. It sees what happened and changes nothing.

use acd_engine::{AgentId, CallFacts, Model, Notice, Observer, QueueId, Span, Time};
use acd_scenario::Scenario;

use crate::cells::{Deadlines, Door, Flow};
use crate::contact::Window;
use crate::flow::{Caller, Limits, Way};
use crate::grid::{ByInterval, Grid, Passing, cell};
use crate::matters::MattersTally;
use crate::shift::StaffTally;
use crate::waits::QueueWaits;

/// One queue's counters by interval, with its waits.
#[derive(Clone, Debug)]
pub(crate) struct QueueTally {
    limits: Limits,
    pub(crate) flows: ByInterval<Flow>,
    /// Of work.
    pub(crate) deadlines: Vec<Deadlines>,
    pub(crate) waits: QueueWaits,
}

/// All counters of one replication.
#[derive(Clone, Debug)]
pub(crate) struct Tally {
    grid: Passing,
    /// Whether each interval holds opening time.
    open: Vec<bool>,
    /// Whether the present one does.
    is_open_now: bool,
    /// Nothing is pending after the last closing time.
    closes: Time,
    window: Window,
    overflow: Overflowed,
    pub(crate) queues: Vec<QueueTally>,
    pub(crate) doors: ByInterval<Door>,
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

impl Tally {
    pub(crate) fn new(scenario: &Scenario) -> Tally {
        let model: &Model = &scenario.model;
        let grid = Grid::new(&model.calendar);
        let window = Window { lasts: scenario.run.fcr_window, end: model.calendar.end() };
        let queues = scenario.queues.iter().enumerate().map(|(queue, terms)| QueueTally {
            limits: Limits {
                within: terms.within,
                short: terms.short_abandon,
                is_work: model.is_work(QueueId::from(queue)),
                is_chats: model.is_chats(QueueId::from(queue)),
            },
            flows: ByInterval::default(),
            deadlines: Vec::new(),
            waits: QueueWaits::default(),
        });
        let open = grid.open(&model.calendar);
        Tally {
            grid: Passing::new(grid),
            is_open_now: open.first().copied().unwrap_or(false),
            open,
            closes: model.calendar.windows.last().map_or(Time::ZERO, |window| window.closes),
            window,
            overflow: Overflowed::new(model),
            queues: queues.collect(),
            doors: ByInterval::default(),
            staff: StaffTally::new(model),
            matters: MattersTally::new(model, grid, window),
        }
    }

    /// Time has reached an instant after the present interval.
    #[cold]
    #[inline(never)]
    fn moves_to(&mut self, at: Time) {
        self.puts_away();
        self.grid.moves_to(at);
        self.is_open_now = self.is_open(self.grid.present());
    }

    /// The present interval is over, or the stretch.
    fn puts_away(&mut self) {
        let grid = &self.grid;
        self.doors.puts_away(grid);
        self.staff.puts_away(grid);
        for queue in &mut self.queues {
            queue.flows.puts_away(grid);
            queue.waits.puts_away(grid.present());
        }
    }

    fn door(&mut self, at: Time) -> &mut Door {
        self.doors.at(self.grid.index(at), &self.grid)
    }

    /// The counters of a counted call's arrival interval.
    #[inline(always)]
    fn counted_door(&mut self, call: &CallFacts) -> Option<&mut Door> {
        if self.grid.holds(call.arrived) {
            return Some(&mut self.doors.present);
        }
        self.earlier_door(call.arrived)
    }

    #[cold]
    #[inline(never)]
    fn earlier_door(&mut self, arrived: Time) -> Option<&mut Door> {
        self.grid.counts(arrived).then(|| self.door(arrived))
    }

    #[inline(always)]
    fn arrives(&mut self, call: &CallFacts) {
        if call.previous.is_some() {
            // A copy of its own: what is handed on must be in memory, and no other call need be.
            self.comes_again(&{ *call });
        }
        if let Some(door) = self.counted_door(call) {
            door.calls += 1;
        }
    }

    /// A redial arrives.
    #[inline(never)]
    fn comes_again(&mut self, call: &CallFacts) {
        let is_redial = self.is_counted_redial(call);
        if let Some(first) = self.window.repeats(call).filter(|first| self.grid.counts(*first)) {
            self.door(first).first_contacts_resolved -= 1;
        }
        if let Some(door) = self.counted_door(call) {
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
    #[inline(always)]
    fn leaves_ivr(&mut self, call: &CallFacts, at: Time) {
        if !(self.is_open_now && self.grid.holds(at)) {
            self.leaves_ivr_another_time(call.arrived, at);
        }
    }

    #[inline(never)]
    fn leaves_ivr_another_time(&mut self, arrived: Time, at: Time) {
        if !self.is_open(self.grid.index(at)) {
            let (doors, grid) = (&mut self.doors, &self.grid);
            grid.split(arrived, at, |index, us| doors.at(index, grid).ivr_us += us);
        }
    }

    /// A redial whose caller had a counted call before; else the call counts as a caller.
    #[inline(always)]
    fn is_counted_redial(&self, call: &CallFacts) -> bool {
        call.previous.is_some_and(|previous| self.grid.counts(previous))
    }

    /// What is counted of a call that leaves the queue, whatever becomes of it.
    #[inline(always)]
    fn leaves_queue(&mut self, call: &CallFacts, queue: QueueId, offered: Time, at: Time, way: Way) {
        let caller = Caller { is_first: call.attempt == 0, is_redial: self.is_counted_redial(call) };
        let wait = at.since(offered);
        if self.grid.holds(offered) && self.grid.counts(call.arrived) {
            let tally = &mut self.queues[queue.index()];
            tally.flows.present.queue_us += wait.as_us();
            tally.flows.present.leaves(caller, wait, way, tally.limits);
            tally.waits.record(wait, way.end());
        } else {
            self.leaves_queue_late((call.arrived, caller), queue, offered, wait, way);
        }
    }

    /// The same of a call that was offered in an interval that is over, or doesn't count.
    #[inline(never)]
    fn leaves_queue_late(
        &mut self,
        (arrived, caller): (Time, Caller),
        queue: QueueId,
        offered: Time,
        wait: Span,
        way: Way,
    ) {
        let (grid, tally) = (&self.grid, &mut self.queues[queue.index()]);
        let flows = &mut tally.flows;
        grid.split(offered, offered + wait, |index, us| flows.at(index, grid).queue_us += us);
        if !grid.counts(arrived) {
            return;
        }
        let index = grid.index(offered);
        flows.at(index, grid).leaves(caller, wait, way, tally.limits);
        if index == grid.present() {
            tally.waits.record(wait, way.end());
        } else {
            tally.waits.record_late(index, wait, way.end());
        }
    }

    /// The counters of a counted call's queue in the interval in which it was offered.
    #[inline(always)]
    fn counted_flow(&mut self, call: &CallFacts, queue: QueueId, offered: Time) -> Option<&mut Flow> {
        if !self.grid.counts(call.arrived) {
            return None;
        }
        let flows = &mut self.queues[queue.index()].flows;
        if self.grid.holds(offered) {
            return Some(&mut flows.present);
        }
        Some(flows.at(self.grid.index(offered), &self.grid))
    }

    #[inline(always)]
    fn is_answered(
        &mut self,
        call: &CallFacts,
        queue: QueueId,
        offered: Time,
        at: Time,
        (talk, wrap_up): (Span, Span),
    ) {
        self.leaves_queue(call, queue, offered, at, Way::Answered { handled: talk + wrap_up });
        if self.window.is_first_contact(call, at + talk)
            && !self.queues[queue.index()].limits.is_work
            && let Some(door) = self.counted_door(call)
        {
            door.first_contacts += 1;
            door.first_contacts_resolved += 1;
        }
    }

    /// The agent's part of it.
    #[inline(always)]
    fn answers(
        &mut self,
        agent: AgentId,
        call: &CallFacts,
        (queue, offered): (QueueId, Time),
        at: Time,
        handle: (Span, Span),
    ) {
        if self.overflow.brought(queue, agent)
            && let Some(flow) = self.counted_flow(call, queue, offered)
        {
            flow.overflowed += 1;
        }
        let counts = self.grid.counts(call.arrived);
        if self.queues[queue.index()].limits.is_chats {
            self.staff.chats(&self.grid, agent, at, counts);
        } else {
            self.staff.answers(&self.grid, agent, at, handle, counts);
        }
    }

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
    const IN_ORDER: bool = false;

    // Inlined where the engine tells it, where it is known which notice it is: the rest of the match is gone.
    #[inline(always)]
    fn note(&mut self, at: Time, notice: &Notice) {
        if self.grid.is_over(at) {
            self.moves_to(at);
        }
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
                self.is_answered(call, *queue, *offered, at, (*talk, *wrap_up));
                self.answers(*agent, call, (*queue, *offered), at, (*talk, *wrap_up));
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
                self.staff.answers(&self.grid, *agent, at, (*rings, Span::ZERO), false);
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
                let (doors, grid) = (&mut self.doors, &self.grid);
                let until = (*due).min(self.closes);
                grid.split(*from, until, |index, us| doors.at(index, grid).pending_us += us);
            }
            Notice::LostRedial(_) if self.grid.counts(at) => self.door(at).redials_lost += 1,
            Notice::Offered { call, .. } => self.leaves_ivr(call, at),
            Notice::WorkCame { .. } => {}
            Notice::NotReached { call: _, agent, rings, .. } => {
                self.staff.rings(&self.grid, *agent, at, *rings)
            }
            Notice::DeadlineMet { call, queue, offered } => self.is_due(call, *queue, *offered, true),
            Notice::DeadlineMissed { call, queue, offered } => self.is_due(call, *queue, *offered, false),
            Notice::LostRedial(_) => {}
            Notice::ShiftStarted { .. }
            | Notice::ShiftEnded(_)
            | Notice::Absent { .. }
            | Notice::Resigned(_)
            | Notice::Overstays { .. }
            | Notice::Turned { .. } => {
                self.staff.note(&self.grid, at, notice);
            }
            Notice::Judged { .. } | Notice::CalledAgain { .. } => {
                if let Some(matters) = &mut self.matters {
                    matters.note(at, notice);
                }
            }
            Notice::Ended => {
                self.staff.note(&self.grid, at, notice);
                self.puts_away();
            }
        }
    }
}
