//! Stretches of time in which calls enter elsewhere: a part of the IVR is out of order, a queue is open for a day.

use super::{CallerKind, Entry};
use crate::time::Time;

/// A stretch of time in which calls of a kind enter elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Detour {
    /// Its start, included.
    pub from: Time,
    /// Its end, excluded.
    pub to: Time,
    /// Where calls that arrive in it enter.
    pub enters: Entry,
}

impl CallerKind {
    /// Where a call that arrives at an instant enters.
    pub fn entry_at(&self, at: Time) -> Entry {
        // Nearly all kinds have none, and every call asks.
        if self.detours.is_empty() { self.enters } else { self.detour_at(at).unwrap_or(self.enters) }
    }

    #[cold]
    fn detour_at(&self, at: Time) -> Option<Entry> {
        let next = self.detours.partition_point(|detour| detour.to <= at);
        self.detours.get(next).filter(|detour| detour.from <= at).map(|detour| detour.enters)
    }
}
