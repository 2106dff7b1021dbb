//! The textbook queue: 236 agents, service of 180 seconds, patience of 120, load 1.05, thirty days from empty.
//!
//! An event loop over arrivals and ends of calls. Agents are alike, so they are a number; patience is looked at
//! when an agent has time.

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
        idle: AGENTS,
        waiting: VecDeque::with_capacity(1_024),
        answers: Answers::default(),
    };
    let gap_us = 1e6 / CALLS_PER_S;
    let mut arrival = queue.random.exponential(gap_us);
    for start in (0..DAYS * DAY).step_by(PIECE as usize) {
        let end = start + PIECE;
        queue.wheel.turns_to(start);
        loop {
            match queue.wheel.pop_before(arrival.min(end)) {
                Some(event) => queue.call_ends(instant(event)),
                None if arrival < end => {
                    queue.call_arrives(arrival);
                    arrival += queue.random.exponential(gap_us);
                }
                None => break,
            }
        }
    }
    queue.answers.count_given_up(&mut queue.waiting, DAYS * DAY);
    queue.answers
}

struct Queue {
    random: Random,
    wheel: Wheel,
    idle: u32,
    waiting: VecDeque<Caller>,
    answers: Answers,
}

impl Queue {
    fn call_arrives(&mut self, now: u64) {
        self.answers.arrivals += 1;
        self.answers.offered += 1;
        if self.idle > 0 {
            self.idle -= 1;
            self.answers.answer(0);
            self.call_begins(now);
        } else {
            let gives_up = now + self.random.exponential(PATIENCE_US);
            self.waiting.push_back(Caller { offered: now, gives_up });
        }
    }

    fn call_begins(&mut self, now: u64) {
        let lasts = self.random.exponential(SERVICE_US);
        self.wheel.push(key(now + lasts, 0));
    }

    fn call_ends(&mut self, now: u64) {
        while let Some(caller) = self.waiting.pop_front() {
            if caller.gives_up >= now {
                self.answers.answer(now - caller.offered);
                return self.call_begins(now);
            }
            self.answers.abandon(caller.gives_up - caller.offered);
        }
        self.idle += 1;
    }
}
