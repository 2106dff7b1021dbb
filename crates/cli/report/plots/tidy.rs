//! A check of drawings, for tests: no text leaves the page or touches another.

use std::sync::{Arc, OnceLock};

use resvg::{tiny_skia, usvg};

static FONT: &[u8] = include_bytes!("../../../../assets/fonts/NotoSansSC-subset.otf");

/// Checks all texts of a drawing, to a pixel of tolerance.
#[track_caller]
pub fn has_tidy_texts(svg: &str) {
    let tree = usvg::Tree::from_str(svg, &options()).expect("an SVG");
    let mut boxes = Vec::new();
    gather(tree.root(), &mut boxes);
    assert!(boxes.len() > 3, "a drawing has words");
    let (width, height) = (tree.size().width(), tree.size().height());
    for (place, (words, bounds)) in boxes.iter().enumerate() {
        let is_across = bounds.left() >= 0.0 && bounds.right() <= width;
        let is_inside = is_across && bounds.top() >= 0.0 && bounds.bottom() <= height;
        assert!(is_inside, "{words:?} leaves the drawing: {bounds:?}");
        for (other, others) in &boxes[place + 1..] {
            let across = bounds.right().min(others.right()) - bounds.left().max(others.left());
            let up = bounds.bottom().min(others.bottom()) - bounds.top().max(others.top());
            assert!(across <= 1.0 || up <= 1.0, "{words:?} and {other:?} touch: {bounds:?}, {others:?}");
        }
    }
}

fn options() -> usvg::Options<'static> {
    static FONTS: OnceLock<Arc<usvg::fontdb::Database>> = OnceLock::new();
    let fonts = FONTS.get_or_init(|| {
        let mut fonts = usvg::fontdb::Database::new();
        fonts.load_font_data(FONT.to_vec());
        fonts.set_sans_serif_family("Noto Sans CJK SC");
        Arc::new(fonts)
    });
    usvg::Options { fontdb: Arc::clone(fonts), ..usvg::Options::default() }
}

/// The texts of a group, each with the box around the shapes of its letters.
fn gather(group: &usvg::Group, boxes: &mut Vec<(String, tiny_skia::Rect)>) {
    for node in group.children() {
        match node {
            usvg::Node::Group(group) => gather(group, boxes),
            usvg::Node::Text(text) => {
                let words = text.chunks().iter().map(|chunk| chunk.text()).collect();
                boxes.push((words, text.flattened().abs_bounding_box()));
            }
            _ => {}
        }
    }
}
