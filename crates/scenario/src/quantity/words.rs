//! Lengths of time as a person writes them.

use acd_engine::Span;

/// A length in the greatest unit that it is a whole number of: `7 min`, `48 h`, `1.5 s`.
pub(crate) fn in_words(span: Span) -> String {
    let units = [(3_600_000_000, "h"), (60_000_000, "min")];
    let us = span.as_us();
    match units.iter().find(|(unit, _)| us > 0 && us.is_multiple_of(*unit)) {
        Some((unit, name)) => format!("{} {name}", us / unit),
        None => format!("{} s", span.as_seconds_f64()),
    }
}
