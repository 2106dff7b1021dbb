//! What is simulated: the design of a centre as plain data, and the model made of it.
//!
//! Everything here is settled before a day starts and never changes while it runs. Whoever builds a
//! [`Design`] answers for its sense (shares that sum to one, shifts that end after they start, ids that
//! exist): the engine has no errors to return.

mod absences;
mod detours;
mod outcomes;
mod paths;
mod people;
mod routes;
mod staff;
mod steps;
mod work;

use std::ops::Deref;

use crate::distribution::Distribution;
use crate::id::{AgentId, GroupId, KindId, MenuId, QueueId};
use crate::luck::name_address;
use crate::time::{Span, Time};

pub use absences::Absence;
pub use detours::Detour;
pub use outcomes::*;
pub(crate) use paths::{GroupPath, Paths, QueuePath};
pub use people::*;
pub(crate) use routes::{Answering, Routes};
pub use staff::*;
pub(crate) use steps::{AllSteps, Due, Help, Steps, When};
pub(crate) use work::WorkTables;
pub use work::{LeadsTo, Reaches, Takes, Work};

/// A whole centre: who calls, what they hear, where they wait, who answers, and when.
#[derive(Clone, Debug)]
pub struct Design {
    /// The stretch of days and its opening hours.
    pub calendar: Calendar,
    /// What happens at closing time to those who are inside.
    pub after_close: AfterClose,
    /// Desks; an agent needs a free one to log in. `None`: as many as anybody wants.
    pub seats: Option<u32>,
    /// Telephone lines; a caller holds one from arrival to the end of talk. `None`: no limit.
    pub lines: Option<u32>,
    /// Who calls.
    pub kinds: Vec<CallerKind>,
    /// The menus of the IVR.
    pub menus: Vec<Menu>,
    /// Where callers wait.
    pub queues: Vec<Queue>,
    /// Who answers.
    pub groups: Vec<Group>,
    /// How much longer a caller must have waited to be served before one of the next better priority. `None`: he
    /// never is.
    pub priority_is_worth: Option<Span>,
    /// What events add to the chance that an agent does not come, by their start.
    pub absences: Vec<Absence>,
}

/// The stretch of days that one replication runs through.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// Consecutive days of the stretch.
    pub days: u32,
    /// Length of the intervals that results are counted by; divides 24 hours.
    pub interval: Span,
    /// Calls that arrive before this instant are simulated and not counted.
    pub warm_up: Time,
    /// Opening hours in order of time. Windows that touch are one window.
    pub windows: Vec<Window>,
    /// True where the last day is open to 24:00 after opening at 00:00: the run then stops at the end of
    /// the stretch, whoever is inside. Else the last closing time is served out.
    pub stops_at_end: bool,
}

/// One stretch of opening hours, `[opens, closes)`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// The first instant at which calls are admitted.
    pub opens: Time,
    /// The first instant at which they are not.
    pub closes: Time,
}

/// What happens at closing time to those who are inside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AfterClose {
    /// Callers in the IVR may still be offered, those offered are served, agents stay for them.
    #[default]
    ServeWaiting,
    /// Everyone not yet answered is dropped.
    DropWaiting,
}

/// People who call for one reason with one temper.
#[derive(Clone, Debug)]
pub struct CallerKind {
    /// The name, which is part of the address of their luck.
    pub name: String,
    /// When they call first.
    pub arrivals: Arrivals,
    /// How long they wait before they give up. `None`: for ever.
    pub patience: Option<Distribution>,
    /// The share that hangs up at once when no agent is free.
    pub balks: f64,
    /// Whether they call again.
    pub redial: Option<Redial>,
    /// Whether they call again about what an answer did not settle.
    pub calls_again: Option<CallsAgain>,
    /// Where their calls enter.
    pub enters: Entry,
    /// When they enter elsewhere: in order of time, none in another.
    pub detours: Vec<Detour>,
    /// Their tier: lower numbers are served first.
    pub priority: u32,
    /// What they make of the wait that a queue announces. `None`: nothing.
    pub when_told: Option<WhenTold>,
}

/// When first calls come.
#[derive(Clone, Debug)]
pub enum Arrivals {
    /// A Poisson process with a constant rate on each piece.
    Poisson {
        /// Pieces in order of time, within the opening hours, none across midnight.
        pieces: Vec<Piece>,
        /// Coefficient of variation of the day's gamma factor with mean 1; zero: no factor.
        busyness_cv: f64,
    },
    /// These calls, in order of time.
    Given(Vec<GivenCall>),
}

/// A stretch of time with a constant arrival rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Piece {
    /// The start, included.
    pub start: Time,
    /// The end, excluded.
    pub end: Time,
    /// Calls expected between the two on a day of factor 1.
    pub expected_calls: f64,
}

/// A call of a given trace; what is `None` is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct GivenCall {
    /// When it arrives.
    pub arrives: Time,
    /// How long the caller would wait.
    pub patience: Option<Span>,
    /// Talk time.
    pub talk: Option<Span>,
    /// Wrap-up time.
    pub wrap_up: Option<Span>,
}

/// Calling again after an abandonment or a busy line.
#[derive(Clone, Debug)]
pub struct Redial {
    /// The share that calls again.
    pub share: f64,
    /// The time until then.
    pub after: Distribution,
    /// The most redials of one caller. `None`: no limit.
    pub at_most: Option<u32>,
    /// Hanging up in the IVR also leads to redials.
    pub after_hang_up: bool,
    /// Being served by the IVR also leads to redials.
    pub after_served: bool,
    /// Being dropped at closing also leads to redials.
    pub after_drop: bool,
}

/// Where a call enters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// Straight into a queue.
    Queue(QueueId),
    /// At a menu of the IVR.
    Menu(MenuId),
}

/// A menu of the IVR: it lasts a while, then the caller goes on to one of its exits.
#[derive(Clone, Debug)]
pub struct Menu {
    /// The name.
    pub name: String,
    /// How long a caller listens and chooses.
    pub lasts: Distribution,
    /// Exits with their shares, which sum to one.
    pub exits: Vec<(f64, Exit)>,
}

/// Where a menu leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// The caller hangs up before choosing anything.
    HangUp,
    /// Self-service did it.
    Served,
    /// The caller chooses human service: the call is offered.
    Queue(QueueId),
    /// Another menu.
    Menu(MenuId),
}

/// What callers ask for and where they wait for it, first come first served.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The name.
    pub name: String,
    /// Talk time.
    pub talk: Distribution,
    /// Wrap-up time after the talk. `None`: none.
    pub wrap_up: Option<Distribution>,
    /// Places to wait; who finds them all taken is blocked. `None`: no limit.
    pub capacity: Option<u32>,
    /// Which of several available agents answers.
    pub next_agent: NextAgent,
    /// Who else may answer, and when (rule 29).
    pub overflow: Vec<Overflow>,
    /// How the wait is estimated that callers who have to wait are told (rule 31).
    pub announces: Option<Announces>,
    /// The offer to be called back (rule 32).
    pub call_back: Option<CallBack>,
    /// What comes of answered calls. `None`: nobody asks, and each settles its matter.
    pub outcomes: Option<Outcomes>,
    /// What waits in it.
    pub takes: Takes,
    /// The work that its calls lead to.
    pub leads_to: Vec<LeadsTo>,
}

/// A step of a queue's overflow: from when on other groups may answer its calls as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overflow {
    /// These groups.
    pub groups: Vec<GroupId>,
    /// A call that has waited so long,
    pub after: Span,
    /// while more than so many wait in the queue. `None`: however many.
    pub when_waiting_over: Option<u32>,
}

/// How a wait is estimated (Ibrahim and Whitt 2009).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Announces {
    /// By who waits before him, the mean handle time and the agents at work.
    QueueLength,
    /// The wait of the queue's call that was answered last.
    LastWait,
}

/// The offer to be called back instead of waiting on the line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CallBack {
    /// Made to those who have waited so long.
    pub after: Span,
    /// The share that accepts it.
    pub accepts: f64,
    /// How the call back goes.
    pub outbound: Outbound,
}

/// A call that an agent makes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outbound {
    /// The share that answers.
    pub reaches: f64,
    /// How long it rings where nobody does.
    pub rings: Span,
}

/// What callers of a kind make of the wait that they are told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WhenTold {
    /// Of those whose patience is shorter, the share that hangs up at once.
    pub balks: f64,
    /// What the patience of those who stay is multiplied by.
    pub patience_times: f64,
}

/// Which of the available agents who prefer a call alike answers it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NextAgent {
    /// The one who has been available longest.
    #[default]
    LongestIdle,
    /// The one with the least share of handling in handling and available time, since he logged in.
    LeastOccupied,
    /// The first in the order of groups, shifts and numbers.
    ListedOrder,
    /// Any, each as likely as another.
    Random,
    /// One whose group answers the fewest queues; of these the one who has been available longest.
    FewestSkills,
}

impl Design {
    /// An empty centre that never closes, counted by the hour; for programs that build a design by hand.
    pub fn always_open(days: u32) -> Design {
        Design {
            calendar: Calendar {
                days,
                interval: Span::seconds(3_600),
                warm_up: Time::ZERO,
                windows: vec![Window { opens: Time::ZERO, closes: day_start(days) }],
                stops_at_end: true,
            },
            after_close: AfterClose::ServeWaiting,
            seats: None,
            lines: None,
            kinds: Vec::new(),
            menus: Vec::new(),
            queues: Vec::new(),
            groups: Vec::new(),
            priority_is_worth: None,
            absences: Vec::new(),
        }
    }
}

/// 00:00 of a day counted from zero.
pub fn day_start(day: u32) -> Time {
    Time::from_us(u64::from(day) * Span::DAY.as_us())
}

impl Calendar {
    /// 24:00 of the last day.
    pub fn end(&self) -> Time {
        day_start(self.days)
    }

    /// Whether calls are admitted at an instant.
    pub fn is_open(&self, at: Time) -> bool {
        let next = self.windows.partition_point(|window| window.closes <= at);
        self.windows.get(next).is_some_and(|window| window.opens <= at)
    }
}

impl CallerKind {
    /// Callers of endless patience who never redial.
    pub fn new(name: &str, arrivals: Arrivals, enters: Entry) -> CallerKind {
        CallerKind {
            name: name.to_owned(),
            arrivals,
            patience: None,
            balks: 0.0,
            redial: None,
            calls_again: None,
            enters,
            detours: Vec::new(),
            priority: 0,
            when_told: None,
        }
    }
}

impl Arrivals {
    /// Calls at these whole seconds.
    pub fn at_seconds(seconds: &[u64]) -> Arrivals {
        let call = |&second| GivenCall { arrives: Time::seconds(second), ..GivenCall::default() };
        Arrivals::Given(seconds.iter().map(call).collect())
    }

    /// A constant rate in all opening hours.
    pub fn per_hour(calls: f64, calendar: &Calendar) -> Arrivals {
        let mut pieces = Vec::new();
        for window in &calendar.windows {
            for part in split_at_midnight(*window) {
                let hours = part.closes.since(part.opens).as_seconds_f64() / 3_600.0;
                pieces.push(Piece { start: part.opens, end: part.closes, expected_calls: calls * hours });
            }
        }
        Arrivals::Poisson { pieces, busyness_cv: 0.0 }
    }
}

impl Queue {
    /// A queue without wrap-up and without limit.
    pub fn new(name: &str, talk: Distribution) -> Queue {
        Queue {
            name: name.to_owned(),
            talk,
            wrap_up: None,
            capacity: None,
            next_agent: NextAgent::default(),
            overflow: Vec::new(),
            announces: None,
            call_back: None,
            outcomes: None,
            takes: Takes::default(),
            leads_to: Vec::new(),
        }
    }
}

impl Queue {
    /// The wait that is announced with so many callers waiting before and so many agents at work: their calls and the
    /// caller's own turn, at the mean handle time, over the agents (Ibrahim and Whitt 2009, "QL").
    pub fn expected_wait(&self, waiting_before: u32, agents: u32) -> Span {
        let handle_s = self.talk.mean_s() + self.wrap_up.as_ref().map_or(0.0, Distribution::mean_s);
        Span::from_seconds_f64((f64::from(waiting_before) + 1.0) * handle_s / f64::from(agents.max(1)))
    }
}

fn split_at_midnight(window: Window) -> impl Iterator<Item = Window> {
    let day = Span::DAY.as_us();
    let first = window.opens.as_us() / day;
    let last = window.closes.as_us().div_ceil(day);
    (first..last).map(move |index| Window {
        opens: window.opens.max(Time::from_us(index * day)),
        closes: window.closes.min(Time::from_us((index + 1) * day)),
    })
}

/// A design with the tables that the engine looks things up in. Shared by `&`, never changed.
#[derive(Clone, Debug)]
pub struct Model {
    design: Design,
    people: Vec<Person>,
    groups_of_queue: Vec<Vec<GroupId>>,
    agents_of_group: Vec<std::ops::Range<u32>>,
    routes: Routes,
    steps: AllSteps,
    paths: Paths,
    has_plain_calls: bool,
    has_given_calls: bool,
    /// For each group whom its agents mentor: trainees' groups, and how many trainees each is with.
    trainees_of_group: Vec<Vec<(GroupId, u32)>>,
    work: WorkTables,
    kind_addresses: Vec<u64>,
}

/// Who an agent is: the name by which his luck is addressed and his row is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// His group.
    pub group: GroupId,
    /// His shift's place in the group; `None` for a head count.
    pub shift: Option<u32>,
    /// His number in the shift, from zero.
    pub number: u32,
    pub(crate) address: u64,
}

impl Deref for Model {
    type Target = Design;
    fn deref(&self) -> &Design {
        &self.design
    }
}

impl Model {
    /// Makes a model of a design.
    pub fn new(mut design: Design) -> Model {
        learners_have_their_own_times(&mut design);
        let mut people = Vec::new();
        let mut agents_of_group = Vec::new();
        for (index, group) in design.groups.iter().enumerate() {
            let first = people.len() as u32;
            people_of_group(GroupId::from(index), group, &mut people);
            agents_of_group.push(first..people.len() as u32);
        }
        let groups_of_queue =
            (0..design.queues.len()).map(|queue| groups_answering(&design, QueueId::from(queue)));
        let groups_of_queue = groups_of_queue.collect();
        let kind_addresses = design.kinds.iter().map(|kind| name_address(&[&kind.name])).collect();
        let (routes, steps) = (Routes::new(&design), AllSteps::new(&design));
        let work = WorkTables::new(&design);
        let trainees_of_group = trainees_of_group(&design.groups);
        let judges = design.queues.iter().any(|queue| queue.outcomes.is_some());
        let has_plain_calls = !(work.is_any || steps.is_any || judges);
        Model {
            paths: Paths::new(&design, (&routes, &steps, &work), has_plain_calls),
            has_plain_calls,
            has_given_calls: design.kinds.iter().any(|kind| matches!(kind.arrivals, Arrivals::Given(_))),
            design,
            people,
            groups_of_queue,
            agents_of_group,
            routes,
            steps,
            work,
            trainees_of_group,
            kind_addresses,
        }
    }

    /// All agents, in order of their ids.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// The groups that answer a queue.
    pub fn groups_answering(&self, queue: QueueId) -> &[GroupId] {
        &self.groups_of_queue[queue.index()]
    }

    /// The shift that an agent works; `None` for a head count.
    pub fn shift_of(&self, agent: AgentId) -> Option<&Shift> {
        let person = &self.people[agent.index()];
        match &self.design.groups[person.group.index()].staffing {
            Staffing::Shifts(shifts) => person.shift.map(|shift| &shifts[shift as usize]),
            Staffing::HeadCount(_) => None,
        }
    }

    pub(crate) fn agents_of(&self, group: GroupId) -> impl Iterator<Item = AgentId> + use<> {
        self.agents_of_group[group.index()].clone().map(AgentId)
    }

    /// What a given trace says of a first call; redials have luck of their own.
    #[inline(always)]
    pub(crate) fn given_call(&self, kind: KindId, caller: u64, attempt: u32) -> Option<&GivenCall> {
        // Seldom there are any, and every call asks more than once.
        if self.has_given_calls { self.given_first_call(kind, caller, attempt) } else { None }
    }

    #[inline(never)]
    fn given_first_call(&self, kind: KindId, caller: u64, attempt: u32) -> Option<&GivenCall> {
        match &self.design.kinds[kind.index()].arrivals {
            Arrivals::Given(calls) if attempt == 0 => calls.get(usize::try_from(caller).ok()?),
            Arrivals::Given(_) | Arrivals::Poisson { .. } => None,
        }
    }

    /// Whom the agents of a group mentor: trainees' groups, and how many trainees each is with.
    pub(crate) fn trainees_of(&self, mentors: GroupId) -> &[(GroupId, u32)] {
        &self.trainees_of_group[mentors.index()]
    }

    pub(crate) fn routes(&self) -> &Routes {
        &self.routes
    }

    pub(crate) fn steps(&self, queue: QueueId) -> &Steps {
        &self.steps.of_queue[queue.index()]
    }

    /// The way that nearly all calls of a queue go.
    pub(crate) fn queue_path(&self, queue: QueueId) -> &QueuePath {
        &self.paths.of_queue[queue.index()]
    }

    /// The same of a group's agents.
    pub(crate) fn group_path(&self, group: GroupId) -> &GroupPath {
        &self.paths.of_group[group.index()]
    }

    /// Whether a group may help queues that it doesn't answer, and which.
    pub(crate) fn helps(&self, group: GroupId) -> &[(QueueId, When)] {
        &self.steps.helps[group.index()]
    }

    /// Whether a group looks at its own queues alone, whoever is available.
    pub(crate) fn looks_plainly(&self, group: GroupId) -> bool {
        self.steps.looks_plainly[group.index()]
    }

    /// Whether calls are answered and that is all: nothing waits in another way, leads to anything or is judged.
    pub(crate) fn has_plain_calls(&self) -> bool {
        self.has_plain_calls
    }

    /// Whether in any queue more happens to waiting calls than that they are answered or given up.
    pub(crate) fn has_steps(&self) -> bool {
        self.steps.is_any
    }

    pub(crate) fn work(&self) -> &WorkTables {
        &self.work
    }

    /// Whether work waits in any queue.
    pub fn has_work(&self) -> bool {
        self.work.has_work
    }

    /// Whether chats wait in a queue.
    pub fn is_chats(&self, queue: QueueId) -> bool {
        self.work.at_once(queue) > 0
    }

    /// Whether work waits in a queue, not callers.
    pub fn is_work(&self, queue: QueueId) -> bool {
        self.work.is_work(queue)
    }

    pub(crate) fn kind_address(&self, kind: KindId) -> u64 {
        self.kind_addresses[kind.index()]
    }
}

/// Whoever learns has handle times of his own in every queue: the only thing that is looked at when a call is answered.
fn learners_have_their_own_times(design: &mut Design) {
    let queues = design.queues.len();
    for group in design.groups.iter_mut().filter(|group| group.people.learns.is_some()) {
        for queue in (0..queues).map(QueueId::from) {
            if group.skills.times_in(queue).is_none() {
                group.skills.times.push((queue, 1.0));
            }
        }
    }
}

fn trainees_of_group(groups: &[Group]) -> Vec<Vec<(GroupId, u32)>> {
    let mut trainees_of = vec![Vec::new(); groups.len()];
    for (index, group) in groups.iter().enumerate() {
        if let Some(mentors) = group.people.mentors {
            trainees_of[mentors.group.index()].push((GroupId::from(index), mentors.trainees_each));
        }
    }
    trainees_of
}

fn people_of_group(group_id: GroupId, group: &Group, people: &mut Vec<Person>) {
    let mut add = |shift: Option<u32>, name: &str, heads: u32| {
        let address = name_address(&[&group.name, name]);
        people.extend((0..heads).map(|number| Person { group: group_id, shift, number, address }));
    };
    match &group.staffing {
        Staffing::Shifts(shifts) => {
            for (index, shift) in shifts.iter().enumerate() {
                add(Some(index as u32), &shift.name, shift.heads);
            }
        }
        Staffing::HeadCount(counts) => {
            add(None, "", counts.iter().map(|&(_, count)| count).max().unwrap_or(0));
        }
    }
}

fn groups_answering(design: &Design, queue: QueueId) -> Vec<GroupId> {
    let answering =
        |(index, group): (usize, &Group)| group.answers.contains(&queue).then(|| GroupId::from(index));
    design.groups.iter().enumerate().filter_map(answering).collect()
}
