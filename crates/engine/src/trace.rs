//! A readable story of what happened: one line a notice, in the order of time.

use crate::model::Model;
use crate::notice::{CallFacts, Doing, Notice, Observer};
use crate::time::Time;

/// An observer that writes lines such as `00:00:30 call 1 abandons after 20 s`. Calls and agents count from 1.
#[derive(Clone, Debug)]
pub struct Trace {
    queues: Vec<String>,
    lines: Vec<(Time, String)>,
}

impl Trace {
    /// An empty trace that knows the model's names.
    pub fn new(model: &Model) -> Trace {
        Trace { queues: model.queues.iter().map(|queue| queue.name.clone()).collect(), lines: Vec::new() }
    }

    /// The story so far.
    pub fn text(&self) -> String {
        let mut lines: Vec<&(Time, String)> = self.lines.iter().collect();
        // How callers leave the IVR on their own is told at their arrival, ahead of its time.
        lines.sort_by_key(|(at, _)| *at);
        lines.iter().map(|(at, line)| format!("{at} {line}\n")).collect()
    }

    fn line(&self, at: Time, notice: &Notice) -> Option<(Time, String)> {
        let number = |call: &CallFacts| call.number + 1;
        let waited = |offered: Time| at.since(offered);
        let name = |queue: crate::QueueId| &self.queues[queue.index()];
        let text = match notice {
            Notice::Arrived(call) if call.attempt > 0 => {
                format!(
                    "call {} arrives, redial {} of caller {}",
                    number(call),
                    call.attempt,
                    call.caller + 1
                )
            }
            Notice::Arrived(call) => format!("call {} arrives", number(call)),
            Notice::LineBlocked(call) => format!("call {} finds no free line", number(call)),
            Notice::HungUpInIvr { call, at } => {
                return Some((*at, format!("call {} hangs up in the IVR", number(call))));
            }
            Notice::ServedByIvr { call, at } => {
                return Some((*at, format!("call {} is served by the IVR", number(call))));
            }
            Notice::StillInIvr(call) => format!("call {} will be in the IVR at the end", number(call)),
            Notice::Offered { call, queue } => {
                format!("call {} is offered to {}", number(call), name(*queue))
            }
            Notice::Answered { call, agent, offered, .. } => {
                format!(
                    "call {} is answered by agent {} after {}",
                    number(call),
                    agent.0 + 1,
                    waited(*offered)
                )
            }
            Notice::WorkCame { call, .. } => {
                format!("work {} comes, of caller {}", number(call), call.caller + 1)
            }
            Notice::NotReached { call, agent, .. } => {
                format!("agent {} reaches nobody for work {}", agent.0 + 1, number(call))
            }
            Notice::DeadlineMet { call, .. } => format!("work {} meets its deadline", number(call)),
            Notice::DeadlineMissed { call, .. } => format!("work {} misses its deadline", number(call)),
            Notice::Abandoned { call, offered, .. } => {
                format!("call {} abandons after {}", number(call), waited(*offered))
            }
            Notice::AcceptedCallBack { call, .. } => {
                format!("the caller of call {} hangs up, to be called back", number(call))
            }
            Notice::CalledBack { call, .. } => format!("the caller of call {} is called back", number(call)),
            Notice::MissedCallBack { call, agent, .. } => {
                format!("agent {} calls back for call {}, and nobody is there", agent.0 + 1, number(call))
            }
            Notice::Blocked { call, queue } => format!("call {} finds {} full", number(call), name(*queue)),
            Notice::Dropped { call, offered, .. } => {
                format!("call {} is dropped after {}", number(call), waited(*offered))
            }
            Notice::StillWaiting { call, offered, .. } => {
                format!("call {} still waits after {}", number(call), waited(*offered))
            }
            Notice::Judged { call, resolved, satisfied, .. } => {
                let matter = if *resolved { "settles the matter" } else { "does not settle the matter" };
                let caller = match satisfied {
                    Some(true) => "; the caller is satisfied",
                    Some(false) => "; the caller is not satisfied",
                    None => "",
                };
                format!("call {} {matter}{caller}", number(call))
            }
            Notice::CalledAgain { call, .. } => {
                format!("caller {} calls again about call {}", call.caller + 1, number(call))
            }
            Notice::PlannedRedial { .. } => return None,
            Notice::LostRedial(call) => {
                format!("a redial of caller {} finds the centre closed", call.caller + 1)
            }
            Notice::ShiftStarted { agent, .. } => format!("agent {} starts a shift", agent.0 + 1),
            Notice::ShiftEnded(agent) => format!("the shift of agent {} ends", agent.0 + 1),
            Notice::Absent { agent, .. } => format!("agent {} is absent", agent.0 + 1),
            Notice::Resigned(agent) => format!("agent {} has resigned", agent.0 + 1),
            Notice::Overstays { agent, from, until } => {
                format!("agent {} will be back {} late", agent.0 + 1, until.since(*from))
            }
            Notice::Turned { agent, to, .. } => format!("agent {} {}", agent.0 + 1, doing_text(*to)?),
            Notice::Ended => "the end".to_owned(),
        };
        Some((at, text))
    }
}

/// What turning to something reads as; answering a call has a line of its own.
fn doing_text(doing: Doing) -> Option<&'static str> {
    Some(match doing {
        Doing::Off => "leaves",
        Doing::Late => "is late",
        Doing::AwaitingSeat => "waits for a seat",
        Doing::Idle => "is available",
        Doing::Handling => return None,
        Doing::Mentoring => "mentors",
        Doing::Meal => "goes to a meal",
        Doing::PlannedBreak => "goes on a planned break",
        Doing::PoolBreak => "goes on a break",
    })
}

impl Observer for Trace {
    fn note(&mut self, at: Time, notice: &Notice) {
        if let Some(line) = self.line(at, notice) {
            self.lines.push(line);
        }
    }
}
