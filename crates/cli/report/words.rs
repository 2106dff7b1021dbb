//! Figures as people read them.

use acd_scenario::printable;
use acd_study::Estimate;

use super::Language;

/// What stands where there is no figure.
pub const NONE: &str = "–";

/// `73,450`; with one decimal below 100, none above.
pub fn count(number: f64) -> String {
    if number.abs() < 99.95 && number.fract() != 0.0 {
        return format!("{number:.1}");
    }
    let digits = format!("{:.0}", number.abs());
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if number < 0.0 && digits != "0" { format!("-{text}") } else { text }
}

/// A user's text on one line, without what could move the line.
pub fn printable_line(text: &str) -> String {
    printable(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A number as it would be typed: `480`, `0.36`.
pub fn number(value: f64) -> String {
    value.to_string()
}

/// `1 day`, `352 agents`.
pub fn plural(number: u64, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{} {what}s", count(number as f64)) }
}

/// `a`, `a and b`, `a, b and c`.
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [one] => one.clone(),
        [beginning @ .., last] => format!("{} and {last}", beginning.join(", ")),
    }
}

/// `85.3%`.
pub fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}

/// `+2.1%`, `-0.4%`; no sign where nothing is left of it, no decimals from 100 % on.
pub fn signed_percent(share: f64) -> String {
    match share.abs() {
        small if small < 0.000_5 => "0.0%".to_owned(),
        moderate if moderate < 0.9995 => format!("{:+.1}%", share * 100.0),
        _ => format!("{:+.0}%", share * 100.0),
    }
}

/// A difference of shares in points: `+2.1`, `-0.4`.
pub fn signed_points(share: f64) -> String {
    format!("{:+.1}", share * 100.0)
}

/// A text in so many columns of a terminal: what doesn't fit is cut, and an ellipsis says so.
pub fn shortened_to(text: &str, columns: usize) -> String {
    let width = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    if width(text) <= columns {
        return text.to_owned();
    }
    let ends = text.char_indices().map(|(end, _)| end);
    let fitting = ends.take_while(|end| width(&text[..*end]) < columns).last().unwrap_or(0);
    format!("{}…", text[..fitting].trim_end())
}

/// `12.3 s`, `4 min 05 s`, `2 h 03 min`, `12,345 h`.
pub fn duration(seconds: f64) -> String {
    if seconds < 59.95 {
        return format!("{seconds:.1} s");
    }
    let whole = seconds.round() as u64;
    if whole < 3_600 {
        return format!("{} min {:02} s", whole / 60, whole % 60);
    }
    let minutes = (seconds / 60.0).round() as u64;
    match minutes / 60 {
        hours @ 0..1_000 => format!("{hours} h {:02} min", minutes % 60),
        _ => format!("{} h", count((seconds / 3_600.0).round())),
    }
}

/// `0:24`, `4:30`, `1:02:03`: as an ACD prints a wait or a handle time.
pub fn clock(seconds: f64) -> String {
    let whole = seconds.round() as u64;
    match (whole / 3_600, whole / 60 % 60, whole % 60) {
        (0, minutes, seconds) => format!("{minutes}:{seconds:02}"),
        (hours, minutes, seconds) => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

/// A figure, or a dash.
pub fn or_none(value: Option<f64>, words: impl Fn(f64) -> String) -> String {
    value.map_or_else(|| NONE.to_owned(), words)
}

impl Language {
    /// A length of time: `4 min 05 s`, `4 分 05 秒`.
    pub fn duration(self, seconds: f64) -> String {
        let english = duration(seconds);
        self.pick(english.clone(), english.replace("min", "分").replace('h', "小时").replace('s', "秒"))
    }

    /// `31.2% (95% interval 30.1% to 32.3%)`.
    pub fn with_interval(self, estimate: &Estimate, words: impl Fn(f64) -> String) -> String {
        match (estimate.mean.map(&words), estimate.low.map(&words), estimate.high.map(&words)) {
            (Some(mean), Some(low), Some(high)) => self.pick(
                format!("{mean} (95% interval {low} to {high})"),
                format!("{mean}（95% 置信区间 {low} 至 {high}）"),
            ),
            (Some(mean), ..) => self.pick(
                format!("{mean} (no interval from one replication)"),
                format!("{mean}（只有一次重复，没有置信区间）"),
            ),
            _ => NONE.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!(count(1_234_567.4), "1,234,567");
        assert_eq!(count(12.34), "12.3");
        assert_eq!(count(-1_500.0), "-1,500");
        assert_eq!(percent(0.8534), "85.3%");
        assert_eq!(duration(59.97), "1 min 00 s");
        assert_eq!(Language::Zh.duration(7_380.0), "2 小时 03 分");
        assert_eq!(Language::Zh.duration(12.34), "12.3 秒");
        assert_eq!([24.4, 270.0, 3_723.0].map(clock), ["0:24", "4:30", "1:02:03"]);
        assert_eq!(duration(245.0), "4 min 05 s");
        assert_eq!(duration(7_380.0), "2 h 03 min");
        assert_eq!(duration(44_444_000.0), "12,346 h");
        assert_eq!(signed_percent(-0.0123), "-1.2%");
        assert_eq!([12.5, -0.000_4, -1.0].map(signed_percent), ["+1250%", "0.0%", "-100%"]);
    }

    #[test]
    fn a_text_is_cut_to_the_columns_that_it_takes() {
        assert_eq!(shortened_to("Shanghai", 8), "Shanghai");
        assert_eq!(shortened_to("Inner Mongolia", 9), "Inner Mo…");
        assert_eq!(shortened_to("Inner Mongolia", 7), "Inner…");
        assert_eq!(shortened_to("政策咨询", 7), "政策咨…");
        assert_eq!(shortened_to("政策咨询", 6), "政策…");
    }
}
