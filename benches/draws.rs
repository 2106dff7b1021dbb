//! The draws alone: what it costs to look up each part of a call's fate. `cargo bench --bench draws`.

mod common;

use std::hint::black_box;

use acd_engine::*;
use common::{bench, timed};

const CALLS: u64 = 2_000_000;

fn main() {
    let mean = Span::seconds(180);
    let laws = [
        ("exponential", Distribution::exponential(mean)),
        ("lognormal, cv 0.9", Distribution::lognormal(mean, 0.9)),
        ("gamma, cv 0.8", Distribution::gamma(mean, 0.8)),
        ("Weibull, shape 0.8", Distribution::weibull(mean, 0.8)),
    ];
    for (name, law) in laws {
        let mut design = Design::always_open(1);
        design.queues.push(Queue::new("main", law));
        let arrivals = Arrivals::per_hour(60.0, &design.calendar);
        design.kinds.push(CallerKind::new("all", arrivals, Entry::Queue(QueueId(0))));
        let model = Model::new(design);
        let luck = Luck::new(1, 0);
        let talk = |caller| luck.of_call(&model, KindId(0), caller, 0).talk(QueueId(0)).as_us();
        bench(&format!("a talk time, {name}"), "a draw", || {
            timed(|| black_box((0..CALLS).map(talk).sum::<u64>())).0 / CALLS as f64
        });
    }
}
