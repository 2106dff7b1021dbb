//! Rules 37 to 39 on paper, and against exact answers: what adherence is made of, and between which dates a shift is worked.

use acd_erlang::ErlangB;
use acd_study::{AGENT_COLUMNS, Metric};

use crate::{FIXED, outcome};

/// A shift of one agent through the opening hours, and a break of five minutes.
fn with_people(keys: &str) -> String {
    let shift = "shifts.day = { heads = 1, from = \"08:00\", to = \"10:00\" }";
    let rest = "breaks.planned = [{ after = \"40 min\", lasts = \"5 min\" }]";
    FIXED.replace("heads = 1", &format!("{shift}\n{rest}\n{keys}"))
}

/// Checks columns of the first agent.
#[track_caller]
fn check(text: &str, wanted: &[(&str, f64)]) {
    let outcome = outcome(text);
    for (id, wanted) in wanted {
        let place = AGENT_COLUMNS.iter().position(|(column, _)| column == id).expect("a column");
        let found = outcome.agents[0].values[place];
        assert!(found.is_some_and(|found| (found - wanted).abs() < 1e-9), "{id} is {found:?}, not {wanted}");
    }
}

#[test]
fn rule_37_late_and_overstayed_time_is_scheduled_and_not_adhered_to() {
    let keys = "late = { share = \"100%\", by.fixed = \"10 min\" }\noverstays.fixed = \"1 min\"";
    check(
        &with_people(keys),
        &[
            ("scheduled_s", 7_200.0),
            ("late_s", 600.0),
            ("logged_in_s", 6_600.0),
            ("break_s", 360.0),
            ("overstayed_s", 60.0),
            ("adherence_ratio", 6_540.0 / 7_200.0),
        ],
    );
}

#[test]
fn rule_37_an_overstayed_break_counts_no_longer_than_the_shift() {
    check(&with_people("overstays.fixed = \"2 h\""), &[("break_s", 4_800.0), ("overstayed_s", 4_500.0)]);
}

#[test]
fn rule_37_an_absent_agent_is_scheduled_and_nothing_else() {
    check(
        &with_people("absent = \"100%\""),
        &[("scheduled_s", 7_200.0), ("absent_s", 7_200.0), ("logged_in_s", 0.0), ("adherence_ratio", 0.0)],
    );
}

#[test]
fn rule_37_waiting_for_a_seat_is_not_adhered_to() {
    let shifts = "shifts.a = { heads = 2, from = \"08:00\", to = \"10:00\" }";
    let text = FIXED.replace("heads = 1", shifts) + "[floor]\nseats = 1\n";
    check(&text, &[("adherence_ratio", 1.0)]);
    let place = |id: &str| AGENT_COLUMNS.iter().position(|(column, _)| *column == id).expect("a column");
    assert_eq!(outcome(&text).agents[1].values[place("adherence_ratio")], Some(0.0));
}

#[test]
fn rule_37_a_shift_is_worked_from_begins_to_ends_both_included() {
    let scheduled = |keys: &str| {
        let shift = format!("shifts.a = {{ heads = 1, from = \"08:00\", to = \"10:00\"{keys} }}");
        let text = FIXED.replace("heads = 1", &shift).replace("days = 1", "days = 5\nstarts = 2014-05-30");
        outcome(&text).agents[0].values[0].map(|scheduled| scheduled / 7_200.0)
    };
    assert_eq!(scheduled(""), Some(5.0));
    assert_eq!(scheduled(", begins = 2014-06-01"), Some(3.0));
    assert_eq!(scheduled(", ends = 2014-06-01"), Some(3.0));
    assert_eq!(scheduled(", begins = 2014-05-31, ends = 2014-06-01"), Some(2.0));
    assert_eq!(scheduled(", begins = 2014-01-01, ends = 2014-12-31"), Some(5.0));
    assert_eq!(scheduled(", begins = 2014-07-01"), Some(0.0));
}

/// The probability that so many of some agents come, each absent with a share.
fn binomial(agents: u32, coming: u32, absent: f64) -> f64 {
    let ways = (0..coming).fold(1.0, |ways, one| ways * f64::from(agents - one) / f64::from(one + 1));
    ways * (1.0 - absent).powi(coming as i32) * absent.powi((agents - coming) as i32)
}

#[test]
fn rule_37_absence_thins_the_heads_binomially() {
    // Six agents, each absent on one day in four: blocked calls are those of Erlang B, mixed over who came. A day starts
    // empty, and is counted from the fifth hour on.
    let text = FIXED
        .replace("08:00", "00:00")
        .replace("10:00", "24:00")
        .replace("interval = \"30 min\"", "interval = \"4 h\"\nwarm_up = \"4 h\"")
        .replace("arrivals.at = [\"8 h\", \"8 h 10 s\"]", "arrivals.per_hour = 240")
        .replace("talk.fixed = \"60 s\"", "talk.exponential = { mean = \"60 s\" }\ncapacity = 0")
        .replace("heads = 1", "heads = 6\nabsent = \"25%\"")
        .replace("replications = 2", "replications = 400");
    let blocked = |coming: u32| match coming {
        0 => 1.0,
        some => ErlangB::new(some, 4.0).expect("a loss system").blocked,
    };
    let exact: f64 = (0..=6).map(|coming| binomial(6, coming, 0.25) * blocked(coming)).sum();
    let total = outcome(&text);
    let of = |id: &str| total.total().whole[Metric::place(id)];
    let (found, offered) = (of("blocked_count"), of("offered_count").mean.expect("calls"));
    let mean = found.mean.expect("calls") / offered;
    let half_width = (found.high.expect("an interval") / offered) - mean;
    // Five standard errors of a mean over 400 days.
    assert!((mean - exact).abs() < 2.6 * half_width && half_width < 0.02, "{mean} ± {half_width}, {exact}");
}

#[test]
fn rule_38_the_mean_handle_time_of_the_nth_call_is_that_of_the_curve() {
    // One agent takes 100 calls of a minute on average, one an hour.
    let calls: Vec<String> = (0..100).map(|hour| format!("\"{hour} h\"")).collect();
    let text = FIXED
        .replace("08:00", "00:00")
        .replace("10:00", "24:00")
        .replace("days = 1", "days = 5")
        .replace("\"8 h\", \"8 h 10 s\"", &calls.join(", "))
        .replace("talk.fixed = \"60 s\"", "talk.exponential = { mean = \"60 s\" }")
        .replace("heads = 1", "heads = 1\nlearns = { times_at_first = 2, over = 20, handled_before = 5 }")
        .replace("replications = 2", "replications = 200");
    let outcome = outcome(&text);
    let curve = |n: f64| 60.0 * (1.0 + (-(n + 5.0) / 20.0).exp());
    let aht = outcome.total().whole[Metric::place("aht_s")];
    let exact = (0..100).map(|n| curve(f64::from(n))).sum::<f64>() / 100.0;
    let (mean, high) = (aht.mean.expect("calls"), aht.high.expect("an interval"));
    assert!((mean - exact).abs() < 2.6 * (high - mean) && high - mean < 2.0, "{mean} to {high}, {exact}");
    // The talk of every tenth hour's call: its mean over 200 replications is within five standard errors.
    for hour in (0..100).step_by(10) {
        let (_, interval) =
            outcome.total().intervals.iter().find(|(index, _)| *index == 2 * hour).expect("a row");
        let (found, exact) = (interval[Metric::place("aht_s")].mean.expect("a call"), curve(hour as f64));
        assert!((found - exact).abs() < 5.0 * exact / 200_f64.sqrt(), "call {hour}: {found}, {exact}");
    }
}

#[test]
fn rule_39_mentoring_is_staffed_and_neither_available_nor_occupied() {
    let trainees = "[agents.trainees]\nanswers = [\"main\"]\nmentors = { group = \"all\", trainees_each = 5 }\n\
                    shifts.day = { heads = 1, from = \"08:30\", to = \"09:30\" }\n";
    let text = FIXED.to_owned() + trainees;
    // The mentor handles two minutes, mentors an hour, and is available for the rest; the trainee is for his hour.
    crate::check(
        &text,
        &[
            ("mentoring_mean_count", 0.5),
            ("staffed_mean_count", 1.5),
            ("idle_mean_count", (3_480.0 + 3_600.0) / 7_200.0),
            ("occupancy_ratio", 120.0 / 7_200.0),
        ],
    );
    check(&text, &[("mentoring_s", 3_600.0), ("logged_in_s", 7_200.0), ("idle_s", 3_480.0)]);
}
