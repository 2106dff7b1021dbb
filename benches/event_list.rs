//! The event list's timers alone: the next one goes off and is set anew, on the wheel and in the tournament that takes
//! what the wheel doesn't reach. `cargo bench --bench event_list`.

mod common;
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the engine's own, which it doesn't show")]
#[path = "../crates/engine/src/event/timers.rs"]
mod timers;
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the engine's own, which it doesn't show")]
#[path = "../crates/engine/src/event/wheel.rs"]
mod wheel;

use std::hint::black_box;

use common::{bench, timed};
use timers::Timers;
use wheel::Wheel;

const EVENTS: u64 = 3_000_000;
/// The wheel's keys have classes below their instants.
const CLASS_BITS: u32 = 4;
/// Timers go off within three minutes, on the average after half of it.
const LONGEST: u64 = 180_000_000 << CLASS_BITS;

/// A plain congruence is random enough here, and costs next to nothing.
fn lengths() -> impl FnMut() -> u64 {
    let mut dice: u64 = 1;
    move || {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((dice >> 32) * LONGEST) >> 32
    }
}

fn main() {
    for agents in [50, 236, 500, 5_000, 100_000] {
        in_wheel(agents);
        in_tournament(agents);
    }
    for agents in [50, 500, 5_000] {
        at_one_instant(agents);
    }
}

/// A whole floor comes back from its break, and goes on the next.
fn at_one_instant(agents: usize) {
    let mut wheel = Wheel::new(agents);
    (0..agents as u32).for_each(|agent| wheel.set(agent, LONGEST, 0));
    let mut away = Vec::new();
    bench(&format!("{agents} timers of one instant on the wheel"), "an event", || {
        let rounds = EVENTS / agents as u64;
        let work = || {
            (0..rounds).for_each(|_| {
                let key = wheel.first();
                while wheel.first() == key {
                    away.push(wheel.whose());
                    wheel.takes_first();
                }
                away.drain(..).for_each(|agent| wheel.set(agent, key + LONGEST, 0));
            });
            black_box(wheel.first())
        };
        timed(work).0 / (rounds * agents as u64) as f64
    });
}

fn in_wheel(agents: usize) {
    let mut wheel = Wheel::new(agents);
    let mut length = lengths();
    (0..agents as u32).for_each(|agent| wheel.set(agent, length(), 0));
    bench(&format!("{agents} timers on the wheel"), "an event", || {
        let work = || {
            (0..EVENTS).for_each(|_| {
                let (key, timer) = (wheel.first(), wheel.whose());
                wheel.takes_first();
                wheel.set(timer, key + length(), 0);
            });
            black_box(wheel.first())
        };
        timed(work).0 / EVENTS as f64
    });
}

fn in_tournament(agents: usize) {
    let mut timers = Timers::new(agents);
    let mut length = lengths();
    (0..agents as u32).for_each(|agent| timers.set(agent, length(), &[]));
    bench(&format!("{agents} timers in a tournament"), "an event", || {
        let work = || {
            (0..EVENTS).for_each(|_| {
                timers.set(timers.whose(), timers.first() + length(), &[]);
            });
            black_box(timers.first())
        };
        timed(work).0 / EVENTS as f64
    });
}
