//! `sim check`: all problems and doubts of a scenario; nothing is run.

use acd_scenario::Scenario;
use serde_json::json;

use crate::arguments::ScenarioOptions;
use crate::exit::{Failure, print};
use crate::inputs::Inputs;
use crate::report::words::plural;

/// Loads the scenario that the options name.
pub fn load(options: &ScenarioOptions, inputs: &Inputs) -> Result<Scenario, Failure> {
    Ok(acd_scenario::load(&options.file, &options.all_sets(), &|path| inputs.read(path))?)
}

/// Shows doubts on standard error.
pub fn show_warnings(scenario: &Scenario, options: &ScenarioOptions) {
    if !options.quiet {
        for warning in &scenario.warnings {
            eprintln!("{}\n", warning.shown);
        }
    }
}

/// `sim check`.
pub fn check(options: &ScenarioOptions) -> Result<(), Failure> {
    let scenario = load(options, &Inputs::default())?;
    show_warnings(&scenario, options);
    let warnings: Vec<&str> = scenario.warnings.iter().map(|warning| warning.line.as_str()).collect();
    let file = options.file.display();
    if options.json {
        let answer = json!({ "scenario": scenario.title, "file": file.to_string(), "warnings": warnings });
        return print(&format!("{answer:#}\n"));
    }
    let doubts = match warnings.len() {
        0 => "no problems".to_owned(),
        1 => "no errors, 1 warning".to_owned(),
        count => format!("no errors, {count} warnings"),
    };
    let size = [
        plural(scenario.model.calendar.days.into(), "day"),
        plural(scenario.model.people().len() as u64, "agent"),
        plural(scenario.run.replications.into(), "replication"),
    ];
    print(&format!("{file}: {doubts} ({})\n", size.join(", ")))
}
