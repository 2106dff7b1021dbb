//! What is written is a scenario that loads, whatever the log is like.

use crate::{fitted, load, read};

/// Loads what is fitted to a log, and gives its text back.
#[track_caller]
fn written(csv: &str) -> String {
    let text = fitted(csv).scenario("a log", "sim fit calls.csv");
    load(&text.toml, text.profiles.first().map_or("", |(_, profile)| profile));
    text.toml
}

#[test]
fn a_log_of_one_call_is_a_scenario_that_says_how_little_it_knows() {
    let text = written("arrived_s,wait_s,outcome,talk_s\n29000,0,answered,100\n");
    assert!(text.contains("talk.fixed") || text.contains("# assumed: only 1 calls tell it"), "{text}");
    assert!(text.contains("# Nobody gave up waiting: patience is left out"), "{text}");
    assert!(text.contains("opens    = \"08:00\"") && text.contains("closes   = \"08:30\""), "{text}");
}

#[test]
fn a_log_without_answers_or_without_talk_is_one_too() {
    let abandoned: String =
        (0..40).map(|place| format!("{},{},abandoned\n", 29_000 + 60 * place, 5 + place % 7)).collect();
    let text = written(&format!("arrived_s,wait_s,outcome\n{abandoned}"));
    assert!(
        text.contains("# assumed: the log has no talk times of it") && text.contains("patience."),
        "{text}"
    );
    let menu =
        written("arrived_s,wait_s,outcome\n29000,,hung_up_in_ivr\n29100,,served_by_ivr\n29200,4,abandoned\n");
    assert!(menu.contains("next.hang_up") && menu.contains("lasts.fixed = \"1 ms\""), "{menu}");
}

#[test]
fn names_that_are_no_keys_are_quoted() {
    let text = written(
        "arrived_s,wait_s,outcome,talk_s,kind,queue\n29000,0,answered,100,市 民,\"a \"\"b\"\"\"\n29100,3,answered,50,市 民,c.d\n",
    );
    assert!(text.contains("[callers.\"市 民\"]") && text.contains("[queues.\"c.d\"]"), "{text}");
}

#[test]
fn weekdays_that_are_closed_or_shorter_have_hours_of_their_own() {
    let mut rows = String::from("arrived_s,wait_s,outcome,talk_s\n");
    for day in 0..14 {
        let closes = match day % 7 {
            6 => continue,
            5 => 12,
            _ => 18,
        };
        for minute in (8 * 60)..(closes * 60) {
            if minute % 4 == 0 {
                rows += &format!("{},0,answered,100\n", day * 86_400 + minute * 60 + 7);
            }
        }
    }
    let text = written(&rows);
    assert!(text.contains("opens    = { mon = \"08:00\", tue = \"08:00\", wed = \"08:00\", thu = \"08:00\", fri = \"08:00\", sat = \"08:00\" }"), "{text}");
    assert!(text.contains("fri = \"18:00\", sat = \"12:00\" }"), "{text}");
    assert!(text.contains("arrivals.profile  = \"profile.csv\""), "{text}");
}

#[test]
fn agents_are_those_who_were_busy_while_somebody_waited() {
    // One agent, one call after the other, and always somebody who waits.
    let mut rows = String::from("arrived_s,wait_s,outcome,talk_s\n");
    for minute in 0..60 {
        let at = 28_800 + minute * 60;
        rows += &format!("{at},30,answered,60\n{},60,abandoned,\n", at + 1);
    }
    let fitted = fitted(&rows);
    let heads: Vec<f64> = fitted.staff[0].heads.iter().map(|heads| heads.round()).collect();
    assert_eq!(heads, [1.0, 1.0]);
    assert!(fitted.staff[0].seen.iter().all(|is_seen| *is_seen));
}

#[test]
fn hours_that_leave_nothing_of_any_day_fit_nothing() {
    let log = read("arrived_s,wait_s,outcome,talk_s\n30000,5,answered,60\n40000,9,abandoned,\n");
    for (opens_s, closes_s) in [(Some(72_000.0), None), (None, Some(3_600.0))] {
        let fitted =
            acd_fit::fit(log.clone(), acd_fit::calendar::Given { opens_s, closes_s, ..crate::GIVEN });
        assert!(fitted.kinds.iter().all(|kind| kind.arrivals.is_none()));
    }
}
