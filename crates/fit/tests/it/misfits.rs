//! Logs of centres that no scenario of the known families describes are flagged, and where.

use crate::{fitted, load, logs};

const CENTRE: &str = r#"schema = 1
[calendar]
days = 10
starts = 2024-01-01
opens = "08:00"
closes = "16:00"
interval = "30 min"
[callers.all]
arrivals.per_day = 600
patience.weibull = { mean = "100 s", shape = 0.8 }
redial = { share = "45%", after.exponential = { mean = "15 min" }, at_most = 3 }
enters.queue = "main"
[queues.main]
talk.lognormal = { mean = "3 min", cv = 0.9 }
wrap_up.exponential = { mean = "40 s" }
[agents.all]
heads = 5
answers = ["main"]
[run]
replications = 1
"#;

/// The keys with a misfit after a change of the centre.
fn misfits(old: &str, new: &str, data: &str) -> Vec<String> {
    assert!(CENTRE.contains(old), "{old}");
    let log = logs(&load(&CENTRE.replace(old, new), data)).remove(0);
    let keys = fitted(&log).misfits().into_iter().map(|row| acd_fit::table::family_of(&row.key).to_owned());
    keys.collect()
}

#[test]
fn the_centre_itself_has_none() {
    assert_eq!(misfits("heads = 5", "heads = 5", ""), [""; 0]);
}

#[test]
fn talk_of_two_sorts_has_no_family() {
    // Short questions and long cases, with nothing between them.
    let seconds: String = (0..400)
        .map(|place| format!("{}\n", if place % 2 == 0 { 40 + place % 23 } else { 360 + place % 91 }))
        .collect();
    let found = misfits(
        "talk.lognormal = { mean = \"3 min\", cv = 0.9 }",
        "talk.empirical = { file = \"talk.csv\" }",
        &format!("seconds\n{seconds}"),
    );
    assert!(found.iter().any(|key| key.starts_with("queues.main.talk.")), "{found:?}");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn patience_that_ends_for_all_at_the_same_announcement_has_no_family() {
    let found = misfits(
        "patience.weibull = { mean = \"100 s\", shape = 0.8 }",
        "patience.uniform = { low = \"20 s\", high = \"40 s\" }",
        "",
    );
    assert!(found.iter().any(|key| key.starts_with("callers.all.patience.")), "{found:?}");
}

#[test]
fn redials_after_exactly_so_long_have_no_family() {
    let found = misfits(
        "after.exponential = { mean = \"15 min\" }",
        "after.uniform = { low = \"14 min\", high = \"30 min\" }",
        "",
    );
    assert!(found.iter().any(|key| key.starts_with("callers.all.redial.after.")), "{found:?}");
}

#[test]
fn days_of_different_profiles_are_no_days_of_one() {
    let morning = "mon,tue,wed";
    let lines: String = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
        .iter()
        .flat_map(|day| {
            (8..16).map(move |hour| {
                let is_morning = morning.contains(day) == (hour < 12);
                format!("{day},{hour:02}:00,{}\n", if is_morning { 6 } else { 3 })
            })
        })
        .collect();
    let found = misfits(
        "arrivals.per_day = 600",
        "arrivals.per_day = 600\narrivals.profile = \"profile.csv\"",
        &format!("weekday,start,weight\n{lines}"),
    );
    assert_eq!(found, ["callers.all.arrivals"]);
}
