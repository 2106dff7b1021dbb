//! The twin's calls that wait: who else may answer them (rules 29 and 30), what they are told (31), and calls back (32).

use acd_engine::*;

use super::{Call, Twin};

/// What may be due for a waiting call, in the order of one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Overflow,
    CallBack,
}

impl Twin<'_> {
    /// The next step of a waiting call, and when.
    pub(super) fn next_step(&self, call: &Call) -> Option<(Time, Step)> {
        let queue = &self.model.queues[call.queue.index()];
        let mut steps: Vec<(Span, Step)> =
            queue.overflow.iter().map(|step| (step.after, Step::Overflow)).collect();
        steps.extend(queue.call_back.map(|offer| (offer.after, Step::CallBack)));
        steps.retain(|step| step.0 > Span::ZERO && !call.done.contains(step));
        steps.into_iter().min().map(|(after, step)| (call.offered + after, step))
    }

    pub(super) fn step_is_due(&mut self, index: usize) {
        let (at, step) = self.next_step(&self.waiting[index]).expect("a step");
        let after = at.since(self.waiting[index].offered);
        self.waiting[index].done.push((after, step));
        if step == Step::CallBack {
            self.offers_call_back(index);
        }
        let queue = self.waiting[index].queue;
        self.others_help(queue);
    }

    /// A caller waits, last of all.
    pub(super) fn waits(&mut self, mut call: Call) {
        let kind = &self.model.kinds[call.facts.kind.index()];
        let queue = &self.model.queues[call.queue.index()];
        let fate = self.luck.of_call(self.model, call.facts.kind, call.facts.caller, call.facts.attempt);
        let mut patience = fate.patience();
        if let (Some(announces), Some(told)) = (queue.announces, kind.when_told) {
            let wait = match announces {
                Announces::LastWait => self.last_waits[call.queue.index()],
                Announces::QueueLength => {
                    let before = self.waiting.iter().filter(|other| other.queue == call.queue).count();
                    let works = |agent: &&super::Agent| {
                        self.model.groups[agent.group].answers.contains(&call.queue)
                            && matches!(agent.doing, Doing::Idle | Doing::Handling)
                    };
                    queue.expected_wait(before as u32, self.agents.iter().filter(works).count() as u32)
                }
            };
            if patience.is_some_and(|patience| patience < wait) && fate.balks_when_told(told.balks) {
                self.tells(Notice::Abandoned { call: call.facts, queue: call.queue, offered: self.now });
                return self.may_redial(call.facts);
            }
            patience = patience.map(|patience| patience.times(told.patience_times));
        }
        call.gives_up = patience.map_or(Time::NEVER, |patience| self.now + patience);
        let (id, offer) = (call.queue, queue.call_back);
        self.waiting.push(call);
        if offer.is_some_and(|offer| offer.after == Span::ZERO) {
            self.offers_call_back(self.waiting.len() - 1);
        }
        self.others_help(id);
    }

    fn offers_call_back(&mut self, index: usize) {
        let Call { facts, queue, .. } = self.waiting[index].clone();
        let offer = self.model.queues[queue.index()].call_back.expect("an offer");
        let fate = self.luck.of_call(self.model, facts.kind, facts.caller, facts.attempt);
        if fate.accepts_call_back(offer.accepts) {
            self.waiting[index].hung_up = true;
            self.waiting[index].gives_up = Time::NEVER;
            self.tells(Notice::AcceptedCallBack { call: facts, queue });
        }
    }

    /// Calls a caller back; false where nobody is there.
    pub(super) fn answers_call_back(&mut self, agent: usize, call: &Call) -> bool {
        let (facts, queue, offered) = (call.facts, call.queue, call.offered);
        let outbound = self.model.queues[queue.index()].call_back.expect("an offer").outbound;
        let fate = self.luck.of_call(self.model, facts.kind, facts.caller, facts.attempt);
        if fate.is_there(outbound.reaches) {
            self.tells(Notice::CalledBack { call: facts, queue, offered });
            return true;
        }
        let (id, rings) = (AgentId::from(agent), outbound.rings);
        self.tells(Notice::MissedCallBack { call: facts, queue, offered, agent: id, rings });
        self.tells(Notice::Abandoned { call: facts, queue, offered });
        self.may_redial(facts);
        self.agents[agent].talk = Span::ZERO;
        self.agents[agent].until = self.now + rings;
        self.turns(agent, Doing::Handling);
        false
    }

    /// Whether an agent may take a call of one of his own queues, so many of his group being available with him.
    pub(super) fn may_answer(&self, agent: usize, queue: QueueId) -> bool {
        self.may_answer_alone(agent, queue) && self.is_spare(agent, queue)
    }

    /// Rule 30: more agents of his group are available than it keeps free of this queue.
    fn is_spare(&self, agent: usize, queue: QueueId) -> bool {
        let group = self.agents[agent].group;
        let kept = self.model.groups[group].skills.keeps_free.as_ref().filter(|_| !self.is_closed());
        let available = self.agents.iter().filter(|other| other.group == group && other.doing == Doing::Idle);
        kept.as_ref()
            .is_none_or(|kept| kept.queues.contains(&queue) || available.count() > kept.agents as usize)
    }

    /// Rule 30: at closing nobody is kept free any more.
    pub(super) fn releases_the_kept(&mut self) {
        for agent in 0..self.agents.len() {
            let keeps = self.model.groups[self.agents[agent].group].skills.keeps_free.is_some();
            if keeps
                && self.agents[agent].doing == Doing::Idle
                && let Some(index) = self.next_of(agent)
            {
                let call = self.waiting.remove(index);
                self.answers_call(agent, call);
            }
        }
    }

    /// Rule 29: whether an agent may take a waiting call that is not of his queues.
    fn may_help(&self, agent: usize, index: usize) -> bool {
        let call = &self.waiting[index];
        let waiting = self.waiting.iter().filter(|other| other.queue == call.queue).count();
        let priority = |call: &Call| self.model.kinds[call.facts.kind.index()].priority;
        let first = self
            .waiting
            .iter()
            .position(|other| other.queue == call.queue && priority(other) == priority(call));
        first == Some(index)
            && self.helps(agent, call.queue, |step| {
                (step.after == Span::ZERO || call.done.contains(&(step.after, Step::Overflow)))
                    && step.when_waiting_over.is_none_or(|over| waiting > over as usize)
            })
    }

    /// Whether a step of a queue that is not his brings an agent.
    fn helps(&self, agent: usize, queue: QueueId, holds: impl Fn(&Overflow) -> bool) -> bool {
        let group = GroupId::from(self.agents[agent].group);
        !self.model.groups[group.index()].answers.contains(&queue)
            && self.is_spare(agent, queue)
            && self.model.queues[queue.index()]
                .overflow
                .iter()
                .any(|step| step.groups.contains(&group) && holds(step))
    }

    /// Rule 9: whether a queue has an agent for certain, however few wait.
    pub(super) fn helps_for_certain(&self, agent: usize, queue: QueueId) -> bool {
        let group = GroupId::from(self.agents[agent].group);
        let steps = self.model.queues[queue.index()].overflow.iter();
        let certain = |step: &Overflow| step.groups.contains(&group) && step.when_waiting_over.is_none();
        steps.clone().any(certain)
    }

    /// Of the calls that an agent may help with, the one he takes.
    pub(super) fn next_to_help(&self, agent: usize, queue: Option<QueueId>) -> Option<usize> {
        let may = |index: &usize| {
            queue.is_none_or(|queue| self.waiting[*index].queue == queue) && self.may_help(agent, *index)
        };
        (0..self.waiting.len()).filter(may).min_by_key(|&index| (self.precedence(index), index))
    }

    /// Who is available and not of a call's queue and may answer it when it comes.
    pub(super) fn helps_at_once(&self, agent: usize, queue: QueueId) -> bool {
        self.helps(agent, queue, |step| step.after == Span::ZERO && step.when_waiting_over.is_none())
    }

    /// Available agents take what they may now, chosen by the queue's own rule.
    fn others_help(&mut self, queue: QueueId) {
        loop {
            let idle = (0..self.agents.len()).filter(|&agent| self.agents[agent].doing == Doing::Idle);
            let helpers: Vec<(usize, usize)> =
                idle.filter_map(|agent| Some((agent, self.next_to_help(agent, Some(queue))?))).collect();
            let Some(index) =
                helpers.iter().map(|&(_, index)| index).min_by_key(|&index| (self.precedence(index), index))
            else {
                return;
            };
            let call = self.waiting[index].clone();
            let agents: Vec<usize> = helpers.iter().map(|&(agent, _)| agent).collect();
            let agent = self.chosen(agents, &call).expect("somebody");
            let (_, index) = *helpers.iter().find(|(other, _)| *other == agent).expect("his call");
            let call = self.waiting.remove(index);
            self.answers_call(agent, call);
        }
    }
}
