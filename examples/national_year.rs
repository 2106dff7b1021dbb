//! Writes the scenarios of the national year, a file a hotline, from `scenarios/data/hotlines-2014.csv`.
//!
//! `cargo run --example national_year`. Nothing is calibrated: each number is reported, or follows from reported
//! ones by the arithmetic below, or is assumed alike for all hotlines in `base.toml`.

use std::error::Error;
use std::fmt::Write;
use std::path::Path;

/// Opening time in seconds a year, as `base.toml` has it: 08:30 to 17:30 on 365 days.
const OPEN_S: f64 = 9.0 * 3_600.0 * 365.0;
/// Nobody is on duty every day: five days in seven.
const ON_DUTY: f64 = 5.0 / 7.0;
/// The longest handle time that is believed.
const HANDLE_AT_MOST_S: f64 = 1_200.0;
/// Shanghai's callers who hung up before choosing; no other hotline reports them.
const SHANGHAI_HANG_UPS: f64 = 1_003_000.0;

/// A hotline's year as reported.
struct Hotline {
    slug: String,
    chinese: String,
    english: String,
    calls: f64,
    human: f64,
    automatic: f64,
    abandoned: f64,
    hang_ups: f64,
    agents: f64,
}

/// A file's path from the repository's root, and its text.
pub type Written = (String, String);

/// All files but `base.toml`, which is written by hand.
pub fn files(csv: &str) -> Result<Vec<Written>, Box<dyn Error>> {
    let mut hotlines = Vec::new();
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let columns = reader.headers()?.clone();
    for record in reader.records() {
        let record = record?;
        let text = |name: &str| {
            let place = columns.iter().position(|column| column == name);
            place.and_then(|place| record.get(place)).unwrap_or_default().to_owned()
        };
        // What did not report has no calls.
        let Ok(calls) = text("calls_2014").parse::<f64>() else { continue };
        let tens_of_thousands = |name: &str| -> Result<f64, Box<dyn Error>> {
            let number: f64 = text(name).parse().map_err(|error| format!("{name}: {error}"))?;
            Ok((number * 1e4).round())
        };
        let slug = text("slug");
        hotlines.push(Hotline {
            chinese: text("name_zh"),
            english: text("name_en"),
            calls: (calls * 1e4).round(),
            human: tens_of_thousands("human_2014")?,
            automatic: tens_of_thousands("ivr_2014")?,
            abandoned: tens_of_thousands("abandoned_2014")?,
            hang_ups: if slug == "shanghai" { SHANGHAI_HANG_UPS } else { 0.0 },
            agents: text("agents_2014").parse()?,
            slug,
        });
    }
    let nation =
        hotlines.pop().filter(|last| last.slug == "national").ok_or("the last row is the nation's")?;
    let mut files: Vec<Written> = hotlines.iter().map(hotline).collect();
    files.push(("scenarios/national-year.toml".to_owned(), network(&hotlines, &nation)));
    Ok(files)
}

fn hotline(hotline: &Hotline) -> Written {
    let Hotline { slug, english, chinese, calls, human, automatic, abandoned, hang_ups, agents } = hotline;
    let heads = (agents * ON_DUTY).round().max(1.0);
    // Where many gave up, agents had hardly a pause.
    let busy = if *abandoned > 0.05 * calls { 0.95 } else { 0.75 };
    let handle_s = (busy * heads * OPEN_S / human).min(HANDLE_AT_MOST_S).round();
    let hundredths = |part: f64| (part / calls * 1e4).round() as u32;
    let (served, hung_up) = (hundredths(*automatic), hundredths(*hang_ups));
    let share = |hundredths: u32| format!("\"{}.{:02}%\"", hundredths / 100, hundredths % 100);
    let mut exits = String::new();
    if served > 0 {
        let _ = writeln!(exits, "served       = {}   # reported: automatic voice ÷ calls", share(served));
    }
    if hung_up > 0 {
        let _ = writeln!(
            exits,
            "hang_up      = {}   # reported: hung up before choosing ÷ calls",
            share(hung_up)
        );
    }
    let mut totals = format!(
        "[reported]\ncovers       = \"365 days\"\ncalls        = {}\nanswered     = {}\nivr_served   = {}\nabandoned    = {}\n",
        whole(*calls),
        whole(*human),
        whole(*automatic),
        whole(*abandoned)
    );
    if *hang_ups > 0.0 {
        let _ = writeln!(totals, "ivr_hang_ups = {}", whole(*hang_ups));
    }
    let text = format!(
        "#:schema ../../crates/scenario/scenario.schema.json
# {english}'s hotline in 2014, not calibrated: simple arithmetic on its reported totals. Written by
# `cargo run --example national_year`; change that, or data/hotlines-2014.csv, not this file.
extends = \"base.toml\"
title   = \"{english} 12333 in 2014 ({chinese}), not calibrated\"

[callers.public]
arrivals.per_day = {per_day:.2}   # reported: calls ÷ 365; assumed: none of them a redial

[ivr.welcome.next]
{exits}queue.advice = {asked}   # assumed: all others asked for an agent

[queues.advice]
talk.lognormal = {{ mean = \"{handle_s} s\", cv = 1.0 }}   # assumed: wrap-up in it; agents on duty are {busy_percent} % busy with what they answered, at most 20 min

[agents.advisers]
heads = {heads}   # reported: {agents} agents; assumed: on duty five days in seven, all day

{totals}",
        per_day = calls / 365.0,
        asked = share(10_000 - served - hung_up),
        busy_percent = busy * 100.0,
    );
    (format!("scenarios/national-year/{slug}.toml"), text)
}

fn network(hotlines: &[Hotline], nation: &Hotline) -> String {
    let mut text = format!(
        "#:schema ../crates/scenario/scenario.schema.json
# All {count} hotlines that reported 2014, a year in one run: about 78.4 million calls. Not calibrated: each file is
# simple arithmetic on its hotline's totals (national-year/base.toml says what is assumed of all). One replication
# has no intervals; for those ask for more: sim run scenarios/national-year.toml --replications 4. A shorter look at
# all of them: --set calendar.days=7. Written by `cargo run --example national_year`.
schema = 1
title  = \"The 12333 hotlines of China in 2014, not calibrated\"

[run]
seed         = 2014
replications = 1

# As printed; the hotlines' own figures do not quite add up to them (data/README.md).
[reported]
covers     = \"365 days\"
calls      = {calls}
answered   = {human}
ivr_served = {automatic}
abandoned  = {abandoned}
",
        count = hotlines.len(),
        calls = whole(nation.calls),
        human = whole(nation.human),
        automatic = whole(nation.automatic),
        abandoned = whole(nation.abandoned),
    );
    for Hotline { slug, english, .. } in hotlines {
        let english = english.replace("Production and Construction ", "");
        let _ = write!(
            text,
            "\n[hotlines.{slug}]\nlabel    = \"{english}\"\nscenario = \"national-year/{slug}.toml\"\n"
        );
    }
    text
}

/// `10_492_000`.
fn whole(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place) % 3 == 0 {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

#[allow(dead_code, reason = "a test includes this file to compare what is committed")]
fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let csv = std::fs::read_to_string(root.join("scenarios/data/hotlines-2014.csv"))?;
    for (path, text) in files(&csv)? {
        std::fs::write(root.join(path), text)?;
    }
    Ok(())
}
