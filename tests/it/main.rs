//! The `sim` command as users meet it: the released scenarios, exit codes, files, exact answers.

mod bad;
mod command;
mod compare;
mod erlang;
mod explain;
mod failures;
mod files;
mod golden;
mod help;
mod html;
mod init;
mod network;
mod search;
mod shipped;
mod summary;
mod truth;
