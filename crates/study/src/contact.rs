//! First-contact resolution: answered first calls that are not followed by another call of the caller within
//! a window (`semantics.md`, rule 23).
//!
//! The window runs from the end of talk. Windows that run past the end of the stretch are left out.

use acd_engine::{CallFacts, Span, Time};

/// The window, in a stretch.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Window {
    /// How long it is.
    pub(crate) lasts: Span,
    /// The end of the stretch.
    pub(crate) end: Time,
}

impl Window {
    /// Whether an answered call, whose talk ends then, is a first call whose window lies within the stretch.
    pub(crate) fn is_first_contact(self, call: &CallFacts, talk_ends: Time) -> bool {
        call.attempt == 0 && talk_ends + self.lasts <= self.end
    }

    /// Whether a call that comes after a first contact, whose talk ended then, comes within its window.
    pub(crate) fn is_repeat(self, talk_ended: Time, comes: Time) -> bool {
        comes <= talk_ended + self.lasts && talk_ended + self.lasts <= self.end
    }

    /// When the answered first call arrived that this call shows not to have been resolved, if it does.
    pub(crate) fn repeats(self, call: &CallFacts) -> Option<Time> {
        let talk_ended = call.previous_talk_ended.filter(|_| call.attempt == 1)?;
        call.previous.filter(|_| self.is_repeat(talk_ended, call.arrived))
    }
}

#[cfg(test)]
mod tests {
    use acd_engine::KindId;

    use super::*;

    const TWO_HOURS: Window = Window { lasts: Span::seconds(7_200), end: Time::seconds(20_000) };

    fn call(attempt: u32, arrived_s: u64, previous: Option<(u64, Option<u64>)>) -> CallFacts {
        CallFacts {
            number: 0,
            kind: KindId(0),
            caller: 0,
            attempt,
            arrived: Time::seconds(arrived_s),
            previous: previous.map(|(arrived, _)| Time::seconds(arrived)),
            previous_talk_ended: previous.and_then(|(_, ended)| ended).map(Time::seconds),
        }
    }

    #[test]
    fn rule_23_a_call_within_the_window_from_the_end_of_talk_is_a_repeat() {
        let again = |arrived_s: u64| TWO_HOURS.repeats(&call(1, arrived_s, Some((40, Some(100)))));
        // The window ends at 7,300 s, inclusive.
        assert_eq!(again(7_300), Some(Time::seconds(40)));
        assert_eq!(again(7_301), None);
    }

    #[test]
    fn rule_35_the_window_is_as_long_as_the_scenario_says() {
        let window = Window { lasts: Span::seconds(600), ..TWO_HOURS };
        let again = |arrived_s: u64| window.repeats(&call(1, arrived_s, Some((40, Some(100)))));
        assert_eq!(again(700), Some(Time::seconds(40)));
        assert_eq!(again(701), None);
    }

    #[test]
    fn rule_23_only_answered_first_calls_are_contacts() {
        let window = TWO_HOURS;
        assert_eq!(window.repeats(&call(1, 200, Some((40, None)))), None, "the call before was abandoned");
        assert_eq!(window.repeats(&call(2, 200, Some((40, Some(100))))), None, "the one before was a redial");
        assert!(window.is_first_contact(&call(0, 40, None), Time::seconds(100)));
        assert!(!window.is_first_contact(&call(1, 40, Some((0, None))), Time::seconds(100)));
    }

    #[test]
    fn rule_23_windows_that_run_past_the_end_are_left_out() {
        assert!(TWO_HOURS.is_first_contact(&call(0, 0, None), Time::seconds(12_800)));
        assert!(!TWO_HOURS.is_first_contact(&call(0, 0, None), Time::seconds(12_801)));
        assert_eq!(TWO_HOURS.repeats(&call(1, 13_000, Some((0, Some(12_801))))), None);
    }
}
