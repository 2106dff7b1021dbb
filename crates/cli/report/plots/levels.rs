//! The service level by time of day, with its interval and the goal; below it the calls.

use acd_scenario::QueueTerms;
use acd_study::{Estimate, Metric, Scope, days_by_slot, formula_metric};
use plotters::prelude::*;

use super::canvas::{
    Area, Drawn, FAINT, Key, LINES, TARGET, dashes, in_house_style, outline, percent_axis, picture, told,
};
use crate::report::summary::goal_in_words;
use crate::report::words::printable_line;
use crate::report::{Found, Language};

/// A queue's line.
struct Line<'a> {
    queue: &'a QueueTerms,
    color: RGBColor,
    /// Hour, mean and interval of each time of day with calls.
    points: Vec<(f64, f64, f64, f64)>,
}

/// Calls of a time of day: from, to, offered and answered a day.
type Bar = (f64, f64, f64, f64);

/// Draws the plot; empty where nothing was offered.
pub fn draw(found: &Found<'_>) -> Drawn<String> {
    let hours = Hours::of(found);
    // More lines than colours would not be told apart: those with goals, and the first of the others.
    let mut queues: Vec<usize> = (0..found.scenario.queues.len()).collect();
    queues.sort_by_key(|&queue| found.scenario.queues[queue].answer.is_none());
    queues.truncate(LINES.len());
    let lines: Vec<Line<'_>> = queues
        .iter()
        .zip(LINES)
        .map(|(&queue, color)| Line {
            queue: &found.scenario.queues[queue],
            color,
            points: hours.levels(&found.outcome.scopes[queue], &found.scenario.queues[queue]),
        })
        .collect();
    let bars = hours.calls(found.outcome.total());
    let (Some(first), Some(last)) = (bars.first(), bars.last()) else { return Ok(String::new()) };
    let range = (first.0, last.1);
    let mut legend: Vec<(Key, String)> = Vec::new();
    for line in &lines {
        legend.push((Key::Line(line.color), printable_line(&line.queue.label)));
    }
    let mut goals: Vec<(String, RGBColor)> = Vec::new();
    for line in &lines {
        if let Some(answer) = line.queue.answer {
            let words = format!("goal: {}", goal_in_words(line.queue, answer, Language::En));
            // Several goals are told apart by the colour of their queue.
            match goals.iter_mut().find(|(known, _)| *known == words) {
                Some((_, color)) => *color = TARGET,
                None => goals.push((words, line.color)),
            }
        }
    }
    if let [(_, only)] = &mut goals[..] {
        *only = TARGET;
    }
    legend.extend(goals.iter().map(|(words, color)| (Key::Dashes(*color), words.clone())));
    legend.push((Key::Bar(FAINT), "offered".to_owned()));
    legend.push((Key::Bar(LINES[4]), "answered".to_owned()));
    let days = found.scenario.model.calendar.days;
    let of_days = if days == 1 { "" } else { ", mean of the days that were open then" };
    let all = found.scenario.queues.len();
    let some = if lines.len() < all { format!("; {} of {all} queues", lines.len()) } else { String::new() };
    let title = printable_line(&found.scenario.title);
    let shows = format!("Service level by time of day{of_days}, with 95 % intervals{some}");
    picture((&title, &shows), &legend, |area| {
        let (upper, lower) = area.split_vertically(area.dim_in_pixel().1 * 7 / 10);
        draws_levels(&upper, &lines, &goals, range)?;
        draws_calls(&lower, &bars, range)
    })
}

fn draws_levels(
    area: &Area<'_>,
    lines: &[Line<'_>],
    goals: &[(String, RGBColor)],
    (from, to): (f64, f64),
) -> Drawn<()> {
    let mut chart = ChartBuilder::on(area)
        .x_label_area_size(8)
        .y_label_area_size(64)
        .margin_top(8)
        .build_cartesian_2d(from..to, 0.0..1.0)
        .map_err(told)?;
    let mut mesh = chart.configure_mesh();
    in_house_style(&mut mesh)
        .x_labels(0)
        .y_labels(6)
        .y_label_formatter(&percent_axis)
        .draw()
        .map_err(told)?;
    for line in lines {
        let band: Vec<(f64, f64, f64)> =
            line.points.iter().map(|&(x, _, low, high)| (x, low, high)).collect();
        chart.draw_series([Polygon::new(outline(&band), line.color.mix(0.2).filled())]).map_err(told)?;
        let means = line.points.iter().map(|&(x, mean, ..)| (x, mean));
        chart.draw_series(LineSeries::new(means, line.color.stroke_width(2))).map_err(told)?;
    }
    for line in lines {
        let Some(goal) = line.queue.answer else { continue };
        let words = format!("goal: {}", goal_in_words(line.queue, goal, Language::En));
        let color = goals.iter().find(|(known, _)| *known == words).map_or(TARGET, |(_, color)| *color);
        let dashes = dashes(goal, (from, to)).into_iter();
        chart.draw_series(dashes.map(|dash| PathElement::new(dash, color.stroke_width(2)))).map_err(told)?;
    }
    Ok(())
}

fn draws_calls(area: &Area<'_>, bars: &[Bar], (from, to): (f64, f64)) -> Drawn<()> {
    let most = bars.iter().map(|bar| bar.2).fold(1.0, f64::max) * 1.05;
    let mut chart = ChartBuilder::on(area)
        .x_label_area_size(44)
        .y_label_area_size(64)
        .margin_top(10)
        .build_cartesian_2d(from..to, 0.0..most)
        .map_err(told)?;
    let mut mesh = chart.configure_mesh();
    in_house_style(&mut mesh)
        .x_labels(((to - from).round() as usize + 1).clamp(2, 14))
        .x_label_formatter(&|hour| clock(*hour))
        .x_desc("time of day")
        .y_labels(4)
        .y_desc("calls")
        .y_label_formatter(&|calls| crate::report::words::count(calls.round()))
        .draw()
        .map_err(told)?;
    let bar = |bar: &Bar, height: f64, color: RGBColor| {
        let gap = (bar.1 - bar.0) * 0.06;
        Rectangle::new([(bar.0 + gap, 0.0), (bar.1 - gap, height)], color.filled())
    };
    chart.draw_series(bars.iter().map(|of| bar(of, of.2, FAINT))).map_err(told)?;
    chart.draw_series(bars.iter().map(|of| bar(of, of.3.min(of.2), LINES[4]))).map_err(told)?;
    Ok(())
}

/// `08:00`; a night goes on after midnight.
fn clock(hour: f64) -> String {
    let minutes = (hour * 60.0).round() as i64;
    let of_day = if minutes == 1_440 { minutes } else { minutes.rem_euclid(1_440) };
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

/// The intervals of the day as hours, in the order in which they are lived through.
struct Hours {
    /// Place of the slot, where it begins and where it ends, and on how many days it was open.
    slots: Vec<(usize, f64, f64, f64)>,
}

impl Hours {
    fn of(found: &Found<'_>) -> Hours {
        let calendar = &found.scenario.model.calendar;
        let length = calendar.interval.as_us() as f64 / 3.6e9;
        let open = days_by_slot(calendar);
        let opens = calendar.windows[0].opens.as_us() as f64 / 3.6e9 % 24.0;
        let is_open_at_midnight = open.first().is_some_and(|days| *days > 0);
        let is_always_open = open.iter().all(|days| *days > 0);
        let slots = open.iter().enumerate().filter(|(_, days)| **days > 0).map(|(place, days)| {
            let from = place as f64 * length;
            let is_next_day = is_open_at_midnight && !is_always_open && from + length <= opens;
            let from = if is_next_day { from + 24.0 } else { from };
            (place, from, from + length, f64::from(*days))
        });
        let mut slots: Vec<_> = slots.collect();
        slots.sort_by(|one, other| one.1.total_cmp(&other.1));
        Hours { slots }
    }

    fn levels(&self, scope: &Scope, queue: &QueueTerms) -> Vec<(f64, f64, f64, f64)> {
        let metric = Metric::place(formula_metric(queue.formula));
        let point = |&(place, from, to, _): &(usize, f64, f64, f64)| {
            let estimate: Estimate = scope.slots.get(place)?[metric];
            let mean = estimate.mean?;
            let end = |end: Option<f64>| end.unwrap_or(mean).clamp(0.0, 1.0);
            Some(((from + to) / 2.0, mean, end(estimate.low), end(estimate.high)))
        };
        self.slots.iter().filter_map(point).collect()
    }

    fn calls(&self, total: &Scope) -> Vec<Bar> {
        let of = |place: usize, id: &str| {
            total.slots.get(place).and_then(|slot| slot[Metric::place(id)].mean).unwrap_or(0.0)
        };
        let bar = |&(place, from, to, days): &(usize, f64, f64, f64)| {
            (from, to, of(place, "offered_count") / days, of(place, "answered_count") / days)
        };
        self.slots.iter().map(bar).collect()
    }
}
