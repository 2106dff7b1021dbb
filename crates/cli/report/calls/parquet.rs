//! `calls.parquet`: the same columns and figures as `calls.csv`, in columns that notebooks read at once.
//!
//! Names are encoded by a dictionary, whole numbers by their differences; seconds are doubles, the very numbers that
//! the digits of the CSV stand for. Nothing is compressed: digits of random numbers hardly get smaller.

use std::io;
use std::sync::Arc;

use acd_study::{CallEnd, CallRecord};
use parquet::basic::Encoding;
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use parquet::schema::types::ColumnPath;

use super::Names;
use crate::folder::Draft;

/// Rows that stand together: a reader takes and skips them as one.
const ROWS_TOGETHER: usize = 1 << 18;

const SCHEMA: &str = "message calls {
    required int32 replication; required int64 call; required int64 caller; required int32 attempt;
    required binary kind (STRING); optional binary queue (STRING);
    required double arrived_s; optional double offered_s; optional double wait_s;
    required binary outcome (STRING); optional int32 agent; optional double talk_s; optional double wrap_up_s;
}";
const WHOLE_NUMBERS: [&str; 5] = ["replication", "call", "caller", "attempt", "agent"];
const SECONDS: [&str; 5] = ["arrived_s", "offered_s", "wait_s", "talk_s", "wrap_up_s"];

/// A record and its replication, counted from zero.
type Row = (u32, CallRecord);

/// The file that is being written.
pub struct Columns {
    writer: SerializedFileWriter<Draft>,
    kinds: Vec<ByteArray>,
    queues: Vec<ByteArray>,
    rows: Vec<Row>,
}

impl Columns {
    /// Writes the head.
    pub(super) fn begin(draft: Draft, names: &Names) -> io::Result<Columns> {
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(io::Error::other)?);
        let writer = SerializedFileWriter::new(draft, schema, Arc::new(properties()));
        let bytes = |names: &[String]| names.iter().map(|name| ByteArray::from(name.as_str())).collect();
        Ok(Columns {
            writer: writer.map_err(io::Error::other)?,
            kinds: bytes(&names.kinds),
            queues: bytes(&names.queues),
            rows: Vec::new(),
        })
    }

    /// Writes the records of a replication, counted from zero.
    pub fn write(&mut self, replication: u32, records: &[CallRecord]) -> io::Result<()> {
        for record in records {
            self.rows.push((replication, *record));
            if self.rows.len() == ROWS_TOGETHER {
                self.writes_rows().map_err(io::Error::other)?;
            }
        }
        Ok(())
    }

    /// Hands the draft back.
    pub fn finish(mut self) -> io::Result<Draft> {
        self.writes_rows().and_then(|()| self.writer.into_inner()).map_err(io::Error::other)
    }

    /// Writes the rows that were gathered, column by column, in the order of the schema.
    fn writes_rows(&mut self) -> Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let (rows, kinds, queues) = (&self.rows[..], &self.kinds, &self.queues);
        let mut group = self.writer.next_row_group()?;
        let group_of = &mut group;
        every::<Int32Type>(group_of, rows, |(replication, _)| *replication as i32 + 1)?;
        every::<Int64Type>(group_of, rows, |(_, call)| call.number as i64 + 1)?;
        every::<Int64Type>(group_of, rows, |(_, call)| call.caller as i64 + 1)?;
        every::<Int32Type>(group_of, rows, |(_, call)| call.attempt as i32 + 1)?;
        every::<ByteArrayType>(group_of, rows, |(_, call)| kinds[call.kind.index()].clone())?;
        some::<ByteArrayType>(group_of, rows, |(_, call)| Some(queues[call.queue?.index()].clone()))?;
        every::<DoubleType>(group_of, rows, |(_, call)| seconds(call.arrived.as_us()))?;
        some::<DoubleType>(group_of, rows, |(_, call)| Some(seconds(call.offered()?.0.as_us())))?;
        some::<DoubleType>(group_of, rows, |(_, call)| Some(seconds(call.offered()?.1.as_us())))?;
        every::<ByteArrayType>(group_of, rows, |(_, call)| outcome(call.end))?;
        some::<Int32Type>(group_of, rows, |(_, call)| Some(call.agent?.0 as i32 + 1))?;
        some::<DoubleType>(group_of, rows, |(_, call)| Some(seconds(call.answer()?.0.as_us())))?;
        some::<DoubleType>(group_of, rows, |(_, call)| Some(seconds(call.answer()?.1.as_us())))?;
        group.close()?;
        self.rows.clear();
        Ok(())
    }
}

fn properties() -> WriterProperties {
    let path = |name: &str| ColumnPath::from(name);
    let mut properties =
        WriterProperties::builder().set_created_by(format!("acd-sim {}", env!("CARGO_PKG_VERSION")));
    for name in WHOLE_NUMBERS {
        properties = properties
            .set_column_dictionary_enabled(path(name), false)
            .set_column_encoding(path(name), Encoding::DELTA_BINARY_PACKED);
    }
    for name in SECONDS {
        properties = properties.set_column_dictionary_enabled(path(name), false);
    }
    properties.build()
}

/// The next column, which every row has.
fn every<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Draft>,
    rows: &[Row],
    value: impl Fn(&Row) -> T::T,
) -> Result<()> {
    let values: Vec<T::T> = rows.iter().map(value).collect();
    column::<T>(group, &values, None)
}

/// The next column, which some rows have.
fn some<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Draft>,
    rows: &[Row],
    value: impl Fn(&Row) -> Option<T::T>,
) -> Result<()> {
    let values: Vec<Option<T::T>> = rows.iter().map(value).collect();
    let levels: Vec<i16> = values.iter().map(|value| i16::from(value.is_some())).collect();
    let values: Vec<T::T> = values.into_iter().flatten().collect();
    column::<T>(group, &values, Some(&levels))
}

fn column<T: DataType>(
    group: &mut SerializedRowGroupWriter<'_, Draft>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Result<()> {
    let Some(mut column) = group.next_column()? else { return Ok(()) };
    column.typed::<T>().write_batch(values, levels, None)?;
    column.close()
}

fn outcome(end: CallEnd) -> ByteArray {
    ByteArray::from(end.word())
}

/// The double nearest to so many microseconds in seconds: what reading the CSV gives.
fn seconds(us: u64) -> f64 {
    us as f64 / 1e6
}
