//! The Erlang column: what a planner's formula says beside the simulation, and why the two differ, in words.

use std::collections::BTreeSet;

use acd_scenario::printable;
use acd_study::{Besides, Cause, FormulaName, Unfit};
use serde_json::{Value, json};

use super::Found;
use super::words::{NONE, or_none, percent};

/// The column's header in tables.
pub const HEADER: &str = "Erlang";

/// Whether any queue has a formula, so that the table of queues has the column.
pub fn is_shown(besides: &Besides) -> bool {
    besides.queues.iter().any(Result::is_ok)
}

/// The cell of a scope: a queue by its place, else the total.
pub fn cell(besides: &Besides, place: usize) -> String {
    match besides.queues.get(place) {
        Some(Ok(beside)) => percent(beside.level),
        Some(Err(_)) => NONE.to_owned(),
        None => or_none(besides.total, percent),
    }
}

/// The column's sentence: why it differs from the simulation of this scenario, or why there is none.
pub fn sentence(found: &Found<'_>) -> String {
    let why_not = why_not(found);
    match sentence_of_all(&[found.besides]) {
        Some(sentence) if why_not.is_empty() => sentence,
        Some(sentence) => format!("{sentence} {why_not}"),
        None => why_not,
    }
}

/// The same of several hotlines, if there is a column.
pub fn sentence_of_all(all: &[&Besides]) -> Option<String> {
    let beside = all.iter().flat_map(|besides| besides.queues.iter().flatten());
    let names: BTreeSet<&str> = beside.map(|beside| name(beside.formula)).collect();
    if names.is_empty() {
        return None;
    }
    let asked = "Erlang: in time by Erlang";
    let names: Vec<&str> = names.into_iter().collect();
    let head = format!("{asked} {} from each interval's calls and agents at work", names.join(" or "));
    let causes: BTreeSet<Cause> = all.iter().flat_map(|besides| besides.causes()).collect();
    let causes: Vec<&str> = causes.into_iter().map(words).collect();
    Some(match &causes[..] {
        [] => format!("{head}; it differs by luck only, as nothing here breaks what it assumes."),
        [one] => format!("{head}; it differs because {one}."),
        [first @ .., last] => format!("{head}; it differs because {}, and {last}.", first.join(", ")),
    })
}

fn why_not(found: &Found<'_>) -> String {
    let reasons = found.scenario.queues.iter().zip(&found.besides.queues);
    let said = reasons.filter_map(|(queue, beside)| {
        let label = printable(&queue.label);
        match beside.as_ref().err()? {
            Unfit::SharedAgents => Some(format!("the agents of {label} answer other queues too")),
            Unfit::SeveralPatiences => Some(format!("callers of {label} differ in patience")),
            Unfit::ReplayedTimes => Some(format!("calls to {label} bring times of their own")),
            Unfit::Overloaded => Some(format!(
                "nobody gives up in {label}, and an interval has more load than whole agents at work"
            )),
            Unfit::Nothing => None,
        }
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        String::new()
    } else {
        format!("No Erlang formula stands beside: {}.", said.join("; "))
    }
}

fn name(formula: FormulaName) -> &'static str {
    match formula {
        FormulaName::ErlangA => "A",
        FormulaName::ErlangC => "C",
    }
}

/// A cause as a part of the sentence.
fn words(cause: Cause) -> &'static str {
    match cause {
        Cause::Redials => "those who give up call again soon after",
        Cause::Busyness => "some days are busier than others",
        Cause::Averages => "calls or agents change within an interval",
        Cause::CarriedOver => "what waits at an interval's end is carried into the next",
        Cause::Rests => "agents come and go with breaks and meals",
        Cause::ShiftEnds => "shifts end in the middle of calls",
        Cause::Patience => "patience is not exponential",
        Cause::HandleTimes => "handle times are not exponential",
        Cause::Balks => "some hang up at once",
        Cause::Places => "the room to wait is limited",
        Cause::Lines => "telephone lines are limited",
        Cause::GivenArrivals => "calls come at given instants",
        Cause::Drops => "who waits at closing is dropped",
        Cause::Openings => "the centre opens with nobody waiting",
    }
}

/// A queue's entry in `--json`, or null.
pub fn in_json(besides: &Besides, place: usize) -> Value {
    let Some(Ok(beside)) = besides.queues.get(place) else { return Value::Null };
    json!({
        "formula": name(beside.formula),
        "agents": beside.agents,
        "service_level_ratio": beside.level,
        "abandonment_ratio": beside.abandonment,
        "asa_s": beside.asa_s,
    })
}
