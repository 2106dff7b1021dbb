//! What a calibration found: in words, as files, and as a scenario that has the values.

use std::path::Path;

use acd_scenario::{Calibration, Measure, Scenario, Unknown};
use acd_study::{Calibrated, Told, unaccounted};
use serde_json::{Map, Value, json};

use super::Language;
use super::json::{self, record_of};
use super::package::{self, Contents};
use super::summary::{layout, reported};
use super::tables::{Column, Kind, Rows, Table};
use super::words::{count, duration, percent, printable_line, signed_percent};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// The scenario that has the values.
const SCENARIO: &str = "calibrated.toml";
/// Totals tell an unknown if they remove so much of the doubt between its bounds, and leave it open below the other.
const WELL_TOLD: f64 = 0.9;
const HARDLY_TOLD: f64 = 0.5;

/// A calibration with all that is said of it.
pub struct FoundCalibrated<'a> {
    pub scenario: &'a Scenario,
    pub file: &'a Path,
    /// What to type for the same.
    pub command: String,
    /// The way from the output folder to the scenario.
    pub extends: String,
    pub calibration: &'a Calibration,
    pub calibrated: Calibrated,
}

impl FoundCalibrated<'_> {
    fn unknowns(&self) -> impl Iterator<Item = (&Unknown, &Told)> {
        self.calibration.unknowns.iter().zip(&self.calibrated.unknowns)
    }

    fn values(&self) -> Vec<f64> {
        self.calibrated.unknowns.iter().map(|told| told.value).collect()
    }
}

/// Writes every file.
pub fn write_files(
    folder: &mut Folder,
    found: &FoundCalibrated<'_>,
    started: jiff::Timestamp,
) -> Result<(), Failure> {
    let tables = [unknowns_table(found), totals_table(found)];
    for table in &tables {
        folder.write(table.name, &table.bytes)?;
    }
    folder.write(SCENARIO, scenario_text(found).as_bytes())?;
    let mut record = object(found);
    record["resolved"] = found.scenario.resolved.clone();
    folder.write("run.json", record_of(found.file, started, record).as_bytes())?;
    let title = &found.scenario.title;
    let contents = Contents { title, tables: &tables, plots: &[], files: folder.files() };
    folder.write(PACKAGE, package::text(contents).as_bytes())
}

fn unknowns_table(found: &FoundCalibrated<'_>) -> Table {
    let text = |name: &str, meaning: &str| Column::new(name, Kind::Text, "", meaning);
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let columns = vec![
        text("unknown", "the unknown's name in the scenario"),
        text("key", "its key"),
        text("unit", "s: seconds; ratio: a share from 0 to 1; empty: a plain number"),
        number("from", "the least that it may be"),
        number("to", "the most that it may be"),
        number("start", "what the scenario said before"),
        number("value", "the value found"),
        number("value_ci95_low", "lower end of the 95 % interval of value, within the bounds"),
        number("value_ci95_high", "upper end of the 95 % interval of value, within the bounds"),
        number("told_ratio", "the share of the doubt between the bounds that the totals remove"),
    ];
    let mut rows = Rows::new(None);
    rows.header(&columns);
    for (unknown, told) in found.unknowns() {
        let unit = match unknown.base.measure {
            Measure::Plain => "",
            Measure::Ratio => "ratio",
            Measure::Seconds => "s",
        };
        let bounds = [unknown.from, unknown.to, unknown.base].map(|amount| amount.value);
        let numbers = bounds.into_iter().chain([told.value, told.low, told.high, told.told]);
        rows.row(&[&unknown.name, &unknown.key, unit], numbers.map(Some));
    }
    let meaning = "the unknowns, what they were found to be, and how sure that is";
    Table { name: "calibration.csv", meaning, columns, keys: vec!["unknown"], bytes: rows.finish() }
}

fn totals_table(found: &FoundCalibrated<'_>) -> Table {
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let columns = vec![
        Column::new("name", Kind::Text, "", "the reported total"),
        number("reported", "what was reported"),
        number("simulated", "what is simulated with the values found, scaled to the same stretch of time"),
        number("simulated_ci95_low", "lower end of the 95 % confidence interval of simulated"),
        number("simulated_ci95_high", "upper end of the 95 % confidence interval of simulated"),
        number("difference_ratio", "simulated / reported - 1"),
    ];
    let mut rows = Rows::new(None);
    rows.header(&columns);
    for total in &found.calibrated.met {
        let simulated = total.simulated;
        let numbers = [Some(total.reported), simulated.mean, simulated.low, simulated.high, total.difference];
        rows.row(&[total.name], numbers.into_iter());
    }
    let meaning = "the reported totals beside those simulated with the values found";
    Table { name: "calibration_totals.csv", meaning, columns, keys: vec!["name"], bytes: rows.finish() }
}

/// The scenario with the values that were found, as a file that extends it.
fn scenario_text(found: &FoundCalibrated<'_>) -> String {
    let Calibrated { evaluations, replications, .. } = found.calibrated;
    let mut text = format!(
        "# Written by `{}`: values under which the simulated totals meet the reported ones,\n\
         # found in {evaluations} evaluations of {replications} replications.\nextends = {:?}\n\n",
        printable_line(&found.command),
        found.extends
    );
    let sets = found.calibration.sets(&found.values());
    for (place, set) in sets.iter().enumerate() {
        let Some((key, value)) = set.split_once('=') else { continue };
        let told = found.unknowns().nth(place);
        let note = told.map_or_else(
            || "follows from the shares above".to_owned(),
            |(unknown, told)| {
                format!(
                    "calibrated to the reported totals, 95% interval {} to {}",
                    words(unknown, told.low, Language::En),
                    words(unknown, told.high, Language::En)
                )
            },
        );
        text += &format!("{key} = {value}   # assumed: {note}\n");
    }
    text
}

/// The calibration as one JSON object.
pub fn json_text(found: &FoundCalibrated<'_>) -> String {
    format!("{:#}\n", object(found))
}

fn object(found: &FoundCalibrated<'_>) -> Value {
    let unknowns: Map<String, Value> = found
        .unknowns()
        .map(|(unknown, told)| {
            let value = json!({
                "key": unknown.key, "start": unknown.base.value, "value": told.value,
                "ci_low": told.low, "ci_high": told.high, "told_ratio": told.told,
            });
            (unknown.name.clone(), value)
        })
        .collect();
    let name = |place: usize| &found.calibration.unknowns[place].name;
    let together: Vec<Value> = found
        .calibrated
        .together
        .iter()
        .map(|&(one, other, correlation)| json!({ "unknowns": [name(one), name(other)], "correlation": correlation }))
        .collect();
    json!({
        "scenario": found.scenario.title,
        "seed": found.scenario.run.seed,
        "replications": found.calibrated.replications,
        "evaluations": found.calibrated.evaluations,
        "settled": found.calibrated.is_settled,
        "unknowns": unknowns,
        "indistinguishable": together,
        "reported": json::reported(&found.calibrated.met),
        "unaccounted_calls": found.scenario.reported.as_ref().and_then(unaccounted),
        "warnings": found.scenario.warnings.iter().map(|warning| warning.line.clone()).collect::<Vec<_>>(),
    })
}

/// What a planner reads.
pub fn text(found: &FoundCalibrated<'_>, language: Language, (path, files): (&Path, &[String])) -> String {
    let head = printable_line(&found.scenario.title);
    let Calibrated { evaluations, replications, .. } = found.calibrated;
    let how = language.pick(
        format!("{evaluations} evaluations of {replications} replications, seed {}", found.scenario.run.seed),
        format!("{evaluations} 次试算，每次 {replications} 次重复，种子 {}", found.scenario.run.seed),
    );
    let parts = [
        format!("{head}\n{how}"),
        unknowns_text(found, language),
        totals_text(found, language),
        doubts(found, language).join("\n"),
        next(path, files, language),
    ];
    layout::joined(&parts)
}

fn unknowns_text(found: &FoundCalibrated<'_>, language: Language) -> String {
    let header = language.pick(
        ["unknown", "was", "found", "95% interval", "told by the totals"],
        ["未知量", "原值", "求得", "95% 区间", "报表能确定"],
    );
    let mut table = layout::table(&header);
    for (unknown, told) in found.unknowns() {
        let of = |value: f64| words(unknown, value, language);
        let told_in_words = match told.told {
            told if told >= WELL_TOLD => language.pick("yes", "能"),
            told if told >= HARDLY_TOLD => language.pick("in part", "部分"),
            _ => language.pick("no", "不能"),
        };
        table.add_row([
            unknown.name.clone(),
            of(unknown.base.value),
            of(told.value),
            language.pick(
                format!("{} to {}", of(told.low), of(told.high)),
                format!("{} 至 {}", of(told.low), of(told.high)),
            ),
            format!("{told_in_words} ({})", percent(told.told)),
        ]);
    }
    table.trim_fmt()
}

fn totals_text(found: &FoundCalibrated<'_>, language: Language) -> String {
    let header = language.pick(
        ["reported total", "reported", "simulated", "difference"],
        ["报表项目", "报表", "模拟", "相差"],
    );
    let mut table = layout::table(&header);
    for total in &found.calibrated.met {
        table.add_row([
            reported::name(total.name, language),
            count(total.reported),
            super::words::or_none(total.simulated.mean, count),
            super::words::or_none(total.difference, signed_percent),
        ]);
    }
    table.trim_fmt()
}

/// What the totals can't tell, and where they contradict each other.
fn doubts(found: &FoundCalibrated<'_>, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    let name = |place: usize| found.calibration.unknowns[place].name.as_str();
    for &(one, other, correlation) in &found.calibrated.together {
        let (one, other) = (name(one), name(other));
        let (english, chinese) = if correlation > 0.0 { ("more", "更大") } else { ("less", "更小") };
        lines.push(language.pick(
            format!("The doubts about {one} and {other} hang together: more of one with {english} of the other meets the totals as well."),
            format!("{one} 与 {other} 的不确定性相互牵连：一个更大、另一个{chinese}，同样符合报表。"),
        ));
    }
    let unsure = found.unknowns().filter(|(_, told)| told.told < HARDLY_TOLD);
    for (unknown, _) in unsure {
        lines.push(language.pick(
            format!(
                "The totals hardly tell {}: it stays near the first guess, which is an assumption.",
                unknown.name
            ),
            format!("报表几乎不能确定 {}：仍接近原来的假设值。", unknown.name),
        ));
    }
    let calls = found.scenario.reported.as_ref().and_then(|reported| {
        reported.totals.iter().find(|(name, _)| *name == "calls").map(|(_, calls)| *calls)
    });
    let rest = found.scenario.reported.as_ref().and_then(unaccounted);
    if let Some((rest, calls)) =
        rest.zip(calls).filter(|(rest, calls)| rest.abs() > found.calibration.accuracy * calls)
    {
        let share = percent(rest.abs() / calls);
        lines.push(if rest > 0.0 {
            language.pick(
                format!("The reported totals don't add up: {} calls ({share}) stand in none of answered, ivr_served and abandoned.", count(rest)),
                format!("报表自身不平：有 {} 个来电（{share}）不在接听、自动语音、放弃之中。", count(rest)),
            )
        } else {
            language.pick(
                format!("The reported totals don't add up: answered, ivr_served and abandoned are {} more ({share}) than the calls.", count(-rest)),
                format!("报表自身不平：接听、自动语音与放弃之和比来电多 {}（{share}）。", count(-rest)),
            )
        });
    }
    let unmet: Vec<String> = found
        .calibrated
        .unmet(found.calibration.accuracy)
        .map(|total| reported::name(total.name, language))
        .collect();
    if !unmet.is_empty() {
        let names = unmet.join(language.pick(", ", "、"));
        lines.push(language.pick(
            format!("Not met within three times the accuracy of {}: {names}. What is written is as near as the unknowns allow.", percent(found.calibration.accuracy)),
            format!("未能在精度 {} 的三倍之内符合：{names}。所写的值已是最接近的。", percent(found.calibration.accuracy)),
        ));
    }
    if !found.calibrated.is_settled {
        lines.push(language.pick(
            "The steps ran out before it came to rest: begin from the values found, or narrow the bounds.".to_owned(),
            "步数用尽仍未稳定：请以求得的值为起点，或收窄范围。".to_owned(),
        ));
    }
    lines.iter().map(|line| layout::wrapped(line, "  ")).collect()
}

fn next(path: &Path, files: &[String], language: Language) -> String {
    let file = super::summary::quoted(&path.join(SCENARIO).display().to_string());
    let written = language.pick(
        format!("In {}: {}", path.display(), files.join(", ")),
        format!("{} 中的文件：{}", path.display(), files.join("、")),
    );
    format!(
        "{}\n  sim run {file}\n\n{written}",
        language.pick("Next, the scenario with these values:", "下一步，用求得的值运行：")
    )
}

/// A value of an unknown as people read it.
fn words(unknown: &Unknown, value: f64, language: Language) -> String {
    match unknown.base.measure {
        Measure::Plain if value.abs() < 10.0 => format!("{value:.3}"),
        Measure::Plain => count(value),
        Measure::Ratio => percent(value),
        Measure::Seconds => language.pick(duration(value), language.duration(value)),
    }
}
