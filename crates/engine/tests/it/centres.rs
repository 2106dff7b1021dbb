//! Random centres with every feature in every mixture.

use acd_engine::*;

use crate::floor::*;

/// Seconds.
pub const HOUR: u64 = 3_600;

/// What decides how a centre is built; its luck is another matter.
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`, by the generator of Lehmer with Park and Miller's constants.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        (self.0 >> 8) % sides
    }

    /// One of these.
    pub fn one_of<T: Clone>(&mut self, choices: &[T]) -> T {
        choices[self.roll(choices.len() as u64) as usize].clone()
    }
}

/// Exponential, by its mean.
pub fn exponential(seconds: u64) -> Distribution {
    Distribution::exponential(s(seconds))
}

/// Two days: open always, by day, or through the night between.
fn opening(dice: &mut Dice) -> Design {
    let mut design = Design::always_open(2);
    let window = |opens: u64, closes: u64| Window { opens: at(opens * HOUR), closes: at(closes * HOUR) };
    let windows = match dice.roll(4) {
        0 => return design,
        1 => vec![window(20, 30)],
        _ => vec![window(8, 20), window(32, 44)],
    };
    (design.calendar.windows, design.calendar.stops_at_end) = (windows, false);
    design
}

fn queue(name: &str, dice: &mut Dice) -> Queue {
    let mut queue = Queue::new(name, Distribution::lognormal(s(180), 0.8));
    queue.wrap_up = dice.one_of(&[None, Some(exponential(30)), Some(fixed(20))]);
    queue.capacity = dice.one_of(&[None, None, Some(3)]);
    queue
}

fn menus(design: &mut Design) {
    let exits = vec![
        (0.1, Exit::HangUp),
        (0.1, Exit::Served),
        (0.3, Exit::Menu(MenuId(1))),
        (0.5, Exit::Queue(QueueId(0))),
    ];
    design.menus.push(Menu { name: "welcome".into(), lasts: Distribution::lognormal(s(25), 0.5), exits });
    let exits = vec![(0.2, Exit::Menu(MenuId(0))), (0.2, Exit::HangUp), (0.6, Exit::Queue(QueueId(1)))];
    design.menus.push(Menu { name: "other".into(), lasts: fixed(15), exits });
}

fn kind(name: &str, design: &Design, dice: &mut Dice) -> CallerKind {
    let mut arrivals = Arrivals::per_hour(20.0 + dice.roll(40) as f64, &design.calendar);
    if let Arrivals::Poisson { busyness_cv, .. } = &mut arrivals {
        *busyness_cv = dice.one_of(&[0.0, 0.3]);
    }
    let entries = [Entry::Queue(QueueId(0)), Entry::Queue(QueueId(1)), Entry::Menu(MenuId(0))];
    let mut kind = CallerKind::new(name, arrivals, dice.one_of(&entries));
    kind.patience = dice.one_of(&[None, Some(exponential(90)), Some(fixed(60))]);
    kind.balks = dice.one_of(&[0.0, 0.2]);
    let asked = dice.roll(2) == 0;
    kind.redial = dice.one_of(&[None, Some(3), Some(1)]).map(|most| Redial {
        share: 0.7,
        after: exponential(600),
        at_most: Some(most),
        after_hang_up: asked,
        after_served: asked,
        after_drop: asked,
    });
    kind
}

fn asks(dice: &mut Dice) -> Asks {
    let clock = |when_idle: bool| AskingClock { every: exponential(2_400), when_idle };
    match dice.roll(4) {
        0 => Asks::AnyTime { requests: 4, rush: None },
        1 => Asks::AnyTime { requests: 8, rush: Some((0.5, s(HOUR))) },
        2 => Asks::Behaviour { every: Some(clock(true)), after_calls_over: Some(s(400)) },
        _ => Asks::Behaviour { every: Some(clock(false)), after_calls_over: None },
    }
}

fn pool(budgets: &[Budget], dice: &mut Dice) -> Option<BreakPool> {
    Some(BreakPool {
        budget: dice.one_of(budgets),
        each_at_most: Some(s(600)),
        lasts: dice.one_of(&[None, Some(exponential(400))]),
        asks: asks(dice),
        at_once_at_most: dice.one_of(&[None, Some(Cap::Count(1)), Some(Cap::Share(0.3))]),
        when_full: dice.one_of(&[WhenFull::Wait, WhenFull::Refuse]),
    })
}

/// Persons who work by day, till after closing time, or by night, on both days.
fn crew(dice: &mut Dice) -> Group {
    let shift = |name: &str, from: u64, lasts: u64, heads: u64| {
        let duty = |day: u32| {
            let start = at(from) + s(u64::from(day) * 86_400);
            Duty { day, start, end: start + s(lasts), continues: false }
        };
        let rests = vec![
            PlannedRest {
                kind: RestKind::Meal,
                when: RestTime::AfterStart(s(3 * HOUR)),
                spread: s(2 * HOUR),
                lasts: s(1_800),
            },
            PlannedRest {
                kind: RestKind::Break,
                when: RestTime::AfterStart(s(6 * HOUR)),
                spread: s(0),
                lasts: s(900),
            },
        ];
        Shift { name: name.to_owned(), heads: heads as u32, duties: vec![duty(0), duty(1)], rests }
    };
    let heads = |dice: &mut Dice| 1 + dice.roll(4);
    let shifts = vec![
        shift("early", 8 * HOUR, 8 * HOUR, heads(dice)),
        shift("late", 12 * HOUR, 8 * HOUR + 1_800, heads(dice)),
        shift("evening", 12 * HOUR, 8 * HOUR, heads(dice)),
        shift("night", 20 * HOUR, 9 * HOUR, heads(dice)),
    ];
    let budgets = [Budget::Endless, Budget::Time(s(2_400)), Budget::Breaks(3)];
    let answers = dice.one_of(&[vec![QueueId(0)], vec![QueueId(1), QueueId(0)]]);
    let staffing = Staffing::Shifts(shifts);
    Group {
        name: "crew".to_owned(),
        answers,
        skills: Skills::default(),
        staffing,
        pool: pool(&budgets, dice),
        people: People::default(),
    }
}

/// A head count that changes every two hours.
fn counted(design: &Design, dice: &mut Dice) -> Group {
    let mut counts = Vec::new();
    for window in &design.calendar.windows {
        let mut from = window.opens;
        while from < window.closes {
            counts.push((from, dice.roll(4) as u32));
            from = from + s(2 * HOUR);
        }
        if !design.calendar.stops_at_end {
            counts.push((window.closes, 0));
        }
    }
    let staffing = Staffing::HeadCount(counts);
    Group {
        name: "counted".to_owned(),
        answers: vec![QueueId(1)],
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    }
}

/// A centre of every feature, two days long.
pub fn centre(dice: &mut Dice) -> Design {
    let mut design = opening(dice);
    design.after_close = dice.one_of(&[AfterClose::ServeWaiting, AfterClose::DropWaiting]);
    design.seats = dice.one_of(&[None, Some(4), Some(7)]);
    design.lines = dice.one_of(&[None, None, Some(9)]);
    design.queues = vec![queue("first", dice), queue("second", dice)];
    menus(&mut design);
    design.kinds = vec![kind("one", &design, dice), kind("two", &design, dice)];
    design.groups.push(crew(dice));
    if dice.roll(2) == 0 {
        // What is asked for before midnight is begun after it: a budget of breaks would hold one more.
        let mut always = Group::on_duty_always("always", vec![QueueId(0), QueueId(1)], 2, &design.calendar);
        always.pool = pool(&[Budget::Endless, Budget::Time(s(2_400))], dice);
        design.groups.push(always);
    }
    if dice.roll(2) == 0 {
        let counted = counted(&design, dice);
        design.groups.push(counted);
    }
    design
}
