//! An ordinary small centre whose exact answers are Erlang A's, for the many studies of `coverage` and `guarantees`.
//!
//! A load of four erlangs, callers of two minutes' patience, and five agents unless said otherwise, so that a quarter
//! waits too long. A replication is a day of 1,320 counted calls after two hours of warm-up, thirty mean handle times.

use std::thread;

use acd_erlang::ErlangA;
use acd_scenario::Scenario;
use acd_study::Crew;

use crate::load;

const CALLS_PER_HOUR: f64 = 60.0;
const HANDLE_S: f64 = 240.0;
const PATIENCE_S: f64 = 120.0;
const WITHIN_S: f64 = 20.0;
const COUNTED_HOURS: f64 = 22.0;
/// The agents that there are.
pub const AGENTS: u32 = 5;

/// The scenario's text, with a share to answer in time, so many agents, and how it is run.
pub fn text(goal: f64, agents: u32, run: &str) -> String {
    format!(
        "schema = 1\n[calendar]\ndays = 1\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"24 h\"\nwarm_up = \"2 h\"\n\
         [callers.all]\narrivals.per_hour = {CALLS_PER_HOUR}\npatience.exponential = {{ mean = \"{PATIENCE_S} s\" }}\nenters.queue = \"main\"\n\
         [queues.main]\ntalk.exponential = {{ mean = \"{HANDLE_S} s\" }}\ngoal = {{ answer = \"{}%\", within = \"{WITHIN_S} s\" }}\n\
         [agents.all]\nheads = {agents}\nanswers = [\"main\"]\n[run]\n{run}\n",
        goal * 100.0
    )
}

/// The scenario of so many agents.
pub fn centre(agents: u32, run: &str) -> Scenario {
    load(&text(0.8, agents, run))
}

/// What a study estimates, and the exact answer.
pub fn exact(agents: u32) -> [(&'static str, f64); 6] {
    let erlang = ErlangA::new(agents, CALLS_PER_HOUR / 3_600.0, HANDLE_S, PATIENCE_S).expect("parameters");
    [
        ("queue_mean_count", erlang.mean_queue),
        ("abandoned_count", erlang.abandons * CALLS_PER_HOUR * COUNTED_HOURS),
        ("service_level_ratio", erlang.level_offered(WITHIN_S)),
        ("abandonment_ratio", erlang.abandons),
        ("asa_s", erlang.mean_wait_of_answered_s),
        ("occupancy_ratio", erlang.occupancy),
    ]
}

/// Studies with the seeds from 1 on, on all cores.
pub fn studies<T: Send>(count: u64, study: impl Fn(u64, &Crew<'_>) -> T + Sync) -> Vec<T> {
    let threads = thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let share = |thread: u64| {
        let crew = Crew::new(Some(1), &()).expect("a thread");
        (1..=count).filter(|seed| seed % threads == thread).map(|seed| study(seed, &crew)).collect()
    };
    thread::scope(|scope| {
        let share = &share;
        let handles: Vec<_> = (0..threads).map(|thread| scope.spawn(move || share(thread))).collect();
        let finished = handles.into_iter().map(|handle| -> Vec<T> { handle.join().expect("no panic") });
        finished.flatten().collect()
    })
}

/// The exact share that is answered in time.
pub fn exact_level(agents: u32) -> f64 {
    exact(agents)[2].1
}
