//! Simulated totals beside reported ones.

use acd_study::{Comparison, comparisons};
use maud::{Markup, html};

use super::both::both;
use super::names;
use super::sheet::json_figure;
use crate::report::Found;
use crate::report::words::{count, signed_percent};

/// The section; nothing where nothing was reported.
pub fn section(found: &Found<'_>) -> Markup {
    let comparisons = comparisons(found.scenario, found.outcome);
    let covers_s = found.scenario.reported.as_ref().and_then(|reported| reported.covers_s);
    html! {
        @if !comparisons.is_empty() {
            section #reported {
                h2 { (both("Simulated beside reported", "模拟与报表对照")) }
                (table(&comparisons))
                (scaled(covers_s))
            }
        }
    }
}

/// What totals were scaled to.
pub fn scaled(covers_s: Option<f64>) -> Markup {
    html! {
        @if let Some(days) = covers_s.map(|covers| covers / 86_400.0) {
            p.note { (both(
                format!("Simulated totals are scaled to the {} days that the reported ones cover.", count(days)),
                format!("模拟合计已折算到报表所覆盖的 {} 天。", count(days)),
            )) }
        }
    }
}

/// A row a total; each figure is the one that `--json` has.
pub fn table(comparisons: &[Comparison]) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby="reported-caption" {
            table.sorts {
                caption.unseen #reported-caption { (both("Simulated beside reported", "模拟与报表对照")) }
                thead { tr {
                    th scope="col" { (both("total", "合计")) }
                    th scope="col" { (both("reported", "报表")) }
                    th scope="col" { (both("simulated", "模拟")) }
                    th.interval scope="col" { (both("95% interval", "95% 置信区间")) }
                    th scope="col" { (both("difference", "相差")) }
                } }
                tbody { @for comparison in comparisons { (row(comparison)) } }
            }
        }
    }
}

fn row(comparison: &Comparison) -> Markup {
    let simulated = &comparison.simulated;
    let figure = |key: &str, value: Option<f64>, words: fn(f64) -> String| {
        json_figure(&["reported", comparison.name, key], value, words)
    };
    html! {
        tr {
            th scope="row" { (name(comparison.name)) }
            td data-order=(comparison.reported) { (figure("reported", Some(comparison.reported), count)) }
            td data-order=[simulated.mean] { (figure("simulated", simulated.mean, count)) }
            td.interval data-order=[simulated.low] {
                (figure("ci_low", simulated.low, count)) " – " (figure("ci_high", simulated.high, count))
            }
            td data-order=[comparison.difference] {
                (figure("difference_ratio", comparison.difference, signed_percent))
            }
        }
    }
}

/// What a reported total is called.
pub fn name(name: &str) -> Markup {
    match name {
        "abandoned" => names::column("gave_up_count"),
        _ => names::column(&format!("{name}_count")),
    }
}
