//! `report.html`: one page that needs nothing else, says what the files say, and takes no user's text for HTML.

use std::collections::BTreeMap;

use crate::command::{Place, SMALL, repository};

const REPORT: &str = "out/case/report.html";
const HOSTILE: &str = "</script><img src=x onerror=\\\"alert(1)\\\">'&\\u202E\\u0007";

/// The values of an attribute, in order.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let begin = format!(" {attribute}=\"");
    page.split(&begin[..]).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Each figure of the page: file, keys as a JSON list, column, and the file's text.
fn figures(page: &str) -> Vec<[String; 4]> {
    let (mut table, mut key, mut found) = (String::new(), String::new(), Vec::new());
    for tag in page.split('<').filter_map(|rest| rest.split('>').next()) {
        let one = |name: &str| {
            values(tag, name).first().map(|text| text.replace("&quot;", "\"").replace("&amp;", "&"))
        };
        table = one("data-table").unwrap_or(table);
        key = one("data-key").unwrap_or(key);
        if let (Some(metric), Some(value)) = (one("data-metric"), one("data-value")) {
            found.push([table.clone(), key.clone(), metric, value]);
        }
    }
    found
}

/// The rows of a table by their keys, as the page writes these.
fn rows(place: &Place, folder: &str, table: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let package: serde_json::Value =
        serde_json::from_str(&place.read(&format!("{folder}/datapackage.json"))).expect("JSON");
    let resources = package["resources"].as_array().expect("resources");
    let resource = resources.iter().find(|resource| resource["path"] == table).expect("the table");
    let keys: Vec<&str> = resource["schema"]["primaryKey"]
        .as_array()
        .expect("keys")
        .iter()
        .filter_map(|key| key.as_str())
        .collect();
    let rows = place.csv(&format!("{folder}/{table}")).into_iter();
    rows.map(|row| {
        let texts: Vec<&str> = keys.iter().map(|key| row[*key].as_str()).collect();
        (serde_json::json!(texts).to_string(), row)
    })
    .collect()
}

/// How many figures the page has of each table, all of which agree with it.
fn compared(place: &Place, folder: &str) -> BTreeMap<String, usize> {
    let mut tables = BTreeMap::new();
    let mut counts = BTreeMap::new();
    for [table, key, metric, value] in figures(&place.read(&format!("{folder}/report.html"))) {
        let rows = tables.entry(table.clone()).or_insert_with(|| rows(place, folder, &table));
        assert_eq!(rows[&key][&metric], value, "{table} {key} {metric}");
        *counts.entry(table).or_insert(0) += 1;
    }
    counts
}

#[test]
fn every_figure_of_the_starters_page_is_the_files() {
    let place = Place::new("html-starter");
    let ran = place.sim_with(&["run", &repository("scenarios/starter.toml"), "--quiet"]);
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let counts = compared(&place, "out/starter");
    // Nine intervals, an hour after closing among them, of ten columns; thirteen agents.
    assert_eq!(counts["intervals.csv"], 90);
    assert!(counts["agents.csv"] >= 13 * 10 && counts["summary.csv"] > 100, "{counts:?}");
    let page = place.read("out/starter/report.html");
    assert!(page.len() < 1_000_000, "{}", page.len());
}

#[test]
fn a_sweep_has_its_values_and_a_network_its_hotlines() {
    let place = Place::with_scenario("html-sweep", SMALL);
    place.write(
        "two.toml",
        "schema = 1\ntitle = \"two\"\n[run]\nreplications = 3\n[hotlines.\"=west\"]\nscenario = \"case.toml\"\n\
         [hotlines.east]\nlabel = \"东\"\nscenario = \"case.toml\"\n",
    );
    let ran = place.sim("sweep case.toml --vary agents.all.heads --from 2 --to 4 --step 1 --quiet --seed 5");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(compared(&place, "out/case")["sweep.csv"] >= 3 * 10);
    let page = place.read(REPORT);
    assert!(page.contains("sim sweep case.toml --vary agents.all.heads --from 2 --to 4 --step 1 --seed 5"));
    assert_eq!(place.sim("run two.toml --quiet").code, Some(0));
    assert!(compared(&place, "out/two")["summary.csv"] > 100);
    let page = place.read("out/two/report.html");
    assert!(page.contains("<bdi>东</bdi>") && page.contains("[&quot;'=west&quot;,&quot;total&quot;]"));
}

#[test]
fn the_page_loads_nothing_and_may_not() {
    let place = Place::with_scenario("html-alone", SMALL);
    assert_eq!(place.sim("run case.toml --quiet").code, Some(0));
    let page = place.read(REPORT);
    for outside in ["http:", "https:", "//cdn", "<img", "<iframe", "@import", "url(", "src="] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert_eq!(
        values(&page, "href").into_iter().filter(|to| !to.starts_with('#')).collect::<Vec<_>>(),
        ["data:,"]
    );
    assert!(page.contains("default-src 'none'"));
    assert!(place.read("out/case/datapackage.json").contains("\"report.html\""));
}

#[test]
fn what_a_user_writes_stays_text() {
    let text = SMALL
        .replace("title = \"small\"", &format!("title = \"{HOSTILE}\""))
        .replace("[queues.main]", &format!("[queues.\"<b>'&amp;\"]\nlabel = \"{HOSTILE}\""))
        .replace("\"main\"", "\"<b>'&amp;\"")
        .replace("heads = 3", &format!("heads = 3 # assumed: {HOSTILE}"));
    let place = Place::with_scenario("html-hostile", &text);
    let ran = place.sim("run case.toml --quiet");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    let page = place.read(REPORT);
    assert!(!page.contains("<img") && !page.contains("<b>") && page.contains("&lt;b&gt;'&amp;amp;"));
    assert!(!page.contains(['\u{202E}', '\u{7}']));
    assert_eq!((page.matches("<script").count(), page.matches("</script").count()), (1, 1));
    assert!(page.contains("&lt;/script&gt;&lt;img src=x onerror=&quot;alert(1)&quot;&gt;'&amp;"));
}

#[test]
fn both_languages_are_in_it_and_it_opens_in_the_one_asked_for() {
    let place = Place::with_scenario("html-languages", SMALL);
    assert_eq!(place.sim("run case.toml --quiet --out en").code, Some(0));
    assert_eq!(place.sim("run case.toml --quiet --out zh --lang zh").code, Some(0));
    let (english, chinese) = (place.read("en/report.html"), place.read("zh/report.html"));
    assert!(english.contains("<html lang=\"en\" class=\"en\">"));
    assert_eq!(
        english.replace("<html lang=\"en\" class=\"en\">", "<html lang=\"zh\" class=\"zh\">"),
        chinese
    );
    assert!(chinese.contains("人工请求") && chinese.contains(">offered<"));
}

#[test]
fn without_a_report_there_is_none_and_the_last_one_goes() {
    let place = Place::with_scenario("html-none", SMALL);
    assert_eq!(place.sim("run case.toml --quiet").code, Some(0));
    assert!(place.names("out/case").contains(&"report.html".to_owned()));
    assert_eq!(place.sim("run case.toml --quiet --no-report").code, Some(0));
    assert!(!place.names("out/case").contains(&"report.html".to_owned()));
    assert!(!place.read("out/case/datapackage.json").contains("report.html"));
}

#[test]
fn without_plots_the_page_has_none_either() {
    let place = Place::with_scenario("html-no-plots", SMALL);
    assert_eq!(place.sim("run case.toml --quiet").code, Some(0));
    let plots = place.names("out/case").iter().filter(|name| name.ends_with(".svg")).count();
    assert!(plots > 0);
    // Each in both languages.
    assert_eq!(place.read(REPORT).matches("<svg").count(), 2 * plots);
    assert_eq!(place.sim("run case.toml --quiet --no-plots").code, Some(0));
    assert_eq!(place.read(REPORT).matches("<svg").count(), 0);
}
