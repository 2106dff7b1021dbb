//! `docs/model.md`: every test that it names exists, every example is taken by `sim check`, every link leads
//! somewhere, and no key of the language is missing.

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;

use crate::command::{Place, repository};

/// What the examples are laid over: a small complete scenario with the names that they use.
const BASE: &str = r#"schema = 1
title  = "what the examples are laid over"

[calendar]
days     = 1
opens    = "08:00"
closes   = "20:00"
interval = "1 h"

[callers]
public = { arrivals.per_hour = 60, patience.exponential = { mean = "2 min" }, enters.queue = "advice" }
gold   = { arrivals.per_hour = 6, patience.exponential = { mean = "2 min" }, enters.queue = "gold" }

[queues]
advice       = { talk.exponential = { mean = "3 min" }, goal = { answer = "80%", within = "30 s" } }
gold         = { talk.exponential = { mean = "3 min" } }
standard     = { talk.exponential = { mean = "3 min" } }
hangzhou     = { talk.exponential = { mean = "3 min" } }
ningbo       = { talk.exponential = { mean = "3 min" } }
difficult    = { talk.exponential = { mean = "15 min" } }
call_back_to = { talk.exponential = { mean = "4 min" } }
chat         = { talk.exponential = { mean = "9 min" } }

[agents]
advisers = { heads = 5, answers = ["advice"] }
trainees = { heads = 5, answers = ["advice"] }
mentors  = { heads = 2, answers = ["advice"] }
reserve  = { heads = 2, answers = ["standard"] }
seniors  = { heads = 2, answers = ["gold", "standard"] }

[run]
replications = 2
"#;

/// A part of the page below a heading of its own.
struct Section<'p> {
    heading: &'p str,
    text: &'p str,
}

impl Section<'_> {
    /// A rule without a test is agreed and not built yet: its keys are none.
    fn is_built(&self) -> bool {
        self.tests().next().is_some()
    }

    /// The tests it names: what stands in backticks in a paragraph that begins with "Test:".
    fn tests(&self) -> impl Iterator<Item = &str> {
        let paragraphs = self.text.split("\n\n").map(str::trim).filter_map(|text| text.strip_prefix("Test"));
        let named = paragraphs.flat_map(|paragraph| paragraph.split('`').skip(1).step_by(2));
        named.filter(|name| name.len() > 10 && name.chars().all(is_of_a_name))
    }

    /// Its examples: the words behind the opening fence, and the text.
    fn examples(&self) -> impl Iterator<Item = (&str, &str)> {
        self.text.split("```toml").skip(1).filter_map(|rest| {
            let (kind, rest) = rest.split_once('\n')?;
            Some((kind.trim(), rest.split_once("```")?.0))
        })
    }
}

fn is_of_a_name(character: char) -> bool {
    character.is_ascii_lowercase() || character.is_ascii_digit() || character == '_'
}

fn page() -> String {
    std::fs::read_to_string(repository("docs/model.md")).expect("the page")
}

fn sections(page: &str) -> Vec<Section<'_>> {
    let parts = page.split("\n### ").skip(1);
    let sections = parts.filter_map(|part| {
        let (heading, text) = part.split_once('\n')?;
        Some(Section { heading, text: text.split("\n## ").next().unwrap_or_default() })
    });
    let sections: Vec<Section<'_>> = sections.collect();
    assert!(sections.len() >= 35, "so few sections: {}", sections.len());
    sections
}

/// The names of all functions in the sources of tests and of the program.
fn functions(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() && !path.ends_with("target") {
            functions(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            let named = text.lines().filter_map(|line| line.trim().strip_prefix("fn "));
            names.extend(named.filter_map(|rest| Some(rest.split_once('(')?.0.to_owned())));
        }
    }
}

#[test]
fn every_test_that_the_model_names_exists() {
    let mut names = BTreeSet::new();
    for folder in ["crates", "tests", "examples"] {
        functions(Path::new(&repository(folder)), &mut names);
    }
    let page = page();
    let mut count = 0;
    for section in sections(&page) {
        for test in section.tests() {
            assert!(names.contains(test), "{}: there is no test {test}", section.heading);
            count += 1;
        }
    }
    assert!(count >= 60, "so few tests: {count}");
}

#[test]
fn every_example_of_the_model_is_taken() {
    let place = Place::new("model");
    place.write("base.toml", BASE);
    place.write("calls.csv", "arrived_s,patience_s\n28800,60\n28805,\n");
    std::fs::create_dir_all(place.path.join("sites")).expect("the build folder can be written");
    for name in ["hangzhou.toml", "ningbo.toml"] {
        let text = std::fs::read_to_string(repository(&format!("scenarios/examples/sites/{name}")));
        place.write(&format!("sites/{name}"), &text.expect("a site"));
    }
    assert_eq!(place.sim("check base.toml").code, Some(0));
    let page = page();
    for section in sections(&page).iter().filter(|section| section.is_built()) {
        for (kind, text) in section.examples() {
            let whole =
                if kind == "network" { text.to_owned() } else { format!("extends = \"base.toml\"\n{text}") };
            place.write("case.toml", &whole);
            let ran = place.sim("check case.toml");
            assert_eq!(ran.code, Some(0), "{}:\n{text}\n{}", section.heading, ran.stderr);
        }
    }
}

/// An example of what is not built is TOML at least.
#[test]
fn every_example_of_the_model_is_toml() {
    let page = page();
    for section in sections(&page) {
        for (_, text) in section.examples() {
            let read = toml::from_str::<toml::Table>(text);
            assert!(read.is_ok(), "{}:\n{text}\n{read:?}", section.heading);
        }
    }
}

#[test]
fn every_link_of_the_model_leads_somewhere() {
    let page = page();
    let links = page.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link);
    let mut count = 0;
    for link in links.filter(|link| !link.starts_with('#') && !link.starts_with("http")) {
        let path = repository(&format!("docs/{link}"));
        assert!(Path::new(&path).exists(), "there is no {link}");
        count += 1;
    }
    assert!(count >= 12, "so few links: {count}");
}

/// What serves a centre is a section of the page, by its heading or its number.
#[test]
fn what_serves_a_centre_is_a_section() {
    let page = page();
    let headings: Vec<&str> = sections(&page).iter().map(|section| section.heading).collect();
    let (_, table) = page.split_once("| centre |").expect("the table of centres");
    let rows: Vec<&str> = table.lines().skip(2).filter(|line| line.starts_with('|')).collect();
    assert!(rows.len() >= 30, "so few rows: {}", rows.len());
    for row in rows {
        let served = row.trim_end_matches('|').rsplit('|').next().unwrap_or_default().trim();
        let is_rule =
            |number: &str| headings.iter().any(|heading| heading.starts_with(&format!("Rule {number}.")));
        let rules = served.split("rule ").skip(1).filter_map(|rest| rest.get(..2));
        let rules: Vec<&str> = rules.collect();
        assert!(rules.iter().all(|number| is_rule(number)), "no such rule: {served}");
        let is_named = headings.iter().any(|heading| served.contains(heading));
        assert!(is_named || !rules.is_empty() || served.contains("not yet"), "served by what? {row}");
    }
}

/// The names of keys in a schema, but for those of `[limits]`, which the reference lists.
fn keys(schema: &Value, names: &mut BTreeSet<String>) {
    let tables = schema["$defs"].as_object().into_iter().flatten();
    let tables = tables.filter(|(name, _)| *name != "LimitsTable").map(|(_, table)| table);
    for table in tables.chain([schema]) {
        let own = table["properties"].as_object().into_iter().flatten().map(|(name, _)| name.clone());
        names.extend(own);
    }
}

#[test]
fn every_key_of_the_language_is_in_the_model() {
    let schema = Place::new("model-keys").sim("schema").stdout;
    let schema: Value = serde_json::from_str(&schema).expect("the schema");
    let mut names = BTreeSet::new();
    keys(&schema, &mut names);
    assert!(names.len() >= 90, "{names:?}");
    let page = page();
    let words: BTreeSet<&str> = page.split(|character| !is_of_a_name(character)).collect();
    let missing: Vec<&String> = names.iter().filter(|name| !words.contains(name.as_str())).collect();
    assert!(missing.is_empty(), "docs/model.md says nothing of {missing:?}");
}
