//! Values as a scenario writes them.

use crate::families::{Family, Unit};
use crate::fitting::{Estimate, Fit};

/// Digits that say something.
const DIGITS: usize = 5;

/// A number with five digits that say something, without noughts behind them.
pub fn number(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return "0".to_owned();
    }
    let before = value.abs().log10().floor() as i32 + 1;
    let decimals = (DIGITS as i32 - before).clamp(0, 9) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}

/// A share as a percentage.
pub fn percentage(share: f64) -> String {
    format!("{}%", number(share * 100.0))
}

/// A value with its unit.
pub fn with_unit(unit: Unit, value: f64) -> String {
    match unit {
        Unit::Seconds => format!("{} s", number(value)),
        Unit::Ratio => percentage(value),
        Unit::Calls | Unit::Plain => number(value),
    }
}

/// `145 s to 156 s`, with four digits.
pub fn interval(unit: Unit, estimate: Estimate) -> String {
    format!("{} to {}", with_unit(unit, rough(estimate.low)), with_unit(unit, rough(estimate.high)))
}

/// Four digits: more of an interval's end says nothing.
fn rough(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// `{ mean = "150.2 s", shape = 0.81 }` behind the family's name, as `.weibull = …`, and a comment with the intervals.
pub fn distribution(fit: &Fit) -> (String, String) {
    let named: Vec<_> = fit.named().collect();
    let notes = named.iter().map(|(name, unit, estimate)| format!("{name} {}", interval(*unit, *estimate)));
    let notes = notes.collect::<Vec<_>>().join(", ");
    let values = match fit.family {
        Family::Hyperexponential => {
            // Of the rounded share the rest, so that both sum to the whole.
            let share = (fit.parameters[0].value * 1e4).round() / 1e4;
            format!(
                "shares = [\"{}\", \"{}\"], means = [\"{} s\", \"{} s\"]",
                percentage(share),
                percentage(1.0 - share),
                number(fit.parameters[1].value),
                number(fit.parameters[2].value)
            )
        }
        _ => {
            let value = |(name, unit, estimate): &(&str, Unit, Estimate)| match unit {
                Unit::Seconds => format!("{name} = \"{}\"", with_unit(*unit, estimate.value)),
                _ => format!("{name} = {}", number(estimate.value)),
            };
            named.iter().map(value).collect::<Vec<_>>().join(", ")
        }
    };
    (format!(".{} = {{ {values} }}", fit.family.name()), notes)
}

/// A time of day; the end of the day is 24:00.
pub fn clock(seconds: f64) -> String {
    let minutes = (seconds / 60.0).round() as u64;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// A text in quotes.
pub fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A key, quoted where it must be.
pub fn key(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '-');
    if !name.is_empty() && name.chars().all(is_plain) { name.to_owned() } else { quoted(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_say_something() {
        let written = [0.0, 0.123_456_7, 182.304_9, 12_345.678, 1_234_567.0, 3.0].map(number);
        assert_eq!(written, ["0", "0.12346", "182.3", "12346", "1234567", "3"]);
        assert_eq!(percentage(0.354_321), "35.432%");
    }

    #[test]
    fn keys_and_texts_are_quoted_where_they_must_be() {
        assert_eq!(["main", "政策", "a b", "a\"b"].map(key), ["main", "\"政策\"", "\"a b\"", "'a\"b'"]);
        assert_eq!([28_800.0, 86_400.0].map(clock), ["08:00", "24:00"]);
    }
}
