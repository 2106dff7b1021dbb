//! What a search or a sweep found, in words: one sentence that answers the question, and the values.

use acd_scenario::{Measure, Scenario, Search, Stopping, printable};
use acd_study::{Goal, METRICS, Metric, Point, Searched, Unit, Verdict, Way};

use super::Found;
use super::summary::{goal_in_words, table, wrapped};
use super::words::{count, duration, number, or_none, percent, plural};

/// The answer and the table of values; nothing where nothing was searched.
pub fn text(found: &Found<'_>) -> String {
    let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) else {
        return String::new();
    };
    let answer = answer(found.scenario, search, searched);
    let answer = if answer.is_empty() { answer } else { wrapped(&answer, "  ") + "\n\n" };
    format!("{answer}{}", values(found.scenario, search, searched))
}

/// The sentence that answers the question; of a sweep, which values are met.
fn answer(scenario: &Scenario, search: &Search, searched: &Searched) -> String {
    let goals: Vec<String> = scenario
        .queues
        .iter()
        .filter_map(|queue| {
            let answer = queue.answer?;
            Some(format!("{} for {}", goal_in_words(queue, answer), printable(&queue.label)))
        })
        .collect();
    if goals.is_empty() {
        return String::new();
    }
    if searched.way == Way::Sweep {
        return by_verdict(search, searched);
    }
    let goals = goals.join(", ");
    let Some(place) = searched.best else {
        let tried: Vec<String> = searched.points.iter().map(|point| value(search, point.value)).collect();
        let tried = tried.join(", ");
        if searched.is_partial {
            return format!("The search for {goals} was interrupted; {} tried: {tried}.", search.vary);
        }
        let undecided = undecided(search, searched);
        let rest = if undecided.is_empty() { String::new() } else { format!(" Undecided: {undecided}.") };
        return format!("Answer: no value of {} that was tried meets {goals}: {tried}.{rest}", search.vary);
    };
    let best = &searched.points[place];
    let below = place.checked_sub(1).map(|below| &searched.points[below]);
    let below = below.filter(|below| below.place + 1 == best.place);
    let below = below.map_or(" It is the least value that was asked for.".to_owned(), |below| {
        let (at, reached) = (value(search, below.value), reached(scenario, below));
        format!(" At {at}, one step below, it is {reached}: {}.", verdict(below))
    });
    format!(
        "Answer: {goals} takes {}{}{}: {}.{below}{}",
        in_words(search, best.value),
        search.base.map_or(String::new(), |base| format!(" instead of {}", value(search, base.value))),
        with_agents(scenario, search, best),
        reached(scenario, best),
        heads(search, best)
    )
}

/// `Met at 4, 5; undecided at 3; missed at 1, 2.`
fn by_verdict(search: &Search, searched: &Searched) -> String {
    let parts = [Verdict::Met, Verdict::Undecided, Verdict::Missed].into_iter().filter_map(|verdict| {
        let found = searched.points.iter().filter(|point| point.verdict == Some(verdict));
        let values: Vec<String> = found.map(|point| value(search, point.value)).collect();
        (!values.is_empty()).then(|| format!("{} at {}", verdict.word(), values.join(", ")))
    });
    format!("Every goal, by {}: {}.", search.vary, parts.collect::<Vec<_>>().join("; "))
}

/// The heads of the groups that were scaled.
fn heads(search: &Search, point: &Point) -> String {
    let heads = search.heads(point.place).into_iter().map(|(name, heads)| match &heads[..] {
        [one] => format!("{} {}", printable(&name), count(*one as f64)),
        several => format!("{} {several:?}", printable(&name)),
    });
    let heads: Vec<String> = heads.collect();
    if heads.is_empty() { String::new() } else { format!(" Heads then: {}.", heads.join(", ")) }
}

/// What stands beside the answer, so that nobody takes one for the other.
pub fn as_it_stands(found: &Found<'_>) -> Option<String> {
    let search = found.scenario.search.as_ref().filter(|_| found.searched.is_some())?;
    let base = search.base.map_or(String::new(), |base| format!(", with {}", in_words(search, base.value)));
    let agents = plural(found.scenario.model.people().len() as u64, "agent");
    Some(format!("The scenario as it stands{base} and {agents}:"))
}

/// `480 seats`, or `agents.all.heads = 12`.
pub fn in_words(search: &Search, at: f64) -> String {
    match search.vary.as_str() {
        "floor.seats" => format!("{} seats", count(at)),
        "lines.trunks" => format!("{} lines", count(at)),
        key => format!("{key} = {}", value(search, at)),
    }
}

/// Heads that grow with the value, where they do.
fn with_agents(scenario: &Scenario, search: &Search, point: &Point) -> String {
    let before = scenario.model.people().len() as u64;
    if search.scale.is_empty() || before == 0 {
        return String::new();
    }
    format!(" and {} instead of {}", plural(point.agents, "agent"), count(before as f64))
}

/// A value as it would be typed.
fn value(search: &Search, value: f64) -> String {
    match search.value(0).measure {
        Measure::Plain => number(value),
        Measure::Ratio => percent(value),
        Measure::Seconds => duration(value),
    }
}

/// What the goal came to that decides the verdict: where there are several, the first missed or undecided.
fn reached(scenario: &Scenario, point: &Point) -> String {
    let goal = |wanted: Verdict| point.goals.iter().find(|goal| goal.verdict == wanted);
    let decides = goal(Verdict::Missed).or(goal(Verdict::Undecided)).or(point.goals.first());
    decides.map_or_else(String::new, |goal| {
        let label = &scenario.queues[goal.queue].label;
        let whose = if point.goals.len() > 1 { format!(" for {}", printable(label)) } else { String::new() };
        interval(goal) + &whose
    })
}

fn interval(goal: &Goal) -> String {
    match (goal.reached.mean, goal.reached.low, goal.reached.high) {
        (Some(mean), Some(low), Some(high)) => {
            format!("{} ({} to {})", percent(mean), percent(low), percent(high))
        }
        (mean, ..) => or_none(mean, percent),
    }
}

fn verdict(point: &Point) -> &'static str {
    point.verdict.map_or("", Verdict::word)
}

fn undecided(search: &Search, searched: &Searched) -> String {
    searched.undecided().map(|at| value(search, at)).collect::<Vec<_>>().join(", ")
}

/// The values that were tried.
fn values(scenario: &Scenario, search: &Search, searched: &Searched) -> String {
    let mut header = vec![search.vary.as_str(), "agents", "runs"];
    let goals: Vec<&str> = scenario
        .queues
        .iter()
        .filter(|queue| queue.answer.is_some())
        .map(|queue| queue.label.as_str())
        .collect();
    let several: Vec<String> = goals.iter().map(|label| printable(label).into_owned()).collect();
    if several.len() == 1 {
        header.push("in time");
    } else {
        header.extend(several.iter().map(String::as_str));
    }
    header.extend(["calls", "answered", "abandoned", "occupied", "verdict"]);
    let mut table = table(&header);
    for point in &searched.points {
        let of = |id: &str| point.total[Metric::place(id)].mean;
        let mut row =
            vec![value(search, point.value), count(point.agents as f64), count(point.replications.into())];
        row.extend(point.goals.iter().map(interval));
        row.extend([
            or_none(of("calls_count"), count),
            or_none(of("answered_count"), count),
            or_none(of("abandonment_ratio"), percent),
            or_none(of("occupancy_ratio"), percent),
            verdict(point).to_owned(),
        ]);
        table.add_row(row);
    }
    let note = match (searched.way, goals.is_empty()) {
        (_, true) => String::new(),
        (way, false) => {
            let sure = percent(searched.confidence).replace(".0%", "%");
            let assumes = if way == Way::Search {
                " The search assumes that what can be expected rises with the value."
            } else {
                ""
            };
            let note =
                format!("(intervals as wide as a confidence of {sure} takes, all looks together.{assumes})");
            format!("\n{}", wrapped(&note, " "))
        }
    };
    let title = if searched.way == Way::Search { "Values tried:" } else { "Values:" };
    format!("{title}\n{table}{note}")
}

/// What to say where values stayed undecided, or none is met.
pub fn warning(found: &Found<'_>) -> Option<String> {
    let (search, searched) = (found.scenario.search.as_ref()?, found.searched?);
    let undecided = undecided(search, searched);
    let none = searched.way == Way::Search && searched.best.is_none() && !searched.is_partial;
    let more = match found.scenario.run.stopping {
        Stopping::Fixed(_) => "more replications would tell: raise run.replications, or use run.precision",
        Stopping::Precise(_) => "more replications would tell: raise run.precision.at_most",
    };
    if searched.way == Way::Search && falls(searched) {
        return Some(format!(
            "the goals are met less as {} rises, and a search assumes the opposite: use sim sweep",
            search.vary
        ));
    }
    match (none, undecided.is_empty()) {
        (true, true) => {
            Some(format!("no value of {} that was tried meets every goal: widen the search", search.vary))
        }
        (true, false) => {
            Some(format!("no value of {} was met for sure; undecided: {undecided} ({more})", search.vary))
        }
        (false, false) => Some(format!("undecided values of {}: {undecided} ({more})", search.vary)),
        (false, true) => None,
    }
}

/// Whether some goal is reached less at the greatest value tried than at the least, beyond doubt.
fn falls(searched: &Searched) -> bool {
    let (Some(first), Some(last)) = (searched.points.first(), searched.points.last()) else { return false };
    let pairs = first.goals.iter().zip(&last.goals);
    pairs
        .into_iter()
        .any(|(first, last)| last.reached.high < first.reached.low && last.reached.high.is_some())
}

/// How figures of a metric are written.
pub fn amount_words(metric: &str) -> fn(f64) -> String {
    match METRICS[Metric::place(metric)].unit {
        Unit::Ratio => |share| format!("{:.2}%", share * 100.0),
        Unit::Seconds => duration,
        Unit::Count => count,
    }
}
