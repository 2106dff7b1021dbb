//! One curve against another: what was found with its band, and what is fitted to it.

use plotters::prelude::*;

use super::axes::{Axis, Chart, band, chart, spot};
use super::canvas::{Drawing, Drawn, Head, Key, LINES, TARGET, picture, told};
use crate::report::Language;

const FOUND: RGBColor = LINES[0];
const FITTED: RGBColor = TARGET;
/// More points than a page has pixels draw nothing more.
const POINTS_AT_MOST: usize = 400;

/// The curves: x in the axis' unit, shares from 0 to 1.
pub struct Curves<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// What is shown.
    pub shows: &'a str,
    /// What was found: (x, share, ends of its band), level from each x to the next.
    pub found: Vec<(f64, f64, f64, f64)>,
    /// What is fitted.
    pub fitted: Vec<(f64, f64)>,
    /// What the found and the fitted curve are called.
    pub names: [String; 2],
    /// What the axes measure.
    pub axes: [String; 2],
    pub language: Language,
}

/// Draws them; none without points.
pub fn draw(curves: &Curves<'_>) -> Drawn<Option<Drawing>> {
    let found = thinned(&curves.found);
    let Some(&(to, ..)) = found.last().filter(|(to, ..)| *to > 0.0) else { return Ok(None) };
    let [found_name, fitted_name] = &curves.names;
    let legend = [(Key::Band(FOUND), found_name.clone()), (Key::Dashes(FITTED), fitted_name.clone())];
    picture(&Head { title: curves.title, shows: curves.shows, legend: &legend }, |area| {
        let [across, up] = &curves.axes;
        let words = |value: f64| crate::report::words::count((value * 1e6).round() / 1e6);
        let below = (Axis::round(0.0, to, 10, words), across.as_str());
        let mut chart = chart(area, below, (Axis::shares(0.0, 1.0, 5), up))?;
        let ends: Vec<(f64, f64, f64)> = stairs(&found, |&(x, _, low, high)| (x, (low, high)), (1.0, 1.0))
            .into_iter()
            .map(|(x, (low, high))| (x, low, high))
            .collect();
        band(&mut chart, &ends, FOUND)?;
        let line = stairs(&found, |&(x, share, ..)| (x, share), 1.0);
        chart.draw_series(LineSeries::new(line, FOUND.stroke_width(2))).map_err(told)?;
        draws_dashed(&mut chart, &curves.fitted, to)?;
        let every = found.len().div_ceil(40).max(1);
        let spots = found.iter().step_by(every).map(|&(x, share, ..)| {
            let share_words = crate::report::words::percent(share);
            spot(&chart, (x, share), format!("{}: {share_words}", curves.language.duration(x)))
        });
        Ok(spots.collect())
    })
    .map(Some)
}

/// A curve that is level from each point to the next, from what it is before the first.
fn stairs<P, V: Copy>(points: &[P], of: impl Fn(&P) -> (f64, V), before: V) -> Vec<(f64, V)> {
    let mut level = before;
    let mut stairs = vec![(0.0, before)];
    for point in points {
        let (x, value) = of(point);
        stairs.extend([(x, level), (x, value)]);
        level = value;
    }
    stairs
}

fn thinned(points: &[(f64, f64, f64, f64)]) -> Vec<(f64, f64, f64, f64)> {
    let every = points.len().div_ceil(POINTS_AT_MOST).max(1);
    let kept = points.iter().enumerate().filter(|(place, _)| place % every == 0 || place + 1 == points.len());
    kept.map(|(_, point)| *point).collect()
}

/// A line of dashes, all of the same length across.
fn draws_dashed(chart: &mut Chart<'_, '_>, points: &[(f64, f64)], to: f64) -> Drawn<()> {
    const DASHES: usize = 60;
    const POINTS: usize = 4;
    for dash in 0..DASHES {
        let place = |point: usize| (dash as f64 + 0.6 * point as f64 / POINTS as f64) * to / DASHES as f64;
        let line: Vec<_> = (0..=POINTS).filter_map(|point| between(points, place(point))).collect();
        chart.draw_series(LineSeries::new(line, FITTED.stroke_width(2))).map_err(told)?;
    }
    Ok(())
}

/// The point of a curve at a place; none beside the curve.
fn between(points: &[(f64, f64)], x: f64) -> Option<(f64, f64)> {
    let after = points.partition_point(|point| point.0 < x);
    let (to, from) = (points.get(after)?, points.get(after.saturating_sub(1))?);
    if after == 0 {
        return (to.0 == x).then_some(*to);
    }
    let part = (x - from.0) / (to.0 - from.0).max(1e-300);
    Some((x, from.1 + part * (to.1 - from.1)))
}

#[cfg(test)]
mod tests {
    use super::super::tidy::has_tidy_texts;
    use super::*;

    fn curves(count: usize) -> Curves<'static> {
        let share = |place: usize| (-(place as f64) / 300.0).exp();
        Curves {
            title: "A title",
            shows: "what is shown",
            found: (1..=count)
                .map(|place| (place as f64, share(place), share(place) * 0.9, share(place).powf(0.9)))
                .collect(),
            fitted: (0..=200).map(|place| (place as f64 * 5.0, share(place * 5))).collect(),
            names: ["found".to_owned(), "fitted".to_owned()],
            axes: ["seconds".to_owned(), "share".to_owned()],
            language: Language::En,
        }
    }

    #[test]
    fn one_point_and_thousands_are_drawn() {
        for count in [1, 50, 3_000] {
            let drawing = draw(&curves(count)).expect("it is drawn").expect("points");
            has_tidy_texts(&drawing.svg);
            assert!(!drawing.spots.is_empty() && drawing.spots.len() <= 41, "{count}");
        }
        assert!(draw(&curves(0)).expect("no failure").is_none());
    }
}
