//! The calls that the future still depends on: on their way to a queue, waiting, or about to redial.
//!
//! A call has a slot only as long as something may still happen to it, or until it is seen that its caller gave up, so
//! memory does not grow with the number of calls.

use crate::id::{AgentId, KindId, QueueId};
use crate::luck::Address;
use crate::notice::CallFacts;
use crate::time::Time;

/// A place in the table of open calls; used again after the call is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct CallSlot(pub(crate) u32);

/// A call that is not over, or a caller who will call again.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    pub(crate) facts: CallFacts,
    pub(crate) luck: Address,
    pub(crate) queue: QueueId,
    pub(crate) offered: Time,
    /// What a piece of work belongs to; of a call nothing.
    pub(crate) case: Case,
    /// The place in the order of offering; the least waits longest. While the caller is about to call again because
    /// his matter was not settled: his agent's number, counted from one.
    pub(crate) turn: u64,
    /// Counts the slot's uses and changes of state, so that what was scheduled for an earlier one is void.
    pub(crate) stamp: u32,
}

/// When the case of a piece of work was opened, and which attempt at it this is, counted from zero: in one word, as calls
/// have no use for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Case(u64);

const ATTEMPT_BITS: u32 = 8;

impl Case {
    pub(crate) fn opened_at(opened: Time) -> Case {
        Case(opened.as_us() << ATTEMPT_BITS)
    }

    pub(crate) fn opened(self) -> Time {
        Time::from_us(self.0 >> ATTEMPT_BITS)
    }

    pub(crate) fn attempt(self) -> u32 {
        (self.0 & ((1 << ATTEMPT_BITS) - 1)) as u32
    }

    /// The same case at the next attempt; beyond 255 they are no longer told apart.
    pub(crate) fn next_attempt(self) -> Case {
        Case(self.0 + u64::from(self.attempt() + 1 < 1 << ATTEMPT_BITS))
    }
}

impl Call {
    pub(crate) fn kind(&self) -> KindId {
        self.facts.kind
    }

    /// What stands in a slot that was never used.
    fn nobodys() -> Call {
        let (number, kind, caller, attempt, arrived) = (0, KindId(0), 0, 0, Time::ZERO);
        let facts =
            CallFacts { number, kind, caller, attempt, arrived, previous: None, previous_talk_ended: None };
        let (luck, case) = (Address::nobodys(), Case::default());
        Call { facts, luck, queue: QueueId(0), offered: Time::ZERO, case, turn: 0, stamp: 0 }
    }

    /// The call that an agent answered, while its caller is about to call again.
    pub(crate) fn answered_by(&self, agent: AgentId) -> Call {
        Call { turn: u64::from(agent.0) + 1, ..*self }
    }

    /// The agent who answered a call after which its caller is about to call again, if one did.
    pub(crate) fn answerer(&self) -> Option<AgentId> {
        self.turn.checked_sub(1).map(|number| AgentId(number as u32))
    }
}

/// The table of open calls.
#[derive(Clone, Debug, Default)]
pub(crate) struct OpenCalls {
    slots: Vec<Call>,
    free: Vec<CallSlot>,
}

impl OpenCalls {
    /// Gives a call a slot.
    #[inline(always)]
    pub(crate) fn add(&mut self, call: &Call) -> CallSlot {
        let slot = self.free.pop().unwrap_or_else(|| self.grow());
        let place = self.get_mut(slot);
        let stamp = place.stamp;
        *place = Call { stamp, ..*call };
        slot
    }

    /// One slot more. The call is not handed on, so that it need not be in memory before it has a slot.
    #[cold]
    #[inline(never)]
    fn grow(&mut self) -> CallSlot {
        self.slots.push(Call::nobodys());
        CallSlot((self.slots.len() - 1) as u32)
    }

    pub(crate) fn get(&self, slot: CallSlot) -> &Call {
        &self.slots[slot.0 as usize]
    }

    pub(crate) fn get_mut(&mut self, slot: CallSlot) -> &mut Call {
        &mut self.slots[slot.0 as usize]
    }

    /// Whether a slot's call is still the one that had this stamp.
    pub(crate) fn has_stamp(&self, slot: CallSlot, stamp: u32) -> bool {
        self.get(slot).stamp == stamp
    }

    /// Voids whatever was scheduled for the slot, and keeps it.
    pub(crate) fn touch(&mut self, slot: CallSlot) {
        let call = self.get_mut(slot);
        call.stamp = call.stamp.wrapping_add(1);
    }

    /// Ends the call and frees its slot.
    pub(crate) fn remove(&mut self, slot: CallSlot) {
        self.touch(slot);
        self.free.push(slot);
    }
}
