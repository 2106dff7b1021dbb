//! The files that a scenario is made of: each is read once, so that every point of a search sees the same.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use acd_scenario::read_file_up_to;

/// Files read so far.
#[derive(Default)]
pub struct Inputs(RefCell<BTreeMap<PathBuf, Vec<u8>>>);

impl Inputs {
    /// A file's bytes, if they are no more than that.
    pub fn read(&self, path: &Path, at_most: u64) -> io::Result<Vec<u8>> {
        if let Some(bytes) = self.0.borrow().get(path) {
            return Ok(bytes.clone());
        }
        let bytes = read_file_up_to(path, at_most)?;
        self.0.borrow_mut().insert(path.to_owned(), bytes.clone());
        Ok(bytes)
    }

    /// Where they are.
    pub fn paths(&self) -> Vec<PathBuf> {
        self.0.borrow().keys().cloned().collect()
    }
}
