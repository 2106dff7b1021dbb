//! The scenarios that ship, and the README's promises.

use std::path::PathBuf;

use crate::command::{Place, repository};

/// The scenario files that ship, but for the variants of pages.
pub fn scenarios() -> Vec<PathBuf> {
    let folders = ["", "/examples", "/shanghai-variants", "/break-rules", "/zhejiang-mobile"];
    let paths: Vec<PathBuf> = folders.iter().flat_map(|folder| files_in(folder)).collect();
    assert!(paths.len() >= 11, "{paths:?}");
    paths
}

/// Those, and what pages change in them.
fn with_variants() -> Vec<PathBuf> {
    let variants = ["citic", "jiangsu", "jiangxi", "xiamen", "zhejiang", "zhejiang-telecom"];
    let variants = variants.iter().flat_map(|name| files_in(&format!("/{name}-variants")));
    let is_base = |path: &PathBuf| path.ends_with("12333/base.toml");
    scenarios().into_iter().chain(variants).chain(files_in("/12333").filter(|path| !is_base(path))).collect()
}

fn files_in(folder: &str) -> impl Iterator<Item = PathBuf> + use<> {
    let entries = std::fs::read_dir(repository(&format!("scenarios{folder}"))).expect("a folder").flatten();
    let is_scenario = |path: &PathBuf| path.extension().is_some_and(|extension| extension == "toml");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(is_scenario).collect();
    paths.sort();
    paths.into_iter()
}

#[test]
fn every_shipped_scenario_checks_without_a_problem() {
    let place = Place::new("shipped");
    for path in with_variants() {
        let ran = place.sim_with(&["check", &path.display().to_string()]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert!(ran.stdout.contains("no problems"), "{}", ran.stdout);
    }
}

#[test]
fn every_shipped_scenario_points_to_the_schema_that_the_command_prints() {
    let place = Place::new("schema");
    let printed = place.sim("schema");
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    for path in with_variants() {
        let text = std::fs::read_to_string(&path).expect("a scenario");
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
        let schema = path.with_file_name(named.expect("a first line that names the schema"));
        assert_eq!(std::fs::read_to_string(schema).expect("the schema"), printed.stdout);
    }
}

/// The service level of a queue: the low and the high end of its interval.
fn service_level(file: &str, set: &str, queue: &str) -> (f64, f64) {
    // A folder for each file: tests run side by side.
    let place = Place::new(&file.replace(['/', '.'], "-"));
    let ran = place.sim_with(&["run", &repository(file), "--set", set, "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let level = &json["queues"][queue]["service_level_ratio"];
    let of = |key: &str| level[key].as_f64().unwrap_or_else(|| panic!("{key} of {queue}: {level}"));
    (of("ci_low"), of("ci_high"))
}

#[test]
fn examples_of_routing_show_what_they_are_for() {
    let file = "scenarios/examples/priority.toml";
    let first = service_level(file, "callers.emergency.priority=1", "emergency");
    let alike = service_level(file, "callers.emergency.priority=5", "emergency");
    assert!(first.0 > alike.1, "{first:?} {alike:?}");

    let file = "scenarios/examples/skills.toml";
    let slow = service_level(file, "agents.generalists.handles.pensions.times=1.25", "insurance");
    let fast = service_level(file, "agents.generalists.handles.pensions.times=1", "insurance");
    assert!(fast.0 > slow.1, "{slow:?} {fast:?}");
}

/// What a run of a file with some changes says.
fn json_of(file: &str, sets: &[&str]) -> serde_json::Value {
    // A folder for each file: tests run side by side.
    let place = Place::new(&file.replace(['/', '.'], "-"));
    let file = repository(file);
    let sets: Vec<&str> = sets.iter().flat_map(|set| ["--set", set]).collect();
    let all = [&["run", file.as_str(), "--json", "--no-plots"][..], &sets[..]].concat();
    let ran = place.sim_with(&all);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    serde_json::from_str(&ran.stdout).expect("JSON")
}

/// The low and the high end of a figure's interval.
fn interval(figure: &serde_json::Value) -> (f64, f64) {
    let of = |key: &str| figure[key].as_f64().unwrap_or_else(|| panic!("{key} of {figure}"));
    (of("ci_low"), of("ci_high"))
}

#[test]
fn rule_40_the_example_of_events_shows_what_each_does() {
    let figure = |json: serde_json::Value, id: &str| interval(&json["total"][id]);
    let file = "scenarios/examples/events.toml";
    let served = |sets: &[&str]| figure(json_of(file, sets), "ivr_served_count");
    // An hour and a half with 15.5 % of the 1,320 calls, of which 30 % would have been served by the IVR.
    let (down, up) = (served(&[]), served(&["events.ivr_down.day=9"]));
    assert!(down.1 < up.0, "{down:?} {up:?}");
    let first = |sets: &[&str]| figure(json_of(file, sets), "callers_count");
    let (all, none) = (
        first(&[]),
        first(&["events.campaign.arrivals.times=1", "events.consultation_day.arrivals.times=1"]),
    );
    // By hand: 39 % of Friday's 1,320 calls times 0.6, and 74 % of Sunday's 660 times 1.5.
    let added = (all.0 + all.1 - none.0 - none.1) / 2.0;
    assert!((added - (0.6 * 0.39 * 1320.0 + 1.5 * 0.74 * 660.0)).abs() < 60.0, "{added}");
}

#[test]
fn rule_41_pooled_sites_answer_more_in_time_than_separate_ones() {
    let of_total = |file: &str| interval(&json_of(file, &[])["total"]["service_level_ratio"]);
    let separate = of_total("scenarios/examples/sites-separate.toml");
    let pooled = of_total("scenarios/examples/sites-pooled.toml");
    let helped = of_total("scenarios/examples/sites-overflow.toml");
    assert!(helped.0 > separate.1, "{separate:?} {helped:?}");
    assert!(pooled.0 > separate.1, "{separate:?} {pooled:?}");
}

#[test]
fn examples_of_people_show_what_they_are_for() {
    let file = "scenarios/examples/people.toml";
    let as_it_is = service_level(file, "agents.advisers.absent=5%", "advice");
    for better in ["absent=0%", "resigns.a_month=0%", "shifts.new.begins=2014-05-05"] {
        let level = service_level(file, &format!("agents.advisers.{better}"), "advice");
        assert!(level.0 > as_it_is.1, "{better}: {level:?} {as_it_is:?}");
    }

    let file = "scenarios/examples/trainees.toml";
    let at_first = service_level(file, "agents.trainees.learns.times_at_first=1.6", "advice");
    let never_slow = service_level(file, "agents.trainees.learns.times_at_first=1", "advice");
    assert!(never_slow.0 > at_first.1, "{at_first:?} {never_slow:?}");
    let fewer_mentors = service_level(file, "agents.trainees.mentors.trainees_each=6", "advice");
    assert!(fewer_mentors.0 > at_first.1, "{at_first:?} {fewer_mentors:?}");
}

#[test]
fn rule_35_the_example_of_outcomes_shows_that_who_settles_more_is_called_less() {
    let ran = |share: &str| {
        let set = format!("agents.trainees.handles.advice.resolves={share}");
        let place = Place::new(&format!("outcomes-{}", share.trim_end_matches('%')));
        let file = repository("scenarios/examples/outcomes.toml");
        let ran = place.sim_with(&["run", &file, "--no-plots", "--set", &set, "--json"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        let groups = place.csv("out/outcomes/groups.csv");
        (json["queues"]["advice"].clone(), json["goals"].clone(), groups)
    };
    let (low, goals, groups) = ran("74%");
    let (high, ..) = ran("90%");
    let of = |queue: &serde_json::Value, id: &str, end: &str| queue[id][end].as_f64().expect("a figure");
    assert!(of(&high, "fcr_ratio", "ci_low") > of(&low, "fcr_ratio", "ci_high"));
    assert!(of(&high, "redials_count", "ci_high") < of(&low, "redials_count", "ci_low"));
    let metrics: Vec<&str> =
        goals.as_array().expect("goals").iter().filter_map(|goal| goal["metric"].as_str()).collect();
    assert_eq!(metrics, ["service_level_ratio", "fcr_ratio", "satisfaction_ratio"]);
    let share = |row: usize| groups[row]["resolved_ratio"].parse::<f64>().expect("a share");
    assert_eq!((groups[0]["group"].as_str(), groups[1]["group"].as_str()), ("advisers", "trainees"));
    assert!((share(0) - 0.9).abs() < 0.01 && (share(1) - 0.74).abs() < 0.01, "{} {}", share(0), share(1));
}

/// How far each simulated total is from the reported one, and its half-width, as shares.
fn differences(json: &serde_json::Value) -> Vec<(String, f64, f64)> {
    let totals = json["reported"].as_object().expect("reported totals");
    let of = |(name, total): (&String, &serde_json::Value)| {
        let of = |key: &str| total[key].as_f64().unwrap_or(f64::NAN);
        let half_width = (of("ci_high") - of("ci_low")) / 2.0 / of("simulated");
        (name.clone(), of("difference_ratio"), half_width)
    };
    totals.iter().map(of).collect()
}

#[test]
fn a_few_weeks_of_shanghai_are_near_the_report() {
    let place = Place::new("shanghai");
    let file = repository("scenarios/shanghai.toml");
    let ran = place.sim_with(&["run", &file, "--json", "--quiet", "--replications", "16"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let totals = differences(&json);
    assert_eq!(totals.len(), 5);
    for (name, difference, _) in totals {
        assert!(difference.abs() < 0.05, "{name} differs by {difference}");
    }
    assert_eq!(json["goals"][0]["verdict"], "missed");
    let agents = place.csv("out/shanghai/agents.csv");
    assert_eq!(agents.len(), 352);
    for agent in agents {
        let most: f64 = agent["break_shift_max_s"].parse().expect("a number");
        assert!(most <= 2_400.0, "agent {} rested {most} s in one shift", agent["agent"]);
    }
}

#[test]
#[ignore = "a heavy study: cargo test --release --package acd-sim --test it -- --ignored"]
fn shanghai_is_on_its_totals_and_its_page_says_what_the_command_answers() {
    let place = Place::new("shanghai-whole");
    let ran = place.sim_with(&["run", &repository("scenarios/shanghai.toml"), "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let words = |text: &str| text.replace("> ", "").split_whitespace().collect::<Vec<_>>().join(" ");
    let answer = ran.stdout.split("Answer: ").nth(1).and_then(|rest| rest.split("\n\n").next());
    let answer = words(answer.expect("an answer"));
    let page = std::fs::read_to_string(repository("docs/scenarios/shanghai.md")).expect("the page");
    assert!(words(&page).contains(&answer), "the page doesn't say: {answer}");
    for variant in [
        "",
        "-variants/redial-36",
        "-variants/redial-62",
        "-variants/handle-9",
        "-variants/handle-11",
        "-variants/morning",
    ] {
        let file = repository(&format!("scenarios/shanghai{variant}.toml"));
        let ran = place.sim_with(&["run", &file, "--quiet", "--json", "--no-plots"]);
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        for (name, difference, half_width) in differences(&json) {
            assert!(
                difference.abs() < 0.02 && half_width < 0.015,
                "{variant} {name}: {difference} ± {half_width}"
            );
        }
        let best = &json["search"]["best"];
        assert!(page.contains(&format!("**{best}**: ")), "the page doesn't say {best} seats for {variant}");
    }
}

#[test]
fn the_contracts_scenarios_run_as_they_stand() {
    let place = Place::new("contract");
    let sketch = repository("tests/scenarios/contract-sketch.toml");
    let ran = place.sim_with(&["run", &sketch, "--json", "--replications", "16"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    let best = json["search"]["best"].as_i64().expect("a best value");
    assert!((300..=360).contains(&best), "{best} seats");
    let below = json["search"]["points"].as_array().expect("points").iter().find(|p| p["value"] == best - 20);
    assert!(below.is_some_and(|point| point["verdict"] != "met"), "the step below is evaluated: {below:?}");
    // The first has thirty days of 119,000 calls: two of its eight replications will do here.
    let ran = place.sim_with(&["run", &repository("scenarios/mmn.toml"), "--json", "--replications", "2"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    // Exactly 0.058268 and 0.935971; two months have a standard error of about 0.0004 and 0.0008.
    let of = |id: &str| json["total"][id]["mean"].as_f64().unwrap_or(f64::NAN);
    assert!((of("abandonment_ratio") - 0.058_268).abs() < 0.002, "{}", of("abandonment_ratio"));
    assert!((of("service_level_ratio") - 0.935_971).abs() < 0.004, "{}", of("service_level_ratio"));
}

/// The blocks of a language in the README.
fn readme_blocks(language: &str) -> Vec<String> {
    let readme = std::fs::read_to_string(repository("README.md")).expect("the README");
    let fence = format!("```{language}\n");
    readme.split(&fence).skip(1).filter_map(|rest| rest.split("```").next()).map(str::to_owned).collect()
}

#[test]
fn the_readme_shows_the_starter_and_what_it_prints() {
    let place = Place::new("readme");
    std::fs::create_dir_all(place.path.join("scenarios")).expect("the build folder can be written");
    let starter = std::fs::read_to_string(repository("scenarios/starter.toml")).expect("the starter");
    place.write("scenarios/starter.toml", &starter);
    let shown = &readme_blocks("toml")[0];
    let without_comments = |text: &str| {
        let lines = text.lines().map(|line| line.split("   #").next().unwrap_or_default().trim_end());
        lines.filter(|line| !line.starts_with('#')).collect::<Vec<_>>().join("\n")
    };
    assert_eq!(without_comments(shown).trim(), without_comments(&starter).trim());
    let ran = place.sim("run scenarios/starter.toml");
    let printed = ran.stdout.split("\n\nFiles in").next().unwrap_or_default();
    assert_eq!(readme_blocks("text")[0].trim(), printed.trim());
}

#[test]
fn every_command_of_the_readme_works() {
    let place = Place::new("readme-commands");
    std::fs::create_dir_all(place.path.join("scenarios")).expect("the build folder can be written");
    // The search of Shanghai is run by CI; here a few weeks must do.
    std::fs::create_dir_all(place.path.join("scenarios/12333")).expect("the build folder can be written");
    let hotlines = std::fs::read_dir(repository("scenarios/12333")).expect("hotlines").flatten();
    let hotlines = hotlines.map(|entry| format!("12333/{}", entry.file_name().to_string_lossy()));
    let names = ["starter.toml", "shanghai.toml", "network.toml"].map(str::to_owned);
    for name in names.into_iter().chain(hotlines) {
        let path = format!("scenarios/{name}");
        place.write(&path, &std::fs::read_to_string(repository(&path)).expect("a scenario"));
    }
    let read = |name: &str| std::fs::read_to_string(repository(name)).expect("a README");
    let readme = read("README.md") + &read("README.zh.md");
    // The calculators have no scenario, and a test of their own.
    let inline = readme.split('`').filter_map(|text| text.strip_prefix("sim "));
    let blocks = readme.lines().filter_map(|line| line.strip_prefix("cargo run --release -- "));
    let commands: Vec<&str> = inline.chain(blocks).filter(|command| command.contains("scenarios/")).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let is_long = command.contains("shanghai") || command.contains("network");
        let few = if is_long && !command.contains("--replications") { " --replications 4" } else { "" };
        // A year of it is measured, not tested.
        let short = if command.contains("365") { " --set calendar.days=2" } else { "" };
        let ran = place.sim_typed(&format!("{command}{few}{short}"));
        assert_eq!(ran.code, Some(0), "sim {command}:\n{}", ran.stderr);
    }
}
