//! A timer for each of many: a tournament tree (Knuth, The Art of Computer Programming 3, section 5.4.1).
//!
//! Every leaf holds the key of one timer, every node above the lesser of the two below it, so the root is the
//! next to go off. Setting or clearing a timer replays the matches on one way to the root: as many steps as the
//! tree is high, none of which takes a branch that could be guessed wrong. Nothing void is ever left behind, as
//! there is in a heap.

use std::hint::select_unpredictable;

/// What timers are ordered by.
pub(crate) trait Key: Copy + Ord {
    /// Later than everything: no timer.
    const NONE: Self;
}

impl Key for u64 {
    const NONE: u64 = u64::MAX;
}

impl Key for u128 {
    const NONE: u128 = u128::MAX;
}

/// Timers numbered from zero. Of equal keys the one with the lower number goes off first.
#[derive(Clone, Debug)]
pub(crate) struct Timers<K> {
    /// A power of two.
    leaves: usize,
    /// Nodes from 1, the root; the children of `node` are 2 `node` and 2 `node` + 1.
    keys: Vec<K>,
    winners: Vec<u32>,
}

impl<K: Key> Timers<K> {
    /// So many timers, none set.
    pub(crate) fn new(count: usize) -> Timers<K> {
        let leaves = count.next_power_of_two();
        let mut timers = Timers { leaves, keys: vec![K::NONE; 2 * leaves], winners: vec![0; 2 * leaves] };
        for leaf in 0..leaves {
            timers.winners[leaves + leaf] = leaf as u32;
        }
        for node in (1..leaves).rev() {
            timers.winners[node] = timers.winners[2 * node];
        }
        timers
    }

    /// The next to go off, and its key; the key is `NONE` where none is set.
    pub(crate) fn first(&self) -> (K, u32) {
        (self.keys[1], self.winners[1])
    }

    /// The key of a timer.
    pub(crate) fn key(&self, timer: u32) -> K {
        self.keys.get(self.leaves + timer as usize).copied().unwrap_or(K::NONE)
    }

    /// Sets a timer, or clears it with `NONE`.
    pub(crate) fn set(&mut self, timer: u32, key: K) {
        while timer as usize >= self.leaves {
            self.grow();
        }
        let mut node = self.leaves + timer as usize;
        let (mut best, mut winner) = (key, timer);
        self.keys[node] = key;
        while node > 1 {
            let (rival, other) = (self.keys[node ^ 1], self.winners[node ^ 1]);
            // An odd node's rival is on the left, and wins when they are equal.
            let is_beaten = select_unpredictable(node & 1 == 1, rival <= best, rival < best);
            best = select_unpredictable(is_beaten, rival, best);
            winner = select_unpredictable(is_beaten, other, winner);
            node /= 2;
            self.keys[node] = best;
            self.winners[node] = winner;
        }
    }

    fn grow(&mut self) {
        let mut larger = Timers::new(2 * self.leaves);
        for timer in 0..self.leaves as u32 {
            if self.key(timer) != K::NONE {
                larger.set(timer, self.key(timer));
            }
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_is_first_whatever_was_set_and_cleared() {
        let mut timers = Timers::<u64>::new(1);
        let mut plain = vec![u64::NONE; 100];
        let mut dice: u64 = 7;
        for _ in 0..20_000 {
            dice = dice * 48_271 % 2_147_483_647;
            let timer = dice % 100;
            let key = if dice % 3 == 0 { u64::NONE } else { dice / 100 % 50 };
            plain[timer as usize] = key;
            timers.set(timer as u32, key);
            let least = plain.iter().copied().min().expect("a hundred");
            let place = plain.iter().position(|key| *key == least).expect("the least");
            assert_eq!(timers.first().0, least);
            assert!(least == u64::NONE || timers.first().1 == place as u32);
        }
    }
}
