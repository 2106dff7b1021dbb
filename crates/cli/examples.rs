//! The examples that every help text begins with. Each is parsed and run by a test.

use clap::Command;

/// What is typed after `sim`, and what that does.
type Example = (&'static str, &'static str);

/// The examples of each command, by the words that lead to it.
const EXAMPLES: [(&str, &[Example]); 17] = [
    (
        "",
        &[
            ("init", "write a commented scenario to start from"),
            ("run scenario.toml", "simulate it, and see whether the goal is met"),
            ("run scenario.toml --set agents.team.shifts.late.heads=8", "the same with another number"),
        ],
    ),
    (
        "run",
        &[
            ("run scenario.toml", "simulate it; search where it has a [search]"),
            ("run scenario.toml --set callers.customers.arrivals.per_day=1100", "what if more call?"),
            ("run scenario.toml --replications 50 --seed 2 --json", "for a program"),
        ],
    ),
    (
        "sweep",
        &[
            (
                "sweep scenario.toml --vary agents.team.shifts.late.heads --from 5 --to 9 --step 2",
                "every value of a number",
            ),
            (
                "sweep scenario.toml --vary callers.customers.redial.share --from 20% --to 60% --step 20%",
                "of a share; lengths of time are \"2 min\"",
            ),
            (
                "sweep scenario.toml --vary agents.team.shifts.late.heads --from 5 --to 9 --step 2 --vary callers.customers.redial.share --from 20% --to 60% --step 20%",
                "every pair of two keys' values",
            ),
        ],
    ),
    (
        "check",
        &[("check scenario.toml", "everything that is wrong with it, each line with what to write instead")],
    ),
    (
        "explain",
        &[
            ("explain scenario.toml", "every value, and the line or the default that it came from"),
            ("explain scenario.toml queues.main", "one table alone"),
            ("explain scenario.toml --set run.seed=7 run", "what a change replaces"),
        ],
    ),
    (
        "compare",
        &[
            ("compare scenario.toml --set-b agents.team.shifts.late.heads=8", "one file, changed"),
            ("compare scenario.toml other.toml", "two files, under the luck of the first"),
            ("compare out/scenario out/other", "two runs that are done"),
        ],
    ),
    (
        "calibrate",
        &[
            ("calibrate scenario.toml", "find what its [calibrate] names, from its [reported] totals"),
            ("calibrate scenario.toml --lang zh", "the same in Chinese"),
        ],
    ),
    (
        "fit",
        &[
            ("fit calls.csv", "a scenario of the centre that this log is from"),
            ("fit calls.csv --interval \"15 min\" --opens 08:00 --closes 20:00", "where you know better"),
            ("fit calls.csv --columns columns.toml", "where its columns have other names"),
        ],
    ),
    (
        "validate",
        &[
            ("validate calls.csv scenario.toml", "is this scenario the centre that the log is from?"),
            (
                "validate calls.csv scenario.toml --replications 399 --lang zh",
                "with a finer band, in Chinese",
            ),
        ],
    ),
    (
        "init",
        &[
            ("init", "scenario.toml: one queue, two shifts"),
            ("init north/hotline --template hotline", "another template, in a folder"),
            ("init --list", "which templates there are"),
        ],
    ),
    (
        "erlang",
        &[
            (
                "erlang a --goal 80% --within \"20 s\" --calls-per-hour 120 --handle \"4 min\" --patience \"2 min\"",
                "how many agents?",
            ),
            ("erlang c --agents 10 --calls-per-hour 120 --handle \"4 min\"", "how long do they wait?"),
        ],
    ),
    (
        "erlang b",
        &[
            ("erlang b --agents 12 --load 8", "what share finds 12 lines busy, at 8 erlangs"),
            ("erlang b --blocked-at-most 2% --load 8", "how many lines lose 2 % at most"),
        ],
    ),
    (
        "erlang c",
        &[
            (
                "erlang c --agents 10 --calls-per-hour 120 --handle \"4 min\" --within \"20 s\"",
                "how good are 10 agents?",
            ),
            (
                "erlang c --goal 80% --calls-per-hour 120 --handle \"4 min\" --within \"20 s\"",
                "how many does the goal take?",
            ),
        ],
    ),
    (
        "erlang a",
        &[
            (
                "erlang a --agents 9 --calls-per-hour 120 --handle \"4 min\" --patience \"2 min\"",
                "how good are 9 agents, where callers give up?",
            ),
            (
                "erlang a --goal 80% --calls-per-hour 120 --handle \"4 min\" --patience \"2 min\"",
                "how many does the goal take?",
            ),
        ],
    ),
    ("schema", &[("schema", "for an editor: sim schema > scenario.schema.json")]),
    (
        "completions",
        &[
            ("completions bash", "into ~/.local/share/bash-completion/completions/sim"),
            ("completions zsh", "into a file _sim on your $fpath"),
        ],
    ),
    ("man", &[("man", "the page of sim: sim man | man -l -"), ("man --out man1", "a page for each command")]),
];

/// The command with the examples before all else in each help text.
pub fn with_examples(command: Command) -> Command {
    put(command, "")
}

fn put(command: Command, path: &str) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let command = names.into_iter().fold(command, |command, name| {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command.mut_subcommand(name, |inner| put(inner, &path))
    });
    match examples_of(path) {
        Some(examples) => command.before_help(in_words(examples)),
        None => command,
    }
}

fn examples_of(path: &str) -> Option<&'static [Example]> {
    EXAMPLES.iter().find(|(of, _)| *of == path).map(|(_, examples)| *examples)
}

/// Each command, and what it does below it where it doesn't fit beside.
fn in_words(examples: &[Example]) -> String {
    const COMMAND_COLUMNS: usize = 44;
    let lines = examples.iter().map(|(command, meaning)| {
        let command = folded(&format!("sim {command}"));
        if command.len() > COMMAND_COLUMNS {
            format!("  {command}\n      {meaning}")
        } else {
            format!("  {command:<COMMAND_COLUMNS$}  {meaning}")
        }
    });
    format!("Examples:\n{}", lines.collect::<Vec<_>>().join("\n"))
}

/// A command that is too long for a line goes on in the next, as a shell takes it.
fn folded(command: &str) -> String {
    const COLUMNS_AT_MOST: usize = 96;
    match command.rfind(" --vary ").filter(|_| command.len() > COLUMNS_AT_MOST) {
        Some(place) => format!("{} \\\n      {}", &command[..place], command[place..].trim_start()),
        None => command.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::arguments::Arguments;

    /// A line as a shell splits it.
    fn words(line: &str) -> Vec<String> {
        let mut words = vec![String::new()];
        let mut is_quoted = false;
        for character in line.chars() {
            match character {
                '"' => is_quoted = !is_quoted,
                ' ' if !is_quoted => words.push(String::new()),
                other => words.last_mut().expect("a word").push(other),
            }
        }
        words
    }

    #[test]
    fn every_example_is_a_command_of_its_help_text() {
        for (path, examples) in EXAMPLES {
            for (example, _) in examples {
                let line = format!("sim {example}");
                assert!(example.starts_with(path), "{example} is no example of {path}");
                let parsed = Arguments::command().try_get_matches_from(words(&line));
                assert!(
                    parsed.is_ok(),
                    "{line}: {}",
                    parsed.err().map_or(String::new(), |error| error.to_string())
                );
            }
        }
    }

    #[test]
    fn every_command_has_examples() {
        fn look(command: &Command, path: &str) {
            assert!(examples_of(path).is_some(), "sim {path} --help begins without an example");
            for inner in command.get_subcommands() {
                let path = format!("{path} {}", inner.get_name());
                look(inner, path.trim());
            }
        }
        look(&Arguments::command(), "");
    }
}
