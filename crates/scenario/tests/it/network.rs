//! Networks: files that gather hotlines. What bad ones get word by word stands in `tests/bad/hotlines-*`.

use acd_scenario::{Loaded, Network};

use crate::{SMALL, load_any_with, load_with};

/// Two hotlines of one file.
const TWO: &str = r#"schema = 1
title = "two"
[run]
seed = 7
replications = 3
[hotlines.east]
label = "East"
scenario = "small.toml"
[hotlines.west]
scenario = "small.toml"
"#;

fn load(text: &str, sets: &[&str]) -> Result<Loaded, String> {
    let search = format!("{SMALL}[search]\nvary = \"agents.all.heads\"\nfrom = 1\nto = 9\nstep = 1\n");
    load_any_with(text, sets, &[("small.toml", SMALL), ("search.toml", &search), ("net.toml", TWO)])
}

fn network(text: &str, sets: &[&str]) -> Network {
    match load(text, sets) {
        Ok(Loaded::Network(network)) => *network,
        Ok(Loaded::One(_)) => panic!("a single scenario"),
        Err(text) => panic!("{text}"),
    }
}

fn heads(network: &Network) -> Vec<usize> {
    network.hotlines.iter().map(|hotline| hotline.scenario.model.people().len()).collect()
}

/// Looks for texts in what is said about a network.
#[track_caller]
fn check(text: &str, sets: &[&str], wanted: &[&str]) {
    let message = load(text, sets).err().unwrap_or_else(|| panic!("accepted: {text}"));
    for wanted in wanted {
        assert!(message.contains(wanted), "{wanted:?} is not in:\n{message}");
    }
}

#[test]
fn a_file_with_hotlines_is_a_network_and_any_other_a_scenario() {
    let two = network(TWO, &[]);
    assert_eq!((two.title.as_str(), two.hotlines.len()), ("two", 2));
    let labels: Vec<&str> = two.hotlines.iter().map(|hotline| hotline.label.as_str()).collect();
    assert_eq!(labels, ["East", "west"], "a name stands in for a label");
    assert!(matches!(load(SMALL, &[]), Ok(Loaded::One(_))));
}

#[test]
fn the_network_says_how_often_all_run_and_each_has_a_seed_by_its_name() {
    let two = network(TWO, &[]);
    let stopping = |network: &Network| format!("{:?}", network.hotlines[0].scenario.run.stopping);
    assert_eq!(stopping(&two), "Fixed(3)", "the hotline's own 4 replications hold when it runs alone");
    let seeds = |network: &Network| -> Vec<u64> {
        network.hotlines.iter().map(|hotline| hotline.scenario.run.seed).collect()
    };
    assert_ne!(seeds(&two)[0], seeds(&two)[1]);
    let three = network(
        &TWO.replace("[hotlines.west]", "[hotlines.amid]\nscenario = \"small.toml\"\n[hotlines.west]"),
        &[],
    );
    assert_eq!((seeds(&three)[0], seeds(&three)[2]), (seeds(&two)[0], seeds(&two)[1]));
    assert_ne!(seeds(&network(TWO, &["run.seed=8"])), seeds(&two));
}

#[test]
fn a_search_of_a_hotline_holds_when_it_runs_alone() {
    let two = network(&TWO.replace("small.toml", "search.toml"), &[]);
    assert!(two.hotlines.iter().all(|hotline| hotline.scenario.search.is_none()));
}

#[test]
fn a_set_changes_the_network_all_hotlines_or_one() {
    let two = network(TWO, &["run.replications=5", "calendar.days=7", "hotlines.west.agents.all.heads=3"]);
    assert_eq!(heads(&two), [10, 3]);
    assert!(two.hotlines.iter().all(|hotline| hotline.scenario.model.calendar.days == 7));
    assert_eq!(format!("{:?}", two.run.stopping), "Fixed(5)");
    let other =
        network(TWO, &["hotlines.west.label=West", "hotlines.south.scenario=small.toml", "title=three"]);
    let labels: Vec<&str> = other.hotlines.iter().map(|hotline| hotline.label.as_str()).collect();
    assert_eq!((labels, other.title.as_str()), (vec!["East", "West", "south"], "three"));
}

#[test]
fn a_later_set_wins_whether_of_all_or_of_one() {
    assert_eq!(heads(&network(TWO, &["agents.all.heads=5", "hotlines.west.agents.all.heads=3"])), [5, 3]);
    assert_eq!(heads(&network(TWO, &["hotlines.west.agents.all.heads=3", "agents.all.heads=5"])), [5, 5]);
}

#[test]
fn what_is_reported_of_all_needs_the_same_days() {
    let reported = format!("{TWO}[reported]\ncovers = \"7 days\"\ncalls = 100\n");
    assert!(network(&reported, &[]).reported.is_some());
    check(
        &reported,
        &["hotlines.west.calendar.days=2"],
        &["not simulated over the same days", "case.toml:11"],
    );
}

#[test]
fn bad_networks_are_refused_with_their_places() {
    check(&TWO.replace("small", "absent"), &[], &["there is no file absent.toml", "case.toml:8:12"]);
    check(
        &TWO.replace("small.toml", "net.toml"),
        &[],
        &["net.toml is a network of hotlines itself", "net.toml:6"],
    );
    check(&TWO.replace("small.toml", "case.toml"), &[], &["case.toml is a network of hotlines itself"]);
    check(
        &format!("{TWO}[calendar]\ndays = 2\n"),
        &[],
        &["a network of hotlines has no calendar of its own"],
    );
    check(&TWO.replace("scenario = \"small.toml\"", ""), &[], &["hotlines.east: scenario is missing"]);
    check(TWO, &["hotlines.eats.agents.all.heads=3"], &["there is no hotline eats", "did you mean east?"]);
    check(TWO, &["agents.al.heads=3"], &["agents.al: answers is missing", "--set agents.al.heads=3"]);
}

#[test]
fn a_problem_of_a_file_that_two_hotlines_share_is_said_once() {
    let message = load(TWO, &["calendar.interval=7 min"]).err().unwrap_or_default();
    assert_eq!(message.matches("error:").count(), 1, "{message}");
}

#[test]
fn a_network_is_no_single_scenario() {
    let message = load_with(TWO, &[], &[("small.toml", SMALL)]).err().unwrap_or_default();
    assert!(message.contains("a network of hotlines stands where a single hotline is wanted"), "{message}");
}

#[test]
fn rule_40_an_event_that_is_set_for_a_network_acts_in_every_hotline() {
    let two = network(TWO, &["events.fair={ day = 1, arrivals.times = 2 }"]);
    let calls = |hotline: &acd_scenario::Hotline| match &hotline.scenario.model.kinds[0].arrivals {
        acd_engine::Arrivals::Poisson { pieces, .. } => pieces.iter().map(|piece| piece.expected_calls).sum(),
        acd_engine::Arrivals::Given(_) => 0.0,
    };
    assert_eq!(two.hotlines.iter().map(calls).collect::<Vec<f64>>(), [2400.0, 2400.0]);
}
