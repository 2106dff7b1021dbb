//! The output folder: files appear whole under their names, or not at all.
//!
//! Each file is written under a temporary name; when all are complete they are renamed one by one, and last
//! the list that names them. Files of an earlier run that its list names and this one doesn't write are
//! removed, nothing else is. A lock keeps two runs out of one folder.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use crate::exit::Failure;

/// The list of files, of this run and of the one before.
pub const PACKAGE: &str = "datapackage.json";
const LOCK: &str = ".sim.lock";
const TEMPORARY: &str = ".sim-tmp-";

/// An output folder that is being filled.
pub struct Folder {
    path: PathBuf,
    written: Vec<String>,
    /// Files that the scenario was read from.
    inputs: Vec<PathBuf>,
    _lock: File,
}

/// A file that is being written under its temporary name.
pub struct Draft {
    name: String,
    file: BufWriter<File>,
}

impl Folder {
    /// Makes the folder, and makes sure before anything is simulated that files can be written there.
    pub fn open(path: &Path, inputs: &[PathBuf]) -> Result<Folder, Failure> {
        let failed = |error: io::Error| {
            Failure::io(format!("the output folder {} can't be used", path.display()), error)
        };
        fs::create_dir_all(path).map_err(failed)?;
        let lock = File::create(path.join(LOCK)).map_err(failed)?;
        if lock.try_lock().is_err() {
            let text = format!(
                "the output folder {} is in use by another run: choose another --out",
                path.display()
            );
            return Err(Failure::Broken(text));
        }
        let inputs = inputs.iter().filter_map(|input| input.canonicalize().ok()).collect();
        let folder = Folder { path: path.to_owned(), written: Vec::new(), inputs, _lock: lock };
        folder.remove_leftovers();
        Ok(folder)
    }

    /// Where the files are.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The files written so far.
    pub fn files(&self) -> &[String] {
        &self.written
    }

    /// Begins a file.
    pub fn draft(&self, name: &str) -> Result<Draft, Failure> {
        if self.is_input(name) {
            let text = format!(
                "{} is a file that the scenario reads; a result would replace it: choose another --out",
                self.path.join(name).display()
            );
            return Err(Failure::Broken(text));
        }
        let path = self.temporary(name);
        let file = File::create(&path).map_err(|error| Failure::io(path.display(), error))?;
        Ok(Draft { name: name.to_owned(), file: BufWriter::new(file) })
    }

    /// Completes a file; it keeps its temporary name until [`Folder::publish`].
    pub fn complete(&mut self, draft: Draft) -> Result<(), Failure> {
        let path = self.path.join(&draft.name);
        let failed = |error: io::Error| Failure::io(path.display(), error);
        let file = draft.file.into_inner().map_err(|error| failed(error.into_error()))?;
        file.sync_all().map_err(failed)?;
        self.written.push(draft.name);
        Ok(())
    }

    /// Writes a whole file.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> Result<(), Failure> {
        let mut draft = self.draft(name)?;
        draft.write_all(bytes).map_err(|error| Failure::io(self.path.join(name).display(), error))?;
        self.complete(draft)
    }

    /// Gives all files their names, the list last, and removes files of the run before.
    pub fn publish(mut self) -> Result<Vec<String>, Failure> {
        let old = self.files_of_last_run();
        self.written.sort_by_key(|name| name == PACKAGE);
        for name in &self.written {
            let path = self.path.join(name);
            fs::rename(self.temporary(name), &path).map_err(|error| Failure::io(path.display(), error))?;
        }
        for name in old.iter().filter(|name| !self.written.contains(name) && !self.is_input(name)) {
            // A file that is gone already is as good as removed.
            let _ = fs::remove_file(self.path.join(name));
        }
        Ok(std::mem::take(&mut self.written))
    }

    fn is_input(&self, name: &str) -> bool {
        self.path.join(name).canonicalize().is_ok_and(|path| self.inputs.contains(&path))
    }

    fn temporary(&self, name: &str) -> PathBuf {
        self.path.join(format!("{TEMPORARY}{name}"))
    }

    /// Names in the last run's list, plain ones only: the list could have been changed by anyone.
    fn files_of_last_run(&self) -> Vec<String> {
        let list = fs::read(self.path.join(PACKAGE)).unwrap_or_default();
        let list: serde_json::Value = serde_json::from_slice(&list).unwrap_or_default();
        let resources = list["resources"].as_array().cloned().unwrap_or_default();
        let names = resources.iter().filter_map(|resource| resource["path"].as_str());
        let is_plain = |name: &&str| Path::new(name).file_name().is_some_and(|file| file == *name);
        names.filter(is_plain).map(str::to_owned).collect()
    }

    /// Removes what a killed run left under temporary names.
    fn remove_leftovers(&self) {
        for entry in fs::read_dir(&self.path).into_iter().flatten().flatten() {
            if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                // If it can't be removed now, writing it anew will say why.
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Whatever was not published is not to be kept; the lock goes with the folder's use.
        self.remove_leftovers();
        let _ = fs::remove_file(self.path.join(LOCK));
    }
}

impl Write for Draft {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }
    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
