//! Rule 4: two designs under the same luck, side by side.

use std::sync::atomic::{AtomicU32, Ordering};

use acd_scenario::Scenario;
use acd_study::{Compared, Crew, Difference, Incomparable, Metric, Stopped, Watch, compare};

use crate::ordinary::centre;
use crate::{FIXED, load, run};

fn compared(a: &Scenario, b: &Scenario, replications: u32, threads: usize) -> Compared {
    let crew = Crew::new(Some(threads), &()).expect("threads");
    compare(a, b, replications, &crew).unwrap_or_else(|incomparable| panic!("{incomparable}"))
}

fn total(compared: &Compared, metric: &str) -> Difference {
    compared.total().differences[Metric::place(metric)]
}

#[test]
fn a_design_does_not_differ_from_itself() {
    let scenario = centre(5, "");
    for difference in &compared(&scenario, &scenario, 4, 2).total().differences {
        assert_eq!(difference.difference.mean.unwrap_or(0.0), 0.0);
        assert_eq!(difference.difference.low, difference.difference.high);
        assert_eq!(difference.replications_saved, None);
    }
}

#[test]
fn each_side_is_what_a_run_of_it_finds() {
    let (a, b) = (centre(5, "replications = 8"), centre(6, "replications = 8"));
    let found = compared(&a, &b, 8, 2);
    let (alone_a, alone_b) = (run(&a, 2), run(&b, 2));
    for metric in ["offered_count", "service_level_ratio", "asa_s", "queue_mean_count", "wait_max_s"] {
        let (place, difference) = (Metric::place(metric), total(&found, metric));
        let is_alike = |mean: Option<f64>, other: Option<f64>| {
            (mean.expect("a mean") - other.expect("a mean")).abs() <= 1e-9 * mean.expect("a mean").abs()
        };
        assert!(is_alike(difference.a, alone_a.total().whole[place].mean), "{metric}: {difference:?}");
        assert!(is_alike(difference.b, alone_b.total().whole[place].mean), "{metric}: {difference:?}");
    }
    // Both meet the same callers.
    assert_eq!(total(&found, "offered_count").difference.low, Some(0.0));
    assert_eq!(found.replications, 8);
}

#[test]
fn rule_03_a_comparison_is_the_same_on_any_number_of_threads() {
    let (a, b) = (centre(5, ""), centre(6, ""));
    assert_eq!(compared(&a, &b, 21, 1), compared(&a, &b, 21, 2));
    assert_eq!(compared(&a, &b, 21, 1), compared(&a, &b, 21, 5));
}

#[test]
fn queues_are_matched_by_name() {
    let queue = |name: &str| format!("[queues.{name}]\ntalk.fixed = \"60 s\"\n[agents.all]");
    let with = |name: &str| {
        FIXED.replace("[agents.all]", &queue(name)).replace("[\"main\"]", &format!("[\"main\", \"{name}\"]"))
    };
    let (a, b) = (load(&with("aside")), load(&with("zoo")));
    let found = compared(&a, &b, 2, 1);
    let names: Vec<&str> = found.scopes.iter().map(|scope| scope.name.as_str()).collect();
    assert_eq!(names, ["main", "total"]);
    for scope in &found.scopes {
        assert_eq!(scope.differences[Metric::place("answered_count")].a, Some(2.0), "{}", scope.name);
        assert_eq!(scope.differences[Metric::place("answered_count")].b, Some(2.0), "{}", scope.name);
    }
}

#[test]
fn other_seeds_are_other_callers() {
    let crew = Crew::new(Some(1), &()).expect("a thread");
    let found = compare(&centre(5, "seed = 1"), &centre(6, "seed = 2"), 2, &crew);
    let Err(error @ Incomparable::Seeds { a: 1, b: 2 }) = found else { panic!("{found:?}") };
    assert!(error.to_string().contains("seed 1 and seed 2"), "{error}");
}

/// Stops everything after so many replications.
struct StopsAfter(AtomicU32);

impl Watch for StopsAfter {
    fn one_done(&self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
    fn is_interrupted(&self) -> bool {
        self.0.load(Ordering::SeqCst) == 0
    }
}

#[test]
fn an_interrupted_comparison_keeps_the_replications_that_were_done() {
    let (a, b) = (centre(5, ""), centre(6, ""));
    let stopped_after = |replications: u32| {
        let watch = StopsAfter(AtomicU32::new(replications));
        compare(&a, &b, 20, &Crew::new(Some(1), &watch).expect("a thread"))
    };
    let partial = stopped_after(5).unwrap_or_else(|incomparable| panic!("{incomparable}"));
    assert!(partial.is_partial && partial.replications == 5);
    assert_eq!(partial.scopes, compared(&a, &b, 5, 1).scopes);
    assert!(matches!(stopped_after(0), Err(Incomparable::Stopped(Stopped::Interrupted))));
}
