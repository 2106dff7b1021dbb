//! What callers of a kind reach first: one queue, or a menu that leads to several ends.

use crate::fitting::Estimate;
use crate::handling::{Times, times};
use crate::log::columns::Outcome;
use crate::log::{Call, Log};
use crate::patience::share;

/// Where a call goes from the menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To a queue.
    Queue(usize),
    /// Self-service did it.
    Served,
    /// The caller hung up before choosing.
    HungUp,
}

/// A menu: the ways out of it with their shares, and how long it lasts.
#[derive(Clone, Debug, PartialEq)]
pub struct Menu {
    /// The ways out.
    pub leads: Vec<(Leads, Estimate)>,
    /// From the arrival to the choice of human service; none where the log does not tell.
    pub lasts: Option<Times>,
}

/// What callers of a kind enter.
#[derive(Clone, Debug, PartialEq)]
pub enum Entry {
    /// A queue.
    Queue(usize),
    /// A menu.
    Menu(Box<Menu>),
}

/// Estimates it; none where no call got that far.
pub fn entry(log: &Log, kind: usize) -> Option<Entry> {
    let lead = |call: &Call| match call.outcome {
        Outcome::ServedByIvr => Some(Leads::Served),
        Outcome::HungUpInIvr => Some(Leads::HungUp),
        _ => call.queue.map(Leads::Queue),
    };
    let mut counts: Vec<(Leads, f64)> = Vec::new();
    let mut delays = Vec::new();
    for call in log.of_kind(kind) {
        let Some(lead) = lead(call) else { continue };
        match counts.iter_mut().find(|(other, _)| *other == lead) {
            Some((_, count)) => *count += 1.0,
            None => counts.push((lead, 1.0)),
        }
        delays.extend(call.offered.map(|offered| offered - call.arrived));
    }
    let takes_time = delays.iter().any(|delay| *delay > 0.0);
    match &counts[..] {
        [] => None,
        [(Leads::Queue(queue), _)] if !takes_time => Some(Entry::Queue(*queue)),
        _ => {
            let all: f64 = counts.iter().map(|(_, count)| count).sum();
            let leads =
                counts.into_iter().filter_map(|(lead, count)| Some((lead, share(count, all)?))).collect();
            let lasts = if takes_time { times(delays.into_iter()) } else { None };
            Some(Entry::Menu(Box::new(Menu { leads, lasts })))
        }
    }
}
