//! First-contact resolution: answered first calls that are not followed by another call of the caller within
//! a window (`semantics.md`, rule 23).
//!
//! The window runs from the end of talk. Windows that run past the end of the stretch are left out.

use acd_engine::{CallFacts, Span, Time};

/// Two hours, the usual window of the field.
const WINDOW: Span = Span::seconds(7_200);

/// Whether an answered call, whose talk ends then, is a first call whose window lies within the stretch.
pub(crate) fn is_first_contact(call: &CallFacts, talk_ends: Time, end: Time) -> bool {
    call.attempt == 0 && talk_ends + WINDOW <= end
}

/// When the answered first call arrived that this call shows not to have been resolved, if it does.
pub(crate) fn repeats(call: &CallFacts, end: Time) -> Option<Time> {
    let talk_ended = call.previous_talk_ended.filter(|_| call.attempt == 1)?;
    let is_within = call.arrived <= talk_ended + WINDOW && talk_ended + WINDOW <= end;
    call.previous.filter(|_| is_within)
}

#[cfg(test)]
mod tests {
    use acd_engine::KindId;

    use super::*;

    const END: Time = Time::seconds(20_000);

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
        let again = |arrived_s: u64| repeats(&call(1, arrived_s, Some((40, Some(100)))), END);
        // The window ends at 7,300 s, inclusive.
        assert_eq!(again(7_300), Some(Time::seconds(40)));
        assert_eq!(again(7_301), None);
    }

    #[test]
    fn rule_23_only_answered_first_calls_are_contacts() {
        assert_eq!(repeats(&call(1, 200, Some((40, None))), END), None, "the call before was abandoned");
        assert_eq!(repeats(&call(2, 200, Some((40, Some(100)))), END), None, "the call before was a redial");
        assert!(is_first_contact(&call(0, 40, None), Time::seconds(100), END));
        assert!(!is_first_contact(&call(1, 40, Some((0, None))), Time::seconds(100), END));
    }

    #[test]
    fn rule_23_windows_that_run_past_the_end_are_left_out() {
        assert!(is_first_contact(&call(0, 0, None), Time::seconds(12_800), END));
        assert!(!is_first_contact(&call(0, 0, None), Time::seconds(12_801), END));
        assert_eq!(repeats(&call(1, 13_000, Some((0, Some(12_801)))), END), None);
    }
}
