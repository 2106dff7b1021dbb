//! What holds at every instant of a rich random day, whatever the luck: seats, caps, budgets, and every call
//! accounted for once.

use std::collections::BTreeMap;

use acd_engine::*;

use crate::floor::*;
use crate::luck::random_centre;

const SEATS: u32 = 5;
const CAP: u32 = 2;

#[derive(Default)]
struct Watch {
    doing: BTreeMap<AgentId, (Doing, Time)>,
    rested: BTreeMap<AgentId, Span>,
    last: Time,
    calls: BTreeMap<u64, &'static str>,
}

impl Watch {
    fn ends(&mut self, call: &CallFacts, how: &'static str) {
        let before = self.calls.insert(call.number, how);
        assert_eq!(before, Some("open"), "call {} ends twice or never came", call.number);
    }

    fn turns(&mut self, at: Time, agent: AgentId, from: Doing, to: Doing) {
        let (doing, since) = self.doing.insert(agent, (to, at)).unwrap_or((Doing::Off, at));
        assert_eq!(doing, from, "agent {} turns from what he didn't do", agent.0);
        if from == Doing::PoolBreak {
            *self.rested.entry(agent).or_default() += at.since(since);
        }
    }

    /// Limits hold between instants; inside one, the next may be told to go before the last is told back.
    fn checks_limits(&mut self, at: Time) {
        if at == self.last {
            return;
        }
        self.last = at;
        let count = |wanted: fn(Doing) -> bool| {
            self.doing.values().filter(|(doing, _)| wanted(*doing)).count() as u32
        };
        assert!(
            count(|doing| !matches!(doing, Doing::Off | Doing::AwaitingSeat)) <= SEATS,
            "too many seats before {at}"
        );
        assert!(count(|doing| doing == Doing::PoolBreak) <= CAP, "too many on a break before {at}");
    }
}

impl Observer for Watch {
    fn note(&mut self, at: Time, notice: &Notice) {
        self.checks_limits(at);
        match notice {
            Notice::Arrived(call) => assert_eq!(self.calls.insert(call.number, "open"), None),
            Notice::LineBlocked(call) => self.ends(call, "line blocked"),
            Notice::HungUpInIvr { call, .. } => self.ends(call, "hung up"),
            Notice::ServedByIvr { call, .. } => self.ends(call, "served"),
            Notice::Abandoned { call, .. } => self.ends(call, "abandoned"),
            Notice::Blocked { call, .. } => self.ends(call, "blocked"),
            Notice::Dropped { call, .. } => self.ends(call, "dropped"),
            Notice::Answered { call, .. } => self.ends(call, "answered"),
            Notice::ShiftStarted { agent, .. } => {
                self.rested.insert(*agent, Span::ZERO);
            }
            Notice::Turned { agent, from, to } => self.turns(at, *agent, *from, *to),
            _ => {}
        }
    }
}

fn rich_centre() -> Design {
    let mut design = random_centre();
    design.kinds[0].balks = 0.1;
    design.kinds[0].enters = Entry::Menu(MenuId(0));
    let exits = vec![
        (0.1, Exit::HangUp),
        (0.1, Exit::Served),
        (0.1, Exit::Menu(MenuId(0))),
        (0.7, Exit::Queue(QueueId(0))),
    ];
    design.menus.push(Menu { name: "m".into(), lasts: Distribution::lognormal(s(25), 0.5), exits });
    design.lines = Some(9);
    design.queues[0].capacity = Some(4);
    design.seats = Some(SEATS);
    if let Some(pool) = &mut design.groups[0].pool {
        pool.at_once_at_most = Some(Cap::Count(CAP));
    }
    shifts(&mut design, 0)[0].heads = 4;
    shifts(&mut design, 0)[0].rests =
        vec![PlannedRest { kind: RestKind::Meal, after: s(14_400), spread: s(3_600), lasts: s(1_800) }];
    with_shift(design, 4, 50_400, 72_000)
}

#[test]
fn seats_caps_budgets_and_calls_hold_whatever_the_luck() {
    let model = Model::new(rich_centre());
    let mut ends: BTreeMap<&str, u32> = BTreeMap::new();
    for replication in 0..200 {
        let mut watch = Watch::default();
        Day::new(&model, Luck::new(4, replication)).run(&model, &mut watch);
        for (agent, rested) in &watch.rested {
            assert!(*rested <= s(2_400), "agent {} rested {rested}", agent.0);
        }
        for how in watch.calls.values() {
            *ends.entry(how).or_default() += 1;
        }
    }
    assert!(!ends.contains_key("open"), "calls without an end: {ends:?}");
    for how in ["answered", "abandoned", "blocked", "line blocked", "hung up", "served"] {
        assert!(ends.get(how).is_some_and(|&count| count > 50), "{how} hardly occurs: {ends:?}");
    }
}
