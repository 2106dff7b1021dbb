//! Callers who give up where nothing depends on when they do but who waits then ([`QueuePath::gives_up_unseen`]): no
//! event tells it. They stand in line with the instant at which they will give up, and are told of when somebody looks
//! for whoever waits longest, or at the latest when the centre closes. Who must be told in the order of time
//! ([`Observer::IN_ORDER`]) never meets them.
//!
//! [`QueuePath::gives_up_unseen`]: crate::model::QueuePath::gives_up_unseen

use super::{Run, Waiting};
use crate::calls::{Call, CallSlot};
use crate::event::{Class, Moment, caller_order};
use crate::notice::{Notice, Observer};
use crate::time::{Span, Time};

impl<O: Observer> Run<'_, O> {
    /// A waiting caller gives up then, unless an agent answers him before.
    #[inline(always)]
    pub(super) fn will_give_up(&mut self, slot: CallSlot, at: Time) {
        let call = self.day.calls.get(slot);
        let is_unseen = !O::IN_ORDER && self.model.queue_path(call.queue).gives_up_unseen;
        if is_unseen && self.day.closed_since.is_none() {
            let line = self.model.routes().line(call.queue, call.kind());
            if let Some(last) = self.day.queues[line].entries.back_mut() {
                last.gives_up = at;
            }
        } else {
            self.sets_patience(slot, at);
        }
    }

    /// An event tells when a waiting caller gives up.
    #[inline(always)]
    fn sets_patience(&mut self, slot: CallSlot, at: Time) {
        let Call { facts, .. } = self.day.calls.get(slot);
        let who = caller_order(facts.kind, facts.caller, facts.attempt);
        self.day.events.awaits(slot, Moment::new(at, Class::GivingUp, who));
    }

    /// Whether the caller of a place in a line has not given up.
    #[inline(always)]
    pub(super) fn waits_still(&self, place: &Waiting) -> bool {
        self.day.calls.has_stamp(place.slot, place.stamp) && self.now() <= place.gives_up
    }

    /// Tells of a caller who gave up unseen, if the place is one's; then it is void.
    #[inline(never)]
    pub(super) fn tells_if_gave_up(&mut self, line: usize, place: Waiting) {
        if self.day.calls.has_stamp(place.slot, place.stamp) {
            let Call { facts, queue, offered, .. } = self.takes_out(place.slot);
            self.observer.note(place.gives_up, &Notice::Abandoned { call: facts, queue, offered });
            self.leaves_line(line, queue);
        }
    }

    /// Tells of all who gave up unseen before an instant.
    pub(super) fn tells_who_gave_up(&mut self, before: Time) {
        if !O::IN_ORDER {
            for line in 0..self.day.queues.len() {
                self.clears_line(line, before);
            }
        }
    }

    /// Clears a line of those who don't wait any more.
    #[inline(never)]
    pub(super) fn clears_line(&mut self, line: usize, before: Time) {
        let places = std::mem::take(&mut self.day.queues[line].entries);
        for place in places {
            if self.day.calls.has_stamp(place.slot, place.stamp) && place.gives_up >= before {
                self.day.queues[line].entries.push_back(place);
            } else {
                self.tells_if_gave_up(line, place);
            }
        }
        let line = &mut self.day.queues[line];
        line.crowded = 64 + 2 * line.entries.len();
    }

    /// From now on events tell who gives up: the centre closes, and callers who wait keep agents there.
    pub(super) fn sees_all_who_give_up(&mut self) {
        self.tells_who_gave_up(self.now() + Span::from_us(1));
        for line in 0..self.day.queues.len() {
            for place in 0..self.day.queues[line].entries.len() {
                let place = &mut self.day.queues[line].entries[place];
                let Waiting { slot, stamp, gives_up } = *place;
                place.gives_up = Time::NEVER;
                if gives_up < Time::NEVER && self.day.calls.has_stamp(slot, stamp) {
                    self.sets_patience(slot, gives_up);
                }
            }
        }
    }

    /// Who observes from now on may be one who must be told in the order of time.
    pub(super) fn sees_who_gives_up(&mut self) {
        if O::IN_ORDER {
            self.sees_all_who_give_up();
        }
    }
}
