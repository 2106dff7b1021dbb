//! `sim run` and `sim sweep`: load, simulate, search, report.

use std::path::PathBuf;
use std::process::ExitCode;

use acd_scenario::{Loaded, Scenario, Search, Stopping};
use acd_study::{CallRecord, Crew, Outcome, Searched, Stopped, Way};

use crate::arguments::{RunOptions, Scale, SweepOptions};
use crate::check::{load, load_any, load_value, load_values, load_with, show_warnings};
use crate::exit::{self, Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::{self, calls, json, summary, trace};

/// `sim run`: what the scenario says.
pub fn run(options: &RunOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let scenario = match load_any(&options.scenario, &inputs)? {
        Loaded::One(scenario) => scenario,
        Loaded::Network(network) => return crate::network::run(options, &inputs, &network),
    };
    let is_for_goals = scenario.search.as_ref().is_none_or(|search| search.is_for_goals);
    let way = if is_for_goals { Way::Search } else { Way::Sweep };
    Job { options, inputs, way, more_sets: Vec::new(), command: options.command() }.run(&scenario)
}

/// `sim sweep`: the scenario as it stands, and every value of one key, or every pair of two.
pub fn sweep(options: &SweepOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let keys = options.keys()?;
    let scenario = &options.run.scenario;
    let own = load(scenario, &inputs)?.search;
    let is_own = own.is_some_and(|own| Search::is_same_key(&own.vary, &options.vary[0]));
    let more_sets = options.sets(0, if is_own { Scale::OfScenario } else { Scale::Given });
    let mut swept = load_with(scenario, &more_sets, &inputs)?;
    if keys == 2 {
        let second = load_with(scenario, &options.sets(1, Scale::Nothing), &inputs)?.search;
        let crossed = swept.search.zip(second).map(|(first, second)| first.crossed_with(second));
        swept.search = crossed.transpose().map_err(Failure::Usage)?;
    }
    let command = options.command();
    Job { options: &options.run, inputs, way: Way::Sweep, more_sets, command }.run(&swept)
}

/// One run of the command.
struct Job<'a> {
    options: &'a RunOptions,
    inputs: Inputs,
    way: Way,
    /// What the command line sets besides its `--set`s.
    more_sets: Vec<String>,
    /// What was typed.
    command: String,
}

impl Job<'_> {
    fn run(&self, scenario: &Scenario) -> Result<ExitCode, Failure> {
        let quiet = self.options.scenario.quiet;
        show_warnings(&scenario.warnings, &self.options.scenario);
        load_values(scenario, &self.options.scenario, &self.more_sets, &self.inputs)?;
        self.refuse_trace_of_none(scenario)?;
        let mut folder = Folder::open(&out_folder(self.options), &self.inputs.paths())?;
        let started = jiff::Timestamp::now();
        let progress = Progress::new(quiet);
        let crew = Crew::new(self.options.threads.map(usize::from), &progress)
            .map_err(|stopped| self.failure(stopped))?;
        let outcome = self.simulate(scenario, &crew, &mut folder)?;
        let searched = self.search(scenario, &crew, &outcome)?;
        progress.finish();
        self.trace(scenario, &mut folder)?;
        let changes = self.options.scenario.all_sets();
        let found = report::Found {
            scenario,
            file: &self.options.scenario.file,
            changes: &changes,
            outcome: &outcome,
            besides: &acd_study::besides(scenario, &outcome),
            searched: searched.as_ref(),
        };
        let making = making(self.options, self.command.clone(), started);
        let written = crew.lends(|| report::write_files(&mut folder, &found, &making))?;
        let path = folder.path().to_owned();
        let files = folder.publish()?;
        let late = [found.late_warnings(), written].concat();
        late.iter().filter(|_| !quiet).for_each(|warning| eprintln!("warning: {warning}\n"));
        if self.options.scenario.json {
            print(&json::text(&found))?;
        } else {
            print(&summary::text(&found, self.options.lang, (&path, &files)))?;
        }
        Ok(self.ending(&found))
    }

    fn simulate(
        &self,
        scenario: &Scenario,
        crew: &Crew<'_>,
        folder: &mut Folder,
    ) -> Result<Outcome, Failure> {
        let Some(format) = self.options.calls else {
            return acd_study::run(scenario, crew, None).map_err(|stopped| self.failure(stopped));
        };
        let mut table = calls::Table::begin(format, folder, scenario)?;
        let mut write = |number: u32, records: &[CallRecord]| table.write(number, records);
        let outcome = acd_study::run(scenario, crew, Some(&mut write));
        let outcome = outcome.map_err(|stopped| self.failure(stopped))?;
        folder.complete(table.finish().map_err(|error| Failure::io(format.file(), error))?)?;
        Ok(outcome)
    }

    /// A replication that is never run has no trace.
    fn refuse_trace_of_none(&self, scenario: &Scenario) -> Result<(), Failure> {
        let at_most = match &scenario.run.stopping {
            Stopping::Fixed(count) => *count,
            Stopping::Precise(precision) => precision.at_most,
        };
        let Some(asked) = self.options.trace.filter(|asked| *asked > at_most) else { return Ok(()) };
        let runs = replications_in_words(&scenario.run.stopping);
        Err(Failure::Usage(format!("--trace={asked}: there is no such replication; the scenario has {runs}")))
    }

    /// Writes the trace, if one is asked for.
    fn trace(&self, scenario: &Scenario, folder: &mut Folder) -> Result<(), Failure> {
        let Some(number) = self.options.trace else { return Ok(()) };
        let timeline = acd_study::timeline(scenario, number - 1);
        let mut draft = folder.draft(trace::FILE)?;
        let written = trace::write(&mut draft, scenario, number - 1, &timeline);
        written.map_err(|error| Failure::io(trace::FILE, error))?;
        folder.complete(draft)
    }

    /// The search, unless the run before it was interrupted already.
    fn search(
        &self,
        scenario: &Scenario,
        crew: &Crew<'_>,
        outcome: &Outcome,
    ) -> Result<Option<Searched>, Failure> {
        let Some(search) = scenario.search.as_ref().filter(|_| !outcome.is_partial) else { return Ok(None) };
        let (options, more) = (&self.options.scenario, &self.more_sets);
        let at = |place| load_value(search, place, options, more, &self.inputs).map_err(Trouble::Scenario);
        acd_study::search(search, self.way, crew, at).map(Some).map_err(|trouble| match trouble {
            Trouble::Scenario(failure) => failure,
            Trouble::Study(stopped) => self.failure(stopped),
        })
    }

    fn failure(&self, stopped: Stopped) -> Failure {
        failure(self.options, stopped)
    }

    fn ending(&self, found: &report::Found<'_>) -> ExitCode {
        let found_none = found.searched.is_some_and(|searched| searched.best.is_none());
        if found.is_partial() {
            ExitCode::from(exit::INTERRUPTED)
        } else if self.way == Way::Search && found_none {
            ExitCode::from(exit::NONE_MET)
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// What is to be written of a run.
pub fn making(options: &RunOptions, command: String, started: jiff::Timestamp) -> report::Making<'_> {
    report::Making {
        file: &options.scenario.file,
        command,
        started,
        language: options.lang,
        has_plots: !options.no_plots,
        has_report: !options.no_report,
        has_workbook: !options.no_xlsx,
    }
}

/// Where files go.
pub fn out_folder(options: &RunOptions) -> PathBuf {
    let stem = options.scenario.file.file_stem().unwrap_or_default();
    options.out.clone().unwrap_or_else(|| PathBuf::from("out").join(stem))
}

/// Why a study has no outcome, as the command fails.
pub fn failure(options: &RunOptions, stopped: Stopped) -> Failure {
    match stopped {
        Stopped::ListRanOut => {
            Failure::InvalidLate(format!("{}: {stopped}", options.scenario.file.display()))
        }
        Stopped::Calls(_) | Stopped::Threads(_) => Failure::Broken(stopped.to_string()),
        Stopped::Interrupted => Failure::Interrupted(format!("{stopped}; nothing was written")),
    }
}

/// What can go wrong at a value of a search.
enum Trouble {
    Scenario(Failure),
    Study(Stopped),
}

impl From<Stopped> for Trouble {
    fn from(stopped: Stopped) -> Trouble {
        Trouble::Study(stopped)
    }
}

/// How often a scenario runs, in words.
pub fn replications_in_words(stopping: &Stopping) -> String {
    match stopping {
        Stopping::Fixed(count) => report::words::plural((*count).into(), "replication"),
        Stopping::Precise(precision) => format!("up to {} replications", precision.at_most),
    }
}
