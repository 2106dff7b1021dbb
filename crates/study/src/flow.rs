//! How calls leave a queue, and what is counted of it.

use acd_engine::Span;

use crate::cells::Flow;
use crate::waits::End;

/// "Within" and "too short to count" of a queue's goal.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) within: Span,
    pub(crate) short: Option<Span>,
    /// Work waits there: nobody's contact is resolved by it.
    pub(crate) is_work: bool,
    /// An agent may have several there.
    pub(crate) is_chats: bool,
}

/// How a call left the queue.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    Answered { handled: Span },
    Abandoned,
    Blocked,
    Dropped,
    StillWaiting,
}

/// Who has left a queue.
#[derive(Clone, Copy)]
pub(crate) struct Caller {
    pub(crate) is_first: bool,
    pub(crate) is_redial: bool,
}

impl Way {
    #[inline(always)]
    pub(crate) fn end(self) -> End {
        match self {
            Way::Answered { .. } => End::Answered,
            Way::Abandoned => End::Abandoned,
            Way::Blocked | Way::Dropped | Way::StillWaiting => End::Neither,
        }
    }
}

impl Flow {
    /// Counts a call that has left its queue.
    #[inline(always)]
    pub(crate) fn leaves(
        &mut self,
        Caller { is_first, is_redial }: Caller,
        wait: Span,
        way: Way,
        limits: Limits,
    ) {
        let is_within = wait <= limits.within;
        self.offered += 1;
        self.first_offered += u64::from(is_first);
        self.redials += u64::from(is_redial);
        self.wait_us += wait.as_us();
        match way {
            Way::Answered { handled } => {
                self.answered += 1;
                self.handle_us += handled.as_us();
                self.answered_at_once += u64::from(wait == Span::ZERO);
                self.answered_within += u64::from(is_within);
                self.first_answered_within += u64::from(is_within && is_first);
                self.wait_answered_us += wait.as_us();
            }
            Way::Abandoned => {
                let is_short = limits.short.is_some_and(|short| wait <= short);
                self.abandoned += 1;
                self.abandoned_within += u64::from(is_within);
                self.abandoned_short += u64::from(is_short);
                self.abandoned_short_within += u64::from(is_short && is_within);
                self.first_abandoned_short += u64::from(is_short && is_first);
                self.wait_abandoned_us += wait.as_us();
            }
            Way::Blocked => self.blocked += 1,
            Way::Dropped => self.dropped += 1,
            Way::StillWaiting => self.in_progress += 1,
        }
    }
}
