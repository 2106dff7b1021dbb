//! The output folders of two runs as two designs: `run.json` and `replications.csv` of each.

use std::collections::BTreeMap;
use std::path::Path;

use acd_scenario::Amount;
use acd_study::{METRICS, Values, compare_values};
use serde_json::Value;

use super::options::Design;
use super::{CompareOptions, Ground, same_ground, unshared};
use crate::exit::Failure;
use crate::inputs::Inputs;
use crate::report::compare::{FoundCompared, Side};

/// "In time" where a run's scenario doesn't say it.
const WITHIN_S: f64 = acd_scenario::WITHIN_DEFAULT_S;

/// No run writes so much about its replications.
const BYTES_AT_MOST: u64 = 1 << 32;

/// What a folder holds of a run.
struct Ran {
    record: Value,
    scopes: Vec<Values>,
}

/// Compares the runs of two folders.
pub fn compare(
    options: &CompareOptions,
    (a, b): (&Design, &Design),
    inputs: &Inputs,
) -> Result<FoundCompared, Failure> {
    if options.b.is_none() {
        return Err(Failure::Usage("a folder is compared with another: name both".to_owned()));
    }
    let [one, other] = [a, b].map(|design| Ran::read(&design.file, inputs));
    let (one, other) = (one?, other?);
    same_luck(&one, &other)?;
    same_ground(&one.ground(), &other.ground())?;
    let side = |design: &Design, ran: &Ran| Side {
        file: design.file.clone(),
        changes: ran.texts("changes"),
        warnings: ran.texts("warnings"),
        resolved: ran.record["scenario"].clone(),
    };
    Ok(FoundCompared {
        title: one.record["scenario"]["title"].as_str().unwrap_or_default().to_owned(),
        a: side(a, &one),
        b: side(b, &other),
        seed: one.record["seed"].as_u64().unwrap_or_default(),
        ground: one.ground(),
        labels: one.labels(),
        formulas: one.formulas(),
        notes: unshared(&one.queues(), &other.queues()),
        compared: acd_study::Compared {
            is_partial: [&one, &other].iter().any(|ran| ran.record["partial"] == true),
            ..compare_values(&one.scopes, &other.scopes)
        },
    })
}

/// Refuses runs that didn't meet the same callers, or not as often.
fn same_luck(a: &Ran, b: &Ran) -> Result<(), Failure> {
    for (key, what) in [("seed", "seed"), ("replications", "number of replications")] {
        let (one, other) = (&a.record[key], &b.record[key]);
        if one != other {
            return Err(Failure::InvalidLate(format!(
                "these can't be compared: the {what} of A is {one} and of B {other}; run both with --{key} {one}"
            )));
        }
    }
    Ok(())
}

impl Ran {
    fn read(folder: &Path, inputs: &Inputs) -> Result<Ran, Failure> {
        let read = |name: &str| {
            let path = folder.join(name);
            let failed = |error| {
                Failure::io(format!("{} is no output folder of a run: {name}", folder.display()), error)
            };
            inputs.read(&path, BYTES_AT_MOST).map_err(failed)
        };
        let broken = |name: &str, error: &dyn std::fmt::Display| {
            Failure::io(format!("{} can't be read", folder.join(name).display()), error)
        };
        let record: Value =
            serde_json::from_slice(&read("run.json")?).map_err(|error| broken("run.json", &error))?;
        let scopes =
            scopes(&read("replications.csv")?).map_err(|error| broken("replications.csv", &error))?;
        let ran = Ran { record, scopes };
        ran.is_whole(folder)?;
        if ran.record["scenario"]["hotlines"].is_object() || ran.record["hotlines"].is_object() {
            let text =
                format!("{} is of a network: compare the runs of one hotline's own file", folder.display());
            return Err(Failure::InvalidLate(text));
        }
        Ok(ran)
    }

    /// Refuses rows that are not those of the run beside them: pairs would be of different callers.
    fn is_whole(&self, folder: &Path) -> Result<(), Failure> {
        let replications = self.record["replications"].as_u64().unwrap_or(0);
        let has_all = |scope: &Values| scope.replications.len() as u64 == replications;
        let has_total = self.scopes.last().is_some_and(|scope| scope.name == "total");
        if replications == 0 || !has_total || !self.scopes.iter().all(has_all) {
            return Err(Failure::InvalidLate(format!(
                "{}: replications.csv has not the {replications} replications that run.json tells of: run the \
                 scenario again",
                folder.display()
            )));
        }
        Ok(())
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let list = self.record[key].as_array().into_iter().flatten();
        list.filter_map(|text| text.as_str().map(str::to_owned)).collect()
    }

    /// The queues, by name.
    fn queues(&self) -> Vec<String> {
        self.scopes.iter().map(|scope| scope.name.clone()).filter(|name| name != "total").collect()
    }

    fn queue(&self, name: &str) -> &Value {
        &self.record["scenario"]["queues"][name]
    }

    fn ground(&self) -> Ground {
        let calendar = &self.record["scenario"]["calendar"];
        let within = |name: String| {
            let within_s = seconds(&self.queue(&name)["goal"]["within"]).unwrap_or(WITHIN_S);
            (name, within_s)
        };
        let short = |name: String| {
            let short_s = seconds(&self.queue(&name)["goal"]["short_abandon"]).unwrap_or(0.0);
            (name, short_s)
        };
        Ground {
            days: calendar["days"].as_f64().unwrap_or(1.0),
            warm_up_s: seconds(&calendar["warm_up"]).unwrap_or(0.0),
            within_s: self.queues().into_iter().map(within).collect(),
            short_abandon_s: self.queues().into_iter().map(short).collect(),
        }
    }

    fn labels(&self) -> Vec<(String, String)> {
        let label = |name: String| {
            let label = self.queue(&name)["label"].as_str().unwrap_or(&name).to_owned();
            (name, label)
        };
        self.queues().into_iter().map(label).collect()
    }

    /// The metric of each queue's formula.
    fn formulas(&self) -> Vec<&'static str> {
        let metric = |name: String| match self.queue(&name)["goal"]["formula"].as_str() {
            Some("answered") => "service_level_answered_ratio",
            Some("forgiving") => "service_level_forgiving_ratio",
            Some("counting") => "service_level_counting_ratio",
            _ => "service_level_ratio",
        };
        self.queues().into_iter().map(metric).collect()
    }
}

/// A length of time as a scenario writes it.
fn seconds(value: &Value) -> Option<f64> {
    value.as_str().and_then(Amount::of_text).map(|amount| amount.value)
}

/// The rows of `replications.csv` by queue, the total last.
fn scopes(bytes: &[u8]) -> Result<Vec<Values>, csv::Error> {
    let mut reader = csv::Reader::from_reader(bytes);
    let header = reader.headers()?.clone();
    let place = |name: &str| header.iter().position(|column| column == name);
    let (queue, columns) = (place("queue"), METRICS.iter().map(|metric| place(metric.id)));
    let columns: Vec<Option<usize>> = columns.collect();
    let number = place("replication");
    let mut by_name: BTreeMap<String, BTreeMap<u64, Vec<Option<f64>>>> = BTreeMap::new();
    for row in reader.records() {
        let row = row?;
        let cell = |place: Option<usize>| place.and_then(|place| row.get(place));
        let values = columns.iter().map(|place| cell(*place).and_then(|cell| cell.parse().ok())).collect();
        let number = cell(number).and_then(|cell| cell.parse().ok()).unwrap_or(0);
        by_name.entry(cell(queue).unwrap_or_default().to_owned()).or_default().insert(number, values);
    }
    let mut scopes: Vec<Values> = by_name
        .into_iter()
        .map(|(name, rows)| Values { name, replications: rows.into_values().collect() })
        .collect();
    scopes.sort_by_key(|scope| scope.name == "total");
    Ok(scopes)
}
