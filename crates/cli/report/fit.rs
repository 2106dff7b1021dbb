//! What a call log told: in words, as files, and as a scenario.

mod doubts;

use std::path::{Path, PathBuf};

use acd_fit::Fitted;
use acd_fit::families::Unit;
use acd_fit::goodness::Goodness;
use serde_json::{Map, Value, json};

use super::Language;
use super::json::record_of;
use super::package::{self, Contents};
use super::plots;
use super::summary::{layout, quoted};
use super::tables::{Column, Kind, Rows, Table};
use super::words::{count, percent, printable_line};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// The scenario that was written.
pub const SCENARIO: &str = "fitted.toml";

/// What was fitted, with all that is said of it.
pub struct FoundFitted<'a> {
    pub fitted: Fitted,
    pub title: String,
    /// The log.
    pub file: &'a Path,
    /// The table of its columns.
    pub columns: Option<&'a Path>,
    /// What to type for the same.
    pub command: String,
}

/// Writes every file; the scenario's name is returned.
pub fn write_files(
    folder: &mut Folder,
    found: &FoundFitted<'_>,
    (started, has_plots): (jiff::Timestamp, bool),
    language: Language,
) -> Result<String, Failure> {
    let table = table(&found.fitted);
    folder.write(table.name, &table.bytes)?;
    let text = found.fitted.scenario(&printable_line(&found.title), &printable_line(&found.command));
    folder.write(SCENARIO, text.toml.as_bytes())?;
    for (name, profile) in &text.profiles {
        folder.write(name, profile.as_bytes())?;
    }
    let plots =
        if has_plots { plots::fitted::all(&found.fitted, &found.title, language)? } else { Vec::new() };
    plots::write(folder, &plots, &plots::pixels(&plots)?)?;
    folder.write("run.json", record_of(found.file, started, object(found)).as_bytes())?;
    let contents = Contents { title: &found.title, tables: &[table], plots: &plots, files: folder.files() };
    folder.write(PACKAGE, package::text(contents).as_bytes())?;
    Ok(SCENARIO.to_owned())
}

fn table(fitted: &Fitted) -> Table {
    let text = |name: &str, meaning: &str| Column::new(name, Kind::Text, "", meaning);
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let columns = vec![
        text("key", "the key in the scenario; of a profile the start of the interval"),
        text("unit", "s: seconds; ratio: a share from 0 to 1; count: calls; empty: a plain number"),
        text("method", "how it was estimated"),
        text(
            "chosen",
            "yes: it stands in the scenario; no: another family fits better, or it is no more than luck",
        ),
        number("value", "the estimate"),
        number("value_ci95_low", "lower end of its 95 % confidence interval"),
        number("value_ci95_high", "upper end of its 95 % confidence interval"),
        number("told_by_count", "how many calls, callers or days it was told by"),
        number("aic", "Akaike's criterion: of the families of one key the least is the best"),
        number("distance_ratio", "the largest distance between the share found and the share fitted"),
        number(
            "p_value",
            "how likely a misfit as large would be if the family were right; it allows for the fitting",
        ),
    ];
    let mut rows = Rows::new(None);
    rows.header(&columns);
    let mut all = fitted.rows();
    all.sort_by(|one, other| one.key.cmp(&other.key));
    for row in &all {
        let texts =
            [row.key.as_str(), unit_name(row.unit), row.method, if row.is_chosen { "yes" } else { "no" }];
        let goodness = row.goodness;
        let numbers = [
            Some(row.estimate.value),
            Some(row.estimate.low),
            Some(row.estimate.high),
            Some(row.count as f64),
            row.aic,
            goodness.map(|goodness| goodness.distance),
            goodness.map(|goodness| goodness.p_value),
        ];
        rows.row(&texts, numbers.into_iter());
    }
    Table {
        name: "fit.csv",
        meaning: "every estimate with its interval and how well it fits, the families that were not chosen among them",
        columns,
        keys: vec!["key"],
        bytes: rows.finish(),
    }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Seconds => "s",
        Unit::Ratio => "ratio",
        Unit::Calls => "count",
        Unit::Plain => "",
    }
}

fn goodness_object(goodness: Goodness) -> Value {
    json!({ "distance": goodness.distance, "p_value": goodness.p_value, "misfit": goodness.is_misfit() })
}

fn object(found: &FoundFitted<'_>) -> Value {
    let log = &found.fitted.log;
    let chosen = found.fitted.rows().into_iter().filter(|row| row.is_chosen);
    let estimates: Map<String, Value> = chosen
        .map(|row| {
            let mut entry = json!({
                "value": row.estimate.value, "ci_low": row.estimate.low, "ci_high": row.estimate.high,
                "unit": unit_name(row.unit), "count": row.count, "method": row.method,
            });
            if let Some(goodness) = row.goodness {
                entry["goodness"] = goodness_object(goodness);
            }
            (row.key, entry)
        })
        .collect();
    let misfits: Vec<String> = found.fitted.misfits().into_iter().map(|row| row.key).collect();
    json!({
        "log": found.file.display().to_string(),
        "columns": found.columns.map(|path| path.display().to_string()),
        "command": found.command,
        "calls": log.calls.len(),
        "days": log.days,
        "stretches": log.stretches,
        "starts": log.starts.map(|date| date.to_string()),
        "estimates": estimates,
        "misfits": misfits,
        "warnings": doubts::all(&found.fitted, Language::En),
    })
}

/// What was fitted as one JSON object.
pub fn json_text(found: &FoundFitted<'_>, scenario: &Path) -> String {
    let mut object = object(found);
    object["scenario"] = json!(scenario.display().to_string());
    format!("{object:#}\n")
}

/// What a planner reads.
pub fn text(found: &FoundFitted<'_>, language: Language, (path, files): (&Path, &[String])) -> String {
    let parts = [
        format!("{}\n{}", printable_line(&found.title), size(&found.fitted, language)),
        estimates(&found.fitted, language),
        doubts::all(&found.fitted, language)
            .iter()
            .map(|line| layout::wrapped(line, "  "))
            .collect::<Vec<_>>()
            .join("\n"),
        next(found, language, (path, files)),
    ];
    layout::joined(&parts)
}

fn size(fitted: &Fitted, language: Language) -> String {
    let log = &fitted.log;
    let (calls, days) = (count(log.calls.len() as f64), count(log.days as f64));
    let from = log
        .starts
        .map_or(String::new(), |date| language.pick(format!(" from {date} on"), format!("（自 {date} 起）")));
    let stretches = count(log.stretches as f64);
    match log.stretches {
        1 => language
            .pick(format!("{calls} calls in {days} days{from}"), format!("{days} 天{from}，{calls} 个来电")),
        _ => language.pick(
            format!("{calls} calls in {stretches} replications of {days} days{from}"),
            format!("{stretches} 次重复，每次 {days} 天{from}，{calls} 个来电"),
        ),
    }
}

/// The chosen estimates, without the profile.
fn estimates(fitted: &Fitted, language: Language) -> String {
    let header = language.pick(
        ["in the scenario", "value", "95% interval", "told by", "fit"],
        ["场景中的键", "值", "95% 区间", "依据数", "拟合"],
    );
    let mut table = layout::table(&header);
    let mut family = String::new();
    for row in
        fitted.rows().into_iter().filter(|row| row.is_chosen && !row.key.contains(".arrivals.profile."))
    {
        let own = acd_fit::table::family_of(&row.key).to_owned();
        // A family's fit stands once, beside its first parameter.
        let fit = if own == family { String::new() } else { fit_words(row.goodness, language) };
        family = own;
        let words = |value: f64| value_words(row.unit, value);
        table.add_row([
            printable_line(&row.key),
            words(row.estimate.value),
            language.pick(
                format!("{} to {}", words(row.estimate.low), words(row.estimate.high)),
                format!("{} 至 {}", words(row.estimate.low), words(row.estimate.high)),
            ),
            count(row.count as f64),
            fit,
        ]);
    }
    let legend = language.pick(
        "(fit: the largest distance between the shares found and fitted, and how likely one as large is if the \
         family is right; a MISFIT is over a point, and luck makes it less than once in a hundred logs)",
        "（拟合：实测与拟合占比的最大差距，以及分布正确时出现同样差距的概率；“不符”：概率低于 1% 且差距超过 1 个百分点）",
    );
    format!("{}\n{}", table.trim_fmt(), layout::wrapped(legend, ""))
}

fn value_words(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Seconds if value < 1_000.0 => format!("{value:.1} s"),
        Unit::Seconds => format!("{} s", count(value)),
        Unit::Ratio => percent(value),
        Unit::Calls => count(value),
        Unit::Plain => format!("{value:.3}"),
    }
}

fn fit_words(goodness: Option<Goodness>, language: Language) -> String {
    let Some(goodness) = goodness else { return String::new() };
    let p = if goodness.p_value < 0.001 {
        "p < 0.001".to_owned()
    } else {
        format!("p = {:.3}", goodness.p_value)
    };
    let distance = percent(goodness.distance);
    let verdict = if goodness.is_misfit() { language.pick("MISFIT ", "不符 ") } else { "" };
    format!("{verdict}{distance}, {p}")
}

fn next(found: &FoundFitted<'_>, language: Language, (path, files): (&Path, &[String])) -> String {
    let file = quoted(&path.join(SCENARIO).display().to_string());
    let log = quoted(&found.file.display().to_string());
    let columns: Option<PathBuf> = found.columns.map(Path::to_owned);
    let columns =
        columns.map_or(String::new(), |path| format!(" --columns {}", quoted(&path.display().to_string())));
    let written = language.pick(
        format!("Files in {}: {}", path.display(), files.join(", ")),
        format!("{} 中的文件：{}", path.display(), files.join("、")),
    );
    format!(
        "{}\n  sim validate {log} {file}{columns}\n  sim run {file}\n\n{}",
        language.pick("Next, hold it against the log, and run it:", "下一步：与记录对照，再运行："),
        layout::wrapped(&written, "  ")
    )
}
