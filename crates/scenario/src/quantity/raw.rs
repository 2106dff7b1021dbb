//! A TOML value before it means anything, and what can be wrong with it.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A TOML value as it stands, before it means anything.
pub(crate) enum Raw {
    Text(String),
    Whole(i128),
    Number(f64),
    /// A TOML date or time, unquoted.
    Moment(String),
    /// Something else, in words.
    Other(&'static str),
}

/// What is wrong with a value, and what to write instead.
pub(crate) struct Wrong {
    pub(crate) what: String,
    pub(crate) help: String,
}

impl Wrong {
    pub(crate) fn new(what: impl Into<String>, help: impl Into<String>) -> Wrong {
        Wrong { what: what.into(), help: help.into() }
    }
}

/// Between what is wrong and what to write instead, in the one text that serde lets an error carry.
pub(crate) const HELP_MARK: char = '\u{1F}';

impl fmt::Display for Wrong {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}{HELP_MARK}{}", self.what, self.help)
    }
}

impl fmt::Display for Raw {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Raw::Text(text) => write!(formatter, "{text:?}"),
            Raw::Whole(number) => write!(formatter, "{number}"),
            // Not the 300 zeros of a tiny number.
            Raw::Number(number) if number.abs() < 1e-6 && *number != 0.0 => write!(formatter, "{number:e}"),
            Raw::Number(number) if number.abs() > 1e15 => write!(formatter, "{number:e}"),
            Raw::Number(number) => write!(formatter, "{number}"),
            Raw::Moment(text) => formatter.write_str(text),
            Raw::Other(words) => formatter.write_str(words),
        }
    }
}

/// The key under which the toml crate hands over its dates and times.
pub(crate) const DATETIME_KEY: &str = "$__toml_private_datetime";

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a single value")
    }
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Raw, E> {
        Ok(Raw::Text(text.to_owned()))
    }
    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Raw, E> {
        Ok(Raw::Whole(number.into()))
    }
    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Raw, E> {
        Ok(Raw::Whole(number.into()))
    }
    fn visit_i128<E: de::Error>(self, number: i128) -> Result<Raw, E> {
        Ok(Raw::Whole(number))
    }
    fn visit_u128<E: de::Error>(self, number: u128) -> Result<Raw, E> {
        Ok(Raw::Whole(i128::try_from(number).unwrap_or(i128::MAX)))
    }
    fn visit_f64<E: de::Error>(self, number: f64) -> Result<Raw, E> {
        Ok(Raw::Number(number))
    }
    fn visit_bool<E: de::Error>(self, truth: bool) -> Result<Raw, E> {
        Ok(Raw::Other(if truth { "true" } else { "false" }))
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        while items.next_element::<de::IgnoredAny>()?.is_some() {}
        Ok(Raw::Other("a list"))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        while let Some(key) = entries.next_key::<String>()? {
            if key == DATETIME_KEY {
                return entries.next_value().map(Raw::Moment);
            }
            entries.next_value::<de::IgnoredAny>()?;
        }
        Ok(Raw::Other("a table"))
    }
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Raw, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}
