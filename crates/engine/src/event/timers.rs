//! A timer for each of many: a tournament tree (Knuth, The Art of Computer Programming 3, section 5.4.1).
//!
//! Every leaf holds the key of one timer, every node above the lesser of the two below it and whose it is, so the
//! root is the next to go off. Setting or clearing a timer replays the matches on one way to the root: as many
//! steps as the tree is high, none of which takes a branch that could be guessed wrong. Nothing void is ever left
//! behind, as there is in a heap.

use std::hint::select_unpredictable;

/// No timer: later than everything. One more is still a number.
pub(crate) const NONE: u64 = u64::MAX - 1;

#[derive(Clone, Copy, Debug)]
struct Node {
    key: u64,
    timer: u32,
}

/// Timers numbered from zero. Of equal keys the one with the lower number goes off first.
#[derive(Clone, Debug)]
pub(crate) struct Timers {
    /// Nodes from 1, the root; below `node` are 2 `node` and 2 `node` + 1, and the second half are the leaves.
    nodes: Vec<Node>,
}

impl Timers {
    /// So many timers, none set.
    pub(crate) fn new(count: usize) -> Timers {
        let leaves = count.next_power_of_two();
        let mut nodes = vec![Node { key: NONE, timer: 0 }; 2 * leaves];
        for (timer, leaf) in nodes[leaves..].iter_mut().enumerate() {
            leaf.timer = timer as u32;
        }
        Timers { nodes }
    }

    /// The key of the next to go off, `NONE` where none is set.
    pub(crate) fn first(&self) -> u64 {
        self.nodes[1].key
    }

    /// Whose key that is.
    pub(crate) fn whose(&self) -> u32 {
        self.nodes[1].timer
    }

    /// Of those that go off together with the first, the one with the least rank.
    pub(crate) fn whose_by(&self, rank: impl Fn(u32) -> u64) -> u32 {
        let Node { key, timer } = self.nodes[1];
        let mut node = self.leaves() + timer as usize;
        let mut has_rival = false;
        while node > 1 {
            has_rival |= self.nodes[node ^ 1].key == key;
            node /= 2;
        }
        if has_rival { self.least_below(1, &rank) } else { timer }
    }

    fn least_below(&self, node: usize, rank: &impl Fn(u32) -> u64) -> u32 {
        if node >= self.leaves() {
            return self.nodes[node].timer;
        }
        let tied =
            [2 * node, 2 * node + 1].into_iter().filter(|&below| self.nodes[below].key == self.nodes[1].key);
        let least = tied.map(|below| self.least_below(below, rank)).min_by_key(|&timer| rank(timer));
        least.unwrap_or(self.nodes[node].timer)
    }

    /// Sets a timer, or clears it with `NONE`.
    // Inlined: trees of several heights in one loop are guessed wrong at its end.
    #[inline(always)]
    pub(crate) fn set(&mut self, timer: u32, key: u64) {
        while timer as usize >= self.leaves() {
            self.grow();
        }
        let nodes = &mut self.nodes[..];
        let mut node = nodes.len() / 2 + timer as usize;
        let mut best = Node { key, timer };
        nodes[node] = best;
        while node > 1 {
            let rival = nodes[node ^ 1];
            // The rival of an odd node is on its left, and wins when they are equal.
            let is_beaten = rival.key < best.key + (node as u64 & 1);
            best.key = select_unpredictable(is_beaten, rival.key, best.key);
            best.timer = select_unpredictable(is_beaten, rival.timer, best.timer);
            node /= 2;
            nodes[node] = best;
        }
    }

    fn leaves(&self) -> usize {
        self.nodes.len() / 2
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self) {
        let leaves = self.leaves();
        let mut larger = Timers::new(2 * leaves);
        for leaf in &self.nodes[leaves..] {
            larger.set(leaf.timer, leaf.key);
        }
        *self = larger;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_earliest_is_first_whatever_was_set_and_cleared() {
        let mut timers = Timers::new(1);
        let mut plain = vec![NONE; 100];
        let mut dice: u64 = 7;
        for _ in 0..20_000 {
            dice = dice * 48_271 % 2_147_483_647;
            let timer = dice % 100;
            let key = if dice.is_multiple_of(3) { NONE } else { dice / 100 % 50 };
            plain[timer as usize] = key;
            timers.set(timer as u32, key);
            let least = plain.iter().copied().min().expect("a hundred");
            assert_eq!(timers.first(), least);
            if least < NONE {
                let tied = || (0..100).filter(|&timer| plain[timer as usize] == least);
                assert_eq!(Some(timers.whose()), tied().min());
                assert_eq!(Some(timers.whose_by(|timer| u64::from(99 - timer))), tied().max());
            }
        }
    }
}
