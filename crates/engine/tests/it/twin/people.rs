//! The twin's agents as people: who comes, who is late, who overstays (rule 37), who learns (rule 38).

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
}
