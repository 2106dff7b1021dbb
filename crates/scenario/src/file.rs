//! The scenario file as it is written: one struct a table, every key optional, names in file order.
//!
//! Nothing here is checked beyond the single value; what a scenario must have is said in [`crate::lower`].

mod forms;

use serde::Deserialize;

pub(crate) use forms::{Hours, ListOrPath, Named, Texts};

use crate::quantity::{Amount, Cap, Clock, Date, Length, Number, Share, Spread, Text, Weekday, Whole};

/// A value and its place.
pub(crate) type At<T> = toml::Spanned<T>;
/// A key that may be left out.
pub(crate) type Maybe<T> = Option<At<T>>;

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $($(#[$field_meta])* pub(crate) $field: $type),* }
    )+};
}

tables! {
    /// The whole file.
    File {
        schema: Maybe<Whole>,
        title: Maybe<Text>,
        calendar: Maybe<CalendarTable>,
        floor: Maybe<FloorTable>,
        lines: Maybe<LinesTable>,
        callers: Named<CallersTable>,
        ivr: Named<MenuTable>,
        queues: Named<QueueTable>,
        agents: Named<AgentsTable>,
        run: Maybe<RunTable>,
        search: Maybe<SearchTable>,
        reported: Maybe<ReportedTable>,
        hotlines: Named<HotlineTable>,
    }
    CalendarTable {
        starts: Maybe<Date>,
        days: Maybe<Whole>,
        opens: Maybe<Hours>,
        closes: Maybe<Hours>,
        interval: Maybe<Length>,
        warm_up: Maybe<Length>,
        after_close: Maybe<AfterClose>,
    }
    FloorTable { seats: Maybe<Whole> }
    LinesTable { trunks: Maybe<Whole> }
    CallersTable {
        label: Maybe<Text>,
        arrivals: Maybe<ArrivalsTable>,
        calls: Maybe<Text>,
        patience: Maybe<Shape>,
        balks: Maybe<Share>,
        redial: Maybe<RedialTable>,
        enters: Maybe<Enters>,
    }
    ArrivalsTable {
        per_hour: Maybe<Number>,
        per_day: Maybe<Number>,
        at: Maybe<Vec<At<Length>>>,
        profile: Maybe<ListOrPath>,
        weekday: Named<Number>,
        busyness: Maybe<BusynessTable>,
    }
    BusynessTable { cv: Maybe<Spread> }
    RedialTable {
        share: Maybe<Share>,
        after: Maybe<Shape>,
        at_most: Maybe<Whole>,
        after_also: Vec<At<AlsoAfter>>,
    }
    MenuTable { label: Maybe<Text>, lasts: Maybe<Shape>, next: Maybe<NextTable> }
    NextTable {
        hang_up: Maybe<Share>,
        served: Maybe<Share>,
        queue: Named<Share>,
        menu: Named<Share>,
    }
    QueueTable {
        label: Maybe<Text>,
        talk: Maybe<Shape>,
        wrap_up: Maybe<Shape>,
        capacity: Maybe<Whole>,
        goal: Maybe<GoalTable>,
    }
    GoalTable {
        answer: Maybe<Share>,
        within: Maybe<Length>,
        formula: Maybe<Formula>,
        short_abandon: Maybe<Length>,
    }
    AgentsTable {
        label: Maybe<Text>,
        heads: Maybe<Whole>,
        heads_per_interval: Maybe<Vec<At<Whole>>>,
        answers: Maybe<Vec<At<Text>>>,
        shifts: Named<ShiftTable>,
        breaks: Maybe<BreaksTable>,
    }
    ShiftTable {
        label: Maybe<Text>,
        heads: Maybe<Whole>,
        from: Maybe<Clock>,
        to: Maybe<Clock>,
        days: Maybe<Vec<At<Weekday>>>,
        meal: Maybe<RestTable>,
    }
    RestTable {
        at: Maybe<Clock>,
        after: Maybe<Length>,
        lasts: Maybe<Length>,
        spread: Maybe<Length>,
    }
    BreaksTable { pool: Maybe<PoolTable>, planned: Vec<At<RestTable>> }
    PoolTable {
        budget: Maybe<Length>,
        budget_breaks: Maybe<Whole>,
        each_at_most: Maybe<Length>,
        lasts: Maybe<Shape>,
        asks_every: Maybe<Shape>,
        asks: Maybe<AsksWhen>,
        rush: Maybe<RushTable>,
        after_calls_over: Maybe<Length>,
        at_once_at_most: Maybe<Cap>,
        when_full: Maybe<WhenFull>,
    }
    RushTable { share: Maybe<Share>, last: Maybe<Length> }
    RunTable { seed: Maybe<Whole>, replications: Maybe<Whole>, precision: Maybe<PrecisionTable> }
    PrecisionTable {
        of: Maybe<Texts>,
        half_width: Maybe<Amount>,
        confidence: Maybe<Share>,
        at_most: Maybe<Whole>,
    }
    SearchTable {
        vary: Maybe<Text>,
        from: Maybe<Amount>,
        to: Maybe<Amount>,
        step: Maybe<Amount>,
        scale: Maybe<Texts>,
        until: Maybe<Until>,
    }
    HotlineTable { scenario: Maybe<Text> }
    MeanTable { mean: Maybe<Length> }
    MeanAndCvTable { mean: Maybe<Length>, cv: Maybe<Spread> }
    ErlangTable { mean: Maybe<Length>, stages: Maybe<Whole> }
    WeibullTable { mean: Maybe<Length>, shape: Maybe<Number> }
    UniformTable { low: Maybe<Length>, high: Maybe<Length> }
    HyperexponentialTable { shares: Vec<At<Share>>, means: Vec<At<Length>> }
    EmpiricalTable { file: Maybe<Text> }
}

/// Totals that were reported, by name, to be set beside the simulated ones.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct ReportedTable {
    pub(crate) covers: Maybe<Length>,
    pub(crate) calls: Maybe<Number>,
    pub(crate) callers: Maybe<Number>,
    pub(crate) redials: Maybe<Number>,
    pub(crate) offered: Maybe<Number>,
    pub(crate) answered: Maybe<Number>,
    pub(crate) ivr_served: Maybe<Number>,
    pub(crate) abandoned: Maybe<Number>,
    pub(crate) ivr_hang_ups: Maybe<Number>,
    pub(crate) line_blocked: Maybe<Number>,
    pub(crate) blocked: Maybe<Number>,
    pub(crate) dropped: Maybe<Number>,
}

/// A distribution: one key that names it.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    Fixed(At<Length>),
    Exponential(At<MeanTable>),
    Lognormal(At<MeanAndCvTable>),
    Gamma(At<MeanAndCvTable>),
    Erlang(At<ErlangTable>),
    Weibull(At<WeibullTable>),
    Uniform(At<UniformTable>),
    Hyperexponential(At<HyperexponentialTable>),
    Empirical(At<EmpiricalTable>),
    Listed(At<Vec<At<Length>>>),
}

/// The names of the distributions.
pub(crate) const SHAPES: [&str; 10] = [
    "fixed",
    "exponential",
    "lognormal",
    "gamma",
    "erlang",
    "weibull",
    "uniform",
    "hyperexponential",
    "empirical",
    "listed",
];

/// Where calls enter.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Enters {
    Queue(At<Text>),
    Menu(At<Text>),
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum $name { $($(#[$variant_meta])* $variant),+ }
    )+};
}

words! {
    AfterClose { ServeWaiting, DropWaiting }
    AlsoAfter {
        #[serde(rename = "hung_up_in_ivr", alias = "hang_up", alias = "ivr_hang_ups")]
        HungUpInIvr,
        #[serde(rename = "served_by_ivr", alias = "served", alias = "ivr_served")]
        ServedByIvr,
        Dropped,
    }
    AsksWhen {
        #[serde(rename = "when_working")]
        Working,
        #[serde(rename = "when_idle")]
        Idle,
    }
    WhenFull { Wait, Refuse }
    Until { Goals }
    Formula { Offered, Answered, Forgiving, Counting }
}
