//! Who calls: arrivals by profile, by trace or by replay, and the callers' temper.

use acd_engine::{Arrivals, CallerKind, Entry, GivenCall, MenuId, QueueId, Redial, Span, Time};

use super::calendar::Opening;
use super::data::{self, Columns};
use super::defaults::Fallback;
use super::{Desk, Spot, help, inside, outcomes, profile, routing, shape};
use crate::file::{AlsoAfter, ArrivalsTable, At, CallersTable, Enters, File, RedialTable};
use crate::limits::REPEATS_AT_MOST;
use crate::quantity::{Length, Share};
use crate::source::Place;

const BALKS: Fallback<Share> = Fallback { value: Share(0.0), why: "who finds no agent free waits" };

/// Lowers all caller kinds.
pub(super) fn lower(file: &File, opening: &Opening, desk: &mut Desk<'_>) -> Vec<CallerKind> {
    if file.callers.is_empty() {
        let spot = Spot::file();
        desk.need(&None::<()>, &spot, "[callers.NAME]", "[callers.all] with arrivals and enters");
    }
    let kinds = file.callers.iter().map(|(name, table)| {
        let spot = Spot::of("callers", name, table);
        let table = table.get_ref();
        desk.may_lack(&table.patience, &spot, "patience", ("endless", "nobody gives up waiting"));
        desk.may_lack(&table.redial, &spot, "redial", ("none", "who gave up doesn't call again"));
        CallerKind {
            name: name.get_ref().clone(),
            arrivals: arrivals_of(table, &spot, opening, desk),
            patience: shape::optional(&table.patience, &spot, "patience", desk),
            balks: desk.or(&table.balks, &spot, "balks", &BALKS).0,
            redial: inside(&table.redial)
                .and_then(|(redial, place)| lower_redial(redial, &spot.inner("redial", place), desk)),
            calls_again: outcomes::calls_again(table, &spot, (file, desk)),
            enters: desk
                .need(&table.enters, &spot, "enters", "enters.queue = \"main\"")
                .and_then(|enters| entry(enters.get_ref(), file, desk))
                .unwrap_or(Entry::Queue(QueueId(0))),
            detours: Vec::new(),
            priority: routing::priority(table, &spot, desk),
            when_told: help::when_told(table, &spot, desk),
        }
    });
    kinds.collect()
}

/// Where calls enter, by name.
pub(super) fn entry(enters: &Enters, file: &File, desk: &mut Desk<'_>) -> Option<Entry> {
    match enters {
        Enters::Queue(name) => {
            let queue = desk.find("queues", &name.get_ref().0, &name.span(), &file.queues)?;
            Some(Entry::Queue(QueueId::from(queue)))
        }
        Enters::Menu(name) => {
            let menu = desk.find("ivr", &name.get_ref().0, &name.span(), &file.ivr)?;
            Some(Entry::Menu(MenuId::from(menu)))
        }
    }
}

fn lower_redial(table: &RedialTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Redial> {
    let share = desk.need(&table.share, spot, "share", "share = \"50%\"").map(|share| share.get_ref().0);
    let after = shape::needed(&table.after, spot, "after", desk);
    let at_most = table.at_most.as_ref().and_then(|most| desk.count(most, "at_most", 0, REPEATS_AT_MOST));
    desk.may_lack(&table.at_most, spot, "at_most", ("no limit", "redials of one caller"));
    let none = ("none", "only who gave up or found no line calls again");
    desk.may_lack(&table.after_also.first(), spot, "after_also", none);
    let also = |what: AlsoAfter| table.after_also.iter().any(|also| *also.get_ref() == what);
    if share == Some(1.0) && at_most.is_none() {
        let title = format!("{}: every caller calls again without limit", spot.path);
        if after.as_ref().is_some_and(|after| after.mean_s() < 1.0) {
            desk.problem(
                title,
                &spot.place,
                "give a limit, as at_most = 10, or an `after` of 1 s or more on average",
            );
        } else {
            desk.doubt(title, &spot.place, "if nobody answers they never stop; a limit is at_most = 10");
        }
    }
    Some(Redial {
        share: share?,
        after: after?,
        at_most,
        after_hang_up: also(AlsoAfter::HungUpInIvr),
        after_served: also(AlsoAfter::ServedByIvr),
        after_drop: also(AlsoAfter::Dropped),
    })
}

fn arrivals_of(table: &CallersTable, spot: &Spot, opening: &Opening, desk: &mut Desk<'_>) -> Arrivals {
    let nothing = Arrivals::Given(Vec::new());
    if let Some(calls) = &table.calls {
        let keys = [("arrivals", table.arrivals.as_ref().map(At::span)), ("calls", Some(calls.span()))];
        desk.exactly_one(spot, &keys, "calls");
        let named = At::new(calls.span(), calls.get_ref().0.clone());
        return replay(&named, opening, desk).map_or(nothing, Arrivals::Given);
    }
    desk.need(&table.arrivals, spot, "arrivals", "arrivals.per_hour = 100");
    let Some((arrivals, place)) = inside(&table.arrivals) else { return nothing };
    let spot = spot.inner("arrivals", place);
    if let Some(at) = &arrivals.at {
        return Arrivals::Given(trace(arrivals, at, &spot, opening, desk));
    }
    desk.may_lack(
        &arrivals.busyness,
        &spot,
        "busyness",
        ("none", "days of the same rate differ by chance alone"),
    );
    let pieces = profile::pieces(arrivals, &spot, opening, desk).unwrap_or_default();
    let cv = inside(&arrivals.busyness).and_then(|(busyness, place)| {
        let spot = spot.inner("busyness", place);
        let cv = desk.need(&busyness.cv, &spot, "cv", "cv = \"10%\"")?;
        if cv.get_ref().0 == 0.0 { None } else { shape::positive_cv(cv, desk) }
    });
    Arrivals::Poisson { pieces, busyness_cv: cv.unwrap_or(0.0) }
}

/// Calls at given instants, counted from 00:00 of the first day.
fn trace(
    table: &ArrivalsTable,
    at: &At<Vec<At<Length>>>,
    spot: &Spot,
    opening: &Opening,
    desk: &mut Desk<'_>,
) -> Vec<GivenCall> {
    let others = [
        ("per_hour", table.per_hour.as_ref().map(At::span)),
        ("per_day", table.per_day.as_ref().map(At::span)),
        ("at", Some(at.span())),
    ];
    desk.exactly_one(spot, &others, "at");
    let places = [
        ("profile", table.profile.as_ref().map(At::span)),
        ("weekday", table.weekday.iter().next().map(|(name, _)| name.span())),
        ("month", table.month.places().next()),
        ("busyness", table.busyness.as_ref().map(At::span)),
    ];
    for (key, place) in places {
        if let Some(place) = place {
            desk.problem(format!("a given trace has no {key}"), &place, format!("remove {key}, or `at`"));
        }
    }
    let times = at.get_ref().iter().map(|at| (Time::ZERO + at.get_ref().span(), at.span()));
    let times: Vec<(Time, Place)> = times.collect();
    check_times(&times, opening, desk);
    times.into_iter().map(|(arrives, _)| GivenCall { arrives, ..GivenCall::default() }).collect()
}

fn check_times(times: &[(Time, Place)], opening: &Opening, desk: &mut Desk<'_>) {
    if let Some(pair) = times.windows(2).find(|pair| pair[0].0 > pair[1].0) {
        let title = "this call comes before the one above it";
        desk.problem(title, &pair[1].1, "give the calls in order of time");
    }
    let is_closed = |at: Time| opening.is_known && !opening.calendar.is_open(at);
    if let Some((at, place)) = times.iter().find(|(at, _)| is_closed(*at)) {
        let opens = opening.calendar.windows[0].opens;
        let help = format!("times count from 00:00 of the first day; the centre first opens at {opens}");
        desk.problem(format!("a call at {at}, when the centre is closed"), place, help);
    }
}

fn replay(named: &At<String>, opening: &Opening, desk: &mut Desk<'_>) -> Option<Vec<GivenCall>> {
    let optional = &["patience_s", "talk_s", "wrap_up_s"];
    let columns = Columns { required: &["arrived_s"], one_of: &[], optional };
    let (mut calls, mut times) = (Vec::new(), Vec::new());
    data::read_csv(named, columns, desk, &mut |row| {
        let Some(arrived) = &row[0] else { return Ok(()) };
        let arrives = Time::ZERO + Span::from_seconds_f64(data::number(arrived, "arrived_s")?);
        times.push((arrives, arrived.span()));
        calls.push(GivenCall {
            arrives,
            patience: data::maybe_seconds(row[1].as_ref(), "patience_s")?,
            talk: data::maybe_seconds(row[2].as_ref(), "talk_s")?,
            wrap_up: data::maybe_seconds(row[3].as_ref(), "wrap_up_s")?,
        });
        Ok(())
    })?;
    check_times(&times, opening, desk);
    Some(calls)
}
