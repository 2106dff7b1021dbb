//! `sim compare`: two designs under the same luck, from scenarios and from folders.

use serde_json::Value;

use crate::command::{Place, Ran, SMALL};

/// A place with two designs, the second with an agent more; both run often enough to be told apart.
fn place(name: &str) -> Place {
    let text = SMALL.replace("replications = 4", "replications = 40");
    let place = Place::with_scenario(name, &text);
    place.write("more.toml", &text.replace("heads = 3", "heads = 4"));
    place
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr))
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

#[test]
fn one_more_agent_answers_more_calls_beyond_doubt() {
    let place = place("compare");
    let ran = place.sim("compare case.toml more.toml --quiet");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(
        said.contains("With B, ") && said.contains(" more calls are answered a day (95% interval +"),
        "{said}"
    );
    assert!(said.contains("the service level rises from "), "{said}");
    assert!(said.contains("times as many replications"), "{said}");
    let found = json(&place.sim("compare case.toml more.toml --quiet --json"));
    let level = &found["total"]["service_level_ratio"];
    assert!(number(&level["ci_low"]) > 0.0 && level["distinguishable"] == true, "{level}");
    // Each side is what a run of it finds.
    for (side, file) in [("a", "case.toml"), ("b", "more.toml")] {
        let alone = json(&place.sim(&format!("run {file} --quiet --json --no-plots")));
        let alone = number(&alone["total"]["service_level_ratio"]["mean"]);
        assert!((number(&level[side]) - alone).abs() < 1e-12, "{side}: {level} and {alone}");
    }
}

#[test]
fn the_files_hold_every_metric_sorted_by_their_keys() {
    let place = place("compare-files");
    place.sim("compare case.toml more.toml --quiet --out found");
    let rows = place.csv("found/compare.csv");
    let keys: Vec<(String, String)> =
        rows.iter().map(|row| (row["queue"].clone(), row["metric"].clone())).collect();
    assert!(keys.is_sorted() && keys.len() > 80, "{keys:?}");
    for row in rows.iter().filter(|row| !row["difference"].is_empty()) {
        let of = |key: &str| row[key].parse::<f64>().expect("a number");
        assert!((of("b") - of("a") - of("difference")).abs() < 1e-9, "{row:?}");
        assert!(
            of("difference_ci95_low") <= of("difference") && of("difference") <= of("difference_ci95_high")
        );
    }
    let package: Value = serde_json::from_str(&place.read("found/datapackage.json")).expect("JSON");
    let names: Vec<&str> = package["resources"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|file| file["path"].as_str())
        .collect();
    assert!(names.contains(&"compare.csv") && names.contains(&"run.json"), "{names:?}");
    let record: Value = serde_json::from_str(&place.read("found/run.json")).expect("JSON");
    assert_eq!(record["b"]["scenario"]["agents"]["all"]["heads"], 4);
}

#[test]
fn one_file_is_compared_with_itself_changed() {
    let place = place("compare-set");
    let two = place.sim("compare case.toml more.toml --json --quiet");
    let one = place.sim("compare case.toml --set-b agents.all.heads=4 --json --quiet");
    assert_eq!(json(&one)["total"], json(&two)["total"]);
    assert_eq!(json(&one)["b"]["changes"][0], "agents.all.heads=4");
    let both = json(&place.sim("compare case.toml --set agents.all.heads=4 --set-a agents.all.heads=3 --set-b title=B --json --quiet"));
    assert_eq!(both["total"], json(&two)["total"]);
    assert_eq!(place.sim("compare case.toml").code, Some(2), "nothing to compare with");
}

#[test]
fn designs_that_do_the_same_are_not_distinguishable_or_the_same() {
    let place = place("compare-same");
    let ran = place.sim("compare case.toml case.toml --quiet");
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("With B, as many calls are answered; the service level stays at "), "{said}");
    // Two agents of three on a break at once or one: nobody can tell from two hours.
    let ran = place.sim("compare case.toml --set-b queues.main.wrap_up.fixed=0.1s --replications 3 --quiet");
    assert!(ran.stdout.contains("not distinguishable"), "{}", ran.stdout);
}

#[test]
fn the_folders_of_two_runs_say_what_the_scenarios_do() {
    let place = place("compare-folders");
    place.sim("run case.toml --quiet --no-plots");
    place.sim("run more.toml --quiet --no-plots");
    let folders = json(&place.sim("compare out/case out/more --json --quiet"));
    let files = json(&place.sim("compare case.toml more.toml --json --quiet"));
    for metric in ["answered_count", "service_level_ratio", "asa_s", "occupancy_ratio"] {
        for key in ["a", "b", "difference", "ci_low", "ci_high"] {
            let (one, other) = (&folders["total"][metric][key], &files["total"][metric][key]);
            assert!((number(one) - number(other)).abs() < 1e-9, "{metric} {key}: {one} and {other}");
        }
    }
    assert_eq!(folders["queues"]["main"]["asa_s"]["a"], folders["total"]["asa_s"]["a"]);
}

#[test]
fn what_can_not_be_compared_is_refused_with_a_reason() {
    let place = place("compare-refused");
    for (name, more) in [
        ("seed", "--seed 9"),
        ("few", "--replications 20"),
        ("", ""),
        ("within", "--set queues.main.goal.within=9s"),
    ] {
        let ran = place.sim(&format!("run case.toml --quiet --no-plots --out out/{name}x {more}"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    for (other, code, reason) in [
        ("out/seedx", 3, "the seed of A is 1 and of B 9"),
        ("out/fewx", 3, "the number of replications of A is 40 and of B 20"),
        ("out/withinx", 3, "\"in time\" is 20 s in A and 9 s in B"),
        ("case.toml", 2, "one is a scenario file and the other a folder"),
        (".", 1, "is no output folder of a run"),
    ] {
        let ran = place.sim(&format!("compare out/x {other} --out out/refused"));
        assert_eq!(ran.code, Some(code), "{other}: {}", ran.stderr);
        assert!(ran.stderr.contains(reason), "{other}: {}", ran.stderr);
    }
    let ran = place.sim("compare case.toml --set-b calendar.days=2 --out out/refused");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("A is of 1 days and B of 2"), "{}", ran.stderr);
    let ran = place.sim("compare out/x out/x --set-b calendar.days=2 --out out/refused");
    assert_eq!(ran.code, Some(2), "{}", ran.stderr);
    assert!(!place.path.join("out/refused").exists());
}

#[test]
fn b_runs_under_the_luck_of_a_and_that_is_said() {
    let place = place("compare-luck");
    place.write(
        "more.toml",
        &place.read("more.toml").replace("replications = 40", "replications = 9\nseed = 5"),
    );
    let ran = place.sim("compare case.toml more.toml --json");
    assert!(ran.stderr.contains("B says seed 5: both run under A's seed 1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("B says 9 replications: both run A's 40"), "{}", ran.stderr);
    assert_eq!(json(&ran)["replications"], 40);
    let ran = place.sim("compare case.toml more.toml --json --seed 3 --replications 7");
    assert_eq!((ran.stderr.as_str(), json(&ran)["seed"].as_u64()), ("", Some(3)));
}

#[test]
fn the_words_can_be_chinese() {
    let place = place("compare-chinese");
    let ran = place.sim("compare case.toml more.toml --lang zh --quiet");
    for words in ["采用B：", "每天多接听", "百分点", "人工接听", "面对相同来电"] {
        assert!(ran.stdout.contains(words), "{words}: {}", ran.stdout);
    }
}
