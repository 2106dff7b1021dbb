//! From the merged tree to the file's structs: serde's complaints in plain words, all of them at once.
//!
//! serde stops at the first error. Each one is noted, the entry that caused it is taken out of the tree, and
//! reading starts again.

use serde::Deserialize;
use toml::Spanned;

use crate::file::{DATES, File, HOURS, PROFILE, SHAPES, TEXTS};
use crate::limits::REREAD_BYTES_AT_MOST;
use crate::merge::{Tree, remove_at};
use crate::problem::{Problem, Problems, listed, nearest};
use crate::quantity::HELP_MARK;
use crate::source::{Place, Sources};

/// The file's structs, and the paths of tables that something was taken out of.
pub(crate) struct Parsed {
    pub(crate) file: File,
    pub(crate) damaged: Vec<String>,
}

/// Reads the structs out of a tree.
///
/// What could be read of a broken text is no whole: in it no key is unknown because a table's head was lost, and
/// none is a second choice.
pub(crate) fn parse(tree: &Tree<'_>, is_whole: bool, sources: &Sources, problems: &mut Problems) -> Parsed {
    let mut tree = tree.clone();
    let mut damaged = Vec::new();
    let broken: Vec<Place> = problems.iter().filter_map(|problem| problem.place.clone()).collect();
    let mut bytes_read = 0;
    loop {
        let root = Spanned::new(0..0, tree.clone());
        let error = match File::deserialize(toml::de::Deserializer::from(root)) {
            Ok(file) => return Parsed { file, damaged },
            Err(error) => error,
        };
        let place = error.span().unwrap_or(0..0);
        let choices = keys_at(&tree, &place);
        let shown = value_chosen(&tree, &place, error.message());
        let path = remove_at(&mut tree, &place);
        if (is_whole || !may_come_of_loss(error.message()))
            && !is_echo(path.as_deref(), choices.as_deref(), &damaged)
            && !broken.iter().any(|broken| sources.is_one_line(broken, &shown))
        {
            let (title, help) = in_plain_words(error.message(), choices);
            problems.push(Problem::new(title, &shown, help));
        }
        damaged.extend(path.clone());
        bytes_read += sources.bytes();
        if path.is_none() || problems.is_full() || bytes_read > REREAD_BYTES_AT_MOST {
            if path.is_some() {
                let title = "here the search for wrong values ends: there may be more";
                problems.push(Problem::new(title, &shown, "correct those that are shown, and check again"));
            }
            return Parsed { file: File::default(), damaged: vec![String::new()] };
        }
    }
}

/// Whether text that was lost may be the reason.
fn may_come_of_loss(message: &str) -> bool {
    let is_outside_tables = message.starts_with("unknown field") && message.contains("`calendar`");
    is_outside_tables || message.starts_with("wanted exactly 1 element")
}

/// A choice is empty because what stood there was wrong: that was said already.
fn is_echo(path: Option<&str>, choices: Option<&[String]>, damaged: &[String]) -> bool {
    let inside = format!("{}.", path.unwrap_or_default());
    choices.is_some_and(<[String]>::is_empty) && damaged.iter().any(|other| other.starts_with(&inside))
}

/// The place to show: what is wrong with the value of a choice is told at the choice, which another file may
/// have begun.
fn value_chosen(tree: &Tree<'_>, place: &Place, message: &str) -> Place {
    let chosen = message.contains(HELP_MARK).then(|| table_at(tree, place)).flatten();
    let chosen = chosen.filter(|table| table.len() == 1).and_then(|table| table.values().next());
    chosen.map_or(place.clone(), Spanned::span)
}

/// The table that stands at a place, or whose name does.
fn table_at<'t, 's>(tree: &'t Tree<'s>, place: &Place) -> Option<&'t Tree<'s>> {
    tree.iter().find_map(|(key, value)| {
        let table = value.get_ref().as_table()?;
        if key.span() == *place || value.span() == *place { Some(table) } else { table_at(table, place) }
    })
}

/// The keys of the table that stands at a place, or whose name does.
fn keys_at(tree: &Tree<'_>, place: &Place) -> Option<Vec<String>> {
    Some(table_at(tree, place)?.keys().map(|key| key.get_ref().to_string()).collect())
}

/// What serde says, as a person would say it: what is wrong, and what to write instead.
fn in_plain_words(message: &str, choices: Option<Vec<String>>) -> (String, String) {
    if let Some((what, help)) = message.split_once(HELP_MARK) {
        return (what.to_owned(), help.to_owned());
    }
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") {
        return unknown("key", &quoted);
    }
    if message.starts_with("unknown variant") {
        return unknown_word(&quoted);
    }
    if message.starts_with("wanted exactly 1 element") {
        let choices = choices.filter(|choices| choices.len() > 1);
        let several = |choices: Vec<String>| format!("{} exclude one another", choices.join(" and "));
        let what = choices.map_or_else(|| "one choice is wanted here, and there is none".to_owned(), several);
        return (what, "keep one of them".to_owned());
    }
    if message.starts_with("wanted string or table") {
        let what = "a number stands where a word or a distribution is wanted".to_owned();
        let help =
            "for a distribution write .fixed = \"20 s\" or .exponential = { mean = \"3 min\" } after the key";
        return (what, help.to_owned());
    }
    if let Some(found) = message.strip_prefix("invalid type: ") {
        let (found, wanted) = found.split_once(", expected ").unwrap_or((found, "something else"));
        let found = found.replace("map", "a table").replace("sequence", "a list");
        let wanted = wanted_in_words(wanted);
        let help = help_for(&wanted).to_owned();
        return (format!("{found} stands where {wanted} is wanted"), help);
    }
    (message.to_owned(), String::new())
}

const A_TABLE: &str = "a table with keys of its own";
const NAMES: &str = "a table of names";
const A_LIST: &str = "a list in [ ]";

fn help_for(wanted: &str) -> &'static str {
    match wanted {
        A_TABLE => "write its keys in braces, as { mean = \"3 min\" }, or below its name in [brackets]",
        NAMES => "write a table for each name, as [queues.main]",
        A_LIST => "write it in brackets, as [\"main\"]",
        PROFILE => "as [1, 2, 1], or \"profile.csv\"",
        HOURS => "as \"08:00\"",
        DATES => "as [2014-04-05]",
        TEXTS => "as \"service_level\"",
        _ => "",
    }
}

fn wanted_in_words(wanted: &str) -> String {
    let wanted = wanted.lines().next().unwrap_or_default();
    if wanted.starts_with("struct") || wanted.contains("Table") {
        return A_TABLE.to_owned();
    }
    if wanted.starts_with("enum Shape") {
        return format!("a distribution ({})", SHAPES.join(", "));
    }
    match wanted {
        "a sequence" => A_LIST.to_owned(),
        "a map" => NAMES.to_owned(),
        other => other.to_owned(),
    }
}

fn unknown(what: &str, quoted: &[&str]) -> (String, String) {
    let (name, known) = quoted.split_first().map_or(("", &[][..]), |(name, known)| (*name, known));
    let title = format!("unknown {what} {name}");
    let help = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean {near}?"),
        None if known.is_empty() => "nothing can stand here".to_owned(),
        None => format!("known here: {}", listed(known.iter().copied())),
    };
    (title, help)
}

fn unknown_word(quoted: &[&str]) -> (String, String) {
    let is_shape = quoted.iter().any(|word| *word == SHAPES[7]);
    let (title, help) = unknown("word", quoted);
    let near = help.clone();
    match (is_shape, quoted.first()) {
        // A length where a distribution is wanted: the most likely slip of all.
        (true, Some(text)) if text.starts_with(|c: char| c.is_ascii_digit()) => (
            format!("{text:?} stands where a distribution is wanted"),
            format!("write .fixed = {text:?} or .exponential = {{ mean = {text:?} }} after the key's name"),
        ),
        (true, Some(name)) => {
            let help = format!("{help}; callers who never give up have no patience at all");
            (format!("unknown distribution {name}"), if help.starts_with("known") { help } else { near })
        }
        _ => (title, help),
    }
}
