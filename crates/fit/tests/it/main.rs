//! Logs of centres whose parameters are known, written by the engine, and what is found in them.

mod logs;
mod misfits;
mod recovery;
mod seconds;
mod teams;
mod writing;

use std::path::Path;

use acd_fit::calendar::Given;
use acd_fit::{Columns, Fitted, Log, fit};
use acd_scenario::{Scenario, Surroundings};
use acd_study::{CallRecord, Crew};

/// The usual interval, and hours as the log tells them.
pub const GIVEN: Given = Given { interval_s: 1_800.0, opens_s: None, closes_s: None };

/// Loads a scenario's text; every other file is `data`.
pub fn load(text: &str, data: &str) -> Scenario {
    let read = |path: &Path| {
        let is_scenario = path.extension().is_some_and(|ending| ending == "toml");
        Ok(if is_scenario { text } else { data }.as_bytes().to_vec())
    };
    let around = Surroundings { read: &read, metrics: &acd_study::metric_ids() };
    acd_scenario::load(Path::new("case.toml"), &[], &around).unwrap_or_else(|failure| panic!("{failure}"))
}

/// The log of each replication of a scenario, as CSV.
pub fn logs(scenario: &Scenario) -> Vec<String> {
    let crew = Crew::new(None, &()).expect("threads");
    let mut logs = Vec::new();
    let mut take = |_: u32, records: &[CallRecord]| {
        let mut log = String::from(
            "kind,queue,caller,attempt,arrived_s,offered_s,wait_s,outcome,agent,talk_s,wrap_up_s\n",
        );
        records.iter().for_each(|record| log += &row(scenario, record));
        logs.push(log);
        Ok(())
    };
    acd_study::run(scenario, &crew, Some(&mut take)).unwrap_or_else(|stopped| panic!("{stopped}"));
    logs
}

fn row(scenario: &Scenario, record: &CallRecord) -> String {
    let seconds = |us: u64| (us as f64 / 1e6).to_string();
    let queue = record.queue.map_or("", |queue| &scenario.queues[queue.index()].name);
    let (offered, wait) = record.offered().map_or((String::new(), String::new()), |(offered, wait)| {
        (seconds(offered.as_us()), seconds(wait.as_us()))
    });
    let (talk, wrap_up) = record.answer().map_or((String::new(), String::new()), |(talk, wrap_up)| {
        (seconds(talk.as_us()), seconds(wrap_up.as_us()))
    });
    let agent = record.agent.map_or(String::new(), |agent| agent.0.to_string());
    format!(
        "{},{queue},{},{},{},{offered},{wait},{},{agent},{talk},{wrap_up}\n",
        scenario.kinds[record.kind.index()],
        record.caller + 1,
        record.attempt + 1,
        seconds(record.arrived.as_us()),
        record.end.word(),
    )
}

/// Reads a log.
pub fn read(csv: &str) -> Log {
    let log = Log::read("calls.csv", csv.as_bytes(), &Columns::default());
    log.unwrap_or_else(|problems| panic!("{problems}"))
}

/// Fits a log.
pub fn fitted(csv: &str) -> Fitted {
    fit(read(csv), GIVEN)
}
