//! Laws that hold exactly in every valid centre, whatever its luck: watched over random ones.

use std::collections::BTreeMap;

use acd_engine::*;

use crate::centres::Dice;
use crate::floor::*;
use crate::small::small;

const CENTRES: u64 = 300;

/// Runs a law over random centres.
fn in_any_centre(law: impl Fn(&Model, Luck)) {
    for seed in 1..=CENTRES {
        law(&Model::new(small(&mut Dice(seed * 6_121))), Luck::new(seed, 1));
    }
}

fn log(model: &Model, luck: Luck) -> Vec<(Time, Notice)> {
    let mut log = Log::default();
    Day::new(model, luck).run(model, &mut log);
    log.0
}

#[test]
fn every_call_that_comes_ends_once() {
    in_any_centre(|model, luck| {
        let mut open: BTreeMap<u64, bool> = BTreeMap::new();
        for (at, notice) in log(model, luck) {
            match notice {
                Notice::Arrived(call) | Notice::WorkCame { call, .. } => {
                    assert_eq!(open.insert(call.number, true), None);
                }
                Notice::LineBlocked(call)
                | Notice::HungUpInIvr { call, .. }
                | Notice::ServedByIvr { call, .. }
                | Notice::StillInIvr(call)
                | Notice::Answered { call, .. }
                | Notice::Abandoned { call, .. }
                | Notice::Blocked { call, .. }
                | Notice::Dropped { call, .. }
                | Notice::StillWaiting { call, .. } => {
                    assert_eq!(open.insert(call.number, false), Some(true), "call {} at {at}", call.number);
                }
                _ => {}
            }
        }
        assert!(open.values().all(|open| !open), "a call without an end");
    });
}

#[test]
fn littles_law_holds_to_the_microsecond() {
    // The number waiting, summed over time, is the sum of the waits; the busy agents' time is that of their calls.
    in_any_centre(|model, luck| {
        let (mut waiting, mut busy, mut before) = (0_i64, 0_i64, Time::ZERO);
        let (mut waited, mut handled) = (0, 0);
        let (mut waits, mut handlings) = (0, 0);
        let mut busy_until = vec![Time::ZERO; model.people().len()];
        let end = if model.calendar.stops_at_end { model.calendar.end() } else { Time::NEVER };
        for (at, notice) in log(model, luck) {
            let passed = at.since(before).as_us() as i64;
            (waited, handled, before) = (waited + waiting * passed, handled + busy * passed, at);
            let wait = |offered: Time| at.since(offered).as_us() as i64;
            match notice {
                Notice::Offered { .. } => waiting += 1,
                Notice::NotReached { rings, .. } => {
                    handlings += (at + rings).min(end).since(at).as_us() as i64;
                }
                Notice::Answered { offered, talk, wrap_up, agent, .. } => {
                    // Chats lie across one another.
                    let until = (at + talk + wrap_up).min(end).max(busy_until[agent.index()]);
                    let from = at.max(std::mem::replace(&mut busy_until[agent.index()], until));
                    let handling = until.since(from);
                    (waiting, waits, handlings) =
                        (waiting - 1, waits + wait(offered), handlings + handling.as_us() as i64);
                }
                Notice::MissedCallBack { rings, .. } => {
                    let end = if model.calendar.stops_at_end { model.calendar.end() } else { Time::NEVER };
                    handlings += (at + rings).min(end).since(at).as_us() as i64;
                }
                Notice::Abandoned { offered, .. }
                | Notice::Dropped { offered, .. }
                | Notice::StillWaiting { offered, .. } => {
                    (waiting, waits) = (waiting - 1, waits + wait(offered));
                }
                Notice::Blocked { .. } => waiting -= 1,
                Notice::Turned { from, to, .. } => {
                    busy += i64::from(to == Doing::Handling) - i64::from(from == Doing::Handling);
                }
                _ => {}
            }
        }
        assert_eq!((waiting, waited, handled), (0, waits, handlings));
    });
}

#[test]
fn an_agent_is_in_one_state_at_a_time() {
    in_any_centre(|model, luck| {
        let mut doing = vec![Doing::Off; model.people().len()];
        let mut talks = vec![Time::ZERO; model.people().len()];
        for (at, notice) in log(model, luck) {
            match notice {
                Notice::Turned { agent, from, to } => {
                    assert_eq!(std::mem::replace(&mut doing[agent.index()], to), from, "{agent:?} at {at}");
                    let is_over = at >= talks[agent.index()];
                    assert!(is_over || to == Doing::Handling, "{agent:?} leaves his call at {at}");
                }
                Notice::Answered { agent, queue, talk, wrap_up, .. } => {
                    let is_free = at >= talks[agent.index()];
                    assert!(is_free || model.is_chats(queue), "{agent:?} has two calls at {at}");
                    talks[agent.index()] = talks[agent.index()].max(at + talk + wrap_up);
                }
                _ => {}
            }
        }
    });
}

/// Between two instants no more are away than may be.
fn caps_hold(model: &Model, begun: &[Time]) {
    for (index, group) in model.groups.iter().enumerate() {
        let Some(Cap::Count(most)) = group.pool.as_ref().and_then(|pool| pool.at_once_at_most) else {
            continue;
        };
        let of_group = model.people().iter().zip(begun).filter(|(person, _)| person.group.index() == index);
        let away = of_group.filter(|(_, begun)| **begun < Time::NEVER).count();
        assert!(away <= most as usize, "{away} away, {most} may");
    }
}

#[test]
fn breaks_stay_within_budget_cap_and_length_and_out_of_calls() {
    in_any_centre(|model, luck| {
        let people = model.people().len();
        let (mut begun, mut spent) = (vec![Time::NEVER; people], vec![Span::ZERO; people]);
        let (mut taken, mut asked_before) = (vec![0; people], vec![0; people]);
        let mut on_shift = vec![false; people];
        let mut busy_until = vec![Time::ZERO; people];
        // When they should be back from a break, if they stay longer.
        let mut due_back = vec![Time::NEVER; people];
        let mut now = Time::ZERO;
        for (at, notice) in log(model, luck) {
            if at > std::mem::replace(&mut now, at) {
                caps_hold(model, &begun);
            }
            match notice {
                Notice::Answered { agent, talk, wrap_up, .. } => {
                    busy_until[agent.index()] = at + talk + wrap_up
                }
                Notice::ShiftStarted { agent, .. } => {
                    // What was asked for before a midnight on duty may be begun after it.
                    asked_before[agent.index()] = if on_shift[agent.index()] { u32::MAX } else { 0 };
                    (spent[agent.index()], taken[agent.index()]) = (Span::ZERO, 0);
                    on_shift[agent.index()] = true;
                }
                Notice::ShiftEnded(agent) => on_shift[agent.index()] = false,
                Notice::Overstays { agent, from, .. } => due_back[agent.index()] = from,
                Notice::Turned { agent, from, to } => {
                    let who = agent.index();
                    let group = model.people()[who].group;
                    let Some(pool) = model.groups[group.index()].pool.as_ref() else { continue };
                    if from == Doing::PoolBreak {
                        let due_back = std::mem::replace(&mut due_back[who], Time::NEVER);
                        let lasted = at.min(due_back).since(begun[who]);
                        assert!(pool.each_at_most.is_none_or(|most| lasted <= most), "{lasted} at {at}");
                        spent[who] += lasted;
                        begun[who] = Time::NEVER;
                    }
                    if to == Doing::PoolBreak {
                        assert!(on_shift[who] && at >= busy_until[who], "a break in a call at {at}");
                        (begun[who], taken[who]) = (at, taken[who] + 1);
                    }
                    let continues = asked_before[who] > 0;
                    match pool.budget {
                        Budget::Time(most) => {
                            assert!(continues || spent[who] <= most, "{} spent", spent[who])
                        }
                        Budget::Breaks(most) => {
                            assert!(continues || taken[who] <= most, "{} breaks", taken[who])
                        }
                        Budget::Endless => {}
                    }
                }
                _ => {}
            }
        }
    });
}

#[test]
fn nobody_is_answered_out_of_order_in_a_queue_by_those_of_his_priority() {
    in_any_centre(|model, luck| {
        let mut lines: BTreeMap<(QueueId, u32), Vec<u64>> = BTreeMap::new();
        let line = |queue: QueueId, call: &CallFacts| (queue, model.kinds[call.kind.index()].priority);
        for (at, notice) in log(model, luck) {
            match notice {
                Notice::Offered { call, queue } => {
                    lines.entry(line(queue, &call)).or_default().push(call.number)
                }
                Notice::Answered { call, queue, .. } => {
                    let waiting = lines.entry(line(queue, &call)).or_default();
                    assert_eq!(waiting.first(), Some(&call.number), "at {at}");
                    waiting.remove(0);
                }
                Notice::Abandoned { call, queue, .. }
                | Notice::Blocked { call, queue }
                | Notice::Dropped { call, queue, .. } => {
                    lines.entry(line(queue, &call)).or_default().retain(|&number| number != call.number);
                }
                _ => {}
            }
        }
    });
}

#[test]
fn no_breaks_are_the_same_as_a_pool_of_none() {
    for seed in 1..=CENTRES {
        let mut bare = small(&mut Dice(seed * 6_121));
        bare.groups.iter_mut().for_each(|group| group.pool = None);
        let mut empty = bare.clone();
        for group in &mut empty.groups {
            if let Staffing::Shifts(_) = group.staffing {
                let budget = if seed.is_multiple_of(2) { Budget::Time(s(0)) } else { Budget::Breaks(0) };
                group.pool = Some(BreakPool { budget, ..pool_asking_every(60, 600) });
            }
        }
        let luck = Luck::new(seed, 1);
        assert_eq!(notices(bare, luck), notices(empty, luck), "dice {seed}");
    }
}

#[test]
fn a_run_forked_and_rejoined_is_the_run_unforked() {
    in_any_centre(|model, luck| {
        let whole = log(model, luck);
        let mut dice = Dice(whole.len() as u64 + 1);
        let mut instants: Vec<Time> = (0..6).map(|_| at(10 * dice.roll(18_000))).collect();
        instants.sort();
        let (mut day, mut pieces) = (Day::new(model, luck), Log::default());
        for instant in instants {
            day.run_until(model, instant, &mut pieces);
            // The fork runs ahead under other luck and is thrown away; the day doesn't notice.
            let mut fork = day.clone();
            fork.reseed(model, Luck::new(99, 99));
            fork.run(model, &mut ());
            let (mut ahead, mut twin) = (pieces.clone(), day.clone());
            twin.run(model, &mut ahead);
            assert_eq!(ahead.0, whole, "forked at {instant}");
        }
        day.run(model, &mut pieces);
        assert_eq!(pieces.0, whole);
    });
}

/// A centre whose luck is all written down, `k` times as slow.
fn recorded(seed: u64, k: u64) -> Design {
    let mut dice = Dice(seed * 6_121);
    let mut design = floor_open(100 * k, 3_100 * k, &[]);
    let mut length = |most: u64| s(k * (1 + dice.roll(most)));
    let mut call = || GivenCall {
        arrives: at(0) + s(100 * k) + length(2_900),
        patience: Some(length(90)),
        talk: Some(length(200)),
        wrap_up: Some(length(30)),
    };
    let mut calls: Vec<GivenCall> = (0..120).map(|_| call()).collect();
    calls.sort_by_key(|call| call.arrives);
    design.kinds[0].arrivals = Arrivals::Given(calls);
    design.queues[0].capacity = seed.is_multiple_of(3).then_some(2);
    design.lines = seed.is_multiple_of(5).then_some(7);
    design.after_close =
        if seed.is_multiple_of(2) { AfterClose::DropWaiting } else { AfterClose::ServeWaiting };
    design.seats = seed.is_multiple_of(4).then_some(4);
    design = with_shift(design, 3, 50 * k, 2_000 * k);
    design = with_shift(design, 4, 1_000 * k, 3_300 * k);
    let (kind, when) = (RestKind::Meal, RestTime::AfterStart(s(500 * k)));
    let rest = PlannedRest { kind, when, spread: s(600 * k), lasts: s(300 * k) };
    for group in 0..2 {
        shifts(&mut design, group)[0].rests.push(rest);
        let mut pool = pool_asking_every(400 * k, 100 * k);
        pool.budget = Budget::Time(s(250 * k));
        pool.at_once_at_most = Some(Cap::Count(1));
        design.groups[group].pool = Some(pool);
    }
    design
}

#[test]
fn recorded_luck_in_slow_motion_is_the_same_story() {
    for seed in 1..=60 {
        let told = |k: u64| -> Vec<(u64, String)> {
            let words = |(at, notice): (Time, Notice)| {
                // Who and what, and when in units of k; lengths are scaled back likewise.
                let unit = |span: Span| span.as_us() / k;
                let text = match notice {
                    Notice::Answered { call, agent, offered, talk, .. } => {
                        format!("{} by {agent:?} {} {}", call.number, unit(at.since(offered)), unit(talk))
                    }
                    Notice::Abandoned { call, offered, .. } => {
                        format!("{} gives up {}", call.number, unit(at.since(offered)))
                    }
                    Notice::Dropped { call, .. } => format!("{} dropped", call.number),
                    Notice::Blocked { call, .. } => format!("{} blocked", call.number),
                    Notice::LineBlocked(call) => format!("{} line", call.number),
                    Notice::Turned { agent, from, to } => format!("{agent:?} {from:?} {to:?}"),
                    _ => return None,
                };
                Some((at.as_us() / k, text))
            };
            notices(recorded(seed, k), Luck::new(1, 0)).into_iter().filter_map(words).collect()
        };
        let plain = told(1);
        assert!(plain.len() > 100, "only {} lines", plain.len());
        for k in [2, 7, 25] {
            assert_eq!(plain, told(k), "dice {seed}, {k} times as slow");
        }
    }
}

#[test]
fn an_unused_kind_queue_or_group_changes_nothing() {
    for seed in 1..=CENTRES {
        let design = small(&mut Dice(seed * 6_121));
        let mut larger = design.clone();
        let queue = QueueId::from(larger.queues.len());
        larger.queues.push(Queue::new("unused", fixed(60)));
        larger.kinds.push(CallerKind::new("unused", Arrivals::Given(Vec::new()), Entry::Queue(queue)));
        if larger.seats.is_none() {
            larger = with_heads(larger, 2, &[queue.0]);
        }
        let people = Model::new(design.clone()).people().len();
        let luck = Luck::new(seed, 1);
        let is_new = |notice: &Notice| match notice {
            Notice::Turned { agent, .. } | Notice::ShiftStarted { agent, .. } | Notice::ShiftEnded(agent) => {
                agent.index() >= people
            }
            _ => false,
        };
        let mut with = notices(larger, luck);
        with.retain(|(_, notice)| !is_new(notice));
        assert_eq!(notices(design, luck), with, "dice {seed}");
    }
}

#[test]
fn no_two_draws_of_a_call_or_a_duty_share_their_luck() {
    let same = Distribution::exponential(s(100));
    let mut design = with_heads(floor_open(0, 40_000, &[]), 1, &[0]);
    (design.queues[0].talk, design.queues[0].wrap_up) = (same.clone(), Some(same.clone()));
    design.kinds[0].patience = Some(same.clone());
    let (after, share, all) = (same.clone(), 1.0, false);
    let (after_hang_up, after_served, after_drop) = (all, all, all);
    design.kinds[0].redial =
        Some(Redial { share, after, at_most: None, after_hang_up, after_served, after_drop });
    let exits = vec![(1.0, Exit::Queue(QueueId(0)))];
    design.menus.push(Menu { name: "welcome".to_owned(), lasts: same.clone(), exits });
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    let model = Model::new(design);
    let mut drawn: Vec<Span> = Vec::new();
    for (caller, attempt) in (0..200).flat_map(|caller| [(caller, 0), (caller, 1)]) {
        let fate = Luck::new(1, 0).of_call(&model, KindId(0), caller, attempt);
        drawn.extend([fate.talk(QueueId(0)), fate.wrap_up(QueueId(0)), fate.way(MenuId(0)).lasts]);
        drawn.extend(fate.patience());
        drawn.extend(fate.redials_after());
    }
    let mut pool = pool_asking_every(1, 600);
    pool.lasts = Some(same.clone());
    let clock = AskingClock { every: same, when_idle: false };
    for (day, number) in (0..20).flat_map(|day| (0..20).map(move |number| (day, number))) {
        let fate = Luck::new(1, 0).of_duty(&model, AgentId(0), day);
        drawn.push(fate.working_time(&clock, number));
        drawn.extend(fate.break_lasts(&pool, number));
    }
    // Of 2,800 exponential microseconds a pair or two may agree by chance.
    let count = drawn.len();
    drawn.sort();
    drawn.dedup();
    assert!(count == 2_800 && count - drawn.len() < 5, "{} of {count} are shared", count - drawn.len());
}

/// When each call of a queue of patient callers is answered, by its number; a call unanswered at the end never.
fn answers(talk: &[u64], calls_at: &[u64], heads: u32) -> BTreeMap<u64, Time> {
    let mut design = floor(calls_at);
    design.queues[0].talk = listed(talk);
    let model = Model::new(with_heads(design, heads, &[0]));
    let answered = log(&model, Luck::new(1, 0)).into_iter().filter_map(|(at, notice)| match notice {
        Notice::Answered { call, .. } => Some((call.number, at)),
        _ => None,
    });
    answered.collect()
}

#[test]
fn with_one_agent_more_no_patient_caller_waits_longer() {
    // Call by call, whatever the arrivals and talk times (Kiefer and Wolfowitz 1955): the case
    // GOLD-monotone-without-abandonment.
    for seed in 1..=CENTRES {
        let mut dice = Dice(seed * 7_919);
        let calls = 20 + dice.roll(200);
        let mut calls_at: Vec<u64> = (0..calls).map(|_| dice.roll(8_000)).collect();
        calls_at.sort_unstable();
        let talk: Vec<u64> = calls_at.iter().map(|_| 1 + dice.roll(600)).collect();
        let heads = 1 + dice.roll(8) as u32;
        let (fewer, more) = (answers(&talk, &calls_at, heads), answers(&talk, &calls_at, heads + 1));
        assert!(more.len() >= fewer.len() && !fewer.is_empty());
        for (call, at) in fewer {
            assert!(more[&call] <= at, "seed {seed}: call {call} waits longer with {} agents", heads + 1);
        }
    }
}
