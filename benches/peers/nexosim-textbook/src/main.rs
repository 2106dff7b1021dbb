//! The textbook queue in nexosim: one model that schedules its own events, patience looked at lazily.
//!
//! Called with the days to simulate and a seed; prints one line of JSON, as `harness.py` beside it says.

mod counts;

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{EventSinkReader, Output, SinkState, event_queue};
use nexosim::simulation::{Mailbox, SimInit, SimulationError};
use nexosim::time::MonotonicTime;
use rand_distr::{Distribution, Exp1};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;
use serde::{Deserialize, Serialize};

use counts::Counts;

const AGENTS: u32 = 236;
const SERVICE: f64 = 180.0;
const PATIENCE: f64 = 120.0;
const GAP: f64 = SERVICE / (1.05 * AGENTS as f64);

/// A caller who waits: when he came and when he gives up, in nanoseconds.
type Caller = (u64, u64);

#[derive(Serialize, Deserialize)]
struct Centre {
    random: Xoshiro256PlusPlus,
    idle: u32,
    waiting: VecDeque<Caller>,
    counts: Counts,
    end: u64,
    answers: Output<Counts>,
}

fn nanoseconds(time: MonotonicTime) -> u64 {
    time.duration_since(MonotonicTime::EPOCH).as_nanos() as u64
}

#[Model]
impl Centre {
    fn new(days: f64, seed: u64) -> Centre {
        Centre {
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
            idle: AGENTS,
            waiting: VecDeque::new(),
            counts: Counts::new(days),
            end: (days * 86_400e9) as u64,
            answers: Output::default(),
        }
    }

    /// At least a nanosecond, as nothing may be scheduled for now.
    fn exponential(&mut self, mean: f64) -> Duration {
        let unit: f64 = Exp1.sample(&mut self.random);
        Duration::from_secs_f64(unit * mean).max(Duration::from_nanos(1))
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.next_call(cx);
        cx.schedule_event(Duration::from_nanos(self.end), schedulable!(Self::tell), ()).unwrap();
    }

    fn next_call(&mut self, cx: &Context<Self>) {
        let gap = self.exponential(GAP);
        cx.schedule_event(gap, schedulable!(Self::call_arrives), ()).unwrap();
    }

    #[nexosim(schedulable)]
    fn call_arrives(&mut self, _: (), cx: &Context<Self>) {
        let now = nanoseconds(cx.time());
        if self.idle > 0 {
            self.idle -= 1;
            self.counts.answer(now, now);
            self.call_begins(cx);
        } else {
            let patience = self.exponential(PATIENCE);
            self.waiting.push_back((now, now + patience.as_nanos() as u64));
        }
        self.next_call(cx);
    }

    fn call_begins(&mut self, cx: &Context<Self>) {
        let lasts = self.exponential(SERVICE);
        cx.schedule_event(lasts, schedulable!(Self::call_ends), ()).unwrap();
    }

    #[nexosim(schedulable)]
    fn call_ends(&mut self, _: (), cx: &Context<Self>) {
        let now = nanoseconds(cx.time());
        while let Some((offered, gives_up)) = self.waiting.pop_front() {
            if gives_up >= now {
                self.counts.answer(offered, now);
                return self.call_begins(cx);
            }
            self.counts.abandon(offered, gives_up);
        }
        self.idle += 1;
    }

    #[nexosim(schedulable)]
    async fn tell(&mut self) {
        self.answers.send(self.counts.clone()).await;
    }
}

fn main() -> Result<(), SimulationError> {
    let mut arguments = std::env::args().skip(1);
    let mut argument = || arguments.next().expect("days and a seed");
    let days: f64 = argument().parse().expect("days are a number");
    let seed: u64 = argument().parse().expect("a seed is a whole number");
    let start = Instant::now();
    let mut centre = Centre::new(days, seed);
    let (sink, mut answers) = event_queue(SinkState::Enabled);
    centre.answers.connect_sink(sink);
    let mailbox = Mailbox::new();
    let bench = SimInit::with_num_threads(1).add_model(centre, mailbox, "centre");
    let mut simulation = bench.init(MonotonicTime::EPOCH)?;
    simulation.step_until(Duration::from_secs_f64(days * 86_400.0))?;
    let counts = answers.try_read().expect("the model tells its counts at the end");
    println!("{}", counts.told(start.elapsed().as_secs_f64()));
    Ok(())
}
