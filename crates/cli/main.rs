//! The `sim` command: arguments in, summaries and files out. It computes nothing itself.

mod arguments;
mod check;
mod compare;
mod erlang;
mod exit;
mod explain;
mod folder;
mod init;
mod inputs;
mod network;
mod progress;
mod report;
mod run;

use std::process::ExitCode;

use clap::Parser;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Run(options) => run::run(options),
        Command::Sweep(options) => run::sweep(options),
        Command::Erlang { formula } => erlang::erlang(formula),
        Command::Schema => exit::print(acd_scenario::SCHEMA).map(|()| ExitCode::SUCCESS),
        Command::Check(options) => check::check(options),
        Command::Compare(options) => compare::compare(options),
        Command::Init(options) => init::init(options),
        Command::Explain(options) => explain::explain(options),
    };
    match result {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
