//! From texts to one tree: parse, follow `extends`, merge, drop what is omitted, apply `--set`.
//!
//! Where keys exclude one another the later source's choice replaces the earlier one; a list or a single
//! value replaces, tables merge key by key.

mod join;
mod syntax;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::limits::{EXTENDS_AT_MOST, FILE_HELP, OMITTED_AT_MOST};
use crate::lower::unreadable;
use crate::problem::{Problem, Problems};
use crate::source::{Place, Sources, Texts, normal, too_large};
use crate::{Reader, Set, Unreadable};
use join::{Keeps, Merge};

/// A TOML table, each key and value with its place in all sources.
pub(crate) type Tree<'t> = DeTable<'t>;

/// Everything that was read and what was wrong with it.
pub(crate) struct Gathered<'t> {
    texts: &'t Texts,
    pub(crate) sources: Sources,
    pub(crate) tree: Tree<'t>,
    pub(crate) problems: Problems,
    /// What later sources replaced, the earliest first.
    pub(crate) replaced: Vec<Overridden<'t>>,
    /// False where some text could not be read: what seems to be missing may stand there.
    pub(crate) is_whole: bool,
    bytes_at_most: u64,
}

/// A value that a later source's choice took the place of.
pub(crate) struct Overridden<'t> {
    /// The key that took its place.
    pub(crate) by: String,
    /// The key it stood under.
    pub(crate) key: String,
    pub(crate) value: Spanned<DeValue<'t>>,
}

/// Reads a scenario file with all that it extends.
///
/// # Errors
///
/// The file itself can't be read; a file that it extends is a problem of the scenario.
pub(crate) fn gather<'t>(
    path: &Path,
    (read, bytes_at_most): (&Reader<'_>, u64),
    texts: &'t Texts,
) -> Result<Gathered<'t>, Unreadable> {
    let (sources, tree, problems) = (Sources::default(), Tree::new(), Problems::default());
    let replaced = Vec::new();
    let mut gathered = Gathered { texts, sources, tree, problems, replaced, is_whole: true, bytes_at_most };
    let mut chain = Vec::new();
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        // It can be read, but nothing of this size is a scenario.
        Err(error) if error.kind() == ErrorKind::FileTooLarge => {
            let title = format!("{}: {error}", path.display());
            gathered.problems.push(Problem { title, place: None, help: FILE_HELP.into() });
            return Ok(gathered);
        }
        Err(error) => return Err(Unreadable { path: path.to_owned(), error }),
    };
    gathered.tree = gathered.file(path, bytes, read, &mut chain);
    Ok(gathered)
}

impl<'t> Gathered<'t> {
    fn file(&mut self, path: &Path, bytes: Vec<u8>, read: &Reader<'_>, chain: &mut Vec<PathBuf>) -> Tree<'t> {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let text = String::from_utf8_lossy(&error.into_bytes()[..at]).into_owned();
                let base = self.sources.add_file(path, text);
                let help = "save the file as UTF-8";
                self.is_whole = false;
                self.problems.push(Problem::new(
                    "the file is not UTF-8 text from here on",
                    &(base + at..base + at),
                    help,
                ));
                return Tree::new();
            }
        };
        let base = self.sources.add_file(path, text.clone());
        let mut tree = self.parse(text, base);
        chain.push(normal(path));
        let base = self.extended(path, &mut tree, read, chain);
        chain.pop();
        let omitted = tree.remove("omit");
        let mut merged = base;
        if let Some(omitted) = omitted {
            self.omit(&mut merged, &omitted, Missing::IsWrong);
        }
        Merge::new(Keeps::Nothing, &mut self.replaced).merge(&mut merged, tree);
        merged
    }

    /// The tree of the file that this one extends; empty if it extends none.
    fn extended(
        &mut self,
        path: &Path,
        tree: &mut Tree<'t>,
        read: &Reader<'_>,
        chain: &mut Vec<PathBuf>,
    ) -> Tree<'t> {
        let Some(extends) = tree.remove("extends") else { return Tree::new() };
        let place = extends.span();
        match self.read_extended(path, extends.get_ref().as_str(), &place, read, chain) {
            Ok((base, bytes)) => self.file(&base, bytes, read, chain),
            Err(problem) => {
                self.is_whole = false;
                self.problems.push(problem);
                Tree::new()
            }
        }
    }

    fn read_extended(
        &self,
        path: &Path,
        relative: Option<&str>,
        place: &Place,
        read: &Reader<'_>,
        chain: &[PathBuf],
    ) -> Result<(PathBuf, Vec<u8>), Problem> {
        // A name that ends so can't lead to a secret, lines of which the messages would show.
        let Some(relative) = relative.filter(|relative| relative.ends_with(".toml")) else {
            return Err(Problem::new(
                "extends names no scenario file",
                place,
                "write extends = \"base.toml\"",
            ));
        };
        let base = path.parent().unwrap_or(Path::new("")).join(relative);
        if chain.contains(&normal(&base)) {
            let title = format!("{relative} extends itself in the end");
            return Err(Problem::new(title, place, "let no file in the chain extend an earlier one"));
        }
        if chain.len() >= EXTENDS_AT_MOST {
            let title = format!("more than {EXTENDS_AT_MOST} files extend each other");
            return Err(Problem::new(title, place, "join some of them"));
        }
        let bytes = read(&base).map_err(|error| unreadable(&base, &error, place))?;
        let all = (self.sources.bytes() + bytes.len()) as u64;
        if all > self.bytes_at_most {
            let title = format!(
                "{}, with all that extends it: {}",
                base.display(),
                too_large(all, self.bytes_at_most)
            );
            return Err(Problem::new(title, place, FILE_HELP));
        }
        Ok((base, bytes))
    }

    /// Merges one table of another file over this one, as if it were a scenario that extends it.
    ///
    /// # Errors
    ///
    /// That file can't be read.
    pub(crate) fn overlay(&mut self, path: &Path, table: &str, read: &Reader<'_>) -> Result<(), Unreadable> {
        let bytes = read(path).map_err(|error| Unreadable { path: path.to_owned(), error })?;
        // What that file's own bases said is no history of this one.
        let replaced = std::mem::take(&mut self.replaced);
        let mut tree = self.file(path, bytes, read, &mut Vec::new());
        self.replaced = replaced;
        if let Some(DeValue::Table(mut over)) = tree.remove(table).map(Spanned::into_inner) {
            if let Some(omitted) = over.remove("omit") {
                let mut base = std::mem::take(&mut self.tree);
                // What one hotline has another may not have.
                self.omit(&mut base, &omitted, Missing::IsFine);
                self.tree = base;
            }
            Merge::new(Keeps::Nothing, &mut self.replaced).merge(&mut self.tree, over);
        }
        Ok(())
    }

    /// Parses a text; syntax errors are noted and what could be read is returned.
    fn parse(&mut self, text: String, base: usize) -> Tree<'t> {
        let text = self.texts.keep(text);
        let (tree, errors) = DeTable::parse_recoverable(text);
        let tree = shift_table(tree.into_inner(), base);
        self.is_whole &= errors.is_empty();
        for problem in syntax::problems(text, base, &errors, &tree) {
            self.problems.push(problem);
        }
        tree
    }

    fn omit(&mut self, base: &mut Tree<'_>, omitted: &Spanned<DeValue<'_>>, missing: Missing) {
        let Some(paths) = omitted.get_ref().as_array() else {
            let help = "write omit = [\"search\"]";
            self.problems.push(Problem::new("omit is no list of keys", &omitted.span(), help));
            return;
        };
        if let Some(path) = paths.get(OMITTED_AT_MOST) {
            let title = format!("{} keys to omit are over the limit of {OMITTED_AT_MOST}", paths.len());
            self.problems.push(Problem::new(title, &path.span(), "omit the table that they stand in"));
            return;
        }
        for path in paths.iter() {
            let key = path.get_ref().as_str();
            if !key.is_some_and(|key| remove_path(base, key) || missing == Missing::IsFine) {
                let name = key.unwrap_or("such key");
                let title = format!("there is no {name} to omit in what this file extends");
                let help = "write the key as it stands there, as \"search\" or \"callers.public.redial\"";
                self.problems.push(Problem::new(title, &path.span(), help));
            }
        }
    }

    /// Applies one `key.path=VALUE` of the command line.
    pub(crate) fn set(&mut self, Set { typed, set }: &Set) {
        let name = format!("--set {typed}");
        let Some((key, value)) = set.split_once('=') else {
            let base = self.sources.add_set(name, set.clone());
            let help = "write --set key.path=VALUE, as --set floor.seats=300";
            self.problems.push(Problem::new("a --set without =", &(base..base + set.len()), help));
            return;
        };
        let is_toml = DeValue::parse(value.trim()).is_ok();
        let value = if is_toml { value.trim().to_owned() } else { quoted(value.trim()) };
        let text = format!("{} = {value}", key.trim());
        let base = self.sources.add_set(name, text.clone());
        let place = base..base + text.len();
        let tree = match DeTable::parse_recoverable(self.texts.keep(text)) {
            (tree, errors) if errors.is_empty() => shift_table(tree.into_inner(), base),
            _ => {
                let title = match key.trim() {
                    "" => "a --set without a key".to_owned(),
                    key => format!("{key} is no key"),
                };
                let help = "write --set key.path=VALUE; a name with other than letters, digits, - and _ \
                            stands in quotes, as --set 'agents.\"night shift\".heads=3'";
                self.problems.push(Problem::new(title, &place, help));
                return;
            }
        };
        if let Some(key) = ["extends", "omit"].iter().find(|key| tree.contains_key(**key)) {
            let title = format!("{key} can't be set on the command line");
            self.problems.push(Problem::new(title, &place, "write it in the first lines of a scenario file"));
            return;
        }
        Merge::new(Keeps::Place, &mut self.replaced).merge(&mut self.tree, tree);
    }
}

/// A text as a TOML string.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

fn shift(place: Place, base: usize) -> Place {
    place.start + base..place.end + base
}

fn shift_table(table: Tree<'_>, base: usize) -> Tree<'_> {
    let entries = table.into_iter().map(|(key, value)| {
        let place = shift(key.span(), base);
        (Spanned::new(place, key.into_inner()), shift_value(value, base))
    });
    entries.collect()
}

fn shift_value(value: Spanned<DeValue<'_>>, base: usize) -> Spanned<DeValue<'_>> {
    let place = shift(value.span(), base);
    let shifted = match value.into_inner() {
        DeValue::Table(table) => DeValue::Table(shift_table(table, base)),
        DeValue::Array(items) => {
            DeValue::Array(items.into_iter().map(|item| shift_value(item, base)).collect())
        }
        single => single,
    };
    Spanned::new(place, shifted)
}

/// Whether a key that is to be omitted must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Missing {
    IsWrong,
    IsFine,
}

/// Removes what a dotted path names; false where there is nothing.
fn remove_path(table: &mut Tree<'_>, path: &str) -> bool {
    match path.split_once('.') {
        None => table.remove(path).is_some(),
        Some((first, rest)) => match table.get_mut(first).map(Spanned::get_mut) {
            Some(DeValue::Table(inner)) => remove_path(inner, rest),
            _ => false,
        },
    }
}

/// Removes what stands at a place: the entry whose key or value it is, or the innermost around it.
/// Returns the dotted path of the table it stood in.
pub(crate) fn remove_at(table: &mut Tree<'_>, place: &Place) -> Option<String> {
    let holds = |outer: &Place| outer.start <= place.start && place.end <= outer.end;
    let mut direct: Option<String> = None;
    for (key, value) in table.iter_mut() {
        if key.span() == *place || value.span() == *place {
            direct = Some(key.get_ref().to_string());
            break;
        }
        let name = key.get_ref().to_string();
        match value.get_mut() {
            DeValue::Table(inner) => {
                if let Some(path) = remove_at(inner, place) {
                    return Some(if path.is_empty() { name } else { format!("{name}.{path}") });
                }
            }
            DeValue::Array(items)
                if items.iter().any(|item| item.span() == *place || holds(&item.span())) =>
            {
                direct = Some(key.get_ref().to_string());
                break;
            }
            _ => {}
        }
        if holds(&value.span()) {
            direct = Some(key.get_ref().to_string());
            break;
        }
    }
    direct.map(|key| {
        table.remove(key.as_str());
        String::new()
    })
}
