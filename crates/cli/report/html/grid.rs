//! A table of the page: rows of one file or several, the same columns in each, sorted by whoever clicks.

use maud::{Markup, html};

use super::both::{both, counted};
use super::names;
use super::sheet::Row;
use crate::report::words::printable_line;

/// More rows than this are folded away until somebody opens them.
const ROWS_SHOWN_AT_MOST: usize = 60;
/// So many are printed on one page.
const ROWS_ON_A_PAGE: usize = 35;

/// The columns of a table, and what stands around it.
pub struct Grid<'a> {
    /// The page's only element of that id.
    pub id: String,
    pub caption: Markup,
    /// The head of the labels.
    pub first: Markup,
    /// Metrics or other columns; one that begins with `±` is the interval of a metric.
    pub columns: &'a [&'a str],
    /// Whether times are those of a clock, as an ACD prints them.
    pub has_clock: bool,
    /// A line below.
    pub note: Markup,
}

/// A row with the label that it begins with.
pub struct Labelled<'a> {
    pub label: Markup,
    /// What the label is sorted by.
    pub order: String,
    pub row: Row<'a>,
    /// Whether it stands out.
    pub is_marked: bool,
}

impl Grid<'_> {
    /// The table; what stands at its foot stays there however it is sorted.
    pub fn table(&self, rows: &[Labelled<'_>], foot: Option<&Labelled<'_>>) -> Markup {
        let table = html! {
            div.scroll tabindex="0" role="group" aria-labelledby=(self.id) {
                table.sorts {
                    caption.unseen id=(self.id) { (self.caption) }
                    thead { tr { th scope="col" { (self.first) } @for column in self.columns { (head(column)) } } }
                    tbody { @for row in rows { (self.row(row)) } }
                    @if let Some(foot) = foot { tfoot { (self.row(foot)) } }
                }
            }
        };
        let is_short = rows.len() <= ROWS_ON_A_PAGE;
        let is_long = rows.len() > ROWS_SHOWN_AT_MOST;
        html! {
            details class=[is_short.then_some("short")] open[!is_long] {
                summary { (self.caption) @if is_long { " " (aside(rows.len())) } }
                (table)
                p.note { (self.note) }
            }
        }
    }

    fn row(&self, labelled: &Labelled<'_>) -> Markup {
        let row = &labelled.row;
        html! {
            tr data-table=(row.file()) data-key=(row.key()) class=[labelled.is_marked.then_some("marked")] {
                th scope="row" data-order=(printable_line(&labelled.order)) { span.label { (labelled.label) } }
                @for column in self.columns { (self.cell(row, column)) }
            }
        }
    }

    fn cell(&self, row: &Row<'_>, column: &str) -> Markup {
        if let Some(metric) = column.strip_prefix('±') {
            // Sorted by its lower end.
            let low = row.text(&format!("{metric}_ci95_low"));
            return html! { td.interval data-order=(low) { (row.interval(metric)) } };
        }
        if column == "verdict" {
            return html! { td data-metric="verdict" data-value=(row.text(column)) { (verdict(row.text(column))) } };
        }
        let shown = if self.has_clock { row.shown_by_clock(column) } else { row.shown(column) };
        html! { td data-metric=(column) data-value=(row.text(column)) { (shown) } }
    }
}

/// How much is folded away.
fn aside(rows: usize) -> Markup {
    html! { span.aside { "(" (counted(rows as u64, "row", "行")) ")" } }
}

fn head(column: &str) -> Markup {
    match column.strip_prefix('±') {
        Some(_) => html! { th.interval scope="col" { (both("95% interval", "95% 置信区间")) } },
        None => html! { th scope="col" { (names::column(column)) } },
    }
}

/// A verdict in words and with a sign, so that no colour is needed.
pub fn verdict(word: &str) -> Markup {
    let (sign, chinese) = match word {
        "met" => ("✓", "达到"),
        "missed" => ("✗", "未达到"),
        "undecided" => ("?", "不能确定"),
        _ => return html! { "–" },
    };
    html! { span class=(format!("verdict {word}")) { span aria-hidden="true" { (sign) } " " (both(word, chinese)) } }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::{Sheet, tests::table};
    use super::*;

    #[test]
    fn each_row_names_its_file_and_key_and_each_cell_its_metric() {
        let sheet = Sheet::of(&table());
        let rows: Vec<Labelled<'_>> = sheet
            .rows()
            .map(|row| Labelled { label: html! { "x" }, order: "x".to_owned(), row, is_marked: false })
            .collect();
        let grid = Grid {
            id: "queues".to_owned(),
            caption: html! { "Queues" },
            first: html! { "queue" },
            columns: &["asa_s", "±asa_s"],
            has_clock: true,
            note: html! {},
        };
        let text = grid.table(&rows, None).into_string();
        assert_eq!(text.matches("<tr data-table=\"summary.csv\"").count(), 2, "{text}");
        assert!(text.contains("<td data-metric=\"asa_s\" data-value=\"12.25\">0:12</td>"), "{text}");
        assert!(text.contains("<details class=\"short\" open>"), "{text}");
    }
}
