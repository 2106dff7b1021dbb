//! What the agents do by time of day, one upon the other.

use acd_study::Metric;
use plotters::prelude::*;

use super::axes::{Axis, bar, chart, frame, spot};
use super::canvas::{DULL, Drawing, Drawn, Head, INK, Key, LINES, picture};
use super::hours::{self, Slot};
use super::phrases::of_days;
use crate::report::words::{count, printable_line};
use crate::report::{Found, Language};

/// What agents may be at, from below: metric, color, English and Chinese name.
const STATES: [(&str, RGBColor, &str, &str); 7] = [
    ("talk_mean_count", LINES[0], "talking", "通话"),
    ("wrap_up_mean_count", LINES[4], "in wrap-up", "话后处理"),
    ("idle_mean_count", LINES[2], "available", "空闲"),
    ("mentoring_mean_count", LINES[5], "with trainees", "带教"),
    ("on_break_mean_count", LINES[1], "on a break", "小休"),
    ("meal_mean_count", LINES[3], "at a meal", "用餐"),
    ("seat_wait_mean_count", DULL, "waiting for a seat", "等座"),
];
const OVERTIME: &str = "overtime_mean_count";
/// What is less than that is not shown.
const LEAST: f64 = 0.005;

/// Draws the plot; none where no agent ever comes.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let total = found.outcome.total();
    // Before opening and after closing too, where somebody is there.
    let is_there = |place: usize| {
        let at = |(id, ..): &(&str, RGBColor, &str, &str)| total.slots[place][Metric::place(id)].mean;
        place < total.slots.len() && STATES.iter().filter_map(at).sum::<f64>() >= LEAST
    };
    let slots = hours::slots(found, is_there);
    let heads = |slot: &Slot, id: &str| slot.of(total, id).mean.unwrap_or(0.0);
    let most = |id: &str| slots.iter().map(|slot| heads(slot, id)).fold(0.0, f64::max);
    let states: Vec<_> = STATES.into_iter().filter(|(id, ..)| most(id) >= LEAST).collect();
    let all = |slot: &Slot| states.iter().map(|(id, ..)| heads(slot, id)).sum::<f64>();
    let highest = slots.iter().map(all).fold(0.0, f64::max);
    if highest == 0.0 {
        return Ok(None);
    }
    let key = |(_, color, english, chinese): &(&str, RGBColor, &str, &str)| {
        (Key::Bar(*color), language.pick(*english, *chinese).to_owned())
    };
    let mut legend: Vec<(Key, String)> = states.iter().map(key).collect();
    let has_overtime = most(OVERTIME) >= LEAST;
    if has_overtime {
        let words = language.pick("of all these, after their shift's end", "其中已过下班时间（加班）");
        legend.push((Key::Frame(INK), words.to_owned()));
    }
    let of_days = of_days(language, found.scenario.model.calendar.days);
    let shows = language.pick(
        format!("What the agents do, mean number in each interval{of_days}"),
        format!("咨询员状态，各时段平均人数{of_days}"),
    );
    let title = printable_line(&found.scenario.title);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        let below = (hours::axis(&slots), language.pick("time of day", "时刻"));
        let left = (Axis::amounts(highest, 6), language.pick("agents", "人数"));
        let mut chart = chart(area, below, left)?;
        let mut spots = Vec::new();
        for slot in &slots {
            let mut height = 0.0;
            for &(id, color, english, chinese) in &states {
                let there = heads(slot, id);
                bar(&mut chart, (slot.from, slot.to), (height, height + there), color)?;
                if there >= LEAST {
                    let name = language.pick(english, chinese);
                    let words = format!("{} {name}: {}", slot.words(), in_tenths(there));
                    spots.push(spot(&chart, (slot.middle(), height + there / 2.0), words));
                }
                // A sum that is off by its last bit must not be off by a pixel.
                height = ((height + there) * 1e6).round() / 1e6;
            }
        }
        if has_overtime {
            for slot in slots.iter().filter(|slot| heads(slot, OVERTIME) >= LEAST) {
                frame(&mut chart, (slot.from, slot.to), (0.0, heads(slot, OVERTIME)), INK)?;
            }
        }
        Ok(spots)
    })
    .map(Some)
}

/// Heads as people read them: `12.3`, and `0.02` where tenths would be nothing.
fn in_tenths(heads: f64) -> String {
    if heads < 0.1 { format!("{heads:.2}") } else { count(heads) }
}
