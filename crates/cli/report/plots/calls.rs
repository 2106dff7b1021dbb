//! What became of the calls by time of day: offered = answered + abandoned + blocked + dropped + still waiting.

use plotters::prelude::*;

use super::axes::{Axis, bar, chart, spot, steps};
use super::canvas::{DULL, Drawing, Drawn, Head, INK, Key, LINES, picture};
use super::hours::{self, Slot};
use super::phrases::of_days;
use crate::report::words::{count, printable_line};
use crate::report::{Found, Language};

/// How offered calls end, from below: metric, color, English and Chinese name.
const ENDS: [(&str, RGBColor, &str, &str); 5] = [
    ("answered_count", LINES[4], "answered", "人工接听"),
    ("abandoned_count", LINES[1], "abandoned", "放弃"),
    ("blocked_count", LINES[3], "found the queue full", "占线"),
    ("dropped_count", LINES[5], "dropped at closing", "下班挂断"),
    ("in_progress_count", DULL, "still waiting at the end", "结束时仍在排队"),
];
/// What is less than that a day is not named.
const LEAST: f64 = 0.005;

/// Draws the plot; none where nothing was offered.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let total = found.outcome.total();
    let is_offered = |place: usize| {
        total.slots.get(place).is_some_and(|slot| {
            let days = f64::from(found.scenario.model.calendar.days);
            slot[acd_study::Metric::place("offered_count")].mean.unwrap_or(0.0) / days >= LEAST
        })
    };
    let slots = hours::slots(found, is_offered);
    let most = slots.iter().map(|slot| slot.a_day(total, "offered_count")).fold(0.0, f64::max);
    if most == 0.0 {
        return Ok(None);
    }
    let occurs = |id: &str| slots.iter().any(|slot| slot.a_day(total, id) >= LEAST);
    let ends: Vec<_> = ENDS.into_iter().filter(|(id, ..)| occurs(id)).collect();
    let key = |(_, color, english, chinese): &(&str, RGBColor, &str, &str)| {
        (Key::Bar(*color), language.pick(*english, *chinese).to_owned())
    };
    let mut legend: Vec<(Key, String)> = ends.iter().map(key).collect();
    legend.push((Key::Line(INK), language.pick("offered", "人工请求").to_owned()));
    let of_days = of_days(language, found.scenario.model.calendar.days);
    let shows = language.pick(
        format!("What became of the calls, by the interval in which they were offered{of_days}"),
        format!("人工请求的去向，按进入排队的时段{of_days}"),
    );
    let title = printable_line(&found.scenario.title);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        let left = (Axis::amounts(most, 6), language.pick("calls an interval", "每时段电话量"));
        let below = (hours::axis(&slots), language.pick("time of day", "时刻"));
        let mut chart = chart(area, below, left)?;
        let mut spots = Vec::new();
        for slot in &slots {
            let mut height = 0.0;
            for &(id, color, ..) in &ends {
                let calls = slot.a_day(total, id);
                bar(&mut chart, (slot.from, slot.to), (height, height + calls), color)?;
                height += calls;
            }
            let words = words(slot, &ends, found, language);
            spots.push(spot(&chart, (slot.middle(), slot.a_day(total, "offered_count")), words));
        }
        let offered = slots.iter().map(|slot| (slot.from, slot.to, slot.a_day(total, "offered_count")));
        steps(&mut chart, offered, INK)?;
        Ok(spots)
    })
    .map(Some)
}

/// `09:00–10:00: 120.5 offered: 100 answered, 20.5 abandoned`.
fn words(
    slot: &Slot,
    ends: &[(&str, RGBColor, &str, &str)],
    found: &Found<'_>,
    language: Language,
) -> String {
    let total = found.outcome.total();
    let offered = count(slot.a_day(total, "offered_count"));
    let end = |&(id, _, english, chinese): &(&str, RGBColor, &str, &str)| {
        let calls = count(slot.a_day(total, id));
        language.pick(format!("{calls} {english}"), format!("{chinese} {calls}"))
    };
    let parts: Vec<String> = ends.iter().map(end).collect();
    language.pick(
        format!("{}: {offered} offered: {}", slot.words(), parts.join(", ")),
        format!("{}：人工请求 {offered}：{}", slot.words(), parts.join("，")),
    )
}
