//! The service level of every hotline of a network, a row each, the worst first, with its goal.

use acd_study::{Estimate, Metric, Verdict, of_all};
use plotters::prelude::*;

use super::axes::{Axis, Chart, chart, spot};
use super::canvas::{
    Drawing, Drawn, Head, INK, Key, MARGIN, TARGET, label, picture_of_height, shortened, told, verdict_key,
    width_of,
};
use super::phrases::with_ends;
use crate::report::Language;
use crate::report::network::{FoundNetwork, Part};
use crate::report::words::{percent, printable_line};

const ROW: i32 = 22;
const AROUND: i32 = 220;
/// Names are cut to this.
const NAME: i32 = 220;
/// Hotlines from here on make a picture that nobody can look at.
const HOTLINES_AT_MOST: usize = 200;

struct Row {
    label: String,
    level: Estimate,
    mean: f64,
    /// The goal's least level; none where a hotline has several goals, or none.
    target: Option<f64>,
    verdict: Option<Verdict>,
}

/// Draws the plot.
pub fn draw(found: &FoundNetwork<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let rows = found.hotlines().filter_map(|(hotline, part)| row(printable_line(&hotline.label), part));
    let mut rows: Vec<Row> = rows.collect();
    if rows.is_empty() || rows.len() > HOTLINES_AT_MOST {
        return Ok(None);
    }
    rows.sort_by(|one, other| one.mean.total_cmp(&other.mean));
    let shows = language.pick(
        "Calls answered in time, of all offered: each hotline with its 95 % interval, and its goal",
        "各条热线的接通率（及时接通占人工请求）、95% 置信区间与目标",
    );
    let head = Head { title: &printable_line(&found.network.title), shows, legend: &legend(&rows, language) };
    let height = rows.len() as i32 * ROW + AROUND;
    picture_of_height(&head, height as u32, |area| {
        let mut names = 0;
        for row in &rows {
            names = names.max(width_of(area, &row.label, &label())?);
        }
        let names = names.min(NAME);
        let (left, right) = area.split_horizontally(names + MARGIN);
        let places = Axis { from: rows.len() as f64, to: 0.0, ticks: Vec::new() };
        let words = language.pick("service level", "接通率");
        let mut chart = chart(&right, (Axis::shares(0.0, 1.0, 10), words), (places, ""))?;
        let mut spots = Vec::new();
        for (place, row) in rows.iter().enumerate() {
            let y = place as f64 + 0.5;
            draws_row(&mut chart, row, y)?;
            spots.push(spot(&chart, (row.mean, y), told_of(row, language)));
            let (_, middle) = chart.backend_coord(&(0.0, y));
            let top = middle - left.get_pixel_range().1.start - 7;
            left.draw_text(&shortened(&left, &row.label, &label(), names)?, &label(), (0, top))
                .map_err(told)?;
        }
        Ok(spots)
    })
    .map(Some)
}

fn row(label: String, part: &Part) -> Option<Row> {
    let level = part.total[Metric::place("service_level_ratio")];
    let target = if let [goal] = part.goals.as_slice() { Some(goal.share) } else { None };
    Some(Row { label, mean: level.mean?, level, target, verdict: of_all(&part.goals) })
}

fn legend(rows: &[Row], language: Language) -> Vec<(Key, String)> {
    let names = [
        (Verdict::Met, language.pick("goals met", "目标达成")),
        (Verdict::Undecided, language.pick("undecided", "不能确定")),
        (Verdict::Missed, language.pick("a goal missed", "目标未达成")),
    ];
    let occurs = |verdict: Verdict| rows.iter().any(|row| row.verdict == Some(verdict));
    let marks = names.into_iter().filter(|(verdict, _)| occurs(*verdict));
    let mut legend: Vec<(Key, String)> =
        marks.map(|(verdict, words)| (verdict_key(verdict), words.to_owned())).collect();
    if rows.iter().any(|row| row.target.is_some()) {
        legend.push((Key::Line(TARGET), language.pick("the goal", "目标").to_owned()));
    }
    legend
}

fn told_of(row: &Row, language: Language) -> String {
    let level = with_ends(language, &row.level, percent);
    language.pick(format!("{}: {level}", row.label), format!("{}：{level}", row.label))
}

fn draws_row(chart: &mut Chart<'_, '_>, row: &Row, y: f64) -> Drawn<()> {
    if let Some(target) = row.target {
        let goal = PathElement::new([(target, y - 0.5), (target, y + 0.5)], TARGET.stroke_width(2));
        chart.draw_series([goal]).map_err(told)?;
    }
    if let Some((low, high)) = row.level.low.zip(row.level.high) {
        let bar = PathElement::new([(low, y), (high, y)], INK.stroke_width(2));
        chart.draw_series([bar]).map_err(told)?;
    }
    let at = (row.mean, y);
    match row.verdict.map_or(Key::Dot(INK), verdict_key) {
        Key::Ring(color) => chart.draw_series([Circle::new(at, 4, color.stroke_width(2))]).map(|_| ()),
        Key::Cross(color) => chart.draw_series([Cross::new(at, 4, color.stroke_width(2))]).map(|_| ()),
        Key::Dot(color) => chart.draw_series([Circle::new(at, 4, color.filled())]).map(|_| ()),
        _ => Ok(()),
    }
    .map_err(told)
}
