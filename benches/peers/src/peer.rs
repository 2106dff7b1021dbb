//! Who takes part, with what, and what is to be said of it.

use std::path::Path;
use std::process::Command;

/// Our engine, as its row is called.
pub const OURS: &str = "acd-sim";
/// The loop written for one work alone.
pub const YARDSTICK: &str = "yardstick";
/// Replications of thirty days in a run of ours.
pub const REPLICATIONS: u64 = 4;

/// Which work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// M/M/n+M.
    Textbook,
    /// A profile, an IVR, shifts and breaks.
    Rich,
}

/// How a peer is run.
pub enum How {
    /// A program in Python, by its name in `programs/`.
    Python(&'static str),
    /// The package beside this one.
    Nexosim,
    /// The `sim` command on a scenario of `benches/scenarios`.
    Ours(&'static str),
    /// A loop of `benches/limit`, in this process.
    Yardstick(fn(u64) -> acd_limit::Answers),
}

/// A simulator with one of the works.
pub struct Peer {
    /// Its name.
    pub name: &'static str,
    /// The version that runs.
    pub version: String,
    /// What it does.
    pub work: Work,
    /// How it is run.
    pub how: How,
    /// The days of one run.
    pub days: u64,
    /// Lines of the model, without empty lines and comments.
    pub lines: usize,
    /// What there is to say.
    pub note: &'static str,
}

/// Peers that do not do the rich day, and why.
pub const CANNOT: [(&str, &str); 3] = [
    (
        "Ciw",
        "has servers as a capacity that follows a timetable, not persons: nobody in it has a budget of breaks to \
         spend at moments of his own",
    ),
    ("nexosim", "gives an event list and messages; the whole day would be a program of one's own on it"),
    ("heapq", "no framework at all: the whole day would be a program of one's own"),
];

/// All that take part, ours last, the yardstick after it.
pub fn all(root: &Path) -> Vec<Peer> {
    let pinned = read(root, "benches/peers/requirements.txt");
    let manifest = read(root, "benches/peers/nexosim-textbook/Cargo.toml");
    let simpy = between(&pinned, "simpy==", "\n");
    let ciw = between(&pinned, "ciw==", "\n");
    let nexosim = between(&manifest, "nexosim = { version = \"=", "\"");
    let python = python_version(root);
    let at_work = |work: Work, days: u64| {
        move |name, version: &str, how: How, note| {
            let lines = lines(root, work, &how);
            Peer { name, version: version.to_owned(), work, days, how, lines, note }
        }
    };
    let textbook = |days| at_work(Work::Textbook, days);
    let rich = |days| at_work(Work::Rich, days);
    let our_version = env!("CARGO_PKG_VERSION");
    let our_days = 30 * REPLICATIONS;
    vec![
        textbook(1)("Ciw", &ciw, How::Python("ciw_textbook"), "keeps a record of every call"),
        textbook(3)(
            "SimPy",
            &simpy,
            How::Python("simpy_textbook"),
            "a process a caller, as its tutorials write it",
        ),
        textbook(12)(
            "SimPy, callbacks",
            &simpy,
            How::Python("simpy_callbacks_textbook"),
            "its event list alone; patience looked at when an agent is free",
        ),
        textbook(30)(
            "heapq",
            &python,
            How::Python("heapq_textbook"),
            "a loop by hand in CPython, no framework; patience looked at when an agent is free",
        ),
        textbook(30)(
            "nexosim",
            &nexosim,
            How::Nexosim,
            "one model, one thread; patience looked at when an agent is free",
        ),
        textbook(our_days)(OURS, our_version, How::Ours("textbook"), OUR_NOTE),
        textbook(our_days)(YARDSTICK, our_version, How::Yardstick(acd_limit::textbook::run), YARDSTICK_NOTE),
        rich(3)("SimPy", &simpy, How::Python("simpy_rich"), "a process a caller, agents in a store"),
        rich(our_days)(OURS, our_version, How::Ours("rich"), OUR_NOTE),
        rich(our_days)(YARDSTICK, our_version, How::Yardstick(acd_limit::rich::run), YARDSTICK_NOTE),
    ]
}

const OUR_NOTE: &str =
    "the whole command: file read, everything counted by interval and agent, files and plots written";
const YARDSTICK_NOTE: &str = "a loop written for this work alone: where the general engine can't get";

fn read(root: &Path, file: &str) -> String {
    std::fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"))
}

fn between(text: &str, start: &str, end: &str) -> String {
    let found = text.split_once(start).and_then(|(_, rest)| rest.split_once(end));
    found.unwrap_or_else(|| panic!("no version after {start}")).0.to_owned()
}

fn python_version(root: &Path) -> String {
    let told = Command::new(root.join("target/peers/venv/bin/python")).arg("--version").output();
    let told = told.expect("benches/peers/run makes the virtual environment");
    String::from_utf8_lossy(&told.stdout).trim().replace("Python ", "CPython ")
}

/// Lines of a model that are neither empty nor comments.
fn lines(root: &Path, work: Work, how: &How) -> usize {
    let files = match (how, work) {
        (How::Python(name), _) => vec![format!("benches/peers/programs/{name}.py")],
        (How::Nexosim, _) => vec!["benches/peers/nexosim-textbook/src/main.rs".to_owned()],
        (How::Ours(name), _) => vec![format!("benches/scenarios/{name}.toml")],
        (How::Yardstick(_), Work::Textbook) => limit_files("textbook"),
        (How::Yardstick(_), Work::Rich) => limit_files("rich"),
    };
    let is_model = |line: &str| !line.is_empty() && !line.starts_with('#') && !line.starts_with("//");
    let in_file = |file: &String| read(root, file).lines().filter(|line| is_model(line.trim())).count();
    files.iter().map(in_file).sum()
}

fn limit_files(name: &str) -> Vec<String> {
    vec![format!("benches/limit/src/{name}.rs"), "benches/limit/src/wheel.rs".to_owned()]
}
