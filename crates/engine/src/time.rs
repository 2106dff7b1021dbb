//! Instants and lengths of simulated time, both whole microseconds, never mixed up.
//!
//! An instant is counted from 00:00 of the first day of the stretch.

use std::fmt;
use std::ops::{Add, AddAssign, Sub};

const MICROSECONDS_PER_SECOND: u64 = 1_000_000;

/// An instant: microseconds since 00:00 of the first day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(u64);

/// A length of time in microseconds, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(u64);

impl Time {
    /// 00:00 of the first day.
    pub const ZERO: Time = Time(0);
    /// Later than everything: about 18,000 years, so that shifting it for a packed key is safe.
    pub const NEVER: Time = Time(1 << 59);

    /// The instant so many microseconds after 00:00 of the first day.
    pub const fn from_us(microseconds: u64) -> Time {
        Time(if microseconds < Self::NEVER.0 { microseconds } else { Self::NEVER.0 })
    }

    /// The instant so many whole seconds after 00:00 of the first day.
    pub const fn seconds(seconds: u64) -> Time {
        Time::from_us(seconds.saturating_mul(MICROSECONDS_PER_SECOND))
    }

    /// Microseconds since 00:00 of the first day.
    pub const fn as_us(self) -> u64 {
        self.0
    }

    /// The time that passed since `earlier`; zero when `earlier` is later.
    pub const fn since(self, earlier: Time) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Span {
    /// No time at all.
    pub const ZERO: Span = Span(0);
    /// Twenty-four hours.
    pub const DAY: Span = Span::seconds(86_400);

    /// A length of so many microseconds.
    pub const fn from_us(microseconds: u64) -> Span {
        Span(if microseconds < Time::NEVER.0 { microseconds } else { Time::NEVER.0 })
    }

    /// A length of so many whole seconds.
    pub const fn seconds(seconds: u64) -> Span {
        Span::from_us(seconds.saturating_mul(MICROSECONDS_PER_SECOND))
    }

    /// A length of so many seconds, rounded to the nearest microsecond; the door by which floats enter.
    pub fn from_seconds_f64(seconds: f64) -> Span {
        // `as` saturates: NaN becomes 0, infinity the largest length. Signed, it is one machine instruction.
        let microseconds = (seconds * MICROSECONDS_PER_SECOND as f64 + 0.5) as i64;
        Span::from_us(microseconds.max(0) as u64)
    }

    /// So many times as long, to the nearest microsecond.
    pub fn times(self, factor: f64) -> Span {
        Span::from_us((self.0 as f64 * factor).round() as u64)
    }

    /// The length in microseconds.
    pub const fn as_us(self) -> u64 {
        self.0
    }

    /// The length in seconds, for summaries.
    pub fn as_seconds_f64(self) -> f64 {
        self.0 as f64 / MICROSECONDS_PER_SECOND as f64
    }

    /// This length less another; zero when the other is longer.
    pub const fn less(self, other: Span) -> Span {
        Span(self.0.saturating_sub(other.0))
    }

    /// The share `part / whole` of this length, rounded down.
    pub fn share(self, part: u32, whole: u32) -> Span {
        let scaled = u128::from(self.0) * u128::from(part) / u128::from(whole.max(1));
        Span::from_us(u64::try_from(scaled).unwrap_or(u64::MAX))
    }
}

impl Add<Span> for Time {
    type Output = Time;
    fn add(self, span: Span) -> Time {
        // Neither is longer than `NEVER`: the sum is a number.
        Time::from_us(self.0 + span.0)
    }
}

impl Sub<Span> for Time {
    type Output = Time;
    fn sub(self, span: Span) -> Time {
        Time(self.0.saturating_sub(span.0))
    }
}

impl Add for Span {
    type Output = Span;
    fn add(self, other: Span) -> Span {
        Span::from_us(self.0 + other.0)
    }
}

impl AddAssign for Span {
    fn add_assign(&mut self, other: Span) {
        *self = *self + other;
    }
}

/// `08:00:05`, with a day in front from the second day on (`D2 08:00:05`) and decimals where there are any.
impl fmt::Display for Time {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0 / MICROSECONDS_PER_SECOND;
        let day = seconds / 86_400;
        if day > 0 {
            write!(formatter, "D{} ", day + 1)?;
        }
        let (hour, minute, second) = (seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
        write!(formatter, "{hour:02}:{minute:02}:{second:02}")?;
        write_decimals(formatter, self.0)
    }
}

/// `20 s`, `2.5 s`.
impl fmt::Display for Span {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}", self.0 / MICROSECONDS_PER_SECOND)?;
        write_decimals(formatter, self.0)?;
        formatter.write_str(" s")
    }
}

fn write_decimals(formatter: &mut fmt::Formatter<'_>, microseconds: u64) -> fmt::Result {
    match microseconds % MICROSECONDS_PER_SECOND {
        0 => Ok(()),
        rest => write!(formatter, ".{}", format!("{rest:06}").trim_end_matches('0')),
    }
}
