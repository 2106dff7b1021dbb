//! What comes of answered calls: whether they settle the matter, whether callers are satisfied, and who calls again.

use acd_engine::{CallsAgain, Outcomes, OwnOutcomes, QueueId, Satisfied, Span};

use super::defaults::Fallback;
use super::{Desk, Spot, inside, shape};
use crate::file::{
    AgentsTable, At, CallersTable, CallsAgainTable, File, HandlesTable, QueueTable, RunTable, SatisfiedTable,
};
use crate::limits::REPEATS_AT_MOST;
use crate::quantity::{Length, Share};

const RESOLVES: Fallback<Share> = Fallback { value: Share(1.0), why: "every answer settles its matter" };
const AT_BEST: Fallback<Share> =
    Fallback { value: Share(1.0), why: "who does not wait and is helped is satisfied" };
const NOTHING_LESS: Fallback<Share> =
    Fallback { value: Share(0.0), why: "satisfaction does not depend on it" };
const FCR_WINDOW: Fallback<Length> =
    Fallback { value: Length(7_200.0), why: "who calls again within it was not helped at the first contact" };

/// What comes of the calls of a queue; `None` where neither it nor a group says anything of it.
pub(super) fn of_queue(
    (name, table): (&str, &QueueTable),
    spot: &Spot,
    (file, desk): (&File, &mut Desk<'_>),
) -> Option<Outcomes> {
    let is_own = |handles: &HandlesTable| handles.resolves.is_some() || handles.less_satisfied.is_some();
    let of_groups = file.agents.iter().flat_map(|(_, group)| group.get_ref().handles.iter());
    let is_work = takes_work(table);
    let mut own = of_groups.filter(|(queue, _)| queue.get_ref() == name);
    let is_handled = !is_work && (is_learnt(name, file) || own.any(|(_, own)| is_own(own.get_ref())));
    desk.may_lack(&table.satisfied, spot, "satisfied", ("none", "nobody asks its callers"));
    if table.resolves.is_none() && table.satisfied.is_none() && !is_handled {
        let none = ("none", "nobody asks what comes of its calls, and nobody calls again about them");
        desk.may_lack(&table.resolves, spot, "resolves", none);
        return None;
    }
    let resolves = desk.or(&table.resolves, spot, "resolves", &RESOLVES).0;
    let satisfied = inside(&table.satisfied)
        .map(|(satisfied, place)| lower_satisfied(satisfied, &spot.inner("satisfied", place), desk));
    Some(Outcomes { resolves, satisfied })
}

fn takes_work(table: &QueueTable) -> bool {
    table.takes.as_ref().is_some_and(|takes| *takes.get_ref() == crate::file::Takes::Work)
}

fn lower_satisfied(table: &SatisfiedTable, spot: &Spot, desk: &mut Desk<'_>) -> Satisfied {
    Satisfied {
        at_best: desk.or(&table.at_best, spot, "at_best", &AT_BEST).0,
        less_each_minute_waited: desk
            .or(&table.less_each_minute_waited, spot, "less_each_minute_waited", &NOTHING_LESS)
            .0,
        less_unresolved: desk.or(&table.less_unresolved, spot, "less_unresolved", &NOTHING_LESS).0,
    }
}

/// What a group makes of a queue's calls otherwise than others; `None`: nothing.
pub(super) fn of_group(
    table: &HandlesTable,
    queue: QueueId,
    (file, desk): (&File, &mut Desk<'_>),
) -> Option<OwnOutcomes> {
    let share = |share: &At<Share>| share.get_ref().0;
    let asks =
        file.queues.iter().nth(queue.index()).is_some_and(|(_, queue)| queue.get_ref().satisfied.is_some());
    if let Some(less) = table.less_satisfied.as_ref().filter(|_| !asks) {
        let title = "less_satisfied, and the queue's callers are not asked";
        let help = "write satisfied = { at_best = \"95%\" } in the queue, or leave it out here";
        desk.problem(title, &less.span(), help);
    }
    let is_work = file.queues.iter().nth(queue.index()).is_some_and(|(_, queue)| takes_work(queue.get_ref()));
    if let Some(resolves) = table.resolves.as_ref().filter(|_| is_work) {
        let title = "resolves, and the queue takes work";
        desk.problem(title, &resolves.span(), "remove it: matters are settled in calls and chats");
    }
    let resolves = table.resolves.as_ref().map(share);
    let less_satisfied = table.less_satisfied.as_ref().map_or(0.0, share);
    let says_something = resolves.is_some() || table.less_satisfied.is_some();
    says_something.then_some(OwnOutcomes { queue, resolves, less_satisfied })
}

/// Whether callers of a kind call again about what was not settled.
pub(super) fn calls_again(
    table: &CallersTable,
    spot: &Spot,
    (file, desk): (&File, &mut Desk<'_>),
) -> Option<CallsAgain> {
    let none = ("none", "who was not helped doesn't call again");
    desk.may_lack(&table.calls_again, spot, "calls_again", none);
    let (again, place) = inside(&table.calls_again)?;
    if !somebody_is_not_helped(file) {
        let title = format!("{}.calls_again, and every answer settles its matter", spot.path);
        desk.doubt(title, &place, "write what share of a queue's calls is settled, as resolves = \"88%\"");
    }
    lower_calls_again(again, &spot.inner("calls_again", place), desk)
}

/// Whether agents who answer a queue settle less of its calls at first than later.
fn is_learnt(name: &str, file: &File) -> bool {
    let answers = |group: &AgentsTable| {
        group.answers.iter().flat_map(|answers| answers.get_ref()).any(|queue| queue.get_ref().0 == name)
    };
    file.agents.iter().any(|(_, group)| settles_less_at_first(group.get_ref()) && answers(group.get_ref()))
}

fn settles_less_at_first(group: &AgentsTable) -> bool {
    inside(&group.learns).is_some_and(|(learns, _)| learns.resolves_at_first.is_some())
}

fn somebody_is_not_helped(file: &File) -> bool {
    if file.agents.iter().any(|(_, group)| settles_less_at_first(group.get_ref())) {
        return true;
    }
    let queues = file.queues.iter().filter_map(|(_, queue)| queue.get_ref().resolves.as_ref());
    let groups = file.agents.iter().flat_map(|(_, group)| group.get_ref().handles.iter());
    let groups = groups.filter_map(|(_, handles)| handles.get_ref().resolves.as_ref());
    queues.chain(groups).any(|share| share.get_ref().0 < 1.0)
}

fn lower_calls_again(table: &CallsAgainTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<CallsAgain> {
    let share = desk.need(&table.share, spot, "share", "share = \"90%\"").map(|share| share.get_ref().0);
    let after = shape::needed(&table.after, spot, "after", desk);
    let at_most = table.at_most.as_ref().and_then(|most| desk.count(most, "at_most", 0, REPEATS_AT_MOST));
    desk.may_lack(&table.at_most, spot, "at_most", ("no limit", "further calls of one caller"));
    let is_at_once = after.as_ref().is_some_and(|after| after.mean_s() < 1.0);
    if share == Some(1.0) && table.at_most.is_none() && is_at_once {
        let title = format!("{}: every caller calls again at once without limit", spot.path);
        let help = "give a limit, as at_most = 3, or an `after` of 1 s or more on average";
        desk.problem(title, &spot.place, help);
    }
    Some(CallsAgain { share: share?, after: after?, at_most })
}

/// Goals of contacts and of satisfaction are of queues that say what comes of their calls.
pub(super) fn check_goal(table: &QueueTable, outcomes: Option<&Outcomes>, spot: &Spot, desk: &mut Desk<'_>) {
    let Some((goal, _)) = inside(&table.goal) else { return };
    if let Some(fcr) = goal.fcr.as_ref().filter(|_| outcomes.is_none()) {
        let title = format!("{}: a goal of fcr, and every answer settles its matter", spot.path);
        desk.problem(title, &fcr.span(), "write what share is settled, as resolves = \"88%\", in the queue");
    }
    let is_asked = outcomes.is_some_and(|outcomes| outcomes.satisfied.is_some());
    if let Some(satisfaction) = goal.satisfaction.as_ref().filter(|_| !is_asked) {
        let title = format!("{}: a goal of satisfaction, and its callers are not asked", spot.path);
        desk.problem(title, &satisfaction.span(), "write satisfied = { at_best = \"95%\" } in the queue");
    }
}

/// The window of first-contact resolution.
pub(super) fn fcr_window(run: &RunTable, spot: &Spot, desk: &mut Desk<'_>) -> Span {
    let window = desk.or(&run.fcr_window, spot, "fcr_window", &FCR_WINDOW);
    if let Some(given) = run.fcr_window.as_ref().filter(|given| given.get_ref().0 <= 0.0) {
        desk.problem(
            "the window of first-contact resolution is empty",
            &given.span(),
            "write fcr_window = \"2 h\"",
        );
    }
    window.span()
}
