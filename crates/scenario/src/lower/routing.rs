//! Whose call is taken first, and by whom: priorities, preferences, handle times by group, the next agent.

use acd_engine::{NextAgent, QueueId, Skills, Span};

use super::defaults::Fallback;
use super::{Desk, Spot, help, inside, outcomes};
use crate::file::{self, AgentsTable, At, CallersTable, File};
use crate::limits::Limit;
use crate::quantity::{Number, Whole};
use crate::source::Place;

const PRIORITY: Fallback<Whole> = Fallback { value: Whole(5), why: "1 is taken first, 9 last" };
const PRIORITY_AT_MOST: Limit = Limit::fixed(9);
const NEXT_AGENT: Fallback<file::NextAgent> =
    Fallback { value: file::NextAgent::LongestIdle, why: "who has been available longest answers" };
/// Nobody takes a hundred times as long as others.
const TIMES_AT_MOST: f64 = 100.0;

/// How much longer a caller must have waited to be taken before one of the next better priority.
pub(super) fn priority_is_worth(file: &File, desk: &mut Desk<'_>) -> Option<Span> {
    let spot = Spot::new("routing", 0..0);
    let worth = inside(&file.routing).and_then(|(routing, _)| routing.priority_is_worth.as_ref());
    let lacks = ("no wait", "a better priority always comes first");
    desk.may_lack(&worth, &spot, "priority_is_worth", lacks);
    worth.map(|worth| worth.get_ref().span())
}

/// The tier of a caller kind.
pub(super) fn priority(table: &CallersTable, spot: &Spot, desk: &mut Desk<'_>) -> u32 {
    match &table.priority {
        None => desk.falls_back(spot, "priority", &PRIORITY).0 as u32,
        Some(priority) => desk.count(priority, "priority", 1, PRIORITY_AT_MOST).unwrap_or(1),
    }
}

/// Which of several available agents answers.
pub(super) fn next_agent(table: &file::QueueTable, spot: &Spot, desk: &mut Desk<'_>) -> NextAgent {
    match desk.or(&table.next_agent, spot, "next_agent", &NEXT_AGENT) {
        file::NextAgent::LongestIdle => NextAgent::LongestIdle,
        file::NextAgent::LeastOccupied => NextAgent::LeastOccupied,
        file::NextAgent::ListedOrder => NextAgent::ListedOrder,
        file::NextAgent::Random => NextAgent::Random,
        file::NextAgent::FewestSkills => NextAgent::FewestSkills,
    }
}

/// What a group prefers and how fast it is, among the queues it answers.
pub(super) fn skills(
    table: &AgentsTable,
    spot: &Spot,
    answers: &[QueueId],
    (file, desk): (&File, &mut Desk<'_>),
) -> Skills {
    desk.may_lack(&table.prefers.first(), spot, "prefers", ("none", "the order of answers is no preference"));
    let none = ("none", "the callers' own talk and wrap-up");
    desk.may_lack(&table.handles.places().next(), spot, "handles", none);
    let mut skills = Skills::default();
    for name in &table.prefers {
        let Some(queue) = answered((&name.get_ref().0, name.span()), answers, (file, desk)) else { continue };
        if skills.prefers.contains(&queue) {
            let title = format!("{} is preferred twice", name.get_ref().0);
            desk.problem(title, &name.span(), "name each queue once, the most preferred first");
        }
        skills.prefers.push(queue);
    }
    for (name, handles) in table.handles.iter() {
        let queue = answered((name.get_ref(), name.span()), answers, (file, desk));
        let spot = spot.inner("handles", handles.span()).inner(name.get_ref(), handles.span());
        let handles = handles.get_ref();
        let own = queue.and_then(|queue| outcomes::of_group(handles, queue, (file, desk)));
        if own.is_none() {
            desk.need(&handles.times, &spot, "times", "times = 1.3");
        }
        let times = handles.times.as_ref().and_then(|times| positive("times", times, desk));
        skills.times.extend(queue.zip(times));
        skills.outcomes.extend(own);
    }
    skills.keeps_free = help::keeps_free(table, spot, answers, (file, desk));
    skills
}

/// A queue that the group answers, by its name.
pub(super) fn answered(
    (name, place): (&str, Place),
    answers: &[QueueId],
    (file, desk): (&File, &mut Desk<'_>),
) -> Option<QueueId> {
    let queue = QueueId::from(desk.find("queues", name, &place, &file.queues)?);
    if !answers.contains(&queue) && !answers.is_empty() {
        let title = format!("these agents don't answer {name}");
        desk.problem(title, &place, format!("add {name} to their answers, or leave it out here"));
    }
    Some(queue)
}

pub(super) fn positive(name: &str, times: &At<Number>, desk: &mut Desk<'_>) -> Option<f64> {
    let number = times.get_ref().0;
    let is_sensible = number.is_finite() && number > 0.0 && number <= TIMES_AT_MOST;
    if !is_sensible {
        let title = format!("{name} = {number}");
        let help =
            format!("write a number above 0, up to {TIMES_AT_MOST}, as {name} = 1.3 for a third longer");
        desk.problem(title, &times.span(), help);
    }
    is_sensible.then_some(number)
}
