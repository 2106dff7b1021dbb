//! Lines of waiting callers: how one joins, who is first, and that one leaves.

use std::collections::VecDeque;

use super::Run;
use crate::calls::{Call, CallSlot};
use crate::id::QueueId;
use crate::notice::Observer;
use crate::time::Time;

/// A queue's callers of one priority in the order of their offering. Those who gave up leave void entries behind.
#[derive(Clone, Debug, Default)]
pub(super) struct WaitingLine {
    pub(super) entries: VecDeque<Waiting>,
    /// How many wait, and those who gave up unseen.
    pub(super) waiting: u32,
    /// When there are so many entries, those of who doesn't wait are cleared away.
    pub(super) crowded: usize,
}

/// A place in a line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Waiting {
    pub(super) slot: CallSlot,
    /// That of the slot while the call waits.
    pub(super) stamp: u32,
    /// When the caller gives up unseen. Never: a timer tells when.
    pub(super) gives_up: Time,
}

/// How far a waiting call has come.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wait {
    /// How many steps of its queue have passed.
    pub(super) passed: u32,
    pub(super) gives_up: Time,
    /// The caller hung up, and waits to be called back.
    pub(super) hung_up: bool,
}

impl<O: Observer> Run<'_, O> {
    /// A call stands at the end of its line.
    pub(super) fn joins_line(&mut self, call: &Call) -> CallSlot {
        let slot = self.day.calls.add(call);
        self.stands_in_line(slot);
        slot
    }

    #[inline(always)]
    pub(super) fn stands_in_line(&mut self, slot: CallSlot) {
        let call = self.day.calls.get(slot);
        let line = self.model.routes().line(call.queue, call.kind());
        let place = Waiting { slot, stamp: call.stamp, gives_up: Time::NEVER };
        if self.day.queues[line].entries.len() >= self.day.queues[line].crowded {
            self.clears_line(line, self.now());
        }
        let line = &mut self.day.queues[line];
        line.entries.push_back(place);
        line.waiting += 1;
        self.day.waiting_count += 1;
    }

    /// The caller who waits longest in a line; the places before him, of who doesn't wait any more, are cleared away.
    #[inline(always)]
    pub(super) fn first_waiting(&mut self, line: usize) -> Option<CallSlot> {
        while let Some(&place) = self.day.queues[line].entries.front() {
            if self.waits_still(&place) {
                return Some(place.slot);
            }
            self.day.queues[line].entries.pop_front();
            self.tells_if_gave_up(line, place);
        }
        None
    }

    /// One caller of a queue fewer waits.
    #[inline(always)]
    pub(super) fn leaves_line(&mut self, line: usize, queue: QueueId) {
        self.day.queues[line].waiting -= 1;
        self.day.waiting_count -= 1;
        if self.model.work().is_any {
            self.day.work_waiting -= u32::from(self.model.is_work(queue));
        }
        if self.day.closed_since.is_some() {
            self.lets_stayers_go();
        }
    }
}
