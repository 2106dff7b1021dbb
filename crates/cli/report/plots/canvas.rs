//! What all plots share: size, colours, type, a title with a legend above the axes, a band around a line.

use std::sync::Once;

use plotters::chart::MeshStyle;
use plotters::coord::Shift;
use plotters::coord::ranged1d::Ranged;
use plotters::prelude::*;
use plotters::style::register_font;

use super::FONT;

/// A drawing that goes wrong says why.
pub type Drawn<T> = Result<T, String>;
/// Where is drawn.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

pub const WIDTH: u32 = 960;
pub const HEIGHT: u32 = 600;
const MARGIN: i32 = 20;
const TITLE_SIZE: u32 = 22;
const TEXT_SIZE: u32 = 15;
pub const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
pub const FAINT: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
pub const TARGET: RGBColor = RGBColor(0xB0, 0x3A, 0x2E);
/// Colours that people with any kind of sight tell apart (Okabe and Ito 2008).
pub const LINES: [RGBColor; 6] = [
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0xE6, 0x9F, 0x00),
    RGBColor(0x00, 0x9E, 0x73),
    RGBColor(0xCC, 0x79, 0xA7),
    RGBColor(0x56, 0xB4, 0xE9),
    RGBColor(0xD5, 0x5E, 0x00),
];

/// How an entry of the legend looks.
#[derive(Clone, Copy)]
pub enum Key {
    Line(RGBColor),
    Dashes(RGBColor),
    Bar(RGBColor),
    Dot(RGBColor),
    Ring(RGBColor),
    Cross(RGBColor),
}

/// What went wrong, as a text.
pub fn told<E: std::fmt::Display>(error: E) -> String {
    error.to_string()
}

/// Type of a size.
pub fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

/// Type of labels.
pub fn label() -> TextStyle<'static> {
    text(TEXT_SIZE)
}

/// Draws a picture under a title, a line that says what it shows, and a legend; what is left of the page is
/// the closure's.
pub fn picture(
    (title, shows): (&str, &str),
    legend: &[(Key, String)],
    draw: impl Fn(&Area<'_>) -> Drawn<()>,
) -> Drawn<String> {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        // A font that can't be read would fail the first text, with its reason.
        let _ = register_font("sans-serif", FontStyle::Normal, FONT);
    });
    let mut svg = String::new();
    {
        let page = SVGBackend::with_string(&mut svg, (WIDTH, HEIGHT)).into_drawing_area();
        page.fill(&WHITE).map_err(told)?;
        let title = shortened(&page, title, &text(TITLE_SIZE))?;
        page.draw_text(&title, &text(TITLE_SIZE), (MARGIN, MARGIN - 4)).map_err(told)?;
        let shows = shortened(&page, shows, &label())?;
        page.draw_text(&shows, &label(), (MARGIN, MARGIN + TITLE_SIZE as i32 + 4)).map_err(told)?;
        let below = draws_legend(&page, legend, MARGIN + (TITLE_SIZE + TEXT_SIZE) as i32 + 14)?;
        let (_, rest) = page.split_vertically(below);
        draw(&rest.margin(4, 10, 10, MARGIN))?;
        page.present().map_err(told)?;
    }
    Ok(svg)
}

/// A text cut so that it fits on the page.
fn shortened(page: &Area<'_>, whole: &str, style: &TextStyle<'_>) -> Drawn<String> {
    let mut text = whole.to_owned();
    while width_of(page, &text, style)? > WIDTH as i32 - 2 * MARGIN {
        let shorter: String = text.trim_end_matches('…').chars().collect();
        let kept = shorter.chars().count().saturating_sub(1);
        text = shorter.chars().take(kept).collect::<String>() + "…";
    }
    Ok(text)
}

/// The width of a text. A size is the height of a line when text is measured, and 1.24 times the em when it is
/// written; a line of this font is 1.45 em high.
fn width_of(page: &Area<'_>, text: &str, style: &TextStyle<'_>) -> Drawn<i32> {
    let (measured, _) = page.estimate_text_size(text, style).map_err(told)?;
    Ok((f64::from(measured) * 1.45 / 1.24).ceil() as i32)
}

/// Draws the entries in rows, and gives the height below them.
fn draws_legend(page: &Area<'_>, legend: &[(Key, String)], top: i32) -> Drawn<i32> {
    const SAMPLE: i32 = 26;
    const GAP: i32 = 24;
    const ROW: i32 = 24;
    let (mut left, mut top) = (MARGIN, top);
    for (key, words) in legend {
        let words = shortened(page, words, &label())?;
        let width = width_of(page, &words, &label())?;
        if left > MARGIN && left + SAMPLE + 8 + width > WIDTH as i32 - MARGIN {
            (left, top) = (MARGIN, top + ROW);
        }
        let middle = (left + SAMPLE / 2, top + ROW / 2);
        draws_sample(page, *key, (left, left + SAMPLE), middle)?;
        page.draw_text(&words, &label(), (left + SAMPLE + 8, top + 6)).map_err(told)?;
        left += SAMPLE + 8 + width + GAP;
    }
    Ok(if legend.is_empty() { top } else { top + ROW + 6 })
}

fn draws_sample(page: &Area<'_>, key: Key, (from, to): (i32, i32), middle: (i32, i32)) -> Drawn<()> {
    let (x, y) = middle;
    match key {
        Key::Line(color) => {
            let band = [(from, y - 6), (to, y + 6)];
            page.draw(&Rectangle::new(band, color.mix(0.2).filled())).map_err(told)?;
            page.draw(&PathElement::new([(from, y), (to, y)], color.stroke_width(2)))
        }
        Key::Dashes(color) => {
            for start in (from..to).step_by(10) {
                let dash = [(start, y), ((start + 6).min(to), y)];
                page.draw(&PathElement::new(dash, color.stroke_width(2))).map_err(told)?;
            }
            Ok(())
        }
        Key::Bar(color) => page.draw(&Rectangle::new([(from + 4, y - 6), (to - 4, y + 6)], color.filled())),
        Key::Dot(color) => page.draw(&Circle::new((x, y), 6, color.filled())),
        Key::Ring(color) => page.draw(&Circle::new((x, y), 5, color.stroke_width(2))),
        Key::Cross(color) => page.draw(&Cross::new((x, y), 5, color.stroke_width(2))),
    }
    .map_err(told)
}

/// Axes and mesh as all plots have them: lines across at each tick of the left axis.
pub fn in_house_style<'m, 'a, 'b, X: Ranged, Y: Ranged, D: DrawingBackend>(
    mesh: &'m mut MeshStyle<'a, 'b, X, Y, D>,
) -> &'m mut MeshStyle<'a, 'b, X, Y, D> {
    mesh.disable_x_mesh().light_line_style(WHITE).bold_line_style(FAINT).axis_style(INK);
    mesh.label_style(label()).axis_desc_style(label())
}

/// The outline of a band: along the upper ends, and back along the lower.
pub fn outline(points: &[(f64, f64, f64)]) -> Vec<(f64, f64)> {
    let upper = points.iter().map(|&(x, _, high)| (x, high));
    let lower = points.iter().rev().map(|&(x, low, _)| (x, low));
    upper.chain(lower).collect()
}

/// Dashes along a level, in the units of the axes.
pub fn dashes(level: f64, (from, to): (f64, f64)) -> Vec<Vec<(f64, f64)>> {
    const COUNT: usize = 60;
    let step = (to - from) / COUNT as f64;
    let dash = |place: usize| {
        let start = from + place as f64 * step;
        vec![(start, level), (start + step * 0.6, level)]
    };
    (0..COUNT).map(dash).collect()
}

/// `85%`.
pub fn percent_axis(share: &f64) -> String {
    format!("{:.0}%", share * 100.0)
}
