//! Hundreds of random centres with every feature in every mixture, each watched by the referee.

use std::collections::BTreeMap;

use acd_engine::*;

use crate::centres::{Dice, centre};
use crate::referee::Referee;

#[test]
fn the_rules_hold_at_every_instant_of_any_centre() {
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    let mut dice = Dice(20_140_303);
    for replication in 0..300 {
        let model = Model::new(centre(&mut dice));
        let mut referee = Referee::new(&model);
        Day::new(&model, Luck::new(4, replication)).run(&model, &mut referee);
        referee.judges_the_end();
        for how in referee.ends.values() {
            *ends.entry(how).or_default() += 1;
        }
    }
    // Nothing was proved about what hardly occurs.
    for how in ["answered", "abandoned", "blocked", "line blocked", "hung up", "served", "dropped", "waits"] {
        assert!(ends.get(how).is_some_and(|&count| count > 50), "{how} hardly occurs: {ends:?}");
    }
}
