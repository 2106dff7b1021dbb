//! `sim.xlsx`, read back with another library: the figures of the CSV files, in a spreadsheet's formats.

use std::collections::BTreeMap;

use calamine::{Data, Reader, Xlsx, open_workbook};

use crate::command::{Place, SMALL};

const TABLES: [&str; 4] = ["summary", "intervals", "replications", "agents"];

fn open(place: &Place, folder: &str) -> Xlsx<std::io::BufReader<std::fs::File>> {
    open_workbook(place.path.join(folder).join("sim.xlsx")).expect("a workbook")
}

/// The units of a table's columns, from the data package.
fn units(place: &Place, folder: &str, table: &str) -> BTreeMap<String, String> {
    let package: serde_json::Value =
        serde_json::from_str(&place.read(&format!("{folder}/datapackage.json"))).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    let resource = resources.iter().find(|resource| resource["name"] == table).expect("the table");
    let fields = resource["schema"]["fields"].as_array().expect("fields");
    let word = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    fields.iter().map(|field| (word(&field["name"]), word(&field["unit"]))).collect()
}

/// Compares a sheet with its CSV file, cell by cell; how many figures there were.
fn agrees(place: &Place, folder: &str, table: &str) -> usize {
    let sheet = open(place, folder).worksheet_range(table).expect("the sheet");
    let units = units(place, folder, table);
    let text = place.read(&format!("{folder}/{table}.csv"));
    let rows: Vec<csv::StringRecord> = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes())
        .records()
        .map(|record| record.expect("a row"))
        .collect();
    assert_eq!(sheet.height(), rows.len() + 1, "{table}");
    let mut figures = 0;
    for (row, record) in rows.iter().enumerate() {
        for (place, field) in record.iter().enumerate() {
            let cell = sheet.get((row + 1, place)).unwrap_or(&Data::Empty);
            let is_in_days = row > 0 && units[&rows[0][place]] == "s";
            figures += usize::from(is_the_same(cell, field, is_in_days, &format!("{table} {row} {place}")));
        }
    }
    figures
}

/// Whether a cell is a figure; it must hold what the field says.
fn is_the_same(cell: &Data, field: &str, is_in_days: bool, whose: &str) -> bool {
    match cell {
        Data::Empty => assert_eq!(field, "", "{whose}"),
        Data::String(text) => assert_eq!(text, field, "{whose}"),
        Data::Float(number) if !is_in_days => assert_eq!(field.parse(), Ok(*number), "{whose}"),
        Data::Float(days) => is_near(*days, field, whose),
        Data::DateTime(date) if is_in_days => is_near(date.as_f64(), field, whose),
        Data::DateTime(date) => {
            let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
            assert_eq!(
                format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
                field,
                "{whose}"
            );
        }
        other => panic!("{whose}: {other:?}"),
    }
    matches!(cell, Data::Float(_) | Data::DateTime(_))
}

fn is_near(days: f64, field: &str, whose: &str) {
    let seconds: f64 = field.parse().unwrap_or_else(|error| panic!("{whose}: {field}: {error}"));
    assert!((days * 86_400.0 - seconds).abs() <= 1e-12 * seconds.abs(), "{whose}: {days} {field}");
}

#[test]
fn every_figure_of_the_workbook_is_that_of_the_csv_file() {
    let place = Place::with_scenario(
        "workbook",
        &SMALL.replace("heads = 3", "shifts.day = { heads = 3, from = \"08:00\", to = \"09:00\" }"),
    );
    assert_eq!(place.sim("run case.toml --out out --quiet").code, Some(0));
    assert_eq!(
        open(&place, "out").sheet_names(),
        ["about", "summary", "intervals", "replications", "agents"]
    );
    let figures = TABLES.map(|table| agrees(&place, "out", table));
    assert!(figures.iter().all(|figures| *figures > 30), "{figures:?}");
}

#[test]
fn intervals_of_a_dated_scenario_start_at_dates() {
    let place =
        Place::with_scenario("workbook-dated", &SMALL.replace("days = 1", "days = 1\nstarts = 2014-03-03"));
    assert_eq!(place.sim("run case.toml --out out --quiet").code, Some(0));
    agrees(&place, "out", "intervals");
    let sheet = open(&place, "out").worksheet_range("intervals").expect("the sheet");
    assert!(matches!(sheet.get((2, 2)), Some(Data::DateTime(_))), "{:?}", sheet.get((2, 2)));
}

#[test]
fn a_sweep_and_a_network_have_all_their_tables_in_it() {
    let place = Place::with_scenario("workbook-more", SMALL);
    place.write("two.toml", "schema = 1\ntitle = \"two\"\n[run]\nreplications = 3\n[hotlines.west]\nscenario = \"case.toml\"\n[hotlines.east]\nscenario = \"case.toml\"\n");
    let sweep =
        "sweep case.toml --vary agents.all.heads --from 2 --to 4 --step 1 --out sweep --quiet --no-plots";
    assert_eq!(place.sim(sweep).code, Some(0));
    assert!(agrees(&place, "sweep", "sweep") > 100);
    assert_eq!(place.sim("run two.toml --out two --quiet").code, Some(0));
    for table in TABLES {
        agrees(&place, "two", table);
    }
}

#[test]
fn the_first_sheet_says_what_was_run_and_labels_have_the_readers_language() {
    let place = Place::with_scenario("workbook-about", SMALL);
    for (folder, language, wanted) in [("en", "en", "service level"), ("zh", "zh", "人工接通率")] {
        assert_eq!(
            place.sim(&format!("run case.toml --out {folder} --quiet --lang {language} --no-plots")).code,
            Some(0)
        );
        let mut workbook = open(&place, folder);
        let about = workbook.worksheet_range("about").expect("the first sheet");
        let texts: Vec<String> = about.used_cells().map(|(_, _, cell)| cell.to_string()).collect();
        for wanted in ["small", "4", "service_level_ratio", "answered within T / offered", wanted] {
            assert!(texts.iter().any(|text| text == wanted), "{wanted}: {texts:?}");
        }
        let sheet = workbook.worksheet_range("summary").expect("the sheet");
        let place = (0..sheet.width())
            .find(|place| sheet[(1, *place)] == Data::String("service_level_ratio".to_owned()));
        assert_eq!(sheet[(0, place.expect("the column"))], Data::String(wanted.to_owned()));
    }
}

#[test]
fn rule_03_a_workbook_has_the_same_bytes_and_can_be_left_out() {
    let place = Place::with_scenario("workbook-bytes", SMALL);
    let bytes = |folder: &str| std::fs::read(place.path.join(folder).join("sim.xlsx")).expect("a workbook");
    for threads in ["1", "3"] {
        place.sim(&format!("run case.toml --out out{threads} --quiet --no-plots --threads {threads}"));
    }
    assert!(bytes("out1") == bytes("out3"));
    let ran = place.sim("run case.toml --out out1 --quiet --no-plots --no-xlsx");
    assert_eq!((ran.code, ran.stderr.as_str()), (Some(0), ""));
    assert!(!place.names("out1").contains(&"sim.xlsx".to_owned()));
    assert!(!place.read("out1/datapackage.json").contains("sim.xlsx"));
}
