//! Help texts begin with examples that run, slips are met with the nearest word, and shells know the command.

use crate::command::Place;

/// The commands that a help text lists, with the words that lead to them.
fn commands(place: &Place, path: &str) -> Vec<String> {
    let help = place.sim(&format!("{path} --help")).stdout;
    let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
    let names = listed.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    let inner: Vec<String> =
        names.filter(|name| *name != "help").map(|name| format!("{path} {name}").trim().to_owned()).collect();
    let deeper: Vec<String> = inner.iter().flat_map(|path| commands(place, path)).collect();
    inner.into_iter().chain(deeper).collect()
}

/// The examples of a help text.
fn examples(place: &Place, path: &str) -> Vec<String> {
    let help = place.sim(&format!("{path} --help")).stdout;
    assert!(help.starts_with("Examples:\n"), "sim {path} --help begins with\n{help}");
    let block = help.split("\n\n").next().unwrap_or_default().replace(" \\\n      ", " ");
    let lines = block.lines().filter_map(|line| line.strip_prefix("  sim "));
    lines.map(|line| line.split("  ").next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_help_text_begins_with_examples_that_run() {
    let place = Place::new("help");
    let all = commands(&place, "");
    assert!(all.len() >= 13 && all.contains(&"erlang b".to_owned()), "{all:?}");
    for path in all.iter().map(String::as_str).chain([""]) {
        let place = Place::new(&format!("help-{}", path.replace(' ', "-")));
        if !["", "init"].contains(&path) {
            for name in ["scenario", "other"] {
                assert_eq!(place.sim(&format!("init {name}")).code, Some(0));
            }
        }
        if path == "compare" {
            for name in ["scenario", "other"] {
                assert_eq!(place.sim(&format!("run {name}.toml --no-plots --quiet")).code, Some(0));
            }
        }
        if ["fit", "validate"].contains(&path) {
            let ran = place.sim("run scenario.toml --calls --replications 2 --no-plots --quiet --out .");
            assert_eq!(ran.code, Some(0), "{}", ran.stderr);
            place.write("columns.toml", "arrived_s = \"arrived_s\"\n");
        }
        if path == "calibrate" {
            assert_eq!(place.sim("init scenario --template hotline --force").code, Some(0));
        }
        let examples = examples(&place, path);
        assert!(!examples.is_empty(), "{path}");
        for example in examples {
            let ran = place.sim_typed(&example);
            assert_eq!(ran.code, Some(0), "sim {example}: {}", ran.stderr);
            assert!(!ran.stdout.is_empty(), "sim {example} prints nothing");
        }
    }
}

#[test]
fn a_slip_is_met_with_the_nearest_word() {
    let place = Place::new("slips");
    for (typed, meant) in [
        ("rum x.toml", "'run'"),
        ("run x.toml --repications 4", "'--replications'"),
        ("init --template hotlin", "'hotline'"),
        ("completions bsh", "'bash'"),
    ] {
        let ran = place.sim(typed);
        assert_eq!(ran.code, Some(2), "{typed}");
        assert!(ran.stderr.contains("similar") && ran.stderr.contains(meant), "sim {typed}: {}", ran.stderr);
    }
}

#[test]
fn shells_and_man_know_every_command() {
    let place = Place::new("shells");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let ran = place.sim(&format!("completions {shell}"));
        assert_eq!(ran.code, Some(0), "{shell}: {}", ran.stderr);
        for word in ["explain", "compare", "set-b"] {
            assert!(ran.stdout.contains(word), "{shell} doesn't know {word}");
        }
    }
    let ran = place.sim("man --out pages");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let names = place.names("pages");
    for path in commands(&place, "") {
        let page = format!("sim-{}.1", path.replace(' ', "-"));
        assert!(names.contains(&page), "{page} is not among {names:?}");
        let text = place.read(&format!("pages/{page}"));
        assert!(text.contains(".SH EXAMPLES") && text.contains(".SH SYNOPSIS"), "{page}:\n{text}");
    }
}
