//! What mutations start from: the released scenarios and every bad file, with the data files beside them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Scenario files and all files that they may name.
pub struct Corpus {
    /// The paths of scenarios, sorted.
    pub scenarios: Vec<PathBuf>,
    /// All files by their paths.
    pub files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Corpus {
    /// The files of this repository.
    pub fn of_repository() -> Corpus {
        let mut files = BTreeMap::new();
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        for folder in ["scenarios", "tests/scenarios", "tests/bad"] {
            add(&root, Path::new(folder), &mut files);
        }
        let scenarios: Vec<PathBuf> =
            files.keys().filter(|path| path.extension().is_some_and(|end| end == "toml")).cloned().collect();
        assert!(!scenarios.is_empty(), "no scenarios in {}", root.display());
        Corpus { scenarios, files }
    }
}

fn add(root: &Path, folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in std::fs::read_dir(root.join(folder)).into_iter().flatten().flatten() {
        let path = folder.join(entry.file_name());
        if entry.path().is_dir() {
            add(root, &path, files);
        } else if path.extension().is_some_and(|end| end == "toml" || end == "csv") {
            files.extend(std::fs::read(entry.path()).ok().map(|bytes| (path, bytes)));
        }
    }
}
