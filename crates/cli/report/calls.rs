//! `calls.csv`: a record of every counted call, written while the study runs.

use std::io;

use acd_scenario::Scenario;
use acd_study::CallRecord;

use super::tables::{Column, Kind, plain};
use crate::exit::Failure;
use crate::folder::Draft;

/// The file's name.
pub const FILE: &str = "calls.csv";

/// The columns.
pub fn columns() -> Vec<Column> {
    let second = |name: &str, meaning: &str| Column::new(name, Kind::Number, "s", meaning);
    vec![
        Column::replication(),
        Column::new(
            "call",
            Kind::Integer,
            "",
            "the call's number in the replication, from 1 in order of arrival",
        ),
        Column::new("caller", Kind::Integer, "", "the caller's number within the kind, from 1"),
        Column::new("attempt", Kind::Integer, "", "1 for a first call, then the redials"),
        Column::new("kind", Kind::Text, "", "the caller kind"),
        Column::new("queue", Kind::Text, "", "the queue it was offered to"),
        second("arrived_s", "arrival, from 00:00 of the first day"),
        second("offered_s", "when human service was chosen, from 00:00 of the first day"),
        second("wait_s", "wait from then on"),
        Column::new("outcome", Kind::Text, "", "how it ended"),
        Column::new("agent", Kind::Integer, "", "who answered, as in agents.csv"),
        second("talk_s", "talk time"),
        second("wrap_up_s", "wrap-up time"),
    ]
}

/// The table that is being written.
pub struct Table {
    writer: csv::Writer<Draft>,
    kinds: Vec<String>,
    queues: Vec<String>,
}

impl Table {
    /// Writes the header.
    pub fn begin(draft: Draft, scenario: &Scenario) -> Result<Table, Failure> {
        let mut writer = csv::Writer::from_writer(draft);
        let header = columns().into_iter().map(|column| column.name);
        writer.write_record(header).map_err(|error| Failure::io(FILE, error))?;
        let kinds = scenario.kinds.iter().map(|name| plain(name).into_owned()).collect();
        let queues = scenario.queues.iter().map(|queue| plain(&queue.name).into_owned()).collect();
        Ok(Table { writer, kinds, queues })
    }

    /// Writes the records of a replication, counted from zero.
    pub fn write(&mut self, replication: u32, records: &[CallRecord]) -> io::Result<()> {
        for record in records {
            let call = &record.call;
            let numbers = [u64::from(replication), call.number, call.caller, u64::from(call.attempt)];
            for number in numbers {
                self.writer.write_field((number + 1).to_string())?;
            }
            self.writer.write_field(&self.kinds[call.kind.index()])?;
            self.writer.write_field(record.queue.map_or("", |queue| &self.queues[queue.index()]))?;
            self.writer.write_field(seconds(call.arrived.as_us()))?;
            self.optional(record.offered.map(|offered| offered.as_us()))?;
            self.optional(record.wait.map(|wait| wait.as_us()))?;
            self.writer.write_field(record.end.word())?;
            self.writer.write_field(record.agent.map_or(String::new(), |agent| (agent.0 + 1).to_string()))?;
            self.optional(record.talk.map(|talk| talk.as_us()))?;
            self.optional(record.wrap_up.map(|wrap_up| wrap_up.as_us()))?;
            self.writer.write_record(None::<&[u8]>)?;
        }
        Ok(())
    }

    fn optional(&mut self, us: Option<u64>) -> csv::Result<()> {
        self.writer.write_field(us.map_or(String::new(), seconds))
    }

    /// Hands the draft back.
    pub fn finish(self) -> Result<Draft, Failure> {
        self.writer.into_inner().map_err(|error| Failure::io(FILE, error.error()))
    }
}

/// Microseconds as seconds, exactly.
fn seconds(us: u64) -> String {
    let (whole, rest) = (us / 1_000_000, us % 1_000_000);
    if rest == 0 { whole.to_string() } else { format!("{whole}.{rest:06}") }
}
