//! Work that is not a call (rules 33 and 34): queues of work, deadlines, whom agents call, and what leads to it.

use acd_engine::{Design, LeadsTo, QueueId, Reaches, Span, Takes, Work};

use super::defaults::Fallback;
use super::{Desk, Spot, inside, shape};
use crate::file::{self, At, File, LeadsToTable, QueueTable, ReachesTable};
use crate::limits::Limit;
use crate::quantity::Length;
use crate::source::Place;

const TAKES: Fallback<file::Takes> =
    Fallback { value: file::Takes::Calls, why: "people wait in it, on a line" };
const RINGS: Fallback<Length> =
    Fallback { value: Length(30.0), why: "an agent is busy so long with an attempt that reaches nobody" };
/// Nobody has a hundred chats at a time.
const CHATS_AT_MOST: Limit = Limit::fixed(100);
const ATTEMPTS_AT_MOST: Limit = Limit::fixed(255);
/// Attempts that follow one another faster would never end.
const AGAIN_AT_LEAST: Span = Span::seconds(1);

fn is_work(table: &QueueTable) -> bool {
    table.takes.as_ref().is_some_and(|takes| *takes.get_ref() == file::Takes::Work)
}

fn takes_calls(table: &QueueTable) -> bool {
    table.takes.as_ref().is_none_or(|takes| *takes.get_ref() == file::Takes::Calls)
}

/// What waits in a queue.
pub(super) fn takes(table: &QueueTable, spot: &Spot, desk: &mut Desk<'_>) -> Takes {
    desk.may_lack(&table.deadline, spot, "deadline", ("none", "work may wait for ever"));
    desk.may_lack(&table.reaches, spot, "reaches", ("nobody", "nobody is called for it"));
    let one = ("1", "an agent has one call or piece of work at a time");
    desk.may_lack(&table.at_once, spot, "at_once", one);
    let takes = desk.or(&table.takes, spot, "takes", &TAKES);
    if let Some(at_once) = table.at_once.as_ref().filter(|_| takes != file::Takes::Chats) {
        let title = format!("{}: at_once is for queues of chats", spot.path);
        desk.problem(
            title,
            &at_once.span(),
            format!("write takes = \"chats\" in {}, or remove it", spot.path),
        );
    }
    match takes {
        file::Takes::Calls => {
            only_of_work(table, spot, desk);
            Takes::Calls
        }
        file::Takes::Chats => {
            only_of_work(table, spot, desk);
            let at_once = desk.need(&table.at_once, spot, "at_once", "at_once = 3");
            let at_once = at_once.and_then(|most| desk.count(most, "at_once", 1, CHATS_AT_MOST));
            Takes::Chats { at_once: at_once.unwrap_or(1) }
        }
        file::Takes::Work => Takes::Work(work(table, spot, desk)),
    }
}

/// Keys that say nothing of a queue in which callers wait.
fn only_of_work(table: &QueueTable, spot: &Spot, desk: &mut Desk<'_>) {
    let keys = [
        ("deadline", table.deadline.as_ref().map(At::span)),
        ("reaches", table.reaches.as_ref().map(At::span)),
    ];
    for (key, place) in keys {
        if let Some(place) = place {
            let title = format!("{}: {key} is for queues of work", spot.path);
            desk.problem(title, &place, format!("write takes = \"work\" in {}, or remove it", spot.path));
        }
    }
}

fn work(table: &QueueTable, spot: &Spot, desk: &mut Desk<'_>) -> Work {
    if let Some(capacity) = &table.capacity {
        let title = format!("{}: work finds no queue full", spot.path);
        desk.problem(title, &capacity.span(), "remove capacity");
    }
    let reaches = inside(&table.reaches)
        .and_then(|(reaches, place)| lower_reaches(reaches, &spot.inner("reaches", place), desk));
    Work { deadline: table.deadline.as_ref().map(|deadline| deadline.get_ref().span()), reaches }
}

fn lower_reaches(table: &ReachesTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Reaches> {
    let share = desk.need(&table.share, spot, "share", "share = \"70%\"").map(|share| share.get_ref().0);
    let rings = desk.or(&table.rings, spot, "rings", &RINGS).span();
    desk.may_lack(&table.again, spot, "again", ("never", "who isn't reached is not tried again"));
    let again = shape::optional(&table.again, spot, "again", desk);
    let at_most = table.at_most.as_ref().and_then(|most| desk.count(most, "at_most", 1, ATTEMPTS_AT_MOST));
    if table.again.is_some() {
        desk.may_lack(&table.at_most, spot, "at_most", ("no limit", "attempts to reach somebody"));
    } else if let Some(at_most) = &table.at_most {
        let title = format!("{}: at_most without again", spot.path);
        let help = "say how much later it is tried again, as again.fixed = \"1 h\", or remove at_most";
        desk.problem(title, &at_most.span(), help);
    }
    let is_fast = again.as_ref().is_some_and(|again| again.mean_s() < AGAIN_AT_LEAST.as_seconds_f64());
    if is_fast && table.at_most.is_none() {
        let title = format!("{}: who is not there is tried again at once, without limit", spot.path);
        desk.problem(
            title,
            &spot.place,
            "give a limit, as at_most = 3, or an `again` of 1 s or more on average",
        );
    }
    Some(Reaches { share: share?, rings, again, at_most })
}

/// The work that a queue's calls lead to.
pub(super) fn leads_to(
    table: &QueueTable,
    spot: &Spot,
    (file, desk): (&File, &mut Desk<'_>),
) -> Vec<LeadsTo> {
    let none = ("none", "nothing is left to do after wrap-up");
    desk.may_lack(&table.leads_to.places().next(), spot, "leads_to", none);
    let mut all = Vec::new();
    for (name, leads_to) in table.leads_to.iter() {
        let spot = spot.inner("leads_to", leads_to.span()).inner(name.get_ref(), leads_to.span());
        let queue = queue_of_work((name.get_ref(), name.span()), (file, desk));
        all.extend(lower_leads_to(leads_to.get_ref(), queue, &spot, desk));
    }
    all
}

fn lower_leads_to(
    table: &LeadsToTable,
    queue: Option<QueueId>,
    spot: &Spot,
    desk: &mut Desk<'_>,
) -> Option<LeadsTo> {
    let share = desk.need(&table.share, spot, "share", "share = \"6%\"").map(|share| share.get_ref().0);
    desk.may_lack(&table.after, spot, "after", ("at once", "work comes when handling ends"));
    let after = shape::optional(&table.after, spot, "after", desk);
    Some(LeadsTo { queue: queue?, share: share?, after })
}

/// A queue of work by its name.
fn queue_of_work((name, place): (&str, Place), (file, desk): (&File, &mut Desk<'_>)) -> Option<QueueId> {
    let queue = desk.find("queues", name, &place, &file.queues)?;
    let (_, table) = file.queues.iter().nth(queue)?;
    if !is_work(table.get_ref()) && !desk.is_damaged(&format!("queues.{name}")) {
        let title = format!("queues.{name} takes no work, and nothing else is led to");
        desk.problem(title, &place, format!("write takes = \"work\" in queues.{name}"));
    }
    Some(QueueId::from(queue))
}

/// Whether work fits in with who brings it, and ends.
pub(super) fn check(file: &File, design: &Design, desk: &mut Desk<'_>) {
    check_callers(file, design, desk);
    check_keys_of_calls(file, design, desk);
    check_events(file, design, desk);
    check_ivr(file, desk);
    check_ends(file, design, desk);
}

/// Work has no patience; keys of those who bring it that say nothing.
fn check_callers(file: &File, design: &Design, desk: &mut Desk<'_>) {
    for ((name, table), kind) in file.callers.iter().zip(&design.kinds) {
        let acd_engine::Entry::Queue(queue) = kind.enters else { continue };
        if !design.queues.get(queue.index()).is_some_and(|queue| matches!(queue.takes, Takes::Work(_))) {
            continue;
        }
        let table = table.get_ref();
        let keys = [
            ("patience", table.patience.as_ref().map(At::span)),
            ("balks", table.balks.as_ref().map(At::span)),
            ("redial", table.redial.as_ref().map(At::span)),
            ("calls_again", table.calls_again.as_ref().map(At::span)),
        ];
        for (key, place) in keys {
            if let Some(place) = place {
                let title = format!("callers.{}: {key}, but they bring work, which waits", name.get_ref());
                desk.problem(title, &place, format!("remove {key}, or let them enter a queue of calls"));
            }
        }
    }
}

/// What is only of calls, in queues that take work or chats.
fn check_keys_of_calls(file: &File, design: &Design, desk: &mut Desk<'_>) {
    for ((name, table), queue) in file.queues.iter().zip(&design.queues) {
        let is_work = matches!(queue.takes, Takes::Work(_));
        let table = table.get_ref();
        let of_calls = [
            ("overflow", table.overflow.first().map(At::span)),
            ("announces", table.announces.as_ref().map(At::span)),
            ("call_back", table.call_back.as_ref().map(At::span)),
        ];
        let of_callers = [
            ("resolves", table.resolves.as_ref().map(At::span)),
            ("satisfied", table.satisfied.as_ref().map(At::span)),
        ];
        let not_of_calls = of_calls.into_iter().filter(|_| !matches!(queue.takes, Takes::Calls));
        for (key, place) in not_of_calls.chain(of_callers.into_iter().filter(|_| is_work)) {
            let Some(place) = place else { continue };
            let takes = if is_work { "work" } else { "chats" };
            let title = format!("queues.{}: {key}, but it takes {takes}", name.get_ref());
            desk.problem(title, &place, format!("remove {key}: it is of calls"));
        }
    }
}

/// Calls that an event sends elsewhere stay calls.
fn check_events(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let takes_calls = |entry: &acd_engine::Entry| match entry {
        acd_engine::Entry::Menu(_) => true,
        acd_engine::Entry::Queue(queue) => {
            design.queues.get(queue.index()).is_none_or(|queue| matches!(queue.takes, Takes::Calls))
        }
    };
    for ((name, _), kind) in file.callers.iter().zip(&design.kinds) {
        let all = kind.detours.iter().map(|detour| &detour.enters).chain([&kind.enters]);
        if !kind.detours.is_empty() && !all.clone().all(takes_calls) {
            let title = format!(
                "an event sends callers.{} elsewhere, to or from a queue that takes no calls",
                name.get_ref()
            );
            let help = "name the callers that it is for, as callers = [\"public\"], and lead them to a queue of calls or a menu";
            desk.problem(title, &name.span(), help);
        }
    }
}

fn check_ivr(file: &File, desk: &mut Desk<'_>) {
    for (name, menu) in file.ivr.iter() {
        let Some((next, _)) = inside(&menu.get_ref().next) else { continue };
        for (queue, _) in next.queue.iter() {
            let mut all = file.queues.iter();
            if all.any(|(other, table)| other.get_ref() == queue.get_ref() && !takes_calls(table.get_ref())) {
                let title = format!(
                    "ivr.{} leads to queues.{}, which takes no calls",
                    name.get_ref(),
                    queue.get_ref()
                );
                let help = "lead callers to a queue of calls; work comes of them with leads_to, and chats enter their queue directly";
                desk.problem(title, &queue.span(), help);
            }
        }
    }
}

/// Work that leads to itself for certain never ends.
fn check_ends(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let mut ends = vec![false; design.queues.len()];
    for _ in 0..design.queues.len() {
        for (place, queue) in design.queues.iter().enumerate() {
            let certain = queue.leads_to.iter().filter(|leads_to| leads_to.share >= 1.0);
            ends[place] = certain.into_iter().all(|leads_to| ends[leads_to.queue.index()]);
        }
    }
    for (place, (name, table)) in file.queues.iter().enumerate() {
        let certain = |leads_to: &LeadsTo| leads_to.share >= 1.0 && !ends[leads_to.queue.index()];
        let queue = design.queues.get(place);
        if is_work(table.get_ref()) && queue.is_some_and(|queue| queue.leads_to.iter().any(certain)) {
            let title = format!("queues.{}: its work leads to more work for ever", name.get_ref());
            desk.problem(title, &name.span(), "give one share of the circle less than 100%");
        }
    }
    if grows_at_once(design) {
        let (title, help) = (
            "work that takes no time leads to ever more work",
            "give it a talk of a second or more, an `after`, or lower shares",
        );
        let place =
            file.queues.iter().find(|(_, table)| is_work(table.get_ref())).map(|(name, _)| name.span());
        desk.problem(title, &place.unwrap_or(0..0), help);
    }
}

/// Whether work that is handled and led on within a second becomes more and not less, which would never end.
fn grows_at_once(design: &Design) -> bool {
    let takes_s = |queue: &acd_engine::Queue| {
        queue.talk.mean_s() + queue.wrap_up.as_ref().map_or(0.0, acd_engine::Distribution::mean_s)
    };
    let mut pieces = vec![1.0; design.queues.len()];
    for _ in 0..200 {
        let mut next = vec![0.0; pieces.len()];
        for (queue, pieces) in design.queues.iter().zip(&pieces).filter(|(queue, _)| takes_s(queue) < 1.0) {
            for leads_to in &queue.leads_to {
                let later_s = leads_to.after.as_ref().map_or(0.0, acd_engine::Distribution::mean_s);
                if later_s < 1.0 {
                    next[leads_to.queue.index()] += pieces * leads_to.share;
                }
            }
        }
        pieces = next;
    }
    pieces.iter().sum::<f64>() > design.queues.len() as f64
}
