//! What agents did with their time: by group and interval, and by agent.

use acd_engine::{AgentId, Doing, Model, Notice, Span, Time};

use crate::cells::{Staff, Worked};
use crate::grid::{ByInterval, Passing, cell};

/// The staff's part of a replication's counters.
#[derive(Clone, Debug)]
pub(crate) struct StaffTally {
    agents: Vec<Agent>,
    duties: Vec<Duties>,
    /// Counters by group and interval.
    pub(crate) groups: Vec<ByInterval<Staff>>,
    /// By group: how many duties had so many minutes of breaks out of the pool, rounded up.
    pub(crate) pool_breaks: Vec<Vec<u64>>,
}

/// Duties with longer breaks count as this many minutes: a day.
const LONGEST_BREAK_MIN: u64 = 1_440;

/// One agent's present state and what is counted of it with every call: one line of a processor's cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct Agent {
    group: u32,
    doing: Option<Doing>,
    /// He handles chats: how long he does is known when the last has ended.
    is_chatting: bool,
    since: Time,
    /// When the wrap-up of the present call begins, or began and is booked up to; never where there is none, long ago
    /// where he has chats.
    wraps_up_from: Time,
    /// When the present meal or break should end, or ended and is booked up to; never where he doesn't overstay.
    overstays_from: Time,
    answered: u64,
    talk_us: u64,
    wrap_up_us: u64,
    idle_us: u64,
}

const _: () = assert!(size_of::<Agent>() == 64, "one line of the cache");

/// The rest of what one agent worked, which no call asks for.
#[derive(Clone, Debug, Default)]
struct Duties {
    /// Since when his duty is over and he is still there.
    overtime_since: Option<Time>,
    break_in_shift_us: u64,
    pool_break_in_shift_us: u64,
    /// On a duty that began when time was counted.
    is_on_counted_duty: bool,
    /// But for what is counted with every call, in [`Agent`].
    worked: Worked,
}

impl StaffTally {
    pub(crate) fn new(model: &Model) -> StaffTally {
        let agents = model.people().iter().map(|person| Agent {
            group: person.group.0,
            doing: None,
            is_chatting: false,
            since: Time::ZERO,
            wraps_up_from: Time::NEVER,
            overstays_from: Time::NEVER,
            answered: 0,
            talk_us: 0,
            wrap_up_us: 0,
            idle_us: 0,
        });
        StaffTally {
            agents: agents.collect(),
            duties: vec![Duties::default(); model.people().len()],
            groups: vec![ByInterval::default(); model.groups.len()],
            pool_breaks: vec![Vec::new(); model.groups.len()],
        }
    }

    /// What each agent worked, in order of their ids.
    pub(crate) fn worked(&self) -> impl Iterator<Item = Worked> {
        self.agents.iter().zip(&self.duties).map(|(agent, duties)| {
            let mut worked = duties.worked;
            worked.answered += agent.answered;
            worked.talk_us += agent.talk_us;
            worked.wrap_up_us += agent.wrap_up_us;
            worked.idle_us += agent.idle_us;
            worked
        })
    }

    /// The present interval is over, or the stretch.
    pub(crate) fn puts_away(&mut self, grid: &Passing) {
        self.groups.iter_mut().for_each(|group| group.puts_away(grid));
    }

    /// An agent answers a call.
    #[inline(always)]
    pub(crate) fn answers(
        &mut self,
        grid: &Passing,
        agent: AgentId,
        at: Time,
        (talk, wrap_up): (Span, Span),
        counts: bool,
    ) {
        // From one call to the next nobody is told that he turns.
        let mut state = &mut self.agents[agent.index()];
        if state.wraps_up_from < at {
            self.ends_last(grid, agent, at);
            state = &mut self.agents[agent.index()];
        }
        state.answered += u64::from(counts);
        let talk_ends = at + talk;
        state.talk_us += grid.counted_us(at, talk_ends);
        state.wraps_up_from = Time::NEVER;
        if wrap_up > Span::ZERO {
            state.wraps_up_from = talk_ends;
            state.wrap_up_us += grid.counted_us(talk_ends, talk_ends + wrap_up);
        }
    }

    /// An agent takes a chat, maybe beside others.
    #[cold]
    pub(crate) fn chats(&mut self, grid: &Passing, agent: AgentId, at: Time, counts: bool) {
        if !self.agents[agent.index()].is_chatting {
            // What he handled before is booked already.
            self.closes_state(grid, agent, at);
            let state = &mut self.agents[agent.index()];
            (state.is_chatting, state.wraps_up_from) = (true, Time::ZERO);
        }
        self.agents[agent.index()].answered += u64::from(counts);
    }

    /// He goes on to a call from the wrap-up of the one before, or from his last chat.
    #[inline(never)]
    fn ends_last(&mut self, grid: &Passing, agent: AgentId, at: Time) {
        if self.agents[agent.index()].is_chatting {
            self.closes_state(grid, agent, at);
            self.agents[agent.index()].is_chatting = false;
        } else {
            self.closes_wrap_up(grid, agent, at);
        }
    }

    /// An agent calls somebody who isn't there.
    #[cold]
    pub(crate) fn rings(&mut self, grid: &Passing, agent: AgentId, at: Time, rings: Span) {
        self.answers(grid, agent, at, (rings, Span::ZERO), false);
    }

    #[inline(always)]
    pub(crate) fn note(&mut self, grid: &Passing, at: Time, notice: &Notice) {
        match *notice {
            Notice::ShiftStarted { agent, ends } => self.shift_starts(grid, agent, at, ends),
            Notice::ShiftEnded(agent) => self.shift_ends(agent, at),
            Notice::Turned { agent, from, to } => self.turns(grid, agent, at, from, to),
            Notice::Absent { agent, ends } => self.is_absent(grid, agent, at, ends),
            Notice::Overstays { agent, from, .. } => self.agents[agent.index()].overstays_from = from,
            Notice::Ended => {
                for agent in (0..self.agents.len()).map(AgentId::from) {
                    self.closes_state(grid, agent, at);
                    self.closes_overtime(grid, agent, at);
                    self.closes_shift(agent);
                }
            }
            _ => {}
        }
    }

    fn shift_starts(&mut self, grid: &Passing, agent: AgentId, at: Time, ends: Time) {
        self.closes_overtime(grid, agent, at);
        // Where a duty is renewed without leaving, its breaks are counted anew.
        self.closes_state(grid, agent, at);
        self.closes_shift(agent);
        let duties = &mut self.duties[agent.index()];
        duties.worked.scheduled_us += grid.counted_us(at, ends);
        duties.is_on_counted_duty = grid.counts(at);
    }

    fn is_absent(&mut self, grid: &Passing, agent: AgentId, at: Time, ends: Time) {
        let us = grid.counted_us(at, ends);
        let worked = &mut self.duties[agent.index()].worked;
        worked.scheduled_us += us;
        worked.absent_us += us;
    }

    fn shift_ends(&mut self, agent: AgentId, at: Time) {
        let state = &self.agents[agent.index()];
        if state.doing.is_some_and(|doing| !matches!(doing, Doing::AwaitingSeat | Doing::Late)) {
            self.duties[agent.index()].overtime_since = Some(at);
        }
    }

    #[inline(always)]
    fn turns(&mut self, grid: &Passing, agent: AgentId, at: Time, from: Doing, to: Doing) {
        self.closes_state(grid, agent, at);
        let state = &mut self.agents[agent.index()];
        state.doing = Some(to);
        state.since = at;
        if from == Doing::Handling && to != Doing::Handling {
            state.wraps_up_from = Time::NEVER;
            state.is_chatting = false;
        }
        state.overstays_from = Time::NEVER;
        if !matches!(to, Doing::Idle | Doing::Handling) {
            self.rests_or_leaves(grid, agent, at, from, to);
        }
    }

    /// An agent has turned to something else than calls.
    #[inline(never)]
    fn rests_or_leaves(&mut self, grid: &Passing, agent: AgentId, at: Time, from: Doing, to: Doing) {
        let state = &mut self.agents[agent.index()];
        if grid.counts(at) && matches!(to, Doing::PlannedBreak | Doing::PoolBreak) {
            self.duties[agent.index()].worked.breaks += 1;
            self.groups[state.group as usize].at(grid.index(at), grid).breaks += 1;
        }
        if to == Doing::Off {
            state.doing = None;
            if from != Doing::Off {
                self.closes_overtime(grid, agent, at);
                self.closes_shift(agent);
            }
        }
    }

    /// Books the time since the agent turned to what he does, and starts anew.
    #[inline(always)]
    fn closes_state(&mut self, grid: &Passing, agent: AgentId, at: Time) {
        let state = &mut self.agents[agent.index()];
        let (doing, from) = (state.doing, state.since);
        if grid.holds(from) && matches!(doing, Some(Doing::Idle | Doing::Handling)) && !state.is_chatting {
            state.since = at;
            let us = at.since(from).as_us();
            let staff = &mut self.groups[state.group as usize].present;
            if doing == Some(Doing::Idle) {
                state.idle_us += us;
                staff.idle_us += us;
            } else {
                // What a call takes is booked when it is answered.
                staff.handling_us += us;
                self.closes_wrap_up(grid, agent, at);
            }
        } else {
            self.closes_any_state(grid, agent, at);
        }
    }

    /// The same whatever he does, and since whenever.
    #[inline(never)]
    fn closes_any_state(&mut self, grid: &Passing, agent: AgentId, at: Time) {
        let state = &mut self.agents[agent.index()];
        let Some(doing) = state.doing else { return };
        let from = std::mem::replace(&mut state.since, at);
        let us = grid.counted_us(from, at);
        let duties = &mut self.duties[agent.index()];
        let worked = &mut duties.worked;
        worked.overstayed_us += grid.counted_us(state.overstays_from.max(from), at);
        match doing {
            Doing::Idle => state.idle_us += us,
            Doing::Meal => worked.meal_us += us,
            Doing::AwaitingSeat => worked.seat_wait_us += us,
            Doing::Late => worked.late_us += us,
            Doing::Mentoring => worked.mentoring_us += us,
            Doing::PlannedBreak | Doing::PoolBreak => {
                worked.break_us += us;
                duties.break_in_shift_us += us;
                duties.pool_break_in_shift_us += if doing == Doing::PoolBreak { us } else { 0 };
            }
            // Those of calls are booked when they are answered.
            Doing::Handling => state.talk_us += if state.is_chatting { us } else { 0 },
            Doing::Off => {}
        }
        let group = &mut self.groups[state.group as usize];
        grid.split(from, at, |index, us| group.at(index, grid).does(doing, us));
        if doing == Doing::Handling {
            self.closes_wrap_up(grid, agent, at);
        }
    }

    /// Books the present call's wrap-up so far.
    #[inline(always)]
    fn closes_wrap_up(&mut self, grid: &Passing, agent: AgentId, at: Time) {
        let state = &mut self.agents[agent.index()];
        let from = state.wraps_up_from;
        if from < at && !state.is_chatting {
            state.wraps_up_from = at;
            let group = state.group as usize;
            self.books_wrap_up(grid, group, from, at);
        }
    }

    #[inline(never)]
    fn books_wrap_up(&mut self, grid: &Passing, group: usize, from: Time, to: Time) {
        let group = &mut self.groups[group];
        grid.split(from, to, |index, us| group.at(index, grid).wrap_up_us += us);
    }

    fn closes_overtime(&mut self, grid: &Passing, agent: AgentId, at: Time) {
        let duties = &mut self.duties[agent.index()];
        let Some(from) = duties.overtime_since.take() else { return };
        duties.worked.overtime_us += grid.counted_us(from, at);
        let group = &mut self.groups[self.agents[agent.index()].group as usize];
        grid.split(from, at, |index, us| group.at(index, grid).overtime_us += us);
    }

    fn closes_shift(&mut self, agent: AgentId) {
        let duties = &mut self.duties[agent.index()];
        let spent = std::mem::take(&mut duties.break_in_shift_us);
        duties.worked.break_shift_max_us = duties.worked.break_shift_max_us.max(spent);
        let pool = std::mem::take(&mut duties.pool_break_in_shift_us);
        if std::mem::take(&mut duties.is_on_counted_duty) {
            let minutes = pool.div_ceil(60_000_000).min(LONGEST_BREAK_MIN) as usize;
            *cell(&mut self.pool_breaks[self.agents[agent.index()].group as usize], minutes) += 1;
        }
    }
}

impl Staff {
    /// An agent did something for so long.
    fn does(&mut self, doing: Doing, us: u64) {
        match doing {
            Doing::Idle => self.idle_us += us,
            Doing::Handling => self.handling_us += us,
            Doing::Mentoring => self.mentoring_us += us,
            Doing::Meal => self.meal_us += us,
            Doing::AwaitingSeat => self.seat_wait_us += us,
            Doing::PlannedBreak | Doing::PoolBreak => self.break_us += us,
            Doing::Off | Doing::Late => {}
        }
    }
}
