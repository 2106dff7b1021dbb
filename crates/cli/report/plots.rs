//! Plots for reports: each drawn once, as SVG, and rasterised from that for PNG.
//!
//! Both are drawn with a font of our own, which has Latin and the Chinese of GB 2312, so that labels look
//! the same on a machine without fonts. In the SVG text stays text.

mod canvas;
mod levels;
mod values;

use resvg::{tiny_skia, usvg};

use super::{Found, Language};
use crate::exit::Failure;

/// The font, under the Open Font License (`assets/fonts/OFL.txt`).
static FONT: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-subset.otf");
const FAMILY: &str = "Noto Sans CJK SC";
/// Pixels of a PNG for each of the SVG's.
const SCALE: f32 = 2.0;

/// A plot.
pub struct Plot {
    /// The file's name without its ending.
    pub name: &'static str,
    /// What it shows.
    pub meaning: &'static str,
    /// The drawing.
    pub svg: String,
    /// What a reader who points at it is told.
    pub spots: Vec<Spot>,
}

/// A place of a drawing, in its pixels, and what it stands for: `09:30 to 10:00: 85.3%`.
pub struct Spot {
    pub x: f64,
    pub y: f64,
    pub words: String,
}

/// All plots of what was found.
pub fn all(found: &Found<'_>, _language: Language) -> Result<Vec<Plot>, Failure> {
    let levels = levels::draw(found).map(|svg| Plot {
        name: "service_level",
        meaning: "service level by time of day with its 95 % interval and the goal",
        svg,
        spots: Vec::new(),
    });
    let values = values::draw(found).map(|svg| Plot {
        name: "sweep",
        meaning: "what the goals came to at each value, with intervals, target and verdicts",
        svg,
        spots: Vec::new(),
    });
    [levels, values]
        .into_iter()
        .map(|plot| plot.map_err(|error| Failure::io("a plot", error)))
        .collect::<Result<Vec<_>, _>>()
        .map(|plots| plots.into_iter().filter(|plot| !plot.svg.is_empty()).collect())
}

impl Plot {
    /// The drawing as pixels.
    pub fn png(&self) -> Result<Vec<u8>, Failure> {
        let mut options = usvg::Options { font_family: FAMILY.to_owned(), ..usvg::Options::default() };
        let fonts = options.fontdb_mut();
        fonts.load_font_data(FONT.to_vec());
        fonts.set_sans_serif_family(FAMILY);
        let failed = |error: &dyn std::fmt::Display| Failure::io(format!("{}.png", self.name), error);
        let tree = usvg::Tree::from_str(&self.svg, &options).map_err(|error| failed(&error))?;
        let size = tree.size().to_int_size();
        let (width, height) = (size.width() as f32 * SCALE, size.height() as f32 * SCALE);
        let mut pixels = tiny_skia::Pixmap::new(width as u32, height as u32)
            .ok_or_else(|| failed(&"there is no room for the picture"))?;
        resvg::render(&tree, tiny_skia::Transform::from_scale(SCALE, SCALE), &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| failed(&error))
    }
}
