//! What a scenario held against a call log comes to: in words, as a file, as plots.

use std::path::Path;

use acd_fit::Log;
use acd_fit::validation::{Frame, Held, Judged, MEASURES, Measure, Remark, Validation};
use acd_scenario::Scenario;
use serde_json::{Map, Value, json};

use super::Language;
use super::json::record_of;
use super::package::{self, Contents};
use super::plots;
use super::summary::layout;
use super::tables::{Column, Kind, Rows, Table, interval_start};
use super::words::{count, percent, printable_line};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// A comparison with all that is said of it.
pub struct FoundValid<'a> {
    pub scenario: &'a Scenario,
    pub log: &'a Log,
    /// The log.
    pub file: &'a Path,
    /// What to type for the same.
    pub command: String,
    pub frame: Frame,
    pub validation: Validation,
}

/// Writes every file.
pub fn write_files(
    folder: &mut Folder,
    found: &FoundValid<'_>,
    (started, has_plots): (jiff::Timestamp, bool),
    language: Language,
) -> Result<(), Failure> {
    let table = table(found);
    folder.write(table.name, &table.bytes)?;
    let plots = if has_plots { plots::validated::all(found, language)? } else { Vec::new() };
    plots::write(folder, &plots, &plots::pixels(&plots)?)?;
    let mut record = object(found);
    record["resolved"] = found.scenario.resolved.clone();
    folder.write("run.json", record_of(found.file, started, record).as_bytes())?;
    let contents =
        Contents { title: &found.scenario.title, tables: &[table], plots: &plots, files: folder.files() };
    folder.write(PACKAGE, package::text(contents).as_bytes())
}

fn table(found: &FoundValid<'_>) -> Table {
    let number = |name: &str, meaning: &str| Column::new(name, Kind::Number, "", meaning);
    let columns = vec![
        Column::queue(),
        Column::new("interval_index", Kind::Integer, "", "the interval, from 0 at 00:00 of the first day"),
        Column::new(
            "interval_start",
            Kind::Text,
            "",
            "its start: a date and time, or day and time without a date",
        ),
        Column::new("metric", Kind::Text, "", "the metric; its unit is the end of its name"),
        number("actual", "the metric in the log; empty where nothing was offered"),
        number("simulated", "its mean over replications"),
        number("simulated_p2_5", "the lower end of the band that holds 95 % of replications"),
        number("simulated_p97_5", "the upper end of that band"),
        number("inside_count", "1: the log lies in the band; 0: it does not"),
    ];
    let mut rows = Rows::new(None);
    rows.header(&columns);
    let mut sorted: Vec<_> = found.validation.rows.iter().collect();
    let name = |queue: usize| found.scenario.queues[queue].name.as_str();
    sorted.sort_by_key(|row| (name(row.queue), row.slot, row.measure.id()));
    for row in sorted {
        let texts = [
            name(row.queue).to_owned(),
            row.slot.to_string(),
            interval_start(found.scenario, row.slot),
            row.measure.id().to_owned(),
        ];
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let inside = row.held.is_inside().map(|is_inside| f64::from(u8::from(is_inside)));
        let Held { actual, mean, low, high } = row.held;
        rows.row(&texts, [actual, Some(mean), Some(low), Some(high), inside].into_iter());
    }
    Table {
        name: "validation.csv",
        meaning: "the log and the simulation, each metric in each interval of each queue",
        columns,
        keys: vec!["queue", "interval_index", "metric"],
        bytes: rows.finish(),
    }
}

fn object(found: &FoundValid<'_>) -> Value {
    let Validation { judged, p_value, replications, .. } = &found.validation;
    let metrics: Map<String, Value> = judged
        .iter()
        .map(|judged| {
            let whole = judged.whole.map(|whole| {
                json!({ "actual": whole.actual, "simulated": whole.mean, "band_low": whole.low, "band_high": whole.high })
            });
            let value = json!({
                "whole": whole,
                "intervals": judged.intervals,
                "inside_ratio": finite(judged.inside),
                "inside_expected_low": judged.expected.0,
                "inside_expected_high": judged.expected.1,
                "inside_p_value": judged.inside_p,
                "shift": finite(judged.shift),
                "shift_p_value": judged.shift_p,
                "remark": remark_word(judged.remark()),
            });
            (judged.measure.id().to_owned(), value)
        })
        .collect();
    json!({
        "scenario": found.scenario.title,
        "log": found.file.display().to_string(),
        "command": found.command,
        "seed": found.scenario.run.seed,
        "replications": replications,
        "days": found.frame.days,
        "p_value": p_value,
        "verdict": if found.validation.is_misfit() { "misfit" } else { "agrees" },
        "metrics": metrics,
        "warnings": found.scenario.warnings.iter().map(|warning| warning.line.clone()).collect::<Vec<_>>(),
    })
}

fn finite(value: f64) -> Option<f64> {
    Some(value).filter(|value| value.is_finite())
}

fn remark_word(remark: Remark) -> &'static str {
    match remark {
        Remark::Agrees => "agrees",
        Remark::Higher => "higher",
        Remark::Lower => "lower",
        Remark::VariesMore => "varies_more",
        Remark::VariesLess => "varies_less",
    }
}

/// The comparison as one JSON object.
pub fn json_text(found: &FoundValid<'_>) -> String {
    format!("{:#}\n", object(found))
}

/// What a planner reads.
pub fn text(found: &FoundValid<'_>, language: Language, (path, files): (&Path, &[String])) -> String {
    let parts = [
        head(found, language),
        layout::wrapped(&verdict(found, language), "  "),
        metrics(found, language),
        by_time_of_day(found, language),
        layout::wrapped(
            &language.pick(
                format!("Files in {}: {}", path.display(), files.join(", ")),
                format!("{} 中的文件：{}", path.display(), files.join("、")),
            ),
            "  ",
        ),
    ];
    layout::joined(&parts)
}

fn head(found: &FoundValid<'_>, language: Language) -> String {
    let (days, runs, seed) =
        (count(found.frame.days as f64), found.validation.replications, found.scenario.run.seed);
    let file = found.file.display().to_string();
    let file = printable_line(&file);
    let more = match found.log.stretches {
        1 => String::new(),
        several => language.pick(
            format!("\nThe log holds {several} replications: the first is compared."),
            format!("\n记录含 {several} 次重复：只对照第一次。"),
        ),
    };
    format!(
        "{}\n{}{more}",
        printable_line(&found.scenario.title),
        language.pick(
            format!("held against {file}: {days} days, {runs} replications, seed {seed}"),
            format!("与 {file} 对照：{days} 天，{runs} 次重复，种子 {seed}"),
        )
    )
}

fn verdict(found: &FoundValid<'_>, language: Language) -> String {
    let p = found.validation.p_value;
    let p = if p < 0.01 { "p < 0.01".to_owned() } else { format!("p = {p:.2}") };
    if !found.validation.is_misfit() {
        return language.pick(
            format!("The scenario AGREES with the log: where it is right, the largest difference is as large as here quite often ({p})."),
            format!("场景与记录相符：即使场景正确，也常会出现这样大的差异（{p}）。"),
        );
    }
    let odd = found.validation.judged.iter().filter(|judged| judged.remark() != Remark::Agrees);
    let words: Vec<String> = odd.map(|judged| odd_words(judged, language)).collect();
    let words = match words.len() {
        0 => language.pick("all of it together", "综合而言").to_owned(),
        _ => words.join(language.pick("; ", "；")),
    };
    language.pick(
        format!("MISFIT: a scenario that is right is so far from its log less than once in twenty times ({p}): {words}."),
        format!("不符：场景若正确，这样大的差异少于二十分之一（{p}）：{words}。"),
    )
}

fn odd_words(judged: &Judged, language: Language) -> String {
    let name = name(judged.measure, language);
    match judged.remark() {
        Remark::Higher => language.pick(format!("{name}: the log lies above"), format!("{name}：记录偏高")),
        Remark::Lower => language.pick(format!("{name}: the log lies below"), format!("{name}：记录偏低")),
        Remark::VariesMore => language.pick(
            format!("{name}: the log leaves the band too often"),
            format!("{name}：记录过多超出区间带"),
        ),
        Remark::VariesLess => {
            language.pick(format!("{name}: the log varies less"), format!("{name}：记录波动更小"))
        }
        Remark::Agrees => language.pick(format!("{name} agrees"), format!("{name}相符")),
    }
}

/// A metric's name.
pub fn name(measure: Measure, language: Language) -> &'static str {
    let (english, chinese) = match measure {
        Measure::Offered => ("offered", "人工请求"),
        Measure::Answered => ("answered", "人工接听"),
        Measure::Abandoned => ("gave up", "放弃"),
        Measure::ServiceLevel => ("in time", "及时接通"),
        Measure::Wait => ("mean wait", "平均等待"),
    };
    language.pick(english, chinese)
}

/// A value of a metric.
pub fn value_words(measure: Measure, value: f64, language: Language) -> String {
    match measure {
        Measure::ServiceLevel => percent(value),
        Measure::Wait => language.duration(value),
        _ => count(if value >= 100.0 { value.round() } else { value }),
    }
}

fn metrics(found: &FoundValid<'_>, language: Language) -> String {
    let header = language.pick(
        ["all days", "log", "simulated", "95% of replications", "intervals inside", "expected", ""],
        ["全部日子", "记录", "模拟", "95% 的重复", "落入区间带", "应为", ""],
    );
    let mut table = layout::table(&header);
    for judged in &found.validation.judged {
        let words = |value: f64| value_words(judged.measure, value, language);
        let none = super::words::NONE.to_owned();
        let whole = judged.whole;
        let band = whole.map(|whole| {
            let (low, high) = (words(whole.low), words(whole.high));
            language.pick(format!("{low} to {high}"), format!("{low} 至 {high}"))
        });
        let (low, high) = (percent(judged.expected.0), percent(judged.expected.1));
        let remark = match judged.remark() {
            Remark::Agrees => String::new(),
            Remark::Higher => language.pick("log higher", "记录偏高").to_owned(),
            Remark::Lower => language.pick("log lower", "记录偏低").to_owned(),
            Remark::VariesMore => language.pick("too often outside", "超出过多").to_owned(),
            Remark::VariesLess => language.pick("varies less", "波动更小").to_owned(),
        };
        table.add_row([
            name(judged.measure, language).to_owned(),
            whole.and_then(|whole| whole.actual).map_or_else(|| none.clone(), words),
            whole.map_or_else(|| none.clone(), |whole| words(whole.mean)),
            band.unwrap_or_else(|| none.clone()),
            if judged.inside.is_finite() { percent(judged.inside) } else { none.clone() },
            language.pick(format!("{low} to {high}"), format!("{low} 至 {high}")),
            remark,
        ]);
    }
    let intervals =
        count(found.validation.judged.iter().map(|judged| judged.intervals).max().unwrap_or(0) as f64);
    let legend = language.pick(
        format!("(intervals inside: of {intervals} intervals of a queue, those in which the log lies in the band that holds 95% of \
                 replications; expected: where this share lies for replications of this scenario themselves, held against \
                 each other)"),
        format!("（落入区间带：{intervals} 个队列时段中，记录落在 95% 重复所在区间带内的占比；应为：同一场景的各次重复互相对照时该占比的范围）"),
    );
    format!("{}\n{}", table.trim_fmt(), layout::wrapped(&legend, ""))
}

/// Log and simulation beside each other by time of day, all days together.
fn by_time_of_day(found: &FoundValid<'_>, language: Language) -> String {
    let shown = [Measure::Offered, Measure::Abandoned, Measure::ServiceLevel, Measure::Wait];
    let head = |measure: Measure| {
        language
            .pick(format!("{}: log", name(measure, language)), format!("{}：记录", name(measure, language)))
    };
    let simulated = language.pick("simulated", "模拟");
    let first = language.pick("from", "时段").to_owned();
    let columns = shown.into_iter().flat_map(|measure| [head(measure), simulated.to_owned()]);
    let header: Vec<String> = [first].into_iter().chain(columns).collect();
    let mut table = layout::table(&header);
    for (slot, held) in &found.validation.day {
        let minutes = *slot as f64 * found.frame.interval_s / 60.0;
        let mut cells = vec![format!("{:02}:{:02}", (minutes / 60.0) as u32, minutes as u32 % 60)];
        for measure in shown {
            let held = MEASURES.iter().position(|other| *other == measure).and_then(|place| held[place]);
            let days = if matches!(measure, Measure::Offered | Measure::Abandoned) {
                found.frame.days as f64
            } else {
                1.0
            };
            let words = |value: f64| value_words(measure, value / days, language);
            let mark = if held.and_then(|held| held.is_inside()) == Some(false) { " !" } else { "" };
            let none = super::words::NONE.to_owned();
            let actual = held.and_then(|held| held.actual).map_or(none.clone(), words);
            cells.extend([format!("{actual}{mark}"), held.map_or(none, |held| words(held.mean))]);
        }
        table.add_row(cells);
    }
    let legend = language.pick(
        "(means of all days; !: the log lies outside the band of 95% of replications)",
        "（各日平均；!：记录在 95% 重复的区间带之外）",
    );
    let heading = language.pick("By time of day:", "各时段：");
    format!("{heading}\n{}\n{legend}", table.trim_fmt())
}
