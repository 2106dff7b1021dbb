//! How logs are read: other names, other clocks, any order; and what is said of bad ones.

use acd_fit::{Columns, Log, Outcome, Problems};

use crate::read;

fn problems(csv: &str) -> String {
    match Log::read("calls.csv", csv.as_bytes(), &Columns::default()) {
        Ok(log) => panic!("{} calls were read", log.calls.len()),
        Err(problems) => problems.to_string(),
    }
}

fn columns(text: &str) -> Result<Columns, Problems> {
    Columns::read("columns.toml", text)
}

/// What a log of a few lines is told, the first problem's first line.
#[track_caller]
fn says(csv: &str, wanted: &str) {
    let told = problems(csv);
    assert!(told.starts_with(wanted), "{told}");
}

const HEAD: &str = "arrived_s,wait_s,outcome,talk_s";

#[test]
fn rows_may_come_in_any_order_and_columns_too() {
    let log = read("talk_s,outcome,wait_s,arrived_s\n60,answered,5,29000\n,abandoned,9,28800\n");
    let arrived: Vec<f64> = log.calls.iter().map(|call| call.arrived).collect();
    assert_eq!(arrived, [28_800.0, 29_000.0]);
    assert_eq!((log.calls[0].outcome, log.calls[1].talk), (Outcome::Abandoned, Some(60.0)));
    assert_eq!(
        (log.kinds, log.queues, log.days, log.starts),
        (vec!["callers".to_owned()], vec!["main".to_owned()], 1, None)
    );
}

#[test]
fn a_log_of_another_system_is_read_by_its_own_names_and_clock() {
    let table = "arrived_s = \"Arrival Time\"\nqueue = \"Skill\"\n\
        wait_s = { from = \"Arrival Time\", to = \"Picked\" }\ntalk_s = \"Talk\"\n\
        outcome = { column = \"Result\", answered = [\"OK\"], abandoned = [\"Lost\", \"Hangup\"] }\n";
    let csv = "\u{feff}Arrival Time;Skill;Picked;Talk;Result\n\
        2024-01-02 08:00:00;sales;2024-01-02 08:00:07.5;0:03:20;ok\n\
        2024-01-04 09:30:00;sales;2024-01-04 09:31:00;;LOST\n";
    let log = Log::read("acd.csv", csv.as_bytes(), &columns(table).expect("a table")).expect("a log");
    assert_eq!(log.starts.map(|date| date.to_string()), Some("2024-01-02".to_owned()));
    assert_eq!(
        (log.days, log.calls[0].arrived, log.calls[0].wait, log.calls[0].talk),
        (3, 28_800.0, Some(7.5), Some(200.0))
    );
    assert_eq!((log.calls[1].outcome, log.calls[1].wait), (Outcome::Abandoned, Some(60.0)));
}

#[test]
fn what_is_wrong_with_a_log_is_said_with_its_line() {
    says("", "calls.csv: the file is empty\nhelp: ");
    says(&format!("{HEAD}\n"), "calls.csv: the log has no calls\nhelp: ");
    says(
        "arrival,wait_s,outcome\n1,2,answered\n",
        "calls.csv:1: there is no column arrived_s: when each call came in\nhelp: say which column it is in a file that --columns names, as arrived_s = \"arrival\"; the file has arrival, wait_s, outcome",
    );
    says(
        "arrived_s,wait_s,queue\n1,2,main\n",
        "calls.csv:1: there is no column outcome, nor talk_s: which calls were answered?",
    );
    says(
        &format!("{HEAD}\n1,abc,answered,5\n"),
        "calls.csv:2: wait_s: \"abc\" is no length of time\nhelp: write seconds as 12.5",
    );
    says(&format!("{HEAD}\n1,-2,answered,5\n"), "calls.csv:2: wait_s: \"-2\" is no length of time");
    says(
        &format!("{HEAD}\nsoon,2,answered,5\n"),
        "calls.csv:2: arrived_s: \"soon\" is no instant\nhelp: write seconds since",
    );
    says(
        &format!("{HEAD}\n1,2,answered,5\n1,2,answered\n"),
        "calls.csv:3: the row has 3 cells, the first line 4",
    );
    says(
        &format!("{HEAD}\n1,,answered,5\n"),
        "calls.csv:2: wait_s is empty, and the call was answered or abandoned",
    );
    says(&format!("{HEAD}\n,1,answered,5\n"), "calls.csv:2: arrived_s is empty");
    says(
        &format!("{HEAD}\n1,2,OK,5\n3,4,OK,6\n"),
        "calls.csv:2: outcome: nobody knows what \"OK\" means; 2 rows have it\nhelp: say what it means",
    );
    says(
        &format!("{HEAD}\n5,1,answered,5\n2024-01-01T08:00:00,1,answered,6\n"),
        "calls.csv:3: arrived_s: \"2024-01-01T08:00:00\" is of another sort than the instant of line 2",
    );
    says(
        &format!("{HEAD}\n1,1,answered,5\n9e12,1,answered,6\n"),
        "calls.csv: its calls lie 104166667 days apart",
    );
    says(
        "arrived_s,offered_s,wait_s,outcome\n10,5,1,answered\n",
        "calls.csv:2: offered_s lies 5 s before arrived_s",
    );
    says(
        "arrived_s,wait_s,outcome,attempt\n10,5,answered,0\n",
        "calls.csv:2: attempt: \"0\" is no number of an attempt",
    );
}

#[test]
fn all_problems_are_said_at_once_and_many_are_counted() {
    let rows: String = (0..50).map(|row| format!("{row},x{row},answered,5\n")).collect();
    let told = problems(&format!("{HEAD}\n{rows}"));
    assert_eq!(told.matches("is no length of time").count(), 20);
    assert!(told.ends_with("... and 30 more"), "{told}");
}

#[test]
fn bytes_that_are_no_text_are_said_with_their_line() {
    let bytes = [HEAD.as_bytes(), b"\n1,2,answered,5\n1,2,\xff\xfe,5\n"].concat();
    let told = Log::read("calls.csv", &bytes[..], &Columns::default()).expect_err("no text").to_string();
    assert!(told.starts_with("calls.csv:3: the row is no UTF-8 text"), "{told}");
}

#[test]
fn what_is_wrong_with_a_table_of_columns_is_said_with_its_line() {
    let told = |text: &str| columns(text).expect_err("a problem").to_string();
    assert!(
        told("arrival = \"A\"\n").starts_with(
            "columns.toml:1: \"arrival\" is no quantity of a log\nhelp: did you mean arrived_s?"
        )
    );
    assert!(told("\nwait_s = 5\n").starts_with("columns.toml:2: wait_s is no column's name"));
    assert!(told("kind = { from = \"a\", to = \"b\" }\n").contains("kind does not say which column it is"));
    assert!(told("outcome = { column = \"R\", anwsered = [\"OK\"] }\n").contains("did you mean answered?"));
    assert!(
        told("outcome = { column = \"R\", answered = [1] }\n")
            .contains("the words of an outcome are no texts")
    );
    assert!(told("arrived_s = \n").starts_with("columns.toml:1: "));
    let missing = columns("arrived_s = \"Ankunft\"\n").expect("a table");
    let told = Log::read("calls.csv", &b"Arrival,wait_s,outcome\n1,2,answered\n"[..], &missing)
        .expect_err("a problem");
    assert!(told.to_string().starts_with(
        "calls.csv:1: there is no column \"Ankunft\", which the table of columns names for arrived_s"
    ));
}

#[test]
fn an_abandoned_call_without_the_instant_that_ends_its_wait_is_told() {
    let table = "wait_s = { from = \"Queued\", to = \"Picked\" }\noutcome = { column = \"Result\", answered = [\"OK\"], \
        abandoned = [\"Lost\"] }\n";
    let csv = "arrived_s,Queued,Picked,Result\n100,100,107,OK\n200,200,,Lost\n";
    let told = match Log::read("acd.csv", csv.as_bytes(), &columns(table).expect("a table")) {
        Ok(log) => panic!("{:?}", log.calls),
        Err(problems) => problems.to_string(),
    };
    assert!(
        told.starts_with("acd.csv:3: the instant that wait_s is to is empty, and the call was"),
        "{told}"
    );
}

#[test]
fn without_outcomes_a_talk_of_nothing_is_no_answer() {
    let log = read("arrived_s,wait_s,talk_s\n100,5,0\n200,9,0:03:20\n300,7,\n");
    let outcomes: Vec<Outcome> = log.calls.iter().map(|call| call.outcome).collect();
    assert_eq!(outcomes, [Outcome::Abandoned, Outcome::Answered, Outcome::Abandoned]);
}
