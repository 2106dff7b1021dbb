//! All that happened, a line a notice, as text that is not derived from any type: `1800000000 abandoned call=3 ...`.
//!
//! What is written stays what it was: a field that a notice gets later is left out here, and a notice that comes
//! later gets an empty line of its own in [`Log::line`].

use acd_engine::{CallFacts, Doing, Model, Notice, Observer, QueueId, Time};

use super::Hash;

/// An observer that hashes the log. Instants and lengths are in microseconds; calls, callers and agents count from 0.
pub struct Log {
    pub hash: Hash,
    kinds: Vec<String>,
    queues: Vec<String>,
}

impl Log {
    pub fn new(model: &Model) -> Log {
        let kinds = model.kinds.iter().map(|kind| kind.name.clone()).collect();
        let queues = model.queues.iter().map(|queue| queue.name.clone()).collect();
        Log { hash: Hash::new(), kinds, queues }
    }

    fn call(&self, call: &CallFacts) -> String {
        let (kind, arrived) = (&self.kinds[call.kind.index()], call.arrived.as_us());
        let CallFacts { number, caller, attempt, .. } = call;
        format!("call={number} kind={kind} caller={caller} attempt={attempt} arrived={arrived}")
    }

    fn in_queue(&self, call: &CallFacts, queue: QueueId) -> String {
        format!("{} queue={}", self.call(call), self.queues[queue.index()])
    }

    fn since(&self, call: &CallFacts, queue: QueueId, offered: Time) -> String {
        format!("{} offered={}", self.in_queue(call, queue), offered.as_us())
    }

    fn line(&self, notice: &Notice) -> String {
        match notice {
            Notice::Arrived(call) => format!("arrived {}", self.call(call)),
            Notice::LineBlocked(call) => format!("line_blocked {}", self.call(call)),
            Notice::HungUpInIvr { call, at } => {
                format!("hung_up_in_ivr {} at={}", self.call(call), at.as_us())
            }
            Notice::ServedByIvr { call, at } => {
                format!("served_by_ivr {} at={}", self.call(call), at.as_us())
            }
            Notice::StillInIvr(call) => format!("still_in_ivr {}", self.call(call)),
            Notice::Offered { call, queue } => format!("offered {}", self.in_queue(call, *queue)),
            Notice::Answered { call, queue, agent, offered, talk, wrap_up } => format!(
                "answered {} agent={} talk={} wrap_up={}",
                self.since(call, *queue, *offered),
                agent.0,
                talk.as_us(),
                wrap_up.as_us()
            ),
            Notice::Judged { call, queue, agent, offered, talk_ends, resolved, satisfied } => format!(
                "judged {} agent={} talk_ends={} resolved={resolved} satisfied={satisfied:?}",
                self.since(call, *queue, *offered),
                agent.0,
                talk_ends.as_us()
            ),
            Notice::CalledAgain { call, queue, agent, offered, talk_ended } => format!(
                "called_again {} agent={} talk_ended={}",
                self.since(call, *queue, *offered),
                agent.0,
                talk_ended.as_us()
            ),
            Notice::WorkCame { call, queue } => format!("work_came {}", self.in_queue(call, *queue)),
            Notice::NotReached { call, queue, agent, rings } => {
                let who = self.in_queue(call, *queue);
                format!("not_reached {who} agent={} rings={}", agent.0, rings.as_us())
            }
            Notice::DeadlineMet { call, queue, offered } => {
                format!("deadline_met {}", self.since(call, *queue, *offered))
            }
            Notice::DeadlineMissed { call, queue, offered } => {
                format!("deadline_missed {}", self.since(call, *queue, *offered))
            }
            Notice::Abandoned { call, queue, offered } => {
                format!("abandoned {}", self.since(call, *queue, *offered))
            }
            Notice::AcceptedCallBack { call, queue } => {
                format!("accepted_call_back {}", self.in_queue(call, *queue))
            }
            Notice::CalledBack { call, queue, .. } => format!("called_back {}", self.in_queue(call, *queue)),
            Notice::MissedCallBack { call, queue, agent, rings, .. } => {
                format!(
                    "missed_call_back {} agent={} rings={}",
                    self.in_queue(call, *queue),
                    agent.0,
                    rings.as_us()
                )
            }
            Notice::Blocked { call, queue } => format!("blocked {}", self.in_queue(call, *queue)),
            Notice::Dropped { call, queue, offered } => {
                format!("dropped {}", self.since(call, *queue, *offered))
            }
            Notice::StillWaiting { call, queue, offered } => {
                format!("still_waiting {}", self.since(call, *queue, *offered))
            }
            Notice::PlannedRedial { call, from, due } => {
                format!("planned_redial {} from={} due={}", self.call(call), from.as_us(), due.as_us())
            }
            Notice::LostRedial(call) => format!("lost_redial {}", self.call(call)),
            Notice::ShiftStarted { agent, ends } => {
                format!("shift_started agent={} ends={}", agent.0, ends.as_us())
            }
            Notice::ShiftEnded(agent) => format!("shift_ended agent={}", agent.0),
            Notice::Turned { agent, from, to } => {
                format!("turned agent={} from={} to={}", agent.0, word(*from), word(*to))
            }
            Notice::Absent { agent, ends } => format!("absent agent={} ends={}", agent.0, ends.as_us()),
            Notice::Resigned(agent) => format!("resigned agent={}", agent.0),
            Notice::Overstays { agent, from, until } => {
                format!("overstays agent={} from={} until={}", agent.0, from.as_us(), until.as_us())
            }
            Notice::Ended => "ended".to_owned(),
        }
    }
}

fn word(doing: Doing) -> &'static str {
    match doing {
        Doing::Off => "off",
        Doing::Late => "late",
        Doing::Mentoring => "mentoring",
        Doing::AwaitingSeat => "awaiting_seat",
        Doing::Idle => "idle",
        Doing::Handling => "handling",
        Doing::Meal => "meal",
        Doing::PlannedBreak => "planned_break",
        Doing::PoolBreak => "pool_break",
    }
}

impl Observer for Log {
    fn note(&mut self, at: Time, notice: &Notice) {
        let line = self.line(notice);
        if !line.is_empty() {
            self.hash.add(&format!("{} {line}\n", at.as_us()));
        }
    }
}
