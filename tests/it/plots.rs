//! The plots of an output folder: which there are, that they can be read, and that nothing in them is cut or covered.

use crate::command::{Place, SMALL};
use crate::tidy::has_tidy_texts;

/// A week with all that plots show: shifts, meals, pools, seats, several queues, totals, a sweep.
const RICH: &str = r#"schema = 1
title = "A week with everything, and a title that is so long that it will not fit onto the page whatever the size of its letters is"
[calendar]
days = 7
starts = 2024-01-04
opens = "08:00"
closes = "16:00"
interval = "15 min"
[floor]
seats = 9
[callers.all]
arrivals.per_hour = 90
patience.exponential = { mean = "1 min" }
balks = "5%"
enters.menu = "m"
[ivr.m]
lasts.fixed = "5 s"
next.hang_up = "10%"
next.queue.first = "50%"
next.queue.second = "40%"
[queues.first]
label = "政策咨询 <A&B>"
talk.lognormal = { mean = "3 min", cv = 1.0 }
wrap_up.exponential = { mean = "40 s" }
capacity = 4
goal = { answer = "80%", within = "20 s" }
[queues.second]
label = "A queue whose label is much longer than anyone would want it to be, but who knows"
talk.exponential = { mean = "2 min" }
goal = { answer = "70%", within = "45 s", formula = "forgiving" }
[agents.team]
answers = ["first", "second"]
shifts.early = { heads = 6, from = "08:00", to = "12:00", meal = { at = "10:00", lasts = "20 min", spread = "1 h" } }
shifts.late = { heads = 6, from = "11:45", to = "16:00" }
breaks.pool = { budget = "20 min", each_at_most = "5 min", at_once_at_most = 1 }
[reported]
calls = 5000
answered = 4000
[run]
replications = 3
[search]
vary = "floor.seats"
from = 6
to = 12
step = 2
until = "all"
"#;

const ALL: [&str; 8] =
    ["breaks", "calls", "floor", "heat_map", "reported", "service_level", "sweep", "waits"];

/// The plots in a folder, and each of them checked.
#[track_caller]
fn plots(place: &Place, folder: &str) -> Vec<String> {
    let names = place.names(folder);
    let plots: Vec<String> =
        names.iter().filter_map(|name| Some(name.strip_suffix(".svg")?.to_owned())).collect();
    for plot in &plots {
        let svg = place.read(&format!("{folder}/{plot}.svg"));
        assert!(svg.starts_with("<svg") && svg.ends_with("</svg>\n"), "{plot}");
        has_tidy_texts(&svg);
        let png = std::fs::read(place.path.join(format!("{folder}/{plot}.png"))).expect("a picture");
        assert_eq!(&png[1..4], b"PNG");
        let side = |at: usize| u32::from_be_bytes([png[at], png[at + 1], png[at + 2], png[at + 3]]);
        let view = svg.lines().next().unwrap_or_default();
        let view_box = format!("viewBox=\"0 0 {} {}\"", side(16) / 2, side(20) / 2);
        assert!(view.contains(&view_box), "{plot}: {view} is not half of {} by {}", side(16), side(20));
    }
    plots
}

#[test]
fn all_plots_are_drawn_in_both_languages_and_no_text_is_cut_or_covered() {
    let place = Place::with_scenario("all-plots", RICH);
    for (language, word) in [("en", "goal: 80% within 20 s"), ("zh", "目标：20 秒内接通 80%")] {
        let ran = place.sim(&format!("run case.toml --quiet --lang {language} --out {language}"));
        assert_eq!(ran.code, Some(0), "{}", ran.stderr);
        assert_eq!(plots(&place, language), ALL);
        let svg = place.read(&format!("{language}/service_level.svg"));
        assert!(svg.contains("政策咨询 &lt;A&amp;B&gt;") && svg.contains(word), "{language}");
    }
    let chinese = ["小休", "人工请求", "用餐", "星期四", "来电量", "及时接通", "时刻", "等待时间"];
    let texts: String = ALL.iter().map(|name| place.read(&format!("zh/{name}.svg"))).collect();
    assert!(chinese.iter().all(|word| texts.contains(word)));
    let english = ["time of day", "agents", "share of", "answered", "Monday", "target"];
    let left: Vec<_> = english.iter().filter(|word| texts.contains(**word)).collect();
    assert!(left.is_empty(), "English words in Chinese plots: {left:?}");
    let package = place.read("zh/datapackage.json");
    assert!(ALL.iter().all(|name| package.contains(&format!("\"{name}.png\""))));
}

#[test]
fn plots_are_the_same_on_any_number_of_threads() {
    let place = Place::with_scenario("plots-threads", RICH);
    for threads in ["1", "5"] {
        place.sim(&format!("run case.toml --quiet --out out{threads} --threads {threads}"));
    }
    for name in ALL.iter().flat_map(|name| [format!("{name}.svg"), format!("{name}.png")]) {
        let read = |folder: &str| std::fs::read(place.path.join(folder).join(&name)).expect("a plot");
        assert!(read("out1") == read("out5"), "{name}");
    }
}

#[test]
fn a_plot_with_nothing_to_show_is_left_out() {
    let place = Place::with_scenario("no-calls", &SMALL.replace("per_hour = 60", "at = []"));
    let ran = place.sim("run case.toml --quiet --out out");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert_eq!(plots(&place, "out"), ["floor"], "agents wait for calls that don't come");
    place.write("case.toml", &SMALL.replace("heads = 3", "heads = 0"));
    place.sim("run case.toml --quiet --out nobody");
    assert_eq!(plots(&place, "nobody"), ["calls", "service_level", "waits"]);
    place.sim("run case.toml --quiet --out none --no-plots");
    assert!(plots(&place, "none").is_empty());
}

#[test]
fn days_of_one_interval_and_of_hundreds_nights_and_long_stretches_are_drawn() {
    let cases = [
        ("one", "interval = \"30 min\"", "interval = \"1 h\""),
        ("fine", "interval = \"30 min\"", "interval = \"1 min\""),
        ("night", "opens = \"08:00\"\ncloses = \"09:00\"", "opens = \"22:00\"\ncloses = \"05:00\""),
        ("always", "opens = \"08:00\"\ncloses = \"09:00\"", "opens = \"00:00\"\ncloses = \"24:00\""),
        ("busy", "per_hour = 60", "per_hour = 60000"),
        ("endless", "patience.exponential = { mean = \"1 min\" }", "patience.fixed = \"50 h\""),
    ];
    for (name, old, new) in cases {
        let place = Place::with_scenario(&format!("plots-{name}"), &SMALL.replace(old, new));
        for language in ["en", "zh"] {
            place.sim(&format!("run case.toml --quiet --lang {language} --out {language}"));
            assert_eq!(plots(&place, language), ["calls", "floor", "service_level", "waits"], "{name}");
        }
    }
}

#[test]
fn a_week_without_weekdays_has_no_map_of_them() {
    let week = SMALL.replace("days = 1", "days = 7");
    let place = Place::with_scenario("plots-week", &week);
    place.sim("run case.toml --quiet --out plain");
    assert!(!plots(&place, "plain").contains(&"heat_map".to_owned()));
    place.write(
        "case.toml",
        &week.replace("arrivals.per_hour = 60", "arrivals = { per_hour = 60, weekday = { sun = 0.5 } }"),
    );
    let ran = place.sim("run case.toml --quiet --out named");
    assert_eq!(ran.code, Some(0), "{}", ran.stderr);
    assert!(plots(&place, "named").contains(&"heat_map".to_owned()));
}

/// A drawing of four words, the last at a place.
fn drawing_with_word_at(x: i32) -> String {
    let text = |x: i32, word: &str| {
        format!("<text x=\"{x}\" y=\"50\" font-size=\"15\" font-family=\"sans-serif\">{word}</text>")
    };
    let words = [text(10, "one"), text(60, "two"), text(110, "three"), text(x, "four")].concat();
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"300\" height=\"100\">{words}</svg>")
}

#[test]
fn texts_apart_are_tidy() {
    has_tidy_texts(&drawing_with_word_at(200));
}

#[test]
#[should_panic(expected = "touch")]
fn texts_upon_each_other_are_not() {
    has_tidy_texts(&drawing_with_word_at(130));
}

#[test]
#[should_panic(expected = "leaves the drawing")]
fn nor_is_one_that_is_cut() {
    has_tidy_texts(&drawing_with_word_at(290));
}
