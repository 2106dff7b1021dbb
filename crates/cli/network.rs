//! `sim run` of a network: all hotlines in one run, each reported as a scenario is, and the sum.

use std::process::ExitCode;

use acd_scenario::Network;
use acd_study::{Crew, Outcome, Stopped, besides, run_network};

use crate::arguments::RunOptions;
use crate::check::show_warnings;
use crate::exit::{self, Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::Found;
use crate::report::network::{FoundNetwork, Part, json_text, summary_text, write_files};
use crate::run::{failure, making, out_folder};

/// Runs a network.
pub fn run(options: &RunOptions, inputs: &Inputs, network: &Network) -> Result<ExitCode, Failure> {
    refuse_what_is_of_one_hotline(options)?;
    let quiet = options.scenario.quiet;
    show_warnings(&network.warnings, &options.scenario);
    let mut folder = Folder::open(&out_folder(options), &inputs.paths())?;
    let started = jiff::Timestamp::now();
    let progress = Progress::new(quiet);
    let failed = |stopped| failure(options, stopped);
    let crew = Crew::new(options.threads.map(usize::from), &progress).map_err(failed)?;
    let found = simulate(options, network, &crew);
    progress.finish();
    let mut found = found.map_err(failed)?;
    let making = making(options, options.command(), started);
    let written = crew.lends(|| write_files(&mut folder, &mut found, &making))?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    let late = [found.late_warnings(), written].concat();
    late.iter().filter(|_| !quiet).for_each(|warning| eprintln!("warning: {warning}\n"));
    if options.scenario.json {
        print(&json_text(&found))?;
    } else {
        print(&summary_text(&found, options.lang, (&path, &files)))?;
    }
    let is_partial = found.outcome.is_partial;
    Ok(if is_partial { ExitCode::from(exit::INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// Records and traces are of the calls and agents of one centre.
fn refuse_what_is_of_one_hotline(options: &RunOptions) -> Result<(), Failure> {
    let calls = (options.calls.is_some(), "--calls: no call records are");
    let trace = (options.trace.is_some(), "--trace: no trace is");
    let asked = [calls, trace].into_iter().find(|(is_asked, _)| *is_asked);
    let Some((_, what)) = asked else { return Ok(()) };
    Err(Failure::Usage(format!(
        "{what} written of several hotlines at once; run the hotline's own file, with the --seed that --json prints for it"
    )))
}

fn simulate<'a>(
    options: &RunOptions,
    network: &'a Network,
    crew: &Crew<'_>,
) -> Result<FoundNetwork<'a>, Stopped> {
    let changes = options.scenario.all_sets();
    let mut parts: Vec<Option<Part>> = network.hotlines.iter().map(|_| None).collect();
    // What a hotline leaves is put into words at once: its intervals are many.
    let finished = |place: usize, outcome: Outcome| -> Result<(), Stopped> {
        let hotline = &network.hotlines[place];
        let scenario = &hotline.scenario;
        let besides = besides(scenario, &outcome);
        let (changes, file) = (&changes[..], options.scenario.file.as_path());
        let found = Found { scenario, file, changes, outcome: &outcome, besides: &besides, searched: None };
        parts[place] = Some(Part::of(hotline, &found));
        Ok(())
    };
    let outcome = run_network(network, crew, finished)?;
    let parts = parts.into_iter().flatten().collect();
    Ok(FoundNetwork { network, changes, parts, outcome })
}
