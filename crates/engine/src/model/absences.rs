//! Events that keep agents away: a further chance of absence for each duty that begins in a stretch of time.

use super::Design;
use crate::id::GroupId;
use crate::time::{Span, Time};

/// A further chance that an agent does not come to a duty; for a day at most.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Absence {
    /// Whose.
    pub group: GroupId,
    /// The first instant at which a duty may begin that it is for.
    pub from: Time,
    /// The first instant at which one may not.
    pub to: Time,
    /// The chance, independent of all others.
    pub share: f64,
}

impl Design {
    /// The chance that an agent is absent from a duty that begins at an instant: what his group always has, and what
    /// events add.
    pub fn absent_share(&self, group: GroupId, begins: Time, always: f64) -> f64 {
        let absences = &self.absences;
        if absences.is_empty() {
            return always;
        }
        let first = absences.partition_point(|absence| absence.from + Span::DAY <= begins);
        let end = absences.partition_point(|absence| absence.from <= begins);
        let adds = |absence: &&Absence| absence.group == group && begins < absence.to;
        let comes = absences[first..end].iter().filter(adds);
        1.0 - comes.fold(1.0 - always, |comes, absence| comes * (1.0 - absence.share))
    }
}
