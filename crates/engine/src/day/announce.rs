//! Rule 31: callers who have to wait are told for how long, and some hang up at once.

use super::Run;
use crate::calls::Call;
use crate::model::Announces;
use crate::notice::{Doing, Notice, Observer};
use crate::time::Span;

impl<O: Observer> Run<'_, O> {
    /// The patience of a caller once he was told the expected wait, `Some(None)` being endless; `None`: he hung up, and
    /// his call is over.
    pub(super) fn patience_when_told(&mut self, call: &Call, patience: Option<Span>) -> Option<Option<Span>> {
        let told = self.model.kinds[call.kind().index()].when_told;
        let Some((announces, told)) = self.model.queues[call.queue.index()].announces.zip(told) else {
            return Some(patience);
        };
        let expected = self.expected_wait(call, announces);
        if patience.is_some_and(|patience| patience < expected)
            && self.looks_up(call.facts, call.luck, |fate| fate.balks_when_told(told.balks))
        {
            self.tell(Notice::Abandoned { call: call.facts, queue: call.queue, offered: call.offered });
            self.gives_up(call);
            return None;
        }
        Some(patience.map(|patience| patience.times(told.patience_times)))
    }

    fn expected_wait(&self, call: &Call, announces: Announces) -> Span {
        match announces {
            Announces::LastWait => self.day.last_waits[call.queue.index()],
            Announces::QueueLength => {
                let before = self.waiting_in(call.queue);
                self.model.queues[call.queue.index()].expected_wait(before, self.at_work(call))
            }
        }
    }

    /// Agents who answer the call's queue, are logged in and do not rest.
    fn at_work(&self, call: &Call) -> u32 {
        let groups = self.model.groups_answering(call.queue).iter();
        let agents = groups.flat_map(|group| self.model.agents_of(*group));
        let works = |doing: Doing| matches!(doing, Doing::Idle | Doing::Handling);
        agents.filter(|agent| works(self.day.agents[agent.index()].doing)).count() as u32
    }
}
