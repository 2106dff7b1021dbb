//! A number that stands for any numeric value of a scenario: plain, a share, or a length of time.

use super::{Leaf, Length, Number, Raw, Share, Wrong};

/// What an amount is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A count, or another number without a unit.
    Plain,
    /// A share, from 0 to 1.
    Ratio,
    /// Seconds.
    Seconds,
}

/// `480`, `"36%"` or `"2 min"`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Amount {
    /// The number: a share from 0 to 1, a length in seconds.
    pub value: f64,
    /// What it is measured in.
    pub measure: Measure,
}

impl Amount {
    /// An amount as a person types it: `480`, `36%`, `2 min`.
    pub fn of_text(text: &str) -> Option<Amount> {
        let raw = text.trim().parse().map_or_else(|_| Raw::Text(text.to_owned()), Raw::Number);
        Amount::read(raw).ok()
    }

    /// The same kind of amount with another number.
    pub(crate) fn with(self, value: f64) -> Amount {
        Amount { value, ..self }
    }

    /// As it stands in a scenario.
    pub fn in_toml(self) -> String {
        match self.measure {
            Measure::Plain => self.value.to_string(),
            Measure::Ratio => format!("\"{}%\"", rounded(self.value * 100.0)),
            Measure::Seconds => format!("\"{} s\"", self.value),
        }
    }

    /// The measure in words, with an example.
    pub(crate) fn example(measure: Measure) -> &'static str {
        match measure {
            Measure::Plain => "a number, as 200",
            Measure::Ratio => "a share, as \"36%\"",
            Measure::Seconds => "a length of time, as \"2 min\"",
        }
    }
}

/// A number without the last digits that sums of steps leave.
pub(crate) fn rounded(value: f64) -> f64 {
    format!("{value:.12e}").parse().unwrap_or(value)
}

impl Leaf for Amount {
    fn read(raw: Raw) -> Result<Amount, Wrong> {
        let (value, measure) = match raw {
            Raw::Text(text) if text.trim_end().ends_with('%') => {
                (Share::read(Raw::Text(text))?.0, Measure::Ratio)
            }
            Raw::Text(text) => match Length::read(Raw::Text(text.clone())) {
                Ok(length) => (length.0, Measure::Seconds),
                Err(_) => {
                    let help =
                        "write a number, as 200, a share, as \"36%\", or a length of time, as \"2 min\"";
                    return Err(Wrong::new(format!("{text:?} is no number"), help));
                }
            },
            other => (Number::read(other)?.0, Measure::Plain),
        };
        Ok(Amount { value, measure })
    }
}
