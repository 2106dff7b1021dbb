//! How the command fails: what is said, and the exit code.

use std::fmt::Display;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use acd_scenario::{Failure as ScenarioFailure, Invalid, Style, printable};

/// The exit code of a search that found no value that is met.
pub const NONE_MET: u8 = 4;
/// The exit code of an interrupted command.
pub const INTERRUPTED: u8 = 130;

/// Why a command did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// Input or output failed, or something inside: exit code 1.
    Broken(String),
    /// The scenario or a `--set` is invalid: exit code 3.
    Invalid(Invalid),
    /// The scenario turned out invalid while it ran: exit code 3.
    InvalidLate(String),
    /// What was asked can't be answered: exit code 2.
    Usage(String),
    /// Interrupted before there was anything to keep: exit code 130.
    Interrupted(String),
}

impl Failure {
    /// Input or output failed at something.
    pub fn io(what: impl Display, error: impl Display) -> Failure {
        Failure::Broken(format!("{what}: {error}"))
    }

    /// Says what went wrong, on standard error, and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let mut stderr = std::io::stderr();
        let (text, code) = match self {
            Failure::Broken(text) => (format!("error: {}", printable(text)), 1),
            Failure::Interrupted(text) => (printable(text).into_owned(), INTERRUPTED),
            Failure::Usage(text) => (format!("error: {}", printable(text)), 2),
            Failure::InvalidLate(text) => (format!("error: {}", printable(text)), 3),
            Failure::Invalid(invalid) => {
                let wants_colour = stderr.is_terminal() && std::env::var_os("NO_COLOR").is_none();
                let style = if wants_colour { Style::Coloured } else { Style::Plain };
                let count = invalid.count();
                let problems = if count == 1 { "1 problem".to_owned() } else { format!("{count} problems") };
                (format!("{}\n\n{problems}; nothing was run or written", invalid.render(style)), 3)
            }
        };
        // Nobody is left to tell if even this fails.
        let _ = writeln!(stderr, "{text}");
        ExitCode::from(code)
    }
}

impl From<ScenarioFailure> for Failure {
    fn from(failure: ScenarioFailure) -> Failure {
        match failure {
            ScenarioFailure::Unreadable(unreadable) => {
                Failure::Broken(format!("the scenario file can't be read: {unreadable}"))
            }
            ScenarioFailure::Invalid(invalid) => Failure::Invalid(invalid),
        }
    }
}

/// Prints to standard output, in colour only on a terminal that wants it (NO_COLOR is honoured). A reader who has
/// closed it has seen enough.
pub fn print(text: &str) -> Result<(), Failure> {
    let mut stdout = anstream::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Failure::io("standard output", error))
        }
        _ => Ok(()),
    }
}
