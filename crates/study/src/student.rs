//! Student's t, by sums and products and by functions that `libm` has by name.
//!
//! A library's quantile goes through the platform's logarithms and exponentials as soon as any crate of the
//! build asks for `num-traits/std`, and those of glibc depend on whether the processor multiplies and adds in
//! one step: of 18,000 quantiles of statrs 0.19 two differed in their last digits. (That of 50 % and 2,047 degrees
//! is wrong in the eighth, too.) What is here has the same bits everywhere: all of it is addition, multiplication,
//! division and square root, which are rounded in one way only.

use std::cell::Cell;
use std::f64::consts::{FRAC_2_PI, PI, SQRT_2};

/// From so many degrees of freedom on the series around the normal quantile is exact to the last digits.
const MANY: u32 = 1_000;

/// The t with P(|T| ≤ t) = confidence, for whole degrees of freedom; it has no limit at a confidence of 1.
pub(crate) fn student_t(confidence: f64, degrees: u32) -> f64 {
    thread_local! {
        // Nearly all intervals of a study have as many replications as the one before.
        static LAST: Cell<((f64, u32), f64)> = const { Cell::new(((0.0, 0), f64::NAN)) };
    }
    let asked = (confidence, degrees);
    let (last, quantile) = LAST.get();
    if last == asked {
        return quantile;
    }
    let quantile = solved(confidence, degrees);
    LAST.set((asked, quantile));
    quantile
}

fn solved(confidence: f64, degrees: u32) -> f64 {
    match degrees {
        0 => f64::NAN,
        _ if !(0.0..1.0).contains(&confidence) => f64::NAN,
        1..MANY => by_angle(confidence, degrees),
        _ => around_normal(confidence, f64::from(degrees)),
    }
}

/// Solves P(|T| ≤ √ν tan θ) = confidence for θ. The probability bends downwards all the way, so that Newton's
/// steps come from below and never pass the solution.
fn by_angle(confidence: f64, degrees: u32) -> f64 {
    let theta = newton(confidence, |theta| within_angle(theta, degrees));
    f64::from(degrees).sqrt() * libm::tan(theta)
}

/// P(|T| ≤ √ν tan θ) and its derivative by θ: finite sums in cos² θ, one for odd and one for even degrees
/// (Abramowitz and Stegun 1964, 26.7.3 and 26.7.4).
fn within_angle(theta: f64, degrees: u32) -> (f64, f64) {
    let (sine, cosine) = (libm::sin(theta), libm::cos(theta));
    let is_odd = degrees % 2 == 1;
    if degrees == 1 {
        return (FRAC_2_PI * theta, FRAC_2_PI);
    }
    let square = cosine * cosine;
    let (mut term, mut sum) = (1.0, 1.0);
    for number in 1..degrees / 2 {
        let even = f64::from(2 * number);
        term *= square * if is_odd { even / (even + 1.0) } else { (even - 1.0) / even };
        sum += term;
    }
    // The last term holds all of cos^(ν − 1) θ but its last power.
    let slope = term * f64::from(degrees - 1) * cosine;
    if is_odd {
        (FRAC_2_PI * (theta + sine * cosine * sum), FRAC_2_PI * slope * cosine)
    } else {
        (sine * sum, slope)
    }
}

/// The expansion around the normal quantile (Abramowitz and Stegun 1964, 26.7.5).
fn around_normal(confidence: f64, degrees: f64) -> f64 {
    let within = |z: f64| (libm::erf(z / SQRT_2), libm::exp(-z * z / 2.0) * (2.0 / PI).sqrt());
    let z = newton(confidence, within);
    let y = z * z;
    let terms = [
        z * (y + 1.0) / 4.0,
        z * ((5.0 * y + 16.0) * y + 3.0) / 96.0,
        z * (((3.0 * y + 19.0) * y + 17.0) * y - 15.0) / 384.0,
        z * ((((79.0 * y + 776.0) * y + 1482.0) * y - 1920.0) * y - 945.0) / 92_160.0,
    ];
    z + terms.iter().rev().fold(0.0, |sum, term| (sum + term) / degrees)
}

/// Where a function that rises ever more slowly from (0, 0) reaches a value; it gives its derivative too.
fn newton(value: f64, of: impl Fn(f64) -> (f64, f64)) -> f64 {
    let mut at = 0.0;
    for _ in 0..200 {
        let (reached, slope) = of(at);
        let next = at + (value - reached) / slope;
        // What is left is rounding.
        if next <= at * (1.0 + f64::EPSILON) {
            break;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_that_of_the_tables() {
        let table = [(1, 12.7062), (2, 4.3027), (7, 2.3646), (15, 2.1314), (99, 1.9842), (9999, 1.9602)];
        for (degrees, quantile) in table {
            assert!((student_t(0.95, degrees) - quantile).abs() < 1e-4, "{degrees}");
        }
    }

    #[test]
    fn with_one_and_two_degrees_it_has_a_formula() {
        for confidence in [0.5, 0.9, 0.95, 0.999] {
            let cauchy = libm::tan(PI / 2.0 * confidence);
            assert!((student_t(confidence, 1) / cauchy - 1.0).abs() < 1e-12, "{confidence}");
            let two = confidence * (2.0 / (1.0 - confidence * confidence)).sqrt();
            assert!((student_t(confidence, 2) / two - 1.0).abs() < 1e-12, "{confidence}");
        }
    }

    /// Worked out by bisection of the incomplete beta function with forty digits.
    const EXACT: [(u32, [f64; 3]); 10] = [
        (3, [0.764_892_328_404_345_3, 3.182_446_305_283_709_6, 28.000_130_010_948_975]),
        (4, [0.740_697_084_112_682_6, 2.776_445_105_197_794_4, 15.544_100_581_545_68]),
        (15, [0.691_196_948_958_489_8, 2.131_449_545_559_775_7, 5.239_088_211_754_098]),
        (16, [0.690_132_253_810_560_7, 2.119_905_299_221_254_7, 5.133_893_517_545_935]),
        (55, [0.678_976_629_655_931_2, 2.004_044_783_289_146, 4.195_541_782_955_936]),
        (199, [0.675_724_595_610_645_7, 1.971_956_544_251_753_8, 3.970_905_695_794_995_7]),
        (998, [0.674_735_656_579_052_7, 1.962_343_846_216_334_6, 3.906_375_417_329_483]),
        (999, [0.674_735_410_346_719, 1.962_341_461_133_45, 3.906_359_561_102_211_5]),
        (1_000, [0.674_735_164_607_009_4, 1.962_339_080_826_408_5, 3.906_343_736_701_381]),
        (2_047, [0.674_609_620_131_292_9, 1.961_123_559_863_385_2, 3.898_272_836_602_472]),
    ];

    #[test]
    fn it_is_exact_to_eleven_digits() {
        for (degrees, quantiles) in EXACT {
            for (confidence, exact) in [0.5, 0.95, 0.9999].into_iter().zip(quantiles) {
                let found = student_t(confidence, degrees);
                assert!((found / exact - 1.0).abs() < 1e-11, "{degrees} {confidence}: {found}, {exact}");
            }
        }
    }

    #[test]
    fn both_ways_meet_where_one_takes_over() {
        for confidence in [0.5, 0.95, 0.999] {
            let (angle, normal) = (by_angle(confidence, MANY), around_normal(confidence, f64::from(MANY)));
            assert!((angle / normal - 1.0).abs() < 1e-12, "{confidence}: {angle}, {normal}");
        }
    }

    #[test]
    fn its_bits_are_fixed() {
        let known = [
            (0.95, 15, 0x4001_0d35_6b5a_06c2_u64),
            (0.9, 55, 0x3ffa_c4bf_4360_4728),
            (0.9, 125, 0x3ffa_83a0_2d36_f2d2),
            (0.99, 63, 0x4005_3fc8_f681_e56f),
            (0.95, 1_999, 0x3fff_60e0_4fc2_2f2b),
        ];
        for (confidence, degrees, bits) in known {
            assert_eq!(student_t(confidence, degrees).to_bits(), bits, "{confidence} {degrees}");
        }
    }

    #[test]
    fn nothing_is_sure_without_a_degree_of_freedom() {
        assert!(student_t(0.95, 0).is_nan() && student_t(1.0, 5).is_nan());
    }
}
