//! Rule 3: the bytes of every shipped scenario, and of those in `tests/scenarios/`, are those of yesterday, of every
//! machine and of every build.
//!
//! `tests/golden.toml` holds two hashes a scenario. One is of all that happened in its first two replications
//! (`golden/log.rs`), one of the columns of its files that the golden file names; a new column, metric, notice or
//! kind of random number leaves both alone. Only a change of a sampler or of a rule may change them, it belongs
//! into CHANGELOG.md under *Results change*, and then
//!
//! ```text
//! GOLDEN=bless cargo test --package acd-sim --test it golden
//! ```
//!
//! writes the new ones, and an entry for a scenario that is new. CI runs this test in both profiles, and with the
//! processor's FMA and AVX hidden from the C library.

mod log;

use std::fmt::Write;
use std::path::Path;

use acd_engine::{Day, Luck};
use acd_scenario::{Loaded, Scenario, Surroundings};

use crate::command::{Place, repository};
use crate::shipped::scenarios;

const FILE: &str = "tests/golden.toml";
const HEADER: &str = "# What tests/it/golden.rs compares; it says who may change this, and how.\n";
/// A table and those of its columns that are hashed.
type Columns = Vec<(String, Vec<String>)>;

/// FNV-1a over 64 bits (Fowler, Noll and Vo): the same everywhere, by definition. Nobody attacks these hashes, so that
/// six lines do what else would be a dependency.
pub struct Hash(u64);

impl Hash {
    pub fn new() -> Hash {
        Hash(0xCBF2_9CE4_8422_2325)
    }

    pub fn add(&mut self, text: &str) {
        for byte in text.bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3);
        }
    }

    pub fn text(&self) -> String {
        format!("{:016x}", self.0)
    }
}

/// A scenario's entry.
struct Golden {
    /// Its path in the repository without the ending.
    name: String,
    /// What makes it short.
    sets: Vec<String>,
    replications: u32,
    log: String,
    columns: String,
}

fn strings(value: &toml::Value) -> Vec<String> {
    let values = value.as_array().into_iter().flatten();
    values.map(|value| value.as_str().expect("a text").to_owned()).collect()
}

fn read() -> (Columns, Vec<Golden>) {
    let text = std::fs::read_to_string(repository(FILE)).expect(FILE);
    let file: toml::Table = text.parse().unwrap_or_else(|error| panic!("{FILE}: {error}"));
    let columns = file["columns"].as_table().expect("a table").iter();
    let columns = columns.map(|(name, columns)| (name.clone(), strings(columns))).collect();
    let entry = |(name, entry): (&String, &toml::Value)| Golden {
        name: name.clone(),
        sets: strings(&entry["sets"]),
        replications: entry["replications"].as_integer().expect("a number") as u32,
        log: entry["log"].as_str().unwrap_or_default().to_owned(),
        columns: entry["columns"].as_str().unwrap_or_default().to_owned(),
    };
    (columns, file["scenarios"].as_table().expect("a table").iter().map(entry).collect())
}

fn written(columns: &Columns, scenarios: &[Golden]) -> String {
    let quoted = |texts: &[String]| texts.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>();
    let mut text = format!("{HEADER}\n[columns]\n");
    for (table, columns) in columns {
        let _ = writeln!(text, "\"{table}\" = [\n    {},\n]", quoted(columns).join(",\n    "));
    }
    for golden in scenarios {
        let Golden { name, sets, replications, log, columns } = golden;
        let sets = quoted(sets).join(", ");
        let _ = write!(
            text,
            "\n[scenarios.\"{name}\"]\nsets = [{sets}]\nreplications = {replications}\nlog = \"{log}\"\ncolumns = \"{columns}\"\n"
        );
    }
    text
}

/// The hash of all that happens in the first two replications.
fn log_of(path: &str, sets: &[String]) -> String {
    let read = |path: &Path| std::fs::read(path);
    let around = Surroundings { read: &read, metrics: &[] };
    let loaded = acd_scenario::load_any(Path::new(path), sets, &around)
        .unwrap_or_else(|failure| panic!("{path}: {failure:?}"));
    match &loaded {
        Loaded::One(scenario) => log_of_scenario(scenario).text(),
        Loaded::Network(network) => {
            let mut hash = Hash::new();
            let hotlines = network.hotlines.iter();
            hotlines.for_each(|hotline| hash.add(&log_of_scenario(&hotline.scenario).text()));
            hash.text()
        }
    }
}

fn log_of_scenario(scenario: &Scenario) -> Hash {
    let mut log = log::Log::new(&scenario.model);
    for replication in 0..2 {
        Day::new(&scenario.model, Luck::new(scenario.run.seed, replication)).run(&scenario.model, &mut log);
    }
    log.hash
}

/// The hash of the files' columns.
fn columns_of(golden: &Golden, path: &str, columns: &Columns) -> String {
    let place = Place::new(&format!("golden-{}", golden.name.replace('/', "-")));
    let replications = golden.replications.to_string();
    let mut arguments =
        vec!["run", path, "--quiet", "--no-plots", "--out", "out", "--replications", &replications];
    golden.sets.iter().for_each(|set| arguments.extend(["--set", set]));
    let ran = place.sim_with(&arguments);
    // A search of so few replications may well find nothing.
    assert!(matches!(ran.code, Some(0 | 4)), "{}: {}", golden.name, ran.stderr);
    let mut hash = Hash::new();
    for (table, columns) in columns {
        for row in place.csv(&format!("out/{table}")) {
            for column in columns {
                let cell = row.get(column).unwrap_or_else(|| panic!("{table} has no column {column}"));
                hash.add(cell);
                hash.add(",");
            }
            hash.add("\n");
        }
    }
    hash.text()
}

/// All scenarios in the repository.
fn names() -> Vec<String> {
    let tests = ["contract-sketch", "everything"].map(|name| format!("tests/scenarios/{name}"));
    let folder = repository("");
    let shipped = scenarios().into_iter().map(|path| {
        let path = path.with_extension("").display().to_string();
        path.trim_start_matches(&folder).to_owned()
    });
    shipped.chain(tests).collect()
}

#[test]
fn rule_03_every_scenario_has_the_bytes_that_it_had() {
    let is_blessed = std::env::var("GOLDEN").is_ok_and(|word| word == "bless");
    let (columns, known) = read();
    let (mut wrong, mut now) = (Vec::new(), Vec::new());
    for name in names() {
        let path = repository(&format!("{name}.toml"));
        let entry = known.iter().find(|golden| golden.name == name);
        if entry.is_none() && !is_blessed {
            wrong.push(format!("{name} has no entry"));
            continue;
        }
        let sets = entry.map_or_else(|| vec!["calendar.days=2".to_owned()], |golden| golden.sets.clone());
        let replications = entry.map_or(4, |golden| golden.replications);
        let mut found = Golden { name, sets, replications, log: String::new(), columns: String::new() };
        found.log = log_of(&path, &found.sets);
        found.columns = columns_of(&found, &path, &columns);
        if let Some(entry) = entry {
            let both = [("log", &entry.log, &found.log), ("columns", &entry.columns, &found.columns)];
            let differ = both.iter().filter(|(_, known, found)| known != found);
            wrong.extend(
                differ.map(|(what, known, found)| format!("{}: {what} {found}, not {known}", entry.name)),
            );
        }
        now.push(found);
    }
    if is_blessed {
        std::fs::write(repository(FILE), written(&columns, &now)).expect("the repository can be written");
        return;
    }
    assert!(wrong.is_empty(), "results changed; read the head of tests/it/golden.rs:\n{}", wrong.join("\n"));
    let gone = known.iter().filter(|golden| now.iter().all(|found| found.name != golden.name));
    assert_eq!(gone.count(), 0, "an entry of {FILE} has no scenario");
}
