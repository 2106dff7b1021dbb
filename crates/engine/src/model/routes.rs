//! Who may take whose call, and in which order he looks: tables made once of a design.

use super::{Design, Group, NextAgent};
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
    /// For each group the lines of the queues it answers with its rank of them, most preferred first.
    looks: Vec<Vec<(u32, usize)>>,
    /// For each group the same without the queues for which it keeps agents free.
    looks_while_few: Vec<Vec<(u32, usize)>>,
    keeps: Vec<Option<u32>>,
    /// Whether a queue goes by what share of their time agents have handled.
    by_occupancy: bool,
}

/// A group that answers a queue.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Answering {
    pub(crate) group: GroupId,
    /// How much it prefers other queues: the place among its preferences.
    pub(crate) rank: u32,
    /// How many queues it answers.
    pub(crate) skills: u32,
    /// It takes calls of this queue only while more of it than this are available.
    pub(crate) keeps: u32,
}

impl Routes {
    pub(crate) fn new(design: &Design) -> Routes {
        let mut priorities: Vec<u32> = design.kinds.iter().map(|kind| kind.priority).collect();
        priorities.sort_unstable();
        priorities.dedup();
        let tier = |priority: u32| priorities.partition_point(|&other| other < priority) as u32;
        let tiers = priorities.len().max(1);
        Routes {
            tiers,
            tier_of_kind: design.kinds.iter().map(|kind| tier(kind.priority)).collect(),
            answering: (0..design.queues.len())
                .map(|queue| answering(design, QueueId::from(queue)))
                .collect(),
            looks: design.groups.iter().map(|group| looks(group, tiers, |_| true)).collect(),
            keeps: design
                .groups
                .iter()
                .map(|group| group.skills.keeps_free.as_ref().map(|kept| kept.agents))
                .collect(),
            looks_while_few: design.groups.iter().map(|group| looks_while_few(group, tiers)).collect(),
            by_occupancy: design.queues.iter().any(|queue| queue.next_agent == NextAgent::LeastOccupied),
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

    pub(crate) fn by_occupancy(&self) -> bool {
        self.by_occupancy
    }

    pub(crate) fn answering(&self, queue: QueueId) -> &[Answering] {
        &self.answering[queue.index()]
    }

    /// How many of its agents a group keeps free of calls of other queues; `None`: it keeps none.
    pub(crate) fn keeps(&self, group: GroupId) -> Option<u32> {
        self.keeps[group.index()]
    }

    /// The lines that an agent looks at while no more of his group than are kept free are available.
    pub(crate) fn looks_while_few(&self, group: GroupId) -> &[(u32, usize)] {
        &self.looks_while_few[group.index()]
    }

    pub(crate) fn looks(&self, group: GroupId) -> &[(u32, usize)] {
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
        keeps: keeps(group, queue),
    });
    answering.collect()
}

fn looks(group: &Group, tiers: usize, at: impl Fn(QueueId) -> bool) -> Vec<(u32, usize)> {
    let lines =
        |&queue: &QueueId| (0..tiers).map(move |tier| (rank(group, queue), queue.index() * tiers + tier));
    let mut looks: Vec<(u32, usize)> =
        group.answers.iter().filter(|queue| at(**queue)).flat_map(lines).collect();
    looks.sort_by_key(|(rank, _)| *rank);
    looks
}

/// How many of a group must stay available when it takes a call of a queue.
fn keeps(group: &Group, queue: QueueId) -> u32 {
    let kept = group.skills.keeps_free.as_ref().filter(|kept| !kept.queues.contains(&queue));
    kept.map_or(0, |kept| kept.agents)
}

fn looks_while_few(group: &Group, tiers: usize) -> Vec<(u32, usize)> {
    let kept = group.skills.keeps_free.as_ref();
    kept.map_or_else(Vec::new, |kept| looks(group, tiers, |queue| kept.queues.contains(&queue)))
}
