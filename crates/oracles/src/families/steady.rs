//! One queue in a steady state: Erlang B, C, A, general patience, general handle times.

use std::path::Path;

use serde_json::Value;

use super::{ENDLESS, Plain, percent, s, warm_up_h};
use crate::case::Case;
use crate::truth::{Truth, numbers, read};

/// A distribution of a truth file in the words of a scenario.
fn distribution(of: &Value) -> String {
    let number = |key: &str| of[key].as_f64().unwrap_or_else(|| panic!("{key} is missing in {of}"));
    match of["dist"].as_str().unwrap_or_default() {
        "deterministic" => format!("fixed = {}", s(number("value_s"))),
        "exponential" => format!("exponential = {{ mean = {} }}", s(number("mean_s"))),
        "uniform" => format!("uniform = {{ low = {}, high = {} }}", s(number("low_s")), s(number("high_s"))),
        "erlang" => format!("erlang = {{ mean = {}, stages = {} }}", s(number("mean_s")), number("k")),
        "lognormal" => format!("lognormal = {{ mean = {}, cv = {} }}", s(number("mean_s")), number("cv")),
        "weibull" => format!("weibull = {{ mean = {}, shape = {} }}", s(number("mean_s")), number("shape")),
        "hyperexponential" => {
            let shares: Vec<String> = numbers(&of["probs"]).into_iter().map(percent).collect();
            let means: Vec<String> = numbers(&of["means_s"]).into_iter().map(s).collect();
            format!(
                "hyperexponential = {{ shares = [{}], means = [{}] }}",
                shares.join(", "),
                means.join(", ")
            )
        }
        other => panic!("no distribution {other}"),
    }
}

fn mean_s(of: &Value) -> f64 {
    let (shares, means) = (numbers(&of["probs"]), numbers(&of["means_s"]));
    if !means.is_empty() {
        return shares.iter().zip(&means).map(|(share, mean)| share * mean).sum();
    }
    let number = |key: &str| of[key].as_f64();
    let middle = || number("low_s").zip(number("high_s")).map(|(low, high)| (low + high) / 2.0);
    number("mean_s").or(number("value_s")).or_else(middle).unwrap_or_else(|| panic!("no mean in {of}"))
}

/// Loss systems, each twice: as a queue without places, and with as many lines as agents under another law of
/// talk time, which makes no difference.
pub(super) fn loss(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for truth in read(folder, "erlang_b") {
        let (agents, load) = (truth.model("servers"), truth.model("offered_erlangs"));
        let plain = Plain {
            calls_per_hour: load * 12.0,
            talk: "exponential = { mean = \"300 s\" }",
            queue: "capacity = 0",
            agents,
            warm_up_h: warm_up_h(load * 12.0, 300.0, agents, Some(300.0)),
            ..Plain::default()
        };
        let lines = format!("[lines]\ntrunks = {agents}\n");
        let lognormal = Plain {
            talk: "lognormal = { mean = \"300 s\", cv = 1.5 }",
            queue: "",
            tables: &lines,
            warm_up_h: 3.0 * plain.warm_up_h,
            ..plain
        };
        let case = plain
            .case(&truth.id, "erlang_b")
            .share("p_blocked", truth.known("p_blocked"), |values| {
                (values.of("blocked_count"), values.of("offered_count"))
            })
            .metric("carried_erlangs", truth.known("carried_erlangs"), "busy_mean_count")
            .metric("occupancy", truth.known("occupancy"), "occupancy_ratio");
        let by_lines = lognormal
            .case(&format!("{} as lines, lognormal talk", truth.id), "erlang_b")
            .share("p_blocked", truth.known("p_blocked"), |values| {
                (values.of("line_blocked_count"), values.of("calls_count"))
            })
            .metric("carried_erlangs", truth.known("carried_erlangs"), "busy_mean_count");
        cases.extend([case, by_lines]);
    }
    cases
}

/// Erlang C, where a simulation of ordinary length can see it.
pub(super) fn delay(folder: &Path) -> Vec<Case> {
    let cases = read(folder, "erlang_c").into_iter().filter(|truth| !truth.is_slow()).map(|truth| {
        let (calls, service, agents) =
            (truth.model("calls_per_hour"), truth.model("mean_service_s"), truth.model("servers"));
        let plain = Plain {
            calls_per_hour: calls,
            talk: &format!("exponential = {{ mean = {} }}", s(service)),
            within_s: truth.model("T_s"),
            agents,
            warm_up_h: warm_up_h(calls, service, agents, None),
            ..Plain::default()
        };
        waits(plain.case(&truth.id, "erlang_c"), &truth)
            .metric("asa_s", truth.known("asa_s"), "asa_s")
            .metric("occupancy", truth.known("occupancy"), "occupancy_ratio")
            .metric("mean_queue", truth.known("mean_queue"), "queue_mean_count")
            .metric("sl_wait_le_T", truth.known("sl_wait_le_T"), "service_level_ratio")
            .quotient("mean_wait_given_wait_s", truth.known("mean_wait_given_wait_s"), 1.0, |values| {
                (values.of("wait_mean_s") * values.of("offered_count"), values.of("waited_count"))
            })
    });
    cases.collect()
}

/// The share that waits.
fn waits(case: Case, truth: &Truth) -> Case {
    case.share("p_wait", truth.known("p_wait"), |values| {
        (values.of("waited_count"), values.of("offered_count"))
    })
}

/// What is known of a queue with abandonment.
pub(super) fn with_abandonment(case: Case, truth: &Truth) -> Case {
    let known = |key: &str| truth.known(key);
    waits(case, truth)
        .metric("p_abandon", known("p_abandon"), "abandonment_ratio")
        .metric("mean_wait_all", known("mean_wait_all"), "wait_mean_s")
        .metric("mean_queue", known("mean_queue"), "queue_mean_count")
        .metric("mean_wait_served", known("mean_wait_served"), "asa_s")
        .metric("mean_wait_abandoned", known("mean_wait_abandoned"), "wait_abandoned_mean_s")
        .metric("occupancy", known("occupancy"), "occupancy_ratio")
        .metric("served_within_T_over_offered", known("served_within_T_over_offered"), "service_level_ratio")
        .metric(
            "served_within_T_over_served",
            known("served_within_T_over_served"),
            "service_level_answered_ratio",
        )
        .metric("wait_le_T_over_offered", known("wait_le_T_over_offered"), "service_level_counting_ratio")
        .metric(
            "served_within_T_over_offered_minus_short_abandons",
            known("served_within_T_over_offered_minus_short_abandons"),
            "service_level_forgiving_ratio",
        )
        .share("abandoned_within_T_over_offered", known("abandoned_within_T_over_offered"), |values| {
            (values.of("abandoned_within_count"), values.of("offered_count"))
        })
}

/// Erlang A, and queues with any law of patience.
pub(super) fn abandonment(folder: &Path) -> Vec<Case> {
    let families = ["erlang_a", "mmn_general_patience"];
    let cases = families.into_iter().flat_map(|family| {
        read(folder, family).into_iter().map(move |truth| {
            let (calls, service, agents) =
                (truth.model("calls_per_hour"), truth.model("mean_service_s"), truth.model("servers"));
            let of = truth.part("patience");
            let (law, patience) = match truth.maybe("mean_patience_s") {
                Some(mean) => (format!("exponential = {{ mean = {} }}", s(mean)), mean),
                None => (distribution(of), mean_s(of)),
            };
            let plain = Plain {
                calls_per_hour: calls,
                talk: &format!("exponential = {{ mean = {} }}", s(service)),
                callers: &format!("patience.{law}"),
                within_s: truth.model("T_s"),
                agents,
                warm_up_h: warm_up_h(calls, service, agents, Some(patience)),
                ..Plain::default()
            };
            with_abandonment(plain.case(&truth.id, family), &truth)
        })
    });
    cases.collect()
}

/// One agent or many with any law of talk time.
pub(super) fn handle_times(folder: &Path) -> Vec<Case> {
    let families = ["mg1", "mdn", "mphn"];
    let cases = families.into_iter().flat_map(|family| {
        read(folder, family).into_iter().map(move |truth| {
            let (calls, agents) = (truth.model("calls_per_hour"), truth.model("servers"));
            let of = truth.part("service");
            let patience = truth.maybe("mean_patience_s");
            let law = patience.map(|mean| format!("patience.exponential = {{ mean = {} }}", s(mean)));
            let plain = Plain {
                calls_per_hour: calls,
                talk: &distribution(of),
                callers: law.as_deref().unwrap_or(ENDLESS),
                within_s: truth.model("T_s"),
                agents,
                warm_up_h: warm_up_h(calls, mean_s(of), agents, patience),
                ..Plain::default()
            };
            with_abandonment(plain.case(&truth.id, family), &truth)
                .metric("mean_wait_s", truth.known("mean_wait_s"), "wait_mean_s")
                .metric("sl_wait_le_T", truth.known("sl_wait_le_T"), "service_level_ratio")
        })
    });
    cases.collect()
}
