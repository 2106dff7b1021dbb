//! Shifts and head counts: who is on duty when, and who goes home.

use super::attendance::Turnout;
use super::{Day, Run};
use crate::event::{Class, Event, Moment};
use crate::id::{AgentId, GroupId};
use crate::model::{Model, PlannedRest, Staffing};
use crate::notice::{Doing, Notice, Observer};
use crate::time::{Span, Time};

impl Day {
    /// Schedules the start of an agent's `index`th duty, if he has so many.
    pub(super) fn schedule_duty(&mut self, model: &Model, agent: AgentId, index: u32) {
        let duty = model.shift_of(agent).and_then(|shift| shift.duties.get(index as usize));
        if let Some(duty) = duty {
            self.agents[agent.index()].duty = index;
            let moment = Moment::of_agent(duty.start, Class::Joining, agent);
            self.events.schedule(moment, Event::ShiftStarts { agent });
        }
    }

    /// Schedules a group's `index`th head count: drops before calls end, rises after, at the place of the
    /// group's first agent among others.
    pub(super) fn schedule_head_count(&mut self, model: &Model, group: GroupId, index: u32, now: u32) {
        let Staffing::HeadCount(counts) = &model.groups[group.index()].staffing else { return };
        let Some(&(at, count)) = counts.get(index as usize) else { return };
        let Some(first) = model.agents_of(group).next() else { return };
        let class = if count < now { Class::Leaving } else { Class::Joining };
        self.events.schedule(Moment::of_agent(at, class, first), Event::HeadCountChanges { group, index });
    }
}

impl<O: Observer> Run<'_, O> {
    /// An agent's duty starts, unless he doesn't come.
    pub(super) fn shift_starts(&mut self, agent: AgentId) {
        let index = self.agent(agent).duty;
        match self.turnout(agent, index) {
            Turnout::Comes { late } => self.shift_starts_for(agent, late),
            Turnout::IsAbsent { ends } => {
                self.tell(Notice::Absent { agent, ends });
                self.day.schedule_duty(self.model, agent, index + 1);
            }
            Turnout::HasResigned => self.tell(Notice::Resigned(agent)),
        }
    }

    fn shift_starts_for(&mut self, agent: AgentId, late: Span) {
        self.agent(agent).started = self.now();
        self.begins_duty(agent);
        let group = self.group_of(agent);
        self.group(group).on_duty += 1;
        if self.mentors(agent) {
            // A share of more may rest, with trainees too: before he looks whether he is needed there.
            self.fills_places_before(group, None);
        }
        match self.agent(agent).doing {
            Doing::Off if late > Span::ZERO => self.is_late(agent, late),
            Doing::Off => self.wants_to_log_in(agent),
            // Still in overtime from the duty before: he keeps his seat and goes on.
            _ => {
                self.sets_break_clock(agent);
                self.settles_mentors(group);
                self.looks_for_work(agent);
            }
        }
        self.fills_break_places(group);
    }

    /// Sets out a duty's end, its rests and its break requests.
    fn begins_duty(&mut self, agent: AgentId) {
        let model = self.model;
        let Some(shift) = model.shift_of(agent) else { return };
        let index = self.agent(agent).duty;
        let duty = shift.duties[index as usize];
        let state = self.agent(agent);
        state.on_duty = true;
        state.ends = duty.end;
        let started = state.started;
        self.rest_state(agent).begun = 0;
        self.tell(Notice::ShiftStarted { agent, ends: duty.end });
        self.schedule_for_agent(duty.end, Class::Leaving, agent, Event::ShiftEnds { agent });
        let number = model.people()[agent.index()].number;
        for (rest_index, rest) in shift.rests.iter().enumerate() {
            for due in rest.due(duty, started, (number, shift.heads)) {
                let event = Event::RestFallsDue { agent, rest: rest_index as u32 };
                self.schedule_for_agent(due, Class::RestDue, agent, event);
            }
        }
        self.plans_breaks(agent, duty);
    }

    /// An agent's duty ends: idle or resting he leaves, busy he finishes.
    pub(super) fn shift_ends(&mut self, agent: AgentId) {
        let next = self.agent(agent).duty + 1;
        if self.goes_on(agent, next) {
            self.agent(agent).duty = next;
            return self.begins_duty(agent);
        }
        let group = self.group_of(agent);
        self.group(group).on_duty -= 1;
        self.ends_duty(agent);
        self.day.schedule_duty(self.model, agent, next);
        // Not before all who leave now have left: who is on shift decides how many may rest, and who.
        self.schedule(Moment::new(self.now(), Class::Leaving, u64::MAX), Event::BreakPlacesFree { group });
        if self.day.closed_since.is_some() && self.day.waiting_count > 0 {
            self.drops_unserved();
        }
    }

    fn ends_duty(&mut self, agent: AgentId) {
        let state = self.agent(agent);
        state.on_duty = false;
        self.rest_state(agent).planned.clear();
        self.forgets_breaks(agent);
        self.tell(Notice::ShiftEnded(agent));
        self.sets_break_clock(agent);
        let doing = self.agent(agent).doing;
        match doing {
            Doing::Off | Doing::Handling => {}
            Doing::Late => self.turns(agent, Doing::Off),
            Doing::AwaitingSeat => self.stops_awaiting_seat(agent),
            Doing::Idle if self.stays_for_callers(agent) => {}
            Doing::Idle => {
                self.leaves_idle(agent);
                self.leaves(agent);
            }
            Doing::Mentoring => {
                self.drops_what_he_does(agent);
                self.stays_or_leaves(agent);
                self.settles_mentors(self.group_of(agent));
            }
            Doing::Meal | Doing::PlannedBreak | Doing::PoolBreak => {
                self.day.events.is_cut_short(agent);
                self.stops_resting(agent);
                self.stays_or_leaves(agent);
            }
        }
    }

    /// An agent off duty, in no list, takes calls of those who are inside after closing, or goes home.
    fn stays_or_leaves(&mut self, agent: AgentId) {
        if self.stays_for_callers(agent) {
            self.takes_next_call(agent);
        } else {
            self.leaves(agent);
        }
    }

    /// Whether a group is a head count without persons.
    pub(super) fn is_head_count(&self, group: GroupId) -> bool {
        self.model.group_path(group).is_head_count
    }

    /// A head count drops or rises.
    pub(super) fn head_count_changes(&mut self, group: GroupId, index: u32) {
        let model = self.model;
        let Staffing::HeadCount(counts) = &model.groups[group.index()].staffing else { return };
        let (at, target) = counts[index as usize];
        let before = std::mem::replace(&mut self.group(group).target, target);
        if target > 0 {
            self.group(group).enough = target;
        }
        self.day.schedule_head_count(model, group, index + 1, target);
        if target == before {
            // Nobody comes and nobody goes; least of all do leavers come back.
        } else if target > before {
            self.head_count_rises(group, target);
        } else if target == 0 {
            self.head_count_goes_home(group, at);
        } else {
            self.head_count_drops(group, target);
        }
    }

    fn head_count_rises(&mut self, group: GroupId, target: u32) {
        for agent in self.model.agents_of(group) {
            if self.group(group).present + self.awaiting_of(group) >= target {
                break;
            }
            if self.agent(agent).doing == Doing::Off {
                let now = self.now();
                let state = self.agent(agent);
                (state.on_duty, state.started, state.ends) = (true, now, Time::NEVER);
                self.wants_to_log_in(agent);
            }
        }
        // Those still busy from before a closing are on duty again.
        for agent in self.model.agents_of(group) {
            let state = self.agent(agent);
            state.on_duty |= state.doing == Doing::Handling;
        }
    }

    fn awaiting_of(&self, group: GroupId) -> u32 {
        if self.model.seats.is_none() {
            return 0;
        }
        let mut agents = self.model.agents_of(group);
        let waiting =
            agents.by_ref().filter(|agent| self.day.agents[agent.index()].doing == Doing::AwaitingSeat);
        waiting.count() as u32
    }

    /// Beyond the count those without a seat leave at once, then idle agents; while more are busy, whoever
    /// finishes leaves.
    fn head_count_drops(&mut self, group: GroupId, target: u32) {
        let agents: Vec<AgentId> = self.model.agents_of(group).collect();
        let there = self.group(group).present + self.awaiting_of(group);
        let mut surplus = there.saturating_sub(target);
        for leaver in [Doing::AwaitingSeat, Doing::Idle] {
            for &agent in agents.iter().rev() {
                if surplus == 0 {
                    return;
                }
                if self.agent(agent).doing == leaver {
                    self.head_leaves(agent);
                    surplus -= 1;
                }
            }
        }
    }

    fn head_leaves(&mut self, agent: AgentId) {
        if self.agent(agent).doing == Doing::AwaitingSeat {
            return self.stops_awaiting_seat(agent);
        }
        self.leaves_idle(agent);
        self.leaves(agent);
    }

    /// A count of zero is the end of everybody's duty, as at closing time.
    fn head_count_goes_home(&mut self, group: GroupId, at: Time) {
        for agent in self.model.agents_of(group) {
            if self.agent(agent).on_duty {
                self.agent(agent).ends = at;
                self.ends_duty(agent);
            }
        }
    }

    /// A meal or planned break falls due: begun at once if idle, else after what the agent is at.
    pub(super) fn rest_falls_due(&mut self, agent: AgentId, rest: u32) {
        let state = self.agent(agent);
        if !state.on_duty {
            return;
        }
        state.may_want_rest = true;
        self.rest_state(agent).planned.push_back(rest);
        if self.may_turn_at_once(agent) {
            self.drops_what_he_does(agent);
            self.begins_planned_rest(agent);
            self.settles_mentors(self.group_of(agent));
        }
    }

    /// The planned rest of a shift by its place.
    pub(super) fn planned_rest(&self, agent: AgentId, rest: u32) -> Option<PlannedRest> {
        self.model.shift_of(agent).and_then(|shift| shift.rests.get(rest as usize)).copied()
    }
}
