//! The summary that a planner reads: goals, queues, the day by interval, reported totals, assumptions, files.

mod goals;
mod intervals;
pub mod layout;
mod next;
pub mod reported;

use std::path::Path;

use acd_scenario::{Assumption, printable};
use acd_study::{Estimate, METRICS, Metric, Unit};

use super::words::{count, or_none, percent, plural, printable_line};
use super::{Found, Language, beside, events, search};
pub use goals::goal_in_words;
pub use goals::sentence as goal_sentence;
pub use layout::{joined, table, wrapped};
pub use next::quoted;
pub use reported::scaled;

/// The whole summary.
pub fn text(found: &Found<'_>, language: Language, (folder, files): (&Path, &[String])) -> String {
    joined(&[
        head(found, language),
        goals::sentences(found, language),
        search::text(found, language),
        queue_table(found, language),
        flow_sentences(&found.outcome.total().whole, language),
        deadlines(found, language),
        intervals::text(found, language),
        reported::text(found, language),
        events(found, language),
        assumptions(&found.scenario.assumptions, language),
        next::text(found, language),
        place_of_files(folder, files, language),
    ])
}

fn value(estimates: &[Estimate], id: &str) -> Estimate {
    estimates[Metric::place(id)]
}

/// A metric in words, by its unit.
pub fn shown(estimates: &[Estimate], id: &str, language: Language) -> String {
    shown_times(estimates, id, 1.0, language)
}

/// The same with counts and lengths of time scaled.
fn shown_times(estimates: &[Estimate], id: &str, factor: f64, language: Language) -> String {
    let place = Metric::place(id);
    let mean = estimates[place].mean;
    match METRICS[place].unit {
        Unit::Count => or_none(mean.map(|mean| mean * factor), count),
        Unit::Seconds => or_none(mean.map(|mean| mean * factor), |seconds| language.duration(seconds)),
        Unit::Ratio => or_none(mean, percent),
    }
}

fn head(found: &Found<'_>, language: Language) -> String {
    let calendar = &found.scenario.model.calendar;
    let seed = found.scenario.run.seed;
    let (days, replications) = (calendar.days, found.outcome.replications);
    let from = found
        .scenario
        .starts
        .as_ref()
        .map_or(String::new(), |date| language.pick(format!(" from {date}"), format!("，自 {date} 起")));
    let warm_up = calendar.warm_up.as_us() as f64 / 1e6;
    let length = language.duration(warm_up);
    let warm_up = match warm_up > 0.0 {
        true => language.pick(format!(", the first {length} not counted"), format!("，前 {length}不计")),
        false => String::new(),
    };
    let lines = language.pick(
        format!(
            "{}{from}{warm_up}; {}, seed {seed}",
            plural(days.into(), "day"),
            plural(replications.into(), "replication")
        ),
        format!("{days} 天{from}{warm_up}；重复 {replications} 次，随机种子 {seed}"),
    );
    let title = printable(&found.scenario.title);
    format!("{title}\n{lines}{}{}", partial(found.is_partial(), language), changes(found.changes, language))
}

/// What stands in the head of an interrupted run.
pub fn partial(is_partial: bool, language: Language) -> &'static str {
    match is_partial {
        true => language.pick(" (INTERRUPTED: only a beginning)", "（已中断：只是开头一部分）"),
        false => "",
    }
}

/// What the command line changed, on a line of its own.
pub fn changes(changes: &[String], language: Language) -> String {
    let own = |change: &&String| !change.starts_with("run.");
    let changes: Vec<String> =
        changes.iter().filter(own).map(|change| printable(change).into_owned()).collect();
    if changes.is_empty() {
        return String::new();
    }
    let line = language.pick("Changed: ", "改动：").to_owned() + &changes.join(", ");
    format!("\n{}", wrapped(&line, "  "))
}

/// Where the table of queues has the share answered in time.
const IN_TIME: usize = 4;
/// Its columns.
const QUEUE_COLUMNS: [(&str, (&str, &str)); 8] = [
    ("offered_count", ("offered", "请求")),
    ("answered_count", ("answered", "接听")),
    ("abandoned_count", ("gave up", "放弃")),
    ("service_level_ratio", ("in time", "及时接通")),
    ("wait_mean_s", ("mean wait", "平均等待")),
    ("wait_p90_s", ("90% wait", "90% 等待")),
    ("aht_s", ("handle", "处理时长")),
    ("occupancy_ratio", ("busy", "占用率")),
];

fn queue_table(found: &Found<'_>, language: Language) -> String {
    let names = QUEUE_COLUMNS.iter().map(|(_, (english, chinese))| language.pick(*english, *chinese));
    let mut header: Vec<&str> = [language.pick("queue", "技能队列")].into_iter().chain(names).collect();
    // Beside what it is compared with.
    let has_formula = beside::is_shown(found.besides);
    if has_formula {
        header.insert(IN_TIME + 1, beside::HEADER);
    }
    let mut table = table(&header);
    for (place, scope) in found.outcome.scopes.iter().enumerate() {
        let total = language.pick("total", "合计");
        let label = found.scenario.queues.get(place).map_or(total, |queue| &queue.label);
        let cells = QUEUE_COLUMNS.iter().map(|(id, _)| shown(&scope.whole, id, language));
        let mut cells: Vec<String> = [printable(label).into_owned()].into_iter().chain(cells).collect();
        if has_formula {
            cells.insert(IN_TIME + 1, beside::cell(found.besides, place));
        }
        table.add_row(cells);
    }
    let days = found.scenario.model.calendar.days;
    let note = language.pick(
        format!(
            "(over {}; in time: answered within the queue's time, of all offered)",
            plural(days.into(), "day")
        ),
        format!("（共 {days} 天；及时接通：目标时限内接通 ÷ 人工请求）"),
    );
    let sentence = beside::sentence(found, language);
    let parts = [table.trim_fmt(), note, if sentence.is_empty() { sentence } else { wrapped(&sentence, "") }];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What became of the calls, and what the agents did.
pub fn flow_sentences(total: &[Estimate], language: Language) -> String {
    let calls = calls_sentence(total, language);
    format!("{}\n{}", wrapped(&calls, ""), wrapped(&agents_sentence(total, language), ""))
}

/// Those of some figures that occur, each in words.
fn occurring(total: &[Estimate], language: Language, parts: &[(&str, &str, &str)]) -> Vec<String> {
    let occur = parts.iter().filter(|(id, ..)| value(total, id).mean.is_some_and(|mean| mean >= 0.05));
    let words = occur.map(|(id, english, chinese)| {
        let figure = shown(total, id, language);
        language.pick(format!("{figure} {english}"), format!("{chinese} {figure}"))
    });
    words.collect()
}

fn calls_sentence(total: &[Estimate], language: Language) -> String {
    let of = |id: &str| shown(total, id, language);
    let ends = occurring(
        total,
        language,
        &[
            ("ivr_hang_ups_count", "hung up in the IVR", "自动语音中挂断"),
            ("ivr_served_count", "were served by it", "自动语音办结"),
            ("line_blocked_count", "found no free line", "线路占满"),
            ("blocked_count", "found the queue full", "队列已满"),
            ("overflowed_count", "were answered by others that overflow brought", "由溢出支援接听"),
            ("called_back_count", "were called back", "回拨接通"),
            ("call_backs_missed_count", "were called back in vain", "回拨未通"),
            ("dropped_count", "were dropped at closing", "下班时切断"),
            ("in_progress_count", "still waited at the end", "结束时仍在等待"),
            ("in_ivr_count", "were in the IVR at the end", "结束时在自动语音中"),
        ],
    );
    let lost = occurring(
        total,
        language,
        &[("redials_lost_count", "redials came while the centre was closed", "非营业时间重拨")],
    );
    let (calls, callers, redials) = (of("calls_count"), of("callers_count"), of("redials_count"));
    match language {
        Language::En => {
            let ends = if ends.is_empty() { String::new() } else { format!(" Of them {}.", ends.join(", ")) };
            let lost = lost.first().map_or(String::new(), |lost| format!(" {lost}."));
            format!("{calls} calls: {callers} first calls and {redials} redials.{ends}{lost}")
        }
        Language::Zh => {
            let ends = if ends.is_empty() { String::new() } else { format!("其中{}。", ends.join("，")) };
            let lost = lost.first().map_or(String::new(), |lost| format!("另有{lost}。"));
            format!("来电 {calls}：首次 {callers}，重拨 {redials}。{ends}{lost}")
        }
    }
}

fn agents_sentence(total: &[Estimate], language: Language) -> String {
    let of = |id: &str| shown(total, id, language);
    let extra = occurring(
        total,
        language,
        &[("overtime_s", "of overtime", "加班"), ("seat_wait_s", "of waiting for a seat", "等候座席")],
    );
    let (staffed, busy) = (of("staffed_mean_count"), of("busy_mean_count"));
    let (idle, on_break) = (of("idle_mean_count"), of("on_break_mean_count"));
    let mentors = occurring(total, language, &[("mentoring_mean_count", "with trainees", "带教")]);
    let mentors =
        mentors.first().map_or(String::new(), |one| language.pick(format!(", {one}"), format!("，{one}")));
    match language {
        Language::En => {
            let extra =
                if extra.is_empty() { String::new() } else { format!(" In all {}.", extra.join(", ")) };
            format!(
                "On average {staffed} agents were staffed: {busy} handling, {idle} available, {on_break} on a \
                 break{mentors}.{extra}"
            )
        }
        Language::Zh => {
            let extra =
                if extra.is_empty() { String::new() } else { format!("合计{}。", extra.join("，")) };
            format!("平均在岗 {staffed} 人：处理 {busy}，空闲 {idle}，小休 {on_break}{mentors}。{extra}")
        }
    }
}

/// How queues of work keep their deadlines.
fn deadlines(found: &Found<'_>, language: Language) -> String {
    let said = found.scenario.queues.iter().zip(&found.outcome.scopes).filter_map(|(queue, scope)| {
        let met = percent(value(&scope.whole, "deadline_met_ratio").mean?);
        let (label, missed) =
            (printable_line(&queue.label), shown(&scope.whole, "missed_deadlines_count", language));
        Some(language.pick(
            format!("{label}: {met} of the deadlines were met, {missed} missed."),
            format!("{label}：{met} 按期办结，{missed} 件超时。"),
        ))
    });
    said.map(|line| wrapped(&line, "  ")).collect::<Vec<_>>().join("\n")
}

/// What happens on days that are unlike the others.
fn events(found: &Found<'_>, language: Language) -> String {
    let lines = events::told(found.scenario, language);
    let lines = lines.iter().map(|event| {
        let line = language.pick(
            format!("- {}, {}: {}", event.label, event.when, event.does),
            format!("- {}，{}：{}", event.label, event.when, event.does),
        );
        format!("\n{}", wrapped(&line, "  "))
    });
    let lines: String = lines.collect();
    let title = language.pick("Events:", "事件：");
    if lines.is_empty() { lines } else { format!("{title}{lines}") }
}

fn assumptions(assumptions: &[Assumption], language: Language) -> String {
    if assumptions.is_empty() {
        return String::new();
    }
    let lines = assumptions.iter().map(|assumption| {
        wrapped(&format!("- {} = {}: {}", assumption.key, shortened(&assumption.value), assumption.why), "  ")
    });
    let title = language.pick("Assumed, not reported:", "以下为假设，并非报表数据：");
    format!("{title}\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// A long value's beginning, cut between two entries; the whole stands in the scenario.
fn shortened(value: &str) -> String {
    const CHARS_AT_MOST: usize = 60;
    if value.chars().count() <= CHARS_AT_MOST {
        return value.to_owned();
    }
    let beginning: String = value.chars().take(CHARS_AT_MOST).collect();
    let whole =
        beginning.rfind(", ").or(beginning.rfind(' ')).map_or(&beginning[..], |end| &beginning[..end]);
    format!("{whole}, ...")
}

/// Where the files are.
pub fn place_of_files(folder: &Path, files: &[String], language: Language) -> String {
    let (folder, files) = (printable(&folder.display().to_string()).into_owned(), files.join(", "));
    let line = language.pick(format!("Files in {folder}: {files}"), format!("文件在 {folder}：{files}"));
    wrapped(&line, "  ")
}
