//! How long an agent takes for a call by his group's skill and his own experience.

use super::Run;
use crate::id::{AgentId, QueueId};
use crate::notice::Observer;
use crate::time::Span;

impl<O: Observer> Run<'_, O> {
    /// Talk and wrap-up of a call that an agent answers now, whose group has times of its own; the call
    /// counts as handled from the next one on.
    #[inline(never)]
    pub(super) fn in_his_own_time(
        &mut self,
        agent: AgentId,
        (talk, wrap_up): (Span, Span),
        queue: QueueId,
    ) -> (Span, Span) {
        let group = &self.model.groups[self.group_of(agent).index()];
        let Some(times) = group.skills.times_in(queue) else { return (talk, wrap_up) };
        let (talk, wrap_up) = (talk.times(times), wrap_up.times(times));
        let Some(learns) = &group.people.learns else { return (talk, wrap_up) };
        let answered = &mut self.day.answered[agent.index()];
        let times = learns.times(*answered);
        *answered += 1;
        (talk.times(times), wrap_up.times(times))
    }
}
