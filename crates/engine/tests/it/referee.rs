//! A referee: an observer that knows the rules and watches a day from outside, by what is told alone.

use std::collections::{BTreeMap, BTreeSet};

use acd_engine::*;

/// What one agent is at.
#[derive(Clone, Copy)]
struct Player {
    doing: Doing,
    since: Time,
    /// His shift runs until then.
    shift_ends: Option<Time>,
    /// Pool breaks begun, and time spent on those that are over, on this duty.
    breaks: u32,
    rested: Span,
    begun_today: bool,
}

/// Watches one day.
pub struct Referee<'a> {
    model: &'a Model,
    now: Time,
    players: Vec<Player>,
    /// Callers of each queue in the order of their offering.
    waiting: Vec<BTreeSet<u64>>,
    turn: u64,
    turns: BTreeMap<u64, u64>,
    in_ivr: BTreeSet<u64>,
    ivr_busy_until: Time,
    /// Groups of which somebody began a pool break at this instant.
    went: BTreeSet<GroupId>,
    /// Calls by how they ended.
    pub ends: BTreeMap<u64, &'static str>,
    /// Lines taken and given back, at which instant.
    lines: Vec<(Time, i32)>,
}

impl<'a> Referee<'a> {
    pub fn new(model: &'a Model) -> Referee<'a> {
        let off = Player {
            doing: Doing::Off,
            since: Time::ZERO,
            shift_ends: None,
            breaks: 0,
            rested: Span::ZERO,
            begun_today: false,
        };
        Referee {
            model,
            now: Time::ZERO,
            players: vec![off; model.people().len()],
            waiting: vec![BTreeSet::new(); model.queues.len()],
            turn: 0,
            turns: BTreeMap::new(),
            in_ivr: BTreeSet::new(),
            ivr_busy_until: Time::ZERO,
            went: BTreeSet::new(),
            ends: BTreeMap::new(),
            lines: Vec::new(),
        }
    }

    fn group(&self, agent: usize) -> &Group {
        &self.model.groups[self.model.people()[agent].group.index()]
    }

    fn all(&self) -> impl Iterator<Item = (usize, &Player)> {
        self.players.iter().enumerate()
    }

    fn waiting_for(&self, agent: usize) -> impl Iterator<Item = u64> {
        self.group(agent).answers.iter().filter_map(|queue| self.waiting[queue.index()].first().copied())
    }

    /// What must be so between two instants.
    fn instant_is_over(&mut self) {
        let present = |player: &Player| !matches!(player.doing, Doing::Off | Doing::AwaitingSeat);
        let seated = self.all().filter(|(_, player)| present(player)).count();
        assert!(
            self.model.seats.is_none_or(|seats| seated <= seats as usize),
            "{seated} seats at {}",
            self.now
        );
        for (queue, callers) in self.model.queues.iter().zip(&self.waiting) {
            assert!(queue.capacity.is_none_or(|most| callers.len() <= most as usize), "full at {}", self.now);
        }
        for (agent, player) in self.all() {
            if player.doing == Doing::AwaitingSeat {
                assert!(self.model.seats.is_some_and(|seats| seated == seats as usize), "a seat is free");
            }
            if player.doing == Doing::Idle {
                assert_eq!(self.waiting_for(agent).next(), None, "agent {agent} sits idle at {}", self.now);
                self.idle_has_a_reason(agent, player);
            }
        }
        self.closed_is_closed();
        for group in std::mem::take(&mut self.went) {
            self.cap_holds(group);
        }
    }

    /// Idle agents are on shift, or stay after closing while somebody is inside.
    fn idle_has_a_reason(&self, agent: usize, player: &Player) {
        if matches!(self.group(agent).staffing, Staffing::HeadCount(_)) || player.shift_ends.is_some() {
            return;
        }
        assert!(!self.model.calendar.is_open(self.now), "agent {agent} stays while open, at {}", self.now);
        let waiting = self.waiting.iter().any(|callers| !callers.is_empty());
        let inside = waiting || !self.in_ivr.is_empty() || self.ivr_busy_until > self.now;
        assert!(inside, "agent {agent} stays for nobody, at {}", self.now);
    }

    /// With drop-waiting nobody waits in a closed centre.
    fn closed_is_closed(&self) {
        let drops = self.model.after_close == AfterClose::DropWaiting;
        if drops && self.now >= self.model.calendar.windows[0].opens && !self.model.calendar.is_open(self.now)
        {
            assert!(self.waiting.iter().all(BTreeSet::is_empty), "somebody waits at {}", self.now);
        }
    }

    fn cap_holds(&self, group: GroupId) {
        let of_group = || self.all().filter(|(agent, _)| self.model.people()[*agent].group == group);
        let away = of_group().filter(|(_, player)| player.doing == Doing::PoolBreak).count();
        let on_shift = of_group().filter(|(_, player)| player.shift_ends.is_some()).count();
        let most = match self.model.groups[group.index()].pool.as_ref().and_then(|pool| pool.at_once_at_most)
        {
            None => usize::MAX,
            Some(Cap::Count(most)) => most as usize,
            Some(Cap::Share(share)) => ((on_shift as f64 * share + 1e-9).floor() as usize).max(1),
        };
        assert!(away <= most, "{away} of {on_shift} rest at {}, {most} may", self.now);
    }

    fn shift_starts(&mut self, agent: usize, ends: Time) {
        let player = &mut self.players[agent];
        (player.shift_ends, player.breaks, player.rested) = (Some(ends), 0, Span::ZERO);
        player.begun_today = false;
    }

    fn turns(&mut self, agent: usize, from: Doing, to: Doing) {
        assert_eq!(self.players[agent].doing, from, "agent {agent} turns from what he didn't do");
        if from == Doing::PoolBreak {
            self.break_ends(agent);
        }
        if to == Doing::PoolBreak {
            self.break_begins(agent);
        }
        let player = &mut self.players[agent];
        (player.doing, player.since) = (to, self.now);
    }

    fn break_begins(&mut self, agent: usize) {
        let budget = self.group(agent).pool.as_ref().map(|pool| pool.budget);
        let player = &mut self.players[agent];
        assert!(player.shift_ends.is_some_and(|ends| self.now < ends), "a break at {} off shift", self.now);
        (player.breaks, player.begun_today) = (player.breaks + 1, true);
        if let Some(Budget::Breaks(most)) = budget {
            assert!(player.breaks <= most, "agent {agent}: {} breaks", player.breaks);
        }
        self.went.insert(self.model.people()[agent].group);
    }

    fn break_ends(&mut self, agent: usize) {
        let lasted = self.now.since(self.players[agent].since);
        let pool = self.group(agent).pool.as_ref().expect("a pool");
        assert!(pool.each_at_most.is_none_or(|most| lasted <= most), "a break of {lasted}");
        let budget = pool.budget;
        let player = &mut self.players[agent];
        assert!(player.shift_ends.is_none_or(|ends| self.now <= ends), "a break after the shift");
        // A break that ran through a midnight on duty was the day before's.
        if std::mem::take(&mut player.begun_today) {
            player.rested += lasted;
        }
        assert!(!matches!(budget, Budget::Time(most) if player.rested > most), "{} rested", player.rested);
    }

    fn arrives(&mut self, call: &CallFacts) {
        assert!(self.model.calendar.is_open(self.now), "admitted at {}", self.now);
        assert_eq!(self.ends.insert(call.number, "open"), None);
        let kind = &self.model.kinds[call.kind.index()];
        let most = kind.redial.as_ref().and_then(|redial| redial.at_most);
        assert!(call.attempt == 0 || most.is_none_or(|most| call.attempt <= most));
        if matches!(kind.entry_at(self.now), Entry::Menu(_)) {
            self.in_ivr.insert(call.number);
        }
        self.lines.push((self.now, 1));
    }

    fn ends(&mut self, call: &CallFacts, line_until: Time, how: &'static str) {
        let before = self.ends.insert(call.number, how);
        let wanted = if self.turns.contains_key(&call.number) { "offered" } else { "open" };
        assert_eq!(before, Some(wanted), "call {} ends twice or out of order", call.number);
        self.in_ivr.remove(&call.number);
        self.lines.push((line_until, -1));
    }

    fn leaves_ivr(&mut self, call: &CallFacts, at: Time, how: &'static str) {
        self.ends(call, at, how);
        self.ivr_busy_until = self.ivr_busy_until.max(at);
    }

    fn is_offered(&mut self, call: &CallFacts, queue: QueueId) {
        assert_eq!(self.ends.insert(call.number, "offered"), Some("open"));
        self.in_ivr.remove(&call.number);
        self.turns.insert(call.number, self.turn);
        self.waiting[queue.index()].insert(self.turn);
        self.turn += 1;
    }

    fn stops_waiting(&mut self, call: &CallFacts, queue: QueueId) -> u64 {
        let turn = self.turns[&call.number];
        assert!(self.waiting[queue.index()].remove(&turn), "call {} didn't wait", call.number);
        turn
    }

    /// The oldest call goes to the agent who has been idle longest.
    fn is_answered(&mut self, call: &CallFacts, queue: QueueId, agent: usize) {
        assert!(self.group(agent).answers.contains(&queue), "agent {agent} can't answer");
        let oldest = self.waiting_for(agent).min();
        assert_eq!(Some(self.stops_waiting(call, queue)), oldest, "not the oldest call at {}", self.now);
        let player = self.players[agent];
        if player.doing == Doing::Idle {
            let idle = self.all().filter(|(other, player)| {
                player.doing == Doing::Idle && self.group(*other).answers.contains(&queue)
            });
            let longest = idle.map(|(other, player)| (player.since, other)).min();
            assert_eq!(longest, Some((player.since, agent)), "not the longest idle at {}", self.now);
        }
    }

    /// What must be so at the end, besides.
    pub fn judges_the_end(&mut self) {
        self.instant_is_over();
        if !self.model.calendar.stops_at_end {
            assert!(self.players.iter().all(|player| player.doing == Doing::Off), "somebody stays for ever");
            let undone = |how: &&'static str| matches!(*how, "open" | "offered" | "waits" | "in the IVR");
            assert!(!self.ends.values().any(undone), "a call stays for ever");
        }
        assert!(!self.ends.values().any(|how| matches!(*how, "open" | "offered")), "a call without an end");
        self.judges_lines();
    }

    fn judges_lines(&mut self) {
        let Some(lines) = self.model.lines else { return };
        self.lines.sort();
        let mut busy = 0;
        for (at, change) in &self.lines {
            busy += change;
            assert!(busy <= lines as i32, "{busy} lines at {at}");
        }
    }
}

impl Observer for Referee<'_> {
    fn note(&mut self, at: Time, notice: &Notice) {
        if at > self.now {
            self.instant_is_over();
        }
        assert!(at >= self.now, "time runs backwards");
        self.now = at;
        match notice {
            Notice::Arrived(call) => self.arrives(call),
            Notice::LineBlocked(call) => self.ends(call, at, "line blocked"),
            Notice::HungUpInIvr { call, at } => self.leaves_ivr(call, *at, "hung up"),
            Notice::ServedByIvr { call, at } => self.leaves_ivr(call, *at, "served"),
            Notice::StillInIvr(call) => self.ends(call, Time::NEVER, "in the IVR"),
            Notice::Offered { call, queue } => self.is_offered(call, *queue),
            Notice::Answered { call, queue, agent, talk, .. } => {
                self.is_answered(call, *queue, agent.index());
                self.ends(call, at + *talk, "answered");
            }
            Notice::Abandoned { call, queue, .. } => {
                self.stops_waiting(call, *queue);
                self.ends(call, at, "abandoned");
            }
            Notice::Blocked { call, queue } => {
                self.stops_waiting(call, *queue);
                self.ends(call, at, "blocked");
            }
            Notice::Dropped { call, queue, .. } => {
                self.stops_waiting(call, *queue);
                self.ends(call, at, "dropped");
            }
            Notice::StillWaiting { call, queue, .. } => {
                self.stops_waiting(call, *queue);
                self.ends(call, Time::NEVER, "waits");
            }
            Notice::ShiftStarted { agent, ends } => self.shift_starts(agent.index(), *ends),
            Notice::ShiftEnded(agent) => self.players[agent.index()].shift_ends = None,
            Notice::Turned { agent, from, to } => self.turns(agent.index(), *from, *to),
            Notice::Absent { .. } | Notice::Resigned(_) | Notice::Overstays { .. } => {}
            Notice::Judged { .. } | Notice::CalledAgain { .. } => {}
            Notice::PlannedRedial { .. } | Notice::LostRedial(_) | Notice::Ended => {}
            // Its centres offer no call back.
            Notice::AcceptedCallBack { .. } | Notice::CalledBack { .. } | Notice::MissedCallBack { .. } => {}
            Notice::WorkCame { .. } | Notice::NotReached { .. } => {}
            Notice::DeadlineMet { .. } | Notice::DeadlineMissed { .. } => {}
        }
    }
}
