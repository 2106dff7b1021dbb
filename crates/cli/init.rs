//! `sim init`: a commented scenario to start from, with all that belongs to it.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use acd_scenario::printable;
use clap::{Args, ValueEnum};

use crate::exit::{Failure, print};
use crate::report::summary::quoted;
use crate::report::words::list;

/// The schema that a scenario's first line names, for editors.
const SCHEMA: &str = "scenario.schema.json";

#[derive(Args)]
pub struct InitOptions {
    /// The scenario's name: NAME.toml is written.
    #[arg(default_value = "scenario")]
    pub name: PathBuf,
    /// What to start from.
    #[arg(long, value_enum, default_value_t)]
    pub template: Template,
    /// Show the templates, and write nothing.
    #[arg(long)]
    pub list: bool,
    /// Replace files that are there.
    #[arg(long)]
    pub force: bool,
    /// Print the scenario instead of writing it.
    #[arg(long)]
    pub stdout: bool,
}

/// A scenario to start from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum Template {
    /// One queue, callers who lose patience and call again, two shifts with meals and breaks.
    #[default]
    OneQueue,
    /// A working week with a menu, three shifts, shared desks, calls from a CSV file, totals, a search.
    Hotline,
    /// Two hotlines in one run, the second written as what differs from the first.
    Network,
}

/// A file of a template: its name, where it isn't the scenario itself, and its text.
type Part = (&'static str, &'static str);

impl Template {
    fn name(self) -> &'static str {
        match self {
            Template::OneQueue => "one-queue",
            Template::Hotline => "hotline",
            Template::Network => "network",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Template::OneQueue => {
                "one queue, callers who lose patience and call again, two shifts with meals and breaks"
            }
            Template::Hotline => {
                "a working week: a menu, three shifts, shared desks, calls from a CSV file, totals, a search"
            }
            Template::Network => "two hotlines in one run, the second written as what differs from the first",
        }
    }

    fn scenario(self) -> &'static str {
        match self {
            Template::OneQueue => include_str!("templates/one-queue.toml"),
            Template::Hotline => include_str!("templates/hotline.toml"),
            Template::Network => include_str!("templates/network.toml"),
        }
    }

    /// What stands beside the scenario.
    fn beside(self) -> &'static [Part] {
        match self {
            Template::OneQueue => &[],
            Template::Hotline => &[("arrivals.csv", include_str!("templates/arrivals.csv"))],
            Template::Network => &[
                ("hotlines/north.toml", include_str!("templates/hotlines/north.toml")),
                ("hotlines/south.toml", include_str!("templates/hotlines/south.toml")),
            ],
        }
    }

    /// A change worth trying.
    fn change(self) -> &'static str {
        match self {
            Template::OneQueue => "agents.team.shifts.late.heads=8",
            Template::Hotline => "callers.public.redial.share=60%",
            Template::Network => "hotlines.south.agents.team.heads=9",
        }
    }
}

/// `sim init`.
pub fn init(options: &InitOptions) -> Result<ExitCode, Failure> {
    if options.list {
        print(&listed())?;
    } else if options.stdout {
        print(options.template.scenario())?;
    } else {
        let written = write(options)?;
        print(&next_steps(options.template, &written))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn listed() -> String {
    let line = |template: &Template| format!("{:<11}{}\n", template.name(), template.meaning());
    Template::value_variants().iter().map(line).collect()
}

/// Writes all files of a template, or none; the first of those returned is the scenario.
fn write(options: &InitOptions) -> Result<Vec<PathBuf>, Failure> {
    let file = scenario_file(&options.name)?;
    let folder = file.parent().unwrap_or(Path::new("")).to_owned();
    let beside = options.template.beside().iter().map(|(name, text)| (folder.join(name), *text));
    let files: Vec<(PathBuf, &str)> =
        [(file, options.template.scenario())].into_iter().chain(beside).collect();
    let taken: Vec<String> = files
        .iter()
        .filter(|(path, _)| path.symlink_metadata().is_ok())
        .map(|(path, _)| path.display().to_string())
        .collect();
    if !taken.is_empty() && !options.force {
        let (are, them) = if taken.len() == 1 { ("is", "it") } else { ("are", "them") };
        return Err(Failure::Broken(format!(
            "{} {are} there already: give another name, as sim init my-centre, or replace {them} with --force",
            list(&taken)
        )));
    }
    // One that is there serves as well: it may be of a newer version.
    let schema = Some((folder.join(SCHEMA), acd_scenario::SCHEMA)).filter(|(path, _)| !path.exists());
    let files: Vec<(PathBuf, &str)> = files.into_iter().chain(schema).collect();
    for (path, text) in &files {
        let failed = |error| Failure::io(path.display(), error);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).map_err(failed)?;
        fs::write(path, text).map_err(failed)?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

/// The name with `.toml` behind it.
fn scenario_file(name: &Path) -> Result<PathBuf, Failure> {
    if name.extension() == Some(OsStr::new("toml")) {
        return Ok(name.to_owned());
    }
    let Some(stem) = name.file_name() else {
        let text = format!("{} names no file: write a name, as sim init my-centre", name.display());
        return Err(Failure::Usage(text));
    };
    let mut file = stem.to_owned();
    file.push(".toml");
    Ok(name.with_file_name(file))
}

/// What was written, and what to type next.
fn next_steps(template: Template, written: &[PathBuf]) -> String {
    let names: Vec<String> =
        written.iter().map(|path| printable(&path.display().to_string()).into_owned()).collect();
    let file = quoted(&names[0]);
    let steps = [
        (format!("sim run {file}"), "simulate it"),
        (format!("sim check {file}"), "after a change: what is wrong with it"),
        (format!("sim explain {file}"), "every value, and where it came from"),
        (format!("sim run {file} --set {}", template.change()), "what if?"),
    ];
    let width = steps.iter().map(|(command, _)| command.len()).max().unwrap_or(0);
    let steps = steps.iter().map(|(command, meaning)| format!("  {command:<width$}  {meaning}\n"));
    format!(
        "Written: {}\n\nOpen {} in an editor, and type next:\n{}",
        list(&names),
        names[0],
        steps.collect::<String>()
    )
}
