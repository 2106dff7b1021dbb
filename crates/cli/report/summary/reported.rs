//! Simulated totals beside those that the real centre reported.

use acd_scenario::Reported;
use acd_study::comparisons;

use super::layout::table;
use crate::report::words::{NONE, count, or_none, signed_percent};
use crate::report::{Found, Language};

/// The table; nothing where nothing was reported.
pub fn text(found: &Found<'_>, language: Language) -> String {
    let comparisons = comparisons(found.scenario, found.outcome);
    if comparisons.is_empty() {
        return String::new();
    }
    let header = language.pick(
        ["reported total", "reported", "simulated", "95% interval", "difference"],
        ["报表项目", "报表", "模拟", "95% 置信区间", "相差"],
    );
    let mut table = table(&header);
    for comparison in comparisons {
        let simulated = comparison.simulated;
        let interval = match (simulated.low.map(count), simulated.high.map(count)) {
            (Some(low), Some(high)) => language.pick(format!("{low} to {high}"), format!("{low} 至 {high}")),
            _ => NONE.to_owned(),
        };
        table.add_row([
            name(comparison.name, language),
            count(comparison.reported),
            or_none(simulated.mean, count),
            interval,
            or_none(comparison.difference, signed_percent),
        ]);
    }
    let scaled =
        found.scenario.reported.as_ref().map_or(String::new(), |reported| scaled(reported, language));
    let title = language.pick("Simulated beside reported", "模拟与报表对照");
    format!("{title}{scaled}{}\n{}", language.pick(":", "："), table.trim_fmt())
}

/// A reported total by its key.
pub fn name(key: &str, language: Language) -> String {
    let chinese = match key {
        "calls" => "来电",
        "answered" => "人工接听",
        "ivr_served" => "自动语音办结",
        "abandoned" => "放弃",
        "ivr_hang_ups" => "选择前挂断",
        _ => return key.replace('_', " "),
    };
    language.pick(key.replace('_', " "), chinese.to_owned())
}

/// Over what stretch of time totals stand beside each other.
pub fn scaled(reported: &Reported, language: Language) -> String {
    match reported.covers_s.map(|covers| covers / 86_400.0) {
        None => String::new(),
        Some(1.0) => language.pick(", scaled to 1 day", "，折合 1 天").to_owned(),
        Some(days) => {
            let days = count(days);
            language.pick(format!(", scaled to {days} days"), format!("，折合 {days} 天"))
        }
    }
}
