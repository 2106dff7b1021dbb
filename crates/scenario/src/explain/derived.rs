//! What follows from a scenario without running it: first calls a day, offered load, agents.

use acd_engine::{Arrivals, CallerKind, Distribution};
use serde_json::json;

use super::{Explained, Origin};
use crate::Scenario;
use crate::key;
use crate::lower::share_by_way;

/// The figures, under keys that begin with `derived.`.
pub(super) fn of(scenario: &Scenario) -> Vec<Explained> {
    let model = &scenario.model;
    let days = f64::from(model.calendar.days);
    let calls = |kind: usize| expected_calls(&model.kinds[kind]);
    let (by_queue, _) = share_by_way(model, calls);
    let all: f64 = (0..model.kinds.len()).map(calls).sum();
    let mut figures = vec![
        figure("calls_per_day", all / days, "first calls, as expected; redials come on top"),
        figure("agents", model.people().len() as f64, "persons and places of head counts"),
    ];
    let windows = model.calendar.windows.iter();
    let open_s: f64 = windows.map(|window| window.closes.since(window.opens).as_seconds_f64()).sum();
    for (queue, calls) in model.queues.iter().zip(by_queue) {
        let wrap_up_s = queue.wrap_up.as_ref().map_or(0.0, Distribution::mean_s);
        let handle_s = queue.talk.mean_s() + wrap_up_s;
        let name = key::inside("queues", &queue.name);
        let how = "first calls that reach it, however many wait or give up";
        figures.push(figure(&format!("{name}.calls_per_day"), calls / days, how));
        figures.push(figure(&format!("{name}.handle_s"), handle_s, "mean talk and mean wrap-up, in seconds"));
        let how = "their handle time, spread over the opening hours";
        figures.push(figure(&format!("{name}.offered_erlangs"), calls * handle_s / open_s, how));
    }
    figures
}

fn expected_calls(kind: &CallerKind) -> f64 {
    match &kind.arrivals {
        Arrivals::Poisson { pieces, .. } => pieces.iter().map(|piece| piece.expected_calls).sum(),
        Arrivals::Given(calls) => calls.len() as f64,
    }
}

/// A figure, to a hundredth.
fn figure(key: &str, value: f64, how: &str) -> Explained {
    let value = (value * 100.0).round() / 100.0;
    let number = if value.fract() == 0.0 { json!(value as i64) } else { json!(value) };
    Explained {
        key: format!("derived.{key}"),
        text: number.to_string(),
        value: number,
        origin: Origin::Derived(how.to_owned()),
        replaced: Vec::new(),
    }
}
