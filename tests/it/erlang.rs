//! The calculators at the command line.

use crate::command::{Place, repository};

#[test]
fn the_calculators_print_what_the_formulas_say() {
    let place = Place::new("erlang");
    let json = |arguments: &[&str]| -> serde_json::Value {
        let ran = place.sim_with(&[&["erlang"], arguments, &["--json"]].concat());
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        serde_json::from_str(&ran.stdout).expect("JSON")
    };
    let close = |found: &serde_json::Value, exact: f64| {
        let found = found.as_f64().expect("a number");
        assert!((found / exact - 1.0).abs() < 1e-9, "{found}, not {exact}");
    };
    // 10 erlangs on 10 lines; 6 calls an hour of 5 minutes for one agent.
    close(&json(&["b", "--agents", "1", "--load", "0.5"])["blocked_ratio"], 1.0 / 3.0);
    let c = json(&["c", "--agents", "1", "--calls-per-hour", "6", "--handle", "5 min", "--within", "20 s"]);
    close(&c["asa_s"], 300.0);
    close(&c["service_level_ratio"], 0.516_391_949_759);
    let a = ["a", "--calls-per-hour", "360", "--handle", "5 min", "--patience", "2 min", "--within", "20 s"];
    let text = std::fs::read_to_string(repository("tests/truth/erlang_a.json")).expect("the cases");
    let truth: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let case = truth["cases"].as_array().expect("cases").iter().find(|case| {
        case["model"]["servers"] == 30 && case["model"]["T_s"] == 20 && case["model"]["calls_per_hour"] == 360
    });
    let expected = &case.expect("thirty agents")["expected"];
    let found = json(&[&a[..], &["--agents", "30"]].concat());
    close(&found["abandonment_ratio"], expected["p_abandon"].as_f64().expect("a number"));
    let least = json(&[&a[..], &["--goal", "80%"]].concat());
    let one_less = least["agents_count"].as_u64().expect("a count") - 1;
    assert!(least["service_level_ratio"].as_f64() >= Some(0.8));
    let below = json(&[&a[..], &["--agents", &one_less.to_string()]].concat());
    assert!(below["service_level_ratio"].as_f64() < Some(0.8));
}

#[test]
fn what_a_formula_can_not_answer_is_wrong_usage() {
    let place = Place::new("erlang-wrong");
    let ran =
        place.sim_with(&["erlang", "c", "--agents", "10", "--calls-per-hour", "240", "--handle", "5 min"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("20 erlangs is not below 10 agents"), "{}", ran.stderr);
    let ran = place.sim_with(&["erlang", "c", "--agents", "10", "--calls-per-hour", "240", "--handle", "5"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("write a length of time"), "{}", ran.stderr);
}

#[cfg(unix)]
#[test]
fn the_readmes_calculator_works() {
    let readme = std::fs::read_to_string(repository("README.md")).expect("the README");
    let command = readme.split('`').find(|text| text.starts_with("sim erlang")).expect("a calculator");
    let line = command.replacen("sim", env!("CARGO_BIN_EXE_sim"), 1);
    let output = std::process::Command::new("sh").args(["-c", &line]).output().expect("a shell");
    assert!(output.status.success() && !output.stdout.is_empty(), "{command}");
}
