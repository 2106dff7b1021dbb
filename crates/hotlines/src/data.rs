//! What was reported: the rows of `scenarios/data/hotlines-2014.csv`.

use std::error::Error;

/// A hotline's year 2014 as reported; the last row is the nation's.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// Its name in files.
    pub slug: String,
    /// Its name in English.
    pub english: String,
    /// Its name in Chinese.
    pub chinese: String,
    /// All calls that reached it.
    pub calls: f64,
    /// Answered by an agent.
    pub human: f64,
    /// Served by the automatic voice system.
    pub automatic: f64,
    /// All who gave up, before choosing or waiting.
    pub abandoned: f64,
    /// Agents.
    pub agents: u32,
    /// Desks.
    pub seats: u32,
}

impl Hotline {
    /// Totals in the order of the table: calls, by an agent, by the automatic voice system, abandoned.
    pub fn totals(&self) -> [(&'static str, f64); 4] {
        [
            ("calls", self.calls),
            ("answered", self.human),
            ("ivr_served", self.automatic),
            ("abandoned", self.abandoned),
        ]
    }
}

/// Reads the hotlines that reported, and the printed national total.
///
/// # Errors
///
/// A cell is no number, or the last row isn't the nation's.
pub fn read(csv: &str) -> Result<(Vec<Hotline>, Hotline), Box<dyn Error>> {
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
        if text("calls_2014").is_empty() {
            continue;
        }
        let number = |name: &str| -> Result<f64, Box<dyn Error>> {
            text(name).parse().map_err(|error| format!("{name} of {}: {error}", text("slug")).into())
        };
        // The bulletin counts in tens of thousands.
        let calls = |name: &str| number(name).map(|number| (number * 1e4).round());
        hotlines.push(Hotline {
            slug: text("slug"),
            english: text("name_en").replace("Production and Construction ", ""),
            chinese: text("name_zh"),
            calls: calls("calls_2014")?,
            human: calls("human_2014")?,
            automatic: calls("ivr_2014")?,
            abandoned: calls("abandoned_2014")?,
            agents: number("agents_2014")? as u32,
            seats: number("seats_2014")? as u32,
        });
    }
    let nation =
        hotlines.pop().filter(|last| last.slug == "national").ok_or("the last row is the nation's")?;
    Ok((hotlines, nation))
}
