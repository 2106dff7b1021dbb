//! The `sim` command as users meet it: the released scenarios, exit codes, files, exact answers.

mod bad;
mod command;
mod compare;
mod documents;
mod erlang;
mod explain;
mod failures;
mod files;
mod fit;
mod golden;
mod help;
mod html;
mod init;
mod model;
mod network;
mod plots;
#[cfg(feature = "parquet")]
mod records;
mod search;
mod shipped;
mod summary;
#[path = "../../crates/cli/report/plots/tidy.rs"]
mod tidy;
mod trace;
mod truth;
mod workbook;
