//! Rules 29 and 30: groups that may help with a call that has waited long, or while many wait, and agents who are kept
//! free. A call stays in its line; what changes is who looks at it.

use super::{Run, Wait};
use crate::calls::{Call, CallSlot};
use crate::event::{Class, Moment, caller_order};
use crate::fate::CallFate;
use crate::id::{AgentId, GroupId, QueueId};
use crate::model::{Answering, Due, Help, When};
use crate::notice::{Doing, Observer};
use crate::time::{Span, Time};

impl<O: Observer> Run<'_, O> {
    /// A call waits in a queue that has steps, an announcement or an offer.
    #[cold]
    pub(super) fn waits_with_steps(&mut self, call: Call) {
        let patience = self.looks_up(call.facts, call.luck, CallFate::patience);
        let Some(patience) = self.patience_when_told(&call, patience) else { return };
        let slot = self.joins_line(&call);
        let place = slot.0 as usize;
        if place >= self.day.waits.len() {
            self.day.waits.resize(place + 1, Wait { passed: 0, gives_up: Time::NEVER, hung_up: false });
        }
        let gives_up = patience.map_or(Time::NEVER, |patience| self.now() + patience);
        self.day.waits[place] = Wait { passed: 0, gives_up, hung_up: false };
        let offer = self.model.queues[call.queue.index()].call_back;
        if offer.is_some_and(|offer| offer.after == Span::ZERO) {
            self.is_offered_call_back(slot);
        }
        self.awaits_next_step(slot);
        self.others_help(call.queue);
    }

    /// A step of a waiting call is due.
    #[cold]
    pub(super) fn step_is_due(&mut self, slot: CallSlot) {
        let queue = self.day.calls.get(slot).queue;
        let passed = self.day.waits[slot.0 as usize].passed;
        self.day.waits[slot.0 as usize].passed += 1;
        if let Some((_, Due::CallBack)) = self.model.steps(queue).due.get(passed as usize) {
            self.is_offered_call_back(slot);
        }
        self.awaits_next_step(slot);
        self.others_help(queue);
    }

    /// Sets the call's timer: to its next step, or to the end of its patience where that comes before.
    fn awaits_next_step(&mut self, slot: CallSlot) {
        let Call { facts, queue, offered, .. } = *self.day.calls.get(slot);
        let Wait { passed, gives_up, .. } = self.day.waits[slot.0 as usize];
        let who = caller_order(facts.kind, facts.caller, facts.attempt);
        let next = self.model.steps(queue).due.get(passed as usize).map(|&(after, _)| offered + after);
        match next.filter(|next| *next <= gives_up) {
            Some(next) => self.day.events.awaits(slot, Moment::new(next, Class::Offering, who)),
            None if gives_up < Time::NEVER => {
                self.day.events.awaits(slot, Moment::new(gives_up, Class::GivingUp, who));
            }
            None => {}
        }
    }

    /// Available agents of other groups take what a step, or one more who waits, lets them take.
    fn others_help(&mut self, queue: QueueId) {
        while let Some(agent) = self.helper_for(queue) {
            self.leaves_idle(agent);
            self.takes_next_call(agent);
        }
    }

    /// The available agent who takes a waiting call of a queue that is not his own, if there is one.
    fn helper_for(&mut self, queue: QueueId) -> Option<AgentId> {
        let mut first: Option<((u64, u64), CallSlot)> = None;
        let mut groups: Vec<Answering> = Vec::new();
        for help in &self.model.steps(queue).help {
            if !self.has_more_than(help.group, self.kept(help.group)) {
                continue;
            }
            let Some((key, slot)) = self.first_for_help(queue, help.when) else { continue };
            groups.push(help.as_answering());
            if first.is_none_or(|(found, _)| key < found) {
                first = Some((key, slot));
            }
        }
        let call = *self.day.calls.get(first?.1);
        self.next_helper_of(groups, &call)
    }

    /// Of a queue's calls that a group may help with, the one that is taken first.
    fn first_for_help(&mut self, queue: QueueId, when: When) -> Option<((u64, u64), CallSlot)> {
        if self.waiting_in(queue) <= when.waiting_over {
            return None;
        }
        let mut best: Option<((u64, u64), CallSlot)> = None;
        for line in self.lines_of(queue) {
            let Some(slot) = self.first_waiting(line) else { continue };
            if self.day.waits[slot.0 as usize].passed < when.passed {
                continue;
            }
            let call = self.day.calls.get(slot);
            let key = (self.precedence(call), call.turn);
            if best.is_none_or(|(found, _)| key < found) {
                best = Some((key, slot));
            }
        }
        best
    }

    /// The call that an agent takes whose group keeps some free, or helps others: of its own queues first.
    #[cold]
    pub(super) fn next_call_with_help(&mut self, agent: AgentId, group: GroupId) -> Option<CallSlot> {
        let routes = self.model.routes();
        // He is in no list himself.
        let keeps = routes.keeps(group).filter(|_| self.is_kept_free());
        let few = keeps.is_some_and(|keeps| !self.has_at_least(group, keeps));
        let own = if few {
            self.best_of(routes.looks_while_few(group))
        } else {
            self.next_of_his_own(agent, group)
        };
        if own.is_some() {
            return own;
        }
        if few {
            return None;
        }
        let mut best: Option<((u64, u64), CallSlot)> = None;
        for &(queue, when) in self.model.helps(group) {
            let Some((key, slot)) = self.first_for_help(queue, when) else { continue };
            if best.is_none_or(|(found, _)| key < found) {
                best = Some((key, slot));
            }
        }
        best.map(|(_, slot)| slot)
    }

    /// Who answers a call that comes, where groups keep agents free or others help from the start.
    #[cold]
    pub(super) fn next_agent_with_help(&self, answering: &[Answering], call: &Call) -> Option<AgentId> {
        let own: Vec<Answering> = answering.iter().filter(|of| self.is_spare(of)).copied().collect();
        let agent = self.next_agent_of(&own, call);
        if agent.is_some() {
            return agent;
        }
        let help = self.model.steps(call.queue).help.iter();
        let at_once = help.filter(|help| help.when == When { passed: 0, waiting_over: 0 });
        let spare = at_once.filter(|help| self.has_more_than(help.group, self.kept(help.group)));
        self.next_helper_of(spare.map(Help::as_answering).collect(), call)
    }

    /// One of these groups' available agents; a group that several steps bring counts once.
    fn next_helper_of(&self, mut groups: Vec<Answering>, call: &Call) -> Option<AgentId> {
        groups.sort_by_key(|of| of.group);
        groups.dedup_by_key(|of| of.group);
        self.next_agent_of(&groups, call)
    }

    /// Agents are kept free while the centre is open: after closing they would never go home.
    fn is_kept_free(&self) -> bool {
        self.day.closed_since.is_none()
    }

    fn is_spare(&self, of: &Answering) -> bool {
        of.keeps == 0 || !self.is_kept_free() || self.has_more_than(of.group, of.keeps)
    }

    /// At closing nobody is kept free any more.
    pub(super) fn releases_the_kept(&mut self) {
        for agent in (0..self.day.agents.len()).map(AgentId::from) {
            let is_kept = self.model.routes().keeps(self.group_of(agent)).is_some();
            if is_kept && self.agent(agent).doing == Doing::Idle && self.next_call_for(agent).is_some() {
                self.leaves_idle(agent);
                self.takes_next_call(agent);
            }
        }
    }

    /// How many agents of a group stay available when it takes a call of a queue that is not its own.
    fn kept(&self, group: GroupId) -> u32 {
        self.model.routes().keeps(group).filter(|_| self.is_kept_free()).unwrap_or(0)
    }

    fn has_more_than(&self, group: GroupId, agents: u32) -> bool {
        self.has_at_least(group, agents.saturating_add(1))
    }

    /// Whether at least so many agents of a group are available.
    fn has_at_least(&self, group: GroupId, agents: u32) -> bool {
        let next = |agent: &AgentId| self.day.agents[agent.index()].next_idle;
        let available = std::iter::successors(self.day.groups[group.index()].first_idle, next);
        available.take(agents as usize).count() == agents as usize
    }
}
