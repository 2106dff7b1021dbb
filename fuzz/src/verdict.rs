//! What must hold of every input: no panic (the harness sees to that), an answer in time and in memory, words for
//! whatever is wrong.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use acd_scenario::{Failure, Scenario, Style, Surroundings, load};

use crate::{Case, Corpus};

/// A debug build on a busy machine; a release build takes a tenth.
const TIME_AT_MOST: Duration = Duration::from_secs(4);
/// The whole process, all inputs so far.
const MEMORY_AT_MOST_KIB: u64 = 2 << 20;
const MESSAGE_BYTES_AT_MOST: usize = 100_000;

/// Reads a scenario and looks at the answer.
///
/// # Panics
///
/// When something doesn't hold.
pub fn judge(case: &Case, corpus: &Corpus) {
    let _shown = Shown(case);
    let started = Instant::now();
    let answer = answer(case, &case.sets, corpus);
    assert!(started.elapsed() < TIME_AT_MOST, "it took {:?}", started.elapsed());
    match answer {
        Ok(scenario) => check_accepted(&scenario, case, corpus),
        Err(Failure::Invalid(invalid)) => {
            assert!(invalid.count() > 0, "refused without a reason");
            check_text(&invalid.render(Style::Plain));
        }
        Err(Failure::Unreadable(unreadable)) => panic!("the scenario file was there: {unreadable}"),
    }
    assert!(memory_peak_kib() < MEMORY_AT_MOST_KIB, "the memory grew to {} KiB", memory_peak_kib());
}

/// Shows a case that fails, where `FUZZ_SHOW` is set.
struct Shown<'c>(&'c Case);

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() && std::env::var_os("FUZZ_SHOW").is_some() {
            eprintln!("{} {:?}", self.0.file.display(), self.0.sets);
            for (path, text) in &self.0.changed {
                eprintln!("== {}\n{}", path.display(), String::from_utf8_lossy(text));
            }
        }
    }
}

fn answer(case: &Case, sets: &[String], corpus: &Corpus) -> Result<Scenario, Failure> {
    let read = |path: &Path| {
        let path = normal(path);
        let found = case.changed.get(&path).or_else(|| corpus.files.get(&path));
        found.cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    };
    load(&case.file, sets, &Surroundings { read: &read, metrics: &acd_study::metric_ids() })
}

/// The path without `..`, as a disk would find it.
fn normal(path: &Path) -> std::path::PathBuf {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            std::path::Component::ParentDir => drop(parts.pop()),
            std::path::Component::CurDir => {}
            other => parts.push(other),
        }
    }
    parts.iter().collect()
}

/// A scenario that runs: its warnings can be shown, and the ends of its search load, or say why not.
fn check_accepted(scenario: &Scenario, case: &Case, corpus: &Corpus) {
    scenario.warnings.iter().for_each(|warning| check_text(&warning.shown));
    let Some(search) = &scenario.search else { return };
    for place in [0, search.count() - 1] {
        let sets: Vec<String> = case.sets.iter().cloned().chain(search.sets(place)).collect();
        if let Err(Failure::Invalid(invalid)) = answer(case, &sets, corpus) {
            check_text(&invalid.render(Style::Plain));
        }
    }
}

/// A message says something, and can't take over a terminal.
fn check_text(text: &str) {
    assert!(!text.trim().is_empty(), "no words");
    assert!(text.len() < MESSAGE_BYTES_AT_MOST, "a message of {} bytes", text.len());
    let bad = text.chars().find(|&c| (c.is_control() && !matches!(c, '\n' | '\t')) || c == '\u{202E}');
    assert!(bad.is_none(), "{bad:?} in a message");
}

/// The most memory this process has had, where the system tells.
fn memory_peak_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse().ok()).unwrap_or(0)
}
