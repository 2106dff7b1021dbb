//! `trace.json`: one replication, as readers of the Trace Event Format take it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::command::{Place, SMALL, repository};

/// Two queues, shifts that end in the middle of calls, a meal, breaks and fewer seats than agents.
fn busy() -> Place {
    let text = SMALL.replace("closes = \"09:00\"", "closes = \"11:00\"").replace(
        "heads = 3",
        "shifts.a = { heads = 3, from = \"08:00\", to = \"09:50\", meal = { at = \"08:40\", lasts = \"10 min\" } }\n\
         shifts.b = { heads = 2, from = \"09:30\", to = \"11:00\" }\n\
         breaks.pool = { budget = \"20 min\", each_at_most = \"5 min\" }",
    ) + "[floor]\nseats = 4\n";
    Place::with_scenario("trace", &text)
}

fn events(place: &Place, file: &str) -> Vec<Value> {
    let trace: Value = serde_json::from_str(&place.read(file)).expect("JSON");
    trace["traceEvents"].as_array().expect("events").clone()
}

fn number(event: &Value, key: &str) -> u64 {
    event[key].as_u64().unwrap_or_else(|| panic!("{key} of {event}"))
}

fn of_phase<'a>(events: &'a [Value], phase: &'a str) -> impl Iterator<Item = &'a Value> {
    events.iter().filter(move |event| event["ph"] == phase)
}

/// Seconds of an agent's slices that are chosen.
fn sums(events: &[Value], chosen: impl Fn(&Value) -> bool) -> BTreeMap<u64, f64> {
    let mut sums = BTreeMap::new();
    for slice in of_phase(events, "X").filter(|slice| chosen(slice)) {
        *sums.entry(number(slice, "tid")).or_insert(0.0) += number(slice, "dur") as f64 / 1e6;
    }
    sums
}

#[test]
fn slices_of_an_agent_follow_one_another_and_sum_to_agents_csv() {
    let place = busy();
    let ran = place.sim("run case.toml --replications 1 --trace --out out --quiet --no-plots");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let events = events(&place, "out/trace.json");
    let mut ends: BTreeMap<u64, u64> = BTreeMap::new();
    for slice in of_phase(&events, "X") {
        let end = ends.entry(number(slice, "tid")).or_default();
        assert!(*end <= number(slice, "ts") && number(slice, "dur") > 0, "{slice}");
        *end = number(slice, "ts") + number(slice, "dur");
    }
    let named = |name: &'static str| move |slice: &Value| slice["name"] == name;
    let columns = [
        ("talk_s", sums(&events, named("talk"))),
        ("wrap_up_s", sums(&events, named("wrap-up"))),
        ("idle_s", sums(&events, named("available"))),
        ("break_s", sums(&events, named("break"))),
        ("meal_s", sums(&events, named("meal"))),
        ("seat_wait_s", sums(&events, named("awaiting seat"))),
        ("overtime_s", sums(&events, |slice| slice["cat"] == "overtime")),
    ];
    for (column, sums) in columns {
        for row in place.csv("out/agents.csv") {
            let agent: u64 = row["agent"].parse().expect("a number");
            let (listed, traced): (f64, f64) =
                (row[column].parse().expect("seconds"), sums.get(&agent).copied().unwrap_or(0.0));
            assert!((listed - traced).abs() < 1e-5, "{column} of agent {agent}: {listed} and {traced}");
        }
        if column != "wrap_up_s" {
            assert!(!sums.is_empty(), "nobody has {column}");
        }
    }
}

#[test]
fn the_counter_of_a_queue_is_never_negative_and_counts_the_open_waits() {
    let place = busy();
    assert_eq!(place.sim("run case.toml --trace --calls --out out --quiet --no-plots").code, Some(0));
    let events = events(&place, "out/trace.json");
    let open: Vec<(u64, u64)> = of_phase(&events, "b")
        .map(|begin| {
            let end =
                of_phase(&events, "e").find(|end| end["id"] == begin["id"] && end["pid"] == begin["pid"]);
            (number(begin, "ts"), number(end.expect("an end"), "ts"))
        })
        .collect();
    let mut longest = 0;
    for counter in of_phase(&events, "C") {
        let (at, callers) = (number(counter, "ts"), number(&counter["args"], "callers"));
        let waiting = open.iter().filter(|(from, to)| *from <= at && at < *to).count() as u64;
        assert_eq!(callers, waiting, "{counter}");
        longest = longest.max(callers);
    }
    assert!(longest > 1, "a queue worth looking at");
    let waited = place
        .csv("out/calls.csv")
        .iter()
        .filter(|call| call["replication"] == "1" && call["wait_s"] != "0")
        .count();
    assert_eq!(open.len(), waited);
}

#[test]
fn another_replication_can_be_asked_for_and_none_that_is_not_run() {
    let place = busy();
    assert_eq!(place.sim("run case.toml --trace=3 --calls --out out --quiet --no-plots").code, Some(0));
    let events = events(&place, "out/trace.json");
    let talks = of_phase(&events, "X").filter(|slice| slice["name"] == "talk").count();
    let answered = |replication: &str| {
        let calls = place.csv("out/calls.csv");
        calls
            .iter()
            .filter(|call| call["replication"] == replication && call["outcome"] == "answered")
            .count()
    };
    // A talk in which a shift ends is cut in two.
    let cut =
        of_phase(&events, "X").filter(|slice| slice["name"] == "talk" && slice["cat"] == "overtime").count();
    assert!((answered("3")..=answered("3") + cut).contains(&talks), "{talks}");
    let ran = place.sim("run case.toml --trace=5 --out out --quiet");
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.stderr.contains("--trace=5: there is no such replication; the scenario has 4 replications"),
        "{}",
        ran.stderr
    );
}

#[test]
fn every_track_has_a_name_and_every_event_a_track() {
    let place = Place::new("trace-starter");
    let scenario = repository("tests/scenarios/everything.toml");
    let ran = place.sim(&format!("run {scenario} --replications 2 --trace --out out --quiet --no-plots"));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let events = events(&place, "out/trace.json");
    let metadata: Vec<(u64, Option<u64>)> = of_phase(&events, "M")
        .filter(|event| event["name"] != "process_sort_index")
        .map(|event| (number(event, "pid"), event["tid"].as_u64()))
        .collect();
    for slice in of_phase(&events, "X") {
        assert!(metadata.contains(&(number(slice, "pid"), slice["tid"].as_u64())), "{slice}");
    }
    for event in events.iter().filter(|event| event["ph"] != "X" && event["ph"] != "M") {
        assert!(metadata.contains(&(number(event, "pid"), None)), "{event}");
    }
    assert!(place.read("out/datapackage.json").contains("trace.json"));
}
