//! What a formula of a steady state leaves out, and a scenario has: read off the design, one fact a cause.

use acd_engine::{
    Absence, AfterClose, Arrivals, CallerKind, Distribution, Entry, Exit, Group, MenuId, Model, QueueId,
    Staffing, Time,
};

use crate::metric::Metric;
use crate::outcome::Scope;

/// Why a simulation differs from the formula beside it, by more than luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// Who gave up calls again, soon after the rush that made him.
    Redials,
    /// Whose matter was not settled calls again.
    CallsAgain,
    /// Days of equal forecast differ.
    Busyness,
    /// Calls or agents change within an interval, of which the formula knows the mean.
    Averages,
    /// Calls or agents change while the centre is open, and what waits is carried along.
    CarriedOver,
    /// Agents come and go with breaks and meals.
    Rests,
    /// Shifts end while their agents talk.
    ShiftEnds,
    /// Patience is not exponential.
    Patience,
    /// Handle times are not exponential.
    HandleTimes,
    /// Some hang up at once when nobody is free.
    Balks,
    /// There is only so much room to wait.
    Places,
    /// There are only so many telephone lines.
    Lines,
    /// Calls come at given instants.
    GivenArrivals,
    /// Callers are told how long they will wait, and mind it.
    Announcements,
    /// Callers hang up, to be called back.
    CallBacks,
    /// Who waits at closing is dropped.
    Drops,
    /// The centre opens with nobody waiting.
    Openings,
    /// Agents stay away, come late, overstay or resign.
    Attendance,
    /// Who learns takes longer at first.
    Learning,
}

/// The kinds of callers who can come to a queue.
pub(crate) fn kinds_of_queue(model: &Model, queue: QueueId) -> Vec<&CallerKind> {
    let leads = |entry: Entry| match entry {
        Entry::Queue(entered) => entered == queue,
        Entry::Menu(menu) => leads_to(model, menu, queue),
    };
    let comes =
        |kind: &&CallerKind| leads(kind.enters) || kind.detours.iter().any(|detour| leads(detour.enters));
    model.kinds.iter().filter(comes).collect()
}

fn leads_to(model: &Model, menu: MenuId, queue: QueueId) -> bool {
    let (mut found, mut next) = (vec![menu], 0);
    while let Some(menu) = found.get(next).copied() {
        next += 1;
        for (share, exit) in &model.menus[menu.index()].exits {
            match exit {
                Exit::Queue(asked) if *asked == queue && *share > 0.0 => return true,
                Exit::Menu(other) if !found.contains(other) && *share > 0.0 => found.push(*other),
                _ => {}
            }
        }
    }
    false
}

/// The causes that apply to a queue.
pub(crate) fn causes(model: &Model, queue: QueueId, scope: &Scope) -> Vec<Cause> {
    let kinds = kinds_of_queue(model, queue);
    let any_kind = |is: fn(&CallerKind) -> bool| kinds.iter().any(|kind| is(kind));
    let groups = model.groups_answering(queue).iter().map(|group| &model.groups[group.index()]);
    let groups: Vec<&Group> = groups.collect();
    let asked = &model.queues[queue.index()];
    let is_exponential = |times: &Distribution| matches!(times, Distribution::Exponential { .. });
    let redials = scope.whole[Metric::place("redials_count")].mean.is_some_and(|mean| mean > 0.0);
    let calendar = &model.calendar;
    let starts_empty = calendar.windows.len() > 1 || calendar.warm_up <= calendar.windows[0].opens;
    let rates = kinds.iter().flat_map(|kind| changes_of_rate(kind));
    let changes: Vec<Time> = rates.chain(changes_of_heads(model, &groups)).collect();
    let facts = [
        (Cause::Redials, redials && any_kind(|kind| kind.redial.is_some())),
        (Cause::CallsAgain, redials && any_kind(|kind| kind.calls_again.is_some())),
        (Cause::Busyness, any_kind(has_busyness)),
        (Cause::Averages, changes.iter().any(|&at| at.as_us() % calendar.interval.as_us() != 0)),
        (Cause::CarriedOver, !changes.is_empty()),
        (Cause::Rests, groups.iter().any(|group| has_rests(group))),
        (Cause::ShiftEnds, groups.iter().any(|group| has_leavers(model, group))),
        (
            Cause::Patience,
            kinds.iter().any(|kind| kind.patience.as_ref().is_some_and(|times| !is_exponential(times))),
        ),
        (Cause::HandleTimes, !is_exponential(&asked.talk) || asked.wrap_up.is_some()),
        (Cause::Balks, any_kind(|kind| kind.balks > 0.0)),
        (Cause::Places, asked.capacity.is_some()),
        (Cause::Lines, model.lines.is_some()),
        (Cause::GivenArrivals, any_kind(|kind| matches!(kind.arrivals, Arrivals::Given(_)))),
        (Cause::Announcements, asked.announces.is_some() && any_kind(|kind| kind.when_told.is_some())),
        (Cause::CallBacks, asked.call_back.is_some_and(|offer| offer.accepts > 0.0)),
        (Cause::Drops, model.after_close == AfterClose::DropWaiting && !calendar.stops_at_end),
        (Cause::Openings, starts_empty),
        (Cause::Attendance, groups.iter().any(|group| varies_in_attendance(model, group))),
        (Cause::Learning, groups.iter().any(|group| group.people.learns.is_some())),
    ];
    facts.into_iter().filter(|(_, applies)| *applies).map(|(cause, _)| cause).collect()
}

fn has_busyness(kind: &CallerKind) -> bool {
    matches!(kind.arrivals, Arrivals::Poisson { busyness_cv, .. } if busyness_cv > 0.0)
}

/// When the rate of calls changes from one instant to the next.
fn changes_of_rate(kind: &CallerKind) -> Vec<Time> {
    let Arrivals::Poisson { pieces, .. } = &kind.arrivals else { return Vec::new() };
    let changes = pieces.windows(2).filter(|pair| {
        let [one, other] = [0, 1].map(|place| {
            pair[place].expected_calls / pair[place].end.since(pair[place].start).as_seconds_f64()
        });
        pair[0].end == pair[1].start && (one - other).abs() > 1e-9 * one.max(other)
    });
    changes.map(|pair| pair[1].start).collect()
}

/// When the number of agents on duty changes while the centre is open.
fn changes_of_heads(model: &Model, groups: &[&Group]) -> Vec<Time> {
    let mut steps = std::collections::BTreeMap::<Time, i64>::new();
    for group in groups {
        match &group.staffing {
            Staffing::Shifts(shifts) => {
                for (shift, duty) in
                    shifts.iter().flat_map(|shift| shift.duties.iter().map(move |duty| (shift, duty)))
                {
                    *steps.entry(duty.start).or_default() += i64::from(shift.heads);
                    *steps.entry(duty.end).or_default() -= i64::from(shift.heads);
                }
            }
            Staffing::HeadCount(counts) => {
                let mut before = 0;
                for &(at, count) in counts {
                    *steps.entry(at).or_default() += i64::from(count) - before;
                    before = i64::from(count);
                }
            }
        }
    }
    steps.retain(|&at, step| *step != 0 && is_within_opening(model, at));
    steps.into_keys().collect()
}

/// Whether who is there differs from who should be.
fn varies_in_attendance(model: &Model, group: &Group) -> bool {
    let people = &group.people;
    let is_kept_away = |absence: &Absence| model.groups[absence.group.index()].name == group.name;
    people.absent > 0.0
        || model.absences.iter().any(is_kept_away)
        || people.late.is_some()
        || people.resigns_a_month > 0.0
        || (people.overstays.is_some() && has_rests(group))
}

fn has_rests(group: &Group) -> bool {
    let planned = match &group.staffing {
        Staffing::Shifts(shifts) => shifts.iter().any(|shift| !shift.rests.is_empty()),
        Staffing::HeadCount(_) => false,
    };
    planned || group.pool.is_some()
}

/// Whether agents go home while the centre is open.
fn has_leavers(model: &Model, group: &Group) -> bool {
    match &group.staffing {
        Staffing::Shifts(shifts) => shifts.iter().filter(|shift| shift.heads > 0).any(|shift| {
            let goes_on = |end: Time| shift.duties.iter().any(|duty| duty.continues && duty.start == end);
            shift.duties.iter().any(|duty| is_within_opening(model, duty.end) && !goes_on(duty.end))
        }),
        Staffing::HeadCount(counts) => {
            counts.windows(2).any(|pair| pair[1].1 < pair[0].1 && is_within_opening(model, pair[1].0))
        }
    }
}

/// Whether the centre is open before and after an instant.
fn is_within_opening(model: &Model, at: Time) -> bool {
    model.calendar.windows.iter().any(|window| window.opens < at && at < window.closes)
}
