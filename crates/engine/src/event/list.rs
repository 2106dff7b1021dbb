//! The events to come: timers where there is one for each agent, call and caller kind, a heap for the rest.
//!
//! What an agent is at ends once; a call that is open waits for one thing; a kind has one next caller. These are
//! nearly all events, and each kind of them has a place of its own, where it can be replaced and cleared. The
//! heap holds what is planned days ahead: shifts, rests, requests, openings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::timers::{NONE, Timers};
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

/// The place of a call whose timer still runs, and means nothing any more: after all others.
const FORGOTTEN: u64 = u64::MAX;

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
    agents: Timers,
    /// What an open call waits for, and its place among those of one instant.
    calls: Timers,
    call_orders: Vec<u64>,
    /// The next first call of a kind, and that caller's place.
    kinds: Timers,
    kind_orders: Vec<u64>,
    heap: BinaryHeap<Reverse<Entry>>,
    scheduled: u64,
    fired: Fired,
}

impl EventList {
    pub(crate) fn new(agents: usize, kinds: usize) -> EventList {
        EventList {
            agents: Timers::new(agents),
            calls: Timers::new(16),
            call_orders: Vec::new(),
            kinds: Timers::new(kinds),
            kind_orders: vec![0; kinds],
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
        self.agents.set(agent.0, Moment::of_agent(at, class, agent).at);
    }

    /// What an agent is at is cut short.
    pub(crate) fn is_cut_short(&mut self, agent: AgentId) {
        self.agents.set(agent.0, NONE);
    }

    /// A call's next moment: the offer, the end of patience or the redial, by class.
    pub(crate) fn awaits(&mut self, call: CallSlot, moment: Moment) {
        self.sets(Fired::Call(call));
        self.calls.set(call.0, moment.at);
        let place = call.0 as usize;
        if place >= self.call_orders.len() {
            self.call_orders.resize(place + 1, 0);
        }
        self.call_orders[place] = moment.who;
    }

    /// A call waits for nothing any more. Its timer is left to run: nearly always the next call with its slot
    /// sets it anew before it goes off.
    pub(crate) fn forgets(&mut self, call: CallSlot) {
        if let Some(order) = self.call_orders.get_mut(call.0 as usize) {
            *order = FORGOTTEN;
        }
    }

    /// The next first call of a kind.
    pub(crate) fn arrives(&mut self, kind: KindId, at: Time, caller: u64) {
        self.sets(Fired::Kind(kind));
        self.kind_orders[kind.index()] = caller_order(kind, caller, 0);
        self.kinds.set(kind.0, Moment::new(at, Class::Arriving, 0).at);
    }

    /// A timer that went off is set anew: it needs no clearing.
    fn sets(&mut self, whose: Fired) {
        if self.fired == whose {
            self.fired = Fired::Nobody;
        }
    }

    /// Takes the earliest event if it happens before `limit`.
    // Inlined into the loop, its only caller: each source of events then leads straight to its handlers.
    #[inline(always)]
    pub(crate) fn next_before(&mut self, limit: Time) -> Option<(Moment, Event)> {
        self.clears_fired();
        loop {
            let (agents, kinds, calls) = (self.agents.first(), self.kinds.first(), self.calls.first());
            let heap = self.heap.peek().map_or(NONE, |Reverse(first)| Moment::of_key(first.key.0).at);
            let at = agents.min(kinds).min(calls).min(heap);
            let moment = Moment { at, who: 0 };
            // Nothing that is set lies so late: an empty list ends here too.
            if moment.time() >= limit {
                return None;
            }
            let is_first = [agents, kinds, calls, heap].map(|source| source == at);
            let source = if is_first.iter().filter(|is_first| **is_first).count() == 1 {
                is_first
            } else {
                self.first_of_one_instant(is_first)
            };
            let event = match source {
                [true, ..] => self.agents_event(moment),
                [_, true, ..] => self.arrival(),
                [_, _, true, _] => match self.calls_event(moment) {
                    Some(event) => event,
                    None => continue,
                },
                _ => self.heap.pop().map(|Reverse(entry)| entry.event)?,
            };
            return Some((moment, event));
        }
    }

    /// What went off last and was not set anew is over.
    #[inline(always)]
    fn clears_fired(&mut self) {
        match std::mem::replace(&mut self.fired, Fired::Nobody) {
            Fired::Nobody => {}
            Fired::Agent(agent) => self.agents.set(agent.0, NONE),
            Fired::Call(call) => self.calls.set(call.0, NONE),
            Fired::Kind(kind) => self.kinds.set(kind.0, NONE),
        }
    }

    /// Of several sources with events of one instant and class, the one whose is next by agent or caller.
    #[cold]
    fn first_of_one_instant(&self, is_first: [bool; 4]) -> [bool; 4] {
        let whose = |source: usize| match source {
            0 => u64::from(self.agents.whose()),
            1 => self.kind_orders[self.kinds.whose() as usize],
            2 => self.call_orders[self.next_call() as usize],
            _ => self.heap.peek().map_or(u64::MAX, |Reverse(first)| Moment::of_key(first.key.0).who),
        };
        // What was planned long ago comes before what has just begun.
        let sources = [3, 0, 1, 2].into_iter().filter(|&source| is_first[source]);
        let first = sources.min_by_key(|&source| whose(source));
        [0, 1, 2, 3].map(|source| Some(source) == first)
    }

    fn agents_event(&mut self, moment: Moment) -> Event {
        let agent = AgentId(self.agents.whose());
        self.fired = Fired::Agent(agent);
        if moment.is(Class::Finishing) { Event::HandlingEnds { agent } } else { Event::RestEnds { agent } }
    }

    fn arrival(&mut self) -> Event {
        let kind = KindId(self.kinds.whose());
        self.fired = Fired::Kind(kind);
        Event::Arrives { kind }
    }

    fn next_call(&self) -> u32 {
        self.calls.whose_by(|call| self.call_orders[call as usize])
    }

    /// The next of a call; `None` where it was forgotten meanwhile, and is cleared now.
    fn calls_event(&mut self, moment: Moment) -> Option<Event> {
        let call = CallSlot(self.next_call());
        if self.call_orders[call.0 as usize] == FORGOTTEN {
            self.calls.set(call.0, NONE);
            return None;
        }
        self.fired = Fired::Call(call);
        Some(match moment {
            moment if moment.is(Class::GivingUp) => Event::PatienceEnds { call },
            moment if moment.is(Class::Finishing) => Event::ChatEnds { call },
            moment if moment.is(Class::Offering) => Event::IsOffered { call },
            _ => Event::Redials { call },
        })
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
