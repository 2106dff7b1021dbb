//! What will happen: the closed list of events, their total order, and the list they wait in.
//!
//! Simultaneous events happen in the order of their [`Class`], inside a class by agent number or by (caller
//! kind, caller, attempt), and last in the order they were scheduled. Nothing is left to the heap.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::calls::CallSlot;
use crate::id::{AgentId, GroupId, KindId};
use crate::time::Time;

/// Something that will happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Event {
    /// An agent's duty ends.
    ShiftEnds { agent: AgentId },
    /// A group's head count changes to its `index`th value.
    HeadCountChanges { group: GroupId, index: u32 },
    /// Places on a break that leaving agents freed go to those who hope for one.
    BreakPlacesFree { group: GroupId },
    /// Talk and wrap-up of an agent's call end.
    HandlingEnds { agent: AgentId },
    /// A telephone line is free again.
    LineFrees,
    /// A break or meal ends, unless the agent's stamp says it was cut short.
    RestEnds { agent: AgentId, stamp: u32 },
    /// An agent's next duty starts.
    ShiftStarts { agent: AgentId },
    /// Seats that were freed go to those who wait for one.
    SeatsHandOver,
    /// The centre opens.
    Opens,
    /// A meal or planned break falls due.
    RestFallsDue { agent: AgentId, rest: u32 },
    /// A request for a pool break falls due, unless the agent's clock was stopped since.
    BreakIsAsked { agent: AgentId, stamp: u32 },
    /// A caller chooses human service.
    IsOffered { call: CallSlot },
    /// The next first call of a kind arrives.
    Arrives { kind: KindId },
    /// A caller calls again.
    Redials { call: CallSlot },
    /// The last caller leaves the IVR after closing.
    IvrEmpties,
    /// A waiting caller's patience ends, unless the slot's stamp says he isn't waiting any more.
    PatienceEnds { call: CallSlot, stamp: u32 },
    /// The centre closes.
    Closes,
}

/// The order of simultaneous events (`semantics.md`, rule 2, a to g).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// (a) Shift ends and head-count drops.
    #[default]
    Leaving,
    /// (b) Call and wrap-up ends.
    Finishing,
    /// (c) Break and meal ends, logins, seat hand-overs, head-count rises.
    Joining,
    /// (d) Breaks and meals falling due.
    RestDue,
    /// (e) Calls offered,
    Offering,
    /// (e) then new arrivals,
    Arriving,
    /// and then the IVR is empty.
    Emptying,
    /// (f) Patience ends.
    GivingUp,
    /// (g) Closing.
    Closing,
}

/// When an event happens, and before which others of the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment {
    /// Time, shifted, and class in the low bits.
    at: u64,
    /// Agent number, or (kind, caller, attempt).
    who: u64,
}

const CLASS_BITS: u32 = 4;

impl Moment {
    pub(crate) fn new(time: Time, class: Class, who: u64) -> Moment {
        Moment { at: time.as_us() << CLASS_BITS | class as u64, who }
    }

    /// The moment of an agent's event.
    pub(crate) fn of_agent(time: Time, class: Class, agent: AgentId) -> Moment {
        Moment::new(time, class, u64::from(agent.0))
    }

    pub(crate) fn time(self) -> Time {
        Time::from_us(self.at >> CLASS_BITS)
    }

    /// Whether this moment lies before the given class of its own instant.
    pub(crate) fn is_before(self, class: Class) -> bool {
        (self.at & ((1 << CLASS_BITS) - 1)) < class as u64
    }
}

/// Packs (kind, caller, attempt) so that their order is the number's order.
///
/// 1,000 kinds, 10^12 callers a kind and 16,383 attempts fit; beyond these attempts of one caller tie, which
/// costs nothing because he can't make two calls at once.
pub(crate) fn caller_order(kind: KindId, caller: u64, attempt: u32) -> u64 {
    u64::from(kind.0) << 54 | (caller & ((1 << 40) - 1)) << 14 | u64::from(attempt.min((1 << 14) - 1))
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    moment: Moment,
    sequence: u64,
    event: Event,
}

impl Entry {
    /// One number whose order is that of the moment: comparing it takes no branch.
    fn key(&self) -> u128 {
        u128::from(self.moment.at) << 64 | u128::from(self.moment.who)
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> Ordering {
        self.key().cmp(&other.key()).then(self.sequence.cmp(&other.sequence))
    }
}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
    // The heap asks only this, and a plain comparison is quicker than one through `Ordering`.
    fn lt(&self, other: &Entry) -> bool {
        (self.key(), self.sequence) < (other.key(), other.sequence)
    }
    fn le(&self, other: &Entry) -> bool {
        (self.key(), self.sequence) <= (other.key(), other.sequence)
    }
}

/// The events to come, earliest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct EventList {
    heap: BinaryHeap<Reverse<Entry>>,
    scheduled: u64,
}

impl EventList {
    pub(crate) fn schedule(&mut self, moment: Moment, event: Event) {
        self.scheduled += 1;
        self.heap.push(Reverse(Entry { moment, sequence: self.scheduled, event }));
    }

    /// Takes the earliest event if it happens before `limit`.
    pub(crate) fn next_before(&mut self, limit: Time) -> Option<(Moment, Event)> {
        let Reverse(first) = self.heap.peek()?;
        if first.moment.time() >= limit {
            return None;
        }
        self.heap.pop().map(|Reverse(entry)| (entry.moment, entry.event))
    }
}
