//! Embeds the engine in a program of one's own: a design built by hand, a watcher, a day that is forked.
//!
//! Run it with `cargo run --example embed`.

use acd_engine::*;

/// Counts who got an agent; any type can listen.
#[derive(Clone, Copy, Default)]
struct Watcher {
    answered: u32,
    abandoned: u32,
}

impl Observer for Watcher {
    fn note(&mut self, _at: Time, notice: &Notice) {
        match notice {
            Notice::Answered { .. } => self.answered += 1,
            Notice::Abandoned { .. } => self.abandoned += 1,
            _ => {}
        }
    }
}

fn main() {
    let mut design = Design::always_open(1);
    let talk = Distribution::lognormal(Span::seconds(180), 0.8);
    design.queues.push(Queue::new("main", talk));
    let arrivals = Arrivals::per_hour(210.0, &design.calendar);
    let mut callers = CallerKind::new("all", arrivals, Entry::Queue(QueueId(0)));
    callers.patience = Some(Distribution::exponential(Span::seconds(120)));
    design.kinds.push(callers);
    design.groups.push(Group::on_duty_always("team", vec![QueueId(0)], 10, &design.calendar));
    let model = Model::new(design);

    let mut morning = Watcher::default();
    let mut day = Day::new(&model, Luck::new(1, 0));
    day.run_until(&model, Time::seconds(12 * 3_600), &mut morning);
    println!("until noon: {} answered, {} abandoned", morning.answered, morning.abandoned);

    // The same noon continues in three ways.
    for future in 1..=3 {
        let (mut day, mut watcher) = (day.clone(), morning);
        day.reseed(&model, Luck::new(1, future));
        day.run(&model, &mut watcher);
        println!("future {future}: {} answered, {} abandoned", watcher.answered, watcher.abandoned);
    }
}
