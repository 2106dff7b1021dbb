//! `sim fit` and `sim validate`: from nothing but a call log to a scenario that runs, and back.

use crate::command::{Place, SMALL};
use crate::tidy::has_tidy_texts;

/// A fortnight of a small centre.
const CENTRE: &str = r#"schema = 1
title = "a centre"
[calendar]
days = 14
starts = 2024-01-01
opens = "08:00"
closes = "14:00"
interval = "30 min"
[callers.all]
arrivals.per_day = 300
patience.weibull = { mean = "90 s", shape = 0.8 }
redial = { share = "40%", after.exponential = { mean = "10 min" }, at_most = 3 }
enters.menu = "m"
[ivr.m]
lasts.lognormal = { mean = "20 s", cv = 0.5 }
next.hang_up = "10%"
next.queue.main = "90%"
[queues.main]
talk.lognormal = { mean = "3 min", cv = 0.8 }
wrap_up.exponential = { mean = "30 s" }
[agents.team]
answers = ["main"]
heads_per_interval = [3, 3, 4, 4, 4, 3, 3, 3, 3, 3, 2, 2]
[run]
replications = 1
"#;

/// A folder with a log of the centre, `log/calls.csv`.
fn place_with_log(name: &str, text: &str) -> Place {
    let place = Place::with_scenario(name, text);
    let ran = place.sim("run case.toml --calls --quiet --no-plots --no-report --no-xlsx --out log");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    place
}

/// The plots of a folder, each checked.
#[track_caller]
fn plots(place: &Place, folder: &str) -> Vec<String> {
    let names = place.names(folder);
    let plots: Vec<String> =
        names.iter().filter_map(|name| Some(name.strip_suffix(".svg")?.to_owned())).collect();
    for plot in &plots {
        has_tidy_texts(&place.read(&format!("{folder}/{plot}.svg")));
        assert!(names.contains(&format!("{plot}.png")), "{plot}");
    }
    plots
}

#[test]
fn from_a_log_alone_to_a_scenario_that_runs_and_agrees() {
    let place = place_with_log("fit-whole", CENTRE);
    let fitted = place.sim("fit log/calls.csv");
    assert_eq!(fitted.code, Some(0), "{}", fitted.stderr);
    assert!(fitted.stdout.starts_with("Fitted to calls.csv\n"), "{}", fitted.stdout);
    assert!(fitted.stderr.contains("calls read"), "{}", fitted.stderr);
    assert!(!fitted.stdout.contains("\nMISFIT:"), "{}", fitted.stdout);
    let names = place.names("out/fit-calls");
    for name in ["fitted.toml", "fit.csv", "run.json", "datapackage.json"] {
        assert!(names.iter().any(|other| other == name), "{name}: {names:?}");
    }
    assert_eq!(
        plots(&place, "out/fit-calls"),
        ["arrivals", "menu", "patience", "redials", "talk", "wrap_up"]
    );
    let checked = place.sim("check out/fit-calls/fitted.toml");
    assert_eq!((checked.code, checked.stderr.as_str()), (Some(0), ""), "{}", checked.stdout);
    let ran = place.sim("run out/fit-calls/fitted.toml --quiet --no-plots --out ran");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let validated = place.sim("validate log/calls.csv out/fit-calls/fitted.toml");
    assert_eq!(validated.code, Some(0), "{}", validated.stderr);
    assert!(validated.stdout.contains("The scenario AGREES with the log"), "{}", validated.stdout);
    assert_eq!(plots(&place, "out/validate-calls").len(), 4);
    let rows = place.csv("out/validate-calls/validation.csv");
    // Twelve intervals of fourteen days, and one after closing for those who were in the menu.
    assert_eq!(rows.len(), 14 * 13 * 5);
    // Our own logs have seconds, and no date.
    assert_eq!(rows[0]["interval_start"], "D1 08:00");
}

#[test]
fn a_scenario_of_another_centre_is_a_misfit() {
    let place = place_with_log("validate-other", CENTRE);
    place.write("other.toml", &CENTRE.replace("mean = \"3 min\"", "mean = \"4 min\""));
    let ran = place.sim("validate log/calls.csv other.toml --quiet");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    let words = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("MISFIT: ") && words.contains("mean wait: the log lies below"), "{}", ran.stdout);
    let ran = place.sim("validate log/calls.csv case.toml --json --quiet");
    let found: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((&found["verdict"], &found["replications"]), (&"agrees".into(), &199.into()));
}

#[test]
fn both_speak_chinese() {
    let place = place_with_log("fit-chinese", CENTRE);
    let fitted = place.sim("fit log/calls.csv --lang zh --quiet --out zh");
    let validated = place.sim("validate log/calls.csv case.toml --lang zh --quiet --out zh2");
    assert_eq!((fitted.code, validated.code), (Some(0), Some(0)), "{}{}", fitted.stderr, validated.stderr);
    assert!(fitted.stdout.contains("下一步") && validated.stdout.contains("各时段"), "{}", fitted.stdout);
    let texts = |folder: &str| {
        plots(&place, folder)
            .iter()
            .map(|plot| place.read(&format!("{folder}/{plot}.svg")))
            .collect::<String>()
    };
    let texts = texts("zh") + &texts("zh2");
    let left: Vec<&str> = ["share", "fitted", "the log", "time of day", "seconds"]
        .into_iter()
        .filter(|word| texts.contains(word))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_validation_is_the_same_on_any_number_of_threads() {
    let place = place_with_log("validate-threads", CENTRE);
    for threads in ["1", "3"] {
        let ran = place.sim(&format!("validate log/calls.csv case.toml --quiet --no-plots --replications 39 --threads {threads} --out t{threads}"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    assert_eq!(place.read("t1/validation.csv"), place.read("t3/validation.csv"));
}

#[test]
fn a_log_of_another_system_is_mapped_and_dates_reach_the_scenario() {
    let place = Place::new("fit-mapped");
    let mut rows = String::from("When;Skill;Wait;Talk;Result\n");
    for day in 1..=10 {
        for call in 0..200 {
            let second = 28_800 + call * 100 + (call * call * 7 + day * 13) % 61;
            let (hour, minute, rest) = (second / 3_600, second / 60 % 60, second % 60);
            let wait = (call * 31 + day * 17) % 97;
            let result = if wait > 70 { ";LOST" } else { "0:03:10;OK" };
            rows += &format!("2024-02-{day:02} {hour:02}:{minute:02}:{rest:02};sales;{wait};{result}\n");
        }
    }
    place.write("acd.csv", &rows);
    let table = "arrived_s = \"When\"\nqueue = \"Skill\"\nwait_s = \"Wait\"\ntalk_s = \"Talk\"\n\
        outcome = { column = \"Result\", answered = [\"OK\"], abandoned = [\"LOST\"] }\n";
    place.write("columns.toml", table);
    let ran = place.sim("fit acd.csv --columns columns.toml --opens 08:00 --closes 14:00 --no-plots");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let text = place.read("out/fit-acd/fitted.toml");
    for line in [
        "starts   = 2024-02-01",
        "days     = 10",
        "opens    = \"08:00\"",
        "[queues.sales]",
        "talk.fixed = \"190 s\"",
    ] {
        assert!(text.contains(line), "{line} is not in\n{text}");
    }
    assert!(ran.stdout.contains("There is no column caller"), "{}", ran.stdout);
    assert_eq!(place.sim("check out/fit-acd/fitted.toml").code, Some(0));
    assert_eq!(place.sim("validate acd.csv out/fit-acd/fitted.toml --columns columns.toml --quiet --no-plots --replications 39").code, Some(0));
}

#[test]
fn what_is_wrong_is_said_at_once_and_nothing_is_written() {
    let place = Place::with_scenario("fit-bad", SMALL);
    place.write("empty.csv", "");
    place.write("bad.csv", "arrived_s,wait_s,outcome,queue\n28800,abc,answered,main\n28801,-1,gone,main\n");
    place.write(
        "queue.csv",
        "arrived_s,wait_s,outcome,queue\n28800,1,answered,sales\n28900,1,answered,service\n",
    );
    place.write("bad.toml", "arived_s = \"When\"\n");
    let cases = [
        ("fit none.csv", 1, "error: the call log can't be read: none.csv: No such file or directory"),
        ("fit .", 1, "error: the call log can't be read: . is a folder"),
        ("fit empty.csv", 3, "error: empty.csv: the file is empty\nhelp: a log has a line of column names"),
        (
            "fit bad.csv",
            3,
            "error: bad.csv:2: wait_s: \"abc\" is no length of time\nhelp: write seconds as 12.5, or hours, minutes and seconds \
             as 0:00:12\n\nerror: bad.csv:3: wait_s: \"-1\" is no length of time",
        ),
        (
            "fit bad.csv --columns bad.toml",
            3,
            "error: bad.toml:1: \"arived_s\" is no quantity of a log\nhelp: did you mean arrived_s?",
        ),
        ("fit bad.csv --columns none.toml", 1, "error: none.toml: "),
        (
            "fit queue.csv --interval 7min",
            2,
            "error: invalid value '7min' for '--interval <TIME>': write whole minutes that divide 24 hours",
        ),
        ("fit queue.csv --opens 8", 2, "error: invalid value '8' for '--opens <HH:MM>': write a time of day"),
        (
            "fit queue.csv --opens 20:00",
            3,
            "error: queue.csv: no first call (attempt 1) lies in the opening hours",
        ),
        ("fit queue.csv --opens 20:00 --closes 08:00", 2, "error: --closes is not after --opens"),
        (
            "validate queue.csv case.toml",
            3,
            "error: queue.csv: the log's queue \"sales\" is none of the scenario's, main\nhelp: ",
        ),
        ("validate queue.csv none.toml", 1, "error: the scenario file can't be read"),
        ("validate queue.csv case.toml --replications 5", 2, "error: --replications must be 39 or more"),
    ];
    for (typed, code, text) in cases {
        let ran = place.sim(&format!("{typed} --quiet"));
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(code), ""), "{typed}: {}", ran.stderr);
        assert!(ran.stderr.starts_with(text), "{typed}: {}", ran.stderr);
    }
    assert!(place.names(".").iter().all(|name| name != "out"), "something was written");
}

#[test]
fn a_log_is_never_replaced_by_a_result() {
    let place = place_with_log("fit-own", CENTRE);
    std::fs::copy(place.path.join("log/calls.csv"), place.path.join("log/fit.csv")).expect("a copy");
    let ran = place.sim("fit log/fit.csv --quiet --no-plots --out log");
    assert_eq!(ran.code, Some(1), "{}", ran.stderr);
    assert!(ran.stderr.contains("a result would replace it: choose another --out"), "{}", ran.stderr);
    assert!(place.read("log/fit.csv").starts_with("replication,"));
}
