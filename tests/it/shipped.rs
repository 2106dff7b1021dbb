//! The scenarios that ship, and the README's promises.

use crate::command::{Place, repository};

#[test]
fn every_shipped_scenario_checks_without_a_problem() {
    let place = Place::new("shipped");
    for entry in std::fs::read_dir(repository("scenarios")).expect("scenarios").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let ran = place.sim_with(&["check", &path.display().to_string()]);
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            assert!(ran.stdout.contains("no problems"), "{}", ran.stdout);
        }
    }
}

#[test]
fn every_shipped_scenario_points_to_the_schema_that_the_command_prints() {
    let place = Place::new("schema");
    let printed = place.sim("schema");
    assert_eq!(printed.code, Some(0), "{}", printed.stderr);
    for entry in std::fs::read_dir(repository("scenarios")).expect("scenarios").flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let text = std::fs::read_to_string(&path).expect("a scenario");
            let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema "));
            let schema = path.with_file_name(named.expect("a first line that names the schema"));
            assert_eq!(std::fs::read_to_string(schema).expect("the schema"), printed.stdout);
        }
    }
}

#[test]
fn shanghais_totals_are_within_five_percent_of_the_report() {
    let place = Place::new("shanghai");
    let ran = place.sim_with(&["run", &repository("scenarios/shanghai.toml"), "--json", "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
    for name in ["calls", "answered", "ivr_served", "abandoned", "ivr_hang_ups"] {
        let difference = json["reported"][name]["difference_ratio"].as_f64().unwrap_or(f64::NAN);
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
    for name in ["starter", "shanghai"] {
        let path = format!("scenarios/{name}.toml");
        place.write(&path, &std::fs::read_to_string(repository(&path)).expect("a scenario"));
    }
    let readme = std::fs::read_to_string(repository("README.md")).expect("the README");
    let inline = readme.split('`').filter_map(|text| text.strip_prefix("sim "));
    let blocks = readme.lines().filter_map(|line| line.strip_prefix("cargo run --release -- "));
    let commands: Vec<&str> = inline.chain(blocks).filter(|command| command.contains("scenarios/")).collect();
    assert!(commands.len() >= 8, "{commands:?}");
    for command in commands {
        let ran = place.sim(command);
        assert_eq!(ran.code, Some(0), "sim {command}:\n{}", ran.stderr);
    }
}
