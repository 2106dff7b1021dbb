//! What comes of calls, where it can be worked out: who is not helped calls again, a geometric number of times where
//! nothing limits it, and satisfaction is the mean of a clamped line over the wait of Erlang C.

use super::{Plain, percent, s, warm_up_h};
use crate::case::Case;

/// Callers of whom each call settles its matter with one probability and leads to another call with another.
struct Again {
    calls_per_hour: f64,
    resolves: f64,
    share: f64,
    after_s: f64,
    at_most: Option<i32>,
}

const TALK_S: f64 = 180.0;
/// Within which a further call says that the first contact was none: the default.
const WINDOW_S: f64 = 7_200.0;

impl Again {
    /// The share of answered calls after which the caller calls again.
    fn unsettled(&self) -> f64 {
        (1.0 - self.resolves) * self.share
    }

    /// Calls for each first call: a geometric sum, as far as it goes.
    fn calls_a_caller(&self) -> f64 {
        let again = self.unsettled();
        let reached = self.at_most.map_or(1.0, |most| 1.0 - again.powi(most + 1));
        reached / (1.0 - again)
    }

    /// First calls after which the caller doesn't call again within the window: he does with exponential delay.
    fn first_contacts(&self) -> f64 {
        1.0 - self.unsettled() * (1.0 - (-WINDOW_S / self.after_s).exp())
    }

    fn case(&self, id: &str) -> Case {
        let calls = self.calls_per_hour * self.calls_a_caller();
        let load = calls / 3_600.0 * TALK_S;
        let at_most = self.at_most.map_or(String::new(), |most| format!(", at_most = {most}"));
        let callers = format!(
            "calls_again = {{ share = {}, after.exponential = {{ mean = {} }}{at_most} }}",
            percent(self.share),
            s(self.after_s)
        );
        let case = Plain {
            calls_per_hour: self.calls_per_hour,
            talk: &format!("exponential = {{ mean = {} }}", s(TALK_S)),
            callers: &callers,
            queue: &format!("resolves = {}", percent(self.resolves)),
            agents: (load * 1.3).ceil(),
            // Ten times the longest chain of calls, as long as it lasts on average.
            warm_up_h: (10.0 * self.after_s * self.calls_a_caller() / 3_600.0).ceil(),
            ..Plain::default()
        };
        let (calls_a_caller, after_h) = (self.calls_a_caller(), self.after_s / 3_600.0);
        let case = case.case(id, "outcomes");
        case.metric("agents busy with all calls", Some(load), "busy_mean_count")
            .metric("resolved", Some(self.resolves), "resolved_ratio")
            .metric("first-contact resolution", Some(self.first_contacts()), "fcr_ratio")
            .metric(
                "callers about to call again",
                Some(self.calls_per_hour * (calls_a_caller - 1.0) * after_h),
                "redial_pending_mean_count",
            )
    }
}

/// Callers who wait for ever at agents alike, and how satisfied they are.
struct Asked {
    calls_per_hour: f64,
    agents: f64,
    resolves: f64,
    at_best: f64,
    a_minute: f64,
    unresolved: f64,
    group: f64,
}

impl Asked {
    /// The rate at which the wait of those who wait ends, each minute.
    fn relief(&self) -> f64 {
        self.agents / (TALK_S / 60.0) - self.calls_per_hour / 60.0
    }

    /// The share that waits: Erlang C, from the recursion of Erlang B.
    fn waits(&self) -> f64 {
        let load = self.calls_per_hour / 3_600.0 * TALK_S;
        let blocked = (1..=self.agents as u32).fold(1.0, |blocked, agents| {
            let carried = load * blocked;
            carried / (f64::from(agents) + carried)
        });
        blocked / (1.0 - load / self.agents * (1.0 - blocked))
    }

    /// The mean of `best` − minutes waited × `a_minute`, not below 0.
    fn mean_from(&self, best: f64) -> f64 {
        let best = best.max(0.0);
        let (waits, relief) = (self.waits(), self.relief());
        let lost = self.a_minute / relief * (1.0 - (-relief * best / self.a_minute).exp());
        best - waits * lost
    }

    fn satisfaction(&self) -> f64 {
        let best = self.at_best - self.group;
        self.resolves * self.mean_from(best) + (1.0 - self.resolves) * self.mean_from(best - self.unresolved)
    }

    fn case(&self, id: &str) -> Case {
        let satisfied = format!(
            "resolves = {}\nsatisfied = {{ at_best = {}, less_each_minute_waited = {}, less_unresolved = {} }}",
            percent(self.resolves),
            percent(self.at_best),
            percent(self.a_minute),
            percent(self.unresolved)
        );
        let case = Plain {
            calls_per_hour: self.calls_per_hour,
            talk: &format!("exponential = {{ mean = {} }}", s(TALK_S)),
            queue: &satisfied,
            agents: self.agents,
            group: &format!("handles.main = {{ less_satisfied = {} }}", percent(self.group)),
            warm_up_h: warm_up_h(self.calls_per_hour, TALK_S, self.agents, None),
            ..Plain::default()
        };
        case.case(id, "outcomes").metric("satisfied", Some(self.satisfaction()), "satisfaction_ratio").metric(
            "resolved",
            Some(self.resolves),
            "resolved_ratio",
        )
    }
}

pub(super) fn outcomes() -> Vec<Case> {
    let again = |resolves: f64, share: f64, at_most: Option<i32>| Again {
        calls_per_hour: 240.0,
        resolves,
        share,
        after_s: 3_000.0,
        at_most,
    };
    let asked = |agents: f64, a_minute: f64, unresolved: f64, group: f64| Asked {
        // Nine in ten of what they can do.
        calls_per_hour: 0.9 * agents * 3_600.0 / TALK_S,
        agents,
        resolves: 0.8,
        at_best: 0.96,
        a_minute,
        unresolved,
        group,
    };
    vec![
        again(0.88, 0.9, None).case("OUT-one-in-nine-calls-again"),
        again(0.4, 0.8, None).case("OUT-nearly-half-call-again"),
        again(0.4, 0.8, Some(2)).case("OUT-at-most-twice-more"),
        // Most call again after the window of two hours.
        Again { after_s: 9_000.0, ..again(0.4, 0.8, None) }.case("OUT-most-after-the-window"),
        asked(20.0, 0.2, 0.45, 0.0).case("OUT-short-waits"),
        // Waits of 13 minutes on average, after five of which nobody is satisfied any more.
        asked(2.0, 0.2, 0.3, 0.1).case("OUT-long-waits-beyond-0"),
        // Whoever isn't helped is never satisfied.
        asked(5.0, 0.05, 0.99, 0.04).case("OUT-unresolved-is-unsatisfied"),
    ]
}
