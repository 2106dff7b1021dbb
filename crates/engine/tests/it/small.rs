//! Small random centres in which much happens at one instant: a few hours, a handful of agents, and nearly
//! every length of time a multiple of ten seconds, as it is in ties that engines differ.

use acd_engine::*;

use crate::centres::{Dice, HOUR, exponential};
use crate::floor::*;

/// Seconds: so much of the day does the life of a small centre take.
const LIFE: u64 = 4 * HOUR;

/// A small centre and the second at which its life begins.
pub fn small(dice: &mut Dice) -> Design {
    let (mut design, begins) = opening(dice);
    design.after_close = dice.one_of(&[AfterClose::ServeWaiting, AfterClose::DropWaiting]);
    design.seats = dice.one_of(&[None, None, Some(1), Some(2), Some(4)]);
    design.lines = dice.one_of(&[None, None, Some(3), Some(6)]);
    let queues = 1 + dice.roll(3);
    design.queues = (0..queues).map(|number| queue(number, dice)).collect();
    menus(&mut design, dice);
    design.priority_is_worth = dice.one_of(&[None, None, Some(s(30)), Some(s(120))]);
    for number in 0..1 + dice.roll(3) {
        let kind = kind(number, &design, begins, dice);
        design.kinds.push(kind);
    }
    for number in 0..1 + dice.roll(3) {
        let mut group = match dice.roll(5) {
            0 => Group::on_duty_always("", Vec::new(), 1 + dice.roll(2) as u32, &design.calendar),
            1 => counted(&design, begins, dice),
            _ => crew(&design, begins, dice),
        };
        group.name = format!("group-{number}");
        group.answers = some_queues(queues, dice);
        group.skills = skills(&group.answers, dice);
        if let Staffing::Shifts(shifts) = &mut group.staffing {
            group.pool = pool(dice);
            group.people = people(dice);
            for shift in shifts {
                shift.rests = (0..dice.roll(3)).map(|_| rest(begins, dice)).collect();
            }
        }
        design.groups.push(group);
    }
    help(&mut design, dice);
    mentors(&mut design, dice);
    if dice.roll(4) == 0 {
        design.absences = absences(design.groups.len() as u64, begins, dice);
    }
    let plain = design.kinds.iter().all(|kind| kind.detours.is_empty());
    if dice.roll(3) == 0 && plain {
        work(&mut design, dice);
    }
    if dice.roll(3) == 0 && plain {
        chats(&mut design, dice);
    }
    // Rules 29, 31 and 32 are of calls, and what comes of work is said by where it leads.
    for queue in design.queues.iter_mut().filter(|queue| !matches!(queue.takes, Takes::Calls)) {
        queue.overflow.clear();
        (queue.announces, queue.call_back) = (None, None);
        if matches!(queue.takes, Takes::Work(_)) {
            queue.outcomes = None;
        }
    }
    design
}

/// Stretches in which more of a group stay away, by their start.
fn absences(groups: u64, begins: u64, dice: &mut Dice) -> Vec<Absence> {
    let absence = |_| {
        let from = begins - 1_800 + 600 * dice.roll(12);
        let to = at(from + 600 * (1 + dice.roll(12)));
        let group = GroupId(dice.roll(groups) as u32);
        Absence { group, from: at(from), to, share: dice.one_of(&[0.3, 0.6, 1.0]) }
    };
    let mut absences: Vec<Absence> = (0..3).map(absence).collect();
    absences.sort_by_key(|absence| absence.from);
    absences
}

/// Mostly none; else groups that help, agents kept free, announcements, and calls back.
fn help(design: &mut Design, dice: &mut Dice) {
    let groups: Vec<GroupId> = (0..design.groups.len()).map(GroupId::from).collect();
    for queue in &mut design.queues {
        if dice.roll(3) == 0 {
            queue.overflow = (0..1 + dice.roll(3)).map(|_| overflow(&groups, dice)).collect();
        }
        if dice.roll(5) == 0 {
            queue.announces = Some(dice.one_of(&[Announces::QueueLength, Announces::LastWait]));
        }
        if dice.roll(4) == 0 {
            let outbound = Outbound { reaches: dice.one_of(&[0.0, 0.5, 1.0]), rings: s(tens(60, dice)) };
            let accepts = dice.one_of(&[0.3, 1.0]);
            queue.call_back = Some(CallBack { after: s(dice.one_of(&[0, 0, 30, 60])), accepts, outbound });
        }
    }
    for kind in &mut design.kinds {
        if dice.roll(2) == 0 {
            let patience_times = dice.one_of(&[0.5, 1.0, 2.0]);
            kind.when_told = Some(WhenTold { balks: dice.one_of(&[0.0, 0.5, 1.0]), patience_times });
        }
    }
    for group in &mut design.groups {
        let has_persons = matches!(group.staffing, Staffing::Shifts(_));
        if has_persons && dice.roll(4) == 0 && !group.answers.is_empty() {
            let queues = vec![dice.one_of(&group.answers)];
            group.skills.keeps_free = Some(KeepsFree { queues, agents: 1 + dice.roll(2) as u32 });
        }
    }
}

/// Some queues of calls become queues of chats.
fn chats(design: &mut Design, dice: &mut Dice) {
    for (place, queue) in design.queues.iter_mut().enumerate() {
        let leads_here = |(_, exit): &(f64, Exit)| *exit == Exit::Queue(QueueId::from(place));
        let is_from_ivr = design.menus.iter().any(|menu| menu.exits.iter().any(leads_here));
        if !is_from_ivr && matches!(queue.takes, Takes::Calls) && dice.roll(3) > 0 {
            queue.takes = Takes::Chats { at_once: 1 + dice.roll(3) as u32 };
        }
    }
}

/// Some queues become queues of work, and what is handled leads to it.
fn work(design: &mut Design, dice: &mut Dice) {
    let mut work: Vec<QueueId> = Vec::new();
    for (place, queue) in design.queues.iter_mut().enumerate() {
        let is_from_ivr = design
            .menus
            .iter()
            .any(|menu| menu.exits.iter().any(|(_, exit)| *exit == Exit::Queue(QueueId::from(place))));
        if !is_from_ivr && dice.roll(3) > 0 {
            (queue.capacity, queue.takes) = (None, takes_work(dice));
            work.push(QueueId::from(place));
        }
    }
    for number in 0..1 + dice.roll(2) {
        let mut queue = self::queue(10 + number, dice);
        (queue.capacity, queue.takes) = (None, takes_work(dice));
        work.push(QueueId::from(design.queues.len()));
        design.queues.push(queue);
        for group in &mut design.groups {
            if dice.roll(3) > 0 {
                group.answers.push(QueueId::from(design.queues.len() - 1));
            }
        }
    }
    for queue in &mut design.queues {
        for &to in &work {
            if dice.roll(2) == 0 {
                let share = dice.one_of(&[0.3, 0.6, 0.9]);
                let after = (dice.roll(3) > 0).then(|| lasts(1_200, dice));
                queue.leads_to.push(LeadsTo { queue: to, share, after });
            }
        }
    }
}

/// In some centres a group, or two, that others mentor.
fn mentors(design: &mut Design, dice: &mut Dice) {
    let groups = design.groups.len();
    let is_crew = |group: &Group| matches!(group.staffing, Staffing::Shifts(_));
    for trainees in 0..groups {
        let group = dice.roll(groups as u64) as usize;
        let are_crews = [trainees, group].iter().all(|&group| is_crew(&design.groups[group]));
        if dice.roll(2) == 0 && group != trainees && are_crews {
            let trainees_each = dice.one_of(&[1, 2, 5]);
            let group = GroupId::from(group);
            design.groups[trainees].people.mentors = Some(Mentors { group, trainees_each });
        }
    }
}

fn overflow(groups: &[GroupId], dice: &mut Dice) -> Overflow {
    Overflow {
        groups: groups.iter().copied().filter(|_| dice.roll(2) == 0).collect(),
        after: s(dice.one_of(&[0, 30, 30, 60, 120])),
        when_waiting_over: dice.one_of(&[None, None, Some(1), Some(3)]),
    }
}

/// Mostly of the usual sort; else absent, late, overstaying or leaving.
fn people(dice: &mut Dice) -> People {
    if dice.roll(2) == 0 {
        return People::default();
    }
    let learns = Learning {
        times_at_first: dice.one_of(&[0.5, 1.5, 2.0]),
        resolves_at_first: dice.one_of(&[None, Some(0.5)]),
        over: dice.one_of(&[0.5, 3.0, 100.0]),
        handled_before: dice.one_of(&[0, 0, 2]),
    };
    let late = Late { share: dice.one_of(&[0.3, 1.0]), by: lasts(dice.one_of(&[600, 3_600, 10_800]), dice) };
    People {
        absent: dice.one_of(&[0.0, 0.0, 0.3, 1.0]),
        late: (dice.roll(2) == 0).then_some(late),
        overstays: (dice.roll(2) == 0).then(|| lasts(300, dice)),
        resigns_a_month: dice.one_of(&[0.0, 0.0, 0.9, 0.999_999]),
        learns: (dice.roll(2) == 0).then_some(learns),
        mentors: None,
    }
}

fn takes_work(dice: &mut Dice) -> Takes {
    let deadline = dice.one_of(&[None, Some(s(600)), Some(s(1_800)), Some(s(2 * HOUR))]);
    let reaches = (dice.roll(2) == 0).then(|| Reaches {
        share: dice.one_of(&[0.3, 0.7]),
        rings: s(10 * dice.roll(6)),
        again: (dice.roll(4) > 0).then(|| lasts(1_200, dice)),
        at_most: dice.one_of(&[None, Some(2), Some(3)]),
    });
    Takes::Work(Work { deadline, reaches })
}

/// Mostly none; else preferences for some queues, and slower or faster in one.
fn skills(answers: &[QueueId], dice: &mut Dice) -> Skills {
    let mut skills = Skills::default();
    if dice.roll(2) == 0 {
        skills.prefers = answers.iter().rev().copied().filter(|_| dice.roll(3) > 0).collect();
    }
    if dice.roll(3) == 0 && !answers.is_empty() {
        skills.times = vec![(dice.one_of(answers), dice.one_of(&[0.5, 1.5, 2.0]))];
    }
    if dice.roll(3) == 0 && !answers.is_empty() {
        let resolves = dice.one_of(&[None, Some(0.0), Some(0.4)]);
        let less_satisfied = dice.one_of(&[0.0, 0.3, 1.0]);
        skills.outcomes.push(OwnOutcomes { queue: dice.one_of(answers), resolves, less_satisfied });
    }
    skills
}

fn some_queues(queues: u64, dice: &mut Dice) -> Vec<QueueId> {
    let all: Vec<QueueId> = (0..queues as usize).map(QueueId::from).collect();
    match dice.roll(3) {
        0 => all,
        1 => all.into_iter().rev().filter(|_| dice.roll(2) == 0).collect(),
        _ => vec![dice.one_of(&all)],
    }
}

/// Opening hours, and when the life of the centre begins.
fn opening(dice: &mut Dice) -> (Design, u64) {
    let mut design = Design::always_open(2);
    let windows: &[(u64, u64)] = match dice.roll(8) {
        0 => return (design, 22 * HOUR),
        1 => {
            design = Design::always_open(1);
            return (design, 21 * HOUR);
        }
        2 => &[(8 * HOUR, 10 * HOUR), (10 * HOUR + 600, 12 * HOUR)],
        3 => &[(8 * HOUR, 10 * HOUR), (32 * HOUR, 33 * HOUR)],
        4 => &[(22 * HOUR, 26 * HOUR)],
        5 => &[(22 * HOUR, 48 * HOUR)],
        _ => &[(8 * HOUR, 11 * HOUR)],
    };
    let window = |&(opens, closes): &(u64, u64)| Window { opens: at(opens), closes: at(closes) };
    design.calendar.windows = windows.iter().map(window).collect();
    design.calendar.stops_at_end = false;
    (design, windows[0].0)
}

/// Tens of seconds, up to so many seconds.
fn tens(most: u64, dice: &mut Dice) -> u64 {
    10 * (1 + dice.roll(most / 10))
}

/// A length of time, mostly in tens of seconds.
fn lasts(most: u64, dice: &mut Dice) -> Distribution {
    match dice.roll(5) {
        0 => exponential(most / 2),
        1 | 2 => fixed(tens(most, dice)),
        _ => listed(&(0..400).map(|_| tens(most, dice)).collect::<Vec<u64>>()),
    }
}

fn queue(number: u64, dice: &mut Dice) -> Queue {
    let mut queue = Queue::new(&format!("queue-{number}"), lasts(600, dice));
    queue.wrap_up = (dice.roll(2) == 0).then(|| lasts(120, dice));
    queue.capacity = dice.one_of(&[None, None, None, Some(0), Some(1), Some(3)]);
    if dice.roll(4) == 0 {
        let satisfied = Satisfied { at_best: 0.9, less_each_minute_waited: 0.2, less_unresolved: 0.4 };
        let satisfied = dice.one_of(&[None, Some(satisfied)]);
        queue.outcomes = Some(Outcomes { resolves: dice.one_of(&[0.2, 0.6, 1.0]), satisfied });
    }
    queue.next_agent = dice.one_of(&[
        NextAgent::LongestIdle,
        NextAgent::LongestIdle,
        NextAgent::LeastOccupied,
        NextAgent::ListedOrder,
        NextAgent::Random,
        NextAgent::FewestSkills,
    ]);
    queue
}

fn menus(design: &mut Design, dice: &mut Dice) {
    let queues: Vec<QueueId> = (0..design.queues.len()).map(QueueId::from).collect();
    for (name, other) in [("welcome", 1), ("other", 0)] {
        let exits = vec![
            (0.15, Exit::HangUp),
            (0.15, Exit::Served),
            (0.2, Exit::Menu(MenuId(other))),
            (0.25, Exit::Queue(dice.one_of(&queues))),
            (0.25, Exit::Queue(dice.one_of(&queues))),
        ];
        design.menus.push(Menu { name: name.into(), lasts: lasts(60, dice), exits });
    }
}

fn kind(number: u64, design: &Design, begins: u64, dice: &mut Dice) -> CallerKind {
    let mut entries: Vec<Entry> =
        (0..design.queues.len()).map(|at| Entry::Queue(QueueId::from(at))).collect();
    entries.push(Entry::Menu(MenuId(dice.roll(2) as u32)));
    let arrivals =
        if dice.roll(4) == 0 { drawn_calls(design, begins, dice) } else { given(design, begins, dice) };
    let mut kind = CallerKind::new(&format!("kind-{number}"), arrivals, dice.one_of(&entries));
    kind.patience = (dice.roll(4) > 0).then(|| lasts(300, dice));
    if dice.roll(4) == 0 {
        kind.detours = detours(&entries, begins, dice);
    }
    kind.balks = dice.one_of(&[0.0, 0.0, 0.3]);
    kind.priority = dice.one_of(&[0, 0, 1, 4]);
    let asked = dice.roll(2) == 0;
    kind.redial = dice.one_of(&[None, Some(None), Some(Some(1)), Some(Some(3))]).map(|at_most| Redial {
        share: dice.one_of(&[0.5, 0.8]),
        after: lasts(1_200, dice),
        at_most,
        after_hang_up: asked,
        after_served: asked && dice.roll(2) == 0,
        after_drop: asked,
    });
    kind.calls_again = dice.one_of(&[None, Some(None), Some(Some(2))]).map(|at_most| CallsAgain {
        share: dice.one_of(&[0.5, 0.9]),
        after: lasts(1_200, dice),
        at_most,
    });
    kind
}

/// A few stretches, some of which touch, in which calls enter elsewhere.
fn detours(entries: &[Entry], begins: u64, dice: &mut Dice) -> Vec<Detour> {
    let mut from = begins;
    let detour = |_| {
        let start = from + 600 * dice.roll(3);
        from = start + 600 * (1 + dice.roll(6));
        Detour { from: at(start), to: at(from), enters: dice.one_of(entries) }
    };
    (0..3).map(detour).collect()
}

fn drawn_calls(design: &Design, begins: u64, dice: &mut Dice) -> Arrivals {
    let piece = |number: u64| Piece {
        start: at(begins + number * 1_200),
        end: at(begins + (number + 1) * 1_200),
        expected_calls: 1.0 + dice.roll(8) as f64,
    };
    let pieces: Vec<Piece> = (0..LIFE / 1_200).map(piece).collect();
    let open = |piece: &Piece| {
        design.calendar.windows.iter().any(|window| window.opens <= piece.start && piece.end <= window.closes)
    };
    Arrivals::Poisson {
        pieces: pieces.into_iter().filter(open).collect(),
        busyness_cv: dice.one_of(&[0.0, 0.3]),
    }
}

fn given(design: &Design, begins: u64, dice: &mut Dice) -> Arrivals {
    let crowd = dice.one_of(&[20, 40, 70]);
    let mut calls: Vec<GivenCall> = Vec::new();
    for _ in 0..crowd {
        let arrives = if dice.roll(8) == 0 && design.calendar.windows.len() > 1 {
            design.calendar.windows[1].opens + s(10 * dice.roll(60))
        } else {
            at(begins + 10 * dice.roll(LIFE / 10))
        };
        let some = |most: u64, dice: &mut Dice| match dice.roll(4) {
            0 => Some(s(tens(most, dice))),
            1 if dice.roll(4) == 0 => Some(Span::ZERO),
            _ => None,
        };
        let (patience, talk, wrap_up) = (some(300, dice), some(600, dice), some(120, dice));
        calls.push(GivenCall { arrives, patience, talk, wrap_up });
    }
    calls.retain(|call| design.calendar.is_open(call.arrives));
    calls.sort_by_key(|call| call.arrives);
    Arrivals::Given(calls)
}

fn crew(design: &Design, begins: u64, dice: &mut Dice) -> Group {
    let mut shifts = Vec::new();
    for number in 0..1 + dice.roll(2) {
        let start = begins - 1_800 + 600 * dice.roll(12);
        let windows = &design.calendar.windows;
        let close = windows[0].closes;
        let ends =
            [at(start + 1_800 + 600 * dice.roll(18)), close.max(at(start + 600)), at(start + 2 * HOUR)];
        let end = dice.one_of(&ends);
        let first = Duty { day: (start / 86_400) as u32, start: at(start), end, continues: false };
        let mut duties = vec![first];
        if dice.roll(3) == 0 && end < at(24 * HOUR) {
            let (start, end) = (first.start + Span::DAY, first.end + Span::DAY);
            duties.push(Duty { day: first.day + 1, start, end, continues: false });
        } else if dice.roll(4) == 0 && windows.len() > 1 {
            let window = windows[1];
            let start = window.opens.max(end);
            let day = (start.as_us() / Span::DAY.as_us()) as u32;
            duties.push(Duty { day, start, end: start + s(HOUR), continues: false });
        }
        duties
            .retain(|duty| duty.end <= design.calendar.end() + s(HOUR) && duty.start < design.calendar.end());
        duties.dedup_by_key(|duty| duty.day);
        let heads = 1 + dice.roll(3) as u32;
        shifts.push(Shift { name: format!("shift-{number}"), heads, duties, rests: Vec::new() });
    }
    let staffing = Staffing::Shifts(shifts);
    Group {
        name: String::new(),
        answers: Vec::new(),
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    }
}

/// A head count that changes every few minutes while there is life.
fn counted(design: &Design, begins: u64, dice: &mut Dice) -> Group {
    let mut counts = Vec::new();
    let step = s(dice.one_of(&[300, 1_200]));
    for window in &design.calendar.windows {
        let lives = |from: Time| from >= at(begins) && from < at(begins + LIFE);
        counts.push((window.opens, dice.roll(4) as u32));
        let mut from = window.opens + step;
        while from < window.closes {
            if lives(from) {
                counts.push((from, dice.roll(4) as u32));
            }
            from = from + step;
        }
        if !design.calendar.stops_at_end {
            counts.push((window.closes, 0));
        }
    }
    let staffing = Staffing::HeadCount(counts);
    Group {
        name: String::new(),
        answers: Vec::new(),
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    }
}

fn rest(begins: u64, dice: &mut Dice) -> PlannedRest {
    let when = match dice.roll(2) {
        0 => RestTime::AfterStart(s(600 * dice.roll(9))),
        _ => RestTime::AtTimeOfDay(s((begins + 600 * dice.roll(18)) % 86_400)),
    };
    PlannedRest {
        kind: dice.one_of(&[RestKind::Meal, RestKind::Break]),
        when,
        spread: s(dice.one_of(&[0, 0, 600, HOUR])),
        lasts: s(dice.one_of(&[300, 600, 1_800])),
    }
}

fn pool(dice: &mut Dice) -> Option<BreakPool> {
    if dice.roll(4) == 0 {
        return None;
    }
    let most = dice.one_of(&[120, 300, 600]);
    let lasts = (dice.roll(2) == 0).then(|| lasts(most + 60, dice));
    let each_at_most = if lasts.is_some() && dice.roll(3) == 0 { None } else { Some(s(most)) };
    let clock = |dice: &mut Dice| AskingClock { every: lasts_of_work(dice), when_idle: dice.roll(2) == 0 };
    let asks = match dice.roll(5) {
        0 => Asks::AnyTime { requests: 1 + dice.roll(6) as u32, rush: None },
        1 => Asks::AnyTime { requests: 6, rush: Some((0.5, s(HOUR))) },
        2 => Asks::Behaviour { every: None, after_calls_over: Some(s(300)) },
        3 => Asks::Behaviour { every: Some(clock(dice)), after_calls_over: Some(s(300)) },
        _ => Asks::Behaviour { every: Some(clock(dice)), after_calls_over: None },
    };
    Some(BreakPool {
        budget: dice.one_of(&[
            Budget::Endless,
            Budget::Time(s(1_200)),
            Budget::Time(s(700)),
            Budget::Breaks(3),
        ]),
        each_at_most,
        lasts,
        asks,
        at_once_at_most: dice.one_of(&[
            None,
            Some(Cap::Count(1)),
            Some(Cap::Share(0.5)),
            Some(Cap::Count(2)),
        ]),
        when_full: dice.one_of(&[WhenFull::Wait, WhenFull::Refuse]),
    })
}

fn lasts_of_work(dice: &mut Dice) -> Distribution {
    match dice.roll(3) {
        0 => exponential(900),
        1 => fixed(60 * (1 + dice.roll(20))),
        _ => listed(&(0..400).map(|_| 60 * (1 + dice.roll(20))).collect::<Vec<u64>>()),
    }
}
