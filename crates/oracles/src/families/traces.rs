//! Tiny days without luck, whose every instant can be worked out by hand (`golden.json`).

use crate::case::Case;

fn list(values: &[f64]) -> String {
    values.iter().map(|value| format!("\"{value} s\"")).collect::<Vec<_>>().join(", ")
}

fn trace(id: &str, arrivals: &[f64], talk: &str, callers: &str, agents: &str) -> Case {
    let text = format!(
        "[calendar]\ndays = 1\nopens = \"00:00\"\ncloses = \"24:00\"\ninterval = \"1 h\"\n\n\
         [callers.all]\narrivals.at = [{}]\n{callers}\nenters.queue = \"main\"\n\n\
         [queues.main]\ntalk.{talk}\ngoal = {{ answer = \"80%\", within = \"10 s\" }}\n\n\
         [agents.all]\nanswers = [\"main\"]\n{agents}\n",
        list(arrivals)
    );
    Case {
        id: id.to_owned(),
        family: "golden",
        calls_a_day: arrivals.len() as f64,
        warm_up_h: 0.0,
        text,
        figures: Vec::new(),
    }
}

/// The traces, with what is known of each.
pub(super) fn traces() -> Vec<Case> {
    let tenths: Vec<f64> = (0..20_000).map(|place| f64::from(place) / 10.0).collect();
    let tenths: Vec<f64> = tenths.iter().map(|second| (second * 10.0).round() / 10.0).collect();
    vec![
        trace("GOLD-D-D-1", &[0.0, 10.0, 20.0, 30.0], "fixed = \"15 s\"", "", "heads = 1")
            .certain("mean of waits 0, 5, 10, 15", 7.5, "wait_mean_s")
            .certain("longest wait", 15.0, "wait_max_s")
            .certain("sl_10s", 0.75, "service_level_ratio"),
        trace(
            "GOLD-tie-patience",
            &[0.0, 5.0],
            "listed = [\"20 s\", \"5 s\"]",
            "patience.listed = [\"100 s\", \"15 s\"]",
            "heads = 1",
        )
        .certain("answered", 2.0, "answered_count")
        .certain("wait of call 2", 15.0, "wait_max_s"),
        trace(
            "GOLD-last-call-over-shift-end",
            &[3_590.0],
            "fixed = \"300 s\"",
            "",
            "shifts.only = { heads = 1, from = \"00:00\", to = \"01:00\" }",
        )
        .certain("answered", 1.0, "answered_count")
        .certain("wait", 0.0, "wait_max_s")
        .certain("overtime", 290.0, "overtime_s"),
        trace(
            "GOLD-break-pending",
            &[0.0, 60.0],
            "listed = [\"100 s\", \"10 s\"]",
            "patience.fixed = \"1000 s\"",
            "shifts.only = { heads = 1, from = \"00:00\", to = \"02:00\" }\n\
             breaks.planned = [{ after = \"50 s\", lasts = \"600 s\" }]",
        )
        .certain("break", 600.0, "break_s")
        .certain("call2_wait", 640.0, "wait_max_s"),
        trace("GOLD-float-times", &tenths, "fixed = \"0.1 s\"", "", "heads = 1")
            .certain("every wait", 0.0, "wait_max_s")
            .certain("waited", 0.0, "waited_count"),
    ]
}
