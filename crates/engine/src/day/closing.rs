//! Closing time: who is dropped, who stays, and when those who stayed go home. And the end of all days.

use super::Run;
use crate::calls::Call;
use crate::event::{Class, Event, Moment};
use crate::id::{AgentId, QueueId};
use crate::model::AfterClose;
use crate::notice::{Doing, Notice, Observer};
use crate::time::Time;

impl<O: Observer> Run<'_, O> {
    /// The centre opens.
    pub(super) fn opens(&mut self) {
        self.day.closed_since = None;
        let windows = &self.model.calendar.windows;
        let next = windows.partition_point(|window| window.closes <= self.now());
        self.day.open_until = windows.get(next).map_or(Time::ZERO, |window| window.closes);
        self.sends_home();
    }

    /// Whether calls are admitted now. Arrivals of the instant of closing come before it, and are too late.
    pub(super) fn is_open(&self) -> bool {
        self.now() < self.day.open_until
    }

    /// The centre closes: no new call is admitted.
    pub(super) fn closes(&mut self) {
        let now = self.now();
        self.sees_all_who_give_up();
        self.day.closed_since = Some(now);
        if self.model.after_close == AfterClose::DropWaiting {
            for queue in (0..self.model.queues.len()).map(QueueId::from) {
                if !self.model.is_work(queue) {
                    self.drops_all(queue);
                }
            }
            self.releases_the_kept();
        } else {
            self.releases_the_kept();
            self.drops_unserved();
        }
        if self.day.ivr_until > now {
            let moment = Moment::new(self.day.ivr_until, Class::Emptying, 0);
            self.schedule(moment, Event::IvrEmpties);
        }
        self.lets_stayers_go();
    }

    /// The last caller has left the IVR after closing.
    pub(super) fn ivr_empties(&mut self) {
        if self.day.closed_since.is_some() {
            self.lets_stayers_go();
        }
    }

    /// Whether the doors shut at an instant at which opening hours end.
    pub(super) fn closes_at(&self, closing: Time) -> bool {
        !(self.model.calendar.stops_at_end && closing == self.model.calendar.end())
    }

    /// Whether somebody is in the IVR or waiting, for whom agents stay after closing. Nobody stays for
    /// callers who are about to be dropped.
    pub(super) fn callers_are_inside(&self) -> bool {
        if self.model.after_close == AfterClose::DropWaiting {
            return false;
        }
        let in_ivr = self.day.ivr_until > self.now()
            || (self.day.ivr_until == self.now() && self.day.moment.is_before(Class::Emptying));
        in_ivr || self.callers_wait()
    }

    fn callers_wait(&self) -> bool {
        // Before the centre is closed some may have given up unseen.
        let waits =
            || self.day.queues.iter().flat_map(|line| &line.entries).any(|place| self.waits_still(place));
        self.day.waiting_count > self.day.work_waiting && (O::IN_ORDER || self.model.work().is_any || waits())
    }

    /// After closing, whether an agent answers a queue who still takes calls.
    pub(super) fn somebody_answers(&self, queue: QueueId) -> bool {
        let mut groups = self.model.groups_answering(queue).iter().chain(&self.model.steps(queue).sure);
        groups.any(|group| self.model.agents_of(*group).any(|agent| self.takes_calls(agent)))
    }

    fn takes_calls(&self, agent: AgentId) -> bool {
        let state = &self.day.agents[agent.index()];
        match state.doing {
            Doing::Off => false,
            _ if state.on_duty => true,
            Doing::Idle => true,
            _ => self.stays_for_callers(agent),
        }
    }

    /// After closing, callers whom nobody answers any more are dropped.
    pub(super) fn drops_unserved(&mut self) {
        for queue in (0..self.model.queues.len()).map(QueueId::from) {
            let callers_wait = self.waiting_in(queue) > 0 && !self.model.is_work(queue);
            if callers_wait && !self.somebody_answers(queue) {
                self.drops_all(queue);
            }
        }
        self.lets_stayers_go();
    }

    fn drops_all(&mut self, queue: QueueId) {
        for slot in self.takes_all(queue) {
            let call = *self.day.calls.get(slot);
            let holds_line = !self.hung_up(slot);
            self.is_over(slot);
            self.drops(&call, holds_line);
        }
    }

    /// Agents whose duty is over and who stayed for callers leave once nobody is inside.
    pub(super) fn lets_stayers_go(&mut self) {
        if !self.callers_are_inside() {
            self.sends_home();
        }
    }

    /// Idle agents off duty leave.
    fn sends_home(&mut self) {
        for agent in (0..self.day.agents.len()).map(AgentId::from) {
            let state = &self.day.agents[agent.index()];
            if state.doing == Doing::Idle && !state.on_duty {
                self.leaves_idle(agent);
                self.leaves(agent);
            }
        }
    }

    /// The stretch is over: tells who is left inside.
    pub(super) fn end(&mut self, at: Time) {
        if self.model.calendar.stops_at_end {
            self.day.comes_to(Moment::new(at, Class::Leaving, 0));
        }
        if self.day.work_waiting > 0 {
            let last = self.now().max(self.model.work().ends);
            self.day.comes_to(Moment::new(last, Class::Leaving, 0));
        }
        for queue in (0..self.model.queues.len()).map(QueueId::from) {
            for slot in self.takes_all(queue) {
                let call = *self.day.calls.get(slot);
                let Call { facts, queue, offered, .. } = call;
                self.tell(Notice::StillWaiting { call: facts, queue, offered });
                if self.model.work().is_any {
                    self.is_never_handled(&call);
                }
            }
        }
        self.tell(Notice::Ended);
    }
}
