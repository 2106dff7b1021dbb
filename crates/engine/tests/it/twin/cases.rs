//! The twin's work that is not a call (rule 33).

use acd_engine::*;

use super::{Call, Twin};

/// The last place of all: another attempt.
const AGAIN: u64 = u64::MAX;

pub(super) fn is_work(model: &Model, queue: QueueId) -> bool {
    work(model, queue).is_some()
}

fn work(model: &Model, queue: QueueId) -> Option<&Work> {
    match &model.queues[queue.index()].takes {
        Takes::Work(work) => Some(work),
        Takes::Calls | Takes::Chats { .. } => None,
    }
}

/// Work comes until 24:00 of the last day, or the last closing time if that is later.
pub(super) fn end_of_work(model: &Model) -> Time {
    let closes = model.calendar.windows.iter().map(|window| window.closes);
    closes.chain([model.calendar.end()]).max().expect("an end")
}

impl<'a> Twin<'a> {
    pub(super) fn fate(&self, call: &Call) -> CallFate<'a> {
        CallFate::new(self.model, call.luck, call.facts.kind, call.facts.caller, call.facts.attempt)
    }

    pub(super) fn callers_waiting(&self) -> usize {
        self.waiting.iter().filter(|call| !is_work(self.model, call.queue)).count()
    }

    pub(super) fn work_comes(&mut self, mut call: Call) {
        call.gives_up = Time::NEVER;
        (call.facts.number, call.facts.arrived, call.offered) = (self.arrived, self.now, self.now);
        self.arrived += 1;
        self.tells(Notice::WorkCame { call: call.facts, queue: call.queue });
        self.tells(Notice::Offered { call: call.facts, queue: call.queue });
        match self.next_agent(&call) {
            Some(agent) => self.answers_call(agent, call),
            None => self.waiting.push(call),
        }
    }

    /// Whether the one who is called for a piece of work is there; else it rings, and may be tried again.
    pub(super) fn reaches(&mut self, agent: usize, call: &Call) -> bool {
        let reaches = work(self.model, call.queue).and_then(|work| work.reaches.as_ref());
        let Some(reaches) = reaches.filter(|reaches| !self.fate(call).is_reached(reaches)) else {
            return true;
        };
        let (facts, queue, offered, rings) = (call.facts, call.queue, call.offered, reaches.rings);
        self.tells(Notice::NotReached { call: facts, queue, agent: AgentId::from(agent), rings });
        self.tells(Notice::Abandoned { call: facts, queue, offered });
        self.agents[agent].talk = Span::ZERO;
        self.agents[agent].until = self.now + rings;
        self.turns(agent, Doing::Handling);
        let tries = call.tries + 1;
        let again = self.fate(call).tried_again_after(reaches);
        let again = again.filter(|_| reaches.at_most.is_none_or(|most| tries < most));
        let due = again.map_or(Time::NEVER, |again| self.now + rings + again);
        if due >= end_of_work(self.model) {
            self.is_never_handled(call);
        } else {
            let facts = CallFacts { attempt: facts.attempt + 1, previous: Some(facts.arrived), ..facts };
            let luck = self.fate(call).luck_of_next_attempt();
            self.to_come.push((due, call.facts.number, AGAIN, Call { facts, luck, tries, ..call.clone() }));
        }
        false
    }

    /// Handled until then: is the deadline met, and what does it lead to?
    pub(super) fn leads_on(&mut self, call: &Call, end: Time) -> bool {
        let (facts, queue, offered) = (call.facts, call.queue, call.offered);
        let mut case = end;
        if let Some(work) = work(self.model, queue) {
            case = call.case;
            match work.deadline.map(|deadline| end <= case + deadline) {
                None => {}
                Some(true) => self.tells(Notice::DeadlineMet { call: facts, queue, offered }),
                Some(false) => self.tells(Notice::DeadlineMissed { call: facts, queue, offered }),
            }
        }
        let mut leads = false;
        for (place, leads_to) in self.model.queues[queue.index()].leads_to.iter().enumerate() {
            let luck = self.fate(call).luck_of_work(leads_to.queue);
            let facts = CallFacts { attempt: facts.attempt + 1, previous: None, ..facts };
            let next = Call {
                facts,
                luck,
                case,
                tries: 0,
                queue: leads_to.queue,
                done: Vec::new(),
                hung_up: false,
                ..*call
            };
            let after = self.fate(&next).comes_after(leads_to);
            leads |= after.is_some();
            let due = after.map_or(Time::NEVER, |after| end + after);
            if due < end_of_work(self.model) {
                self.to_come.push((due, facts.number, place as u64, next));
            }
        }
        leads
    }

    /// Its deadline is missed where it ran out before the end of the stretch.
    pub(super) fn is_never_handled(&mut self, call: &Call) {
        let deadline = work(self.model, call.queue).and_then(|work| work.deadline);
        if deadline.is_some_and(|deadline| call.case + deadline < end_of_work(self.model)) {
            let (call, queue, offered) = (call.facts, call.queue, call.offered);
            self.tells(Notice::DeadlineMissed { call, queue, offered });
        }
    }
}
