//! Lines and tables that fit a terminal.

use comfy_table::{CellAlignment, Table, presets};

/// The columns of a terminal that everything fits into.
pub const WIDTH: usize = 100;

/// A plain table: the first column to the left, numbers to the right.
pub fn table<S: ToString>(header: &[S]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::NOTHING);
    table.set_header(header.iter().map(ToString::to_string));
    for (place, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, 2));
        if place > 0 {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    table
}

/// Breaks a line so that it fits, later lines indented: English at spaces, Chinese between characters.
pub fn wrapped(line: &str, indent: &str) -> String {
    textwrap::fill(line, textwrap::Options::new(WIDTH).subsequent_indent(indent).break_words(false))
}

/// Parts of a summary with an empty line between them; empty ones are left out.
pub fn joined(parts: &[String]) -> String {
    let parts = parts.iter().filter(|part| !part.is_empty());
    parts.map(String::as_str).collect::<Vec<_>>().join("\n\n") + "\n"
}

/// A share as a bar of eight columns, to the eighth of one: `██████▍`.
pub fn bar(share: f64) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * 64.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_share() {
        assert_eq!([0.0, 0.5, 0.51, 1.0, 1.7].map(bar), ["", "████", "████▏", "████████", "████████"]);
    }

    #[test]
    fn chinese_breaks_between_characters_and_fits() {
        let text = "接通率未达到目标，".repeat(12);
        let lines = wrapped(&text, "  ");
        let widths = lines.lines().map(unicode_width::UnicodeWidthStr::width);
        assert!(widths.clone().all(|width| width <= WIDTH), "{lines}");
        assert_eq!(widths.count(), 3, "{lines}");
    }
}
