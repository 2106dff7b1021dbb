//! Call records: one a counted call, in order of arrival.

use acd_engine::{AgentId, CallFacts, Model, Notice, Observer, QueueId, Span, Time};

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

/// What became of one call.
#[derive(Clone, Copy, Debug)]
pub struct CallRecord {
    /// Who called, and when.
    pub call: CallFacts,
    /// The queue it was offered to.
    pub queue: Option<QueueId>,
    /// When it was offered.
    pub offered: Option<Time>,
    /// How long it waited.
    pub wait: Option<Span>,
    /// How it ended.
    pub end: CallEnd,
    /// Who answered; nobody by name in a head count.
    pub agent: Option<AgentId>,
    /// Talk time, if answered.
    pub talk: Option<Span>,
    /// Wrap-up time, if answered.
    pub wrap_up: Option<Span>,
}

/// An observer that keeps the records of one replication.
#[derive(Clone, Debug)]
pub(crate) struct Recorder {
    grid: Grid,
    has_name: Vec<bool>,
    records: Vec<CallRecord>,
}

impl Recorder {
    pub(crate) fn new(model: &Model) -> Recorder {
        let has_name = model.people().iter().map(|person| person.shift.is_some()).collect();
        Recorder { grid: Grid::new(&model.calendar), has_name, records: Vec::new() }
    }

    /// The records in order of the calls' numbers.
    pub(crate) fn into_records(mut self) -> Vec<CallRecord> {
        self.records.sort_unstable_by_key(|record| record.call.number);
        self.records
    }

    fn ends(&mut self, call: &CallFacts, end: CallEnd) {
        self.leaves_queue(call, None, end, None);
    }

    fn leaves_queue(
        &mut self,
        call: &CallFacts,
        waited: Option<(QueueId, Time, Time)>,
        end: CallEnd,
        answer: Option<(AgentId, Span, Span)>,
    ) {
        if !self.grid.counts(call.arrived) {
            return;
        }
        self.records.push(CallRecord {
            call: *call,
            queue: waited.map(|(queue, ..)| queue),
            offered: waited.map(|(_, offered, _)| offered),
            wait: waited.map(|(_, offered, at)| at.since(offered)),
            end,
            agent: answer.map(|(agent, ..)| agent).filter(|agent| self.has_name[agent.index()]),
            talk: answer.map(|(_, talk, _)| talk),
            wrap_up: answer.map(|(.., wrap_up)| wrap_up),
        });
    }
}

impl Observer for Recorder {
    fn note(&mut self, at: Time, notice: &Notice) {
        match notice {
            Notice::LineBlocked(call) => self.ends(call, CallEnd::LineBlocked),
            Notice::HungUpInIvr { call, .. } => self.ends(call, CallEnd::HungUpInIvr),
            Notice::ServedByIvr { call, .. } => self.ends(call, CallEnd::ServedByIvr),
            Notice::StillInIvr(call) => self.ends(call, CallEnd::InProgress),
            Notice::Answered { call, queue, agent, offered, talk, wrap_up } => {
                let answer = Some((*agent, *talk, *wrap_up));
                self.leaves_queue(call, Some((*queue, *offered, at)), CallEnd::Answered, answer);
            }
            Notice::Abandoned { call, queue, offered } => {
                self.leaves_queue(call, Some((*queue, *offered, at)), CallEnd::Abandoned, None);
            }
            Notice::Blocked { call, queue } => {
                self.leaves_queue(call, Some((*queue, at, at)), CallEnd::Blocked, None);
            }
            Notice::Dropped { call, queue, offered } => {
                self.leaves_queue(call, Some((*queue, *offered, at)), CallEnd::Dropped, None);
            }
            Notice::StillWaiting { call, queue, offered } => {
                self.leaves_queue(call, Some((*queue, *offered, at)), CallEnd::InProgress, None);
            }
            _ => {}
        }
    }
}
