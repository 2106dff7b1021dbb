//! `sim fit`: a call log in, a scenario of its centre out.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acd_fit::calendar::Given;
use acd_fit::{Columns, Log, Problems};
use acd_scenario::{Amount, Measure};
use clap::Args;

use crate::compare::stem;
use crate::exit::{Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::report::Language;
use crate::report::fit::{FoundFitted, json_text, text, write_files};
use crate::report::summary::quoted;

/// A table of columns is no larger.
const COLUMNS_BYTES_AT_MOST: u64 = 1 << 20;
const DAY_S: f64 = 86_400.0;

/// Which log, and what its columns are called.
#[derive(Args, Clone)]
pub struct LogOptions {
    /// The call log: a CSV file with a row a call, as `sim run --calls` writes it.
    #[arg(value_name = "CALLS")]
    pub log: PathBuf,
    /// A file that says which column is which, where they have other names: arrived_s = "ArrivalTime".
    #[arg(long, value_name = "FILE")]
    pub columns: Option<PathBuf>,
}

#[derive(Args)]
pub struct FitOptions {
    #[command(flatten)]
    pub log: LogOptions,
    /// The interval that the day is cut into; divides 24 hours.
    #[arg(long, value_name = "TIME", value_parser = interval, default_value = "30 min")]
    pub interval: f64,
    /// When the centre opens; default: with its first calls.
    #[arg(long, value_name = "HH:MM", value_parser = time_of_day)]
    pub opens: Option<f64>,
    /// When it closes; default: with its last calls.
    #[arg(long, value_name = "HH:MM", value_parser = time_of_day)]
    pub closes: Option<f64>,
    /// Where files go; default: out/fit-CALLS.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON on standard output, and nothing else there.
    #[arg(long)]
    pub json: bool,
    /// No messages that aren't errors.
    #[arg(long)]
    pub quiet: bool,
    /// Draw no plots.
    #[arg(long)]
    pub no_plots: bool,
    /// The language of the summary and the plots.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

/// `sim fit`.
pub fn fit(options: &FitOptions) -> Result<ExitCode, Failure> {
    let started = jiff::Timestamp::now();
    let given = given(options)?;
    let (log, inputs) = read(&options.log, options.quiet)?;
    let calls = log.calls.len();
    if !options.quiet {
        eprintln!("{calls} calls read; estimating");
    }
    let fitted = acd_fit::fit(log, given);
    if fitted.kinds.iter().all(|kind| kind.arrivals.is_none()) {
        let text = "no first call (attempt 1) lies in the opening hours: leave out --opens and --closes, or look at the \
                    columns arrived_s and attempt";
        return Err(Failure::InvalidLate(format!("{}: {text}", options.log.log.display())));
    }
    let default = PathBuf::from("out").join(format!("fit-{}", stem(&options.log.log).display()));
    let mut folder = Folder::open(options.out.as_ref().unwrap_or(&default), &inputs)?;
    let name = options.log.log.file_name().unwrap_or_default().to_string_lossy();
    let title = options.lang.pick(format!("Fitted to {name}"), format!("由 {name} 拟合"));
    let found = FoundFitted {
        fitted,
        title,
        file: &options.log.log,
        columns: options.log.columns.as_deref(),
        command: command(options),
    };
    let scenario = write_files(&mut folder, &found, (started, !options.no_plots), options.lang)?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    print(&if options.json {
        json_text(&found, &path.join(&scenario))
    } else {
        text(&found, options.lang, (&path, &files))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// The log, and the files that it was read from.
pub fn read(options: &LogOptions, quiet: bool) -> Result<(Log, Vec<PathBuf>), Failure> {
    let mut inputs = vec![options.log.clone()];
    let columns = match &options.columns {
        None => Columns::default(),
        Some(path) => {
            let bytes = Inputs::default().read(path, COLUMNS_BYTES_AT_MOST);
            let bytes = bytes.map_err(|error| Failure::io(path.display(), error))?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Failure::InvalidLate(format!("{}: it is no UTF-8 text", path.display())))?;
            inputs.push(path.clone());
            Columns::read(&path.display().to_string(), &text).map_err(invalid)?
        }
    };
    let path = &options.log;
    let unreadable = |error| Failure::io(format!("the call log can't be read: {}", path.display()), error);
    let file = File::open(path).map_err(unreadable)?;
    if file.metadata().map_err(unreadable)?.is_dir() {
        return Err(Failure::Broken(format!("the call log can't be read: {} is a folder", path.display())));
    }
    if !quiet {
        eprintln!("reading {}", path.display());
    }
    let log = Log::read(&path.display().to_string(), file, &columns).map_err(invalid)?;
    Ok((log, inputs))
}

fn invalid(problems: Problems) -> Failure {
    let count = problems.count();
    let words = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
    Failure::InvalidLate(format!("{problems}\n\n{words}; nothing was fitted or written"))
}

fn given(options: &FitOptions) -> Result<Given, Failure> {
    if options.opens.zip(options.closes).is_some_and(|(opens, closes)| closes <= opens) {
        let text = "--closes is not after --opens; of a centre that is open past midnight leave both out: it is taken as \
                    open all day, with no calls while it is closed";
        return Err(Failure::Usage(text.to_owned()));
    }
    Ok(Given { interval_s: options.interval, opens_s: options.opens, closes_s: options.closes })
}

/// What to type for the same.
fn command(options: &FitOptions) -> String {
    let mut words = vec!["sim".to_owned(), "fit".to_owned()];
    words.extend(log_words(&options.log));
    let clock =
        |seconds: f64| format!("{:02}:{:02}", (seconds / 3_600.0) as u32, (seconds / 60.0) as u32 % 60);
    if options.interval != 1_800.0 {
        words.extend(["--interval".to_owned(), format!("{} min", options.interval / 60.0)]);
    }
    let hours = [("--opens", options.opens), ("--closes", options.closes)];
    words.extend(
        hours.into_iter().flat_map(|(name, time)| time.map(|time| [name.to_owned(), clock(time)])).flatten(),
    );
    words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
}

/// The log's part of a command.
pub fn log_words(options: &LogOptions) -> Vec<String> {
    let shown = |path: &Path| path.display().to_string();
    let mut words = vec![shown(&options.log)];
    words.extend(options.columns.iter().flat_map(|path| ["--columns".to_owned(), shown(path)]));
    words
}

fn interval(text: &str) -> Result<f64, String> {
    match Amount::of_text(text) {
        Some(Amount { measure: Measure::Seconds, value })
            if (60.0..=DAY_S).contains(&value) && value % 60.0 == 0.0 && DAY_S % value == 0.0 =>
        {
            Ok(value)
        }
        _ => Err("write whole minutes that divide 24 hours, as \"30 min\"".to_owned()),
    }
}

fn time_of_day(text: &str) -> Result<f64, String> {
    let read = || {
        let (hours, minutes) = text.split_once(':')?;
        let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
        let seconds = f64::from(hours) * 3_600.0 + f64::from(minutes) * 60.0;
        (minutes < 60 && seconds <= DAY_S).then_some(seconds)
    };
    read().ok_or_else(|| "write a time of day, as 08:00; the end of the day is 24:00".to_owned())
}
