//! A sweep over two keys: a row a value of the first, a column a value of the second.

use acd_scenario::{Scenario, Search};
use acd_study::{Point, Searched, Verdict};

use super::super::Language;
use super::super::summary::{table, wrapped};
use super::super::words::{NONE, count, or_none, percent, plural};
use super::{first_level, goals_in_words, value};

/// More columns than this don't fit a terminal.
const COLUMNS_AT_MOST: usize = 9;

/// The verdicts in a sentence, and the table.
pub fn text(
    scenario: &Scenario,
    (first, second): (&Search, &Search),
    searched: &Searched,
    language: Language,
) -> String {
    let values: Vec<f64> = (0..second.count()).map(|place| second.value(place).value).collect();
    let shown = &values[..values.len().min(COLUMNS_AT_MOST)];
    let (row, column) = (&first.vary, &second.vary);
    let title =
        language.pick(format!("Rows: {row}; columns: {column}."), format!("行：{row}；列：{column}。"));
    let names: Vec<String> = shown.iter().map(|at| value(second, *at, language)).collect();
    let header: Vec<&str> = [""].into_iter().chain(names.iter().map(String::as_str)).collect();
    let mut table = table(&header);
    for row in searched.points.chunk_by(|one, other| one.value == other.value) {
        let cell = |at: &f64| {
            let point = row.iter().find(|point| point.second == Some(*at));
            point.map_or_else(|| NONE.to_owned(), cell)
        };
        let cells = shown.iter().map(cell);
        table.add_row([value(first, row[0].value, language)].into_iter().chain(cells));
    }
    let more = match values.len() > shown.len() {
        true => language.pick("; further columns are in sweep.csv", "；其余各列见 sweep.csv"),
        false => "",
    };
    let what = what_is_shown(scenario, language);
    let what = language.pick(format!("({what}{more})"), format!("（{what}{more}）"));
    let grid = format!("{}\n{}\n{}", wrapped(&title, "  "), table.trim_fmt(), wrapped(&what, " "));
    let parts = [wrapped(&verdicts(searched, language), "  "), grid];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The first goal's share with a mark for the verdict on all goals.
fn cell(point: &Point) -> String {
    let mark = match point.verdict {
        Some(Verdict::Met) => " +",
        Some(Verdict::Missed) => " -",
        Some(Verdict::Undecided) => " ?",
        None => "",
    };
    or_none(first_level(point), percent) + mark
}

fn what_is_shown(scenario: &Scenario, language: Language) -> String {
    let goals = goals_in_words(scenario, language);
    let Some(first) = goals.first() else {
        return language.pick("the service level of all queues together", "全部队列合计的接通率").to_owned();
    };
    let marks = match goals.len() {
        1 => language.pick("+ met, - missed, ? undecided", "+ 达到，- 未达到，? 尚不能确定"),
        _ => language.pick(
            "+ every goal met, - one missed, ? undecided",
            "+ 全部目标达到，- 有目标未达到，? 尚不能确定",
        ),
    };
    language.pick(
        format!("the share answered in time of the goal {first}; {marks}"),
        format!("目标“{first}”的接通率；{marks}"),
    )
}

/// `Every goal is met at 5 of 12 points; undecided at 1.`
fn verdicts(searched: &Searched, language: Language) -> String {
    let of = |verdict: Verdict| searched.points.iter().filter(|point| point.verdict == Some(verdict)).count();
    if searched.points.iter().all(|point| point.verdict.is_none()) {
        return String::new();
    }
    let undecided = match of(Verdict::Undecided) {
        0 => String::new(),
        number => language.pick(format!("; undecided at {number}"), format!("，{number} 个点尚不能确定")),
    };
    let (met, points) = (of(Verdict::Met), searched.points.len());
    language.pick(
        format!("Every goal is met at {met} of {}{undecided}.", plural(points as u64, "point")),
        format!("{} 个点中 {met} 个达到全部目标{undecided}。", count(points as f64)),
    )
}
