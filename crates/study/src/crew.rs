//! Jobs on all threads.
//!
//! They are begun in their order, each by the thread that is free, and their results are taken in the same order, so
//! that what comes out does not depend on how many threads there are. Whoever has a result that comes next takes it,
//! and those that waited for it, while the others go on: no thread waits for another, unless it is far ahead.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use crate::run::{Reached, Stopped};

/// Someone who watches a study, and may stop it.
pub trait Watch: Sync {
    /// A scenario runs until this many replications, then it is looked at.
    fn goes_on_until(&self, _replications: u32) {}
    /// A search or sweep turns to a value, counted from 1 among so many at most.
    fn turns_to(&self, _value: f64, _number: usize, _at_most: usize) {}
    /// A calibration simulates its scenario anew, counted from 1 among so many at most.
    fn evaluates(&self, _number: usize, _at_most: usize) {}
    /// A wanted precision was looked at.
    fn looks_at(&self, _precision: &[Reached]) {}
    /// A replication is done; told from any thread.
    fn one_done(&self) {}
    /// Whether to stop: what is done is kept.
    fn is_interrupted(&self) -> bool {
        false
    }
}

/// Nobody watches.
impl Watch for () {}

/// The threads that run studies, and who watches them.
pub struct Crew<'a> {
    pool: rayon::ThreadPool,
    pub(crate) watch: &'a dyn Watch,
}

impl<'a> Crew<'a> {
    /// Starts so many threads; `None`: as many as the machine has cores.
    ///
    /// # Errors
    ///
    /// No threads could be had.
    pub fn new(threads: Option<usize>, watch: &'a dyn Watch) -> Result<Crew<'a>, Stopped> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.unwrap_or(0)).build();
        pool.map(|pool| Crew { pool, watch }).map_err(|error| Stopped::Threads(error.to_string()))
    }

    /// Does something on these threads: rayon's ways of doing things at once use no others within it.
    pub fn lends<T: Send>(&self, does: impl FnOnce() -> T + Send) -> T {
        self.pool.install(does)
    }

    /// How many threads there are.
    pub(crate) fn threads(&self) -> usize {
        self.pool.current_num_threads()
    }

    /// How many results may be in hand that are not large: so many that no thread waits for one that takes twice as long.
    pub(crate) fn handful(&self) -> usize {
        4 * self.threads()
    }

    /// Does jobs on all threads, and takes their results in their order until one is refused. No more than `in_hand`
    /// have begun and are not taken, at least as many as there are threads. An interruption ends it after those that
    /// have begun; whether all were done is returned.
    pub(crate) fn does<J, T: Send, E: Send>(
        &self,
        jobs: impl Iterator<Item = J> + Send,
        in_hand: usize,
        one: impl Fn(J) -> T + Sync,
        takes: impl FnMut(T) -> Result<(), E> + Send,
    ) -> Result<bool, E> {
        let state = State {
            jobs,
            begun: 0,
            taken: 0,
            early: BTreeMap::new(),
            is_someone_taking: false,
            is_ending: false,
            refusal: None,
        };
        let in_hand = in_hand.max(self.threads()) as u64;
        let handover =
            Handover { state: Mutex::new(state), takes: Mutex::new(takes), turns: Condvar::new(), in_hand };
        self.pool.broadcast(|_| {
            let _leaving = Leaving(&handover);
            while let Some((number, job)) = handover.begins(self.watch) {
                let result = one(job);
                self.watch.one_done();
                handover.has(number, result);
            }
        });
        let mut state = handover.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        state.refusal.map_or_else(|| Ok(state.jobs.next().is_none()), Err)
    }
}

/// Jobs, and who takes their results.
struct Handover<I, T, E, F> {
    state: Mutex<State<I, T, E>>,
    takes: Mutex<F>,
    /// A result was taken, or no job begins any more.
    turns: Condvar,
    in_hand: u64,
}

struct State<I, T, E> {
    jobs: I,
    /// How many jobs were begun, and of how many the result was taken.
    begun: u64,
    taken: u64,
    /// Results that come after one that is not there yet, by number.
    early: BTreeMap<u64, T>,
    is_someone_taking: bool,
    /// No job begins any more.
    is_ending: bool,
    refusal: Option<E>,
}

impl<J, I: Iterator<Item = J>, T, E, F: FnMut(T) -> Result<(), E>> Handover<I, T, E, F> {
    /// The next job and its number. What has begun is finished: what is kept has no holes.
    fn begins(&self, watch: &dyn Watch) -> Option<(u64, J)> {
        let is_far_ahead =
            |state: &mut State<I, T, E>| state.begun - state.taken >= self.in_hand && !state.is_ending;
        let state = self.turns.wait_while(self.state(), is_far_ahead);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        if state.is_ending || watch.is_interrupted() {
            return None;
        }
        let job = state.jobs.next()?;
        state.begun += 1;
        Some((state.begun - 1, job))
    }

    /// A job has its result.
    fn has(&self, number: u64, result: T) {
        let mut state = self.state();
        state.early.insert(number, result);
        // Whoever is taking one takes this too when its turn comes.
        if std::mem::replace(&mut state.is_someone_taking, true) {
            return;
        }
        while let Some(result) = state.next_result() {
            drop(state);
            let is_taken = (self.takes.lock().unwrap_or_else(PoisonError::into_inner))(result);
            state = self.state();
            state.taken += 1;
            if let Err(refusal) = is_taken {
                (state.refusal, state.is_ending) = (Some(refusal), true);
            }
            self.turns.notify_all();
        }
        state.is_someone_taking = false;
    }
}

impl<I, T, E, F> Handover<I, T, E, F> {
    fn state(&self) -> MutexGuard<'_, State<I, T, E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<I, T, E> State<I, T, E> {
    fn next_result(&mut self) -> Option<T> {
        if self.refusal.is_some() { None } else { self.early.remove(&self.taken) }
    }
}

/// A thread leaves: no jobs are left, or it panics. Then nobody must wait for its result.
struct Leaving<'a, I, T, E, F>(&'a Handover<I, T, E, F>);

impl<I, T, E, F> Drop for Leaving<'_, I, T, E, F> {
    fn drop(&mut self) {
        self.0.state().is_ending = true;
        self.0.turns.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Duration;

    use super::*;

    fn crew(threads: usize, watch: &dyn Watch) -> Crew<'_> {
        Crew::new(Some(threads), watch).expect("threads")
    }

    /// Jobs of very different lengths: every ninth takes long.
    fn works(job: u32) -> u32 {
        std::thread::sleep(Duration::from_micros(if job.is_multiple_of(9) { 4_000 } else { 20 }));
        job
    }

    #[test]
    fn results_are_taken_in_the_order_of_jobs_on_any_number_of_threads() {
        for threads in [1, 2, 5] {
            let mut taken = Vec::new();
            let is_whole = crew(threads, &()).does(0..100, 7, works, |job| -> Result<(), Infallible> {
                taken.push(job);
                Ok(())
            });
            assert_eq!((is_whole, taken), (Ok(true), (0..100).collect::<Vec<_>>()));
        }
    }

    #[test]
    fn no_more_are_in_hand_than_asked_for() {
        let (in_hand, most) = (AtomicU32::new(0), AtomicU32::new(0));
        let jobs = (0..100).inspect(|_| {
            most.fetch_max(in_hand.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        });
        let one = |job: u32| {
            // The first waits for another.
            while job == 0 && most.load(Ordering::SeqCst) < 2 {
                std::thread::yield_now();
            }
            works(job)
        };
        let is_whole = crew(4, &()).does(jobs, 6, one, |_| -> Result<(), Infallible> {
            in_hand.fetch_sub(1, Ordering::SeqCst);
            Ok(())
        });
        assert_eq!(is_whole, Ok(true));
        let most = most.into_inner();
        assert!((2..=6).contains(&most), "{most}");
    }

    #[test]
    fn a_refused_result_is_the_last() {
        let mut taken = Vec::new();
        let refused = crew(3, &()).does(0.., 6, works, |job| {
            taken.push(job);
            if job == 20 { Err(job) } else { Ok(()) }
        });
        assert_eq!((refused, taken), (Err(20), (0..=20).collect::<Vec<_>>()));
    }

    /// Interrupts once so many are done.
    struct After(AtomicU32, u32);

    impl Watch for After {
        fn one_done(&self) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
        fn is_interrupted(&self) -> bool {
            self.0.load(Ordering::SeqCst) >= self.1
        }
    }

    #[test]
    fn an_interruption_keeps_what_has_begun_and_is_told_only_if_it_came_in_time() {
        let stopped_after = |jobs: u32| {
            let watch = After(AtomicU32::new(0), jobs);
            let mut taken = Vec::new();
            let is_whole = crew(3, &watch).does(0..30, 6, works, |job| -> Result<(), Infallible> {
                taken.push(job);
                Ok(())
            });
            (is_whole == Ok(true), taken)
        };
        let (is_whole, taken) = stopped_after(12);
        assert!(!is_whole && (12..=15).contains(&taken.len()), "{taken:?}");
        assert_eq!(taken, (0..taken.len() as u32).collect::<Vec<_>>());
        assert_eq!(stopped_after(30), (true, (0..30).collect()));
    }

    #[test]
    #[should_panic(expected = "job 5")]
    fn a_panic_ends_it_though_others_wait_for_that_result() {
        let one = |job: u32| {
            if job == 5 {
                // Long enough for the others to be far ahead.
                std::thread::sleep(Duration::from_millis(30));
                panic!("job 5");
            }
        };
        let _ = crew(3, &()).does(0..100, 3, one, |()| -> Result<(), Infallible> { Ok(()) });
    }

    #[test]
    #[should_panic(expected = "result 5")]
    fn a_panic_while_a_result_is_taken_ends_it_too() {
        let takes = |job: u32| -> Result<(), Infallible> {
            assert_ne!(job, 5, "result 5");
            Ok(())
        };
        let _ = crew(3, &()).does(0..100, 3, works, takes);
    }
}
