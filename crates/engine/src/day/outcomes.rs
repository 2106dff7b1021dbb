//! What comes of an answered call. It is settled when the call is answered, as all its luck is known by then, and
//! told then, though callers learn it when the talk ends.

use super::Run;
use crate::calls::Call;
use crate::event::{Class, Moment, caller_order};
use crate::fate::CallFate;
use crate::id::{AgentId, QueueId};
use crate::model::{Outcomes, OwnOutcomes};
use crate::notice::{Notice, Observer};
use crate::time::{Span, Time};

impl<O: Observer> Run<'_, O> {
    /// An agent has just answered a call of a queue whose outcomes count.
    #[inline(never)]
    pub(super) fn comes_of(
        &mut self,
        agent: AgentId,
        call: &Call,
        outcomes: &Outcomes,
        (talk, leads_to_work): (Span, bool),
    ) {
        let share = self.share_resolved(agent, call.queue, outcomes);
        let resolved = self.looks_up(call.facts, call.luck, |fate| fate.is_resolved(share));
        let satisfied = outcomes.satisfied.map(|satisfied| {
            let minutes = self.now().since(call.offered).as_seconds_f64() / 60.0;
            let less = self.own_outcomes(agent, call.queue).map_or(0.0, |own| own.less_satisfied);
            let probability = satisfied.probability(minutes, resolved, less);
            self.looks_up(call.facts, call.luck, |fate| fate.is_satisfied(probability))
        });
        let (talk_ends, &Call { facts, queue, offered, .. }) = (self.now() + talk, call);
        self.tell(Notice::Judged { call: facts, queue, agent, offered, talk_ends, resolved, satisfied });
        // Who is to be called back does not call again.
        if !resolved && !leads_to_work {
            self.may_call_again(agent, call, talk_ends);
        }
    }

    /// The share of a queue's calls that an agent settles now.
    fn share_resolved(&self, agent: AgentId, queue: QueueId, outcomes: &Outcomes) -> f64 {
        let learnt =
            self.own_outcomes(agent, queue).and_then(|own| own.resolves).unwrap_or(outcomes.resolves);
        match &self.model.groups[self.group_of(agent).index()].people.learns {
            None => learnt,
            // This call is counted already.
            Some(learns) => learns.resolves(learnt, self.day.answered[agent.index()] - 1),
        }
    }

    fn own_outcomes(&self, agent: AgentId, queue: QueueId) -> Option<&OwnOutcomes> {
        self.model.groups[self.group_of(agent).index()].skills.outcomes_in(queue)
    }

    /// The matter was not settled: the caller decides whether to call again.
    fn may_call_again(&mut self, agent: AgentId, call: &Call, talk_ends: Time) {
        let Call { facts, luck, .. } = *call;
        let Some(again) = &self.model.kinds[facts.kind.index()].calls_again else { return };
        if again.at_most.is_some_and(|most| facts.attempt >= most) {
            return;
        }
        let Some(after) = self.looks_up(facts, luck, CallFate::calls_again_after) else { return };
        let due = talk_ends + after;
        self.tell(Notice::PlannedRedial { call: facts, from: talk_ends, due });
        let slot = self.day.calls.add(&call.answered_by(agent));
        let who = caller_order(facts.kind, facts.caller, facts.attempt + 1);
        self.day.events.awaits(slot, Moment::new(due, Class::Arriving, who));
    }

    /// A caller whose matter an agent did not settle calls again now. When his talk ended follows from how long
    /// after it he calls, on which his luck says the same as before.
    #[inline(never)]
    pub(super) fn calls_again(&mut self, agent: AgentId, call: &Call) -> Time {
        let after = self.looks_up(call.facts, call.luck, CallFate::calls_again_after);
        let talk_ended = self.now() - after.unwrap_or(Span::ZERO);
        let &Call { facts, queue, offered, .. } = call;
        self.tell(Notice::CalledAgain { call: facts, queue, agent, offered, talk_ended });
        talk_ended
    }
}
