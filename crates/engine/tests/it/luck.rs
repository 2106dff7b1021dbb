//! Rules 3 to 5: luck by address, distributions, arrivals, and a day forked at noon.

use std::sync::Arc;

use acd_engine::*;

use crate::floor::*;

/// A busy little centre with random everything.
pub fn random_centre() -> Design {
    let mut design = floor_open(28_800, 72_000, &[]);
    design.kinds[0].arrivals = Arrivals::per_hour(60.0, &design.calendar);
    design.kinds[0].patience = Some(Distribution::exponential(s(90)));
    design.kinds[0].redial = Some(Redial {
        share: 0.5,
        after: Distribution::exponential(s(600)),
        at_most: Some(3),
        after_hang_up: false,
        after_served: false,
        after_drop: false,
    });
    design.queues[0].talk = Distribution::lognormal(s(180), 0.8);
    design.queues[0].wrap_up = Some(Distribution::exponential(s(30)));
    let mut design = with_shift(design, 3, 28_800, 72_000);
    design.groups[0].pool = Some(BreakPool {
        budget: Budget::Time(s(2_400)),
        asks: Asks::AnyTime { requests: 4, rush: None },
        ..pool_asking_every(1, 600)
    });
    design
}

/// What is settled about first calls, whoever answers them: arrival, and talk if they are answered.
fn first_calls(design: Design) -> Vec<(u64, Time)> {
    let of_kind = |(_, notice): &(Time, Notice)| match notice {
        Notice::Arrived(call) if call.attempt == 0 && call.kind == KindId(0) => {
            Some((call.caller, call.arrived))
        }
        _ => None,
    };
    notices(design, Luck::new(7, 3)).iter().filter_map(of_kind).collect()
}

fn talks(design: Design) -> Vec<((u64, u32), Span)> {
    let talk = |(_, notice): &(Time, Notice)| match notice {
        Notice::Answered { call, talk, .. } if call.kind == KindId(0) => {
            Some(((call.caller, call.attempt), *talk))
        }
        _ => None,
    };
    notices(design, Luck::new(7, 3)).iter().filter_map(talk).collect()
}

#[test]
fn rule_03_the_same_scenario_and_seed_give_the_same_notices() {
    assert_eq!(notices(random_centre(), Luck::new(7, 3)), notices(random_centre(), Luck::new(7, 3)));
    assert_ne!(notices(random_centre(), Luck::new(7, 3)), notices(random_centre(), Luck::new(7, 4)));
    assert_ne!(notices(random_centre(), Luck::new(7, 3)), notices(random_centre(), Luck::new(8, 3)));
}

#[test]
fn rule_04_another_design_meets_the_same_callers_with_the_same_luck() {
    let mut other = random_centre();
    other.queues.push(Queue::new("second", Distribution::exponential(s(60))));
    let arrivals = Arrivals::per_hour(50.0, &other.calendar);
    other.kinds.push(CallerKind::new("others", arrivals, Entry::Queue(QueueId(1))));
    other = with_shift(other, 5, 28_800, 72_000);
    assert_eq!(first_calls(random_centre()), first_calls(other.clone()));
    // More agents answer others and sooner, but who is answered in both talks as long.
    let (one, two) = (talks(random_centre()), talks(other));
    let both: Vec<_> = one
        .iter()
        .filter_map(|(who, talk)| {
            let there = two.iter().find(|(other, _)| other == who)?;
            Some((*talk, there.1))
        })
        .collect();
    assert!(both.len() > 300, "{}", both.len());
    assert!(both.iter().all(|(one, two)| one == two));
}

#[test]
fn rule_05_busyness_is_a_gamma_factor_of_mean_one_by_kind_and_day() {
    let mut design = Design::always_open(400);
    design.queues.push(Queue::new("main", fixed(1)));
    let Arrivals::Poisson { pieces, .. } = Arrivals::per_hour(100.0, &design.calendar) else {
        panic!("a rate")
    };
    let arrivals = Arrivals::Poisson { pieces, busyness_cv: 0.2 };
    design.kinds.push(CallerKind::new("all", arrivals, Entry::Queue(QueueId(0))));
    let mut by_day = vec![0.0; 400];
    for (at, notice) in notices(design, Luck::new(1, 0)) {
        if matches!(notice, Notice::Arrived(_)) {
            by_day[(at.as_us() / Span::DAY.as_us()) as usize] += 1.0;
        }
    }
    let mean = by_day.iter().sum::<f64>() / 400.0;
    let variance = by_day.iter().map(|day| (day - mean).powi(2)).sum::<f64>() / 399.0;
    // A day has 2,400 calls: variance 2,400 of Poisson and (0.2 · 2,400)² of the factor.
    let wanted: f64 = 2_400.0 + 480.0f64.powi(2);
    assert!((mean - 2_400.0).abs() < 5.0 * (wanted / 400.0).sqrt(), "{mean}");
    // A sample variance of 400 near-normal days has a relative standard error of √(2/399) = 7 %.
    assert!((variance / wanted - 1.0).abs() < 5.0 * 0.08, "{variance}");
}

#[test]
fn arrivals_follow_the_profile_and_no_rate_is_carried_over_an_edge() {
    let mut design = floor(&[]);
    let piece =
        |start: u64, end: u64, calls: f64| Piece { start: at(start), end: at(end), expected_calls: calls };
    let pieces =
        vec![piece(0, 3_600, 20_000.0), piece(7_200, 7_210, 1_000.0), piece(10_800, 86_400, 50_000.0)];
    design.kinds[0].arrivals = Arrivals::Poisson { pieces, busyness_cv: 0.0 };
    let mut counts = [0.0; 3];
    for (at, notice) in notices(design, Luck::new(2, 0)) {
        if let Notice::Arrived(_) = notice {
            let second = at.as_us() / 1_000_000;
            let place = [(0, 3_600), (7_200, 7_210), (10_800, 86_400)]
                .iter()
                .position(|(from, to)| (*from..*to).contains(&second));
            counts[place.unwrap_or_else(|| panic!("a call at {at}, where the rate is zero"))] += 1.0;
        }
    }
    for (count, expected) in counts.iter().zip([20_000.0f64, 1_000.0, 50_000.0]) {
        assert!((count - expected).abs() < 5.0 * expected.sqrt(), "{counts:?}");
    }
}

#[test]
fn an_arrival_step_that_crosses_many_edges_is_walked_at_the_rate_of_each_piece() {
    // 2,800 times half a call in ten seconds, one and a half in ten, none in ten.
    let mut design = floor(&[]);
    let piece = |number: u64| Piece {
        start: at(number * 10),
        end: at(number * 10 + 10),
        expected_calls: [0.5, 1.5, 0.0][number as usize % 3],
    };
    let pieces = (0..8_400).map(piece).collect();
    design.kinds[0].arrivals = Arrivals::Poisson { pieces, busyness_cv: 0.0 };
    let mut counts = [0.0; 3];
    for (at, notice) in notices(design, Luck::new(2, 0)) {
        if let Notice::Arrived(_) = notice {
            counts[(at.as_us() / 10_000_000 % 3) as usize] += 1.0;
        }
    }
    for (count, expected) in counts.iter().zip([1_400.0f64, 4_200.0, 0.0]) {
        assert!((count - expected).abs() <= 5.0 * expected.sqrt(), "{counts:?}");
    }
}

/// Mean and coefficient of variation of 40,000 talk times against the wanted ones, within five standard
/// errors (that of the cv estimated from the fourth moment's bound for these shapes).
fn check_distribution(talk: Distribution, mean_s: f64, cv: f64, cv_tolerance: f64) {
    let mean_of = talk.mean_s();
    assert!((mean_of / mean_s - 1.0).abs() < 1e-9, "{talk:?} says its mean is {mean_of}");
    let mut design = Design::always_open(1);
    design.queues.push(Queue::new("main", talk.clone()));
    let calls: Vec<u64> = (0..40_000).map(|call| call * 2).collect();
    design.kinds.push(CallerKind::new("all", Arrivals::at_seconds(&calls), Entry::Queue(QueueId(0))));
    let design = with_heads(design, 20_000, &[0]);
    let mut values = Vec::new();
    for (_, notice) in notices(design, Luck::new(3, 0)) {
        if let Notice::Answered { talk, .. } = notice {
            values.push(talk.as_seconds_f64());
        }
    }
    assert_eq!(values.len(), 40_000);
    let mean = values.iter().sum::<f64>() / 40_000.0;
    let deviation = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / 39_999.0).sqrt();
    assert!((mean - mean_s).abs() <= 5.0 * cv * mean_s / 200.0 + 1e-9, "{talk:?}: mean {mean}");
    assert!((deviation / mean - cv).abs() <= cv_tolerance, "{talk:?}: cv {}", deviation / mean);
}

#[test]
fn every_distribution_has_its_mean_and_its_cv() {
    check_distribution(fixed(60), 60.0, 0.0, 1e-12);
    check_distribution(Distribution::exponential(s(60)), 60.0, 1.0, 0.03);
    check_distribution(Distribution::lognormal(s(60), 0.5), 60.0, 0.5, 0.03);
    check_distribution(Distribution::gamma(s(60), 0.7), 60.0, 0.7, 0.03);
    check_distribution(Distribution::gamma(s(60), 1.5), 60.0, 1.5, 0.08);
    check_distribution(Distribution::erlang(s(60), 4), 60.0, 0.5, 0.015);
    check_distribution(Distribution::uniform(s(30), s(90)), 60.0, 0.288_675, 0.004);
    // Weibull of shape 2: variance of Γ(2) − Γ(1.5)², cv 0.5227.
    check_distribution(Distribution::weibull(s(60), 2.0), 60.0, 0.522_723, 0.015);
    // Shape 0.8: Γ(3.5) = 3.323351 and Γ(2.25) = 1.133003.
    check_distribution(Distribution::weibull(s(60), 0.8), 60.0, 1.260_512, 0.08);
    // A quarter with mean 10, the rest with mean 300: second moment 2(0.25·100 + 0.75·90,000).
    let branches: Arc<[(f64, f64)]> = Arc::new([(0.25, 10.0), (0.75, 300.0)]);
    let mean: f64 = 227.5;
    let cv = ((2.0 * (0.25 * 100.0 + 0.75 * 90_000.0)) / (mean * mean) - 1.0f64).sqrt();
    check_distribution(Distribution::Hyperexponential { branches }, mean, cv, 0.04);
    let values: Arc<[Span]> = Arc::new([s(10), s(20), s(60)]);
    check_distribution(Distribution::Empirical(values), 30.0, 0.720_082, 0.02);
}

#[test]
fn a_list_that_runs_out_is_told() {
    let mut design = with_heads(floor(&[0, 100, 200]), 1, &[0]);
    design.queues[0].talk = listed(&[10, 20]);
    let model = Model::new(design);
    let mut day = Day::new(&model, Luck::new(1, 0));
    day.run_until(&model, at(150), &mut ());
    assert!(!day.list_ran_out());
    day.run(&model, &mut ());
    assert!(day.list_ran_out());
}

#[test]
fn a_day_forked_at_noon_goes_on_alike_under_the_same_luck_and_otherwise_under_other() {
    let model = Model::new(random_centre());
    let noon = at(43_200);
    let mut whole = Log::default();
    Day::new(&model, Luck::new(9, 0)).run(&model, &mut whole);

    let mut morning = Log::default();
    let mut day = Day::new(&model, Luck::new(9, 0));
    day.run_until(&model, noon, &mut morning);
    assert!(morning.0.len() > 100 && day.now() < noon);

    let goes_on = |luck: Option<Luck>| {
        let (mut fork, mut log) = (day.clone(), morning.clone());
        if let Some(luck) = luck {
            fork.reseed(&model, luck);
        }
        fork.run(&model, &mut log);
        log.0
    };
    assert_eq!(goes_on(None), whole.0, "the same luck is the same day");
    let (one, two) = (goes_on(Some(Luck::new(9, 1))), goes_on(Some(Luck::new(9, 2))));
    assert_eq!(one[..morning.0.len()], whole.0[..morning.0.len()], "the past is the past");
    assert_ne!(one, whole.0);
    assert_ne!(one, two);
    // Who waited or talked at noon still ends as settled at birth; the next arrivals are new.
    assert!(one.len() > morning.0.len() + 100);
}

/// Whatever a notice tells of the attempts of the first kind's callers, by (caller, attempt).
fn told<T>(design: Design, told: fn(&Time, &Notice) -> Option<(CallFacts, T)>) -> Vec<((u64, u32), T)> {
    let of_kind = |(at, notice): &(Time, Notice)| {
        let (call, what) = told(at, notice)?;
        (call.kind == KindId(0)).then_some(((call.caller, call.attempt), what))
    };
    notices(design, Luck::new(7, 3)).iter().filter_map(of_kind).collect()
}

/// How many attempts are told of in both, all of which must be told the same.
fn same_in_both<T: PartialEq + std::fmt::Debug>(one: &[((u64, u32), T)], two: &[((u64, u32), T)]) -> usize {
    let mut both = 0;
    for (who, what) in one {
        if let Some((_, there)) = two.iter().find(|(other, _)| other == who) {
            assert_eq!(what, there, "{who:?}");
            both += 1;
        }
    }
    both
}

#[test]
fn rule_04_who_gives_up_in_two_designs_has_waited_as_long_and_calls_again_as_much_later() {
    // Two of three agents, and another kind whose calls they take as well.
    let mut other = random_centre();
    shifts(&mut other, 0)[0].heads = 2;
    let arrivals = Arrivals::per_hour(20.0, &other.calendar);
    other.kinds.insert(1, CallerKind::new("others", arrivals, Entry::Queue(QueueId(0))));
    let patience = |at: &Time, notice: &Notice| match notice {
        Notice::Abandoned { call, offered, .. } => Some((*call, at.since(*offered))),
        _ => None,
    };
    let redial = |_: &Time, notice: &Notice| match notice {
        Notice::PlannedRedial { call, from, due } => Some((*call, due.since(*from))),
        _ => None,
    };
    assert!(same_in_both(&told(random_centre(), patience), &told(other.clone(), patience)) > 100);
    assert!(same_in_both(&told(random_centre(), redial), &told(other, redial)) > 50);
}

/// When an agent begins his pool breaks.
fn breaks_of(design: Design, agent: u32) -> Vec<Time> {
    let begins = |(at, notice): &(Time, Notice)| match notice {
        Notice::Turned { agent: who, to: Doing::PoolBreak, .. } if who.0 == agent => Some(*at),
        _ => None,
    };
    notices(design, Luck::new(7, 3)).iter().filter_map(begins).collect()
}

#[test]
fn rule_04_an_agent_asks_for_the_same_breaks_whoever_else_is_there() {
    let mut quiet = random_centre();
    quiet.kinds.clear();
    let mut other = quiet.clone();
    shifts(&mut other, 0)[0].heads = 6;
    other = with_shift(other, 4, 28_800, 72_000);
    // The other group comes first: the agents' ids change, their names don't.
    other.groups.reverse();
    for agent in 0..3 {
        let breaks = breaks_of(quiet.clone(), agent);
        assert!(breaks.len() >= 3, "{breaks:?}");
        assert_eq!(breaks, breaks_of(other.clone(), agent + 4));
    }
    assert_ne!(breaks_of(quiet.clone(), 0), breaks_of(quiet, 1));
}

/// How many of the notices are so.
fn count(notices: &[(Time, Notice)], is_so: fn(&Notice) -> bool) -> f64 {
    notices.iter().filter(|(_, notice)| is_so(notice)).count() as f64
}

#[test]
fn rule_06_menus_and_balks_take_their_shares() {
    let mut design = Design::always_open(1);
    design.queues.push(Queue::new("main", fixed(60)));
    let calls: Vec<u64> = (0..20_000).collect();
    design.kinds.push(CallerKind::new("all", Arrivals::at_seconds(&calls), Entry::Menu(MenuId(0))));
    design.kinds[0].balks = 0.3;
    let welcome = vec![
        (0.2, Exit::HangUp),
        (0.3, Exit::Served),
        (0.4, Exit::Queue(QueueId(0))),
        (0.1, Exit::Menu(MenuId(1))),
    ];
    design.menus.push(Menu { name: "welcome".into(), lasts: fixed(10), exits: welcome });
    let second = vec![(0.5, Exit::HangUp), (0.5, Exit::Queue(QueueId(0)))];
    design.menus.push(Menu { name: "second".into(), lasts: fixed(10), exits: second });
    let notices = notices(design, Luck::new(6, 0));
    // 20 % + 10 % · 50 % hang up, 30 % are served, 45 % are offered, and 30 % of these balk. Five deviations
    // of a binomial of 20,000 are below 5 · 71.
    let hang_ups = count(&notices, |notice| matches!(notice, Notice::HungUpInIvr { .. }));
    let served = count(&notices, |notice| matches!(notice, Notice::ServedByIvr { .. }));
    let offered = count(&notices, |notice| matches!(notice, Notice::Offered { .. }));
    let balked = count(&notices, |notice| matches!(notice, Notice::Abandoned { .. }));
    for (counted, wanted) in [(hang_ups, 5_000.0), (served, 6_000.0), (offered, 9_000.0), (balked, 2_700.0)] {
        assert!((counted - wanted).abs() < 355.0, "{counted} where {wanted} were expected");
    }
}

#[test]
fn a_day_forked_at_noon_keeps_who_talks_and_who_waits() {
    let noon = 43_200;
    let mut design = floor_open(28_800, 72_000, &[noon - 10, noon - 5]);
    design.queues[0].talk = Distribution::Uniform { low_s: 60.0, width_s: 600.0 };
    design.kinds[0].patience = Some(Distribution::Uniform { low_s: 10.0, width_s: 40.0 });
    design.queues.push(Queue::new("second", fixed(60)));
    let arrivals = Arrivals::per_hour(60.0, &design.calendar);
    design.kinds.push(CallerKind::new("others", arrivals, Entry::Queue(QueueId(1))));
    let model = Model::new(with_heads(with_heads(design, 1, &[0]), 2, &[1]));
    let mut day = Day::new(&model, Luck::new(9, 0));
    day.run_until(&model, at(noon), &mut ());
    let settled = |luck: u64| {
        let (mut fork, mut log) = (day.clone(), Log::default());
        fork.reseed(&model, Luck::new(9, luck));
        fork.run(&model, &mut log);
        let of_first_queue = |(_, notice): &&(Time, Notice)| match notice {
            Notice::Abandoned { queue, .. } => *queue == QueueId(0),
            Notice::Turned { agent, .. } => *agent == AgentId(0),
            _ => false,
        };
        let settled: Vec<_> = log.0.iter().filter(of_first_queue).copied().collect();
        (settled, log.0)
    };
    let ((one, all_one), (two, all_two)) = (settled(1), settled(2));
    // Call 2 gives up, agent 1 ends call 1 and goes home at closing, at the same instants in both.
    assert_eq!(one.len(), 3, "{one:?}");
    assert_eq!(one, two);
    assert_ne!(all_one, all_two);
}
