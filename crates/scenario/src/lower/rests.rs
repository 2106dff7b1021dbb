//! Meals, planned breaks and break pools, with what must fit between them and the shift.

use acd_engine::{
    AskingClock, Asks, BreakPool, Budget, Cap, PlannedRest, RestKind, RestTime, Span, WhenFull,
};

use super::defaults::Fallback;
use super::{Desk, Spot, inside, shape};
use crate::file::{self, AgentsTable, AsksWhen, At, PoolTable, RestTable};
use crate::limits::REPEATS_AT_MOST;
use crate::quantity::{Cap as CapQuantity, Clock, Length, in_words};

const DAY_S: u32 = 86_400;

const SPREAD: Fallback<Length> = Fallback { value: Length(0.0), why: "all of the shift begin together" };
const WHEN_FULL: Fallback<file::WhenFull> =
    Fallback { value: file::WhenFull::Wait, why: "who finds too many away waits for a place" };
const ASKS: Fallback<AsksWhen> =
    Fallback { value: AsksWhen::Working, why: "the asking clock runs in calls and between them" };

/// A shift's start and length, which rests at a time of day are laid into.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stretch {
    pub(super) from: Clock,
    pub(super) lasts_s: u32,
}

/// Whether a rest at a time of day that no shift covers is an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outside {
    /// A shift's own meal must lie in it.
    Wrong,
    /// A group's breaks are taken by the shifts that cover them.
    Skipped,
}

/// A meal or planned break of a shift; `None` where it is wrong or lies outside.
pub(super) fn planned(
    table: &RestTable,
    spot: &Spot,
    kind: RestKind,
    (stretch, outside): (Stretch, Outside),
    desk: &mut Desk<'_>,
) -> Option<PlannedRest> {
    let keys = [("at", table.at.as_ref().map(At::span)), ("after", table.after.as_ref().map(At::span))];
    desk.exactly_one(spot, &keys, "at = \"12:00\"");
    let lasts = desk.need(&table.lasts, spot, "lasts", "lasts = \"30 min\"")?.get_ref().span();
    let after = match (&table.at, &table.after) {
        (Some(at), None) => Span::seconds(u64::from((at.get_ref().0 + DAY_S - stretch.from.0) % DAY_S)),
        (None, Some(after)) => after.get_ref().span(),
        _ => return None,
    };
    let spread = match (&table.spread, kind) {
        // Breaks at given times stand in a list, whose entries have no keys of their own.
        (None, RestKind::Break) => SPREAD.value.span(),
        (given, _) => desk.or(given, spot, "spread", &SPREAD).span(),
    };
    let length = Span::seconds(stretch.lasts_s.into());
    if after >= length {
        if outside == Outside::Wrong {
            let title = format!("{}: it begins outside the shift", spot.path);
            desk.problem(title, &spot.place, "move it between `from` and `to`");
        }
        return None;
    }
    if after + spread > length {
        let title = format!("{}: with its spread it begins after the shift's end for some", spot.path);
        desk.doubt(title, &spot.place, "they go without; begin earlier, or spread it less");
    }
    let when = match &table.at {
        Some(at) => RestTime::AtTimeOfDay(Span::seconds(at.get_ref().0.into())),
        None => RestTime::AfterStart(after),
    };
    Some(PlannedRest { kind, when, spread, lasts })
}

/// A group's break pool. `shortest_s` is the length of its shortest shift.
pub(super) fn pool(
    table: &AgentsTable,
    spot: &Spot,
    shortest_s: u32,
    desk: &mut Desk<'_>,
) -> Option<BreakPool> {
    let (breaks, place) = inside(&table.breaks)?;
    let (pool, pool_place) = inside(&breaks.pool)?;
    let spot = spot.inner("breaks", place).inner("pool", pool_place);
    let budget = budget(pool, &spot, shortest_s, desk)?;
    let each_at_most = pool.each_at_most.as_ref().map(|each| each.get_ref().span());
    if let (Some(each), Some(Span::ZERO)) = (&pool.each_at_most, each_at_most) {
        desk.problem("a break of nothing is none", &each.span(), "write each_at_most = \"10 min\"");
        return None;
    }
    desk.may_lack(&pool.each_at_most, &spot, "each_at_most", ("no limit", "as long as it is wanted to last"));
    let lasts = ("each_at_most", "breaks are wanted to be as long as they may");
    desk.may_lack(&pool.lasts, &spot, "lasts", lasts);
    let lasts = shape::optional(&pool.lasts, &spot, "lasts", desk);
    if each_at_most.is_none() && lasts.is_none() {
        let title = format!("{}: it doesn't say how long a break is", spot.path);
        desk.problem(title, &spot.place, "write each_at_most = \"10 min\", or lasts");
        return None;
    }
    Some(BreakPool {
        budget,
        each_at_most,
        lasts,
        asks: asks(pool, &spot, (budget, each_at_most), desk)?,
        at_once_at_most: cap(pool, &spot, desk),
        when_full: match desk.or(&pool.when_full, &spot, "when_full", &WHEN_FULL) {
            file::WhenFull::Refuse => WhenFull::Refuse,
            file::WhenFull::Wait => WhenFull::Wait,
        },
    })
}

fn budget(pool: &PoolTable, spot: &Spot, shortest_s: u32, desk: &mut Desk<'_>) -> Option<Budget> {
    match (&pool.budget, &pool.budget_breaks) {
        (Some(_), Some(breaks)) => {
            let title = format!("{}: budget and budget_breaks exclude one another", spot.path);
            desk.problem(title, &breaks.span(), "keep one of them");
            None
        }
        (None, None) => {
            let no_limit = ("no limit", "breaks are not counted against a budget");
            desk.may_lack(&pool.budget, spot, "budget", no_limit);
            Some(Budget::Endless)
        }
        (None, Some(breaks)) => desk.count(breaks, "budget_breaks", 0, REPEATS_AT_MOST).map(Budget::Breaks),
        (Some(budget), None) => {
            let span = budget.get_ref().span();
            if let Some(each) =
                pool.each_at_most.as_ref().filter(|each| each.get_ref().span() > span && span > Span::ZERO)
            {
                let title = format!(
                    "a budget of {} is below one break of {}",
                    in_words(span),
                    in_words(each.get_ref().span())
                );
                desk.problem(
                    title,
                    &budget.span(),
                    "raise the budget, or lower each_at_most; a budget of \"0 min\" means no breaks",
                );
                return None;
            }
            if shortest_s > 0 && span >= Span::seconds(shortest_s.into()) {
                let hours = |seconds: f64| (seconds / 36.0).round() / 100.0;
                let title = format!(
                    "a break budget of {} h in a shift of {} h leaves no work",
                    hours(span.as_seconds_f64()),
                    hours(f64::from(shortest_s))
                );
                desk.problem(title, &budget.span(), "write a budget below the shift's length");
                return None;
            }
            Some(Budget::Time(span))
        }
    }
}

fn asks(
    pool: &PoolTable,
    spot: &Spot,
    (budget, each_at_most): (Budget, Option<Span>),
    desk: &mut Desk<'_>,
) -> Option<Asks> {
    let every = shape::optional(&pool.asks_every, spot, "asks_every", desk);
    if let (Some(clock), Some(_)) = (&pool.asks_every, every.as_ref().filter(|every| every.mean_s() < 1.0)) {
        let title = "a clock that asks for a break more than once a second leaves no work";
        desk.problem(
            title,
            &clock.span(),
            "write a mean of 1 s or more, as asks_every.exponential = { mean = \"2 h\" }",
        );
    }
    let after_calls_over = pool.after_calls_over.as_ref().map(|limit| limit.get_ref().span());
    if pool.asks_every.is_some() || after_calls_over.is_some() {
        if let Some(rush) = &pool.rush {
            desk.problem(
                "a rush belongs to requests at any time of the shift",
                &rush.span(),
                "remove rush, or asks_every and after_calls_over",
            );
        }
        let never = ("none", "no request after a long call");
        desk.may_lack(&pool.after_calls_over, spot, "after_calls_over", never);
        desk.may_lack(&pool.asks_every, spot, "asks_every", ("never", "requests come after long calls only"));
        let every = every.map(|every| {
            let when_idle = desk.or(&pool.asks, spot, "asks", &ASKS) == AsksWhen::Idle;
            AskingClock { every, when_idle }
        });
        return Some(Asks::Behaviour { every, after_calls_over });
    }
    if let Some(asks) = &pool.asks {
        desk.problem(
            "`asks` says when a clock runs, and there is none",
            &asks.span(),
            "add asks_every.exponential = { mean = \"2 h\" }",
        );
    }
    let requests = match (budget, each_at_most) {
        (Budget::Breaks(breaks), _) => breaks,
        (Budget::Time(budget), Some(each)) => {
            if !budget.as_us().is_multiple_of(each.as_us()) {
                let title = format!(
                    "{}: a budget of {} is no multiple of {}",
                    spot.path,
                    in_words(budget),
                    in_words(each)
                );
                desk.doubt(title, &spot.place, "what is left over after whole breaks is never asked for");
            }
            u32::try_from(budget.as_us() / each.as_us())
                .unwrap_or(u32::MAX)
                .min(REPEATS_AT_MOST.at_most as u32)
        }
        (Budget::Time(Span::ZERO), None) => 0,
        (Budget::Time(_) | Budget::Endless, _) => {
            let title = format!("{}: it doesn't say how often breaks are asked for", spot.path);
            desk.problem(title, &spot.place, "give budget and each_at_most, or asks_every");
            return None;
        }
    };
    desk.may_lack(&pool.rush, spot, "rush", ("none", "requests come at any time of the shift alike"));
    let rush = inside(&pool.rush).and_then(|(rush, place)| {
        let spot = spot.inner("rush", place);
        let share = desk.need(&rush.share, &spot, "share", "share = \"50%\"").map(|share| share.get_ref().0);
        let last = desk.need(&rush.last, &spot, "last", "last = \"1 h\"").map(|last| last.get_ref().span());
        Some((share?, last?))
    });
    Some(Asks::AnyTime { requests, rush })
}

fn cap(pool: &PoolTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<Cap> {
    let no_limit = ("no limit", "all may be on a break at once");
    desk.may_lack(&pool.at_once_at_most, spot, "at_once_at_most", no_limit);
    let cap: &At<CapQuantity> = pool.at_once_at_most.as_ref()?;
    match *cap.get_ref() {
        CapQuantity::Share(share) => Some(Cap::Share(share)),
        CapQuantity::Count(count) if count == 0 || count > desk.limits.agents.at_most => {
            let help =
                "write a count of at least 1, or a share, as \"10%\"; for no breaks at all remove the pool";
            desk.problem(format!("at_once_at_most = {count} is out of range"), &cap.span(), help);
            None
        }
        CapQuantity::Count(count) => Some(Cap::Count(count as u32)),
    }
}
