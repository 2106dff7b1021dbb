//! What a call costs as floors and years grow: from 50 agents to 5,000, and 500,000 calls a day; and from a day to
//! a year. `cargo bench --bench floor`.

mod common;

use common::{ROUNDS, crew, load, speed, spread, studied};

/// The rich day of the bar with its heads and its calls multiplied.
fn floor(times: f64, days: u32, replications: u32) -> acd_scenario::Scenario {
    let mut sets = vec![
        format!("calendar.days={days}"),
        format!("run.replications={replications}"),
        format!("callers.all.arrivals.per_day={}", 118_944.0 * times),
    ];
    for (shift, heads) in [("night", 70.0), ("day", 340.0), ("late", 160.0)] {
        sets.push(format!("agents.team.shifts.{shift}.heads={}", (heads * times).round()));
    }
    load("benches/scenarios/rich.toml", &sets)
}

fn main() {
    let crew = crew(1);
    // 51, 570, 2,396 and 5,130 agents; about three to four million calls each.
    let works = [
        ("51 agents, 30 days", floor(0.09, 30, 9)),
        ("570 agents, 30 days", floor(1.0, 30, 1)),
        ("2,396 agents, 500,000 calls a day, 6 days", floor(4.204, 6, 1)),
        ("5,130 agents, 1,070,000 calls a day, 3 days", floor(9.0, 3, 1)),
        ("570 agents, a day", floor(1.0, 1, 30)),
        ("51 agents, a year", floor(0.09, 365, 1)),
    ];
    let rounds: Vec<Vec<f64>> =
        (0..ROUNDS).map(|_| works.iter().map(|(_, work)| studied(work, &crew).0).collect()).collect();
    for (place, (name, _)) in works.iter().enumerate() {
        speed(name, "a call", &rounds.iter().map(|round| round[place]).collect::<Vec<_>>());
    }
    let ratio = |one: usize, other: usize| {
        spread(&rounds.iter().map(|round| round[other] / round[one]).collect::<Vec<_>>()).1
    };
    println!("  5,130 agents ÷ 51: {:.2}; a year ÷ 30 days: {:.2} (the bar: 1.5)", ratio(0, 3), ratio(0, 5));
}
