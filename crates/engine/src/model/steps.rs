//! What may happen to a call while it waits besides that it is answered or given up: groups that overflow brings,
//! an announcement, an offer to be called back. Tables made once of a design; empty for queues that know none of it.

use super::{Answering, Design, Queue};
use crate::id::{GroupId, QueueId};
use crate::time::Span;

/// What is due for a call that has waited so long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Due {
    /// More groups may answer it.
    Overflow,
    /// It is offered to be called back.
    CallBack,
}

/// A group that overflow brings to a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Help {
    pub(crate) group: GroupId,
    /// How many queues the group answers itself.
    pub(crate) skills: u32,
    pub(crate) when: When,
}

impl Help {
    /// The group among those that may answer; all that overflow brings rank alike.
    pub(crate) fn as_answering(&self) -> Answering {
        Answering { group: self.group, rank: 0, skills: self.skills, keeps: 0 }
    }
}

/// What must hold for a call so that a group may help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct When {
    /// So many of the queue's steps in time have passed.
    pub(crate) passed: u32,
    /// More than so many wait.
    pub(crate) waiting_over: u32,
}

/// What is known of one queue.
#[derive(Clone, Debug, Default)]
pub(crate) struct Steps {
    /// In order of time, none at once.
    pub(crate) due: Vec<(Span, Due)>,
    pub(crate) help: Vec<Help>,
    /// Calls of this queue wait in another way than to be answered or to give up.
    pub(crate) is_any: bool,
    /// Groups that overflow brings for certain, however few wait.
    pub(crate) sure: Vec<GroupId>,
    /// Nobody helps, and nobody who answers it keeps agents free for others.
    pub(crate) is_routed_plainly: bool,
}

/// For each queue its steps; for each group the queues that it may help, with when.
#[derive(Clone, Debug)]
pub(crate) struct AllSteps {
    pub(crate) of_queue: Vec<Steps>,
    pub(crate) helps: Vec<Vec<(QueueId, When)>>,
    pub(crate) is_any: bool,
    /// For each group whether it looks at its own queues alone, whoever is available.
    pub(crate) looks_plainly: Vec<bool>,
}

impl AllSteps {
    pub(crate) fn new(design: &Design) -> AllSteps {
        let of_queue: Vec<Steps> =
            (0..design.queues.len()).map(|queue| steps(design, QueueId::from(queue))).collect();
        let helps = |group: usize| {
            let of = |(queue, steps): (usize, &Steps)| {
                let own = steps.help.iter().filter(|help| help.group == GroupId::from(group));
                own.map(|help| (QueueId::from(queue), help.when)).collect::<Vec<_>>()
            };
            of_queue.iter().enumerate().flat_map(of).collect()
        };
        let helps: Vec<Vec<(QueueId, When)>> = (0..design.groups.len()).map(helps).collect();
        let keeps = design.groups.iter().map(|group| group.skills.keeps_free.is_some());
        AllSteps {
            looks_plainly: helps.iter().zip(keeps).map(|(helps, keeps)| helps.is_empty() && !keeps).collect(),
            helps,
            is_any: of_queue.iter().any(|steps| steps.is_any),
            of_queue,
        }
    }
}

fn steps(design: &Design, id: QueueId) -> Steps {
    let queue = &design.queues[id.index()];
    let due = due(queue);
    let answers = |group: &GroupId| design.groups[group.index()].answers.contains(&id);
    let mut help = Vec::new();
    for step in &queue.overflow {
        let passed =
            due.iter().position(|due| *due == (step.after, Due::Overflow)).map_or(0, |place| place + 1);
        let when = When { passed: passed as u32, waiting_over: step.when_waiting_over.unwrap_or(0) };
        for &group in step.groups.iter().filter(|group| !answers(group)) {
            help.push(Help { group, skills: design.groups[group.index()].answers.len() as u32, when });
        }
    }
    let sure = queue.overflow.iter().filter(|step| step.when_waiting_over.is_none());
    let sure = sure.flat_map(|step| step.groups.iter().copied()).filter(|group| !answers(group)).collect();
    let is_any = !queue.overflow.is_empty() || queue.announces.is_some() || queue.call_back.is_some();
    let keeps =
        |group: &crate::model::Group| group.answers.contains(&id) && group.skills.keeps_free.is_some();
    let is_routed_plainly = help.is_empty() && !design.groups.iter().any(keeps);
    Steps { due, help, is_any, sure, is_routed_plainly }
}

/// Steps in time. Of those of one instant the overflow comes first.
fn due(queue: &Queue) -> Vec<(Span, Due)> {
    let overflow = queue.overflow.iter().map(|step| (step.after, Due::Overflow));
    let call_back = queue.call_back.iter().map(|offer| (offer.after, Due::CallBack));
    let mut due: Vec<(Span, Due)> =
        overflow.chain(call_back).filter(|(after, _)| *after > Span::ZERO).collect();
    due.sort_by_key(|(after, _)| *after);
    due.dedup();
    due
}
