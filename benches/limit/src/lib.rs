//! How fast a loop can be that knows one work and nothing else: the yardstick which the engine is held
//! against.
//!
//! Two event loops, tuned by hand, in plain Rust: [`rich`], a day of a whole centre, and [`textbook`], the
//! queue M/M/n+M. They share the event list (`wheel`) and the answers. Neither is a simulator: no number of
//! theirs can be changed, and nobody can listen. One queue of alike agents, first come first served, could do
//! without an event list at all, by a recursion over the agents' free times at twice the speed; that ends
//! where a decision looks at the queue, so the bar is a loop over events.

pub mod rich;
pub mod textbook;
mod wheel;

use std::collections::VecDeque;

use rand::RngExt as _;
use rand_distr::{Distribution, Exp1, StandardNormal};
use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// Microseconds of a second.
pub const SECOND: u64 = 1_000_000;
/// Both works last so many days, from an empty centre.
pub const DAYS: u64 = 30;
const DAY: u64 = 86_400 * SECOND;
/// The stretch is simulated in pieces of this length. It divides the half hours of the rich day's profile.
const PIECE: u64 = 450 * SECOND;
/// Calls a second: 1.05 times what 236 agents handle in 180 seconds each.
const CALLS_PER_S: f64 = 1.05 * 236.0 / 180.0;
const SERVICE_US: f64 = 180e6;
const PATIENCE_US: f64 = 120e6;
const WITHIN: u64 = 30 * SECOND;

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Calls that arrived.
    pub arrivals: u64,
    /// Of them, those that ended in the IVR.
    pub ended_in_ivr: u64,
    /// Calls that asked for an agent.
    pub offered: u64,
    /// Calls that got one.
    pub answered: u64,
    /// Calls answered after thirty seconds at most.
    pub answered_within: u64,
    /// Calls whose caller gave up.
    pub abandoned: u64,
    /// The time that answered and abandoned calls waited.
    pub wait_us: u64,
    /// Breaks begun.
    pub breaks: u64,
}

impl Answers {
    /// The share of the offered who gave up.
    pub fn abandonment(&self) -> f64 {
        self.abandoned as f64 / self.offered as f64
    }

    /// The share of the offered who were answered within thirty seconds.
    pub fn service_level(&self) -> f64 {
        self.answered_within as f64 / self.offered as f64
    }

    /// The mean wait of the offered, in seconds.
    pub fn mean_wait_s(&self) -> f64 {
        self.wait_us as f64 / 1e6 / self.offered as f64
    }

    fn answer(&mut self, wait_us: u64) {
        self.answered += 1;
        self.answered_within += u64::from(wait_us <= WITHIN);
        self.wait_us += wait_us;
    }

    fn abandon(&mut self, wait_us: u64) {
        self.abandoned += 1;
        self.wait_us += wait_us;
    }

    /// At the end of the stretch: those who gave up and nobody has looked since.
    fn count_given_up(&mut self, waiting: &mut VecDeque<Caller>, end: u64) {
        for caller in waiting.drain(..).filter(|caller| caller.gives_up < end) {
            self.abandon(caller.gives_up - caller.offered);
        }
    }
}

/// A caller in the queue. Who gave up is found when somebody looks.
struct Caller {
    offered: u64,
    gives_up: u64,
}

/// One stream of random numbers for everything.
struct Random(Xoshiro256PlusPlus);

impl Random {
    fn new(seed: u64) -> Random {
        Random(Xoshiro256PlusPlus::seed_from_u64(seed))
    }

    fn exponential(&mut self, mean_us: f64) -> u64 {
        let unit: f64 = Exp1.sample(&mut self.0);
        (unit * mean_us) as u64
    }

    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// From 0 to 1.
    fn uniform(&mut self) -> f64 {
        self.0.random()
    }

    /// Whether something of this share happens.
    fn happens(&mut self, share: f64) -> bool {
        self.uniform() < share
    }
}
