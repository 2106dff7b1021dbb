//! A call of Shanghai's week: redials, an IVR, nine shifts on shared seats, meals and break pools, and all that is
//! counted of them. `cargo bench --bench shanghai`.

mod common;

use common::{bench, crew, load, studied};

fn main() {
    let week = load("scenarios/shanghai.toml", &["run.replications=16".to_owned()]);
    for threads in [1, 2] {
        let crew = crew(threads);
        bench(&format!("Shanghai's week, {threads} threads"), "a call", || studied(&week, &crew).0);
    }
}
