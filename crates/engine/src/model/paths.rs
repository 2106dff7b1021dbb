//! The way that nearly every call goes, made short: what it asks of its queue and of its agent's group, told once of a
//! design. Whatever goes another way is found by the tables of [`Routes`] and [`AllSteps`].

use super::{AllSteps, Asks, Design, Group, NextAgent, Routes, Staffing, WorkTables};
use crate::id::{GroupId, QueueId};

/// What is asked of a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct QueuePath {
    /// The one group that answers, whoever of it is available longest.
    pub(crate) sole_group: Option<GroupId>,
    /// Whoever finds nobody available stands in line, and nothing happens but that he is answered or gives up.
    pub(crate) waits_plainly: bool,
    /// Nothing depends on when a caller gives up, but who waits then: he frees no line, and never calls again.
    pub(crate) gives_up_unseen: bool,
}

/// What is asked of a group.
#[derive(Clone, Copy, Debug)]
pub(crate) struct GroupPath {
    /// The one line that its agents look at, where calls are answered and that is all.
    pub(crate) sole_line: Option<usize>,
    /// It has heads in force, not persons on shifts.
    pub(crate) is_head_count: bool,
    /// Calls take its agents as long as anybody.
    pub(crate) takes_usual_times: bool,
    /// The length of a call may make its agents ask for a break.
    pub(crate) asks_after_long_calls: bool,
    /// Its agents ask for breaks by a clock.
    pub(crate) has_break_clock: bool,
}

/// For each queue and each group its path.
#[derive(Clone, Debug)]
pub(crate) struct Paths {
    pub(crate) of_queue: Vec<QueuePath>,
    pub(crate) of_group: Vec<GroupPath>,
}

impl Paths {
    /// `are_calls_plain`: they are answered, and that is all.
    pub(crate) fn new(
        design: &Design,
        (routes, steps, work): (&Routes, &AllSteps, &WorkTables),
        are_calls_plain: bool,
    ) -> Paths {
        let balks = design.kinds.iter().any(|kind| kind.balks > 0.0);
        let design_is_forgetful =
            design.lines.is_none() && design.kinds.iter().all(|kind| kind.redial.is_none());
        let of_queue = |queue: usize| {
            let (design, steps) = (&design.queues[queue], &steps.of_queue[queue]);
            let goes_by_time = matches!(design.next_agent, NextAgent::LongestIdle | NextAgent::FewestSkills);
            let sole_group = match routes.answering(QueueId::from(queue)) {
                [one] if steps.is_routed_plainly && goes_by_time => Some(one.group),
                _ => None,
            };
            let waits_plainly = design.capacity.is_none() && !steps.is_any && !work.has_chats && !balks;
            let gives_up_unseen = waits_plainly && !work.is_any && design_is_forgetful;
            QueuePath { sole_group, waits_plainly, gives_up_unseen }
        };
        let of_group = |(index, group): (usize, &Group)| {
            let sole_line = match *routes.looks(GroupId::from(index)) {
                [(_, line)] if steps.looks_plainly[index] && are_calls_plain => Some(line),
                _ => None,
            };
            let (asks_after_long_calls, has_break_clock) = match group.pool.as_ref().map(|pool| &pool.asks) {
                Some(Asks::Behaviour { every, after_calls_over }) => {
                    (after_calls_over.is_some(), every.is_some())
                }
                _ => (false, false),
            };
            GroupPath {
                sole_line,
                is_head_count: matches!(group.staffing, Staffing::HeadCount(_)),
                takes_usual_times: group.skills.times.is_empty(),
                asks_after_long_calls,
                has_break_clock,
            }
        };
        Paths {
            of_queue: (0..design.queues.len()).map(of_queue).collect(),
            of_group: design.groups.iter().enumerate().map(of_group).collect(),
        }
    }
}
