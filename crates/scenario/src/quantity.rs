//! Single values as a person writes them: every quantity carries its unit, shares carry `%`.
//!
//! Each type reads itself from one TOML value and says, if it can't, what is wrong and what to write instead.

mod amount;
mod raw;
mod words;

use std::fmt;

use acd_engine::Span;
use serde::de::{self, Deserialize, Deserializer};

use crate::limits::LENGTH_AT_MOST_S;

pub(crate) use amount::rounded;
pub use amount::{Amount, Measure};
pub(crate) use raw::{DATETIME_KEY, HELP_MARK, Raw, Wrong};
pub(crate) use words::in_words;

/// A single value with a meaning.
pub(crate) trait Leaf: Sized {
    fn read(raw: Raw) -> Result<Self, Wrong>;
}

macro_rules! leaves {
    ($($name:ident),+ $(,)?) => {$(
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::read(Raw::deserialize(deserializer)?).map_err(de::Error::custom)
            }
        }
    )+};
}

leaves!(Length, Share, Spread, Clock, Date, Whole, Number, Text, Cap, Weekday, Amount);

/// A length of time: `"20 s"`, `"2 min 30 s"`, `"1.5 h"`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Length(pub(crate) f64);

/// A share of something: `"85%"`, kept as 0.85.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Share(pub(crate) f64);

/// A coefficient of variation: `0.5` or `"50%"`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Spread(pub(crate) f64);

/// A time of day in seconds since midnight, up to 24:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Clock(pub(crate) u32);

/// A calendar date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Date(pub(crate) jiff::civil::Date);

/// A whole number, zero or more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Whole(pub(crate) u64);

/// A finite number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Number(pub(crate) f64);

/// A text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text(pub(crate) String);

/// How many at once: a count, or a share of the group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Cap {
    Count(u64),
    Share(f64),
}

/// A day of the week, 0 is Monday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Weekday(pub(crate) u8);

/// The names of the days as scenarios write them.
pub(crate) const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The names of the months as scenarios write them.
pub(crate) const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

impl Length {
    pub(crate) fn span(self) -> Span {
        Span::from_seconds_f64(self.0)
    }
}

impl Leaf for Length {
    fn read(raw: Raw) -> Result<Length, Wrong> {
        let text = match raw {
            Raw::Text(text) => text,
            // Callers who never give up are the most likely reason to want it.
            Raw::Number(number) if !number.is_finite() => {
                let help = format!("{LENGTH_HELP}; without patience callers wait for ever");
                return Err(Wrong::new(format!("{raw} is no length of time"), help));
            }
            Raw::Whole(_) | Raw::Number(_) => {
                let mut help = format!("write the unit in quotes: \"{raw} s\", \"{raw} min\" or \"{raw} h\"");
                if raw.to_string().contains('e') {
                    help = LENGTH_HELP.to_owned();
                }
                return Err(Wrong::new(
                    format!("{raw} is a bare number where a length of time is wanted"),
                    help,
                ));
            }
            other => return Err(Wrong::new(format!("{other} is no length of time"), LENGTH_HELP)),
        };
        if text.trim_start().starts_with('-') {
            return Err(Wrong::new(format!("{text:?} is negative; a length of time is >= 0"), LENGTH_HELP));
        }
        let seconds = read_length(&text)
            .ok_or_else(|| Wrong::new(format!("{text:?} is no length of time"), LENGTH_HELP))?;
        if seconds > LENGTH_AT_MOST_S {
            let what = format!("{text:?} is over the limit of {} days", LENGTH_AT_MOST_S / 86_400.0);
            return Err(Wrong::new(what, "write a shorter one"));
        }
        Ok(Length(seconds))
    }
}

const LENGTH_HELP: &str = "write a number and a unit (ms, s, min, h, days), as \"20 s\" or \"2 min 30 s\"";

fn read_length(text: &str) -> Option<f64> {
    let mut rest = text.trim();
    let mut seconds = 0.0_f64;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != '_')?;
        let number: f64 = rest[..digits].replace('_', "").parse().ok()?;
        rest = rest[digits..].trim_start();
        let letters = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
        seconds += number * unit_seconds(&rest[..letters])?;
        rest = rest[letters..].trim_start();
    }
    Some(seconds)
}

fn unit_seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "ms" => 0.001,
        "s" | "sec" | "second" | "seconds" => 1.0,
        "min" | "minute" | "minutes" => 60.0,
        "h" | "hour" | "hours" => 3_600.0,
        "d" | "day" | "days" => 86_400.0,
        "week" | "weeks" => 604_800.0,
        _ => return None,
    })
}

fn read_percentage(text: &str) -> Option<f64> {
    let number: f64 = text.trim().strip_suffix('%')?.trim_end().parse().ok()?;
    number.is_finite().then_some(number / 100.0)
}

impl Leaf for Share {
    fn read(raw: Raw) -> Result<Share, Wrong> {
        let share = match &raw {
            Raw::Text(text) => read_percentage(text),
            Raw::Number(number) if (0.0..=1.0).contains(number) => {
                let help = format!("write it with its sign: \"{}%\"", number * 100.0);
                return Err(Wrong::new(format!("{raw} is a bare number where a share is wanted"), help));
            }
            Raw::Whole(number) => {
                let help = format!("write it with its sign: \"{number}%\"");
                return Err(Wrong::new(format!("{raw} is a bare number where a share is wanted"), help));
            }
            _ => None,
        };
        let share = share
            .ok_or_else(|| Wrong::new(format!("{raw} is no share"), "write a percentage, as \"85%\""))?;
        if !(0.0..=1.0).contains(&share) {
            return Err(Wrong::new(
                format!("{raw} is outside 0% to 100%"),
                "write a share from \"0%\" to \"100%\"",
            ));
        }
        Ok(Share(share))
    }
}

impl Leaf for Spread {
    fn read(raw: Raw) -> Result<Spread, Wrong> {
        let number = match &raw {
            Raw::Text(text) => read_percentage(text),
            Raw::Whole(number) => Some(*number as f64),
            Raw::Number(number) => Some(*number),
            _ => None,
        };
        let help = "write a number or a percentage from 0 to 10, as 0.5 or \"50%\"";
        match number {
            Some(number) if (0.0..=10.0).contains(&number) => Ok(Spread(number)),
            Some(_) => {
                Err(Wrong::new(format!("a coefficient of variation of {raw} is outside 0 to 10"), help))
            }
            None => Err(Wrong::new(format!("{raw} is no coefficient of variation"), help)),
        }
    }
}

impl Leaf for Clock {
    fn read(raw: Raw) -> Result<Clock, Wrong> {
        let help = "write hours and minutes of one day, as \"08:00\"; the end of the day is \"24:00\"";
        let wrong = |raw: &Raw| Wrong::new(format!("{raw} is no time of day"), help);
        let text = match &raw {
            Raw::Text(text) | Raw::Moment(text) => text.trim(),
            _ => return Err(wrong(&raw)),
        };
        let padded = format!("0{text}");
        match (read_clock(text), read_clock(&padded)) {
            (Some(clock), _) => Ok(Clock(clock)),
            (None, Some(_)) => {
                Err(Wrong::new(format!("{raw} is no time of day"), format!("write \"{padded}\"")))
            }
            (None, None) => Err(wrong(&raw)),
        }
    }
}

fn read_clock(text: &str) -> Option<u32> {
    let mut parts = text.split(':');
    let mut part = || {
        let part = parts.next()?;
        (part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit()))
            .then(|| part.parse::<u32>().ok())?
    };
    let (hour, minute) = (part()?, part()?);
    let second = if text.len() > 5 { part()? } else { 0 };
    let seconds = hour * 3_600 + minute * 60 + second;
    (parts.next().is_none() && minute < 60 && second < 60 && seconds <= 86_400).then_some(seconds)
}

impl fmt::Display for Clock {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:02}:{:02}", self.0 / 3_600, self.0 / 60 % 60)?;
        if self.0.is_multiple_of(60) { Ok(()) } else { write!(formatter, ":{:02}", self.0 % 60) }
    }
}

impl Leaf for Date {
    fn read(raw: Raw) -> Result<Date, Wrong> {
        let date = match &raw {
            Raw::Text(text) | Raw::Moment(text) => text.trim().parse().ok(),
            _ => None,
        };
        // Later years would leave no room for the days of a stretch.
        let date = date.filter(|date: &jiff::civil::Date| (1900..=9000).contains(&date.year()));
        date.map(Date).ok_or_else(|| {
            Wrong::new(format!("{raw} is no date"), "write year, month and day, as 2014-03-03")
        })
    }
}

impl Leaf for Whole {
    fn read(raw: Raw) -> Result<Whole, Wrong> {
        match raw {
            Raw::Whole(number) => {
                u64::try_from(number).ok().filter(|&number| number <= 1 << 60).map(Whole).ok_or_else(|| {
                    let what = if number < 0 { "is negative; a count is >= 0" } else { "is too large" };
                    Wrong::new(format!("{number} {what}"), "write a whole number, as 236")
                })
            }
            other => Err(Wrong::new(
                format!("{other} is no whole number (integer)"),
                "write it without quotes and decimals, as 236",
            )),
        }
    }
}

impl Leaf for Number {
    fn read(raw: Raw) -> Result<Number, Wrong> {
        let number = match raw {
            Raw::Whole(number) => number as f64,
            Raw::Number(number) => number,
            other => {
                return Err(Wrong::new(
                    format!("{other} is no number"),
                    "write a number without quotes, as 4956",
                ));
            }
        };
        if !number.is_finite() {
            return Err(Wrong::new(format!("{number} is not finite"), "write a number, as 4956"));
        }
        Ok(Number(number))
    }
}

impl Leaf for Text {
    fn read(raw: Raw) -> Result<Text, Wrong> {
        match raw {
            Raw::Text(text) => Ok(Text(text)),
            other => Err(Wrong::new(format!("{other} is no text"), "write it in quotes")),
        }
    }
}

impl Leaf for Cap {
    fn read(raw: Raw) -> Result<Cap, Wrong> {
        match raw {
            Raw::Text(_) => Share::read(raw).map(|share| Cap::Share(share.0)),
            Raw::Whole(_) => Whole::read(raw).map(|count| Cap::Count(count.0)),
            other => Err(Wrong::new(
                format!("{other} is neither a count nor a share"),
                "write a count, as 5, or a share, as \"10%\"",
            )),
        }
    }
}

impl Leaf for Weekday {
    fn read(raw: Raw) -> Result<Weekday, Wrong> {
        let found = match &raw {
            Raw::Text(text) => WEEKDAYS.iter().position(|day| day == text),
            _ => None,
        };
        found.map(|day| Weekday(day as u8)).ok_or_else(|| {
            Wrong::new(
                format!("{raw} is no day of the week"),
                format!("write one of {}", WEEKDAYS.join(", ")),
            )
        })
    }
}
