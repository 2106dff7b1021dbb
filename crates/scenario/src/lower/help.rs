//! What happens to calls that wait: overflow to others, agents kept free, announcements, and calls back (rules 29 to
//! 32 of `docs/model.md`).

use acd_engine::{Announces, CallBack, GroupId, KeepsFree, Outbound, Overflow, QueueId, WhenTold};

use super::defaults::Fallback;
use super::routing::{answered, positive};
use super::{Desk, Spot, inside};
use crate::file::{self, AgentsTable, At, CallersTable, File, OverflowTable, QueueTable};
use crate::quantity::{Length, Number, Share};

const AT_ONCE: Fallback<Length> = Fallback { value: Length(0.0), why: "as soon as a caller has to wait" };
const ALL: Fallback<Share> = Fallback { value: Share(1.0), why: "everybody is there when called" };
const RINGS: Fallback<Length> = Fallback { value: Length(30.0), why: "how long an agent lets it ring" };
const NOBODY: Fallback<Share> =
    Fallback { value: Share(0.0), why: "who is told a long wait waits all the same" };
const AS_LONG: Fallback<Number> = Fallback { value: Number(1.0), why: "being told changes no patience" };

/// Who else may answer a queue's calls.
pub(super) fn overflow(
    table: &QueueTable,
    spot: &Spot,
    (file, desk): (&File, &mut Desk<'_>),
) -> Vec<Overflow> {
    desk.may_lack(&table.overflow.first(), spot, "overflow", ("none", "its own agents alone answer"));
    table.overflow.iter().map(|step| overflow_step(step, spot, (file, desk))).collect()
}

fn overflow_step(step: &At<OverflowTable>, spot: &Spot, (file, desk): (&File, &mut Desk<'_>)) -> Overflow {
    let place = step.span();
    let table = step.get_ref();
    let spot = spot.inner("overflow", place.clone());
    if table.agents.is_empty() && table.queues.is_empty() {
        let help =
            "name who may answer: agents = [\"reserve\"], or queues = [\"other\"] for those who answer them";
        desk.problem("an overflow step that leads nowhere", &place, help);
    }
    let mut groups: Vec<GroupId> = Vec::new();
    for name in &table.agents {
        let group = desk.find("agents", &name.get_ref().0, &name.span(), &file.agents);
        groups.extend(group.map(GroupId::from));
    }
    for name in &table.queues {
        let Some(queue) = desk.find("queues", &name.get_ref().0, &name.span(), &file.queues) else {
            continue;
        };
        let answering = groups_answering(queue, file);
        if answering.is_empty() {
            let title = format!("overflow to {}, which nobody answers", name.get_ref().0);
            desk.doubt(title, &name.span(), "give it agents, or leave it out here");
        }
        groups.extend(answering);
    }
    groups.sort_unstable();
    groups.dedup();
    Overflow {
        groups,
        after: desk.or(&table.after, &spot, "after", &AT_ONCE).span(),
        when_waiting_over: table
            .when_waiting_over
            .as_ref()
            .and_then(|over| desk.count(over, "when_waiting_over", 0, desk.limits.agents)),
    }
}

/// The groups whose `answers` name a queue.
fn groups_answering(queue: usize, file: &File) -> Vec<GroupId> {
    let Some(name) = file.queues.names().nth(queue) else { return Vec::new() };
    let answers = |table: &AgentsTable| {
        table.answers.iter().flat_map(|answers| answers.get_ref()).any(|answer| answer.get_ref().0 == name)
    };
    let groups = file.agents.iter().enumerate().filter(|(_, (_, table))| answers(table.get_ref()));
    groups.map(|(index, _)| GroupId::from(index)).collect()
}

/// How the wait is estimated that a queue announces.
pub(super) fn announces(table: &QueueTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Announces> {
    desk.may_lack(
        &table.announces,
        spot,
        "announces",
        ("nothing", "callers don't know how long they will wait"),
    );
    table.announces.as_ref().map(|announces| match announces.get_ref() {
        file::Announces::QueueLength => Announces::QueueLength,
        file::Announces::LastWait => Announces::LastWait,
    })
}

/// The offer to be called back.
pub(super) fn call_back(table: &QueueTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<CallBack> {
    desk.may_lack(&table.call_back, spot, "call_back", ("none", "nobody is offered to be called back"));
    let (table, place) = inside(&table.call_back)?;
    let spot = spot.inner("call_back", place);
    let after = desk.or(&table.after, &spot, "after", &AT_ONCE).span();
    let reaches = desk.or(&table.reaches, &spot, "reaches", &ALL).0;
    let rings = desk.or(&table.rings, &spot, "rings", &RINGS).span();
    let accepts = desk.need(&table.accepts, &spot, "accepts", "accepts = \"40%\"")?.get_ref().0;
    Some(CallBack { after, accepts, outbound: Outbound { reaches, rings } })
}

/// What callers make of the wait they are told.
pub(super) fn when_told(table: &CallersTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<WhenTold> {
    desk.may_lack(&table.when_told, spot, "when_told", ("nothing", "an announcement changes nothing"));
    let (table, place) = inside(&table.when_told)?;
    let spot = spot.inner("when_told", place);
    let balks = desk.or(&table.balks, &spot, "balks", &NOBODY).0;
    let patience_times = match &table.patience_times {
        None => desk.falls_back(&spot, "patience_times", &AS_LONG).0,
        Some(times) => positive("patience_times", times, desk)?,
    };
    Some(WhenTold { balks, patience_times })
}

/// Agents kept free for some of the group's queues.
pub(super) fn keeps_free(
    table: &AgentsTable,
    spot: &Spot,
    answers: &[QueueId],
    (file, desk): (&File, &mut Desk<'_>),
) -> Option<KeepsFree> {
    desk.may_lack(&table.keeps_free, spot, "keeps_free", ("none", "whoever is available takes any call"));
    let (table, place) = inside(&table.keeps_free)?;
    let spot = spot.inner("keeps_free", place.clone());
    if table.r#for.is_empty() {
        desk.need(&None::<()>, &spot, "for", "for = [\"gold\"]");
    }
    let agents = desk.need(&table.agents, &spot, "agents", "agents = 2");
    let mut queues = Vec::new();
    for name in &table.r#for {
        queues.extend(answered((&name.get_ref().0, name.span()), answers, (file, desk)));
    }
    let any_overflows = file.queues.iter().any(|(_, queue)| !queue.get_ref().overflow.is_empty());
    if !any_overflows && !queues.is_empty() && answers.iter().all(|queue| queues.contains(queue)) {
        let help = "leave out a queue whose calls must wait, or remove keeps_free";
        desk.doubt("agents are kept free for all queues of the group: it changes nothing", &place, help);
    }
    let agents = agents.and_then(|agents| desk.count(agents, "agents", 1, desk.limits.agents))?;
    Some(KeepsFree { queues, agents })
}
