//! The events to come: timers where there is one for each agent, call and caller kind, a heap for the rest.
//!
//! What an agent is at ends once; a call that is open waits for one thing; a kind has one next caller. These are
//! nearly all events, and each kind of them has a place of its own, where it can be replaced and cleared. The
//! heap holds what is planned days ahead: shifts, rests, requests, openings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::timers::Timers;
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

/// Where events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Agents,
    Kinds,
    Calls,
    Heap,
}

impl Source {
    const ALL: [Source; 4] = [Source::Agents, Source::Kinds, Source::Calls, Source::Heap];
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
    agents: Timers,
    /// What an open call waits for, and its place among those of one instant.
    calls: Timers,
    call_orders: Vec<u64>,
    /// The next first call of a kind, and that caller's place.
    kinds: Timers,
    kind_orders: Vec<u64>,
    heap: BinaryHeap<Reverse<Entry>>,
    /// When the next event of the heap is; after all others where there is none.
    first_planned: u64,
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
            first_planned: u64::MAX,
            scheduled: 0,
            fired: Fired::Nobody,
        }
    }

    /// Schedules what is neither an agent's, a call's nor a kind's next.
    pub(crate) fn schedule(&mut self, moment: Moment, event: Event) {
        self.scheduled += 1;
        self.heap.push(Reverse(Entry { key: (moment.key(), self.scheduled), event }));
        self.first_planned = self.first_planned.min(moment.at);
    }

    /// An agent's handling or rest ends then.
    #[inline(always)]
    pub(crate) fn ends(&mut self, agent: AgentId, at: Time, class: Class) {
        self.sets(Fired::Agent(agent));
        self.agents.set(agent.0, Moment::of_agent(at, class, agent).at, &[]);
    }

    /// What an agent is at is cut short.
    pub(crate) fn is_cut_short(&mut self, agent: AgentId) {
        self.agents.clear(agent.0, &[]);
    }

    /// A call's next moment: the offer, the end of patience or the redial, by class.
    pub(crate) fn awaits(&mut self, call: CallSlot, moment: Moment) {
        self.sets(Fired::Call(call));
        let place = call.0 as usize;
        if place >= self.call_orders.len() {
            self.call_orders.resize(2 * (place + 1), FORGOTTEN);
        }
        self.call_orders[place] = moment.who;
        self.calls.set(call.0, moment.at, &self.call_orders);
    }

    /// A call waits for nothing any more. Its timer is left to run: nearly always the next call with its slot
    /// sets it anew before it goes off.
    pub(crate) fn forgets(&mut self, call: CallSlot) {
        if let Some(order) = self.call_orders.get_mut(call.0 as usize) {
            *order = FORGOTTEN;
        }
    }

    /// The next first call of a kind.
    #[inline(always)]
    pub(crate) fn arrives(&mut self, kind: KindId, at: Time, caller: u64) {
        self.sets(Fired::Kind(kind));
        self.kind_orders[kind.index()] = caller_order(kind, caller, 0);
        self.kinds.set(kind.0, Moment::new(at, Class::Arriving, 0).at, &self.kind_orders);
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
            let [agents, kinds, calls, heap] = Source::ALL.map(|source| self.first_of(source));
            let (people, plans) = (agents.min(kinds), calls.min(heap));
            let moment = Moment { at: people.min(plans), who: 0 };
            // Nothing that is set lies so late: an empty list ends here too.
            if moment.time() >= limit {
                return None;
            }
            let source = if people < plans && agents != kinds {
                if agents < kinds { Source::Agents } else { Source::Kinds }
            } else if plans < people && calls != heap {
                if calls < heap { Source::Calls } else { Source::Heap }
            } else {
                self.first_of_one_instant(moment)
            };
            let event = match source {
                Source::Agents => self.agents_event(moment),
                Source::Kinds => self.arrival(),
                Source::Calls => match self.calls_event(moment) {
                    Some(event) => event,
                    None => continue,
                },
                Source::Heap => self.planned()?,
            };
            return Some((moment, event));
        }
    }

    /// What went off last and was not set anew is over.
    #[inline(always)]
    fn clears_fired(&mut self) {
        match std::mem::replace(&mut self.fired, Fired::Nobody) {
            Fired::Nobody => {}
            Fired::Agent(agent) => self.agents.clear(agent.0, &[]),
            Fired::Call(call) => self.calls.clear(call.0, &self.call_orders),
            Fired::Kind(kind) => self.kinds.clear(kind.0, &self.kind_orders),
        }
    }

    /// Of several sources with events of one instant and class, the one whose is next by agent or caller.
    #[cold]
    fn first_of_one_instant(&self, moment: Moment) -> Source {
        let whose = |source| match source {
            Source::Agents => u64::from(self.agents.whose()),
            Source::Kinds => self.kind_orders[self.kinds.whose() as usize],
            Source::Calls => self.call_orders[self.calls.whose() as usize],
            Source::Heap => self.heap.peek().map_or(u64::MAX, |Reverse(first)| first.key.0 as u64),
        };
        // What was planned long ago comes before what has just begun.
        let sources = [Source::Heap, Source::Agents, Source::Kinds, Source::Calls].into_iter();
        let firsts = sources.filter(|source| self.first_of(*source) == moment.at);
        firsts.min_by_key(|source| whose(*source)).unwrap_or(Source::Heap)
    }

    /// When the next event of a source is, and its class.
    #[inline(always)]
    fn first_of(&self, source: Source) -> u64 {
        match source {
            Source::Agents => self.agents.first(),
            Source::Kinds => self.kinds.first(),
            Source::Calls => self.calls.first(),
            Source::Heap => self.first_planned,
        }
    }

    /// The next event of the heap.
    fn planned(&mut self) -> Option<Event> {
        let Reverse(entry) = self.heap.pop()?;
        self.first_planned =
            self.heap.peek().map_or(u64::MAX, |Reverse(first)| Moment::of_key(first.key.0).at);
        Some(entry.event)
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

    /// The next of a call; `None` where it was forgotten meanwhile, and is cleared now.
    fn calls_event(&mut self, moment: Moment) -> Option<Event> {
        let call = CallSlot(self.calls.whose());
        if self.call_orders[call.0 as usize] == FORGOTTEN {
            self.calls.clear(call.0, &self.call_orders);
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
