//! Rules 17, 18, 20, 21 and 22 on paper.

use acd_study::AGENT_COLUMNS;

use crate::{FIXED, check, load, outcome, run, value};

#[test]
fn two_calls_on_paper() {
    // The second waits 50 s. The queue holds one caller for 50 of 7,200 s, the agent is busy for 120.
    check(
        FIXED,
        &[
            ("calls_count", 2.0),
            ("answered_count", 2.0),
            ("waited_count", 1.0),
            ("asa_s", 25.0),
            ("wait_max_s", 50.0),
            ("aht_s", 60.0),
            ("service_level_ratio", 0.5),
            ("queue_mean_count", 50.0 / 7_200.0),
            ("busy_mean_count", 120.0 / 7_200.0),
            ("occupancy_ratio", 120.0 / 7_200.0),
            ("staffed_mean_count", 1.0),
            ("overtime_s", 0.0),
        ],
    );
}

#[test]
fn rule_02_a_wait_of_exactly_t_is_within_t() {
    check(
        &FIXED.replace(
            "talk.fixed = \"60 s\"",
            "talk.fixed = \"60 s\"\ngoal = { answer = \"80%\", within = \"50 s\" }",
        ),
        &[("service_level_ratio", 1.0)],
    );
    check(
        &FIXED.replace(
            "talk.fixed = \"60 s\"",
            "talk.fixed = \"60 s\"\ngoal = { answer = \"80%\", within = \"49 s\" }",
        ),
        &[("service_level_ratio", 0.5)],
    );
}

#[test]
fn rule_17_a_call_counts_by_its_arrival_and_averages_start_with_the_warm_up() {
    // The first call is not counted; its talk after 08:00:30 is, and so is the second's wait.
    let text = FIXED
        .replace("interval =", "warm_up = \"8 h 30 s\"\ninterval =")
        .replace("\"8 h 10 s\"", "\"8 h 40 s\"");
    check(
        &text,
        &[
            ("calls_count", 1.0),
            ("asa_s", 20.0),
            ("busy_mean_count", 90.0 / 7_170.0),
            ("queue_mean_count", 20.0 / 7_170.0),
        ],
    );
}

#[test]
fn rule_17_a_redial_of_a_caller_born_in_the_warm_up_counts_as_a_caller() {
    // The caller gives up at 08:00:30 and 08:02:00 and calls a third time: one caller, one redial counted.
    let text = FIXED
        .replace("interval =", "warm_up = \"8 h 1 min\"\ninterval =")
        .replace("\"8 h\", \"8 h 10 s\"", "\"8 h 10 s\"")
        .replace("enters.queue", "patience.fixed = \"20 s\"\nredial = { share = \"100%\", after.fixed = \"70 s\", at_most = 2 }\nenters.queue")
        .replace("heads = 1", "heads = 0");
    check(
        &text,
        &[("calls_count", 2.0), ("callers_count", 1.0), ("redials_count", 1.0), ("abandoned_count", 2.0)],
    );
}

#[test]
fn rule_18_offered_calls_belong_to_the_interval_of_offering_calls_to_that_of_arrival() {
    // Both arrive in the interval from 08:00, and are offered 40 min later.
    let text = FIXED.replace(
        "enters.queue = \"main\"",
        "enters.menu = \"m\"\n[ivr.m]\nlasts.fixed = \"40 min\"\nnext.queue.main = \"100%\"",
    );
    let outcome = outcome(&text);
    let of = |place: usize, id: &str| value(&outcome.total().intervals[place].1, id);
    assert_eq!(outcome.total().intervals[0].0, 16, "08:00 is the seventeenth half-hour of the day");
    assert_eq!((of(0, "calls_count"), of(0, "offered_count")), (Some(2.0), Some(0.0)));
    assert_eq!((of(1, "calls_count"), of(1, "offered_count")), (Some(0.0), Some(2.0)));
    assert_eq!(of(0, "service_level_ratio"), None, "nothing offered: no ratio");
    assert_eq!(of(1, "service_level_ratio"), Some(0.5));
}

#[test]
fn rule_18_there_are_rows_after_closing_while_anyone_is_in_the_system() {
    // A call just before closing talks for an hour.
    let text = FIXED.replace("\"8 h\", \"8 h 10 s\"", "\"9 h 59 min\"").replace("\"60 s\"", "\"61 min\"");
    let outcome = outcome(&text);
    let rows: Vec<usize> = outcome.total().intervals.iter().map(|(index, _)| *index).collect();
    assert_eq!(rows, [16, 17, 18, 19, 20, 21]);
    let busy = value(&outcome.total().intervals[4].1, "busy_mean_count");
    assert_eq!(busy, Some(1.0));
    assert_eq!(value(&outcome.total().whole, "overtime_s"), Some(3_600.0));
}

#[test]
fn rule_20_the_total_adds_each_queues_own_within_and_short_abandonments_leave_the_ratios() {
    // Calls of two queues wait 50 s each; 60 s are within for one, 30 s are not for the other.
    let text = FIXED
        .replace("[callers.all]", "[callers.two]\narrivals.at = [\"8 h\", \"8 h 10 s\"]\nenters.queue = \"slow\"\n[callers.all]")
        .replace("[queues.main]", "[queues.slow]\ntalk.fixed = \"60 s\"\ngoal = { answer = \"80%\", within = \"60 s\" }\n[queues.main]")
        .replace("[agents.all]", "[agents.two]\nheads = 1\nanswers = [\"slow\"]\n[agents.all]");
    check(&text, &[("answered_within_count", 3.0), ("service_level_ratio", 0.75)]);
    // One of three gives up after 4 s.
    let text = FIXED
        .replace("\"8 h 10 s\"", "\"8 h 10 s\", \"8 h 20 s\"")
        .replace("enters.queue", "patience.listed = [\"1 h\", \"1 h\", \"4 s\"]\nenters.queue")
        .replace(
            "[agents.all]",
            "goal = { answer = \"80%\", within = \"30 s\", short_abandon = \"5 s\" }\n[agents.all]",
        );
    check(
        &text,
        &[
            ("offered_count", 3.0),
            ("abandoned_count", 1.0),
            ("service_level_ratio", 0.5),
            ("abandonment_ratio", 0.0),
        ],
    );
}

#[test]
fn rule_21_ratios_are_sums_over_sums_and_the_mean_of_daily_ratios_is_apart() {
    // Day 1: one of two within 30 s. Day 2: one of one.
    let text = FIXED.replace("days = 1", "days = 2").replace("\"8 h 10 s\"", "\"8 h 10 s\", \"33 h\"");
    check(&text, &[("service_level_ratio", 2.0 / 3.0), ("service_level_daily_mean_ratio", 0.75)]);
}

#[test]
fn rule_22_staffed_leaves_meals_out_and_handling_in_overtime_is_on_both_sides_of_occupancy() {
    let text = FIXED
        .replace("heads = 1", "shifts.day = { heads = 1, from = \"08:00\", to = \"09:00\", meal = { at = \"08:20\", lasts = \"10 min\" } }\nbreaks.planned = [{ after = \"40 min\", lasts = \"5 min\" }]")
        .replace("\"8 h\", \"8 h 10 s\"", "\"8 h 59 min\"")
        .replace("\"60 s\"", "\"3 min\"");
    // On duty 60 min: 10 at a meal, 5 on a break, 44 available, 1 handling; 2 min of overtime.
    check(
        &text,
        &[
            ("staffed_mean_count", 52.0 / 120.0),
            ("on_break_mean_count", 5.0 / 120.0),
            ("occupancy_ratio", 3.0 / 47.0),
            ("break_s", 300.0),
            ("breaks_count", 1.0),
            ("overtime_s", 120.0),
        ],
    );
    let outcome = outcome(&text);
    let agent = outcome.agents[0].values.map(|value| value.unwrap_or(f64::NAN));
    let wanted =
        [3_600.0, 3_120.0, 180.0, 0.0, 2_640.0, 600.0, 300.0, 1.0, 300.0, 120.0, 0.0, 1.0, 180.0 / 2_820.0];
    assert_eq!(agent[..13], wanted);
    // Neither absent, late nor overstaying: the whole of the hour went as scheduled.
    assert_eq!(agent[13..18], [0.0, 0.0, 0.0, 1.0, 0.0]);
}

#[test]
fn rule_14_waiting_for_a_seat_is_reported() {
    let text = FIXED
        .replace("heads = 1", "shifts.a = { heads = 1, from = \"08:00\", to = \"09:00\" }\nshifts.b = { heads = 1, from = \"08:30\", to = \"10:00\" }")
        + "[floor]\nseats = 1\n";
    check(&text, &[("seat_wait_s", 1_800.0)]);
}

#[test]
fn rule_18_there_are_rows_after_closing_while_anyone_is_in_the_ivr() {
    let text = FIXED.replace("\"8 h\", \"8 h 10 s\"", "\"9 h 59 min\"").replace(
        "enters.queue = \"main\"",
        "enters.menu = \"m\"\n[ivr.m]\nlasts.fixed = \"70 min\"\nnext.queue.main = \"100%\"",
    );
    let outcome = outcome(&text);
    for scope in &outcome.scopes {
        let rows: Vec<usize> = scope.intervals.iter().map(|(index, _)| *index).collect();
        assert_eq!(rows, [16, 17, 18, 19, 20, 21, 22], "{}", scope.name);
    }
}

#[test]
fn agents_who_come_before_opening_do_not_fill_the_floor_of_the_opening_hours() {
    let text = FIXED.replace("heads = 1", "shifts.early = { heads = 4, from = \"06:00\", to = \"10:00\" }");
    // Four are there from 08:00 to 10:00, and handle two minutes together.
    check(&text, &[("staffed_mean_count", 4.0), ("occupancy_ratio", 120.0 / (4.0 * 7_200.0))]);
}

#[test]
fn rule_15_breaks_at_a_time_of_day_come_at_that_time_in_a_night_and_on_every_weekday() {
    let breaks = "heads = 1\nbreaks.planned = [{ at = \"22:00\", lasts = \"15 min\" }, { at = \"01:00\", lasts = \"15 min\" }, { after = \"7 h\", lasts = \"6 min\" }]";
    let night = FIXED
        .replace("\"8 h\", \"8 h 10 s\"", "\"21 h\"")
        .replace("opens = \"08:00\"", "opens = \"20:00\"")
        .replace("closes = \"10:00\"", "closes = \"04:00\"")
        .replace("heads = 1", breaks);
    let on_break = |text: &str| -> Vec<usize> {
        let outcome = outcome(text);
        let intervals = outcome.total().intervals.iter();
        let resting = intervals.filter(|(_, row)| value(row, "on_break_mean_count") > Some(0.0));
        resting.map(|(index, _)| *index).collect()
    };
    assert_eq!(on_break(&night), [44, 50, 54], "22:00, 01:00 and 03:00, by half hours");
    let week = FIXED
        .replace("days = 1", "days = 2")
        .replace("opens = \"08:00\"", "opens = { mon = \"08:00\", tue = \"09:00\" }")
        .replace("closes = \"10:00\"", "closes = { mon = \"16:00\", tue = \"17:00\" }")
        .replace("heads = 1", "heads = 1\nbreaks.planned = [{ at = \"10:00\", lasts = \"15 min\" }]");
    assert_eq!(on_break(&week), [20, 68], "10:00 on both days");
}

#[test]
fn rule_28_totals_are_scaled_by_days_and_hang_ups_belong_to_those_who_gave_up() {
    // Two calls in two hours. A warm-up of half the opening time leaves half a day.
    let text = FIXED.replace(
        "enters.queue = \"main\"",
        "enters.menu = \"m\"\n[ivr.m]\nlasts.fixed = \"1 s\"\nnext.hang_up = \"100%\"",
    ) + "[reported]\ncovers = \"10 days\"\ncalls = 40\nabandoned = 20\nivr_hang_ups = 20\nanswered = 0\n";
    let found = |text: &str| {
        let scenario = load(text);
        let comparisons = acd_study::comparisons(&scenario, &run(&scenario, 1));
        let all = comparisons.into_iter().map(|c| (c.name, c.simulated.mean, c.difference));
        all.collect::<Vec<_>>()
    };
    let twenty = Some(20.0);
    let whole = [
        ("calls", twenty, Some(-0.5)),
        ("ivr_hang_ups", twenty, Some(0.0)),
        ("answered", Some(0.0), None),
        ("abandoned", twenty, Some(0.0)),
    ];
    assert_eq!(found(&text), whole);
    let late = text
        .replace("interval =", "warm_up = \"9 h\"\ninterval =")
        .replace("\"8 h\", \"8 h 10 s\"", "\"8 h\", \"9 h\"");
    assert_eq!(found(&late), whole, "one call in half a day");
}

#[test]
fn a_talk_of_years_needs_no_intervals_of_years() {
    let text =
        FIXED.replace("\"60 s\"", "\"3000 days\"").replace("interval = \"30 min\"", "interval = \"1 min\"");
    let outcome = outcome(&text);
    assert!(outcome.total().intervals.len() < 4 * 1_440);
    // Both calls are answered, the second after 3,000 days.
    assert_eq!(value(&outcome.total().whole, "answered_count"), Some(2.0));
}

#[test]
fn the_last_night_goes_on_after_the_last_day() {
    let text = FIXED
        .replace("days = 1", "days = 3")
        .replace("\"8 h\", \"8 h 10 s\"", "\"21 h\", \"25 h\", \"45 h\", \"49 h\", \"69 h\", \"73 h\"")
        .replace("opens = \"08:00\"", "opens = \"20:00\"")
        .replace("closes = \"10:00\"", "closes = \"02:00\"");
    let scenario = load(&text);
    let days = acd_study::days_by_slot(&scenario.model.calendar);
    assert_eq!((days[0], days[3], days[4], days[40], days[47]), (3, 3, 0, 3, 3));
    let outcome = run(&scenario, 1);
    let slots = &outcome.total().slots;
    assert_eq!(
        (value(&slots[2], "offered_count"), value(&slots[42], "offered_count")),
        (Some(3.0), Some(3.0))
    );
    assert_eq!(value(&slots[2], "staffed_mean_count"), Some(1.0));
    let last = outcome.total().intervals.last().map(|(index, _)| *index);
    assert_eq!(last, Some(3 * 48 + 3));
}

#[test]
fn talk_and_wrap_up_are_apart_from_one_call_to_the_next_and_across_intervals() {
    // Talks of a minute and wrap-ups of two, one call right after the other: wrap-up from 08:28:50 to 08:30:50,
    // and from 08:31:50 to 08:33:50.
    let text = FIXED
        .replace("\"8 h\", \"8 h 10 s\"", "\"8 h 27 min 50 s\", \"8 h 28 min\"")
        .replace("talk.fixed = \"60 s\"", "talk.fixed = \"60 s\"\nwrap_up.fixed = \"2 min\"");
    let outcome = outcome(&text);
    let of =
        |place: usize, id: &str| value(&outcome.total().intervals[place].1, id).map(|mean| mean * 1_800.0);
    for (place, talk, wrap_up) in [(0, 60.0, 70.0), (1, 60.0, 170.0)] {
        let found = (of(place, "talk_mean_count"), of(place, "wrap_up_mean_count"));
        let is_right =
            |found: Option<f64>, wanted: f64| found.is_some_and(|found| (found - wanted).abs() < 1e-6);
        assert!(is_right(found.0, talk) && is_right(found.1, wrap_up), "{place}: {found:?}");
    }
}

#[test]
fn waits_of_the_answered_and_of_those_who_gave_up_are_kept_apart() {
    // One is answered at once, one after 50 s, one gives up after 20 s.
    let text = FIXED
        .replace("\"8 h 10 s\"", "\"8 h 10 s\", \"8 h 20 s\"")
        .replace("enters.queue", "patience.listed = [\"1 h\", \"1 h\", \"20 s\"]\nenters.queue");
    let outcome = outcome(&text);
    let waits = &outcome.total().waits;
    assert_eq!(waits.calls(), 3 * u64::from(outcome.replications));
    let (at_once, bins) = (waits.at_once(), waits.bins(30.0, 2));
    assert_eq!((at_once.answered, at_once.abandoned), (2.0, 0.0));
    assert_eq!((bins[0].answered, bins[0].abandoned), (0.0, 2.0));
    assert_eq!((bins[1].answered, bins[1].abandoned), (2.0, 0.0));
}

#[test]
fn a_week_adds_up_the_days_of_a_name() {
    // Of eight days the first and the last are Mondays: one call each at 08:00, answered at once on one of them only.
    let text = FIXED
        .replace("days = 1", "days = 8")
        .replace("\"8 h\", \"8 h 10 s\"", "\"8 h\", \"176 h\", \"176 h 10 s\"")
        .replace(
            "talk.fixed = \"60 s\"",
            "talk.fixed = \"60 s\"\ngoal = { answer = \"80%\", within = \"1 s\" }",
        );
    let outcome = outcome(&text);
    let level = |day: usize, slot: usize| {
        outcome.total().week[day][slot][acd_study::Metric::place("service_level_ratio")]
    };
    assert!((level(0, 16).expect("calls") - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!((level(0, 17), level(1, 16)), (None, None));
    assert!(run(&load(FIXED), 1).total().week.is_empty(), "a day is no week");
}

#[test]
fn break_time_out_of_the_pool_is_counted_by_shift() {
    // One break of four minutes fits into the budget of five, asked for on the way.
    let text = FIXED.replace(
        "answers =",
        "breaks.pool = { budget = \"5 min\", each_at_most = \"4 min\", lasts.fixed = \"4 min\", asks_every.fixed = \"20 min\", asks = \"when_idle\" }\nanswers =",
    );
    let outcome = outcome(&text);
    let shifts: u64 = outcome.pool_breaks[0].iter().sum();
    assert_eq!(shifts, u64::from(outcome.replications), "{:?}", outcome.pool_breaks);
    assert_eq!(outcome.pool_breaks[0].len(), 6, "five minutes in all: {:?}", outcome.pool_breaks);
}

#[test]
fn rule_34_agents_time_is_whole_where_calls_and_chats_follow_each_other() {
    let text = r#"schema = 1
[calendar]
days = 1
opens = "08:00"
closes = "20:00"
interval = "1 h"
[callers.phone]
arrivals.per_hour = 60
patience.exponential = { mean = "2 min" }
enters.queue = "calls"
[callers.web]
arrivals.per_hour = 50
patience.exponential = { mean = "5 min" }
enters.queue = "chats"
[queues.calls]
talk.exponential = { mean = "3 min" }
wrap_up.exponential = { mean = "1 min" }
[queues.chats]
takes = "chats"
at_once = 2
talk.exponential = { mean = "5 min" }
[agents.team]
answers = ["calls", "chats"]
shifts.day = { heads = 5, from = "08:00", to = "20:00" }
[run]
replications = 4
"#;
    let outcome = outcome(text);
    let column = |id: &str| AGENT_COLUMNS.iter().position(|(name, _)| *name == id).expect("a column");
    for agent in &outcome.agents {
        let of = |id: &str| agent.values[column(id)].expect("a figure");
        let there = of("scheduled_s") + of("overtime_s");
        assert!((of("logged_in_s") - there).abs() < 1e-6, "{} of {there} s", of("logged_in_s"));
    }
    let total = &outcome.total().whole;
    // A minute of wrap-up a call, over twelve hours.
    let answered = value(&outcome.scopes[0].whole, "answered_count").expect("calls");
    let wrap_up = value(total, "wrap_up_mean_count").expect("a mean");
    assert!((wrap_up / (answered * 60.0 / 43_200.0) - 1.0).abs() < 0.1, "{wrap_up} after {answered} calls");
}
