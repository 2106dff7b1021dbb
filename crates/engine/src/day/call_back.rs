//! Rule 32: a waiting caller is offered to be called back, keeps his place, and is called when his turn comes.

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::event::Class;
use crate::id::AgentId;
use crate::notice::{Doing, Notice, Observer};
use crate::time::Time;

impl<O: Observer> Run<'_, O> {
    /// A waiting caller is offered to be called back; who accepts hangs up.
    pub(super) fn is_offered_call_back(&mut self, slot: CallSlot) {
        let call = *self.day.calls.get(slot);
        let Some(offer) = self.model.queues[call.queue.index()].call_back else { return };
        if !self.looks_up(call.facts, call.luck, |fate| fate.accepts_call_back(offer.accepts)) {
            return;
        }
        let wait = &mut self.day.waits[slot.0 as usize];
        (wait.hung_up, wait.gives_up) = (true, Time::NEVER);
        self.line_frees();
        self.tell(Notice::AcceptedCallBack { call: call.facts, queue: call.queue });
    }

    /// Whether a waiting caller hung up to be called back.
    pub(super) fn hung_up(&self, slot: CallSlot) -> bool {
        // Slots are used again: what is known of one holds for the queues that keep it.
        let offers = |slot| self.model.queues[self.day.calls.get(slot).queue.index()].call_back.is_some();
        self.model.has_steps() && offers(slot) && self.day.waits[slot.0 as usize].hung_up
    }

    /// An agent calls a caller back, whose call is over where nobody is there.
    #[cold]
    pub(super) fn calls_back(&mut self, agent: AgentId, call: &Call) {
        let Some(offer) = self.model.queues[call.queue.index()].call_back else { return };
        let outbound = offer.outbound;
        if self.looks_up(call.facts, call.luck, |fate| fate.is_there(outbound.reaches)) {
            self.tell(Notice::CalledBack { call: call.facts, queue: call.queue, offered: call.offered });
            // It holds a line like any call, even if none is free: the floor's own lines are for those who call.
            self.takes_line_anyway();
            return self.answers(agent, call);
        }
        let (facts, queue, offered, rings) = (call.facts, call.queue, call.offered, outbound.rings);
        self.tell(Notice::MissedCallBack { call: facts, queue, offered, agent, rings });
        self.tell(Notice::Abandoned { call: facts, queue, offered });
        self.may_redial(facts, call.luck, self.now());
        self.turns(agent, Doing::Handling);
        self.day.events.ends(agent, self.now() + rings, Class::Finishing);
    }
}
