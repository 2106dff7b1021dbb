//! Call records, as CSV and as Parquet.

use std::collections::BTreeMap;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;

use crate::command::{Place, repository};

/// A field as the CSV writes it.
fn text(field: &Field) -> String {
    match field {
        Field::Null => String::new(),
        Field::Int(number) => number.to_string(),
        Field::Long(number) => number.to_string(),
        Field::Str(text) => text.clone(),
        Field::Double(seconds) => seconds.to_string(),
        other => panic!("{other:?}"),
    }
}

/// Seconds without the zeros that the CSV writes out to the microsecond.
fn shortest(column: &str, text: &str) -> String {
    let is_seconds = column.ends_with("_s") && !text.is_empty();
    if is_seconds { text.parse::<f64>().expect("seconds").to_string() } else { text.to_owned() }
}

#[test]
fn parquet_holds_the_rows_of_the_csv_file_and_takes_its_place() {
    let place = Place::new("records");
    let scenario = repository("tests/scenarios/everything.toml");
    let run = |calls: &str| {
        let ran = place.sim(&format!("run {scenario} {calls} --out out --quiet --no-plots"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    };
    run("--calls");
    let rows = place.csv("out/calls.csv");
    run("--calls=parquet");
    assert!(!place.names("out").contains(&"calls.csv".to_owned()));
    let file = std::fs::File::open(place.path.join("out/calls.parquet")).expect("the file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let mut count = 0;
    for (row, wanted) in reader.get_row_iter(None).expect("rows").zip(&rows) {
        let row = row.expect("a row");
        let got: BTreeMap<String, String> =
            row.get_column_iter().map(|(name, field)| (name.clone(), text(field))).collect();
        let wanted: BTreeMap<String, String> =
            wanted.iter().map(|(name, text)| (name.clone(), shortest(name, text))).collect();
        assert_eq!(got, wanted);
        count += 1;
    }
    assert_eq!(count, rows.len());
    assert_eq!(reader.metadata().file_metadata().num_rows() as usize, rows.len());
    assert!(count > 10_000, "a file worth reading");
}

#[test]
fn a_format_that_does_not_exist_is_a_usage_error() {
    let place = Place::new("records-usage");
    let ran = place.sim(&format!("run {} --calls=arrow", repository("scenarios/starter.toml")));
    assert_eq!(ran.code, Some(2));
    assert!(ran.stderr.contains("csv") && ran.stderr.contains("parquet"), "{}", ran.stderr);
}
