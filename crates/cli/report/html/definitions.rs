//! Every metric: what it means, how it is computed, and what the whole came to.

use acd_study::{METRICS, Unit};
use maud::{Markup, html};

use super::both::both;
use super::names;
use super::sheet::{Row, Sheet};
use super::tables::AGENT_TABLE_COLUMNS;
use crate::report::tables::{AGENTS_FILE, Table};

/// The section; the total of a run of one scenario, or the sum of a network.
pub fn section(summary: &Sheet, tables: &[Table]) -> Markup {
    let has_agents = Sheet::find(tables, AGENTS_FILE).is_some_and(|sheet| sheet.rows().next().is_some());
    let total = summary
        .rows()
        .find(|row| row.text("queue") == "total" && ["", "total"].contains(&row.text("hotline")));
    html! {
        section #definitions {
            h2 { (both("Every metric and its definition", "全部指标及其定义")) }
            @if let Some(total) = total { (metrics(&total)) }
            @if has_agents {
                h3 { (both("Columns of agents", "咨询员各列")) }
                (agents())
            }
        }
    }
}

fn metrics(total: &Row<'_>) -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby="metrics-caption" {
            table.sorts.texts.metrics {
                caption.unseen #metrics-caption { (both("Metrics of the total", "合计的各项指标")) }
                thead { tr {
                    th scope="col" { (both("metric", "指标")) }
                    th.number scope="col" { (both("total", "合计")) }
                    th.number scope="col" { (both("95% interval", "95% 置信区间")) }
                    th scope="col" { (both("definition", "定义")) }
                    th scope="col" { (both("unit", "单位")) }
                    th scope="col" { (both("column", "列名")) }
                } }
                tbody {
                    @for metric in METRICS {
                        tr data-table=(total.file()) data-key=(total.key()) {
                            th scope="row" { span.label { (both(metric.english, metric.chinese)) } }
                            td.number data-metric=(metric.id) data-value=(total.text(metric.id)) {
                                (total.shown(metric.id))
                            }
                            td.number.interval data-order=(total.text(&format!("{}_ci95_low", metric.id))) {
                                (total.interval(metric.id))
                            }
                            td.long { (names::formula(metric)) }
                            td { (unit(metric.unit)) }
                            td { code { (metric.id) } }
                        }
                    }
                }
            }
        }
    }
}

fn unit(unit: Unit) -> Markup {
    match unit {
        Unit::Count => both("number", "个数"),
        Unit::Ratio => both("share", "比率"),
        Unit::Seconds => both("time", "时长"),
    }
}

fn agents() -> Markup {
    html! {
        div.scroll tabindex="0" role="group" aria-labelledby="agent-columns-caption" {
            table.sorts.texts {
                caption.unseen #agent-columns-caption { (both("Columns of agents", "咨询员各列")) }
                thead { tr {
                    th scope="col" { (both("column", "列")) }
                    th scope="col" { (both("definition", "定义")) }
                    th scope="col" { (both("column's name", "列名")) }
                } }
                tbody {
                    @for id in AGENT_TABLE_COLUMNS {
                        @if let Some(meaning) = names::meaning_of_agent_column(id) {
                            tr { th scope="row" { span.label { (names::column(id)) } } td.long { (meaning) } td { code { (id) } } }
                        }
                    }
                }
            }
        }
    }
}
