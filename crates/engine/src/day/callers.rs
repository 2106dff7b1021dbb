//! What callers do: arrive, walk through the IVR, ask for a human, wait, give up, call again.

use super::Run;
use crate::calls::{Call, CallSlot, Case};
use crate::event::{Class, Moment, caller_order};
use crate::fate::{CallFate, IvrEnd, WayOut};
use crate::id::{KindId, QueueId};
use crate::luck::Address;
use crate::model::{AfterClose, Entry, Redial};
use crate::notice::{CallFacts, Notice, Observer};
use crate::time::Time;

impl<O: Observer> Run<'_, O> {
    /// The next first call of a kind arrives.
    pub(super) fn arrives(&mut self, kind: KindId) {
        let stream = &self.day.arrivals[kind.index()];
        let caller = stream.callers - 1;
        let luck = stream.luck.of_call(caller, 0);
        self.day.schedule_next_arrival(self.model, kind);
        if self.is_open() {
            self.enters((kind, caller, 0), luck, None, None);
        }
    }

    /// A caller calls again, unless the centre is closed.
    pub(super) fn redials(&mut self, slot: CallSlot) {
        let call @ Call { facts, .. } = self.takes_out(slot);
        if self.is_open() {
            let talk_ended = call.answerer().map(|agent| self.calls_again(agent, &call));
            self.enters_again(facts, talk_ended);
        } else {
            self.tell(Notice::LostRedial(facts));
        }
    }

    #[inline(never)]
    fn enters_again(&mut self, facts: CallFacts, talk_ended: Option<Time>) {
        let CallFacts { kind, caller, arrived, .. } = facts;
        let attempt = facts.attempt + 1;
        let luck = self.day.arrivals[kind.index()].luck.of_call(caller, attempt);
        self.enters((kind, caller, attempt), luck, Some(arrived), talk_ended);
    }

    // Inlined where first calls arrive: of them less is to be asked and told.
    #[inline(always)]
    fn enters(
        &mut self,
        (kind, caller, attempt): (KindId, u64, u32),
        luck: Address,
        previous: Option<Time>,
        previous_talk_ended: Option<Time>,
    ) {
        if self.model.work().is_any
            && let Some(queue) = self.model.work().entered_by(kind)
        {
            return self.brings_work(kind, caller, queue);
        }
        let (number, arrived) = (self.day.call_count, self.now());
        // Put together anew wherever they go, so that they need not be in memory before.
        let facts = || CallFacts { number, kind, caller, attempt, arrived, previous, previous_talk_ended };
        self.day.call_count += 1;
        self.tell(Notice::Arrived(facts()));
        if !self.takes_line(kind) {
            return self.finds_no_line(facts(), luck);
        }
        let call_for = |queue| Call {
            facts: facts(),
            luck,
            queue,
            offered: arrived,
            case: Case::default(),
            turn: 0,
            stamp: 0,
        };
        match self.model.kinds[kind.index()].entry_at(arrived) {
            Entry::Queue(queue) => {
                let slot = self.day.calls.add(&call_for(queue));
                self.asks_for_human(slot);
            }
            // The whole way through the menus is settled at birth.
            Entry::Menu(menu) => {
                let fate = CallFate::new(self.model, luck, kind, caller, attempt);
                let WayOut { lasts, end } = fate.way(menu);
                self.takes_note_of(&fate);
                let at = arrived + lasts;
                self.day.ivr_until = self.day.ivr_until.max(at);
                if self.model.calendar.stops_at_end && at >= self.model.calendar.end() {
                    return self.tell(Notice::StillInIvr(facts()));
                }
                match end {
                    IvrEnd::Queue(queue) => {
                        let slot = self.day.calls.add(&call_for(queue));
                        let who = caller_order(kind, caller, attempt);
                        self.day.events.awaits(slot, Moment::new(at, Class::Offering, who));
                    }
                    IvrEnd::HangUp => self.hangs_up_in_ivr(facts(), luck, at),
                    IvrEnd::Served => self.is_served_by_ivr(facts(), luck, at),
                }
            }
        }
    }

    #[inline(never)]
    fn finds_no_line(&mut self, facts: CallFacts, luck: Address) {
        self.tell(Notice::LineBlocked(facts));
        self.may_redial(facts, luck, self.now());
    }

    /// A caller is served by the IVR at an instant to come.
    #[inline(never)]
    fn is_served_by_ivr(&mut self, facts: CallFacts, luck: Address, at: Time) {
        self.tell(Notice::ServedByIvr { call: facts, at });
        self.leaves_ivr(facts, luck, at, |redial| redial.after_served);
    }

    /// A caller hangs up in the IVR at an instant to come.
    #[inline(never)]
    fn hangs_up_in_ivr(&mut self, facts: CallFacts, luck: Address, at: Time) {
        self.tell(Notice::HungUpInIvr { call: facts, at });
        self.leaves_ivr(facts, luck, at, |redial| redial.after_hang_up);
    }

    #[inline(always)]
    fn leaves_ivr(&mut self, facts: CallFacts, luck: Address, at: Time, redials: impl Fn(&Redial) -> bool) {
        self.frees_line_at(at);
        if self.model.kinds[facts.kind.index()].redial.as_ref().is_some_and(redials) {
            self.may_redial(facts, luck, at);
        }
    }

    /// A caller asks for a human.
    pub(super) fn is_offered(&mut self, slot: CallSlot) {
        let call = self.day.calls.get(slot);
        if self.model.work().is_any && self.model.is_work(call.queue) {
            let call = self.takes_out(slot);
            return self.work_comes(call);
        }
        if call.turn > 0 {
            return self.step_is_due(slot);
        }
        self.asks_for_human(slot);
    }

    #[inline(never)]
    fn asks_for_human(&mut self, slot: CallSlot) {
        let (now, turn) = (self.now(), self.day.offered_count);
        self.day.offered_count += 1;
        let call = self.day.calls.get_mut(slot);
        (call.offered, call.turn) = (now, turn);
        let (facts, queue) = (call.facts, call.queue);
        self.tell(Notice::Offered { call: facts, queue });
        if self.day.closed_since.is_some() && !self.serves_after_close(queue) {
            let call = self.takes_out(slot);
            return self.drops(&call, true);
        }
        let path = self.model.queue_path(queue);
        let agent = match path.sole_group {
            Some(group) => self.day.groups[group.index()].first_idle,
            None => self.next_agent_for(self.day.calls.get(slot)),
        };
        if let Some(agent) = agent {
            self.leaves_idle(agent);
            if self.model.has_plain_calls() {
                // Inlined, so that this call need not be in memory as a whole.
                let call = self.takes_out(slot);
                return self.answers_plainly(agent, self.path_of(agent), &call);
            }
            let call = self.takes_out(slot);
            return self.answers(agent, &call);
        }
        if path.waits_plainly { self.waits(slot) } else { self.waits_otherwise(slot) }
    }

    /// Where more can happen to a call that finds nobody available.
    #[inline(never)]
    fn waits_otherwise(&mut self, slot: CallSlot) {
        let call = self.takes_out(slot);
        if self.model.work().has_chats
            && let Some(agent) = self.chatting_agent_for(&call)
        {
            return self.answers(agent, &call);
        }
        let capacity = self.model.queues[call.queue.index()].capacity;
        if capacity.is_some_and(|capacity| self.waiting_in(call.queue) >= capacity) {
            self.tell(Notice::Blocked { call: call.facts, queue: call.queue });
            return self.gives_up(&call);
        }
        if self.looks_up(call.facts, call.luck, CallFate::balks) {
            self.tell(Notice::Abandoned { call: call.facts, queue: call.queue, offered: call.offered });
            return self.gives_up(&call);
        }
        if self.model.steps(call.queue).is_any {
            return self.waits_with_steps(call);
        }
        let slot = self.day.calls.add(&call);
        self.waits(slot);
    }

    /// A call stands in line until it is answered or its caller gives up.
    #[inline(always)]
    fn waits(&mut self, slot: CallSlot) {
        self.stands_in_line(slot);
        let fate = self.fate_of(self.day.calls.get(slot));
        let patience = fate.patience();
        self.takes_note_of(&fate);
        if let Some(patience) = patience {
            self.will_give_up(slot, self.now() + patience);
        }
    }

    /// A call leaves the table.
    #[inline(always)]
    pub(super) fn takes_out(&mut self, slot: CallSlot) -> Call {
        let call = *self.day.calls.get(slot);
        self.is_over(slot);
        call
    }

    /// A waiting caller gives up.
    pub(super) fn patience_ends(&mut self, slot: CallSlot) {
        let call = self.takes_out(slot);
        self.tell(Notice::Abandoned { call: call.facts, queue: call.queue, offered: call.offered });
        self.gives_up(&call);
        let line = self.model.routes().line(call.queue, call.kind());
        self.leaves_line(line, call.queue);
    }

    /// An open call is over, or goes on elsewhere: its place in the table is free.
    pub(super) fn is_over(&mut self, slot: CallSlot) {
        self.day.calls.remove(slot);
        self.day.events.forgets(slot);
    }

    /// Ends a call that got no agent, and lets the caller decide whether to call again.
    pub(super) fn gives_up(&mut self, call: &Call) {
        self.call_frees_line(call);
        self.may_redial(call.facts, call.luck, self.now());
    }

    /// Whoever waited is dropped at closing.
    pub(super) fn drops(&mut self, call: &Call, holds_line: bool) {
        self.tell(Notice::Dropped { call: call.facts, queue: call.queue, offered: call.offered });
        if holds_line {
            self.call_frees_line(call);
        }
        if self.model.kinds[call.kind().index()].redial.as_ref().is_some_and(|redial| redial.after_drop) {
            self.may_redial(call.facts, call.luck, self.now());
        }
    }

    pub(super) fn may_redial(&mut self, facts: CallFacts, luck: Address, from: Time) {
        let Some(redial) = &self.model.kinds[facts.kind.index()].redial else { return };
        if redial.at_most.is_some_and(|most| facts.attempt >= most) {
            return;
        }
        let Some(after) = self.looks_up(facts, luck, CallFate::redials_after) else { return };
        let due = from + after;
        self.tell(Notice::PlannedRedial { call: facts, from, due });
        let (queue, case) = (QueueId(0), Case::default());
        let call = Call { facts, luck, queue, offered: from, case, turn: 0, stamp: 0 };
        let slot = self.day.calls.add(&call);
        let who = caller_order(facts.kind, facts.caller, facts.attempt + 1);
        self.day.events.awaits(slot, Moment::new(due, Class::Arriving, who));
    }

    /// After closing, whether a call that is offered can still be served.
    fn serves_after_close(&self, queue: QueueId) -> bool {
        self.model.after_close == AfterClose::ServeWaiting && self.somebody_answers(queue)
    }
}

impl<'a, O: Observer> Run<'a, O> {
    /// Looks something up in a call's fate.
    #[inline(always)]
    pub(super) fn looks_up<T>(
        &mut self,
        facts: CallFacts,
        luck: Address,
        read: impl FnOnce(&CallFate<'a>) -> T,
    ) -> T {
        let fate = CallFate::new(self.model, luck, facts.kind, facts.caller, facts.attempt);
        let found = read(&fate);
        self.takes_note_of(&fate);
        found
    }

    /// The fate of a call. Whoever looks it up says so by [`Run::takes_note_of`].
    #[inline(always)]
    pub(super) fn fate_of(&self, call: &Call) -> CallFate<'a> {
        let CallFacts { kind, caller, attempt, .. } = call.facts;
        CallFate::new(self.model, call.luck, kind, caller, attempt)
    }

    /// Something was looked up in a call's fate.
    #[inline(always)]
    pub(super) fn takes_note_of(&mut self, fate: &CallFate<'a>) {
        self.day.ran_out |= fate.list_ran_out();
    }
}
