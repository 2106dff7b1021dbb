//! Who may take whose call, and in which order he looks: tables made once of a design.

use super::{Design, Group};
use crate::id::{GroupId, KindId, QueueId};

/// The routing tables of a model.
#[derive(Clone, Debug)]
pub(crate) struct Routes {
    /// How many priorities there are.
    tiers: usize,
    /// The place of each caller kind's priority among them.
    tier_of_kind: Vec<u32>,
    /// For each queue the groups that answer it.
    answering: Vec<Vec<Answering>>,
    /// For each group the queues it answers, most preferred first.
    looks: Vec<Vec<(u32, QueueId)>>,
}

/// A group that answers a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answering {
    pub(crate) group: GroupId,
    /// How much it prefers other queues: the place among its preferences.
    pub(crate) rank: u32,
    /// How many queues it answers.
    pub(crate) skills: u32,
}

impl Routes {
    pub(crate) fn new(design: &Design) -> Routes {
        let mut priorities: Vec<u32> = design.kinds.iter().map(|kind| kind.priority).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let tier = |priority: u32| priorities.partition_point(|&other| other < priority) as u32;
        Routes {
            tiers: priorities.len().max(1),
            tier_of_kind: design.kinds.iter().map(|kind| tier(kind.priority)).collect(),
            answering: (0..design.queues.len())
                .map(|queue| answering(design, QueueId::from(queue)))
                .collect(),
            looks: design.groups.iter().map(looks).collect(),
        }
    }

    /// How many lines wait in each queue: one a priority.
    pub(crate) fn tiers(&self) -> usize {
        self.tiers
    }

    /// The line that callers of a kind wait in.
    pub(crate) fn line(&self, queue: QueueId, kind: KindId) -> usize {
        queue.index() * self.tiers + self.tier_of_kind[kind.index()] as usize
    }

    pub(crate) fn answering(&self, queue: QueueId) -> &[Answering] {
        &self.answering[queue.index()]
    }

    pub(crate) fn looks(&self, group: GroupId) -> &[(u32, QueueId)] {
        &self.looks[group.index()]
    }
}

/// The place of a queue among a group's preferences; those it doesn't name come last, alike.
fn rank(group: &Group, queue: QueueId) -> u32 {
    let prefers = &group.skills.prefers;
    prefers.iter().position(|other| *other == queue).unwrap_or(prefers.len()) as u32
}

fn answering(design: &Design, queue: QueueId) -> Vec<Answering> {
    let groups = design.groups.iter().enumerate().filter(|(_, group)| group.answers.contains(&queue));
    let answering = groups.map(|(index, group)| Answering {
        group: GroupId::from(index),
        rank: rank(group, queue),
        skills: group.answers.len() as u32,
    });
    answering.collect()
}

fn looks(group: &Group) -> Vec<(u32, QueueId)> {
    let mut looks: Vec<(u32, QueueId)> =
        group.answers.iter().map(|&queue| (rank(group, queue), queue)).collect();
    looks.sort_by_key(|(rank, _)| *rank);
    looks
}
