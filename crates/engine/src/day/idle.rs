//! The available agents of each group, longest idle first: a list threaded through the agents themselves.

use super::Run;
use crate::id::AgentId;
use crate::notice::Observer;

impl<O: Observer> Run<'_, O> {
    /// Puts an agent, available from now, at the end of his group's list: behind all but those with a higher
    /// number who became available at this very instant.
    pub(super) fn joins_idle(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        let now = self.now();
        let mut before = self.group(group).last_idle;
        while let Some(other) = before {
            let state = self.agent(other);
            if state.since < now || other < agent {
                break;
            }
            before = state.previous_idle;
        }
        let after = match before {
            Some(other) => self.agent(other).next_idle.replace(agent),
            None => self.group(group).first_idle.replace(agent),
        };
        match after {
            Some(other) => self.agent(other).previous_idle = Some(agent),
            None => self.group(group).last_idle = Some(agent),
        }
        let state = self.agent(agent);
        (state.previous_idle, state.next_idle) = (before, after);
    }

    /// Takes an agent out of his group's list.
    pub(super) fn leaves_idle(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        let state = self.agent(agent);
        let (before, after) = (state.previous_idle.take(), state.next_idle.take());
        match before {
            Some(other) => self.agent(other).next_idle = after,
            None => self.group(group).first_idle = after,
        }
        match after {
            Some(other) => self.agent(other).previous_idle = before,
            None => self.group(group).last_idle = before,
        }
    }
}
