//! What can be typed after `sim compare`, and the two designs it means.

use std::path::PathBuf;

use clap::Args;

use super::stem;
use crate::arguments::ScenarioOptions;
use crate::exit::Failure;
use crate::report::Language;

#[derive(Args)]
pub struct CompareOptions {
    /// The first design: a scenario file, or the output folder of a run.
    pub a: PathBuf,
    /// The second; left out: the first, with what --set-b changes.
    #[arg(required_unless_present = "sets_b")]
    pub b: Option<PathBuf>,
    /// Change a value in both: --set calendar.days=5 (repeatable).
    #[arg(long = "set", value_name = "KEY=VALUE")]
    pub sets: Vec<String>,
    /// Change a value in A alone (repeatable).
    #[arg(long = "set-a", value_name = "KEY=VALUE")]
    pub sets_a: Vec<String>,
    /// Change a value in B alone: --set-b floor.seats=300 (repeatable).
    #[arg(long = "set-b", value_name = "KEY=VALUE")]
    pub sets_b: Vec<String>,
    /// The root of all random numbers; default: that of A.
    #[arg(long, value_parser = clap::value_parser!(u64).range(..=1 << 60))]
    pub seed: Option<u64>,
    /// Independent repetitions; default: as many as A says, at most.
    #[arg(long)]
    pub replications: Option<u64>,
    /// Threads; default: all cores. Results don't depend on it.
    #[arg(long, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub threads: Option<u16>,
    /// Where files go; default: out/compare-A-B.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON on standard output, and nothing else there.
    #[arg(long)]
    pub json: bool,
    /// No progress and no messages that aren't errors.
    #[arg(long)]
    pub quiet: bool,
    /// The language of the summary.
    #[arg(long, value_enum, default_value_t)]
    pub lang: Language,
}

/// One of the two.
pub struct Design {
    pub file: PathBuf,
    /// Its scenario, where it is one.
    pub scenario: ScenarioOptions,
}

impl Design {
    /// What the command line changes in it.
    pub fn changes(&self) -> Vec<String> {
        self.scenario.sets.clone()
    }
}

impl CompareOptions {
    /// A and B.
    pub fn designs(&self) -> [Design; 2] {
        let b = self.b.as_ref().unwrap_or(&self.a);
        [(&self.a, &self.sets_a), (b, &self.sets_b)].map(|(file, own)| Design {
            file: file.clone(),
            scenario: ScenarioOptions {
                file: file.clone(),
                sets: self.sets.iter().chain(own).cloned().collect(),
                seed: self.seed,
                replications: self.replications,
                json: self.json,
                quiet: self.quiet,
            },
        })
    }

    /// Where files go.
    pub fn out_folder(&self) -> PathBuf {
        let name = |file: &PathBuf| stem(file).to_string_lossy().into_owned();
        let b = self.b.as_ref().unwrap_or(&self.a);
        let default = || PathBuf::from("out").join(format!("compare-{}-{}", name(&self.a), name(b)));
        self.out.clone().unwrap_or_else(default)
    }

    /// What was run can't be changed any more.
    pub fn refuse_what_folders_have_not(&self) -> Result<(), Failure> {
        let has_sets = [&self.sets, &self.sets_a, &self.sets_b].iter().any(|sets| !sets.is_empty());
        if has_sets || self.seed.is_some() || self.replications.is_some() {
            let text =
                "the folders hold runs that are done: --set, --seed and --replications need scenario files";
            return Err(Failure::Usage(text.to_owned()));
        }
        Ok(())
    }
}
