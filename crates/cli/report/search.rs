//! What a search or a sweep found, in words: one sentence that answers the question, and the values.

mod grid;

use acd_scenario::{Asked, Measure, QueueTerms, Scenario, Search, Stopping, printable};
use acd_study::{Goal, METRICS, Metric, Point, Searched, Unit, Verdict, Way};

use super::summary::{goal_in_words, table, wrapped};
use super::words::{count, duration, number, or_none, percent, plural};
use super::{Found, Language};

/// The answer and the table of values; nothing where nothing was searched.
pub fn text(found: &Found<'_>, language: Language) -> String {
    let (Some(search), Some(searched)) = (&found.scenario.search, found.searched) else {
        return String::new();
    };
    if let Some(second) = search.second() {
        return grid::text(found.scenario, (search, second), searched, language);
    }
    let answer = answer(found.scenario, search, searched, language);
    let answer = if answer.is_empty() { answer } else { wrapped(&answer, "  ") + "\n\n" };
    format!("{answer}{}", values(found.scenario, search, searched, language))
}

/// Each goal with its queue: `85% within 30 s for advice`.
fn goals_in_words(scenario: &Scenario, language: Language) -> Vec<String> {
    let in_words = |(queue, goal): (&QueueTerms, (Asked, f64))| {
        let (goal, label) = (goal_in_words(queue, goal, language), printable(&queue.label));
        language.pick(format!("{goal} for {label}"), format!("{label} {goal}"))
    };
    scenario
        .queues
        .iter()
        .flat_map(|queue| queue.goals().map(move |goal| (queue, goal)))
        .map(in_words)
        .collect()
}

/// What the first goal came to at a point, or all queues together where there is none.
pub fn first_level(point: &Point) -> Option<f64> {
    match point.goals.first() {
        Some(goal) => goal.reached.mean,
        None => point.total[Metric::place("service_level_ratio")].mean,
    }
}

/// The sentence that answers the question; of a sweep, which values are met.
pub fn answer(scenario: &Scenario, search: &Search, searched: &Searched, language: Language) -> String {
    let goals = goals_in_words(scenario, language);
    if goals.is_empty() {
        return String::new();
    }
    if searched.way == Way::Sweep {
        return by_verdict(search, searched, language);
    }
    let goals = goals.join(language.pick(", ", "，"));
    match searched.best {
        Some(place) => least(scenario, search, (searched, place, &goals), language),
        None => no_answer(search, searched, &goals, language),
    }
}

fn no_answer(search: &Search, searched: &Searched, goals: &str, language: Language) -> String {
    let vary = &search.vary;
    let tried: Vec<String> =
        searched.points.iter().map(|point| value(search, point.value, language)).collect();
    let tried = tried.join(", ");
    if searched.is_partial {
        return language.pick(
            format!("The search for {goals} was interrupted; {vary} tried: {tried}."),
            format!("寻找“{goals}”时被中断；已试 {vary}：{tried}。"),
        );
    }
    let undecided = undecided(search, searched, language);
    let rest = match undecided.is_empty() {
        true => String::new(),
        false => language.pick(format!(" Undecided: {undecided}."), format!("尚不能确定：{undecided}。")),
    };
    language.pick(
        format!("Answer: no value of {vary} that was tried meets {goals}: {tried}.{rest}"),
        format!("答案：试过的 {vary} 都达不到“{goals}”：{tried}。{rest}"),
    )
}

/// The least value that meets every goal, and what is one step below.
fn least(
    scenario: &Scenario,
    search: &Search,
    (searched, place, goals): (&Searched, usize, &str),
    language: Language,
) -> String {
    let best = &searched.points[place];
    let below = place.checked_sub(1).map(|below| &searched.points[below]);
    let below = below.filter(|below| below.place + 1 == best.place);
    let below = match below {
        None => {
            language.pick(" It is the least value that was asked for.", "这是所问范围内的最小值。").to_owned()
        }
        Some(below) => {
            let (at, reached) = (value(search, below.value, language), reached(scenario, below, language));
            let verdict = verdict(below, language);
            language.pick(
                format!(" At {at}, one step below, it is {reached}: {verdict}."),
                format!("低一档 {at} 时为 {reached}：{verdict}。"),
            )
        }
    };
    let takes = in_words(search, best.value, language);
    let instead = search.base.map_or(String::new(), |base| {
        let base = value(search, base.value, language);
        language.pick(format!(" instead of {base}"), format!("（现为 {base}）"))
    });
    let agents = with_agents(scenario, search, best, language);
    let (reached, heads) = (reached(scenario, best, language), heads(search, best, language));
    language.pick(
        format!("Answer: {goals} takes {takes}{instead}{agents}: {reached}.{below}{heads}"),
        format!("答案：要达到“{goals}”，需要{takes}{instead}{agents}：{reached}。{below}{heads}"),
    )
}

/// `Met at 4, 5; undecided at 3; missed at 1, 2.`
fn by_verdict(search: &Search, searched: &Searched, language: Language) -> String {
    let parts = [Verdict::Met, Verdict::Undecided, Verdict::Missed].into_iter().filter_map(|verdict| {
        let found = searched.points.iter().filter(|point| point.verdict == Some(verdict));
        let values: Vec<String> = found.map(|point| value(search, point.value, language)).collect();
        let (word, values) =
            (verdict_word(verdict, language), (!values.is_empty()).then(|| values.join(", "))?);
        Some(language.pick(format!("{word} at {values}"), format!("{word}：{values}")))
    });
    let parts: Vec<String> = parts.collect();
    language.pick(
        format!("Every goal, by {}: {}.", search.vary, parts.join("; ")),
        format!("全部目标，按 {}：{}。", search.vary, parts.join("；")),
    )
}

/// A verdict as a word.
pub fn verdict_word(verdict: Verdict, language: Language) -> &'static str {
    let chinese = match verdict {
        Verdict::Met => "达到",
        Verdict::Missed => "未达到",
        Verdict::Undecided => "不能确定",
    };
    language.pick(verdict.word(), chinese)
}

/// The heads of the groups that were scaled.
fn heads(search: &Search, point: &Point, language: Language) -> String {
    let heads = search.heads(point.place).into_iter().map(|(name, heads)| match &heads[..] {
        [one] => format!("{} {}", printable(&name), count(*one as f64)),
        several => format!("{} {several:?}", printable(&name)),
    });
    let heads = heads.collect::<Vec<String>>().join(", ");
    match heads.is_empty() {
        true => String::new(),
        false => language.pick(format!(" Heads then: {heads}."), format!("此时人数：{heads}。")),
    }
}

/// What stands beside the answer, so that nobody takes one for the other.
pub fn as_it_stands(found: &Found<'_>, language: Language) -> Option<String> {
    let search = found.scenario.search.as_ref().filter(|_| found.searched.is_some())?;
    let people = found.scenario.model.people().len() as u64;
    let (agents, number) = (plural(people, "agent"), count(people as f64));
    let base = search.base.map(|base| in_words(search, base.value, language));
    Some(match base {
        Some(base) => language.pick(
            format!("The scenario as it stands, with {base} and {agents}:"),
            format!("现状（{}，{number} 名咨询员）：", base.trim()),
        ),
        None => language
            .pick(format!("The scenario as it stands and {agents}:"), format!("现状（{number} 名咨询员）：")),
    })
}

/// `480 seats`, or `agents.all.heads = 12`.
pub fn in_words(search: &Search, at: f64, language: Language) -> String {
    match search.vary.as_str() {
        "floor.seats" => language.pick(format!("{} seats", count(at)), format!(" {} 个座席", count(at))),
        "lines.trunks" => language.pick(format!("{} lines", count(at)), format!(" {} 条线路", count(at))),
        key => format!("{}{key} = {}", language.pick("", " "), value(search, at, language)),
    }
}

/// Heads that grow with the value, where they do.
fn with_agents(scenario: &Scenario, search: &Search, point: &Point, language: Language) -> String {
    let before = scenario.model.people().len() as u64;
    if search.scale.is_empty() || before == 0 {
        return String::new();
    }
    let (agents, now, before) =
        (plural(point.agents, "agent"), count(point.agents as f64), count(before as f64));
    language.pick(format!(" and {agents} instead of {before}"), format!("和 {now} 名咨询员（现为 {before}）"))
}

/// A value as it would be typed.
pub fn value(search: &Search, value: f64, language: Language) -> String {
    match search.value(0).measure {
        Measure::Plain => number(value),
        Measure::Ratio => percent(value),
        Measure::Seconds => language.duration(value),
    }
}

/// What the goal came to that decides the verdict: where there are several, the first missed or undecided.
fn reached(scenario: &Scenario, point: &Point, language: Language) -> String {
    let goal = |wanted: Verdict| point.goals.iter().find(|goal| goal.verdict == wanted);
    let decides = goal(Verdict::Missed).or(goal(Verdict::Undecided)).or(point.goals.first());
    decides.map_or_else(String::new, |goal| {
        let label = printable(&scenario.queues[goal.queue].label);
        let interval = interval(goal, language);
        match point.goals.len() > 1 {
            true => language.pick(format!("{interval} for {label}"), format!("{label} {interval}")),
            false => interval,
        }
    })
}

fn interval(goal: &Goal, language: Language) -> String {
    match (goal.reached.mean, goal.reached.low, goal.reached.high) {
        (Some(mean), Some(low), Some(high)) => {
            let (mean, low, high) = (percent(mean), percent(low), percent(high));
            language.pick(format!("{mean} ({low} to {high})"), format!("{mean}（{low} 至 {high}）"))
        }
        (mean, ..) => or_none(mean, percent),
    }
}

fn verdict(point: &Point, language: Language) -> &'static str {
    point.verdict.map_or("", |verdict| verdict_word(verdict, language))
}

fn undecided(search: &Search, searched: &Searched, language: Language) -> String {
    searched.undecided().map(|at| value(search, at, language)).collect::<Vec<_>>().join(", ")
}

/// What the columns of goals are called: by their queues, and by what they are of where that isn't always the same.
fn goal_columns(scenario: &Scenario, language: Language) -> Vec<String> {
    let word = |asked: Asked| match asked {
        Asked::Answer => language.pick("in time", "及时接通"),
        Asked::Fcr => language.pick("resolved at first", "首次解决"),
        Asked::Satisfaction => language.pick("satisfied", "满意"),
    };
    let goals = scenario.queues.iter().flat_map(|queue| queue.goals().map(move |(asked, _)| (queue, asked)));
    let goals: Vec<(&QueueTerms, Asked)> = goals.collect();
    let several_queues = goals.iter().any(|(queue, _)| queue.name != goals[0].0.name);
    let several_kinds = goals.iter().any(|(_, asked)| *asked != goals[0].1);
    let name = |(queue, asked): &(&QueueTerms, Asked)| {
        let label = printable(&queue.label);
        match (several_queues, several_kinds) {
            (true, true) => {
                language.pick(format!("{label}, {}", word(*asked)), format!("{label}{}", word(*asked)))
            }
            (true, false) => label.into_owned(),
            (false, _) => word(*asked).to_owned(),
        }
    };
    goals.iter().map(name).collect()
}

/// The values that were tried.
fn values(scenario: &Scenario, search: &Search, searched: &Searched, language: Language) -> String {
    let mut header = vec![search.vary.clone()];
    header.extend(language.pick(["agents", "runs"], ["咨询员", "次数"]).map(str::to_owned));
    let goals = goal_columns(scenario, language);
    header.extend_from_slice(&goals);
    let last = language.pick(
        ["calls", "answered", "gave up", "busy", "verdict"],
        ["来电", "接听", "放弃", "占用率", "结论"],
    );
    header.extend(last.map(str::to_owned));
    let mut table = table(&header);
    for point in &searched.points {
        let of = |id: &str| point.total[Metric::place(id)].mean;
        let mut row = vec![
            value(search, point.value, language),
            count(point.agents as f64),
            count(point.replications.into()),
        ];
        row.extend(point.goals.iter().map(|goal| interval(goal, language)));
        row.extend([
            or_none(of("calls_count"), count),
            or_none(of("answered_count"), count),
            or_none(of("abandonment_ratio"), percent),
            or_none(of("occupancy_ratio"), percent),
            verdict(point, language).to_owned(),
        ]);
        table.add_row(row);
    }
    let title = match searched.way {
        Way::Search => language.pick("Values tried:", "试过的值："),
        Way::Sweep => language.pick("Values:", "各值："),
    };
    let note = if goals.is_empty() { String::new() } else { format!("\n{}", note(searched, language)) };
    format!("{title}\n{}{note}", table.trim_fmt())
}

fn note(searched: &Searched, language: Language) -> String {
    let sure = percent(searched.confidence).replace(".0%", "%");
    let assumes = match searched.way {
        Way::Search => language.pick(
            " The search assumes that what can be expected rises with the value.",
            "搜索假定：值越大，接通率的期望越高。",
        ),
        Way::Sweep => "",
    };
    let note = language.pick(
        format!("(intervals as wide as a confidence of {sure} takes, all looks together.{assumes})"),
        format!("（区间之宽足以使各次查看合起来有 {sure} 的把握。{assumes}）"),
    );
    wrapped(&note, " ")
}

/// What to say where values stayed undecided, or none is met.
pub fn warning(found: &Found<'_>) -> Option<String> {
    let (search, searched) = (found.scenario.search.as_ref()?, found.searched?);
    if search.second().is_some() {
        return None;
    }
    let undecided = undecided(search, searched, Language::En);
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
