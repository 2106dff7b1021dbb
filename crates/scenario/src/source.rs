//! The texts a scenario is made of (files, the files they extend, each `--set`), in one space of offsets.
//!
//! Every value carries its place in that space, so a message can show where it came from whatever it was
//! merged with.

use std::cell::OnceCell;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::limits::file_bytes_at_most;

/// A stretch of bytes in all sources together.
pub(crate) type Place = Range<usize>;

/// All texts read so far.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources(Vec<Source>);

/// Texts that stay where they are while others are added, so that parsed trees can borrow from them.
#[derive(Debug, Default)]
pub(crate) struct Texts(OnceCell<Box<(String, Texts)>>);

impl Texts {
    /// Keeps a text as long as this lives.
    pub(crate) fn keep(&self, text: String) -> &str {
        let mut texts = self;
        while let Some(next) = texts.0.get() {
            texts = &next.1;
        }
        &texts.0.get_or_init(|| Box::new((text, Texts::default()))).0
    }
}

/// One text: a file, or a `--set`.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    pub(crate) name: String,
    pub(crate) text: String,
    pub(crate) base: usize,
    /// Whether it is a `--set`.
    pub(crate) is_set: bool,
    /// Where paths in it start from.
    pub(crate) folder: PathBuf,
}

impl Sources {
    /// Adds a file's text and returns where it starts.
    pub(crate) fn add_file(&mut self, path: &Path, text: String) -> usize {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.add(path.display().to_string(), text, folder, false)
    }

    /// Adds a `--set`, whose paths start where those of the scenario file do.
    pub(crate) fn add_set(&mut self, name: String, text: String) -> usize {
        let folder = self.0.first().map_or_else(PathBuf::new, |first| first.folder.clone());
        self.add(name, text, folder, true)
    }

    fn add(&mut self, name: String, text: String, folder: PathBuf, is_set: bool) -> usize {
        let base = self.0.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.0.push(Source { name, text, base, is_set, folder });
        base
    }

    /// Whether nothing was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How long all texts are together.
    pub(crate) fn bytes(&self) -> usize {
        self.0.iter().map(|source| source.text.len()).sum()
    }

    /// The file and the line of a place, in words.
    pub(crate) fn line_of(&self, place: &Place) -> String {
        self.of(place).map_or_else(String::new, |source| format!("{}:{}", source.name, source.line(place)))
    }

    /// Whether two places lie in one line.
    pub(crate) fn is_one_line(&self, one: &Place, other: &Place) -> bool {
        let (from, to) = (one.start.min(other.start), one.start.max(other.start));
        let Some(source) = self.of(&(from..from)) else { return false };
        let between = source.text.as_bytes().get(from - source.base..to - source.base);
        between.is_some_and(|between| !between.contains(&b'\n'))
    }

    /// A file that was read before, by its path: the same data may serve many.
    pub(crate) fn known(&self, path: &Path) -> Option<&Source> {
        let name = path.display().to_string();
        self.0.iter().find(|source| !source.is_set && source.name == name)
    }

    /// The source that a place lies in.
    pub(crate) fn of(&self, place: &Place) -> Option<&Source> {
        self.0.iter().rev().find(|source| source.base <= place.start)
    }
}

impl Source {
    /// The line of a place in it, from 1.
    pub(crate) fn line(&self, place: &Place) -> usize {
        let before = &self.text.as_bytes()[..(place.start - self.base).min(self.text.len())];
        before.iter().filter(|byte| **byte == b'\n').count() + 1
    }

    /// What stands at a place.
    pub(crate) fn slice(&self, place: &Place) -> &str {
        self.text.get(place.start - self.base..place.end - self.base).unwrap_or_default()
    }
}

/// Reads a file for [`crate::load`] if it is no larger than a scenario may be that doesn't say otherwise.
///
/// # Errors
///
/// What the system says, or that the file is too large.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    read_file_up_to(path, file_bytes_at_most(&[]))
}

/// Reads a file if it has no more bytes than that: neither a huge file nor a device fills the memory.
///
/// # Errors
///
/// What the system says, or that the file is larger.
pub fn read_file_up_to(path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
    let file = std::fs::File::open(path)?;
    let size = file.metadata()?.len();
    let mut bytes = Vec::new();
    // A device tells no size; one byte more than allowed shows that there are too many.
    if size <= at_most {
        file.take(at_most + 1).read_to_end(&mut bytes)?;
    }
    if size.max(bytes.len() as u64) > at_most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, too_large(size, at_most)));
    }
    Ok(bytes)
}

/// That something is larger than it may be.
pub(crate) fn too_large(bytes: u64, at_most: u64) -> String {
    let size = if bytes > at_most { format!("{} MiB are", bytes.div_ceil(1 << 20)) } else { "it is".into() };
    format!("{size} over the size limit of {} MiB", at_most >> 20)
}

/// A path without the parts that lead back.
pub(crate) fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir if normal.file_name().is_some() => {
                normal.pop();
            }
            other => normal.push(other),
        }
    }
    normal
}
