//! Logs in whole seconds, as most systems write them, tell nearly the same as those with fractions.

use acd_fit::families::Family;
use acd_fit::fitting::Estimate;
use acd_fit::{Fitted, Outcome, fit};

use crate::{GIVEN, load, logs, read};

/// Callers whose patience goes on at the same rate; many are answered after a few seconds.
const CENTRE: &str = r#"schema = 1
[calendar]
days = 20
opens = "08:00"
closes = "18:00"
interval = "30 min"
[callers.all]
arrivals.per_day = 1_000
patience.exponential = { mean = "2 min" }
enters.queue = "main"
[queues.main]
talk.lognormal = { mean = "4 min", cv = 0.9 }
[agents.all]
heads = 7
answers = ["main"]
[run]
replications = 1
"#;

/// What is fitted to the centre's log after a change, when its seconds are rounded so.
fn fitted_in_seconds(old: &str, new: &str, round: fn(f64) -> f64) -> Fitted {
    let mut log = read(&logs(&load(&CENTRE.replace(old, new), "")).remove(0));
    for call in &mut log.calls {
        call.arrived = round(call.arrived);
        for time in
            [&mut call.offered, &mut call.wait, &mut call.talk, &mut call.wrap_up].into_iter().flatten()
        {
            *time = round(*time);
        }
    }
    assert!(log.calls.iter().any(|call| call.outcome == Outcome::Abandoned && call.wait == Some(0.0)));
    fit(log, GIVEN)
}

fn holds(estimate: Estimate, truth: f64) -> bool {
    estimate.low <= truth && truth <= estimate.high
}

#[test]
fn rounded_or_cut_off_patience_is_the_same_and_nobody_balks() {
    for round in [f64::round, f64::floor] {
        let fitted = fitted_in_seconds("", "", round);
        assert_eq!(fitted.misfits().len(), 0);
        let patience = &fitted.kinds[0].patience;
        assert_eq!(patience.balks, None);
        let mean = patience.fits.of(Family::Exponential).expect("it can be fitted").mean;
        let shape = patience.fits.of(Family::Weibull).expect("it can be fitted").parameters[1];
        assert!(holds(mean, 120.0) && holds(shape, 1.0), "{mean:?} {shape:?}");
    }
}

#[test]
fn who_balks_is_still_told_from_who_has_little_patience() {
    let fitted = fitted_in_seconds("enters.queue", "balks = \"6%\"\nenters.queue", f64::round);
    let patience = &fitted.kinds[0].patience;
    let mean = patience.fits.best().expect("it can be fitted").mean;
    assert!(patience.balks.is_some_and(|balks| holds(balks, 0.06)), "{:?}", patience.balks);
    assert!(holds(mean, 120.0), "{mean:?}");
}
