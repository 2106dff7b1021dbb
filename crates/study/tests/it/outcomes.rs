//! Rules 35 and 36 on paper: what is counted of calls that settle nothing, and how agents and groups are paid.

use acd_study::{AGENT_COLUMNS, Outcome, Verdict, goals};

use crate::{FIXED, check, load, outcome, run, value};

/// Nothing is settled, and everybody calls again once, 100 s after his talk.
const UNSETTLED: &str = "
[callers.all]
arrivals.at = [\"8 h\", \"8 h 10 s\"]
calls_again = { share = \"100%\", after.fixed = \"100 s\", at_most = 1 }
enters.queue = \"main\"

[queues.main]
resolves = \"0%\"
talk.fixed = \"60 s\"
";

/// The text of two calls with tables of its own in place of those of callers and queues.
fn with(tables: &str) -> String {
    let own = |line: &&str| !["talk.", "arrivals.", "enters."].iter().any(|start| line.starts_with(start));
    let text = FIXED.replace("[callers.all]\n", "").replace("[queues.main]\n", "");
    text.lines().filter(own).collect::<Vec<_>>().join("\n") + tables
}

fn agent(outcome: &Outcome, id: &str) -> Option<f64> {
    outcome.agents[0].values[AGENT_COLUMNS.iter().position(|(column, _)| *column == id).expect(id)]
}

#[test]
fn rule_35_who_calls_again_was_not_helped_at_the_first_contact() {
    // Talks end at 08:01 and 08:02, the callers come again at 08:02:40 and 08:03:40.
    check(
        &with(UNSETTLED),
        &[
            ("calls_count", 4.0),
            ("callers_count", 2.0),
            ("redials_count", 2.0),
            ("answered_count", 4.0),
            ("resolved_ratio", 0.0),
            ("fcr_ratio", 0.0),
            ("redial_pending_mean_count", 200.0 / 7_200.0),
        ],
    );
}

#[test]
fn rule_35_a_call_after_the_window_is_another_matter() {
    let text = with(UNSETTLED).replace("replications =", "fcr_window = \"99 s\"\nreplications =");
    check(&text, &[("fcr_ratio", 1.0), ("resolved_ratio", 0.0)]);
    check(&text.replace("99 s", "100 s"), &[("fcr_ratio", 0.0)]);
}

#[test]
fn rule_35_queues_have_their_own_first_contacts_and_others_have_none() {
    let outcome = outcome(&with(UNSETTLED));
    assert_eq!(value(&outcome.scopes[0].whole, "fcr_ratio"), Some(0.0));
    let plain = crate::outcome(FIXED);
    for id in ["fcr_ratio", "resolved_ratio", "satisfaction_ratio"] {
        assert_eq!(value(&plain.scopes[0].whole, id), None, "{id} of a queue where nobody asks");
    }
    assert_eq!(value(&plain.total().whole, "fcr_ratio"), Some(1.0));
    assert!(plain.groups.is_empty());
}

/// Everything is settled; who waits a minute is not satisfied.
const WAITS: &str = "
[callers.all]
arrivals.at = [\"8 h\", \"8 h 10 s\"]
enters.queue = \"main\"

[queues.main]
satisfied = { at_best = \"100%\", less_each_minute_waited = \"100%\" }
talk.fixed = \"70 s\"
goal = { satisfaction = \"60%\", fcr = \"90%\" }
";

#[test]
fn rule_36_satisfied_are_those_who_did_not_wait() {
    check(&with(WAITS), &[("satisfaction_ratio", 0.5), ("resolved_ratio", 1.0), ("fcr_ratio", 1.0)]);
}

#[test]
fn rule_36_pay_is_answered_times_first_contacts_times_satisfaction() {
    let outcome = outcome(&with(WAITS));
    assert_eq!(agent(&outcome, "resolved_ratio"), Some(1.0));
    assert_eq!(agent(&outcome, "fcr_ratio"), Some(1.0));
    assert_eq!(agent(&outcome, "satisfaction_ratio"), Some(0.5));
    assert_eq!(agent(&outcome, "pay_index"), Some(2.0 * 1.0 * 0.5));
    // He is his whole group.
    assert_eq!(outcome.groups.len(), 1);
    assert_eq!(outcome.groups[0].values, outcome.agents[0].values);
    assert_eq!(agent(&crate::outcome(FIXED), "pay_index"), None);
}

#[test]
fn rule_36_goals_are_judged_each_by_its_own_figure() {
    let scenario = load(&with(WAITS));
    let goals = goals(&scenario, &run(&scenario, 2));
    let judged = goals.iter().map(|goal| (goal.metric, goal.share, goal.reached.mean, goal.verdict));
    // Both replications are alike and leave no doubt.
    assert_eq!(
        judged.collect::<Vec<_>>(),
        [
            ("fcr_ratio", 0.9, Some(1.0), Verdict::Met),
            ("satisfaction_ratio", 0.6, Some(0.5), Verdict::Missed),
        ]
    );
}

#[test]
fn rule_38_who_settles_less_at_first_makes_outcomes_count() {
    let learns = "learns = { times_at_first = 1, resolves_at_first = \"0%\", over = 1e9 }";
    let text = FIXED.replace("heads = 1", &format!("heads = 1\n{learns}"));
    check(&text, &[("resolved_ratio", 0.0)]);
}
