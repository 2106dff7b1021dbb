//! `sim calibrate`: the unknowns of a scenario, from its reported totals.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acd_scenario::{Calibration, Scenario, Stopping, Unknown};
use acd_study::{Crew, Stopped, calibrate as find};
use clap::Args;

use crate::arguments::ScenarioOptions;
use crate::check::{load, load_with, show_warnings};
use crate::compare::{stem, stopped};
use crate::exit::{Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::Language;
use crate::report::calibrate::{FoundCalibrated, json_text, text, write_files};

/// Replications of each evaluation where the scenario asks for a precision instead.
const REPLICATIONS: u64 = 16;

#[derive(Args)]
pub struct CalibrateOptions {
    #[command(flatten)]
    pub scenario: ScenarioOptions,
    /// Threads; default: all cores. Results don't depend on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where files go; default: out/calibrate-FILE.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// The language of the summary.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

/// `sim calibrate`.
pub fn calibrate(options: &CalibrateOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let started = jiff::Timestamp::now();
    let scenario = load(&options.scenario, &inputs)?;
    let Some(calibration) = &scenario.calibration else {
        let help = "nothing is unknown in it: add [calibrate.unknowns.NAME] with key, from and to \
                    (docs/scenario-file.md shows how)";
        return Err(Failure::InvalidLate(format!("{}: {help}", options.scenario.file.display())));
    };
    refuse_what_begins_outside(calibration, options)?;
    show_warnings(&scenario.warnings, &options.scenario);
    let evaluated = evaluated(options, &scenario);
    // The ends of the bounds are tried before hours are spent.
    let bounds = calibration.unknowns.iter().map(|unknown| (unknown.from.value, unknown.to.value));
    let (least, most): (Vec<f64>, Vec<f64>) = bounds.unzip();
    // So is a value between them: a key that takes whole numbers only is found out.
    let between = least.iter().zip(&most).map(|(least, most)| least + 0.3137 * (most - least)).collect();
    for values in [least, most, between] {
        load_with(&evaluated, &calibration.sets(&values), &inputs)?;
    }
    let mut folder = Folder::open(&out_folder(options), &inputs.paths())?;
    let progress = Progress::new(options.scenario.quiet);
    let crew = Crew::new(options.threads.map(usize::from), &progress).map_err(stopped)?;
    let found = find(calibration, &crew, |values| {
        load_with(&evaluated, &calibration.sets(values), &inputs).map_err(Halted::Failure)
    });
    progress.finish();
    let calibrated = found.map_err(|halted| match halted {
        Halted::Failure(failure) => failure,
        Halted::Stopped(why) => stopped(why),
    })?;
    let found = FoundCalibrated {
        scenario: &scenario,
        file: &options.scenario.file,
        command: options.scenario.command("calibrate", &[]),
        extends: relative(&options.scenario.file, folder.path())?,
        calibration,
        calibrated,
    };
    write_files(&mut folder, &found, started)?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    print(&if options.scenario.json {
        json_text(&found)
    } else {
        text(&found, options.lang, (&path, &files))
    })?;
    Ok(ExitCode::SUCCESS)
}

/// A calibration begins at the values as they stand.
fn refuse_what_begins_outside(calibration: &Calibration, options: &CalibrateOptions) -> Result<(), Failure> {
    let outside = calibration.unknowns.iter().filter(|unknown| !unknown.is_within());
    let told = outside.map(|Unknown { name, key, base, from, to, .. }| {
        format!(
            "{}: {key} is {} as it stands, outside from = {} and to = {} of calibrate.unknowns.{name}: widen the bounds, or \
             change the value: it is where the search begins",
            options.scenario.file.display(),
            base.in_toml(),
            from.in_toml(),
            to.in_toml()
        )
    });
    let told: Vec<String> = told.collect();
    if told.is_empty() { Ok(()) } else { Err(Failure::InvalidLate(told.join("\nerror: "))) }
}

/// Each evaluation runs as often: a precision would stop some earlier, under luck that the others don't share.
fn evaluated(options: &CalibrateOptions, scenario: &Scenario) -> ScenarioOptions {
    let mut evaluated = options.scenario.clone();
    if matches!(scenario.run.stopping, Stopping::Precise(_)) {
        evaluated.replications = Some(REPLICATIONS);
    }
    evaluated
}

fn out_folder(options: &CalibrateOptions) -> PathBuf {
    let stem = stem(&options.scenario.file);
    options.out.clone().unwrap_or_else(|| PathBuf::from("out").join(format!("calibrate-{}", stem.display())))
}

/// Why it ended early.
enum Halted {
    Failure(Failure),
    Stopped(Stopped),
}

impl From<Stopped> for Halted {
    fn from(why: Stopped) -> Halted {
        Halted::Stopped(why)
    }
}

/// The way from a folder to a file, as `extends` takes it.
fn relative(file: &Path, folder: &Path) -> Result<String, Failure> {
    let whole = |path: &Path| path.canonicalize().map_err(|error| Failure::io(path.display(), error));
    let (file, folder) = (whole(file)?, whole(folder)?);
    let shared = file.components().zip(folder.components()).take_while(|(one, other)| one == other).count();
    let up = folder.components().skip(shared).map(|_| "..".to_owned());
    let down = file.components().skip(shared).map(|part| part.as_os_str().to_string_lossy().into_owned());
    Ok(up.chain(down).collect::<Vec<_>>().join("/"))
}
