//! Where every random number comes from: small streams addressed by name, never by position.
//!
//! A stream's address is (seed, replication, purpose, who). Two designs therefore meet the same callers,
//! and adding a kind, a group or a new purpose disturbs no other stream. Because the address decides the
//! numbers, it does not matter *when* they are drawn: a caller's talk time is settled at birth although the
//! engine looks it up only when an agent answers.
//!
//! The generator is xoroshiro128++ (Blackman and Vigna 2021), portable and named, seeded with two words that
//! the SplitMix64 finaliser makes of the address.

use rand::SeedableRng;
use rand_xoshiro::Xoroshiro128PlusPlus;

/// The generator behind each stream.
pub(crate) type Stream = Xoroshiro128PlusPlus;

/// What a stream is for. The numbers are part of every result: never change one, only add.
#[derive(Clone, Copy, Debug)]
#[repr(u64)]
pub(crate) enum Purpose {
    Arrivals = 1,
    Busyness = 2,
    Menu = 3,
    Balk = 4,
    Patience = 5,
    Talk = 6,
    WrapUp = 7,
    Redial = 8,
    BreakInstant = 9,
    BreakLength = 10,
    BreakClock = 11,
}

/// The root of all luck of one replication.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Luck {
    root: u64,
}

impl Luck {
    /// The luck of a replication (counted from zero) under a seed.
    pub fn new(seed: u64, replication: u64) -> Luck {
        Luck { root: join(mix(seed), replication) }
    }

    /// The address of somebody, for whom streams of several purposes can be opened.
    pub(crate) fn of(self, name: u64, numbers: [u64; 2]) -> Address {
        Address(join(join(join(self.root, name), numbers[0]), numbers[1]))
    }
}

/// Somebody's luck: all streams of a call, or of an agent's duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Address(u64);

impl Address {
    /// The stream for one purpose.
    pub(crate) fn stream(self, purpose: Purpose) -> Stream {
        self.numbered_stream(purpose, 0)
    }

    /// The stream for the `number`th time of one purpose, as a menu visit or a break request.
    pub(crate) fn numbered_stream(self, purpose: Purpose, number: u64) -> Stream {
        let state = join(self.0, (purpose as u64) << 32 | number);
        let mut seed = [0; 16];
        seed[..8].copy_from_slice(&mix(state ^ 0xD1B5_4A32_D192_ED03).to_le_bytes());
        seed[8..].copy_from_slice(&state.to_le_bytes());
        Stream::from_seed(seed)
    }
}

/// The address of a name made of parts: FNV-1a over the parts with a separator that no name can hold.
pub(crate) fn name_address(parts: &[&str]) -> u64 {
    let mut hash: u64 = 0xCBF2_9CE4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xFF]) {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }
    mix(hash)
}

fn join(address: u64, number: u64) -> u64 {
    mix(address ^ number.wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(0x2545_F491_4F6C_DD1D))
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014), a bijection that scrambles all bits.
fn mix(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    word ^ (word >> 31)
}
