//! Which queues share agents.

use acd_fit::{Fitted, fit};

use crate::{GIVEN, load, logs, read};

/// Two queues, each with agents of its own.
const TWO_TEAMS: &str = r#"schema = 1
[calendar]
days = 5
opens = "08:00"
closes = "18:00"
interval = "1 h"
[callers.one]
arrivals.per_day = 600
patience.exponential = { mean = "2 min" }
enters.queue = "sales"
[callers.two]
arrivals.per_day = 600
patience.exponential = { mean = "2 min" }
enters.queue = "service"
[queues.sales]
talk.exponential = { mean = "4 min" }
[queues.service]
talk.exponential = { mean = "4 min" }
[agents.sellers]
heads = 5
answers = ["sales"]
[agents.servants]
heads = 5
answers = ["service"]
[run]
replications = 1
"#;

/// What is fitted when of the calls that were answered in the second queue every so many was answered by an agent of the
/// first.
fn fitted_with_help(every: usize) -> Fitted {
    let mut log = read(&logs(&load(TWO_TEAMS, "")).remove(0));
    let seller = log.calls.iter().find(|call| call.queue == Some(0)).and_then(|call| call.agent);
    assert!(seller.is_some(), "the log names agents");
    let of_service = log.calls.iter_mut().filter(|call| call.queue == Some(1) && call.agent.is_some());
    of_service.step_by(every).for_each(|call| call.agent = seller);
    fit(log, GIVEN)
}

#[test]
fn who_helps_out_once_joins_no_teams_and_who_does_so_often_joins_them() {
    assert_eq!(fitted_with_help(10_000).staff.len(), 2);
    assert_eq!(fitted_with_help(20).staff.len(), 1);
}
