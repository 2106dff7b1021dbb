//! What the goals came to at each value of a search or a sweep, with intervals, target and verdicts.

use acd_scenario::{Asked, Measure, Search};
use acd_study::{Estimate, Metric, Searched, Verdict, Way};
use plotters::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::Spot;
use super::axes::{Axis, Chart, band, chart, dashes, spot};
use super::canvas::{
    Area, Drawing, Drawn, Head, INK, Key, LINES, MET, TARGET, UNDECIDED, picture, told, verdict_key,
};
use super::crossed;
use super::phrases::{length, with_ends};
use crate::report::search::{in_words, verdict_word};
use crate::report::summary::goal_in_words;
use crate::report::words::{number, percent, printable_line};
use crate::report::{Found, Language};

/// One goal's line, or the total's where there is no goal.
struct Line {
    name: String,
    color: RGBColor,
    target: Option<f64>,
    points: Vec<(f64, Estimate, Option<Verdict>)>,
}

/// Draws the plot; none where nothing was searched.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) else { return Ok(None) };
    // Pairs of two keys are a map, not a line.
    if let Some(second) = search.second() {
        return crossed::draw(found, (search, second), searched, language);
    }
    let lines = lines(found, searched, language);
    if lines.iter().all(|line| line.points.is_empty()) {
        return Ok(None);
    }
    let legend = legend(&lines, search, searched, language);
    let shows = shows(&lines, search, searched, language);
    let title = printable_line(&found.scenario.title);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        draws(area, (search, searched), &lines, language)
    })
    .map(Some)
}

fn legend(lines: &[Line], search: &Search, searched: &Searched, language: Language) -> Vec<(Key, String)> {
    let mut legend: Vec<(Key, String)> =
        lines.iter().map(|line| (Key::Band(line.color), line.name.clone())).collect();
    if lines.iter().any(|line| line.target.is_some()) {
        let color = target_color(lines, &lines[0]);
        let words = if color == TARGET {
            language.pick("target", "目标")
        } else {
            language.pick("targets, each in its queue's colour", "目标（与队列同色）")
        };
        legend.push((Key::Dashes(if color == TARGET { TARGET } else { INK }), words.to_owned()));
        let occurs = |verdict: &Verdict| {
            lines.iter().flat_map(|line| &line.points).any(|(.., found)| found.as_ref() == Some(verdict))
        };
        let verdicts = [Verdict::Met, Verdict::Missed, Verdict::Undecided].into_iter().filter(occurs);
        legend.extend(verdicts.map(|found| (verdict_key(found), verdict_word(found, language).to_owned())));
    }
    if let Some(best) = searched.best() {
        let at = named(search, best.value, language);
        let words =
            language.pick(format!("least that meets every goal: {at}"), format!("全部达标的最小值：{at}"));
        legend.push((Key::Dashes(MET), words));
    }
    legend
}

fn shows(lines: &[Line], search: &Search, searched: &Searched, language: Language) -> String {
    let sure = percent(searched.confidence).replace(".0%", language.pick(" %", "%"));
    match searched.best() {
        Some(best) if searched.way == Way::Search => {
            let at = named(search, best.value, language);
            language.pick(
                format!("Every goal is met from {at}, with a confidence of {sure}"),
                format!("自 {at} 起全部目标达标，置信水平 {sure}"),
            )
        }
        _ if lines[0].target.is_some() => language.pick(
            format!("What the goals come to, with a confidence of {sure}"),
            format!("各取值下目标的完成情况，置信水平 {sure}"),
        ),
        _ => language.pick("With 95 % intervals", "含 95% 置信区间").to_owned(),
    }
}

/// `480 seats`, `480 个座席`.
fn named(search: &Search, at: f64, language: Language) -> String {
    printable_line(&in_words(search, at, language))
}

fn lines(found: &Found<'_>, searched: &Searched, language: Language) -> Vec<Line> {
    let queues = found.scenario.queues.iter();
    let goals: Vec<Line> = queues
        .flat_map(|queue| queue.goals().map(move |goal| (queue, goal)))
        .zip(LINES)
        .enumerate()
        .map(|(place, ((queue, goal), color))| Line {
            name: format!("{}: {}", printable_line(&queue.label), goal_in_words(queue, goal, language)),
            color,
            target: Some(goal.1),
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
    vec![Line {
        name: language.pick("service level", "接通率").to_owned(),
        color: LINES[0],
        target: None,
        points: points.collect(),
    }]
}

fn draws(
    area: &Area<'_>,
    (search, searched): (&Search, &Searched),
    lines: &[Line],
    language: Language,
) -> Drawn<Vec<Spot>> {
    let values = lines.iter().flat_map(|line| line.points.iter().map(|point| point.0)).collect();
    let measure = search.value(0).measure;
    let across = tried(values, |value| axis_words(value, measure, language));
    let (from, to) = (across.from, across.to);
    let lowest = lines.iter().flat_map(|line| &line.points).filter_map(|point| point.1.low.or(point.1.mean));
    let targets = lines.iter().filter_map(|line| line.target);
    let floor = (lowest.chain(targets).fold(1.0, f64::min) * 10.0 - 0.5).floor().clamp(0.0, 9.0) / 10.0;
    let up = Axis { to: 1.02, ..Axis::shares(floor, 1.0, 6) };
    let mut goals = searched.points.iter().flat_map(|point| &point.goals);
    let words = match goals.all(|goal| goal.asked == Asked::Answer) {
        true => language.pick("answered in time", "及时接通"),
        false => language.pick("share reached", "实际比例"),
    };
    let mut chart = chart(area, (across, &printable_line(&search.vary)), (up, words))?;
    if let Some(best) = searched.best() {
        dashes(&mut chart, (best.value, floor), (best.value, 1.02), MET)?;
    }
    let mut spots = Vec::new();
    for of in lines {
        let clamped = |end: Option<f64>, mean: f64| end.unwrap_or(mean).clamp(floor, 1.0);
        let ends = of.points.iter().filter_map(|(x, found, _)| {
            found.mean.map(|mean| (*x, clamped(found.low, mean), clamped(found.high, mean)))
        });
        band(&mut chart, &ends.collect::<Vec<_>>(), of.color)?;
        let means: Vec<(f64, f64)> =
            of.points.iter().filter_map(|(x, found, _)| Some((*x, found.mean?))).collect();
        let series = LineSeries::new(means, of.color.stroke_width(2));
        chart.draw_series(series).map_err(told)?;
        if let Some(target) = of.target {
            dashes(&mut chart, (from, target), (to, target), target_color(lines, of))?;
        }
    }
    for (line, (x, found, mark)) in lines.iter().flat_map(|of| of.points.iter().map(move |point| (of, point)))
    {
        let Some(mean) = found.mean else { continue };
        draws_mark(&mut chart, (*x, mean), *mark)?;
        let verdict = mark.map_or_else(String::new, |mark| format!(", {}", verdict_word(mark, language)));
        let at = named(search, *x, language);
        let words = format!("{}; {at}: {}{verdict}", line.name, with_ends(language, found, percent));
        spots.push(spot(&chart, (*x, mean), words));
    }
    Ok(spots)
}

/// Different targets are told apart by the colour of their line.
fn target_color(lines: &[Line], of: &Line) -> RGBColor {
    let is_one = lines.iter().all(|line| line.target == lines[0].target);
    if is_one { TARGET } else { of.color }
}

fn draws_mark(chart: &mut Chart<'_, '_>, at: (f64, f64), mark: Option<Verdict>) -> Drawn<()> {
    let marker = match mark {
        Some(Verdict::Met) => Circle::new(at, 6, MET.filled()).into_dyn(),
        Some(Verdict::Missed) => Cross::new(at, 6, TARGET.stroke_width(3)).into_dyn(),
        Some(Verdict::Undecided) => Circle::new(at, 6, UNDECIDED.stroke_width(3)).into_dyn(),
        None => Circle::new(at, 4, LINES[0].filled()).into_dyn(),
    };
    chart.draw_series([marker]).map(|_| ()).map_err(told)
}

/// An axis whose ticks are values that were tried: those that can be told apart.
fn tried(mut values: Vec<f64>, words: impl Fn(f64) -> String) -> Axis {
    const AXIS_WIDTH: f64 = 840.0;
    const DIGIT_WIDTH: f64 = 9.0;
    values.sort_by(f64::total_cmp);
    let (least, most) = (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
    let room = if most > least { (most - least) * 0.04 } else { most.abs().max(1.0) * 0.1 };
    let (from, to) = (least - room, most + room);
    let longest = values.iter().map(|value| words(*value).width()).max().unwrap_or(1);
    let apart = (to - from) * (longest as f64 + 1.5) * DIGIT_WIDTH / AXIS_WIDTH;
    let mut ticks: Vec<(f64, String)> = Vec::new();
    for value in values {
        if ticks.last().is_none_or(|(last, _)| value - last >= apart) {
            ticks.push((value, words(value)));
        }
    }
    Axis { from, to, ticks }
}

fn axis_words(value: f64, measure: Measure, language: Language) -> String {
    match measure {
        Measure::Plain => number((value * 1e6).round() / 1e6),
        Measure::Ratio => percent(value),
        Measure::Seconds => length(language, value),
    }
}
