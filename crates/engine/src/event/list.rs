//! The events to come: timers where there is one for each agent, call and caller kind, a heap for the rest.
//!
//! What an agent is at ends once; a call that is open waits for one thing; a kind has one next caller. These are
//! nearly all events. Agents and calls have timers on a wheel, and a kind's next caller in a tournament. What the wheel
//! doesn't reach, thirty-six minutes ahead, is in another tournament for calls (late redials, much patience), and for
//! agents (long meals and talks) in the heap, which holds what is planned days ahead: shifts, rests, requests, openings.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::timers::Timers;
use super::wheel::Wheel;
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

/// Of a call that waits for nothing late: after all others.
const NOTHING_LATE: u64 = u64::MAX;

/// Where events come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Soon,
    Kinds,
    Calls,
    Heap,
}

/// The events to come, earliest first.
#[derive(Clone, Debug)]
pub(crate) struct EventList {
    /// What comes soon: when what an agent is at ends (a call with its wrap-up, or a rest), and what an open call waits
    /// for. An agent's timer has his number; those of calls come after all agents'.
    soon: Wheel,
    agents: u32,
    /// When what an agent is at ends, where that is late and in the heap.
    late_ends: Vec<u64>,
    /// What open calls wait for that does not come soon, and by call its place among those of one instant.
    calls: Timers,
    call_orders: Vec<u64>,
    /// The next first call of a kind, and that caller's place.
    kinds: Timers,
    kind_orders: Vec<u64>,
    heap: BinaryHeap<Reverse<Entry>>,
    /// When the next event of the heap is; after all others where there is none.
    first_planned: u64,
    scheduled: u64,
    /// When the last event was.
    reached: u64,
}

impl EventList {
    pub(crate) fn new(agents: usize, kinds: usize) -> EventList {
        EventList {
            soon: Wheel::new(agents),
            agents: agents as u32,
            late_ends: vec![u64::MAX; agents],
            calls: Timers::new(16),
            call_orders: Vec::new(),
            kinds: Timers::new(kinds),
            kind_orders: vec![0; kinds],
            heap: BinaryHeap::new(),
            first_planned: u64::MAX,
            scheduled: 0,
            reached: 0,
        }
    }

    /// Schedules what is neither an agent's, a call's nor a kind's next.
    pub(crate) fn schedule(&mut self, moment: Moment, event: Event) {
        self.scheduled += 1;
        self.heap.push(Reverse(Entry { key: (moment.key(), self.scheduled), event }));
        self.first_planned = self.first_planned.min(moment.at);
    }

    /// An agent's handling or rest ends then. What he was at before has ended, or was cut short.
    #[inline(always)]
    pub(crate) fn ends(&mut self, agent: AgentId, at: Time, class: Class) {
        let moment = Moment::of_agent(at, class, agent);
        if Wheel::reaches(moment.at, self.reached) {
            self.soon.set(agent.0, moment.at, moment.who);
        } else {
            self.ends_late(agent, moment);
        }
    }

    #[inline(never)]
    fn ends_late(&mut self, agent: AgentId, moment: Moment) {
        self.late_ends[agent.index()] = moment.at;
        let event = if moment.is(Class::Finishing) {
            Event::HandlingEnds { agent }
        } else {
            Event::RestEnds { agent }
        };
        self.schedule(moment, event);
    }

    /// What an agent is at is cut short.
    pub(crate) fn is_cut_short(&mut self, agent: AgentId) {
        self.soon.clear(agent.0);
        self.late_ends[agent.index()] = u64::MAX;
    }

    /// A call's next moment, by class: the offer or the next step in its queue, the end of patience or of a chat, the
    /// redial. What it waited for before has come, or was forgotten.
    #[inline(always)]
    pub(crate) fn awaits(&mut self, call: CallSlot, moment: Moment) {
        if Wheel::reaches(moment.at, self.reached) {
            self.soon.set(self.agents + call.0, moment.at, moment.who);
        } else {
            self.awaits_late(call, moment);
        }
    }

    #[inline(never)]
    fn awaits_late(&mut self, call: CallSlot, moment: Moment) {
        let place = call.0 as usize;
        if place >= self.call_orders.len() {
            self.call_orders.resize(2 * (place + 1), NOTHING_LATE);
        }
        self.call_orders[place] = moment.who;
        self.calls.set(call.0, moment.at, &self.call_orders);
    }

    /// A call waits for nothing any more.
    #[inline(always)]
    pub(crate) fn forgets(&mut self, call: CallSlot) {
        self.soon.clear(self.agents + call.0);
        if self.call_orders.get(call.0 as usize).is_some_and(|order| *order != NOTHING_LATE) {
            self.forgets_late(call);
        }
    }

    #[inline(never)]
    fn forgets_late(&mut self, call: CallSlot) {
        self.calls.clear(call.0, &self.call_orders);
        self.call_orders[call.0 as usize] = NOTHING_LATE;
    }

    /// The next first call of a kind.
    #[inline(always)]
    pub(crate) fn arrives(&mut self, kind: KindId, at: Time, caller: u64) {
        self.kind_orders[kind.index()] = caller_order(kind, caller, 0);
        self.kinds.set(kind.0, Moment::new(at, Class::Arriving, 0).at, &self.kind_orders);
    }

    /// No more first calls of a kind come.
    #[cold]
    pub(crate) fn ends_arrivals(&mut self, kind: KindId) {
        self.kinds.clear(kind.0, &self.kind_orders);
    }

    /// Takes the earliest event if it happens before `limit`.
    // Inlined into the loop, its only caller: each source of events then leads straight to its handlers.
    #[inline(always)]
    pub(crate) fn next_before(&mut self, limit: Time) -> Option<(Moment, Event)> {
        loop {
            let (soon, kinds) = (self.soon.first(), self.kinds.first());
            let later = self.calls.first().min(self.first_planned);
            let moment = Moment { at: soon.min(kinds).min(later), who: 0 };
            // Nothing that is set lies so late: an empty list ends here too.
            if moment.time() >= limit {
                return None;
            }
            self.reached = moment.at;
            let source = if soon < kinds && soon < later {
                Source::Soon
            } else if kinds < soon && kinds < later {
                Source::Kinds
            } else {
                self.first_of_all(moment)
            };
            let event = match source {
                Source::Soon => self.soon_event(moment),
                Source::Kinds => self.kinds_event(),
                Source::Calls => self.late_call_event(moment),
                Source::Heap => match self.planned_event(moment) {
                    Some(event) => event,
                    None => continue,
                },
            };
            return Some((moment, event));
        }
    }

    /// The source of the next event where that comes late, or several have one of its instant and class: then the one
    /// whose is next by agent or caller.
    #[inline(never)]
    fn first_of_all(&self, moment: Moment) -> Source {
        let whose = |source| match source {
            Source::Soon => self.soon.order(),
            Source::Kinds => self.kind_orders[self.kinds.whose() as usize],
            Source::Calls => self.call_orders[self.calls.whose() as usize],
            Source::Heap => self.heap.peek().map_or(u64::MAX, |Reverse(first)| first.key.0 as u64),
        };
        // What was planned long ago comes before what has just begun.
        let sources = [Source::Heap, Source::Soon, Source::Kinds, Source::Calls].into_iter();
        let firsts = sources.filter(|source| self.first_of(*source) == moment.at);
        firsts.min_by_key(|source| whose(*source)).unwrap_or(Source::Heap)
    }

    /// When the next event of a source is, and its class.
    fn first_of(&self, source: Source) -> u64 {
        match source {
            Source::Soon => self.soon.first(),
            Source::Kinds => self.kinds.first(),
            Source::Calls => self.calls.first(),
            Source::Heap => self.first_planned,
        }
    }

    /// The next event of the heap; `None` where it was the end of what an agent is not at any more.
    fn planned_event(&mut self, moment: Moment) -> Option<Event> {
        let Reverse(entry) = self.heap.pop()?;
        self.first_planned =
            self.heap.peek().map_or(u64::MAX, |Reverse(first)| Moment::of_key(first.key.0).at);
        if let Event::HandlingEnds { agent } | Event::RestEnds { agent } = entry.event {
            let ends = std::mem::replace(&mut self.late_ends[agent.index()], u64::MAX);
            if ends != moment.at {
                self.late_ends[agent.index()] = ends;
                return None;
            }
        }
        Some(entry.event)
    }

    /// What comes soon.
    #[inline(always)]
    fn soon_event(&mut self, moment: Moment) -> Event {
        let timer = self.soon.whose();
        self.soon.takes_first();
        if timer >= self.agents {
            return call_event(CallSlot(timer - self.agents), moment);
        }
        let agent = AgentId(timer);
        if moment.is(Class::Finishing) { Event::HandlingEnds { agent } } else { Event::RestEnds { agent } }
    }

    /// The next first call. Its timer is set anew, or cleared, by whoever it arrives at.
    fn kinds_event(&mut self) -> Event {
        Event::Arrives { kind: KindId(self.kinds.whose()) }
    }

    /// What a call waited for long.
    fn late_call_event(&mut self, moment: Moment) -> Event {
        let call = CallSlot(self.calls.whose());
        self.forgets_late(call);
        call_event(call, moment)
    }
}

/// What a call waits for, by class.
#[inline(always)]
fn call_event(call: CallSlot, moment: Moment) -> Event {
    match moment {
        moment if moment.is(Class::GivingUp) => Event::PatienceEnds { call },
        moment if moment.is(Class::Finishing) => Event::ChatEnds { call },
        moment if moment.is(Class::Offering) => Event::IsOffered { call },
        _ => Event::Redials { call },
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

#[cfg(test)]
mod tests;
