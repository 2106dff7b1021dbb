//! Lengths and instants as logs write them: seconds, `h:mm:ss`, ISO dates and times.

use jiff::civil::{Date, DateTime};

/// An instant of a log.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Instant {
    /// Seconds since 00:00 of the first day.
    SinceStart(f64),
    /// A date and time of day, as seconds since 1970-01-01 by the clock on the wall: no zones, no summer time.
    OnDate(f64),
}

impl Instant {
    /// The number alone.
    pub fn seconds(self) -> f64 {
        match self {
            Instant::SinceStart(seconds) | Instant::OnDate(seconds) => seconds,
        }
    }
}

/// What is no length of time, and what to write.
pub const LENGTH_HELP: &str = "write seconds as 12.5, or hours, minutes and seconds as 0:00:12";
/// What is no instant, and what to write.
pub const INSTANT_HELP: &str =
    "write seconds since 00:00 of the first day as 28800.5, or date and time as 2014-03-03T08:00:00";

/// A length of time of zero or more.
pub fn length(text: &str) -> Option<f64> {
    let seconds = if text.contains(':') {
        let mut seconds = 0.0;
        let parts: Vec<&str> = text.split(':').collect();
        for (place, part) in parts.iter().enumerate() {
            let is_first = place == 0;
            let value: f64 = part.trim().parse().ok()?;
            if parts.len() > 3 || value < 0.0 || (!is_first && value >= 60.0) {
                return None;
            }
            seconds = seconds * 60.0 + value;
        }
        seconds
    } else {
        text.parse().ok()?
    };
    (seconds.is_finite() && seconds >= 0.0).then_some(seconds)
}

/// An instant.
pub fn instant(text: &str) -> Option<Instant> {
    if let Ok(seconds) = text.parse::<f64>() {
        return (seconds.is_finite() && seconds >= 0.0).then_some(Instant::SinceStart(seconds));
    }
    let text = text.replace('/', "-");
    let local = without_zone(&text);
    let at: DateTime = local.parse().ok()?;
    let days = at.date().since(EPOCH).ok()?.get_days();
    let time = at.time();
    let of_day = f64::from(time.hour()) * 3_600.0
        + f64::from(time.minute()) * 60.0
        + f64::from(time.second())
        + f64::from(time.subsec_nanosecond()) * 1e-9;
    // A date alone has no time of day.
    local.contains(':').then_some(Instant::OnDate(f64::from(days) * 86_400.0 + of_day))
}

const EPOCH: Date = jiff::civil::date(1970, 1, 1);

/// The date of a day since the epoch.
pub fn date_of(day: i64) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(day).ok()?).ok()
}

/// The clock on the wall counts, so `Z` and `+08:00` are left aside.
fn without_zone(text: &str) -> &str {
    let text = text.strip_suffix('Z').unwrap_or(text).trim();
    match text.char_indices().rev().find(|(_, letter)| matches!(letter, '+' | '-')) {
        Some((place, _)) if text[..place].contains(':') => text[..place].trim_end(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_seconds_or_have_colons() {
        assert_eq!(["12.5", "0:12", "1:02:03", "0"].map(length), [12.5, 12.0, 3_723.0, 0.0].map(Some));
        assert_eq!(["", "-1", "NaN", "1:75", "1:2:3:4", "soon", "inf"].map(length), [None; 7]);
    }

    #[test]
    fn instants_are_seconds_or_dates_with_a_time() {
        let day = 16_132.0 * 86_400.0;
        let written = [
            "2014-03-03T08:00:01",
            "2014-03-03 08:00:01",
            "2014/03/03 08:00:01+08:00",
            "2014-03-03T08:00:01Z",
        ];
        assert_eq!(written.map(instant), [Some(Instant::OnDate(day + 28_801.0)); 4]);
        assert_eq!(instant("28800.25"), Some(Instant::SinceStart(28_800.25)));
        assert_eq!(["2014-03-03", "03.03.2014 08:00", "-5", "", "8 o'clock"].map(instant), [None; 5]);
        assert_eq!(date_of(16_132).map(|date| date.to_string()), Some("2014-03-03".to_owned()));
    }
}
