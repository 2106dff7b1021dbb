//! Where values come from, and what keys that are left out mean.

use acd_scenario::{Explained, Origin, SCHEMA};
use serde_json::Value;

use crate::{SMALL, explain_with, load_with, small_with};

const EVERYTHING: &str = include_str!("../../../../tests/scenarios/everything.toml");
const SKETCH: &str = include_str!("../../../../tests/scenarios/contract-sketch.toml");

fn explain(text: &str, sets: &[&str], files: &[(&str, &str)]) -> Vec<Explained> {
    explain_with(text, sets, files).unwrap_or_else(|text| panic!("{text}"))
}

fn find<'a>(all: &'a [Explained], key: &str) -> &'a Explained {
    let found: Vec<&Explained> = all.iter().filter(|explained| explained.key == key).collect();
    assert_eq!(found.len(), 1, "{key}: {found:?}");
    found[0]
}

fn line(file: &str, line: usize) -> Origin {
    Origin::File { file: file.to_owned(), line }
}

/// The line of the small scenario that begins so, in a file of some name.
fn small_line(file: &str, begins: &str) -> Origin {
    let place = SMALL.lines().position(|line| line.starts_with(begins));
    line(file, place.expect("a line of the small scenario") + 1)
}

/// Scenarios that between them leave out every key that can be.
fn scenarios() -> Vec<String> {
    let search = "[search]\nvary = \"agents.all.heads\"\nfrom = 1\nto = 3\nstep = 1\n";
    let precision = "precision = { of = \"asa\", half_width = \"1 s\" }";
    let pool = "heads = 10\nbreaks.pool = { lasts.fixed = \"5 min\", asks_every.fixed = \"1 h\" }";
    let long = "heads = 10\nbreaks.pool = { each_at_most = \"5 min\", after_calls_over = \"9 min\" }";
    let shift = "[agents.all.shifts]\nday = { heads = 9, from = \"08:00\", to = \"20:00\", meal = { after = \"4 h\", lasts = \"30 min\" } }";
    let menu = small_with("enters.queue", "enters.menu").replace("menu = \"main\"", "menu = \"hello\"")
        + "[ivr.hello]\nlasts.fixed = \"9 s\"\nnext.queue.main = \"100%\"\n";
    vec![
        SMALL.to_owned(),
        EVERYTHING.to_owned(),
        SKETCH.to_owned(),
        menu,
        SMALL.to_owned() + search,
        SMALL.to_owned() + &search.replace("[search]", "[reported]\ncalls = 9\n[search]"),
        SMALL.to_owned()
            + "[events.fair]\nday = 1\narrivals.times = 2\n[events.flu]\nday = 1\nabsent.all = \"9%\"\n",
        small_with("replications = 4", precision),
        small_with("replications = 4", "confidence = \"90%\""),
        small_with("heads = 10", pool),
        small_with("heads = 10", long),
        small_with("heads = 10\nanswers = [\"main\"]", &format!("answers = [\"main\"]\n{shift}")),
        small_with("goal = { answer = \"80%\", within = \"20 s\" }\n", "").replace("title = \"small\"\n", ""),
    ]
}

/// What a schema says of a table: its keys, following references.
fn table<'a>(schema: &'a Value, root: &'a Value) -> &'a Value {
    let name = schema["$ref"].as_str().and_then(|path| path.strip_prefix("#/$defs/"));
    name.map_or(schema, |name| &root["$defs"][name])
}

/// Keys of the language that nothing is explained of, below a table that the scenario has.
fn unexplained(at: &str, schema: &Value, root: &Value, all: &[Explained]) -> Vec<String> {
    let inside =
        |key: &str| all.iter().any(|other| other.key == key || other.key.starts_with(&format!("{key}.")));
    let schema = table(schema, root);
    let names: Vec<String> = match schema["additionalProperties"].is_object() {
        true => names_in(at, all),
        false => schema["properties"].as_object().into_iter().flatten().map(|(key, _)| key.clone()).collect(),
    };
    let mut missing = Vec::new();
    for name in names {
        let key = if at.is_empty() { name.clone() } else { format!("{at}.{name}") };
        let inner = match schema["additionalProperties"].is_object() {
            true => &schema["additionalProperties"],
            false => &schema["properties"][&name],
        };
        if !inside(&key) {
            missing.push(key);
        } else if !all.iter().any(|other| other.key == key) {
            missing.extend(unexplained(&key, inner, root, all));
        }
    }
    missing
}

/// The names that stand in a table.
fn names_in(at: &str, all: &[Explained]) -> Vec<String> {
    let rest = all.iter().filter_map(|other| other.key.strip_prefix(&format!("{at}.")));
    let mut names: Vec<String> = rest.map(|rest| rest.split('.').next().unwrap_or(rest).to_owned()).collect();
    names.dedup();
    names
}

/// Keys that may be missing without meaning anything: another choice was made, or nothing reads them.
fn may_be_silent(key: &str, all: &[Explained]) -> bool {
    const CHOICES: [&[&str]; 11] = [
        &["per_hour", "per_day", "at"],
        &["profile", "at"],
        &["weekday", "at"],
        &["month", "at"],
        &["busyness", "at"],
        &["on", "day"],
        &["arrivals", "calls"],
        &["heads", "heads_per_interval", "shifts"],
        &["replications", "precision"],
        &["budget", "budget_breaks"],
        &["queue", "menu"],
    ];
    let (table, name) = key.rsplit_once('.').unwrap_or(("", key));
    let has = |name: &str| {
        let key = if table.is_empty() { name.to_owned() } else { format!("{table}.{name}") };
        all.iter().any(|other| other.key == key || other.key.starts_with(&format!("{key}.")))
    };
    let is_other_choice =
        CHOICES.iter().any(|choice| choice.contains(&name) && choice.iter().any(|other| has(other)));
    // A rush and the clock belong to two ways of asking, of which the pool has one.
    let is_other_way = ["rush", "asks_every", "asks", "after_calls_over"].contains(&name);
    let is_unread = name == "label" && !table.starts_with("queues.");
    let is_distribution = ["patience", "talk", "wrap_up", "lasts", "after", "again", "asks_every"]
        .iter()
        .any(|end| table == *end || table.ends_with(&format!(".{end}")));
    // The confidence stands in one of two places; what of a rest has no time of day has one after the start.
    let is_elsewhere = (name == "confidence" && (has("precision") || table == "run.precision"))
        || (["at", "after"].contains(&name) && (has("at") || has("after")));
    is_other_choice
        || is_other_way
        || is_unread
        || is_distribution
        || is_elsewhere
        || table == "reported"
        || table.ends_with(".next")
        || ["hotlines", "each", "extends", "omit"].contains(&key)
}

#[test]
fn every_key_of_the_language_is_explained_given_or_not() {
    let root: Value = serde_json::from_str(SCHEMA).expect("the schema");
    for text in scenarios() {
        let all = explain(&text, &[], &[]);
        let missing = unexplained("", &root, &root, &all);
        let missing: Vec<&String> = missing.iter().filter(|key| !may_be_silent(key, &all)).collect();
        assert!(missing.is_empty(), "left out and not explained: {missing:?}\nin\n{text}");
    }
}

#[test]
fn a_default_that_is_written_out_changes_nothing() {
    let mut seen = std::collections::BTreeSet::new();
    // An exit that nobody takes is no other way out.
    let plain = |told: String| told.replace("(0.0, HangUp), ", "").replace("(0.0, Served), ", "");
    for text in scenarios() {
        let told = |sets: &[&str]| {
            let scenario = load_with(&text, sets, &[]).unwrap_or_else(|text| panic!("{sets:?}\n{text}"));
            let Some(search) = &scenario.search else {
                return plain(format!(
                    "{:?}",
                    (&scenario.title, &scenario.model, &scenario.queues, &scenario.run)
                ));
            };
            let search = (&search.vary, search.is_for_goals, search.count());
            plain(format!(
                "{:?}",
                (&scenario.title, &scenario.model, &scenario.queues, &scenario.run, search)
            ))
        };
        let as_it_stands = told(&[]);
        for explained in explain(&text, &[], &[]) {
            let is_default = matches!(explained.origin, Origin::Default(_));
            if is_default && !explained.value.is_null() {
                let set = format!("{}={}", explained.key, explained.value);
                assert!(told(&[&set]) == as_it_stands, "{set} is another scenario than one without it");
                seen.insert(explained.key);
            }
        }
    }
    assert!(seen.len() >= 25, "{seen:?}");
}

#[test]
fn a_value_tells_its_line_also_through_extends() {
    let over = "extends = \"base.toml\"\n[queues.main]\ncapacity = 7\n";
    let all = explain(over, &[], &[("base.toml", SMALL)]);
    assert_eq!(find(&all, "queues.main.capacity").origin, line("case.toml", 3));
    let within = find(&all, "queues.main.goal.within");
    assert_eq!((within.origin.clone(), within.text.as_str()), (small_line("base.toml", "goal"), "\"20 s\""));
}

#[test]
fn what_was_replaced_is_told_the_latest_first() {
    let over = "extends = \"base.toml\"\n[agents.all]\nheads = 12\n";
    let all = explain(over, &["agents.all.heads=14", "agents.all.heads=15"], &[("base.toml", SMALL)]);
    let heads = find(&all, "agents.all.heads");
    assert_eq!(
        (heads.text.as_str(), heads.origin.clone()),
        ("15", Origin::Set("agents.all.heads=15".into()))
    );
    let was: Vec<(&str, Origin)> =
        heads.replaced.iter().map(|was| (was.text.as_str(), was.origin.clone())).collect();
    let earlier = Origin::Set("agents.all.heads=14".into());
    assert_eq!(
        was,
        [("14", earlier), ("12", line("case.toml", 3)), ("10", small_line("base.toml", "heads"))]
    );
}

#[test]
fn a_choice_tells_which_other_it_replaced() {
    let sets = ["callers.all.patience.fixed=40 s", "callers.all.arrivals.per_day=900"];
    let all = explain(SMALL, &sets, &[]);
    let patience = &find(&all, "callers.all.patience.fixed").replaced[0];
    assert_eq!(patience.key, "callers.all.patience.exponential");
    assert_eq!(
        (patience.text.as_str(), patience.origin.clone()),
        ("{ mean = \"2 min\" }", small_line("case.toml", "patience"))
    );
    assert_eq!(find(&all, "callers.all.arrivals.per_day").replaced[0].key, "callers.all.arrivals.per_hour");
    assert!(all.iter().all(|other| other.key != "callers.all.arrivals.per_hour"));
}

#[test]
fn a_key_can_be_typed_as_it_is_shown() {
    let all = explain(&SMALL.replace("[agents.all]", "[agents.\"夜 班\"]"), &[], &[]);
    let heads = find(&all, "agents.\"夜 班\".heads");
    let set = format!("{}=3", heads.key);
    let text = SMALL.replace("[agents.all]", "[agents.\"夜 班\"]");
    let scenario = load_with(&text, &[&set], &[]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(scenario.model.people().len(), 3);
}

#[test]
fn what_follows_is_the_arithmetic_of_the_textbooks() {
    let all = explain(SMALL, &[], &[]);
    // 100 calls an hour in 12 hours, of 3 minutes each.
    assert_eq!(find(&all, "derived.calls_per_day").value, 1_200);
    assert_eq!(find(&all, "derived.queues.main.offered_erlangs").value, 5);
    let half = "[ivr.hello]\nlasts.fixed = \"9 s\"\nnext = { hang_up = \"50%\", queue.main = \"50%\" }\n";
    let text = small_with("enters.queue = \"main\"", "enters.menu = \"hello\"") + half;
    assert_eq!(find(&explain(&text, &[], &[]), "derived.queues.main.offered_erlangs").value, 2.5);
}

#[test]
fn a_networks_hotlines_stand_under_their_names() {
    let network =
        "schema = 1\n[hotlines.north]\nscenario = \"one.toml\"\n[hotlines.south]\nscenario = \"one.toml\"\n";
    let sets = ["hotlines.south.agents.all.heads=3", "run.seed=5"];
    let all = explain(network, &sets, &[("one.toml", SMALL)]);
    assert_eq!(find(&all, "hotlines.north.agents.all.heads").origin, small_line("one.toml", "heads"));
    let south = find(&all, "hotlines.south.agents.all.heads");
    assert_eq!(south.origin, Origin::Set(sets[0].to_owned()));
    assert_eq!(south.replaced[0].key, "hotlines.south.agents.all.heads");
    assert_eq!(find(&all, "run.seed").text, "5");
    assert!(matches!(find(&all, "hotlines.north.run.seed").origin, Origin::Derived(_)));
    assert!(all.iter().all(|other| other.key != "hotlines.north.run.replications"));
}
