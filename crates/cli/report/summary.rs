//! The summary that a planner reads: goals, queues, the day by interval, reported totals, assumptions, files.

use std::path::Path;

use acd_scenario::{Formula, QueueTerms, Reported, printable};
use acd_study::{Estimate, METRICS, Metric, Unit, Verdict, comparisons, days_by_slot, goals};
use comfy_table::{CellAlignment, Table, presets};

use super::words::{NONE, count, duration, or_none, percent, plural, signed_percent, with_interval};
use super::{Found, beside, search};

/// More rows than this belong in a file.
const ROWS_AT_MOST: usize = 48;
const WIDTH: usize = 100;

/// The whole summary.
pub fn text(found: &Found<'_>, folder: &Path, files: &[String]) -> String {
    let parts = [
        head(found),
        search::text(found),
        goal_sentences(found),
        queue_table(found),
        flow_sentences(&found.outcome.total().whole),
        day_table(found),
        reported_table(found),
        assumptions(found),
        place_of_files(folder, files),
    ];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n") + "\n"
}

fn value(estimates: &[Estimate], id: &str) -> Estimate {
    estimates[Metric::place(id)]
}

/// A metric in words, by its unit.
pub fn shown(estimates: &[Estimate], id: &str) -> String {
    shown_times(estimates, id, 1.0)
}

/// The same with counts and lengths of time scaled.
fn shown_times(estimates: &[Estimate], id: &str, factor: f64) -> String {
    let place = Metric::place(id);
    let words: fn(f64) -> String = match METRICS[place].unit {
        Unit::Count => count,
        Unit::Ratio => percent,
        Unit::Seconds => duration,
    };
    or_none(estimates[place].mean.map(|mean| mean * factor), words)
}

fn head(found: &Found<'_>) -> String {
    let calendar = &found.scenario.model.calendar;
    let from = found.scenario.starts.as_ref().map_or(String::new(), |date| format!(" from {date}"));
    let warm_up = calendar.warm_up.as_us() as f64 / 1e6;
    let warm_up =
        if warm_up > 0.0 { format!(", the first {} not counted", duration(warm_up)) } else { String::new() };
    let title = printable(&found.scenario.title);
    let replications = plural(found.outcome.replications.into(), "replication");
    let days = plural(calendar.days.into(), "day");
    let partial = if found.is_partial() { " (INTERRUPTED: only a beginning)" } else { "" };
    let changes = changes(found.changes);
    let seed = found.scenario.run.seed;
    format!("{title}\n{days}{from}{warm_up}; {replications}, seed {seed}{partial}{changes}")
}

/// What the command line changed, on a line of its own.
pub fn changes(changes: &[String]) -> String {
    let own = |change: &&String| !change.starts_with("run.");
    let changes: Vec<String> =
        changes.iter().filter(own).map(|change| printable(change).into_owned()).collect();
    if changes.is_empty() {
        return String::new();
    }
    format!("\n{}", wrapped(&format!("Changed: {}", changes.join(", ")), "  "))
}

fn goal_sentences(found: &Found<'_>) -> String {
    let stands = search::as_it_stands(found).into_iter();
    let sentences = goals(found.scenario, found.outcome).into_iter().map(|goal| {
        let queue = &found.scenario.queues[goal.queue];
        let verdict = match goal.verdict {
            Verdict::Met => "met",
            Verdict::Missed => "MISSED",
            Verdict::Undecided if goal.reached.mean.is_none() => "undecided (there is nothing to judge)",
            Verdict::Undecided => "undecided (more replications would tell)",
        };
        let sentence = format!(
            "Goal {verdict}: {} should answer {}; it reaches {}.",
            printable(&queue.label),
            goal_in_words(queue, goal.answer),
            with_interval(&goal.reached, percent)
        );
        wrapped(&sentence, "  ")
    });
    stands.chain(sentences).collect::<Vec<_>>().join("\n")
}

/// `85% within 30 s`, with the formula where it is not the usual one.
pub fn goal_in_words(queue: &QueueTerms, answer: f64) -> String {
    let formula = match queue.formula {
        Formula::Offered => "",
        Formula::Answered => ", of those answered",
        Formula::Forgiving => ", of all but those who gave up by then",
        Formula::Counting => ", counting those who gave up by then",
    };
    let share = percent(answer).replace(".0%", "%");
    format!("{share} within {}{formula}", duration(queue.within.as_seconds_f64()).replace(".0 s", " s"))
}

/// A plain table: the first column to the left, numbers to the right.
pub fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.to_vec());
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

/// Where the tables of queues and of intervals have the share answered in time.
const IN_TIME: usize = 4;

fn queue_table(found: &Found<'_>) -> String {
    let ids = [
        ("offered", "offered_count"),
        ("answered", "answered_count"),
        ("abandoned", "abandoned_count"),
        ("in time", "service_level_ratio"),
        ("mean wait", "wait_mean_s"),
        ("90% wait", "wait_p90_s"),
        ("handle", "aht_s"),
        ("occupied", "occupancy_ratio"),
    ];
    let mut header: Vec<&str> = ["queue"].into_iter().chain(ids.iter().map(|(name, _)| *name)).collect();
    // Beside what it is compared with.
    let has_formula = beside::is_shown(found.besides);
    if has_formula {
        header.insert(IN_TIME + 1, beside::HEADER);
    }
    let mut table = table(&header);
    for (place, scope) in found.outcome.scopes.iter().enumerate() {
        let label = found.scenario.queues.get(place).map_or("total", |queue| &queue.label);
        let cells = ids.iter().map(|(_, id)| shown(&scope.whole, id));
        let mut cells: Vec<String> = [printable(label).into_owned()].into_iter().chain(cells).collect();
        if has_formula {
            cells.insert(IN_TIME + 1, beside::cell(found.besides, place));
        }
        table.add_row(cells);
    }
    let note = format!(
        "(over {}; in time: answered within the queue's time, of all offered)",
        plural(found.scenario.model.calendar.days.into(), "day")
    );
    let sentence = wrapped(&beside::sentence(found), "");
    let parts = [table.to_string(), note, sentence];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}

/// What became of the calls, and what the agents did.
pub fn flow_sentences(total: &[Estimate]) -> String {
    let of = |id: &str| shown(total, id);
    let parts = |parts: &[(&str, &str)]| -> Vec<String> {
        let occur = parts.iter().filter(|(_, id)| value(total, id).mean.is_some_and(|mean| mean >= 0.05));
        occur.map(|(words, id)| format!("{} {words}", of(id))).collect()
    };
    let ends = parts(&[
        ("hung up in the IVR", "ivr_hang_ups_count"),
        ("were served by it", "ivr_served_count"),
        ("found no free line", "line_blocked_count"),
        ("found the queue full", "blocked_count"),
        ("were dropped at closing", "dropped_count"),
        ("still waited at the end", "in_progress_count"),
        ("were in the IVR at the end", "in_ivr_count"),
    ]);
    let calls = format!(
        "{} calls: {} first calls and {} redials.",
        of("calls_count"),
        of("callers_count"),
        of("redials_count")
    );
    let ends = if ends.is_empty() { String::new() } else { format!(" Of them {}.", ends.join(", ")) };
    let lost = parts(&[("redials came while the centre was closed", "redials_lost_count")]);
    let lost = lost.first().map_or(String::new(), |lost| format!(" {lost}."));
    let agents = format!(
        "On average {} agents were staffed: {} handling, {} available, {} on a break.",
        of("staffed_mean_count"),
        of("busy_mean_count"),
        of("idle_mean_count"),
        of("on_break_mean_count"),
    );
    let extra = parts(&[("of overtime", "overtime_s"), ("of waiting for a seat", "seat_wait_s")]);
    let extra = if extra.is_empty() { String::new() } else { format!(" In all {}.", extra.join(", ")) };
    format!("{}\n{}", wrapped(&(calls + &ends + &lost), ""), wrapped(&(agents + &extra), ""))
}

/// The day by interval, all days together.
fn day_table(found: &Found<'_>) -> String {
    let total = found.outcome.total();
    let interval_s = found.scenario.model.calendar.interval.as_us() / 1_000_000;
    // After closing a few may still be busy now and then; those rows are in intervals.csv.
    let staffed = |slot: &[Estimate]| {
        let at_least = |id: &str, least: f64| value(slot, id).mean.is_some_and(|mean| mean >= least);
        at_least("offered_count", 0.5) || at_least("staffed_mean_count", 0.5)
    };
    let slots: Vec<(usize, &Vec<Estimate>)> =
        total.slots.iter().enumerate().filter(|(_, slot)| staffed(slot)).collect();
    let slots = from_opening(slots, found);
    if slots.len() > ROWS_AT_MOST {
        return format!("The day has {} intervals: see intervals.csv.", slots.len());
    }
    let mut header = DAY_COLUMNS.to_vec();
    if found.besides.total.is_some() {
        header.insert(IN_TIME + 2, beside::HEADER);
    }
    let mut table = table(&header);
    let days = found.scenario.model.calendar.days;
    let open_days = days_by_slot(&found.scenario.model.calendar);
    let has_closed = slots.iter().any(|(place, _)| open_days[*place] == 0);
    for (place, slot) in slots {
        let second = place as u64 * interval_s;
        let mark = if open_days[place] > 0 { "" } else { "*" };
        let from = format!("{:02}:{:02}{mark}", second / 3_600, second / 60 % 60);
        let per_day = 1.0 / f64::from(if open_days[place] > 0 { open_days[place] } else { days });
        let mut cells = vec![from];
        cells.extend(day_cells(slot, per_day));
        if found.besides.total.is_some() {
            cells.insert(IN_TIME + 2, or_none(found.besides.slots[place], percent));
        }
        table.add_row(cells);
    }
    let title = if days == 1 {
        "By interval:".to_owned()
    } else {
        "By time of day, the mean of the days that were open then:".to_owned()
    };
    let note = if has_closed { "\n(* while the centre is closed)" } else { "" };
    format!("{title}\n{table}{note}")
}

const DAY_COLUMNS: [&str; 10] = [
    "from",
    "offered",
    "answered",
    "abandoned",
    "in time",
    "± 95%",
    "mean wait",
    "waiting",
    "staffed",
    "occupied",
];

/// An interval's cells after its start; counts times a factor.
fn day_cells(slot: &[Estimate], per_day: f64) -> [String; DAY_COLUMNS.len() - 1] {
    let level = value(slot, "service_level_ratio");
    let half = level.high.zip(level.mean).map(|(high, mean)| high - mean);
    [
        shown_times(slot, "offered_count", per_day),
        shown_times(slot, "answered_count", per_day),
        shown_times(slot, "abandoned_count", per_day),
        or_none(level.mean, percent),
        or_none(half, percent),
        shown(slot, "wait_mean_s"),
        shown(slot, "queue_mean_count"),
        shown(slot, "staffed_mean_count"),
        shown(slot, "occupancy_ratio"),
    ]
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

fn reported_table(found: &Found<'_>) -> String {
    let comparisons = comparisons(found.scenario, found.outcome);
    if comparisons.is_empty() {
        return String::new();
    }
    let mut table = table(&["reported total", "reported", "simulated", "95% interval", "difference"]);
    for comparison in comparisons {
        let simulated = comparison.simulated;
        let interval = match (simulated.low, simulated.high) {
            (Some(low), Some(high)) => format!("{} to {}", count(low), count(high)),
            _ => NONE.to_owned(),
        };
        let difference = comparison.difference.map(signed_percent);
        table.add_row([
            comparison.name.replace('_', " "),
            count(comparison.reported),
            or_none(simulated.mean, count),
            interval,
            difference.unwrap_or_else(|| NONE.to_owned()),
        ]);
    }
    let scaled = found.scenario.reported.as_ref().map_or(String::new(), scaled);
    format!("Simulated beside reported{scaled}:\n{table}")
}

/// Over what stretch of time totals stand beside each other.
pub fn scaled(reported: &Reported) -> String {
    match reported.covers_s.map(|covers| covers / 86_400.0) {
        None => String::new(),
        Some(1.0) => ", scaled to 1 day".to_owned(),
        Some(days) => format!(", scaled to {} days", count(days)),
    }
}

fn assumptions(found: &Found<'_>) -> String {
    let assumptions = &found.scenario.assumptions;
    if assumptions.is_empty() {
        return String::new();
    }
    let lines = assumptions.iter().map(|assumption| {
        wrapped(&format!("- {} = {}: {}", assumption.key, shortened(&assumption.value), assumption.why), "  ")
    });
    format!("Assumed, not reported:\n{}", lines.collect::<Vec<_>>().join("\n"))
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

/// Breaks a line at spaces so that it fits, later lines indented.
pub fn wrapped(line: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    let mut used = 0;
    for word in line.split(' ') {
        let width = unicode_width::UnicodeWidthStr::width(word);
        if used > 0 && used + 1 + width > WIDTH {
            lines.push(indent.to_owned());
            used = indent.len();
        } else if used > 0 {
            lines.last_mut().unwrap_or(&mut String::new()).push(' ');
            used += 1;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(word);
        }
        used += width;
    }
    lines.join("\n")
}

/// Where the files are.
pub fn place_of_files(folder: &Path, files: &[String]) -> String {
    wrapped(&format!("Files in {}: {}", folder.display(), files.join(", ")), "  ")
}
