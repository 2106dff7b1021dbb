//! How long callers waited who were answered, and those who gave up.

use acd_study::{Metric, WaitBin};
use plotters::prelude::*;

use super::axes::{Axis, bar, chart, dashes, spot};
use super::canvas::{Drawing, Drawn, Head, Key, LINES, TARGET, picture};
use super::phrases::length;
use crate::report::words::{percent, printable_line};
use crate::report::{Found, Language};

const ANSWERED: RGBColor = LINES[4];
const ABANDONED: RGBColor = LINES[1];
/// Of more goals the first and the last are named.
const NAMED_GOALS: usize = 3;

/// The bins that are shown: their width, and shares of all calls.
#[derive(Debug, PartialEq)]
struct Bins {
    width: f64,
    shares: Vec<WaitBin>,
}

/// Draws the plot; none where nobody waited.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let total = found.outcome.total();
    let calls = total.waits.calls() as f64;
    let goals = goals(found);
    let long = total.whole[Metric::place("wait_p99_s")].mean.unwrap_or(0.0);
    let bins = bins(found, long.max(goals.last().map_or(0.0, |goal| goal * 1.1)), calls);
    let highest = bins.shares.iter().map(|bin| bin.answered + bin.abandoned).fold(0.0, f64::max);
    if calls == 0.0 || highest == 0.0 {
        return Ok(None);
    }
    let mut legend = vec![(Key::Bar(ANSWERED), language.pick("answered", "人工接听").to_owned())];
    if bins.shares.iter().any(|bin| bin.abandoned > 0.0) {
        legend.push((Key::Bar(ABANDONED), language.pick("gave up", "放弃").to_owned()));
    }
    if !goals.is_empty() {
        let lengths: Vec<String> = goals.iter().map(|goal| length(language, *goal)).collect();
        let within = match &lengths[..] {
            [first, .., last] if lengths.len() > NAMED_GOALS => {
                language.pick(format!("{first} to {last}"), format!("{first}至{last}"))
            }
            few => few.join(language.pick(", ", "、")),
        };
        let words = language.pick(format!("goal: within {within}"), format!("目标：{within}内"));
        legend.push((Key::Dashes(TARGET), words));
    }
    let title = printable_line(&found.scenario.title);
    let shows = shows(found, &bins, calls, language);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        let to = bins.width * bins.shares.len() as f64;
        let below = (seconds_axis(to), language.pick("wait in seconds", "等待时间（秒）"));
        let each = length(language, bins.width);
        let left = language.pick(format!("share of calls, {each} a bar"), format!("占比（每柱 {each}）"));
        let mut chart = chart(area, below, (Axis::shares(0.0, highest * 1.05, 6), &left))?;
        let mut spots = Vec::new();
        for (place, share) in bins.shares.iter().enumerate() {
            let (from, to) = (place as f64 * bins.width, (place + 1) as f64 * bins.width);
            let (gap, top) = (bins.width * 0.06, share.answered + share.abandoned);
            bar(&mut chart, (from + gap, to - gap), (0.0, share.answered), ANSWERED)?;
            bar(&mut chart, (from + gap, to - gap), (share.answered, top), ABANDONED)?;
            let words = words((from, to), share, language);
            spots.push(spot(&chart, ((from + to) / 2.0, top / 2.0), words));
        }
        for &goal in goals.iter().filter(|goal| **goal <= to) {
            dashes(&mut chart, (goal, 0.0), (goal, highest * 1.05), TARGET)?;
        }
        Ok(spots)
    })
    .map(Some)
}

/// The times within which goals want callers answered, the shortest first.
fn goals(found: &Found<'_>) -> Vec<f64> {
    let with_goal = found.scenario.queues.iter().filter(|queue| queue.answer.is_some());
    let mut goals: Vec<f64> = with_goal.map(|queue| queue.within.as_seconds_f64()).collect();
    goals.sort_by(f64::total_cmp);
    goals.dedup();
    goals
}

fn bins(found: &Found<'_>, reaches: f64, calls: f64) -> Bins {
    let width = width(reaches);
    let count = (reaches / width).ceil().max(1.0) as usize;
    let share = |bin: WaitBin| WaitBin { answered: bin.answered / calls, abandoned: bin.abandoned / calls };
    let shares = found.outcome.total().waits.bins(width, count).into_iter().map(share).collect();
    Bins { width, shares }
}

/// A round width with which there are up to forty bins.
fn width(reaches: f64) -> f64 {
    const ROUND: [f64; 22] = [
        0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0,
        300.0, 600.0, 1_800.0, 3_600.0, 7_200.0,
    ];
    let fits = |width: &&f64| reaches / **width <= 40.0;
    ROUND.iter().find(fits).copied().unwrap_or((reaches / 40.0).ceil())
}

/// Ticks at seconds; at round minutes where they are many.
fn seconds_axis(to: f64) -> Axis {
    const STEPS: [f64; 8] = [15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 1_800.0, 3_600.0];
    let words = |seconds: f64| crate::report::words::number((seconds * 1e6).round() / 1e6);
    let step = STEPS.into_iter().find(|step| to / step <= 12.0).filter(|_| to > 100.0);
    let Some(step) = step else { return Axis::round(0.0, to, 12, words) };
    let ticks = (0..=(to / step + 1e-9) as usize).map(|place| place as f64 * step);
    Axis { from: 0.0, to, ticks: ticks.map(|tick| (tick, words(tick))).collect() }
}

fn shows(found: &Found<'_>, bins: &Bins, calls: f64, language: Language) -> String {
    let at_once = found.outcome.total().waits.at_once();
    let shown: f64 = bins.shares.iter().map(|bin| bin.answered + bin.abandoned).sum();
    let longer = (1.0 - shown - (at_once.answered + at_once.abandoned) / calls).max(0.0);
    let (answered, gave_up) = (at_once.answered / calls, at_once.abandoned / calls);
    let reaches = length(language, bins.width * bins.shares.len() as f64);
    let mut parts = vec![language.pick(
        format!("Waits of the calls answered or given up: {} answered at once", percent(answered)),
        format!("人工接听与放弃来电的等待时间：{} 即时接通", percent(answered)),
    )];
    if gave_up >= 0.000_5 {
        let gave_up = percent(gave_up);
        parts.push(language.pick(format!("{gave_up} gave up at once"), format!("{gave_up} 即时放弃")));
    }
    if longer >= 0.000_5 {
        let longer = percent(longer);
        parts.push(language.pick(format!("{longer} over {reaches}"), format!("{longer} 超过 {reaches}")));
    }
    parts.join(language.pick(", ", "，")) + language.pick(" (not drawn)", "（未画出）")
}

fn words((from, to): (f64, f64), share: &WaitBin, language: Language) -> String {
    let (from, to) = (length(language, from), length(language, to));
    let (answered, abandoned) = (in_hundredths(share.answered), in_hundredths(share.abandoned));
    language.pick(
        format!("{from} to {to}: {answered} answered, {abandoned} gave up"),
        format!("{from}至{to}：人工接听 {answered}，放弃 {abandoned}"),
    )
}

fn in_hundredths(share: f64) -> String {
    format!("{:.2}%", share * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bins_are_round_and_up_to_forty() {
        assert_eq!([0.5, 35.0, 45.0, 200.0, 1_100.0].map(width), [0.02, 1.0, 2.0, 5.0, 30.0]);
        assert!(1e6 / width(1e6) <= 40.0);
    }

    #[test]
    fn ticks_are_at_half_and_full_minutes_where_waits_are_long() {
        let words = |to: f64| seconds_axis(to).ticks.into_iter().map(|(_, words)| words).collect::<Vec<_>>();
        assert_eq!(words(240.0), ["0", "30", "60", "90", "120", "150", "180", "210", "240"]);
        assert_eq!(words(0.4).last().map(String::as_str), Some("0.4"));
    }
}
