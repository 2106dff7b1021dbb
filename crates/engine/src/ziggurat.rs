//! Exponential and normal numbers by the ziggurat (Marsaglia and Tsang 2000), 256 layers of equal area.
//!
//! A draw takes one random word, a table look-up and a multiplication in 98.9 of 100 cases. Tables and tails use
//! `libm` by name: the same bits on every machine.

use std::sync::LazyLock;

use rand::Rng;

use crate::distribution::uniform;
use crate::luck::Stream;
use crate::powers::exp;

const LAYERS: usize = 256;

/// The layers, outermost first.
struct Tables {
    /// Of each what makes a number of 53 bits a draw, its width over 2^53, and the right edge of the part of it that lies
    /// under the density for certain.
    layers: [(f64, f64); LAYERS],
    /// The density at the right edges.
    f: [f64; LAYERS + 1],
}

impl Tables {
    /// `tail`: where the tail begins; `area`: that of each layer (both Marsaglia and Tsang's).
    fn new(tail: f64, area: f64, density: fn(f64) -> f64, inverse: fn(f64) -> f64) -> Tables {
        let mut x = [0.0; LAYERS + 1];
        x[0] = area / density(tail);
        x[1] = tail;
        for layer in 2..LAYERS {
            x[layer] = inverse(area / x[layer - 1] + density(x[layer - 1]));
        }
        // A power of two: no digit is lost.
        let layer = |layer: usize| (x[layer] / (1u64 << 53) as f64, x[layer + 1]);
        Tables { layers: std::array::from_fn(layer), f: x.map(density) }
    }
}

const EXPONENTIAL_TAIL: f64 = 7.697_117_470_131_05;
const NORMAL_TAIL: f64 = 3.654_152_885_361_009;

static EXPONENTIAL: LazyLock<Tables> = LazyLock::new(|| {
    Tables::new(EXPONENTIAL_TAIL, 0.003_949_659_822_581_572, |x| libm::exp(-x), |y| -libm::log(y))
});

static NORMAL: LazyLock<Tables> = LazyLock::new(|| {
    let density = |x: f64| libm::exp(-x * x / 2.0);
    Tables::new(NORMAL_TAIL, 0.004_928_673_233_974_658, density, |y| libm::sqrt(-2.0 * libm::log(y)))
});

/// Out of one word a layer, a number up to its width, and whether that lies under the density for certain.
#[inline(always)]
fn layer_and_draw(tables: &Tables, word: u64) -> (usize, f64, bool) {
    let layer = (word & 0xFF) as usize;
    let (scale, inner) = tables.layers[layer];
    let x = (word >> 11) as f64 * scale;
    (layer, x, x < inner)
}

/// An exponential with mean 1.
#[inline(always)]
pub(crate) fn standard_exponential(stream: &mut Stream) -> f64 {
    let tables = &*EXPONENTIAL;
    let (layer, x, is_inner) = layer_and_draw(tables, stream.next_u64());
    if is_inner { x } else { missed(stream, |stream| outer_exponential(tables, layer, x, stream)) }
}

/// What comes of a miss. It gets a stream of its own, so that one that lives for a draw alone can stay in a register.
#[inline(always)]
fn missed<T>(stream: &mut Stream, outer: impl FnOnce(Stream) -> (T, Stream)) -> T {
    let (draw, rest) = outer(stream.clone());
    *stream = rest;
    draw
}

/// Where the inner part of a layer was missed: its outer part, or another try.
#[cold]
#[inline(never)]
fn outer_exponential(tables: &Tables, layer: usize, x: f64, mut stream: Stream) -> (f64, Stream) {
    let draw = if layer == 0 {
        // The tail is the whole distribution again, further out.
        EXPONENTIAL_TAIL - libm::log(uniform(&mut stream))
    } else if is_below(tables, layer, &mut stream, exp(-x)) {
        x
    } else {
        standard_exponential(&mut stream)
    };
    (draw, stream)
}

/// A standard normal.
#[inline(always)]
pub(crate) fn standard_normal(stream: &mut Stream) -> f64 {
    let tables = &*NORMAL;
    let word = stream.next_u64();
    let (layer, x, is_inner) = layer_and_draw(tables, word);
    if is_inner {
        signed(x, word)
    } else {
        missed(stream, |stream| outer_normal(tables, (word, layer), x, stream))
    }
}

/// A draw with the sign that its word says. Half of them are negative: a branch would be guessed wrong as often.
#[inline(always)]
fn signed(x: f64, word: u64) -> f64 {
    f64::from_bits(x.to_bits() | (word & 0x100) << 55)
}

/// The same of a normal.
#[cold]
#[inline(never)]
fn outer_normal(tables: &Tables, (word, layer): (u64, usize), x: f64, mut stream: Stream) -> (f64, Stream) {
    let draw = if layer == 0 {
        signed(normal_tail(&mut stream), word)
    } else if is_below(tables, layer, &mut stream, exp(-x * x / 2.0)) {
        signed(x, word)
    } else {
        standard_normal(&mut stream)
    };
    (draw, stream)
}

/// Whether a height drawn between a layer's floor and ceiling lies under the density.
fn is_below(tables: &Tables, layer: usize, stream: &mut Stream, density: f64) -> bool {
    tables.f[layer + 1] + (tables.f[layer] - tables.f[layer + 1]) * uniform(stream) < density
}

/// Beyond the last layer (Marsaglia 1964).
fn normal_tail(stream: &mut Stream) -> f64 {
    loop {
        let beyond = -libm::log(uniform(stream)) / NORMAL_TAIL;
        if -2.0 * libm::log(uniform(stream)) > beyond * beyond {
            return NORMAL_TAIL + beyond;
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;

    use super::*;

    /// The share of draws below a limit against the exact one, within five standard errors of four million.
    fn check(draw: fn(&mut Stream) -> f64, below: &[(f64, f64)]) {
        const DRAWS: u32 = 4_000_000;
        let mut stream = Stream::seed_from_u64(1);
        let mut counts = vec![0u32; below.len()];
        for _ in 0..DRAWS {
            let number = draw(&mut stream);
            for (count, (limit, _)) in counts.iter_mut().zip(below) {
                *count += u32::from(number < *limit);
            }
        }
        for (count, (limit, exact)) in counts.iter().zip(below) {
            let share = f64::from(*count) / f64::from(DRAWS);
            let error = (exact * (1.0 - exact) / f64::from(DRAWS)).sqrt();
            assert!((share - exact).abs() < 5.0 * error, "below {limit}: {share}, exactly {exact}");
        }
    }

    #[test]
    fn exponentials_have_their_distribution_in_the_body_and_in_the_tail() {
        let limits = [1e-3, 0.01, 0.1, 0.5, 1.0, 2.0, 4.0, 7.0, EXPONENTIAL_TAIL, 8.5, 10.0];
        check(standard_exponential, &limits.map(|limit| (limit, 1.0 - libm::exp(-limit))));
    }

    #[test]
    fn normals_have_their_distribution_in_the_body_and_in_the_tails() {
        let limits = [-4.0, -NORMAL_TAIL, -3.0, -2.0, -1.0, -0.1, 0.0, 0.5, 1.5, 2.5, 3.5, NORMAL_TAIL, 4.0];
        let exact = |limit: f64| libm::erfc(-limit / std::f64::consts::SQRT_2) / 2.0;
        check(standard_normal, &limits.map(|limit| (limit, exact(limit))));
    }

    #[test]
    fn all_layers_have_the_same_area() {
        for tables in [&*EXPONENTIAL, &*NORMAL] {
            let width = |layer: usize| tables.layers[layer].0 * (1u64 << 53) as f64;
            let area = |layer: usize| width(layer) * (tables.f[layer + 1] - tables.f[layer]);
            let areas: Vec<f64> = (1..LAYERS).map(area).collect();
            assert!(areas.iter().all(|area| (area / areas[0] - 1.0).abs() < 1e-7), "{areas:?}");
        }
    }
}
