//! `sim validate`: a scenario simulated over the days of a call log, and held against it.

use std::path::PathBuf;
use std::process::ExitCode;

use acd_fit::Log;
use acd_fit::validation::{Ended, Frame, Tally, validate as hold};
use acd_scenario::Scenario;
use acd_study::{CallEnd, CallRecord, Crew, run};
use clap::Args;

use crate::arguments::ScenarioOptions;
use crate::check::{load, show_warnings};
use crate::compare::{stem, stopped};
use crate::exit::{Failure, print};
use crate::fit::{LogOptions, log_words, read};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::Language;
use crate::report::summary::quoted;
use crate::report::validate::{FoundValid, json_text, text, write_files};

/// With so many the ends of the band are the fifth values from below and above.
const REPLICATIONS: u64 = 199;
/// Fewer give no band.
const REPLICATIONS_AT_LEAST: u64 = 39;

#[derive(Args)]
pub struct ValidateOptions {
    #[command(flatten)]
    pub log: LogOptions,
    #[command(flatten)]
    pub scenario: ScenarioOptions,
    /// Threads; default: all cores. Results don't depend on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where files go; default: out/validate-CALLS.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Draw no plots.
    #[arg(long)]
    pub no_plots: bool,
    /// The language of the summary and the plots.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

/// `sim validate`.
pub fn validate(options: &ValidateOptions) -> Result<ExitCode, Failure> {
    let started = jiff::Timestamp::now();
    let quiet = options.scenario.quiet;
    if options.scenario.replications.is_some_and(|count| count < REPLICATIONS_AT_LEAST) {
        let text = format!(
            "--replications must be {REPLICATIONS_AT_LEAST} or more: fewer days give no band of 95 %"
        );
        return Err(Failure::Usage(text));
    }
    let (log, mut paths) = read(&options.log, quiet)?;
    let inputs = Inputs::default();
    let scenario_options = of_days(options, &log);
    let scenario = load(&scenario_options, &inputs)?;
    show_warnings(&scenario.warnings, &options.scenario);
    let queues = queues(&log, &scenario, options)?;
    let frame = frame(&scenario);
    paths.extend(inputs.paths());
    let default = PathBuf::from("out").join(format!("validate-{}", stem(&options.log.log).display()));
    let mut folder = Folder::open(options.out.as_ref().unwrap_or(&default), &paths)?;
    let actual = tally_of_log(&log, &queues, &frame);
    let simulated = simulate(options, &scenario, &frame)?;
    if simulated.len() < REPLICATIONS_AT_LEAST as usize {
        let text =
            format!("only {} replications were done: too few to tell; nothing was written", simulated.len());
        return Err(Failure::Interrupted(text));
    }
    let validation = hold(&frame, &actual, &simulated);
    let log_words: Vec<String> = log_words(&options.log).iter().map(|word| quoted(word)).collect();
    let command = options.scenario.command("validate", &[]);
    let command = command.replacen("sim validate", &format!("sim validate {}", log_words.join(" ")), 1);
    let found =
        FoundValid { scenario: &scenario, log: &log, file: &options.log.log, command, frame, validation };
    write_files(&mut folder, &found, (started, !options.no_plots), options.lang)?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    print(&if options.scenario.json {
        json_text(&found)
    } else {
        text(&found, options.lang, (&path, &files))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The scenario over the days of the log, as often as a band needs.
fn of_days(options: &ValidateOptions, log: &Log) -> ScenarioOptions {
    let mut scenario = options.scenario.clone();
    let days = format!("calendar.days={}", log.days);
    let starts = log.starts.map(|date| format!("calendar.starts={date}"));
    // What was typed comes last, so that it holds.
    scenario.sets = [days].into_iter().chain(starts).chain(scenario.sets).collect();
    scenario.replications = scenario.replications.or(Some(REPLICATIONS));
    scenario
}

/// Which of the scenario's queues each of the log's is: by name, or the only one.
fn queues(log: &Log, scenario: &Scenario, options: &ValidateOptions) -> Result<Vec<usize>, Failure> {
    if log.queues.len() == 1 && scenario.queues.len() == 1 {
        return Ok(vec![0]);
    }
    let place = |name: &String| {
        let own = scenario.queues.iter().position(|queue| queue.name == *name);
        own.ok_or_else(|| {
            let names: Vec<&str> = scenario.queues.iter().map(|queue| queue.name.as_str()).collect();
            Failure::InvalidLate(format!(
                "{}: the log's queue {name:?} is none of the scenario's, {}\nhelp: queues are matched by their names; change \
                 them in the log or in the scenario",
                options.log.log.display(),
                names.join(", ")
            ))
        })
    };
    log.queues.iter().map(place).collect()
}

fn frame(scenario: &Scenario) -> Frame {
    let calendar = &scenario.model.calendar;
    Frame {
        within_s: scenario.queues.iter().map(|queue| queue.within.as_seconds_f64()).collect(),
        days: calendar.days as usize,
        interval_s: calendar.interval.as_us() as f64 / 1e6,
        from_s: calendar.warm_up.as_us() as f64 / 1e6,
    }
}

/// The first stretch of the log.
fn tally_of_log(log: &Log, queues: &[usize], frame: &Frame) -> Tally {
    let mut tally = frame.tally();
    for call in log.calls.iter().filter(|call| call.stretch == 0) {
        if let (Some(queue), Some(offered)) = (call.queue, call.offered) {
            let ended = match call.outcome {
                acd_fit::Outcome::Answered => Ended::Answered,
                acd_fit::Outcome::Abandoned => Ended::Abandoned,
                _ => Ended::Otherwise,
            };
            tally.add(frame, (queues[queue], call.arrived), (offered, call.wait.unwrap_or(0.0)), ended);
        }
    }
    tally
}

fn simulate(options: &ValidateOptions, scenario: &Scenario, frame: &Frame) -> Result<Vec<Tally>, Failure> {
    let progress = Progress::new(options.scenario.quiet);
    let crew = Crew::new(options.threads.map(usize::from), &progress).map_err(stopped)?;
    let mut simulated = Vec::new();
    let mut take = |_: u32, records: &[CallRecord]| {
        let mut tally = frame.tally();
        for record in records {
            if let (Some(queue), Some((offered, wait))) = (record.queue, record.offered()) {
                let ended = match record.end {
                    CallEnd::Answered => Ended::Answered,
                    CallEnd::Abandoned => Ended::Abandoned,
                    _ => Ended::Otherwise,
                };
                let seconds = |us: u64| us as f64 / 1e6;
                let times = (seconds(offered.as_us()), seconds(wait.as_us()));
                tally.add(frame, (queue.index(), seconds(record.arrived.as_us())), times, ended);
            }
        }
        simulated.push(tally);
        Ok(())
    };
    let outcome = run(scenario, &crew, Some(&mut take)).map_err(stopped)?;
    progress.finish();
    if outcome.is_partial {
        // Bands of fewer replications than were asked for would hold another share.
        let text = format!("interrupted after {} replications; nothing was written", simulated.len());
        return Err(Failure::Interrupted(text));
    }
    Ok(simulated)
}
