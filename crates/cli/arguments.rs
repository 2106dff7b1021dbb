//! What can be typed after `sim`.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;

use crate::calibrate::CalibrateOptions;
use crate::compare::CompareOptions;
use crate::erlang::Formula;
use crate::exit::Failure;
use crate::explain::ExplainOptions;
use crate::fit::FitOptions;
use crate::init::InitOptions;
use crate::report::Language;
use crate::report::calls::CallsFormat;
use crate::report::summary::quoted;
use crate::shell::ManOptions;
use crate::validate::ValidateOptions;

/// Real-time ACD and workforce simulation of call centres.
#[derive(Parser)]
#[command(name = "sim", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Simulate a scenario, print a summary and write the files for notebooks.
    Run(RunOptions),
    /// Simulate a scenario at every value of one key, and show what it changes.
    Sweep(SweepOptions),
    /// Erlang B, C and A: a queue in a steady state by formula.
    Erlang {
        #[command(subcommand)]
        formula: Formula,
    },
    /// Print the JSON Schema of scenario files, for editors.
    Schema,
    /// Show everything that is wrong or doubtful in a scenario; nothing is run.
    Check(ScenarioOptions),
    /// Compare two designs that meet the same callers: the differences with their intervals.
    Compare(CompareOptions),
    /// Find a scenario's unknowns from its reported totals, and say how sure they are.
    Calibrate(CalibrateOptions),
    /// Estimate a scenario from a call log, each value with its interval.
    Fit(FitOptions),
    /// Simulate the days of a call log, and hold the scenario against it.
    Validate(ValidateOptions),
    /// Write a commented scenario to start from.
    Init(InitOptions),
    /// Show every value of a scenario and where it came from; nothing is run.
    Explain(ExplainOptions),
    /// Print what a shell needs to complete the command.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page, or write one for each command.
    Man(ManOptions),
}

/// Which scenario, with which changes.
#[derive(Args, Clone)]
pub struct ScenarioOptions {
    /// The scenario file, as scenarios/shanghai.toml.
    pub file: PathBuf,
    /// Change a value: --set floor.seats=300 (repeatable; what is no TOML is taken as text).
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
    /// The root of all random numbers.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=1 << 60))]
    pub seed: Option<u64>,
    /// Independent repetitions; overrides `precision`.
    #[arg(long)]
    pub replications: Option<u64>,
    /// Print JSON on standard output, and nothing else there.
    #[arg(long)]
    pub json: bool,
    /// No progress and no messages that aren't errors.
    #[arg(long)]
    pub quiet: bool,
}

#[derive(Args)]
pub struct RunOptions {
    #[command(flatten)]
    pub scenario: ScenarioOptions,
    /// Where files go; default: out/ and the name of the scenario file.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Threads; default: all cores. Results don't depend on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Also write a record of every call, as calls.csv or calls.parquet.
    #[arg(long, value_name = "FORMAT", value_enum, num_args = 0..=1, require_equals = true, default_missing_value = "csv")]
    pub calls: Option<CallsFormat>,
    /// Also write trace.json, the first replication (or the N-th) for ui.perfetto.dev: agents and queues.
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "1",
        value_parser = clap::value_parser!(u32).range(1..))]
    pub trace: Option<u32>,
    /// Draw no plots.
    #[arg(long)]
    pub no_plots: bool,
    /// Write no workbook for spreadsheets, sim.xlsx.
    #[arg(long)]
    pub no_xlsx: bool,
    /// Write no report.html.
    #[arg(long)]
    pub no_report: bool,
    /// The language of the summary and the plots, and the one in which the report opens.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

#[derive(Args)]
pub struct SweepOptions {
    #[command(flatten)]
    pub run: RunOptions,
    /// The key to vary, as floor.seats or callers.public.redial.share. With a second one, and a second --from, --to and
    /// --step, every value is tried with every other.
    #[arg(long, value_name = "KEY", required = true)]
    pub vary: Vec<String>,
    /// The least value, in the key's unit: 200, 36% or "2 min".
    #[arg(long, required = true, allow_negative_numbers = true)]
    pub from: Vec<String>,
    /// The greatest value.
    #[arg(long, required = true, allow_negative_numbers = true)]
    pub to: Vec<String>,
    /// From one value to the next.
    #[arg(long, required = true, allow_negative_numbers = true)]
    pub step: Vec<String>,
    /// Agents whose heads grow in proportion, as agents.advisers (repeatable). Default: what the scenario's
    /// own search says, if it varies the same key. Of two keys they grow with the first.
    #[arg(long, value_name = "AGENTS")]
    pub scale: Vec<String>,
}

impl RunOptions {
    /// What to type for the same figures: where files go, threads and the like are left out.
    pub fn command(&self) -> String {
        self.scenario.command("run", &[])
    }
}

impl SweepOptions {
    /// The same of a sweep.
    pub fn command(&self) -> String {
        let axis = |key: usize| {
            let given =
                [("--vary", &self.vary), ("--from", &self.from), ("--to", &self.to), ("--step", &self.step)];
            given.map(|(option, values)| (option, values[key].clone()))
        };
        let scale = self.scale.iter().map(|name| ("--scale", name.clone()));
        let options = (0..self.vary.len()).flat_map(axis).chain(scale);
        let own: Vec<String> = options.flat_map(|(option, value)| [option.to_owned(), value]).collect();
        self.run.scenario.command("sweep", &own)
    }

    /// How many keys are varied.
    ///
    /// # Errors
    ///
    /// They are more than two, or lack a value of their own.
    pub fn keys(&self) -> Result<usize, Failure> {
        let keys = self.vary.len();
        let counts = [self.from.len(), self.to.len(), self.step.len()];
        if keys > 2 || counts.iter().any(|count| *count != keys) {
            let text = "one key or two are varied, each with its own --vary, --from, --to and --step";
            return Err(Failure::Usage(text.to_owned()));
        }
        Ok(keys)
    }

    /// The sweep over one of its keys as the search of the scenario.
    pub fn sets(&self, key: usize, scale: Scale) -> Vec<String> {
        let given = [("vary", &self.vary), ("from", &self.from), ("to", &self.to), ("step", &self.step)];
        let mut sets: Vec<String> =
            given.iter().map(|(name, values)| format!("search.{name}={}", values[key])).collect();
        sets.push("search.until=all".to_owned());
        let names: Vec<String> = match scale {
            Scale::OfScenario if self.scale.is_empty() => return sets,
            Scale::Nothing => Vec::new(),
            Scale::OfScenario | Scale::Given => self.scale.iter().map(|name| format!("{name:?}")).collect(),
        };
        sets.push(format!("search.scale=[{}]", names.join(", ")));
        sets
    }
}

/// Which heads grow with a key that is varied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Those that the command line names.
    Given,
    /// The same; where it names none, those of the scenario's own search.
    OfScenario,
    /// None.
    Nothing,
}

impl ScenarioOptions {
    /// All changes as `key.path=VALUE`, in the order in which they apply.
    pub fn all_sets(&self) -> Vec<String> {
        let seed = self.seed.map(|seed| format!("run.seed={seed}"));
        let replications = self.replications.map(|count| format!("run.replications={count}"));
        self.sets.iter().cloned().chain(seed).chain(replications).collect()
    }

    pub fn command(&self, name: &str, own: &[String]) -> String {
        let mut words = vec!["sim".to_owned(), name.to_owned(), self.file.display().to_string()];
        words.extend_from_slice(own);
        words.extend(self.sets.iter().flat_map(|set| ["--set".to_owned(), set.clone()]));
        words.extend(self.seed.iter().flat_map(|seed| ["--seed".to_owned(), seed.to_string()]));
        let count = self.replications.iter();
        words.extend(count.flat_map(|count| ["--replications".to_owned(), count.to_string()]));
        words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_can_be_typed_again() {
        let typed =
            ["sim", "sweep", "a b.toml", "--vary", "floor.seats", "--from", "1", "--to", "3", "--step", "1"];
        let more = ["--set", "title=\"it's\"", "--seed", "7", "--threads", "2", "--scale", "agents.all"];
        let arguments = Arguments::parse_from(typed.into_iter().chain(more));
        let Command::Sweep(options) = arguments.command else { panic!("a sweep") };
        assert_eq!(
            options.command(),
            "sim sweep 'a b.toml' --vary floor.seats --from 1 --to 3 --step 1 --scale agents.all \
             --set 'title=\"it'\\''s\"' --seed 7"
        );
    }
}
