//! Who need not be told in the order of time sees the same as who must be.

use acd_engine::*;

use crate::centres::Dice;
use crate::floor::Log;
use crate::small::small;

/// Notices as they are told to an observer of any order.
#[derive(Default)]
struct Heap(Vec<(Time, Notice)>);

impl Observer for Heap {
    const IN_ORDER: bool = false;

    fn note(&mut self, at: Time, notice: &Notice) {
        self.0.push((at, *notice));
    }
}

/// A small centre in whose queues nothing depends on when callers give up but who waits then.
fn forgetful(dice: &mut Dice) -> Model {
    let mut design = small(dice);
    design.lines = None;
    for kind in &mut design.kinds {
        (kind.redial, kind.balks) = (None, 0.0);
    }
    for queue in &mut design.queues {
        (queue.capacity, queue.announces, queue.call_back, queue.takes) = (None, None, None, Takes::Calls);
        queue.overflow.clear();
    }
    Model::new(design)
}

fn sorted(mut notices: Vec<(Time, Notice)>) -> Vec<(Time, String)> {
    notices.sort_by_key(|(at, notice)| (*at, format!("{notice:?}")));
    notices.into_iter().map(|(at, notice)| (at, format!("{notice:?}"))).collect()
}

/// How many callers gave up and were told of after something later.
fn told_late(notices: &[(Time, Notice)]) -> usize {
    let is_late = |pair: &&[(Time, Notice)]| pair[1].0 < pair[0].0;
    notices.windows(2).filter(is_late).count()
}

#[test]
fn callers_who_give_up_unseen_are_told_of_with_their_instant_and_change_nothing() {
    let mut late = 0;
    for seed in 1..=2_000 {
        let model = forgetful(&mut Dice(seed * 6_151));
        let luck = Luck::new(seed, 0);
        let (mut log, mut heap) = (Log::default(), Heap::default());
        Day::new(&model, luck).run(&model, &mut log);
        Day::new(&model, luck).run(&model, &mut heap);
        late += told_late(&heap.0);
        assert_eq!(sorted(heap.0), sorted(log.0), "seed {seed}");
    }
    assert!(late > 1_000, "nothing was proved: {late} were told late");
}

#[test]
fn observers_of_both_kinds_can_take_turns() {
    for seed in 1..=500 {
        let model = forgetful(&mut Dice(seed * 6_151));
        let luck = Luck::new(seed, 1);
        let mut whole = Log::default();
        Day::new(&model, luck).run(&model, &mut whole);
        let (mut log, mut heap, mut day) = (Log::default(), Heap::default(), Day::new(&model, luck));
        let end = whole.0.last().map_or(Time::ZERO, |(at, _)| *at).as_us();
        for part in 1..12 {
            let until = Time::from_us(end / 12 * part);
            if part % 2 == 0 {
                day.run_until(&model, until, &mut heap);
                assert!(heap.0.iter().all(|(at, _)| *at < until), "seed {seed}: told of what is to come");
            } else {
                let before = log.0.len();
                day.run_until(&model, until, &mut log);
                assert_eq!(told_late(&log.0[before..]), 0, "seed {seed}: not in the order of time");
            }
        }
        day.run(&model, &mut heap);
        heap.0.append(&mut log.0);
        assert_eq!(sorted(heap.0), sorted(whole.0), "seed {seed}");
    }
}
