//! The textbook queue: 236 agents, service of 180 seconds, patience of 120, load 1.05, thirty days from
//! empty.
//!
//! An event loop over arrivals and ends of calls. Agents are alike, so they are a number; patience is looked
//! at when an agent has time.

use std::collections::VecDeque;

use crate::wheel::{Wheel, instant, key};
use crate::{Answers, CALLS_PER_S, Caller, DAY, DAYS, PATIENCE_US, PIECE, Random, SERVICE_US};

/// Agents on duty, always.
pub const AGENTS: u32 = 236;

/// Simulates the thirty days.
pub fn run(seed: u64) -> Answers {
    let mut queue = Queue {
        random: Random::new(seed),
        wheel: Wheel::new(),
        next_end: NEVER,
        idle: AGENTS,
        waiting: VecDeque::with_capacity(1_024),
        answers: Answers::default(),
    };
    let gap_us = 1e6 / CALLS_PER_S;
    let mut arrival = queue.random.exponential(gap_us);
    for start in (0..DAYS * DAY).step_by(PIECE as usize) {
        let end = start + PIECE;
        queue.wheel.turns_to(start);
        queue.looks_ahead(end);
        loop {
            if queue.next_end <= arrival && queue.next_end < end {
                queue.call_ends();
                queue.looks_ahead(end);
            } else if arrival < end {
                queue.call_arrives(arrival);
                arrival += queue.random.exponential(gap_us);
            } else {
                break;
            }
        }
        queue.puts_back();
    }
    queue.answers.count_given_up(&mut queue.waiting, DAYS * DAY);
    queue.answers
}

const NEVER: u64 = u64::MAX;

struct Queue {
    random: Random,
    wheel: Wheel,
    /// The next end of a call, taken out of the wheel.
    next_end: u64,
    idle: u32,
    waiting: VecDeque<Caller>,
    answers: Answers,
}

impl Queue {
    fn looks_ahead(&mut self, end: u64) {
        self.next_end = self.wheel.pop_before(end).map_or(NEVER, instant);
    }

    fn puts_back(&mut self) {
        if self.next_end != NEVER {
            self.wheel.push(key(self.next_end, 0));
        }
    }

    fn call_arrives(&mut self, now: u64) {
        self.answers.arrivals += 1;
        self.answers.offered += 1;
        if self.idle > 0 {
            self.idle -= 1;
            self.answers.answer(0);
            let ends = now + self.random.exponential(SERVICE_US);
            if ends < self.next_end {
                self.puts_back();
                self.wheel.turns_back(ends);
                self.next_end = ends;
            } else {
                self.wheel.push(key(ends, 0));
            }
        } else {
            let gives_up = now + self.random.exponential(PATIENCE_US);
            self.waiting.push_back(Caller { offered: now, gives_up });
        }
    }

    fn call_ends(&mut self) {
        let now = self.next_end;
        while let Some(caller) = self.waiting.pop_front() {
            if caller.gives_up >= now {
                self.answers.answer(now - caller.offered);
                let ends = now + self.random.exponential(SERVICE_US);
                return self.wheel.push(key(ends, 0));
            }
            self.answers.abandon(caller.gives_up - caller.offered);
        }
        self.idle += 1;
    }
}
