//! Dotted keys, as `--set`, `vary` and `explain` name them.

use toml::de::DeTable;

/// A dotted key as its parts; `None` where it is no key.
pub(crate) fn parts(text: &str) -> Option<Vec<String>> {
    let text = format!("{text} = 0");
    let (tree, errors) = DeTable::parse_recoverable(&text);
    if !errors.is_empty() {
        return None;
    }
    let mut path = Vec::new();
    let mut table = tree.get_ref();
    loop {
        let (key, value) = table.iter().next().filter(|_| table.len() == 1)?;
        path.push(key.get_ref().to_string());
        match value.get_ref().as_table() {
            Some(inner) => table = inner,
            None => return Some(path),
        }
    }
}

/// A name as a key, in quotes where it needs them.
pub(crate) fn quoted(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(is_bare) {
        name.to_owned()
    } else {
        toml::Value::String(name.to_owned()).to_string()
    }
}

/// A key inside a table, whose own key is empty for the file itself.
pub(crate) fn inside(table: &str, name: &str) -> String {
    if table.is_empty() { quoted(name) } else { format!("{table}.{}", quoted(name)) }
}
