//! Telephone lines, where a centre has so many and no more.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::Run;
use crate::calls::Call;
use crate::id::KindId;
use crate::notice::Observer;
use crate::time::Time;

/// The lines that are taken.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    busy: u32,
    /// When taken lines get free, or got free unnoticed, where that is known. Nobody looks but who wants a line.
    freed_at: BinaryHeap<Reverse<Time>>,
}

impl Lines {
    /// Those whose instant has come are free.
    fn are_freed_until(&mut self, now: Time) {
        while self.freed_at.peek().is_some_and(|Reverse(at)| *at <= now) {
            self.freed_at.pop();
            self.busy -= 1;
        }
    }
}

impl<O: Observer> Run<'_, O> {
    /// Whether a caller of a kind gets a line, which is then taken. Lines that get free at this instant are free before
    /// whoever arrives at it.
    #[inline(always)]
    pub(super) fn takes_line(&mut self, kind: KindId) -> bool {
        let Some(lines) = self.model.lines else { return true };
        if self.model.work().is_lineless(kind) {
            return true;
        }
        self.takes_line_of(lines)
    }

    #[inline(never)]
    fn takes_line_of(&mut self, all: u32) -> bool {
        let now = self.now();
        let lines = &mut self.day.lines;
        lines.are_freed_until(now);
        let is_free = lines.busy < all;
        lines.busy += u32::from(is_free);
        is_free
    }

    /// A line is taken whether one is free or not.
    pub(super) fn takes_line_anyway(&mut self) {
        if self.model.lines.is_some() {
            self.day.lines.busy += 1;
        }
    }

    /// The line of a call is free again, if it had one.
    pub(super) fn call_frees_line(&mut self, call: &Call) {
        if self.model.lines.is_some() && !self.model.work().is_lineless(call.kind()) {
            self.line_frees();
        }
    }

    /// A line is free again.
    pub(super) fn line_frees(&mut self) {
        if self.model.lines.is_some() {
            self.day.lines.busy -= 1;
        }
    }

    /// A line is free at an instant to come.
    pub(super) fn frees_line_at(&mut self, at: Time) {
        if self.model.lines.is_some() {
            self.day.lines.freed_at.push(Reverse(at));
        }
    }
}
