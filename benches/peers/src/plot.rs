//! Calls a second as bars on a logarithmic scale, a group a work.

use plotters::prelude::*;
use plotters::style::register_font;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use crate::Result;
use crate::page::{rounded, times};
use crate::peer::{OURS, Work, YARDSTICK};

const FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");
const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const FAINT: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
const PEER: RGBColor = RGBColor(0x56, 0xB4, 0xE9);
const OUR_OWN: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const LIMIT: RGBColor = RGBColor(0xE6, 0x9F, 0x00);
const WIDTH: i32 = 960;
const LEFT: i32 = 190;
const RIGHT: i32 = 760;
const TOP: i32 = 84;
const ROW: i32 = 34;
/// The scale, as powers of ten.
const SCALE: (f64, f64) = (4.0, 8.0);

type Drawn<T> = std::result::Result<T, Box<dyn std::error::Error>>;
type Page<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// The plot as SVG.
///
/// # Errors
///
/// What the drawing library says.
pub fn speeds(results: &[Result]) -> std::result::Result<String, String> {
    // A font that can't be read would fail the first text, with its reason.
    let _ = register_font("sans-serif", FontStyle::Normal, FONT);
    draw(results).map_err(|error| error.to_string())
}

fn draw(results: &[Result]) -> Drawn<String> {
    let mut svg = String::new();
    // A row for each heading and a half between the groups.
    let rows = results.len() as i32 + 2;
    let bottom = TOP + rows * ROW + ROW / 2;
    {
        let page = SVGBackend::with_string(&mut svg, (WIDTH as u32, bottom as u32 + 50)).into_drawing_area();
        page.fill(&WHITE)?;
        page.draw_text("Calls a second on one core", &text(22), (20, 12))?;
        let words =
            "all with the same answers; in brackets how many times as fast acd-sim is; logarithmic scale";
        page.draw_text(words, &text(15), (20, 42))?;
        axis(&page, bottom)?;
        let mut top = TOP;
        for (work, heading) in [(Work::Textbook, "Textbook queue"), (Work::Rich, "Rich day")] {
            page.draw_text(heading, &text(17), (20, top + 6))?;
            top += ROW;
            for result in results.iter().filter(|result| result.peer.work == work) {
                bar(&page, result, top)?;
                top += ROW;
            }
            top += ROW / 2;
        }
        page.present()?;
    }
    Ok(svg)
}

fn text(size: u32) -> TextStyle<'static> {
    ("sans-serif", size).into_font().color(&INK)
}

fn place(calls_per_s: f64) -> i32 {
    let share = (calls_per_s.log10() - SCALE.0) / (SCALE.1 - SCALE.0);
    LEFT + (share.clamp(0.0, 1.0) * f64::from(RIGHT - LEFT)) as i32
}

fn axis(page: &Page<'_>, bottom: i32) -> Drawn<()> {
    let centred = text(15).pos(Pos::new(HPos::Center, VPos::Top));
    for power in SCALE.0 as i32..=SCALE.1 as i32 {
        let calls = 10_f64.powi(power);
        let x = place(calls);
        page.draw(&PathElement::new([(x, TOP), (x, bottom)], FAINT))?;
        let label =
            if power < 6 { rounded(calls) } else { format!("{} million", 10_i32.pow(power as u32 - 6)) };
        page.draw_text(&label, &centred, (x, bottom + 8))?;
    }
    Ok(())
}

fn bar(page: &Page<'_>, result: &Result, top: i32) -> Drawn<()> {
    let (color, end) = match result.peer.name {
        OURS => (OUR_OWN, String::new()),
        YARDSTICK => (LIMIT, format!(" (ours {})", times(result.ours_is_faster))),
        _ => (PEER, format!(" (ours {})", times(result.ours_is_faster))),
    };
    let right = place(result.calls_per_s);
    page.draw_text(result.peer.name, &text(15), (40, top + 7))?;
    page.draw(&Rectangle::new([(LEFT, top + 4), (right, top + ROW - 6)], color.filled()))?;
    let words = format!("{}{end}", rounded(result.calls_per_s));
    // The lines of the scale stop at the words; a digit of this size is 8 pixels wide at most.
    let covered = [(right + 4, top + 4), (right + 10 + words.len() as i32 * 8, top + ROW - 6)];
    page.draw(&Rectangle::new(covered, WHITE.filled()))?;
    page.draw_text(&words, &text(15), (right + 8, top + 7))?;
    Ok(())
}
