//! Mentors: agents who are with trainees while these are logged in, and take no calls meanwhile.

use super::{AgentState, Run};
use crate::id::{AgentId, GroupId};
use crate::notice::{Doing, Observer};

impl AgentState {
    /// Available or with trainees: he can turn to something else at once.
    pub(super) fn may_turn_at_once(&self) -> bool {
        matches!(self.doing, Doing::Idle | Doing::Mentoring)
    }
}

impl<O: Observer> Run<'_, O> {
    /// Whether an agent is of a group that mentors others.
    pub(super) fn mentors(&self, agent: AgentId) -> bool {
        !self.model.trainees_of(self.group_of(agent)).is_empty()
    }

    pub(super) fn may_turn_at_once(&self, agent: AgentId) -> bool {
        self.day.agents[agent.index()].may_turn_at_once()
    }

    /// An agent who can turn to something else at once is no longer available, or with trainees.
    pub(super) fn drops_what_he_does(&mut self, agent: AgentId) {
        if self.agent(agent).doing == Doing::Mentoring {
            let group = self.group_of(agent);
            self.group(group).mentoring -= 1;
        } else {
            self.leaves_idle(agent);
        }
    }

    /// How many mentors of a group the trainees who are logged in need.
    fn mentors_needed(&self, group: GroupId) -> u32 {
        let trainees = self.model.trainees_of(group).iter();
        trainees.map(|&(trainees, each)| self.day.groups[trainees.index()].present.div_ceil(each)).sum()
    }

    /// An agent on duty, in no list, begins to mentor where one more is needed and nobody of a lower number is available.
    pub(super) fn begins_mentoring(&mut self, agent: AgentId) -> bool {
        let group = self.group_of(agent);
        while self.group(group).mentoring < self.mentors_needed(group) {
            let Some(other) = self.first_available(group).filter(|&other| other < agent) else {
                self.is_with_trainees(agent);
                return true;
            };
            self.leaves_idle(other);
            self.is_with_trainees(other);
        }
        false
    }

    fn is_with_trainees(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        self.group(group).mentoring += 1;
        self.turns(agent, Doing::Mentoring);
    }

    /// Somebody of a group came or went: their mentors, if they have any, become more or fewer.
    pub(super) fn settles_mentors_of(&mut self, trainees: GroupId) {
        if let Some(mentors) = self.model.groups[trainees.index()].people.mentors {
            self.settles_mentors(mentors.group);
        }
    }

    /// As many of a group mentor as are needed, as far as there are so many available.
    pub(super) fn settles_mentors(&mut self, group: GroupId) {
        if self.model.trainees_of(group).is_empty() {
            return;
        }
        while self.group(group).mentoring > self.mentors_needed(group) {
            let is_mentoring = |state: &AgentState| state.doing == Doing::Mentoring;
            let Some(last) = self.agents_who(group, is_mentoring).last() else { break };
            self.drops_what_he_does(last);
            self.is_free(last);
        }
        while self.group(group).mentoring < self.mentors_needed(group) {
            let Some(first) = self.first_available(group) else { break };
            self.leaves_idle(first);
            self.is_with_trainees(first);
        }
    }

    /// The available agent on shift with the lowest number.
    fn first_available(&mut self, group: GroupId) -> Option<AgentId> {
        self.model
            .agents_of(group)
            .find(|&agent| self.agent(agent).doing == Doing::Idle && self.is_on_shift(agent))
    }

    /// At the end of his shift an agent is no longer on it, though others have their turn before him in that instant.
    fn is_on_shift(&mut self, agent: AgentId) -> bool {
        let now = self.now();
        let &mut AgentState { on_duty, ends, duty, .. } = self.agent(agent);
        on_duty && (ends > now || self.goes_on(agent, duty + 1))
    }

    /// Agents of a group in a certain state, in order of their numbers.
    fn agents_who(&self, group: GroupId, is: impl Fn(&AgentState) -> bool) -> impl Iterator<Item = AgentId> {
        self.model.agents_of(group).filter(move |agent| is(&self.day.agents[agent.index()]))
    }
}
