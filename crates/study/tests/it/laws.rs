//! Laws of rows: what every row of figures obeys, over scenarios built by dice.

use std::fmt::Write;

use acd_study::{METRICS, Metric, Outcome};

use crate::{load, outcome, run};

/// Numbers from a seed, by the generator of Lehmer with Park and Miller's constants.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0 * 48_271 % 2_147_483_647;
        (self.0 >> 8) % sides
    }

    fn one_of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.roll(choices.len() as u64) as usize]
    }
}

/// A random scenario of a few hours and two queues.
fn scenario(seed: u64, more: &str) -> String {
    let mut dice = Dice(seed * 6_121);
    let mut text = "schema = 1\n[calendar]\ndays = 1\nopens = \"08:00\"\ncloses = \"11:00\"\n".to_owned();
    let mut line = |line: String| writeln!(text, "{line}").expect("a string");
    line("interval = \"30 min\"\nwarm_up = \"8 h 30 min\"".into());
    line(format!("after_close = \"{}\"", dice.one_of(&["serve-waiting", "drop-waiting"])));
    line(dice.one_of(&["", "[lines]\ntrunks = 6"]).into());
    line(format!("[callers.one]\narrivals.per_hour = {}", 30 + dice.roll(40)));
    line("patience.exponential = { mean = \"90 s\" }\nenters.menu = \"welcome\"".into());
    line("redial = { share = \"50%\", after.exponential = { mean = \"5 min\" }, at_most = 3 }".into());
    line(format!("[callers.two]\narrivals.per_hour = {}\nenters.queue = \"b\"", 10 + dice.roll(20)));
    line(dice.one_of(&["", "balks = \"30%\"", "patience.fixed = \"60 s\""]).into());
    line("[ivr.welcome]\nlasts.fixed = \"20 s\"\nnext.hang_up = \"10%\"\nnext.served = \"10%\"".into());
    line("next.queue.a = \"40%\"\nnext.queue.b = \"40%\"".into());
    line("[queues.a]\ntalk.exponential = { mean = \"3 min\" }\nwrap_up.fixed = \"20 s\"".into());
    line(dice.one_of(&["", "capacity = 2"]).into());
    line("[queues.b]\ntalk.lognormal = { mean = \"3 min\", cv = 0.8 }".into());
    line(format!("[agents.first]\nanswers = [\"a\", \"b\"]\nheads = {}", 1 + dice.roll(3)));
    line(dice.one_of(&["", "breaks.pool = { budget = \"20 min\", each_at_most = \"5 min\" }"]).into());
    line("[agents.second]\nanswers = [\"b\"]".into());
    line("shifts.s = { heads = 2, from = \"09:00\", to = \"11:00\" }".into());
    line(format!("{more}\n[run]\nreplications = 3"));
    text
}

fn counts(row: &[Option<f64>]) -> impl Fn(&str) -> f64 {
    move |id| row[Metric::place(id)].unwrap_or_else(|| panic!("{id} is empty"))
}

#[test]
fn offered_calls_are_conserved_in_every_row() {
    for seed in 1..=25 {
        let outcome = outcome(&scenario(seed, ""));
        for scope in &outcome.scopes {
            for row in &scope.replications {
                let of = counts(row);
                let ends = ["answered", "abandoned", "blocked", "dropped", "in_progress"];
                let sum: f64 = ends.iter().map(|end| of(&format!("{end}_count"))).sum();
                assert_eq!(of("offered_count"), sum, "{} of dice {seed}", scope.name);
                let doors = ["line_blocked", "ivr_hang_ups", "ivr_served", "offered", "in_ivr"];
                let sum: f64 = doors.iter().map(|door| of(&format!("{door}_count"))).sum();
                assert_eq!(of("calls_count"), sum, "{} of dice {seed}", scope.name);
                assert_eq!(of("calls_count"), of("callers_count") + of("redials_count"));
            }
            for (at, row) in &scope.intervals {
                let of = |id: &str| row[Metric::place(id)].mean.unwrap_or(0.0);
                let ends = ["answered", "abandoned", "blocked", "dropped", "in_progress"];
                let sum: f64 = ends.iter().map(|end| of(&format!("{end}_count"))).sum();
                assert!((of("offered_count") - sum).abs() < 1e-9, "{} at {at:?}, dice {seed}", scope.name);
            }
        }
    }
}

#[test]
fn littles_law_holds_in_every_row() {
    // The mean number waiting times the time is the mean wait times the calls; so for the busy agents. Nothing is
    // left out at the start, and what is there at closing is served or dropped.
    const OPEN_S: f64 = 3.0 * 3_600.0;
    for seed in 1..=25 {
        let text = scenario(seed, "").replace("warm_up = \"8 h 30 min\"\n", "");
        let outcome = run(&load(&text), 2);
        for scope in &outcome.scopes {
            for row in &scope.replications {
                let of = |id: &str| row[Metric::place(id)].unwrap_or(0.0);
                let waited = of("wait_mean_s") * of("offered_count");
                let lines = of("queue_mean_count") * OPEN_S;
                assert!((waited - lines).abs() < 1e-3, "{waited} and {lines}, {} of dice {seed}", scope.name);
            }
        }
        for row in &outcome.total().replications {
            let of = counts(row);
            let (handled, busy) = (of("aht_s") * of("answered_count"), of("busy_mean_count") * OPEN_S);
            assert!((handled - busy).abs() < 1e-3, "{handled} and {busy}, dice {seed}");
        }
    }
}

/// A scope as text, byte for byte what the files are made of.
fn scope(outcome: &Outcome, name: &str) -> String {
    let scope = outcome.scopes.iter().find(|scope| scope.name == name).expect("a scope");
    format!("{:?} {:?} {:?}", scope.replications, scope.whole, scope.intervals)
}

#[test]
fn an_unused_kind_queue_or_group_changes_no_other_row() {
    let more = "[callers.unused]\narrivals.at = []\nenters.queue = \"c\"\n\
                [queues.c]\ntalk.fixed = \"60 s\"\n\
                [agents.unused]\nanswers = [\"c\"]\nheads = 2";
    for seed in 1..=25 {
        let (one, other) = (outcome(&scenario(seed, "")), outcome(&scenario(seed, more)));
        for name in ["a", "b"] {
            assert_eq!(scope(&one, name), scope(&other, name), "queue {name} of dice {seed}");
        }
    }
}

/// Recorded luck, all lengths `k` times as long. The interval divides the day in both.
fn recorded(seed: u64, k: u64) -> String {
    let mut dice = Dice(seed * 6_121);
    let list = |lengths: &[u64]| -> String {
        lengths.iter().map(|length| format!("\"{} s\"", length * k)).collect::<Vec<_>>().join(", ")
    };
    let mut arrivals: Vec<u64> = (0..60).map(|_| 100 + dice.roll(3_400)).collect();
    arrivals.sort();
    let mut lengths = |most: u64| -> Vec<u64> { (0..60).map(|_| 1 + dice.roll(most)).collect() };
    let (patience, talk, wrap_up) = (lengths(90), lengths(200), lengths(40));
    format!(
        "schema = 1\n[calendar]\ndays = 1\nopens = \"00:00\"\ncloses = \"{:02}:00\"\ninterval = \"{k} h\"\n\
         warm_up = \"{} s\"\n\
         [callers.all]\narrivals.at = [{}]\npatience.listed = [{}]\nenters.queue = \"main\"\n\
         [queues.main]\ntalk.listed = [{}]\nwrap_up.listed = [{}]\ngoal = {{ answer = \"80%\", within = \"{} s\" }}\n\
         [agents.all]\nanswers = [\"main\"]\nheads = 2\n\
         breaks.planned = [{{ after = \"{} s\", lasts = \"{} s\" }}]\n[run]\nreplications = 2\n",
        k,
        600 * k,
        list(&arrivals),
        list(&patience),
        list(&talk),
        list(&wrap_up),
        30 * k,
        1_200 * k,
        300 * k,
    )
}

#[test]
fn recorded_luck_times_a_whole_number_leaves_every_ratio() {
    let of_ratio = |id: &str| id.ends_with("_ratio") || id.ends_with("_count");
    for seed in 1..=20 {
        let plain = run(&load(&recorded(seed, 1)), 1);
        assert!(plain.total().replications[0][Metric::place("abandoned_count")] > Some(0.0));
        for k in [2, 6] {
            let slow = run(&load(&recorded(seed, k)), 1);
            for (place, metric) in METRICS.iter().enumerate().filter(|(_, metric)| of_ratio(metric.id)) {
                let (one, other) =
                    (plain.total().replications[0][place], slow.total().replications[0][place]);
                let near = one.zip(other).map_or(one == other, |(one, other)| (one - other).abs() < 1e-12);
                assert!(near, "{}: {one:?}, {k} times as slow {other:?}, dice {seed}", metric.id);
            }
        }
    }
}
