//! The engine and its naive twin see the same, line by line, on thousands of small centres.

use std::collections::BTreeMap;

use acd_engine::*;

use crate::centres::Dice;
use crate::floor::Log;
use crate::log::{Line, told};
use crate::small::small;
use crate::twin::lines_of_twin;

const CENTRES: u64 = 4_500;

/// What must have been seen often, as it reads in the lines.
const OCCURS: [&str; 41] = [
    "finds no free line",
    "hangs up in the IVR",
    "is served by the IVR",
    "is still in the IVR",
    "is answered by",
    "abandons",
    " full",
    "is dropped",
    "still waits",
    "will redial",
    "hangs up to be called back",
    "is called back by",
    "misses the call back",
    "has lost a redial",
    "resolved true, satisfied None",
    "resolved true, satisfied Some(true)",
    "resolved false, satisfied Some(false)",
    "leads to a further call",
    "-> AwaitingSeat",
    "AwaitingSeat -> Idle",
    "-> Meal",
    "-> PlannedBreak",
    "PoolBreak -> PoolBreak",
    "PoolBreak -> Off",
    "Off -> Late",
    "Late -> Off",
    "is absent",
    "has resigned",
    "will overstay",
    "Idle -> Mentoring",
    "Mentoring -> Idle",
    "Mentoring -> Handling",
    "Mentoring -> PoolBreak",
    "Mentoring -> Meal",
    "Mentoring -> Off",
    "Handling -> Mentoring",
    "comes to",
    "reach nobody",
    "previous: Some",
    "meets its deadline",
    "misses its deadline",
];

fn lines_of_engine(model: &Model, luck: Luck) -> Vec<Line> {
    let mut log = Log::default();
    Day::new(model, luck).run(model, &mut log);
    // A head count has no shifts (rule 12); what the engine tells of them is bookkeeping.
    log.0.retain(|(_, notice)| match notice {
        Notice::ShiftStarted { agent, .. } | Notice::ShiftEnded(agent) => model.shift_of(*agent).is_some(),
        _ => true,
    });
    log.0.iter().filter_map(|(at, notice)| told(*at, notice)).collect()
}

/// What an agent may be for an instant on his way to something else.
const TAKES_NO_TIME: [&str; 3] = ["Idle", "AwaitingSeat", "Mentoring"];

/// In an order of its own within an instant, so that the order of bookkeeping is no difference; without what
/// takes no time: to be available, with trainees, or without a seat, and at once something else.
fn in_order(model: &Model, mut lines: Vec<Line>) -> Vec<String> {
    if model.calendar.stops_at_end {
        lines.retain(|(at, ..)| *at < model.calendar.end() || *at == Time::NEVER);
    }
    lines.sort_by(|one, other| (one.0, &one.1).cmp(&(other.0, &other.1)));
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        let before = kept.last().filter(|before| (before.0, &before.1) == (line.0, &line.1));
        let change =
            |line: &Line| line.2.split_once(" -> ").map(|(from, to)| (from.to_owned(), to.to_owned()));
        match (before.and_then(change), change(&line)) {
            (Some((from, between)), Some((_, to))) if TAKES_NO_TIME.contains(&between.as_str()) => {
                kept.pop();
                kept.push((line.0, line.1, format!("{from} -> {to}")));
            }
            _ => kept.push(line),
        }
    }
    kept.retain(|(.., what)| what != "Handling -> Handling");
    kept.iter().map(|(at, who, what)| format!("{at} {who} {what}")).collect()
}

/// What differs first, with some of what went before.
fn difference(engine: &[String], twin: &[String]) -> Option<String> {
    let alike = engine.iter().zip(twin).take_while(|(one, other)| one == other).count();
    if alike == engine.len().max(twin.len()) {
        return None;
    }
    let mut report = engine[alike.saturating_sub(12)..alike].join("\n  ");
    for (name, lines) in [("engine", engine), ("twin", twin)] {
        for line in lines.iter().skip(alike).take(4) {
            report += &format!("\n  {name}: {line}");
        }
    }
    Some(report)
}

#[test]
fn the_naive_twin_sees_the_same() {
    let mut occurs: BTreeMap<&str, u32> = OCCURS.iter().map(|&what| (what, 0)).collect();
    let mut differ = Vec::new();
    for seed in 1..=CENTRES {
        let model = Model::new(small(&mut Dice(seed * 7_919)));
        let luck = Luck::new(seed, 0);
        let engine = in_order(&model, lines_of_engine(&model, luck));
        let twin = in_order(&model, lines_of_twin(&model, luck));
        if let Some(report) = difference(&engine, &twin) {
            differ.push((engine.len(), format!("dice {seed}:\n  {report}")));
        }
        for (what, count) in &mut occurs {
            *count += engine.iter().filter(|line| line.contains(what)).count() as u32;
        }
    }
    differ.sort();
    let shortest: Vec<&str> = differ.iter().take(3).map(|(_, report)| report.as_str()).collect();
    assert!(
        differ.is_empty(),
        "{} of {CENTRES} differ, the shortest:\n{}",
        differ.len(),
        shortest.join("\n\n")
    );
    // Nothing was proved about what hardly occurs.
    assert!(occurs.values().all(|&count| count > 50), "{occurs:?}");
}
