//! Whose call is taken first, and by whom: priorities, preferences, handle times by group.

use std::path::Path;

use serde_json::Value;

use super::{s, warm_up_h};
use crate::case::Case;
use crate::truth::{Truth, numbers, read};

/// Two queues with a caller kind each, and pools that answer them.
struct Classes<'a> {
    calls_per_hour: Vec<f64>,
    talk_s: Vec<f64>,
    /// Empty where callers wait for ever.
    patience_s: Vec<f64>,
    within_s: f64,
    /// More keys of each caller kind.
    callers: [&'a str; 2],
    /// More keys of both queues.
    queues: &'a str,
    /// How many agents, and their keys.
    pools: &'a [(f64, String)],
    warm_up_h: f64,
}

const NAMES: [&str; 2] = ["class-1", "class-2"];

impl Classes<'_> {
    fn case(&self, id: &str, family: &'static str) -> Case {
        let mut text = format!(
            "[calendar]\ndays = $DAYS\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"24 h\"\nwarm_up = \"{} h\"\n",
            self.warm_up_h
        );
        for (class, name) in NAMES.iter().enumerate() {
            let patience = self.patience_s.get(class);
            let patience = patience
                .map_or(String::new(), |&mean| format!("patience.exponential = {{ mean = {} }}\n", s(mean)));
            text.push_str(&format!(
                "\n[callers.{name}]\narrivals.per_hour = {}\n{patience}enters.queue = \"{name}\"\n{}\n\
                 \n[queues.{name}]\ntalk.exponential = {{ mean = {} }}\n{}\ngoal = {{ answer = \"80%\", within = {} }}\n",
                self.calls_per_hour[class],
                self.callers[class],
                s(self.talk_s[class]),
                self.queues,
                s(self.within_s),
            ));
        }
        for (pool, (heads, keys)) in self.pools.iter().enumerate() {
            text.push_str(&format!("\n[agents.pool-{}]\nheads = {heads}\n{keys}\n", pool + 1));
        }
        Case {
            id: id.to_owned(),
            family,
            calls_a_day: self.calls_per_hour.iter().sum::<f64>() * 24.0,
            warm_up_h: self.warm_up_h,
            text,
            figures: Vec::new(),
        }
    }
}

/// The first class before the second, at agents alike, without patience.
fn first_before_second(
    id: &str,
    family: &'static str,
    calls_per_hour: Vec<f64>,
    talk_s: f64,
    rest: (f64, f64),
) -> Case {
    let (agents, within_s) = rest;
    let warm_up_h = warm_up_h(calls_per_hour.iter().sum(), talk_s, agents, None);
    let classes = Classes {
        calls_per_hour,
        talk_s: vec![talk_s; 2],
        patience_s: Vec::new(),
        within_s,
        callers: ["priority = 1", "priority = 2"],
        queues: "",
        pools: &[(agents, "answers = [\"class-1\", \"class-2\"]".to_owned())],
        warm_up_h,
    };
    classes.case(id, family)
}

/// The figures known of each class, added to its queue.
fn by_class(case: Case, truth: &Truth, adds: impl Fn(Case, &Value) -> Case) -> Case {
    let classes = truth.expected("per_class").as_array().cloned().unwrap_or_default();
    let classes = classes.iter().enumerate();
    classes.fold(case, |case, (class, known)| {
        case.in_queue(class, &format!("class {}", class + 1), |case| adds(case, known))
    })
}

/// Head-of-line priority without patience.
pub(super) fn priority(folder: &Path) -> Vec<Case> {
    let cases = read(folder, "priority").into_iter().map(|truth| {
        let calls = truth.list("calls_per_hour");
        let (service, rest) = (truth.model("mean_service_s"), (truth.model("servers"), truth.model("T_s")));
        let case = first_before_second(&truth.id, "priority", calls, service, rest)
            .share("p_wait_any_class", truth.known("p_wait_any_class"), |values| {
                (values.of("waited_count"), values.of("offered_count"))
            })
            .metric("total_mean_queue", truth.known("total_mean_queue_same_as_fifo"), "queue_mean_count");
        by_class(case, &truth, |case, known| {
            let of = |key: &str| known[key].as_f64();
            case.metric("mean_wait_s", of("mean_wait_s"), "wait_mean_s")
                .metric("sl_wait_le_T", of("sl_wait_le_T"), "service_level_ratio")
                .metric("mean_queue", of("mean_queue"), "queue_mean_count")
        })
    });
    cases.collect()
}

/// Another program's example of priority; its unit of time is taken as a minute.
pub(super) fn published(truth: &Truth) -> Case {
    let calls = truth.list("arrival_rates").into_iter().map(|rate| rate * 60.0).collect();
    let case =
        first_before_second(&truth.id, "published", calls, 60.0 / truth.model("service_rate"), (1.0, 60.0));
    let known = numbers(truth.expected("mean_time_in_system"));
    known.iter().enumerate().fold(case, |case, (class, minutes)| {
        case.in_queue(class, &format!("class {}", class + 1), |case| {
            case.quotient("mean_time_in_system", Some(*minutes), 1.0 / 60.0, |values| {
                let waits = values.of("wait_mean_s") * values.of("offered_count");
                (waits + values.of("aht_s") * values.of("answered_count"), values.of("offered_count"))
            })
        })
    })
}

/// Groups of agents with different skills.
pub(super) fn skills(folder: &Path) -> Vec<Case> {
    read(folder, "skills").into_iter().map(|truth| with_skills(&truth)).collect()
}

/// What the callers, the queues and each pool have besides, by the rule that a case describes.
fn rules(truth: &Truth) -> ([&'static str; 2], &'static str, Vec<String>) {
    let none = ["", ""];
    let both = "answers = [\"class-1\", \"class-2\"]\n";
    let first = "answers = [\"class-1\"]\n".to_owned();
    let service: Vec<Vec<f64>> =
        truth.part("mean_service_s_by_pool_class").as_array().into_iter().flatten().map(numbers).collect();
    match truth.id.as_str() {
        "SBR-V-2class-priority-abandon" => (["priority = 1", "priority = 2"], "", vec![both.to_owned()]),
        "SBR-N-class1-overflows-to-pool2" => {
            (none, "", vec![first, format!("{both}prefers = [\"class-2\"]")])
        }
        // Both pools take the first class before all others; who has no other skill is asked first.
        "SBR-N-class1-first-at-pool2" => {
            let slower = service[1][0] / service[0][0];
            let second = format!("{both}prefers = [\"class-1\"]\nhandles.class-1 = {{ times = {slower} }}");
            (none, "next_agent = \"fewest-skills\"", vec![first, second])
        }
        "SBR-X-own-first" => {
            let pool = |own: usize, other: usize| {
                let slower = service[own][other] / service[other][other];
                let (own, other) = (NAMES[own], NAMES[other]);
                format!("{both}prefers = [\"{own}\"]\nhandles.{other} = {{ times = {slower} }}")
            };
            (none, "", vec![pool(0, 1), pool(1, 0)])
        }
        other => panic!("no rule is known for {other}"),
    }
}

fn with_skills(truth: &Truth) -> Case {
    let (callers, queues, keys) = rules(truth);
    let (service, agents) = (truth.part("mean_service_s_by_pool_class"), truth.list("agents"));
    // A queue's own talk is that of the pool of its number, or of the only one.
    let own = |class: usize| service[class.min(agents.len() - 1)][class].as_f64();
    let pools: Vec<(f64, String)> = agents.iter().copied().zip(keys).collect();
    let classes = Classes {
        calls_per_hour: truth.list("calls_per_hour"),
        talk_s: (0..NAMES.len()).filter_map(own).collect(),
        patience_s: truth.list("mean_patience_s"),
        within_s: truth.model("T_s"),
        callers,
        queues,
        pools: &pools,
        // Ten times the longest of service and patience.
        warm_up_h: 2.0,
    };
    let case = by_class(classes.case(&truth.id, "skills"), truth, class_with_patience);
    let case = busy_by_class(case, truth, &classes.calls_per_hour);
    let mut first = 0;
    let occupancy = numbers(truth.expected("pool_occupancy"));
    agents.iter().zip(occupancy).enumerate().fold(case, |case, (pool, (agents, exact))| {
        let all = first..first + *agents as usize;
        first = all.end;
        case.agents(&format!("occupancy of pool {}", pool + 1), exact, all)
    })
}

fn class_with_patience(case: Case, known: &Value) -> Case {
    let of = |key: &str| known[key].as_f64();
    case.share("p_no_wait", of("p_no_wait"), |values| {
        (values.of("offered_count") - values.of("waited_count"), values.of("offered_count"))
    })
    .metric("p_abandon", of("p_abandon"), "abandonment_ratio")
    .metric("mean_wait_all_s", of("mean_wait_all_s"), "wait_mean_s")
    .metric("mean_queue", of("mean_queue"), "queue_mean_count")
    .metric("served_within_T_over_offered", of("served_within_T_over_offered"), "service_level_ratio")
}

/// The agents busy with a class: the seconds that one of its offered calls costs, times the rate of these calls.
fn busy_by_class(case: Case, truth: &Truth, calls_per_hour: &[f64]) -> Case {
    let busy = truth.expected("mean_busy").as_object().cloned().unwrap_or_default();
    calls_per_hour.iter().enumerate().fold(case, |case, (class, calls)| {
        let suffix = format!("class{}", class + 1);
        let pools = busy.iter().filter(|(name, _)| name.ends_with(&suffix));
        let mean: f64 = pools.filter_map(|(_, busy)| busy.as_f64()).sum();
        case.in_queue(class, &format!("class {}", class + 1), |case| {
            case.quotient("mean_busy", Some(mean), calls / 3_600.0, |values| {
                (values.of("aht_s") * values.of("answered_count"), values.of("offered_count"))
            })
        })
    })
}
