//! `sim run`: load, simulate, report.

use std::path::PathBuf;

use acd_scenario::Scenario;
use acd_study::{CallRecord, Outcome, Plan, Stopped};

use crate::arguments::RunOptions;
use crate::check::{load, show_warnings};
use crate::exit::{Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::{self, calls, json, summary};

/// `sim run`.
pub fn run(options: &RunOptions) -> Result<(), Failure> {
    let inputs = Inputs::default();
    let scenario = load(&options.scenario, &inputs)?;
    show_warnings(&scenario, &options.scenario);
    let mut folder = Folder::open(&out_folder(options), &inputs.paths())?;
    let started = jiff::Timestamp::now();
    let outcome = simulate(&scenario, options, &mut folder)?;
    let found = report::Found { scenario: &scenario, outcome: &outcome };
    report::write_files(&mut folder, &found, &options.scenario.file, started)?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    if options.scenario.json {
        return print(&json::text(&found));
    }
    print(&summary::text(&found, &path, &files))
}

fn out_folder(options: &RunOptions) -> PathBuf {
    let by_name = || PathBuf::from("out").join(options.scenario.file.file_stem().unwrap_or_default());
    options.out.clone().unwrap_or_else(by_name)
}

fn simulate(scenario: &Scenario, options: &RunOptions, folder: &mut Folder) -> Result<Outcome, Failure> {
    let progress = Progress::new(scenario.run.replications, options.scenario.quiet);
    let on_done = || progress.one_done();
    let threads = options.threads.map(usize::from);
    let result = if options.calls {
        let mut table = calls::Table::begin(folder.draft(calls::FILE)?, scenario)?;
        let mut write = |number: u32, records: &[CallRecord]| table.write(number, records);
        let result = acd_study::run(scenario, Plan { threads, on_done: &on_done, calls: Some(&mut write) });
        folder.complete(table.finish()?)?;
        result
    } else {
        acd_study::run(scenario, Plan { threads, on_done: &on_done, calls: None })
    };
    progress.finish();
    result.map_err(|stopped| match stopped {
        Stopped::ListRanOut => {
            Failure::InvalidLate(format!("{}: {stopped}", options.scenario.file.display()))
        }
        Stopped::Calls(_) | Stopped::Threads(_) => Failure::Broken(stopped.to_string()),
    })
}
