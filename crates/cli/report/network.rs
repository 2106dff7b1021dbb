//! What a run of several hotlines leaves: the same files with a column more, each hotline in JSON, and a summary
//! with a row a hotline.

use std::path::Path;

use acd_scenario::{Hotline, Network, printable};
use acd_study::{
    Besides, Comparison, Estimate, Goal, NetworkOutcome, Verdict, comparisons, goals, network_comparisons,
};
use serde_json::{Map, Value, json};

use super::html::{self, Page};
use super::plots;
use super::summary::{
    changes, flow_sentences, joined, partial, place_of_files, scaled, shown, table, wrapped,
};
use super::tables::{FORMS, Table};
use super::words::{NONE, count, or_none, percent, plural, shortened_to, signed_percent};
use super::workbook::About;
use super::{Found, Language, Making, beside, json, package, unreached, write_first_files};
use crate::exit::Failure;
use crate::folder::{Folder, PACKAGE};

/// The most columns of a hotline's label, so that the tables fit a terminal.
const LABEL_AT_MOST: usize = 18;

/// A network and what was found.
pub struct FoundNetwork<'a> {
    pub network: &'a Network,
    /// What the command line changed.
    pub changes: Vec<String>,
    /// The hotlines, in their order.
    pub parts: Vec<Part>,
    pub outcome: NetworkOutcome,
}

/// What is kept of a hotline: words and figures, not the intervals they were made from.
pub struct Part {
    /// Its rows in each table, until they are written.
    rows: [Vec<u8>; FORMS.len()],
    /// The same object as of a single run.
    json: Value,
    pub total: Vec<Estimate>,
    besides: Besides,
    pub goals: Vec<Goal>,
    pub comparisons: Vec<Comparison>,
}

impl Part {
    /// Takes from what was found of a hotline what will be told of it.
    pub fn of(hotline: &Hotline, found: &Found<'_>) -> Part {
        Part {
            rows: FORMS.map(|form| form.rows_of(&hotline.name, found)),
            json: json::summary(found),
            total: found.outcome.total().whole.clone(),
            besides: found.besides.clone(),
            goals: goals(found.scenario, found.outcome),
            comparisons: comparisons(found.scenario, found.outcome),
        }
    }
}

impl FoundNetwork<'_> {
    /// What turned out doubtful while it ran.
    pub fn late_warnings(&self) -> Vec<String> {
        let partial = "interrupted: these results are the beginning of what was asked for".to_owned();
        let partial = self.outcome.is_partial.then_some(partial);
        partial.into_iter().chain(unreached(&self.outcome.precision, self.outcome.replications)).collect()
    }

    pub fn warnings(&self) -> Vec<String> {
        let early = self.network.warnings.iter().map(|warning| warning.line.clone());
        early.chain(self.late_warnings()).collect()
    }

    pub fn hotlines(&self) -> impl Iterator<Item = (&Hotline, &Part)> {
        self.network.hotlines.iter().zip(&self.parts)
    }

    pub fn comparisons(&self) -> Vec<Comparison> {
        network_comparisons(self.network, &self.outcome.total.whole)
    }
}

/// Writes every file.
pub fn write_files(
    folder: &mut Folder,
    found: &mut FoundNetwork<'_>,
    making: &Making<'_>,
) -> Result<Vec<String>, Failure> {
    let tables: Vec<Table> = (0..FORMS.len()).filter_map(|place| table_of(found, place)).collect();
    let found = &*found;
    let about = About {
        title: &found.network.title,
        seed: found.network.run.seed,
        replications: found.outcome.replications,
        is_partial: found.outcome.is_partial,
    };
    let draw = |language| plots::of_network(found, language);
    let (drawings, warnings) = write_first_files(folder, making, &about, &tables, draw)?;
    if making.has_report {
        let page = Page {
            language: making.language,
            command: &making.command,
            tables: &tables,
            drawings: &drawings,
        };
        folder.write(html::FILE, html::network::text(found, &page).as_bytes())?;
    }
    folder.write("run.json", record(found, making.file, making.started).as_bytes())?;
    let plots = drawings.of(making.language);
    let contents =
        package::Contents { title: &found.network.title, tables: &tables, plots, files: folder.files() };
    let package = package::text(contents);
    folder.write(PACKAGE, package.as_bytes())?;
    Ok(warnings)
}

/// A table of all hotlines, whose rows are in it alone from then on; `None` where there is nothing in it.
fn table_of(found: &mut FoundNetwork<'_>, place: usize) -> Option<Table> {
    let form = &FORMS[place];
    let parts = found.network.hotlines.iter().zip(&mut found.parts);
    let mut rows: Vec<(&str, Vec<u8>)> =
        parts.map(|(hotline, part)| (hotline.name.as_str(), std::mem::take(&mut part.rows[place]))).collect();
    rows.extend(form.rows_of_sum(&found.outcome.total).map(|sum| ("total", sum)));
    rows.sort_by_key(|(name, _)| *name);
    let table = form.table_of_hotlines(rows.into_iter().map(|(_, rows)| rows).collect());
    (!form.is_left_out(&table)).then_some(table)
}

/// The summary as one JSON object: the sum at the top, and each hotline by name.
pub fn json_text(found: &FoundNetwork<'_>) -> String {
    let network = found.network;
    let goals = found.hotlines().flat_map(|(hotline, part)| {
        let goals = part.json["goals"].as_array().cloned().unwrap_or_default();
        goals.into_iter().map(|goal| with_hotline(&hotline.name, goal))
    });
    let mut object = json!({
        "scenario": network.title,
        "seed": network.run.seed,
        "replications": found.outcome.replications,
        "partial": found.outcome.is_partial,
        "warnings": found.warnings(),
        "goals": goals.collect::<Vec<_>>(),
        "queues": {},
        "total": json::metrics(&found.outcome.total.whole),
    });
    if network.reported.is_some() {
        object["reported"] = json::reported(&found.comparisons());
    }
    let hotlines: Map<String, Value> =
        found.hotlines().map(|(hotline, part)| (hotline.name.clone(), part.json.clone())).collect();
    object["hotlines"] = Value::Object(hotlines);
    format!("{object:#}\n")
}

fn with_hotline(name: &str, goal: Value) -> Value {
    let first = [("hotline".to_owned(), json!(name))];
    Value::Object(first.into_iter().chain(goal.as_object().cloned().unwrap_or_default()).collect())
}

/// `run.json`: what ran, when, and every hotline's scenario with everything that was inherited or set.
fn record(found: &FoundNetwork<'_>, file: &Path, started: jiff::Timestamp) -> String {
    let hotlines = found.network.hotlines.iter().map(|hotline| {
        let value = json!({
            "seed": hotline.scenario.run.seed,
            "assumptions": json::assumptions(&hotline.scenario.assumptions),
            "scenario": hotline.scenario.resolved,
        });
        (hotline.name.clone(), value)
    });
    let ran = json!({
        "changes": found.changes,
        "seed": found.network.run.seed,
        "replications": found.outcome.replications,
        "partial": found.outcome.is_partial,
        "warnings": found.warnings(),
        "assumptions": json::assumptions(&found.network.assumptions),
        "scenario": found.network.resolved,
        "hotlines": hotlines.collect::<Map<_, _>>(),
    });
    json::record_of(file, started, ran)
}

/// The summary that a planner reads.
pub fn summary_text(
    found: &FoundNetwork<'_>,
    language: Language,
    (folder, files): (&Path, &[String]),
) -> String {
    joined(&[
        head(found, language),
        goal_sentences(found, language),
        hotline_table(found, language),
        flow_sentences(&found.outcome.total.whole, language),
        reported_table(found, language),
        assumptions(found, language),
        place_of_files(folder, files, language),
    ])
}

fn head(found: &FoundNetwork<'_>, language: Language) -> String {
    let days = found.network.hotlines.iter().map(|hotline| hotline.scenario.model.calendar.days);
    let (least, most) = (days.clone().min().unwrap_or(0), days.max().unwrap_or(0));
    let (title, seed) = (printable(&found.network.title), found.network.run.seed);
    let (hotlines, replications) = (found.parts.len(), found.outcome.replications);
    let line = match language {
        Language::En => {
            let days = match least == most {
                true => plural(least.into(), "day"),
                false => format!("{least} to {most} days"),
            };
            let hotlines = plural(hotlines as u64, "hotline");
            format!("{hotlines}, {days}; {}, seed {seed}", plural(replications.into(), "replication"))
        }
        Language::Zh => {
            let days = if least == most { least.to_string() } else { format!("{least} 至 {most}") };
            format!("{hotlines} 条热线，{days} 天；重复 {replications} 次，随机种子 {seed}")
        }
    };
    let partial = partial(found.outcome.is_partial, language);
    format!("{title}\n{line}{partial}{}", changes(&found.changes, language))
}

/// Which hotlines meet their goals.
fn goal_sentences(found: &FoundNetwork<'_>, language: Language) -> String {
    let sentence = |(verdict, words): (Verdict, &str)| {
        let has = |part: &Part| acd_study::of_all(&part.goals) == Some(verdict);
        let named = found.hotlines().filter(|(_, part)| has(part));
        let names: Vec<String> = named.map(|(hotline, _)| printable(&hotline.label).into_owned()).collect();
        let (number, all) = (names.len(), names.len() == found.parts.len() && names.len() > 1);
        let of = plural(number as u64, "hotline");
        let sentence = match (all, language) {
            (true, Language::En) => format!("Goals {words} in all {of}."),
            (true, Language::Zh) => format!("目标{words}：全部 {number} 条热线。"),
            (false, Language::En) => format!("Goals {words} in {of}: {}.", names.join(", ")),
            (false, Language::Zh) => format!("目标{words}：{number} 条热线：{}。", names.join("、")),
        };
        (!names.is_empty()).then(|| wrapped(&sentence, "  "))
    };
    let undecided = match found.outcome.replications {
        1 => language
            .pick("undecided (one replication has no interval)", "不能确定（只有一次重复，没有置信区间）"),
        _ => language.pick("undecided (more replications would tell)", "不能确定（增加重复次数可以分晓）"),
    };
    let verdicts = [
        (Verdict::Met, language.pick("met", "已达到")),
        (Verdict::Missed, language.pick("MISSED", "未达到")),
        (Verdict::Undecided, undecided),
    ];
    verdicts.into_iter().filter_map(sentence).collect::<Vec<_>>().join("\n")
}

/// A label as a row begins.
fn row_label(label: &str) -> String {
    shortened_to(&printable(label), LABEL_AT_MOST)
}

/// The columns of the table of hotlines; the formula's stands after the share in time.
const HOTLINE_COLUMNS: [(&str, (&str, &str)); 7] = [
    ("calls_count", ("calls", "来电")),
    ("answered_count", ("answered", "接听")),
    ("abandonment_ratio", ("gave up", "放弃率")),
    ("service_level_ratio", ("in time", "及时接通")),
    ("wait_mean_s", ("mean wait", "平均等待")),
    ("wait_p90_s", ("90% wait", "90% 等待")),
    ("occupancy_ratio", ("busy", "占用率")),
];
const AFTER_IN_TIME: usize = 5;

fn hotline_table(found: &FoundNetwork<'_>, language: Language) -> String {
    let besides: Vec<&Besides> = found.parts.iter().map(|part| &part.besides).collect();
    let sentence = beside::sentence_of_all(&besides, language);
    let names = HOTLINE_COLUMNS.iter().map(|(_, (english, chinese))| language.pick(*english, *chinese));
    let mut header: Vec<&str> = [language.pick("hotline", "热线")].into_iter().chain(names).collect();
    if sentence.is_some() {
        header.insert(AFTER_IN_TIME, beside::HEADER);
    }
    let mut table = table(&header);
    let mut row = |label: &str, total: &[Estimate], formula: Option<f64>| {
        let cells = HOTLINE_COLUMNS.iter().map(|(id, _)| shown(total, id, language));
        let mut cells: Vec<String> = [row_label(label)].into_iter().chain(cells).collect();
        if sentence.is_some() {
            cells.insert(AFTER_IN_TIME, or_none(formula, percent));
        }
        table.add_row(cells);
    };
    found.hotlines().for_each(|(hotline, part)| row(&hotline.label, &part.total, part.besides.total));
    let total = Besides::total_of_all(besides.iter().copied());
    row(language.pick("total", "合计"), &found.outcome.total.whole, total);
    let note = language.pick(
        "(gave up and in time: gave up waiting, and were answered within the queue's time, of all offered)",
        "（放弃率、及时接通：等待中放弃者、目标时限内接通者占人工请求的比例）",
    );
    let sentence = sentence.map_or_else(String::new, |sentence| format!("\n{}", wrapped(&sentence, "")));
    format!("{}\n{}{sentence}", table.trim_fmt(), wrapped(note, " "))
}

/// The reported totals of a hotline's row.
const REPORTED_COLUMNS: [(&str, (&str, &str)); 4] = [
    ("calls", ("calls", "来电")),
    ("answered", ("answered", "接听")),
    ("ivr_served", ("automatic", "自助")),
    ("abandoned", ("gave up", "放弃")),
];

/// The simulated totals and how far they are from the reported ones, a row a hotline.
fn reported_table(found: &FoundNetwork<'_>, language: Language) -> String {
    let sum = found.comparisons();
    if sum.is_empty() && found.parts.iter().all(|part| part.comparisons.is_empty()) {
        return String::new();
    }
    let names = REPORTED_COLUMNS.iter();
    let header =
        names.flat_map(|(_, words)| [language.pick(words.0, words.1), language.pick("off by", "相差")]);
    let header: Vec<&str> = [language.pick("hotline", "热线")].into_iter().chain(header).collect();
    let mut table = table(&header);
    let mut row = |label: &str, comparisons: &[Comparison]| {
        let cells = REPORTED_COLUMNS.iter().flat_map(|(name, _)| {
            let found = comparisons.iter().find(|comparison| comparison.name == *name);
            let simulated = found.and_then(|found| found.simulated.mean).map(count);
            let difference = found.and_then(|found| found.difference);
            [simulated, difference.map(signed_percent)]
        });
        let cells = cells.map(|cell| cell.unwrap_or_else(|| NONE.to_owned()));
        table.add_row([row_label(label)].into_iter().chain(cells));
    };
    found.hotlines().for_each(|(hotline, part)| row(&hotline.label, &part.comparisons));
    if !sum.is_empty() {
        row(language.pick("total", "合计"), &sum);
    }
    let scaled = found.network.reported.as_ref().map_or(String::new(), |reported| scaled(reported, language));
    let title = language.pick(
        format!("Simulated totals{scaled}, and how far each is off the reported one:"),
        format!("模拟总数{scaled}，及其与报表之差："),
    );
    let note = language.pick(
        "(automatic: served by the IVR; gave up: before choosing or waiting)",
        "（自助：自动语音办结；放弃：选择前或等待中）",
    );
    format!("{title}\n{}\n{note}", table.trim_fmt())
}

fn assumptions(found: &FoundNetwork<'_>, language: Language) -> String {
    let of_hotlines = found.network.hotlines.iter().map(|hotline| hotline.scenario.assumptions.len());
    let count = found.network.assumptions.len() + of_hotlines.sum::<usize>();
    if count == 0 {
        return String::new();
    }
    let values = plural(count as u64, "value");
    let sentence = language.pick(
        format!("Assumed, not reported: {values}; run.json and the scenario files say which, and why."),
        format!("有 {count} 个值是假设，并非报表数据；run.json 与场景文件写明是哪些、为何如此。"),
    );
    wrapped(&sentence, "  ")
}
