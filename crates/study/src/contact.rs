//! First-contact resolution: answered first calls that are not followed by another call of the caller.
//!
//! The window runs from the end of talk; windows that run past the end of the stretch are left out
//! (`semantics.md`, rule 23).

use std::collections::{HashMap, VecDeque};

use acd_engine::{CallFacts, KindId, Span, Time};

/// Two hours, the usual window of the field.
const WINDOW: Span = Span::seconds(7_200);

/// Answered first calls whose window still runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct FirstContacts {
    until: VecDeque<(Time, KindId, u64)>,
    open: HashMap<(KindId, u64), (Time, usize)>,
}

impl FirstContacts {
    /// A first call was answered; its talk ends then. True where its window lies within the stretch.
    pub(crate) fn answered(&mut self, call: &CallFacts, talk_ends: Time, place: usize, end: Time) -> bool {
        let until = talk_ends + WINDOW;
        let fits = until <= end;
        if fits {
            self.forget_before(call.arrived);
            self.open.insert((call.kind, call.caller), (until, place));
            self.until.push_back((until, call.kind, call.caller));
        }
        fits
    }

    /// A caller calls again; where his answered first call was offered, if within its window.
    pub(crate) fn calls_again(&mut self, call: &CallFacts) -> Option<usize> {
        let (until, place) = self.open.remove(&(call.kind, call.caller))?;
        (call.arrived <= until).then_some(place)
    }

    fn forget_before(&mut self, now: Time) {
        while let Some(&(until, kind, caller)) = self.until.front().filter(|(until, ..)| *until < now) {
            self.until.pop_front();
            if self.open.get(&(kind, caller)).is_some_and(|(open_until, _)| *open_until == until) {
                self.open.remove(&(kind, caller));
            }
        }
    }
}
