//! The list against a plain one that is searched through.

use super::*;
use crate::time::Span;

/// What a plain list holds: when, in which order it was scheduled, and what.
type Plain = Vec<(u128, u64, Event)>;

const AGENTS: u64 = 5;
const CALLS: u64 = 6;
const KINDS: u64 = 2;

/// A list and a plain one that is searched through, with the same in both.
struct Both {
    list: EventList,
    plain: Plain,
    scheduled: u64,
    dice: u64,
    now: Time,
}

impl Both {
    fn throw(&mut self, sides: u64) -> u64 {
        self.dice = self.dice * 48_271 % 2_147_483_647;
        self.dice / 7 % sides
    }

    /// One of few instants: some are this one, and some the wheel does not reach.
    fn soon_or_late(&mut self) -> Time {
        let minutes = [0, 0, 1, 10, 35, 36, 40, 75, 200][self.throw(9) as usize];
        // Whole tens of minutes, where many meet.
        let at = self.now + Span::seconds(60 * minutes);
        Time::seconds(at.as_us() / 1_000_000 / 600 * 600).max(self.now)
    }

    fn adds(&mut self, moment: Moment, event: Event) {
        self.scheduled += 1;
        self.plain.push((moment.key(), self.scheduled, event));
    }

    fn has(&self, is_it: impl Fn(&Event) -> bool) -> bool {
        self.plain.iter().any(|(.., event)| is_it(event))
    }

    fn agent_is_at_something(&mut self) {
        let agent = AgentId(self.throw(AGENTS) as u32);
        let is_his = move |event: &Event| matches!(event, Event::HandlingEnds { agent: his } | Event::RestEnds { agent: his } if *his == agent);
        if self.has(is_his) {
            if self.throw(3) == 0 {
                self.plain.retain(|(.., event)| !is_his(event));
                self.list.is_cut_short(agent);
            }
            return;
        }
        let at = self.soon_or_late();
        let (class, event) = if self.throw(2) == 0 {
            (Class::Finishing, Event::HandlingEnds { agent })
        } else {
            (Class::Joining, Event::RestEnds { agent })
        };
        self.list.ends(agent, at, class);
        self.adds(Moment::of_agent(at, class, agent), event);
    }

    fn call_waits_for_something(&mut self) {
        let call = CallSlot(self.throw(CALLS) as u32);
        let of_call = |event: &Event| {
            matches!(event, Event::PatienceEnds { call: its } | Event::IsOffered { call: its }
                | Event::ChatEnds { call: its } | Event::Redials { call: its } if *its == call)
        };
        if self.has(of_call) {
            if self.throw(3) == 0 {
                self.plain.retain(|(.., event)| !of_call(event));
                self.list.forgets(call);
            }
            return;
        }
        let classes = [Class::GivingUp, Class::Offering, Class::Finishing, Class::Arriving];
        let class = classes[self.throw(4) as usize];
        // No two calls are of one caller.
        let caller = (1 + self.throw(4)) * CALLS + u64::from(call.0);
        let order = caller_order(KindId(self.throw(KINDS) as u32), caller, 1);
        let moment = Moment::new(self.soon_or_late(), class, order);
        self.list.awaits(call, moment);
        self.adds(moment, call_event(call, moment));
    }

    fn kind_has_a_next_caller(&mut self, kind: u64) {
        let kind = KindId(kind as u32);
        let (at, caller) = (self.soon_or_late(), self.throw(100));
        self.list.arrives(kind, at, caller);
        self.adds(Moment::new(at, Class::Arriving, caller_order(kind, caller, 0)), Event::Arrives { kind });
    }

    fn something_is_planned(&mut self) {
        // One agent has no two events of a class at once: these are others.
        let agent = AgentId((AGENTS + self.throw(AGENTS)) as u32);
        let (class, event) = [
            (Class::Leaving, Event::ShiftEnds { agent }),
            (Class::Joining, Event::Comes { agent }),
            (Class::RestDue, Event::RestFallsDue { agent, rest: 0 }),
        ][self.throw(3) as usize];
        let moment = Moment::of_agent(self.soon_or_late(), class, agent);
        self.list.schedule(moment, event);
        self.adds(moment, event);
    }

    /// The next is taken from both.
    fn goes_on(&mut self) {
        let least = self.plain.iter().enumerate().min_by_key(|(_, (key, scheduled, _))| (*key, *scheduled));
        let (place, &(key, _, event)) = least.expect("kinds always have a next caller");
        self.plain.swap_remove(place);
        let moment = Moment::of_key(key);
        assert_eq!(self.list.next_before(moment.time()), None);
        let (found, found_event) = self.list.next_before(Time::NEVER).expect("there is one");
        assert_eq!((found.at, found_event), (moment.at, event), "at {:?}", moment.time());
        self.now = moment.time();
        if let Event::Arrives { kind } = event {
            self.kind_has_a_next_caller(kind.0.into());
        }
    }
}

#[test]
fn events_come_in_the_order_in_which_a_plain_list_has_them() {
    for seed in 1..=40 {
        let list = EventList::new(AGENTS as usize, KINDS as usize);
        let mut both = Both { list, plain: Vec::new(), scheduled: 0, dice: seed, now: Time::ZERO };
        (0..KINDS).for_each(|kind| both.kind_has_a_next_caller(kind));
        for _ in 0..3_000 {
            match both.throw(5) {
                0 => both.agent_is_at_something(),
                1 | 2 => both.call_waits_for_something(),
                3 if both.throw(4) == 0 => both.something_is_planned(),
                _ => both.goes_on(),
            }
        }
    }
}
