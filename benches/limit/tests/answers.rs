//! Each loop against what is known of its work.

use acd_limit::{Answers, DAYS, rich, textbook};

/// A figure's mean over runs, and the standard error of that mean.
fn mean(runs: &[Answers], figure: fn(&Answers) -> f64) -> (f64, f64) {
    let count = runs.len() as f64;
    let mean = runs.iter().map(figure).sum::<f64>() / count;
    let squares = runs.iter().map(|run| (figure(run) - mean).powi(2)).sum::<f64>();
    (mean, (squares / (count - 1.0) / count).sqrt())
}

fn agrees(runs: &[Answers], name: &str, figure: fn(&Answers) -> f64, stated: f64, rounding: f64) {
    let (found, error) = mean(runs, figure);
    println!("{name}: {found:.6} ± {error:.6}, stated {stated}");
    assert!((found - stated).abs() < 4.0 * error + rounding, "{name}: {found} ± {error}, stated {stated}");
}

/// Sixteen times thirty days. Each starts empty, so that nobody waits in about ten of its 43,200 minutes: the
/// last number of each line is more than that.
#[test]
fn the_textbook_queue_agrees_with_erlang_a() {
    let runs: Vec<Answers> = (1..=16).map(textbook::run).collect();
    let calls_per_s = 1.05 * 236.0 / 180.0;
    let exact = acd_erlang::ErlangA::new(textbook::AGENTS, calls_per_s, 180.0, 120.0).unwrap();
    agrees(&runs, "abandonment", Answers::abandonment, exact.abandons, 2e-5);
    agrees(&runs, "within 30 s", Answers::service_level, exact.answered_within(30.0), 2e-5);
    agrees(&runs, "mean wait", Answers::mean_wait_s, exact.mean_wait_s, 2e-3);
    let calls = calls_per_s * 86_400.0 * DAYS as f64;
    agrees(&runs, "calls", |run| run.arrivals as f64, calls, 0.0);
}

/// Sixteen times thirty days, against what programs in two languages found in five times thirty: 11.78 %
/// abandon, 76.9 % within 30 s, a mean wait of 14.12 s, 2,279 breaks a day. Beside our error stands theirs,
/// and their rounding. Calls a day and the share of the IVR are known exactly.
#[test]
fn the_rich_day_agrees_with_what_others_found() {
    let runs: Vec<Answers> = (1..=16).map(rich::run).collect();
    agrees(&runs, "calls a day", |run| run.arrivals as f64 / DAYS as f64, 118_944.0, 0.5);
    agrees(&runs, "end in the IVR", |run| run.ended_in_ivr as f64 / run.arrivals as f64, 0.3, 0.0);
    agrees(&runs, "abandonment", Answers::abandonment, 0.1178, 3e-4);
    agrees(&runs, "within 30 s", Answers::service_level, 0.769, 1e-3);
    agrees(&runs, "mean wait", Answers::mean_wait_s, 14.12, 0.04);
    agrees(&runs, "breaks a day", |run| run.breaks as f64 / DAYS as f64, 2_279.0, 0.6);
}

#[test]
fn every_offered_call_has_one_end() {
    for run in [textbook::run(7), rich::run(7)] {
        let waiting = run.offered - run.answered - run.abandoned;
        assert!(waiting < 100, "{run:?}");
        assert_eq!(run, if run.breaks == 0 { textbook::run(7) } else { rich::run(7) }, "the same seed");
    }
}
