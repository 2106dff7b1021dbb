//! The service level by time of day, with its interval and the goal; below it the calls.

use acd_scenario::{Asked, QueueTerms};
use acd_study::{Estimate, Scope, formula_metric};
use plotters::prelude::*;

use super::Spot;
use super::axes::{Axis, band, bar, chart_beside, dashes, line, spot, widest_words};
use super::canvas::{Area, Drawing, Drawn, FAINT, Head, INK, Key, LINES, TARGET, picture};
use super::hours::{self, Slot};
use super::phrases::{of_days, with_ends};
use crate::report::summary::goal_in_words;
use crate::report::words::{count, percent, printable_line};
use crate::report::{Found, Language};

/// More goals are not put into words.
const NAMED_GOALS: usize = 3;

/// A queue's line.
struct Line<'a> {
    queue: &'a QueueTerms,
    label: String,
    color: RGBColor,
    /// Each time of day with calls, and what was reached then.
    points: Vec<(Slot, Estimate)>,
}

/// A goal's level and its color.
struct Target {
    words: String,
    level: f64,
    color: RGBColor,
}

/// Draws the plot; none where nothing was offered.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let slots = hours::open(found);
    let lines = lines(found, &slots);
    if lines.iter().all(|line| line.points.is_empty()) {
        return Ok(None);
    }
    let targets = targets(&lines, language);
    let band_of = |line: &Line<'_>| (Key::Band(line.color), line.label.clone());
    let mut legend: Vec<(Key, String)> = lines.iter().map(band_of).collect();
    if targets.len() <= NAMED_GOALS {
        legend.extend(targets.iter().map(|target| (Key::Dashes(target.color), target.words.clone())));
    } else {
        let words = language.pick("goals, each in its queue's colour", "目标（与队列同色）");
        legend.push((Key::Dashes(INK), words.to_owned()));
    }
    legend.push((Key::Bar(FAINT), language.pick("offered", "人工请求").to_owned()));
    legend.push((Key::Bar(LINES[4]), language.pick("answered", "人工接听").to_owned()));
    let title = printable_line(&found.scenario.title);
    let shows = shows(found, lines.len(), language);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        let (upper, lower) = area.split_vertically(area.dim_in_pixel().1 * 7 / 10);
        let most =
            slots.iter().map(|slot| slot.a_day(found.outcome.total(), "offered_count")).fold(0.0, f64::max);
        let left = [Axis::shares(0.0, 1.0, 5), Axis::amounts(most, 3)];
        let widest = widest_words(area, &left[0])?.max(widest_words(area, &left[1])?);
        let [shares, amounts] = left;
        let mut spots = draws_levels(&upper, (widest, shares), (&lines, &targets), (&slots, language))?;
        spots.extend(draws_calls(&lower, (widest, amounts), found, (&slots, language))?);
        Ok(spots)
    })
    .map(Some)
}

fn shows(found: &Found<'_>, shown: usize, language: Language) -> String {
    let of_days = of_days(language, found.scenario.model.calendar.days);
    let all = found.scenario.queues.len();
    let some = if shown < all {
        language.pick(format!("; {shown} of {all} queues"), format!("；{all} 个队列中的 {shown} 个"))
    } else {
        String::new()
    };
    language.pick(
        format!("Service level by time of day{of_days}, with 95 % intervals{some}"),
        format!("各时段接通率{of_days}，含 95% 置信区间{some}"),
    )
}

/// More lines than colours would not be told apart: those with goals, and the first of the others.
fn lines<'a>(found: &'a Found<'_>, slots: &[Slot]) -> Vec<Line<'a>> {
    let mut queues: Vec<usize> = (0..found.scenario.queues.len()).collect();
    queues.sort_by_key(|&queue| found.scenario.queues[queue].answer.is_none());
    let line = |(queue, color): (usize, RGBColor)| {
        let terms = &found.scenario.queues[queue];
        let points = points(&found.outcome.scopes[queue], terms, slots);
        Line { queue: terms, label: printable_line(&terms.label), color, points }
    };
    queues.into_iter().zip(LINES).map(line).collect()
}

fn points(scope: &Scope, queue: &QueueTerms, slots: &[Slot]) -> Vec<(Slot, Estimate)> {
    let point = |slot: &Slot| {
        let estimate = slot.of(scope, formula_metric(queue.formula));
        let mean = estimate.mean?;
        let end = |end: Option<f64>| Some(end.unwrap_or(mean).clamp(0.0, 1.0));
        Some((*slot, Estimate { mean: Some(mean), low: end(estimate.low), high: end(estimate.high) }))
    };
    slots.iter().filter_map(point).collect()
}

/// Several goals are told apart by the colour of their queue.
fn targets(lines: &[Line<'_>], language: Language) -> Vec<Target> {
    let mut targets: Vec<Target> = Vec::new();
    for line in lines {
        let Some(level) = line.queue.answer else { continue };
        let words = goal_in_words(line.queue, (Asked::Answer, level), language);
        let words = language.pick(format!("goal: {words}"), format!("目标：{words}"));
        match targets.iter_mut().find(|target| target.words == words) {
            Some(target) => target.color = TARGET,
            None => targets.push(Target { words, level, color: line.color }),
        }
    }
    if let [only] = &mut targets[..] {
        only.color = TARGET;
    }
    targets
}

fn draws_levels(
    area: &Area<'_>,
    (widest, left): (i32, Axis),
    (lines, targets): (&[Line<'_>], &[Target]),
    (slots, language): (&[Slot], Language),
) -> Drawn<Vec<Spot>> {
    let mut day = hours::axis(slots);
    day.ticks.clear();
    let (from, to) = (day.from, day.to);
    let words = language.pick("answered in time", "及时接通");
    let mut chart = chart_beside(area, widest, (day, ""), (left, words))?;
    let mut spots = Vec::new();
    for of in lines {
        let ends = |(slot, found): &(Slot, Estimate)| Some((slot.middle(), found.low?, found.high?));
        let ends: Vec<_> = of.points.iter().filter_map(ends).collect();
        band(&mut chart, &ends, of.color)?;
        let means = of.points.iter().filter_map(|(slot, found)| Some((slot.middle(), found.mean?)));
        line(&mut chart, &means.collect::<Vec<_>>(), of.color)?;
        for (slot, found) in &of.points {
            let words = format!("{}: {} {}", of.label, slot.words(), with_ends(language, found, percent));
            spots.push(spot(&chart, (slot.middle(), found.mean.unwrap_or(0.0)), words));
        }
    }
    for target in targets {
        dashes(&mut chart, (from, target.level), (to, target.level), target.color)?;
    }
    Ok(spots)
}

fn draws_calls(
    area: &Area<'_>,
    (widest, left): (i32, Axis),
    found: &Found<'_>,
    (slots, language): (&[Slot], Language),
) -> Drawn<Vec<Spot>> {
    let total = found.outcome.total();
    let below = (hours::axis(slots), language.pick("time of day", "时刻"));
    let mut chart = chart_beside(area, widest, below, (left, language.pick("calls", "电话量")))?;
    let mut spots = Vec::new();
    for slot in slots {
        let gap = (slot.to - slot.from) * 0.06;
        let (offered, answered) = (slot.a_day(total, "offered_count"), slot.a_day(total, "answered_count"));
        let sides = (slot.from + gap, slot.to - gap);
        bar(&mut chart, sides, (0.0, offered), FAINT)?;
        bar(&mut chart, sides, (0.0, answered.min(offered)), LINES[4])?;
        let (offered_words, answered_words) = (count(offered), count(answered));
        let words = language.pick(
            format!("{}: {offered_words} offered, {answered_words} answered", slot.words()),
            format!("{}：人工请求 {offered_words}，人工接听 {answered_words}", slot.words()),
        );
        spots.push(spot(&chart, (slot.middle(), offered / 2.0), words));
    }
    Ok(spots)
}
