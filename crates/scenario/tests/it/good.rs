//! What good files become.

use acd_engine::{Arrivals, Span, Staffing, Time};
use acd_scenario::Scenario;

use crate::{SMALL, load_with, small_with};

fn load(text: &str) -> Scenario {
    load_with(text, &[], &[]).unwrap_or_else(|text| panic!("{text}"))
}

fn set(sets: &[&str]) -> Scenario {
    load_with(SMALL, sets, &[]).unwrap_or_else(|text| panic!("{text}"))
}

#[test]
fn the_contracts_scenarios_load_as_they_stand() {
    let mmn = include_str!("../../../../scenarios/mmn.toml");
    let sketch = include_str!("../../../../tests/scenarios/contract-sketch.toml");
    assert_eq!(load(mmn).model.people().len(), 236);
    let sketch = load(sketch);
    let search = sketch.search.expect("a search");
    assert_eq!((search.count(), search.value(35).value), (36, 900.0));
    let warnings: Vec<&str> = sketch.warnings.iter().map(|warning| warning.line.as_str()).collect();
    assert!(warnings.is_empty(), "{warnings:?}");
    assert_eq!(sketch.queues[0].label, "政策咨询");
    assert_eq!(sketch.assumptions.len(), 1);
    assert_eq!(sketch.assumptions[0].key, "callers.public.arrivals.per_day");
}

#[test]
fn a_set_takes_a_toml_value_and_what_is_no_toml_as_a_text() {
    let scenario = set(&["agents.all.heads=12", "queues.main.goal.within=5 s", "calendar.opens=07:30"]);
    assert_eq!(scenario.model.people().len(), 12);
    assert_eq!(scenario.queues[0].within, Span::seconds(5));
    assert_eq!(scenario.model.calendar.windows[0].opens, Time::seconds(27_000));
}

#[test]
fn a_later_choice_replaces_an_earlier_one() {
    let scenario = set(&["callers.all.arrivals.per_day=2400", "queues.main.talk.fixed=60 s"]);
    let Arrivals::Poisson { pieces, .. } = &scenario.model.kinds[0].arrivals else { panic!("a rate") };
    let calls: f64 = pieces.iter().map(|piece| piece.expected_calls).sum();
    assert!((calls - 2400.0).abs() < 1e-6);
    assert!((scenario.model.queues[0].talk.mean_s() - 60.0).abs() < 1e-9);
}

#[test]
fn a_file_extends_another_and_omits_a_table() {
    let over = "extends = \"base.toml\"\nomit = [\"queues.main.goal\"]\n[agents.all]\nshifts.a = { heads = 3, from = \"08:00\", to = \"16:00\" }\n";
    let scenario = load_with(over, &[], &[("base.toml", SMALL)]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(scenario.queues[0].answer, None);
    assert_eq!(scenario.model.people().len(), 3);
    assert_eq!(scenario.title, "small");
}

#[test]
fn a_profiles_weights_split_each_days_opening_time_evenly() {
    let text = small_with("arrivals.per_hour = 100", "arrivals.per_day = 120\narrivals.profile = [1, 2, 3]");
    let Arrivals::Poisson { pieces, .. } = &load(&text).model.kinds[0].arrivals else { panic!("a rate") };
    let pieces: Vec<(u64, f64)> =
        pieces.iter().map(|p| (p.start.as_us() / 3_600_000_000, p.expected_calls)).collect();
    assert_eq!(pieces, [(8, 20.0), (12, 40.0), (16, 60.0)]);
}

#[test]
fn weekdays_have_hours_and_factors_of_their_own() {
    let text = small_with("days = 1", "days = 7\nstarts = 2014-03-03")
        .replace("opens = \"08:00\"", "opens = { mon = \"08:00\", tue = \"10:00\" }")
        .replace("arrivals.per_hour = 100", "arrivals.per_day = 100\narrivals.weekday = { tue = 0.5 }");
    let scenario = load(&text);
    assert_eq!(scenario.model.calendar.windows.len(), 2);
    let Arrivals::Poisson { pieces, .. } = &scenario.model.kinds[0].arrivals else { panic!("a rate") };
    assert_eq!(pieces.iter().map(|piece| piece.expected_calls).collect::<Vec<_>>(), [100.0, 50.0]);
}

#[test]
fn head_counts_are_given_for_the_opening_hours_and_end_with_them() {
    let counts = (1..=24).map(|count| count.to_string()).collect::<Vec<_>>().join(", ");
    let scenario = load(&small_with("heads = 10", &format!("heads_per_interval = [{counts}]")));
    let Staffing::HeadCount(counts) = &scenario.model.groups[0].staffing else { panic!("counts") };
    assert_eq!(counts[0], (Time::seconds(8 * 3_600), 1));
    assert_eq!(counts.last(), Some(&(Time::seconds(20 * 3_600), 0)));
}

#[test]
fn a_night_shift_ends_the_next_day_where_the_centre_is_open() {
    let text = small_with("opens = \"08:00\"", "opens = \"00:00\"")
        .replace("closes = \"20:00\"", "closes = \"24:00\"")
        .replace("days = 1", "days = 2")
        .replace("heads = 10", "shifts.night = { heads = 2, from = \"22:00\", to = \"06:00\" }");
    let scenario = load(&text);
    let Staffing::Shifts(shifts) = &scenario.model.groups[0].staffing else { panic!("shifts") };
    assert_eq!(shifts[0].duties[0].end, Time::seconds(30 * 3_600));
    assert!(scenario.model.calendar.stops_at_end);
    let doubt = &scenario.warnings[0].line;
    assert!(
        doubt.contains("before 06:00 of the first day") && doubt.contains("warm_up = \"360 min\""),
        "{doubt}"
    );
}

#[test]
fn a_data_files_path_is_relative_to_the_file_that_names_it() {
    let base = small_with("arrivals.per_hour = 100", "arrivals.profile = \"day.csv\"");
    let files = [("bases/base.toml", base.as_str()), ("bases/day.csv", "start,calls\n08:00,30\n")];
    let scenario =
        load_with("extends = \"bases/base.toml\"\n", &[], &files).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(scenario.title, "small");
}

fn pieces(scenario: &Scenario) -> Vec<(u64, f64)> {
    let Arrivals::Poisson { pieces, .. } = &scenario.model.kinds[0].arrivals else { panic!("a rate") };
    pieces.iter().map(|piece| (piece.start.as_us() / 3_600_000_000, piece.expected_calls)).collect()
}

#[test]
fn a_profile_that_stops_early_or_lacks_a_line_is_doubted() {
    let text = small_with("arrivals.per_hour = 100", "arrivals.profile = \"day.csv\"");
    let doubt = |hours: &[u32]| {
        let lines: String = hours.iter().map(|hour| format!("{hour:02}:00,30\n")).collect();
        let csv = format!("start,calls\n{lines}");
        let scenario = load_with(&text, &[], &[("day.csv", &csv)]).unwrap_or_else(|text| panic!("{text}"));
        scenario.warnings.first().map_or(String::new(), |warning| warning.line.clone())
    };
    // The centre is open from 08:00 to 20:00.
    assert_eq!(doubt(&[8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19]), "");
    let early = doubt(&[8, 9, 10]);
    assert!(early.contains("covers 08:00 to 11:00, and the centre is open 08:00 to 20:00"), "{early}");
    let gap = doubt(&[8, 9, 10, 11, 12, 14, 15, 16, 17, 18, 19]);
    assert!(gap.contains("line from 12:00 stands for 120 min, others for 60"), "{gap}");
}

#[test]
fn a_profiles_last_line_lasts_as_long_as_the_one_before() {
    let text = small_with("arrivals.per_hour = 100", "arrivals.profile = \"day.csv\"");
    let csv = "start,calls\r\n08:00,30\r\n12:00,90\r\n16:00,60\r\n";
    let scenario = load_with(&text, &[], &[("day.csv", csv)]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(pieces(&scenario), [(8, 30.0), (12, 90.0), (16, 60.0)]);
    assert!(scenario.warnings.is_empty(), "{:?}", scenario.warnings);
    let csv = "start,calls\n06:00,30\n07:00,30\n08:00,30\n12:00,90\n16:00,60\n20:00,60\n";
    let scenario = load_with(&text, &[], &[("day.csv", csv)]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(pieces(&scenario), [(8, 30.0), (12, 90.0), (16, 60.0)]);
    assert!(scenario.warnings[0].line.contains("40.0 % of the profile's calls"), "{:?}", scenario.warnings);
}

#[test]
fn rule_1_a_profile_by_time_of_day_goes_on_past_midnight() {
    let text = small_with("arrivals.per_hour = 100", "arrivals.profile = \"day.csv\"")
        .replace("opens = \"08:00\"", "opens = \"20:00\"")
        .replace("closes = \"20:00\"", "closes = \"04:00\"");
    let csv = "start,weekday,calls\n00:00,mon,7\n12:00,mon,120\n00:00,tue,24\n12:00,tue,5\n";
    let scenario = load_with(&text, &[], &[("day.csv", csv)]).unwrap_or_else(|text| panic!("{text}"));
    // Monday's evening has 4 of 12 hours of 120 calls, Tuesday's night 4 of 12 hours of 24.
    assert_eq!(pieces(&scenario), [(20, 40.0), (24, 8.0)]);
}

#[test]
fn open_days_without_calls_in_a_profile_are_doubted() {
    let text =
        small_with("arrivals.per_hour = 100", "arrivals.profile = \"week.csv\"\narrivals.per_day = 10")
            .replace("days = 1", "days = 2");
    let files = [("week.csv", "start,weekday,weight\n08:00,mon,1\n")];
    let scenario = load_with(&text, &[], &files).unwrap_or_else(|text| panic!("{text}"));
    assert!(scenario.warnings[0].line.contains("open: tue"), "{:?}", scenario.warnings);
}

#[test]
fn a_given_trace_replaces_a_rate_with_all_that_belongs_to_it() {
    let base = small_with("arrivals.per_hour = 100", "arrivals.per_hour = 100\narrivals.profile = [1, 2]");
    let over = "extends = \"base.toml\"\n[callers.all]\narrivals.at = [\"9 h\"]\n";
    let scenario = load_with(over, &[], &[("base.toml", &base)]).unwrap_or_else(|text| panic!("{text}"));
    assert!(matches!(&scenario.model.kinds[0].arrivals, Arrivals::Given(calls) if calls.len() == 1));
}

/// A search over the heads of one shift that takes the other's along.
const SEARCH: &str = "extends = \"base.toml\"\n[floor]\nseats = 20\n[agents.all.shifts]\n\
    \"a b\" = { heads = 5, from = \"08:00\", to = \"14:00\" }\nlate = { heads = 7, from = \"14:00\", to = \"20:00\" }\n\
    [search]\nvary = \"floor.seats\"\nfrom = 20\nto = 31\nstep = 5\nscale = \"agents.all\"\nuntil = \"goals\"\n";

fn searched(text: &str) -> acd_scenario::Search {
    let scenario = load_with(text, &[], &[("base.toml", SMALL)]).unwrap_or_else(|text| panic!("{text}"));
    scenario.search.expect("a search")
}

#[test]
fn rule_27_heads_grow_in_proportion_and_are_rounded_half_up() {
    let search = searched(SEARCH);
    assert_eq!(search.count(), 3);
    let sets = |place: usize| search.sets(place).join(" ");
    assert_eq!(
        sets(0),
        "floor.seats=20 search.scale=[] agents.all.shifts.\"a b\".heads=5 agents.all.shifts.late.heads=7"
    );
    // 6.25 and 8.75; then 7.5 and 10.5.
    assert_eq!(
        sets(1),
        "floor.seats=25 search.scale=[] agents.all.shifts.\"a b\".heads=6 agents.all.shifts.late.heads=9"
    );
    assert_eq!(
        sets(2),
        "floor.seats=30 search.scale=[] agents.all.shifts.\"a b\".heads=8 agents.all.shifts.late.heads=11"
    );
    for place in 0..search.count() {
        let sets = search.sets(place);
        let sets: Vec<&str> = sets.iter().map(String::as_str).collect();
        load_with(SEARCH, &sets, &[("base.toml", SMALL)]).unwrap_or_else(|text| panic!("{text}"));
    }
}

#[test]
fn a_search_varies_shares_and_lengths_in_their_own_units() {
    let share = "vary = \"callers.all.balks\"\nfrom = \"10%\"\nto = \"30%\"\nstep = \"10%\"\nuntil";
    let text = SEARCH.replace(
        "vary = \"floor.seats\"\nfrom = 20\nto = 31\nstep = 5\nscale = \"agents.all\"\nuntil",
        share,
    );
    let search = searched(&text);
    assert_eq!((search.count(), search.sets(2)), (3, vec!["callers.all.balks=\"30%\"".to_owned()]));
    let length =
        "vary = \"queues.main.goal.within\"\nfrom = \"20 s\"\nto = \"1 min\"\nstep = \"20 s\"\nuntil";
    let search = searched(&text.replace(share, length));
    assert_eq!((search.count(), search.sets(1)), (3, vec!["queues.main.goal.within=\"40 s\"".to_owned()]));
}

#[test]
fn a_precision_names_metrics_with_or_without_their_unit_of_the_total_or_of_a_queue() {
    let precision =
        "precision = { of = [\"service_level\", \"main.service_level_ratio\"], half_width = \"0.5%\" }";
    let scenario = load(&small_with("replications = 4", precision));
    let acd_scenario::Stopping::Precise(precision) = &scenario.run.stopping else { panic!("a precision") };
    let of: Vec<(Option<usize>, &str)> =
        precision.of.iter().map(|of| (of.queue, of.metric.as_str())).collect();
    assert_eq!(of, [(None, "service_level_ratio"), (Some(0), "service_level_ratio")]);
    assert_eq!((precision.half_width, precision.at_most, scenario.run.confidence), (0.005, 400, 0.95));
    let scenario = load_with(
        &small_with("replications = 4", "precision = { of = \"asa\", half_width = \"2 s\" }"),
        &["run.replications=9"],
        &[],
    );
    assert_eq!(
        scenario.unwrap_or_else(|text| panic!("{text}")).run.stopping,
        acd_scenario::Stopping::Fixed(9)
    );
}

#[test]
fn a_number_of_replications_takes_a_precisions_place_and_keeps_its_confidence() {
    let precision = "precision = { of = \"asa\", half_width = \"2 s\", confidence = \"80%\" }";
    let text = small_with("replications = 4", precision);
    let scenario = load_with(&text, &["run.replications=9"], &[]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!((scenario.run.stopping, scenario.run.confidence), (acd_scenario::Stopping::Fixed(9), 0.8));
}
