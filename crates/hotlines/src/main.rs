//! `hotlines`: calibrates every hotline of `scenarios/data/hotlines-2014.csv` to its reported totals, writes its scenario
//! into `scenarios/12333`, and gathers them in `scenarios/network.toml`; then runs and searches them, and writes
//! `docs/scenarios/hotlines.md`. `hotlines hunan qinghai` calibrates these alone, `hotlines page` none.
//!
//! Shanghai's scenario is written by hand, as more is known of it: it stands in the network and on the page.

mod centre;
mod data;
mod network;
mod page;

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

use acd_scenario::{Scenario, Surroundings, load, read_file};
use acd_study::{Calibrated, Comparison, Crew, calibrate, metric_ids};

use centre::{Bounds, Values};
use data::Hotline;

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The hotline whose scenario is written by hand.
const BY_HAND: &str = "shanghai";
/// A total that is farther off than this is missed (the bar that was set for these scenarios).
const NEAR: f64 = 0.03;

fn main() -> Outcome<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize()?;
    let csv = std::fs::read_to_string(root.join("scenarios/data/hotlines-2014.csv"))?;
    let (hotlines, nation) = data::read(&csv)?;
    let crew = Crew::new(None, &())?;
    let asked: Vec<String> = std::env::args().skip(1).collect();
    // `page` alone writes the network and its page anew.
    let is_known = |name: &String| name == "page" || hotlines.iter().any(|hotline| hotline.slug == *name);
    if let Some(unknown) = asked.iter().find(|name| !is_known(name)) {
        let known: Vec<&str> = hotlines.iter().map(|hotline| hotline.slug.as_str()).collect();
        return Err(format!("there is no hotline {unknown}: page, or {}", known.join(", ")).into());
    }
    let is_asked = |hotline: &&Hotline| asked.is_empty() || asked.contains(&hotline.slug);
    for hotline in hotlines.iter().filter(|hotline| hotline.slug != BY_HAND).filter(is_asked) {
        let path = path(&root, hotline);
        let text = calibrated(hotline, &path, &crew)?;
        std::fs::write(&path, text)?;
    }
    std::fs::write(root.join("scenarios/network.toml"), network::text(&hotlines, &nation))?;
    let text = page::text(&root, &hotlines, &crew)?;
    std::fs::write(root.join("docs/scenarios/hotlines.md"), text)?;
    Ok(())
}

/// A hotline's file.
fn path(root: &Path, hotline: &Hotline) -> PathBuf {
    root.join(format!("scenarios/12333/{}.toml", hotline.slug))
}

/// The text of a hotline's file with the values that meet its totals, as narrow an assumption as does.
fn calibrated(hotline: &Hotline, path: &Path, crew: &Crew<'_>) -> Outcome<String> {
    let (mut text, found) = tried(hotline, Bounds::AsShanghai, path, crew)?;
    if found.met.iter().any(is_missed) {
        text = tried(hotline, Bounds::Wide, path, crew)?.0;
    }
    Ok(text)
}

/// Whether a total is farther off than luck explains: all of its interval is.
fn is_missed(total: &Comparison) -> bool {
    let off = total.differences();
    off.low.is_some_and(|low| low > NEAR) || off.high.is_some_and(|high| high < -NEAR)
}

fn tried(hotline: &Hotline, bounds: Bounds, path: &Path, crew: &Crew<'_>) -> Outcome<(String, Calibrated)> {
    let guess = centre::guess(hotline);
    let draft = centre::text(hotline, &guess, bounds, None);
    let scenario = loads(path, &draft, &[])?;
    let calibration = scenario.calibration.as_ref().ok_or("a draft has unknowns")?;
    let found = calibrate(calibration, crew, |values| loads(path, &draft, &calibration.sets(values)))?;
    let values: Values = centre::found(calibration, &found);
    let settled = if found.is_settled { "" } else { ", not settled" };
    eprintln!("{}: {} evaluations{settled}", hotline.slug, found.evaluations);
    Ok((centre::text(hotline, &values, bounds, Some((calibration, &found))), found))
}

/// A scenario whose file isn't written yet.
fn loads(path: &Path, draft: &str, sets: &[String]) -> Outcome<Scenario> {
    let read = |asked: &Path| -> io::Result<Vec<u8>> {
        if asked == path { Ok(draft.as_bytes().to_vec()) } else { read_file(asked) }
    };
    Ok(load(path, sets, &Surroundings { read: &read, metrics: &metric_ids() })?)
}
