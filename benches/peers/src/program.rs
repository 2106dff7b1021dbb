//! One run of one peer: how long it took, and its counts.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use serde::Deserialize;

use crate::peer::{How, Peer, REPLICATIONS, Work};

/// Counts of a part of a run.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
pub struct Batch {
    /// Calls that asked for an agent.
    pub offered: f64,
    /// Calls answered within thirty seconds.
    pub within: f64,
    /// Calls whose caller gave up.
    pub abandoned: f64,
    /// Seconds that all waited.
    pub wait_s: f64,
}

/// What a run came to.
#[derive(Deserialize)]
pub struct Run {
    seconds: f64,
    calls: f64,
    breaks: f64,
    /// In order of time.
    pub batches: Vec<Batch>,
    /// The days it lasted.
    #[serde(default)]
    days: f64,
}

/// Batches a day that the peers tell.
const BATCHES_A_DAY: usize = 12;

impl Run {
    /// Calls simulated in a second.
    pub fn calls_per_s(&self) -> f64 {
        self.calls / self.seconds
    }

    /// Breaks in a day.
    pub fn breaks_a_day(&self) -> f64 {
        self.breaks / self.days
    }
}

/// Runs a peer; the round is its seed.
pub fn run(peer: &Peer, root: &Path, round: u64) -> Run {
    let mut run = match &peer.how {
        How::Python(name) => {
            let mut command = Command::new(root.join("target/peers/venv/bin/python"));
            command.env("PYTHONDONTWRITEBYTECODE", "1");
            command.arg(root.join(format!("benches/peers/programs/{name}.py")));
            told(command, peer, round)
        }
        How::Nexosim => {
            told(Command::new(root.join("target/peers/nexosim/release/nexosim-textbook")), peer, round)
        }
        How::Ours(scenario) => ours(scenario, root, round),
        How::Yardstick(run) => yardstick(*run, round),
    };
    run.days = peer.days as f64;
    run
}

/// A program that tells seconds and counts itself, by batches of two hours. Of the textbook queue the first
/// is left out, as it starts empty; of the rich day a batch is a day.
fn told(mut command: Command, peer: &Peer, round: u64) -> Run {
    let output =
        command.args([peer.days, round].map(|number| number.to_string())).stderr(Stdio::inherit()).output();
    let output = output.unwrap_or_else(|error| panic!("{}: {error}", peer.name));
    assert!(output.status.success(), "{} failed", peer.name);
    let mut run: Run = serde_json::from_slice(&output.stdout).expect("a peer prints what it found");
    match peer.work {
        Work::Textbook => drop(run.batches.remove(0)),
        Work::Rich => run.batches = run.batches.chunks(BATCHES_A_DAY).map(sum).collect(),
    }
    run
}

fn sum(batches: &[Batch]) -> Batch {
    batches.iter().fold(Batch::default(), |sum, batch| Batch {
        offered: sum.offered + batch.offered,
        within: sum.within + batch.within,
        abandoned: sum.abandoned + batch.abandoned,
        wait_s: sum.wait_s + batch.wait_s,
    })
}

/// What is read of a row of our `replications.csv`.
#[derive(Deserialize)]
struct Row {
    queue: String,
    calls_count: f64,
    offered_count: f64,
    answered_within_count: f64,
    abandoned_count: f64,
    wait_mean_s: f64,
    breaks_count: f64,
}

/// Our command, as users run it but on one thread; a batch is a replication.
fn ours(scenario: &str, root: &Path, round: u64) -> Run {
    let out = root.join("target/peers").join(scenario);
    let mut command = Command::new(root.join("target/release/sim"));
    command.arg("run").arg(root.join(format!("benches/scenarios/{scenario}.toml")));
    command.args(["--threads", "1", "--quiet", "--set", &format!("run.replications={REPLICATIONS}")]);
    command.args(["--set", &format!("run.seed={round}"), "--out"]).arg(&out);
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status().expect("benches/peers/run builds the command");
    let seconds = start.elapsed().as_secs_f64();
    assert!(status.success(), "our own command failed");
    let mut run = Run { seconds, calls: 0.0, breaks: 0.0, batches: Vec::new(), days: 0.0 };
    let mut file =
        csv::Reader::from_path(out.join("replications.csv")).expect("the command writes its files");
    for row in file.deserialize::<Row>().map(|row| row.expect("a row has its columns")) {
        if row.queue == "total" {
            run.calls += row.calls_count;
            run.breaks += row.breaks_count;
            run.batches.push(Batch {
                offered: row.offered_count,
                within: row.answered_within_count,
                abandoned: row.abandoned_count,
                wait_s: row.wait_mean_s * row.offered_count,
            });
        }
    }
    run
}

/// A loop of `benches/limit`; a batch is a run of thirty days.
fn yardstick(work: fn(u64) -> acd_limit::Answers, round: u64) -> Run {
    let first = round * REPLICATIONS;
    let start = Instant::now();
    let answers: Vec<acd_limit::Answers> = (first..first + REPLICATIONS).map(work).collect();
    let batch = |run: &acd_limit::Answers| Batch {
        offered: run.offered as f64,
        within: run.answered_within as f64,
        abandoned: run.abandoned as f64,
        wait_s: run.wait_us as f64 / 1e6,
    };
    Run {
        seconds: start.elapsed().as_secs_f64(),
        calls: answers.iter().map(|run| run.arrivals as f64).sum(),
        breaks: answers.iter().map(|run| run.breaks as f64).sum(),
        batches: answers.iter().map(batch).collect(),
        days: 0.0,
    }
}
