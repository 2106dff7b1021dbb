//! Call records: one a counted call, in order of arrival.

use acd_engine::{AgentId, CallFacts, KindId, Model, Notice, Observer, QueueId, Span, Time};

use crate::grid::Grid;

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallEnd {
    /// An agent answered.
    Answered,
    /// The caller gave up waiting.
    Abandoned,
    /// The queue was full.
    Blocked,
    /// No line was free.
    LineBlocked,
    /// Dropped at closing.
    Dropped,
    /// Self-service did it.
    ServedByIvr,
    /// Hung up before choosing.
    HungUpInIvr,
    /// In the IVR or waiting when the stretch ended.
    InProgress,
}

impl CallEnd {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            CallEnd::Answered => "answered",
            CallEnd::Abandoned => "abandoned",
            CallEnd::Blocked => "blocked",
            CallEnd::LineBlocked => "line_blocked",
            CallEnd::Dropped => "dropped",
            CallEnd::ServedByIvr => "served_by_ivr",
            CallEnd::HungUpInIvr => "hung_up_in_ivr",
            CallEnd::InProgress => "in_progress",
        }
    }
}

/// What became of one call. It is kept for every call of a replication, so what is missing takes no room of its own:
/// [`CallRecord::offered`] and [`CallRecord::answer`] say what there is.
#[derive(Clone, Copy, Debug)]
pub struct CallRecord {
    /// The call's number in the replication, from zero.
    pub number: u64,
    /// The caller's number within the kind, from zero.
    pub caller: u64,
    /// When it arrived.
    pub arrived: Time,
    /// The attempt: zero for the first call.
    pub attempt: u32,
    /// The caller's kind.
    pub kind: KindId,
    /// The queue it was offered to.
    pub queue: Option<QueueId>,
    /// Who answered; nobody by name in a head count.
    pub agent: Option<AgentId>,
    /// How it ended.
    pub end: CallEnd,
    offered: Time,
    wait: Span,
    talk: Span,
    wrap_up: Span,
}

impl CallRecord {
    /// A call of which nothing is known yet but its arrival.
    fn arrived(call: &CallFacts) -> CallRecord {
        CallRecord {
            number: call.number,
            caller: call.caller,
            arrived: call.arrived,
            attempt: call.attempt,
            kind: call.kind,
            queue: None,
            agent: None,
            end: CallEnd::InProgress,
            offered: Time::ZERO,
            wait: Span::ZERO,
            talk: Span::ZERO,
            wrap_up: Span::ZERO,
        }
    }

    /// When it was offered, and how long it waited from then on.
    pub fn offered(&self) -> Option<(Time, Span)> {
        self.queue.map(|_| (self.offered, self.wait))
    }

    /// Talk and wrap-up time, if it was answered.
    pub fn answer(&self) -> Option<(Span, Span)> {
        (self.end == CallEnd::Answered).then_some((self.talk, self.wrap_up))
    }
}

/// An observer that keeps the records of one replication, in order of arrival.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    grid: Grid,
    has_name: Vec<bool>,
    /// Calls are numbered in order of arrival, so those that count stand one after the other.
    records: Vec<CallRecord>,
}

impl Recorder {
    pub(crate) fn new(model: &Model) -> Recorder {
        let has_name = model.people().iter().map(|person| person.shift.is_some()).collect();
        Recorder { grid: Grid::new(&model.calendar), has_name, records: Vec::new() }
    }

    /// The records in order of the calls' numbers.
    pub(crate) fn into_records(self) -> Vec<CallRecord> {
        self.records
    }

    fn arrives(&mut self, call: &CallFacts) {
        if self.grid.counts(call.arrived) {
            self.records.push(CallRecord::arrived(call));
        }
    }

    /// The record of a call, if it counts.
    fn record(&mut self, call: &CallFacts) -> Option<&mut CallRecord> {
        let first = self.records.first()?.number;
        let place = usize::try_from(call.number.checked_sub(first)?).ok()?;
        self.records.get_mut(place)
    }

    fn ends(&mut self, call: &CallFacts, end: CallEnd) {
        if let Some(record) = self.record(call) {
            record.end = end;
        }
    }

    fn leaves_queue(&mut self, call: &CallFacts, (queue, offered): (QueueId, Time), at: Time, end: CallEnd) {
        if let Some(record) = self.record(call) {
            (record.queue, record.offered, record.wait) = (Some(queue), offered, at.since(offered));
            record.end = end;
        }
    }

    fn is_answered(&mut self, call: &CallFacts, agent: AgentId, (talk, wrap_up): (Span, Span)) {
        let agent = self.has_name[agent.index()].then_some(agent);
        if let Some(record) = self.record(call) {
            (record.agent, record.talk, record.wrap_up) = (agent, talk, wrap_up);
        }
    }
}

impl Observer for Recorder {
    fn note(&mut self, at: Time, notice: &Notice) {
        match notice {
            Notice::Arrived(call) | Notice::WorkCame { call, .. } => self.arrives(call),
            Notice::LineBlocked(call) => self.ends(call, CallEnd::LineBlocked),
            Notice::HungUpInIvr { call, .. } => self.ends(call, CallEnd::HungUpInIvr),
            Notice::ServedByIvr { call, .. } => self.ends(call, CallEnd::ServedByIvr),
            Notice::Answered { call, queue, agent, offered, talk, wrap_up } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Answered);
                self.is_answered(call, *agent, (*talk, *wrap_up));
            }
            Notice::Abandoned { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Abandoned);
            }
            Notice::Blocked { call, queue } => {
                self.leaves_queue(call, (*queue, at), at, CallEnd::Blocked);
            }
            Notice::Dropped { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::Dropped);
            }
            Notice::StillWaiting { call, queue, offered } => {
                self.leaves_queue(call, (*queue, *offered), at, CallEnd::InProgress);
            }
            // Who is still in the IVR is in progress, as every call is until it ends.
            _ => {}
        }
    }
}
