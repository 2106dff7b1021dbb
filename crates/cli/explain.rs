//! `sim explain`: every value of a scenario and where it came from; nothing is run.

use std::path::Path;
use std::process::ExitCode;

use acd_scenario::{Explained, Surroundings, file_bytes_at_most};
use clap::Args;

use crate::arguments::ScenarioOptions;
use crate::exit::{Failure, print};
use crate::inputs::Inputs;
use crate::report::explain::{json_text, text};

#[derive(Args)]
pub struct ExplainOptions {
    #[command(flatten)]
    pub scenario: ScenarioOptions,
    /// Only this key, or the keys of this table: queues.main.
    #[arg(value_name = "KEY")]
    pub key: Option<String>,
}

/// `sim explain`.
pub fn explain(options: &ExplainOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let sets = options.scenario.all_sets();
    let at_most = file_bytes_at_most(&sets);
    let read = |path: &Path| inputs.read(path, at_most);
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    let all = acd_scenario::explain(&options.scenario.file, &sets, &around)?;
    let some = match &options.key {
        Some(key) => below(key.trim(), all)?,
        None => all,
    };
    print(&if options.scenario.json { json_text(&some) } else { text(&some) })?;
    Ok(ExitCode::SUCCESS)
}

/// The values of one key or table.
fn below(key: &str, all: Vec<Explained>) -> Result<Vec<Explained>, Failure> {
    let is_below =
        |other: &str| other.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'));
    if all.iter().any(|explained| is_below(&explained.key)) {
        return Ok(all.into_iter().filter(|explained| is_below(&explained.key)).collect());
    }
    let known = all.iter().flat_map(|explained| tables_of(&explained.key));
    let help = match acd_scenario::nearest(key, known) {
        Some(near) => format!("did you mean {near}?"),
        None => "without KEY all are shown".to_owned(),
    };
    Err(Failure::Usage(format!("the scenario has no key {key}: {help}")))
}

/// A key, and the tables that it stands in.
fn tables_of(key: &str) -> impl Iterator<Item = &str> {
    let dots = key.match_indices('.').map(|(place, _)| &key[..place]);
    dots.chain([key])
}
