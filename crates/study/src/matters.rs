//! What came of the answered calls, by queue and interval and by agent: counted only where a queue says that
//! outcomes count (`docs/model.md`, rules 35 and 36).

use acd_engine::{AgentId, CallFacts, Model, Notice, QueueId, Time};

use crate::cells::{Counters as _, Matters};
use crate::contact::Window;
use crate::grid::{Grid, cell};

/// The outcomes' part of a replication's counters.
#[derive(Clone, Debug)]
pub(crate) struct MattersTally {
    grid: Grid,
    window: Window,
    /// By queue, and by the interval in which calls were offered.
    queues: Vec<Vec<Matters>>,
    /// By agent.
    pub(crate) agents: Vec<Matters>,
}

/// Whether outcomes count in one of these queues.
pub(crate) fn count_in(model: &Model, queues: &[usize]) -> bool {
    queues.iter().any(|&queue| model.queues[queue].outcomes.is_some())
}

impl MattersTally {
    /// Counters, where outcomes count in any queue.
    pub(crate) fn new(model: &Model, grid: Grid, window: Window) -> Option<Box<MattersTally>> {
        let queues = vec![Vec::new(); model.queues.len()];
        let agents = vec![Matters::default(); model.people().len()];
        let is_any = model.queues.iter().any(|queue| queue.outcomes.is_some());
        is_any.then(|| Box::new(MattersTally { grid, window, queues, agents }))
    }

    /// What was counted of some queues in an interval.
    pub(crate) fn of(&self, queues: &[usize], index: usize) -> Matters {
        let mut sum = Matters::default();
        for &queue in queues {
            sum.add(&self.queues[queue].get(index).copied().unwrap_or_default());
        }
        sum
    }

    pub(crate) fn note(&mut self, at: Time, notice: &Notice) {
        match *notice {
            Notice::Judged { call, queue, agent, offered, talk_ends, resolved, satisfied } => {
                let is_contact = self.window.is_first_contact(&call, talk_ends);
                self.counts(&call, (queue, offered), agent, |matters| {
                    matters.judged += 1;
                    matters.resolved += u64::from(resolved);
                    matters.asked += u64::from(satisfied.is_some());
                    matters.satisfied += u64::from(satisfied == Some(true));
                    matters.first_contacts += u64::from(is_contact);
                    matters.first_contacts_resolved += u64::from(is_contact);
                });
            }
            Notice::CalledAgain { call, queue, agent, offered, talk_ended }
                if call.attempt == 0 && self.window.is_repeat(talk_ended, at) =>
            {
                self.counts(&call, (queue, offered), agent, |matters| matters.first_contacts_resolved -= 1);
            }
            _ => {}
        }
    }

    /// Changes what is counted of a call's queue and agent, if the call counts.
    fn counts(
        &mut self,
        call: &CallFacts,
        (queue, offered): (QueueId, Time),
        agent: AgentId,
        change: impl Fn(&mut Matters),
    ) {
        if self.grid.counts(call.arrived) {
            change(cell(&mut self.queues[queue.index()], self.grid.index(offered)));
            change(&mut self.agents[agent.index()]);
        }
    }
}
