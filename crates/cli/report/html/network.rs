//! The page of several hotlines: which meet their goals, a row a hotline, their sum beside what was reported.

use acd_scenario::{Assumption, Hotline};
use acd_study::{Comparison, Verdict};
use maud::{Markup, html};

use super::both::{both, counted, users};
use super::grid::{Grid, Labelled, verdict};
use super::sheet::{Row, Sheet, json_figure};
use super::{Page, definitions, frame, reported, sentences, source, tables};
use crate::report::network::{FoundNetwork, Part};
use crate::report::tables::{SUMMARY_FILE, plain};
use crate::report::words::{count, signed_percent};

const COLUMNS: [&str; 10] = [
    "calls_count",
    "answered_count",
    "ivr_served_count",
    "gave_up_count",
    "abandonment_ratio",
    "service_level_ratio",
    "±service_level_ratio",
    "asa_s",
    "wait_p90_s",
    "occupancy_ratio",
];

const SECTIONS: [(&str, &str, &str); 6] = [
    ("hotlines", "Hotlines", "热线"),
    ("reported", "Reported", "报表对照"),
    ("plots", "Plots", "图表"),
    ("scenario", "Scenario", "情景"),
    ("definitions", "Definitions", "定义"),
    ("again", "Run it again", "重现"),
];

/// The page of a network.
pub fn text(found: &FoundNetwork<'_>, page: &Page<'_>) -> String {
    let network = found.network;
    let Some(summary) = Sheet::find(page.tables, SUMMARY_FILE) else { return String::new() };
    let sum = summary.rows().find(|row| row.text("hotline") == "total");
    let sections = html! {
        (hotlines(found, &summary, sum))
        (reported_section(found))
        (page.drawings.section())
        (scenario(found))
        (definitions::section(&summary, page.tables))
        (source::reproduction(network.run.seed, page.command))
    };
    let body = html! {
        (frame::header(&network.title, &ran(found), &found.changes))
        main {
            section.answer #answer {
                p.headline { (goals(found)) }
                @if let Some(sum) = &sum { p { (sentences::flow(sum)) } (tables::tiles(sum)) }
            }
            (frame::contents(&SECTIONS, &sections))
            (frame::warnings(&found.warnings()))
            (sections)
        }
    };
    frame::document(page.language, &network.title, &body)
}

fn ran(found: &FoundNetwork<'_>) -> Markup {
    html! {
        (counted(found.parts.len() as u64, "hotline", "条热线")) (both("; ", "；"))
        (counted(found.outcome.replications.into(), "replication", "次重复"))
        (both(", seed ", "，随机种子 ")) (found.network.run.seed)
        @if found.outcome.is_partial { strong { (both(" (INTERRUPTED: only a beginning)", "（已中断：仅为开头部分）")) } }
    }
}

/// `Goals: met in 3 hotlines, missed in 28.`
fn goals(found: &FoundNetwork<'_>) -> Markup {
    let of = |wanted: Option<Verdict>| {
        found.parts.iter().filter(|part| acd_study::of_all(&part.goals) == wanted).count()
    };
    let verdicts = [
        (Some(Verdict::Met), "met", "达到"),
        (Some(Verdict::Missed), "missed", "未达到"),
        (Some(Verdict::Undecided), "undecided", "不能确定"),
        (None, "not set", "未设"),
    ];
    let counts = verdicts.map(|(wanted, english, chinese)| (of(wanted), english, chinese));
    html! {
        (both("Goals: ", "目标："))
        @for (place, (number, english, chinese)) in counts.iter().filter(|(number, ..)| *number > 0).enumerate() {
            @if place > 0 { (both(", ", "，")) }
            (both(
                html! { strong { (english) } " in " (counted(*number as u64, "hotline", "")) },
                html! { strong { (chinese) } " " (number) " 条热线" },
            ))
        }
        (both(".", "。"))
    }
}

fn hotlines(found: &FoundNetwork<'_>, summary: &Sheet, sum: Option<Row<'_>>) -> Markup {
    let row_of = |hotline: &Hotline| {
        let name = plain(&hotline.name);
        summary.rows().find(|row| row.text("hotline") == name && row.text("queue") == "total")
    };
    let labelled = |(hotline, part): (&Hotline, &Part)| {
        let met = acd_study::of_all(&part.goals);
        Some(Labelled {
            label: html! {
                (users(&hotline.label))
                @if let Some(met) = met { " " span.aside { (verdict(met.word())) } }
            },
            order: hotline.label.clone(),
            row: row_of(hotline)?,
            is_marked: false,
        })
    };
    let rows: Vec<Labelled<'_>> = found.hotlines().filter_map(labelled).collect();
    let sum =
        sum.map(|row| Labelled {
            label: both("total", "合计"), order: String::new(), row, is_marked: false
        });
    let grid = Grid {
        id: "hotlines-caption".to_owned(),
        caption: both("Hotlines, over the whole stretch", "各热线，全部时间"),
        first: both("hotline", "热线"),
        columns: &COLUMNS,
        has_clock: false,
        note: both(
            "Queues, intervals and agents of each hotline are in the CSV files.",
            "各热线的队列、时段和咨询员数据见 CSV 文件。",
        ),
    };
    html! { section #hotlines { h2 { (both("Hotlines", "热线")) } (grid.table(&rows, sum.as_ref())) } }
}

fn reported_section(found: &FoundNetwork<'_>) -> Markup {
    let sum = found.comparisons();
    let covers_s = found.network.reported.as_ref().and_then(|reported| reported.covers_s);
    if sum.is_empty() && found.parts.iter().all(|part| part.comparisons.is_empty()) {
        return html! {};
    }
    html! {
        section #reported {
            h2 { (both("Simulated beside reported", "模拟与报表对照")) }
            @if !sum.is_empty() { (reported::table(&sum)) (reported::scaled(covers_s)) }
            (differences(found))
        }
    }
}

/// How far each hotline is off what it reported.
fn differences(found: &FoundNetwork<'_>) -> Markup {
    const NAMES: [&str; 4] = ["calls", "answered", "ivr_served", "abandoned"];
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby="differences-caption" {
            table.sorts {
                caption.unseen #differences-caption {
                    (both("Each hotline: simulated, and its difference from the reported", "各热线：模拟值及其与报表的相差"))
                }
                thead { tr {
                    th scope="col" { (both("hotline", "热线")) }
                    @for name in NAMES {
                        th scope="col" { (reported::name(name)) }
                        th scope="col" { (both("off by", "相差")) }
                    }
                } }
                tbody { @for (hotline, part) in found.hotlines() { tr {
                    th scope="row" { (users(&hotline.label)) }
                    @for name in NAMES { (difference(hotline, part.comparisons.iter().find(|of| of.name == name))) }
                } } }
            }
        }
    }
}

fn difference(hotline: &Hotline, comparison: Option<&Comparison>) -> Markup {
    let cell = |key: &str, value: Option<f64>, words: fn(f64) -> String| {
        let name = comparison.map_or("", |of| of.name);
        let path = ["hotlines", &hotline.name, "reported", name, key];
        html! { td data-order=[value] { (json_figure(&path, value, words)) } }
    };
    html! {
        (cell("simulated", comparison.and_then(|of| of.simulated.mean), count))
        (cell("difference_ratio", comparison.and_then(|of| of.difference), signed_percent))
    }
}

fn scenario(found: &FoundNetwork<'_>) -> Markup {
    let of_hotlines = found.network.hotlines.iter().flat_map(|hotline| &hotline.scenario.assumptions);
    let assumed: Vec<Assumption> = found.network.assumptions.iter().chain(of_hotlines).cloned().collect();
    html! {
        section #scenario {
            h2 { (both("The scenario", "情景")) }
            h3 { (both("What was assumed", "假设")) }
            (source::assumptions(&assumed))
            h3 { (both("All keys as they ran", "运行时的全部键")) }
            (source::toml(&found.network.resolved, &found.network.assumptions))
            @for hotline in &found.network.hotlines {
                details {
                    summary { (users(&hotline.label)) }
                    (source::toml(&hotline.scenario.resolved, &hotline.scenario.assumptions))
                }
            }
        }
    }
}
