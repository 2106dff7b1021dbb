//! Fails where a study takes a twentieth more instructions than on the day the limits were set.

#![allow(missing_docs, reason = "of functions that macros make")]

use acd_gate::limits::{self, allowed};
use acd_gate::{RICH, SWEEP, TEXTBOOK, runs, sweeps};
use acd_study::{Outcome, Searched};
use gungraun::{
    Callgrind, EntryPoint, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group,
    main,
};

/// All threads are counted, as replications run on one of their own.
fn at_most(counted: u64) -> LibraryBenchmarkConfig {
    let mut callgrind = Callgrind::with_args(["--cache-sim=no"]);
    callgrind.entry_point(EntryPoint::None).hard_limits([(EventKind::Ir, allowed(counted))]);
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(callgrind);
    config
}

#[library_benchmark(config = at_most(limits::TEXTBOOK))]
fn textbook_day() -> Outcome {
    runs(TEXTBOOK)
}

#[library_benchmark(config = at_most(limits::RICH))]
fn rich_day() -> Outcome {
    runs(RICH)
}

#[library_benchmark(config = at_most(limits::SWEEP))]
fn tiny_sweep() -> Searched {
    sweeps(SWEEP)
}

library_benchmark_group!(name = studies, benchmarks = [textbook_day, rich_day, tiny_sweep]);

main!(library_benchmark_groups = studies);
