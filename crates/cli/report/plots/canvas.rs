//! What all plots share: size, colours, type, a title with a legend above the axes, a band around a line.

use std::sync::Once;

use acd_study::Verdict;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::register_font;

use super::{FONT, Spot};

/// A drawing that goes wrong says why.
pub type Drawn<T> = Result<T, String>;
/// Where is drawn.
pub type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

pub const WIDTH: u32 = 960;
pub const HEIGHT: u32 = 600;
pub const MARGIN: i32 = 20;
const TEXT_WIDTH: i32 = WIDTH as i32 - 2 * MARGIN;
const TITLE_SIZE: u32 = 22;
const TEXT_SIZE: u32 = 15;
pub const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
pub const FAINT: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
pub const DULL: RGBColor = RGBColor(0x99, 0x99, 0x99);
pub const TARGET: RGBColor = RGBColor(0xB0, 0x3A, 0x2E);
pub const MET: RGBColor = RGBColor(0x00, 0x9E, 0x73);
pub const UNDECIDED: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
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
    /// A line.
    Line(RGBColor),
    /// A line with the band of its interval.
    Band(RGBColor),
    Dashes(RGBColor),
    Bar(RGBColor),
    /// The edge of a bar.
    Frame(RGBColor),
    Dot(RGBColor),
    Ring(RGBColor),
    Cross(RGBColor),
}

/// How a verdict is marked.
pub fn verdict_key(verdict: Verdict) -> Key {
    match verdict {
        Verdict::Met => Key::Dot(MET),
        Verdict::Missed => Key::Cross(TARGET),
        Verdict::Undecided => Key::Ring(UNDECIDED),
    }
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

/// What is drawn, and what its places stand for.
#[derive(Debug, Default)]
pub struct Drawing {
    pub svg: String,
    pub spots: Vec<Spot>,
}

/// What stands above a drawing.
pub struct Head<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// What the drawing shows.
    pub shows: &'a str,
    pub legend: &'a [(Key, String)],
}

/// Draws a picture of the usual size under a title, a line that says what it shows, and a legend; what is left of
/// the page is the closure's.
pub fn picture(head: &Head<'_>, draw: impl FnOnce(&Area<'_>) -> Drawn<Vec<Spot>>) -> Drawn<Drawing> {
    picture_of_height(head, HEIGHT, draw)
}

/// The same of another height.
pub fn picture_of_height(
    head: &Head<'_>,
    height: u32,
    draw: impl FnOnce(&Area<'_>) -> Drawn<Vec<Spot>>,
) -> Drawn<Drawing> {
    static REGISTERED: Once = Once::new();
    REGISTERED.call_once(|| {
        // A font that can't be read would fail the first text, with its reason.
        let _ = register_font("sans-serif", FontStyle::Normal, FONT);
    });
    let mut drawing = Drawing::default();
    {
        let page = SVGBackend::with_string(&mut drawing.svg, (WIDTH, height)).into_drawing_area();
        page.fill(&WHITE).map_err(told)?;
        let title = shortened(&page, head.title, &text(TITLE_SIZE), TEXT_WIDTH)?;
        page.draw_text(&title, &text(TITLE_SIZE), (MARGIN, MARGIN - 4)).map_err(told)?;
        let shows = shortened(&page, head.shows, &label(), TEXT_WIDTH)?;
        page.draw_text(&shows, &label(), (MARGIN, MARGIN + TITLE_SIZE as i32 + 4)).map_err(told)?;
        let below = draws_legend(&page, head.legend, MARGIN + (TITLE_SIZE + TEXT_SIZE) as i32 + 14)?;
        let (_, rest) = page.split_vertically(below);
        drawing.spots = draw(&rest.margin(6, 10, MARGIN, MARGIN))?;
        page.present().map_err(told)?;
    }
    Ok(drawing)
}

/// A text cut so that it is no wider.
pub fn shortened(page: &Area<'_>, whole: &str, style: &TextStyle<'_>, room: i32) -> Drawn<String> {
    let mut kept: Vec<char> = whole.chars().collect();
    let mut text = whole.to_owned();
    while !kept.is_empty() && width_of(page, &text, style)? > room {
        // Far too long ones are cut by halves first.
        let fewer = if kept.len() > 400 { kept.len() / 2 } else { kept.len() - 1 };
        kept.truncate(fewer);
        text = kept.iter().collect::<String>() + "…";
    }
    Ok(text)
}

/// The width of a text. A size is the height of a line when text is measured, and 1.24 times the em when it is
/// written; a line of this font is 1.45 em high.
pub fn width_of(page: &Area<'_>, text: &str, style: &TextStyle<'_>) -> Drawn<i32> {
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
        // Where there are many names they are shorter, so that some stand in a row.
        let is_name = matches!(key, Key::Band(_) | Key::Line(_));
        let room = if is_name && legend.len() > 4 { TEXT_WIDTH / 3 - 58 } else { TEXT_WIDTH - SAMPLE - 8 };
        let words = shortened(page, words, &label(), room)?;
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
        Key::Line(color) => page.draw(&PathElement::new([(from, y), (to, y)], color.stroke_width(2))),
        Key::Band(color) => {
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
        Key::Frame(color) => {
            let edge = Rectangle::new([(from + 4, y - 6), (to - 4, y + 6)], color.stroke_width(2));
            page.draw(&edge)
        }
        Key::Dot(color) => page.draw(&Circle::new((x, y), 6, color.filled())),
        Key::Ring(color) => page.draw(&Circle::new((x, y), 5, color.stroke_width(2))),
        Key::Cross(color) => page.draw(&Cross::new((x, y), 5, color.stroke_width(2))),
    }
    .map_err(told)
}
