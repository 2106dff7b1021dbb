//! What plots say in words, in either language.

use acd_study::Estimate;

use crate::report::Language;

/// `4 min 05 s`, `4 分 05 秒`; what is nothing at the end is left out.
pub fn length(language: Language, seconds: f64) -> String {
    let words = language.duration(seconds).replace(".0 ", " ");
    let nothing =
        [" 00 s", " 00 秒", " 00 min", " 00 分"].into_iter().find_map(|end| words.strip_suffix(end));
    nothing.map_or(words.clone(), str::to_owned)
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

/// What a plot by time of day says of more than one day.
pub fn of_days(language: Language, days: u32) -> &'static str {
    if days == 1 {
        ""
    } else {
        language.pick(", mean of the days that were open then", "，当时营业各日的平均")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_ends_with_its_last_digit_that_says_something() {
        let words = [0.0, 20.0, 2.5, 120.0, 245.0, 7_200.0].map(|seconds| length(Language::En, seconds));
        assert_eq!(words, ["0 s", "20 s", "2.5 s", "2 min", "4 min 05 s", "2 h"]);
        assert_eq!(length(Language::Zh, 120.0), "2 分");
        assert_eq!(length(Language::Zh, 7_200.0), "2 小时");
    }
}
