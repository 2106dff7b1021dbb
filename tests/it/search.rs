//! Searches, sweeps, precision and Ctrl-C, as users meet them.

use serde_json::Value;

use crate::command::{Place, Ran, SMALL};

const SEARCH: &str = "[search]\nvary = \"agents.all.heads\"\nfrom = 1\nto = 8\nstep = 1\nuntil = \"goals\"\n";

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.stdout).unwrap_or_else(|error| panic!("{error}: {}{}", ran.stdout, ran.stderr))
}

#[test]
fn a_search_answers_in_one_sentence_in_json_and_in_a_file() {
    let place = Place::with_scenario("search", &(SMALL.replace("= 4", "= 30") + SEARCH));
    let ran = place.sim("run case.toml --quiet");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let said = ran.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Answer: 80% within 20 s for main takes agents.all.heads = "), "{said}");
    assert!(said.contains(", one step below, it is "), "{said}");
    let found = json(&place.sim("run case.toml --quiet --json"));
    let search = &found["search"];
    assert_eq!(search["vary"], "agents.all.heads");
    let rows = place.csv("out/case/sweep.csv");
    let points = search["points"].as_array().expect("points");
    assert_eq!(rows.len(), points.len());
    for (row, point) in rows.iter().zip(points) {
        assert_eq!(row["value"], point["value"].to_string());
        assert_eq!(Value::from(row["verdict"].as_str()), point["verdict"]);
        assert_eq!(row["replications"], "30");
        let calls: f64 = row["calls_count"].parse().expect("a number");
        assert!((point["total"]["calls_count"]["mean"].as_f64().expect("a number") - calls).abs() < 1e-9);
    }
    assert!(rows.is_sorted_by_key(|row| row["value"].parse::<u32>().expect("a count")));
    assert!(place.read("out/case/datapackage.json").contains("sweep.csv"));
    // A run without a search takes the file of the one before away.
    place.write("case.toml", SMALL);
    place.sim("run case.toml --quiet");
    assert!(!place.names("out/case").contains(&"sweep.csv".to_owned()));
}

#[test]
fn a_search_that_finds_nothing_exits_with_4_and_names_the_undecided() {
    let place =
        Place::with_scenario("search-none", &(SMALL.to_owned() + &SEARCH.replace("to = 8", "to = 2")));
    let ran = place.sim("run case.toml");
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("no value of agents.all.heads"), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("Answer: no value of agents.all.heads that was tried meets"),
        "{}",
        ran.stdout
    );
    let blunt =
        SMALL.replace("replications = 4", "replications = 2") + &SEARCH.replace("from = 1", "from = 3");
    place.write("blunt.toml", &blunt.replace("to = 8", "to = 4"));
    let ran = place.sim("run blunt.toml --json");
    assert_eq!(ran.code, Some(4), "{}", ran.stderr);
    assert!(ran.stderr.contains("undecided: "), "{}", ran.stderr);
    let found = json(&ran);
    assert_eq!(found["search"]["best"], Value::Null);
    assert!(!found["search"]["undecided"].as_array().expect("a list").is_empty());
}

#[test]
fn a_value_that_can_not_be_is_said_before_anything_runs() {
    let search = SEARCH.replace("step = 1", "step = 0.5");
    let place = Place::with_scenario("search-wrong", &(SMALL.to_owned() + &search));
    let ran = place.sim("run case.toml");
    assert_eq!(ran.code, Some(3), "{}", ran.stdout);
    assert!(ran.stderr.contains("agents.all.heads=1.5"), "{}", ran.stderr);
    assert_eq!(place.names("."), ["case.toml"]);
    place.write("case.toml", &(SMALL.to_owned() + &SEARCH.replace("all.heads", "all.haeds")));
    let ran = place.sim("run case.toml");
    assert_eq!(ran.code, Some(3), "{}", ran.stdout);
    assert!(ran.stderr.contains("did you mean heads?"), "{}", ran.stderr);
}

#[test]
fn a_sweep_tries_every_value_of_any_key() {
    let place = Place::with_scenario("sweep", SMALL);
    let ran = place.sim("sweep case.toml --vary agents.all.heads --from 2 --to 6 --step 2 --json --quiet");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let values: Vec<i64> = json(&ran)["search"]["points"]
        .as_array()
        .expect("points")
        .iter()
        .map(|point| point["value"].as_i64().expect("a whole number"))
        .collect();
    assert_eq!(values, [2, 4, 6]);
    let talk = ["sweep", "case.toml", "--vary", "queues.main.talk.exponential.mean", "--from", "2 min"];
    let ran = place.sim_with(&[&talk[..], &["--to", "4 min", "--step", "1 min", "--quiet"]].concat());
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let rows = place.csv("out/case/sweep.csv");
    assert_eq!(rows.iter().map(|row| row["value"].as_str()).collect::<Vec<_>>(), ["120", "180", "240"]);
    let level = |row: usize| rows[row]["service_level_ratio"].parse::<f64>().expect("a ratio");
    assert!(level(0) > level(1) && level(1) > level(2));
    let wrong = place.sim("sweep case.toml --vary title --from 1 --to 2 --step 1");
    assert_eq!(wrong.code, Some(3), "{}", wrong.stdout);
}

#[test]
fn a_precision_that_is_not_reached_is_a_warning_with_the_half_width() {
    let precision = "precision = { of = \"service_level\", half_width = \"0.1%\", at_most = 20 }";
    let place = Place::with_scenario("precision", &SMALL.replace("replications = 4", precision));
    let ran = place.sim("run case.toml --json");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stderr.contains("was not reached: its half-width is"), "{}", ran.stderr);
    let found = json(&ran);
    assert_eq!(found["replications"], 20);
    assert!(found["warnings"][0].as_str().expect("a text").contains("after 20 replications"));
    let ran = place.sim("run case.toml --json --replications 5");
    assert_eq!((json(&ran)["replications"].as_i64(), ran.stderr.as_str()), (Some(5), ""));
}

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_the_replications_that_are_done_and_marks_them() {
    let place = Place::with_scenario("interrupted", &SMALL.replace("= 4", "= 1000000"));
    let sim = env!("CARGO_BIN_EXE_sim");
    let child = std::process::Command::new(sim)
        .args(["run", "case.toml", "--json", "--calls"])
        .current_dir(&place.path)
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("the command starts");
    std::thread::sleep(std::time::Duration::from_secs(2));
    let id = child.id().to_string();
    let killed = std::process::Command::new("sh").args(["-c", &format!("kill -INT {id}")]).status();
    assert!(killed.expect("a shell").success());
    let output = child.wait_with_output().expect("the command ends");
    assert_eq!(output.status.code(), Some(130));
    let found: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found["partial"], true);
    let done = found["replications"].as_u64().expect("a count");
    assert!(done > 0 && done < 1_000_000);
    assert_eq!(place.csv("out/case/replications.csv").len() as u64, 2 * done);
    let calls = place.csv("out/case/calls.csv");
    assert_eq!(calls.last().map(|call| call["replication"].clone()), Some(done.to_string()));
    assert!(place.read("out/case/run.json").contains("\"partial\": true"));
}

#[test]
fn a_search_against_the_wind_and_one_that_replaces_shifts_are_doubted() {
    let search =
        "[search]\nvary = \"callers.all.redial.share\"\nfrom = \"0%\"\nto = \"90%\"\nstep = \"30%\"\n";
    let redial = "redial = { share = \"0%\", after.exponential = { mean = \"5 min\" } }\nenters.queue";
    let text = SMALL.replace("enters.queue", redial).replace("= 4\n", "= 40\n").replace("\"80%\"", "\"64%\"")
        + search;
    let place = Place::with_scenario("search-wind", &text);
    let ran = place.sim("run case.toml --json");
    assert!(ran.stderr.contains("a search assumes the opposite: use sim sweep"), "{}", ran.stderr);
    let shifts = SMALL.replace("heads = 3", "shifts.day = { heads = 3, from = \"08:00\", to = \"09:00\" }");
    place.write("shifts.toml", &(shifts + SEARCH));
    let ran = place.sim("check shifts.toml");
    assert!(
        ran.stderr.contains("vary agents.all.shifts.day.heads, with scale = \"agents.all\""),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_search_says_what_heads_its_answer_has_and_leaves_it_on_disk() {
    let shifts = "shifts.a = { heads = 4, from = \"08:00\", to = \"09:00\" }\n\
                  shifts.b = { heads = 1, from = \"08:30\", to = \"09:00\" }";
    let search = SEARCH.replace("all.heads", "all.shifts.a.heads") + "scale = \"agents.all\"\n";
    let text = SMALL.replace("heads = 3", shifts).replace("= 4\n", "= 40\n") + &search;
    let place = Place::with_scenario("search-heads", &text);
    let ran = place.sim("run case.toml --quiet --set queues.main.goal.answer=60%");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(ran.stdout.contains("Heads then: a "), "{}", ran.stdout);
    assert!(ran.stdout.contains("Changed: queues.main.goal.answer=60%"), "{}", ran.stdout);
    let record: Value = serde_json::from_str(&place.read("out/case/run.json")).expect("JSON");
    assert_eq!(record["changes"][0], "queues.main.goal.answer=60%");
    let points = record["search"]["points"].as_array().expect("points");
    for point in points {
        let value = point["value"].as_u64().expect("a count");
        assert_eq!(point["heads"]["a"], value);
        // A quarter of it, rounded half up.
        assert_eq!(point["heads"]["b"], (value + 2) / 4);
        assert_eq!(point["agents"], value + (value + 2) / 4);
    }
}

const PAIRS: &str = "sweep case.toml --vary agents.all.heads --from 2 --to 4 --step 1 \
                     --vary queues.main.talk.exponential.mean --from '2 min' --to '4 min' --step '2 min'";

#[test]
fn a_sweep_over_two_keys_tries_every_pair() {
    let place = Place::with_scenario("sweep-pairs", SMALL);
    let ran = place.sim_typed(&format!("{PAIRS} --quiet"));
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(
        ran.stdout.contains("Rows: agents.all.heads; columns: queues.main.talk.exponential.mean."),
        "{}",
        ran.stdout
    );
    let rows = place.csv("out/case/sweep.csv");
    let pairs: Vec<(&str, &str)> =
        rows.iter().map(|row| (row["value"].as_str(), row["value_2"].as_str())).collect();
    assert_eq!(pairs, [("2", "120"), ("2", "240"), ("3", "120"), ("3", "240"), ("4", "120"), ("4", "240")]);
    let found = json(&place.sim_typed(&format!("{PAIRS} --quiet --json")));
    assert_eq!(found["search"]["vary_2"], "queues.main.talk.exponential.mean");
    let points = found["search"]["points"].as_array().expect("points");
    assert_eq!(
        (points.len(), &points[3]["value"], &points[3]["value_2"]),
        (6, &Value::from(3), &Value::from(240))
    );
    // A pair is what a run with both set finds.
    let sets = [
        "run",
        "case.toml",
        "--json",
        "--quiet",
        "--set",
        "agents.all.heads=4",
        "--set",
        "queues.main.talk.exponential.mean=4 min",
    ];
    assert_eq!(points[5]["total"], json(&place.sim_with(&sets))["total"]);
}

#[test]
fn two_keys_need_all_their_values_and_not_too_many() {
    let place = Place::with_scenario("sweep-pairs-wrong", SMALL);
    for (typed, code, reason) in [
        (PAIRS.replace("--step '2 min'", ""), 2, "each with its own --vary, --from, --to and --step"),
        (
            PAIRS.replace("--step '2 min'", "--step '1 s'").replace("--to 4", "--to 9"),
            2,
            "968 points, over the limit of 400",
        ),
        (
            PAIRS.replace("queues.main.talk.exponential.mean", "agents.all.heads").replace(" min", ""),
            2,
            "is varied twice",
        ),
        (PAIRS.replace("queues.main", "queues.mian"), 3, "did you mean main?"),
    ] {
        let ran = place.sim_typed(&typed);
        assert_eq!(ran.code, Some(code), "{typed}: {}", ran.stderr);
        assert!(ran.stderr.contains(reason), "{typed}: {}", ran.stderr);
    }
    assert_eq!(place.names("."), ["case.toml"]);
}
