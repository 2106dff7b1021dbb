//! The formulas against cases computed twice by other methods to forty digits.

use acd_erlang::{ErlangA, ErlangB, ErlangC, Impossible, least_agents};
use serde_json::Value;

fn cases(name: &str) -> Vec<Value> {
    let path = format!("{}/../../tests/truth/{name}.json", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let truth: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    truth["cases"].as_array().cloned().unwrap_or_default()
}

fn number(table: &Value, key: &str) -> f64 {
    table[key].as_f64().unwrap_or_else(|| panic!("{key} is missing in {table}"))
}

#[track_caller]
fn check(case: &Value, key: &str, found: f64, tolerance: f64) {
    let exact = number(&case["expected"], key);
    let error = (found - exact).abs() / exact.abs().max(1e-300);
    assert!(error < tolerance, "{} {key}: {found}, exactly {exact}, error {error:e}", case["id"]);
}

#[test]
fn erlang_b_is_exact() {
    let cases = cases("erlang_b");
    assert_eq!(cases.len(), 6);
    for case in &cases {
        let model = &case["model"];
        let found = ErlangB::new(number(model, "servers") as u32, number(model, "offered_erlangs"));
        let found = found.unwrap_or_else(|error| panic!("{error}"));
        // The cases are printed to twelve digits.
        check(case, "p_blocked", found.blocked, 1e-9);
        check(case, "carried_erlangs", found.carried, 1e-9);
        check(case, "occupancy", found.occupancy, 1e-9);
    }
}

#[test]
fn erlang_c_is_exact_and_refuses_overload() {
    let mut refused = 0;
    for case in cases("erlang_c") {
        let model = &case["model"];
        let calls = number(model, "calls_per_hour") / 3_600.0;
        let found = ErlangC::new(number(model, "servers") as u32, calls, number(model, "mean_service_s"));
        if case["expected"].get("error").is_some() {
            assert!(matches!(found, Err(Impossible::Overloaded { .. })), "{found:?}");
            refused += 1;
            continue;
        }
        let found = found.unwrap_or_else(|error| panic!("{error}"));
        check(&case, "p_wait", found.waits, 1e-9);
        check(&case, "asa_s", found.mean_wait_s, 1e-9);
        check(&case, "mean_wait_given_wait_s", found.mean_wait_of_waiting_s, 1e-9);
        check(&case, "wait_variance_s2", found.wait_variance_s2(), 1e-9);
        check(&case, "mean_queue", found.mean_queue, 1e-9);
        check(&case, "occupancy", found.occupancy, 1e-9);
        check(&case, "sl_wait_le_T", found.within(number(model, "T_s")), 1e-9);
    }
    assert_eq!(refused, 1);
}

#[test]
fn erlang_a_is_exact_on_every_metric() {
    let cases = cases("erlang_a");
    assert_eq!(cases.len(), 12);
    for case in &cases {
        let model = &case["model"];
        let of = |key: &str| number(model, key);
        let calls = of("calls_per_hour") / 3_600.0;
        let found = ErlangA::new(of("servers") as u32, calls, of("mean_service_s"), of("mean_patience_s"));
        let found = found.unwrap_or_else(|error| panic!("{error}"));
        let within = of("T_s");
        let pairs = [
            ("p_wait", found.waits),
            ("p_abandon", found.abandons),
            ("mean_wait_all", found.mean_wait_s),
            ("mean_queue", found.mean_queue),
            ("mean_wait_served", found.mean_wait_of_answered_s),
            ("mean_wait_abandoned", found.mean_wait_of_abandoned_s),
            ("mean_offered_wait", found.mean_offered_wait_s),
            ("occupancy", found.occupancy),
            ("served_within_T_over_offered", found.level_offered(within)),
            ("served_within_T_over_served", found.level_answered(within)),
            ("served_within_T_over_offered_minus_short_abandons", found.level_forgiving(within)),
            ("wait_le_T_over_offered", found.level_counting(within)),
        ];
        for (key, value) in pairs {
            check(case, key, value, 1e-9);
        }
        if within > 0.0 {
            check(case, "abandoned_within_T_over_offered", found.abandoned_within(within), 1e-9);
        }
    }
}

/// `80/20` as a share and seconds.
fn goal(text: &str) -> (f64, f64) {
    let (share, seconds) = text.split_once('/').unwrap_or_else(|| panic!("{text} is no goal"));
    let number = |text: &str| text.parse::<f64>().unwrap_or_else(|error| panic!("{text}: {error}"));
    (number(share) / 100.0, number(seconds))
}

#[test]
fn staffing_is_the_exact_integer() {
    let mut checked = 0;
    for case in cases("staffing") {
        let model = &case["model"];
        let (calls, handle) = (number(model, "calls_per_hour") / 3_600.0, number(model, "mean_service_s"));
        let patience = model["mean_patience_s"].as_f64();
        for (name, expected) in case["expected"].as_object().into_iter().flatten() {
            let found = match (patience, name.split_once(' ')) {
                (None, _) => {
                    let (share, seconds) = goal(name);
                    least_agents(share, |agents| Ok(ErlangC::new(agents, calls, handle)?.within(seconds)))
                }
                (Some(patience), Some((words, formula))) => {
                    let (share, seconds) = goal(words);
                    least_agents(share, |agents| {
                        let queue = ErlangA::new(agents, calls, handle, patience)?;
                        Ok(match formula {
                            "served_within_T_over_offered" => queue.level_offered(seconds),
                            "wait_le_T_over_offered" => queue.level_counting(seconds),
                            _ => queue.level_forgiving(seconds),
                        })
                    })
                }
                (Some(patience), None) => {
                    assert_eq!(name, "abandon<=3%");
                    least_agents(0.97, |agents| {
                        Ok(1.0 - ErlangA::new(agents, calls, handle, patience)?.abandons)
                    })
                }
            };
            let exact = expected["least_n"].as_u64().unwrap_or_else(|| panic!("{name} has no answer"));
            assert_eq!(found.map(u64::from), Ok(exact), "{} {name}", case["id"]);
            checked += 1;
        }
    }
    assert!(checked > 100, "{checked}");
}

#[test]
fn formulas_are_stable_from_one_agent_to_a_hundred_thousand_at_every_load() {
    for agents in [1, 3, 100, 10_000, 100_000] {
        for load in [1e-6, 0.1, 0.9, 0.999_999, 1.0, 1.1, 3.0, 100.0] {
            let erlangs = load * f64::from(agents);
            let loss = ErlangB::new(agents, erlangs).unwrap_or_else(|error| panic!("{error}"));
            assert!((0.0..=1.0).contains(&loss.blocked), "{agents} {load}: {loss:?}");
            for patience in [0.1, 100.0, 1e6] {
                let found = ErlangA::new(agents, erlangs / 180.0, 180.0, patience);
                let found = found.unwrap_or_else(|error| panic!("{error}"));
                let shares =
                    [found.waits, found.abandons, found.level_offered(20.0), found.level_counting(20.0)];
                for share in shares {
                    assert!((-1e-12..=1.0 + 1e-9).contains(&share), "{agents} {load} {patience}: {found:?}");
                }
                // Flow is conserved: who is not lost is carried.
                assert!(found.occupancy <= 1.0 + 1e-9, "{agents} {load} {patience}: {found:?}");
                // Abandonment lies between that of endless patience and that of none.
                assert!(found.abandons <= loss.blocked + 1e-9, "{agents} {load} {patience}: {found:?}");
                assert!(found.abandons >= 1.0 - 1.0 / load - 1e-9, "{agents} {load} {patience}: {found:?}");
            }
        }
    }
}

#[test]
fn parameters_that_mean_nothing_are_refused() {
    assert!(
        ErlangB::new(0, 1.0).is_err() && ErlangB::new(1, f64::NAN).is_err() && ErlangB::new(1, -1.0).is_err()
    );
    assert!(ErlangC::new(1, 0.0, 1.0).is_err() && ErlangA::new(1, 1.0, 1.0, f64::INFINITY).is_err());
    assert!(ErlangB::new(u32::MAX, 1.0).is_err());
    assert_eq!(least_agents(1.1, |_| Ok(1.0)), Err(Impossible::TooMany));
}
