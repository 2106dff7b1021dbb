//! The twin's agents as people: who comes, who is late, who overstays (rule 37), who learns (rule 38), who is with
//! trainees (rule 39).

use acd_engine::*;

use super::Twin;

impl Twin<'_> {
    fn people(&self, agent: usize) -> &People {
        &self.model.groups[self.agents[agent].group].people
    }

    fn has_resigned_by(&self, agent: usize, duty: Duty) -> bool {
        self.luck.resigns(self.model, AgentId::from(agent)) < duty.start
    }

    /// Neither absent nor gone for good.
    pub(super) fn will_come(&self, agent: usize, duty: Duty) -> bool {
        let fate = self.luck.of_duty(self.model, AgentId::from(agent), duty.day);
        // Rule 40: each event in which the duty begins is one more reason to stay away.
        let mut comes = 1.0 - self.people(agent).absent;
        for absence in &self.model.absences {
            if absence.group.index() == self.agents[agent].group
                && (absence.from..absence.to).contains(&duty.start)
            {
                comes *= 1.0 - absence.share;
            }
        }
        !self.has_resigned_by(agent, duty) && !fate.is_absent(1.0 - comes)
    }

    pub(super) fn stays_away(&mut self, agent: usize, duty: Duty) {
        let id = AgentId::from(agent);
        if self.has_resigned_by(agent, duty) {
            self.agents[agent].duties = self.duties(agent).len();
            self.tells(Notice::Resigned(id));
        } else {
            self.tells(Notice::Absent { agent: id, ends: duty.end });
        }
    }

    pub(super) fn comes_or_is_late(&mut self, agent: usize, duty: Duty) {
        let fate = self.luck.of_duty(self.model, AgentId::from(agent), duty.day);
        let number = self.model.people()[agent].number;
        let late = fate.late_by(self.people(agent), number);
        if late == Span::ZERO {
            return self.logs_in(agent);
        }
        let comes = self.now + late;
        self.agents[agent].comes = if comes < duty.end { comes } else { Time::NEVER };
        self.turns(agent, Doing::Late);
    }

    /// Turns to a rest that should last so long.
    pub(super) fn rests_for(&mut self, agent: usize, lasts: Span, doing: Doing) {
        let day = self.agents[agent].duty.expect("a duty").day;
        let fate = self.luck.of_duty(self.model, AgentId::from(agent), day);
        let by = fate.overstays(self.people(agent), self.agents[agent].rested);
        self.agents[agent].rested += 1;
        self.agents[agent].until = self.now + lasts + by;
        self.turns(agent, doing);
        if by > Span::ZERO {
            let (from, id) = (self.now + lasts, AgentId::from(agent));
            self.tells(Notice::Overstays { agent: id, from, until: from + by });
        }
    }

    pub(super) fn as_learnt(&mut self, agent: usize, talk: Span, wrap_up: Span) -> (Span, Span) {
        let handled = self.agents[agent].answered;
        self.agents[agent].answered += 1;
        let Some(learns) = &self.people(agent).learns else { return (talk, wrap_up) };
        let times = learns.times(handled);
        (talk.times(times), wrap_up.times(times))
    }

    /// A mentor's break is begun at once, as that of one who is available.
    pub(super) fn may_rest_at_once(&self, agent: usize) -> bool {
        matches!(self.agents[agent].doing, Doing::Idle | Doing::Mentoring)
    }

    fn mentors_needed(&self, mentors: usize) -> usize {
        let mut needed = 0;
        for (trainees, group) in self.model.groups.iter().enumerate() {
            let Some(named) = group.people.mentors.filter(|named| named.group.index() == mentors) else {
                continue;
            };
            let is_logged_in = |agent: &&super::Agent| {
                agent.group == trainees
                    && !matches!(agent.doing, Doing::Off | Doing::Late | Doing::AwaitingSeat)
            };
            let logged_in = self.agents.iter().filter(is_logged_in).count();
            needed += (logged_in as f64 / f64::from(named.trainees_each)).ceil() as usize;
        }
        needed
    }

    /// One more or one fewer mentors, where more or fewer are needed.
    pub(super) fn somebody_mentors(&mut self) -> bool {
        for group in 0..self.model.groups.len() {
            let those = |doing: Doing| -> Vec<usize> {
                let is_so = |&agent: &usize| {
                    let state = &self.agents[agent];
                    state.group == group
                        && state.doing == doing
                        && (doing == Doing::Mentoring || self.is_on_shift(agent))
                };
                (0..self.agents.len()).filter(is_so).collect()
            };
            let (available, mentoring) = (those(Doing::Idle), those(Doing::Mentoring));
            let needed = self.mentors_needed(group);
            if let Some(&agent) = mentoring.last().filter(|_| mentoring.len() > needed) {
                self.turns(agent, Doing::Idle);
                return true;
            }
            if let Some(&agent) = available.first().filter(|_| mentoring.len() < needed) {
                self.turns(agent, Doing::Mentoring);
                return true;
            }
        }
        false
    }
}
