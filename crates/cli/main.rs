//! The `sim` command: arguments in, summaries and files out. It computes nothing itself.

mod arguments;
mod calibrate;
mod check;
mod compare;
mod erlang;
mod examples;
mod exit;
mod explain;
mod fit;
mod folder;
mod init;
mod inputs;
mod network;
mod progress;
mod report;
mod run;
mod shell;
mod validate;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    let command = examples::with_examples(Arguments::command());
    let arguments = Arguments::from_arg_matches(&command.clone().get_matches());
    let arguments = arguments.unwrap_or_else(|error| error.exit());
    let result = match &arguments.command {
        Command::Run(options) => run::run(options),
        Command::Sweep(options) => run::sweep(options),
        Command::Erlang { formula } => erlang::erlang(formula),
        Command::Schema => exit::print(acd_scenario::SCHEMA).map(|()| ExitCode::SUCCESS),
        Command::Completions { shell } => shell::completions(*shell, command),
        Command::Man(options) => shell::man(options, command),
        Command::Check(options) => check::check(options),
        Command::Compare(options) => compare::compare(options),
        Command::Calibrate(options) => calibrate::calibrate(options),
        Command::Fit(options) => fit::fit(options),
        Command::Validate(options) => validate::validate(options),
        Command::Init(options) => init::init(options),
        Command::Explain(options) => explain::explain(options),
    };
    match result {
        Ok(code) => code,
        Err(failure) => failure.report(),
    }
}
