//! `report.html`: what was found as one page for people, in both languages, that needs nothing but itself.
//!
//! Its figures are read from the CSV tables as they are written; nothing is computed here. Users' texts pass through
//! templates that escape them.

mod both;
mod definitions;
mod drawing;
mod frame;
mod grid;
mod names;
pub mod network;
mod reported;
mod sentences;
mod sheet;
mod source;
mod tables;

use acd_scenario::Scenario;
use acd_study::goals;
use maud::{Markup, html};

use super::tables::{SUMMARY_FILE, Table};
use super::{Found, Language, beside, events, json};
use both::{both, counted, in_both, users};
pub use drawing::Drawings;
use sheet::Sheet;

/// The file's name.
pub const FILE: &str = "report.html";

/// What a page is made of besides what was found.
pub struct Page<'a> {
    /// The language that it opens in.
    pub language: Language,
    /// What was typed.
    pub command: &'a str,
    /// The tables as they are written.
    pub tables: &'a [Table],
    pub drawings: &'a Drawings,
}

const SECTIONS: [(&str, &str, &str); 10] = [
    ("goals", "Goals", "目标"),
    ("values", "Values", "取值"),
    ("plots", "Plots", "图表"),
    ("queues", "Queues", "技能队列"),
    ("intervals", "Intervals", "时段"),
    ("agents", "Agents", "咨询员"),
    ("reported", "Reported", "报表对照"),
    ("scenario", "Scenario", "情景"),
    ("definitions", "Definitions", "定义"),
    ("again", "Run it again", "重现"),
];

/// The page of a scenario.
pub fn text(found: &Found<'_>, page: &Page<'_>) -> String {
    let scenario = found.scenario;
    let Some(summary) = Sheet::find(page.tables, SUMMARY_FILE) else { return String::new() };
    let sections = html! {
        (goal_table(found, &summary))
        (tables::values(found, page.tables))
        (page.drawings.section())
        (tables::queues(found, &summary))
        (tables::intervals(found, page.tables, &summary))
        (tables::agents(page.tables))
        (reported::section(found))
        section #scenario {
            h2 { (both("The scenario", "情景")) }
            (event_table(scenario))
            h3 { (both("What was assumed", "假设")) }
            (source::assumptions(&scenario.assumptions))
            h3 { (both("All keys as they ran", "运行时的全部键")) }
            (source::toml(&scenario.resolved, &scenario.assumptions))
        }
        (definitions::section(&summary, page.tables))
        (source::reproduction(scenario.run.seed, page.command))
    };
    let body = html! {
        (frame::header(&scenario.title, &ran(found), found.changes))
        main {
            (answer(found, &summary))
            (frame::contents(&SECTIONS, &sections))
            (frame::warnings(&json::warnings(found)))
            (sections)
        }
    };
    frame::document(page.language, &scenario.title, &body)
}

/// What happens on days that are unlike the others.
fn event_table(scenario: &Scenario) -> Markup {
    let told = [Language::En, Language::Zh].map(|language| events::told(scenario, language));
    let [english, chinese] = &told;
    html! {
        @if !english.is_empty() {
            h3 { (both("Events", "事件")) }
            div.scroll tabindex="0" role="group" aria-labelledby="events-caption" {
                table.sorts.texts {
                    caption.unseen #events-caption { (both("Events", "事件")) }
                    thead { tr {
                        th scope="col" { (both("event", "事件")) }
                        th scope="col" { (both("when", "时间")) }
                        th scope="col" { (both("what it does", "作用")) }
                    } }
                    tbody { @for (english, chinese) in english.iter().zip(chinese) { tr {
                        th scope="row" { (users(&english.label)) }
                        td { (both(&english.when, &chinese.when)) }
                        td.long { (both(&english.does, &chinese.does)) }
                    } } }
                }
            }
        }
    }
}

/// `1 day from 2014-03-03; 200 replications, seed 1`.
fn ran(found: &Found<'_>) -> Markup {
    let calendar = &found.scenario.model.calendar;
    html! {
        (counted(calendar.days.into(), "day", "天"))
        @if let Some(date) = &found.scenario.starts { (both(" from ", "，始于 ")) (users(date)) }
        @if calendar.warm_up.as_us() > 0 {
            @let length = calendar.warm_up.as_us() as f64 / 1e6;
            (both(", the first ", "，前 ")) (in_both(|language| language.duration(length))) (both(" not counted", "不计"))
        }
        (both("; ", "；")) (counted(found.outcome.replications.into(), "replication", "次重复"))
        (both(", seed ", "，随机种子 ")) (found.scenario.run.seed)
        @if found.is_partial() { strong { (both(" (INTERRUPTED: only a beginning)", "（已中断：仅为开头部分）")) } }
    }
}

/// What a planner reads first: the answer in words, and the figures of the whole.
fn answer(found: &Found<'_>, summary: &Sheet) -> Markup {
    let Some(total) = summary.row("queue", "total") else { return html! {} };
    html! {
        section.answer #answer {
            (sentences::headlines(found, &total))
            (tables::tiles(&total))
            (sentences::notes(found))
        }
    }
}

/// Each goal, what was reached, and how far it is off.
fn goal_table(found: &Found<'_>, summary: &Sheet) -> Markup {
    let goals = goals(found.scenario, found.outcome);
    html! {
        @if !goals.is_empty() {
            section #goals {
                h2 { (both("Goals", "目标")) }
                div.scroll tabindex="0" role="group" aria-labelledby="goals-caption" {
                    table.sorts {
                        caption.unseen #goals-caption { (both("Goals", "目标")) }
                        thead { tr {
                            th scope="col" { (both("queue", "技能队列")) }
                            th scope="col" { (both("asked", "要求")) }
                            th scope="col" { (both("reached", "实际")) }
                            th.interval scope="col" { (both("95% interval", "95% 置信区间")) }
                            th scope="col" { (both("distance", "差距")) }
                            @if beside::is_shown(found.besides) { th scope="col" { (beside::HEADER) } }
                            th scope="col" { (both("verdict", "结论")) }
                        } }
                        tbody { @for goal in &goals { (goal_row(found, goal, summary)) } }
                    }
                }
                p.note { (both(
                    "Met or missed only where the whole interval lies on one side of the goal; else undecided.",
                    "仅当整个区间位于目标一侧时才判为达到或未达到，否则为不能确定。",
                )) }
            }
        }
    }
}

fn goal_row(found: &Found<'_>, goal: &acd_study::Goal, summary: &Sheet) -> Markup {
    let queue = &found.scenario.queues[goal.queue];
    let Some(row) = summary.row("queue", &super::tables::plain(&queue.name)) else { return html! {} };
    let distance = goal.reached.mean.map(|mean| mean - goal.share);
    html! {
        tr data-table=(row.file()) data-key=(row.key()) {
            th scope="row" { (users(&queue.label)) }
            td data-order=(goal.share) { (sentences::asked(queue, goal)) }
            td data-metric=(goal.metric) data-value=(row.text(goal.metric)) { (row.shown(goal.metric)) }
            td.interval data-order=(row.text(&format!("{}_ci95_low", goal.metric))) { (row.interval(goal.metric)) }
            td data-order=[distance] { (sentences::distance(goal)) }
            @if beside::is_shown(found.besides) { (formula(found, goal)) }
            td { (grid::verdict(goal.verdict.word())) }
        }
    }
}

/// What the formula says, where it says it of the goal's service level.
fn formula(found: &Found<'_>, goal: &acd_study::Goal) -> Markup {
    let is_asked = goal.metric == acd_study::formula_metric(acd_scenario::Formula::Offered);
    let level =
        found.besides.queues[goal.queue].as_ref().ok().filter(|_| is_asked).map(|beside| beside.level);
    let path = ["queues", &found.scenario.queues[goal.queue].name, "erlang", goal.metric];
    html! { td data-order=[level] { (sheet::json_figure(&path, level, super::words::percent)) } }
}
