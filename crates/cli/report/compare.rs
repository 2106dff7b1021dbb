//! Two designs side by side: a sentence, a table, files and JSON.

mod files;
mod picture;
mod sentences;

use std::path::{Path, PathBuf};

use acd_scenario::printable;
use acd_study::{Compared, ComparedScope, Difference, METRICS, Metric, Unit};
use comfy_table::CellAlignment;
use serde_json::Value;

use super::Language;
use super::summary::{joined, place_of_files, table, wrapped};
use super::words::{NONE, count, duration, or_none, percent, plural};
use crate::compare::Ground;
pub use files::{json_text, write_files};

/// Two designs and how they differ.
pub struct FoundCompared {
    pub title: String,
    pub a: Side,
    pub b: Side,
    pub seed: u64,
    pub ground: Ground,
    /// The queues of A: names in files, and for people.
    pub labels: Vec<(String, String)>,
    /// The metric of each of their goals.
    pub formulas: Vec<&'static str>,
    /// What is to be said of how they were made comparable.
    pub notes: Vec<String>,
    pub compared: Compared,
}

/// One of the two.
pub struct Side {
    /// Its scenario file, or its folder.
    pub file: PathBuf,
    /// What the command line changed in it.
    pub changes: Vec<String>,
    pub warnings: Vec<String>,
    /// The scenario with everything that was inherited or set.
    pub resolved: Value,
}

/// How sure a difference is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sure {
    /// The interval lies above zero.
    More,
    /// The interval lies below zero.
    Less,
    /// There is no difference in any replication.
    Same,
    /// The interval straddles zero, or there is none.
    Unknown,
}

impl Sure {
    pub fn of(difference: &Difference) -> Sure {
        match (difference.difference.low, difference.difference.high) {
            (Some(low), Some(high)) if low == 0.0 && high == 0.0 => Sure::Same,
            (Some(low), _) if low > 0.0 => Sure::More,
            (_, Some(high)) if high < 0.0 => Sure::Less,
            _ => Sure::Unknown,
        }
    }

    fn word(self, language: Language) -> &'static str {
        match self {
            Sure::More => language.pick("more", "增加"),
            Sure::Less => language.pick("less", "减少"),
            Sure::Same => language.pick("the same", "相同"),
            Sure::Unknown => language.pick("not distinguishable", "无法区分"),
        }
    }
}

impl FoundCompared {
    /// The name of a scope for people.
    fn label(&self, scope: &ComparedScope, language: Language) -> String {
        if scope.name == "total" {
            return language.pick("total", "合计").to_owned();
        }
        let label = self.labels.iter().find(|(name, _)| *name == scope.name);
        printable(label.map_or(&scope.name, |(_, label)| label)).into_owned()
    }

    /// The service level that a scope is judged by.
    fn level(&self, scope: &ComparedScope) -> &'static str {
        let place = self.labels.iter().position(|(name, _)| *name == scope.name);
        place.map_or("service_level_ratio", |place| self.formulas[place])
    }
}

/// The metrics of the table; the service level stands third.
const SHOWN: [&str; 7] = [
    "offered_count",
    "answered_count",
    "service_level_ratio",
    "abandonment_ratio",
    "wait_mean_s",
    "wait_p90_s",
    "occupancy_ratio",
];

/// The whole summary.
pub fn text(found: &FoundCompared, language: Language, folder: &Path, files: &[String]) -> String {
    joined(&[
        head(found, language),
        wrapped(&sentences::headline(found, language), "  "),
        differences(found, language),
        wrapped(&sentences::pairing(found, language), ""),
        place_of_files(folder, files, language),
    ])
}

fn head(found: &FoundCompared, language: Language) -> String {
    let side = |name: &str, side: &Side| {
        let changes = side.changes.iter().map(|change| format!(", {}", printable(change)));
        let line = format!("{name}: {}{}", side.file.display(), changes.collect::<String>());
        wrapped(&line, "   ")
    };
    let (replications, seed) = (u64::from(found.compared.replications), found.seed);
    let partial = if found.compared.is_partial {
        language.pick(" (INTERRUPTED: only a beginning)", "（已中断：仅为开头部分）")
    } else {
        ""
    };
    let days = found.ground.days;
    let ran = language.pick(
        format!(
            "{}; {} each, seed {seed}, the same callers in both{partial}",
            plural(days as u64, "day"),
            plural(replications, "replication")
        ),
        format!(
            "{} 天；各重复 {} 次，随机种子 {seed}，两方案面对相同来电{partial}",
            count(days),
            count(replications as f64)
        ),
    );
    format!("{}\n{}\n{}\n{ran}", printable(&found.title), side("A", &found.a), side("B", &found.b))
}

/// A row a figure of each scope.
fn differences(found: &FoundCompared, language: Language) -> String {
    let header = language.pick(
        ["queue", "figure", "A", "B", "B - A", "95% interval", "B has"],
        ["技能队列", "指标", "A", "B", "B - A", "95% 置信区间", "B"],
    );
    let mut table = table(&header);
    for column in [1, 6] {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Left);
        }
    }
    // The total of one queue says the same again.
    let scopes = match &found.compared.scopes[..] {
        [queue, _] if found.labels.len() == 1 => std::slice::from_ref(queue),
        scopes => scopes,
    };
    for scope in scopes {
        let mut label = found.label(scope, language);
        for id in SHOWN {
            let id = if id == "service_level_ratio" { found.level(scope) } else { id };
            let metric = &METRICS[Metric::place(id)];
            let difference = &scope.differences[Metric::place(id)];
            let name = if id.starts_with("service_level") {
                language.pick("in time", "及时接通率")
            } else {
                language.pick(metric.english, metric.chinese)
            };
            let words = words(metric.unit);
            table.add_row([
                std::mem::take(&mut label),
                name.to_owned(),
                or_none(difference.a, words),
                or_none(difference.b, words),
                mean(difference, metric.unit),
                interval(difference, metric.unit, language),
                Sure::of(difference).word(language).to_owned(),
            ]);
        }
    }
    let note = language.pick(
        "(counts over all days; in time: within the queue's time, by the formula of its goal; shares differ by \
         points of a percentage)",
        "（数量为全部天数合计；及时接通率按队列目标的公式；比率之差以百分点计）",
    );
    format!("{}\n{}", table.trim_fmt(), wrapped(note, " "))
}

fn words(unit: Unit) -> fn(f64) -> String {
    match unit {
        Unit::Count => count,
        Unit::Ratio => percent,
        Unit::Seconds => duration,
    }
}

/// A difference with its sign.
pub fn mean(difference: &Difference, unit: Unit) -> String {
    let decimals = decimals(difference);
    difference.difference.mean.map_or(NONE.to_owned(), |mean| signed(mean, unit, decimals))
}

/// `+580 to +640`.
pub fn interval(difference: &Difference, unit: Unit, language: Language) -> String {
    let decimals = decimals(difference);
    match (difference.difference.low, difference.difference.high) {
        (Some(low), Some(high)) => {
            let to = language.pick(" to ", "至");
            format!("{}{to}{}", signed(low, unit, decimals), signed(high, unit, decimals))
        }
        _ => NONE.to_owned(),
    }
}

/// The decimals of percentage points: small differences have more, so that something is left of them.
pub fn decimals(difference: &Difference) -> usize {
    let ends = [difference.difference.low, difference.difference.high, difference.difference.mean];
    match ends.into_iter().flatten().map(f64::abs).fold(0.0, f64::max) {
        small if small < 0.001 => 3,
        small if small < 0.01 => 2,
        _ => 1,
    }
}

/// A figure with its sign; shares in points, without a unit of their own.
fn signed(value: f64, unit: Unit, decimals: usize) -> String {
    let sign = if value < 0.0 { "-" } else { "+" };
    let size = value.abs();
    let words = match unit {
        Unit::Count => count(size),
        Unit::Ratio => format!("{:.decimals$}", size * 100.0),
        Unit::Seconds => duration(size),
    };
    // Nothing is left of it that could have a sign.
    let is_nothing = words.chars().all(|c| !c.is_ascii_digit() || c == '0');
    if is_nothing { words } else { format!("{sign}{words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_have_their_sign_where_there_is_one() {
        assert_eq!(signed(0.077, Unit::Ratio, 1), "+7.7");
        assert_eq!(signed(-612.4, Unit::Count, 1), "-612");
        assert_eq!(signed(-0.02, Unit::Seconds, 1), "0.0 s");
        assert_eq!(signed(-75.0, Unit::Seconds, 1), "-1 min 15 s");
    }
}
