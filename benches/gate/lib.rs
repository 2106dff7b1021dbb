//! What the gate measures: whole studies on one thread, from a scenario's text to an outcome.
//!
//! Wall-clock times on shared machines differ by a third; the instructions that valgrind counts differ by a few
//! in a million. So it is they that a change must not raise by more than a twentieth, unless it says so by setting
//! [`limits`] anew.

pub mod limits;

use std::path::Path;

use acd_scenario::{Scenario, Surroundings};
use acd_study::{Crew, Outcome, Searched, Stopped, Way};

/// The textbook queue: a day of 119,000 callers, with no rests, shifts or IVR.
pub const TEXTBOOK: &str = include_str!("scenarios/textbook.toml");
/// As many callers on a day with a profile, an IVR, three shifts and a pool of breaks.
pub const RICH: &str = include_str!("scenarios/rich.toml");
/// Five values of a head count, each sixteen small days: what surrounds the event loop.
pub const SWEEP: &str = include_str!("scenarios/sweep.toml");

/// Loads a scenario's text with some values set.
///
/// # Panics
///
/// If anything in it is wrong: the texts are the program's own.
fn load(text: &str, sets: &[String]) -> Scenario {
    let read = |_: &Path| Ok(text.as_bytes().to_vec());
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    acd_scenario::load(Path::new("gate.toml"), sets, &around)
        .unwrap_or_else(|failure| panic!("a scenario of the gate is wrong: {failure:?}"))
}

fn crew() -> Crew<'static> {
    Crew::new(Some(1), &()).unwrap_or_else(|stopped| panic!("{stopped}"))
}

/// Loads a scenario and runs it, counted as `sim run` counts.
///
/// # Panics
///
/// If it has no outcome.
pub fn runs(text: &str) -> Outcome {
    acd_study::run(&load(text, &[]), &crew(), None).unwrap_or_else(|stopped| panic!("{stopped}"))
}

/// Loads a scenario and runs every value of its sweep.
///
/// # Panics
///
/// If it has none, or no outcome.
pub fn sweeps(text: &str) -> Searched {
    let scenario = load(text, &[]);
    let search = scenario.search.as_ref().unwrap_or_else(|| panic!("a sweep has values"));
    let at = |place| Ok::<_, Stopped>(load(text, &search.sets(place)));
    acd_study::search(search, Way::Sweep, &crew(), at).unwrap_or_else(|stopped| panic!("{stopped}"))
}
