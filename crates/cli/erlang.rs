//! `sim erlang`: the calculators, for a queue in a steady state.

use std::process::ExitCode;

use acd_erlang::{ErlangA, ErlangB, ErlangC, Impossible, least_agents};
use acd_scenario::{Amount, Measure};
use clap::{Args, Subcommand};
use serde_json::{Map, Value};

use crate::exit::{Failure, print};
use crate::report::json::plain_number;
use crate::report::words::{count, duration, percent};

/// Which formula.
#[derive(Subcommand)]
pub enum Formula {
    /// Erlang B: who finds all agents (or lines) busy is lost.
    B(LossOptions),
    /// Erlang C: all wait, nobody gives up.
    C(WaitOptions),
    /// Erlang A: callers wait as long as their patience lasts.
    A(AbandonOptions),
}

#[derive(Args)]
pub struct LossOptions {
    /// Agents, or lines.
    #[arg(
        long,
        required_unless_present = "blocked_at_most",
        conflicts_with = "blocked_at_most",
        value_name = "COUNT"
    )]
    agents: Option<u32>,
    /// Or the share of calls that may be lost, as 2%: the least number of agents is found.
    #[arg(long, value_parser = share, value_name = "SHARE")]
    blocked_at_most: Option<f64>,
    /// The offered load in erlangs: calls an hour times the hours each takes.
    #[arg(long, value_name = "ERLANGS")]
    load: f64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct WaitOptions {
    /// Agents.
    #[arg(long, required_unless_present = "goal", conflicts_with = "goal", value_name = "COUNT")]
    agents: Option<u32>,
    /// Or the share to answer in time, as 80%: the least number of agents is found.
    #[arg(long, value_parser = share, value_name = "SHARE")]
    goal: Option<f64>,
    /// Calls an hour.
    #[arg(long, value_name = "COUNT")]
    calls_per_hour: f64,
    /// Mean handle time (talk and wrap-up), as "3 min".
    #[arg(long, value_parser = length, value_name = "TIME")]
    handle: f64,
    /// What "in time" is, as "20 s".
    #[arg(long, value_parser = length, value_name = "TIME", default_value = "30 s")]
    within: f64,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Args)]
pub struct AbandonOptions {
    #[command(flatten)]
    wait: WaitOptions,
    /// Mean patience, as "2 min".
    #[arg(long, value_parser = length, value_name = "TIME")]
    patience: f64,
}

/// A figure: its id, its name, its value.
type Figure = (&'static str, &'static str, f64);

/// `sim erlang`.
pub fn erlang(formula: &Formula) -> Result<ExitCode, Failure> {
    let answer = match formula {
        Formula::B(options) => loss(options),
        Formula::C(options) => delay(options),
        Formula::A(options) => abandonment(options),
    };
    let (title, figures, is_json) = answer.map_err(|error| Failure::Usage(error.to_string()))?;
    print(&if is_json { in_json(&figures) } else { in_words(&title, &figures) })?;
    Ok(ExitCode::SUCCESS)
}

type Answer = Result<(String, Vec<Figure>, bool), Impossible>;

fn loss(options: &LossOptions) -> Answer {
    let of = |agents: u32| ErlangB::new(agents, options.load);
    let agents = match (options.agents, options.blocked_at_most) {
        (Some(agents), _) => agents,
        (None, goal) => {
            least_agents(1.0 - goal.unwrap_or(0.0), |agents| of(agents).map(|found| 1.0 - found.blocked))?
        }
    };
    let found = of(agents)?;
    let figures = vec![
        ("agents_count", "agents", f64::from(agents)),
        ("offered_erlangs", "offered load in erlangs", options.load),
        ("blocked_ratio", "blocked", found.blocked),
        ("carried_erlangs", "carried load in erlangs", found.carried),
        ("occupancy_ratio", "occupancy", found.occupancy),
    ];
    Ok(("Erlang B: no queue, who finds all agents busy is lost".to_owned(), figures, options.json))
}

fn delay(options: &WaitOptions) -> Answer {
    let of = |agents: u32| ErlangC::new(agents, options.calls_per_hour / 3_600.0, options.handle);
    let agents = agents(options, |agents| Ok(of(agents)?.within(options.within)))?;
    let found = of(agents)?;
    let mut figures = demand(agents, options);
    figures.extend([
        ("service_level_ratio", "answered in time", found.within(options.within)),
        ("waited_ratio", "waits", found.waits),
        ("asa_s", "average speed of answer", found.mean_wait_s),
        ("wait_of_waiting_mean_s", "mean wait of those who wait", found.mean_wait_of_waiting_s),
        ("queue_mean_count", "callers waiting", found.mean_queue),
        ("occupancy_ratio", "occupancy", found.occupancy),
    ]);
    Ok(("Erlang C: all wait, nobody gives up".to_owned(), figures, options.json))
}

fn abandonment(options: &AbandonOptions) -> Answer {
    let wait = &options.wait;
    let calls = wait.calls_per_hour / 3_600.0;
    let of = |agents: u32| ErlangA::new(agents, calls, wait.handle, options.patience);
    let agents = agents(wait, |agents| Ok(of(agents)?.level_offered(wait.within)))?;
    let found = of(agents)?;
    let mut figures = demand(agents, wait);
    figures.extend([
        ("patience_mean_s", "mean patience", options.patience),
        ("service_level_ratio", "answered in time, of all offered", found.level_offered(wait.within)),
        ("service_level_answered_ratio", "of those answered", found.level_answered(wait.within)),
        (
            "service_level_forgiving_ratio",
            "of all but those who gave up by then",
            found.level_forgiving(wait.within),
        ),
        (
            "service_level_counting_ratio",
            "counting those who gave up by then",
            found.level_counting(wait.within),
        ),
        ("abandonment_ratio", "abandonment", found.abandons),
        ("waited_ratio", "waits", found.waits),
        ("asa_s", "average speed of answer", found.mean_wait_of_answered_s),
        ("wait_mean_s", "mean wait of all", found.mean_wait_s),
        ("wait_abandoned_mean_s", "mean wait of those who give up", found.mean_wait_of_abandoned_s),
        ("queue_mean_count", "callers waiting", found.mean_queue),
        ("occupancy_ratio", "occupancy", found.occupancy),
    ]);
    Ok(("Erlang A: callers wait as long as their patience lasts".to_owned(), figures, wait.json))
}

fn agents(options: &WaitOptions, level: impl Fn(u32) -> Result<f64, Impossible>) -> Result<u32, Impossible> {
    match (options.agents, options.goal) {
        (Some(agents), _) => Ok(agents),
        (None, goal) => least_agents(goal.unwrap_or(1.0), level),
    }
}

fn demand(agents: u32, options: &WaitOptions) -> Vec<Figure> {
    vec![
        ("agents_count", "agents", f64::from(agents)),
        ("calls_per_hour_count", "calls an hour", options.calls_per_hour),
        ("aht_s", "mean handle time", options.handle),
        ("within_s", "in time is", options.within),
        ("offered_erlangs", "offered load in erlangs", options.calls_per_hour / 3_600.0 * options.handle),
    ]
}

fn in_json(figures: &[Figure]) -> String {
    let entries = figures.iter().map(|(id, _, value)| ((*id).to_owned(), plain_number(*value)));
    format!("{:#}\n", Value::Object(entries.collect::<Map<_, _>>()))
}

fn in_words(title: &str, figures: &[Figure]) -> String {
    let lines = figures.iter().map(|(id, name, value)| {
        let value = match id {
            id if id.ends_with("_ratio") => format!("{} ({value:.9})", percent(*value)),
            id if id.ends_with("_s") => duration(*value),
            id if id.ends_with("_erlangs") => format!("{value:.3}"),
            _ => count(*value),
        };
        format!("  {name:<36} {value}\n")
    });
    format!("{title}\n\n{}", lines.collect::<String>())
}

fn length(text: &str) -> Result<f64, String> {
    amount(text, Measure::Seconds, "a length of time, as \"20 s\" or \"3 min\"")
}

fn share(text: &str) -> Result<f64, String> {
    amount(text, Measure::Ratio, "a share, as 80%")
}

fn amount(text: &str, measure: Measure, wanted: &str) -> Result<f64, String> {
    match Amount::of_text(text) {
        Some(amount) if amount.measure == measure => Ok(amount.value),
        _ => Err(format!("write {wanted}")),
    }
}
