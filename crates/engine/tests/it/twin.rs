//! A naive twin of the engine, written from the rules alone (`docs/semantics.md`, by number below) and fed the
//! same luck. At each step it looks at everybody for what comes next; slow and plain, and an oracle for that.

mod agents;
mod cases;
mod chats;
mod help;
mod outcomes;
mod people;

use acd_engine::*;

use self::cases::{end_of_work, is_work};
use self::chats::call_has_no_line;
use crate::log::{Line, caller_line, told};

#[derive(Clone)]
struct Call {
    facts: CallFacts,
    luck: Address,
    /// Of work: when its case was opened, and the attempts before this one.
    case: Time,
    tries: u32,
    /// In the IVR until then, and where to.
    ivr: Option<(Time, IvrEnd)>,
    queue: QueueId,
    offered: Time,
    gives_up: Time,
    /// The steps of its queue that have passed; whether the caller hung up to be called back.
    done: Vec<(Span, help::Step)>,
    hung_up: bool,
}

#[derive(Clone)]
struct Agent {
    group: usize,
    doing: Doing,
    /// Doing it since, and until (what has an end of its own).
    since: Time,
    until: Time,
    /// The number of the event at which he turned to it.
    turn: u64,
    /// The talk of his call, the longest of his chats.
    talk: Span,
    /// When his chats end, and their queue.
    chats: Vec<Time>,
    chats_of: QueueId,
    /// Time handling and available since he logged in, until he turned to what he does.
    handled: Span,
    available: Span,
    duty: Option<Duty>,
    /// The number of duties that have begun; the start of the one that later ones continue.
    duties: usize,
    started: Time,
    /// Late, he comes then.
    comes: Time,
    /// His shift is over and he stays for those who are inside after closing.
    stays: bool,
    /// Meals and planned breaks, and requests for pool breaks: to fall due, and due.
    rests: Vec<(Time, usize)>,
    rests_due: Vec<(Time, usize)>,
    asks: Vec<Time>,
    asked: Vec<Time>,
    /// Calls he has answered.
    answered: u32,
    /// Working time to the next request.
    clock: Option<Span>,
    /// On this duty: clocks drawn, meals and breaks begun, breaks of the pool begun, breaks asked for, time spent.
    clocks: u32,
    rested: u32,
    begun: u32,
    used: u32,
    spent: Span,
}

#[derive(Clone, Copy)]
enum What {
    Opens,
    ShiftEnds(usize),
    Heads(usize),
    HandlingEnds(usize),
    ChatEnds(usize, usize),
    SeatIsFree,
    Comes(usize),
    ShiftStarts(usize),
    RestEnds(usize),
    RestIsDue(usize),
    Asks(usize),
    LeavesIvr(usize),
    StepIsDue(usize),
    WorkComes(usize),
    Arrives(usize),
    Redials(usize),
    CallsAgain(usize),
    GivesUp(usize),
    Closes,
}

pub struct Twin<'a> {
    model: &'a Model,
    luck: Luck,
    now: Time,
    opened: usize,
    closed: usize,
    agents: Vec<Agent>,
    /// Of each group: its head count, how many of its changes have been, and the last count above zero.
    heads: Vec<(u32, usize, u32)>,
    first_calls: Vec<Vec<Time>>,
    first_called: Vec<usize>,
    redials: Vec<(Time, CallFacts)>,
    unsettled: Vec<outcomes::Unsettled>,
    /// Work to come: when, after which call, and its place among what that leads to.
    to_come: Vec<(Time, u64, u64, Call)>,
    arrived: u64,
    in_ivr: Vec<Call>,
    /// In order of offering.
    waiting: Vec<Call>,
    /// Of each queue the wait of the call that was answered last.
    last_waits: Vec<Span>,
    /// How many events have been.
    events: u64,
    /// Busy lines of those in talk: until when.
    talks: Vec<Time>,
    pub lines: Vec<Line>,
}

/// What a twin saw of a stretch.
pub fn lines_of_twin(model: &Model, luck: Luck) -> Vec<Line> {
    let mut twin = Twin::new(model, luck);
    while twin.steps() {}
    twin.lines
}

impl<'a> Twin<'a> {
    fn new(model: &'a Model, luck: Luck) -> Twin<'a> {
        let agent = |person: &Person| Agent {
            group: person.group.index(),
            doing: Doing::Off,
            since: Time::ZERO,
            until: Time::NEVER,
            turn: 0,
            talk: Span::ZERO,
            chats: Vec::new(),
            chats_of: QueueId(0),
            handled: Span::ZERO,
            available: Span::ZERO,
            duty: None,
            duties: 0,
            started: Time::ZERO,
            comes: Time::NEVER,
            stays: false,
            rests: Vec::new(),
            rests_due: Vec::new(),
            asks: Vec::new(),
            asked: Vec::new(),
            answered: 0,
            clock: None,
            clocks: 0,
            rested: 0,
            begun: 0,
            used: 0,
            spent: Span::ZERO,
        };
        let calls_of = |kind| luck.first_calls(model, KindId::from(kind)).collect();
        Twin {
            model,
            luck,
            now: Time::ZERO,
            opened: 0,
            closed: 0,
            agents: model.people().iter().map(agent).collect(),
            heads: vec![(0, 0, 0); model.groups.len()],
            first_calls: (0..model.kinds.len()).map(calls_of).collect(),
            first_called: vec![0; model.kinds.len()],
            redials: Vec::new(),
            unsettled: Vec::new(),
            to_come: Vec::new(),
            arrived: 0,
            in_ivr: Vec::new(),
            waiting: Vec::new(),
            last_waits: vec![Span::ZERO; model.queues.len()],
            events: 0,
            talks: Vec::new(),
            lines: Vec::new(),
        }
    }

    /// One event and what follows from it at once; false at the end.
    fn steps(&mut self) -> bool {
        let end = if self.model.calendar.stops_at_end { self.model.calendar.end() } else { Time::NEVER };
        let next = self.upcoming().into_iter().min_by_key(|&(at, class, who, _)| (at, class, who));
        let Some((at, _, _, what)) = next.filter(|&(at, ..)| at < end) else {
            self.ends(end);
            return false;
        };
        let passed = at.since(self.now);
        for agent in 0..self.agents.len() {
            if self.clock_runs(agent) {
                self.agents[agent].clock = self.agents[agent].clock.map(|left| left.less(passed));
            }
        }
        self.now = at;
        self.events += 1;
        self.happens(what);
        while self.follows() {}
        true
    }

    /// All that may come next, with its class (rule 2) and whom it is about.
    fn upcoming(&self) -> Vec<(Time, u8, [u64; 3], What)> {
        let mut all = Vec::new();
        let windows = &self.model.calendar.windows;
        all.extend(windows.get(self.opened).map(|window| (window.opens, 0, [0; 3], What::Opens)));
        all.extend(windows.get(self.closed).map(|window| (window.closes, 8, [0; 3], What::Closes)));
        for (group, &(heads, changes, _)) in self.heads.iter().enumerate() {
            let Staffing::HeadCount(counts) = &self.model.groups[group].staffing else { continue };
            let first = self.agents.iter().position(|agent| agent.group == group).unwrap_or(0) as u64;
            let Some(&(at, count)) = counts.get(changes) else { continue };
            all.push((at, if count < heads { 0 } else { 3 }, [first, 0, 0], What::Heads(group)));
        }
        if let Some(agent) = self.next_seated().filter(|_| self.has_seat()) {
            all.push((self.now, 3, [agent as u64, 0, 0], What::SeatIsFree));
        }
        for (index, agent) in self.agents.iter().enumerate() {
            let who = |turn| [index as u64, turn, 0];
            let next_duty = self.duties(index).get(agent.duties);
            if let Some(duty) = agent.duty.filter(|_| !self.goes_on(index)) {
                all.push((duty.end, 0, who(0), What::ShiftEnds(index)));
            }
            // A duty that goes on is a shift end and start in one.
            let class = if self.goes_on(index) { 0 } else { 3 };
            all.extend(next_duty.map(|duty| (duty.start, class, who(0), What::ShiftStarts(index))));
            if agent.doing == Doing::Late {
                all.push((agent.comes, 3, who(0), What::Comes(index)));
            }
            match agent.doing {
                Doing::Handling => all.push((agent.until, 1, who(0), What::HandlingEnds(index))),
                Doing::Off | Doing::Late | Doing::AwaitingSeat | Doing::Idle | Doing::Mentoring => {}
                _ => all.push((agent.until, 3, who(1), What::RestEnds(index))),
            }
            for (chat, &ends) in agent.chats.iter().enumerate() {
                all.push((ends, 1, who(0), What::ChatEnds(index, chat)));
            }
            all.extend(agent.rests.first().map(|&(at, _)| (at, 4, who(0), What::RestIsDue(index))));
            all.extend(agent.asks.first().map(|&at| (at, 4, who(1), What::Asks(index))));
            if let Some(left) = agent.clock.filter(|_| self.clock_runs(index)) {
                all.push((self.now + left, 4, who(1), What::Asks(index)));
            }
        }
        let who = |call: &CallFacts| [u64::from(call.kind.0), call.caller, u64::from(call.attempt)];
        for (index, call) in self.in_ivr.iter().enumerate() {
            let at = call.ivr.expect("a way through the IVR").0;
            all.push((at, 5, who(&call.facts), What::LeavesIvr(index)));
        }
        for (index, &(at, number, place, _)) in self.to_come.iter().enumerate() {
            all.push((at, 5, [u64::MAX, number, place], What::WorkComes(index)));
        }
        for (kind, calls) in self.first_calls.iter().enumerate() {
            let caller = self.first_called[kind];
            all.extend(
                calls.get(caller).map(|&at| (at, 6, [kind as u64, caller as u64, 0], What::Arrives(kind))),
            );
        }
        for (index, (at, call)) in self.redials.iter().enumerate() {
            all.push((*at, 6, who(call), What::Redials(index)));
        }
        for (index, further) in self.unsettled.iter().enumerate() {
            all.push((further.due, 6, who(&further.call), What::CallsAgain(index)));
        }
        for (index, call) in self.waiting.iter().enumerate() {
            all.push((call.gives_up, 7, who(&call.facts), What::GivesUp(index)));
            let next = self.next_step(call).map(|(at, _)| at);
            all.extend(next.map(|at| (at, 5, who(&call.facts), What::StepIsDue(index))));
        }
        all.retain(|&(at, ..)| at < Time::NEVER);
        all
    }

    fn happens(&mut self, what: What) {
        match what {
            What::Opens => self.opens(),
            What::ShiftEnds(agent) => self.shift_ends(agent),
            What::Heads(group) => self.heads_change(group),
            What::HandlingEnds(agent) => self.handling_ends(agent),
            What::ChatEnds(agent, chat) => {
                self.agents[agent].chats.remove(chat);
                self.agents[agent].chats.is_empty().then(|| self.handling_ends(agent));
            }
            What::SeatIsFree => {
                let agent = self.next_seated().expect("somebody waits for a seat");
                self.turns(agent, Doing::Idle);
            }
            What::Comes(agent) => self.logs_in(agent),
            What::ShiftStarts(agent) => self.shift_starts(agent),
            What::RestEnds(agent) => self.turns(agent, Doing::Idle),
            What::RestIsDue(agent) => {
                let rest = self.agents[agent].rests.remove(0);
                self.agents[agent].rests_due.push(rest);
            }
            What::Asks(agent) => {
                if self.agents[agent].asks.first() == Some(&self.now) {
                    self.agents[agent].asks.remove(0);
                } else {
                    self.agents[agent].clock = None;
                }
                self.asks(agent);
            }
            What::LeavesIvr(index) => self.leaves_ivr(index),
            What::StepIsDue(index) => self.step_is_due(index),
            What::WorkComes(index) => {
                let (.., call) = self.to_come.remove(index);
                self.work_comes(call);
            }
            What::Arrives(kind) => {
                let (kind, caller) = (KindId::from(kind), self.first_called[kind] as u64);
                self.first_called[kind.index()] += 1;
                self.arrives(kind, caller, 0, None, None);
            }
            What::Redials(index) => {
                let (_, call) = self.redials.remove(index);
                self.redials(call, None);
            }
            What::CallsAgain(index) => self.calls_again(index),
            What::GivesUp(index) => {
                let call = self.waiting.remove(index);
                self.tells(Notice::Abandoned { call: call.facts, queue: call.queue, offered: call.offered });
                self.may_redial(call.facts);
            }
            What::Closes => {
                self.closed += 1;
                if self.model.after_close == AfterClose::DropWaiting {
                    let model = self.model;
                    self.drops(|call| !is_work(model, call.queue));
                }
                self.releases_the_kept();
            }
        }
    }

    fn tells(&mut self, notice: Notice) {
        self.lines.extend(told(self.now, &notice));
    }

    // Callers (rules 6 to 10).

    fn arrives(
        &mut self,
        kind: KindId,
        caller: u64,
        attempt: u32,
        previous: Option<Time>,
        previous_talk_ended: Option<Time>,
    ) {
        let (number, arrived) = (self.arrived, self.now);
        let facts = CallFacts { number, kind, caller, attempt, arrived, previous, previous_talk_ended };
        let luck = self.luck.of_call(self.model, kind, caller, attempt).luck();
        let (queue, offered, gives_up) = (QueueId(0), Time::NEVER, Time::NEVER);
        let (done, hung_up) = (Vec::new(), false);
        let mut call =
            Call { facts, luck, case: arrived, tries: 0, ivr: None, queue, offered, gives_up, done, hung_up };
        if let Entry::Queue(queue) = self.model.kinds[kind.index()].enters
            && is_work(self.model, queue)
        {
            return self.work_comes(Call { queue, ..call });
        }
        self.arrived += 1;
        self.tells(Notice::Arrived(facts));
        let now = self.now;
        self.talks.retain(|&until| until > now);
        let busy = self.in_ivr.len() + self.lines_waiting() + self.talks.len();
        if !call_has_no_line(self.model, kind) && self.model.lines.is_some_and(|lines| busy >= lines as usize)
        {
            self.tells(Notice::LineBlocked(facts));
            return self.may_redial(facts);
        }
        let kind_called = &self.model.kinds[kind.index()];
        // Rule 40: what arrives in a detour enters there.
        let detour = kind_called.detours.iter().find(|detour| (detour.from..detour.to).contains(&now));
        match detour.map_or(kind_called.enters, |detour| detour.enters) {
            Entry::Queue(queue) => self.is_offered(call, queue),
            Entry::Menu(menu) => {
                let way = self.luck.of_call(self.model, kind, caller, attempt).way(menu);
                call.ivr = Some((now + way.lasts, way.end));
                self.in_ivr.push(call);
            }
        }
    }

    fn redials(&mut self, before: CallFacts, talk_ended: Option<Time>) {
        if self.model.calendar.is_open(self.now) {
            self.arrives(before.kind, before.caller, before.attempt + 1, Some(before.arrived), talk_ended);
        } else {
            self.lines.push(caller_line(self.now, &before, "has lost a redial"));
        }
    }

    fn leaves_ivr(&mut self, index: usize) {
        let call = self.in_ivr.remove(index);
        let redial = self.model.kinds[call.facts.kind.index()].redial.as_ref();
        match call.ivr.expect("a way through the IVR").1 {
            IvrEnd::Queue(queue) => self.is_offered(call, queue),
            IvrEnd::HangUp => {
                self.tells(Notice::HungUpInIvr { call: call.facts, at: self.now });
                redial.is_some_and(|redial| redial.after_hang_up).then(|| self.may_redial(call.facts));
            }
            IvrEnd::Served => {
                self.tells(Notice::ServedByIvr { call: call.facts, at: self.now });
                redial.is_some_and(|redial| redial.after_served).then(|| self.may_redial(call.facts));
            }
        }
    }

    fn is_offered(&mut self, mut call: Call, queue: QueueId) {
        (call.queue, call.offered) = (queue, self.now);
        self.tells(Notice::Offered { call: call.facts, queue });
        let fate = self.luck.of_call(self.model, call.facts.kind, call.facts.caller, call.facts.attempt);
        let capacity = self.model.queues[queue.index()].capacity.map_or(usize::MAX, |most| most as usize);
        let in_queue = self.waiting.iter().filter(|other| other.queue == queue).count();
        if self.is_closed() && (self.model.after_close == AfterClose::DropWaiting || !self.is_served(queue)) {
            self.waiting.push(call);
            self.drops(|call| call.queue == queue);
        } else if let Some(agent) = self.next_agent(&call) {
            self.answers_call(agent, call);
        } else if let Some(agent) = self.chatting_agent(&call) {
            self.answers_call(agent, call);
        } else if in_queue >= capacity {
            self.tells(Notice::Blocked { call: call.facts, queue });
            self.may_redial(call.facts);
        } else if fate.balks() {
            self.tells(Notice::Abandoned { call: call.facts, queue, offered: self.now });
            self.may_redial(call.facts);
        } else {
            self.waits(call);
        }
    }

    fn may_redial(&mut self, call: CallFacts) {
        let Some(redial) = &self.model.kinds[call.kind.index()].redial else { return };
        let fate = self.luck.of_call(self.model, call.kind, call.caller, call.attempt);
        if redial.at_most.is_none_or(|most| call.attempt < most)
            && let Some(after) = fate.redials_after()
        {
            let (from, due) = (self.now, self.now + after);
            self.tells(Notice::PlannedRedial { call, from, due });
            self.redials.push((due, call));
        }
    }

    fn drops(&mut self, whom: impl Fn(&Call) -> bool) {
        let (dropped, kept) = self.waiting.iter().cloned().partition(|call| whom(call));
        self.waiting = kept;
        for call in dropped {
            let Call { facts, queue, offered, .. } = call;
            self.tells(Notice::Dropped { call: facts, queue, offered });
            let redial = self.model.kinds[facts.kind.index()].redial.as_ref();
            redial.is_some_and(|redial| redial.after_drop).then(|| self.may_redial(facts));
        }
    }

    /// After a closing and before the next opening.
    fn is_closed(&self) -> bool {
        self.closed == self.opened && self.closed > 0
    }

    fn ends(&mut self, end: Time) {
        self.now = if end < Time::NEVER { end } else { self.now.max(end_of_work(self.model)) };
        for call in std::mem::take(&mut self.in_ivr) {
            self.tells(Notice::StillInIvr(call.facts));
        }
        let waiting = std::mem::take(&mut self.waiting);
        for &Call { facts, queue, offered, .. } in &waiting {
            self.tells(Notice::StillWaiting { call: facts, queue, offered });
        }
        for call in waiting {
            self.is_never_handled(&call);
        }
    }
}
