//! Bad files and what is said about them: every file of `tests/bad`, with the exact text it gets beside it.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test it bad` writes the texts anew; read what changed.

use std::path::{Path, PathBuf};

use crate::command::{Place, Ran, repository};

/// A folder whose files are bad, as the current one, so that messages hold no path of this machine.
fn folder() -> Place {
    Place { path: PathBuf::from(repository("tests/bad")) }
}

/// The names of the cases, sorted.
fn cases() -> Vec<String> {
    let names = folder().names(".");
    let cases: Vec<String> =
        names.iter().filter_map(|name| name.strip_suffix(".toml")).map(str::to_owned).collect();
    assert!(cases.len() >= 60, "{} cases", cases.len());
    cases
}

/// What a case is given besides its file: one argument a line.
fn arguments(case: &str) -> Vec<String> {
    let path = folder().path.join(format!("{case}.args"));
    std::fs::read_to_string(path)
        .map_or_else(|_| Vec::new(), |text| text.lines().map(str::to_owned).collect())
}

fn sim(command: &str, case: &str, more: &[&str]) -> Ran {
    let file = format!("{case}.toml");
    let own = arguments(case);
    let own = own.iter().map(String::as_str);
    let all: Vec<&str> =
        [command, file.as_str()].into_iter().chain(own).chain(more.iter().copied()).collect();
    folder().sim_with(&all)
}

/// What a person sees.
fn shown(ran: &Ran) -> String {
    let code = ran.code.map_or_else(|| "none: it was killed".to_owned(), |code| code.to_string());
    format!("exit code {code}\n\n{}{}", ran.stderr, ran.stdout)
}

/// What a case should get by its name.
fn expected_code(case: &str) -> i32 {
    if case.starts_with("accepted-") || case.starts_with("warned-") { 0 } else { 3 }
}

#[test]
fn every_bad_file_gets_its_message() {
    let mut wrong = Vec::new();
    for case in cases() {
        let ran = sim("check", &case, &[]);
        let text = shown(&ran);
        let path = folder().path.join(format!("{case}.txt"));
        if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
            std::fs::write(&path, &text).expect("the text can be written");
        }
        let committed = std::fs::read_to_string(&path).unwrap_or_default();
        if text != committed || ran.code != Some(expected_code(&case)) {
            wrong.push(format!("{case}: it should get\n{committed}\nand gets\n{text}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases:\n\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_run_of_a_bad_file_says_the_same_and_writes_nothing() {
    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bad-out");
    let _ = std::fs::remove_dir_all(&out);
    for case in cases().iter().filter(|case| expected_code(case) == 3) {
        let ran = sim("run", case, &["--out", &out.display().to_string()]);
        assert_eq!((ran.code, ran.stdout.as_str()), (Some(3), ""), "{case}: {}", ran.stderr);
        assert_eq!(ran.stderr, sim("check", case, &[]).stderr, "{case}");
        assert!(!out.exists(), "{case}: something was written");
    }
}
