//! The event list's timers alone: the next one goes off and is set anew. `cargo bench --bench event_list`.

mod common;
#[allow(dead_code, unreachable_pub, unused_imports, reason = "the engine's own, which it doesn't show")]
#[path = "../crates/engine/src/event/timers.rs"]
mod timers;

use std::hint::black_box;

use common::{bench, timed};
use timers::Timers;

const EVENTS: u64 = 3_000_000;

fn main() {
    for agents in [50, 236, 500, 5_000, 100_000] {
        let mut timers = Timers::new(agents);
        // A plain congruence is random enough here, and costs next to nothing.
        let mut dice: u64 = 1;
        let mut length = || {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            dice >> 34
        };
        (0..agents as u32).for_each(|agent| timers.set(agent, length(), &[]));
        bench(&format!("{agents} timers"), "an event", || {
            let work = || {
                (0..EVENTS).for_each(|_| {
                    timers.set(timers.whose(), timers.first() + length(), &[]);
                });
                black_box(timers.first())
            };
            timed(work).0 / EVENTS as f64
        });
    }
}
