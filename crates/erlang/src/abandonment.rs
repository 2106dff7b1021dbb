//! Erlang A: who waits longer than his patience hangs up.
//!
//! For a caller who has to wait, the time until an agent would answer him (his *offered wait*, whatever his
//! patience) has the density
//!
//! v(t) = p n µ exp(−n µ t + (λ/θ)(1 − e^(−θ t))),
//!
//! with λ calls a second, 1/µ the mean handle time, 1/θ the mean patience and p the probability of exactly n
//! calls in the system. (With j waiting ahead it is a sum of exponentials of rates n µ + i θ, i = 0 … j; summed
//! over j with the stationary probabilities the powers add up to the exponential. Palm 1957; Baccelli and Hebuterne
//! 1981; Zeltyn and Mandelbaum 2005.) He is answered if his patience is longer: everything else is an integral
//! over v, taken numerically, as v has a single hump.

use crate::loss::inverse_blocking;
use crate::{Impossible, above_zero, agents_within_limit};

/// The system M/M/n+M, first come first served. It is stable at any load.
#[derive(Clone, Debug)]
pub struct ErlangA {
    hump: Hump,
    /// The share of calls that wait.
    pub waits: f64,
    /// The share of calls that give up.
    pub abandons: f64,
    /// The mean wait of all offered, in seconds.
    pub mean_wait_s: f64,
    /// The mean wait of the answered, in seconds: the average speed of answer.
    pub mean_wait_of_answered_s: f64,
    /// The mean wait of those who give up, in seconds.
    pub mean_wait_of_abandoned_s: f64,
    /// The mean wait that a caller of endless patience would have, in seconds.
    pub mean_offered_wait_s: f64,
    /// The mean number of callers waiting.
    pub mean_queue: f64,
    /// The share of time that an agent is busy.
    pub occupancy: f64,
}

/// The density of the offered wait, scaled so that nothing overflows.
#[derive(Clone, Debug)]
struct Hump {
    /// n µ.
    service: f64,
    /// λ.
    calls: f64,
    /// θ.
    giving_up: f64,
    /// Where it is highest.
    top: f64,
    /// The exponent there.
    exponent_at_top: f64,
    /// The height: p e^(exponent at the top).
    weight: f64,
}

/// Integrals over the density of the offered wait.
struct Moments {
    waits: f64,
    abandons: f64,
    /// The wait of those who are answered, in seconds.
    of_answered: f64,
    /// The wait of those who give up, in mean patiences.
    of_abandoned: f64,
    /// The offered wait itself, in seconds.
    offered: f64,
}

impl ErlangA {
    /// Agents, calls a second, mean handle time and mean patience in seconds.
    ///
    /// # Errors
    ///
    /// A parameter that is not above zero.
    pub fn new(agents: u32, calls_per_s: f64, handle_s: f64, patience_s: f64) -> Result<ErlangA, Impossible> {
        let count = agents_within_limit(agents)?;
        let calls = above_zero(calls_per_s, "the rate of calls")?;
        let handle_s = above_zero(handle_s, "the handle time")?;
        let patience_s = above_zero(patience_s, "the patience")?;
        let (hump, moments) = Hump::new(agents, calls, handle_s, patience_s);
        let Moments { waits, abandons, of_answered, of_abandoned, offered } = moments;
        // In a steady state abandonments are the rate of giving up times those who wait (Little 1961).
        let mean_wait_s = abandons * patience_s;
        let answered = 1.0 - abandons;
        Ok(ErlangA {
            waits,
            abandons,
            mean_wait_s,
            mean_wait_of_answered_s: of_answered / answered,
            mean_wait_of_abandoned_s: patience_s * of_abandoned / abandons,
            mean_offered_wait_s: offered,
            mean_queue: calls * mean_wait_s,
            occupancy: calls * answered * handle_s / count,
            hump,
        })
    }

    /// The share of all calls that are answered after a wait of at most so many seconds.
    pub fn answered_within(&self, seconds: f64) -> f64 {
        let [answered] = self.hump.integral(0.0, seconds, |_, gave_up| [1.0 - gave_up]);
        1.0 - self.waits + answered
    }

    /// The share of all calls that give up after a wait of at most so many seconds.
    pub fn abandoned_within(&self, seconds: f64) -> f64 {
        let [before] = self.hump.integral(0.0, seconds, |_, gave_up| [gave_up]);
        let [longer] = self.hump.integral(seconds, f64::INFINITY, |_, _| [1.0]);
        before + self.hump.given_up_by(seconds) * longer
    }

    /// Service level: answered within T ÷ offered.
    pub fn level_offered(&self, seconds: f64) -> f64 {
        self.answered_within(seconds)
    }

    /// Service level: answered within T ÷ answered.
    pub fn level_answered(&self, seconds: f64) -> f64 {
        self.answered_within(seconds) / (1.0 - self.abandons)
    }

    /// Service level: answered within T ÷ (offered − abandoned within T).
    pub fn level_forgiving(&self, seconds: f64) -> f64 {
        self.answered_within(seconds) / (1.0 - self.abandoned_within(seconds))
    }

    /// Service level: (answered within T + abandoned within T) ÷ offered.
    pub fn level_counting(&self, seconds: f64) -> f64 {
        self.answered_within(seconds) + self.abandoned_within(seconds)
    }
}

/// 1 − e^(−x) (1 + x): the mean of a patience as long as it is shorter than x, both in units of its mean; given
/// 1 − e^(−x).
fn part_given_up(x: f64, gave_up: f64) -> f64 {
    // The difference of nearly equal numbers, where the series is exact.
    if x < 1e-2 {
        let terms = [1.0 / 2.0, -1.0 / 3.0, 1.0 / 8.0, -1.0 / 30.0, 1.0 / 144.0, -1.0 / 840.0];
        return terms.iter().rev().fold(0.0, |sum, term| sum * x + term) * x * x;
    }
    1.0 - (1.0 - gave_up) * (1.0 + x)
}

impl Hump {
    fn new(agents: u32, calls: f64, handle_s: f64, patience_s: f64) -> (Hump, Moments) {
        let service = f64::from(agents) / handle_s;
        let giving_up = 1.0 / patience_s;
        let top = if calls > service { patience_s * libm::log(calls / service) } else { 0.0 };
        let mut hump = Hump { service, calls, giving_up, top, exponent_at_top: 0.0, weight: 1.0 };
        hump.exponent_at_top = hump.exponent(top, hump.given_up_by(top));
        // All that is wanted in one pass over the density, which is what costs.
        let moments = hump.integral(0.0, f64::INFINITY, |t, gave_up| {
            [1.0, gave_up, t * (1.0 - gave_up), part_given_up(giving_up * t, gave_up), t]
        });
        // p (1/B − 1) is the probability of fewer calls than agents, p × the integral that of waiting.
        let fewer = (inverse_blocking(agents, calls * handle_s) - 1.0) * libm::exp(-hump.exponent_at_top);
        hump.weight = 1.0 / (fewer + moments[0]);
        let [waits, abandons, of_answered, of_abandoned, offered] =
            moments.map(|moment| moment * hump.weight);
        (hump, Moments { waits, abandons, of_answered, of_abandoned, offered })
    }

    /// The share of patiences that have ended by then: 1 − e^(−θ t).
    fn given_up_by(&self, t: f64) -> f64 {
        -libm::expm1(-self.giving_up * t)
    }

    fn exponent(&self, t: f64, gave_up: f64) -> f64 {
        -self.service * t + self.calls / self.giving_up * gave_up
    }

    /// The density of the offered wait.
    fn density(&self, t: f64, gave_up: f64) -> f64 {
        self.weight * self.service * libm::exp(self.exponent(t, gave_up) - self.exponent_at_top)
    }

    /// How far from the top the density falls by a factor e^−45 at least, to the right.
    fn reach(&self) -> f64 {
        let mut reach = 1.0 / (self.service + self.giving_up);
        let depth = |t: f64| self.exponent(t, self.given_up_by(t)) - self.exponent_at_top;
        while depth(self.top + reach) > -45.0 {
            reach *= 1.25;
        }
        reach
    }

    /// The integrals of the density times some functions of the wait and of the share that gave up by then. To the
    /// left of its top the hump is steeper than to the right, so the same reach does. Where patience is short
    /// against the hump what is integrated bends within a few patiences, so that the stretch is cut at 1, 2, 4, ...
    /// of them.
    fn integral<const N: usize>(&self, from: f64, to: f64, of: impl Fn(f64, f64) -> [f64; N]) -> [f64; N] {
        let reach = self.reach();
        let from = from.max(self.top - reach);
        let to = to.min(self.top + reach);
        let mut sums = [0.0; N];
        let (mut start, mut step) = (from, 1.0 / self.giving_up);
        while start < to {
            let end = (start + step).min(to);
            self.adds_panels((start, end), &of, &mut sums);
            (start, step) = (end, step * 2.0);
        }
        sums
    }

    /// Adds the integrals over a stretch, by Gauss and Legendre.
    fn adds_panels<const N: usize>(
        &self,
        (from, to): (f64, f64),
        of: impl Fn(f64, f64) -> [f64; N],
        sums: &mut [f64; N],
    ) {
        const PANELS: u32 = 64;
        let width = (to - from) / f64::from(PANELS);
        for panel in 0..PANELS {
            let middle = from + (f64::from(panel) + 0.5) * width;
            for (node, weight) in GAUSS {
                for t in [middle - node * width / 2.0, middle + node * width / 2.0] {
                    let gave_up = self.given_up_by(t);
                    let part = weight * width / 2.0 * self.density(t, gave_up);
                    for (sum, value) in sums.iter_mut().zip(of(t, gave_up)) {
                        *sum += value * part;
                    }
                }
            }
        }
    }
}

/// The positive nodes of sixteen points, and their weights (Abramowitz and Stegun 1964, table 25.4).
const GAUSS: [(f64, f64); 8] = [
    (0.095_012_509_837_637_44, 0.189_450_610_455_068_5),
    (0.281_603_550_779_258_9, 0.182_603_415_044_923_6),
    (0.458_016_777_657_227_4, 0.169_156_519_395_002_54),
    (0.617_876_244_402_643_7, 0.149_595_988_816_576_73),
    (0.755_404_408_355_003, 0.124_628_971_255_533_87),
    (0.865_631_202_387_831_7, 0.095_158_511_682_492_78),
    (0.944_575_023_073_232_6, 0.062_253_523_938_647_89),
    (0.989_400_934_991_649_9, 0.027_152_459_411_754_094),
];
