//! Where every random number comes from: small streams addressed by name, never by position.
//!
//! A stream's address is (seed, replication, purpose, who). Two designs therefore meet the same callers,
//! and adding a kind, a group or a new purpose disturbs no other stream. Because the address decides the
//! numbers, it does not matter *when* they are drawn: a caller's talk time is settled at birth although the
//! engine looks it up only when an agent answers.
//!
//! The generator is SplitMix64 (Steele, Lea and Flood 2014), portable and named. Streams are short, a few numbers
//! each, and there are very many: what counts is that opening one costs next to nothing, and that its one word
//! of state is a hash of the whole address.

use rand::SeedableRng;
use rand_xoshiro::SplitMix64;

/// The generator behind each stream.
pub(crate) type Stream = SplitMix64;

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
    NextAgent = 12,
    Absence = 20,
    Lateness = 21,
    Overstay = 22,
    Resignation = 23,
    AcceptsCallBack = 30,
    IsReached = 31,
    BalksWhenTold = 32,
    LeadsTo = 40,
    Reaches = 41,
    Resolution = 50,
    CallsAgain = 51,
    Satisfaction = 52,
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

    /// The luck of a caller kind by its name.
    pub(crate) fn of_kind(self, name: u64) -> KindLuck {
        KindLuck(join(self.root, name))
    }

    /// The address of somebody, for whom streams of several purposes can be opened.
    pub(crate) fn of(self, name: u64, numbers: [u64; 2]) -> Address {
        Address(join(join(join(self.root, name), numbers[0]), numbers[1]))
    }
}

/// The luck of a caller kind, of whose calls each has an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct KindLuck(u64);

impl KindLuck {
    /// The address of a call by (kind, caller, attempt).
    pub(crate) fn of_call(self, caller: u64, attempt: u32) -> Address {
        // Two numbers in one word: a billion billion of the one, sixteen thousand of the other.
        Address(join(self.0, caller << 14 | u64::from(attempt)))
    }
}

/// Somebody's luck: all streams of a call, or of an agent's duty.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Address(u64);

impl Address {
    pub(crate) fn nobodys() -> Address {
        Address(0)
    }

    /// The luck of the work that a call leads to in a queue, by the queue's name.
    pub(crate) fn of_work(self, queue: u64) -> Address {
        Address(join(self.0, queue))
    }

    /// The luck of the next attempt to reach somebody.
    pub(crate) fn of_next_attempt(self) -> Address {
        Address(join(self.0, Purpose::Reaches as u64))
    }

    /// The stream for one purpose.
    pub(crate) fn stream(self, purpose: Purpose) -> Stream {
        self.numbered_stream(purpose, 0)
    }

    /// The stream for the `number`th time of one purpose, as a menu visit or a break request.
    pub(crate) fn numbered_stream(self, purpose: Purpose, number: u64) -> Stream {
        Stream::seed_from_u64(join(self.0, (purpose as u64) << 32 | number))
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
