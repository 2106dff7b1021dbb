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

/// Our name of a formula in the staffing cases.
fn formula(name: &str) -> &'static str {
    match name {
        "served_within_T_over_offered" => "offered",
        "wait_le_T_over_offered" => "counting",
        _ => "forgiving",
    }
}

#[test]
#[ignore = "a heavy study: cargo test --release --package acd-sim --test it -- --ignored"]
fn a_search_finds_the_exact_number_of_agents_or_says_that_it_is_undecided() {
    let text = std::fs::read_to_string(repository("tests/truth/staffing.json")).expect("the cases");
    let truth: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let place = Place::new("staffing");
    let (mut searches, mut exact) = (0, 0);
    for case in truth["cases"].as_array().expect("cases") {
        let of = |key: &str| case["model"][key].as_f64();
        let (Some(calls), Some(handle), Some(patience)) =
            (of("calls_per_hour"), of("mean_service_s"), of("mean_patience_s"))
        else {
            continue;
        };
        // Larger centres take longer than they teach.
        for (name, expected) in case["expected"].as_object().into_iter().flatten().filter(|_| calls < 700.0) {
            let Some((goal, by)) = name.split_once(' ') else { continue };
            let (share, within) = goal.split_once('/').expect("a goal");
            let least = expected["least_n"].as_u64().expect("a count");
            let days = (4_000.0 / calls / 24.0).floor() as u32 + 1;
            let (from, to, seed) = (least.saturating_sub(4).max(1), least + 5, 100 + searches);
            place.write(
                "case.toml",
                &format!(
                    "schema = 1\n[calendar]\ndays = {days}\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"1 h\"\nwarm_up = \"6 h\"\n\
                     [callers.all]\narrivals.per_hour = {calls}\npatience.exponential = {{ mean = \"{patience} s\" }}\nenters.queue = \"main\"\n\
                     [queues.main]\ntalk.exponential = {{ mean = \"{handle} s\" }}\n\
                     goal = {{ answer = \"{share}%\", within = \"{within} s\", formula = \"{}\" }}\n\
                     [agents.all]\nheads = {least}\nanswers = [\"main\"]\n\
                     [run]\nseed = {seed}\nprecision = {{ of = \"service_level\", half_width = \"1%\", at_most = 256 }}\n\
                     [search]\nvary = \"agents.all.heads\"\nfrom = {from}\nto = {to}\nstep = 1\nuntil = \"goals\"\n",
                    formula(by)
                ),
            );
            let ran = place.sim("run case.toml --json --quiet --no-plots");
            let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
            for point in json["search"]["points"].as_array().expect("points") {
                let is_enough = point["value"].as_u64().expect("a count") >= least;
                let verdict = point["verdict"].as_str().expect("a verdict");
                let is_wrong = if is_enough { verdict == "missed" } else { verdict == "met" };
                assert!(
                    !is_wrong,
                    "{} {name}: {} is {verdict}, the least is {least}",
                    case["id"], point["value"]
                );
            }
            searches += 1;
            exact += u32::from(json["search"]["best"] == least);
        }
    }
    println!("{exact} of {searches} searches found the exact number, none was wrong");
    // The others lie within a point of the goal and were undecided there.
    assert!(searches > 50 && exact * 10 > searches * 8, "{exact} of {searches}");
}
