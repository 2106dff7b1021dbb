//! Runs the two works that speed is measured on in other simulators and in ours, in turns; checks that all
//! have the same answers; writes `docs/peers.md` and its plot. `benches/peers/run` prepares what it needs and
//! starts it.

mod check;
mod page;
mod peer;
mod plot;
mod program;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use check::{Answer, Truth};
use peer::{Peer, Work};
use program::Run;

/// How often everything is run.
const ROUNDS: u64 = 3;

/// A peer and what it came to.
pub struct Result {
    peer: Peer,
    calls_per_s: f64,
    /// How many times as fast ours is: median of the rounds.
    ours_is_faster: f64,
    answer: Answer,
    agrees: bool,
}

fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let peers = peer::all(&root);
    let mut runs: Vec<Vec<Run>> = peers.iter().map(|_| Vec::new()).collect();
    for round in 1..=ROUNDS {
        for (peer, runs) in peers.iter().zip(&mut runs) {
            let run = program::run(peer, &root, round);
            eprintln!("round {round}: {} {:.0} calls a second", peer.name, run.calls_per_s());
            runs.push(run);
        }
    }
    let results = judge(peers, &runs);
    for result in results.iter().filter(|result| !result.agrees) {
        eprintln!("{} DIFFERS from what it should find: {}", result.peer.name, result.answer);
    }
    if results.iter().any(|result| !result.agrees) {
        return ExitCode::FAILURE;
    }
    write(root.join("docs/peers.md"), page::text(&results));
    let plot = plot::speeds(&results).unwrap_or_else(|error| panic!("the plot: {error}"));
    write(root.join("docs/pictures/peers.svg"), plot);
    ExitCode::SUCCESS
}

fn judge(peers: Vec<Peer>, runs: &[Vec<Run>]) -> Vec<Result> {
    let place = |work: Work, name: &str| {
        let place = peers.iter().position(|peer| peer.work == work && peer.name == name);
        place.expect("ours and the yardstick do both works")
    };
    let truth = |work: Work| match work {
        Work::Textbook => Truth::exact(),
        Work::Rich => Truth::found(&Answer::of(&runs[place(work, peer::YARDSTICK)])),
    };
    let truths = [truth(Work::Textbook), truth(Work::Rich)];
    let ours = [place(Work::Textbook, peer::OURS), place(Work::Rich, peer::OURS)];
    let results = peers.into_iter().zip(runs).map(|(peer, found)| {
        let ours = &runs[ours[peer.work as usize]];
        let ratios = ours.iter().zip(found).map(|(ours, its)| ours.calls_per_s() / its.calls_per_s());
        let answer = Answer::of(found);
        Result {
            calls_per_s: median(found.iter().map(Run::calls_per_s).collect()),
            ours_is_faster: median(ratios.collect()),
            agrees: truths[peer.work as usize].agrees(&answer),
            answer,
            peer,
        }
    });
    results.collect()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn write(path: PathBuf, text: String) {
    std::fs::write(&path, text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
}
