//! What every page has: the document with its style and script, the head with the switch of languages, warnings.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::both::{both, users};
use crate::report::Language;
use crate::report::words::printable_line;

const STYLE: &str = concat!(include_str!("page.css"), include_str!("tables.css"), include_str!("print.css"));
const SCRIPT: &str = include_str!("page.js");
/// Nothing may be loaded: what the page shows is in it.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'";

/// A whole document.
pub fn document(language: Language, title: &str, body: &Markup) -> String {
    let tongue = language.pick("en", "zh");
    let page = html! {
        (DOCTYPE)
        html lang=(tongue) class=(tongue) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="generator" content=(concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION")));
                link rel="icon" href="data:,";
                title { (printable_line(title)) }
                style { (PreEscaped(STYLE)) }
            }
            body { (body) script { (PreEscaped(SCRIPT)) } }
        }
    };
    page.into_string() + "\n"
}

/// The title, what ran, and the switch.
pub fn header(title: &str, ran: &Markup, changes: &[String]) -> Markup {
    let own: Vec<&String> = changes.iter().filter(|change| !change.starts_with("run.")).collect();
    html! {
        header {
            div.switch role="group" aria-label="Language / 语言" hidden {
                button type="button" data-language="en" lang="en-GB" { "English" }
                button type="button" data-language="zh" lang="zh-CN" { "中文" }
            }
            h1 { (users(title)) }
            p.ran { (ran) }
            @if !own.is_empty() {
                p.ran { (both("Changed: ", "改动："))
                    @for (place, change) in own.iter().enumerate() {
                        @if place > 0 { ", " } code { (users(change)) }
                    }
                }
            }
        }
    }
}

/// What is doubtful.
pub fn warnings(warnings: &[String]) -> Markup {
    html! {
        @if !warnings.is_empty() {
            section.warnings #warnings {
                h2 { (both("Warnings", "警告")) }
                ul { @for warning in warnings { li { (users(warning)) } } }
            }
        }
    }
}

/// Links to the sections that there are.
pub fn contents(sections: &[(&str, &str, &str)], body: &Markup) -> Markup {
    let has = |id: &str| body.0.contains(&format!("<section id=\"{id}\""));
    html! {
        nav { ul {
            @for (id, english, chinese) in sections.iter().filter(|(id, ..)| has(id)) {
                li { a href=(format!("#{id}")) { (both(english, chinese)) } }
            }
        } }
    }
}
