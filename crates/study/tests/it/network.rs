//! Several hotlines in one run: each is what it would be alone, and the sum is their sum.

use std::path::Path;

use acd_scenario::{Loaded, Network, Surroundings};
use acd_study::{Crew, METRICS, NetworkOutcome, Outcome, Stopped, Watch, run_network};

use crate::{FIXED, ordinary, run, value};

/// A network of hotlines by name, each a file or a text of its own.
fn network(hotlines: &[(&str, &str)], run: &str) -> Network {
    let entry = |(name, _): &(&str, &str)| format!("[hotlines.{name}]\nscenario = \"{name}.toml\"\n");
    let text = format!("schema = 1\n[run]\n{run}\n{}", hotlines.iter().map(entry).collect::<String>());
    let read = |path: &Path| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let found = hotlines.iter().find(|(name, _)| *name == stem).map(|(_, text)| text.as_bytes().to_vec());
        Ok(found.unwrap_or_else(|| text.clone().into_bytes()))
    };
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    match acd_scenario::load_any(Path::new("network.toml"), &[], &around) {
        Ok(Loaded::Network(network)) => *network,
        other => panic!("{other:?}"),
    }
}

/// What becomes of each hotline, and of all.
fn study(network: &Network, threads: usize) -> (Vec<Outcome>, NetworkOutcome) {
    let crew = Crew::new(Some(threads), &()).expect("threads");
    let mut parts: Vec<Option<Outcome>> = network.hotlines.iter().map(|_| None).collect();
    let finished = |place: usize, outcome: Outcome| -> Result<(), Stopped> {
        assert!(parts[place].replace(outcome).is_none(), "a hotline is finished once");
        Ok(())
    };
    let whole = run_network(network, &crew, finished).unwrap_or_else(|stopped| panic!("{stopped}"));
    (parts.into_iter().map(|part| part.expect("each is finished")).collect(), whole)
}

/// All figures as text: equal only if every bit is.
fn bits(outcome: &Outcome) -> String {
    format!("{:?} {:?}", outcome.scopes, outcome.agents)
}

fn three() -> Network {
    let busy = ordinary::text(0.8, 3, "replications = 9");
    let idle = ordinary::text(0.8, 8, "replications = 9");
    network(&[("busy", &busy), ("fixed", FIXED), ("idle", &idle)], "seed = 3\nreplications = 5")
}

#[test]
fn the_sum_of_hotlines_equals_the_parts() {
    let (parts, whole) = study(&three(), 2);
    assert_eq!(whole.replications, 5);
    let sum = |id: &str| parts.iter().filter_map(|part| value(&part.total().whole, id)).sum::<f64>();
    let close = |id: &str, wanted: f64| {
        let found = value(&whole.total.whole, id).unwrap_or(f64::NAN);
        assert!((found - wanted).abs() < 1e-9 * wanted.abs().max(1.0), "{id} is {found}, not {wanted}");
    };
    for id in
        ["calls_count", "offered_count", "answered_count", "abandoned_count", "busy_mean_count", "overtime_s"]
    {
        assert!(sum(id) > 0.0 || id == "overtime_s", "{id}");
        close(id, sum(id));
    }
    close("service_level_ratio", sum("answered_within_count") / sum("offered_count"));
    close("abandonment_ratio", sum("abandoned_count") / sum("offered_count"));
    let longest = |number: usize| {
        let place = METRICS.iter().position(|metric| metric.id == "wait_max_s").expect("the metric");
        let of_parts = parts.iter().filter_map(|part| part.total().replications[number][place]);
        (of_parts.fold(0.0, f64::max), whole.total.replications[number][place])
    };
    (0..5).map(longest).for_each(|(parts, whole)| assert_eq!(Some(parts), whole));
}

#[test]
fn a_hotline_in_a_network_is_what_it_is_alone_under_its_seed() {
    let network = three();
    let (parts, _) = study(&network, 2);
    for (hotline, part) in network.hotlines.iter().zip(&parts) {
        assert_eq!(bits(&run(&hotline.scenario, 1)), bits(part), "{}", hotline.name);
    }
}

#[test]
fn one_more_hotline_changes_no_other() {
    let (busy, idle) = (ordinary::text(0.8, 3, ""), ordinary::text(0.8, 8, ""));
    let run = "seed = 3\nreplications = 4";
    let (two, _) = study(&network(&[("busy", &busy), ("idle", &idle)], run), 2);
    let (three, _) = study(&network(&[("busy", &busy), ("amid", &idle), ("idle", &idle)], run), 2);
    assert_eq!((bits(&two[0]), bits(&two[1])), (bits(&three[0]), bits(&three[2])));
    assert_ne!(bits(&three[1]), bits(&three[2]), "equal files under other names have callers of their own");
}

#[test]
fn threads_change_nothing() {
    let text = |threads: usize| {
        let (parts, whole) = study(&three(), threads);
        format!("{:?} {:?}", parts.iter().map(bits).collect::<Vec<_>>(), whole.total)
    };
    assert_eq!(text(1), text(4));
}

#[test]
fn a_precision_is_asked_of_the_sum() {
    let busy = ordinary::text(0.8, 3, "");
    let run =
        "precision = { of = \"service_level\", half_width = \"3%\", confidence = \"95%\", at_most = 64 }";
    let (parts, whole) = study(&network(&[("one", &busy), ("other", &busy)], run), 2);
    assert!(whole.precision.iter().all(acd_study::Reached::is_reached), "{:?}", whole.precision);
    assert!(whole.replications < 64, "{}", whole.replications);
    assert!(parts.iter().all(|part| part.replications == whole.replications));
}

/// Interrupts after some replications of hotlines.
struct After(std::sync::atomic::AtomicU32);

impl Watch for After {
    fn one_done(&self) {
        self.0.fetch_sub(1, std::sync::atomic::Ordering::Relaxed);
    }
    fn is_interrupted(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed) == 0
    }
}

#[test]
fn an_interruption_keeps_the_replications_that_all_hotlines_have_done() {
    let network = three();
    let stopped_after = |jobs: u32| {
        let watch = After(jobs.into());
        let crew = Crew::new(Some(1), &watch).expect("a thread");
        run_network(&network, &crew, |_, outcome| -> Result<(), Stopped> {
            assert!(outcome.is_partial);
            Ok(())
        })
    };
    let whole = stopped_after(7).unwrap_or_else(|stopped| panic!("{stopped}"));
    assert_eq!((whole.replications, whole.is_partial), (2, true));
    assert!(matches!(stopped_after(2), Err(Stopped::Interrupted)));
}
