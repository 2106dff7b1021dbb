//! Rule 40: months, closed days and events, each against calls and duties counted by hand.

use acd_engine::{Absence, Arrivals, Detour, Entry, GroupId, MenuId, QueueId, Staffing, Time};
use acd_scenario::Scenario;

use crate::{SMALL, explain_with, load_with, small_with};

const HOUR: u64 = 3_600;
const DAY: u64 = 24 * HOUR;

/// The small scenario from Monday, 24 March 2014 on, so many days, with more behind it: 100 calls an hour from 08:00 to
/// 20:00.
fn march(days: u32, more: &str) -> Scenario {
    let calendar = format!("days = {days}\nstarts = 2014-03-24");
    load(&(small_with("days = 1", &calendar) + more))
}

fn load(text: &str) -> Scenario {
    load_with(text, &[], &[]).unwrap_or_else(|text| panic!("{text}"))
}

fn at(second: u64) -> Time {
    Time::seconds(second)
}

/// Expected first calls of the first callers: from which hour to which hour, and how many.
fn calls(scenario: &Scenario) -> Vec<(f64, f64, f64)> {
    let Arrivals::Poisson { pieces, .. } = &scenario.model.kinds[0].arrivals else { panic!("a rate") };
    let hours = |time: Time| time.as_us() as f64 / 3_600e6;
    let rounded = |calls: f64| (calls * 1e6).round() / 1e6;
    pieces.iter().map(|piece| (hours(piece.start), hours(piece.end), rounded(piece.expected_calls))).collect()
}

fn warnings(scenario: &Scenario) -> String {
    scenario.warnings.iter().map(|warning| warning.line.clone()).collect::<Vec<_>>().join("\n")
}

#[test]
fn rule_40_an_event_multiplies_the_calls_of_its_hours_and_no_others() {
    let scenario =
        march(2, "[events.fair]\non = 2014-03-25\nfrom = \"09:00\"\nto = \"17:00\"\narrivals.times = 2.5\n");
    let wanted = [(8.0, 20.0, 1200.0), (32.0, 33.0, 100.0), (33.0, 41.0, 2000.0), (41.0, 44.0, 300.0)];
    assert_eq!(calls(&scenario), wanted);
    assert_eq!(warnings(&scenario), "");
}

#[test]
fn rule_40_an_event_without_times_of_day_acts_all_day_and_may_last_days() {
    let scenario = march(3, "[events.campaign]\nday = 2\ndays = 2\narrivals.times = 1.5\n");
    assert_eq!(calls(&scenario), [(8.0, 20.0, 1200.0), (32.0, 44.0, 1800.0), (56.0, 68.0, 1800.0)]);
}

#[test]
fn rule_40_events_that_overlap_multiply() {
    let events = "[events.fair]\nday = 1\nfrom = \"09:00\"\nto = \"12:00\"\narrivals.times = 2\n\
                  [events.storm]\nday = 1\nfrom = \"11:00\"\nto = \"14:00\"\narrivals.times = 3\n";
    let wanted = [
        (8.0, 9.0, 100.0),
        (9.0, 11.0, 400.0),
        (11.0, 12.0, 600.0),
        (12.0, 14.0, 600.0),
        (14.0, 20.0, 600.0),
    ];
    assert_eq!(calls(&march(1, events)), wanted);
}

#[test]
fn rule_40_an_event_goes_on_over_midnight() {
    let text = small_with("opens = \"08:00\"", "opens = \"00:00\"")
        .replace("closes = \"20:00\"", "closes = \"24:00\"")
        .replace("days = 1", "days = 2");
    let scenario =
        load(&(text + "[events.storm]\nday = 1\nfrom = \"22:00\"\nto = \"02:00\"\narrivals.times = 4\n"));
    let wanted = [(0.0, 22.0, 2200.0), (22.0, 24.0, 800.0), (24.0, 26.0, 800.0), (26.0, 48.0, 2200.0)];
    assert_eq!(calls(&scenario), wanted);
}

#[test]
fn rule_40_no_calls_at_all_are_an_event_too() {
    let scenario =
        march(1, "[events.lines_cut]\nday = 1\nfrom = \"10:00\"\nto = \"11:00\"\narrivals.times = 0\n");
    assert_eq!(calls(&scenario), [(8.0, 10.0, 200.0), (11.0, 20.0, 900.0)]);
}

#[test]
fn rule_40_an_event_cuts_a_profile_at_its_edges() {
    // Weights of four hours each: 100, 200 and 300 calls; the event takes the last hour of the first and the first of
    // the second.
    let text = small_with("arrivals.per_hour = 100", "arrivals.per_day = 600\narrivals.profile = [1, 2, 3]");
    let scenario =
        load(&(text + "[events.e]\nday = 1\nfrom = \"11:00\"\nto = \"13:00\"\narrivals.times = 2\n"));
    let wanted = [
        (8.0, 11.0, 75.0),
        (11.0, 12.0, 50.0),
        (12.0, 13.0, 100.0),
        (13.0, 16.0, 150.0),
        (16.0, 20.0, 300.0),
    ];
    assert_eq!(calls(&scenario), wanted);
}

#[test]
fn rule_40_an_event_of_some_callers_leaves_others_alone() {
    let more = "[callers.more]\narrivals.per_hour = 10\nenters.queue = \"main\"\npatience.fixed = \"1 min\"\n\
                [events.e]\nday = 1\narrivals.times = 3\ncallers = [\"more\"]\n";
    let scenario = march(1, more);
    assert_eq!(calls(&scenario), [(8.0, 20.0, 1200.0)]);
    let Arrivals::Poisson { pieces, .. } = &scenario.model.kinds[1].arrivals else { panic!("a rate") };
    assert!((pieces[0].expected_calls - 360.0).abs() < 1e-9);
}

#[test]
fn rule_40_given_calls_are_left_alone_where_an_event_names_nobody() {
    let more = "[callers.given]\narrivals.at = [\"9 h\"]\nenters.queue = \"main\"\npatience.fixed = \"1 min\"\n\
                [events.e]\nday = 1\narrivals.times = 3\n";
    let scenario = march(1, more);
    assert!(matches!(&scenario.model.kinds[1].arrivals, Arrivals::Given(calls) if calls.len() == 1));
    assert_eq!(calls(&scenario), [(8.0, 20.0, 3600.0)]);
}

const MENU: &str = "[ivr.spare]\nlasts.fixed = \"5 s\"\nnext.queue.main = \"100%\"\n";

#[test]
fn rule_40_of_two_entries_the_later_in_the_file_holds() {
    let queue = "[queues.desk]\ntalk.fixed = \"1 min\"\n[agents.desk]\nheads = 1\nanswers = [\"desk\"]\n";
    let events = "[events.down]\nday = 1\nfrom = \"10:00\"\nto = \"13:00\"\nenters.queue = \"desk\"\n\
                  [events.spare]\nday = 1\nfrom = \"12:00\"\nto = \"14:00\"\nenters.menu = \"spare\"\n";
    let scenario = march(1, &format!("{MENU}{queue}{events}"));
    let (desk, spare) = (Entry::Queue(QueueId(1)), Entry::Menu(MenuId(0)));
    let detour = |from: u64, to: u64, enters| Detour { from: at(from * HOUR), to: at(to * HOUR), enters };
    let wanted = [detour(10, 12, desk), detour(12, 13, spare), detour(13, 14, spare)];
    assert_eq!(scenario.model.kinds[0].detours, wanted);
    assert_eq!(warnings(&scenario), "", "what only an event leads to is reached");
}

#[test]
fn rule_40_absence_of_an_event_is_given_by_group_and_day() {
    let scenario = march(
        3,
        "[events.flu]\non = 2014-03-25\ndays = 2\nfrom = \"06:00\"\nto = \"12:00\"\nabsent.all = \"10%\"\n",
    );
    let absence = |day: u64| Absence {
        group: GroupId(0),
        from: at(day * DAY + 6 * HOUR),
        to: at(day * DAY + 12 * HOUR),
        share: 0.1,
    };
    assert_eq!(scenario.model.absences, [absence(1), absence(2)]);
    // A duty from 08:00: one in ten of those who come in spite of 5 % stay away as well.
    let share = |day: u64, always| scenario.model.absent_share(GroupId(0), at(day * DAY + 8 * HOUR), always);
    assert!((share(0, 0.05) - 0.05).abs() < 1e-12 && (share(1, 0.05) - 0.145).abs() < 1e-12);
}

#[test]
fn rule_40_the_centre_is_closed_on_days_that_are_named_and_shifts_are_not_worked() {
    let shifts = "shifts.day = { heads = 30, from = \"08:00\", to = \"20:00\" }";
    let text = small_with("heads = 10", shifts).replace(
        "days = 1",
        "days = 4\nstarts = 2014-04-04\nclosed_on = [2014-04-05, 2014-04-07, 2014-12-25]",
    );
    let scenario = load(&text);
    let opens: Vec<u64> =
        scenario.model.calendar.windows.iter().map(|window| window.opens.as_us() / 3_600_000_000).collect();
    assert_eq!(opens, [8, 56], "4 and 6 April");
    let Staffing::Shifts(shifts) = &scenario.model.groups[0].staffing else { panic!("shifts") };
    assert_eq!(shifts[0].duties.iter().map(|duty| duty.day).collect::<Vec<_>>(), [0, 2]);
    assert_eq!(calls(&scenario), [(8.0, 20.0, 1200.0), (56.0, 68.0, 1200.0)]);
    assert_eq!(warnings(&scenario), "");
}

#[test]
fn rule_40_a_last_day_that_is_closed_is_no_end_of_a_centre_that_never_closes() {
    let text = small_with("opens = \"08:00\"", "opens = \"00:00\"")
        .replace("closes = \"20:00\"", "closes = \"24:00\"")
        .replace("days = 1", "days = 2\nstarts = 2014-04-04\nclosed_on = [2014-04-05]");
    let scenario = load(&text);
    assert!(!scenario.model.calendar.stops_at_end);
    assert_eq!(scenario.model.calendar.windows[0].closes, at(DAY));
}

#[test]
fn rule_40_months_multiply_their_days_as_weekdays_do() {
    // 31 March is a Monday, 1 April a Tuesday.
    let rates =
        "arrivals.per_day = 100\narrivals.month = { mar = 1.1 }\narrivals.weekday = { mon = 2, tue = 3 }";
    let text =
        small_with("arrivals.per_hour = 100", rates).replace("days = 1", "days = 2\nstarts = 2014-03-31");
    assert_eq!(calls(&load(&text)), [(8.0, 20.0, 220.0), (32.0, 44.0, 300.0)]);
}

#[test]
fn rule_40_what_lies_outside_the_stretch_is_said() {
    let outside = march(2, "[events.fair]\non = 2014-03-30\narrivals.times = 2\n");
    let wanted = "events.fair: it lies outside the days that are simulated, 2014-03-24 to 2014-03-25";
    assert!(warnings(&outside).contains(wanted), "{}", warnings(&outside));
    let partly = march(2, "[events.fair]\nday = 2\ndays = 3\narrivals.times = 2\n");
    assert!(warnings(&partly).contains("of its 3 days 1 lie in those"), "{}", warnings(&partly));
    let night = march(2, "[events.fair]\nday = 1\nfrom = \"21:00\"\nto = \"23:00\"\narrivals.times = 2\n");
    assert!(warnings(&night).contains("the centre is closed while it acts"), "{}", warnings(&night));
    let late = march(2, "[events.flu]\nday = 1\nfrom = \"09:00\"\nabsent.all = \"10%\"\n");
    assert!(warnings(&late).contains("no duty of agents.all begins while it acts"), "{}", warnings(&late));
    let text = small_with("days = 1", "days = 2\nstarts = 2014-03-24\nclosed_on = [2013-03-24]");
    assert!(warnings(&load(&text)).contains("none of these dates lies in the days"), "another year");
}

#[test]
fn rule_40_events_are_explained() {
    let event = "[events.fair]\nday = 1\nfrom = \"09:00\"\nto = \"17:00\"\narrivals.times = 2.5\n";
    let all = explain_with(&format!("{SMALL}{event}"), &[], &[]).unwrap_or_else(|text| panic!("{text}"));
    let text = |key: &str| all.iter().find(|explained| explained.key == key).map(|found| found.text.as_str());
    assert_eq!(text("events.fair.arrivals.times"), Some("2.5"));
    assert_eq!(text("events.fair.days"), Some("1"));
    assert_eq!(text("events.fair.callers"), Some("all"));
    assert_eq!(text("derived.events.fair.acts"), Some("D1, 09:00 to 17:00"));
    assert_eq!(text("derived.events.fair.calls"), Some("2000"));
}

#[test]
fn rule_40_the_later_files_day_of_an_event_replaces_the_earlier_ones() {
    let base = small_with("days = 1", "days = 9\nstarts = 2014-03-24")
        + "[events.fair]\non = 2014-03-30\narrivals.times = 2\n";
    let over = "extends = \"base.toml\"\n[events.fair]\nday = 1\n";
    let scenario = load_with(over, &[], &[("base.toml", &base)]).unwrap_or_else(|text| panic!("{text}"));
    assert_eq!(calls(&scenario)[0], (8.0, 20.0, 2400.0));
}
