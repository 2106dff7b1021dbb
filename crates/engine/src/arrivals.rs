//! First calls of a caller kind, one after the other.
//!
//! A Poisson process whose rate is constant on each piece: exponential steps of expected calls are walked
//! along the pieces, so no step is carried over an edge at the wrong rate and a piece of rate zero is
//! skipped (Çınlar 1975, inversion of the integrated rate). The day's gamma factor multiplies its pieces.

use crate::distribution::standard_gamma;
use crate::id::KindId;
use crate::luck::{KindLuck, Luck, Purpose, Stream};
use crate::model::{Arrivals, Model, Piece};
use crate::time::{Span, Time};
use crate::ziggurat::standard_exponential;

/// The first calls of one kind that are still to come.
#[derive(Clone, Debug)]
pub(crate) struct ArrivalStream {
    kind: KindId,
    /// The luck of the kind's calls.
    pub(crate) luck: KindLuck,
    /// How many came so far; the next caller's number.
    pub(crate) callers: u64,
    stream: Stream,
    /// The place of the next piece, and the one that is walked.
    next_piece: usize,
    on: Stretch,
    /// The day whose factor is known, and the factor.
    factor: Option<(u64, f64)>,
}

/// A piece under the factor of its day.
#[derive(Clone, Copy, Debug, Default)]
struct Stretch {
    start: Time,
    /// How much later the last instant is.
    last_us: u64,
    expected_calls: f64,
    us_per_call: f64,
    /// The position in it, in expected calls.
    done: f64,
}

impl Stretch {
    fn new(piece: &Piece, factor: f64) -> Stretch {
        let length_us = piece.end.since(piece.start).as_us();
        let expected_calls = piece.expected_calls * factor;
        let us_per_call = if expected_calls > 0.0 { length_us as f64 / expected_calls } else { 0.0 };
        Stretch {
            start: piece.start,
            last_us: length_us.saturating_sub(1),
            expected_calls,
            us_per_call,
            done: 0.0,
        }
    }

    fn instant(&self) -> Time {
        let offset = (self.done * self.us_per_call) as i64 as u64;
        Time::from_us(self.start.as_us() + offset.min(self.last_us))
    }
}

impl ArrivalStream {
    pub(crate) fn new(model: &Model, kind: KindId, luck: Luck) -> ArrivalStream {
        let stream = luck.of(model.kind_address(kind), [0, 0]).stream(Purpose::Arrivals);
        let of_calls = luck.of_kind(model.kind_address(kind));
        ArrivalStream {
            kind,
            luck: of_calls,
            callers: 0,
            stream,
            next_piece: 0,
            on: Stretch::default(),
            factor: None,
        }
    }

    /// Goes on from here under other luck; the factor of a day that has begun stays.
    pub(crate) fn reseed(&mut self, model: &Model, luck: Luck) {
        let address = luck.of(model.kind_address(self.kind), [0, self.callers]);
        self.stream = address.stream(Purpose::Arrivals);
        self.luck = luck.of_kind(model.kind_address(self.kind));
    }

    /// When the next caller comes; `None` when no more do.
    #[inline(always)]
    pub(crate) fn next(&mut self, model: &Model, luck: Luck) -> Option<Time> {
        let at = match &model.kinds[self.kind.index()].arrivals {
            Arrivals::Given(calls) => calls.get(usize::try_from(self.callers).ok()?)?.arrives,
            Arrivals::Poisson { .. } => {
                self.on.done += standard_exponential(&mut self.stream);
                if self.on.done >= self.on.expected_calls {
                    self.goes_on(model, luck)?;
                }
                self.on.instant()
            }
        };
        self.callers += 1;
        Some(at)
    }

    /// Walks on to the piece in which the next caller comes; `None` when none does.
    #[inline(never)]
    fn goes_on(&mut self, model: &Model, luck: Luck) -> Option<()> {
        let Arrivals::Poisson { pieces, busyness_cv } = &model.kinds[self.kind.index()].arrivals else {
            return None;
        };
        while self.on.done >= self.on.expected_calls {
            let piece = pieces.get(self.next_piece)?;
            let factor = self.factor_of_day(model, luck, piece.start, *busyness_cv);
            let over = self.on.done - self.on.expected_calls;
            self.on = Stretch { done: over, ..Stretch::new(piece, factor) };
            self.next_piece += 1;
        }
        Some(())
    }

    fn factor_of_day(&mut self, model: &Model, luck: Luck, at: Time, cv: f64) -> f64 {
        if cv <= 0.0 {
            return 1.0;
        }
        let day = at.as_us() / Span::DAY.as_us();
        match self.factor {
            Some((known, factor)) if known == day => factor,
            _ => {
                let shape = 1.0 / (cv * cv);
                let mut stream = luck.of(model.kind_address(self.kind), [day, 0]).stream(Purpose::Busyness);
                let factor = standard_gamma(shape, &mut stream) / shape;
                self.factor = Some((day, factor));
                factor
            }
        }
    }
}
