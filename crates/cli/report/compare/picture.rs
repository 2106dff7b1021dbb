//! The differences of a comparison as a picture: a panel for counts, for shares and for waits.

use acd_study::{Difference, METRICS, Metric, Unit};

use super::super::plots::{Plot, differences};
use super::super::words::printable_line;
use super::{FoundCompared, SHOWN, interval, mean};
use crate::exit::Failure;
use crate::report::Language;

/// Draws the plot; none where nothing can be compared.
pub fn draw(found: &FoundCompared, language: Language) -> Result<Option<Plot>, Failure> {
    let total = found.compared.total();
    let rows: Vec<differences::Row> =
        SHOWN.iter().filter_map(|id| row(Metric::place(id), &total.differences, language)).collect();
    let shows = language.pick(
        "B − A over all queues, with 95 % intervals of the pairs",
        "B 减 A，全部队列，成对之差的 95% 置信区间",
    );
    let failed = |error| Failure::io("the plot differences", error);
    let drawing = differences::draw(&printable_line(&found.title), shows, &rows, language).map_err(failed)?;
    Ok(drawing.map(|drawing| Plot {
        name: "differences".into(),
        meaning: language
            .pick("what B does otherwise than A, with 95 % intervals", "B 与 A 之差及其 95% 置信区间")
            .into(),
        svg: drawing.svg,
        spots: drawing.spots,
    }))
}

/// A metric's difference: of counts in per cent of A, of shares in points.
fn row(place: usize, all: &[Difference], language: Language) -> Option<differences::Row> {
    let (metric, difference) = (&METRICS[place], &all[place]);
    let (factor, unit) = match metric.unit {
        Unit::Count => {
            let base = difference.a.filter(|a| *a != 0.0)?;
            (100.0 / base, language.pick("difference, % of A", "相差，占 A 的 %"))
        }
        Unit::Ratio => (100.0, language.pick("difference, percentage points", "相差，百分点")),
        Unit::Seconds => (1.0, language.pick("difference, seconds", "相差，秒")),
    };
    let label = language.pick(metric.english, metric.chinese).to_owned();
    let (by, within) = (mean(difference, metric.unit), interval(difference, metric.unit, language));
    let times = |end: Option<f64>| end.map(|end| end * factor);
    Some(differences::Row {
        words: format!("{label}: {by} ({within})"),
        label,
        mean: times(difference.difference.mean)?,
        low: times(difference.difference.low),
        high: times(difference.difference.high),
        unit: unit.to_owned(),
    })
}
