//! `sim compare`: two designs under the same luck, from two scenarios or from the folders of two runs.

mod folders;
mod options;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acd_scenario::{Scenario, Stopping};
use acd_study::{Crew, Incomparable, Stopped, compare as compare_designs, formula_metric};

pub use options::CompareOptions;

use crate::check::{load, show_warnings};
use crate::exit::{self, Failure, print};
use crate::folder::Folder;
use crate::inputs::Inputs;
use crate::progress::Progress;
use crate::report::compare::{FoundCompared, Side, json_text, text, write_files};
use options::Design;

/// What both designs must have alike for their figures to be of the same thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub days: f64,
    pub warm_up_s: f64,
    /// What "in time" is in each queue, by its name.
    pub within_s: Vec<(String, f64)>,
    /// What is left out as given up too soon in each queue, by its name; 0: nothing.
    pub short_abandon_s: Vec<(String, f64)>,
}

/// `sim compare`.
pub fn compare(options: &CompareOptions) -> Result<ExitCode, Failure> {
    let inputs = Inputs::default();
    let started = jiff::Timestamp::now();
    let [a, b] = options.designs();
    let are_folders = [&a, &b].map(|design| design.file.is_dir());
    let (found, mut folder) = match are_folders {
        [true, true] => {
            options.refuse_what_folders_have_not()?;
            let found = folders::compare(options, (&a, &b), &inputs)?;
            let folder = Folder::open(&options.out_folder(), &inputs.paths())?;
            (found, folder)
        }
        [false, false] => compare_scenarios(options, (&a, &b), &inputs)?,
        _ => {
            let text = "one is a scenario file and the other a folder: give two scenario files, or the output \
                        folders of two runs";
            return Err(Failure::Usage(text.to_owned()));
        }
    };
    write_files(&mut folder, &found, started, options.lang)?;
    let path = folder.path().to_owned();
    let files = folder.publish()?;
    if !options.quiet {
        found.notes.iter().for_each(|note| eprintln!("note: {note}\n"));
    }
    print(&if options.json { json_text(&found) } else { text(&found, options.lang, &path, &files) })?;
    let is_partial = found.compared.is_partial;
    Ok(if is_partial { ExitCode::from(exit::INTERRUPTED) } else { ExitCode::SUCCESS })
}

/// Runs both scenarios under A's seed, as often as A says.
fn compare_scenarios(
    options: &CompareOptions,
    (a, b): (&Design, &Design),
    inputs: &Inputs,
) -> Result<(FoundCompared, Folder), Failure> {
    let first = load(&a.scenario, inputs)?;
    let replications = first.run.stopping.at_most();
    let (other, notes) = load_under_same_luck(&first, b, inputs)?;
    same_ground(&ground(&first), &ground(&other))?;
    show_warnings(&first.warnings, &a.scenario);
    let new = other
        .warnings
        .iter()
        .filter(|warning| first.warnings.iter().all(|known| known.shown != warning.shown));
    show_warnings(&new.cloned().collect::<Vec<_>>(), &b.scenario);
    let folder = Folder::open(&options.out_folder(), &inputs.paths())?;
    let progress = Progress::new(options.quiet);
    let crew = Crew::new(options.threads.map(usize::from), &progress).map_err(stopped)?;
    let compared = compare_designs(&first, &other, replications, &crew);
    progress.finish();
    let compared = compared.map_err(|incomparable| match incomparable {
        Incomparable::Seeds { .. } => Failure::InvalidLate(incomparable.to_string()),
        Incomparable::Stopped(why) => stopped(why),
    })?;
    let found = FoundCompared {
        title: first.title.clone(),
        a: Side {
            file: a.file.clone(),
            changes: a.changes(),
            warnings: lines(&first),
            resolved: first.resolved.clone(),
        },
        b: Side {
            file: b.file.clone(),
            changes: b.changes(),
            warnings: lines(&other),
            resolved: other.resolved.clone(),
        },
        seed: first.run.seed,
        ground: ground(&first),
        labels: first.queues.iter().map(|queue| (queue.name.clone(), queue.label.clone())).collect(),
        formulas: first.queues.iter().map(|queue| formula_metric(queue.formula)).collect(),
        notes: notes.into_iter().chain(unshared(&names(&first), &names(&other))).collect(),
        compared,
    };
    Ok((found, folder))
}

/// B under A's seed and as often, with a note where its own file says otherwise.
fn load_under_same_luck(
    a: &Scenario,
    b: &Design,
    inputs: &Inputs,
) -> Result<(Scenario, Vec<String>), Failure> {
    let replications = a.run.stopping.at_most();
    let own = load(&b.scenario, inputs)?.run;
    let mut notes = Vec::new();
    if own.seed != a.run.seed {
        notes.push(format!("B says seed {}: both run under A's seed {}", own.seed, a.run.seed));
    }
    if own.stopping.at_most() != replications {
        let own = own.stopping.at_most();
        notes.push(format!("B says {own} replications: both run A's {replications}"));
    }
    if matches!(a.run.stopping, Stopping::Precise(_)) {
        notes.push(format!(
            "a comparison looks once, after all {replications} replications that precision allows"
        ));
    }
    let mut same = b.scenario.clone();
    same.seed = Some(a.run.seed);
    same.replications = Some(replications.into());
    Ok((load(&same, inputs)?, notes))
}

fn lines(scenario: &Scenario) -> Vec<String> {
    scenario.warnings.iter().map(|warning| warning.line.clone()).collect()
}

fn names(scenario: &Scenario) -> Vec<String> {
    scenario.queues.iter().map(|queue| queue.name.clone()).collect()
}

/// What is not compared, as one side alone has it.
fn unshared(a: &[String], b: &[String]) -> Vec<String> {
    let only = |one: &[String], other: &[String], side: &str| {
        let names: Vec<&str> = one.iter().filter(|name| !other.contains(name)).map(String::as_str).collect();
        (!names.is_empty()).then(|| {
            format!("only {side} has the queues {}: they count in its total alone", names.join(", "))
        })
    };
    [only(a, b, "A"), only(b, a, "B")].into_iter().flatten().collect()
}

fn ground(scenario: &Scenario) -> Ground {
    let calendar = &scenario.model.calendar;
    Ground {
        days: calendar.days.into(),
        warm_up_s: calendar.warm_up.as_us() as f64 / 1e6,
        within_s: scenario
            .queues
            .iter()
            .map(|queue| (queue.name.clone(), queue.within.as_seconds_f64()))
            .collect(),
        short_abandon_s: scenario
            .queues
            .iter()
            .map(|queue| {
                let short_s = queue.short_abandon.map_or(0.0, |short| short.as_seconds_f64());
                (queue.name.clone(), short_s)
            })
            .collect(),
    }
}

/// Refuses designs whose figures are of different things.
fn same_ground(a: &Ground, b: &Ground) -> Result<(), Failure> {
    let refused = |what: String| Err(Failure::InvalidLate(format!("these can't be compared: {what}")));
    if a.days != b.days {
        return refused(format!(
            "A is of {} days and B of {}; give both the same calendar.days",
            a.days, b.days
        ));
    }
    if a.warm_up_s != b.warm_up_s {
        let text = "A and B don't count from the same instant on; give both the same calendar.warm_up";
        return refused(text.to_owned());
    }
    let counted = [
        ("in time", "within", &a.within_s, &b.within_s),
        ("given up too soon to count", "short_abandon", &a.short_abandon_s, &b.short_abandon_s),
    ];
    for (what, key, of_a, of_b) in counted {
        for (name, one) in of_a {
            let other = of_b.iter().find(|(other, _)| other == name).map(|(_, other)| other);
            if let Some(other) = other.filter(|other| *other != one) {
                return refused(format!(
                    "in {name} \"{what}\" is {one} s in A and {other} s in B; give both the same \
                     queues.{name}.goal.{key}"
                ));
            }
        }
    }
    Ok(())
}

/// A study that has no outcome.
pub fn stopped(why: Stopped) -> Failure {
    match why {
        Stopped::ListRanOut => Failure::InvalidLate(why.to_string()),
        Stopped::Calls(_) | Stopped::Threads(_) => Failure::Broken(why.to_string()),
        Stopped::Interrupted => Failure::Interrupted(format!("{why}; nothing was written")),
    }
}

/// A name for people: the file's, without its ending.
pub fn stem(path: &Path) -> PathBuf {
    path.file_stem().map_or_else(|| path.to_owned(), PathBuf::from)
}
