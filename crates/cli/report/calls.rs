//! Call records: a row a counted call, written while the study runs, as CSV or as Parquet.

#[cfg(feature = "parquet")]
mod parquet;
mod rows;

use std::io;

use acd_scenario::Scenario;
use acd_study::CallRecord;
use clap::ValueEnum;

use super::tables::{Column, Kind, plain};
use crate::exit::Failure;
use crate::folder::{Draft, Folder};

/// How call records are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CallsFormat {
    /// calls.csv
    Csv,
    /// calls.parquet
    #[cfg(feature = "parquet")]
    Parquet,
}

impl CallsFormat {
    /// The file's name.
    pub fn file(self) -> &'static str {
        match self {
            CallsFormat::Csv => "calls.csv",
            #[cfg(feature = "parquet")]
            CallsFormat::Parquet => "calls.parquet",
        }
    }
}

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

/// The names that rows hold, as every file has them.
struct Names {
    kinds: Vec<String>,
    queues: Vec<String>,
}

impl Names {
    fn of(scenario: &Scenario) -> Names {
        let queues = scenario.queues.iter().map(|queue| plain(&queue.name).into_owned());
        Names {
            kinds: scenario.kinds.iter().map(|name| plain(name).into_owned()).collect(),
            queues: queues.collect(),
        }
    }
}

/// The table that is being written.
pub enum Table {
    Csv(rows::Rows),
    #[cfg(feature = "parquet")]
    Parquet(Box<parquet::Columns>),
}

impl Table {
    /// Begins the file.
    pub fn begin(format: CallsFormat, folder: &Folder, scenario: &Scenario) -> Result<Table, Failure> {
        let draft = folder.draft(format.file())?;
        let names = Names::of(scenario);
        let table = match format {
            CallsFormat::Csv => rows::Rows::begin(draft, &names).map(Table::Csv),
            #[cfg(feature = "parquet")]
            CallsFormat::Parquet => {
                parquet::Columns::begin(draft, &names).map(|columns| Table::Parquet(Box::new(columns)))
            }
        };
        table.map_err(|error| Failure::io(format.file(), error))
    }

    /// Writes the records of a replication, counted from zero.
    pub fn write(&mut self, replication: u32, records: &[CallRecord]) -> io::Result<()> {
        match self {
            Table::Csv(rows) => rows.write(replication, records),
            #[cfg(feature = "parquet")]
            Table::Parquet(columns) => columns.write(replication, records),
        }
    }

    /// Hands the draft back.
    pub fn finish(self) -> io::Result<Draft> {
        match self {
            Table::Csv(rows) => rows.finish(),
            #[cfg(feature = "parquet")]
            Table::Parquet(columns) => columns.finish(),
        }
    }
}
