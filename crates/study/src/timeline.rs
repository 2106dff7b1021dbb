//! What each agent did and how long each caller waited in one replication, from its first instant to its last.

use acd_engine::{AgentId, CallFacts, Day, Doing, Luck, Model, Notice, Observer, QueueId, Span, Time};
use acd_scenario::Scenario;

use crate::records::CallEnd;

/// What an agent does, talk and wrap-up told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activity {
    /// On shift and not there yet.
    Late,
    /// On shift without a seat.
    AwaitingSeat,
    /// Ready for a call.
    Available,
    /// In talk with a caller, by the call's number from zero.
    Talk(u64),
    /// In wrap-up after such a call.
    WrapUp(u64),
    /// With trainees.
    Mentoring,
    /// At a meal.
    Meal,
    /// On a planned break.
    PlannedBreak,
    /// On a break out of the pool.
    PoolBreak,
}

/// A stretch of one agent's time.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Who.
    pub agent: AgentId,
    /// What he did.
    pub activity: Activity,
    /// Whether his duty was over.
    pub is_overtime: bool,
    /// From when on.
    pub from: Time,
    /// Until when.
    pub to: Time,
}

/// A caller's wait.
#[derive(Clone, Copy, Debug)]
pub struct Wait {
    /// The call's number, from zero.
    pub call: u64,
    /// Where.
    pub queue: QueueId,
    /// When he was offered to it.
    pub from: Time,
    /// When he left it.
    pub to: Time,
    /// How.
    pub end: CallEnd,
}

/// One replication as it went, in no order but that of endings. Nothing is left out as warm-up.
#[derive(Clone, Debug, Default)]
pub struct Timeline {
    /// What agents did; each agent's stretches follow one another.
    pub stretches: Vec<Stretch>,
    /// Who waited, however shortly.
    pub waits: Vec<Wait>,
}

/// Lives through one replication of a scenario again, counted from zero: luck has addresses, so it goes as it went.
pub fn timeline(scenario: &Scenario, replication: u32) -> Timeline {
    let model = &scenario.model;
    let luck = Luck::new(scenario.run.seed, u64::from(replication));
    let mut keeper = Keeper::new(model);
    Day::new(model, luck).run(model, &mut keeper);
    keeper.timeline
}

/// An agent's present state.
#[derive(Clone, Copy, Debug)]
struct Present {
    doing: Doing,
    since: Time,
    /// The call in hand, and when its talk ends.
    call: Option<(u64, Time)>,
    /// When his duty ended.
    off_duty: Option<Time>,
}

/// The observer that keeps a timeline.
struct Keeper {
    agents: Vec<Present>,
    timeline: Timeline,
}

impl Keeper {
    fn new(model: &Model) -> Keeper {
        let nobody = Present { doing: Doing::Off, since: Time::ZERO, call: None, off_duty: None };
        Keeper { agents: vec![nobody; model.people().len()], timeline: Timeline::default() }
    }

    /// Notes what an agent did up to now, cut where talk and where duty ended.
    fn closes(&mut self, agent: AgentId, at: Time) {
        let present = &mut self.agents[agent.index()];
        let before = *present;
        present.since = at;
        let inside = |cut: &Time| (before.since..at).contains(cut);
        let mut cuts =
            [before.call.map(|(_, talk_ends)| talk_ends), before.off_duty].map(|cut| cut.filter(inside));
        cuts.sort_unstable();
        let mut from = before.since;
        for to in cuts.into_iter().flatten().chain([at]) {
            if let Some(activity) = before.activity(from).filter(|_| from < to) {
                let is_overtime = before.off_duty.is_some_and(|ended| ended <= from);
                self.timeline.stretches.push(Stretch { agent, activity, is_overtime, from, to });
            }
            from = to;
        }
    }

    fn answers(&mut self, agent: AgentId, at: Time, call: u64, talk: Span) {
        self.closes(agent, at);
        let before = self.agents[agent.index()].call.map_or(Time::ZERO, |(_, talk_ends)| talk_ends);
        // Chats lie across one another: he talks till the last of them ends.
        self.agents[agent.index()].call = Some((call, before.max(at + talk)));
    }

    fn turns(&mut self, agent: AgentId, at: Time, to: Doing) {
        self.closes(agent, at);
        let present = &mut self.agents[agent.index()];
        present.doing = to;
        if to == Doing::Off {
            present.off_duty = None;
        }
    }

    fn starts_shift(&mut self, agent: AgentId, at: Time) {
        self.closes(agent, at);
        self.agents[agent.index()].off_duty = None;
    }

    fn leaves_queue(&mut self, call: &CallFacts, (queue, from): (QueueId, Time), to: Time, end: CallEnd) {
        self.timeline.waits.push(Wait { call: call.number, queue, from, to, end });
    }
}

impl Present {
    /// What he does from an instant on that no cut divides.
    fn activity(&self, from: Time) -> Option<Activity> {
        Some(match (self.doing, self.call) {
            (Doing::Handling, Some((call, talk_ends))) if from < talk_ends => Activity::Talk(call),
            (Doing::Handling, Some((call, _))) => Activity::WrapUp(call),
            (Doing::Idle, _) => Activity::Available,
            (Doing::Late, _) => Activity::Late,
            (Doing::AwaitingSeat, _) => Activity::AwaitingSeat,
            (Doing::Mentoring, _) => Activity::Mentoring,
            (Doing::Meal, _) => Activity::Meal,
            (Doing::PlannedBreak, _) => Activity::PlannedBreak,
            (Doing::PoolBreak, _) => Activity::PoolBreak,
            (Doing::Off, _) | (Doing::Handling, None) => return None,
        })
    }
}

impl Observer for Keeper {
    fn note(&mut self, at: Time, notice: &Notice) {
        match notice {
            Notice::ShiftStarted { agent, .. } => self.starts_shift(*agent, at),
            // Who waits for a seat goes at once.
            Notice::ShiftEnded(agent) => self.agents[agent.index()].off_duty = Some(at),
            Notice::Turned { agent, to, .. } => self.turns(*agent, at, *to),
            Notice::Answered { call, queue, agent, offered, talk, .. } => {
                self.answers(*agent, at, call.number, *talk);
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Answered);
            }
            Notice::NotReached { call, agent, rings, .. }
            | Notice::MissedCallBack { call, agent, rings, .. } => {
                self.answers(*agent, at, call.number, *rings)
            }
            Notice::Abandoned { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Abandoned);
            }
            Notice::Dropped { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Dropped);
            }
            Notice::StillWaiting { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::InProgress);
            }
            Notice::Ended => {
                for agent in (0..self.agents.len()).map(AgentId::from) {
                    self.closes(agent, at);
                }
            }
            _ => {}
        }
    }
}
