//! `docs/scenarios/hotlines.md`: every hotline's simulated totals beside the printed ones, what was found for it, and what
//! its goal would take.

use std::fmt::Write;
use std::path::Path;

use acd_scenario::{Loaded, Scenario, Surroundings, load, load_any, read_file};
use acd_study::{
    Comparison, Crew, Estimate, Metric, Outcome as Ran, Point, Stopped, Way, comparisons, metric_ids,
    network_comparisons, run_network, search,
};

use crate::centre::SEED;
use crate::data::Hotline;
use crate::{NEAR, Outcome, path};

/// The metric of the goal.
const IN_TIME: &str = "service_level_ratio";

/// What was simulated of a hotline as it was.
struct Found {
    totals: Vec<Comparison>,
    in_time: Estimate,
    handle_s: Option<f64>,
}

/// What its goal would take.
struct Needed {
    /// The persons in its shifts as they were, and at the least value that is met.
    agents: (u64, u64),
    seats: f64,
    in_time: Estimate,
    /// Whether the step below is undecided, so that it may suffice as well.
    is_close: bool,
}

/// Its text.
///
/// # Errors
///
/// A scenario is wrong, or can't be read.
pub fn text(root: &Path, hotlines: &[Hotline], crew: &Crew<'_>) -> Outcome<String> {
    let around = Surroundings { read: &read_file, metrics: &metric_ids() };
    let (found, national) = runs(root, SEED, crew)?;
    let (again, _) = runs(root, SEED + 1, crew)?;
    let mut page = include_str!("page/head.md").to_owned();
    totals(&mut page, hotlines, &found, &national);
    page.push_str("\nFarther off than 3 %:");
    missed(&mut page, hotlines, &found);
    page.push_str("\nAnd under another luck than they were calibrated under (`--seed 2015`):");
    missed(&mut page, hotlines, &again);
    page.push_str(include_str!("page/needed.md"));
    let mut needed = Vec::new();
    for hotline in hotlines {
        eprintln!("what the goal takes: {}", hotline.slug);
        needed.push(needs(&path(root, hotline), &around, crew)?);
    }
    goals(&mut page, hotlines, &found, &needed);
    page.push_str(include_str!("page/foot.md"));
    Ok(page)
}

/// Every hotline of the network under a seed, and the sum beside the printed one.
fn runs(root: &Path, seed: u64, crew: &Crew<'_>) -> Outcome<(Vec<Found>, Vec<Comparison>)> {
    let around = Surroundings { read: &read_file, metrics: &metric_ids() };
    let loaded = load_any(&root.join("scenarios/network.toml"), &[format!("run.seed={seed}")], &around)?;
    let Loaded::Network(network) = loaded else { return Err("network.toml has no hotlines".into()) };
    let mut found: Vec<Option<Found>> = network.hotlines.iter().map(|_| None).collect();
    let sum = run_network(&network, crew, |place, ran| -> Result<(), Stopped> {
        found[place] = Some(found_of(&network.hotlines[place].scenario, &ran));
        Ok(())
    })?;
    Ok((found.into_iter().flatten().collect(), network_comparisons(&network, &sum.total.whole)))
}

fn found_of(scenario: &Scenario, ran: &Ran) -> Found {
    let whole = &ran.total().whole;
    Found {
        totals: comparisons(scenario, ran),
        in_time: whole[Metric::place(IN_TIME)],
        handle_s: whole[Metric::place("aht_s")].mean,
    }
}

fn needs(path: &Path, around: &Surroundings<'_>, crew: &Crew<'_>) -> Outcome<Option<Needed>> {
    let base = load(path, &[], around)?;
    let asked = base.search.as_ref().ok_or("a hotline has a search")?;
    let at = |place: usize| -> Outcome<Scenario> { Ok(load(path, &asked.sets(place), around)?) };
    let searched = search(asked, Way::Search, crew, at)?;
    let below = searched.best.and_then(|best| best.checked_sub(1)).map(|place| &searched.points[place]);
    let is_close = below.is_some_and(|point| searched.undecided().any(|value| value == point.value));
    let persons = |scenario: &Scenario| scenario.model.people().len() as u64;
    Ok(searched.best().map(|best: &Point| Needed {
        agents: (persons(&base), best.agents),
        seats: best.value,
        in_time: best.total[Metric::place(IN_TIME)],
        is_close,
    }))
}

fn totals(page: &mut String, hotlines: &[Hotline], found: &[Found], national: &[Comparison]) {
    page.push_str(
        "| hotline | calls | by a human | automatic | abandoned |\n| --- | ---: | ---: | ---: | ---: |\n",
    );
    for (hotline, found) in hotlines.iter().zip(found) {
        let name =
            format!("[{} {}](../../scenarios/12333/{}.toml)", hotline.english, hotline.chinese, hotline.slug);
        total_row(page, &name, &found.totals);
    }
    total_row(page, "**all, beside the printed national total**", national);
}

fn total_row(page: &mut String, name: &str, totals: &[Comparison]) {
    let _ = write!(page, "| {name} |");
    for wanted in ["calls", "answered", "ivr_served", "abandoned"] {
        let cell = totals.iter().find(|total| total.name == wanted).map_or_else(String::new, |total| {
            let simulated = ten_thousands(total.simulated.mean.unwrap_or(f64::NAN));
            let off = total.difference.map_or_else(|| "–".into(), signed_percent);
            format!("{} → {simulated} ({off})", ten_thousands(total.reported))
        });
        let _ = write!(page, " {cell} |");
    }
    page.push('\n');
}

/// Totals that are farther off than they should be, each with its interval.
fn missed(page: &mut String, hotlines: &[Hotline], found: &[Found]) {
    let all = hotlines.iter().zip(found).flat_map(|(hotline, found)| {
        let is_far = |total: &&Comparison| total.difference.is_some_and(|off| off.abs() > NEAR);
        found.totals.iter().filter(is_far).map(move |total| (hotline, total))
    });
    let lines: Vec<String> = all
        .map(|(hotline, total)| {
            let off = total.differences();
            let [mean, low, high] =
                [off.mean, off.low, off.high].map(|end| signed_percent(end.unwrap_or(f64::NAN)));
            format!(
                "- {}, {}: {mean} ({low} to {high}) of {}\n",
                hotline.english,
                total.name,
                ten_thousands(total.reported)
            )
        })
        .collect();
    page.push_str(if lines.is_empty() { " none.\n" } else { "\n\n" });
    page.push_str(&lines.concat());
}

fn goals(page: &mut String, hotlines: &[Hotline], found: &[Found], needed: &[Option<Needed>]) {
    page.push_str(
        "| hotline | handle time | in 30 s in 2014 | agents | would have taken | seats | then in 30 s |\n\
         | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n",
    );
    let (mut were, mut would) = (0, 0);
    for ((hotline, found), needed) in hotlines.iter().zip(found).zip(needed) {
        let handle = found.handle_s.map_or_else(String::new, |handle| format!("{:.0} s", handle));
        let _ = write!(page, "| {} | {handle} | {} |", hotline.english, share(&found.in_time));
        let Some(needed) = needed else {
            let _ = writeln!(page, " {} | more than was tried | | |", hotline.agents);
            continue;
        };
        let (now, then) = needed.agents;
        (were, would) = (were + now, would + then);
        let close = if needed.is_close { "*" } else { "" };
        let _ =
            writeln!(page, " {now} | **{then}**{close} | {} | {} |", needed.seats, share(&needed.in_time));
    }
    let _ = writeln!(page, "| **all** | | | {were} | **{would}** | | |");
}

fn share(of: &Estimate) -> String {
    let [mean, low, high] = [of.mean, of.low, of.high].map(|end| end.unwrap_or(f64::NAN) * 100.0);
    format!("{mean:.1} % ({low:.1}–{high:.1})")
}

/// `+1.5 %`, `−0.4 %`, `0.0 %`.
fn signed_percent(of: f64) -> String {
    let tenths = (of * 1e3).round() / 10.0;
    let sign = if tenths > 0.0 {
        "+"
    } else if tenths < 0.0 {
        "−"
    } else {
        ""
    };
    format!("{sign}{:.1} %", tenths.abs())
}

/// In tens of thousands, as printed in the bulletin.
fn ten_thousands(calls: f64) -> String {
    let number = calls / 1e4;
    if number < 0.995 { format!("{number:.2}") } else { format!("{number:.1}") }
}
