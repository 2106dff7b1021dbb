//! Whether agents come, when, and for how long they overstay: what the luck of their duties holds for them.

use super::Run;
use crate::event::{Class, Event};
use crate::id::AgentId;
use crate::notice::{Doing, Notice, Observer};
use crate::time::{Span, Time};

/// What becomes of a duty.
pub(super) enum Turnout {
    /// He comes, so much later than he should; who is still there from the duty before isn't late.
    Comes { late: Span },
    /// He doesn't come to a duty that ends then.
    IsAbsent { ends: Time },
    /// He left for good before.
    HasResigned,
}

impl<O: Observer> Run<'_, O> {
    /// What becomes of an agent's `index`th duty.
    pub(super) fn turnout(&mut self, agent: AgentId, index: u32) -> Turnout {
        let model = self.model;
        let person = &model.people()[agent.index()];
        let people = &model.groups[person.group.index()].people;
        let Some(duty) = model.shift_of(agent).and_then(|shift| shift.duties.get(index as usize)) else {
            return Turnout::HasResigned;
        };
        if self.day.luck.resigns(model, agent) < duty.start {
            return Turnout::HasResigned;
        }
        let fate = self.day.luck.of_duty(model, agent, duty.day);
        let absent = model.absent_share(person.group, duty.start, people.absent);
        if fate.is_absent(absent) {
            return Turnout::IsAbsent { ends: duty.end };
        }
        let late = fate.late_by(people, person.number);
        self.day.ran_out |= fate.list_ran_out();
        Turnout::Comes { late }
    }

    /// Whether a duty that ends now goes on in the next, without anybody leaving: for who is there, and is to be.
    pub(super) fn goes_on(&mut self, agent: AgentId, next: u32) -> bool {
        let shift = self.model.shift_of(agent);
        let continues =
            shift.and_then(|shift| shift.duties.get(next as usize)).is_some_and(|duty| duty.continues);
        continues
            && self.agent(agent).doing != Doing::Late
            && matches!(self.turnout(agent, next), Turnout::Comes { .. })
    }

    /// An agent on shift will come later.
    pub(super) fn is_late(&mut self, agent: AgentId, by: Span) {
        self.turns(agent, Doing::Late);
        let comes = self.now() + by;
        if comes < self.agent(agent).ends {
            self.schedule_for_agent(comes, Class::Joining, agent, Event::Comes { agent });
        }
    }

    /// A late agent comes.
    pub(super) fn comes(&mut self, agent: AgentId) {
        self.wants_to_log_in(agent);
    }

    /// How much longer a rest lasts that an agent has just turned to, and that should end at an instant.
    pub(super) fn overstays(&mut self, agent: AgentId, from: Time) -> Span {
        let people = &self.model.groups[self.group_of(agent).index()].people;
        if people.overstays.is_none() {
            return Span::ZERO;
        }
        let state = self.rest_state(agent);
        let number = state.begun;
        state.begun += 1;
        let by = self.looks_up_duty(agent, |fate| fate.overstays(people, number));
        if by > Span::ZERO {
            self.tell(Notice::Overstays { agent, from, until: from + by });
        }
        by
    }
}
