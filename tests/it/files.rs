//! The files of an output folder.

use crate::command::{Place, SMALL};

const FILES: [&str; 16] = [
    "agents.csv",
    "calls.png",
    "calls.svg",
    "datapackage.json",
    "floor.png",
    "floor.svg",
    "intervals.csv",
    "replications.csv",
    "report.html",
    "run.json",
    "service_level.png",
    "service_level.svg",
    "sim.xlsx",
    "summary.csv",
    "waits.png",
    "waits.svg",
];

#[test]
fn files_go_to_out_and_the_name_of_the_scenario() {
    let place = Place::with_scenario("default-out", SMALL);
    let ran = place.sim("run case.toml");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(place.names("out/case"), FILES);
    assert!(ran.stdout.contains(" within "), "{}", ran.stdout);
}

#[test]
fn files_that_the_last_list_names_are_removed_and_nothing_else() {
    let place = Place::with_scenario("old-files", SMALL);
    assert_eq!(place.sim("run case.toml --out out --calls --quiet").code, Some(0));
    assert!(place.names("out").contains(&"calls.csv".to_owned()));
    place.write("out/notes.txt", "mine");
    assert_eq!(place.sim("run case.toml --out out --quiet").code, Some(0));
    let mut wanted: Vec<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
    wanted.push("notes.txt".to_owned());
    wanted.sort();
    assert_eq!(place.names("out"), wanted);
}

#[test]
fn every_column_is_described_and_every_description_has_its_column() {
    let place = Place::with_scenario("package", SMALL);
    assert_eq!(place.sim("run case.toml --out out --calls --quiet").code, Some(0));
    let package: serde_json::Value = serde_json::from_str(&place.read("out/datapackage.json")).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    let tables: Vec<_> = resources.iter().filter(|resource| resource["format"] == "csv").collect();
    assert_eq!(tables.len(), 5);
    for table in tables {
        let path = table["path"].as_str().expect("a path");
        let text = place.read(&format!("out/{path}"));
        let fields = table["schema"]["fields"].as_array().expect("fields");
        let names: Vec<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
        assert_eq!(text.lines().next(), Some(names.join(",").as_str()), "{path}");
        assert!(!text.contains('\r') && text.ends_with('\n'), "{path}");
        assert!(!text.contains("NaN") && !text.contains("inf"), "{path}");
    }
}

#[test]
fn rule_03_files_are_the_same_on_any_number_of_threads() {
    let place = Place::with_scenario("threads", SMALL);
    for threads in ["1", "2", "7"] {
        let ran = place.sim(&format!("run case.toml --out out{threads} --calls --quiet --threads {threads}"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    }
    for name in [
        "agents.csv",
        "calls.csv",
        "datapackage.json",
        "intervals.csv",
        "replications.csv",
        "report.html",
        "summary.csv",
    ] {
        let one = place.read(&format!("out1/{name}"));
        assert!(
            one == place.read(&format!("out2/{name}")) && one == place.read(&format!("out7/{name}")),
            "{name}"
        );
    }
}

#[test]
fn seed_and_replications_of_the_command_line_win() {
    let place = Place::with_scenario(
        "overrides",
        &SMALL.replace(
            "replications = 4",
            "precision = { of = \"service_level\", half_width = \"1%\", at_most = 50 }",
        ),
    );
    let ran = place.sim("run case.toml --json --quiet --seed 9 --replications 3");
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    assert_eq!((json["seed"].as_u64(), json["replications"].as_u64()), (Some(9), Some(3)));
    assert_eq!(place.csv("out/case/replications.csv").len(), 6);
}

#[test]
fn intervals_start_at_dates_where_there_is_one() {
    let place = Place::with_scenario("starts", &SMALL.replace("days = 1", "days = 1\nstarts = 2014-03-03"));
    assert_eq!(place.sim("run case.toml --out dated --quiet").code, Some(0));
    assert_eq!(
        place
            .sim_with(&[
                "run",
                "case.toml",
                "--out",
                "moved",
                "--quiet",
                "--set",
                "calendar.starts=2015-12-31"
            ])
            .code,
        Some(0)
    );
    place.write("case.toml", SMALL);
    assert_eq!(place.sim("run case.toml --out plain --quiet").code, Some(0));
    let first = |folder: &str| place.csv(&format!("{folder}/intervals.csv"))[0]["interval_start"].clone();
    assert_eq!(first("dated"), "2014-03-03T08:00:00");
    assert_eq!(first("moved"), "2015-12-31T08:00:00");
    assert_eq!(first("plain"), "D1 08:00");
}

#[test]
fn a_run_is_recorded_with_its_resolved_scenario() {
    let place = Place::with_scenario("record", SMALL);
    assert_eq!(place.sim("run case.toml --quiet --set agents.all.heads=5").code, Some(0));
    let record: serde_json::Value = serde_json::from_str(&place.read("out/case/run.json")).expect("JSON");
    assert_eq!(record["scenario"]["agents"]["all"]["heads"], 5);
    assert_eq!(record["partial"], false);
    assert_eq!(record["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn a_name_that_a_spreadsheet_would_run_is_defused() {
    let text = SMALL.replace("\"main\"", "\"=1+1\"").replace("[queues.main]", "[queues.\"=1+1\"]");
    let place = Place::with_scenario("formula", &text);
    assert_eq!(place.sim("run case.toml --out out --quiet").code, Some(0));
    assert_eq!(place.csv("out/summary.csv")[0]["queue"], "'=1+1");
}
