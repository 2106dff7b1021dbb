//! What callers and agents do: redials, breaks, the IVR and its lines, which agent is next.

use std::path::Path;

use super::steady::with_abandonment;
use super::{Plain, percent, s, warm_up_h};
use crate::case::Case;
use crate::truth::{Truth, read};

fn exponential(mean_s: f64) -> String {
    format!("exponential = {{ mean = {} }}", s(mean_s))
}

/// Calling again after giving up, or after a busy tone: then once as a full queue, once as no free line.
pub(super) fn redials(folder: &Path) -> Vec<Case> {
    read(folder, "retrial")
        .into_iter()
        .flat_map(|truth| {
            let (calls, service, agents) =
                (truth.model("calls_per_hour"), truth.model("mean_service_s"), truth.model("servers"));
            let patience = truth.maybe("mean_patience_s");
            let mut callers = format!(
                "redial = {{ share = {}, after.{} }}",
                percent(truth.model("redial_probability")),
                exponential(truth.model("mean_redial_delay_s"))
            );
            if let Some(mean) = patience {
                callers = format!("patience.{}\n{callers}", exponential(mean));
            }
            let lines = format!("[lines]\ntrunks = {agents}\n");
            let plain = Plain {
                calls_per_hour: calls,
                talk: &exponential(service),
                callers: &callers,
                agents,
                // The orbit fills and empties more slowly than the queue.
                warm_up_h: 48.0,
                ..Plain::default()
            };
            if patience.is_some() {
                return vec![after_abandonment(plain.case(&truth.id, "retrial"), &truth)];
            }
            let full = Plain { queue: "capacity = 0", ..plain };
            let no_line = Plain { tables: &lines, ..full };
            let no_line = Plain { queue: "", ..no_line };
            let id = format!("{} as lines", truth.id);
            vec![
                after_busy_tone(full.case(&truth.id, "retrial"), &truth),
                lines_busy(no_line.case(&id, "retrial"), &truth),
            ]
        })
        .collect()
}

fn orbit(case: Case, truth: &Truth) -> Case {
    case.metric("mean_orbit", truth.known("mean_orbit"), "redial_pending_mean_count")
        .metric("occupancy", truth.known("occupancy"), "occupancy_ratio")
        .quotient("attempts_per_fresh_call", truth.known("attempts_per_fresh_call"), 1.0, |values| {
            (values.of("calls_count"), values.of("callers_count"))
        })
}

fn after_abandonment(case: Case, truth: &Truth) -> Case {
    orbit(case, truth)
        .metric("p_abandon_per_attempt", truth.known("p_abandon_per_attempt"), "abandonment_ratio")
        .metric("mean_queue", truth.known("mean_queue"), "queue_mean_count")
        .metric("sl_all_attempts", truth.known("sl_all_attempts"), "service_level_ratio")
        .metric("sl_fresh_first_attempt", truth.known("sl_fresh_first_attempt"), "service_level_first_ratio")
        .share("p_wait_attempt", truth.known("p_wait_attempt"), |values| {
            (values.of("waited_count"), values.of("offered_count"))
        })
        .share("fresh_calls_lost_for_good", truth.known("fresh_calls_lost_for_good"), |values| {
            (values.of("callers_count") - values.of("answered_count"), values.of("callers_count"))
        })
}

fn after_busy_tone(case: Case, truth: &Truth) -> Case {
    let first_answered = truth.known("p_blocked_fresh").map(|blocked| 1.0 - blocked);
    orbit(case, truth).metric("1 - p_blocked_fresh", first_answered, "service_level_first_ratio").share(
        "p_blocked_attempt",
        truth.known("p_blocked_attempt"),
        |values| (values.of("blocked_count"), values.of("offered_count")),
    )
}

fn lines_busy(case: Case, truth: &Truth) -> Case {
    orbit(case, truth).share("p_blocked_attempt", truth.known("p_blocked_attempt"), |values| {
        (values.of("line_blocked_count"), values.of("calls_count"))
    })
}

/// Agents who ask for breaks.
pub(super) fn breaks(folder: &Path) -> Vec<Case> {
    let cases = read(folder, "breaks").into_iter().map(|truth| match truth.maybe("budget_breaks") {
        Some(budget) => a_shift_with_a_budget(&truth, budget),
        None => a_steady_floor_with_breaks(&truth),
    });
    cases.collect()
}

fn a_steady_floor_with_breaks(truth: &Truth) -> Case {
    let agents = truth.model("agents");
    let (calls, patience) = (truth.model("calls_per_hour"), truth.model("mean_patience_s"));
    let is_idle_only = truth.part("rule").as_str().is_some_and(|rule| rule.starts_with("an IDLE"));
    let mut pool = format!(
        "asks_every.{}, lasts.{}",
        exponential(truth.model("mean_time_to_ask_s")),
        exponential(truth.model("mean_break_s"))
    );
    if is_idle_only {
        pool.push_str(", asks = \"when_idle\"");
    }
    if let Some(most) = truth.maybe("max_on_break") {
        pool.push_str(&format!(", at_once_at_most = {most}, when_full = \"refuse\""));
    }
    let service = truth.model("mean_service_s");
    let plain = Plain {
        calls_per_hour: calls,
        talk: &exponential(service),
        callers: &format!("patience.{}", exponential(patience)),
        within_s: truth.model("T_s"),
        agents,
        group: &format!("breaks.pool = {{ {pool} }}"),
        // Breaks are rare: ten times the longest of all lengths.
        warm_up_h: 10.0,
        ..Plain::default()
    };
    with_abandonment(plain.case(&truth.id, "breaks"), truth)
        .metric("mean_on_break", truth.known("mean_on_break"), "on_break_mean_count")
        .metric("mean_busy", truth.known("mean_busy"), "busy_mean_count")
        .metric("mean_idle", truth.known("mean_idle"), "idle_mean_count")
        .metric(
            "occupancy_busy_over_busy_plus_idle",
            truth.known("occupancy_busy_over_busy_plus_idle"),
            "occupancy_ratio",
        )
        .share("break_share_of_staffed_time", truth.known("break_share_of_staffed_time"), |values| {
            (values.of("on_break_mean_count"), values.of("staffed_mean_count"))
        })
        .quotient(
            "breaks_per_agent_hour",
            truth.known("breaks_per_agent_hour"),
            3_600.0,
            // The break seconds over their mean number are the counted seconds.
            move |values| {
                let counted_s = values.of("break_s") / values.of("on_break_mean_count").max(1e-9);
                (values.of("breaks_count"), agents * counted_s)
            },
        )
}

fn a_shift_with_a_budget(truth: &Truth, budget: f64) -> Case {
    let hours = truth.model("shift_s") / 3_600.0;
    let agents = truth.model("agents");
    let text = format!(
        "[calendar]\ndays = $DAYS\nopens = \"00:00\"\ncloses = \"{hours:02}:00\"\ninterval = \"{hours} h\"\nafter_close = \"drop-waiting\"\n\n\
         [callers.all]\narrivals.per_hour = {}\npatience.{}\nenters.queue = \"main\"\n\n[queues.main]\ntalk.{}\n\n\
         [agents.all]\nanswers = [\"main\"]\nshifts.only = {{ heads = {agents}, from = \"00:00\", to = \"{hours:02}:00\" }}\n\
         breaks.pool = {{ budget_breaks = {budget}, asks_every.{}, lasts.{} }}\n",
        truth.model("calls_per_hour"),
        exponential(truth.model("mean_patience_s")),
        exponential(truth.model("mean_service_s")),
        exponential(3_600.0),
        exponential(900.0),
    );
    let case = Case {
        id: truth.id.clone(),
        family: "breaks",
        calls_a_day: truth.model("calls_per_hour") * hours,
        warm_up_h: 0.0,
        text,
        figures: Vec::new(),
    };
    let per_agent = |key: &str| truth.known(key).map(|figure| figure * agents);
    let minutes = per_agent("break_minutes_inside_shift_per_agent").map(|minutes| minutes * 60.0);
    case.a_day("breaks_started", per_agent("breaks_started_per_agent"), "breaks_count")
        .a_day("break seconds inside the shift", minutes, "break_s")
        .a_day("expected_abandoned", truth.known("expected_abandoned"), "abandoned_count")
        .a_day("expected_offered", truth.known("expected_offered"), "offered_count")
        .a_day("queue_at_end", truth.known("queue_at_end"), "dropped_count")
        .slot("busy_share", truth.known("busy_share"), "busy_mean_count", 0, 1.0 / agents)
}

/// Menus before the queue, with lines or without limit.
pub(super) fn ivr(folder: &Path) -> Vec<Case> {
    let cases = read(folder, "ivr").into_iter().map(|truth| {
        let (calls, share) = (truth.model("calls_per_hour"), truth.model("p_to_agent"));
        let patience = truth.maybe("mean_patience_s");
        let lasts = match truth.maybe("mean_ivr_s") {
            Some(mean) => exponential(mean),
            None if truth.id.ends_with("deterministic") => "fixed = \"60 s\"".to_owned(),
            None if truth.id.ends_with("lognormal") => "lognormal = { mean = \"60 s\", cv = 1.0 }".to_owned(),
            None => exponential(60.0),
        };
        let lines =
            truth.maybe("lines").map_or(String::new(), |lines| format!("[lines]\ntrunks = {lines}\n"));
        let service = truth.model("mean_service_s");
        let menu = format!(
            "{lines}\n[ivr.welcome]\nlasts.{lasts}\nnext.queue.main = {}\nnext.served = {}\n",
            percent(share),
            percent(1.0 - share)
        );
        let patience_text = patience.map_or(String::new(), |mean| format!("patience.{}", exponential(mean)));
        let agents = truth.model("servers");
        let plain = Plain {
            calls_per_hour: calls,
            talk: &exponential(service),
            callers: &patience_text,
            within_s: truth.model("T_s"),
            agents,
            tables: &menu,
            enters: "enters.menu = \"welcome\"",
            warm_up_h: 1.0 + warm_up_h(calls * share, service, agents, patience),
            ..Plain::default()
        };
        let known = |key: &str| truth.known(key);
        with_abandonment(plain.case(&truth.id, "ivr"), &truth)
            .share("p_blocked", known("p_blocked"), |values| {
                (values.of("line_blocked_count"), values.of("calls_count"))
            })
            .share("p_wait_of_queue_arrivals", known("p_wait_of_queue_arrivals"), |values| {
                (values.of("waited_count"), values.of("offered_count"))
            })
            .metric("p_abandon_of_queue_arrivals", known("p_abandon_of_queue_arrivals"), "abandonment_ratio")
            .metric("mean_wait_of_queue_arrivals_s", known("mean_wait_of_queue_arrivals_s"), "wait_mean_s")
            .metric(
                "served_within_T_over_queue_arrivals",
                known("served_within_T_over_queue_arrivals"),
                "service_level_ratio",
            )
            .metric("agent_occupancy", known("agent_occupancy"), "occupancy_ratio")
    });
    cases.collect()
}

/// Which free agent is next, seen agent by agent: the first of a list, or one by whatever rule gives all the same.
pub(super) fn agent_choice(folder: &Path) -> Vec<Case> {
    let cases =
        read(folder, "agent_choice").into_iter().flat_map(|truth| match truth.maybe("mean_patience_s") {
            Some(patience) => {
                let callers = format!("patience.{}", exponential(patience));
                let equal = [
                    ("", ""),
                    (" by chance", "next_agent = \"random\""),
                    (" by occupancy", "next_agent = \"least-occupied\""),
                ];
                let calls = truth.model("calls_per_hour");
                equal
                    .into_iter()
                    .map(|(how, queue)| by_agent(&truth, how, calls, (queue, &callers)))
                    .collect()
            }
            None => vec![first_of_a_list(&truth)],
        });
    cases.collect()
}

/// A loss system whose calls go to the first available agent.
fn first_of_a_list(truth: &Truth) -> Case {
    let calls = truth.model("offered_erlangs") / truth.model("mean_service_s") * 3_600.0;
    by_agent(truth, "", calls, ("capacity = 0\nnext_agent = \"listed-order\"", "")).share(
        "p_blocked",
        truth.known("p_blocked"),
        |values| (values.of("blocked_count"), values.of("offered_count")),
    )
}

fn by_agent(truth: &Truth, how: &str, calls_per_hour: f64, (queue, callers): (&str, &str)) -> Case {
    let occupancy = crate::truth::numbers(truth.expected("occupancy_by_agent"));
    let plain = Plain {
        calls_per_hour,
        talk: &exponential(truth.model("mean_service_s")),
        callers,
        queue,
        agents: occupancy.len() as f64,
        ..Plain::default()
    };
    let case = plain.case(&format!("{}{how}", truth.id), "agent_choice");
    let agents = occupancy.iter().enumerate();
    agents.fold(case, |case, (agent, exact)| {
        case.agent(&format!("occupancy of agent {}", agent + 1), *exact, agent)
    })
}
