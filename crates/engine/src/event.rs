//! What will happen: the closed list of events, their total order, and the list they wait in.
//!
//! Simultaneous events happen in the order of their [`Class`], inside a class by agent number or by (caller
//! kind, caller, attempt), and last in the order they were scheduled. Nothing is left to the data structures.

mod list;
mod timers;
mod wheel;

use crate::calls::CallSlot;
use crate::id::{AgentId, GroupId, KindId};
use crate::time::Time;

pub(crate) use list::EventList;

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
    /// A chat ends.
    ChatEnds { call: CallSlot },
    /// A break or meal ends.
    RestEnds { agent: AgentId },
    /// An agent's next duty starts.
    ShiftStarts { agent: AgentId },
    /// An agent who is late comes.
    Comes { agent: AgentId },
    /// A seat was freed for the agent who waits for one next.
    SeatIsFree { agent: AgentId },
    /// The centre opens.
    Opens,
    /// A meal or planned break falls due.
    RestFallsDue { agent: AgentId, rest: u32 },
    /// A request for a pool break falls due, unless the agent's clock was stopped since.
    BreakIsAsked { agent: AgentId, stamp: u32 },
    /// A caller chooses human service, or a piece of work comes.
    IsOffered { call: CallSlot },
    /// The next first call of a kind arrives.
    Arrives { kind: KindId },
    /// A caller calls again.
    Redials { call: CallSlot },
    /// The last caller leaves the IVR after closing.
    IvrEmpties,
    /// A waiting caller's patience ends.
    PatienceEnds { call: CallSlot },
    /// The centre closes.
    Closes,
}

/// The order of simultaneous events (`semantics.md`, rule 2, a to g).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Class {
    /// (a) Opening (an interval holds its start), shift ends and head-count drops.
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

/// The place of work among what is offered at one instant: behind all callers (there are 1,000 kinds at most), by the
/// number of the call that led to it and the place of the queue among those it leads to.
pub(crate) fn work_order(number: u64, place: u32) -> u64 {
    1_023 << 54 | (number & ((1 << 44) - 1)) << 10 | u64::from(place.min(1_022))
}

/// Packs (kind, caller, attempt) so that their order is the number's order.
///
/// 1,000 kinds, 10^12 callers a kind and 16,383 attempts fit; beyond these attempts of one caller tie, which
/// costs nothing because he can't make two calls at once.
pub(crate) fn caller_order(kind: KindId, caller: u64, attempt: u32) -> u64 {
    u64::from(kind.0) << 54 | (caller & ((1 << 40) - 1)) << 14 | u64::from(attempt.min((1 << 14) - 1))
}
