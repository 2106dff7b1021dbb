//! Work that is not a call: what queues take, what handling leads to, and the tables made of it once (rule 33).

use super::{CallerKind, Design, Entry, Queue};
use crate::distribution::Distribution;
use crate::id::{KindId, QueueId};
use crate::luck::name_address;
use crate::time::{Span, Time};

/// What waits in a queue.
#[derive(Clone, Debug, Default)]
pub enum Takes {
    /// Calls, each on a line.
    #[default]
    Calls,
    /// Chats: calls without a line, of which an agent may have several of one queue at a time (rule 34).
    Chats {
        /// How many.
        at_once: u32,
    },
    /// Pieces of work: without line, patience or closing.
    Work(Work),
}

/// What is asked of the work of a queue.
#[derive(Clone, Debug, Default)]
pub struct Work {
    /// How long after its case was opened a piece of work must have been handled.
    pub deadline: Option<Span>,
    /// Somebody is called for it.
    pub reaches: Option<Reaches>,
}

/// Calling somebody who may not be there.
#[derive(Clone, Debug)]
pub struct Reaches {
    /// The share of attempts that is answered.
    pub share: f64,
    /// How long the agent is busy with one that isn't.
    pub rings: Span,
    /// How much later it is tried again. `None`: never.
    pub again: Option<Distribution>,
    /// The most attempts in all, up to 255. `None`: no limit.
    pub at_most: Option<u32>,
}

/// Work that the handling of a call or of other work leads to.
#[derive(Clone, Debug)]
pub struct LeadsTo {
    /// Where it waits.
    pub queue: QueueId,
    /// The share of answered calls that leads to it.
    pub share: f64,
    /// How long after the end of handling it comes. `None`: at once.
    pub after: Option<Distribution>,
}

/// What the engine looks up about work.
#[derive(Clone, Debug)]
pub(crate) struct WorkTables {
    /// Whether any queue takes something else than calls.
    pub(crate) is_any: bool,
    pub(crate) has_work: bool,
    /// For each queue of chats how many an agent may have; else 0.
    at_once: Vec<u32>,
    pub(crate) has_chats: bool,
    /// For each kind whether it needs no line.
    lineless: Vec<bool>,
    /// For each queue whether work waits there.
    is_work: Vec<bool>,
    /// For each kind the queue of work that it enters.
    enters: Vec<Option<QueueId>>,
    addresses: Vec<u64>,
    /// No work comes from then on.
    pub(crate) ends: Time,
}

fn at_once(queue: &Queue) -> u32 {
    match queue.takes {
        Takes::Chats { at_once } => at_once,
        Takes::Calls | Takes::Work(_) => 0,
    }
}

impl WorkTables {
    pub(crate) fn new(design: &Design) -> WorkTables {
        let is_work: Vec<bool> =
            design.queues.iter().map(|queue| matches!(queue.takes, Takes::Work(_))).collect();
        let at_once: Vec<u32> = design.queues.iter().map(at_once).collect();
        let lineless = |kind: &CallerKind| match kind.enters {
            Entry::Queue(queue) => at_once[queue.index()] > 0,
            Entry::Menu(_) => false,
        };
        let enters = design.kinds.iter().map(|kind| match kind.enters {
            Entry::Queue(queue) if is_work[queue.index()] => Some(queue),
            _ => None,
        });
        let last_close = design.calendar.windows.last().map_or(Time::ZERO, |window| window.closes);
        WorkTables {
            is_any: design.queues.iter().any(|queue| !matches!(queue.takes, Takes::Calls)),
            has_work: is_work.contains(&true),
            has_chats: at_once.iter().any(|most| *most > 0),
            lineless: design.kinds.iter().map(lineless).collect(),
            at_once,
            enters: enters.collect(),
            addresses: design.queues.iter().map(|queue| name_address(&["work", &queue.name])).collect(),
            ends: design.calendar.end().max(last_close),
            is_work,
        }
    }

    pub(crate) fn is_work(&self, queue: QueueId) -> bool {
        self.is_work[queue.index()]
    }

    /// How many chats of a queue an agent may have; 0 where it takes none.
    pub(crate) fn at_once(&self, queue: QueueId) -> u32 {
        self.at_once[queue.index()]
    }

    /// Whether callers of a kind need no line: they chat.
    pub(crate) fn is_lineless(&self, kind: KindId) -> bool {
        self.lineless[kind.index()]
    }

    pub(crate) fn entered_by(&self, kind: KindId) -> Option<QueueId> {
        self.enters[kind.index()]
    }

    /// The name of a queue, part of the luck of work that waits there.
    pub(crate) fn address(&self, queue: QueueId) -> u64 {
        self.addresses[queue.index()]
    }
}
