//! Erlang A exactly, through the scenario file and the command.

use crate::command::{Place, repository};

const REPLICATIONS: usize = 64;

#[test]
fn the_command_agrees_with_erlang_a_on_every_metric() {
    let text = std::fs::read_to_string(repository("tests/truth/erlang_a.json")).expect("the cases");
    let truth: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let simulated = ["erlangA-ten-critical", "erlangA-thirty-under", "erlangA-hundred-critical"];
    let cases = truth["cases"].as_array().expect("cases").iter();
    let cases: Vec<_> =
        cases.filter(|case| case["id"].as_str().is_some_and(|id| simulated.contains(&id))).collect();
    assert_eq!(cases.len(), simulated.len());
    cases.into_iter().for_each(check);
}

fn check(case: &serde_json::Value) {
    let model = &case["model"];
    let of = |key: &str| model[key].as_f64().unwrap_or_else(|| panic!("{key} is missing"));
    // About two million calls in all.
    let days = (2_000_000.0 / REPLICATIONS as f64 / of("calls_per_hour") / 24.0).ceil() as u32 + 1;
    let text = format!(
        "schema = 1\n[calendar]\ndays = {days}\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"1 h\"\nwarm_up = \"12 h\"\n\
         [callers.all]\narrivals.per_hour = {}\npatience.exponential = {{ mean = \"{} s\" }}\nenters.queue = \"main\"\n\
         [queues.main]\ntalk.exponential = {{ mean = \"{} s\" }}\ngoal = {{ answer = \"80%\", within = \"{} s\" }}\n\
         [agents.all]\nheads = {}\nanswers = [\"main\"]\n[run]\nreplications = {REPLICATIONS}\nseed = 20\n",
        of("calls_per_hour"),
        of("mean_patience_s"),
        of("mean_service_s"),
        of("T_s"),
        of("servers"),
    );
    let id = case["id"].as_str().expect("an id");
    let place = Place::with_scenario(id, &text);
    let ran = place.sim("run case.toml --json --quiet");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let pairs = [
        ("p_abandon", "abandonment_ratio"),
        ("mean_wait_all", "wait_mean_s"),
        ("mean_wait_served", "asa_s"),
        ("mean_wait_abandoned", "wait_abandoned_mean_s"),
        ("mean_queue", "queue_mean_count"),
        ("occupancy", "occupancy_ratio"),
        ("served_within_T_over_offered", "service_level_ratio"),
        ("served_within_T_over_served", "service_level_answered_ratio"),
        ("served_within_T_over_offered_minus_short_abandons", "service_level_forgiving_ratio"),
        ("wait_le_T_over_offered", "service_level_counting_ratio"),
    ];
    for (exact, metric) in pairs {
        let exact = case["expected"][exact].as_f64().expect("an exact answer");
        let found = &json["total"][metric];
        let of = |key: &str| found[key].as_f64().unwrap_or(f64::NAN);
        // t(63) at 95 % is 1.998.
        let error = (of("ci_high") - of("ci_low")) / 2.0 / 1.998;
        // With any other seed a false alarm once in 6,000 comparisons.
        assert!(
            (of("mean") - exact).abs() < 4.0 * error,
            "{id} {metric}: {} ± {error}, exactly {exact}",
            of("mean")
        );
        let blunt = if metric.ends_with("_ratio") { 0.0015 } else { 0.015 * exact };
        assert!(error < blunt, "{id} {metric}: {error} is too blunt for {exact}");
    }
}
