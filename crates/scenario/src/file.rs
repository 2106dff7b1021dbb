//! The scenario file as it is written: one struct a table, every key optional, names in file order.
//!
//! Nothing here is checked beyond the single value; what a scenario must have is said in [`crate::lower`].

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::quantity::{
    Cap, Clock, DATETIME_KEY, Date, Leaf, Length, Number, Raw, Share, Spread, Text, Weekday, Whole, Wrong,
};

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
        half_width: Maybe<Precision>,
        confidence: Maybe<Share>,
        at_most: Maybe<Whole>,
    }
    SearchTable {
        vary: Maybe<Text>,
        from: Maybe<Number>,
        to: Maybe<Number>,
        step: Maybe<Number>,
        scale: Maybe<Texts>,
        until: Maybe<Text>,
        confidence: Maybe<Share>,
        at_most: Maybe<Whole>,
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
        #[serde(rename = "hung_up_in_ivr", alias = "hang_up", alias = "ivr_hang_up")]
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
    Formula { Offered, Answered, Forgiving, Counting }
}

/// A half-width: a share of calls, or a length of time.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Precision;

impl<'de> Deserialize<'de> for Precision {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Precision, D::Error> {
        let wrong = |raw: &Raw| {
            Wrong::new(
                format!("{raw} is no half-width"),
                "write a share, as \"0.5%\", a length, as \"2 s\", or a number",
            )
        };
        let raw = Raw::deserialize(deserializer)?;
        let fits = match &raw {
            Raw::Text(text) => {
                Share::read(Raw::Text(text.clone())).is_ok() || Length::read(Raw::Text(text.clone())).is_ok()
            }
            Raw::Whole(number) => *number > 0,
            Raw::Number(number) => *number > 0.0 && number.is_finite(),
            _ => false,
        };
        if fits { Ok(Precision) } else { Err(serde::de::Error::custom(wrong(&raw))) }
    }
}

/// Tables under names that the user gave, in the order of the file.
#[derive(Clone, Debug)]
pub(crate) struct Named<T>(pub(crate) Vec<(At<String>, At<T>)>);

impl<T> Default for Named<T> {
    fn default() -> Self {
        Named(Vec::new())
    }
}

impl<T> Named<T> {
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&At<String>, &At<T>)> {
        self.0.iter().map(|(name, table)| (name, table))
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.get_ref().as_str())
    }

    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        self.names().position(|known| known == name)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Named<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Entries<T> {
            type Value = Named<T>;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a table of names")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Named<T>, A::Error> {
                let mut named = Vec::new();
                while let Some(entry) = entries.next_entry()? {
                    named.push(entry);
                }
                Ok(Named(named))
            }
        }
        deserializer.deserialize_map(Entries(std::marker::PhantomData))
    }
}

/// Weights in a list, or the path of a CSV file.
#[derive(Clone, Debug)]
pub(crate) enum ListOrPath {
    List(Vec<At<Number>>),
    Path(String),
}

struct ListOrPathVisitor;

impl<'de> Visitor<'de> for ListOrPathVisitor {
    type Value = ListOrPath;
    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a list of numbers, or the path of a CSV file in quotes")
    }
    fn visit_str<E: de::Error>(self, path: &str) -> Result<ListOrPath, E> {
        Ok(ListOrPath::Path(path.to_owned()))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<ListOrPath, A::Error> {
        Vec::deserialize(de::value::SeqAccessDeserializer::new(items)).map(ListOrPath::List)
    }
}

impl<'de> Deserialize<'de> for ListOrPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ListOrPathVisitor)
    }
}

/// One text or several.
#[derive(Clone, Debug)]
pub(crate) struct Texts(#[expect(dead_code, reason = "the search will read them")] Vec<At<Text>>);

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextsVisitor;
        impl<'de> Visitor<'de> for TextsVisitor {
            type Value = Texts;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a text in quotes, or a list of them")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Texts, E> {
                Ok(Texts(vec![At::new(0..0, Text(text.to_owned()))]))
            }
            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Texts, A::Error> {
                Vec::deserialize(de::value::SeqAccessDeserializer::new(items)).map(Texts)
            }
        }
        deserializer.deserialize_any(TextsVisitor)
    }
}

/// One time of day for all days, or one for each day of the week that is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hours(pub(crate) [Option<Clock>; 7]);

impl<'de> Deserialize<'de> for Hours {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct HoursVisitor;
        impl<'de> Visitor<'de> for HoursVisitor {
            type Value = Hours;
            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("a time of day, as \"08:00\", or a table of them, as { mon = \"08:00\" }")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Hours, E> {
                let clock = Clock::read(Raw::Text(text.to_owned())).map_err(E::custom)?;
                Ok(Hours([Some(clock); 7]))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Hours, A::Error> {
                let mut hours = Hours([None; 7]);
                while let Some(key) = entries.next_key::<DayKey>()? {
                    match key {
                        DayKey::Whole => {
                            let clock =
                                Clock::read(Raw::Moment(entries.next_value()?)).map_err(de::Error::custom)?;
                            return Ok(Hours([Some(clock); 7]));
                        }
                        DayKey::Day(day) => hours.0[usize::from(day.0)] = Some(entries.next_value()?),
                    }
                }
                Ok(hours)
            }
        }
        deserializer.deserialize_any(HoursVisitor)
    }
}

/// A day's name, or the toml crate's name for "this is an unquoted time".
enum DayKey {
    Day(Weekday),
    Whole,
}

impl<'de> Deserialize<'de> for DayKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        if key == DATETIME_KEY {
            return Ok(DayKey::Whole);
        }
        Weekday::read(Raw::Text(key)).map(DayKey::Day).map_err(de::Error::custom)
    }
}
