//! What follows from a scenario without running it: first calls a day, offered load, agents.

use acd_engine::Distribution;
use serde_json::json;

use super::{Explained, Origin};
use crate::Scenario;
use crate::key;
use crate::lower::{EventTerms, calls_between, calls_of, share_by_way};

/// The figures, under keys that begin with `derived.`.
pub(super) fn of(scenario: &Scenario) -> Vec<Explained> {
    let model = &scenario.model;
    let days = f64::from(model.calendar.days);
    let calls = |kind: usize| calls_of(&model.kinds[kind]);
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
    scenario.events.iter().for_each(|event| figures.extend(of_event(event, scenario)));
    figures
}

/// When an event acts, and the first calls of the callers it concerns that come then.
fn of_event(event: &EventTerms, scenario: &Scenario) -> [Explained; 2] {
    let name = key::inside("events", &event.name);
    let kinds = scenario.model.kinds.iter().enumerate().filter(|(kind, _)| event.concerns(*kind));
    let calls = kinds.map(|(_, kind)| event.acts.iter().map(|act| calls_between(kind, act)).sum::<f64>());
    let words = scenario.acts_on(event).map_or_else(|| "never".to_owned(), |acts| acts.to_string());
    let acts = Explained {
        key: format!("derived.{name}.acts"),
        value: json!(words),
        text: words,
        origin: Origin::Derived("its days that are simulated".to_owned()),
        replaced: Vec::new(),
    };
    let how = "expected first calls of its callers in that time, with all events";
    [acts, figure(&format!("{name}.calls"), calls.sum(), how)]
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
