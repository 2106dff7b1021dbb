//! How many agents were at work, as far as a log of calls can tell.
//!
//! Nobody who waits is answered while an agent is free; so while somebody waited, everyone at work was busy, and the
//! calls in progress count them: without those on a break, which is what a head count by interval means. Where nobody
//! waited, the most that were busy at once is a lower bound. Both are assumptions of a plan, not estimates with an
//! interval: whoever knows the roster puts it in their place.

use std::collections::{BTreeMap, BTreeSet};

use crate::calendar::Calendar;
use crate::log::{Call, Log};

/// Agents who share queues, by interval of the day.
#[derive(Clone, Debug, PartialEq)]
pub struct Staff {
    /// The queues that they answer.
    pub queues: Vec<usize>,
    /// Heads in each interval of the widest opening hours: the mean of days on which somebody waited, else the most.
    pub heads: Vec<f64>,
    /// How many of these intervals somebody waited in, on any day: there the heads are what the log shows.
    pub seen: Vec<bool>,
    /// Different agents who answered in all; none where the log does not name them.
    pub names: Option<usize>,
}

/// Something that changes how many are busy or waiting.
struct Change {
    at: f64,
    busy: i32,
    waiting: i32,
}

/// What was seen in one interval of one day.
#[derive(Clone, Copy, Default)]
struct Slot {
    waited_s: f64,
    busy_s: f64,
    most: i32,
}

/// Counts the agents of each group of queues that share any.
pub fn staff(log: &Log, calendar: &Calendar) -> Vec<Staff> {
    teams(log).into_iter().filter_map(|queues| team(log, queues, calendar)).collect()
}

/// Of the calls that an agent answered, the share from which on a queue is one of his: less is somebody helping out
/// once, or a call put through.
const OWN_SHARE: f64 = 0.05;

/// Queues that an agent answered together, by joining whatever shares one.
fn teams(log: &Log) -> Vec<Vec<usize>> {
    let mut calls_of: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
    for call in &log.calls {
        if let (Some(agent), Some(queue)) = (call.agent, call.queue) {
            *calls_of.entry(agent).or_default().entry(queue).or_default() += 1;
        }
    }
    let mut team_of: Vec<usize> = (0..log.queues.len()).collect();
    for calls in calls_of.values() {
        let all: u32 = calls.values().sum();
        let is_own = |calls: u32| f64::from(calls) >= OWN_SHARE * f64::from(all);
        let mut own = calls.iter().filter(|(_, calls)| is_own(**calls)).map(|(queue, _)| *queue);
        let Some(first) = own.next() else { continue };
        for queue in own {
            let (one, other) = (team_of[first], team_of[queue]);
            team_of.iter_mut().filter(|team| **team == other).for_each(|team| *team = one);
        }
    }
    let names: BTreeSet<usize> = team_of.iter().copied().collect();
    let members = |name: usize| (0..team_of.len()).filter(|queue| team_of[*queue] == name).collect();
    names.into_iter().map(members).collect()
}

fn team(log: &Log, queues: Vec<usize>, calendar: &Calendar) -> Option<Staff> {
    let (from, to) = calendar.widest();
    let calls = || log.calls.iter().filter(|call| call.queue.is_some_and(|queue| queues.contains(&queue)));
    let agents: BTreeSet<usize> = calls().filter_map(|call| call.agent).collect();
    let mut slots_of_day = vec![OfDay::default(); to - from];
    let mut answered = 0;
    for stretch in 0..log.stretches {
        let of_stretch = calls().filter(|call| call.stretch == stretch);
        answered += of_stretch.clone().filter(|call| call.answered_at().is_some()).count();
        let slots = walk(of_stretch, calendar, log.days);
        for day in 0..log.days {
            let Some((opens, closes)) = calendar.hours(day) else { continue };
            for of_day in opens..closes {
                slots_of_day[of_day - from].add(slots[day * calendar.per_day() + of_day]);
            }
        }
    }
    (answered > 0).then(|| Staff {
        heads: slots_of_day.iter().map(OfDay::heads).collect(),
        seen: slots_of_day.iter().map(|slot| slot.days > 0.0).collect(),
        names: (!agents.is_empty()).then_some(agents.len()),
        queues,
    })
}

/// What all days saw in an interval of the day.
#[derive(Clone, Copy, Default)]
struct OfDay {
    /// Days on which somebody waited, and the heads of all of them.
    days: f64,
    heads: f64,
    /// The most that were busy at once on any day.
    most: i32,
}

impl OfDay {
    fn add(&mut self, slot: Slot) {
        // A moment of waiting tells little: somebody may just have been on his way to the telephone.
        if slot.waited_s >= 1.0 {
            self.days += 1.0;
            self.heads += slot.busy_s / slot.waited_s;
        }
        self.most = self.most.max(slot.most);
    }

    fn heads(&self) -> f64 {
        if self.days > 0.0 { self.heads / self.days } else { f64::from(self.most) }
    }
}

/// Walks through a stretch, and counts who is busy while somebody waits.
fn walk<'a>(calls: impl Iterator<Item = &'a Call>, calendar: &Calendar, days: usize) -> Vec<Slot> {
    let mut changes = Vec::new();
    for call in calls {
        let (Some(offered), Some(wait)) = (call.offered, call.wait) else { continue };
        if wait > 0.0 {
            changes.push(Change { at: offered, busy: 0, waiting: 1 });
            changes.push(Change { at: offered + wait, busy: 0, waiting: -1 });
        }
        if let Some(answered) = call.answered_at() {
            let handled = call.talk.unwrap_or(0.0) + call.wrap_up.unwrap_or(0.0);
            changes.push(Change { at: answered, busy: 1, waiting: 0 });
            changes.push(Change { at: answered + handled, busy: -1, waiting: 0 });
        }
    }
    // Who leaves goes first, so that one who takes the place of another is not counted beside him.
    changes.sort_by(|one, other| one.at.total_cmp(&other.at).then(one.busy.cmp(&other.busy)));
    let mut slots = vec![Slot::default(); days * calendar.per_day()];
    let (mut busy, mut waiting, mut before) = (0, 0, 0.0);
    for change in changes {
        let mut at = before;
        while at < change.at {
            let slot = (at / calendar.interval_s) as usize;
            if slot >= slots.len() {
                break;
            }
            let to = ((slot + 1) as f64 * calendar.interval_s).min(change.at);
            if to <= at {
                break;
            }
            if let Some(slot) = slots.get_mut(slot) {
                slot.most = slot.most.max(busy);
                if waiting > 0 {
                    slot.waited_s += to - at;
                    slot.busy_s += f64::from(busy) * (to - at);
                }
            }
            at = to;
        }
        before = change.at;
        busy += change.busy;
        waiting += change.waiting;
    }
    slots
}
