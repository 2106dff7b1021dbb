//! A network: several hotlines in one run, each a scenario of its own.
//!
//! The network says how often it runs and under which luck; what its hotlines say about that themselves holds only
//! when they run alone. A hotline's seed is made from the network's and the hotline's name: hotlines that use the
//! same names inside still have callers of their own, and one more disturbs no other. What `[each]` says is merged
//! over every hotline's file, as if that extended it, before the `--set`s.

use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::DeValue;

use crate::lower::{self, HotlineEntry, LeftOut, Reported, RunPlan, Scenario, unreadable};
use crate::merge::Gathered;
use crate::notes::{self, Assumption};
use crate::problem::{Invalid, Problem, Problems, Warning, nearest};
use crate::source::{Place, Texts};
use crate::{Failure, Set, Surroundings, gather, lower_one, parse};

/// What a file turns out to be.
#[derive(Clone, Debug)]
pub enum Loaded {
    /// A single scenario.
    One(Box<Scenario>),
    /// Several hotlines.
    Network(Box<Network>),
}

/// Several hotlines in one run.
#[derive(Clone, Debug)]
pub struct Network {
    /// What it is about.
    pub title: String,
    /// How often it runs, and under which luck.
    pub run: RunPlan,
    /// Its hotlines, in the order of the file; at least one.
    pub hotlines: Vec<Hotline>,
    /// What was reported of all together.
    pub reported: Option<Reported>,
    /// What is doubtful about it and its hotlines.
    pub warnings: Vec<Warning>,
    /// What was assumed, from the network file's comments.
    pub assumptions: Vec<Assumption>,
    /// All keys of the network's own file after merging.
    pub resolved: serde_json::Value,
    /// What the keys that its own file leaves out mean.
    pub left_out: Vec<LeftOut>,
}

/// One hotline of a network.
#[derive(Clone, Debug)]
pub struct Hotline {
    /// Its name in files.
    pub name: String,
    /// Its name for people.
    pub label: String,
    /// Its file.
    pub file: PathBuf,
    /// What it is; its run is the network's, under a seed of its own, and it has no search.
    pub scenario: Scenario,
}

/// Keys that are the network's; any other that is set on the command line is set in every hotline.
const OWN_KEYS: [&str; 8] = ["schema", "title", "run", "reported", "hotlines", "each", "extends", "omit"];

/// What all hotlines have otherwise than their files say.
const EACH: &str = "each";

/// Limits are raised in the network and in its hotlines.
const LIMITS: &str = "limits";

/// Loads a scenario or a network: `sets` are `key.path=VALUE` texts, applied in order after the file.
///
/// In a network `hotlines.NAME.key.path=VALUE` changes one hotline, and a key that a network doesn't have, as
/// `calendar.days=7`, is changed in all of them.
///
/// # Errors
///
/// The file can't be read, or anything in it, in what belongs to it or in `sets` is wrong: then all problems.
pub fn load_any(path: &Path, sets: &[String], around: &Surroundings<'_>) -> Result<Loaded, Failure> {
    let sets: Vec<Set> = sets.iter().map(|set| Set::typed(set)).collect();
    let texts = Texts::default();
    let gathered = gather(path, &sets, around, &texts)?;
    if gathered.tree.contains_key("hotlines") {
        load_network(path, gathered, &sets, around).map(|network| Loaded::Network(Box::new(network)))
    } else {
        lower_one(path, gathered, &sets, around).map(|scenario| Loaded::One(Box::new(scenario)))
    }
}

fn load_network(
    path: &Path,
    mut gathered: Gathered<'_>,
    sets: &[Set],
    around: &Surroundings<'_>,
) -> Result<Network, Failure> {
    let table = gathered.tree.get("hotlines").and_then(|table| table.get_ref().as_table());
    let names: Vec<String> =
        table.into_iter().flat_map(|table| table.keys().map(|name| name.get_ref().to_string())).collect();
    for set in sets.iter().filter(|set| is_own(set)) {
        match of_one(set) {
            None => gathered.set(set),
            Some((name, _)) if names.iter().any(|known| known == name) => {}
            Some((name, _)) => notes_no_hotline(&mut gathered, set, name, &names),
        }
    }
    let Gathered { mut sources, mut tree, mut problems, is_whole, .. } = gathered;
    // What is wrong with its syntax is told once, not by every hotline.
    let network = (problems.is_empty() && tree.contains_key(EACH)).then_some(path);
    // Each hotline leaves that out for itself.
    if let Some(DeValue::Table(each)) = tree.get_mut(EACH).map(Spanned::get_mut) {
        each.remove("omit");
    }
    let parsed = parse::parse(&tree, is_whole, &sources, &mut problems);
    let (head, mut doubts) =
        lower::lower_network(path, (&parsed, is_whole), &mut sources, &mut problems, around);
    let (mut hotlines, mut invalid) = (Vec::new(), Vec::new());
    for entry in head.hotlines {
        let sets: Vec<Set> = sets.iter().filter_map(|set| for_hotline(set, &entry.name)).collect();
        match load_hotline(&entry, network, &sets, around) {
            Ok(scenario) => hotlines.push(in_network(entry, scenario, &head.run)),
            Err(Failure::Invalid(one)) => invalid.push(one),
            Err(Failure::Unreadable(one)) => problems.push(unreadable(&one.path, &one.error, &entry.place)),
        }
    }
    if problems.is_empty() && invalid.is_empty() && hotlines.is_empty() {
        let help = "write [hotlines.NAME] with scenario = PATH";
        problems.push(Problem::new("there is no hotline", &(0..0), help));
    }
    if invalid.is_empty() && problems.is_empty() {
        check_stretch(&hotlines, head.reported.as_ref(), &mut problems);
    }
    if !problems.is_empty() || !invalid.is_empty() {
        let mut all = Invalid::new(sources, problems, std::mem::take(&mut doubts));
        invalid.into_iter().for_each(|one| all.add(one));
        return Err(Failure::Invalid(all));
    }
    let mut warnings = doubts.warnings(&sources);
    for warning in hotlines.iter().flat_map(|hotline| &hotline.scenario.warnings) {
        if warnings.iter().all(|known| known.shown != warning.shown) {
            warnings.push(warning.clone());
        }
    }
    Ok(Network {
        title: head.title,
        run: head.run,
        hotlines,
        reported: head.reported.map(|(reported, _)| reported),
        warnings,
        assumptions: notes::assumptions(&sources, &tree),
        resolved: notes::resolved(&tree),
        left_out: head.left_out,
    })
}

/// Notes that a `--set` changes a hotline that there isn't.
fn notes_no_hotline(gathered: &mut Gathered<'_>, Set { typed, set }: &Set, name: &str, names: &[String]) {
    let base = gathered.sources.add_set(format!("--set {typed}"), set.clone());
    let help = match nearest(name, names.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("the hotlines are {}", names.join(", ")),
    };
    let problem = Problem::new(format!("there is no hotline {name}"), &(base..base + set.len()), help);
    gathered.problems.push(problem);
}

/// A file with what the network says of each of its hotlines, if it is one.
pub(crate) fn gather_in<'t>(
    network: Option<&Path>,
    path: &Path,
    sets: &[Set],
    around: &Surroundings<'_>,
    texts: &'t Texts,
) -> Result<Gathered<'t>, Failure> {
    let mut gathered = gather(path, sets, around, texts)?;
    if let Some(network) = network {
        gathered.overlay(network, EACH, around.read).map_err(Failure::Unreadable)?;
    }
    Ok(gathered)
}

/// The scenario of a hotline's file.
fn load_hotline(
    entry: &HotlineEntry,
    network: Option<&Path>,
    sets: &[Set],
    around: &Surroundings<'_>,
) -> Result<Scenario, Failure> {
    let texts = Texts::default();
    let mut gathered = gather_in(network, &entry.path, sets, around, &texts)?;
    if let Some((key, _)) = gathered.tree.get_key_value("hotlines") {
        let title = format!("{} is a network of hotlines itself", entry.path.display());
        let help = "name its hotlines one by one, each with its own file";
        let problem = Problem::new(title, &key.span(), help);
        gathered.problems.push(problem);
        return Err(Failure::Invalid(Invalid::new(gathered.sources, gathered.problems, Problems::default())));
    }
    lower_one(&entry.path, gathered, sets, around)
}

fn in_network(entry: HotlineEntry, mut scenario: Scenario, run: &RunPlan) -> Hotline {
    scenario.run = RunPlan { seed: seed_of(run.seed, &entry.name), ..run.clone() };
    scenario.search = None;
    Hotline { name: entry.name, label: entry.label, file: entry.path, scenario }
}

/// A total of the whole can be scaled to a stretch of time only if all hotlines are simulated over the same.
fn check_stretch(hotlines: &[Hotline], reported: Option<&(Reported, Place)>, problems: &mut Problems) {
    let stretch = |hotline: &Hotline| {
        let calendar = &hotline.scenario.model.calendar;
        (calendar.days, calendar.warm_up)
    };
    let differ = |first: &Hotline| hotlines.iter().any(|other| stretch(other) != stretch(first));
    if let (Some((_, place)), true) = (reported, hotlines.first().is_some_and(differ)) {
        let title = "totals were reported of all hotlines, and these are not simulated over the same days";
        problems.push(Problem::new(title, place, "give all the same days and warm_up, or report by hotline"));
    }
}

/// The table that a `--set` changes.
fn table_of(set: &Set) -> &str {
    set.set.split(['.', '=']).next().unwrap_or_default().trim()
}

pub(crate) fn is_own(set: &Set) -> bool {
    OWN_KEYS.contains(&table_of(set)) || table_of(set) == LIMITS || !set.set.contains('=')
}

/// The name and what is behind it in a `--set` of `hotlines.NAME.`, if it is a key of that hotline's scenario.
pub(crate) fn of_one(set: &Set) -> Option<(&str, &str)> {
    let rest = set.set.trim_start().strip_prefix("hotlines.")?;
    let (name, rest) = match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once("\".")?,
        None => rest.split_once('.').filter(|(name, _)| !name.contains('='))?,
    };
    let first = rest.split(['.', '=']).next().unwrap_or_default().trim();
    (!["label", "scenario"].contains(&first)).then_some((name, rest))
}

/// What a `--set` of the network sets in a hotline, if anything.
pub(crate) fn for_hotline(set: &Set, name: &str) -> Option<Set> {
    let is_for_all = table_of(set) == LIMITS || !is_own(set);
    let of_each = || set.set.trim_start().strip_prefix(EACH)?.trim_start().strip_prefix('.');
    let of_this = || of_one(set).filter(|(other, _)| *other == name).map(|(_, inner)| inner);
    let inner = if is_for_all { &set.set } else { of_each().or_else(of_this)? }.to_owned();
    Some(Set { typed: set.typed.clone(), set: inner })
}

/// A hotline's seed, by its name: FNV-1a over both, scrambled as SplitMix64 does, and no longer than the whole
/// numbers that every reader of JSON knows. Under it the hotline's own file says the same. Part of every result: never
/// change it.
pub fn seed_of(seed: u64, name: &str) -> u64 {
    let bytes = seed.to_le_bytes().into_iter().chain(name.bytes());
    let hash = bytes.fold(0xCBF2_9CE4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01B3)
    });
    let hash = (hash ^ (hash >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let hash = (hash ^ (hash >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    (hash ^ (hash >> 31)) >> 11
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hotlines_seed_is_its_own_and_exact_in_json() {
        let seeds =
            [(1, "shanghai"), (1, "beijing"), (2, "shanghai")].map(|(seed, name)| seed_of(seed, name));
        assert!(seeds[0] != seeds[1] && seeds[0] != seeds[2] && seeds[1] != seeds[2], "{seeds:?}");
        assert!(seeds.iter().all(|seed| *seed < 1 << 53), "{seeds:?}");
    }

    #[test]
    fn a_set_finds_its_hotline() {
        let inner = |set: &str, name: &str| for_hotline(&Set::typed(set), name).map(|set| set.set);
        assert_eq!(inner("hotlines.a.agents.all.heads=3", "a").as_deref(), Some("agents.all.heads=3"));
        assert_eq!(inner("hotlines.\"a b\".floor.seats=3", "a b").as_deref(), Some("floor.seats=3"));
        assert_eq!(inner("hotlines.ab.floor.seats=3", "a"), None);
        assert_eq!(inner("calendar.days=2", "a").as_deref(), Some("calendar.days=2"));
        assert_eq!(inner("each.calendar.days=2", "a").as_deref(), Some("calendar.days=2"));
        assert_eq!(inner("hotlines.a.label=x", "a"), None, "that is the network's own key");
    }
}
