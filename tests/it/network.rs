//! Several hotlines in one run, as users meet them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::command::{Place, SMALL, repository};

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
fn what_is_said_of_each_is_as_if_every_hotline_said_it() {
    let place = place("network-each");
    let said = format!("{TWO}[each.calendar]\ndays = 2\n[each.agents.all]\nheads = 4 # assumed: two more\n");
    place.write("each.toml", &said);
    let run = |arguments: &str| json(&place, &format!("run {arguments} --json --quiet"));
    let (by_table, by_set) =
        (run("each.toml"), run("two.toml --set calendar.days=2 --set agents.all.heads=4"));
    assert_eq!(by_table["hotlines"], by_set["hotlines"]);
    assert_eq!(run("two.toml --set each.calendar.days=2 --set agents.all.heads=4")["total"], by_set["total"]);
    // What is set has the last word, over all and over each.
    let fewer = run("each.toml --set agents.all.heads=3");
    assert_eq!(fewer["hotlines"], run("two.toml --set calendar.days=2 --set agents.all.heads=3")["hotlines"]);
    let one = run("each.toml --set hotlines.east.agents.all.heads=3");
    assert_eq!(one["hotlines"]["east"], fewer["hotlines"]["east"]);
    assert_eq!(one["hotlines"]["west"], by_table["hotlines"]["west"]);
    // Where it came from, and that it was assumed.
    let explained = place.sim("explain each.toml hotlines.east.agents.all.heads");
    assert!(explained.stdout.contains("each.toml:13"), "{}", explained.stdout);
    assert!(place.read("out/each/run.json").contains("two more"), "what was assumed is on record");
}

#[test]
fn each_leaves_out_what_hotlines_have_and_its_file_is_no_history_of_theirs() {
    let place = place("network-each-omits");
    let totals = "[reported]\ncovers = \"365 days\"\ncalls = 100_000\n";
    // What one hotline has to leave out the other hasn't.
    place.write("east.toml", &format!("{SMALL}{totals}"));
    place.write("two.toml", &TWO.replace("east]\nscenario = \"case", "east]\nscenario = \"east"));
    place
        .write("each.toml", "extends = \"two.toml\"\ntitle = \"a new one\"\n[each]\nomit = [\"reported\"]\n");
    let summary = |file: &str| place.sim(&format!("run {file} --no-plots --quiet")).stdout;
    assert!(summary("two.toml").contains("reported"), "{}", summary("two.toml"));
    assert!(!summary("each.toml").contains("reported"), "{}", summary("each.toml"));
    let explained = place.sim("explain each.toml hotlines.east.title").stdout;
    assert!(!explained.contains("was"), "{explained}");
}

#[test]
fn what_is_wrong_in_each_is_said_once_and_where() {
    let place = place("network-each-wrong");
    place.write("each.toml", &format!("{TWO}[each.agents.all]\nhead = 4\n[each.run]\nseed = 3\n"));
    let ran = place.sim("check each.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("run is nothing that all hotlines have"), "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("did you mean heads?").count(), 1, "{}", ran.stderr);
    place.write("each.toml", &format!("{TWO}[each.calendar]\ndays = 2000000\n"));
    let ran = place.sim("check each.toml");
    assert_eq!(ran.stderr.matches("each.toml:11:8").count(), 1, "{}", ran.stderr);
    place.write("case.toml", &format!("{SMALL}\n[each.calendar]\ndays = 2\n"));
    let ran = place.sim("check case.toml");
    assert!(ran.stderr.contains("each is of a network of hotlines"), "{}", ran.stderr);
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

/// The rows of the bulletin, by column.
fn bulletin() -> Vec<BTreeMap<String, String>> {
    let text = std::fs::read_to_string(repository("scenarios/data/hotlines-2014.csv")).expect("the data");
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// Runs every hotline, and holds its totals, and their sum, against the printed ones: within 3 %, or where luck moves a
/// total by more (some are a few hundred calls), no farther off than luck explains.
#[test]
fn every_hotline_is_on_its_reported_totals() {
    const NEAR: f64 = 0.03;
    const TOTALS: [(&str, &str); 4] = [
        ("calls", "calls_2014"),
        ("answered", "human_2014"),
        ("ivr_served", "ivr_2014"),
        ("abandoned", "abandoned_2014"),
    ];
    let place = Place::new("network-of-2014");
    let ran =
        place.sim_with(&["run", &repository("scenarios/network.toml"), "--json", "--quiet", "--no-plots"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let mut hotlines = 0;
    for row in bulletin().iter().filter(|row| !row["calls_2014"].is_empty()) {
        let slug = row["slug"].as_str();
        let of = if slug == "national" { &json["reported"] } else { &json["hotlines"][slug]["reported"] };
        for (name, column) in TOTALS {
            let number = |key: &str| of[name][key].as_f64();
            let printed: f64 = row[column].parse().expect("a number");
            assert_eq!(number("reported"), Some((printed * 1e4).round()), "{slug}: {name}");
            if printed == 0.0 {
                continue;
            }
            let [Some(off), Some(low), Some(high)] = ["difference_ratio", "ci_low", "ci_high"].map(number)
            else {
                panic!("{slug}: {name} has no interval: {of}");
            };
            let is_luck = low <= printed * 1e4 && printed * 1e4 <= high;
            assert!(off.abs() <= NEAR || is_luck, "{slug}: {name} is off by {off}");
        }
        hotlines += 1;
    }
    assert_eq!(hotlines, 32, "31 hotlines and the nation");
    let files = std::fs::read_dir(repository("scenarios/12333")).expect("the folder");
    assert_eq!(files.count(), 32, "31 hotlines and base.toml");
}

#[test]
fn a_hotline_alone_sees_the_days_that_it_has_in_the_network() {
    let place = Place::new("network-alone");
    let short = ["--set", "calendar.days=2", "--replications", "2", "--json", "--quiet", "--no-plots"];
    let json = |file: &str, more: &[&str]| -> Value {
        let ran = place.sim_with(&[&["run", &repository(file)][..], &short, more].concat());
        assert!(ran.stderr.is_empty(), "{}", ran.stderr);
        serde_json::from_str(&ran.stdout).expect("JSON")
    };
    let alone = json("scenarios/12333/hainan.toml", &["--set", "search.until=all", "--set", "search.to=2"]);
    assert_eq!(alone["total"], json("scenarios/network.toml", &[])["hotlines"]["hainan"]["total"]);
}

#[test]
fn a_day_of_the_network_fits_a_terminal() {
    let place = Place::new("national-day");
    let ran = place.sim_with(&["run", &repository("scenarios/network.toml"), "--set", "calendar.days=1"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let wide = ran.stdout.lines().filter(|line| line.trim_end().chars().count() > 100);
    assert_eq!(wide.collect::<Vec<_>>(), Vec::<&str>::new());
    for plot in ["hotlines.png", "reported.svg"] {
        assert!(place.path.join("out/network").join(plot).exists(), "{plot}");
    }
}

#[test]
fn a_run_takes_no_notice_of_the_bounds_of_a_calibration() {
    let place = Place::new("network-bounds");
    let file = repository("scenarios/12333/hainan.toml");
    let few = "callers.public.arrivals.per_day=40";
    let run = [
        "run",
        &file,
        "--set",
        few,
        "--set",
        "calendar.days=1",
        "--replications",
        "2",
        "--set",
        "search.to=1",
    ];
    assert_ne!(place.sim_with(&run).code, Some(3));
    let ran = place.sim_with(&["calibrate", &file, "--set", few]);
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.stderr.contains("per_day is 40 as it stands, outside from = 191.8 and to = 527.4"),
        "{}",
        ran.stderr
    );
}
