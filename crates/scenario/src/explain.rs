//! Every value of a scenario and where it came from: a line of a file, a `--set`, a default, or arithmetic on
//! these.
//!
//! Values and their places come from the merged tree, what they replaced from the merging, defaults from the
//! lowering that applied them: there is no second list.

mod derived;

use std::path::Path;

use serde_json::Value;
use toml::Spanned;
use toml::de::DeValue;

use crate::lower::LeftOut;
use crate::merge::{Overridden, Tree};
use crate::network::{self, Loaded, Network, load_any};
use crate::source::{Place, Sources, Texts};
use crate::{Failure, Scenario, Set, Surroundings, key, notes};

/// A value and where it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// Its key, as `--set` takes it; a hotline's begins with `hotlines.NAME.`.
    pub key: String,
    /// The value; null where a key that is left out stands for nothing that could be written.
    pub value: Value,
    /// The value as it is written, or what it means that it is left out.
    pub text: String,
    /// Where it came from.
    pub origin: Origin,
    /// What it took the place of, the latest first.
    pub replaced: Vec<Replaced>,
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A file.
    File {
        /// Its path.
        file: String,
        /// The line, from 1.
        line: usize,
    },
    /// A `--set`, as it was typed.
    Set(String),
    /// It was left out: what the default does.
    Default(String),
    /// It follows from others: how.
    Derived(String),
}

/// A value that another one took the place of.
#[derive(Clone, Debug, PartialEq)]
pub struct Replaced {
    /// Its key: that of the value that is there now, or one that excludes it.
    pub key: String,
    /// The value.
    pub value: Value,
    /// The value as it was written.
    pub text: String,
    /// Where it stands.
    pub origin: Origin,
}

/// Explains a scenario or a network, each hotline under its name.
///
/// # Errors
///
/// Those of [`load_any`]: what can't be run isn't explained.
pub fn explain(path: &Path, sets: &[String], around: &Surroundings<'_>) -> Result<Vec<Explained>, Failure> {
    let loaded = load_any(path, sets, around)?;
    let sets: Vec<Set> = sets.iter().map(|set| Set::typed(set)).collect();
    match &loaded {
        Loaded::One(scenario) => explain_one((path, None), &sets, scenario, around),
        Loaded::Network(network) => explain_network(path, &sets, network, around),
    }
}

fn explain_one(
    (path, network): (&Path, Option<&Path>),
    sets: &[Set],
    scenario: &Scenario,
    around: &Surroundings<'_>,
) -> Result<Vec<Explained>, Failure> {
    let mut all = explain_file((path, network), sets, &scenario.left_out, around)?;
    all.extend(derived::of(scenario));
    Ok(all)
}

/// The network's own values, then each hotline's: of how often and under which luck it runs alone nothing holds
/// here, and it isn't searched.
fn explain_network(
    path: &Path,
    sets: &[Set],
    network: &Network,
    around: &Surroundings<'_>,
) -> Result<Vec<Explained>, Failure> {
    let own = |set: &&Set| network::is_own(set) && network::of_one(set).is_none();
    let own_sets: Vec<Set> = sets.iter().filter(own).cloned().collect();
    let mut all = explain_file((path, None), &own_sets, &network.left_out, around)?;
    for hotline in &network.hotlines {
        let sets: Vec<Set> = sets.iter().filter_map(|set| network::for_hotline(set, &hotline.name)).collect();
        let table = key::inside("hotlines", &hotline.name);
        let seed = Explained {
            key: format!("{table}.run.seed"),
            value: hotline.scenario.run.seed.into(),
            text: hotline.scenario.run.seed.to_string(),
            origin: Origin::Derived("of run.seed and the hotline's name".to_owned()),
            replaced: Vec::new(),
        };
        all.push(seed);
        let holds = |explained: &Explained| {
            let table = explained.key.split('.').next().unwrap_or_default();
            !["run", "search"].contains(&table)
        };
        let inner = explain_one((&hotline.file, Some(path)), &sets, &hotline.scenario, around)?;
        all.extend(inner.into_iter().filter(holds).map(|mut explained| {
            explained.key = format!("{table}.{}", explained.key);
            for replaced in &mut explained.replaced {
                replaced.key = format!("{table}.{}", replaced.key);
            }
            explained
        }));
    }
    Ok(all)
}

/// The values of a file with all that it extends and the `--set`s, each default behind its table.
fn explain_file(
    (path, network): (&Path, Option<&Path>),
    sets: &[Set],
    left_out: &[LeftOut],
    around: &Surroundings<'_>,
) -> Result<Vec<Explained>, Failure> {
    let texts = Texts::default();
    let mut gathered = network::gather_in(network, path, sets, around, &texts)?;
    sets.iter().for_each(|set| gathered.set(set));
    let mut all = Vec::new();
    leaves(&gathered.tree, "", &gathered.sources, &mut all);
    for overridden in gathered.replaced.iter().rev() {
        notes_replaced(overridden, &gathered.sources, &mut all);
    }
    left_out.iter().for_each(|left_out| adds_default(left_out, &mut all));
    Ok(all)
}

/// Everything below a table that is no table itself, in the order of the file.
fn leaves(tree: &Tree<'_>, table: &str, sources: &Sources, all: &mut Vec<Explained>) {
    for (name, value) in tree.iter() {
        let key = key::inside(table, name.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => leaves(inner, &key, sources, all),
            _ => all.push(Explained {
                key,
                value: notes::json(value),
                text: text_of(value, sources),
                origin: origin(&value.span(), sources),
                replaced: Vec::new(),
            }),
        }
    }
}

/// A value as it is written, on one line; a table in braces.
fn text_of(value: &Spanned<DeValue<'_>>, sources: &Sources) -> String {
    if let DeValue::Table(table) = value.get_ref() {
        let entries = table
            .iter()
            .map(|(name, value)| format!("{} = {}", key::quoted(name.get_ref()), text_of(value, sources)));
        return format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "));
    }
    let place = value.span();
    let written = sources.of(&place).map_or("", |source| source.slice(&place));
    crate::printable(written).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn origin(place: &Place, sources: &Sources) -> Origin {
    match sources.of(place) {
        Some(source) if source.is_set => {
            Origin::Set(source.name.strip_prefix("--set ").unwrap_or(&source.name).to_owned())
        }
        Some(source) => Origin::File { file: source.name.clone(), line: source.line(place) },
        None => Origin::File { file: String::new(), line: 0 },
    }
}

/// Tells the first value of the key that took its place.
fn notes_replaced(overridden: &Overridden<'_>, sources: &Sources, all: &mut [Explained]) {
    let inside = format!("{}.", overridden.by);
    let is_by =
        |explained: &&mut Explained| explained.key == overridden.by || explained.key.starts_with(&inside);
    // What replaced it may have been replaced or taken out itself.
    if let Some(explained) = all.iter_mut().find(is_by) {
        explained.replaced.push(Replaced {
            key: overridden.key.clone(),
            value: notes::json(&overridden.value),
            text: text_of(&overridden.value, sources),
            origin: origin(&overridden.value.span(), sources),
        });
    }
}

/// Puts a default behind the last key of its table, or of the nearest table around that has one.
fn adds_default(left_out: &LeftOut, all: &mut Vec<Explained>) {
    let explained = Explained {
        key: left_out.key.clone(),
        value: left_out.value.clone(),
        text: left_out.words.clone(),
        origin: Origin::Default(left_out.why.to_owned()),
        replaced: Vec::new(),
    };
    let mut table = left_out.key.as_str();
    let mut behind = None;
    while let (None, Some((outer, _))) = (behind, table.rsplit_once('.')) {
        table = outer;
        behind = last_in(table, all);
    }
    let behind = behind.or_else(|| {
        let is_root = !left_out.key.contains('.');
        let place = all.iter().rposition(|other| !other.key.contains('.'));
        place.filter(|_| is_root)
    });
    all.insert(behind.map_or(all.len(), |place| place + 1), explained);
}

/// The last value of a table.
fn last_in(table: &str, all: &[Explained]) -> Option<usize> {
    let is_inside =
        |other: &Explained| other.key.strip_prefix(table).is_some_and(|rest| rest.starts_with('.'));
    all.iter().rposition(is_inside)
}
