//! Several hotlines in one run, as users meet them.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::command::{Place, SMALL, repository};

#[allow(dead_code, reason = "an example, of which only the texts are wanted")]
#[path = "../../examples/national_year.rs"]
mod national_year;

const TWO: &str = "schema = 1\ntitle = \"two\"\n[run]\nreplications = 3\n\
    [hotlines.west]\nlabel = \"The West\"\nscenario = \"case.toml\"\n\
    [hotlines.east]\nscenario = \"case.toml\"\n";
const TABLES: [&str; 4] = ["summary.csv", "intervals.csv", "replications.csv", "agents.csv"];

fn place(name: &str) -> Place {
    let place = Place::with_scenario(name, SMALL);
    place.write("two.toml", TWO);
    place
}

fn json(place: &Place, arguments: &str) -> Value {
    let ran = place.sim(arguments);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

#[test]
fn every_table_has_the_hotline_first_and_is_sorted_by_it() {
    let place = place("network-tables");
    let ran = place.sim("run two.toml --quiet");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    for table in TABLES {
        let text = place.read(&format!("out/two/{table}"));
        assert!(text.starts_with("hotline,"), "{table}");
        let names: Vec<&str> = text.lines().skip(1).filter_map(|line| line.split(',').next()).collect();
        assert!(names.is_sorted(), "{table}");
        let wanted = match table {
            "summary.csv" | "replications.csv" => vec!["east", "total", "west"],
            _ => vec!["east", "west"],
        };
        assert_eq!(BTreeSet::from_iter(names), BTreeSet::from_iter(wanted), "{table}");
    }
    let package: Value = serde_json::from_str(&place.read("out/two/datapackage.json")).expect("JSON");
    let summary = &package["resources"][0];
    assert_eq!(summary["schema"]["fields"][0]["name"], "hotline");
    assert_eq!(summary["schema"]["primaryKey"], serde_json::json!(["hotline", "queue"]));
}

#[test]
fn json_has_the_sum_at_the_top_and_every_hotline_as_if_it_ran_alone() {
    let place = place("network-json");
    let both = json(&place, "run two.toml --json --quiet");
    assert_eq!((both["scenario"].as_str(), both["replications"].as_u64()), (Some("two"), Some(3)));
    let hotlines = both["hotlines"].as_object().expect("hotlines by name");
    let calls = |of: &Value| of["total"]["calls_count"]["mean"].as_f64().unwrap_or(f64::NAN);
    let sum: f64 = hotlines.values().map(calls).sum();
    assert!((calls(&both) - sum).abs() < 1e-9, "{sum}");
    assert!(hotlines["east"]["queues"]["main"]["erlang"]["service_level_ratio"].is_number());
    assert_eq!(both["goals"][1]["hotline"], "east");
    // The seed that is named makes the hotline's own file say the same.
    let seed = &hotlines["east"]["seed"];
    let alone = json(&place, &format!("run case.toml --json --quiet --replications 3 --seed {seed}"));
    assert_eq!(alone["total"], hotlines["east"]["total"]);
}

#[test]
fn one_more_hotline_changes_no_byte_of_the_others() {
    let place = place("network-more");
    place.write("three.toml", &format!("{TWO}[hotlines.north]\nscenario = \"case.toml\"\n"));
    assert_eq!(place.sim("run two.toml --quiet --threads 1").code, Some(0));
    assert_eq!(place.sim("run three.toml --quiet --threads 2").code, Some(0));
    for table in TABLES {
        let of_two = |folder: &str| -> Vec<String> {
            let text = place.read(&format!("out/{folder}/{table}"));
            let is_kept = |line: &&str| !line.starts_with("north,") && !line.starts_with("total,");
            text.lines().filter(is_kept).map(str::to_owned).collect()
        };
        assert_eq!(of_two("two"), of_two("three"), "{table}");
    }
}

#[test]
fn the_summary_has_a_row_a_hotline_and_the_formula_beside_it() {
    let place = place("network-summary");
    place.write("two.toml", &format!("{TWO}[reported]\ncovers = \"30 days\"\ncalls = 3000\n"));
    let ran = place.sim("run two.toml --set hotlines.east.agents.all.heads=4");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    for row in ["The West ", "east ", "total "] {
        assert!(lines.iter().any(|line| line.starts_with(row)), "{row}:\n{}", ran.stdout);
    }
    for words in ["2 hotlines, 1 day; 3 replications", "in time  Erlang", "Erlang A", "scaled to 30 days"] {
        assert!(ran.stdout.contains(words), "{words}:\n{}", ran.stdout);
    }
}

#[test]
fn what_a_network_cannot_do_is_said() {
    let place = place("network-cannot");
    let traced = place.sim("run two.toml --trace");
    assert_eq!(traced.code, Some(2));
    assert!(traced.stderr.contains("--trace: no trace is written of several hotlines"), "{}", traced.stderr);
    let ran = place.sim("run two.toml --calls");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(ran.stderr.contains("no call records"), "{}", ran.stderr);
    let ran = place.sim("sweep two.toml --vary floor.seats --from 1 --to 2 --step 1");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("a network of hotlines stands where"), "{}", ran.stderr);
    assert!(place.names("out").is_empty());
}

#[test]
fn the_national_year_is_what_the_example_makes_of_its_data() {
    let csv = std::fs::read_to_string(repository("scenarios/data/hotlines-2014.csv")).expect("the data");
    let files = national_year::files(&csv).expect("texts");
    assert_eq!(files.len(), 32, "31 hotlines and their network");
    for (path, text) in &files {
        let committed = std::fs::read_to_string(repository(path)).unwrap_or_default();
        assert!(committed == *text, "{path}: write it anew with cargo run --example national_year");
    }
    let folder = std::fs::read_dir(repository("scenarios/national-year")).expect("the folder");
    assert_eq!(folder.count(), 32, "31 hotlines and base.toml");
}

#[test]
fn a_day_of_the_national_year_fits_a_terminal() {
    let place = Place::new("national-day");
    let ran =
        place.sim_with(&["run", &repository("scenarios/national-year.toml"), "--set", "calendar.days=1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let wide = ran.stdout.lines().filter(|line| line.trim_end().chars().count() > 100);
    assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
    let total = place.csv("out/national-year/replications.csv");
    let total = total.iter().find(|row| row["hotline"] == "total").expect("the sum");
    let calls: f64 = total["calls_count"].parse().expect("a number");
    // 78.391 M a year; a day's luck is ±460.
    assert!((calls - 214_770.0).abs() < 3_000.0, "{calls}");
}
