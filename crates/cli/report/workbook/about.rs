//! The first sheet: what was simulated, what the sheets hold, and what each column means.

use std::collections::BTreeSet;

use acd_study::METRICS;
use rust_xlsxwriter::{Format, FormatAlign, Worksheet, XlsxError};

use super::{Column, Language, Sheet, labels};

/// What is said of the run.
pub struct About<'a> {
    pub title: &'a str,
    pub seed: u64,
    pub replications: u32,
    pub is_partial: bool,
}

/// A sheet that is filled from the top.
struct Page {
    sheet: Worksheet,
    row: u32,
}

impl About<'_> {
    pub(super) fn sheet(&self, sheets: &[Sheet], language: Language) -> Result<Worksheet, XlsxError> {
        let mut page = Page { sheet: Worksheet::new(), row: 0 };
        page.sheet.set_name("about")?;
        for (column, width) in [(0, 30.0), (1, 30.0), (2, 9.0), (3, 90.0)] {
            page.sheet.set_column_width(column, width)?;
        }
        let large = Format::new().set_bold().set_font_size(14);
        page.sheet.write_string_with_format(0, 0, self.title, &large)?;
        page.sheet.set_landscape().set_print_fit_to_pages(1, 0);
        page.row = 2;
        self.facts(&mut page, language)?;
        tables(&mut page, sheets, language)?;
        columns(&mut page, sheets, language)?;
        Ok(page.sheet)
    }

    fn facts(&self, page: &mut Page, language: Language) -> Result<(), XlsxError> {
        let version = concat!("acd-sim ", env!("CARGO_PKG_VERSION"));
        page.line([language.pick("made by", "生成程序"), version])?;
        page.line([language.pick("seed", "随机种子"), &self.seed.to_string()])?;
        page.line([language.pick("replications", "重复次数"), &self.replications.to_string()])?;
        if self.is_partial {
            let words = language.pick(
                "these are the first replications of more that were asked for",
                "只完成了所要求的前若干次重复",
            );
            page.line([language.pick("interrupted", "中断"), words])?;
        }
        page.row += 1;
        let notes = [
            language.pick(
                "Shares are percentages; durations and dates are fractions of days, as spreadsheets count them.",
                "比例为百分数；时长与日期按电子表格的惯例以天为单位。",
            ),
            language.pick(
                "Means are over replications; \"95% from\" and \"to\" are the ends of their 95% confidence intervals.",
                "均值取自各次重复；“95%下限”“95%上限”为其95%置信区间的两端。",
            ),
            language.pick(
                "The second row of each sheet has the columns' ids, as in the CSV files.",
                "各表第二行是列的标识，与CSV文件一致。",
            ),
        ];
        notes.into_iter().try_for_each(|note| page.line([note]))
    }
}

impl Page {
    fn line<const N: usize>(&mut self, fields: [&str; N]) -> Result<(), XlsxError> {
        for (place, field) in fields.into_iter().enumerate() {
            self.sheet.write_string(self.row, place as u16, field)?;
        }
        self.row += 1;
        Ok(())
    }

    /// A line that begins a list, after an empty one.
    fn heading<const N: usize>(&mut self, fields: [&str; N]) -> Result<(), XlsxError> {
        self.row += 1;
        let bold = Format::new().set_bold();
        for (place, field) in fields.into_iter().enumerate() {
            self.sheet.write_string_with_format(self.row, place as u16, field, &bold)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn tables(page: &mut Page, sheets: &[Sheet], language: Language) -> Result<(), XlsxError> {
    page.heading([language.pick("sheet", "工作表"), "", language.pick("rows", "行数"), ""])?;
    for sheet in sheets {
        let left_out = language.pick(
            "left out: more rows than a sheet can hold, see the CSV file",
            "未列入：行数超过工作表上限，见CSV文件",
        );
        let note = if sheet.worksheet.is_some() { "" } else { left_out };
        page.sheet.write_number(page.row, 2, sheet.rows as f64)?;
        page.sheet.write_string(page.row, 3, if note.is_empty() { sheet.meaning } else { note })?;
        page.line([sheet.name])?;
    }
    Ok(())
}

/// Every column once, where it stands first.
fn columns(page: &mut Page, sheets: &[Sheet], language: Language) -> Result<(), XlsxError> {
    let heads = [("column", "列"), ("name", "名称"), ("unit", "单位"), ("meaning", "含义")];
    page.heading(heads.map(|(english, chinese)| language.pick(english, chinese)))?;
    let mut seen = BTreeSet::new();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for column in sheets.iter().flat_map(|sheet| &sheet.columns) {
        let is_end = column.name.ends_with("_ci95_low") || column.name.ends_with("_ci95_high");
        if is_end || !seen.insert(column.name.as_str()) {
            continue;
        }
        page.sheet.write_string_with_format(page.row, 3, meaning(column), &wrapped)?;
        page.line([&column.name, &labels::label(&column.name, language), unit(column, language)])?;
    }
    Ok(())
}

/// What a column means, without the names that stand beside it.
fn meaning(column: &Column) -> &str {
    let metric = METRICS.iter().find(|metric| metric.id == column.name);
    metric.map_or(&column.meaning, |metric| metric.formula)
}

fn unit(column: &Column, language: Language) -> &'static str {
    match column.unit {
        "s" => language.pick("time", "时长"),
        "ratio" => "%",
        "count" => language.pick("number", "数量"),
        _ => "",
    }
}
