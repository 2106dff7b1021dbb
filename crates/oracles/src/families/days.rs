//! Days that open and close: staff by interval, from empty, and other programs' published examples.

use std::path::Path;

use super::{Plain, s, warm_up_h};
use crate::case::Case;
use crate::truth::{Truth, numbers, read};

/// A day that opens at midnight.
struct Opening<'a> {
    open_h: f64,
    interval_h: f64,
    calls_by_interval: &'a [f64],
    heads: String,
    talk_s: f64,
    within_s: f64,
    callers: &'a str,
    queue: &'a str,
    after_close: &'a str,
}

impl Opening<'_> {
    fn case(&self, id: &str, family: &'static str) -> Case {
        let calls: f64 = self.calls_by_interval.iter().sum();
        let minutes = (self.open_h * 60.0).round() as u32;
        let text = format!(
            "[calendar]\ndays = $DAYS\nopens = \"00:00\"\ncloses = \"{:02}:{:02}\"\ninterval = \"{} min\"\nafter_close = \"{}\"\n\n\
             [callers.all]\narrivals.per_day = {calls}\narrivals.profile = {:?}\n{}\nenters.queue = \"main\"\n\n\
             [queues.main]\ntalk.exponential = {{ mean = {} }}\n{}\ngoal = {{ answer = \"80%\", within = {} }}\n\n\
             [agents.all]\n{}\nanswers = [\"main\"]\n",
            minutes / 60,
            minutes % 60,
            self.interval_h * 60.0,
            self.after_close,
            self.calls_by_interval,
            self.callers,
            s(self.talk_s),
            self.queue,
            s(self.within_s),
            self.heads,
        );
        Case { id: id.to_owned(), family, calls_a_day: calls, warm_up_h: 0.0, text, figures: Vec::new() }
    }
}

/// Staff and demand that change with the interval, exact by Kolmogorov's equations.
pub(super) fn by_interval(folder: &Path) -> Vec<Case> {
    let files = ["timevarying", "shift_end_disciplines"].into_iter();
    let truths = files.flat_map(|family| read(folder, family).into_iter().map(move |truth| (family, truth)));
    let with_intervals = truths.filter(|(_, truth)| truth.expected("intervals").is_array());
    with_intervals.map(|(family, truth)| with_changing_staff(family, &truth)).collect()
}

fn with_changing_staff(family: &'static str, truth: &Truth) -> Case {
    let calls = truth.list("calls_per_interval");
    let seats: Vec<u32> = truth.list("seats").into_iter().map(|seats| seats as u32).collect();
    let interval_h = truth.model("interval_s") / 3_600.0;
    let opening = Opening {
        open_h: interval_h * calls.len() as f64,
        interval_h,
        calls_by_interval: &calls,
        heads: format!("heads_per_interval = {seats:?}"),
        talk_s: truth.model("mean_service_s"),
        within_s: truth.model("T_s"),
        callers: &format!("patience.exponential = {{ mean = {} }}", s(truth.model("mean_patience_s"))),
        queue: "",
        after_close: "serve-waiting",
    };
    let mut case = opening.case(&truth.id, family);
    let intervals = truth.expected("intervals").as_array().cloned().unwrap_or_default();
    let (mut waited, mut offered, mut abandoned) = (0.0, 0.0, 0.0);
    for (slot, interval) in intervals.iter().enumerate() {
        let known = |key: &str| interval[key].as_f64().unwrap_or_default();
        waited += known("call_seconds_waited");
        offered += known("offered");
        abandoned += known("abandoned");
        if slot == seats.len() {
            continue;
        }
        let name = |figure: &str| format!("{figure}, interval {}", slot + 1);
        let good = known("good") / known("offered");
        let staffed = known("mean_seats") + known("over_seats");
        case = case
            .slot(&name("good / offered"), Some(good), "service_level_ratio", slot, 1.0)
            .slot(&name("mean_queue"), Some(known("mean_queue")), "queue_mean_count", slot, 1.0)
            .slot(&name("mean_busy"), Some(known("mean_busy")), "busy_mean_count", slot, 1.0);
        if known("over_seats") > 1e-3 {
            case = case.slot(&name("seats + over_seats"), Some(staffed), "staffed_mean_count", slot, 1.0);
        }
    }
    case.metric("day_service_level", truth.known("day_service_level"), "service_level_ratio")
        .metric("abandoned / offered of the day", Some(abandoned / offered), "abandonment_ratio")
        .metric("call_seconds_waited / offered of the day", Some(waited / offered), "wait_mean_s")
}

/// Whole days of which sums are known.
pub(super) fn whole_days(folder: &Path) -> Vec<Case> {
    let truths = read(folder, "timevarying").into_iter();
    let without = truths.filter(|truth| !truth.expected("intervals").is_array());
    let case = |truth: Truth| match truth.maybe("alpha0") {
        Some(shape) => with_busyness(&truth, shape),
        None => eight_hours(&truth),
    };
    without.map(case).collect()
}

/// An eight-hour day; the one interval of eight hours ends at closing time.
fn eight_hour_day<'a>(truth: &Truth, calls: &'a [f64], queue: &'a str, after_close: &'a str) -> Opening<'a> {
    Opening {
        open_h: 8.0,
        interval_h: 8.0,
        calls_by_interval: calls,
        heads: "heads = 12".to_owned(),
        talk_s: truth.model("mean_service_s"),
        within_s: truth.maybe("T_s").unwrap_or(30.0),
        callers: "",
        queue,
        after_close,
    }
}

fn eight_hours(truth: &Truth) -> Case {
    let calls = [truth.model("calls_per_minute") * 480.0];
    let asa_s = truth.known("asa_minutes").map(|minutes| minutes * 60.0);
    eight_hour_day(truth, &calls, "", "serve-waiting")
        .case(&truth.id, "timevarying")
        .a_day(
            "mean_calls_answered_within_T",
            truth.known("mean_calls_answered_within_T"),
            "answered_within_count",
        )
        .metric(
            "ratio_good_over_served",
            truth.known("ratio_good_over_served"),
            "service_level_answered_ratio",
        )
        .metric("asa", asa_s, "asa_s")
        .slot("occupancy_until_close", truth.known("occupancy_until_close"), "busy_mean_count", 0, 1.0 / 12.0)
}

fn with_busyness(truth: &Truth, shape: f64) -> Case {
    let calls = truth.list("calls_per_hour");
    let seats: Vec<u32> = truth.list("seats").into_iter().map(|seats| seats as u32).collect();
    let callers = format!(
        "arrivals.busyness = {{ cv = {} }}\nbalks = \"10%\"\npatience.exponential = {{ mean = \"1000 s\" }}",
        1.0 / shape.sqrt()
    );
    let opening = Opening {
        open_h: 13.0,
        interval_h: 1.0,
        calls_by_interval: &calls,
        heads: format!("heads_per_interval = {seats:?}"),
        talk_s: truth.model("mean_service_s"),
        within_s: truth.model("T_s"),
        callers: &callers,
        queue: "",
        after_close: "serve-waiting",
    };
    let expected: f64 = calls.iter().sum();
    let known = |key: &str| truth.known(key).map(|share| share * expected);
    let sum_a_day =
        |case: Case, name: &str, exact: Option<f64>, read: fn(&crate::case::Values<'_>) -> f64| {
            // A factor of zero stands for one over the days.
            case.quotient(name, exact, 0.0, move |values| (read(values), 1.0))
        };
    let case = opening.case(&truth.id, "timevarying").a_day(
        "mean_arrivals",
        truth.known("mean_arrivals"),
        "offered_count",
    );
    let case = sum_a_day(case, "sum of waits", known("mean_of_sum_of_waits_over_1660_s"), |values| {
        values.of("wait_mean_s") * values.of("offered_count")
    });
    let case = sum_a_day(case, "good", known("mean_good_over_1660"), |values| {
        values.of("answered_within_count") + values.of("abandoned_within_count")
    });
    case.a_day("abandoned", known("mean_abandoned_over_1660"), "abandoned_count")
}

/// Examples that other programs document, where the exact answer is known.
pub(super) fn published(folder: &Path) -> Vec<Case> {
    let mut cases = Vec::new();
    for truth in read(folder, "published") {
        match truth.id.as_str() {
            "PUB-contactcenters-MMCBlocked" => {
                let calls = [truth.model("calls_per_minute") * 480.0];
                let day = eight_hour_day(&truth, &calls, "capacity = 5", "serve-waiting");
                let case = day
                    .case(&truth.id, "published")
                    .a_day("mean_blocked", truth.known("mean_blocked"), "blocked_count")
                    .a_day("mean_in_target", truth.known("mean_in_target"), "answered_within_count")
                    .slot("occupancy", truth.known("occupancy"), "busy_mean_count", 0, 1.0 / 12.0);
                cases.push(case);
            }
            "PUB-contactcenters-MMCClrQ" => {
                let calls = [truth.model("calls_per_minute") * 480.0];
                let day = eight_hour_day(&truth, &calls, "", "drop-waiting").case(&truth.id, "published");
                cases.push(day.a_day("mean_disconnected", truth.known("mean_disconnected"), "dropped_count"));
            }
            // Their unit of time is taken as a minute.
            "PUB-ssj-QueueEv" => {
                let case = by_the_minute(&truth.id, 1.0, 0.5, 1.0, "")
                    .metric("steady_mean_wait", minutes(truth.known("steady_mean_wait")), "wait_mean_s")
                    .metric("steady_mean_queue", truth.known("steady_mean_queue"), "queue_mean_count");
                cases.push(case);
            }
            "PUB-simmer-MM23" => {
                let (rate, service) = (truth.model("arrival_rate"), 1.0 / truth.model("service_rate"));
                let case = by_the_minute(&truth.id, rate, service, 2.0, "capacity = 1")
                    .share("p_blocked", truth.known("p_blocked"), |values| {
                        (values.of("blocked_count"), values.of("offered_count"))
                    })
                    .quotient("mean_in_system", truth.known("mean_in_system"), 1.0, |values| {
                        (values.of("queue_mean_count") + values.of("busy_mean_count"), 1.0)
                    });
                cases.push(case);
            }
            "PUB-queuecomputer-MMk" => {
                let known = numbers(truth.expected("mean_wait"));
                let designs = truth.list("mean_service").into_iter().zip(truth.list("servers"));
                for ((service, agents), wait) in designs.zip(known) {
                    let id = format!("{} M/M/{agents}, {service}", truth.id);
                    let case = by_the_minute(&id, 1.0, service, agents, "");
                    cases.push(case.metric("mean_wait", minutes(Some(wait)), "wait_mean_s"));
                }
            }
            "PUB-ciw-priority" => cases.push(super::routing::published(&truth)),
            "PUB-pyworkforce" => cases.push(pyworkforce(&truth)),
            _ => {}
        }
    }
    cases
}

fn minutes(of: Option<f64>) -> Option<f64> {
    of.map(|minutes| minutes * 60.0)
}

fn by_the_minute(id: &str, calls: f64, service: f64, agents: f64, queue: &str) -> Case {
    let plain = Plain {
        calls_per_hour: calls * 60.0,
        talk: &format!("exponential = {{ mean = {} }}", s(service * 60.0)),
        queue,
        agents,
        warm_up_h: warm_up_h(calls * 60.0, service * 60.0, agents, None),
        ..Plain::default()
    };
    plain.case(id, "published")
}

fn pyworkforce(truth: &Truth) -> Case {
    let known = truth.expected("erlang_a_n14");
    let of = |key: &str| known[key].as_f64();
    let plain = Plain {
        calls_per_hour: 200.0,
        talk: "exponential = { mean = \"180 s\" }",
        callers: "patience.exponential = { mean = \"300 s\" }",
        within_s: 20.0,
        agents: 14.0,
        warm_up_h: 2.0,
        ..Plain::default()
    };
    plain
        .case(&truth.id, "published")
        .metric("served_within_T_over_offered", of("served_within_T_over_offered"), "service_level_ratio")
        .metric("p_abandon", of("p_abandon"), "abandonment_ratio")
        .metric("mean_wait_all_s", of("mean_wait_all_s"), "wait_mean_s")
        .metric("mean_wait_served_s", of("mean_wait_served_s"), "asa_s")
}
