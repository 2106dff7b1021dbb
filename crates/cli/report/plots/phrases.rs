//! What plots say in words, in either language.

use acd_scenario::{Formula, QueueTerms};
use acd_study::{Estimate, Verdict};

use crate::report::Language;
use crate::report::summary::goal_in_words;
use crate::report::words::{duration, percent};

/// `4 min 05 s`, `4 分 05 秒`; what is nothing at the end is left out.
pub fn length(language: Language, seconds: f64) -> String {
    let english =
        duration(seconds).replace(".0 s", " s").replace(" min 00 s", " min").replace(" h 00 min", " h");
    language.pick(english.clone(), english.replace("min", "分").replace('h', "小时").replace('s', "秒"))
}

/// `85% within 30 s`.
pub fn goal(language: Language, queue: &QueueTerms, answer: f64) -> String {
    let share = percent(answer).replace(".0%", "%");
    let within = length(language, queue.within.as_seconds_f64());
    let formula = match queue.formula {
        Formula::Offered => "",
        Formula::Answered => "（按接听量）",
        Formula::Forgiving => "（不计此前放弃者）",
        Formula::Counting => "（此前放弃者计入）",
    };
    language.pick(goal_in_words(queue, answer), format!("{within}内接通 {share}{formula}"))
}

/// `85.3% (84.9% to 85.7%)`.
pub fn with_ends(language: Language, estimate: &Estimate, words: impl Fn(f64) -> String) -> String {
    match (estimate.mean.map(&words), estimate.low.map(&words), estimate.high.map(&words)) {
        (Some(mean), Some(low), Some(high)) => {
            language.pick(format!("{mean} ({low} to {high})"), format!("{mean}（{low} 至 {high}）"))
        }
        (mean, ..) => mean.unwrap_or_default(),
    }
}

/// `met`, `达标`.
pub fn verdict(language: Language, verdict: Verdict) -> &'static str {
    let chinese = match verdict {
        Verdict::Met => "达标",
        Verdict::Missed => "未达标",
        Verdict::Undecided => "未定",
    };
    language.pick(verdict.word(), chinese)
}

/// What a plot by time of day says of more than one day.
pub fn of_days(language: Language, days: u32) -> &'static str {
    if days == 1 {
        ""
    } else {
        language.pick(", mean of the days that were open then", "，当时营业各日的平均")
    }
}
