//! Chats (rule 34): an agent has several of one queue at a time, each of which ends by itself.

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::event::{Class, Moment};
use crate::id::{AgentId, QueueId};
use crate::model::Model;
use crate::notice::Observer;
use crate::time::Time;

/// An agent's chats.
#[derive(Clone, Copy, Debug)]
pub(super) struct Chatting {
    count: u32,
    queue: QueueId,
    /// The last of them has just ended, and he has turned to nothing else yet.
    ended: bool,
}

/// Nobody chats.
pub(super) fn nobody(model: &Model) -> Vec<Chatting> {
    let agents = if model.work().has_chats { model.people().len() } else { 0 };
    vec![Chatting { count: 0, queue: QueueId(0), ended: false }; agents]
}

impl<O: Observer> Run<'_, O> {
    /// An agent has one chat more, until it ends.
    #[cold]
    pub(super) fn has_chat(&mut self, agent: AgentId, call: &Call, end: Time) {
        let chatting = &mut self.day.chatting[agent.index()];
        (chatting.count, chatting.queue, chatting.ended) = (chatting.count + 1, call.queue, false);
        // Whoever has it stands in the word that nobody needs any more.
        let slot = self.day.calls.add(&Call { turn: u64::from(agent.0), ..*call });
        self.day.events.awaits(slot, Moment::of_agent(end, Class::Finishing, agent));
    }

    /// A chat ends; after the last the agent is free for something else.
    #[cold]
    pub(super) fn chat_ends(&mut self, slot: CallSlot) {
        let agent = AgentId(self.day.calls.get(slot).turn as u32);
        self.is_over(slot);
        let chatting = &mut self.day.chatting[agent.index()];
        chatting.count -= 1;
        chatting.ended = chatting.count == 0;
        if chatting.ended {
            self.handling_ends(agent);
            self.day.chatting[agent.index()].ended = false;
        }
    }

    /// Whether the agent turns from his last chat to the next thing. A flag of an empty table is none.
    #[inline]
    pub(super) fn ended_chats(&self, agent: AgentId) -> bool {
        self.day.chatting.get(agent.index()).is_some_and(|chatting| chatting.ended)
    }

    /// Who has chats of a queue and a place for one that comes: the fewest first, then the lowest number.
    #[cold]
    pub(super) fn chatting_agent_for(&mut self, call: &Call) -> Option<AgentId> {
        if !self.model.is_chats(call.queue) {
            return None;
        }
        let agents: Vec<AgentId> =
            self.with_a_place().filter(|agent| self.chats_of(*agent) == call.queue).collect();
        let takes =
            |&agent: &AgentId| self.next_own(agent).is_none_or(|slot| self.is_before(agent, call, slot));
        agents.into_iter().find(takes)
    }

    /// What an agent who has chats would take of his own queues, were he free.
    fn next_own(&mut self, agent: AgentId) -> Option<CallSlot> {
        let group = self.group_of(agent);
        self.next_of_his_own(agent, group)
    }

    /// Agents who have chats and may take more of them, the fewest first.
    fn with_a_place(&self) -> std::vec::IntoIter<AgentId> {
        let agents = (0..self.day.agents.len()).map(AgentId::from);
        let mut agents: Vec<AgentId> = agents.filter(|agent| self.has_a_place(*agent)).collect();
        agents.sort_by_key(|agent| self.day.chatting[agent.index()].count);
        agents.into_iter()
    }

    fn chats_of(&self, agent: AgentId) -> QueueId {
        self.day.chatting[agent.index()].queue
    }

    /// Whether an agent who has chats may take one more: he is on duty, one of enough, and no rest of his is due.
    fn has_a_place(&self, agent: AgentId) -> bool {
        let chatting = self.day.chatting[agent.index()];
        let rests = &self.day.rests[agent.index()];
        let group = self.group_of(agent);
        let state = &self.day.groups[group.index()];
        let is_surplus = self.is_head_count(group) && state.present > state.enough;
        chatting.count > 0
            && chatting.count < self.model.work().at_once(chatting.queue)
            && self.day.agents[agent.index()].on_duty
            && !is_surplus
            && rests.planned.is_empty()
            && rests.pool.pending.is_empty()
    }

    /// Whether an agent would take a call that comes before one that waits.
    fn is_before(&self, agent: AgentId, call: &Call, slot: CallSlot) -> bool {
        let key = |call: &Call| {
            let line = self.model.routes().line(call.queue, call.kind());
            let looks = self.model.routes().looks(self.group_of(agent)).iter();
            let rank = looks.filter(|(_, other)| *other == line).map(|(rank, _)| *rank).next();
            (rank, self.precedence(call), call.turn)
        };
        key(call) < key(self.day.calls.get(slot))
    }

    /// Agents who have chats take more of those that wait, where that is what they would take next.
    #[cold]
    pub(super) fn takes_more_chats(&mut self) {
        while self.day.waiting_count > 0 {
            let agents = self.with_a_place();
            let takes = |agent: AgentId| {
                let slot = self.next_own(agent)?;
                (self.day.calls.get(slot).queue == self.chats_of(agent)).then_some((agent, slot))
            };
            let mut takes = takes;
            let mut agents = agents;
            let Some((agent, slot)) = agents.find_map(&mut takes) else { return };
            self.takes_waiting(agent, slot);
        }
    }
}
