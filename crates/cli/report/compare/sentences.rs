//! What a comparison comes to, in sentences.

use acd_study::{Difference, Metric, Unit};

use super::super::Language;
use super::super::words::{count, or_none, percent};
use super::{FoundCompared, Sure, decimals, interval, mean};

/// `With B, 612 more calls are answered a day (95% interval +580 to +640); the service level rises from ...`
pub fn headline(found: &FoundCompared, language: Language) -> String {
    let total = found.compared.total();
    let of = |id: &str| &total.differences[Metric::place(id)];
    let calls = calls(of("answered_count"), found, language);
    // With one queue the level that its goal names; else that of all together.
    let level = match &found.compared.scopes[..] {
        [queue, _] if found.labels.len() == 1 => {
            level(&queue.differences[Metric::place(found.level(queue))], language)
        }
        _ => level(of("service_level_ratio"), language),
    };
    language.pick(format!("With B, {calls}; {level}."), format!("采用B：{calls}；{level}。"))
}

/// A count per day, where days are whole.
fn per_day(difference: &Difference, found: &FoundCompared) -> (Difference, bool) {
    let is_daily = found.ground.warm_up_s == 0.0 && found.ground.days > 0.0;
    let factor = if is_daily { 1.0 / found.ground.days } else { 1.0 };
    let times = |value: Option<f64>| value.map(|value| value * factor);
    let mut scaled = *difference;
    (scaled.a, scaled.b) = (times(difference.a), times(difference.b));
    scaled.difference = acd_study::Estimate {
        mean: times(difference.difference.mean),
        low: times(difference.difference.low),
        high: times(difference.difference.high),
    };
    (scaled, is_daily)
}

fn calls(answered: &Difference, found: &FoundCompared, language: Language) -> String {
    let (answered, is_daily) = per_day(answered, found);
    let a_day = if is_daily { language.pick(" a day", "每天") } else { "" };
    let size = or_none(answered.difference.mean.map(f64::abs), count);
    let within = in_brackets(&answered, Unit::Count, language);
    match Sure::of(&answered) {
        Sure::More => language.pick(
            format!("{size} more calls are answered{a_day}{within}"),
            format!("{a_day}多接听{size}个电话{within}"),
        ),
        Sure::Less => language.pick(
            format!("{size} fewer calls are answered{a_day}{within}"),
            format!("{a_day}少接听{size}个电话{within}"),
        ),
        Sure::Same => language.pick("as many calls are answered".to_owned(), "接听量相同".to_owned()),
        Sure::Unknown => language.pick(
            format!("the number of calls answered{a_day} is not distinguishable{within}"),
            format!("{a_day}接听量无法区分{within}"),
        ),
    }
}

fn level(level: &Difference, language: Language) -> String {
    let (from, to) = (or_none(level.a, percent), or_none(level.b, percent));
    let decimals = decimals(level);
    let points =
        level.difference.mean.map_or(String::new(), |mean| format!("{:.decimals$}", mean.abs() * 100.0));
    let within = in_brackets(level, Unit::Ratio, language);
    match Sure::of(level) {
        Sure::More => language.pick(
            format!("the service level rises from {from} to {to}, by {points} points{within}"),
            format!("接通率从{from}升至{to}，提高{points}个百分点{within}"),
        ),
        Sure::Less => language.pick(
            format!("the service level falls from {from} to {to}, by {points} points{within}"),
            format!("接通率从{from}降至{to}，降低{points}个百分点{within}"),
        ),
        Sure::Same => {
            language.pick(format!("the service level stays at {from}"), format!("接通率保持{from}"))
        }
        Sure::Unknown => language.pick(
            format!("the service level is not distinguishable: {from} and {to}{within}"),
            format!("接通率无法区分：{from}与{to}{within}"),
        ),
    }
}

/// ` (95% interval +580 to +640)`.
fn in_brackets(difference: &Difference, unit: Unit, language: Language) -> String {
    match (difference.difference.mean, difference.difference.low) {
        (Some(_), Some(_)) => {
            let interval = interval(difference, unit, language);
            language.pick(format!(" (95% interval {interval})"), format!("（95%区间{interval}）"))
        }
        (Some(_), None) => {
            let mean = mean(difference, unit);
            language.pick(
                format!(" ({mean}; one replication has no interval)"),
                format!("（{mean}；仅一次重复，没有区间）"),
            )
        }
        _ => String::new(),
    }
}

/// What meeting the same callers was worth.
pub fn pairing(found: &FoundCompared, language: Language) -> String {
    let total = found.compared.total();
    let (metric, saved) = [
        ("service_level_ratio", "the service level", "接通率"),
        ("answered_count", "the calls answered", "接听量"),
    ]
    .into_iter()
    .find_map(|(id, english, chinese)| {
        let saved = total.differences[Metric::place(id)].replications_saved?;
        Some((language.pick(english, chinese), saved))
    })
    .unwrap_or_default();
    if metric.is_empty() {
        return String::new();
    }
    if saved < 1.05 {
        return language.pick(
            "Meeting the same callers made these intervals no narrower than two independent runs would have."
                .to_owned(),
            "面对相同来电并未使区间比两次独立运行更窄。".to_owned(),
        );
    }
    let times = if saved < 9.95 { format!("{saved:.1}") } else { count(saved.round()) };
    language.pick(
        format!(
            "Both met the same callers: two independent runs would have taken {times} times as many replications for as \
             narrow an interval of {metric}."
        ),
        format!("两方案面对相同来电：若独立运行，{metric}要得到同样窄的区间需{times}倍的重复次数。"),
    )
}
