//! A running stretch of days: its state, and the loop that takes it from event to event.
//!
//! [`Day`] is plain data. It can be cloned at any instant and continued, under the same luck or another.
//! Handlers live in the modules below, each bearing its event's name; they change the state, schedule what
//! will happen and tell the observer what did. No statistic is computed here.

mod announce;
mod attendance;
mod breaks;
mod call_back;
mod callers;
mod cases;
mod chats;
mod closing;
mod giving_up;
mod idle;
mod learning;
mod line;
mod mentoring;
mod outcomes;
mod overflow;
mod routing;
mod seats;
mod shifts;
mod trunks;
mod work;

use std::collections::{BTreeSet, VecDeque};

use crate::arrivals::ArrivalStream;
use crate::calls::OpenCalls;
use crate::event::{Class, Event, EventList, Moment};
use crate::id::{AgentId, GroupId, KindId};
use crate::luck::Luck;
use crate::model::{Model, Staffing};
use crate::notice::{Doing, Notice, Observer};
use crate::time::{Span, Time};

use line::{Wait, Waiting, WaitingLine};

/// A running stretch of days of one model, at some instant.
#[derive(Clone, Debug)]
pub struct Day {
    luck: Luck,
    /// The instant of the event that happened last, and its moment in it; set by [`Day::comes_to`] alone.
    now: Time,
    moment: Moment,
    events: EventList,
    arrivals: Vec<ArrivalStream>,
    calls: OpenCalls,
    call_count: u64,
    offered_count: u64,
    /// For each queue a line a priority.
    queues: Vec<WaitingLine>,
    waiting_count: u32,
    /// By slot, for queues where more happens to waiting calls than an answer or the end of patience.
    waits: Vec<Wait>,
    /// For each queue the wait of the call that was answered last.
    last_waits: Vec<Span>,
    /// Of those, pieces of work.
    work_waiting: u32,
    agents: Vec<AgentState>,
    rests: Vec<RestState>,
    /// What chats agents have; empty where there are none.
    chatting: Vec<chats::Chatting>,
    groups: Vec<GroupState>,
    /// Calls answered by each agent; empty where nobody learns.
    answered: Vec<u32>,
    free_seats: u32,
    /// Agents on shift without a seat, by the start of their shift.
    awaiting_seat: BTreeSet<(Time, AgentId)>,
    lines: trunks::Lines,
    /// When the last caller admitted so far leaves the IVR.
    ivr_until: Time,
    /// When the opening hours that have begun end; in the past while the centre is closed.
    open_until: Time,
    /// The latest closing time that has begun, while the centre is closed after it.
    closed_since: Option<Time>,
    ran_out: bool,
    ended: bool,
}

/// What changes about an agent: one line of a processor's cache.
#[derive(Clone, Debug)]
#[repr(align(64))]
struct AgentState {
    doing: Doing,
    /// Since when he does it; while idle, since when he is available.
    since: Time,
    /// Time handling and available since he logged in, until he turned to what he does now.
    handled: Span,
    available: Span,
    /// His duty runs now.
    on_duty: bool,
    /// His current or latest duty's place, and the time it spans.
    duty: u32,
    started: Time,
    ends: Time,
    /// Talk of the call he handles is over the limit that makes him ask for a break.
    long_call: bool,
    /// He may have a rest to begin, or trainees to be with: a look is worth the while.
    may_want_rest: bool,
    previous_idle: Option<AgentId>,
    next_idle: Option<AgentId>,
}

const _: () = assert!(size_of::<AgentState>() == 64, "one line of the cache");

/// What an agent still has to rest. It stands apart from what every call needs to know of him.
#[derive(Clone, Debug, Default)]
struct RestState {
    /// Meals and planned breaks fallen due and not begun, by their place in the shift.
    planned: VecDeque<u32>,
    /// Meals and breaks begun on this duty.
    begun: u32,
    pool: PoolState,
}

/// What an agent has asked and used of his break pool on this duty.
#[derive(Clone, Debug, Default)]
struct PoolState {
    /// Instants at which requests will fall due, latest first.
    to_come: Vec<Time>,
    /// Requests fallen due and not begun, with their instants.
    pending: VecDeque<Time>,
    used: Span,
    breaks_used: u32,
    begun: u32,
    draws: u32,
    /// Working time until the clock asks.
    clock_left: Span,
    clock_runs_since: Option<Time>,
    clock_stamp: u32,
}

/// What changes about a group.
#[derive(Clone, Debug, Default)]
struct GroupState {
    first_idle: Option<AgentId>,
    last_idle: Option<AgentId>,
    /// Agents whose duty runs.
    on_duty: u32,
    /// Agents on a pool break.
    away: u32,
    /// Agents whose request waits for a place under the cap.
    hoping: Vec<AgentId>,
    /// The head count in force; unused for persons.
    target: u32,
    /// How many may go on taking calls: the count in force, and after closing the last one before.
    enough: u32,
    /// Agents logged in.
    present: u32,
    /// Agents who are with trainees.
    mentoring: u32,
}

/// A day with all that its handlers need, for the length of a run.
struct Run<'a, O> {
    model: &'a Model,
    day: &'a mut Day,
    observer: &'a mut O,
}

impl Day {
    /// The model's stretch before its first event.
    pub fn new(model: &Model, luck: Luck) -> Day {
        let mut day = Day {
            luck,
            now: Time::ZERO,
            moment: Moment::new(Time::ZERO, Class::Leaving, 0),
            events: EventList::new(model.people().len(), model.kinds.len()),
            arrivals: (0..model.kinds.len())
                .map(|kind| ArrivalStream::new(model, kind.into(), luck))
                .collect(),
            calls: OpenCalls::default(),
            call_count: 0,
            // Turn 0 is that of calls that were not offered yet.
            offered_count: 1,
            queues: vec![WaitingLine::default(); model.queues.len() * model.routes().tiers()],
            waiting_count: 0,
            waits: Vec::new(),
            last_waits: vec![Span::ZERO; model.queues.len()],
            work_waiting: 0,
            agents: vec![AgentState::off(); model.people().len()],
            rests: vec![RestState::default(); model.people().len()],
            chatting: chats::nobody(model),
            groups: vec![GroupState::default(); model.groups.len()],
            answered: counters_of_learners(model),
            free_seats: model.seats.unwrap_or(u32::MAX),
            awaiting_seat: BTreeSet::new(),
            lines: trunks::Lines::default(),
            ivr_until: Time::ZERO,
            open_until: Time::ZERO,
            closed_since: None,
            ran_out: false,
            ended: false,
        };
        day.schedule_calendar(model);
        day.schedule_staff(model);
        for kind in 0..model.kinds.len() {
            day.schedule_next_arrival(model, kind.into());
        }
        day
    }

    /// Runs to the end and tells the observer what happened.
    pub fn run(&mut self, model: &Model, observer: &mut impl Observer) {
        let limit = if model.calendar.stops_at_end { model.calendar.end() } else { Time::NEVER };
        self.run_before(model, limit, observer);
        if !self.ended {
            self.ended = true;
            Run { model, day: self, observer }.end(limit);
        }
    }

    /// Runs all events before an instant, and stops there; a later call goes on.
    pub fn run_until(&mut self, model: &Model, instant: Time, observer: &mut impl Observer) {
        let limit = if model.calendar.stops_at_end { model.calendar.end() } else { Time::NEVER };
        self.run_before(model, instant.min(limit), observer);
    }

    /// Continues under other luck: what is settled about calls already here stays, all that is still to come
    /// (arrivals, later callers, break requests of later duties) is drawn anew.
    pub fn reseed(&mut self, model: &Model, luck: Luck) {
        self.luck = luck;
        for stream in &mut self.arrivals {
            stream.reseed(model, luck);
        }
    }

    /// The instant of the event that happened last. A telephone line that gets free has no event of its own; nor has a
    /// caller who gives up, where nobody must be told in the order of time ([`Observer::IN_ORDER`]).
    pub fn now(&self) -> Time {
        self.now
    }

    fn comes_to(&mut self, moment: Moment) {
        (self.now, self.moment) = (moment.time(), moment);
    }

    /// True when a listed distribution had fewer values than callers: the results then mean nothing.
    pub fn list_ran_out(&self) -> bool {
        self.ran_out
    }

    fn run_before(&mut self, model: &Model, limit: Time, observer: &mut impl Observer) {
        let mut run = Run { model, day: self, observer };
        run.sees_who_gives_up();
        while let Some((moment, event)) = run.day.events.next_before(limit) {
            run.day.comes_to(moment);
            run.handle(event);
            if model.work().has_chats {
                run.takes_more_chats();
            }
        }
        run.tells_who_gave_up(limit);
    }

    fn schedule_calendar(&mut self, model: &Model) {
        let windows = &model.calendar.windows;
        for (index, window) in windows.iter().enumerate() {
            // Scheduled first, it is the first of its instant: whose call ends then ends it in an open centre.
            self.events.schedule(Moment::new(window.opens, Class::Leaving, 0), Event::Opens);
            if index + 1 < windows.len() || !model.calendar.stops_at_end {
                self.events.schedule(Moment::new(window.closes, Class::Closing, 0), Event::Closes);
            }
        }
    }

    fn schedule_staff(&mut self, model: &Model) {
        for (index, group) in model.groups.iter().enumerate() {
            let group_id = GroupId::from(index);
            match &group.staffing {
                Staffing::Shifts(_) => {
                    for agent in model.agents_of(group_id) {
                        self.schedule_duty(model, agent, 0);
                    }
                }
                Staffing::HeadCount(_) => self.schedule_head_count(model, group_id, 0, 0),
            }
        }
    }

    #[inline(always)]
    fn schedule_next_arrival(&mut self, model: &Model, kind: KindId) {
        let stream = &mut self.arrivals[kind.index()];
        match stream.next(model, self.luck) {
            Some(at) => self.events.arrives(kind, at, stream.callers - 1),
            None => self.events.ends_arrivals(kind),
        }
    }
}

fn counters_of_learners(model: &Model) -> Vec<u32> {
    let somebody_learns = model.groups.iter().any(|group| group.people.learns.is_some());
    vec![0; if somebody_learns { model.people().len() } else { 0 }]
}

impl AgentState {
    fn off() -> AgentState {
        AgentState {
            doing: Doing::Off,
            since: Time::ZERO,
            handled: Span::ZERO,
            available: Span::ZERO,
            on_duty: false,
            duty: 0,
            started: Time::ZERO,
            ends: Time::ZERO,
            long_call: false,
            may_want_rest: false,
            previous_idle: None,
            next_idle: None,
        }
    }
}

impl<O: Observer> Run<'_, O> {
    // Inlined into the loop, its only caller, as what tells the events apart is.
    #[inline(always)]
    fn handle(&mut self, event: Event) {
        match event {
            Event::ShiftEnds { agent } => self.shift_ends(agent),
            Event::HeadCountChanges { group, index } => self.head_count_changes(group, index),
            Event::BreakPlacesFree { group } => self.fills_break_places(group),
            Event::HandlingEnds { agent } => self.handling_ends(agent),
            Event::ChatEnds { call } => self.chat_ends(call),
            Event::RestEnds { agent } => self.rest_ends(agent),
            Event::ShiftStarts { agent } => self.shift_starts(agent),
            Event::Comes { agent } => self.comes(agent),
            Event::SeatIsFree { agent } => self.seat_is_free(agent),
            Event::Opens => self.opens(),
            Event::RestFallsDue { agent, rest } => self.rest_falls_due(agent, rest),
            Event::BreakIsAsked { agent, stamp } => self.break_is_asked(agent, stamp),
            Event::IsOffered { call } => self.is_offered(call),
            Event::Arrives { kind } => self.arrives(kind),
            Event::Redials { call } => self.redials(call),
            Event::IvrEmpties => self.ivr_empties(),
            Event::PatienceEnds { call } => self.patience_ends(call),
            Event::Closes => self.closes(),
        }
    }

    fn now(&self) -> Time {
        self.day.now
    }

    /// Inlined wherever something is told, so that an observer's answer to that very notice is too.
    #[inline(always)]
    fn tell(&mut self, notice: Notice) {
        self.observer.note(self.day.now, &notice);
    }

    fn agent(&mut self, agent: AgentId) -> &mut AgentState {
        &mut self.day.agents[agent.index()]
    }

    fn rest_state(&mut self, agent: AgentId) -> &mut RestState {
        &mut self.day.rests[agent.index()]
    }

    fn pool(&mut self, agent: AgentId) -> &mut PoolState {
        &mut self.rest_state(agent).pool
    }

    fn group_of(&self, agent: AgentId) -> GroupId {
        self.model.people()[agent.index()].group
    }

    fn group(&mut self, group: GroupId) -> &mut GroupState {
        &mut self.day.groups[group.index()]
    }

    fn schedule(&mut self, moment: Moment, event: Event) {
        self.day.events.schedule(moment, event);
    }

    fn schedule_for_agent(&mut self, time: Time, class: Class, agent: AgentId, event: Event) {
        self.schedule(Moment::of_agent(time, class, agent), event);
    }
}
