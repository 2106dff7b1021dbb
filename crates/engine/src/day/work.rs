//! What agents do with calls: take the next, talk, wrap up, and be free for the next thing.

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::event::Class;
use crate::id::AgentId;
use crate::model::{Asks, GroupPath};
use crate::notice::{Doing, Notice, Observer};
use crate::time::{Span, Time};

impl<'a, O: Observer> Run<'a, O> {
    /// An agent on duty has nothing at hand: a rest that is due comes first, then trainees, then the next call.
    #[inline(never)]
    pub(super) fn is_free(&mut self, agent: AgentId) {
        self.is_free_at_once(agent, self.path_of(agent));
    }

    /// The same, inlined where nearly all calls end.
    #[inline(always)]
    fn is_free_at_once(&mut self, agent: AgentId, path: &GroupPath) {
        if !(self.agent(agent).may_want_rest && self.turns_to_rest(agent)) {
            self.takes_next(agent, path);
        }
    }

    /// Whether there is a rest to begin, or trainees to be with, and the agent has turned to it.
    #[inline(never)]
    fn turns_to_rest(&mut self, agent: AgentId) -> bool {
        let has_turned =
            self.begins_planned_rest(agent) || self.begins_pool_break(agent) || self.begins_mentoring(agent);
        if !has_turned {
            let rests = self.rest_state(agent);
            let has_more = !rests.planned.is_empty() || !rests.pool.pending.is_empty();
            self.agent(agent).may_want_rest = has_more || self.mentors(agent);
        }
        has_turned
    }

    /// Takes the next call that the agent may take, or waits for one.
    #[inline(never)]
    pub(super) fn takes_next_call(&mut self, agent: AgentId) {
        self.takes_next(agent, self.path_of(agent));
    }

    #[inline(always)]
    fn takes_next(&mut self, agent: AgentId, path: &GroupPath) {
        match path.sole_line {
            Some(line) => self.takes_first_of(line, agent, path),
            None => self.takes_best(agent),
        }
    }

    /// The same of an agent who looks at one line, whose calls are answered and that is all.
    #[inline(always)]
    fn takes_first_of(&mut self, line: usize, agent: AgentId, path: &GroupPath) {
        while let Some(place) = self.day.queues[line].entries.pop_front() {
            if self.waits_still(&place) {
                let call = self.takes_out(place.slot);
                self.answers_plainly(agent, path, &call);
                return self.leaves_line(line, call.queue);
            }
            self.tells_if_gave_up(line, place);
        }
        self.is_idle(agent);
    }

    /// The same of an agent who has a choice.
    #[inline(never)]
    fn takes_best(&mut self, agent: AgentId) {
        match self.next_call_for(agent) {
            Some(slot) => self.takes_waiting(agent, slot),
            None => self.is_idle(agent),
        }
    }

    /// The way that nearly all calls of an agent's group go.
    pub(super) fn path_of(&self, agent: AgentId) -> &'a GroupPath {
        self.model.group_path(self.group_of(agent))
    }

    /// Nobody waits whose call he may take.
    #[inline(never)]
    fn is_idle(&mut self, agent: AgentId) {
        self.turns_at_once(agent, Doing::Idle);
        self.joins_idle(agent);
    }

    /// An agent takes a call that is the first of its line.
    pub(super) fn takes_waiting(&mut self, agent: AgentId, slot: CallSlot) {
        let call = *self.day.calls.get(slot);
        let line = self.model.routes().line(call.queue, call.kind());
        self.day.queues[line].entries.pop_front();
        let hung_up = self.hung_up(slot);
        self.is_over(slot);
        if hung_up {
            self.calls_back(agent, &call);
        } else {
            self.answers(agent, &call);
        }
        self.leaves_line(line, call.queue);
    }

    /// An agent, out of the idle list, answers a call.
    #[inline(never)]
    pub(super) fn answers(&mut self, agent: AgentId, call: &Call) {
        if self.model.has_plain_calls() {
            return self.answers_plainly(agent, self.path_of(agent), call);
        }
        if !self.reaches_the_caller(agent, call) {
            return;
        }
        let path = self.path_of(agent);
        let (talk, wrap_up) = self.begins_talk(agent, path, call);
        let end = self.now() + talk + wrap_up;
        let holds_line = self.holds_line_in_talk(agent, call, (talk, end));
        self.turns_to_handling(agent);
        let is_long = path.asks_after_long_calls && self.is_long_call(agent, talk);
        if self.model.is_chats(call.queue) {
            self.agent(agent).long_call |= is_long;
            return self.has_chat(agent, call, end);
        }
        self.agent(agent).long_call = is_long;
        if holds_line {
            self.frees_line_at(self.now() + talk);
        }
        self.day.events.ends(agent, end, Class::Finishing);
    }

    /// The same where calls are answered and that is all; inlined where nearly all are.
    #[inline(always)]
    pub(super) fn answers_plainly(&mut self, agent: AgentId, path: &GroupPath, call: &Call) {
        let (talk, wrap_up) = self.begins_talk(agent, path, call);
        self.turns_to_handling(agent);
        let is_long = path.asks_after_long_calls && self.is_long_call(agent, talk);
        self.agent(agent).long_call = is_long;
        self.frees_line_at(self.now() + talk);
        self.day.events.ends(agent, self.now() + talk + wrap_up, Class::Finishing);
    }

    /// Talk and wrap-up are known, and told.
    #[inline(always)]
    fn begins_talk(&mut self, agent: AgentId, path: &GroupPath, call: &Call) -> (Span, Span) {
        let fate = self.fate_of(call);
        let (mut talk, mut wrap_up) = (fate.talk(call.queue), fate.wrap_up(call.queue));
        self.takes_note_of(&fate);
        if !path.takes_usual_times {
            (talk, wrap_up) = self.in_his_own_time(agent, (talk, wrap_up), call.queue);
        }
        let &Call { facts, queue, offered, .. } = call;
        self.tell(Notice::Answered { call: facts, queue, agent, offered, talk, wrap_up });
        (talk, wrap_up)
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

    #[inline(never)]
    fn is_long_call(&self, agent: AgentId, talk: Span) -> bool {
        let pool = self.model.groups[self.group_of(agent).index()].pool.as_ref();
        match pool.map(|pool| &pool.asks) {
            Some(Asks::Behaviour { after_calls_over: Some(limit), .. }) => talk > *limit,
            _ => false,
        }
    }

    /// Talk and wrap-up of an agent's call end.
    pub(super) fn handling_ends(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        let path = self.model.group_path(group);
        let surplus = path.is_head_count && self.group(group).present > self.group(group).enough;
        let state = self.agent(agent);
        let long_call = std::mem::take(&mut state.long_call);
        if state.on_duty && !surplus {
            if long_call {
                self.asks_for_break(agent);
            }
            self.is_free_at_once(agent, path);
        } else if !surplus && self.stays_for_callers(agent) {
            self.takes_next_call(agent);
        } else {
            self.leaves(agent);
        }
    }

    /// An agent begins to handle a call. From one call to the next it is the same handling, and nobody is told.
    #[inline(always)]
    fn turns_to_handling(&mut self, agent: AgentId) {
        if self.agent(agent).doing != Doing::Handling || self.model.work().has_chats {
            self.begins_handling(agent);
        }
    }

    #[inline(never)]
    fn begins_handling(&mut self, agent: AgentId) {
        self.turns_at_once(agent, Doing::Handling);
    }

    /// An agent goes on to do something else.
    #[inline(never)]
    pub(super) fn turns(&mut self, agent: AgentId, to: Doing) {
        self.turns_at_once(agent, to);
    }

    /// The same, inlined where it is known what he turns to.
    #[inline(always)]
    fn turns_at_once(&mut self, agent: AgentId, to: Doing) {
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
