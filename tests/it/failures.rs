//! What goes wrong: exit codes, messages, and that nothing is half written.

use crate::command::{Place, SMALL};

#[test]
fn an_invalid_scenario_exits_with_3_and_writes_nothing() {
    let place =
        Place::with_scenario("invalid", &SMALL.replace("heads = 3", "haeds = 3").replace("\"1 min\"", "60"));
    let ran = place.sim("run case.toml");
    assert_eq!(ran.code, Some(3));
    assert_eq!(ran.stdout, "");
    for wanted in ["case.toml:16:1", "did you mean heads?", "case.toml:10:33", "\"60 s\"", "2 problems"] {
        assert!(ran.stderr.contains(wanted), "{wanted:?} is not in:\n{}", ran.stderr);
    }
    assert_eq!(place.names("."), ["case.toml"]);
}

#[test]
fn an_invalid_set_exits_with_3_and_shows_it() {
    let place = Place::with_scenario("invalid-set", SMALL);
    let ran = place.sim("run case.toml --set agents.all.heads=many");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("--set agents.all.heads=many:1"), "{}", ran.stderr);
    assert!(ran.stderr.contains("no whole number"), "{}", ran.stderr);
}

#[test]
fn a_missing_scenario_exits_with_1_and_wrong_usage_with_2() {
    let place = Place::new("missing");
    let ran = place.sim("run nowhere.toml");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("nowhere.toml"), "{}", ran.stderr);
    assert_eq!(place.sim("run").code, Some(2));
    assert_eq!(place.sim("frobnicate").code, Some(2));
    assert_eq!(place.sim("run nowhere.toml --threads 0").code, Some(2));
}

#[test]
fn an_output_folder_that_is_a_file_exits_with_1_before_anything_runs() {
    let place = Place::with_scenario("out-is-a-file", SMALL);
    place.write("taken", "mine");
    let ran = place.sim("run case.toml --out taken");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("output folder taken"), "{}", ran.stderr);
    assert_eq!(place.read("taken"), "mine");
}

#[test]
fn a_list_that_runs_out_exits_with_3_and_keeps_the_files_of_the_run_before() {
    let place = Place::with_scenario("ran-out", SMALL);
    assert_eq!(place.sim("run case.toml --out out --quiet").code, Some(0));
    let before = place.read("out/summary.csv");
    place.write(
        "case.toml",
        &SMALL.replace("patience.exponential = { mean = \"1 min\" }", "patience.listed = [\"1 s\"]"),
    );
    let ran = place.sim("run case.toml --out out --quiet");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("fewer values than callers"), "{}", ran.stderr);
    assert_eq!(place.read("out/summary.csv"), before);
    assert!(!place.names("out").iter().any(|name| name.starts_with('.')), "{:?}", place.names("out"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_exits_with_1_and_a_closed_reader_is_no_failure() {
    let place = Place::with_scenario("streams", SMALL);
    let sim = env!("CARGO_BIN_EXE_sim");
    let shell = |line: &str| {
        let status = std::process::Command::new("sh").args(["-c", line]).current_dir(&place.path).status();
        status.expect("a shell").code()
    };
    assert_eq!(shell(&format!("{sim} run case.toml --quiet --json > /dev/full 2> /dev/null")), Some(1));
    // The reader has gone before anything is printed; the code is the command's own.
    let closed = "{ sleep 1; SIM run case.toml --quiet --out closed; echo $? > code; } | true; cat code; \
                  test \"$(cat code)\" = 0 && test -s closed/summary.csv";
    assert_eq!(shell(&closed.replace("SIM", sim)), Some(0));
}

#[test]
fn check_shows_problems_and_runs_nothing() {
    let place = Place::with_scenario("check", &SMALL.replace("answers = [\"main\"]", "answers = [\"mian\"]"));
    let ran = place.sim("check case.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("did you mean main?"), "{}", ran.stderr);
    place.write("case.toml", SMALL);
    let ran = place.sim("check case.toml");
    assert_eq!(ran.code, Some(0));
    assert!(ran.stdout.contains("case.toml: no problems"), "{}", ran.stdout);
    assert_eq!(place.names("."), ["case.toml"]);
}

#[test]
fn doubts_are_warnings_on_standard_error_and_in_json() {
    let place = Place::with_scenario(
        "doubts",
        &SMALL.replace("heads = 3", "heads = 0").replace("replications = 4", "replications = 1"),
    );
    let ran = place.sim("run case.toml --json");
    assert_eq!(ran.code, Some(0));
    for wanted in ["0 agents", "one replication gives no confidence interval"] {
        assert!(ran.stderr.contains(wanted), "{}", ran.stderr);
        assert!(ran.stdout.contains(wanted), "{}", ran.stdout);
    }
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!(json["total"]["offered_count"]["ci_low"], serde_json::Value::Null);
    assert_eq!(json["total"]["occupancy_ratio"]["mean"], serde_json::Value::Null);
}

#[test]
fn a_result_never_replaces_a_file_that_the_scenario_reads() {
    let replay = SMALL.replace("arrivals.per_hour = 60", "calls = \"calls.csv\"");
    let place = Place::with_scenario("inputs", &replay);
    let calls = "arrived_s\n28800\n28860\n";
    place.write("calls.csv", calls);
    let ran = place.sim("run case.toml --out . --calls");
    assert_eq!(ran.code, Some(1));
    assert!(ran.stderr.contains("calls.csv is a file that the scenario reads"), "{}", ran.stderr);
    // Nor is it removed as a file of an earlier run.
    place.write("datapackage.json", "{\"resources\": [{\"path\": \"calls.csv\"}]}");
    assert_eq!(place.sim("run case.toml --out .").code, Some(0));
    assert_eq!(place.read("calls.csv"), calls);
}
