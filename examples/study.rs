//! A scenario file run from a program of one's own: loaded with an override, studied with intervals, and one of its
//! replications watched by an observer of ours.
//!
//! Run it with `cargo run --release --example study`.

use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

use acd_engine::{Day, Luck, Notice, Observer, Time};
use acd_scenario::{Scenario, Surroundings, load, read_file};
use acd_study::{Crew, Metric, metric_ids, run};

/// Counts, for each agent, the calls that others had waited for over a minute.
#[derive(Default)]
struct LateCalls(BTreeMap<u32, u32>);

impl Observer for LateCalls {
    fn note(&mut self, at: Time, notice: &Notice) {
        if let Notice::Answered { agent, offered, .. } = notice
            && at.since(*offered).as_seconds_f64() > 60.0
        {
            *self.0.entry(agent.0).or_default() += 1;
        }
    }
}

fn main() -> ExitCode {
    match studies() {
        Ok(()) => ExitCode::SUCCESS,
        // All that is wrong in the file, each with its place.
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn studies() -> Result<(), Box<dyn Error>> {
    let sets = ["agents.team.shifts.late.heads=8".to_owned()];
    let around = Surroundings { read: &read_file, metrics: &metric_ids() };
    let scenario = load(Path::new("scenarios/starter.toml"), &sets, &around)?;

    let outcome = run(&scenario, &Crew::new(None, &())?, None)?;
    for id in ["service_level_ratio", "asa_s", "occupancy_ratio"] {
        let found = outcome.total().whole[Metric::place(id)];
        println!("{id}: {:.4} ({:.4} to {:.4})", known(found.mean), known(found.low), known(found.high));
    }

    let late = late_calls(&scenario);
    println!("calls answered after more than a minute, by agent: {:?}", late.0);
    Ok(())
}

/// The first replication once more: luck has addresses, so it is the same day.
fn late_calls(scenario: &Scenario) -> LateCalls {
    let mut late = LateCalls::default();
    let luck = Luck::new(scenario.run.seed, 0);
    Day::new(&scenario.model, luck).run(&scenario.model, &mut late);
    late
}

fn known(value: Option<f64>) -> f64 {
    value.unwrap_or(f64::NAN)
}
