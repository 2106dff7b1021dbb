//! The plots in the page: each language's drawing, inlined, with what its spots say.

use maud::{Markup, PreEscaped, html};

use super::both::both;
use crate::report::Language;
use crate::report::plots::Plot;

/// The plots of both languages, in the same order.
#[derive(Default)]
pub struct Drawings {
    pub english: Vec<Plot>,
    pub chinese: Vec<Plot>,
}

impl Drawings {
    /// Those of a language.
    pub fn of(&self, language: Language) -> &[Plot] {
        language.pick(&self.english, &self.chinese)
    }

    /// The section; nothing without plots.
    pub fn section(&self) -> Markup {
        if self.english.is_empty() && self.chinese.is_empty() {
            return html! {};
        }
        html! {
            section #plots {
                h2 { (both("Plots", "图表")) }
                p.note.live { (both(
                    "Point at a plot for its values; or tab to it and use the arrow keys.",
                    "将鼠标移到图上即可读数；也可用 Tab 键选中后按方向键。",
                )) }
                @for plot in &self.english { (figure(plot, "en")) }
                @for plot in &self.chinese { (figure(plot, "zh")) }
            }
        }
    }
}

fn figure(plot: &Plot, language: &str) -> Markup {
    let id = format!("{}-{language}", plot.name.replace('_', "-"));
    html! {
        figure lang=(language) {
            div.scroll.plot tabindex="0" role="group" aria-labelledby=(format!("{id}-says"))
                data-spots=(spots(plot)) { (PreEscaped(inlined(&plot.svg, &id))) }
            figcaption id=(format!("{id}-says")) { (plot.meaning) }
        }
    }
}

/// `[[x, y, "words"], ...]` from left to right.
fn spots(plot: &Plot) -> String {
    let mut spots: Vec<_> = plot.spots.iter().collect();
    spots.sort_by(|one, other| one.x.total_cmp(&other.x).then(one.y.total_cmp(&other.y)));
    let spots = spots.into_iter().map(|spot| serde_json::json!([spot.x, spot.y, spot.words]));
    serde_json::Value::Array(spots.collect()).to_string()
}

/// An SVG as a part of a page: without the name of its language, which HTML knows, hidden from screen readers, who
/// get the caption, and with ids that no other drawing has.
fn inlined(svg: &str, prefix: &str) -> String {
    let svg = svg.trim_end();
    let svg = svg.find("<svg").map_or(svg, |start| &svg[start..]);
    let mut page = String::with_capacity(svg.len() + 200);
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        let end = end_of_tag(&rest[start..]).map_or(rest.len(), |length| start + length);
        page.push_str(&rest[..start]);
        page.push_str(&with_own_ids(&rest[start..end], prefix));
        rest = &rest[end..];
    }
    page.push_str(rest);
    page.replacen("<svg", "<svg aria-hidden=\"true\" focusable=\"false\"", 1)
        .replace(" xmlns=\"http://www.w3.org/2000/svg\"", "")
        .replace(" xmlns:xlink=\"http://www.w3.org/1999/xlink\"", "")
}

/// The length of the tag that a text begins with; a value in quotes may hold a `>`.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (place, character) in text.char_indices() {
        match (quote, character) {
            (None, '>') => return Some(place + 1),
            (None, '"' | '\'') => quote = Some(character),
            (Some(open), _) if open == character => quote = None,
            _ => {}
        }
    }
    None
}

fn with_own_ids(tag: &str, prefix: &str) -> String {
    let mut own = tag.to_owned();
    for before in [" id=\"", "url(#", "href=\"#"] {
        own = own.replace(before, &format!("{before}{prefix}-"));
    }
    own
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::plots::Spot;

    fn plot() -> Plot {
        let svg = "<svg width=\"96\" height=\"60\" viewBox=\"0 0 96 60\" xmlns=\"http://www.w3.org/2000/svg\">\n\
            <clipPath id=\"a\"/><g clip-path=\"url(#a)\"><use href=\"#a\"/></g>\n\
            <text x=\"1\">one id=\"b\" &lt;i&gt;</text></svg>\n";
        let spot = |x: f64, words: &str| Spot { x, y: 2.5, words: words.to_owned() };
        Plot {
            name: "service_level".into(),
            meaning: "what it shows".into(),
            svg: svg.to_owned(),
            spots: vec![spot(30.0, "later \"<b>\""), spot(7.5, "first")],
        }
    }

    #[test]
    fn ids_are_of_one_drawing_alone_and_text_is_left_alone() {
        let svg = inlined(&plot().svg, "p-en");
        for wanted in
            ["<clipPath id=\"p-en-a\"/>", "url(#p-en-a)", "href=\"#p-en-a\"", ">one id=\"b\" &lt;i&gt;<"]
        {
            assert!(svg.contains(wanted), "{wanted}: {svg}");
        }
        assert!(!svg.contains("http"), "{svg}");
        assert!(svg.starts_with("<svg aria-hidden=\"true\"") && svg.ends_with("</svg>"), "{svg}");
    }

    #[test]
    fn spots_are_in_order_and_escaped() {
        let text = figure(&plot(), "en").into_string();
        let spots = "data-spots=\"[[7.5,2.5,&quot;first&quot;],[30.0,2.5,&quot;later \\&quot;&lt;b&gt;\\&quot;&quot;]]\"";
        assert!(text.contains(spots), "{text}");
    }

    #[test]
    fn any_number_of_plots_in_both_languages() {
        let none = Drawings { english: Vec::new(), chinese: Vec::new() };
        assert_eq!(none.section().into_string(), "");
        let two = Drawings { english: vec![plot(), plot()], chinese: vec![plot()] };
        assert_eq!(two.section().into_string().matches("<figure").count(), 3);
    }
}
