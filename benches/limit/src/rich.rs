//! The rich day: a profile of half hours, an IVR, three shifts of named agents and their breaks, thirty days
//! from empty.
//!
//! Lines are unlimited, so a caller's time in the IVR only delays his arrival at the queue: all arrivals of a
//! piece of the stretch are drawn at its beginning, and the event is that they ask for an agent. Patience is
//! looked at when an agent has time. The agent idle longest answers; a line in the list of the idle is void
//! when its agent has turned to something else since.

use std::collections::VecDeque;

use crate::wheel::{Wheel, instant, key, payload};
use crate::{Answers, CALLS_PER_S, Caller, DAY, DAYS, PATIENCE_US, PIECE, Random, SECOND, SERVICE_US};

/// Weights of the half hours of a day, with a mean of 1.
const PROFILE: [f64; 48] = [
    0.30, 0.25, 0.22, 0.20, 0.18, 0.16, 0.15, 0.15, 0.16, 0.18, 0.22, 0.28, 0.40, 0.60, 0.90, 1.30, 1.80,
    2.20, 2.45, 2.50, 2.45, 2.35, 2.15, 1.85, 1.60, 1.65, 1.85, 2.05, 2.15, 2.15, 2.05, 1.90, 1.70, 1.50,
    1.30, 1.15, 1.05, 1.00, 0.98, 0.95, 0.90, 0.82, 0.74, 0.66, 0.58, 0.50, 0.42, 0.35,
];
const HALF_HOUR: u64 = 1_800 * SECOND;
const IVR_MEAN_S: f64 = 45.0;
const IVR_DEVIATION_S: f64 = 30.0;
const ENDS_IN_IVR: f64 = 0.3;
const SHIFT: u64 = 8 * 3_600 * SECOND;
/// The heads of the shifts, in order of the day.
const HEADS: [usize; 3] = [70, 340, 160];
const BREAKS: usize = 4;
const BREAK: u64 = 600 * SECOND;

/// What an event is: two bits above ten for the agent.
const CALL_ENDS: u64 = 0;
const BREAK_ENDS: u64 = 1;
const BREAK_IS_DUE: u64 = 2;
const LEAVES_IVR: u64 = 3;
const AGENT_BITS: u32 = 10;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Doing {
    Off,
    Idle,
    Handling,
    /// Handling, after the shift's end.
    Overtime,
    Break,
}

#[derive(Clone, Copy)]
struct Agent {
    doing: Doing,
    /// Breaks that fell due while there was no time.
    due: u8,
    /// How often he became idle.
    turn: u32,
}

/// Simulates the thirty days.
pub fn run(seed: u64) -> Answers {
    let mut floor = Floor::new(seed);
    for start in (0..DAYS * DAY).step_by(PIECE as usize) {
        let end = start + PIECE;
        floor.wheel.turns_to(start);
        if start % SHIFT == 0 {
            floor.shift_changes(start);
        }
        floor.callers_arrive(start, end);
        while let Some(event) = floor.wheel.pop_before(end) {
            floor.handle(event);
        }
    }
    floor.answers.count_given_up(&mut floor.waiting, DAYS * DAY);
    floor.answers
}

struct Floor {
    random: Random,
    wheel: Wheel,
    agents: Vec<Agent>,
    /// Agents with the turn at which they became idle, longest idle first.
    idle: VecDeque<(u16, u32)>,
    waiting: VecDeque<Caller>,
    answers: Answers,
    /// Mean and deviation of the logarithm of a time in the IVR in microseconds.
    ivr: (f64, f64),
}

impl Floor {
    fn new(seed: u64) -> Floor {
        let variance = (1.0 + (IVR_DEVIATION_S / IVR_MEAN_S).powi(2)).ln();
        Floor {
            random: Random::new(seed),
            wheel: Wheel::new(),
            agents: vec![Agent { doing: Doing::Off, due: 0, turn: 0 }; HEADS.iter().sum()],
            idle: VecDeque::with_capacity(1_024),
            waiting: VecDeque::with_capacity(1_024),
            answers: Answers::default(),
            ivr: ((IVR_MEAN_S * 1e6).ln() - variance / 2.0, variance.sqrt()),
        }
    }

    /// All arrivals of a piece.
    fn callers_arrive(&mut self, start: u64, end: u64) {
        let weights: f64 = PROFILE.iter().sum();
        let weight = PROFILE[(start % DAY / HALF_HOUR) as usize] * PROFILE.len() as f64 / weights;
        let gap_us = 1e6 / (CALLS_PER_S * weight);
        let mut at = start + self.random.exponential(gap_us);
        while at < end {
            self.answers.arrivals += 1;
            if self.random.happens(ENDS_IN_IVR) {
                self.answers.ended_in_ivr += 1;
            } else {
                let lasts = (self.ivr.0 + self.ivr.1 * self.random.normal()).exp();
                self.wheel.push(key(at + lasts as u64, LEAVES_IVR << AGENT_BITS));
            }
            at += self.random.exponential(gap_us);
        }
    }

    fn shift_changes(&mut self, now: u64) {
        let shift = (now % DAY / SHIFT) as usize;
        let first = |shift: usize| HEADS[..shift].iter().sum::<usize>();
        let leaving = (shift + HEADS.len() - 1) % HEADS.len();
        for agent in &mut self.agents[first(leaving)..][..HEADS[leaving]] {
            agent.due = 0;
            agent.doing = match agent.doing {
                Doing::Handling => Doing::Overtime,
                _ => Doing::Off,
            };
        }
        for agent in first(shift)..first(shift) + HEADS[shift] {
            for _ in 0..BREAKS {
                let at = now + (self.random.uniform() * (SHIFT - BREAK) as f64) as u64;
                self.wheel.push(event(at, BREAK_IS_DUE, agent));
            }
            self.is_free(agent, now);
        }
    }

    #[inline]
    fn handle(&mut self, event: u64) {
        let (now, what) = (instant(event), payload(event));
        let agent = what as usize % (1 << AGENT_BITS);
        match what >> AGENT_BITS {
            CALL_ENDS => self.call_ends(agent, now),
            BREAK_ENDS => self.break_ends(agent, now),
            BREAK_IS_DUE => self.break_is_due(agent, now),
            _ => self.leaves_ivr(now),
        }
    }

    fn leaves_ivr(&mut self, now: u64) {
        self.answers.offered += 1;
        while let Some((agent, turn)) = self.idle.pop_front() {
            let person = self.agents[usize::from(agent)];
            if person.doing == Doing::Idle && person.turn == turn {
                self.answers.answer(0);
                return self.call_begins(usize::from(agent), now);
            }
        }
        let gives_up = now + self.random.exponential(PATIENCE_US);
        self.waiting.push_back(Caller { offered: now, gives_up });
    }

    fn call_begins(&mut self, agent: usize, now: u64) {
        self.agents[agent].doing = Doing::Handling;
        let lasts = self.random.exponential(SERVICE_US);
        self.wheel.push(event(now + lasts, CALL_ENDS, agent));
    }

    fn call_ends(&mut self, agent: usize, now: u64) {
        if self.agents[agent].doing == Doing::Overtime {
            self.agents[agent].doing = Doing::Off;
        } else {
            self.is_free(agent, now);
        }
    }

    /// Who left meanwhile, at his shift's end, is not back before tomorrow.
    fn break_ends(&mut self, agent: usize, now: u64) {
        if self.agents[agent].doing == Doing::Break {
            self.is_free(agent, now);
        }
    }

    fn break_is_due(&mut self, agent: usize, now: u64) {
        if self.agents[agent].doing == Doing::Idle {
            self.break_begins(agent, now);
        } else {
            self.agents[agent].due += 1;
        }
    }

    fn break_begins(&mut self, agent: usize, now: u64) {
        self.agents[agent].doing = Doing::Break;
        self.answers.breaks += 1;
        self.wheel.push(event(now + BREAK, BREAK_ENDS, agent));
    }

    /// A break that is due, else the oldest call, else nothing to do.
    fn is_free(&mut self, agent: usize, now: u64) {
        if self.agents[agent].due > 0 {
            self.agents[agent].due -= 1;
            return self.break_begins(agent, now);
        }
        while let Some(caller) = self.waiting.pop_front() {
            if caller.gives_up >= now {
                self.answers.answer(now - caller.offered);
                return self.call_begins(agent, now);
            }
            self.answers.abandon(caller.gives_up - caller.offered);
        }
        let person = &mut self.agents[agent];
        person.doing = Doing::Idle;
        person.turn += 1;
        self.idle.push_back((agent as u16, person.turn));
    }
}

fn event(at: u64, what: u64, agent: usize) -> u64 {
    key(at, what << AGENT_BITS | agent as u64)
}
