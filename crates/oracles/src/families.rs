//! The families of `tests/truth`, each turned into scenarios.

mod behaviour;
mod days;
mod outcomes;
mod routing;
mod steady;
mod traces;

use std::path::Path;

use crate::case::{Case, Waiting};

/// What stands for a distribution's absence.
const ENDLESS: &str = "";

/// All cases of a folder, in the order of their families, and those that wait.
pub fn all(folder: &Path) -> (Vec<Case>, Vec<Waiting>) {
    let mut cases = Vec::new();
    cases.extend(steady::loss(folder));
    cases.extend(steady::delay(folder));
    cases.extend(steady::abandonment(folder));
    cases.extend(steady::handle_times(folder));
    cases.extend(behaviour::redials(folder));
    cases.extend(behaviour::breaks(folder));
    cases.extend(behaviour::ivr(folder));
    cases.extend(behaviour::agent_choice(folder));
    cases.extend(routing::priority(folder));
    cases.extend(routing::skills(folder));
    cases.extend(outcomes::outcomes());
    cases.extend(days::by_interval(folder));
    cases.extend(days::whole_days(folder));
    cases.extend(days::published(folder));
    cases.extend(traces::traces());
    (cases, waiting())
}

/// What the files hold besides.
fn waiting() -> Vec<Waiting> {
    let of = |ids: &[&str], why: &'static str| -> Vec<Waiting> {
        ids.iter().map(|id| Waiting { id: (*id).to_owned(), why }).collect()
    };
    [
        of(
            &["erlangC-n365-3600ph-360s", "erlangC-n3000-35640ph-300s", "erlangC-overload", "staffing"],
            "a test of the formulas, in crates/erlang (and a search against staffing, in tests/it)",
        ),
        of(&["GOLD-monotone-without-abandonment"], "a law without figures, in the engine's tests of laws"),
        of(&["KAT-MRG32k3a"], "another program's random numbers"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Seconds as a length of the scenario file.
fn s(seconds: f64) -> String {
    format!("\"{seconds} s\"")
}

/// A share as the scenario file has it.
fn percent(share: f64) -> String {
    // Ten digits: 0.6 × 100 is not 60 in binary.
    let text = format!("{:.10}", share * 100.0);
    format!("\"{}%\"", text.trim_end_matches('0').trim_end_matches('.'))
}

/// One queue, alike agents, always open.
struct Plain<'a> {
    calls_per_hour: f64,
    /// `exponential = { … }`.
    talk: &'a str,
    /// `patience.…`, or nothing.
    callers: &'a str,
    /// More keys of the queue.
    queue: &'a str,
    within_s: f64,
    agents: f64,
    /// More keys of the agents.
    group: &'a str,
    /// Other tables.
    tables: &'a str,
    /// What a call enters.
    enters: &'a str,
    warm_up_h: f64,
}

impl Default for Plain<'_> {
    fn default() -> Self {
        Plain {
            calls_per_hour: 0.0,
            talk: ENDLESS,
            callers: ENDLESS,
            queue: "",
            within_s: 30.0,
            agents: 0.0,
            group: "",
            tables: "",
            enters: "enters.queue = \"main\"",
            warm_up_h: 1.0,
        }
    }
}

impl Plain<'_> {
    fn case(&self, id: &str, family: &'static str) -> Case {
        let text = format!(
            "[calendar]\ndays = $DAYS\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"24 h\"\nwarm_up = \"{} h\"\n{}\n\
             [callers.all]\narrivals.per_hour = {}\n{}\n{}\n\n\
             [queues.main]\ntalk.{}\n{}\ngoal = {{ answer = \"80%\", within = \"{} s\" }}\n\n\
             [agents.all]\nheads = {}\nanswers = [\"main\"]\n{}\n",
            self.warm_up_h,
            self.tables,
            self.calls_per_hour,
            self.callers,
            self.enters,
            self.talk,
            self.queue,
            self.within_s,
            self.agents,
            self.group,
        );
        Case {
            id: id.to_owned(),
            family,
            calls_a_day: self.calls_per_hour * 24.0,
            warm_up_h: self.warm_up_h,
            text,
            figures: Vec::new(),
        }
    }
}

/// Ten relaxation times in hours: 1 ÷ (nμ(1 − √ρ)²) without abandonment, and never more than the longer of
/// service and patience with it.
fn warm_up_h(calls_per_hour: f64, service_s: f64, agents: f64, patience_s: Option<f64>) -> f64 {
    let load = calls_per_hour / 3_600.0 * service_s / agents;
    let without = if load < 1.0 { service_s / agents / (1.0 - load.sqrt()).powi(2) } else { f64::INFINITY };
    let relaxation = patience_s.map_or(without, |patience| without.min(patience)).max(service_s);
    (10.0 * relaxation / 3_600.0).ceil().max(1.0)
}
