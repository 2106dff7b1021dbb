//! What comes soon: a timing wheel (Varghese and Lauck 1987).
//!
//! Time is cut into stretches of an eighth of a second, one slot each, and a slot holds the timers that go off in its
//! stretch, in no order; words of bits tell which slots hold any. To set a timer is to put it at the head of one list,
//! wherever that is: nothing that happens next waits until the instant is known, as it does in a heap or a tournament.
//! Whoever goes off first is taken out ahead of time: the least of the first slot that holds any.
//!
//! The wheel turns with time and looks thirty-six minutes ahead, as long as nearly all talks, rests and waits last. What
//! lies further must wait elsewhere ([`Wheel::reaches`]). Floors of five hundred agents have a timer or two in a slot
//! that time reaches. Where there are many, as when a whole floor comes back from a break at one instant, the slot is
//! put in order when it is the first that holds any; what is set into it from then on goes to its place.

/// As many as reach over nearly all talks, rests and waits, and still fit into a processor's first two caches.
const SLOTS: usize = 1 << 14;
/// Words that tell which slots hold any, and words that tell which of those words do.
const WORDS: usize = SLOTS / 64;
const WORDS_OF_WORDS: usize = WORDS / 64;
/// Bits of a key below the number of its stretch: 2^17 microseconds.
const STRETCH_BITS: u32 = 17 + super::CLASS_BITS;
/// The end of a slot's list: the number of no timer. It has a place among them, so that whatever stands next to a timer can
/// be written to.
const NOBODY: u32 = 0;
/// A key later than that of any instant: the timer is not set.
const NEVER: u64 = u64::MAX;
/// So many in a slot are looked through for each that goes off; more are put in order.
const FEW: usize = 8;

#[derive(Clone, Copy, Debug)]
struct Timer {
    key: u64,
    /// Of two timers with the same key the one of the lesser order goes off first.
    order: u64,
    /// Those next to it in the list of its slot.
    next: u32,
    before: u32,
}

impl Timer {
    const UNSET: Timer = Timer { key: NEVER, order: 0, next: NOBODY, before: NOBODY };
}

/// Timers, of which those that are set go off soon. In here they are numbered from one.
#[derive(Clone, Debug)]
pub(crate) struct Wheel {
    /// The first timer of each slot.
    slots: Box<[u32; SLOTS]>,
    /// A bit for each slot: whether it holds any. And one for each of these words.
    occupied: Box<[u64; WORDS]>,
    words: [u64; WORDS_OF_WORDS],
    timers: Vec<Timer>,
    /// Key and number of the next to go off. It is in no slot.
    first: (u64, u32),
    /// The slot that was put in order last, and stays so until it is empty.
    ordered: usize,
}

impl Wheel {
    /// So many timers, none set. There may be more: whoever is set has one.
    pub(crate) fn new(timers: usize) -> Wheel {
        Wheel {
            slots: Box::new([NOBODY; SLOTS]),
            occupied: Box::new([0; WORDS]),
            words: [0; WORDS_OF_WORDS],
            timers: vec![Timer::UNSET; timers + 1],
            first: (NEVER, NOBODY),
            ordered: SLOTS,
        }
    }

    /// The key of the next to go off; where none is set, one later than that of any instant.
    pub(crate) fn first(&self) -> u64 {
        self.first.0
    }

    /// Whose key that is, counted from zero.
    pub(crate) fn whose(&self) -> u32 {
        self.first.1 - 1
    }

    /// The order of whose key that is.
    pub(crate) fn order(&self) -> u64 {
        self.timers[self.first.1 as usize].order
    }

    /// Whether the wheel looks as far ahead as to a key, at an instant before which nothing is set.
    pub(crate) fn reaches(key: u64, now: u64) -> bool {
        (key >> STRETCH_BITS) - (now >> STRETCH_BITS) < SLOTS as u64
    }

    /// Sets a timer that is not set, to a key that the wheel reaches.
    #[inline(always)]
    pub(crate) fn set(&mut self, timer: u32, key: u64, order: u64) {
        let timer = timer + 1;
        if timer as usize >= self.timers.len() {
            self.grows(timer);
        }
        let place = &mut self.timers[timer as usize];
        debug_assert_eq!(place.key, NEVER, "it is in a slot already");
        (place.key, place.order) = (key, order);
        if key <= self.first.0 {
            return self.goes_off_before(timer, key);
        }
        self.puts(timer, key);
    }

    /// Clears a timer, set or not.
    #[inline(always)]
    pub(crate) fn clear(&mut self, timer: u32) {
        let timer = timer + 1;
        let key = self.timers.get(timer as usize).map_or(NEVER, |timer| timer.key);
        if key == NEVER {
            return;
        }
        if timer == self.first.1 {
            self.takes_first();
        } else {
            self.takes_out(timer, key);
        }
    }

    /// Clears the timer that goes off next.
    #[inline(always)]
    pub(crate) fn takes_first(&mut self) {
        let (key, timer) = self.first;
        self.timers[timer as usize].key = NEVER;
        let place = place(key);
        let mut word = place / 64;
        let mut ahead = self.occupied[word] & (u64::MAX << (place % 64));
        if ahead == 0 {
            let Some(next) = self.word_after(word) else {
                self.first = (NEVER, NOBODY);
                return;
            };
            word = next;
            ahead = self.occupied[word];
        }
        let place = 64 * word + ahead.trailing_zeros() as usize;
        let head = self.slots[place];
        let Timer { key, next, .. } = self.timers[head as usize];
        if next != NOBODY {
            return self.takes_least(place);
        }
        self.empties(place);
        self.first = (key, head);
    }

    /// The next word of slots that hold any, all around the wheel.
    #[inline(always)]
    fn word_after(&self, word: usize) -> Option<usize> {
        let start = word + 1;
        let mut ahead = self.words[start / 64 % WORDS_OF_WORDS] & (u64::MAX << (start % 64));
        for step in 0..=WORDS_OF_WORDS {
            let index = (start / 64 + step) % WORDS_OF_WORDS;
            if step > 0 {
                ahead = self.words[index];
            }
            if ahead != 0 {
                return Some(64 * index + ahead.trailing_zeros() as usize);
            }
        }
        None
    }

    /// Puts a timer into its slot: at the head, unless that slot is in order.
    #[inline(always)]
    fn puts(&mut self, timer: u32, key: u64) {
        let place = place(key);
        if place == self.ordered {
            return self.puts_in_order(timer, place);
        }
        self.puts_at_head(timer, place);
    }

    #[inline(always)]
    fn puts_at_head(&mut self, timer: u32, place: usize) {
        let head = std::mem::replace(&mut self.slots[place], timer);
        (self.timers[timer as usize].next, self.timers[timer as usize].before) = (head, NOBODY);
        self.timers[head as usize].before = timer;
        self.marks(place);
    }

    #[inline(never)]
    fn puts_in_order(&mut self, timer: u32, place: usize) {
        let (mut before, mut next) = (NOBODY, self.slots[place]);
        if next == NOBODY {
            self.ordered = SLOTS;
        }
        while next != NOBODY && self.rank(next) < self.rank(timer) {
            (before, next) = (next, self.timers[next as usize].next);
        }
        (self.timers[timer as usize].next, self.timers[timer as usize].before) = (next, before);
        self.timers[next as usize].before = timer;
        self.links(before, timer, place);
        self.marks(place);
    }

    /// A timer comes after another in a slot's list, or at its head.
    fn links(&mut self, before: u32, timer: u32, place: usize) {
        match before {
            NOBODY => self.slots[place] = timer,
            before => self.timers[before as usize].next = timer,
        }
    }

    #[inline(always)]
    fn marks(&mut self, place: usize) {
        self.occupied[place / 64] |= 1 << (place % 64);
        self.words[place / 64 / 64] |= 1 << (place / 64 % 64);
    }

    #[inline(always)]
    fn empties(&mut self, place: usize) {
        self.slots[place] = NOBODY;
        let word = &mut self.occupied[place / 64];
        *word &= !(1 << (place % 64));
        self.words[place / 64 / 64] &= !(u64::from(*word == 0) << (place / 64 % 64));
    }

    /// A timer is set that may go off before all others.
    #[inline(never)]
    fn goes_off_before(&mut self, timer: u32, key: u64) {
        let (rivals, rival) = self.first;
        if rival != NOBODY && self.rank(rival) < self.rank(timer) {
            return self.puts(timer, key);
        }
        self.first = (key, timer);
        if rival != NOBODY {
            self.puts(rival, rivals);
        }
    }

    /// Makes the least of a slot's timers the next to go off.
    #[inline(never)]
    fn takes_least(&mut self, place: usize) {
        let least = if place == self.ordered { self.slots[place] } else { self.least_of(place) };
        let key = self.timers[least as usize].key;
        self.unlinks(least, place);
        self.first = (key, least);
    }

    /// The least of a slot's timers, which are put in order where there are many.
    fn least_of(&mut self, place: usize) -> u32 {
        let mut least = self.slots[place];
        let (mut timer, mut count) = (self.timers[least as usize].next, 1);
        while timer != NOBODY {
            if self.rank(timer) < self.rank(least) {
                least = timer;
            }
            timer = self.timers[timer as usize].next;
            count += 1;
        }
        if count > FEW {
            self.puts_all_in_order(place);
        }
        least
    }

    #[inline(never)]
    fn puts_all_in_order(&mut self, place: usize) {
        let next = |timer: &u32| Some(self.timers[*timer as usize].next).filter(|next| *next != NOBODY);
        let mut timers: Vec<u32> = std::iter::successors(Some(self.slots[place]), next).collect();
        timers.sort_unstable_by_key(|timer| self.rank(*timer));
        self.slots[place] = NOBODY;
        timers.into_iter().rev().for_each(|timer| self.puts_at_head(timer, place));
        self.ordered = place;
    }

    /// Clears a timer that is in a slot.
    #[inline(never)]
    fn takes_out(&mut self, timer: u32, key: u64) {
        self.unlinks(timer, place(key));
        self.timers[timer as usize].key = NEVER;
    }

    fn unlinks(&mut self, timer: u32, place: usize) {
        let Timer { next, before, .. } = self.timers[timer as usize];
        if (before, next) == (NOBODY, NOBODY) {
            return self.empties(place);
        }
        self.timers[next as usize].before = before;
        self.links(before, next, place);
    }

    /// Whoever goes off first has the least.
    fn rank(&self, timer: u32) -> (u64, u64, u32) {
        let Timer { key, order, .. } = self.timers[timer as usize];
        (key, order, timer)
    }

    #[cold]
    #[inline(never)]
    fn grows(&mut self, timer: u32) {
        self.timers.resize(2 * (timer as usize + 1), Timer::UNSET);
    }
}

/// The slot of a key.
fn place(key: u64) -> usize {
    (key >> STRETCH_BITS) as usize % SLOTS
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The next to go off as a plain search finds it.
    fn least(plain: &[Option<(u64, u64)>]) -> Option<(u64, u64, u32)> {
        let set = plain.iter().enumerate();
        set.filter_map(|(timer, set)| set.map(|(key, order)| (key, order, timer as u32))).min()
    }

    /// Timers are set, cleared and go off, with so many keys from one to the next and so many to choose from.
    fn goes_by(steps: u64, choice: u64) {
        const TIMERS: u64 = 200;
        let mut wheel = Wheel::new(3);
        let mut plain: Vec<Option<(u64, u64)>> = vec![None; TIMERS as usize];
        let (mut now, mut late) = (0, 0);
        let mut dice: u64 = 7;
        for _ in 0..30_000 {
            dice = dice * 48_271 % 2_147_483_647;
            let timer = dice % TIMERS;
            let place = &mut plain[timer as usize];
            if dice.is_multiple_of(3) {
                *place = None;
                wheel.clear(timer as u32);
            } else if place.is_none() {
                // Some are of the instant reached, some have the same key, and some the same order too.
                let (key, order) = (now + dice / TIMERS % choice * steps, dice / 7 % 5);
                if Wheel::reaches(key, now) {
                    *place = Some((key, order));
                    wheel.set(timer as u32, key, order);
                } else {
                    late += 1;
                }
            } else if let Some((key, order, timer)) = least(&plain) {
                assert_eq!((wheel.first(), wheel.order(), wheel.whose()), (key, order, timer));
                wheel.takes_first();
                plain[timer as usize] = None;
                assert!(key >= now);
                now = key;
            }
            assert_eq!(wheel.first(), least(&plain).map_or(NEVER, |(key, ..)| key));
        }
        assert!(now > 100 * steps);
        assert_eq!(late > 0, (choice - 1) * steps > (SLOTS as u64) << STRETCH_BITS);
    }

    #[test]
    fn the_least_goes_off_first_whatever_was_set_and_cleared() {
        goes_by(1, 40);
        goes_by(1 << STRETCH_BITS, 40);
        goes_by(1 << (STRETCH_BITS - 4), 5_000);
        goes_by(155 << STRETCH_BITS, 106);
        goes_by(1 << (STRETCH_BITS + 1), 10_000);
        // Many in each of few slots, all around the wheel and again.
        goes_by(1024 << STRETCH_BITS, 16);
    }

    #[test]
    fn it_reaches_as_far_as_it_has_slots() {
        let stretch = 1 << STRETCH_BITS;
        let now = 5 * stretch + stretch / 2;
        assert!(Wheel::reaches(now, now));
        assert!(Wheel::reaches((SLOTS as u64 + 5) * stretch - 1, now));
        assert!(!Wheel::reaches((SLOTS as u64 + 5) * stretch, now));
        assert!(!Wheel::reaches(1 << 63, now));
    }

    #[test]
    fn one_alone_goes_round_and_round() {
        let mut wheel = Wheel::new(0);
        let mut now = 0;
        for _ in 0..100 {
            now += (SLOTS as u64 - 1) << STRETCH_BITS;
            wheel.set(9, now, 0);
            assert_eq!((wheel.first(), wheel.whose()), (now, 9));
            wheel.takes_first();
            assert_eq!(wheel.first(), NEVER);
        }
    }
}
