//! What is told, as lines to compare: when, about whom, what.

use acd_engine::*;

/// An instant, whom the line is about, and what happened.
pub type Line = (Time, String, String);

/// The line of a notice; what is told ahead of its time stands at its time. Some notices say nothing new.
pub fn told(at: Time, notice: &Notice) -> Option<Line> {
    let of_call =
        |at: Time, call: &CallFacts, what: String| Some((at, format!("call {}", call.number), what));
    let of_agent = |agent: &AgentId, what: String| Some((at, format!("agent {}", agent.0), what));
    let of_shift = |agent: &AgentId, what: String| Some((at, format!("shift of agent {}", agent.0), what));
    match notice {
        Notice::Arrived(call) => of_call(at, call, format!("arrives: {call:?}")),
        Notice::LineBlocked(call) => of_call(at, call, "finds no free line".into()),
        Notice::HungUpInIvr { call, at } => of_call(*at, call, "hangs up in the IVR".into()),
        Notice::ServedByIvr { call, at } => of_call(*at, call, "is served by the IVR".into()),
        Notice::StillInIvr(call) => of_call(Time::NEVER, call, "is still in the IVR".into()),
        Notice::Offered { call, queue } => of_call(at, call, format!("is offered to {queue:?}")),
        Notice::Answered { call, queue, agent, offered, talk, wrap_up } => {
            let what =
                format!("of {queue:?} since {offered}, is answered by {agent:?} for {talk} + {wrap_up}");
            of_call(at, call, what)
        }
        Notice::Judged { call, queue, agent, offered, talk_ends, resolved, satisfied } => {
            let what = format!(
                "by {agent:?} of {queue:?} since {offered}, till {talk_ends}: resolved {resolved}, satisfied {satisfied:?}"
            );
            Some((at, format!("matter of call {}", call.number), what))
        }
        Notice::CalledAgain { call, queue, agent, offered, talk_ended } => {
            let what = format!(
                "leads to a further call: {queue:?}, {agent:?}, from {offered}, talk till {talk_ended}"
            );
            Some((at, format!("matter of call {}", call.number), what))
        }
        Notice::WorkCame { call, queue } => of_call(at, call, format!("comes to {queue:?}: {call:?}")),
        Notice::NotReached { call, queue, agent, rings } => {
            of_call(at, call, format!("of {queue:?} has {agent:?} reach nobody for {rings}"))
        }
        Notice::DeadlineMet { call, queue, offered } => {
            of_call(at, call, format!("meets its deadline in {queue:?}, offered {offered}"))
        }
        // Some are told when the stretch is over, which has no instant of its own.
        Notice::DeadlineMissed { call, queue, offered } => {
            of_call(Time::NEVER, call, format!("misses its deadline in {queue:?}, offered {offered}"))
        }
        Notice::Abandoned { call, queue, offered } => {
            of_call(at, call, format!("abandons {queue:?}, offered {offered}"))
        }
        Notice::AcceptedCallBack { call, queue } => {
            of_call(at, call, format!("hangs up to be called back by {queue:?}"))
        }
        Notice::CalledBack { call, queue, .. } => of_call(at, call, format!("is called back by {queue:?}")),
        Notice::MissedCallBack { call, queue, agent, rings, .. } => of_call(
            at,
            call,
            format!("misses the call back of {agent:?} from {queue:?}, which rings {rings}"),
        ),
        Notice::Blocked { call, queue } => of_call(at, call, format!("finds {queue:?} full")),
        Notice::Dropped { call, queue, offered } => {
            of_call(at, call, format!("is dropped from {queue:?}, offered {offered}"))
        }
        Notice::StillWaiting { call, queue, offered } => {
            of_call(Time::NEVER, call, format!("still waits in {queue:?}, offered {offered}"))
        }
        Notice::PlannedRedial { call, from, due } => of_call(*from, call, format!("will redial at {due}")),
        Notice::LostRedial(call) => Some(caller_line(at, call, "has lost a redial")),
        Notice::ShiftStarted { agent, ends } => of_shift(agent, format!("starts, until {ends}")),
        Notice::ShiftEnded(agent) => of_shift(agent, "ends".into()),
        Notice::Absent { agent, ends } => of_shift(agent, format!("is absent, until {ends}")),
        Notice::Resigned(agent) => of_shift(agent, "has resigned".into()),
        Notice::Overstays { agent, from, until } => {
            Some((at, format!("rest of agent {}", agent.0), format!("will overstay from {from} to {until}")))
        }
        Notice::Turned { agent, from, to } => of_agent(agent, format!("{from:?} -> {to:?}")),
        Notice::Ended => None,
    }
}

/// A line about a caller.
pub fn caller_line(at: Time, call: &CallFacts, what: &str) -> Line {
    (at, format!("caller {}/{}", call.kind.0, call.caller), what.to_owned())
}
