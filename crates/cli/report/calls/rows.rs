//! `calls.csv`. There can be hundreds of millions of rows, so they are put together by hand: whole numbers through
//! `itoa`, seconds from microseconds with a fixed point, names quoted once.

use std::io::{self, Write};

use acd_study::CallRecord;

use super::{Names, columns};
use crate::folder::Draft;

/// Bytes that are gathered before they are written.
const BLOCK: usize = 1 << 20;
/// More than a row takes without its names.
const ROW_AT_MOST: usize = 256;

/// The file that is being written.
pub struct Rows {
    draft: Draft,
    /// Names as fields, with the commas around them.
    kinds: Vec<Vec<u8>>,
    queues: Vec<Vec<u8>>,
    block: Vec<u8>,
}

impl Rows {
    /// Writes the header.
    pub(super) fn begin(draft: Draft, names: &Names) -> io::Result<Rows> {
        let header: Vec<String> = columns().into_iter().map(|column| column.name).collect();
        let block = format!("{}\n", header.join(",")).into_bytes();
        let fields = |names: &[String]| names.iter().map(|name| field(name)).collect();
        Ok(Rows { draft, kinds: fields(&names.kinds), queues: fields(&names.queues), block })
    }

    /// Writes the records of a replication, counted from zero.
    pub fn write(&mut self, replication: u32, records: &[CallRecord]) -> io::Result<()> {
        let replication = (u64::from(replication) + 1).to_string();
        for record in records {
            self.row(replication.as_bytes(), record);
            if self.block.len() >= BLOCK {
                self.draft.write_all(&self.block)?;
                self.block.clear();
            }
        }
        Ok(())
    }

    #[inline]
    fn row(&mut self, replication: &[u8], record: &CallRecord) {
        let block = &mut self.block;
        block.reserve(ROW_AT_MOST);
        block.extend_from_slice(replication);
        for number in [record.number, record.caller, record.attempt.into()] {
            block.push(b',');
            whole(block, number + 1);
        }
        block.push(b',');
        block.extend_from_slice(&self.kinds[record.kind.index()]);
        block.push(b',');
        if let Some(queue) = record.queue {
            block.extend_from_slice(&self.queues[queue.index()]);
        }
        block.push(b',');
        seconds(block, record.arrived.as_us());
        match record.offered() {
            Some((offered, wait)) => pair(block, offered.as_us(), wait.as_us()),
            None => block.extend_from_slice(b",,"),
        }
        block.push(b',');
        block.extend_from_slice(record.end.word().as_bytes());
        block.push(b',');
        if let Some(agent) = record.agent {
            whole(block, u64::from(agent.0) + 1);
        }
        match record.answer() {
            Some((talk, wrap_up)) => pair(block, talk.as_us(), wrap_up.as_us()),
            None => block.extend_from_slice(b",,"),
        }
        block.push(b'\n');
    }

    /// Hands the draft back.
    pub fn finish(mut self) -> io::Result<Draft> {
        self.draft.write_all(&self.block)?;
        Ok(self.draft)
    }
}

/// A name as a field, quoted where that is needed.
fn field(name: &str) -> Vec<u8> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    let written = writer.write_record([name]);
    debug_assert!(written.is_ok(), "memory can always be written");
    let mut bytes = writer.into_inner().unwrap_or_default();
    bytes.pop();
    bytes
}

fn whole(block: &mut Vec<u8>, number: u64) {
    block.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

fn pair(block: &mut Vec<u8>, one_us: u64, other_us: u64) {
    block.push(b',');
    seconds(block, one_us);
    block.push(b',');
    seconds(block, other_us);
}

/// Microseconds as seconds, exactly.
fn seconds(block: &mut Vec<u8>, us: u64) {
    let (seconds, rest) = (us / 1_000_000, (us % 1_000_000) as u32);
    whole(block, seconds);
    if rest > 0 {
        let digit = |place: u32| b'0' + (rest / place % 10) as u8;
        let point = [b'.', digit(100_000), digit(10_000), digit(1_000), digit(100), digit(10), digit(1)];
        block.extend_from_slice(&point);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_have_a_point_only_where_they_need_one() {
        let shown = |us: u64| {
            let mut block = Vec::new();
            seconds(&mut block, us);
            String::from_utf8(block).unwrap_or_default()
        };
        assert_eq!([0, 1, 1_000_000, 7_201_356_690].map(shown), ["0", "0.000001", "1", "7201.356690"]);
        assert_eq!(shown(u64::MAX), "18446744073709.551615");
    }

    #[test]
    fn names_are_quoted_as_the_other_tables_quote_them() {
        assert_eq!(field("政策咨询"), "政策咨询".as_bytes());
        assert_eq!(field("a,\"b\""), b"\"a,\"\"b\"\"\"");
    }
}
