//! Counts by batch of two hours, and how they are told. Instants are nanoseconds.

use nexosim::Message;
use serde::{Deserialize, Serialize};

const SECOND: u64 = 1_000_000_000;
const BATCH: u64 = 7_200 * SECOND;
const WITHIN: u64 = 30 * SECOND;

/// What is counted of the calls offered in two hours.
#[derive(Clone, Default, Message, Serialize, Deserialize)]
struct Batch {
    offered: u64,
    within: u64,
    abandoned: u64,
    wait_s: f64,
}

/// What is counted.
#[derive(Clone, Message, Serialize, Deserialize)]
pub struct Counts(Vec<Batch>);

impl Counts {
    /// Nothing yet, of so many days.
    pub fn new(days: f64) -> Counts {
        Counts(vec![Batch::default(); (days * 12.0) as usize])
    }

    /// A call is answered.
    pub fn answer(&mut self, offered: u64, now: u64) {
        let within = now - offered <= WITHIN;
        self.batch(offered, now).within += u64::from(within);
    }

    /// A caller gave up.
    pub fn abandon(&mut self, offered: u64, now: u64) {
        self.batch(offered, now).abandoned += 1;
    }

    fn batch(&mut self, offered: u64, now: u64) -> &mut Batch {
        let batch = &mut self.0[(offered / BATCH) as usize];
        batch.offered += 1;
        batch.wait_s += (now - offered) as f64 / 1e9;
        batch
    }

    /// One line of JSON.
    pub fn told(&self, seconds: f64) -> String {
        let calls: u64 = self.0.iter().map(|batch| batch.offered).sum();
        serde_json::json!({ "seconds": seconds, "calls": calls, "breaks": 0, "batches": self.0 }).to_string()
    }
}
