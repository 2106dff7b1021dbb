//! The page's tables of queues, intervals, agents and values.

use std::borrow::Cow;

use acd_scenario::QueueTerms;
use acd_study::goal_metric;
use maud::{Markup, html};

use super::both::{both, in_both, users};
use super::grid::{Grid, Labelled};
use super::names;
use super::sheet::{Row, Sheet};
use crate::report::Found;
use crate::report::search::value;
use crate::report::tables::{AGENTS_FILE, Table, plain};

/// More rows than this stay in the files: a page must open at once.
const ROWS_AT_MOST: usize = 1_500;
const AGENTS_AT_MOST: usize = 1_000;

const TILES: [&str; 6] =
    ["calls_count", "answered_count", "abandonment_ratio", "service_level_ratio", "asa_s", "occupancy_ratio"];
/// As an ACD prints a day.
const INTERVAL_COLUMNS: [&str; 10] = [
    "offered_count",
    "answered_count",
    "abandoned_count",
    "answered_within_count",
    "service_level_ratio",
    "asa_s",
    "aht_s",
    "occupancy_ratio",
    "staffed_mean_count",
    "on_break_mean_count",
];
const QUEUE_COLUMNS: [&str; 11] = [
    "offered_count",
    "answered_count",
    "abandoned_count",
    "abandonment_ratio",
    "answered_within_count",
    "service_level_ratio",
    "±service_level_ratio",
    "asa_s",
    "wait_p90_s",
    "aht_s",
    "occupancy_ratio",
];
pub const AGENT_TABLE_COLUMNS: [&str; 21] = [
    "scheduled_s",
    "logged_in_s",
    "talk_s",
    "wrap_up_s",
    "idle_s",
    "break_s",
    "meal_s",
    "overtime_s",
    "seat_wait_s",
    "breaks_count",
    "answered_count",
    "occupancy_ratio",
    "absent_s",
    "late_s",
    "overstayed_s",
    "adherence_ratio",
    "mentoring_s",
    "resolved_ratio",
    "fcr_ratio",
    "satisfaction_ratio",
    "pay_index",
];
const VALUE_COLUMNS: [&str; 10] = [
    "verdict",
    "replications",
    "calls_count",
    "answered_count",
    "abandonment_ratio",
    "service_level_ratio",
    "±service_level_ratio",
    "asa_s",
    "staffed_mean_count",
    "occupancy_ratio",
];

/// The figures of the whole at a glance.
pub fn tiles(total: &Row<'_>) -> Markup {
    html! {
        dl.tiles data-table=(total.file()) data-key=(total.key()) {
            @for metric in TILES {
                div {
                    dt { (names::column(metric)) }
                    dd { (total.figure(metric)) small { (total.interval(metric)) } }
                }
            }
        }
    }
}

/// The label of a row of the summary.
fn label(found: &Found<'_>, row: &Row<'_>) -> Markup {
    match queue_of(found, row) {
        Some(queue) => users(&queue.label),
        None => both("total", "合计"),
    }
}

fn queue_of<'a>(found: &Found<'a>, row: &Row<'_>) -> Option<&'a QueueTerms> {
    found.scenario.queues.iter().find(|queue| plain(&queue.name) == row.text("queue"))
}

fn labelled<'a>(found: &Found<'_>, row: Row<'a>) -> Labelled<'a> {
    let order = queue_of(found, &row).map_or_else(String::new, |queue| queue.label.clone());
    Labelled { label: label(found, &row), order, row, is_marked: false }
}

/// Queues in the order of the scenario, and the total.
pub fn queues(found: &Found<'_>, summary: &Sheet) -> Markup {
    let names = found.scenario.queues.iter().map(|queue| plain(&queue.name));
    let rows: Vec<Labelled<'_>> =
        names.filter_map(|name| Some(labelled(found, summary.row("queue", &name)?))).collect();
    let total = summary.row("queue", "total").map(|row| labelled(found, row));
    let grid = Grid {
        id: "queues-caption".to_owned(),
        caption: both("Queues, over the whole stretch", "各技能队列，全部时间"),
        first: both("queue", "技能队列"),
        columns: &queue_columns(found),
        has_clock: false,
        note: html! { (within(found)) " " (both("Total: ratios are weighted by calls.", "合计中的比率按来电加权。")) },
    };
    html! { section #queues { h2 { (both("Queues", "技能队列")) } (grid.table(&rows, total.as_ref())) } }
}

/// Besides the usual service level those that a goal names.
fn queue_columns(found: &Found<'_>) -> Vec<&'static str> {
    let mut columns = QUEUE_COLUMNS.to_vec();
    let goals = found
        .scenario
        .queues
        .iter()
        .flat_map(|queue| queue.goals().map(move |(asked, _)| goal_metric(asked, queue.formula)));
    let outcomes = ["resolved_ratio", "fcr_ratio", "satisfaction_ratio"];
    let outcomes = outcomes.into_iter().filter(|_| !found.outcome.groups.is_empty());
    for metric in goals.chain(outcomes) {
        if !columns.contains(&metric) {
            columns.push(metric);
        }
    }
    columns
}

/// What T is.
fn within(found: &Found<'_>) -> Markup {
    let queues = &found.scenario.queues;
    let short = |queue: &QueueTerms| {
        in_both(|language| language.duration(queue.within.as_seconds_f64()).replace(".0 ", " "))
    };
    html! {
        "T: "
        @if queues.iter().all(|queue| queue.within == queues[0].within) { (short(&queues[0])) }
        @else { @for (place, queue) in queues.iter().enumerate() {
            @if place > 0 { ", " } (users(&queue.label)) " " (short(queue))
        } }
        (both(".", "。"))
    }
}

/// The day (or the days) as an ACD prints it, a table a queue and one of the total.
pub fn intervals(found: &Found<'_>, tables: &[Table], summary: &Sheet) -> Markup {
    let Some(intervals) = Sheet::find(tables, "intervals.csv") else { return html! {} };
    let queues = found.scenario.queues.iter().map(|queue| plain(&queue.name));
    // The total of one queue is that queue.
    let total = (found.scenario.queues.len() > 1).then_some(Cow::Borrowed("total"));
    let scopes: Vec<Cow<'_, str>> = total.into_iter().chain(queues).collect();
    let at_most = ROWS_AT_MOST / scopes.len().max(1);
    html! {
        section #intervals {
            h2 { (both("By interval", "分时段")) }
            @for (place, scope) in scopes.iter().enumerate() {
                @if let Some(whole) = summary.row("queue", scope) {
                    (intervals_of(found, (place, at_most), &intervals, whole))
                }
            }
        }
    }
}

fn intervals_of(
    found: &Found<'_>,
    (place, at_most): (usize, usize),
    intervals: &Sheet,
    whole: Row<'_>,
) -> Markup {
    let days = found.scenario.model.calendar.days;
    let rows = || intervals.rows().filter(|row| row.text("queue") == whole.text("queue"));
    let (all, shown) = (rows().count(), rows().take(at_most));
    let shown: Vec<Labelled<'_>> = shown
        .map(|row| {
            let order = row.text("interval_index").to_owned();
            Labelled { label: html! { (start(&row, days)) }, order, row, is_marked: false }
        })
        .collect();
    let foot =
        Labelled { label: both("total", "合计"), order: String::new(), row: whole, is_marked: false };
    let cut = shown.len() < all;
    let grid = Grid {
        id: format!("intervals-caption-{place}"),
        caption: label(found, &whole),
        first: both("from", "开始"),
        columns: &INTERVAL_COLUMNS,
        has_clock: true,
        note: html! {
            (within(found)) " " (both("ASA and AHT in min:s. Total: counts are sums, ratios and times weighted by calls, staff a mean over time.",
                "平均应答速度和处理时长为分:秒。合计：数量为总和，比率和时长按来电加权，人数为对时间的平均。"))
            @if cut { " " (both(
                format!("The first {} of {all} intervals; intervals.csv has all.", shown.len()),
                format!("共 {all} 个时段，此处为前 {} 个；全部见 intervals.csv。", shown.len()),
            )) }
        },
    };
    grid.table(&shown, Some(&foot))
}

/// `2014-03-03 08:00`; the time alone where there is one day.
fn start(row: &Row<'_>, days: u32) -> String {
    let text = row.text("interval_start").replace('T', " ");
    let text = if text.matches(':').count() == 2 { text.strip_suffix(":00").unwrap_or(&text) } else { &text };
    match text.split_once(' ') {
        Some((_, time)) if days == 1 && row.text("interval_index").len() < 6 => time.to_owned(),
        _ => text.to_owned(),
    }
}

/// A row an agent.
pub fn agents(tables: &[Table]) -> Markup {
    let Some(sheet) = Sheet::find(tables, AGENTS_FILE).filter(|sheet| sheet.rows().next().is_some()) else {
        return html! {};
    };
    let all = sheet.rows().count();
    // A column of nothing, as the wait for seats where there are enough, only takes room.
    let says = |column: &&str| sheet.rows().any(|row| !["", "0"].contains(&row.text(column)));
    let columns: Vec<&str> = AGENT_TABLE_COLUMNS.into_iter().filter(says).collect();
    let rows: Vec<Labelled<'_>> = sheet
        .rows()
        .take(AGENTS_AT_MOST)
        .map(|row| Labelled {
            label: html! {
                (users(row.text("group"))) " "
                @if !row.text("shift").is_empty() { (users(row.text("shift"))) " " }
                (row.text("agent"))
            },
            order: format!("{:0>9}", row.text("agent")),
            row,
            is_marked: false,
        })
        .collect();
    let grid = Grid {
        id: "agents-caption".to_owned(),
        caption: both("Each agent, means over replications", "每位咨询员，各次重复的平均"),
        first: both("agent", "咨询员"),
        columns: &columns,
        has_clock: true,
        note: html! { @if rows.len() < all { (both(
            format!("The first {} of {all} agents; agents.csv has all.", rows.len()),
            format!("共 {all} 位咨询员，此处为前 {} 位；全部见 agents.csv。", rows.len()),
        )) } },
    };
    html! { section #agents { h2 { (both("Agents", "咨询员")) } (grid.table(&rows, None)) } }
}

/// A row a value that was tried.
pub fn values(found: &Found<'_>, tables: &[Table]) -> Markup {
    let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) else { return html! {} };
    let Some(sheet) = Sheet::find(tables, "sweep.csv") else { return html! {} };
    let row = |(place, row): (usize, _)| Labelled {
        label: in_both(|language| value(search, searched.points[place].value, language)),
        order: searched.points[place].value.to_string(),
        row,
        is_marked: searched.best == Some(place),
    };
    let rows: Vec<Labelled<'_>> = sheet.rows().enumerate().map(row).collect();
    let grid = Grid {
        id: "values-caption".to_owned(),
        caption: html! { (both("Values of ", "取值：")) (users(&search.vary)) },
        first: users(&search.vary),
        columns: &VALUE_COLUMNS,
        has_clock: false,
        note: both(
            "Figures are of all queues together, with 95% intervals; the verdict is on every goal.",
            "数字为全部队列合计，附 95% 置信区间；结论针对所有目标。",
        ),
    };
    html! { section #values { h2 { (both("Values tried", "试过的取值")) } (grid.table(&rows, None)) } }
}
