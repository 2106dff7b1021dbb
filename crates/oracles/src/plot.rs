//! How far the simulated figures lie from the exact ones, family by family, in standard errors.

use plotters::prelude::*;
use plotters::style::register_font;

use crate::page::Result;

const FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");
const INK: RGBColor = RGBColor(0x33, 0x33, 0x33);
const FAINT: RGBColor = RGBColor(0xDD, 0xDD, 0xDD);
const DOT: RGBColor = RGBColor(0x00, 0x72, 0xB2);
const LIMIT: RGBColor = RGBColor(0xB0, 0x3A, 0x2E);

/// The plot as SVG.
///
/// # Errors
///
/// What the drawing library says.
pub fn distances(results: &[Result]) -> std::result::Result<String, String> {
    // A font that can't be read would fail the first text, with its reason.
    let _ = register_font("sans-serif", FontStyle::Normal, FONT);
    let mut families: Vec<&str> = Vec::new();
    let mut dots: Vec<(f64, f64)> = Vec::new();
    for (case, judged) in results {
        let Some(judged) = judged else { continue };
        if !families.contains(&case.family) {
            families.push(case.family);
        }
        for (figure, found) in case.figures.iter().zip(judged) {
            let row = families.len() as f64 - 1.0;
            // Dots of one family are spread over its row, so that none hides another.
            let lift = (dots.len() % 9) as f64 / 9.0 * 0.6 - 0.3;
            dots.extend(found.distance(figure.exact).map(|distance| (distance.clamp(-8.0, 8.0), row + lift)));
        }
    }
    draw(&families, &dots).map_err(|error| error.to_string())
}

fn draw(families: &[&str], dots: &[(f64, f64)]) -> std::result::Result<String, Box<dyn std::error::Error>> {
    let mut svg = String::new();
    {
        let page = SVGBackend::with_string(&mut svg, (960, 560)).into_drawing_area();
        page.fill(&WHITE)?;
        let text = |size: u32| ("sans-serif", size).into_font().color(&INK);
        page.draw_text("Simulated minus exact, in standard errors", &text(22), (20, 12))?;
        let words = format!("{} figures; red: the bound; grey: where 95 % of honest errors lie", dots.len());
        page.draw_text(&words, &text(15), (20, 42))?;
        let rows = families.len() as f64;
        let mut chart = ChartBuilder::on(&page)
            .margin(16)
            .margin_top(70)
            .x_label_area_size(44)
            .y_label_area_size(180)
            .build_cartesian_2d(-8.0..8.0, rows - 0.5..-0.5)?;
        chart.draw_series([Rectangle::new([(-2.0, -0.5), (2.0, rows - 0.5)], FAINT.mix(0.6).filled())])?;
        chart
            .configure_mesh()
            .disable_mesh()
            .disable_y_axis()
            .x_labels(17)
            .x_label_formatter(&|value| format!("{value:.0}"))
            .x_desc("distance from the exact answer, standard errors")
            .axis_style(INK)
            .label_style(text(15))
            .axis_desc_style(text(15))
            .draw()?;
        for bound in [-crate::judge::FAR, crate::judge::FAR] {
            let line = [(bound, -0.5), (bound, rows - 0.5)];
            chart.draw_series([PathElement::new(line, LIMIT.stroke_width(2))])?;
        }
        chart.draw_series(dots.iter().map(|&at| Circle::new(at, 3, DOT.mix(0.6).filled())))?;
        for (row, family) in families.iter().enumerate() {
            let (_, y) = chart.backend_coord(&(0.0, row as f64));
            page.draw_text(&family.replace('_', " "), &text(15), (20, y - 9))?;
        }
        page.present()?;
    }
    Ok(svg)
}
