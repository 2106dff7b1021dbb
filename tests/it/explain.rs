//! `sim explain`: where values come from, as people read it and as JSON.

use serde_json::Value;
use unicode_width::UnicodeWidthStr;

use crate::command::{Place, SMALL};
use crate::shipped::scenarios;

#[test]
fn every_shipped_scenario_is_explained_within_100_columns() {
    let place = Place::new("explain-shipped");
    for path in scenarios() {
        let ran = place.sim_with(&["explain", &path.display().to_string()]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let too_wide: Vec<&str> = ran.stdout.lines().filter(|line| line.width() > 100).collect();
        assert!(too_wide.is_empty(), "{}: {too_wide:#?}", path.display());
        assert!(ran.stdout.lines().count() > 40, "{}", ran.stdout);
    }
}

#[test]
fn a_value_stands_beside_its_source_and_above_what_it_replaced() {
    let place = Place::with_scenario("explain", SMALL);
    let ran = place.sim("explain case.toml agents --set agents.all.heads=5");
    let lines: Vec<Vec<&str>> = ran
        .stdout
        .lines()
        .map(|line| line.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect())
        .collect();
    let heads = lines.iter().position(|cells| cells[0] == "agents.all.heads").expect("the key");
    assert_eq!(lines[heads], ["agents.all.heads", "5", "--set agents.all.heads=5"]);
    assert_eq!(lines[heads + 1], ["was 3", "in case.toml:16"]);
    assert!(lines.iter().all(|cells| cells.is_empty() || !cells[0].starts_with("queues")), "{}", ran.stdout);
}

#[test]
fn json_tells_the_kind_of_every_origin() {
    let place = Place::with_scenario("explain-json", SMALL);
    let ran = place.sim("explain case.toml --set agents.all.heads=5 --json");
    let all: Vec<Value> = serde_json::from_str(&ran.stdout).expect("a list");
    let of = |key: &str| all.iter().find(|entry| entry["key"] == key).unwrap_or_else(|| panic!("{key}"));
    assert_eq!(of("calendar.days")["origin"]["line"], 4);
    assert_eq!(of("calendar.days")["origin"]["kind"], "file");
    let heads = of("agents.all.heads");
    assert_eq!((&heads["value"], &heads["origin"]["kind"]), (&Value::from(5), &Value::from("set")));
    assert_eq!(heads["origin"]["set"], "agents.all.heads=5");
    assert_eq!(heads["replaced"][0]["value"], 3);
    assert_eq!(
        (&of("run.seed")["value"], &of("run.seed")["origin"]["kind"]),
        (&Value::from(1), &Value::from("default"))
    );
    // 60 calls in one hour of 3 minutes each.
    assert_eq!(of("derived.queues.main.offered_erlangs")["value"], 3);
}

#[test]
fn a_key_that_is_not_there_and_a_scenario_that_is_wrong_are_said() {
    let place = Place::with_scenario("explain-wrong", SMALL);
    let ran = place.sim("explain case.toml queue.main");
    assert_eq!(ran.code, Some(2), "{}", ran.stdout);
    assert!(ran.stderr.contains("did you mean queues.main?"), "{}", ran.stderr);
    let ran = place.sim("explain case.toml --set agents.all.heads=many");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{}", ran.stderr);
    assert_eq!(place.sim("explain nothing.toml").code, Some(1));
}
