//! Where first calls enter and what they reach, by expectation and without running anything.

use std::ops::Range;

use acd_engine::{Arrivals, CallerKind, Design, Entry, Exit, Piece, Time};

/// How many first calls of the kinds, by their places, reach each queue and each menu, by following the menus a hundred
/// rounds; and the work that they lead to.
pub(crate) fn share_by_way(design: &Design, calls_of: impl Fn(usize) -> f64) -> (Vec<f64>, Vec<f64>) {
    let mut queues = vec![0.0; design.queues.len()];
    let mut menus = vec![0.0; design.menus.len()];
    let mut at_menu = vec![0.0; design.menus.len()];
    for (index, kind) in design.kinds.iter().enumerate() {
        for (entry, share) in shares_by_entry(kind) {
            match entry {
                Entry::Queue(queue) => queues[queue.index()] += calls_of(index) * share,
                Entry::Menu(menu) => at_menu[menu.index()] += calls_of(index) * share,
            }
        }
    }
    for _ in 0..100 {
        let mut next = vec![0.0; design.menus.len()];
        for (index, menu) in design.menus.iter().enumerate() {
            menus[index] += at_menu[index];
            for (share, exit) in &menu.exits {
                match exit {
                    Exit::Queue(queue) => queues[queue.index()] += at_menu[index] * share,
                    Exit::Menu(to) => next[to.index()] += at_menu[index] * share,
                    Exit::HangUp | Exit::Served => {}
                }
            }
        }
        at_menu = next;
    }
    adds_work(design, &mut queues);
    (queues, menus)
}

/// Where a kind's first calls enter, with their shares.
fn shares_by_entry(kind: &CallerKind) -> Vec<(Entry, f64)> {
    let all = calls_of(kind);
    if kind.detours.is_empty() || all <= 0.0 {
        return vec![(kind.enters, 1.0)];
    }
    let share = |detour: &acd_engine::Detour| calls_between(kind, &(detour.from..detour.to)) / all;
    let mut shares: Vec<(Entry, f64)> =
        kind.detours.iter().map(|detour| (detour.enters, share(detour))).collect();
    let elsewhere: f64 = shares.iter().map(|(_, share)| share).sum();
    shares.push((kind.enters, (1.0 - elsewhere).max(0.0)));
    shares
}

/// The first calls of a kind that can be expected.
pub(crate) fn calls_of(kind: &CallerKind) -> f64 {
    match &kind.arrivals {
        Arrivals::Poisson { pieces, .. } => pieces.iter().map(|piece| piece.expected_calls).sum(),
        Arrivals::Given(calls) => calls.len() as f64,
    }
}

/// The first calls of a kind that can be expected in a stretch of time.
pub(crate) fn calls_between(kind: &CallerKind, stretch: &Range<Time>) -> f64 {
    match &kind.arrivals {
        Arrivals::Given(calls) => {
            let before = |at: Time| calls.partition_point(|call| call.arrives < at);
            before(stretch.end).saturating_sub(before(stretch.start)) as f64
        }
        Arrivals::Poisson { pieces, .. } => {
            let first = pieces.partition_point(|piece| piece.end <= stretch.start);
            let inside = pieces[first..].iter().take_while(|piece| piece.start < stretch.end);
            inside.map(|piece| calls_of_piece(piece, stretch)).sum()
        }
    }
}

fn calls_of_piece(piece: &Piece, stretch: &Range<Time>) -> f64 {
    let (from, to) = (piece.start.max(stretch.start), piece.end.min(stretch.end));
    if (from, to) == (piece.start, piece.end) {
        return piece.expected_calls;
    }
    let share = to.since(from).as_seconds_f64() / piece.end.since(piece.start).as_seconds_f64();
    piece.expected_calls * share
}

/// The work that those calls lead to, and that work in its turn, a hundred rounds.
fn adds_work(design: &Design, queues: &mut [f64]) {
    let mut led = queues.to_vec();
    for _ in 0..100 {
        let mut next = vec![0.0; queues.len()];
        for (queue, calls) in design.queues.iter().zip(&led) {
            for leads_to in &queue.leads_to {
                next[leads_to.queue.index()] += calls * leads_to.share;
            }
        }
        if next.iter().all(|calls| *calls == 0.0) {
            return;
        }
        queues.iter_mut().zip(&next).for_each(|(sum, calls)| *sum += calls);
        led = next;
    }
}
