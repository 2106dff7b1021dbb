//! What bad files get: every problem at once, each with its place and what to do.

use crate::{SMALL, load_with, small_with};

/// Replaces a line and looks for texts in what is said about it.
fn check(line: &str, replacement: &str, wanted: &[&str]) {
    let text = small_with(line, replacement);
    let message = load_with(&text, &[], &[]).err().unwrap_or_else(|| panic!("accepted: {replacement}"));
    assert!(message.contains("case.toml:"), "no place in:\n{message}");
    for wanted in wanted {
        assert!(message.contains(wanted), "{wanted:?} is not in:\n{message}");
    }
}

#[test]
fn a_bare_number_is_no_length_of_time() {
    check("interval = \"30 min\"", "interval = 30", &["bare number", "\"30 min\"", "case.toml:7:12"]);
}

#[test]
fn an_unknown_key_names_the_nearest() {
    check("heads = 10", "haeds = 10", &["unknown key haeds", "did you mean heads?"]);
    check("[agents.all]", "[agnets.all]", &["unknown key agnets", "did you mean agents?"]);
}

#[test]
fn an_unknown_name_names_the_nearest() {
    check("answers = [\"main\"]", "answers = [\"mian\"]", &["there is no queues.mian", "did you mean main?"]);
}

#[test]
fn shares_lie_between_0_and_100_percent_and_sum_to_100() {
    check("answer = \"80%\"", "answer = \"120%\"", &["outside 0% to 100%"]);
    check("answer = \"80%\"", "answer = 0.8", &["bare number", "\"80%\""]);
    let ivr = "enters.menu = \"m\"\n[ivr.m]\nlasts.fixed = \"5 s\"\nnext.hang_up = \"50%\"\nnext.queue.main = \"60%\"";
    check("enters.queue = \"main\"", ivr, &["the shares sum to 110%, not 100%"]);
}

#[test]
fn what_is_not_finite_or_not_positive_is_refused() {
    check("per_hour = 100", "per_hour = -5", &["per_hour = -5 is negative", ">= 0"]);
    check("per_hour = 100", "per_hour = inf", &["not finite"]);
    check("mean = \"3 min\"", "mean = \"0 s\"", &["at least 1 ms"]);
    check("heads = 10", "heads = 4.5", &["4.5 is no whole number"]);
    check("heads = 10", "heads = 99999999999999999999", &["too large"]);
    check("days = 1", "days = 1000000", &["over the limit"]);
    check("per_hour = 100", "per_hour = 1e12", &["over the limit"]);
}

#[test]
fn times_must_fit_the_day() {
    check("interval = \"30 min\"", "interval = \"7 min\"", &["doesn't divide 24 h"]);
    check("opens = \"08:00\"", "opens = \"25:61\"", &["no time of day"]);
    check("opens = \"08:00\"", "opens = \"8:00\"", &["no time of day"]);
    let shift = "shifts.a = { heads = 3, from = \"09:00\", to = \"08:00\" }";
    check("heads = 10", shift, &["09:00", "08:00", "closed at midnight"]);
}

#[test]
fn break_budgets_fit_breaks_and_shifts() {
    let pool = |text: &str| format!("heads = 10\nbreaks.pool = {{ {text} }}");
    check("heads = 10", &pool("budget = \"5 min\", each_at_most = \"10 min\""), &["below one break"]);
    check(
        "heads = 10",
        &pool("budget = \"12 h\", each_at_most = \"10 min\""),
        &["break budget of 12 h", "shift of 12 h"],
    );
    let counts = vec!["1"; 24].join(", ");
    let text = format!(
        "heads_per_interval = [{counts}]\nbreaks.pool = {{ budget = \"20 min\", each_at_most = \"10 min\" }}"
    );
    check("heads = 10", &text, &["no persons who take breaks"]);
}

#[test]
fn what_would_never_end_is_refused() {
    let redial = "redial = { share = \"100%\", after.fixed = \"0 s\" }\nenters.queue = \"main\"";
    check("enters.queue = \"main\"", redial, &["calls again without limit", "at_most = 10"]);
    let pool = "heads = 10\nbreaks.pool = { asks_every.fixed = \"0 s\", lasts.fixed = \"0 s\" }";
    check("heads = 10", pool, &["more than once a second"]);
    let ivr = "enters.menu = \"m\"\n[ivr.m]\nlasts.fixed = \"5 s\"\nnext.menu.m = \"100%\"";
    check("enters.queue = \"main\"", ivr, &["never get out of the IVR"]);
}

#[test]
fn a_distribution_is_named() {
    check(
        "talk.exponential = { mean = \"3 min\" }",
        "talk = \"3 min\"",
        &["a distribution is wanted", "talk", ".fixed = \"3 min\""],
    );
    check(
        "talk.exponential = { mean = \"3 min\" }",
        "talk.normal = { mean = \"3 min\" }",
        &["unknown distribution normal"],
    );
    check("talk.exponential = { mean = \"3 min\" }", "talk.exponential = {}", &["mean is missing"]);
    check("talk.exponential = { mean = \"3 min\" }", "talk = 5", &["a distribution"]);
}

#[test]
fn a_choice_is_made_once_and_a_wrong_one_is_said_once() {
    check(
        "talk.exponential = { mean = \"3 min\" }",
        "talk.erlang = { mean = \"3 min\", stages = 2 }\ntalk.fixed = \"3 s\"",
        &["erlang and fixed exclude one another"],
    );
    check(
        "enters.queue = \"main\"",
        "enters.queue = \"main\"\nenters.menu = \"m\"",
        &["queue and menu exclude one another"],
    );
    let text = small_with("talk.exponential = { mean = \"3 min\" }", "talk.exponential = \"3 min\"");
    let message = load_with(&text, &[], &[]).err().unwrap_or_default();
    assert!(message.contains("in braces, as { mean") && message.matches("error:").count() == 1, "{message}");
}

#[test]
fn all_problems_are_shown_at_once() {
    let text = SMALL
        .replace("days = 1", "days = 0")
        .replace("heads = 10", "heads = \"many\"")
        .replace("per_hour", "per_huor");
    let message = load_with(&text, &["queues.main.goal.within=5"], &[]).err().unwrap_or_default();
    for wanted in ["days = 0", "\"many\"", "per_huor", "--set queues.main.goal.within=5"] {
        assert!(message.contains(wanted), "{wanted:?} is not in:\n{message}");
    }
}

#[test]
fn a_missing_key_is_shown_how_to_write() {
    check("days = 1\n", "", &["calendar: days is missing", "days = 1"]);
    let message = load_with("", &[], &[]).err().unwrap_or_default();
    for key in ["schema", "[calendar]", "[callers.NAME]", "[queues.NAME]"] {
        assert!(message.contains(&format!("error: {key} is missing")), "{key}: {message}");
    }
}

#[test]
fn a_cycle_of_files_is_found() {
    let message = load_with("extends = \"./case.toml\"", &[], &[]).err().unwrap_or_default();
    assert!(message.contains("extends itself"), "{message}");
}

#[test]
fn a_data_file_outside_the_folder_is_not_read() {
    check(
        "per_hour = 100",
        "per_day = 100\narrivals.profile = \"../../secrets.csv\"",
        &["outside the folder"],
    );
}

#[test]
fn a_long_line_is_cut_and_control_characters_are_shown_escaped() {
    let long = format!("title = \"{}\" oops", "x".repeat(100_000));
    let message = load_with(&small_with("title = \"small\"", &long), &[], &[]).err().unwrap_or_default();
    assert!(message.len() < 5_000, "{} bytes", message.len());
    check("answers = [\"main\"]", "answers = [\"\\u001b[2J\"]", &["\\u{1b}[2J"]);
}

#[test]
fn a_byte_that_is_not_utf_8_has_its_place() {
    let read = |_: &std::path::Path| Ok(b"schema = 1\ntitle = \"\xff\"\n".to_vec());
    let failure = acd_scenario::load(
        std::path::Path::new("case.toml"),
        &[],
        &acd_scenario::Surroundings { read: &read, metrics: &[] },
    );
    let Err(acd_scenario::Failure::Invalid(invalid)) = failure else { panic!("accepted") };
    let message = invalid.render(acd_scenario::Style::Plain);
    assert!(message.contains("not UTF-8") && message.contains("case.toml:2:10"), "{message}");
}

#[test]
fn doubts_stand_beside_problems() {
    let text = small_with("heads = 10", "heads = 0").replace("\"24:00\"", "24").replace("20:00", "8 o'clock");
    let shown = load_with(&text, &[], &[]).err().unwrap_or_default();
    assert!(shown.contains("agents.all has 0 agents"), "{shown}");
}

#[test]
fn every_menu_without_a_way_out_is_named() {
    let text = format!(
        "{SMALL}\n[ivr.one]\nlasts.fixed = \"1 s\"\nnext.menu.one = \"100%\"\n\
         [ivr.two]\nlasts.fixed = \"1 s\"\nnext.menu.two = \"100%\"\n"
    );
    let shown = load_with(&text, &[], &[]).err().unwrap_or_default();
    assert!(shown.contains("ivr.one: callers never") && shown.contains("ivr.two: callers never"), "{shown}");
}

#[test]
fn an_overloaded_queue_does_not_hide_behind_an_idle_one() {
    let text = small_with("heads = 10", "heads = 90")
        .replace("patience.exponential = { mean = \"2 min\" }", "")
        + "\n[callers.few]\narrivals.per_hour = 100\nenters.queue = \"hard\"\n\
           [queues.hard]\ntalk.fixed = \"10 min\"\n[agents.few]\nheads = 2\nanswers = [\"hard\"]\n";
    let scenario = load_with(&text, &[], &[]).unwrap_or_else(|text| panic!("{text}"));
    assert!(
        scenario.warnings.iter().any(|w| w.line.contains("queues.hard: callers of endless")),
        "{:?}",
        scenario.warnings
    );
}

#[test]
fn volumes_are_limited_all_callers_together() {
    let text = small_with("arrivals.per_hour = 100", "arrivals.per_day = 1.5e9")
        + "\n[callers.more]\narrivals.per_day = 1.5e9\nenters.queue = \"main\"\n";
    let shown = load_with(&text, &[], &[]).err().unwrap_or_default();
    assert!(shown.contains("3000000000 first calls are over the limit"), "{shown}");
}

#[test]
fn a_precision_that_can_not_be_is_refused() {
    let check = |precision: &str, wanted: &[&str]| {
        check("replications = 4", &format!("precision = {{ {precision} }}"), wanted);
    };
    check(
        "of = \"servce_level\", half_width = \"1%\"",
        &["no metric servce_level", "did you mean service_level?"],
    );
    check("of = \"service_level\", half_width = \"2 s\"", &["another unit", "\"36%\""]);
    check("of = \"asa\", half_width = 0.5", &["another unit", "\"2 min\""]);
    check("of = \"mian.asa\", half_width = \"2 s\"", &["there is no queues.mian"]);
    check("of = \"asa\", half_width = \"0 s\"", &["above 0"]);
    check("of = \"asa\", half_width = \"2 s\", confidence = \"100%\"", &["out of range"]);
    check("of = \"asa\", half_width = \"2 s\", at_most = 1", &["too few"]);
    check("half_width = \"2 s\"", &["run.precision: of is missing"]);
}

#[test]
fn a_search_that_can_not_be_is_refused() {
    let check = |keys: &str, wanted: &[&str]| {
        check("replications = 4", &format!("replications = 4\n[search]\n{keys}"), wanted);
    };
    check(
        "vary = \"agents.all.heads\"",
        &["search: from is missing", "search: to is missing", "step is missing"],
    );
    let from = |rest: &str| format!("vary = \"agents.all.heads\"\n{rest}");
    check(&from("from = 5\nto = 4\nstep = 1"), &["less than `from`"]);
    check(&from("from = 1\nto = 4\nstep = 0"), &["above 0"]);
    check(&from("from = 1\nto = 1000000\nstep = 1"), &["over the limit"]);
    check(&from("from = \"1 s\"\nto = 4\nstep = 1"), &["measured differently"]);
    check(&from("from = \"1 s\"\nto = \"4 s\"\nstep = \"1 s\""), &["measured otherwise"]);
    check(&from("from = 1\nto = 4\nstep = 1\nscale = \"agents.al\""), &["did you mean all?"]);
    check(&from("from = 1\nto = 4\nstep = 1\nscale = \"all\""), &["no group of agents"]);
    check(&from("from = 1\nto = 4\nstep = 1\nuntil = \"doomsday\""), &["unknown word doomsday"]);
    check("vary = \"a b\"\nfrom = 1\nto = 4\nstep = 1", &["is no key"]);
    check(
        "vary = \"floor.seats\"\nfrom = 1\nto = 4\nstep = 1\nscale = \"agents.all\"",
        &["no value to start from"],
    );
}

#[test]
fn a_search_for_goals_needs_one() {
    let text = small_with("goal = { answer = \"80%\", within = \"20 s\" }", "")
        + "[search]\nvary = \"agents.all.heads\"\nfrom = 1\nto = 4\nstep = 1\nuntil = \"goals\"\n";
    let shown = load_with(&text, &[], &[]).err().unwrap_or_default();
    assert!(shown.contains("no queue has one"), "{shown}");
}
