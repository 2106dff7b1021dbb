//! The twin's matters (rules 35 and 36): settled or not, satisfied or not, and calling again.

use acd_engine::*;

use super::{Call, Twin};

/// A further call to come: when, after which call, whose queue and agent, and when its talk ended.
#[derive(Clone, Copy)]
pub(super) struct Unsettled {
    pub(super) due: Time,
    pub(super) call: CallFacts,
    queue: QueueId,
    agent: usize,
    offered: Time,
    talk_ended: Time,
}

impl Twin<'_> {
    /// What comes of a call that an agent answers now.
    pub(super) fn judges(&mut self, agent: usize, call: &Call, talk: Span, led: bool) {
        let Some(outcomes) = &self.model.queues[call.queue.index()].outcomes else { return };
        let (facts, queue, offered) = (call.facts, call.queue, call.offered);
        let mut share = outcomes.resolves;
        let mut less = 0.0;
        for own in &self.model.groups[self.agents[agent].group].skills.outcomes {
            if own.queue == queue {
                share = own.resolves.unwrap_or(share);
                less = own.less_satisfied;
            }
        }
        if let Some(learns) = &self.model.groups[self.agents[agent].group].people.learns {
            share = learns.resolves(share, self.agents[agent].answered - 1);
        }
        let fate = self.luck.of_call(self.model, facts.kind, facts.caller, facts.attempt);
        let resolved = fate.is_resolved(share);
        let minutes = self.now.since(offered).as_us() as f64 / 1e6 / 60.0;
        let satisfied = outcomes.satisfied.map(|satisfied| {
            let unresolved = if resolved { 0.0 } else { satisfied.less_unresolved };
            let less = minutes * satisfied.less_each_minute_waited + unresolved + less;
            fate.is_satisfied((satisfied.at_best - less).clamp(0.0, 1.0))
        });
        let (id, talk_ends) = (AgentId::from(agent), self.now + talk);
        self.tells(Notice::Judged { call: facts, queue, agent: id, offered, talk_ends, resolved, satisfied });
        let Some(again) = &self.model.kinds[facts.kind.index()].calls_again else { return };
        let may = again.at_most.is_none_or(|most| facts.attempt < most);
        if let Some(after) = fate.calls_again_after().filter(|_| !resolved && !led && may) {
            let due = talk_ends + after;
            self.tells(Notice::PlannedRedial { call: facts, from: talk_ends, due });
            let talk_ended = talk_ends;
            self.unsettled.push(Unsettled { due, call: facts, queue, agent, offered, talk_ended });
        }
    }

    pub(super) fn calls_again(&mut self, index: usize) {
        let Unsettled { call, queue, agent, offered, talk_ended, .. } = self.unsettled.remove(index);
        if self.model.calendar.is_open(self.now) {
            let agent = AgentId::from(agent);
            self.tells(Notice::CalledAgain { call, queue, agent, offered, talk_ended });
        }
        self.redials(call, Some(talk_ended));
    }
}
