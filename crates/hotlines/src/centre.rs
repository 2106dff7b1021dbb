//! A hotline as a scenario: a first guess from its totals, what is unknown and between which bounds, and its file.
//!
//! The guess is arithmetic: all calls are first calls but for those who gave up and called again; agents are nearly as
//! busy as their hours allow with what they answered. Four totals, of which three are independent, stand against four
//! unknowns, so one must be assumed within bounds: how many hang up before choosing. Shanghai alone reports them, and
//! its share is the upper bound everywhere, unless no handle time explains how many gave up (see [`Bounds`]).

use std::collections::BTreeMap;
use std::fmt::Write;

use acd_scenario::{Calibration, seed_of};
use acd_study::{Calibrated, Told};

use crate::data::Hotline;

/// Days in the year that was reported.
const YEAR: f64 = 365.0;
/// Minutes on line a shift: nine hours without an hour's meal and forty minutes of breaks.
const ON_LINE_S: f64 = 440.0 * 60.0;
/// Five days in seven.
const ON_DUTY: f64 = 5.0 / 7.0;
/// How busy agents are at first guess: where callers gave up, and where none did.
const BUSY: [f64; 2] = [0.9, 0.75];
/// Wrap-up, as `base.toml` has it.
const WRAP_UP_S: f64 = 60.0;
/// Talk at first guess is not longer.
const TALK_AT_MOST_S: f64 = 900.0;
/// Shanghai's 1.003 of 10.492 million calls, the only ones known to have hung up before choosing.
const HANG_UPS_AT_MOST: f64 = 0.0956;
/// The network's seed.
pub const SEED: u64 = 2014;
/// Where none gave up so few agents suffice that both must be there every day.
const TEAMS_FROM: u32 = 4;

/// How many may hang up before choosing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bounds {
    /// No larger a share of the calls than in Shanghai.
    AsShanghai,
    /// Up to half of those who aren't served automatically: for a hotline whose agents have so few calls that no
    /// handle time makes its callers give up as reported.
    Wide,
}

/// Keys and their values, as TOML.
pub type Values = BTreeMap<String, String>;

const FIRST_CALLS: &str = "callers.public.arrivals.per_day";
const TALK: &str = "queues.advice.talk.lognormal.mean";
const SERVED: &str = "ivr.welcome.next.served";
const HANG_UP: &str = "ivr.welcome.next.hang_up";
const ASKED: &str = "ivr.welcome.next.queue.advice";

/// Where a calibration begins.
pub fn guess(hotline: &Hotline) -> Values {
    let Hotline { calls, human, abandoned, agents, seats, .. } = hotline;
    let busy = BUSY[usize::from(*abandoned == 0.0)];
    let on_duty = (f64::from(*agents) * ON_DUTY).min(f64::from(*seats));
    let handle_s = busy * on_duty * YEAR * ON_LINE_S / human;
    let talk_s = (handle_s - WRAP_UP_S).clamp(75.0, TALK_AT_MOST_S);
    let first_calls = (calls - 0.3 * abandoned) / YEAR;
    let (served, hang_up) = (shares(hotline).0, (abandoned / calls).min(HANG_UPS_AT_MOST) / 2.0);
    let [served, hang_up] = [served, hang_up].map(|share| (share * 1e6).round() / 1e4);
    let mut values = Values::from([
        (FIRST_CALLS.to_owned(), format!("{first_calls:.1}")),
        (TALK.to_owned(), format!("\"{talk_s:.0} s\"")),
        (ASKED.to_owned(), percent(100.0 - served - hang_up)),
    ]);
    if hotline.automatic > 0.0 {
        values.insert(SERVED.to_owned(), percent(served));
    }
    if hotline.abandoned > 0.0 {
        values.insert(HANG_UP.to_owned(), percent(hang_up));
    }
    values
}

/// The values that a calibration found.
pub fn found(calibration: &Calibration, calibrated: &Calibrated) -> Values {
    let values: Vec<f64> = calibrated.unknowns.iter().map(|told| told.value).collect();
    let sets = calibration.sets(&values);
    sets.iter().filter_map(|set| set.split_once('=')).map(|(key, value)| (key.into(), value.into())).collect()
}

/// The shares of the calls that were served automatically, and that asked for an agent at most.
fn shares(hotline: &Hotline) -> (f64, f64) {
    let served = hotline.automatic / hotline.calls;
    (served, 1.0 - served)
}

fn percent(number: f64) -> String {
    format!("\"{number:.4}%\"")
}

/// Its file; without what a calibration told of the values it is a draft.
pub fn text(
    hotline: &Hotline,
    values: &Values,
    bounds: Bounds,
    told: Option<(&Calibration, &Calibrated)>,
) -> String {
    let Hotline { slug, english, chinese, seats, .. } = hotline;
    let why = |key: &str| {
        told.and_then(|told| why(key, told)).unwrap_or_else(|| "what the shares above leave".into())
    };
    let line = |name: &str, key: &str| {
        values
            .get(key)
            .map_or_else(String::new, |value| format!("{name} = {value}   # assumed: {}\n", why(key)))
    };
    let (teams, omitted) = teams(hotline);
    format!(
        "#:schema ../../crates/scenario/scenario.schema.json
# {english}'s 12333 in 2014, calibrated to its reported totals. Written by `cargo run --release -p acd-hotlines` from
# ../data/hotlines-2014.csv: change these, not this file.
extends = \"base.toml\"
{omitted}title   = \"{english} 12333 in 2014 ({chinese})\"

[floor]
seats = {seats}   # reported

[callers.public]
{first_calls}
[ivr.welcome.next]
{served}{hang_up}{asked}
[queues.advice]
{talk}
[agents.advisers.shifts]
{teams}
{reported}
{unknowns}
{search}
[run]
seed = {seed}   # the one that it has in ../network.toml, so that it sees the same days alone
",
        seed = seed_of(SEED, slug),
        first_calls = line("arrivals.per_day", FIRST_CALLS),
        served = line("served      ", SERVED),
        hang_up = line("hang_up     ", HANG_UP),
        asked = line("queue.advice", ASKED),
        talk = line("talk.lognormal.mean", TALK),
        reported = reported(hotline),
        unknowns = unknowns(hotline, bounds),
        search = search(*seats),
    )
}

/// Why a value is what it is.
fn why(key: &str, (calibration, calibrated): (&Calibration, &Calibrated)) -> Option<String> {
    let place = calibration.unknowns.iter().position(|unknown| unknown.key == key)?;
    let Told { low, high, told, .. } = calibrated.unknowns[place];
    let ends = match key {
        FIRST_CALLS => format!("{low:.0} to {high:.0}"),
        TALK => format!("{low:.0} s to {high:.0} s"),
        _ => format!("{:.1}% to {:.1}%", low * 100.0, high * 100.0),
    };
    Some(if told >= 0.5 {
        format!("calibrated to the reported totals, 95% interval {ends}")
    } else {
        format!("the totals hardly tell it: {ends} fit as well")
    })
}

/// Heads of the teams: one in five each in b and c. Very few agents are all there every day.
fn teams(hotline: &Hotline) -> (String, &'static str) {
    let agents = hotline.agents;
    if agents < TEAMS_FROM {
        let days = "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\", \"sat\", \"sun\"]";
        let why = "assumed: one alone would leave more callers waiting than a report of none who gave up has room for";
        return (
            format!("a.heads = {agents}   # reported: {agents} agents\na.days  = {days}   # {why}\n"),
            "omit    = [\"agents.advisers.shifts.b\", \"agents.advisers.shifts.c\"]\n",
        );
    }
    let fifth = ((f64::from(agents) / 5.0).round() as u32).max(1);
    let first = agents - 2 * fifth;
    (
        format!(
            "a.heads = {first}   # reported: {agents} agents in all; assumed: three in five, a fifth each in b and c\nb.heads = {fifth}\nc.heads = {fifth}\n"
        ),
        "",
    )
}

fn reported(hotline: &Hotline) -> String {
    let mut text = "[reported]\ncovers     = \"365 days\"\n".to_owned();
    for (name, total) in hotline.totals() {
        let _ = writeln!(text, "{name:10} = {}", whole(total));
    }
    let rest = hotline.calls - hotline.human - hotline.automatic - hotline.abandoned;
    // Printed to a thousand calls, or to a hundred.
    if rest.abs() > 3_000.0 {
        let _ = writeln!(
            text,
            "# These contradict each other: {} calls stand in {} of the others.",
            whole(rest.abs()),
            { if rest > 0.0 { "none" } else { "more than one" } }
        );
    }
    text
}

fn unknowns(hotline: &Hotline, bounds: Bounds) -> String {
    let per_day = hotline.calls / YEAR;
    let mut text = format!(
        "[calibrate.unknowns]
first_calls = {{ key = \"{FIRST_CALLS}\", from = {:.1}, to = {:.1} }}
talk        = {{ key = \"{TALK}\", from = \"1 min\", to = \"20 min\" }}
",
        0.4 * per_day,
        1.1 * per_day
    );
    let (served, asked) = shares(hotline);
    let mut share = |name: &str, key: &str, from: f64, to: f64| {
        let (from, to) = (percent(from * 100.0), percent(to * 100.0));
        let _ = writeln!(
            text,
            "{name:11} = {{ key = \"{key}\", from = {from}, to = {to}, against = \"{ASKED}\" }}"
        );
    };
    let hang_ups = match bounds {
        Bounds::AsShanghai => HANG_UPS_AT_MOST,
        Bounds::Wide => asked / 2.0,
    };
    if hotline.automatic > 0.0 {
        share("served", SERVED, (served - 0.1).max(0.0), served + (0.1_f64).min(asked / 3.0));
    }
    if hotline.abandoned > 0.0 {
        share("hang_up", HANG_UP, 0.0, hang_ups);
    }
    text
}

/// How many seats, and agents to fill them, the goal would take.
fn search(seats: u32) -> String {
    let step = (seats / 40).max(1);
    format!(
        "[search]
vary  = \"floor.seats\"
from  = {step}
to    = {to}
step  = {step}
scale = \"agents.advisers\"
until = \"goals\"
",
        to = 4 * seats / step * step
    )
}

/// `10_492_000`.
pub fn whole(number: f64) -> String {
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
