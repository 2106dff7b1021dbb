//! The texts a scenario is made of (files, the files they extend, each `--set`), in one space of offsets.
//!
//! Every value carries its place in that space, so a message can show where it came from whatever it was
//! merged with.

use std::cell::OnceCell;
use std::io::{self, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};

use crate::limits::FILE_BYTES_AT_MOST;

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
    /// Where paths in it start from.
    pub(crate) folder: PathBuf,
}

impl Sources {
    /// Adds a file's text and returns where it starts.
    pub(crate) fn add_file(&mut self, path: &Path, text: String) -> usize {
        let folder = path.parent().unwrap_or(Path::new("")).to_owned();
        self.add(path.display().to_string(), text, folder)
    }

    /// Adds a `--set`, whose paths start where those of the scenario file do.
    pub(crate) fn add_set(&mut self, name: String, text: String) -> usize {
        let folder = self.0.first().map_or_else(PathBuf::new, |first| first.folder.clone());
        self.add(name, text, folder)
    }

    fn add(&mut self, name: String, text: String, folder: PathBuf) -> usize {
        let base = self.0.last().map_or(0, |last| last.base + last.text.len() + 1);
        self.0.push(Source { name, text, base, folder });
        base
    }

    /// Whether nothing was read.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The source that a place lies in.
    pub(crate) fn of(&self, place: &Place) -> Option<&Source> {
        self.0.iter().rev().find(|source| source.base <= place.start)
    }
}

/// Reads a file for [`crate::load`]: regular size only, so that neither a huge file nor a device fills the
/// memory.
///
/// # Errors
///
/// What the system says, or that the file is larger than a scenario may be.
pub fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?.take(FILE_BYTES_AT_MOST as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > FILE_BYTES_AT_MOST {
        let text = format!("the file is over the size limit of {} MiB", FILE_BYTES_AT_MOST >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, text));
    }
    Ok(bytes)
}
