//! The events to come: timers where there is one for each agent, call and caller kind, a heap for the rest.
//!
//! What an agent is at ends once; a call that is open waits for one thing; a kind has one next caller. These are
//! nearly all events, and each kind of them has a place of its own, where it can be replaced and cleared. The
//! heap holds what is planned days ahead: shifts, rests, requests, openings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::timers::{Key, Timers};
use super::{CLASS_BITS, Class, Event, Moment, caller_order};
use crate::calls::CallSlot;
use crate::id::{AgentId, KindId};
use crate::time::Time;

/// An event of the heap. The order of those of one moment is the order in which they were scheduled.
#[derive(Clone, Copy, Debug)]
struct Entry {
    key: (u128, u64),
    event: Event,
}

impl PartialEq for Entry {
    fn eq(&self, other: &Entry) -> bool {
        self.key == other.key
    }
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Entry) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Entry {
    fn cmp(&self, other: &Entry) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// Whose timer went off last, until it is set anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fired {
    Nobody,
    Agent(AgentId),
    Call(CallSlot),
    Kind(KindId),
}

/// The events to come, earliest first.
#[derive(Clone, Debug)]
pub(crate) struct EventList {
    /// When what an agent is at ends: a call with its wrap-up, or a rest.
    agents: Timers<u64>,
    /// What an open call waits for.
    calls: Timers<u128>,
    /// The next first call of a kind.
    kinds: Timers<u64>,
    /// The number of that caller, by kind.
    next_callers: Vec<u64>,
    heap: BinaryHeap<Reverse<Entry>>,
    scheduled: u64,
    fired: Fired,
}

impl EventList {
    pub(crate) fn new(agents: usize, kinds: usize) -> EventList {
        EventList {
            agents: Timers::new(agents),
            calls: Timers::new(16),
            kinds: Timers::new(kinds),
            next_callers: vec![0; kinds],
            heap: BinaryHeap::new(),
            scheduled: 0,
            fired: Fired::Nobody,
        }
    }

    /// Schedules what is neither an agent's, a call's nor a kind's next.
    pub(crate) fn schedule(&mut self, moment: Moment, event: Event) {
        self.scheduled += 1;
        self.heap.push(Reverse(Entry { key: (moment.key(), self.scheduled), event }));
    }

    /// An agent's handling or rest ends then.
    pub(crate) fn ends(&mut self, agent: AgentId, at: Time, class: Class) {
        self.sets(Fired::Agent(agent));
        self.agents.set(agent.0, Moment::new(at, class, 0).at);
    }

    /// What an agent is at is cut short.
    pub(crate) fn is_cut_short(&mut self, agent: AgentId) {
        self.agents.set(agent.0, u64::NONE);
    }

    /// A call's next moment: the offer, the end of patience or the redial, by class.
    pub(crate) fn awaits(&mut self, call: CallSlot, moment: Moment) {
        self.sets(Fired::Call(call));
        self.calls.set(call.0, moment.key());
    }

    /// A call waits for nothing any more.
    pub(crate) fn forgets(&mut self, call: CallSlot) {
        self.sets(Fired::Call(call));
        if self.calls.key(call.0) != u128::NONE {
            self.calls.set(call.0, u128::NONE);
        }
    }

    /// The next first call of a kind.
    pub(crate) fn arrives(&mut self, kind: KindId, at: Time, caller: u64) {
        self.sets(Fired::Kind(kind));
        self.next_callers[kind.index()] = caller;
        self.kinds.set(kind.0, Moment::new(at, Class::Arriving, 0).at);
    }

    /// A timer that went off is set anew: it needs no clearing.
    fn sets(&mut self, whose: Fired) {
        if self.fired == whose {
            self.fired = Fired::Nobody;
        }
    }

    /// Takes the earliest event if it happens before `limit`.
    pub(crate) fn next_before(&mut self, limit: Time) -> Option<(Moment, Event)> {
        match std::mem::replace(&mut self.fired, Fired::Nobody) {
            Fired::Nobody => {}
            Fired::Agent(agent) => self.agents.set(agent.0, u64::NONE),
            Fired::Call(call) => self.calls.set(call.0, u128::NONE),
            Fired::Kind(kind) => self.kinds.set(kind.0, u64::NONE),
        }
        let (agent_at, agent) = self.agents.first();
        let (kind_at, kind) = self.kinds.first();
        let (call_key, call) = self.calls.first();
        let agent_key = u128::from(agent_at) << 64 | u128::from(agent);
        let caller = self.next_callers.get(kind as usize).copied().unwrap_or(0);
        let kind_key = u128::from(kind_at) << 64 | u128::from(caller_order(KindId(kind), caller, 0));
        let timer_key = agent_key.min(kind_key).min(call_key);
        let heap_key = self.heap.peek().map_or(u128::NONE, |Reverse(first)| first.key.0);
        let moment = Moment::of_key(timer_key.min(heap_key));
        // Nothing that is set lies so late: an empty list ends here too.
        if moment.time() >= limit {
            return None;
        }
        // What was planned long ago comes before what has just begun.
        if heap_key <= timer_key {
            return self.heap.pop().map(|Reverse(entry)| (moment, entry.event));
        }
        let event = if timer_key == agent_key {
            let agent = AgentId(agent);
            self.fired = Fired::Agent(agent);
            if moment.is(Class::Finishing) {
                Event::HandlingEnds { agent }
            } else {
                Event::RestEnds { agent }
            }
        } else if timer_key == kind_key {
            self.fired = Fired::Kind(KindId(kind));
            Event::Arrives { kind: KindId(kind) }
        } else {
            let call = CallSlot(call);
            self.fired = Fired::Call(call);
            match moment {
                moment if moment.is(Class::GivingUp) => Event::PatienceEnds { call },
                moment if moment.is(Class::Offering) => Event::IsOffered { call },
                _ => Event::Redials { call },
            }
        };
        Some((moment, event))
    }
}

impl Moment {
    /// One number whose order is that of the moment.
    fn key(self) -> u128 {
        u128::from(self.at) << 64 | u128::from(self.who)
    }

    fn of_key(key: u128) -> Moment {
        Moment { at: (key >> 64) as u64, who: key as u64 }
    }

    fn is(self, class: Class) -> bool {
        self.at & ((1 << CLASS_BITS) - 1) == class as u64
    }
}
