//! Meals, planned breaks and the break pool: when agents ask, who may go, and when they are back.
//!
//! A *request* falls due, waits until its agent is between two calls and a place under the cap is free, and
//! becomes a break. Planned rests come before pool breaks. A freed place goes to the earliest request among
//! agents who are not on a call; if there is none it waits for the first requester whose call ends.

use super::{PoolState, Run};
use crate::event::{Class, Event};
use crate::fate::DutyFate;
use crate::id::{AgentId, GroupId};
use crate::model::{AskingClock, Asks, BreakPool, Budget, Cap, Duty, RestKind, WhenFull};
use crate::notice::{Doing, Observer};
use crate::time::{Span, Time};

impl<O: Observer> Run<'_, O> {
    /// A break or meal is over.
    pub(super) fn rest_ends(&mut self, agent: AgentId) {
        self.stops_resting(agent);
        let group = self.group_of(agent);
        // Whoever asked before him goes first, should he himself want another break, and have one left.
        let own = self.pool(agent).pending.front().map(|&asked| (asked, agent));
        let own = own.filter(|_| !self.has_spent_all(agent));
        self.fills_places_before(group, own);
        self.is_free(agent);
        self.fills_break_places(group);
    }

    /// An agent's rest is over or cut short: a place under the cap is free.
    pub(super) fn stops_resting(&mut self, agent: AgentId) {
        if self.agent(agent).doing == Doing::PoolBreak {
            let group = self.group_of(agent);
            self.group(group).away -= 1;
        }
    }

    /// Begins the meal or planned break that has been due longest, if there is one.
    pub(super) fn begins_planned_rest(&mut self, agent: AgentId) -> bool {
        let due = self.rest_state(agent).planned.pop_front();
        let Some(rest) = due.and_then(|place| self.planned_rest(agent, place)) else { return false };
        let doing = match rest.kind {
            RestKind::Meal => Doing::Meal,
            RestKind::Break => Doing::PlannedBreak,
        };
        self.rests(agent, doing, rest.lasts);
        true
    }

    fn rests(&mut self, agent: AgentId, doing: Doing, lasts: Span) {
        self.turns(agent, doing);
        let ends = self.now() + lasts;
        let ends = ends + self.overstays(agent, ends);
        self.day.events.ends(agent, ends, Class::Joining);
    }

    fn pool_of(&self, agent: AgentId) -> Option<&BreakPool> {
        self.model.groups[self.group_of(agent).index()].pool.as_ref()
    }

    /// Looks something up in the fate of the agent's present duty.
    pub(super) fn looks_up_duty<T>(&mut self, agent: AgentId, read: impl FnOnce(&DutyFate) -> T) -> T {
        let duty = self.day.agents[agent.index()].duty;
        let day = self.model.shift_of(agent).map_or(0, |shift| shift.duties[duty as usize].day);
        let fate = self.day.luck.of_duty(self.model, agent, day);
        let found = read(&fate);
        self.day.ran_out |= fate.list_ran_out();
        found
    }

    /// A duty begins: its budget is whole, its requests are drawn, its clock is wound up.
    pub(super) fn plans_breaks(&mut self, agent: AgentId, duty: Duty) {
        let model = self.model;
        let Some(pool) = &model.groups[self.group_of(agent).index()].pool else { return };
        let state = self.pool(agent);
        let pending = std::mem::take(&mut state.pending);
        let clock_stamp = state.clock_stamp.wrapping_add(1);
        *state = PoolState { pending, clock_stamp, ..PoolState::default() };
        match &pool.asks {
            Asks::AnyTime { requests, rush } => {
                let instants =
                    self.looks_up_duty(agent, |fate| fate.request_instants(duty, pool, *requests, *rush));
                self.pool(agent).to_come = instants;
                self.schedules_next_request(agent);
            }
            Asks::Behaviour { every: Some(clock), .. } => {
                self.winds_up_clock(agent, clock);
                self.sets_break_clock(agent);
            }
            Asks::Behaviour { every: None, .. } => {}
        }
    }

    fn schedules_next_request(&mut self, agent: AgentId) {
        let pool = self.pool(agent);
        let stamp = pool.clock_stamp;
        if let Some(&due) = pool.to_come.last() {
            self.schedule_for_agent(due, Class::RestDue, agent, Event::BreakIsAsked { agent, stamp });
        }
    }

    /// A request falls due, by the hour or by the clock.
    pub(super) fn break_is_asked(&mut self, agent: AgentId, stamp: u32) {
        if self.pool(agent).clock_stamp != stamp {
            return;
        }
        if self.pool(agent).to_come.pop().is_some() {
            self.schedules_next_request(agent);
        }
        self.asks_for_break(agent);
    }

    /// An agent on duty asks for a break; idle, he goes at once if he may.
    pub(super) fn asks_for_break(&mut self, agent: AgentId) {
        let model = self.model;
        let Some(pool) = &model.groups[self.group_of(agent).index()].pool else { return };
        if !self.has_budget(agent, pool) {
            return;
        }
        let now = self.now();
        let state = self.pool(agent);
        state.breaks_used += 1;
        state.pending.push_back(now);
        self.agent(agent).may_want_rest = true;
        if let Asks::Behaviour { every: Some(clock), .. } = &pool.asks {
            self.winds_up_clock(agent, clock);
        }
        if self.may_turn_at_once(agent) && self.may_go(agent, pool) {
            self.drops_what_he_does(agent);
            self.goes(agent, pool);
            self.settles_mentors(self.group_of(agent));
        }
        self.sets_break_clock(agent);
    }

    /// Begins a pool break if one is asked for, paid for and allowed. The agent is in no list.
    pub(super) fn begins_pool_break(&mut self, agent: AgentId) -> bool {
        let model = self.model;
        let Some(pool) = &model.groups[self.group_of(agent).index()].pool else { return false };
        let goes = self.may_go(agent, pool);
        if goes {
            self.goes(agent, pool);
        }
        goes
    }

    /// Whether the agent's earliest request can become a break now; if not, it waits or is void.
    fn may_go(&mut self, agent: AgentId, pool: &BreakPool) -> bool {
        let group = self.group_of(agent);
        if self.pool(agent).pending.is_empty() {
            return false;
        }
        // Breaks are counted when asked for, time when taken.
        if self.has_spent_all(agent) {
            self.pool(agent).pending.clear();
            self.group(group).hoping.retain(|&other| other != agent);
            return false;
        }
        if self.has_free_place(group, pool) {
            return true;
        }
        match pool.when_full {
            WhenFull::Wait => {
                if !self.group(group).hoping.contains(&agent) {
                    self.group(group).hoping.push(agent);
                }
            }
            WhenFull::Refuse => {
                let state = self.pool(agent);
                let refused = std::mem::take(&mut state.pending).len() as u32;
                // What was asked for before a midnight on duty is not in the new day's count.
                state.breaks_used = state.breaks_used.saturating_sub(refused);
                // He may take the next call at once, without turning to anything else.
                self.sets_break_clock(agent);
            }
        }
        false
    }

    /// Whether no time is left in the agent's pool.
    fn has_spent_all(&self, agent: AgentId) -> bool {
        let used = self.day.rests[agent.index()].pool.used;
        self.pool_of(agent).is_some_and(|pool| matches!(pool.budget, Budget::Time(budget) if used >= budget))
    }

    fn goes(&mut self, agent: AgentId, pool: &BreakPool) {
        let group = self.group_of(agent);
        let number = self.pool(agent).begun;
        let wanted = self.looks_up_duty(agent, |fate| fate.break_lasts(pool, number));
        let state = self.pool(agent);
        let left = match pool.budget {
            Budget::Time(budget) => Some(budget.less(state.used)),
            Budget::Breaks(_) | Budget::Endless => None,
        };
        let lasts = [wanted, pool.each_at_most, left].into_iter().flatten().min().unwrap_or(Span::ZERO);
        state.pending.pop_front();
        state.begun += 1;
        state.used += lasts;
        self.group(group).away += 1;
        self.group(group).hoping.retain(|&other| other != agent);
        self.rests(agent, Doing::PoolBreak, lasts);
    }

    /// Whether the budget allows one more request.
    fn has_budget(&self, agent: AgentId, pool: &BreakPool) -> bool {
        let state = &self.day.rests[agent.index()].pool;
        match pool.budget {
            Budget::Endless => true,
            Budget::Time(budget) => state.used < budget,
            Budget::Breaks(breaks) => state.breaks_used < breaks,
        }
    }

    fn has_free_place(&self, group: GroupId, pool: &BreakPool) -> bool {
        let state = &self.day.groups[group.index()];
        match pool.at_once_at_most {
            None => true,
            Some(Cap::Count(most)) => state.away < most,
            // The small term keeps 29 % of 100 from being 28 after rounding in binary.
            Some(Cap::Share(share)) => state.away < ((share * f64::from(state.on_duty) + 1e-9) as u32).max(1),
        }
    }

    /// Gives free places to idle agents who hope for one, earliest request first.
    pub(super) fn fills_break_places(&mut self, group: GroupId) {
        self.fills_places_before(group, None);
        self.settles_mentors(group);
    }

    pub(super) fn fills_places_before(&mut self, group: GroupId, limit: Option<(Time, AgentId)>) {
        let model = self.model;
        let Some(pool) = &model.groups[group.index()].pool else { return };
        while self.has_free_place(group, pool) {
            let (agents, rests) = (&self.day.agents, &self.day.rests);
            let hoping = self.day.groups[group.index()].hoping.iter();
            let idle = hoping.filter(|agent| agents[agent.index()].may_turn_at_once());
            let requests = idle
                .filter_map(|&agent| rests[agent.index()].pool.pending.front().map(|&asked| (asked, agent)));
            let Some(first) = requests.min().filter(|&first| limit.is_none_or(|limit| first < limit)) else {
                return;
            };
            self.drops_what_he_does(first.1);
            self.goes(first.1, pool);
        }
    }

    /// A duty is over: what was asked for, what was to be asked for and what is left of the budget are lost.
    pub(super) fn forgets_breaks(&mut self, agent: AgentId) {
        let group = self.group_of(agent);
        self.group(group).hoping.retain(|&other| other != agent);
        let pool = self.pool(agent);
        pool.pending.clear();
        pool.to_come.clear();
        pool.clock_stamp = pool.clock_stamp.wrapping_add(1);
        pool.clock_runs_since = None;
    }

    /// Draws the working time to the agent's next request; what was left of it is void.
    fn winds_up_clock(&mut self, agent: AgentId, clock: &AskingClock) {
        let number = self.pool(agent).draws;
        let left = self.looks_up_duty(agent, |fate| fate.working_time(clock, number));
        let pool = self.pool(agent);
        pool.draws += 1;
        pool.clock_left = left;
        pool.clock_runs_since = None;
        pool.clock_stamp = pool.clock_stamp.wrapping_add(1);
    }

    /// Starts or stops the agent's clock by what he does: it runs while he works, with nothing asked for.
    #[inline(always)]
    pub(super) fn sets_break_clock(&mut self, agent: AgentId) {
        if self.path_of(agent).has_break_clock {
            self.starts_or_stops_clock(agent);
        }
    }

    #[inline(never)]
    fn starts_or_stops_clock(&mut self, agent: AgentId) {
        let Some(pool) = self.pool_of(agent) else { return };
        let Asks::Behaviour { every: Some(clock), .. } = &pool.asks else { return };
        let state = &self.day.agents[agent.index()];
        let works = match state.doing {
            Doing::Idle => true,
            Doing::Handling | Doing::Mentoring => !clock.when_idle,
            _ => false,
        };
        let asks_nothing = self.day.rests[agent.index()].pool.pending.is_empty();
        let runs = works && state.on_duty && asks_nothing && self.has_budget(agent, pool);
        let now = self.now();
        let state = self.pool(agent);
        match (runs, state.clock_runs_since) {
            (true, None) => {
                state.clock_runs_since = Some(now);
                let (at, stamp) = (now + state.clock_left, state.clock_stamp);
                self.schedule_for_agent(at, Class::RestDue, agent, Event::BreakIsAsked { agent, stamp });
            }
            (false, Some(since)) => {
                state.clock_left = state.clock_left.less(now.since(since));
                state.clock_runs_since = None;
                state.clock_stamp = state.clock_stamp.wrapping_add(1);
            }
            _ => {}
        }
    }
}
