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

#[cfg(test)]
mod tests {
    use super::*;

    fn call(caller: u64, arrived_s: u64) -> CallFacts {
        let arrived = Time::seconds(arrived_s);
        CallFacts { number: 0, kind: KindId(0), caller, attempt: 0, arrived, previous: None }
    }

    #[test]
    fn rule_23_a_call_within_the_window_from_the_end_of_talk_is_a_repeat() {
        let end = Time::seconds(86_400);
        let mut contacts = FirstContacts::default();
        assert!(contacts.answered(&call(1, 0), Time::seconds(100), 0, end));
        assert!(contacts.answered(&call(2, 0), Time::seconds(100), 3, end));
        // The window of caller 1 ends at 7,300 s, inclusive; caller 2 calls later.
        assert_eq!(contacts.calls_again(&call(1, 7_300)), Some(0));
        assert_eq!(contacts.calls_again(&call(2, 7_301)), None);
        // A second repeat of the same caller is none any more.
        assert_eq!(contacts.calls_again(&call(1, 7_300)), None);
    }

    #[test]
    fn rule_23_windows_that_run_past_the_end_are_left_out() {
        let mut contacts = FirstContacts::default();
        let end = Time::seconds(10_000);
        assert!(contacts.answered(&call(1, 0), Time::seconds(2_800), 0, end));
        assert!(!contacts.answered(&call(2, 0), Time::seconds(2_801), 0, end));
    }
}
