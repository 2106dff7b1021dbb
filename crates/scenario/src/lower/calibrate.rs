//! What the reported totals are to tell: the unknowns of a calibration, their bounds, and what a value of each sets.

use serde_json::Value;

use super::defaults::Fallback;
use super::search::{amount, check_names};
use super::{Desk, Reported, Spot, inside};
use crate::file::{At, CalibrateTable, File, UnknownTable};
use crate::key;
use crate::problem::nearest;
use crate::quantity::{Amount, Measure, Share, Text, rounded};
use crate::source::Place;

/// How exact totals are taken to be that are printed with three digits or more.
const ACCURACY: Fallback<Share> =
    Fallback { value: Share(0.01), why: "totals are printed in ten thousands, and counted in several ways" };

/// Which values of a scenario are unknown, and which totals are to tell them.
#[derive(Clone, Debug, PartialEq)]
pub struct Calibration {
    /// The unknowns, in the order of the file.
    pub unknowns: Vec<Unknown>,
    /// The reported totals to meet, as in [`Reported::totals`].
    pub meets: Vec<&'static str>,
    /// How exact they are: the standard deviation of a total relative to it.
    pub accuracy: f64,
}

/// A value of the scenario that is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Unknown {
    /// Its name.
    pub name: String,
    /// Its key, as `callers.public.arrivals.per_day`.
    pub key: String,
    /// The least that it may be.
    pub from: Amount,
    /// The most that it may be.
    pub to: Amount,
    /// What the scenario says as it stands.
    pub base: Amount,
    /// The share that gets less as this one gets more, with what the scenario says of it.
    pub against: Option<(String, Amount)>,
}

impl Unknown {
    /// Whether the value, as it stands, lies between its bounds: there the search begins.
    pub fn is_within(&self) -> bool {
        (self.from.value..=self.to.value).contains(&self.base.value)
    }
}

impl Calibration {
    /// What values of the unknowns set in the scenario, as `key.path=VALUE`.
    pub fn sets(&self, values: &[f64]) -> Vec<String> {
        let with = |base: Amount, value: f64| base.with(rounded(value)).in_toml();
        let pairs = || self.unknowns.iter().zip(values);
        let mut sets: Vec<String> = pairs()
            .map(|(unknown, &value)| format!("{}={}", unknown.key, with(unknown.base, value)))
            .collect();
        let mut opposed: Vec<(&str, Amount, f64)> = Vec::new();
        for (unknown, value) in pairs() {
            let Some((key, base)) = &unknown.against else { continue };
            let more = value - unknown.base.value;
            match opposed.iter_mut().find(|(other, ..)| other == key) {
                Some((.., sum)) => *sum += more,
                None => opposed.push((key, *base, more)),
            }
        }
        sets.extend(
            opposed.iter().map(|(key, base, more)| format!("{key}={}", with(*base, base.value - more))),
        );
        sets
    }
}

/// Lowers `[calibrate]`.
pub(super) fn lower(
    file: &File,
    resolved: &Value,
    reported: Option<&Reported>,
    desk: &mut Desk<'_>,
) -> Option<Calibration> {
    let (table, place) = inside(&file.calibrate)?;
    let spot = Spot::new("calibrate", place);
    if table.unknowns.is_empty() {
        let help = "add [calibrate.unknowns.NAME] with key, from and to";
        desk.problem("nothing is unknown to calibrate", &spot.place, help);
    }
    let meets = meets(table, reported, &spot, desk);
    let accuracy = desk.or(&table.accuracy, &spot, "accuracy", &ACCURACY).0;
    if let Some(written) = table.accuracy.as_ref().filter(|share| share.get_ref().0 <= 0.0) {
        let help = "write how far a total may be off, as accuracy = \"1%\"";
        desk.problem("totals are never exact", &written.span(), help);
    }
    let unknowns: Vec<Unknown> =
        table.unknowns.iter().filter_map(|(name, table)| unknown(name, table, resolved, desk)).collect();
    for (place, unknown) in unknowns.iter().enumerate() {
        if unknowns[..place].iter().any(|other| key::parts(&other.key) == key::parts(&unknown.key)) {
            let title = format!("{} is unknown twice", unknown.key);
            desk.problem(title, &spot.place, "remove one of the two");
        }
    }
    check_room(&unknowns, &spot, desk);
    Some(Calibration { unknowns, meets, accuracy })
}

/// At its bounds no share that gets less as others get more may get below 0, or above all.
fn check_room(unknowns: &[Unknown], spot: &Spot, desk: &mut Desk<'_>) {
    // A value outside its bounds was set for a run, which takes no notice of them.
    if unknowns.iter().any(|unknown| !unknown.is_within()) {
        return;
    }
    for (place, unknown) in unknowns.iter().enumerate() {
        let Some((key, base)) = &unknown.against else { continue };
        let is_same = |other: &&Unknown| other.against.as_ref().is_some_and(|(known, _)| known == key);
        if unknowns[..place].iter().any(|other| is_same(&other)) {
            continue;
        }
        let all = || unknowns.iter().filter(is_same);
        let more: f64 = all().map(|one| one.to.value - one.base.value).sum();
        let less: f64 = all().map(|one| one.base.value - one.from.value).sum();
        if more > base.value + 1e-9 || base.value + less > 1.0 + 1e-9 {
            let title = format!("at their bounds the unknowns leave {key} no share between 0% and 100%");
            let help =
                format!("it is {} as it stands: narrow the bounds of what is against it", base.in_toml());
            desk.problem(title, &spot.place, help);
        }
    }
}

/// The totals to meet: those that are named, else all that were reported above zero.
fn meets(
    table: &CalibrateTable,
    reported: Option<&Reported>,
    spot: &Spot,
    desk: &mut Desk<'_>,
) -> Vec<&'static str> {
    let Some(reported) = reported else {
        let help = "add [reported] with covers = \"365 days\" and its totals, as calls = 1_634_000";
        desk.problem("there is nothing to calibrate to: no total was reported", &spot.place, help);
        return Vec::new();
    };
    let above_zero = || reported.totals.iter().filter(|(_, total)| *total > 0.0).map(|(name, _)| *name);
    let all = ("all above 0", "a reported 0 says how they count, not what happened");
    desk.may_lack(&table.meets, spot, "meets", all);
    let Some(names) = &table.meets else {
        if above_zero().next().is_none() {
            desk.problem("no reported total is above 0", &spot.place, "add one that was counted");
        }
        return above_zero().collect();
    };
    let mut meets = Vec::new();
    for Text(name) in &names.get_ref().0 {
        match above_zero().find(|known| known == name) {
            Some(known) => meets.push(known),
            None => {
                let help = match nearest(name, above_zero()) {
                    Some(near) => format!("did you mean {near}?"),
                    None => format!("there are: {}", above_zero().collect::<Vec<_>>().join(", ")),
                };
                let title = format!("no total {name} above 0 was reported");
                desk.problem(title, &names.span(), help);
            }
        }
    }
    meets
}

fn unknown(
    name: &At<String>,
    table: &At<UnknownTable>,
    resolved: &Value,
    desk: &mut Desk<'_>,
) -> Option<Unknown> {
    let spot = Spot::of("calibrate.unknowns", name, table);
    let table = table.get_ref();
    let key = desk.need(&table.key, &spot, "key", "key = \"callers.public.arrivals.per_day\"");
    let from = desk.need(&table.from, &spot, "from", "from = 15000").map(|from| *from.get_ref());
    let to = desk.need(&table.to, &spot, "to", "to = 30000");
    let key = key?;
    let base = value_at(key, resolved, desk);
    let against = match &table.against {
        Some(against) => Some((trimmed(against), value_at(against, resolved, desk)?)),
        None => None,
    };
    let (base, from, at_most) = (base?, from?, to?);
    let to = *at_most.get_ref();
    check_measures(key, (base, from, to), desk)?;
    if to.value <= from.value {
        desk.problem("`to` is not above `from`", &at_most.span(), "write the least value as `from`");
        return None;
    }
    if let Some((other, opposed)) = against.as_ref().filter(|(_, opposed)| opposed.measure != Measure::Ratio)
    {
        let title = format!("{other} = {} is no share", opposed.in_toml());
        desk.problem(title, &spot.place, "against names a share that gets less as this one gets more");
        return None;
    }
    Some(Unknown { name: name.get_ref().clone(), key: trimmed(key), from, to, base, against })
}

fn trimmed(key: &At<Text>) -> String {
    key.get_ref().0.trim().to_owned()
}

/// What the scenario says of a key.
fn value_at(key: &At<Text>, resolved: &Value, desk: &mut Desk<'_>) -> Option<Amount> {
    let place = key.span();
    let text = trimmed(key);
    let Some(path) = key::parts(&text) else {
        let help = "write the key as in --set, as \"callers.public.arrivals.per_day\"";
        desk.problem(format!("{text:?} is no key"), &place, help);
        return None;
    };
    if ["run", "search", "reported", "calibrate", "limits"].contains(&path[0].as_str()) {
        let help = "name a key of the centre, as \"callers.public.arrivals.per_day\"";
        desk.problem(format!("{text} says nothing about the centre"), &place, help);
        return None;
    }
    check_names(&path, resolved, &place, desk);
    let value = path.iter().try_fold(resolved, |table, key| table.get(key)).and_then(amount);
    if value.is_none() {
        let title = format!("{text} has no value to begin from");
        desk.problem(title, &place, "give it a number in the scenario, your best guess");
    }
    value
}

fn check_measures(
    key: &At<Text>,
    (base, from, to): (Amount, Amount, Amount),
    desk: &mut Desk<'_>,
) -> Option<()> {
    if [from, to].iter().all(|bound| bound.measure == base.measure) {
        return Some(());
    }
    let title = format!("{} is measured otherwise than from and to", trimmed(key));
    let place: Place = key.span();
    desk.problem(title, &place, format!("write from and to as {}", Amount::example(base.measure)));
    None
}
