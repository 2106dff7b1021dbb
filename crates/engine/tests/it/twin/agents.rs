//! The twin's agents: shifts, seats, rests, break pools, head counts, and who answers whom.

use acd_engine::*;

use super::cases::is_work;
use super::chats::at_once;
use super::{Call, Twin};

impl Twin<'_> {
    pub(super) fn turns(&mut self, agent: usize, to: Doing) {
        let from = self.agents[agent].doing;
        let lasted = self.now.since(self.agents[agent].since);
        match from {
            Doing::Handling => self.agents[agent].handled += lasted,
            Doing::Idle => self.agents[agent].available += lasted,
            Doing::Off => {
                self.agents[agent].handled = Span::ZERO;
                self.agents[agent].available = Span::ZERO;
            }
            _ => {}
        }
        (self.agents[agent].doing, self.agents[agent].since) = (to, self.now);
        self.agents[agent].turn = self.events;
        self.tells(Notice::Turned { agent: AgentId::from(agent), from, to });
    }

    /// Rule 33: who stays after closing stays for callers.
    pub(super) fn may_answer_alone(&self, agent: usize, queue: QueueId) -> bool {
        self.answers(agent, queue) && !(is_work(self.model, queue) && self.agents[agent].stays)
    }

    pub(super) fn answers(&self, agent: usize, queue: QueueId) -> bool {
        self.model.groups[self.agents[agent].group].answers.contains(&queue)
    }

    pub(super) fn is_counted(&self, agent: usize) -> bool {
        matches!(self.model.groups[self.agents[agent].group].staffing, Staffing::HeadCount(_))
    }

    fn all(&self, whom: impl Fn(usize) -> bool) -> impl DoubleEndedIterator<Item = usize> {
        (0..self.agents.len()).filter(move |&agent| whom(agent))
    }

    // What follows at once from any event (rule 2), one thing at a time; false when nothing does.
    pub(super) fn follows(&mut self) -> bool {
        self.somebody_goes_home()
            || self.somebody_rests()
            || self.somebody_takes_a_break()
            || self.somebody_mentors()
            || self.somebody_answers()
            || self.somebody_takes_a_chat()
            || self.a_queue_is_given_up()
    }

    /// Rule 9: who stays after closing stays until nobody is inside.
    fn somebody_goes_home(&mut self) -> bool {
        if !self.in_ivr.is_empty() || self.callers_waiting() > 0 {
            return false;
        }
        let Some(agent) = self.all(|agent| self.agents[agent].stays).next() else { return false };
        self.agents[agent].stays = false;
        if self.agents[agent].doing == Doing::Idle {
            self.turns(agent, Doing::Off);
        }
        true
    }

    /// Rule 15.
    fn somebody_rests(&mut self) -> bool {
        let rests = |agent: usize| self.may_rest_at_once(agent) && !self.agents[agent].rests_due.is_empty();
        let Some(agent) = self.all(rests).next() else { return false };
        let (_, rest) = self.agents[agent].rests_due.remove(0);
        let rest = self.model.shift_of(AgentId::from(agent)).expect("a shift").rests[rest];
        self.rests_for(
            agent,
            rest.lasts,
            if rest.kind == RestKind::Meal { Doing::Meal } else { Doing::PlannedBreak },
        );
        true
    }

    /// Rule 16: the earliest request of an idle agent.
    fn somebody_takes_a_break(&mut self) -> bool {
        let wants = |agent: usize| {
            self.may_rest_at_once(agent) && !self.agents[agent].asked.is_empty() && self.is_on_shift(agent)
        };
        // Where a duty goes on, the new day's budget is there before anything else of that instant.
        let is_renewed_now = |agent: usize| {
            self.agents[agent].duty.is_some_and(|duty| duty.end <= self.now) && self.goes_on(agent)
        };
        for group in 0..self.model.groups.len() {
            if self.all(|agent| self.agents[agent].group == group && is_renewed_now(agent)).next().is_some() {
                continue;
            }
            let wanting = self.all(|agent| self.agents[agent].group == group && wants(agent));
            let Some(agent) = wanting.min_by_key(|&agent| (self.agents[agent].asked[0], agent)) else {
                continue;
            };
            let pool = self.model.groups[group].pool.as_ref().expect("a pool");
            let is_full = self.is_full(group, pool);
            if is_full && pool.when_full == WhenFull::Wait {
                continue;
            }
            self.agents[agent].asked.remove(0);
            if is_full {
                // What was asked for before a midnight on duty is not in the new day's count.
                self.agents[agent].used = self.agents[agent].used.saturating_sub(1);
            } else {
                self.begins_break(agent, pool);
            }
            return true;
        }
        false
    }

    fn is_full(&self, group: usize, pool: &BreakPool) -> bool {
        let of_group = |agent: usize| self.agents[agent].group == group;
        let away = self.all(|agent| of_group(agent) && self.agents[agent].doing == Doing::PoolBreak).count();
        let on_shift = self.all(|agent| of_group(agent) && self.is_on_shift(agent)).count();
        match pool.at_once_at_most {
            None => false,
            Some(Cap::Count(most)) => away >= most as usize,
            Some(Cap::Share(share)) => away >= ((share * on_shift as f64 + 1e-9).floor() as usize).max(1),
        }
    }

    fn begins_break(&mut self, agent: usize, pool: &BreakPool) {
        let day = self.agents[agent].duty.expect("a duty").day;
        let fate = self.luck.of_duty(self.model, AgentId::from(agent), day);
        let left = match pool.budget {
            Budget::Time(budget) => budget.less(self.agents[agent].spent),
            Budget::Endless | Budget::Breaks(_) => Span::DAY,
        };
        if left == Span::ZERO {
            return;
        }
        let most = pool.each_at_most.unwrap_or(Span::DAY).min(left);
        let lasts = fate.break_lasts(pool, self.agents[agent].begun).map_or(most, |lasts| lasts.min(most));
        self.agents[agent].begun += 1;
        self.agents[agent].spent += lasts;
        self.rests_for(agent, lasts, Doing::PoolBreak);
    }

    /// Rule 13: who is free takes a call of the queue he prefers most, there by priority, then the longest waiting; and
    /// rule 29: if there is none, one of a queue that he may help.
    fn somebody_answers(&mut self) -> bool {
        let takes = |agent: usize| Some((agent, self.next_of(agent)?));
        // Who got free last: the others have looked, and may not take more because he came (rule 30).
        let mut idle: Vec<usize> = self.all(|agent| self.agents[agent].doing == Doing::Idle).collect();
        idle.sort_by_key(|&agent| (std::cmp::Reverse(self.agents[agent].turn), agent));
        let Some((agent, index)) = idle.into_iter().find_map(takes) else { return false };
        let call = self.waiting.remove(index);
        self.answers_call(agent, call);
        true
    }

    /// The call that an available agent takes now.
    pub(super) fn next_of(&self, agent: usize) -> Option<usize> {
        let own = (0..self.waiting.len()).filter(|&index| self.may_answer(agent, self.waiting[index].queue));
        let key = |&index: &usize| {
            // The list is in the order of offering.
            (self.rank(agent, self.waiting[index].queue), self.precedence(index), index)
        };
        own.min_by_key(key).or_else(|| self.next_to_help(agent, None))
    }

    pub(super) fn precedence(&self, index: usize) -> u64 {
        let call = &self.waiting[index];
        let priority = u64::from(self.model.kinds[call.facts.kind.index()].priority);
        match self.model.priority_is_worth {
            None => priority,
            Some(worth) => call.offered.as_us() + priority * worth.as_us(),
        }
    }

    /// The place of the call that he would take were he free.
    pub(super) fn would_take(&self, agent: usize) -> Option<usize> {
        let waiting =
            (0..self.waiting.len()).filter(|&index| self.may_answer_alone(agent, self.waiting[index].queue));
        // The list is in the order of offering.
        waiting.min_by_key(|&index| (self.wish(agent, &self.waiting[index]), index))
    }

    /// The less, the sooner he takes it.
    pub(super) fn wish(&self, agent: usize, call: &Call) -> (usize, u64) {
        let priority = u64::from(self.model.kinds[call.facts.kind.index()].priority);
        let precedence = match self.model.priority_is_worth {
            None => priority,
            Some(worth) => call.offered.as_us() + priority * worth.as_us(),
        };
        (self.rank(agent, call.queue), precedence)
    }

    /// How far down his preferences a queue is.
    fn rank(&self, agent: usize, queue: QueueId) -> usize {
        let prefers = &self.model.groups[self.agents[agent].group].skills.prefers;
        prefers.iter().position(|other| *other == queue).unwrap_or(prefers.len())
    }

    pub(super) fn answers_call(&mut self, agent: usize, call: Call) {
        if call.hung_up && !self.answers_call_back(agent, &call) {
            return;
        }
        if !self.reaches(agent, &call) {
            return;
        }
        let (facts, queue, offered) = (call.facts, call.queue, call.offered);
        self.last_waits[queue.index()] = self.now.since(offered);
        let fate = self.fate(&call);
        let (mut talk, mut wrap_up) = (fate.talk(queue), fate.wrap_up(queue));
        for (other, times) in &self.model.groups[self.agents[agent].group].skills.times {
            if *other == queue {
                (talk, wrap_up) = (talk.times(*times), wrap_up.times(*times));
            }
        }
        (talk, wrap_up) = self.as_learnt(agent, talk, wrap_up);
        if !is_work(self.model, queue) && at_once(self.model, queue).is_none() {
            self.talks.push(self.now + talk);
        }
        let end = self.now + talk + wrap_up;
        if at_once(self.model, queue).is_some() {
            let longest =
                if self.agents[agent].chats.is_empty() { talk } else { self.agents[agent].talk.max(talk) };
            (self.agents[agent].talk, self.agents[agent].until) = (longest, Time::NEVER);
            self.agents[agent].chats.push(end);
            self.agents[agent].chats_of = queue;
        } else {
            (self.agents[agent].talk, self.agents[agent].until) = (talk, end);
        }
        let id = AgentId::from(agent);
        self.tells(Notice::Answered { call: facts, queue, agent: id, offered, talk, wrap_up });
        let led = self.leads_on(&call, self.now + talk + wrap_up);
        self.judges(agent, &call, talk, led);
        if self.agents[agent].doing != Doing::Handling {
            self.turns(agent, Doing::Handling);
        }
    }

    /// Rule 13: who answers a call that comes; and rule 29: if there is nobody, who helps from the start.
    pub(super) fn next_agent(&self, call: &Call) -> Option<usize> {
        let queue = call.queue;
        let idle = || self.all(|agent| self.agents[agent].doing == Doing::Idle);
        let own = || idle().filter(|&agent| self.may_answer(agent, queue));
        match own().map(|agent| self.rank(agent, queue)).min() {
            Some(least) => {
                self.chosen(own().filter(|&agent| self.rank(agent, queue) == least).collect(), call)
            }
            None => self.chosen(idle().filter(|&agent| self.helps_at_once(agent, queue)).collect(), call),
        }
    }

    /// Of agents in order of their numbers, the one that the queue's rule chooses.
    pub(super) fn chosen(&self, mut agents: Vec<usize>, call: &Call) -> Option<usize> {
        let since = |agent: &usize| (self.agents[*agent].since, *agent);
        let skills = |agent: &usize| self.model.groups[self.agents[*agent].group].answers.len();
        match self.model.queues[call.queue.index()].next_agent {
            NextAgent::LongestIdle => agents.sort_by_key(since),
            NextAgent::FewestSkills => agents.sort_by_key(|agent| (skills(agent), since(agent))),
            NextAgent::ListedOrder => {}
            NextAgent::LeastOccupied => agents.sort_by(|one, other| {
                let by_share = self.occupancy(*one).total_cmp(&self.occupancy(*other));
                by_share.then(since(one).cmp(&since(other)))
            }),
            NextAgent::Random if !agents.is_empty() => {
                return Some(agents[self.fate(call).next_agent(agents.len())]);
            }
            NextAgent::Random => {}
        }
        agents.first().copied()
    }

    fn occupancy(&self, agent: usize) -> f64 {
        let state = &self.agents[agent];
        let available = state.available + self.now.since(state.since);
        let all = (state.handled + available).as_us();
        if all == 0 { 0.0 } else { state.handled.as_us() as f64 / all as f64 }
    }

    /// Rule 9: after closing, the callers of a queue that nobody on duty answers are dropped.
    fn a_queue_is_given_up(&mut self) -> bool {
        let callers = self.waiting.iter().map(|call| call.queue).filter(|&queue| !is_work(self.model, queue));
        let given_up = callers.into_iter().find(|&queue| !self.is_served(queue));
        let Some(queue) = given_up.filter(|_| self.is_closed()) else { return false };
        self.drops(|call| call.queue == queue);
        true
    }

    /// Whether somebody on duty answers a queue.
    pub(super) fn is_served(&self, queue: QueueId) -> bool {
        let on_duty = |agent: usize| self.agents[agent].duty.is_some() || self.agents[agent].stays;
        let serves = |agent: usize| self.answers(agent, queue) || self.helps_for_certain(agent, queue);
        self.all(|agent| on_duty(agent) && serves(agent)).next().is_some()
    }

    // Shifts (rule 11) and seats (rule 14).

    pub(super) fn duties(&self, agent: usize) -> &[Duty] {
        self.model.shift_of(AgentId::from(agent)).map_or(&[], |shift| &shift.duties)
    }

    /// At the end of his shift he is no longer on it, [start, end), though others may have their turn before.
    pub(super) fn is_on_shift(&self, agent: usize) -> bool {
        self.agents[agent].duty.is_some_and(|duty| self.now < duty.end) || self.goes_on(agent)
    }

    /// Whether his duty goes on in the next.
    pub(super) fn goes_on(&self, agent: usize) -> bool {
        let next = self.duties(agent).get(self.agents[agent].duties);
        self.agents[agent].duty.is_some()
            && self.agents[agent].doing != Doing::Late
            && next.is_some_and(|next| next.continues && self.will_come(agent, *next))
    }

    pub(super) fn has_seat(&self) -> bool {
        let off = |doing| matches!(doing, Doing::Off | Doing::Late | Doing::AwaitingSeat);
        let seated = self.all(|agent| !off(self.agents[agent].doing)).count();
        self.model.seats.is_none_or(|seats| seated < seats as usize)
    }

    pub(super) fn next_seated(&self) -> Option<usize> {
        let awaiting = self.all(|agent| self.agents[agent].doing == Doing::AwaitingSeat);
        awaiting.min_by_key(|&agent| (self.agents[agent].started, agent))
    }

    pub(super) fn logs_in(&mut self, agent: usize) {
        // Nobody is overtaken by who comes at the instant at which a seat is handed over.
        let is_free = self.has_seat() && self.next_seated().is_none();
        self.turns(agent, if is_free { Doing::Idle } else { Doing::AwaitingSeat });
    }

    pub(super) fn shift_starts(&mut self, agent: usize) {
        let duty = self.duties(agent)[self.agents[agent].duties];
        let goes_on = self.goes_on(agent);
        self.agents[agent].duties += 1;
        if !self.will_come(agent, duty) {
            return self.stays_away(agent, duty);
        }
        self.agents[agent].duty = Some(duty);
        self.agents[agent].rested = 0;
        self.agents[agent].stays = false;
        if !goes_on {
            self.agents[agent].started = duty.start;
        }
        self.tells(Notice::ShiftStarted { agent: AgentId::from(agent), ends: duty.end });
        self.rests_of(agent, duty);
        self.pool_of(agent, duty);
        if self.agents[agent].doing == Doing::Off {
            self.comes_or_is_late(agent, duty);
        }
    }

    fn rests_of(&mut self, agent: usize, duty: Duty) {
        let shift = self.model.shift_of(AgentId::from(agent)).expect("a shift");
        let number = self.model.people()[agent].number;
        let started = self.agents[agent].started;
        for (index, rest) in shift.rests.iter().enumerate() {
            let later = rest.spread.share(number, shift.heads);
            let is_whole_day = duty.end.since(duty.start) >= Span::DAY;
            let bases: Vec<Time> = match rest.when {
                RestTime::AfterStart(after) if is_whole_day => vec![duty.start + after],
                RestTime::AfterStart(after) => vec![started + after],
                RestTime::AtTimeOfDay(time) => {
                    let days = (0..=duty.day + 1).map(|day| day_start(day) + time);
                    days.filter(|&base| base >= started).collect()
                }
            };
            let dues = bases.into_iter().map(|base| base + later);
            let dues = dues.filter(|&due| duty.start <= due && due < duty.end);
            self.agents[agent].rests.extend(dues.map(|due| (due, index)));
        }
        self.agents[agent].rests.sort();
    }

    fn pool_of(&mut self, agent: usize, duty: Duty) {
        let Some(pool) = &self.model.groups[self.agents[agent].group].pool else { return };
        let (clocks, begun, used, spent) = (0, 0, 0, Span::ZERO);
        self.agents[agent] = super::Agent { clocks, begun, used, spent, ..self.agents[agent].clone() };
        self.winds_clock(agent);
        if let Asks::AnyTime { requests, rush } = pool.asks {
            let fate = self.luck.of_duty(self.model, AgentId::from(agent), duty.day);
            let mut instants = fate.request_instants(duty, pool, requests, rush);
            instants.sort();
            self.agents[agent].asks.extend(instants);
        }
    }

    pub(super) fn shift_ends(&mut self, agent: usize) {
        self.tells(Notice::ShiftEnded(AgentId::from(agent)));
        let (rests, rests_due, asks, asked) = Default::default();
        let old = self.agents[agent].clone();
        self.agents[agent] = super::Agent { duty: None, clock: None, rests, rests_due, asks, asked, ..old };
        self.goes_or_stays(agent);
    }

    /// At the end of a shift, or of a head: who is busy finishes, and after closing all stay for those inside.
    fn goes_or_stays(&mut self, agent: usize) {
        let serves = self.model.after_close == AfterClose::ServeWaiting;
        let doing = self.agents[agent].doing;
        self.agents[agent].stays = serves
            && !self.model.calendar.is_open(self.now)
            && !matches!(doing, Doing::AwaitingSeat | Doing::Late);
        if self.agents[agent].stays && !matches!(doing, Doing::Handling | Doing::Idle) {
            self.turns(agent, Doing::Idle);
        } else if !self.agents[agent].stays && doing != Doing::Handling {
            self.turns(agent, Doing::Off);
        }
    }

    /// Whom the new day finds staying goes home.
    pub(super) fn opens(&mut self) {
        self.opened += 1;
        for agent in 0..self.agents.len() {
            if std::mem::take(&mut self.agents[agent].stays) && self.agents[agent].doing == Doing::Idle {
                self.turns(agent, Doing::Off);
            }
        }
    }

    pub(super) fn handling_ends(&mut self, agent: usize) {
        let (heads, _, enough) = self.heads[self.agents[agent].group];
        let is_surplus = self.is_counted(agent) && self.present(self.agents[agent].group) > enough as usize;
        if is_surplus || (self.agents[agent].duty.is_none() && !self.agents[agent].stays && heads == 0) {
            self.agents[agent].stays = false;
            return self.turns(agent, Doing::Off);
        }
        self.turns(agent, Doing::Idle);
        let pool = self.model.groups[self.agents[agent].group].pool.as_ref();
        if let Some(Asks::Behaviour { after_calls_over: Some(over), .. }) = pool.map(|pool| &pool.asks)
            && self.agents[agent].duty.is_some()
            && self.agents[agent].talk > *over
        {
            self.asks(agent);
        }
    }

    // Head counts (rule 12).

    pub(super) fn present(&self, group: usize) -> usize {
        self.all(|agent| self.agents[agent].group == group && self.agents[agent].doing != Doing::Off).count()
    }

    pub(super) fn heads_change(&mut self, group: usize) {
        let Staffing::HeadCount(counts) = &self.model.groups[group].staffing else { return };
        let (before, changes, enough) = self.heads[group];
        let count = counts[changes].1;
        self.heads[group] = (count, changes + 1, if count > 0 { count } else { enough });
        if count == before {
            return;
        }
        let heads = count as usize;
        let those = |doing: Doing| -> Vec<usize> {
            let of_group = |agent: usize| self.agents[agent].group == group;
            self.all(|agent| of_group(agent) && self.agents[agent].doing == doing).collect()
        };
        let (off, awaiting) = (those(Doing::Off), those(Doing::AwaitingSeat));
        let (idle, busy) = (those(Doing::Idle), those(Doing::Handling));
        let groups = [awaiting, idle, busy];
        let leaving: Vec<usize> = groups.iter().flat_map(|those| those.iter().rev().copied()).collect();
        let present = leaving.len();
        for &agent in leaving.iter().take(present.saturating_sub(heads)) {
            self.goes_or_stays(agent);
        }
        for &agent in off.iter().take(heads.saturating_sub(present)) {
            self.agents[agent].started = self.now;
            self.logs_in(agent);
        }
    }

    // Asking for breaks (rule 16).

    /// The clock runs while he works and no request is pending.
    pub(super) fn clock_runs(&self, agent: usize) -> bool {
        let pool = self.model.groups[self.agents[agent].group].pool.as_ref();
        let Some(Asks::Behaviour { every: Some(clock), .. }) = pool.map(|pool| &pool.asks) else {
            return false;
        };
        let doing = self.agents[agent].doing;
        self.agents[agent].duty.is_some()
            && self.agents[agent].asked.is_empty()
            && (doing == Doing::Idle
                || matches!(doing, Doing::Handling | Doing::Mentoring) && !clock.when_idle)
    }

    pub(super) fn asks(&mut self, agent: usize) {
        let pool = self.model.groups[self.agents[agent].group].pool.as_ref().expect("a pool");
        match pool.budget {
            Budget::Breaks(most) if self.agents[agent].used >= most => return,
            Budget::Time(budget) if self.agents[agent].spent >= budget => return,
            Budget::Breaks(_) => self.agents[agent].used += 1,
            Budget::Time(_) | Budget::Endless => {}
        }
        let now = self.now;
        self.agents[agent].asked.push(now);
        self.winds_clock(agent);
    }

    /// Any request winds the clock up anew; so does a new duty, as each day has luck of its own.
    fn winds_clock(&mut self, agent: usize) {
        let pool = self.model.groups[self.agents[agent].group].pool.as_ref().expect("a pool");
        let Asks::Behaviour { every: Some(clock), .. } = &pool.asks else { return };
        let day = self.agents[agent].duty.expect("a duty").day;
        let fate = self.luck.of_duty(self.model, AgentId::from(agent), day);
        self.agents[agent].clock = Some(fate.working_time(clock, self.agents[agent].clocks));
        self.agents[agent].clocks += 1;
    }
}
