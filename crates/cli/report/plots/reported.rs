//! Simulated totals beside the reported ones, as differences in per cent.

use acd_study::{Comparison, comparisons};

use super::canvas::{Drawing, Drawn};
use super::differences::{self, Row};
use super::phrases::with_ends;
use crate::report::network::FoundNetwork;
use crate::report::words::{count, printable_line, signed_percent};
use crate::report::{Found, Language};

/// Draws the plot; none without `[reported]`.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    of(&found.scenario.title, &comparisons(found.scenario, found.outcome), language)
}

/// The same of the sum of several hotlines.
pub fn draw_of_network(found: &FoundNetwork<'_>, language: Language) -> Drawn<Option<Drawing>> {
    of(&found.network.title, &found.comparisons(), language)
}

fn of(title: &str, comparisons: &[Comparison], language: Language) -> Drawn<Option<Drawing>> {
    let rows: Vec<Row> = comparisons.iter().filter_map(|comparison| row(comparison, language)).collect();
    let shows = language.pick(
        "How far simulated totals are from the reported ones, with 95 % intervals of the simulated",
        "模拟总量与公布总量之差，含模拟值的 95% 置信区间",
    );
    differences::draw(&printable_line(title), shows, &rows, language)
}

fn row(comparison: &Comparison, language: Language) -> Option<Row> {
    let differences = comparison.differences();
    let label = name(comparison.name, language);
    let (reported, simulated) = (count(comparison.reported), comparison.simulated.mean.map(count)?);
    let difference = with_ends(language, &differences, signed_percent);
    let words = language.pick(
        format!("{label}: {simulated} simulated, {reported} reported: {difference}"),
        format!("{label}：模拟 {simulated}，公布 {reported}：{difference}"),
    );
    Some(Row {
        label: label.to_owned(),
        mean: differences.mean? * 100.0,
        low: differences.low.map(|low| low * 100.0),
        high: differences.high.map(|high| high * 100.0),
        unit: language
            .pick("simulated less reported, in per cent of the reported", "模拟减公布，占公布值的百分比")
            .to_owned(),
        words,
    })
}

/// A reported total's name for people.
fn name(name: &'static str, language: Language) -> &'static str {
    match name {
        "calls" => language.pick("calls", "来电量"),
        "callers" => language.pick("callers", "来电人数"),
        "redials" => language.pick("redials", "重拨量"),
        "line_blocked" => language.pick("found no free line", "无线路"),
        "ivr_hang_ups" => language.pick("hung up in the IVR", "未选择放弃"),
        "ivr_served" => language.pick("served by the IVR", "自动语音"),
        "offered" => language.pick("offered", "人工请求"),
        "answered" => language.pick("answered", "人工接听"),
        "abandoned" => language.pick("gave up", "放弃总量"),
        "blocked" => language.pick("found the queue full", "占线"),
        "dropped" => language.pick("dropped at closing", "下班挂断"),
        other => other,
    }
}
