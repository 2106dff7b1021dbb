//! Plots for reports: each drawn once, as SVG, and rasterised from that for PNG.
//!
//! Both are drawn with a font of our own, which has Latin and the Chinese of GB 2312, so that labels look
//! the same on a machine without fonts. In the SVG text stays text.

mod axes;
mod breaks;
mod calls;
mod canvas;
mod crossed;
mod curves;
pub mod differences;
pub mod fitted;
mod floor;
mod hotlines;
mod hours;
mod levels;
pub mod map;
mod phrases;
mod reported;
#[cfg(test)]
mod tidy;
pub mod validated;
mod values;
mod waits;
mod week;

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use canvas::{Drawing, Drawn};
use rayon::prelude::*;
use resvg::{tiny_skia, usvg};

use super::network::FoundNetwork;
use super::{Found, Language};
use crate::exit::Failure;
use crate::folder::Folder;

/// The font, under the Open Font License (`assets/fonts/OFL.txt`).
static FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");
const FAMILY: &str = "Noto Sans CJK SC";
/// Pixels of a PNG for each of the SVG's.
const SCALE: f32 = 2.0;

/// A plot.
pub struct Plot {
    /// The file's name without its ending.
    pub name: Cow<'static, str>,
    /// What it shows.
    pub meaning: Cow<'static, str>,
    /// The drawing.
    pub svg: String,
    /// What a reader who points at it is told.
    pub spots: Vec<Spot>,
}

/// A place of a drawing, in its pixels, and what it stands for: `09:30 to 10:00: 85.3%`.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    pub x: f64,
    pub y: f64,
    pub words: String,
}

/// A plot there may be: name, English and Chinese meaning, and who draws it.
type Form<F> = (&'static str, &'static str, &'static str, fn(&F, Language) -> Drawn<Option<Drawing>>);

/// All plots of what was found, in the order in which a reader wants them; one that has nothing to show is left out.
pub fn all(found: &Found<'_>, language: Language) -> Result<Vec<Plot>, Failure> {
    let forms: [Form<Found<'_>>; 8] = [
        (
            "service_level",
            "service level by time of day with its 95 % interval and the goal, and the calls",
            "各时段接通率及其 95% 置信区间、目标与电话量",
            levels::draw,
        ),
        (
            "calls",
            "what became of the offered calls by time of day: answered, abandoned, blocked, dropped",
            "各时段人工请求的去向：接听、放弃、占线、下班挂断",
            calls::draw,
        ),
        (
            "waits",
            "how long callers waited who were answered, and those who gave up, as shares of both, with the goal's time",
            "人工接听与放弃来电的等待时间分布及目标时限",
            waits::draw,
        ),
        (
            "floor",
            "what the agents do by time of day: talking, in wrap-up, available, on a break, at a meal; overtime",
            "各时段咨询员状态：通话、话后处理、空闲、小休、用餐，以及加班",
            floor::draw,
        ),
        (
            "breaks",
            "shifts by their break time out of the pool, and the budget",
            "各班次小休时间的分布与小休额度",
            breaks::draw,
        ),
        ("heat_map", "service level by weekday and time of day", "各星期各时段的接通率", week::draw),
        (
            "sweep",
            "what the goals came to at each value, with intervals, target, verdicts and the least value that meets them",
            "各取值下目标的完成情况：置信区间、目标、判定与全部达标的最小值",
            values::draw,
        ),
        (
            "reported",
            "how far simulated totals are from the reported ones, with 95 % intervals",
            "模拟总量与公布总量之差及其 95% 置信区间",
            reported::draw,
        ),
    ];
    drawn(&forms, found, language)
}

/// The same of several hotlines.
pub fn of_network(found: &FoundNetwork<'_>, language: Language) -> Result<Vec<Plot>, Failure> {
    let forms: [Form<FoundNetwork<'_>>; 2] = [
        (
            "hotlines",
            "service level of each hotline with its 95 % interval, its goal and its verdict",
            "各条热线的接通率及其 95% 置信区间、目标与判定",
            hotlines::draw,
        ),
        (
            "reported",
            "how far simulated totals of all hotlines are from the reported ones, with 95 % intervals",
            "全部热线的模拟总量与公布总量之差及其 95% 置信区间",
            reported::draw_of_network,
        ),
    ];
    drawn(&forms, found, language)
}

fn drawn<F>(forms: &[Form<F>], found: &F, language: Language) -> Result<Vec<Plot>, Failure> {
    let mut plots = Vec::new();
    for (name, english, chinese, draw) in forms {
        let drawing =
            draw(found, language).map_err(|error| Failure::io(format!("the plot {name}"), error))?;
        let meaning = language.pick(*english, *chinese);
        let (name, meaning) = ((*name).into(), meaning.into());
        plots.extend(drawing.map(|drawing| Plot { name, meaning, svg: drawing.svg, spots: drawing.spots }));
    }
    Ok(plots)
}

/// Each plot as pixels, in their order: drawn on a run's own threads, elsewhere on as many as the machine has.
pub fn pixels(plots: &[Plot]) -> Result<Vec<Vec<u8>>, Failure> {
    plots.par_iter().map(Plot::png).collect()
}

/// Writes each plot as text and as pixels.
pub fn write(folder: &mut Folder, plots: &[Plot], pixels: &[Vec<u8>]) -> Result<(), Failure> {
    plots.iter().zip(pixels).try_for_each(|(plot, pixels)| {
        folder.write(&format!("{}.svg", plot.name), plot.svg.as_bytes())?;
        folder.write(&format!("{}.png", plot.name), pixels)
    })
}

/// How text is turned into shapes: with our font and no other. It is read once.
fn options() -> usvg::Options<'static> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_source(usvg::fontdb::Source::Binary(Arc::new(FONT)));
        fonts.set_sans_serif_family(FAMILY);
        Arc::new(fonts)
    });
    usvg::Options { font_family: FAMILY.to_owned(), fontdb: Arc::clone(fonts), ..usvg::Options::default() }
}

impl Plot {
    /// The drawing as pixels.
    pub fn png(&self) -> Result<Vec<u8>, Failure> {
        let failed = |error: &dyn std::fmt::Display| Failure::io(format!("{}.png", self.name), error);
        let tree = usvg::Tree::from_str(&self.svg, &options()).map_err(|error| failed(&error))?;
        let size = tree.size().to_int_size();
        let (width, height) = (size.width() as f32 * SCALE, size.height() as f32 * SCALE);
        let mut pixels = tiny_skia::Pixmap::new(width as u32, height as u32)
            .ok_or_else(|| failed(&"there is no room for the picture"))?;
        resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| failed(&error))
    }
}
