//! `sim completions` and `sim man`: what shells and `man` want to know of the command.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use crate::exit::{Failure, print};

#[derive(Args)]
pub struct ManOptions {
    /// Write a page for each command into this folder, instead of printing that of sim.
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
}

/// `sim completions`.
pub fn completions(shell: Shell, mut command: Command) -> Result<ExitCode, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "sim", &mut script);
    print(&String::from_utf8_lossy(&script))?;
    Ok(ExitCode::SUCCESS)
}

/// `sim man`.
pub fn man(options: &ManOptions, mut command: Command) -> Result<ExitCode, Failure> {
    let Some(folder) = &options.out else {
        print(&page(&command)?)?;
        return Ok(ExitCode::SUCCESS);
    };
    std::fs::create_dir_all(folder).map_err(|error| Failure::io(folder.display(), error))?;
    command.build();
    let mut names = Vec::new();
    write_pages(&command, "sim", folder, &mut names)?;
    print(&format!("Pages in {}: {}\n", folder.display(), names.join(", ")))?;
    Ok(ExitCode::SUCCESS)
}

/// Writes the page of a command and of all below it.
fn write_pages(command: &Command, name: &str, folder: &Path, names: &mut Vec<String>) -> Result<(), Failure> {
    let file = format!("{name}.1");
    let path = folder.join(&file);
    let text = page(&command.clone().display_name(name.to_owned()))?;
    std::fs::write(&path, text).map_err(|error| Failure::io(path.display(), error))?;
    names.push(file);
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help") {
        write_pages(inner, &format!("{name}-{}", inner.get_name()), folder, names)?;
    }
    Ok(())
}

fn page(command: &Command) -> Result<String, Failure> {
    let mut page = Vec::new();
    let failed = |error| Failure::io("a page", error);
    Man::new(command.clone()).render(&mut page).map_err(failed)?;
    if let Some(examples) = command.get_before_help() {
        let examples = examples.to_string().replace("Examples:\n", "");
        let mut section = Roff::new();
        section.control("SH", ["EXAMPLES"]).control("nf", []).text([roman(examples)]).control("fi", []);
        section.to_writer(&mut page).map_err(failed)?;
    }
    Ok(String::from_utf8_lossy(&page).into_owned())
}
