//! What agents do with calls: take the next, talk, wrap up, and be free for the next thing.

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::event::Class;
use crate::fate::CallFate;
use crate::id::AgentId;
use crate::model::Asks;
use crate::notice::{Doing, Notice, Observer};
use crate::time::{Span, Time};

impl<O: Observer> Run<'_, O> {
    /// An agent on duty has nothing at hand: a rest that is due comes first, then trainees, then the next call.
    pub(super) fn is_free(&mut self, agent: AgentId) {
        if self.agent(agent).may_want_rest {
            let has_turned = self.begins_planned_rest(agent)
                || self.begins_pool_break(agent)
                || self.begins_mentoring(agent);
            if has_turned {
                return;
            }
            let rests = self.rest_state(agent);
            let has_more = !rests.planned.is_empty() || !rests.pool.pending.is_empty();
            self.agent(agent).may_want_rest = has_more || self.mentors(agent);
        }
        self.takes_next_call(agent);
    }

    /// Takes the next call that the agent may take, or waits for one.
    pub(super) fn takes_next_call(&mut self, agent: AgentId) {
        match self.next_call_for(agent) {
            Some(slot) => self.takes_waiting(agent, slot),
            None => {
                self.turns(agent, Doing::Idle);
                self.joins_idle(agent);
            }
        }
    }

    /// An agent takes the first of a line.
    #[inline(always)]
    pub(super) fn takes_waiting(&mut self, agent: AgentId, slot: CallSlot) {
        let call = *self.day.calls.get(slot);
        self.line_of(&call).entries.pop_front();
        let hung_up = self.hung_up(slot);
        self.is_over(slot);
        if hung_up {
            self.calls_back(agent, &call);
        } else {
            self.answers(agent, &call);
        }
        self.leaves_line(&call);
    }

    /// One caller fewer waits.
    pub(super) fn leaves_line(&mut self, call: &Call) {
        let line = self.model.routes().line(call.queue, call.kind());
        let line = &mut self.day.queues[line];
        line.waiting -= 1;
        self.day.waiting_count -= 1;
        if self.model.work().is_any {
            self.day.work_waiting -= u32::from(self.model.is_work(call.queue));
        }
        if line.entries.len() > 64 + 2 * line.waiting as usize {
            let calls = &self.day.calls;
            line.entries.retain(|&(slot, stamp)| calls.get(slot).stamp == stamp);
        }
        if self.day.closed_since.is_some() {
            self.lets_stayers_go();
        }
    }

    /// An agent, out of the idle list, answers a call.
    pub(super) fn answers(&mut self, agent: AgentId, call: &Call) {
        // What a scenario has beyond plain calls is looked at behind one flag.
        let is_plain = self.model.has_plain_calls();
        if !is_plain && !self.reaches_the_caller(agent, call) {
            return;
        }
        let read = |fate: &CallFate<'_>| (fate.talk(call.queue), fate.wrap_up(call.queue));
        let (mut talk, mut wrap_up) = self.looks_up(call.facts, call.luck, read);
        if let Some(times) = self.model.groups[self.group_of(agent).index()].skills.times_in(call.queue) {
            (talk, wrap_up) = self.in_his_own_time(agent, (talk, wrap_up), times);
        }
        self.tell(Notice::Answered {
            call: call.facts,
            queue: call.queue,
            agent,
            offered: call.offered,
            talk,
            wrap_up,
        });
        let end = self.now() + talk + wrap_up;
        let holds_line = is_plain || self.holds_line_in_talk(agent, call, (talk, end));
        self.turns(agent, Doing::Handling);
        let is_long = self.asks_after_long_call(agent, talk);
        if !is_plain && self.model.is_chats(call.queue) {
            self.agent(agent).long_call |= is_long;
            return self.has_chat(agent, call, end);
        }
        self.agent(agent).long_call = is_long;
        if holds_line {
            self.frees_line_at(self.now() + talk);
        }
        self.day.events.ends(agent, end, Class::Finishing);
    }

    /// Whether there is somebody to talk with; and the wait is noted for whoever is told it.
    #[cold]
    fn reaches_the_caller(&mut self, agent: AgentId, call: &Call) -> bool {
        if self.model.work().is_any && !self.is_reached(agent, call) {
            return false;
        }
        self.day.last_waits[call.queue.index()] = self.now().since(call.offered);
        true
    }

    /// What comes of the call, and whether it holds a telephone line while they talk.
    #[cold]
    fn holds_line_in_talk(&mut self, agent: AgentId, call: &Call, (talk, end): (Span, Time)) -> bool {
        let leads_to_work = self.model.work().is_any && self.leads_on(call, end);
        let is_work = self.model.is_work(call.queue);
        if let Some(outcomes) = self.model.queues[call.queue.index()].outcomes.as_ref().filter(|_| !is_work) {
            self.comes_of(agent, call, outcomes, (talk, leads_to_work));
        }
        !is_work
    }

    fn asks_after_long_call(&self, agent: AgentId, talk: Span) -> bool {
        let pool = self.model.groups[self.group_of(agent).index()].pool.as_ref();
        match pool.map(|pool| &pool.asks) {
            Some(Asks::Behaviour { after_calls_over: Some(limit), .. }) => talk > *limit,
            _ => false,
        }
    }

    /// Talk and wrap-up of an agent's call end.
    pub(super) fn handling_ends(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        let surplus = self.is_head_count(group) && self.group(group).present > self.group(group).enough;
        let state = self.agent(agent);
        let long_call = std::mem::take(&mut state.long_call);
        if state.on_duty && !surplus {
            if long_call {
                self.asks_for_break(agent);
            }
            self.is_free(agent);
        } else if !surplus && self.stays_for_callers(agent) {
            self.takes_next_call(agent);
        } else {
            self.leaves(agent);
        }
    }

    /// An agent goes on to do something else.
    pub(super) fn turns(&mut self, agent: AgentId, to: Doing) {
        let now = self.now();
        if self.model.routes().by_occupancy() {
            self.books(agent, to);
        }
        let state = self.agent(agent);
        let from = std::mem::replace(&mut state.doing, to);
        // One rest right after another is a new one; one call after another is the same handling.
        if from != to || to != Doing::Handling {
            state.since = now;
            self.tell(Notice::Turned { agent, from, to });
            self.sets_break_clock(agent);
        } else if self.ended_chats(agent) {
            // After chats it is told: when they ended nobody could know before.
            self.tell(Notice::Turned { agent, from, to });
        }
    }

    /// Where the agent's duty ended at or after closing and callers are still inside, he stays for them.
    pub(super) fn stays_for_callers(&self, agent: AgentId) -> bool {
        let ends = self.day.agents[agent.index()].ends;
        self.closing_of(ends).is_some_and(|closing| self.now() >= closing) && self.callers_are_inside()
    }

    /// The closing time at or before an agent's duty end, if the centre is closed since.
    fn closing_of(&self, duty_end: Time) -> Option<Time> {
        let windows = &self.model.calendar.windows;
        let next = windows.partition_point(|window| window.closes <= self.now());
        if windows.get(next).is_some_and(|window| window.opens <= self.now()) {
            return None;
        }
        let closing = windows.get(next.checked_sub(1)?)?.closes;
        (closing <= duty_end && self.closes_at(closing)).then_some(closing)
    }
}
