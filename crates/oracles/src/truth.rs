//! The files of `tests/truth`, read.

use std::path::Path;

use serde_json::Value;

/// One case of a file.
pub(crate) struct Truth {
    pub(crate) id: String,
    model: Value,
    expected: Value,
    hint: String,
}

/// The cases of one family.
///
/// # Panics
///
/// The file is a part of the repository: if it can't be read, nothing can go on.
pub(crate) fn read(folder: &Path, family: &str) -> Vec<Truth> {
    let path = folder.join(format!("{family}.json"));
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let file: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let cases = file["cases"].as_array().cloned().unwrap_or_default();
    let case = |case: Value| Truth {
        id: case["id"].as_str().unwrap_or_default().to_owned(),
        model: case["model"].clone(),
        expected: if case["expected"].is_null() {
            case["expected_exact"].clone()
        } else {
            case["expected"].clone()
        },
        hint: case["simulation_hint"].as_str().unwrap_or_default().to_owned(),
    };
    cases.into_iter().map(case).collect()
}

impl Truth {
    /// A number of the model.
    pub(crate) fn model(&self, key: &str) -> f64 {
        self.maybe(key).unwrap_or_else(|| panic!("{}: {key} is missing", self.id))
    }

    /// A number of the model that may be missing or null.
    pub(crate) fn maybe(&self, key: &str) -> Option<f64> {
        self.model[key].as_f64()
    }

    /// A part of the model.
    pub(crate) fn part(&self, key: &str) -> &Value {
        &self.model[key]
    }

    /// Numbers of the model.
    pub(crate) fn list(&self, key: &str) -> Vec<f64> {
        numbers(&self.model[key])
    }

    /// A number that is known, if the file gives it.
    pub(crate) fn known(&self, key: &str) -> Option<f64> {
        self.expected[key].as_f64()
    }

    /// Whatever is known under a key.
    pub(crate) fn expected(&self, key: &str) -> &Value {
        &self.expected[key]
    }

    /// Whether a simulation of ordinary length is worth the while.
    pub(crate) fn is_slow(&self) -> bool {
        self.hint.starts_with("slow") || !self.expected["error"].is_null()
    }
}

/// The numbers of a list.
pub(crate) fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().into_iter().flatten().filter_map(Value::as_f64).collect()
}
