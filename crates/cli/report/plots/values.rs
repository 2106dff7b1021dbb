//! What the goals came to at each value of a search or a sweep, with intervals, target and verdicts.

use acd_scenario::{Measure, Search};
use acd_study::{Estimate, Metric, Searched, Verdict, Way};
use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::prelude::*;

use super::canvas::{
    Area, Drawn, Key, LINES, TARGET, dashes, in_house_style, outline, percent_axis, picture, told,
};
use crate::report::search::in_words;
use crate::report::summary::goal_in_words;
use crate::report::words::{duration, number, percent, printable_line};
use crate::report::{Found, Language};

const MET: RGBColor = RGBColor(0x00, 0x9E, 0x73);
const MISSED: RGBColor = RGBColor(0xB0, 0x3A, 0x2E);
const UNDECIDED: RGBColor = RGBColor(0xE6, 0x9F, 0x00);

/// One goal's line, or the total's where there is no goal.
struct Line {
    name: String,
    color: RGBColor,
    target: Option<f64>,
    points: Vec<(f64, Estimate, Option<Verdict>)>,
}

/// Draws the plot; empty where nothing was searched.
pub fn draw(found: &Found<'_>) -> Drawn<String> {
    let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) else {
        return Ok(String::new());
    };
    let lines = lines(found, searched);
    if lines.iter().all(|line| line.points.is_empty()) {
        return Ok(String::new());
    }
    let mut legend: Vec<(Key, String)> =
        lines.iter().map(|line| (Key::Line(line.color), line.name.clone())).collect();
    if lines.iter().any(|line| line.target.is_some()) {
        legend.push((Key::Dashes(TARGET), "target".to_owned()));
        let verdicts = [
            (Verdict::Met, Key::Dot(MET)),
            (Verdict::Missed, Key::Cross(MISSED)),
            (Verdict::Undecided, Key::Ring(UNDECIDED)),
        ];
        let occurs = |verdict: Verdict| {
            lines.iter().flat_map(|line| &line.points).any(|(.., found)| *found == Some(verdict))
        };
        let verdicts = verdicts.into_iter().filter(|(verdict, _)| occurs(*verdict));
        legend.extend(verdicts.map(|(verdict, key)| (key, verdict.word().to_owned())));
    }
    let sure = percent(searched.confidence).replace(".0%", " %");
    let shows = match searched.best() {
        Some(best) if searched.way == Way::Search => {
            format!(
                "Every goal is met from {}, with a confidence of {sure}",
                in_words(search, best.value, Language::En)
            )
        }
        _ if lines[0].target.is_some() => format!("What the goals come to, with a confidence of {sure}"),
        _ => "With 95 % intervals".to_owned(),
    };
    picture((&printable_line(&found.scenario.title), &shows), &legend, |area| draws(area, search, &lines))
}

fn lines(found: &Found<'_>, searched: &Searched) -> Vec<Line> {
    let queues = found.scenario.queues.iter().filter_map(|queue| Some((queue, queue.answer?)));
    let goals: Vec<Line> = queues
        .zip(LINES)
        .enumerate()
        .map(|(place, ((queue, answer), color))| Line {
            name: format!("{}: {}", printable_line(&queue.label), goal_in_words(queue, answer, Language::En)),
            color,
            target: Some(answer),
            points: searched
                .points
                .iter()
                .filter_map(|point| {
                    let goal = point.goals.get(place)?;
                    Some((point.value, goal.reached, Some(goal.verdict)))
                })
                .collect(),
        })
        .collect();
    if !goals.is_empty() {
        return goals;
    }
    let metric = Metric::place("service_level_ratio");
    let points = searched.points.iter().map(|point| (point.value, point.total[metric], None));
    vec![Line { name: "service level".to_owned(), color: LINES[0], target: None, points: points.collect() }]
}

fn draws(area: &Area<'_>, search: &Search, lines: &[Line]) -> Drawn<()> {
    let values = || lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
    let (least, most) = (values().fold(f64::MAX, f64::min), values().fold(f64::MIN, f64::max));
    let room = if most > least { (most - least) * 0.04 } else { most.abs().max(1.0) * 0.1 };
    let (from, to) = (least - room, most + room);
    let lowest = lines.iter().flat_map(|line| &line.points).filter_map(|point| point.1.low.or(point.1.mean));
    let targets = lines.iter().filter_map(|line| line.target);
    let floor = (lowest.chain(targets).fold(1.0, f64::min) * 10.0 - 0.5).floor().clamp(0.0, 9.0) / 10.0;
    let measure = search.value(0).measure;
    let mut chart = ChartBuilder::on(area)
        .x_label_area_size(48)
        .y_label_area_size(64)
        .margin(8)
        .build_cartesian_2d(Tried { from, to, ticks: ticks(values(), (from, to), measure) }, floor..1.02)
        .map_err(told)?;
    let mut mesh = chart.configure_mesh();
    in_house_style(&mut mesh)
        .x_labels(usize::from(u8::MAX))
        .x_label_formatter(&|value| axis(*value, measure))
        .x_desc(printable_line(&search.vary))
        .y_labels(8)
        .y_label_formatter(&percent_axis)
        .draw()
        .map_err(told)?;
    for line in lines {
        let clamped = |end: Option<f64>, mean: f64| end.unwrap_or(mean).clamp(floor, 1.0);
        let with_mean = line.points.iter().filter_map(|(x, estimate, _)| {
            estimate.mean.map(|mean| (*x, clamped(estimate.low, mean), clamped(estimate.high, mean)))
        });
        let band: Vec<(f64, f64, f64)> = with_mean.collect();
        chart.draw_series([Polygon::new(outline(&band), line.color.mix(0.2).filled())]).map_err(told)?;
        let means = line.points.iter().filter_map(|(x, estimate, _)| estimate.mean.map(|mean| (*x, mean)));
        chart.draw_series(LineSeries::new(means, line.color.stroke_width(2))).map_err(told)?;
        if let Some(target) = line.target {
            let dashes = dashes(target, (from, to)).into_iter();
            let dashes = dashes.map(|dash| PathElement::new(dash, TARGET.stroke_width(2)));
            chart.draw_series(dashes).map_err(told)?;
        }
    }
    for (x, estimate, verdict) in lines.iter().flat_map(|line| &line.points) {
        let Some(mean) = estimate.mean else { continue };
        let at = (*x, mean);
        let marker = match verdict {
            Some(Verdict::Met) => Circle::new(at, 6, MET.filled()).into_dyn(),
            Some(Verdict::Missed) => Cross::new(at, 6, MISSED.stroke_width(3)).into_dyn(),
            Some(Verdict::Undecided) => Circle::new(at, 6, UNDECIDED.stroke_width(3)).into_dyn(),
            None => Circle::new(at, 4, LINES[0].filled()).into_dyn(),
        };
        chart.draw_series([marker]).map_err(told)?;
    }
    Ok(())
}

/// An axis whose ticks are values that were tried.
struct Tried {
    from: f64,
    to: f64,
    ticks: Vec<f64>,
}

impl Ranged for Tried {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (left, right): (i32, i32)) -> i32 {
        left + (f64::from(right - left) * (value - self.from) / (self.to - self.from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.clone()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.from..self.to
    }
}

/// The values that can be told apart on the axis.
fn ticks(values: impl Iterator<Item = f64>, (from, to): (f64, f64), measure: Measure) -> Vec<f64> {
    const AXIS_WIDTH: f64 = 840.0;
    const DIGIT_WIDTH: f64 = 9.0;
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let longest = values.iter().map(|value| axis(*value, measure).chars().count()).max().unwrap_or(1);
    let room = (to - from) * (longest as f64 + 1.5) * DIGIT_WIDTH / AXIS_WIDTH;
    let mut ticks: Vec<f64> = Vec::new();
    for value in values {
        if ticks.last().is_none_or(|last| value - last >= room) {
            ticks.push(value);
        }
    }
    ticks
}

fn axis(value: f64, measure: Measure) -> String {
    match measure {
        Measure::Plain => number((value * 1e6).round() / 1e6),
        Measure::Ratio => percent(value),
        Measure::Seconds => duration(value),
    }
}
