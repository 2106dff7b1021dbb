//! The command that is worth typing next.

use acd_scenario::Stopping;
use acd_study::{Verdict, Way, goals, of_all};
use serde_json::Value;
use unicode_width::UnicodeWidthStr as _;

use super::layout::WIDTH;
use crate::report::words::printable_line;
use crate::report::{Found, Language};

/// How many values a sweep that is proposed has at most.
const STEPS: u64 = 6;

/// A command, and what it would tell.
pub fn text(found: &Found<'_>, language: Language) -> String {
    let Some((command, why)) = proposal(found, language) else { return String::new() };
    let head = language.pick(format!("Next, {why}:"), format!("下一步，{why}："));
    format!("{head}\n  {}", broken(&command))
}

/// A command that a shell takes as one, on lines that fit.
fn broken(command: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for (place, part) in command.split(" --").enumerate() {
        let part = if place == 0 { part.to_owned() } else { format!(" --{part}") };
        // Inside quotes nothing is broken.
        match parts.last_mut().filter(|last| last.matches('\'').count() % 2 == 1) {
            Some(last) => last.push_str(&part),
            None => parts.push(part),
        }
    }
    let mut lines = vec![String::new()];
    for part in parts {
        let last = lines.last_mut().map_or(0, |line| line.width());
        // Room for the indent and the backslash.
        match lines.last_mut().filter(|_| last + part.width() + 6 <= WIDTH || last == 0) {
            Some(line) => line.push_str(&part),
            None => lines.push(part.trim_start().to_owned()),
        }
    }
    lines.join(" \\\n    ")
}

fn proposal(found: &Found<'_>, language: Language) -> Option<(String, &'static str)> {
    if found.is_partial() {
        return None;
    }
    let (file, changes) = (quoted(&printable_line(&found.file.display().to_string())), sets(found.changes));
    if let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) {
        let best = searched.best().filter(|_| searched.way == Way::Search)?;
        let mut sets: Vec<String> = search.sets(best.place);
        // What is scaled may be the key itself.
        let mut known = std::collections::BTreeSet::new();
        sets.retain(|set| !set.starts_with("search.") && known.insert(set.clone()));
        let sets = sets.into_iter();
        let sets: String = sets.map(|set| format!(" --set-b {}", quoted(&set))).collect();
        let why = language.pick("what else changes with that answer", "按此答案还会改变什么");
        return Some((format!("sim compare {file}{changes}{sets}"), why));
    }
    match of_all(&goals(found.scenario, found.outcome))? {
        Verdict::Undecided => {
            let Stopping::Fixed(count) = &found.scenario.run.stopping else { return None };
            let command = format!("sim run {file}{changes} --replications {}", u64::from(*count) * 4);
            Some((command, language.pick("half the interval", "区间缩小一半")))
        }
        verdict => {
            let more = language.pick("how many it takes", "需要多少");
            let fewer = language.pick("how many would do", "少多少也够");
            let sweep = sweep(found, verdict == Verdict::Missed)?;
            let command = format!("sim sweep {file}{changes} {sweep}");
            Some((command, if verdict == Verdict::Missed { more } else { fewer }))
        }
    }
}

/// `--vary floor.seats --from 236 --to 472 --step 48`: more than now, or fewer.
fn sweep(found: &Found<'_>, more: bool) -> Option<String> {
    let (key, scale, now) = what_to_vary(&found.scenario.resolved)?;
    if now == 0 {
        // Nothing grows in proportion from nothing.
        return None;
    }
    let step = now.div_ceil(STEPS);
    let (from, to) =
        if more { (now, now + STEPS * step) } else { (now.saturating_sub(step * (STEPS - 1)).max(1), now) };
    Some(format!("--vary {} --from {from} --to {to} --step {step}{scale}", quoted(&key)))
}

/// Seats where they are counted, else the heads of the first group of agents; the rest grows in proportion.
fn what_to_vary(resolved: &Value) -> Option<(String, String, u64)> {
    let groups = resolved["agents"].as_object()?;
    let scale: String =
        groups.keys().map(|name| format!(" --scale {}", quoted(&format!("agents.{name}")))).collect();
    if let Some(seats) = resolved["floor"]["seats"].as_u64() {
        return Some(("floor.seats".to_owned(), scale, seats));
    }
    let (name, group) = groups.iter().next()?;
    if let Some(heads) = group["heads"].as_u64() {
        let scale = if groups.len() > 1 { scale } else { String::new() };
        return Some((format!("agents.{name}.heads"), scale, heads));
    }
    let (shift, terms) = group["shifts"].as_object()?.iter().next()?;
    Some((format!("agents.{name}.shifts.{shift}.heads"), scale, terms["heads"].as_u64()?))
}

/// What the command line set, as it was typed.
fn sets(changes: &[String]) -> String {
    changes.iter().map(|change| format!(" --set {}", quoted(&printable_line(change)))).collect()
}

/// A word of a command: in quotes where a shell would take it apart.
pub fn quoted(word: &str) -> String {
    let is_plain = |character: char| character.is_alphanumeric() || "./=_-:%+,@".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}
