//! Every case with an exact answer, with about a million calls each. `validate` runs all of them, with five million and more.

use std::path::Path;

use acd_oracles::{Budget, Case, Verdict, all, judge};

fn cases() -> Vec<Case> {
    all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/truth")).0
}

/// Runs the cases of some families; at least so many figures must be compared.
fn check(families: &[&str], least: usize) {
    let mut compared = 0;
    let mut wrong = Vec::new();
    for case in cases().into_iter().filter(|case| families.contains(&case.family)) {
        let Some(judged) = judge(&case, &Budget::QUICK) else { continue };
        for (figure, found) in case.figures.iter().zip(judged) {
            compared += 1;
            if found.verdict != Verdict::Agrees {
                wrong.push(format!("{} {}: exactly {}, {found:?}", case.id, figure.name, figure.exact));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(compared >= least, "only {compared} figures were compared");
}

#[test]
fn loss_is_erlang_b() {
    check(&["erlang_b"], 25);
}

#[test]
fn delay_is_erlang_c() {
    check(&["erlang_c"], 24);
}

#[test]
fn abandonment_is_erlang_a() {
    check(&["erlang_a"], 100);
}

#[test]
fn patience_of_any_law() {
    check(&["mmn_general_patience"], 70);
}

#[test]
fn handle_times_of_any_law() {
    check(&["mg1", "mdn", "mphn"], 40);
}

#[test]
fn redials_breaks_menus_and_the_next_agent() {
    check(&["retrial"], 30);
    check(&["breaks"], 35);
    check(&["ivr"], 30);
    check(&["agent_choice"], 22);
}

#[test]
fn priorities_preferences_and_handle_times_by_group() {
    check(&["priority"], 24);
    check(&["skills"], 50);
}

#[test]
fn what_comes_of_calls() {
    check(&["outcomes"], 22);
}

#[test]
fn days_by_interval() {
    check(&["timevarying"], 90);
    check(&["shift_end_disciplines"], 30);
}

#[test]
fn other_programs_examples() {
    check(&["published"], 14);
}

#[test]
fn traces_worked_out_by_hand() {
    check(&["golden"], 10);
}

#[test]
fn nothing_is_dropped_every_case_of_the_files_runs_or_waits() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/truth");
    let (cases, waiting) = all(&folder);
    let mut seen = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder").flatten() {
        let text = std::fs::read_to_string(entry.path()).expect("a file");
        let Ok(file) = serde_json::from_str::<serde_json::Value>(&text) else { continue };
        let family = entry.path().file_stem().expect("a name").to_string_lossy().into_owned();
        // The one is a table of formulas, the other of messages; both have tests of their own.
        if family == "staffing" || family == "bad_inputs" {
            continue;
        }
        for case in file["cases"].as_array().expect("cases") {
            let id = case["id"].as_str().expect("an id");
            let runs = cases.iter().any(|case| case.id.starts_with(id) && !case.figures.is_empty());
            let waits = waiting.iter().any(|case| case.id == id);
            assert!(runs != waits, "{family}: {id} runs: {runs}, waits: {waits}");
            seen += 1;
        }
    }
    assert!(seen > 80, "{seen}");
}
