//! How long a call takes: the textbook queue (236 agents, service 180 s, patience 120 s, load 1.05), thirty
//! days from empty, engine alone with nobody listening. `cargo bench --bench textbook`.

use std::time::Instant;

use acd_engine::*;

/// Counts calls, and nothing else.
#[derive(Default)]
struct Calls(u64);

impl Observer for Calls {
    fn note(&mut self, _at: Time, notice: &Notice) {
        self.0 += u64::from(matches!(notice, Notice::Arrived(_)));
    }
}

fn main() {
    let mut design = Design::always_open(30);
    design.queues.push(Queue::new("main", Distribution::exponential(Span::seconds(180))));
    let arrivals = Arrivals::per_hour(4_956.0, &design.calendar);
    let mut callers = CallerKind::new("all", arrivals, Entry::Queue(QueueId(0)));
    callers.patience = Some(Distribution::exponential(Span::seconds(120)));
    design.kinds.push(callers);
    design.groups.push(Group::on_duty_always("team", vec![QueueId(0)], 236, &design.calendar));
    let model = Model::new(design);

    let mut times: Vec<f64> = (0..5)
        .map(|replication| {
            let mut calls = Calls::default();
            let start = Instant::now();
            Day::new(&model, Luck::new(1, replication)).run(&model, &mut calls);
            start.elapsed().as_secs_f64() * 1e9 / calls.0 as f64
        })
        .collect();
    times.sort_by(f64::total_cmp);
    println!("textbook: {:.0} ns a call (median of five runs; {:.0} to {:.0})", times[2], times[0], times[4]);
}
