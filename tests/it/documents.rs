//! The transcripts of `docs/commands.md`: each command is run, and prints what stands there.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test it documents` writes them anew; read what changed.

use crate::command::{Place, repository};

/// What a command of a transcript prints; ` | head -n N` at its end keeps the first lines, as in a shell.
fn printed(place: &Place, typed: &str) -> String {
    let (command, lines) = match typed.split_once(" | head -n ") {
        Some((command, count)) => (command, count.parse().expect("a number of lines")),
        None => (typed, usize::MAX),
    };
    let ran = place.sim_typed(command.strip_prefix("sim ").expect("a sim command"));
    let all = if ran.code == Some(0) { ran.stdout } else { ran.stderr };
    all.lines().take(lines).map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// A page with what its commands print now.
fn told_anew(place: &Place, page: &str) -> String {
    let mut anew = String::new();
    for (place_in_page, block) in page.split("```console\n").enumerate() {
        if place_in_page == 0 {
            anew.push_str(block);
            continue;
        }
        let (transcript, rest) = block.split_once("```").expect("a block ends");
        anew.push_str("```console\n");
        for typed in transcript.lines().filter_map(|line| line.strip_prefix("$ ")) {
            anew.push_str(&format!("$ {typed}\n{}", printed(place, typed)));
        }
        anew.push_str("```");
        anew.push_str(rest);
    }
    anew
}

#[test]
fn every_transcript_of_the_commands_is_what_they_print() {
    let path = repository("docs/commands.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let anew = told_anew(&Place::new("documents"), &page);
    assert!(page.matches("\n$ sim ").count() >= 12, "so few commands");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, &anew).expect("the page can be written");
        return;
    }
    let differ = page.lines().zip(anew.lines()).find(|(told, prints)| told != prints);
    assert!(page == anew, "the page and what is printed differ first at {differ:#?}");
}

#[test]
fn every_command_is_documented() {
    let place = Place::new("documented");
    let page = std::fs::read_to_string(repository("docs/commands.md")).expect("the page");
    let help = place.sim("--help").stdout;
    let listed = help.split("Commands:\n").nth(1).unwrap_or_default();
    let names = listed.lines().map_while(|line| line.strip_prefix("  ")?.split_whitespace().next());
    for name in names.filter(|name| *name != "help") {
        assert!(page.contains(&format!("## sim {name}")), "docs/commands.md has no section on sim {name}");
    }
}
