//! Work that is not a call (rule 33): what handling leads to, when it comes, who takes it, and whom he reaches.
//!
//! All of it is cold: a scenario without work pays for a look at one flag.

use super::Run;
use crate::calls::{Call, CallSlot, Case};
use crate::event::{Class, Moment, work_order};
use crate::id::{AgentId, KindId, QueueId};
use crate::model::{Answering, NextAgent, Reaches, Takes, Work};
use crate::notice::{CallFacts, Doing, Notice, Observer};
use crate::time::{Span, Time};

/// The place of another attempt among what a piece of work leads to: the last.
const ANOTHER_ATTEMPT: u32 = 1_022;

impl<O: Observer> Run<'_, O> {
    /// Somebody brings work of his own, as a letter.
    #[cold]
    pub(super) fn brings_work(&mut self, kind: KindId, caller: u64, queue: QueueId) {
        let arrived = self.now();
        let (number, attempt, previous, previous_talk_ended) = (0, 0, None, None);
        let facts = CallFacts { number, kind, caller, attempt, arrived, previous, previous_talk_ended };
        let luck = self.day.arrivals[kind.index()].luck.of_call(caller, attempt);
        let case = Case::opened_at(arrived);
        self.work_comes(Call { facts, luck, queue, offered: arrived, case, turn: 0, stamp: 0 });
    }

    /// A piece of work comes: an agent on duty takes it, or it waits.
    #[cold]
    pub(super) fn work_comes(&mut self, mut call: Call) {
        call.facts.number = self.day.call_count;
        call.facts.arrived = self.now();
        (call.offered, call.turn) = (self.now(), self.day.offered_count);
        self.day.call_count += 1;
        self.day.offered_count += 1;
        self.tell(Notice::WorkCame { call: call.facts, queue: call.queue });
        self.tell(Notice::Offered { call: call.facts, queue: call.queue });
        if let Some(agent) = self.next_on_duty_for(&call) {
            self.leaves_idle(agent);
            return self.answers(agent, &call);
        }
        self.joins_line(&call);
        self.day.work_waiting += 1;
    }

    /// The available agent who takes work that comes. Who only stays for callers after closing doesn't.
    fn next_on_duty_for(&self, call: &Call) -> Option<AgentId> {
        if self.day.closed_since.is_none() {
            return self.next_agent_for(call);
        }
        let available = |of: &&Answering| self.idle_on_duty(of).next().is_some();
        let answering = || self.model.routes().answering(call.queue).iter().filter(available);
        let least = answering().map(|of| of.rank).min()?;
        let agents = answering().filter(|of| of.rank == least);
        let mut agents: Vec<(u32, AgentId)> =
            agents.flat_map(|of| self.idle_on_duty(of).map(move |agent| (of.skills, agent))).collect();
        agents.sort_unstable_by_key(|&(_, agent)| agent);
        let since = |agent: AgentId| self.day.agents[agent.index()].since;
        let chosen = match self.model.queues[call.queue.index()].next_agent {
            NextAgent::LongestIdle => agents.iter().min_by_key(|(_, agent)| since(*agent)),
            NextAgent::FewestSkills => agents.iter().min_by_key(|(skills, agent)| (*skills, since(*agent))),
            NextAgent::ListedOrder => agents.first(),
            NextAgent::LeastOccupied => agents.iter().min_by(|(_, one), (_, other)| {
                let occupancy = self.occupancy(*one).total_cmp(&self.occupancy(*other));
                occupancy.then_with(|| since(*one).cmp(&since(*other)))
            }),
            NextAgent::Random => agents.get(self.fate_of(call).next_agent(agents.len())),
        };
        chosen.map(|(_, agent)| *agent)
    }

    fn idle_on_duty(&self, of: &Answering) -> impl Iterator<Item = AgentId> + '_ {
        let agents = self.model.agents_of(of.group);
        agents.filter(|agent| {
            let state = &self.day.agents[agent.index()];
            state.doing == Doing::Idle && state.on_duty
        })
    }

    /// What an agent takes next whose duty is over: callers, no work.
    #[cold]
    pub(super) fn next_caller_for(&mut self, agent: AgentId) -> Option<CallSlot> {
        let tiers = self.model.routes().tiers();
        let looks = self.model.routes().looks(self.group_of(agent)).iter();
        let is_work = |line: usize| self.model.is_work(QueueId::from(line / tiers));
        let looks: Vec<(u32, usize)> = looks.copied().filter(|&(_, line)| !is_work(line)).collect();
        self.best_of(&looks)
    }

    /// Who stayed available after his duty may take work again, now that the next one begins.
    pub(super) fn looks_for_work(&mut self, agent: AgentId) {
        if self.day.work_waiting > 0
            && self.agent(agent).doing == Doing::Idle
            && self.next_call_for(agent).is_some()
        {
            self.leaves_idle(agent);
            self.takes_next_call(agent);
        }
    }

    fn work_of(&self, queue: QueueId) -> Option<&Work> {
        match &self.model.queues[queue.index()].takes {
            Takes::Work(work) => Some(work),
            Takes::Calls | Takes::Chats { .. } => None,
        }
    }

    /// Whether there is somebody to handle a call or a piece of work with. An agent who calls and reaches nobody is busy
    /// while it rings.
    #[cold]
    pub(super) fn is_reached(&mut self, agent: AgentId, call: &Call) -> bool {
        let model = self.model;
        let Takes::Work(Work { reaches: Some(reaches), .. }) = &model.queues[call.queue.index()].takes else {
            return true;
        };
        if self.looks_up(call.facts, call.luck, |fate| fate.is_reached(reaches)) {
            return true;
        }
        let Call { facts, queue, offered, .. } = *call;
        self.tell(Notice::NotReached { call: facts, queue, agent, rings: reaches.rings });
        self.tell(Notice::Abandoned { call: facts, queue, offered });
        self.turns(agent, Doing::Handling);
        self.agent(agent).long_call = false;
        self.day.events.ends(agent, self.now() + reaches.rings, Class::Finishing);
        self.tries_again(call, reaches);
        false
    }

    /// Plans the next attempt to reach somebody, if there is one.
    fn tries_again(&mut self, call: &Call, reaches: &Reaches) {
        let tries_left = reaches.at_most.is_none_or(|most| call.case.attempt() + 1 < most);
        let again = self.looks_up(call.facts, call.luck, |fate| fate.tried_again_after(reaches));
        let due = again.map(|again| self.now() + reaches.rings + again);
        match due.filter(|due| tries_left && *due < self.model.work().ends) {
            None => self.is_never_handled(call),
            Some(due) => {
                let mut next = *call;
                next.facts.attempt += 1;
                next.facts.previous = Some(call.facts.arrived);
                next.luck = call.luck.of_next_attempt();
                next.case = call.case.next_attempt();
                self.plans_work(next, due, ANOTHER_ATTEMPT);
            }
        }
    }

    /// A call or piece of work is answered and handled until then: is its deadline met, and does it lead to work?
    #[cold]
    pub(super) fn leads_on(&mut self, call: &Call, end: Time) -> bool {
        let model = self.model;
        let Call { facts, queue, offered, .. } = *call;
        let mut case = Case::opened_at(end);
        if let Some(work) = self.work_of(queue) {
            let deadline = work.deadline;
            case = Case::opened_at(call.case.opened());
            if let Some(deadline) = deadline {
                let is_met = end <= case.opened() + deadline;
                self.tell(if is_met {
                    Notice::DeadlineMet { call: facts, queue, offered }
                } else {
                    Notice::DeadlineMissed { call: facts, queue, offered }
                });
            }
        }
        let mut leads = false;
        for (place, leads_to) in model.queues[queue.index()].leads_to.iter().enumerate() {
            let luck = call.luck.of_work(model.work().address(leads_to.queue));
            if let Some(after) = self.looks_up(facts, luck, |fate| fate.comes_after(leads_to)) {
                let facts = CallFacts { attempt: facts.attempt + 1, previous: None, ..facts };
                let next = Call { facts, luck, queue: leads_to.queue, case, ..*call };
                self.plans_work(next, end + after, place as u32);
                leads = true;
            }
        }
        leads
    }

    /// Work will come, if the stretch isn't over before.
    fn plans_work(&mut self, work: Call, at: Time, place: u32) {
        if at < self.model.work().ends {
            let moment = Moment::new(at, Class::Offering, work_order(work.facts.number, place));
            let slot = self.day.calls.add(&work);
            self.day.events.awaits(slot, moment);
        }
    }

    /// Work that nobody will handle misses its deadline where that lies in the stretch.
    pub(super) fn is_never_handled(&mut self, call: &Call) {
        let deadline: Option<Span> = self.work_of(call.queue).and_then(|work| work.deadline);
        if deadline.is_some_and(|deadline| call.case.opened() + deadline < self.model.work().ends) {
            let Call { facts, queue, offered, .. } = *call;
            self.tell(Notice::DeadlineMissed { call: facts, queue, offered });
        }
    }
}
