//! The twin's chats (rule 34).

use acd_engine::*;

use super::cases::is_work;
use super::{Call, Twin};

/// How many chats of a queue an agent may have, if it takes chats.
pub(super) fn at_once(model: &Model, queue: QueueId) -> Option<usize> {
    match model.queues[queue.index()].takes {
        Takes::Chats { at_once } => Some(at_once as usize),
        _ => None,
    }
}

pub(super) fn call_has_no_line(model: &Model, kind: KindId) -> bool {
    matches!(model.kinds[kind.index()].enters, Entry::Queue(queue) if at_once(model, queue).is_some())
}

impl Twin<'_> {
    /// Lines of those who wait.
    pub(super) fn lines_waiting(&self) -> usize {
        let on_line = |call: &&Call| {
            !call.hung_up && !is_work(self.model, call.queue) && at_once(self.model, call.queue).is_none()
        };
        self.waiting.iter().filter(on_line).count()
    }

    /// Who has chats and may take more, the fewest first, then the lowest number.
    fn with_a_place(&self) -> Vec<usize> {
        let has_a_place = |&agent: &usize| {
            let state = &self.agents[agent];
            let (count, group) = (state.chats.len(), state.group);
            let (heads, _, enough) = self.heads[group];
            let on_duty = if self.is_counted(agent) {
                !state.stays && heads > 0 && self.present(group) <= enough as usize
            } else {
                state.duty.is_some()
            };
            count > 0
                && at_once(self.model, state.chats_of).is_some_and(|most| count < most)
                && on_duty
                && state.rests_due.is_empty()
                && state.asked.is_empty()
        };
        let mut agents: Vec<usize> = (0..self.agents.len()).filter(has_a_place).collect();
        agents.sort_by_key(|&agent| self.agents[agent].chats.len());
        agents
    }

    /// Who takes a chat that comes beside those he has: it is what he would take next were he free.
    pub(super) fn chatting_agent(&self, call: &Call) -> Option<usize> {
        at_once(self.model, call.queue)?;
        self.with_a_place().into_iter().find(|&agent| {
            let next = self.would_take(agent).map(|index| self.wish(agent, &self.waiting[index]));
            self.agents[agent].chats_of == call.queue && next.is_none_or(|next| self.wish(agent, call) < next)
        })
    }

    /// Who has chats takes one more that waits, if it is what he would take next.
    pub(super) fn somebody_takes_a_chat(&mut self) -> bool {
        let takes = |agent: usize| {
            let index = self.would_take(agent)?;
            (self.waiting[index].queue == self.agents[agent].chats_of).then_some((agent, index))
        };
        let Some((agent, index)) = self.with_a_place().into_iter().find_map(takes) else { return false };
        let call = self.waiting.remove(index);
        self.answers_call(agent, call);
        true
    }
}
