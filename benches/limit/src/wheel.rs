//! The event list: a wheel of short slots for what comes soon, a heap for what comes later.
//!
//! A key is an instant in microseconds and a payload of twelve bits, in one word. A slot is a sorted list of
//! nodes, seldom of more than one; words of bits tell which slots hold any.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Bits of a key below its instant.
const PAYLOAD_BITS: u32 = 12;
/// A slot lasts 2^17 microseconds, an eighth of a second.
const SLOT_BITS: u32 = 17 + PAYLOAD_BITS;
/// Slots: 36 minutes, of which an event's own stretch takes 450 seconds.
const SLOTS: usize = 1 << 14;
const WORDS: usize = SLOTS / 64;
/// The node that stands for none.
const NONE: u16 = 0;

#[derive(Clone, Copy)]
struct Node {
    key: u64,
    next: u16,
}

/// The event list.
pub(crate) struct Wheel {
    heads: Box<[u16; SLOTS]>,
    occupied: [u64; WORDS],
    nodes: Vec<Node>,
    free: u16,
    /// The first slot that the wheel holds.
    base: u64,
    /// The slot reached.
    slot: u64,
    far: BinaryHeap<Reverse<u64>>,
}

/// An instant and what happens then.
pub(crate) fn key(at: u64, payload: u64) -> u64 {
    at << PAYLOAD_BITS | payload
}

/// When it happens.
pub(crate) fn instant(key: u64) -> u64 {
    key >> PAYLOAD_BITS
}

/// What happens.
pub(crate) fn payload(key: u64) -> u64 {
    key & ((1 << PAYLOAD_BITS) - 1)
}

impl Wheel {
    pub(crate) fn new() -> Wheel {
        Wheel {
            heads: Box::new([NONE; SLOTS]),
            occupied: [0; WORDS],
            nodes: vec![Node { key: 0, next: NONE }],
            free: NONE,
            base: 0,
            slot: 0,
            far: BinaryHeap::new(),
        }
    }

    /// Turns to an instant, before which nothing is left.
    pub(crate) fn turns_to(&mut self, at: u64) {
        self.base = key(at, 0) >> SLOT_BITS;
        self.slot = self.base;
        while let Some(&Reverse(key)) = self.far.peek()
            && (key >> SLOT_BITS) - self.base < SLOTS as u64
        {
            self.far.pop();
            self.push(key);
        }
    }

    /// Turns back to an instant after what was taken so far was put back, since something comes before it.
    pub(crate) fn turns_back(&mut self, at: u64) {
        self.slot = self.slot.min(key(at, 0) >> SLOT_BITS);
    }

    #[inline]
    pub(crate) fn push(&mut self, key: u64) {
        let slot = key >> SLOT_BITS;
        if slot - self.base >= SLOTS as u64 {
            self.far.push(Reverse(key));
            return;
        }
        let node = self.node(key);
        let place = slot as usize % SLOTS;
        self.occupied[place / 64] |= 1 << (place % 64);
        let head = self.heads[place];
        if head == NONE || key < self.nodes[head as usize].key {
            self.nodes[node as usize].next = head;
            self.heads[place] = node;
            return;
        }
        let mut before = head;
        loop {
            let next = self.nodes[before as usize].next;
            if next == NONE || key < self.nodes[next as usize].key {
                self.nodes[node as usize].next = next;
                self.nodes[before as usize].next = node;
                return;
            }
            before = next;
        }
    }

    /// Takes the earliest key before an instant, which lies before the wheel's end.
    #[inline]
    pub(crate) fn pop_before(&mut self, end: u64) -> Option<u64> {
        let end = key(end, 0);
        loop {
            let place = self.slot as usize % SLOTS;
            let ahead = self.occupied[place / 64] >> (place % 64);
            if ahead != 0 {
                self.slot += u64::from(ahead.trailing_zeros());
                break;
            }
            let next = (self.slot | 63) + 1;
            if next > end >> SLOT_BITS {
                return None;
            }
            self.slot = next;
        }
        let place = self.slot as usize % SLOTS;
        let head = self.heads[place];
        let Node { key, next } = self.nodes[head as usize];
        if key >= end {
            // What comes before it may still be added.
            self.slot = end >> SLOT_BITS;
            return None;
        }
        self.nodes[head as usize].next = self.free;
        self.free = head;
        self.heads[place] = next;
        self.occupied[place / 64] &= !(u64::from(next == NONE) << (place % 64));
        Some(key)
    }

    fn node(&mut self, key: u64) -> u16 {
        let node = self.free;
        if node != NONE {
            self.free = self.nodes[node as usize].next;
            self.nodes[node as usize].key = key;
            return node;
        }
        self.nodes.push(Node { key, next: NONE });
        u16::try_from(self.nodes.len() - 1).expect("both works have far fewer events ahead")
    }
}
