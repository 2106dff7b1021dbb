//! Goals in words: met or missed, by how much, and with which command to go on.

use acd_scenario::{Asked, Formula, QueueTerms, printable};
use acd_study::{Goal, Verdict, goals};
use anstyle::AnsiColor;

use super::layout::wrapped;
use crate::report::words::{percent, signed_points};
use crate::report::{Found, Language, search};

/// A sentence a goal, under what they are of where something was searched.
pub fn sentences(found: &Found<'_>, language: Language) -> String {
    let stands = search::as_it_stands(found, language).into_iter();
    let goals = goals(found.scenario, found.outcome);
    let several = found.scenario.queues.len() > 1;
    let sentences = goals.iter().map(|goal| {
        let queue = &found.scenario.queues[goal.queue];
        let sentence = wrapped(&sentence(goal, queue, several, language), "  ");
        let word = verdict(goal, language);
        // Coloured last: lines are as long as they look.
        sentence.replacen(word, &style(goal.verdict, word), 1)
    });
    stands.chain(sentences).collect::<Vec<_>>().join("\n")
}

/// `85% within 30 s was MISSED: 41.2% (95% interval 40.6% to 41.8%), 43.8 points short.`
pub fn sentence(goal: &Goal, queue: &QueueTerms, names_queue: bool, language: Language) -> String {
    let wanted = goal_in_words(queue, (goal.asked, goal.share), language);
    let of = match (names_queue, language) {
        (false, _) => String::new(),
        (true, Language::En) => format!("{}: ", printable(&queue.label)),
        (true, Language::Zh) => format!("{}：", printable(&queue.label)),
    };
    let verdict = verdict(goal, language);
    let reached = language.with_interval(&goal.reached, percent);
    let distance = goal.reached.mean.map_or(String::new(), |mean| distance(mean - goal.share, language));
    let sentence = language.pick(
        format!("{of}{wanted} was {verdict}: {reached}{distance}."),
        format!("{of}目标“{wanted}”{verdict}：{reached}{distance}。"),
    );
    match (goal.verdict, goal.reached.mean) {
        (Verdict::Undecided, Some(_)) => {
            sentence + language.pick(" More replications would tell.", "增加重复次数可以分晓。")
        }
        _ => sentence,
    }
}

/// A verdict's word in its colour; who prints it takes colours away where there are none.
fn style(verdict: Verdict, word: &str) -> String {
    let color = match verdict {
        Verdict::Met => AnsiColor::Green,
        Verdict::Missed => AnsiColor::Red,
        Verdict::Undecided => AnsiColor::Yellow,
    };
    let style = color.on_default().bold();
    format!("{style}{word}{style:#}")
}

fn verdict(goal: &Goal, language: Language) -> &'static str {
    match goal.verdict {
        Verdict::Met => language.pick("met", "已达到"),
        Verdict::Missed => language.pick("MISSED", "未达到"),
        Verdict::Undecided if goal.reached.mean.is_none() => language.pick("not put to the test", "无从判断"),
        Verdict::Undecided => language.pick("neither met nor missed for sure", "尚不能确定"),
    }
}

fn distance(points: f64, language: Language) -> String {
    let amount = signed_points(points.abs());
    let amount = amount.trim_start_matches('+');
    match points < 0.0 {
        true => language.pick(format!(", {amount} points short"), format!("，差 {amount} 个百分点")),
        false => language.pick(format!(", {amount} points above"), format!("，高出 {amount} 个百分点")),
    }
}

/// `85% within 30 s`, with the formula where it is not the usual one; `85% resolved at the first contact`.
pub fn goal_in_words(queue: &QueueTerms, (asked, share): (Asked, f64), language: Language) -> String {
    let share = percent(share).replace(".0%", "%");
    match asked {
        Asked::Answer => answer_in_words(queue, &share, language),
        Asked::Fcr => {
            language.pick(format!("{share} resolved at the first contact"), format!("首次解决 {share}"))
        }
        Asked::Satisfaction => language.pick(format!("{share} satisfied"), format!("满意 {share}")),
    }
}

fn answer_in_words(queue: &QueueTerms, share: &str, language: Language) -> String {
    let within = language.duration(queue.within.as_seconds_f64()).replace(".0 ", " ");
    let formula = match queue.formula {
        Formula::Offered => "",
        Formula::Answered => language.pick(", of those answered", "（占已接通）"),
        Formula::Forgiving => language.pick(", of all but those who gave up by then", "（不计此前放弃）"),
        Formula::Counting => language.pick(", counting those who gave up by then", "（此前放弃也算）"),
    };
    language.pick(format!("{share} within {within}{formula}"), format!("{within}内接通 {share}{formula}"))
}
