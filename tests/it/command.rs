//! Runs the built command in a folder of its own.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;

/// A fresh folder for one test.
pub struct Place {
    pub path: PathBuf,
}

/// What a run left.
pub struct Ran {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

/// A scenario of moments: one queue, an hour, few calls.
pub const SMALL: &str = r#"schema = 1
title = "small"
[calendar]
days = 1
opens = "08:00"
closes = "09:00"
interval = "30 min"
[callers.all]
arrivals.per_hour = 60
patience.exponential = { mean = "1 min" }
enters.queue = "main"
[queues.main]
talk.exponential = { mean = "3 min" }
goal = { answer = "80%", within = "20 s" }
[agents.all]
heads = 3
answers = ["main"]
[run]
replications = 4
"#;

impl Place {
    /// A folder that is empty now, and nobody else's: tests run side by side, and what they share makes the
    /// same place.
    pub fn new(name: &str) -> Place {
        static TAKEN: Mutex<BTreeMap<String, usize>> = Mutex::new(BTreeMap::new());
        let places = {
            let mut taken = TAKEN.lock().expect("counting doesn't panic");
            let places = taken.entry(name.to_owned()).or_default();
            *places += 1;
            *places
        };
        let folder = if places == 1 { name.to_owned() } else { format!("{name}.{places}") };
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).expect("the build folder can be written");
        Place { path }
    }

    /// The same with a scenario file `case.toml` in it.
    pub fn with_scenario(name: &str, text: &str) -> Place {
        let place = Place::new(name);
        place.write("case.toml", text);
        place
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.path.join(name), text).expect("the build folder can be written");
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// The names in a folder, sorted.
    pub fn names(&self, folder: &str) -> Vec<String> {
        let entries = std::fs::read_dir(self.path.join(folder)).into_iter().flatten().flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    /// Runs `sim` with arguments given in one line.
    pub fn sim(&self, arguments: &str) -> Ran {
        self.sim_with(&arguments.split_whitespace().collect::<Vec<_>>())
    }

    /// The same where quotes keep words together, as in a shell.
    pub fn sim_typed(&self, arguments: &str) -> Ran {
        let mut words = vec![String::new()];
        let mut quote = None;
        for character in arguments.chars() {
            match (character, quote) {
                (' ', None) => words.push(String::new()),
                ('"' | '\'', None) => quote = Some(character),
                (other, Some(open)) if other == open => quote = None,
                (other, _) => words.last_mut().expect("a word").push(other),
            }
        }
        let words: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.is_empty()).collect();
        self.sim_with(&words)
    }

    pub fn sim_with(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_sim")).args(arguments).current_dir(&self.path).output();
        let Output { status, stdout, stderr } = output.expect("the command starts");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("the command writes UTF-8");
        Ran { code: status.code(), stdout: text(stdout), stderr: text(stderr) }
    }

    /// A CSV file as rows of (column name, value).
    pub fn csv(&self, name: &str) -> Vec<BTreeMap<String, String>> {
        let mut reader =
            csv::Reader::from_path(self.path.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
        reader.deserialize().map(|row| row.unwrap_or_else(|error| panic!("{name}: {error}"))).collect()
    }
}

/// The path of something in the repository.
pub fn repository(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path).display().to_string()
}
