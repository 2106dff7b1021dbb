//! `sim.xlsx`: the tables as sheets for people who calculate, behind one that says what stands where.
//!
//! The figures are those of the CSV files, in the formats of a spreadsheet: shares as percentages, durations and
//! dates as its fractions of days. The first row names columns in the reader's language, the second by their ids.

mod about;
mod labels;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook as File, Worksheet,
    XlsxError,
};

use super::Language;
use super::tables::{Column, Kind, Table};
use crate::exit::Failure;
pub use about::About;

/// The file's name.
pub const FILE: &str = "sim.xlsx";
/// Rows of a sheet, by the format.
const ROWS_AT_MOST: usize = 1 << 20;
/// Rows above the figures: the label and the id.
const HEAD: u32 = 2;
const SECONDS_OF_A_DAY: f64 = 86_400.0;

/// A workbook that is being filled. Rows go to temporary files at once: memory does not grow with them.
pub struct Workbook {
    file: File,
    language: Language,
    sheets: Vec<Sheet>,
}

/// A table in the workbook.
struct Sheet {
    name: &'static str,
    meaning: &'static str,
    columns: Vec<Column>,
    rows: usize,
    /// `None`: it has more rows than a sheet can hold.
    worksheet: Option<Worksheet>,
}

/// A finished workbook.
pub struct Finished {
    pub bytes: Vec<u8>,
    /// What did not fit, in words.
    pub warnings: Vec<String>,
}

impl Workbook {
    /// An empty workbook.
    pub fn new(language: Language) -> Workbook {
        Workbook { file: File::new(), language, sheets: Vec::new() }
    }

    /// Adds a table as a sheet.
    pub fn add(&mut self, table: &Table) -> Result<(), Failure> {
        let rows = table.rows();
        let worksheet = fits(rows).then(|| self.sheet(table)).transpose().map_err(failed)?;
        let (name, columns) = (table.name.trim_end_matches(".csv"), table.columns.clone());
        self.sheets.push(Sheet { name, meaning: table.meaning, columns, rows, worksheet });
        Ok(())
    }

    /// The file's bytes; the same tables give the same.
    pub fn finish(self, about: &About<'_>) -> Result<Finished, Failure> {
        let left_out = self.sheets.iter().filter(|sheet| sheet.worksheet.is_none());
        let warnings = left_out.map(|sheet| {
            format!(
                "{FILE} has no sheet {0}: its {1} rows are more than a sheet can hold; {0}.csv has them",
                sheet.name, sheet.rows
            )
        });
        let warnings = warnings.collect();
        let bytes = self.bytes(about).map_err(failed)?;
        Ok(Finished { bytes, warnings })
    }

    fn sheet(&mut self, table: &Table) -> Result<Worksheet, XlsxError> {
        let mut sheet = self.file.new_worksheet_with_constant_memory()?;
        sheet.set_name(table.name.trim_end_matches(".csv"))?;
        let is_of_means = table.name != "replications.csv";
        for (place, column) in table.columns.iter().enumerate() {
            sheet.set_column_width(place as u16, width(column))?;
            sheet.set_column_format(place as u16, &format(column, is_of_means))?;
        }
        head(&mut sheet, table, self.language)?;
        figures(&mut sheet, table)?;
        Ok(sheet)
    }

    fn bytes(mut self, about: &About<'_>) -> Result<Vec<u8>, XlsxError> {
        let file = &mut self.file;
        // The clock of the machine must not be in the bytes.
        let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
        file.set_properties(&DocProperties::new().set_title(about.title).set_creation_datetime(&created));
        file.set_zip_compression_level(COMPRESSION);
        file.push_worksheet(about.sheet(&self.sheets, self.language)?);
        for worksheet in self.sheets.into_iter().filter_map(|sheet| sheet.worksheet) {
            file.push_worksheet(worksheet);
        }
        file.save_to_buffer()
    }
}

/// Little is gained above it, and much time is lost.
const COMPRESSION: u8 = 3;

fn failed(error: XlsxError) -> Failure {
    Failure::io(FILE, error)
}

/// Whether so many rows and the head fit into a sheet.
fn fits(rows: usize) -> bool {
    rows + HEAD as usize <= ROWS_AT_MOST
}

/// The two rows above the figures, which stay in view, as do the keys.
fn head(sheet: &mut Worksheet, table: &Table, language: Language) -> Result<(), XlsxError> {
    let label = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(Color::RGB(0x00E8_EEF4));
    let id = Format::new()
        .set_font_size(8)
        .set_font_color(Color::RGB(0x0060_6060))
        .set_background_color(Color::RGB(0x00E8_EEF4))
        .set_border_bottom(FormatBorder::Thin);
    sheet.set_row_height(0, 48)?;
    // Row by row: what is written has left memory.
    for (place, column) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(0, place as u16, labels::label(&column.name, language), &label)?;
    }
    for (place, column) in table.columns.iter().enumerate() {
        sheet.write_string_with_format(1, place as u16, &column.name, &id)?;
    }
    let keys = table.columns.iter().take_while(|column| is_key(column, table)).count();
    sheet.set_freeze_panes(HEAD, keys as u16)?;
    let last = (HEAD as usize + table.rows()).max(HEAD as usize + 1) - 1;
    sheet.autofilter(1, 0, last as u32, table.columns.len() as u16 - 1)?;
    Ok(())
}

fn is_key(column: &Column, table: &Table) -> bool {
    table.keys.contains(&column.name.as_str()) || column.name == "interval_start"
}

fn width(column: &Column) -> f64 {
    match (column.kind, column.name.as_str()) {
        (_, "interval_start") => 16.0,
        (Kind::Text, _) => 18.0,
        _ => 12.0,
    }
}

/// How a column's figures are shown.
fn format(column: &Column, is_of_means: bool) -> Format {
    let pattern = match (column.kind, column.unit) {
        (Kind::Text, _) if column.name == "interval_start" => "yyyy-mm-dd hh:mm",
        (Kind::Text | Kind::Integer, _) => "General",
        (_, "ratio") => "0.0%",
        (_, "s") if is_sum(&column.name) => "[h]:mm:ss",
        (_, "s") => "[m]:ss.0",
        (_, "count") if is_of_means || column.name.contains("_mean_") => "[=0]0;[<99.95]0.0;#,##0",
        (_, "count") => "#,##0",
        _ => "General",
    };
    Format::new().set_num_format(pattern)
}

/// Whether seconds are hours of agents rather than what a caller or a call takes.
fn is_sum(name: &str) -> bool {
    !["asa_", "aht_", "wait_"].iter().any(|start| name.starts_with(start))
}

/// The figures take the formats of their columns.
fn figures(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let mut reader = csv::Reader::from_reader(&table.bytes[..]);
    let mut record = csv::StringRecord::new();
    let mut row = HEAD;
    // What was written to memory can be read from it.
    while reader.read_record(&mut record).unwrap_or(false) {
        for (place, field) in record.iter().enumerate().filter(|(_, field)| !field.is_empty()) {
            cell(sheet, (row, place as u16), field, &table.columns[place])?;
        }
        row += 1;
    }
    Ok(())
}

fn cell(
    sheet: &mut Worksheet,
    (row, place): (u32, u16),
    field: &str,
    column: &Column,
) -> Result<(), XlsxError> {
    if let Some(date) = date(column, field) {
        return sheet.write_datetime(row, place, date).map(drop);
    }
    match (column.kind, field.parse::<f64>()) {
        (Kind::Integer | Kind::Number, Ok(number)) => {
            let number = if column.unit == "s" { number / SECONDS_OF_A_DAY } else { number };
            sheet.write_number(row, place, number).map(drop)
        }
        _ => sheet.write_string(row, place, field).map(drop),
    }
}

/// The start of an interval as a date, if it has one that spreadsheets know.
fn date(column: &Column, field: &str) -> Option<ExcelDateTime> {
    // A day and a time, `D1 08:00`, must not be taken for a time.
    let is_dated = column.name == "interval_start" && field.contains('T');
    is_dated.then(|| ExcelDateTime::parse_from_str(field).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_with_more_rows_than_a_sheet_is_left_out_and_that_is_said() {
        let rows = ROWS_AT_MOST - 1;
        let mut bytes = b"queue\n".to_vec();
        bytes.extend(b"1\n".repeat(rows));
        let table = Table {
            name: "replications.csv",
            meaning: "",
            columns: vec![Column::queue()],
            keys: vec!["queue"],
            bytes,
        };
        assert!(!fits(rows) && fits(rows - 1));
        let mut workbook = Workbook::new(Language::En);
        workbook.add(&table).expect("nothing to write");
        let about = About { title: "large", seed: 1, replications: 1, is_partial: false };
        let warnings = workbook.finish(&about).expect("an about sheet alone").warnings;
        assert_eq!(warnings.len(), 1);
        assert!(warnings[0].contains("no sheet replications: its 1048575 rows"), "{}", warnings[0]);
    }
}
