//! What luck holds for a call and for an agent's duty: every draw of the engine, by name.
//!
//! A fate is an address and the model it is read by. It is looked at when the engine needs it, and whenever
//! it is looked at it says the same; so a caller's whole fate is settled at birth, and anyone may look it up
//! without running a day: [`Luck::of_call`], [`Luck::of_duty`], [`Luck::first_calls`].

use std::cell::Cell;

use rand_distr::Distribution as _;

use crate::arrivals::ArrivalStream;
use crate::distribution::{Distribution, choose, uniform};
use crate::id::{AgentId, KindId, MenuId, QueueId};
use crate::luck::{Address, Luck, Purpose, Stream};
use crate::model::{AskingClock, BreakPool, Duty, Exit, GivenCall, LeadsTo, Model, People, Reaches};
use crate::time::{Span, Time};

/// A caller who goes round in the IVR this often hangs up: he is not a person any more.
const MENU_VISITS_AT_MOST: u64 = 1_000;

/// What `resigns` calls a month.
const MONTH_S: f64 = 30.0 * 86_400.0;

/// How long a caller spends in the IVR, and where it ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WayOut {
    /// Time in all menus.
    pub lasts: Span,
    /// How it ends.
    pub end: IvrEnd,
}

/// How a caller leaves the IVR.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IvrEnd {
    /// Hangs up before a choice.
    HangUp,
    /// Served by the automatic service.
    Served,
    /// Asks for a human.
    Queue(QueueId),
}

/// The fate of one call: its caller's kind and number, the attempt.
pub struct CallFate<'a> {
    model: &'a Model,
    kind: KindId,
    caller: u64,
    given: Option<&'a GivenCall>,
    address: Address,
    ran_out: Cell<bool>,
}

impl CallFate<'_> {
    /// The luck of the call.
    pub fn luck(&self) -> Address {
        self.address
    }
}

impl Luck {
    /// The fate of a call: the `caller`th (from zero) of a kind, at his `attempt`th redial (the first call is 0).
    pub fn of_call(self, model: &Model, kind: KindId, caller: u64, attempt: u32) -> CallFate<'_> {
        let address = self.of_kind(model.kind_address(kind)).of_call(caller, attempt);
        CallFate::new(model, address, kind, caller, attempt)
    }

    /// The fate of an agent on a duty that starts on a day (from zero).
    pub fn of_duty(self, model: &Model, agent: AgentId, day: u32) -> DutyFate {
        let person = &model.people()[agent.index()];
        let address = self.of(person.address, [u64::from(person.number), u64::from(day)]);
        DutyFate { address, ran_out: Cell::new(false) }
    }

    /// When an agent resigns, by the luck of all his duties; never where nobody of his group does.
    pub fn resigns(self, model: &Model, agent: AgentId) -> Time {
        let person = &model.people()[agent.index()];
        let share = model.groups[person.group.index()].people.resigns_a_month;
        let first = model.shift_of(agent).and_then(|shift| shift.duties.first());
        let Some(first) = first.filter(|_| share > 0.0) else { return Time::NEVER };
        let address = self.of(person.address, [u64::from(person.number), u64::MAX]);
        let stays = uniform(&mut address.stream(Purpose::Resignation));
        let months = libm::log(stays) / libm::log1p(-share);
        first.start + Span::from_seconds_f64(months * MONTH_S)
    }

    /// When the first calls of a kind come, in order of time.
    pub fn first_calls(self, model: &Model, kind: KindId) -> impl Iterator<Item = Time> {
        let mut stream = ArrivalStream::new(model, kind, self);
        std::iter::from_fn(move || stream.next(model, self))
    }
}

impl<'a> CallFate<'a> {
    /// The fate of a call or piece of work by its luck.
    #[inline(always)]
    pub fn new(model: &'a Model, address: Address, kind: KindId, caller: u64, attempt: u32) -> CallFate<'a> {
        let given = model.given_call(kind, caller, attempt);
        CallFate { model, kind, caller, given, address, ran_out: Cell::new(false) }
    }

    /// The way through the IVR from the menu that the call enters at.
    #[inline(always)]
    pub fn way(&self, entry: MenuId) -> WayOut {
        let (mut lasts, mut menu_id) = (Span::ZERO, entry);
        for visit in 0..MENU_VISITS_AT_MOST {
            let menu = &self.model.menus[menu_id.index()];
            let mut stream = self.address.numbered_stream(Purpose::Menu, visit);
            let number = uniform(&mut stream);
            // Before the exit is looked for: which it is nobody can guess, and a length takes its time.
            lasts += draw(&menu.lasts, stream, self.caller, &self.ran_out);
            let place = choose(menu.exits.iter().map(|&(share, _)| share), number);
            let end = match menu.exits[place].1 {
                Exit::HangUp => IvrEnd::HangUp,
                Exit::Served => IvrEnd::Served,
                Exit::Queue(queue) => IvrEnd::Queue(queue),
                Exit::Menu(next) => {
                    menu_id = next;
                    continue;
                }
            };
            return WayOut { lasts, end };
        }
        WayOut { lasts, end: IvrEnd::HangUp }
    }

    /// Whether the caller hangs up at once when no agent is free.
    pub fn balks(&self) -> bool {
        let share = self.model.kinds[self.kind.index()].balks;
        share > 0.0 && happens(share, self.address.stream(Purpose::Balk))
    }

    /// How long he waits before he gives up; `None`: for ever.
    #[inline(always)]
    pub fn patience(&self) -> Option<Span> {
        if let Some(given) = self.given.and_then(|given| given.patience) {
            return Some(given);
        }
        let patience = self.model.kinds[self.kind.index()].patience.as_ref()?;
        Some(self.draw(patience, Purpose::Patience))
    }

    /// Talk time, should an agent answer him in a queue.
    #[inline(always)]
    pub fn talk(&self, queue: QueueId) -> Span {
        match self.given.and_then(|given| given.talk) {
            Some(given) => given,
            None => self.draw(&self.model.queues[queue.index()].talk, Purpose::Talk),
        }
    }

    /// Wrap-up time after that talk.
    #[inline(always)]
    pub fn wrap_up(&self, queue: QueueId) -> Span {
        if let Some(given) = self.given.and_then(|given| given.wrap_up) {
            return given;
        }
        match &self.model.queues[queue.index()].wrap_up {
            Some(wrap_up) => self.draw(wrap_up, Purpose::WrapUp),
            None => Span::ZERO,
        }
    }

    /// How long after this call he calls again, should it end without an answer; `None`: he doesn't.
    pub fn redials_after(&self) -> Option<Span> {
        let redial = self.model.kinds[self.kind.index()].redial.as_ref()?;
        if !happens(redial.share, self.address.stream(Purpose::Redial)) {
            return None;
        }
        Some(self.draw_again(&redial.after, Purpose::Redial))
    }

    /// How long after the end of handling the work comes that it leads to; `None`: it doesn't. By the luck of that work.
    pub fn comes_after(&self, leads_to: &LeadsTo) -> Option<Span> {
        if !happens(leads_to.share, self.address.stream(Purpose::LeadsTo)) {
            return None;
        }
        Some(leads_to.after.as_ref().map_or(Span::ZERO, |after| self.draw_again(after, Purpose::LeadsTo)))
    }

    /// Whether somebody is reached who is called for a piece of work.
    pub fn is_reached(&self, reaches: &Reaches) -> bool {
        happens(reaches.share, self.address.stream(Purpose::Reaches))
    }

    /// How long after an attempt that reached nobody the next one comes.
    pub fn tried_again_after(&self, reaches: &Reaches) -> Option<Span> {
        reaches.again.as_ref().map(|again| self.draw_again(again, Purpose::Reaches))
    }

    /// The luck of the work that this call leads to in a queue.
    pub fn luck_of_work(&self, queue: QueueId) -> Address {
        self.address.of_work(self.model.work().address(queue))
    }

    /// The luck of the next attempt after one that reached nobody.
    pub fn luck_of_next_attempt(&self) -> Address {
        self.address.of_next_attempt()
    }

    /// Whether he accepts to be called back, of whom this share does.
    pub fn accepts_call_back(&self, share: f64) -> bool {
        share > 0.0 && happens(share, self.address.stream(Purpose::AcceptsCallBack))
    }

    /// Whether he is there when he is called back, of whom this share is.
    pub fn is_there(&self, share: f64) -> bool {
        share > 0.0 && happens(share, self.address.stream(Purpose::IsReached))
    }

    /// Whether he hangs up at once, told to wait for longer than he will, as this share does.
    pub fn balks_when_told(&self, share: f64) -> bool {
        share > 0.0 && happens(share, self.address.stream(Purpose::BalksWhenTold))
    }

    /// Whether his matter is settled by an agent who settles this share.
    pub fn is_resolved(&self, share: f64) -> bool {
        happens(share, self.address.stream(Purpose::Resolution))
    }

    /// How long after the talk he calls again, should his matter not be settled; `None`: he doesn't.
    pub fn calls_again_after(&self) -> Option<Span> {
        let again = self.model.kinds[self.kind.index()].calls_again.as_ref()?;
        if !happens(again.share, self.address.stream(Purpose::CallsAgain)) {
            return None;
        }
        let stream = self.address.numbered_stream(Purpose::CallsAgain, 1);
        Some(draw(&again.after, stream, self.caller, &self.ran_out))
    }

    /// Whether he is satisfied, where that has this probability.
    pub fn is_satisfied(&self, probability: f64) -> bool {
        happens(probability, self.address.stream(Purpose::Satisfaction))
    }

    /// Which of so many agents alike answers him, where that is left to chance.
    pub fn next_agent(&self, agents: usize) -> usize {
        (uniform(&mut self.address.stream(Purpose::NextAgent)) * agents as f64) as usize
    }

    /// Whether a listed distribution had no value for him in what was looked at so far.
    pub fn list_ran_out(&self) -> bool {
        self.ran_out.get()
    }

    /// Draws the length of what happened by a first draw of the same purpose.
    fn draw_again(&self, distribution: &Distribution, purpose: Purpose) -> Span {
        draw(distribution, self.address.numbered_stream(purpose, 1), self.caller, &self.ran_out)
    }

    #[inline(always)]
    fn draw(&self, distribution: &Distribution, purpose: Purpose) -> Span {
        draw(distribution, self.address.stream(purpose), self.caller, &self.ran_out)
    }
}

/// The fate of one agent on one duty: whether he comes, when he will want breaks, and how long.
pub struct DutyFate {
    address: Address,
    ran_out: Cell<bool>,
}

impl DutyFate {
    /// Whether he doesn't come, where so large a share of agents doesn't ([`crate::Design::absent_share`]).
    pub fn is_absent(&self, share: f64) -> bool {
        happens(share, self.address.stream(Purpose::Absence))
    }

    /// How late he comes; `number` is his in the shift.
    pub fn late_by(&self, people: &People, number: u32) -> Span {
        let late = people.late.as_ref();
        let late = late.filter(|late| happens(late.share, self.address.stream(Purpose::Lateness)));
        let stream = self.address.numbered_stream(Purpose::Lateness, 1);
        late.map_or(Span::ZERO, |late| draw(&late.by, stream, u64::from(number), &self.ran_out))
    }

    /// How much longer than it should the `number`th meal or break begun on this duty (from zero) lasts.
    pub fn overstays(&self, people: &People, number: u32) -> Span {
        let number = u64::from(number);
        let stream = self.address.numbered_stream(Purpose::Overstay, number);
        people.overstays.as_ref().map_or(Span::ZERO, |by| draw(by, stream, number, &self.ran_out))
    }

    /// Instants at which requests for a pool break fall due, latest first.
    ///
    /// `rush` is the share that falls into the last stretch of the duty, and that stretch.
    pub fn request_instants(
        &self,
        duty: Duty,
        pool: &BreakPool,
        requests: u32,
        rush: Option<(f64, Span)>,
    ) -> Vec<Time> {
        let latest = (duty.end - pool.each_at_most.unwrap_or(Span::ZERO)).max(duty.start);
        let instant = |number: u32| {
            let mut stream = self.address.numbered_stream(Purpose::BreakInstant, u64::from(number));
            let (from, to) = match rush {
                None => (duty.start, latest),
                Some((share, last)) => {
                    let edge = (duty.end - last).clamp(duty.start, latest);
                    if uniform(&mut stream) < share { (edge, latest) } else { (duty.start, edge) }
                }
            };
            let offset = uniform(&mut stream) * to.since(from).as_seconds_f64();
            from + Span::from_seconds_f64(offset)
        };
        let mut instants: Vec<Time> = (0..requests).map(instant).collect();
        instants.sort_unstable_by(|one, other| other.cmp(one));
        instants
    }

    /// How long the `number`th break begun on this duty (from zero) is wanted to last; `None`: as long as allowed.
    pub fn break_lasts(&self, pool: &BreakPool, number: u32) -> Option<Span> {
        let number = u64::from(number);
        let stream = self.address.numbered_stream(Purpose::BreakLength, number);
        pool.lasts.as_ref().map(|lasts| draw(lasts, stream, number, &self.ran_out))
    }

    /// The working time before the `number`th request of a clock (from zero).
    pub fn working_time(&self, clock: &AskingClock, number: u32) -> Span {
        let number = u64::from(number);
        let stream = self.address.numbered_stream(Purpose::BreakClock, number);
        draw(&clock.every, stream, number, &self.ran_out)
    }

    /// Whether a listed distribution had no value for him in what was looked at so far.
    pub fn list_ran_out(&self) -> bool {
        self.ran_out.get()
    }
}

/// Draws a length of time, taking note of a list that ran out.
#[inline(always)]
fn draw(distribution: &Distribution, stream: Stream, turn: u64, ran_out: &Cell<bool>) -> Span {
    let (span, has_run_out) = distribution.draw(stream, turn);
    if has_run_out {
        ran_out.set(true);
    }
    span
}

/// Whether something of this share happens.
fn happens(share: f64, mut stream: Stream) -> bool {
    share > 0.0 && rand_distr::Bernoulli::new(share.min(1.0)).is_ok_and(|coin| coin.sample(&mut stream))
}
