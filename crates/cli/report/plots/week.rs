//! The service level by weekday and time of day.

use acd_study::{Metric, formula_metric};

use super::axes::clock;
use super::canvas::{Drawing, Drawn};
use super::hours;
use super::map::{self, Cell, Map};
use crate::report::words::{percent, printable_line};
use crate::report::{Found, Language};

const WEEKDAYS: [(&str, &str); 7] = [
    ("Monday", "星期一"),
    ("Tuesday", "星期二"),
    ("Wednesday", "星期三"),
    ("Thursday", "星期四"),
    ("Friday", "星期五"),
    ("Saturday", "星期六"),
    ("Sunday", "星期日"),
];

/// Draws the plot; none where the stretch is shorter than a week, or nobody knows its weekdays.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let total = found.outcome.total();
    let (Some(first), false) = (found.scenario.first_weekday, total.week.is_empty()) else { return Ok(None) };
    // All queues together by the formula that their goals have in common, or the usual one.
    let mut formulas = found.scenario.queues.iter().map(|queue| queue.formula);
    let formula =
        formulas.next().filter(|first| formulas.all(|formula| formula == *first)).unwrap_or_default();
    let metric = Metric::place(formula_metric(formula));
    let mut slots = hours::open(found);
    // A night's hours after midnight are another weekday's: here a day is the calendar's.
    slots.sort_by_key(|slot| slot.place);
    let cell = |weekday: usize, slot: &hours::Slot| {
        let day = (weekday + 7 - first) % 7;
        let value = total.week[day].get(slot.place)?[metric]?.clamp(0.0, 1.0);
        let name = language.pick(WEEKDAYS[weekday].0, WEEKDAYS[weekday].1);
        let words = format!("{name} {}: {}", slot.words(), percent(value));
        Some(Cell { value, mark: None, words })
    };
    let row = |weekday: usize| slots.iter().map(|slot| cell(weekday, slot)).collect();
    let map = Map {
        title: printable_line(&found.scenario.title),
        shows: language.pick("Service level by weekday and time of day", "各星期各时段的接通率").to_owned(),
        measure: language.pick("service level", "接通率").to_owned(),
        columns_by: language.pick("time of day", "时刻").to_owned(),
        rows_by: String::new(),
        columns: slots.iter().map(|slot| clock(slot.from % 24.0)).collect(),
        rows: WEEKDAYS.iter().map(|day| language.pick(day.0, day.1).to_owned()).collect(),
        cells: (0..7).map(row).collect(),
    };
    map::draw(&map, language)
}
