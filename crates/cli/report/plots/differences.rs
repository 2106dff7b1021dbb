//! Differences with their intervals, a row each, and the line of no difference: of simulated and reported totals, of
//! two designs.

use plotters::prelude::*;

use super::Spot;
use super::axes::{Axis, Chart, chart, spot};
use super::canvas::{
    Area, Drawing, Drawn, Head, INK, Key, LINES, MARGIN, label, picture_of_height, shortened, told, width_of,
};
use crate::report::Language;

const ROW: i32 = 28;
/// A panel's axis with its words, and what stands above it.
const AROUND: i32 = 86;
/// Rows of names no wider than this.
const NAME: i32 = 300;

/// One difference.
#[derive(Clone, Debug)]
pub struct Row {
    /// What differs.
    pub label: String,
    pub mean: f64,
    /// The ends of the interval, where there is one.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// What the axis measures: `difference in per cent`. Rows of one unit stand on one axis.
    pub unit: String,
    /// What a reader who points at it is told.
    pub words: String,
}

/// Draws the rows in panels, one a unit, in the order in which units come first; none without rows.
pub fn draw(title: &str, shows: &str, rows: &[Row], language: Language) -> Drawn<Option<Drawing>> {
    let mut panels: Vec<(&str, Vec<&Row>)> = Vec::new();
    for row in rows.iter().filter(|row| row.mean.is_finite()) {
        match panels.iter_mut().find(|(unit, _)| *unit == row.unit) {
            Some((_, rows)) => rows.push(row),
            None => panels.push((&row.unit, vec![row])),
        }
    }
    if panels.is_empty() {
        return Ok(None);
    }
    let legend = legend(panels.iter().flat_map(|(_, rows)| rows).copied(), language);
    let heights: Vec<i32> = panels.iter().map(|(_, rows)| rows.len() as i32 * ROW + AROUND).collect();
    let height = heights.iter().sum::<i32>() + 130;
    picture_of_height(&Head { title, shows, legend: &legend }, height.max(300) as u32, |area| {
        let mut spots = Vec::new();
        let mut rest = area.clone();
        let mut names = 0;
        for (_, rows) in &panels {
            for row in rows {
                names = names.max(width_of(area, &row.label, &label())?);
            }
        }
        for ((unit, rows), height) in panels.iter().zip(heights) {
            let (panel, below) = rest.split_vertically(height);
            spots.extend(draws_panel(&panel, unit, rows, names.min(NAME))?);
            rest = below;
        }
        Ok(spots)
    })
    .map(Some)
}

/// What the colours say, of those that occur.
fn legend<'a>(rows: impl Iterator<Item = &'a Row> + Clone, language: Language) -> Vec<(Key, String)> {
    let names = [
        (true, language.pick("the interval does not hold zero", "区间不含零")),
        (false, language.pick("the interval holds zero, or there is none", "区间包含零，或没有区间")),
    ];
    let occurs = |differs: bool| rows.clone().any(|row| row.differs() == differs);
    let names = names.into_iter().filter(|(differs, _)| occurs(*differs));
    names.map(|(differs, words)| (Key::Dot(color_of(differs)), words.to_owned())).collect()
}

fn color_of(differs: bool) -> RGBColor {
    if differs { LINES[5] } else { LINES[0] }
}

impl Row {
    /// Whether the difference is beyond doubt.
    fn differs(&self) -> bool {
        self.low.zip(self.high).is_some_and(|(low, high)| low > 0.0 || high < 0.0)
    }
}

fn draws_panel(area: &Area<'_>, unit: &str, rows: &[&Row], names: i32) -> Drawn<Vec<Spot>> {
    let (left, right) = area.split_horizontally(names + MARGIN);
    let ends = |row: &&Row| [row.mean, row.low.unwrap_or(row.mean), row.high.unwrap_or(row.mean), 0.0];
    let least = rows.iter().flat_map(ends).fold(0.0, f64::min);
    let most = rows.iter().flat_map(ends).fold(0.0, f64::max);
    let room = if most > least { (most - least) * 0.08 } else { 1.0 };
    let across = Axis::round(least - room, most + room, 7, signed);
    let places = Axis { from: rows.len() as f64, to: 0.0, ticks: Vec::new() };
    let mut chart = chart(&right, (across, unit), (places, ""))?;
    draws_lines(&mut chart, rows.len() as f64)?;
    let mut spots = Vec::new();
    for (place, row) in rows.iter().enumerate() {
        let y = place as f64 + 0.5;
        draws_row(&mut chart, row, y)?;
        spots.push(spot(&chart, (row.mean, y), row.words.clone()));
        let (_, middle) = chart.backend_coord(&(0.0, y));
        let top = middle - left.get_pixel_range().1.start - 7;
        let words = shortened(&left, &row.label, &label(), names)?;
        left.draw_text(&words, &label(), (0, top)).map_err(told)?;
    }
    Ok(spots)
}

fn draws_lines(chart: &mut Chart<'_, '_>, rows: f64) -> Drawn<()> {
    let zero = PathElement::new([(0.0, 0.0), (0.0, rows)], INK.stroke_width(1));
    chart.draw_series([zero]).map(|_| ()).map_err(told)
}

fn draws_row(chart: &mut Chart<'_, '_>, row: &Row, y: f64) -> Drawn<()> {
    let color = color_of(row.differs());
    if let Some((low, high)) = row.low.zip(row.high) {
        let bar = PathElement::new([(low, y), (high, y)], color.stroke_width(3));
        chart.draw_series([bar]).map_err(told)?;
    }
    chart.draw_series([Circle::new((row.mean, y), 5, color.filled())]).map(|_| ()).map_err(told)
}

/// `+2.5`, `0`, `-10`.
fn signed(value: f64) -> String {
    let value = (value * 1e9).round() / 1e9 + 0.0;
    if value > 0.0 { format!("+{value}") } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::super::tidy::has_tidy_texts;
    use super::*;

    fn row(label: &str, mean: f64, half: Option<f64>, unit: &str) -> Row {
        let (low, high) = (half.map(|half| mean - half), half.map(|half| mean + half));
        Row {
            label: label.to_owned(),
            mean,
            low,
            high,
            unit: unit.to_owned(),
            words: format!("{label}: {mean}"),
        }
    }

    #[test]
    fn rows_of_a_unit_share_an_axis_and_each_has_its_spot() {
        let rows = [
            row("service level", 2.5, Some(0.4), "points"),
            row(
                "average speed of answer, which has a very long name indeed, longer than there is room",
                -3.0,
                Some(5.0),
                "s",
            ),
            row("abandonment", -1.0, None, "points"),
        ];
        let drawing = draw("B against A", "B − A", &rows, Language::En).expect("it is drawn").expect("rows");
        has_tidy_texts(&drawing.svg);
        assert_eq!(drawing.spots.len(), 3);
        let [level, _, abandonment] = [0, 2, 1].map(|place| &drawing.spots[place]);
        assert!(level.x > abandonment.x && level.words == "service level: 2.5");
        assert_eq!(drawing.svg.matches(">points<").count() + drawing.svg.matches("points\n").count(), 1);
        assert!(drawing.svg.contains('…'), "long names are cut");
    }

    #[test]
    fn without_rows_there_is_nothing_to_draw() {
        assert!(draw("", "", &[], Language::Zh).expect("no failure").is_none());
    }

    #[test]
    fn all_alike_is_drawn_too() {
        let drawing =
            draw("t", "s", &[row("calls", 0.0, Some(0.0), "%")], Language::En).expect("it is drawn");
        has_tidy_texts(&drawing.expect("a row").svg);
    }
}
