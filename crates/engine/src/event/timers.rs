//! A timer for each of many: a tournament tree (Knuth, The Art of Computer Programming 3, section 5.4.1).
//!
//! The key of every timer enters a first match; of each match the lesser key goes on to the next, and whose it is, so
//! the winner of the last is the next to go off. Setting or clearing a timer replays the matches on one way to the
//! last: as many steps as the tree is high, none of which takes a branch that could be guessed wrong. Nothing void is
//! ever left behind, as there is in a heap.

use std::hint::select_unpredictable;

/// From here on a key is that of no timer; each timer has one of its own, so that those not set are never alike.
const NONE: u64 = u64::MAX - u32::MAX as u64;

/// Two keys that meet, and the timers they are of. Both stand together: a step looks at one place in memory.
#[derive(Clone, Copy, Debug)]
struct Match {
    keys: [u64; 2],
    timers: [u32; 2],
}

/// Timers numbered from zero.
#[derive(Clone, Debug)]
pub(crate) struct Timers {
    /// Matches from 1, the last; into `number` go the winners of 2 `number` and 2 `number` + 1, or timers.
    matches: Vec<Match>,
    /// The winner of the last match.
    first: (u64, u32),
}

impl Timers {
    /// So many timers, none set.
    pub(crate) fn new(count: usize) -> Timers {
        let leaves = count.next_power_of_two();
        let nobody = Match { keys: [u64::MAX; 2], timers: [0; 2] };
        let mut timers = Timers { matches: vec![nobody; leaves], first: (u64::MAX, 0) };
        (0..leaves as u32).for_each(|timer| timers.clear(timer, &[]));
        timers
    }

    /// The key of the next to go off; where none is set, one later than that of any instant.
    pub(crate) fn first(&self) -> u64 {
        self.first.0
    }

    /// Whose key that is.
    pub(crate) fn whose(&self) -> u32 {
        self.first.1
    }

    /// Sets a timer. Of equal keys the one whose timer has the least rank goes off first; where there are no ranks, the
    /// one with the least number.
    // Inlined: trees of several heights in one loop are guessed wrong at its end.
    #[inline(always)]
    pub(crate) fn set(&mut self, timer: u32, key: u64, ranks: &[u64]) {
        while timer as usize >= self.leaves() {
            self.grow(ranks);
        }
        let matches = self.matches.as_mut_slice();
        let mut place = matches.len() + timer as usize;
        let mut best = (key, timer);
        while place > 1 {
            let side = place % 2;
            place /= 2;
            let Match { keys, timers } = &mut matches[place];
            (keys[side], timers[side]) = best;
            let rival = (keys[side ^ 1], timers[side ^ 1]);
            if rival.0 == best.0 {
                best = lesser(best, rival, ranks);
                continue;
            }
            let is_beaten = rival.0 < best.0;
            best.0 = select_unpredictable(is_beaten, rival.0, best.0);
            best.1 = select_unpredictable(is_beaten, rival.1, best.1);
        }
        self.first = best;
    }

    /// Clears a timer.
    #[inline(always)]
    pub(crate) fn clear(&mut self, timer: u32, ranks: &[u64]) {
        self.set(timer, NONE + u64::from(timer), ranks);
    }

    fn leaves(&self) -> usize {
        self.matches.len()
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, ranks: &[u64]) {
        let leaves = self.leaves();
        let mut larger = Timers::new(2 * leaves);
        if leaves == 1 {
            // One timer alone meets nobody.
            larger.set(0, self.first.0, ranks);
            *self = larger;
            return;
        }
        for Match { keys, timers } in &self.matches[leaves / 2..] {
            larger.set(timers[0], keys[0], ranks);
            larger.set(timers[1], keys[1], ranks);
        }
        *self = larger;
    }
}

/// Of two with equal keys the one of the lesser rank.
#[cold]
#[inline(never)]
fn lesser(one: (u64, u32), other: (u64, u32), ranks: &[u64]) -> (u64, u32) {
    let rank = |timer: u32| ranks.get(timer as usize).copied().unwrap_or(u64::from(timer));
    if rank(other.1) < rank(one.1) { other } else { one }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_timer_alone_is_not_lost_when_there_are_more() {
        let mut timers = Timers::new(1);
        timers.set(0, 5, &[]);
        assert_eq!((timers.first(), timers.whose()), (5, 0));
        timers.set(1, 9, &[]);
        assert_eq!((timers.first(), timers.whose()), (5, 0));
        timers.clear(0, &[]);
        assert_eq!((timers.first(), timers.whose()), (9, 1));
    }

    #[test]
    fn the_earliest_is_first_whatever_was_set_and_cleared_and_ties_go_by_rank() {
        let ranks: Vec<u64> = (0..100).map(|timer| timer * 37 % 100).collect();
        let mut timers = Timers::new(1);
        let mut plain = vec![None; 100];
        let mut dice: u64 = 7;
        for _ in 0..20_000 {
            dice = dice * 48_271 % 2_147_483_647;
            let timer = (dice % 100) as u32;
            let key = Some(dice / 100 % 50).filter(|_| !dice.is_multiple_of(3));
            plain[timer as usize] = key;
            match key {
                Some(key) => timers.set(timer, key, &ranks),
                None => timers.clear(timer, &ranks),
            }
            let set =
                (0..100).filter_map(|timer| Some((plain[timer as usize]?, ranks[timer as usize], timer)));
            match set.min() {
                Some((key, _, timer)) => assert_eq!((timers.first(), timers.whose()), (key, timer)),
                None => assert!(timers.first() >= NONE),
            }
        }
    }
}
