//! JSON: the summary for `--json`, and the record of the run.

use std::path::Path;

use acd_scenario::{Asked, Assumption, QueueTerms, Scenario, Search};
use acd_study::{Comparison, Estimate, Goal, METRICS, Scope, Searched, Verdict, comparisons, goals};
use serde_json::{Map, Value, json};

use super::{Found, beside};

fn estimate(estimate: &Estimate) -> Value {
    json!({ "mean": estimate.mean, "ci_low": estimate.low, "ci_high": estimate.high })
}

/// All metrics by their ids.
pub fn metrics(estimates: &[Estimate]) -> Value {
    let entries =
        METRICS.iter().zip(estimates).map(|(metric, value)| (metric.id.to_owned(), estimate(value)));
    Value::Object(entries.collect())
}

/// What was doubtful from the start, and what turned out so.
pub fn warnings(found: &Found<'_>) -> Vec<String> {
    let early = found.scenario.warnings.iter().map(|warning| warning.line.clone());
    early.chain(found.late_warnings()).collect()
}

/// Goals with what was reached of each.
fn goal_list(scenario: &Scenario, goals: &[Goal]) -> Value {
    let goals = goals.iter().map(|goal| {
        let queue = &scenario.queues[goal.queue];
        let (key, within) = match goal.asked {
            Asked::Answer => ("answer_ratio", Some(queue.within)),
            Asked::Fcr => ("fcr_ratio", Some(scenario.run.fcr_window)),
            Asked::Satisfaction => ("satisfaction_ratio", None),
        };
        let mut entry = json!({ "queue": queue.name, "metric": goal.metric, key: goal.share });
        if let Some(within) = within {
            entry["within_s"] = json!(within.as_seconds_f64());
        }
        let judged = json!({
            "mean": goal.reached.mean,
            "ci_low": goal.reached.low,
            "ci_high": goal.reached.high,
            "verdict": goal.verdict.word(),
        });
        let judged = judged.as_object().into_iter().flatten();
        judged.for_each(|(key, value)| entry[key] = value.clone());
        entry
    });
    goals.collect()
}

/// A whole number without a point.
pub fn plain_number(value: f64) -> Value {
    if value.fract() == 0.0 && value.abs() < 1e15 { json!(value as i64) } else { json!(value) }
}

/// What a search or a sweep found.
fn search(scenario: &Scenario, search: &Search, searched: &Searched) -> Value {
    let points = searched.points.iter().map(|point| {
        let heads = search.heads(point.place).into_iter().map(|(name, heads)| match &heads[..] {
            [heads] => (name, json!(heads)),
            heads => (name, json!(heads)),
        });
        let mut entry = json!({
            "value": plain_number(point.value),
            "agents": point.agents,
            "heads": heads.collect::<Map<_, _>>(),
            "replications": point.replications,
            "verdict": point.verdict.map(Verdict::word),
            "goals": goal_list(scenario, &point.goals),
            "total": metrics(&point.total),
        });
        if let Some(second) = point.second {
            entry["value_2"] = plain_number(second);
        }
        entry
    });
    let undecided = searched.points.iter().filter(|point| point.verdict == Some(Verdict::Undecided));
    let undecided = undecided.map(|point| match point.second {
        Some(second) => json!({ "value": plain_number(point.value), "value_2": plain_number(second) }),
        None => plain_number(point.value),
    });
    let mut object = json!({
        "vary": search.vary,
        "scale": search.scale,
        "confidence": searched.confidence,
        "best": searched.best().map(|best| plain_number(best.value)),
        "undecided": undecided.collect::<Vec<_>>(),
        "points": points.collect::<Vec<_>>(),
    });
    if let Some(second) = search.second() {
        object["vary_2"] = json!(second.vary);
    }
    object
}

/// The summary as one JSON object.
pub fn text(found: &Found<'_>) -> String {
    format!("{:#}\n", summary(found))
}

/// The summary of a scenario, or of one hotline of several.
pub fn summary(found: &Found<'_>) -> Value {
    let Found { scenario, outcome, .. } = found;
    let queues = scenario.queues.iter().zip(&outcome.scopes).enumerate();
    let entry = |(place, (queue, scope)): (usize, (&QueueTerms, &Scope))| {
        let mut entry = metrics(&scope.whole);
        entry["erlang"] = beside::in_json(found.besides, place);
        (queue.name.clone(), entry)
    };
    let queues: Map<String, Value> = queues.map(entry).collect();
    let mut object = json!({
        "scenario": scenario.title,
        "seed": scenario.run.seed,
        "replications": outcome.replications,
        "partial": found.is_partial(),
        "warnings": warnings(found),
        "goals": goal_list(scenario, &goals(scenario, outcome)),
        "queues": queues,
        "total": metrics(&outcome.total().whole),
    });
    if let (Some(of), Some(searched)) = (&scenario.search, found.searched) {
        object["search"] = search(scenario, of, searched);
    }
    if scenario.reported.is_some() {
        object["reported"] = reported(&comparisons(scenario, outcome));
    }
    object
}

/// Reported totals beside simulated ones.
pub fn reported(comparisons: &[Comparison]) -> Value {
    let entries = comparisons.iter().map(|comparison| {
        let value = json!({
            "reported": comparison.reported,
            "simulated": comparison.simulated.mean,
            "ci_low": comparison.simulated.low,
            "ci_high": comparison.simulated.high,
            "difference_ratio": comparison.difference,
        });
        (comparison.name.to_owned(), value)
    });
    Value::Object(entries.collect())
}

/// What was assumed, and why.
pub fn assumptions(assumptions: &[Assumption]) -> Value {
    let each = |assumption: &Assumption| json!({ "key": assumption.key, "value": assumption.value, "why": assumption.why });
    assumptions.iter().map(each).collect()
}

/// `run.json`: what ran, when, and the scenario with everything that was inherited or set.
pub fn record(found: &Found<'_>, file: &Path, started: jiff::Timestamp) -> String {
    let scenario = found.scenario;
    let searched = scenario.search.as_ref().zip(found.searched);
    let ran = json!({
        "changes": found.changes,
        "seed": scenario.run.seed,
        "replications": found.outcome.replications,
        "partial": found.is_partial(),
        "warnings": warnings(found),
        "assumptions": assumptions(&scenario.assumptions),
        "search": searched.map(|(of, searched)| search(scenario, of, searched)),
        "scenario": scenario.resolved,
    });
    record_of(file, started, ran)
}

/// A `run.json` of what ran, behind which program ran it, and when.
pub fn record_of(file: &Path, started: jiff::Timestamp, ran: Value) -> String {
    let mut object = json!({
        "program": env!("CARGO_PKG_NAME"),
        "version": env!("CARGO_PKG_VERSION"),
        "scenario_file": file.display().to_string(),
        "started": started.to_string(),
        "finished": jiff::Timestamp::now().to_string(),
    });
    if let (Value::Object(object), Value::Object(ran)) = (&mut object, ran) {
        object.extend(ran);
    }
    format!("{object:#}\n")
}
