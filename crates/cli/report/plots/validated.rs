//! A log beside what was simulated, by time of day, all days together.

use acd_fit::validation::{MEASURES, Measure};
use plotters::prelude::*;

use super::Plot;
use super::axes::{Axis, band, chart, clock, line, spot};
use super::canvas::{Drawing, Drawn, Head, INK, Key, LINES, picture, told};
use crate::exit::Failure;
use crate::report::Language;
use crate::report::validate::{FoundValid, name, value_words};
use crate::report::words::{count, printable_line};

/// What is drawn, and the files' names.
const DRAWN: [(Measure, &str, [&str; 2]); 4] = [
    (Measure::Offered, "validation_offered", ["calls offered", "人工请求"]),
    (Measure::Abandoned, "validation_abandoned", ["calls given up", "放弃来电"]),
    (Measure::ServiceLevel, "validation_service_level", ["calls answered in time", "及时接通率"]),
    (Measure::Wait, "validation_wait", ["mean wait", "平均等待"]),
];

/// All plots.
pub fn all(found: &FoundValid<'_>, language: Language) -> Result<Vec<Plot>, Failure> {
    let mut plots = Vec::new();
    for (measure, file, [english, chinese]) in DRAWN {
        let words = language.pick(english, chinese);
        let meaning = language.pick(
            format!(
                "{words} by time of day, all queues and days: the log, and where 95% of replications lie"
            ),
            format!("各时段{words}（全部队列与日子）：记录与 95% 重复所在的范围"),
        );
        let drawing =
            draw(found, measure, &meaning, language).map_err(|error| Failure::io("a plot", error))?;
        plots.extend(drawing.map(|drawing| Plot {
            name: file.into(),
            meaning: meaning.into(),
            svg: drawing.svg,
            spots: drawing.spots,
        }));
    }
    Ok(plots)
}

fn draw(
    found: &FoundValid<'_>,
    measure: Measure,
    meaning: &str,
    language: Language,
) -> Drawn<Option<Drawing>> {
    let place = MEASURES.iter().position(|other| *other == measure).unwrap_or(0);
    let is_count = matches!(measure, Measure::Offered | Measure::Abandoned);
    let days = if is_count { found.frame.days as f64 } else { 1.0 };
    let hours = found.frame.interval_s / 3_600.0;
    let middle = |slot: usize| (slot as f64 + 0.5) * hours;
    let held: Vec<_> =
        found.validation.day.iter().filter_map(|(slot, held)| Some((*slot, held[place]?))).collect();
    let (Some((first, _)), Some((last, _))) = (held.first(), held.last()) else { return Ok(None) };
    let highest =
        held.iter().map(|(_, held)| held.high.max(held.actual.unwrap_or(0.0)) / days).fold(0.0, f64::max);
    if highest == 0.0 {
        return Ok(None);
    }
    let legend = [
        (Key::Band(LINES[0]), language.pick("simulated, 95% of replications", "模拟，95% 的重复").to_owned()),
        (Key::Dot(INK), language.pick("the log", "记录").to_owned()),
    ];
    let title = printable_line(&found.scenario.title);
    let axis = match measure {
        Measure::ServiceLevel => Axis::shares(0.0, 1.0, 5),
        Measure::Wait => Axis::round(0.0, highest * 1.05, 6, |value| count((value * 1e6).round() / 1e6)),
        _ => Axis::amounts(highest, 6),
    };
    let left = match measure {
        Measure::Wait => language.pick("mean wait in seconds", "平均等待（秒）").to_owned(),
        Measure::ServiceLevel => {
            language.pick("answered in time, of all offered", "及时接通占人工请求").to_owned()
        }
        _ => language.pick(
            format!("{} in an interval, mean of days", name(measure, language)),
            format!("每时段{}，各日平均", name(measure, language)),
        ),
    };
    let (from, to) = (*first as f64 * hours, (*last + 1) as f64 * hours);
    picture(&Head { title: &title, shows: meaning, legend: &legend }, |area| {
        let below = (Axis::of_day(from, to, 13), language.pick("time of day", "时刻"));
        let mut chart = chart(area, below, (axis, &left))?;
        let ends: Vec<_> =
            held.iter().map(|(slot, held)| (middle(*slot), held.low / days, held.high / days)).collect();
        band(&mut chart, &ends, LINES[0])?;
        let means: Vec<_> = held.iter().map(|(slot, held)| (middle(*slot), held.mean / days)).collect();
        line(&mut chart, &means, LINES[0])?;
        let dots: Vec<_> =
            held.iter().filter_map(|(slot, held)| Some((middle(*slot), held.actual? / days))).collect();
        chart.draw_series(dots.iter().map(|dot| Circle::new(*dot, 4, INK.filled()))).map_err(told)?;
        let spots = held.iter().map(|(slot, held)| {
            let words = |value: f64| value_words(measure, value / days, language);
            let actual = held.actual.map_or("–".to_owned(), words);
            let (mean, low, high) = (words(held.mean), words(held.low), words(held.high));
            let start = clock(*slot as f64 * hours);
            let said = language.pick(
                format!("{start}: log {actual}, simulated {mean} ({low} to {high})"),
                format!("{start}：记录 {actual}，模拟 {mean}（{low} 至 {high}）"),
            );
            spot(&chart, (middle(*slot), held.mean / days), said)
        });
        Ok(spots.collect())
    })
    .map(Some)
}
