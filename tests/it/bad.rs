//! Bad files and what is said about them: every file of `tests/bad`, with the exact text it gets beside it.
//!
//! `UPDATE_SNAPSHOTS=1 cargo test --test it bad` writes the texts anew; read what changed.

use std::path::{Path, PathBuf};

use crate::command::{Place, Ran, SMALL, repository};

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

/// A folder with a scenario that names a data file, or is one, of a size; no bytes are written for it.
fn with_huge(name: &str, file: &str, bytes: u64) -> Place {
    let place = Place::with_scenario(name, &SMALL.replace("arrivals.per_hour = 60", "calls = \"huge.csv\""));
    let huge = std::fs::File::create(place.path.join(file)).expect("the build folder can be written");
    huge.set_len(bytes).expect("a sparse file");
    place
}

#[test]
fn a_file_of_100_mb_or_1_gb_is_refused_unread() {
    for (file, bytes, mib) in
        [("huge.toml", 100_000_000, 96), ("huge.toml", 1 << 30, 1024), ("huge.csv", 100_000_000, 96)]
    {
        let place = with_huge("huge", file, bytes);
        let ran = place.sim(&format!("check {}", if file == "huge.csv" { "case.toml" } else { file }));
        assert_eq!(ran.code, Some(3), "{}", ran.stderr);
        let wanted = format!("{file}: {mib} MiB are over the size limit of 4 MiB");
        assert!(ran.stderr.contains(&wanted), "{}", ran.stderr);
        assert!(ran.stderr.contains("--set limits.file_mib=N"), "{}", ran.stderr);
    }
}

#[test]
fn a_file_over_the_limit_is_read_when_the_limit_is_raised() {
    let place = Place::with_scenario("long", &format!("# {}\n{SMALL}", "long ".repeat(1_000_000)));
    assert_eq!(place.sim("check case.toml").code, Some(3));
    let ran = place.sim("check case.toml --set limits.file_mib=5");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_end_is_no_scenario() {
    let ran = Place::new("device").sim("check /dev/zero");
    assert_eq!(ran.code, Some(3), "{}", ran.stderr);
    assert!(ran.stderr.contains("over the size limit of 4 MiB"), "{}", ran.stderr);
}

#[test]
fn a_line_of_5_mb_is_not_quoted_whole() {
    let text = format!("{SMALL}\n[floor]\nseats = \"{}\" oops\n", "x".repeat(5_000_000));
    let ran = Place::with_scenario("line", &text).sim("check case.toml --set limits.file_mib=8");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains(":5000012") && ran.stderr.len() < 2_000, "{}", ran.stderr.len());
}

#[test]
fn seventeen_files_that_extend_each_other_are_too_many() {
    let place = Place::with_scenario("chain", "extends = \"base-1.toml\"\n");
    for number in 1..=17 {
        place.write(&format!("base-{number}.toml"), &format!("extends = \"base-{}.toml\"\n", number + 1));
    }
    let ran = place.sim("check case.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("more than 16 files extend each other"), "{}", ran.stderr);
    assert!(ran.stderr.contains("1 problem;"), "{}", ran.stderr);
}

#[test]
fn files_that_extend_each_other_share_the_size_limit() {
    let place =
        Place::with_scenario("shared", &format!("extends = \"base.toml\"\n# {}", "x".repeat(3 << 20)));
    place.write("base.toml", &format!("{SMALL}\n# {}", "x".repeat(2 << 20)));
    let ran = place.sim("check case.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("with all that extends it: 6 MiB are over the size limit"), "{}", ran.stderr);
}

#[test]
fn a_thousand_and_one_queues_are_too_many() {
    let queues: String = (0..1_000).map(|number| format!("[queues.q{number}]\n")).collect();
    let ran = Place::with_scenario("queues", &format!("{SMALL}{queues}")).sim("check case.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("1001 queues are over the limit of 1000"), "{}", ran.stderr);
}

#[test]
fn a_thousand_and_one_keys_are_too_many_to_omit() {
    let names = (0..1_001).map(|number| format!("\"callers.c{number}\"")).collect::<Vec<_>>().join(", ");
    let place = Place::with_scenario("omit", &format!("extends = \"base.toml\"\nomit = [{names}]\n"));
    place.write("base.toml", SMALL);
    let ran = place.sim("check case.toml");
    assert_eq!(ran.code, Some(3));
    assert!(ran.stderr.contains("1001 keys to omit are over the limit of 1000"), "{}", ran.stderr);
}

/// Files in which everything is wrong, or there is very much of something: each must be answered in moments.
#[test]
fn very_much_of_anything_is_answered_in_moments() {
    let many = |count: usize, line: &dyn Fn(usize) -> String| (0..count).map(line).collect::<String>();
    let century = SMALL.replace("days = 1", "days = 3660").replace("\"30 min\"", "\"1 h\"");
    let cases = [
        format!("{SMALL}{}", many(200_000, &|number| format!("wrong{number} = {number}\n"))),
        many(200_000, &|_| "= \n".to_owned()),
        format!("{SMALL}[callers.more]\narrivals.profile = [{}]\n", "-1, ".repeat(500_000)),
        format!("{SMALL}[agents.more]\nanswers = [{}]\n", "\"mian\", ".repeat(300_000)),
        century.replace(
            "arrivals.per_hour = 60",
            &format!("arrivals.per_day = 5\narrivals.profile = [{}]", "1, ".repeat(900_000)),
        ),
        format!(
            "{century}[agents.more]\nanswers = [\"main\"]\n{}",
            many(30_000, &|number| {
                format!("shifts.s{number} = {{ heads = 1, from = \"08:00\", to = \"09:00\" }}\n")
            })
        ),
    ];
    for (number, text) in cases.iter().enumerate() {
        let place = Place::with_scenario("much", text);
        let started = std::time::Instant::now();
        let ran = place.sim("check case.toml");
        // A debug build on a busy machine; without the limits it would be hours.
        assert!(started.elapsed().as_secs() < 20, "case {number}: {:?}", started.elapsed());
        assert_eq!(ran.code, Some(3), "case {number}: {}", ran.stderr);
        assert!(ran.stderr.len() < 50_000, "case {number}: {} bytes", ran.stderr.len());
    }
}
