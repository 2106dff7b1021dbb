//! The formula beside the simulation: what it is told, what it says, and why the two differ.

use acd_study::{Beside, Cause, FormulaName, Unfit, besides};

use crate::{FIXED, load_with, ordinary, run, value};

fn asked(text: &str, sets: &[&str]) -> Result<Beside, Unfit> {
    let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
    let scenario = load_with(text, &sets);
    besides(&scenario, &run(&scenario, 2)).queues.swap_remove(0)
}

fn causes(text: &str, sets: &[&str]) -> Vec<Cause> {
    asked(text, sets).unwrap_or_else(|unfit| panic!("{sets:?}: {unfit:?}")).causes
}

/// Five agents from 00:00 to 24:00, a warm-up, one long interval: nothing that a formula leaves out.
fn steady() -> String {
    ordinary::text(0.8, ordinary::AGENTS, "replications = 16")
}

/// The same from 08:00 to 20:00 by the hour.
const HOURS: [&str; 4] = [
    "calendar.warm_up=\"0 s\"",
    "calendar.opens=\"08:00\"",
    "calendar.closes=\"20:00\"",
    "calendar.interval=\"1 h\"",
];

#[test]
fn a_steady_queue_has_no_cause_to_differ_and_the_formula_lies_in_the_interval() {
    let scenario = load_with(&ordinary::text(0.8, ordinary::AGENTS, "replications = 400"), &[]);
    let outcome = run(&scenario, 2);
    let found = besides(&scenario, &outcome);
    let beside = found.queues[0].as_ref().expect("it fits");
    assert_eq!(beside.causes, []);
    assert_eq!(beside.formula, FormulaName::ErlangA);
    assert!((beside.agents - 5.0).abs() < 1e-9, "{} agents", beside.agents);
    // The rate is the one seen, which over 400 days is within a thousandth of the true one.
    let exact = ordinary::exact_level(ordinary::AGENTS);
    assert!((beside.level - exact).abs() < 0.002, "{} instead of {exact}", beside.level);
    let whole = &outcome.scopes[0].whole;
    for (id, said) in [
        ("service_level_ratio", Some(beside.level)),
        ("abandonment_ratio", Some(beside.abandonment)),
        ("asa_s", beside.asa_s),
    ] {
        let estimate = whole[acd_study::Metric::place(id)];
        let (low, high) = (estimate.low.expect("an end"), estimate.high.expect("an end"));
        // Half as much again, as one interval in twenty misses.
        let room = (high - low) / 4.0;
        let said = said.expect("a figure");
        assert!(low - room < said && said < high + room, "{id}: {said} is not in {low} to {high}");
    }
    assert_eq!(found.total, Some(beside.level));
    assert!(found.causes().is_empty());
}

#[test]
fn each_thing_that_a_formula_leaves_out_is_named() {
    let with = |sets: &[&str]| causes(&steady(), sets);
    assert_eq!(
        with(&["callers.all.redial={ share = \"50%\", after.fixed = \"5 min\", at_most = 2 }"]),
        [Cause::Redials]
    );
    let again = "callers.all.calls_again={ share = \"50%\", after.fixed = \"5 min\" }";
    assert_eq!(with(&["queues.main.resolves=80%", again]), [Cause::CallsAgain]);
    assert_eq!(with(&["callers.all.arrivals.busyness={ cv = \"10%\" }"]), [Cause::Busyness]);
    assert_eq!(with(&["callers.all.patience={ fixed = \"2 min\" }"]), [Cause::Patience]);
    assert_eq!(with(&["queues.main.wrap_up={ exponential = { mean = \"1 s\" } }"]), [Cause::HandleTimes]);
    assert_eq!(with(&["calendar.warm_up=\"0 s\""]), [Cause::Openings]);
    assert_eq!(with(&["lines.trunks=9"]), [Cause::Lines]);
    assert_eq!(with(&["agents.all.absent=5%"]), [Cause::Attendance]);
    assert_eq!(with(&["agents.all.learns={ times_at_first = 1.5, over = 100 }"]), [Cause::Learning]);
    let pool = "agents.all.breaks.pool={ budget = \"40 min\", each_at_most = \"10 min\" }";
    assert_eq!(with(&[pool]), [Cause::Rests]);
    let by_hours = |sets: &[&str]| causes(&steady(), &[&HOURS[..], sets].concat());
    assert_eq!(by_hours(&[]), [Cause::Openings]);
    let profile = "callers.all.arrivals.profile=[1, 1, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1]";
    let per_day = ["callers.all.arrivals.per_day=720", profile];
    assert_eq!(by_hours(&per_day), [Cause::CarriedOver, Cause::Openings]);
    let long = [&per_day[..], &["calendar.interval=\"3 h\""]].concat();
    assert_eq!(by_hours(&long), [Cause::Averages, Cause::CarriedOver, Cause::Openings]);
    let shifts = "agents.all.shifts={ early = { heads = 5, from = \"08:00\", to = \"14:00\" }, \
                  late = { heads = 5, from = \"14:00\", to = \"20:00\" } }";
    // As many come as go: nothing changes but that calls are finished in overtime.
    assert_eq!(by_hours(&[shifts]), [Cause::ShiftEnds, Cause::Openings]);
}

#[test]
fn the_formula_is_told_agents_at_work_and_calls_of_opening_time() {
    // One agent who rests an hour of every eight: of five agents an eighth is missing, on average.
    let rests = "agents.all.breaks.planned=[{ at = \"10:00\", lasts = \"3 h\" }]";
    let beside = asked(&steady(), &[rests]).expect("it fits");
    // Three of 22 hours, and what calls delay.
    let expected = 5.0 * 19.0 / 22.0;
    assert!((beside.agents - expected).abs() < 0.05, "{} instead of {expected}", beside.agents);
    // An interval that is open for half an hour only has the same rate, and the same agents.
    let half = ["calendar.warm_up=\"0 s\"", "calendar.opens=\"08:30\"", "calendar.interval=\"1 h\""];
    let beside = asked(&steady(), &half).expect("it fits");
    assert!((beside.agents - 5.0).abs() < 0.05, "{}", beside.agents);
}

#[test]
fn endless_patience_has_erlang_c_below_the_agents_and_nothing_above() {
    let text = steady().replace("patience.exponential = { mean = \"120 s\" }\n", "");
    let beside = asked(&text, &[]).expect("four erlangs for five agents");
    assert_eq!((beside.formula, beside.abandonment), (FormulaName::ErlangC, 0.0));
    let exact = acd_erlang::ErlangC::new(5, 60.0 / 3_600.0, 240.0).expect("parameters");
    assert!((beside.level - exact.within(20.0)).abs() < 0.03, "{}", beside.level);
    assert_eq!(asked(&text, &["agents.all.heads=3"]).err(), Some(Unfit::Overloaded));
}

#[test]
fn queues_that_no_formula_describes_have_none_and_say_why() {
    let two = "[queues.other]\ntalk.fixed = \"60 s\"\n[callers.others]\narrivals.per_hour = 10\nenters.queue = \"other\"\n";
    let shared = steady().replace("[agents.all]", &format!("{two}[agents.all]"));
    let answers = "agents.all.answers=[\"main\", \"other\"]";
    assert_eq!(asked(&shared, &[answers]).err(), Some(Unfit::SharedAgents));
    let hasty = "callers.hasty={ arrivals.per_hour = 6, patience.fixed = \"5 s\", enters.queue = \"main\" }";
    assert_eq!(asked(&steady(), &[hasty]).err(), Some(Unfit::SeveralPatiences));
    let scenario = load_with(FIXED, &["callers.all.arrivals.at=[]".to_owned()]);
    let outcome = run(&scenario, 1);
    assert_eq!(value(&outcome.scopes[0].whole, "offered_count"), Some(0.0));
    assert_eq!(besides(&scenario, &outcome).queues[0].as_ref().err(), Some(&Unfit::Nothing));
}
