//! Scenario files as people write them, good and bad.

mod bad;
mod days;
mod explain;
mod good;
mod network;

use std::path::Path;

use acd_scenario::{Failure, Loaded, Scenario, Style, Surroundings};

/// Some metrics, as the study names them.
const METRICS: [&str; 3] = ["service_level_ratio", "asa_s", "calls_count"];

/// A complete little scenario; cases replace one of its lines.
pub const SMALL: &str = r#"schema = 1
title = "small"
[calendar]
days = 1
opens = "08:00"
closes = "20:00"
interval = "30 min"
[callers.all]
arrivals.per_hour = 100
patience.exponential = { mean = "2 min" }
enters.queue = "main"
[queues.main]
talk.exponential = { mean = "3 min" }
goal = { answer = "80%", within = "20 s" }
[agents.all]
heads = 10
answers = ["main"]
[run]
replications = 4
"#;

/// Loads a text as `case.toml`, with other files beside it.
pub fn load_with(text: &str, sets: &[&str], files: &[(&str, &str)]) -> Result<Scenario, String> {
    loaded(text, (sets, files), |sets, around| acd_scenario::load(Path::new("case.toml"), sets, around))
}

/// The same of what may be a network.
pub fn load_any_with(text: &str, sets: &[&str], files: &[(&str, &str)]) -> Result<Loaded, String> {
    loaded(text, (sets, files), |sets, around| acd_scenario::load_any(Path::new("case.toml"), sets, around))
}

fn loaded<T>(
    text: &str,
    (sets, files): (&[&str], &[(&str, &str)]),
    load: impl Fn(&[String], &Surroundings<'_>) -> Result<T, Failure>,
) -> Result<T, String> {
    let read = |path: &Path| {
        let name = path.to_str().unwrap_or_default();
        let found = files.iter().find(|(file, _)| *file == name).map(|(_, text)| text.as_bytes().to_vec());
        if name == "case.toml" {
            Ok(text.as_bytes().to_vec())
        } else {
            found.ok_or(std::io::ErrorKind::NotFound.into())
        }
    };
    let sets: Vec<String> = sets.iter().map(|set| (*set).to_owned()).collect();
    load(&sets, &Surroundings { read: &read, metrics: &METRICS }).map_err(|failure| match failure {
        Failure::Invalid(invalid) => invalid.render(Style::Plain),
        Failure::Unreadable(unreadable) => unreadable.to_string(),
    })
}

/// The small scenario with one of its lines replaced.
pub fn small_with(line: &str, replacement: &str) -> String {
    assert!(SMALL.contains(line), "{line:?} is no line of the small scenario");
    SMALL.replace(line, replacement)
}

/// What is explained of a text.
pub fn explain_with(
    text: &str,
    sets: &[&str],
    files: &[(&str, &str)],
) -> Result<Vec<acd_scenario::Explained>, String> {
    loaded(text, (sets, files), |sets, around| acd_scenario::explain(Path::new("case.toml"), sets, around))
}
