//! `sim init`: templates that run as they are, and files that nobody loses.

use crate::command::Place;

const TEMPLATES: [&str; 3] = ["one-queue", "hotline", "network"];

#[test]
fn every_template_runs_as_it_is_without_a_warning() {
    for template in TEMPLATES {
        let place = Place::new(&format!("init-{template}"));
        let ran = place.sim(&format!("init --template {template}"));
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{template}");
        let check = place.sim("check scenario.toml");
        assert!(check.stdout.contains("no problems"), "{template}: {}{}", check.stdout, check.stderr);
        let ran = place.sim("run scenario.toml --json --no-plots");
        assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""), "{template}");
        let json: serde_json::Value = serde_json::from_str(&ran.stdout).expect("JSON");
        assert_eq!(json["warnings"], serde_json::json!([]), "{template}");
    }
}

#[test]
fn what_it_says_to_type_next_can_be_typed() {
    for template in TEMPLATES {
        let place = Place::new(&format!("init-next-{template}"));
        let said = place.sim(&format!("init centres/mine --template {template}")).stdout;
        let commands: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("  sim ")).collect();
        assert_eq!(commands.len(), 4, "{said}");
        for command in commands {
            let command = command.split("  ").next().unwrap_or_default();
            assert!(command.contains("centres/mine.toml"), "{command}");
            let ran = place.sim(command);
            assert_eq!(ran.code, Some(0), "sim {command}: {}", ran.stderr);
        }
    }
}

#[test]
fn every_line_of_a_template_that_a_planner_would_change_has_a_comment() {
    let place = Place::new("init-comments");
    for template in TEMPLATES {
        let text = place.sim(&format!("init --stdout --template {template}")).stdout;
        assert!(text.starts_with("#:schema scenario.schema.json\n"), "{text}");
        // A second shift or hotline is written as the first.
        let is_alike = |key: &str| {
            ["shifts.day", "shifts.late", "label", "scenario", "from", "to", "step"].contains(&key)
        };
        for line in text.lines().filter(|line| line.contains('=') && !line.starts_with('#')) {
            let key = line.split('=').next().unwrap_or_default().trim();
            assert!(line.contains("  # ") || line.contains(" # ") || is_alike(key), "{template}: {line}");
        }
    }
}

#[test]
fn the_schema_beside_it_is_that_of_the_command() {
    let place = Place::new("init-schema");
    assert_eq!(place.sim("init --template network").code, Some(0));
    assert_eq!(place.read("scenario.schema.json"), place.sim("schema").stdout);
    for file in ["scenario.toml", "hotlines/north.toml", "hotlines/south.toml"] {
        let text = place.read(file);
        let named = text.lines().next().and_then(|line| line.strip_prefix("#:schema ")).expect("a schema");
        let folder = place.path.join(file).parent().expect("a folder").to_owned();
        assert!(folder.join(named).exists(), "{file} names {named}");
    }
}

#[test]
fn a_file_that_is_there_is_not_replaced_unless_asked() {
    let place = Place::new("init-there");
    place.write("mine.toml", "mine");
    place.write("arrivals.csv", "mine");
    let ran = place.sim("init mine --template hotline");
    assert_eq!((ran.code, ran.stdout.as_str()), (Some(1), ""));
    assert!(ran.stderr.contains("mine.toml and arrivals.csv are there already"), "{}", ran.stderr);
    assert!(ran.stderr.contains("--force"), "{}", ran.stderr);
    assert_eq!(place.names("."), ["arrivals.csv", "mine.toml"]);
    assert_eq!(place.sim("init mine.toml --force").code, Some(0));
    assert!(place.read("mine.toml").contains("[queues.main]"));
    assert_eq!(place.read("arrivals.csv"), "mine");
}

#[test]
fn the_list_names_every_template() {
    let said = Place::new("init-list").sim("init --list").stdout;
    let names: Vec<&str> = said.lines().filter_map(|line| line.split_whitespace().next()).collect();
    assert_eq!(names, TEMPLATES);
}
