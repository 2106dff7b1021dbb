//! `sim check`: all problems and doubts of a scenario; nothing is run.

use std::path::Path;
use std::process::ExitCode;

use acd_scenario::{Loaded, Scenario, Search, Surroundings, Warning, file_bytes_at_most};
use serde_json::json;

use crate::arguments::ScenarioOptions;
use crate::exit::{Failure, print};
use crate::inputs::Inputs;
use crate::report::words::plural;
use crate::run::replications_in_words;

/// Loads the scenario that the options name.
pub fn load(options: &ScenarioOptions, inputs: &Inputs) -> Result<Scenario, Failure> {
    load_with(options, &[], inputs)
}

/// Loads the scenario or the network that the options name.
pub fn load_any(options: &ScenarioOptions, inputs: &Inputs) -> Result<Loaded, Failure> {
    let sets = options.all_sets();
    let at_most = file_bytes_at_most(&sets);
    let read = |path: &Path| inputs.read(path, at_most);
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    Ok(acd_scenario::load_any(&options.file, &sets, &around)?)
}

/// The same with more values set after those of the command line.
pub fn load_with(options: &ScenarioOptions, more: &[String], inputs: &Inputs) -> Result<Scenario, Failure> {
    let mut sets = options.all_sets();
    sets.extend_from_slice(more);
    let at_most = file_bytes_at_most(&sets);
    let read = |path: &Path| inputs.read(path, at_most);
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    Ok(acd_scenario::load(&options.file, &sets, &around)?)
}

/// Loads every value of the scenario's search: one in the middle that is wrong is better said at once than
/// after an hour.
pub fn load_values(
    scenario: &Scenario,
    options: &ScenarioOptions,
    more: &[String],
    inputs: &Inputs,
) -> Result<(), Failure> {
    let Some(search) = &scenario.search else { return Ok(()) };
    (0..search.count()).try_for_each(|place| load_value(search, place, options, more, inputs).map(drop))
}

/// The scenario with one value of its search.
pub fn load_value(
    search: &Search,
    place: usize,
    options: &ScenarioOptions,
    more: &[String],
    inputs: &Inputs,
) -> Result<Scenario, Failure> {
    let sets: Vec<String> = more.iter().cloned().chain(search.sets(place)).collect();
    load_with(options, &sets, inputs)
}

/// Shows doubts on standard error.
pub fn show_warnings(warnings: &[Warning], options: &ScenarioOptions) {
    if !options.quiet {
        for warning in warnings {
            eprintln!("{}\n", warning.shown);
        }
    }
}

/// `sim check`.
pub fn check(options: &ScenarioOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let loaded = load_any(options, &inputs)?;
    if let Loaded::One(scenario) = &loaded {
        load_values(scenario, options, &[], &inputs)?;
    }
    let (title, all_warnings) = match &loaded {
        Loaded::One(scenario) => (&scenario.title, &scenario.warnings),
        Loaded::Network(network) => (&network.title, &network.warnings),
    };
    show_warnings(all_warnings, options);
    let warnings: Vec<&str> = all_warnings.iter().map(|warning| warning.line.as_str()).collect();
    let file = options.file.display();
    if options.json {
        let answer = json!({ "scenario": title, "file": file.to_string(), "warnings": warnings });
        print(&format!("{answer:#}\n"))?;
        return Ok(ExitCode::SUCCESS);
    }
    let doubts = match warnings.len() {
        0 => "no problems".to_owned(),
        1 => "no errors, 1 warning".to_owned(),
        count => format!("no errors, {count} warnings"),
    };
    print(&format!("{file}: {doubts} ({})\n", size(&loaded).join(", ")))?;
    Ok(ExitCode::SUCCESS)
}

/// How large it is, in words.
fn size(loaded: &Loaded) -> [String; 3] {
    match loaded {
        Loaded::One(scenario) => [
            plural(scenario.model.calendar.days.into(), "day"),
            plural(scenario.model.people().len() as u64, "agent"),
            replications_in_words(&scenario.run.stopping),
        ],
        Loaded::Network(network) => {
            let agents = network.hotlines.iter().map(|hotline| hotline.scenario.model.people().len() as u64);
            [
                plural(network.hotlines.len() as u64, "hotline"),
                plural(agents.sum(), "agent"),
                replications_in_words(&network.run.stopping),
            ]
        }
    }
}
