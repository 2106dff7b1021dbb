//! A small floor for stories: calls at given seconds, fixed talk, one queue, a handful of agents.

use acd_engine::*;

/// Seconds as a length.
pub fn s(seconds: u64) -> Span {
    Span::seconds(seconds)
}

/// Seconds as an instant.
pub fn at(seconds: u64) -> Time {
    Time::seconds(seconds)
}

/// A length of time that is always the same.
pub fn fixed(seconds: u64) -> Distribution {
    Distribution::Fixed(s(seconds))
}

/// Lengths of time one after the other.
pub fn listed(seconds: &[u64]) -> Distribution {
    Distribution::Listed(seconds.iter().map(|&second| s(second)).collect())
}

/// A floor that is open all day, with one queue `main` of 60 s talk and no agents yet.
pub fn floor(calls_at: &[u64]) -> Design {
    let mut design = Design::always_open(1);
    design.queues.push(Queue::new("main", fixed(60)));
    design.kinds.push(CallerKind::new("all", Arrivals::at_seconds(calls_at), Entry::Queue(QueueId(0))));
    design
}

/// The same, open from one second to another.
pub fn floor_open(opens: u64, closes: u64, calls_at: &[u64]) -> Design {
    let mut design = floor(calls_at);
    design.calendar.windows = vec![Window { opens: at(opens), closes: at(closes) }];
    design.calendar.stops_at_end = false;
    design
}

/// Adds agents who are on duty in all opening hours and answer the queues.
pub fn with_heads(mut design: Design, heads: u32, answers: &[u32]) -> Design {
    let answers = answers.iter().map(|&queue| QueueId(queue)).collect();
    let name = format!("group-{}", design.groups.len() + 1);
    let group = Group::on_duty_always(&name, answers, heads, &design.calendar);
    design.groups.push(group);
    design
}

/// Adds a group with one shift of so many agents on the first day.
pub fn with_shift(mut design: Design, heads: u32, from: u64, to: u64) -> Design {
    let duty = Duty { day: 0, start: at(from), end: at(to), continues: false };
    let name = format!("group-{}", design.groups.len() + 1);
    let shift = Shift { name: "day".to_owned(), heads, duties: vec![duty], rests: Vec::new() };
    let staffing = Staffing::Shifts(vec![shift]);
    design.groups.push(Group {
        name,
        answers: vec![QueueId(0)],
        skills: Skills::default(),
        staffing,
        pool: None,
        people: People::default(),
    });
    design
}

/// The shifts of a group.
pub fn shifts(design: &mut Design, group: usize) -> &mut Vec<Shift> {
    match &mut design.groups[group].staffing {
        Staffing::Shifts(shifts) => shifts,
        Staffing::HeadCount(_) => panic!("a head count has no shifts"),
    }
}

/// A pool with a clock that asks after so many seconds of work.
pub fn pool_asking_every(seconds: u64, lasts: u64) -> BreakPool {
    BreakPool {
        budget: Budget::Endless,
        each_at_most: Some(s(lasts)),
        lasts: None,
        asks: Asks::Behaviour {
            every: Some(AskingClock { every: fixed(seconds), when_idle: false }),
            after_calls_over: None,
        },
        at_once_at_most: None,
        when_full: WhenFull::Wait,
    }
}

/// The whole story.
pub fn story(design: Design) -> String {
    let model = Model::new(design);
    let mut trace = Trace::new(&model);
    Day::new(&model, Luck::new(1, 0)).run(&model, &mut trace);
    trace.text()
}

/// All that is noted.
pub fn notices(design: Design, luck: Luck) -> Vec<(Time, Notice)> {
    let model = Model::new(design);
    let mut log = Log::default();
    Day::new(&model, luck).run(&model, &mut log);
    log.0
}

/// An observer that keeps everything.
#[derive(Clone, Default)]
pub struct Log(pub Vec<(Time, Notice)>);

impl Observer for Log {
    fn note(&mut self, at: Time, notice: &Notice) {
        self.0.push((at, *notice));
    }
}

/// Compares the story's lines that hold one of the words with what they should be.
#[track_caller]
pub fn check(design: Design, words: &[&str], wanted: &str) {
    let story = story(design);
    let kept: Vec<&str> = story.lines().filter(|line| words.iter().any(|word| line.contains(word))).collect();
    let wanted: Vec<&str> = wanted.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert!(kept == wanted, "wanted:\n{}\n\nthe story:\n{story}", wanted.join("\n"));
}
