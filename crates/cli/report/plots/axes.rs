//! Axes with the ticks that people would choose, a chart between two of them, and what is drawn in it.

use plotters::coord::ranged1d::{DefaultFormatting, KeyPointHint, Ranged};
use plotters::prelude::*;

use super::Spot;
use super::canvas::{Area, Drawn, FAINT, INK, label, shortened, told, width_of};
use crate::report::words::count;

/// A chart in the house's style.
pub type Chart<'a, 's> = ChartContext<'a, SVGBackend<'s>, Cartesian2d<Axis, Axis>>;

/// An axis and the words at its ticks.
#[derive(Clone, Debug)]
pub struct Axis {
    pub from: f64,
    pub to: f64,
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis with ticks at round numbers.
    pub fn round(from: f64, to: f64, at_most: usize, words: impl Fn(f64) -> String) -> Axis {
        let to = if to > from { to } else { from + 1.0 };
        let step = round_step((to - from) / at_most.max(1) as f64);
        let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
        let ticks = (first..=last).map(|place| place as f64 * step);
        Axis { from, to, ticks: ticks.map(|tick| (tick, words(tick))).collect() }
    }

    /// Calls or agents, from none on.
    pub fn amounts(most: f64, at_most: usize) -> Axis {
        let most = if most > 0.0 { most } else { 1.0 };
        let step = round_step(most / at_most as f64);
        let to = (most / step - 1e-9).ceil() * step;
        Axis::round(0.0, to, at_most, |amount| count((amount * 1e6).round() / 1e6))
    }

    /// Shares.
    pub fn shares(from: f64, to: f64, at_most: usize) -> Axis {
        let step = round_step((to - from) / at_most as f64);
        let decimals = if step < 0.009_99 { 1 } else { 0 };
        let decimals = if step < 0.000_999 { 2 } else { decimals };
        Axis::round(from, to, at_most, |share| format!("{:.decimals$}%", share * 100.0 + 0.0))
    }

    /// Hours of the day; a night goes on after 24.
    pub fn of_day(from: f64, to: f64, at_most: usize) -> Axis {
        const STEPS: [f64; 9] = [1.0 / 12.0, 0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 12.0];
        let fits = |step: &&f64| (to - from) / **step <= at_most as f64;
        let step = STEPS.iter().find(fits).copied().unwrap_or(24.0);
        let (first, last) = ((from / step - 1e-9).ceil() as i64, (to / step + 1e-9).floor() as i64);
        let ticks = (first..=last).map(|place| place as f64 * step);
        Axis { from, to, ticks: ticks.map(|hour| (hour, clock(hour))).collect() }
    }

    fn words_at(&self, value: f64) -> String {
        self.ticks
            .iter()
            .find(|(tick, _)| *tick == value)
            .map_or_else(String::new, |(_, words)| words.clone())
    }
}

/// The least of 1, 2 and 5 times a power of ten that is not below.
fn round_step(least: f64) -> f64 {
    let least = least.max(1e-12);
    let power = 10f64.powf(least.log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0].into_iter().find(|factor| factor * power >= least * (1.0 - 1e-9));
    factor.unwrap_or(10.0) * power
}

/// `08:00`; a night goes on after midnight.
pub fn clock(hour: f64) -> String {
    let minutes = (hour * 60.0).round() as i64;
    let of_day = if minutes == 1_440 { minutes } else { minutes.rem_euclid(1_440) };
    format!("{:02}:{:02}", of_day / 60, of_day % 60)
}

impl Ranged for Axis {
    type FormatOption = DefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (left, right): (i32, i32)) -> i32 {
        left + (f64::from(right - left) * (value - self.from) / (self.to - self.from)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, _: Hint) -> Vec<f64> {
        self.ticks.iter().map(|(tick, _)| *tick).collect()
    }

    fn range(&self) -> std::ops::Range<f64> {
        self.from..self.to
    }
}

/// Draws axes, lines across at each tick of the left one, and what the axes measure: the left one's words stand above
/// it, so that they read in any script. Words left out leave no room; an axis below without ticks leaves none either.
pub fn chart<'a, 's>(area: &'a Area<'s>, below: (Axis, &str), left: (Axis, &str)) -> Drawn<Chart<'a, 's>> {
    let widest = widest_words(area, &left.0)?;
    chart_beside(area, widest, below, left)
}

/// How wide the words at an axis are.
pub fn widest_words(area: &Area<'_>, axis: &Axis) -> Drawn<i32> {
    let mut widest = 30;
    for (_, words) in &axis.ticks {
        widest = widest.max(width_of(area, words, &label())?);
    }
    Ok(widest)
}

/// The same with room for words of a width at the left axis, so that charts stand exactly one above the other.
pub fn chart_beside<'a, 's>(
    area: &'a Area<'s>,
    widest: i32,
    below: (Axis, &str),
    left: (Axis, &str),
) -> Drawn<Chart<'a, 's>> {
    const HALF_OF_A_TIME: i32 = 24;
    const LINE: i32 = 24;
    let ((x, x_words), (y, y_words)) = (below, left);
    let room = area.dim_in_pixel().0 as i32;
    area.draw_text(&shortened(area, y_words, &label(), room)?, &label(), (0, 0)).map_err(told)?;
    let labels_below = if x.ticks.is_empty() { 8 } else { LINE };
    let words_below = if x_words.is_empty() { 0 } else { LINE };
    let half_of_last = x.ticks.last().map_or(Ok(0), |(_, words)| width_of(area, words, &label()))? / 2;
    let mut chart = ChartBuilder::on(area)
        .x_label_area_size(labels_below + words_below)
        .y_label_area_size(widest + 14)
        .margin_top(if y_words.is_empty() { 8 } else { LINE })
        .margin_right(half_of_last.clamp(HALF_OF_A_TIME, 60))
        .build_cartesian_2d(x.clone(), y.clone())
        .map_err(told)?;
    let (x_label, y_label) = (|value: &f64| x.words_at(*value), |value: &f64| y.words_at(*value));
    let x_words = shortened(area, x_words, &label(), room - widest - 80)?;
    let mut mesh = chart.configure_mesh();
    mesh.disable_x_mesh().light_line_style(WHITE).bold_line_style(FAINT).axis_style(INK);
    mesh.label_style(label()).axis_desc_style(label());
    mesh.x_labels(x.ticks.len()).x_label_formatter(&x_label).x_desc(x_words);
    mesh.y_labels(y.ticks.len()).y_label_formatter(&y_label);
    mesh.draw().map_err(told)?;
    Ok(chart)
}

/// What a place of the chart stands for.
pub fn spot(chart: &Chart<'_, '_>, at: (f64, f64), words: String) -> Spot {
    let (x, y) = chart.backend_coord(&at);
    Spot { x: x.into(), y: y.into(), words }
}

/// A line, and dots where there are few points: one alone would be no line.
pub fn line(chart: &mut Chart<'_, '_>, points: &[(f64, f64)], color: RGBColor) -> Drawn<()> {
    const FEW: usize = 60;
    chart.draw_series(LineSeries::new(points.iter().copied(), color.stroke_width(2))).map_err(told)?;
    if points.len() <= FEW {
        let dots = points.iter().map(|&point| Circle::new(point, 3, color.filled()));
        chart.draw_series(dots).map_err(told)?;
    }
    Ok(())
}

/// A line that is level from each place to the next.
pub fn steps(
    chart: &mut Chart<'_, '_>,
    levels: impl Iterator<Item = (f64, f64, f64)>,
    color: RGBColor,
) -> Drawn<()> {
    let points: Vec<(f64, f64)> = levels.flat_map(|(from, to, level)| [(from, level), (to, level)]).collect();
    chart.draw_series(LineSeries::new(points, color.stroke_width(2))).map(|_| ()).map_err(told)
}

/// The band between the lower and the upper ends; of a single point a bar.
pub fn band(chart: &mut Chart<'_, '_>, points: &[(f64, f64, f64)], color: RGBColor) -> Drawn<()> {
    if let [(x, low, high)] = points {
        let bar = PathElement::new([(*x, *low), (*x, *high)], color.mix(0.5).stroke_width(2));
        return chart.draw_series([bar]).map(|_| ()).map_err(told);
    }
    let upper = points.iter().map(|&(x, _, high)| (x, high));
    let lower = points.iter().rev().map(|&(x, low, _)| (x, low));
    let outline: Vec<(f64, f64)> = upper.chain(lower).collect();
    chart.draw_series([Polygon::new(outline, color.mix(0.2).filled())]).map(|_| ()).map_err(told)
}

/// A filled rectangle.
pub fn bar(chart: &mut Chart<'_, '_>, x: (f64, f64), y: (f64, f64), color: RGBColor) -> Drawn<()> {
    let bar = Rectangle::new([(x.0, y.0), (x.1, y.1)], color.filled());
    chart.draw_series([bar]).map(|_| ()).map_err(told)
}

/// The edge of a rectangle.
pub fn frame(chart: &mut Chart<'_, '_>, x: (f64, f64), y: (f64, f64), color: RGBColor) -> Drawn<()> {
    let corners = [(x.0, y.0), (x.0, y.1), (x.1, y.1), (x.1, y.0)];
    chart.draw_series([PathElement::new(corners, color.stroke_width(2))]).map(|_| ()).map_err(told)
}

/// Dashes from one place to another, across or upwards.
pub fn dashes(chart: &mut Chart<'_, '_>, from: (f64, f64), to: (f64, f64), color: RGBColor) -> Drawn<()> {
    const COUNT: usize = 60;
    let at = |part: f64| (from.0 + part * (to.0 - from.0), from.1 + part * (to.1 - from.1));
    let dash = |place: usize| {
        let start = place as f64 / COUNT as f64;
        PathElement::new([at(start), at(start + 0.6 / COUNT as f64)], color.stroke_width(2))
    };
    chart.draw_series((0..COUNT).map(dash)).map(|_| ()).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(axis: &Axis) -> Vec<&str> {
        axis.ticks.iter().map(|(_, words)| words.as_str()).collect()
    }

    #[test]
    fn ticks_are_round_numbers_within_the_axis() {
        assert_eq!(words(&Axis::amounts(3_000.0, 5)), ["0", "1,000", "2,000", "3,000"]);
        assert_eq!(words(&Axis::amounts(0.0, 5)), ["0", "0.2", "0.4", "0.6", "0.8", "1"]);
        assert_eq!(words(&Axis::shares(0.8, 1.02, 5)), ["80%", "85%", "90%", "95%", "100%"]);
        assert_eq!(
            words(&Axis::shares(-0.02, 0.013, 7)),
            ["-2.0%", "-1.5%", "-1.0%", "-0.5%", "0.0%", "0.5%", "1.0%"]
        );
    }

    #[test]
    fn a_day_has_ticks_at_full_hours_and_a_night_goes_on_after_midnight() {
        assert_eq!(words(&Axis::of_day(9.0, 17.0, 13)).len(), 9);
        assert_eq!(words(&Axis::of_day(0.0, 24.0, 13)).last(), Some(&"24:00"));
        assert_eq!(words(&Axis::of_day(22.0, 30.0, 4)), ["22:00", "24:00", "02:00", "04:00", "06:00"]);
        assert_eq!(words(&Axis::of_day(8.0, 8.5, 13)).len(), 7);
    }
}
