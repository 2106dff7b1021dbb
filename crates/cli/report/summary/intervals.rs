//! The day by interval, as an ACD prints it, with the day's total at its foot.

use acd_study::{Estimate, Metric, days_by_slot};

use super::layout::{bar, table, wrapped};
use super::{shown, shown_times, value};
use crate::report::words::{NONE, clock, or_none, percent};
use crate::report::{Found, Language, beside};

/// More rows than this belong in a file.
const ROWS_AT_MOST: usize = 48;

/// The table; all days together.
pub fn text(found: &Found<'_>, language: Language) -> String {
    let total = found.outcome.total();
    let calendar = &found.scenario.model.calendar;
    let slots =
        from_opening(total.slots.iter().enumerate().filter(|(_, slot)| is_used(slot)).collect(), found);
    if slots.len() > ROWS_AT_MOST {
        let count = slots.len();
        return language.pick(
            format!("The day has {count} intervals: see intervals.csv."),
            format!("一天有 {count} 个时段：见 intervals.csv。"),
        );
    }
    let columns = columns(found);
    let mut table = table(&columns.iter().map(|column| column.header(language)).collect::<Vec<_>>());
    table.column_iter_mut().for_each(|column| {
        column.set_padding((0, 1));
    });
    if let Some(column) = table.column_iter_mut().last() {
        column.set_cell_alignment(comfy_table::CellAlignment::Left);
    }
    let open_days = days_by_slot(calendar);
    let has_closed = slots.iter().any(|(place, _)| open_days[*place] == 0);
    for (place, slot) in slots {
        let days = if open_days[place] > 0 { open_days[place] } else { calendar.days };
        let row = Row {
            from: start(place, found, open_days[place] > 0),
            values: slot,
            formula: found.besides.slots.get(place).copied().flatten(),
            per_day: 1.0 / f64::from(days),
        };
        table.add_row(columns.iter().map(|column| row.cell(*column)));
    }
    let day = Row {
        from: language.pick("day", "全天").to_owned(),
        values: &total.whole,
        formula: found.besides.total,
        per_day: 1.0 / f64::from(calendar.days),
    };
    table.add_row(columns.iter().map(|column| day.cell(*column)));
    format!(
        "{}\n{}\n{}",
        title(calendar.days, language),
        table.trim_fmt(),
        wrapped(&note(has_closed, language), "")
    )
}

fn title(days: u32, language: Language) -> &'static str {
    match days {
        1 => language.pick("By interval:", "分时段："),
        _ => language.pick(
            "By time of day, the mean of the days that were open then:",
            "一天各时段，取当时营业各日的平均：",
        ),
    }
}

fn note(has_closed: bool, language: Language) -> String {
    let closed = if has_closed {
        language.pick("; *: while the centre is closed", "；*：非营业时间")
    } else {
        ""
    };
    let note = language.pick(
        "in time: answered within the queue's time, and its share of all offered, ± half the 95% interval; \
         ASA: mean wait of the answered, AHT: talk and wrap-up, in min:s",
        "及时：在目标时限内接通，及其占人工请求的比例，± 为 95% 置信区间之半宽；应答：平均应答速度，处理：平均处理时长，分:秒",
    );
    language.pick(format!("({note}{closed})"), format!("（{note}{closed}）"))
}

/// Whether anything happens in an interval that is worth a row: after closing a few may still be busy now and
/// then, and those rows are in intervals.csv.
fn is_used(slot: &[Estimate]) -> bool {
    let at_least = |id: &str, least: f64| value(slot, id).mean.is_some_and(|mean| mean >= least);
    at_least("offered_count", 0.5) || at_least("staffed_mean_count", 0.5)
}

fn start(place: usize, found: &Found<'_>, is_open: bool) -> String {
    let second = place as u64 * found.scenario.model.calendar.interval.as_us() / 1_000_000;
    format!("{:02}:{:02}{}", second / 3_600, second / 60 % 60, if is_open { "" } else { "*" })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Column {
    From,
    Count(&'static str, (&'static str, &'static str)),
    Level,
    HalfWidth,
    Formula,
    Clock(&'static str, (&'static str, &'static str)),
    Mean(&'static str, (&'static str, &'static str)),
    Occupancy,
    Bar,
}

/// The columns; the formula's only where there is one.
fn columns(found: &Found<'_>) -> Vec<Column> {
    let all = [
        Column::From,
        Column::Count("offered_count", ("offered", "请求")),
        Column::Count("answered_count", ("answered", "接听")),
        Column::Count("abandoned_count", ("gave up", "放弃")),
        Column::Count("answered_within_count", ("in time", "及时")),
        Column::Level,
        Column::HalfWidth,
        Column::Formula,
        Column::Clock("asa_s", ("ASA", "应答")),
        Column::Clock("aht_s", ("AHT", "处理")),
        Column::Occupancy,
        Column::Mean("staffed_mean_count", ("staffed", "在岗")),
        Column::Mean("on_break_mean_count", ("break", "小休")),
        Column::Bar,
    ];
    let has_formula = found.besides.total.is_some();
    all.into_iter().filter(|column| *column != Column::Formula || has_formula).collect()
}

impl Column {
    fn header(self, language: Language) -> &'static str {
        match self {
            Column::From => language.pick("from", "时段"),
            Column::Count(_, (english, chinese))
            | Column::Clock(_, (english, chinese))
            | Column::Mean(_, (english, chinese)) => language.pick(english, chinese),
            Column::Level => language.pick("share", "接通率"),
            Column::HalfWidth => "±",
            Column::Formula => beside::HEADER,
            Column::Occupancy => language.pick("busy", "占用"),
            Column::Bar => "",
        }
    }
}

/// An interval, or the day.
struct Row<'a> {
    from: String,
    values: &'a [Estimate],
    formula: Option<f64>,
    /// What makes of counts those of a day.
    per_day: f64,
}

impl Row<'_> {
    fn cell(&self, column: Column) -> String {
        let level = value(self.values, "service_level_ratio");
        match column {
            Column::From => self.from.clone(),
            Column::Count(id, _) => shown_times(self.values, id, self.per_day, Language::En),
            Column::Level => or_none(level.mean, percent),
            Column::HalfWidth => {
                let half = level.high.zip(level.low).map(|(high, low)| (high - low) / 2.0);
                or_none(half, |half| {
                    if half < 0.0995 {
                        format!("{:.1}", half * 100.0)
                    } else {
                        format!("{:.0}", half * 100.0)
                    }
                })
            }
            Column::Formula => or_none(self.formula, percent),
            Column::Clock(id, _) => or_none(self.values[Metric::place(id)].mean, clock),
            Column::Mean(id, _) => shown(self.values, id, Language::En),
            Column::Occupancy => {
                or_none(value(self.values, "occupancy_ratio").mean, |busy| format!("{:.0}%", busy * 100.0))
            }
            Column::Bar => level.mean.map_or_else(|| NONE.to_owned(), bar),
        }
    }
}

/// A night's intervals in the order in which they are lived through: from the evening's opening on.
fn from_opening<T>(mut slots: Vec<(usize, T)>, found: &Found<'_>) -> Vec<(usize, T)> {
    let calendar = &found.scenario.model.calendar;
    let day_us = 86_400_000_000;
    let opens_us = calendar.windows[0].opens.as_us() % day_us;
    let is_night = calendar.windows.iter().any(|window| {
        let length_us = window.closes.since(window.opens).as_us();
        length_us < day_us && window.opens.as_us() % day_us + length_us > day_us
    });
    if is_night {
        let first = (opens_us / calendar.interval.as_us()) as usize;
        let split = slots.iter().position(|(place, _)| *place >= first).unwrap_or(0);
        slots.rotate_left(split);
    }
    // Whoever is served after a closing at midnight comes last.
    let open = days_by_slot(calendar);
    let closes_at_midnight = open.last().is_some_and(|days| *days > 0) && open[0] == 0;
    if closes_at_midnight {
        let after_midnight = slots
            .iter()
            .enumerate()
            .take_while(|(place, (slot, _))| place == slot && open[*slot] == 0)
            .count();
        slots.rotate_left(after_midnight);
    }
    slots
}
