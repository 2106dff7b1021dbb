//! The scenario file as it is written: one struct a table, every key optional, names in file order.
//!
//! Nothing here is checked beyond the single value; what a scenario must have is said in [`crate::lower`].

use serde::{Deserialize, Serialize};

pub(crate) use distributions::{
    EmpiricalTable, HyperexponentialTable, MeanAndCvTable, SHAPES, Shape, UniformTable,
};
pub(crate) use events::EventTable;
pub(crate) use forms::{At, DATES, Dates, HOURS, Hours, ListOrPath, Named, PROFILE, TEXTS, Texts};
pub(crate) use people::{LateTable, LearnsTable, MentorsTable, ResignsTable};

use crate::key;
use crate::quantity::{Amount, Cap, Clock, Date, Length, Number, Share, Spread, Text, Weekday, Whole};

/// A key that may be left out.
pub(crate) type Maybe<T> = Option<At<T>>;

macro_rules! tables {
    ($($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty),* $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, Default, Deserialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
        #[serde(deny_unknown_fields, default)]
        pub(crate) struct $name { $($(#[$field_meta])* pub(crate) $field: $type),* }
    )+};
}

// Below the macro, which they use.
mod distributions;
mod events;
mod forms;
mod people;

// The comments are what editors show: they stand in the schema.
tables! {
    /// A scenario of the call-centre simulator.
    File {
        /// The version of this language: 1.
        schema: Maybe<Whole>,
        /// What the scenario is about.
        title: Maybe<Text>,
        /// Which days, and when the centre is open.
        calendar: Maybe<CalendarTable>,
        /// The desks.
        floor: Maybe<FloorTable>,
        /// The telephone lines.
        lines: Maybe<LinesTable>,
        /// Whose call is taken first.
        routing: Maybe<RoutingTable>,
        /// Who calls, by name.
        callers: Named<CallersTable>,
        /// The menus of the automatic voice system, by name.
        ivr: Named<MenuTable>,
        /// What they call about and where they wait, by name.
        queues: Named<QueueTable>,
        /// Who answers: groups of agents, by name.
        agents: Named<AgentsTable>,
        /// What happens on certain days, by name.
        events: Named<EventTable>,
        /// How often it is simulated, and under which luck.
        run: Maybe<RunTable>,
        /// A search for the least value that meets every goal.
        search: Maybe<SearchTable>,
        /// Totals that were reported of the real centre.
        reported: Maybe<ReportedTable>,
        /// What the reported totals are to tell: the unknowns that `sim calibrate` finds.
        calibrate: Maybe<CalibrateTable>,
        /// Several hotlines in one run, by name.
        hotlines: Named<HotlineTable>,
        /// What all of these hotlines have otherwise than their own files say: a part of a scenario.
        each: Maybe<Box<File>>,
        /// Limits that this scenario raises.
        limits: Maybe<LimitsTable>,
    }
    /// Which days, and when the centre is open.
    CalendarTable {
        /// The first day, as 2014-03-03. Without it the first day is a Monday.
        starts: Maybe<Date>,
        /// How many days, one continuous stretch.
        days: Maybe<Whole>,
        /// Days on which the centre is closed: a date, or several.
        closed_on: Maybe<Dates>,
        /// When it opens: for all days, or by day of the week.
        opens: Maybe<Hours>,
        /// When it closes; 24:00 is the end of the day, an earlier time than `opens` is on the next day.
        closes: Maybe<Hours>,
        /// The length of the intervals that results are given for; it divides 24 h.
        interval: Maybe<Length>,
        /// Simulated, not counted, from 00:00 of the first day.
        warm_up: Maybe<Length>,
        /// What becomes of callers who wait at closing. Default: "serve-waiting".
        after_close: Maybe<AfterClose>,
    }
    /// The desks.
    FloorTable {
        /// Desks: an agent needs a free one to log in. Left out: enough.
        seats: Maybe<Whole>,
    }
    /// The telephone lines.
    LinesTable {
        /// Lines: a call needs one from arrival to the end of its talk. Left out: enough.
        trunks: Maybe<Whole>,
    }
    /// Whose call is taken first.
    RoutingTable {
        /// How much longer a caller must have waited to be taken before one of the next better priority. Left out:
        /// a better priority always comes first.
        priority_is_worth: Maybe<Length>,
    }
    /// A kind of callers.
    CallersTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// When they call.
        arrivals: Maybe<ArrivalsTable>,
        /// A replay instead: the path of a CSV file with arrived_s, patience_s, talk_s, wrap_up_s.
        calls: Maybe<Text>,
        /// How long they wait before they give up. Left out: for ever.
        patience: Maybe<Shape>,
        /// The share that hangs up at once when no agent is free.
        balks: Maybe<Share>,
        /// From 1, taken first, to 9. Default: 5.
        priority: Maybe<Whole>,
        /// What they make of the wait that a queue announces.
        when_told: Maybe<WhenToldTable>,
        /// Whether they call again.
        redial: Maybe<RedialTable>,
        /// Whether they call again about what an answer did not settle.
        calls_again: Maybe<CallsAgainTable>,
        /// Where they enter.
        enters: Maybe<Enters>,
    }
    /// When callers call.
    ArrivalsTable {
        /// Calls an hour of opening time.
        per_hour: Maybe<Number>,
        /// First calls a day.
        per_day: Maybe<Number>,
        /// Given instants, from 00:00 of the first day.
        at: Maybe<Vec<At<Length>>>,
        /// Weights that split the opening time evenly, or the path of a CSV file with start and weight.
        profile: Maybe<ListOrPath>,
        /// Factors by day of the week: mon, tue, wed, thu, fri, sat, sun.
        weekday: Named<Number>,
        /// Factors by month: jan, feb, mar, apr, may, jun, jul, aug, sep, oct, nov, dec.
        month: Named<Number>,
        /// One random factor a day.
        busyness: Maybe<BusynessTable>,
    }
    /// One gamma factor a day, with mean 1.
    BusynessTable {
        /// Its coefficient of variation.
        cv: Maybe<Spread>,
    }
    /// Whether callers call again after giving up or finding no line.
    RedialTable {
        /// The share that does.
        share: Maybe<Share>,
        /// How much later.
        after: Maybe<Shape>,
        /// The most redials of one caller. Left out: no limit.
        at_most: Maybe<Whole>,
        /// Other ends after which they call again too.
        after_also: Vec<At<AlsoAfter>>,
    }
    /// Whether callers call again about what an answer did not settle.
    CallsAgainTable {
        /// The share that does.
        share: Maybe<Share>,
        /// How much later, from the end of talk.
        after: Maybe<Shape>,
        /// The most further calls of one caller, redials included. Left out: no limit.
        at_most: Maybe<Whole>,
    }
    /// A menu of the automatic voice system.
    MenuTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// How long a caller spends in it.
        lasts: Maybe<Shape>,
        /// Where callers go from it; the shares sum to 100%.
        next: Maybe<NextTable>,
    }
    /// Where callers go from a menu.
    NextTable {
        /// The share that hangs up before any choice.
        hang_up: Maybe<Share>,
        /// The share whose question self-service answers.
        served: Maybe<Share>,
        /// The share that asks for a human, by queue.
        queue: Named<Share>,
        /// The share that goes on to another menu, by name.
        menu: Named<Share>,
    }
    /// What callers call about, and where they wait.
    QueueTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// Talk time, hold included.
        talk: Maybe<Shape>,
        /// Wrap-up after the talk.
        wrap_up: Maybe<Shape>,
        /// Places to wait; who finds them taken is blocked. Left out: no limit.
        capacity: Maybe<Whole>,
        /// Which of several available agents answers. Default: "longest-idle".
        next_agent: Maybe<NextAgent>,
        /// Who else may answer, after a wait or while many wait.
        overflow: Vec<At<OverflowTable>>,
        /// What callers who have to wait are told: an expected wait, and how it is estimated.
        announces: Maybe<Announces>,
        /// The offer to be called back.
        call_back: Maybe<CallBackTable>,
        /// The share of its answered calls that settle their matter. Left out: all, and nobody asks.
        resolves: Maybe<Share>,
        /// Whether its answered callers are satisfied.
        satisfied: Maybe<SatisfiedTable>,
        /// What is asked of it.
        goal: Maybe<GoalTable>,
        /// What waits in it. Default: "calls".
        takes: Maybe<Takes>,
        /// Of chats: how many an agent may have at a time.
        at_once: Maybe<Whole>,
        /// Of work: how long after its case was opened it must have been handled.
        deadline: Maybe<Length>,
        /// Of work: somebody is called for it, who may not be there.
        reaches: Maybe<ReachesTable>,
        /// The work that its calls lead to, by queue.
        leads_to: Named<LeadsToTable>,
    }
    /// Calling somebody who may not be there.
    ReachesTable {
        /// The share of attempts that is answered.
        share: Maybe<Share>,
        /// How long the agent is busy with one that isn't. Default: 30 s.
        rings: Maybe<Length>,
        /// How much later it is tried again. Left out: never.
        again: Maybe<Shape>,
        /// The most attempts in all. Left out: no limit.
        at_most: Maybe<Whole>,
    }
    /// Work that answered calls lead to.
    LeadsToTable {
        /// The share that does.
        share: Maybe<Share>,
        /// How long after the end of handling. Left out: at once.
        after: Maybe<Shape>,
    }
    /// From when on others may answer as well.
    OverflowTable {
        /// A call that has waited so long. Left out: at once.
        after: Maybe<Length>,
        /// While more than so many wait in the queue. Left out: however many.
        when_waiting_over: Maybe<Whole>,
        /// These groups of agents.
        agents: Vec<At<Text>>,
        /// The groups that answer these queues.
        queues: Vec<At<Text>>,
    }
    /// The offer to be called back instead of waiting on the line.
    CallBackTable {
        /// Made to those who have waited so long. Default: as soon as they have to wait.
        after: Maybe<Length>,
        /// The share that accepts it.
        accepts: Maybe<Share>,
        /// The share that is there when called. Default: 100%.
        reaches: Maybe<Share>,
        /// How long it rings where nobody is. Default: 30 s.
        rings: Maybe<Length>,
    }
    /// What callers make of the wait they are told.
    WhenToldTable {
        /// Of those who would not wait so long, the share that hangs up at once.
        balks: Maybe<Share>,
        /// What the patience of those who stay is multiplied by. Default: 1.
        patience_times: Maybe<Number>,
    }
    /// What is to be reached: any of `answer`, `fcr` and `satisfaction`.
    GoalTable {
        /// The share to answer in time.
        answer: Maybe<Share>,
        /// What "in time" is.
        within: Maybe<Length>,
        /// Which of the four formulas in use. Default: "offered".
        formula: Maybe<Formula>,
        /// Abandonments up to this are left out of the ratios.
        short_abandon: Maybe<Length>,
        /// The share of first contacts to resolve: answered, and the caller does not call again.
        fcr: Maybe<Share>,
        /// The share of answered callers to satisfy.
        satisfaction: Maybe<Share>,
    }
    /// The probability with which an answered caller is satisfied.
    SatisfiedTable {
        /// Of who is answered at once, and whose matter is settled. Default: 100%.
        at_best: Maybe<Share>,
        /// So much less for each minute of waiting. Default: 0%.
        less_each_minute_waited: Maybe<Share>,
        /// So much less where the matter is not settled. Default: 0%.
        less_unresolved: Maybe<Share>,
    }
    /// A group of agents: the same queues, the same break rules.
    AgentsTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// Agents on duty in all opening hours.
        heads: Maybe<Whole>,
        /// A head count without persons, one entry an interval of the day or of the opening hours.
        heads_per_interval: Maybe<Vec<At<Whole>>>,
        /// The queues they answer; the order means nothing.
        answers: Maybe<Vec<At<Text>>>,
        /// Queues whose calls they take first, the most preferred first.
        prefers: Vec<At<Text>>,
        /// How they handle calls, by queue.
        handles: Named<HandlesTable>,
        /// Agents kept free for some of their queues.
        keeps_free: Maybe<KeepsFreeTable>,
        /// The shifts of the group, by name.
        shifts: Named<ShiftTable>,
        /// Breaks beside the meals.
        breaks: Maybe<BreaksTable>,
        /// The share of duties to which an agent doesn't come.
        absent: Maybe<Share>,
        /// Whether agents come late.
        late: Maybe<LateTable>,
        /// How much longer than it should each meal and break lasts.
        overstays: Maybe<Shape>,
        /// Whether agents leave for good.
        resigns: Maybe<ResignsTable>,
        /// How agents get better with every call they handle.
        learns: Maybe<LearnsTable>,
        /// Agents of another group who are with these while they are logged in.
        mentors: Maybe<MentorsTable>,
    }
    /// Agents of a group kept free for some of its queues.
    KeepsFreeTable {
        /// For calls of these queues.
        r#for: Vec<At<Text>>,
        /// Calls of the others are taken only while more agents than this are available.
        agents: Maybe<Whole>,
    }
    /// How a group handles the calls of a queue.
    HandlesTable {
        /// What a caller's own talk and wrap-up are multiplied by.
        times: Maybe<Number>,
        /// The share of the calls that they settle. Default: the queue's.
        resolves: Maybe<Share>,
        /// So much less probably are their callers satisfied. Default: 0%.
        less_satisfied: Maybe<Share>,
    }
    /// A shift and the persons who work it.
    ShiftTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// How many persons.
        heads: Maybe<Whole>,
        /// Its start.
        from: Maybe<Clock>,
        /// Its end; not after `from`: the next day.
        to: Maybe<Clock>,
        /// The days of the week it works on. Left out: all days the centre opens.
        days: Maybe<Vec<At<Weekday>>>,
        /// The first day on which it is worked, as 2014-06-01. Left out: from the first day on.
        begins: Maybe<Date>,
        /// The last day on which it is worked. Left out: to the last day.
        ends: Maybe<Date>,
        /// Its meal.
        meal: Maybe<RestTable>,
    }
    /// A meal or a planned break.
    RestTable {
        /// The time of day.
        at: Maybe<Clock>,
        /// Or so long after the start of the shift.
        after: Maybe<Length>,
        /// Its length, kept when a call delays it.
        lasts: Maybe<Length>,
        /// Agent i of n begins i / n of this later.
        spread: Maybe<Length>,
    }
    /// Breaks beside the meals.
    BreaksTable {
        /// A pool of minutes to spend as the agent likes.
        pool: Maybe<PoolTable>,
        /// Breaks at given times.
        planned: Vec<At<RestTable>>,
    }
    /// A pool of breaks, spent between calls as the agent likes.
    PoolTable {
        /// How much of it there is a shift. Left out: no limit.
        budget: Maybe<Length>,
        /// Or so many breaks a shift.
        budget_breaks: Maybe<Whole>,
        /// The longest a single break may be.
        each_at_most: Maybe<Length>,
        /// How long a break is wanted to last. Default: each_at_most.
        lasts: Maybe<Shape>,
        /// Working time between requests.
        asks_every: Maybe<Shape>,
        /// When that clock runs. Default: "when_working".
        asks: Maybe<AsksWhen>,
        /// Requests that pile up at the shift's end.
        rush: Maybe<RushTable>,
        /// A request after each call whose talk is longer than this.
        after_calls_over: Maybe<Length>,
        /// The most on a break at once: a count, or a share of those on shift.
        at_once_at_most: Maybe<Cap>,
        /// What becomes of a request when so many are away. Default: "wait".
        when_full: Maybe<WhenFull>,
    }
    /// Requests that pile up at the shift's end.
    RushTable {
        /// The share of the requests.
        share: Maybe<Share>,
        /// The last stretch of the shift, into which they fall.
        last: Maybe<Length>,
    }
    /// How often it is simulated, and under which luck.
    RunTable {
        /// The root of all random numbers.
        seed: Maybe<Whole>,
        /// Independent repetitions. Default: 16.
        replications: Maybe<Whole>,
        /// Or as many as a wanted precision takes.
        precision: Maybe<PrecisionTable>,
        /// The confidence of a search's verdicts where precision doesn't say it. Default: 95%.
        confidence: Maybe<Share>,
        /// Who calls again so soon after the end of talk was not helped at the first contact. Default: 2 h.
        fcr_window: Maybe<Length>,
    }
    /// A wanted precision.
    PrecisionTable {
        /// The metric, or several: "service_level", "advice.asa".
        of: Maybe<Texts>,
        /// The widest half-width that will do, in the metric's unit.
        half_width: Maybe<Amount>,
        /// The confidence of stopping and of a search's verdicts. Default: 95%.
        confidence: Maybe<Share>,
        /// The most replications. Default: 400.
        at_most: Maybe<Whole>,
    }
    /// A search for the least value that meets every goal.
    SearchTable {
        /// The key to vary, as "floor.seats".
        vary: Maybe<Text>,
        /// The least value.
        from: Maybe<Amount>,
        /// The greatest value.
        to: Maybe<Amount>,
        /// From one value to the next.
        step: Maybe<Amount>,
        /// Agents whose heads grow in proportion, as "agents.advisers", or several.
        scale: Maybe<Texts>,
        /// What is looked for: the least value that meets every goal ("goals"), or nothing: "all" are tried.
        until: Maybe<Until>,
    }
    /// What the reported totals are to tell.
    CalibrateTable {
        /// The unknowns, by name.
        unknowns: Named<UnknownTable>,
        /// The reported totals to meet, as "calls". Default: all that are above 0.
        meets: Maybe<Texts>,
        /// How exact the reported totals are. Default: 1%.
        accuracy: Maybe<Share>,
    }
    /// A value of the scenario that is not known.
    UnknownTable {
        /// Its key, as "callers.public.arrivals.per_day".
        key: Maybe<Text>,
        /// The least that it may be.
        from: Maybe<Amount>,
        /// The most that it may be.
        to: Maybe<Amount>,
        /// A share that gets less as this one gets more, as "ivr.welcome.next.queue.advice".
        against: Maybe<Text>,
    }
    /// Limits that are there so that a slip doesn't fill the memory or take for ever; raise them on purpose.
    LimitsTable {
        /// Days of a stretch. Default: 3,660.
        days: Maybe<Whole>,
        /// Intervals of a stretch, for all queues together. Default: 1,000,000.
        intervals: Maybe<Whole>,
        /// Expected first calls of a replication. Default: 2,000,000,000.
        calls: Maybe<Whole>,
        /// Agents, seats, lines and places to wait, each. Default: 200,000.
        agents: Maybe<Whole>,
        /// Replications of a run. Default: 1,000,000.
        replications: Maybe<Whole>,
        /// Values of a search or a sweep. Default: 10,000.
        values: Maybe<Whole>,
        /// Rates, duties and head counts day by day, and lines of data files. Default: 5,000,000.
        entries: Maybe<Whole>,
        /// Mebibytes of a file; on the command line only. Default: 4.
        file_mib: Maybe<Whole>,
    }
    /// Another scenario in this run.
    HotlineTable {
        /// Its name for people.
        label: Maybe<Text>,
        /// Its file.
        scenario: Maybe<Text>,
    }
    /// Totals that were reported, by name, to be set beside the simulated ones.
    ReportedTable {
        /// The stretch of time they cover.
        covers: Maybe<Length>,
        /// Calls that arrived.
        calls: Maybe<Number>,
        /// Callers.
        callers: Maybe<Number>,
        /// Redials.
        redials: Maybe<Number>,
        /// Calls whose caller asked for a human.
        offered: Maybe<Number>,
        /// Calls that an agent answered.
        answered: Maybe<Number>,
        /// Calls that self-service ended.
        ivr_served: Maybe<Number>,
        /// All who gave up, waiting or before choosing.
        abandoned: Maybe<Number>,
        /// Of those, before choosing.
        ivr_hang_ups: Maybe<Number>,
        /// Calls that found no free line.
        line_blocked: Maybe<Number>,
        /// Calls that found the queue full.
        blocked: Maybe<Number>,
        /// Calls dropped at closing.
        dropped: Maybe<Number>,
    }
}

/// Where calls enter.
#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub(crate) enum Enters {
    Queue(At<Text>),
    Menu(At<Text>),
}

impl Enters {
    /// The key of what is entered.
    pub(crate) fn key(&self) -> String {
        match self {
            Enters::Queue(name) => key::inside("queues", &name.get_ref().0),
            Enters::Menu(name) => key::inside("ivr", &name.get_ref().0),
        }
    }
}

macro_rules! words {
    ($($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
        #[cfg_attr(test, derive(schemars::JsonSchema))]
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
    Takes { Calls, Chats, Work }
    WhenFull { Wait, Refuse }
    Until { Goals, All }
    Announces { QueueLength, LastWait }
    Formula { Offered, Answered, Forgiving, Counting }
    NextAgent { LongestIdle, LeastOccupied, ListedOrder, Random, FewestSkills }
}
