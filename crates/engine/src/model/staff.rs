//! Who answers: groups, shifts, rests and break pools.

use super::{Calendar, OwnOutcomes, People, day_start, split_at_midnight};
use crate::distribution::Distribution;
use crate::id::QueueId;
use crate::time::{Span, Time};

/// Agents alike: they answer the same queues under the same break rules.
#[derive(Clone, Debug)]
pub struct Group {
    /// The name, part of the address of the agents' luck.
    pub name: String,
    /// The queues they answer; the order means nothing.
    pub answers: Vec<QueueId>,
    /// Which of them they prefer, and how fast they are.
    pub skills: Skills,
    /// When how many of them are there.
    pub staffing: Staffing,
    /// Their pool of breaks.
    pub pool: Option<BreakPool>,
    /// Whether they come, and when.
    pub people: People,
}

/// What a group prefers and how fast it is.
#[derive(Clone, Debug, Default)]
pub struct Skills {
    /// Queues whose calls they take first, most preferred first; all others come after, alike.
    pub prefers: Vec<QueueId>,
    /// What a caller's talk and wrap-up are multiplied by when they answer him, by queue; 1 where none is named.
    pub times: Vec<(QueueId, f64)>,
    /// Agents kept free for some of the queues (rule 30).
    pub keeps_free: Option<KeepsFree>,
    /// What they make of the calls of a queue otherwise than others, for each that is named.
    pub outcomes: Vec<OwnOutcomes>,
}

/// Agents of a group who are kept free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeepsFree {
    /// For calls of these queues.
    pub queues: Vec<QueueId>,
    /// How many: calls of other queues are taken only while more are available.
    pub agents: u32,
}

impl Skills {
    /// What times in a queue are multiplied by; `None`: they stay as they are.
    pub(crate) fn times_in(&self, queue: QueueId) -> Option<f64> {
        self.times.iter().find(|(other, _)| *other == queue).map(|(_, times)| *times)
    }

    /// What they make of a queue's calls otherwise than others; `None`: nothing.
    pub(crate) fn outcomes_in(&self, queue: QueueId) -> Option<&OwnOutcomes> {
        self.outcomes.iter().find(|own| own.queue == queue)
    }
}

/// When how many agents of a group are there.
#[derive(Clone, Debug)]
pub enum Staffing {
    /// Persons who work shifts.
    Shifts(Vec<Shift>),
    /// A head count without persons: from each instant on, so many. In order of time; the count falls to
    /// zero at each closing time and rises again at the next opening.
    HeadCount(Vec<(Time, u32)>),
}

/// A shift and the persons who work it.
#[derive(Clone, Debug)]
pub struct Shift {
    /// The name, part of the address of the agents' luck; empty for agents who are just there.
    pub name: String,
    /// How many persons.
    pub heads: u32,
    /// When they work, in order of time, without overlap.
    pub duties: Vec<Duty>,
    /// Meals and planned breaks of each duty.
    pub rests: Vec<PlannedRest>,
}

/// One person's working stretch on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duty {
    /// The day it starts on, counted from zero.
    pub day: u32,
    /// Its start.
    pub start: Time,
    /// Its end; idle and resting agents leave then.
    pub end: Time,
    /// True where it goes on from the duty before without anyone leaving: only the break budget is new.
    /// So are agents who are simply there through a night that the centre is open.
    pub continues: bool,
}

/// A meal or a planned break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedRest {
    /// What it is.
    pub kind: RestKind,
    /// When it falls due for the first agent of the shift.
    pub when: RestTime,
    /// Agent i of n (from zero) is due this × i ÷ n later.
    pub spread: Span,
    /// Its full length, kept when a call delays it.
    pub lasts: Span,
}

/// When a planned rest falls due in every duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestTime {
    /// So long after midnight, on the day on which the duty covers it.
    AtTimeOfDay(Span),
    /// So long after the start of the shift.
    AfterStart(Span),
}

impl PlannedRest {
    /// When it falls due for agent `number` of `heads` in one duty. `started` is the start of the shift,
    /// earlier than that of the duty where this continues one; who is there day and night starts anew
    /// each day.
    pub(crate) fn due(
        &self,
        duty: Duty,
        started: Time,
        (number, heads): (u32, u32),
    ) -> impl Iterator<Item = Time> + use<> {
        let later = self.spread.share(number, heads);
        let is_whole_day = duty.end.since(duty.start) >= Span::DAY;
        let midnight = day_start(duty.day);
        let bases = match self.when {
            RestTime::AfterStart(after) if is_whole_day => [Some(duty.start + after), None, None],
            RestTime::AfterStart(after) => [Some(started + after), None, None],
            // The evening before reaches into this duty where the rest is spread over midnight.
            RestTime::AtTimeOfDay(time) => {
                let yesterday = (duty.day > 0).then(|| day_start(duty.day.saturating_sub(1)) + time);
                [yesterday, Some(midnight + time), Some(midnight + Span::DAY + time)]
            }
        };
        let from = started.min(duty.start);
        let starts = bases.into_iter().flatten().filter(move |base| *base >= from);
        starts.map(move |base| base + later).filter(move |due| (duty.start..duty.end).contains(due))
    }
}

/// What a planned rest counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RestKind {
    /// Unpaid: not staffed, outside every break figure.
    Meal,
    /// A break at a planned time, outside the pool.
    Break,
}

/// A pool of breaks to spend as the agent likes, only between calls.
#[derive(Clone, Debug)]
pub struct BreakPool {
    /// How much of it there is a shift.
    pub budget: Budget,
    /// The longest a single break may be. `None`: no limit.
    pub each_at_most: Option<Span>,
    /// How long a break is wanted to last; cut at the limits. `None`: `each_at_most`.
    pub lasts: Option<Distribution>,
    /// When breaks are asked for.
    pub asks: Asks,
    /// The most agents on a pool break at once. `None`: no limit.
    pub at_once_at_most: Option<Cap>,
    /// What becomes of a request when so many are away.
    pub when_full: WhenFull,
}

/// How much of a break pool there is a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Budget {
    /// No limit.
    Endless,
    /// So many minutes in all.
    Time(Span),
    /// So many breaks; one is used up when asked for.
    Breaks(u32),
}

/// When breaks are asked for.
#[derive(Clone, Debug)]
pub enum Asks {
    /// So many requests at independent uniform instants of the shift, of which a share falls into its last
    /// stretch.
    AnyTime {
        /// Requests a shift.
        requests: u32,
        /// The share of them that falls into the last stretch, and that stretch.
        rush: Option<(f64, Span)>,
    },
    /// By a clock and after long calls.
    Behaviour {
        /// A clock that runs while the agent works.
        every: Option<AskingClock>,
        /// A request after each call whose talk is longer than this.
        after_calls_over: Option<Span>,
    },
}

/// A clock that runs while the agent works, and asks for a break when it has run down.
#[derive(Clone, Debug)]
pub struct AskingClock {
    /// Working time to the next request; drawn anew after each.
    pub every: Distribution,
    /// It runs on idle time alone, not while handling.
    pub when_idle: bool,
}

/// The most agents of a group on a pool break at once.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cap {
    /// So many.
    Count(u32),
    /// This share of those on shift now, rounded down, at least one.
    Share(f64),
}

/// What becomes of a request when the cap is reached.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WhenFull {
    /// The requester goes on working until a place is free.
    #[default]
    Wait,
    /// The request is void.
    Refuse,
}

impl Group {
    /// Persons on duty in all opening hours. Their break budget is new each day; nobody leaves at a
    /// midnight that the centre is open.
    pub fn on_duty_always(name: &str, answers: Vec<QueueId>, heads: u32, calendar: &Calendar) -> Group {
        let mut duties: Vec<Duty> = Vec::new();
        for window in &calendar.windows {
            for part in split_at_midnight(*window) {
                let day = u32::try_from(part.opens.as_us() / Span::DAY.as_us()).unwrap_or(u32::MAX);
                let continues = part.opens != window.opens;
                duties.push(Duty { day, start: part.opens, end: part.closes, continues });
            }
        }
        let shift = Shift { name: String::new(), heads, duties, rests: Vec::new() };
        Group {
            name: name.to_owned(),
            answers,
            skills: Skills::default(),
            staffing: Staffing::Shifts(vec![shift]),
            pool: None,
            people: People::default(),
        }
    }
}
