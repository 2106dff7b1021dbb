//! Twenty values of a head count, and what the least that meets a goal costs instead. `cargo bench --bench sweep`.

mod common;

use acd_study::{Metric, Point, Searched, Stopped, Way};
use common::{bench, crew, load, timed};

const FILE: &str = "benches/scenarios/sweep.toml";

fn main() {
    let crew = crew(2);
    let scenario = load(FILE, &[]);
    let search = scenario.search.as_ref().expect("it has one");
    let run = |way: Way| -> (f64, Searched) {
        let at = |place| Ok::<_, Stopped>(load(FILE, &search.sets(place)));
        timed(|| acd_study::search(search, way, &crew, at).expect("it runs"))
    };
    for (name, way) in [("all of 20 values", Way::Sweep), ("the least of 20 values", Way::Search)] {
        let (took, searched) = run(way);
        let (points, calls) = (searched.points.len(), calls(&searched));
        println!("{name}: {points} looked at, {calls:.0} calls, {:.0} ms", took / 1e6);
        bench(name, "a call", || run(way).0 / calls);
    }
}

/// The calls of all replications.
fn calls(searched: &Searched) -> f64 {
    let place = Metric::place("calls_count");
    let of = |point: &Point| f64::from(point.replications) * point.total[place].mean.unwrap_or(0.0);
    searched.points.iter().map(of).sum()
}
