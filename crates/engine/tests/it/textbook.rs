//! The textbook queue with impatient callers against its exact solution.

use acd_engine::*;

use crate::floor::*;

/// Abandonment of M/M/n+M in steady state, by the birth-death recursion (Palm 1957): n agents, arrivals and
/// service and patience with these rates.
fn exact_abandonment(agents: u32, arrivals: f64, service: f64, patience: f64) -> f64 {
    let mut probability = 1.0;
    let (mut sum, mut waiting) = (1.0, 0.0);
    for state in 1..3_000u32 {
        let busy = f64::from(state.min(agents));
        let queued = f64::from(state.saturating_sub(agents));
        probability *= arrivals / (busy * service + queued * patience);
        sum += probability;
        waiting += queued * probability;
    }
    // Abandonments per arrival.
    patience * waiting / sum / arrivals
}

#[test]
fn the_textbook_queue_abandons_as_erlang_a_says() {
    let (agents, talk, patience) = (20, 180.0, 120.0);
    let rate = 1.05 * f64::from(agents) / talk;
    let exact = exact_abandonment(agents, rate, 1.0 / talk, 1.0 / patience);
    let mut design = Design::always_open(10);
    design.queues.push(Queue::new("main", Distribution::exponential(s(180))));
    let arrivals = Arrivals::per_hour(rate * 3_600.0, &design.calendar);
    design.kinds.push(CallerKind::new("all", arrivals, Entry::Queue(QueueId(0))));
    design.kinds[0].patience = Some(Distribution::exponential(s(120)));
    let design = with_heads(design, agents, &[0]);
    let shares: Vec<f64> = (0..16)
        .map(|replication| {
            let (mut offered, mut abandoned) = (0.0, 0.0);
            for (at, notice) in notices(design.clone(), Luck::new(1, replication)) {
                // Two hours bring the queue from empty to its steady state.
                let counts = at.as_us() > 7_200_000_000;
                match notice {
                    Notice::Offered { .. } if counts => offered += 1.0,
                    Notice::Abandoned { .. } if counts => abandoned += 1.0,
                    _ => {}
                }
            }
            abandoned / offered
        })
        .collect();
    let mean = shares.iter().sum::<f64>() / 16.0;
    let error = (shares.iter().map(|share| (share - mean).powi(2)).sum::<f64>() / 15.0 / 16.0).sqrt();
    assert!(error < 0.02 * exact, "too blunt: {error} of {exact}");
    assert!((mean - exact).abs() < 5.0 * error, "{mean} ± {error}, exactly {exact}");
}
