//! The summary on a terminal: it fits, it says the goals in words, in both languages.

use unicode_width::UnicodeWidthStr as _;

use crate::command::{Place, SMALL, repository};

/// Runs a scenario of the repository and hands over what is printed.
fn printed(place: &Place, scenario: &str, options: &str) -> String {
    let file = repository(scenario);
    let options = ["run", &file, "--quiet", "--no-plots"].into_iter().chain(options.split_whitespace());
    let ran = place.sim_with(&options.collect::<Vec<_>>());
    assert!(matches!(ran.code, Some(0 | 4)), "{}", ran.stderr);
    ran.stdout
}

#[test]
fn every_line_fits_a_hundred_columns_and_none_ends_in_spaces() {
    let place = Place::new("summary-width");
    for scenario in ["scenarios/starter.toml", "scenarios/shanghai.toml", "tests/scenarios/everything.toml"] {
        for language in ["en", "zh"] {
            let text = printed(&place, scenario, &format!("--replications 2 --lang {language}"));
            for line in text.lines() {
                // A path can't be broken; all else is.
                let fits = line.width() <= 100 || line.contains(&place.path.display().to_string());
                assert!(fits && line.trim_end() == line, "{scenario} {language}: {line:?} {}", line.width());
            }
        }
    }
}

#[test]
fn the_goal_is_the_first_thing_said_with_its_distance() {
    let place = Place::with_scenario("summary-goal", SMALL);
    let goal = |options: &str| {
        let ran = place.sim(&format!("run case.toml --no-plots --quiet {options}"));
        ran.stdout.split("\n\n").nth(1).unwrap_or_default().to_owned()
    };
    let missed = goal("--set agents.all.heads=1 --replications 50");
    assert!(missed.starts_with("80% within 20 s was MISSED: "), "{missed}");
    assert!(missed.ends_with(" points short."), "{missed}");
    let met = goal("--set agents.all.heads=9 --replications 50");
    assert!(met.starts_with("80% within 20 s was met: ") && met.ends_with(" points above."), "{met}");
    let chinese = goal("--set agents.all.heads=1 --replications 50 --lang zh");
    assert!(
        chinese.starts_with("目标“20 秒内接通 80%”未达到：") && chinese.ends_with(" 个百分点。"),
        "{chinese}"
    );
}

#[test]
fn the_day_at_the_foot_of_the_intervals_is_the_total_by_calls() {
    let place = Place::with_scenario("summary-day", SMALL);
    let ran = place.sim("run case.toml --no-plots --quiet --replications 50");
    let rows: Vec<Vec<&str>> = ran.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    let row = |from: &str| rows.iter().find(|row| row.first() == Some(&from)).expect("a row");
    let offered = |from: &str| row(from)[1].parse::<f64>().expect("a number");
    let in_time = |from: &str| row(from)[4].parse::<f64>().expect("a number");
    assert!((offered("08:00") + offered("08:30") - offered("day")).abs() < 0.11, "{}", ran.stdout);
    let share = row("day")[5].trim_end_matches('%').parse::<f64>().expect("a share");
    let weighted = (in_time("08:00") + in_time("08:30")) / offered("day") * 100.0;
    assert!((share - weighted).abs() < 0.5, "{share} {weighted}");
}

#[test]
fn the_next_command_that_is_proposed_runs() {
    let place = Place::with_scenario("summary-next", SMALL);
    for heads in [1, 9] {
        let ran = place.sim(&format!(
            "run case.toml --no-plots --quiet --replications 20 --set agents.all.heads={heads}"
        ));
        let next =
            ran.stdout.split("Next, ").nth(1).and_then(|next| next.split("\n\n").next()).expect("a next");
        let command = next.split_once('\n').expect("a command").1.replace("\\\n", " ");
        let words: Vec<&str> = command.split_whitespace().skip(1).collect();
        let ran = place.sim_with(&words);
        assert_eq!(ran.code, Some(0), "{command}: {}", ran.stderr);
        assert!(ran.stdout.contains("Values:"), "{}", ran.stdout);
    }
}
