//! Stretches of time that overlap, cut where any begins or ends, and rates multiplied in them.

use std::collections::BTreeMap;
use std::ops::Range;

use acd_engine::{Piece, Time};

/// Cuts the stretches of several events into such that none begins or ends inside another, each with the values of all
/// that act in it, in the order of the events.
pub(super) fn segments<'e, T: Copy>(
    events: impl Iterator<Item = (&'e [Range<Time>], T)>,
) -> Vec<(Range<Time>, Vec<T>)> {
    let mut edges: Vec<(Time, usize, Option<T>)> = Vec::new();
    for (place, (acts, value)) in events.enumerate() {
        edges.extend(acts.iter().flat_map(|act| [(act.start, place, Some(value)), (act.end, place, None)]));
    }
    // A day's end is before the next day's beginning: sorting keeps their order.
    edges.sort_by_key(|&(at, place, _)| (at, place));
    let mut acting: BTreeMap<usize, T> = BTreeMap::new();
    let mut segments = Vec::new();
    for (place, &(at, event, value)) in edges.iter().enumerate() {
        match value {
            Some(value) => acting.insert(event, value),
            None => acting.remove(&event),
        };
        let next = edges.get(place + 1).map_or(at, |next| next.0);
        if next > at && !acting.is_empty() {
            segments.push((at..next, acting.values().copied().collect()));
        }
    }
    segments
}

/// Pieces cut at the edges of segments, and multiplied by the product of what acts in each.
pub(super) fn multiplied(pieces: &[Piece], segments: &[(Range<Time>, Vec<f64>)]) -> Vec<Piece> {
    let mut all = Vec::new();
    let mut next = 0;
    for piece in pieces {
        while segments.get(next).is_some_and(|(act, _)| act.end <= piece.start) {
            next += 1;
        }
        let mut from = piece.start;
        for (act, factors) in segments[next..].iter().take_while(|(act, _)| act.start < piece.end) {
            all.extend(part(piece, from..act.start, 1.0));
            let (start, end) = (act.start.max(piece.start), act.end.min(piece.end));
            all.extend(part(piece, start..end, factors.iter().product()));
            from = end;
        }
        all.extend(part(piece, from..piece.end, 1.0));
    }
    all.retain(|piece| piece.expected_calls > 0.0);
    all
}

/// A part of a piece, with its part of the calls, times a factor.
fn part(piece: &Piece, part: Range<Time>, factor: f64) -> Option<Piece> {
    let seconds = |from: Time, to: Time| to.since(from).as_seconds_f64();
    (part.start < part.end).then(|| {
        let share = seconds(part.start, part.end) / seconds(piece.start, piece.end);
        Piece { start: part.start, end: part.end, expected_calls: piece.expected_calls * share * factor }
    })
}
