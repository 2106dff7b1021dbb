//! What the first goal came to over a sweep of two keys: a map with the verdicts.

use acd_scenario::Search;
use acd_study::{Point, Searched};

use super::canvas::{Drawing, Drawn};
use super::map::{self, Cell, Map};
use crate::report::search::{first_level, value, verdict_word};
use crate::report::summary::goal_in_words;
use crate::report::words::{percent, printable_line};
use crate::report::{Found, Language};

/// Draws the map, values of the first key upwards as rows.
pub fn draw(
    found: &Found<'_>,
    (first, second): (&Search, &Search),
    searched: &Searched,
    language: Language,
) -> Drawn<Option<Drawing>> {
    let rows: Vec<&[Point]> = searched.points.chunk_by(|one, other| one.value == other.value).collect();
    let columns: Vec<f64> = (0..second.count()).map(|place| second.value(place).value).collect();
    let cell = |row: &[Point], at: f64| {
        let point = row.iter().find(|point| point.second == Some(at))?;
        let level = first_level(point)?;
        let of = value(first, point.value, language);
        let verdict =
            point.verdict.map_or(String::new(), |verdict| format!(", {}", verdict_word(verdict, language)));
        let words = format!("{of} × {}: {}{verdict}", value(second, at, language), percent(level));
        Some(Cell { value: level.clamp(0.0, 1.0), mark: point.verdict, words })
    };
    let goal = found.scenario.queues.iter().find_map(|queue| {
        let words = goal_in_words(queue, queue.goals().next()?, language);
        Some(format!("{}: {words}", printable_line(&queue.label)))
    });
    let map = Map {
        title: printable_line(&found.scenario.title),
        shows: goal.unwrap_or_else(|| language.pick("All queues together", "全部队列合计").to_owned()),
        measure: language.pick("service level", "接通率").to_owned(),
        columns_by: printable_line(&second.vary),
        rows_by: printable_line(&first.vary),
        columns: columns.iter().map(|at| value(second, *at, language)).collect(),
        rows: rows.iter().map(|row| value(first, row[0].value, language)).collect(),
        cells: rows.iter().map(|row| columns.iter().map(|at| cell(row, *at)).collect()).collect(),
    };
    map::draw(&map, language)
}
