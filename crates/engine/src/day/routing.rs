//! Who answers whom: which of the available agents takes a call that comes, and which of the waiting calls an
//! agent takes who is free.

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::id::{AgentId, GroupId, QueueId};
use crate::model::{Answering, NextAgent};
use crate::notice::{Doing, Observer};

impl<O: Observer> Run<'_, O> {
    /// The available agent who answers a call that comes: one who prefers its queue most, and of these by the queue's
    /// own rule.
    pub(super) fn next_agent_for(&self, call: &Call) -> Option<AgentId> {
        let answering = self.model.routes().answering(call.queue);
        if self.model.steps(call.queue).is_routed_plainly {
            return self.next_agent_of(answering, call);
        }
        self.next_agent_with_help(answering, call)
    }

    /// One of these groups' available agents.
    pub(super) fn next_agent_of(&self, answering: &[Answering], call: &Call) -> Option<AgentId> {
        match self.model.queues[call.queue.index()].next_agent {
            NextAgent::LongestIdle => self.longest_idle(answering, |group| group.rank),
            NextAgent::FewestSkills => self.longest_idle(answering, |group| (group.rank, group.skills)),
            NextAgent::ListedOrder => self.preferring(answering).min(),
            NextAgent::LeastOccupied => self.preferring(answering).min_by(|one, other| {
                let since = |agent: &AgentId| (self.day.agents[agent.index()].since, *agent);
                let occupancy = self.occupancy(*one).total_cmp(&self.occupancy(*other));
                occupancy.then_with(|| since(one).cmp(&since(other)))
            }),
            NextAgent::Random => {
                let mut agents: Vec<AgentId> = self.preferring(answering).collect();
                agents.sort_unstable();
                agents.get(self.fate_of(call).next_agent(agents.len())).copied()
            }
        }
    }

    /// The agent available longest in a group of the least rank; ties go to the lower number.
    fn longest_idle<K: Ord>(
        &self,
        answering: &[Answering],
        rank: impl Fn(&Answering) -> K,
    ) -> Option<AgentId> {
        let firsts = answering.iter().filter_map(|of| {
            let agent = self.day.groups[of.group.index()].first_idle?;
            Some((rank(of), self.day.agents[agent.index()].since, agent))
        });
        firsts.min().map(|(.., agent)| agent)
    }

    /// All available agents who prefer a queue as much as any of them does.
    fn preferring(&self, answering: &[Answering]) -> impl Iterator<Item = AgentId> {
        let first_idle = |group: GroupId| self.day.groups[group.index()].first_idle;
        let available = answering.iter().filter(move |of| first_idle(of.group).is_some());
        let least = available.clone().map(|of| of.rank).min();
        let next = |agent: &AgentId| self.day.agents[agent.index()].next_idle;
        available
            .filter(move |of| Some(of.rank) == least)
            .flat_map(move |of| std::iter::successors(first_idle(of.group), next))
    }

    /// The share of handling in an available agent's handling and available time since he logged in.
    pub(super) fn occupancy(&self, agent: AgentId) -> f64 {
        let state = &self.day.agents[agent.index()];
        let available = state.available + self.now().since(state.since);
        let all = (state.handled + available).as_us();
        if all == 0 { 0.0 } else { state.handled.as_us() as f64 / all as f64 }
    }

    /// Books what an agent has done until now, before he turns to something else. From one call to the next he goes on
    /// with the same thing, and nothing is booked twice.
    #[cold]
    pub(super) fn books(&mut self, agent: AgentId, to: Doing) {
        let now = self.now();
        let state = self.agent(agent);
        if (state.doing, to) == (Doing::Handling, Doing::Handling) {
            return;
        }
        let lasted = now.since(state.since);
        match state.doing {
            Doing::Handling => state.handled += lasted,
            Doing::Idle => state.available += lasted,
            Doing::Off => (state.handled, state.available) = Default::default(),
            _ => {}
        }
    }

    /// The waiting call that an agent takes: of the queue he prefers most; there by priority, then who waits longest.
    pub(super) fn next_call_for(&mut self, agent: AgentId) -> Option<CallSlot> {
        let group = self.group_of(agent);
        if !self.model.looks_plainly(group) {
            return self.next_call_with_help(agent, group);
        }
        self.next_of_his_own(agent, group)
    }

    /// The same of the queues that he answers himself, whoever else is available.
    pub(super) fn next_of_his_own(&mut self, agent: AgentId, group: GroupId) -> Option<CallSlot> {
        let looks = self.model.routes().looks(group);
        if self.model.work().is_any && !self.day.agents[agent.index()].on_duty {
            return self.next_caller_for(agent);
        }
        // Most often there is one line, and nothing to weigh.
        if let [(_, line)] = *looks { self.first_waiting(line) } else { self.best_of(looks) }
    }

    pub(super) fn best_of(&mut self, looks: &[(u32, usize)]) -> Option<CallSlot> {
        let mut best: Option<((u32, u64, u64), CallSlot)> = None;
        for &(rank, line) in looks {
            // Most preferred queues come first.
            if best.is_some_and(|((found, ..), _)| found < rank) {
                break;
            }
            let Some(slot) = self.first_waiting(line) else { continue };
            let call = self.day.calls.get(slot);
            let key = (rank, self.precedence(call), call.turn);
            if best.is_none_or(|(found, _)| key < found) {
                best = Some((key, slot));
            }
        }
        best.map(|(_, slot)| slot)
    }

    /// A number that is less the sooner a call's priority has it served; alike, the order of offering decides.
    pub(super) fn precedence(&self, call: &Call) -> u64 {
        let priority = self.model.kinds[call.kind().index()].priority;
        match self.model.priority_is_worth {
            None => priority.into(),
            Some(worth) => call.offered.as_us().saturating_add(worth.as_us().saturating_mul(priority.into())),
        }
    }

    /// The places of a queue's lines, one a priority.
    pub(super) fn lines_of(&self, queue: QueueId) -> std::ops::Range<usize> {
        let tiers = self.model.routes().tiers();
        queue.index() * tiers..(queue.index() + 1) * tiers
    }

    /// How many wait in a queue, in which nobody gives up unseen.
    pub(super) fn waiting_in(&self, queue: QueueId) -> u32 {
        self.day.queues[self.lines_of(queue)].iter().map(|line| line.waiting).sum()
    }

    /// All who wait in a queue, in the order of their offering; nobody does any more.
    pub(super) fn takes_all(&mut self, queue: QueueId) -> Vec<CallSlot> {
        let mut all = Vec::new();
        for line in self.lines_of(queue) {
            let line = &mut self.day.queues[line];
            let waiting = std::mem::take(&mut line.waiting);
            self.day.waiting_count -= waiting;
            if self.model.work().is_any && self.model.is_work(queue) {
                self.day.work_waiting -= waiting;
            }
            let calls = &self.day.calls;
            let entries = std::mem::take(&mut line.entries).into_iter();
            let there = entries.filter(|place| calls.has_stamp(place.slot, place.stamp));
            all.extend(there.map(|place| place.slot));
        }
        all.sort_by_key(|slot| self.day.calls.get(*slot).turn);
        all
    }
}
