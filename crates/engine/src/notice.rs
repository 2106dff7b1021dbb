//! What did happen, told to observers in the order of time.
//!
//! Exceptions keep the event list short: how a caller leaves the IVR without asking for a human is settled at his
//! arrival, and told then, with the instant at which it happens; so is what comes of a call when it is answered.

use crate::id::{AgentId, KindId, QueueId};
use crate::time::{Span, Time};

/// Who is calling. Numbers count from zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CallFacts {
    /// The call's number in the stretch, in order of arrival.
    pub number: u64,
    /// The caller's kind.
    pub kind: KindId,
    /// The caller's number within the kind.
    pub caller: u64,
    /// The attempt: zero for the first call, then the redials.
    pub attempt: u32,
    /// When it arrived.
    pub arrived: Time,
    /// When the same caller's call before this one arrived, if this is a redial.
    pub previous: Option<Time>,
    /// When the talk of that call ended, if an agent answered it: the matter was not settled.
    /// First-contact resolution is counted by this.
    pub previous_talk_ended: Option<Time>,
}

/// What an agent does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Not there.
    Off,
    /// On shift and not there yet: neither staffed nor paid for.
    Late,
    /// On shift without a seat: not available, not staffed.
    AwaitingSeat,
    /// Available.
    Idle,
    /// In talk or wrap-up.
    Handling,
    /// With trainees: staffed, and neither available nor handling.
    Mentoring,
    /// At a meal: neither staffed nor on a break.
    Meal,
    /// On a planned break.
    PlannedBreak,
    /// On a break out of the pool.
    PoolBreak,
}

/// Something that happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A call came in.
    Arrived(CallFacts),
    /// It found no free line.
    LineBlocked(CallFacts),
    /// The caller will have hung up in the IVR before choosing.
    HungUpInIvr {
        /// The call.
        call: CallFacts,
        /// When.
        at: Time,
    },
    /// The IVR will have served the caller.
    ServedByIvr {
        /// The call.
        call: CallFacts,
        /// When.
        at: Time,
    },
    /// The stretch ends before the caller leaves the IVR.
    StillInIvr(CallFacts),
    /// The caller asked for a human: the waiting clock starts.
    Offered {
        /// The call.
        call: CallFacts,
        /// Where.
        queue: QueueId,
    },
    /// An agent answered.
    Answered {
        /// The call.
        call: CallFacts,
        /// From which queue.
        queue: QueueId,
        /// Who.
        agent: AgentId,
        /// When it was offered.
        offered: Time,
        /// Talk time to come.
        talk: Span,
        /// Wrap-up time after it.
        wrap_up: Span,
    },
    /// A waiting caller accepted to be called back, and hung up.
    AcceptedCallBack {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
    },
    /// An agent called back and reached the caller; that he is answered is told next.
    CalledBack {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// An agent called back and nobody was there; that the call is abandoned is told next.
    MissedCallBack {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
        /// Who called.
        agent: AgentId,
        /// How long it will ring.
        rings: Span,
    },
    /// A piece of work came; that it is offered is told next. It is no call: nothing was told of its arrival.
    WorkCame {
        /// The work, as the call that led to it or as its own.
        call: CallFacts,
        /// Where.
        queue: QueueId,
    },
    /// An agent called somebody for a piece of work, who wasn't there; that it is abandoned is told next.
    NotReached {
        /// The work.
        call: CallFacts,
        /// Of which queue.
        queue: QueueId,
        /// Who called.
        agent: AgentId,
        /// How long it will ring.
        rings: Span,
    },
    /// What comes of a call that was answered just now, where its queue says that outcomes count.
    Judged {
        /// The call.
        call: CallFacts,
        /// From which queue.
        queue: QueueId,
        /// Who answered.
        agent: AgentId,
        /// When it was offered.
        offered: Time,
        /// When its talk will end.
        talk_ends: Time,
        /// Whether the matter is settled.
        resolved: bool,
        /// Whether the caller is satisfied, where anybody asks.
        satisfied: Option<bool>,
    },
    /// A piece of work will have been handled before its deadline.
    DeadlineMet {
        /// The work.
        call: CallFacts,
        /// Of which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// A piece of work will be handled after its deadline, or was not at all.
    DeadlineMissed {
        /// The work.
        call: CallFacts,
        /// Of which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// The caller gave up waiting.
    Abandoned {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// The queue was full.
    Blocked {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
    },
    /// Dropped at closing.
    Dropped {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// The stretch ended while the caller waited.
    StillWaiting {
        /// The call.
        call: CallFacts,
        /// Which queue.
        queue: QueueId,
        /// When it was offered.
        offered: Time,
    },
    /// The caller decided to call again.
    PlannedRedial {
        /// The call after which.
        call: CallFacts,
        /// From when he is about to (the end of that call).
        from: Time,
        /// When he will.
        due: Time,
    },
    /// A caller whose matter was not settled calls again now; his new call arrives next.
    CalledAgain {
        /// The call before.
        call: CallFacts,
        /// From which queue it was answered.
        queue: QueueId,
        /// Who answered it.
        agent: AgentId,
        /// When it was offered.
        offered: Time,
        /// When its talk ended.
        talk_ended: Time,
    },
    /// A redial fell due while the centre was closed.
    LostRedial(CallFacts),
    /// An agent's duty began or, where there was no leaving in between, was renewed.
    ShiftStarted {
        /// Who.
        agent: AgentId,
        /// When it is to end.
        ends: Time,
    },
    /// An agent's duty ended; whatever he still does is overtime.
    ShiftEnded(AgentId),
    /// An agent doesn't come to a duty that begins now.
    Absent {
        /// Who.
        agent: AgentId,
        /// When the duty is to end.
        ends: Time,
    },
    /// An agent has left for good before the duty that was to begin now, and comes no more.
    Resigned(AgentId),
    /// An agent will stay longer on the meal or break that he has just turned to than he should, unless his shift ends
    /// before.
    Overstays {
        /// Who.
        agent: AgentId,
        /// When he should be back.
        from: Time,
        /// When he will be.
        until: Time,
    },
    /// An agent began to do something else.
    Turned {
        /// Who.
        agent: AgentId,
        /// What he did.
        from: Doing,
        /// What he does now.
        to: Doing,
    },
    /// The stretch is over.
    Ended,
}

/// Somebody who is told what happened. Statistics, traces and records are observers; the engine knows none.
pub trait Observer {
    /// Whether everything must be told in the order of time, as it is unless an observer says otherwise. Who need not have that is told of callers who gave up when
    /// somebody looks for them, with the instant at which they did, wherever nothing else depends on it: that is sooner
    /// done.
    const IN_ORDER: bool = true;

    /// Takes note of something that happened at an instant.
    fn note(&mut self, at: Time, notice: &Notice);
}

/// Two observers at once.
impl<A: Observer, B: Observer> Observer for (A, B) {
    const IN_ORDER: bool = A::IN_ORDER || B::IN_ORDER;

    #[inline(always)]
    fn note(&mut self, at: Time, notice: &Notice) {
        self.0.note(at, notice);
        self.1.note(at, notice);
    }
}

impl<T: Observer> Observer for &mut T {
    const IN_ORDER: bool = T::IN_ORDER;

    #[inline(always)]
    fn note(&mut self, at: Time, notice: &Notice) {
        (**self).note(at, notice);
    }
}

/// Nobody listens.
impl Observer for () {
    const IN_ORDER: bool = false;

    fn note(&mut self, _at: Time, _notice: &Notice) {}
}
