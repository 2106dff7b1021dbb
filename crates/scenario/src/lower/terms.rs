//! What is asked of queues, and what was reported of the real centre.

use acd_engine::{BreakPool, Budget, Group, Queue, Span};

use super::defaults::Fallback;
use super::{Desk, Spot, help, inside, outcomes, routing, shape, work};
use crate::file::{self, At, File, Maybe};
use crate::quantity::{Length, Number, Share, Text};

/// "In time" where no goal says what it is, in seconds.
pub const WITHIN_DEFAULT_S: f64 = 30.0;
const WITHIN: Fallback<Length> =
    Fallback { value: Length(WITHIN_DEFAULT_S), why: "what \"in time\" is where no goal says it" };
const FORMULA: Fallback<file::Formula> =
    Fallback { value: file::Formula::Offered, why: "answered in time, of all offered" };

/// A service level's formula; A answered, B abandoned, O offered, and those within T.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Formula {
    /// A within T ÷ O.
    #[default]
    Offered,
    /// A within T ÷ A.
    Answered,
    /// A within T ÷ (O − B within T).
    Forgiving,
    /// (A within T + B within T) ÷ O.
    Counting,
}

/// What is asked of a queue.
#[derive(Clone, Debug)]
pub struct QueueTerms {
    /// Its name in files.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The T of "answered within T".
    pub within: Span,
    /// The share to reach, if there is a goal.
    pub answer: Option<f64>,
    /// The share of first contacts to resolve, if there is such a goal.
    pub fcr: Option<f64>,
    /// The share of answered callers to satisfy, if there is such a goal.
    pub satisfaction: Option<f64>,
    /// The formula that the goal is judged by.
    pub formula: Formula,
    /// Abandonments after no longer than this are left out of offered and abandoned.
    pub short_abandon: Option<Span>,
}

/// What a goal is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// Answering in time.
    Answer,
    /// First-contact resolution.
    Fcr,
    /// Satisfaction.
    Satisfaction,
}

impl QueueTerms {
    /// Its goals: of what, and the share to reach.
    pub fn goals(&self) -> impl Iterator<Item = (Asked, f64)> + use<> {
        let goals =
            [(Asked::Answer, self.answer), (Asked::Fcr, self.fcr), (Asked::Satisfaction, self.satisfaction)];
        goals.into_iter().filter_map(|(asked, share)| Some((asked, share?)))
    }
}

/// What a group of agents is called.
#[derive(Clone, Debug)]
pub struct GroupTerms {
    /// Its name in files.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// The names of its shifts.
    pub shifts: Vec<String>,
    /// Its pool of breaks, if it has one.
    pub pool: Option<PoolTerms>,
}

/// What is to be told of a pool of breaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PoolTerms {
    /// The break time a shift in seconds; `None` where time is not what is limited.
    pub budget_s: Option<f64>,
}

/// What was reported of the real centre.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The stretch of time the totals cover, in seconds; `None`: that of the scenario.
    pub covers_s: Option<f64>,
    /// Totals by name, in order.
    pub totals: Vec<(&'static str, f64)>,
}

/// The engine's queues.
pub(super) fn lower_queues(file: &File, desk: &mut Desk<'_>) -> Vec<Queue> {
    if file.queues.is_empty() {
        let spot = Spot::file();
        desk.need(&None::<()>, &spot, "[queues.NAME]", "[queues.main] with talk");
    }
    let queues = file.queues.iter().map(|(name, table)| {
        let spot = Spot::of("queues", name, table);
        let table = table.get_ref();
        check_goal(table, &spot, desk);
        let outcomes = outcomes::of_queue((name.get_ref(), table), &spot, (file, desk));
        outcomes::check_goal(table, outcomes.as_ref(), &spot, desk);
        desk.may_lack(&table.wrap_up, &spot, "wrap_up", ("none", "an agent is free when the talk ends"));
        desk.may_lack(&table.capacity, &spot, "capacity", ("no limit", "nobody finds the queue full"));
        Queue {
            name: name.get_ref().clone(),
            talk: shape::or_nothing(shape::needed(&table.talk, &spot, "talk", desk)),
            wrap_up: shape::optional(&table.wrap_up, &spot, "wrap_up", desk),
            capacity: table
                .capacity
                .as_ref()
                .and_then(|places| desk.count(places, "capacity", 0, desk.limits.agents)),
            next_agent: routing::next_agent(table, &spot, desk),
            overflow: help::overflow(table, &spot, (file, desk)),
            announces: help::announces(table, &spot, desk),
            call_back: help::call_back(table, &spot, desk),
            outcomes,
            takes: work::takes(table, &spot, desk),
            leads_to: work::leads_to(table, &spot, (file, desk)),
        }
    });
    queues.collect()
}

fn check_goal(table: &file::QueueTable, spot: &Spot, desk: &mut Desk<'_>) {
    let Some((goal, place)) = inside(&table.goal) else { return };
    let spot = spot.inner("goal", place);
    let shares = [&goal.answer, &goal.fcr, &goal.satisfaction];
    for share in shares.into_iter().flatten().filter(|share| share.get_ref().0 < 0.1) {
        let title = format!("a goal of {}%", share.get_ref().0 * 100.0);
        desk.doubt(title, &share.span(), "is it meant to be so low? \"80%\" is eighty in a hundred");
    }
    if goal.answer.is_some() {
        desk.need(&goal.within, &spot, "within", "within = \"30 s\"");
    }
}

/// What is asked of the queues.
pub(super) fn queue_terms(file: &File, desk: &mut Desk<'_>) -> Vec<QueueTerms> {
    let share = |share: &Maybe<Share>| share.as_ref().map(|share| share.get_ref().0);
    let terms = file.queues.iter().map(|(name, table)| {
        let spot = Spot::of("queues", name, table);
        let no_goal = file::GoalTable::default();
        let (goal, place) = inside(&table.get_ref().goal).unwrap_or((&no_goal, table.span()));
        let label = label(&table.get_ref().label, name, &spot, desk);
        let spot = spot.inner("goal", place);
        desk.may_lack(&goal.answer, &spot, "answer", ("none", "no share of the calls is asked for"));
        desk.may_lack(&goal.fcr, &spot, "fcr", ("none", "no share is asked to need no second call"));
        desk.may_lack(
            &goal.satisfaction,
            &spot,
            "satisfaction",
            ("none", "no share is asked to be satisfied"),
        );
        let none = ("none", "who gives up soon counts as everyone");
        desk.may_lack(&goal.short_abandon, &spot, "short_abandon", none);
        QueueTerms {
            name: name.get_ref().clone(),
            label,
            within: desk.or(&goal.within, &spot, "within", &WITHIN).span(),
            answer: share(&goal.answer),
            fcr: share(&goal.fcr),
            satisfaction: share(&goal.satisfaction),
            formula: match desk.or(&goal.formula, &spot, "formula", &FORMULA) {
                file::Formula::Offered => Formula::Offered,
                file::Formula::Answered => Formula::Answered,
                file::Formula::Forgiving => Formula::Forgiving,
                file::Formula::Counting => Formula::Counting,
            },
            short_abandon: goal.short_abandon.as_ref().map(|length| length.get_ref().span()),
        }
    });
    terms.collect()
}

/// A name for people; the name in files where there is none.
pub(super) fn label(label: &Maybe<Text>, name: &At<String>, spot: &Spot, desk: &mut Desk<'_>) -> String {
    label.as_ref().map(|label| label.get_ref().0.clone()).unwrap_or_else(|| {
        desk.is_named(spot, "label", name.get_ref(), "its name in files");
        name.get_ref().clone()
    })
}

/// What the groups are called.
pub(super) fn group_terms(file: &File, groups: &[Group]) -> Vec<GroupTerms> {
    let terms = file.agents.iter().zip(groups).map(|((name, table), group)| GroupTerms {
        name: name.get_ref().clone(),
        label: table
            .get_ref()
            .label
            .as_ref()
            .map_or_else(|| name.get_ref().clone(), |label| label.get_ref().0.clone()),
        shifts: table.get_ref().shifts.names().map(str::to_owned).collect(),
        pool: group.pool.as_ref().map(pool_terms),
    });
    terms.collect()
}

fn pool_terms(pool: &BreakPool) -> PoolTerms {
    match pool.budget {
        Budget::Time(budget) => PoolTerms { budget_s: Some(budget.as_seconds_f64()) },
        Budget::Endless | Budget::Breaks(_) => PoolTerms { budget_s: None },
    }
}

/// What was reported.
pub(super) fn reported(file: &File, desk: &mut Desk<'_>) -> Option<Reported> {
    let (table, place) = inside(&file.reported)?;
    let named: [(&'static str, &Maybe<Number>); 11] = [
        ("calls", &table.calls),
        ("callers", &table.callers),
        ("redials", &table.redials),
        ("line_blocked", &table.line_blocked),
        ("ivr_hang_ups", &table.ivr_hang_ups),
        ("ivr_served", &table.ivr_served),
        ("offered", &table.offered),
        ("answered", &table.answered),
        ("abandoned", &table.abandoned),
        ("blocked", &table.blocked),
        ("dropped", &table.dropped),
    ];
    let mut totals = Vec::new();
    for (name, number) in named {
        let Some(number) = number else { continue };
        if number.get_ref().0 < 0.0 {
            desk.problem(
                format!("{name} = {} is negative", number.get_ref().0),
                &number.span(),
                "write a number >= 0",
            );
        }
        totals.push((name, number.get_ref().0));
    }
    if let Some(covers) = table.covers.as_ref().filter(|covers| covers.get_ref().0 <= 0.0) {
        desk.problem("the totals cover no time", &covers.span(), "write covers = \"365 days\"");
    }
    let own = ("the scenario's", "totals of as long a time as is simulated");
    desk.may_lack(&table.covers, &Spot::new("reported", place), "covers", own);
    Some(Reported { covers_s: table.covers.as_ref().map(|covers| covers.get_ref().0), totals })
}
