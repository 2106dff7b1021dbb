//! Rule 13: whose call is next, and which of several available agents answers.

use acd_engine::*;

use crate::floor::*;

const ANSWERED: &[&str] = &["answered"];

/// Two queues of 60 s talk, `main` and `other`, with a caller kind each.
fn two_queues(main: &[u64], other: &[u64]) -> Design {
    let mut design = floor(main);
    design.queues.push(Queue::new("other", fixed(60)));
    design.kinds.push(CallerKind::new("others", Arrivals::at_seconds(other), Entry::Queue(QueueId(1))));
    design
}

/// One queue that two kinds enter; the second is served first.
fn two_priorities(first: &[u64], second: &[u64]) -> Design {
    let mut design = floor(first);
    design.kinds.push(CallerKind::new("urgent", Arrivals::at_seconds(second), Entry::Queue(QueueId(0))));
    design.kinds[0].priority = 5;
    design.kinds[1].priority = 1;
    design
}

/// Who answers when calls come at these seconds to agents with a rule for the next.
fn choosing(rule: NextAgent, mut design: Design, wanted: &str) {
    design.queues[0].next_agent = rule;
    check(design, ANSWERED, wanted);
}

#[test]
fn rule_13_a_better_priority_is_taken_before_a_longer_wait() {
    check(
        with_heads(two_priorities(&[0, 10, 20], &[30, 40]), 1, &[0]),
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 4 is answered by agent 1 after 30 s
        00:02:00 call 5 is answered by agent 1 after 80 s
        00:03:00 call 2 is answered by agent 1 after 170 s
        00:04:00 call 3 is answered by agent 1 after 220 s",
    );
}

#[test]
fn rule_13_a_better_priority_interrupts_nobody() {
    check(
        with_heads(two_priorities(&[0], &[1]), 1, &[0]),
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 59 s",
    );
}

#[test]
fn rule_13_a_priority_may_be_worth_some_waiting() {
    // Four priorities of 10 s each: the urgent are as if they had come 40 s sooner.
    let mut design = with_heads(two_priorities(&[0, 5, 20], &[50, 52]), 1, &[0]);
    design.priority_is_worth = Some(s(10));
    check(
        design,
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 2 is answered by agent 1 after 55 s
        00:02:00 call 4 is answered by agent 1 after 70 s
        00:03:00 call 5 is answered by agent 1 after 128 s
        00:04:00 call 3 is answered by agent 1 after 220 s",
    );
}

#[test]
fn rule_13_an_agent_takes_the_queue_he_prefers_before_priority_and_waiting() {
    let mut design = with_heads(two_queues(&[0, 10], &[20]), 1, &[0, 1]);
    design.kinds[0].priority = 1;
    design.kinds[1].priority = 9;
    design.groups[0].skills.prefers = vec![QueueId(1)];
    check(
        design,
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 3 is answered by agent 1 after 40 s
        00:02:00 call 2 is answered by agent 1 after 110 s",
    );
}

#[test]
fn rule_13_over_queues_he_prefers_alike_priority_decides() {
    let mut design = with_heads(two_queues(&[0, 10], &[20]), 1, &[0, 1]);
    design.kinds[0].priority = 2;
    design.kinds[1].priority = 1;
    check(
        design,
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:00 call 3 is answered by agent 1 after 40 s
        00:02:00 call 2 is answered by agent 1 after 110 s",
    );
}

#[test]
fn rule_13_a_call_goes_to_who_prefers_its_queue_most() {
    // Agent 1, available as long and of a lower number, would rather have the other queue.
    let mut design = with_heads(with_heads(two_queues(&[0, 1], &[]), 1, &[0, 1]), 1, &[0]);
    design.groups[0].skills.prefers = vec![QueueId(1)];
    check(
        design,
        ANSWERED,
        "
        00:00:00 call 1 is answered by agent 2 after 0 s
        00:00:01 call 2 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_13_the_longest_available_is_next() {
    choosing(
        NextAgent::LongestIdle,
        with_heads(floor(&[0, 100, 200]), 2, &[0]),
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:01:40 call 2 is answered by agent 2 after 0 s
        00:03:20 call 3 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_13_the_first_of_the_list_is_next() {
    choosing(
        NextAgent::ListedOrder,
        with_heads(floor(&[0, 10, 100, 200]), 2, &[0]),
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:00:10 call 2 is answered by agent 2 after 0 s
        00:01:40 call 3 is answered by agent 1 after 0 s
        00:03:20 call 4 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_13_the_least_occupied_is_next() {
    // Agent 1 has had 200 s, agent 2 after him 60 s and became available later: still he is next.
    let mut design = with_heads(floor(&[0, 150, 300]), 2, &[0]);
    design.queues[0].talk = listed(&[200, 60, 60]);
    choosing(
        NextAgent::LeastOccupied,
        design,
        "
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:02:30 call 2 is answered by agent 2 after 0 s
        00:05:00 call 3 is answered by agent 2 after 0 s",
    );
}

#[test]
fn rule_13_the_fewest_skills_are_next() {
    choosing(
        NextAgent::FewestSkills,
        with_heads(with_heads(two_queues(&[0, 1], &[]), 1, &[0, 1]), 1, &[0]),
        "
        00:00:00 call 1 is answered by agent 2 after 0 s
        00:00:01 call 2 is answered by agent 1 after 0 s",
    );
}

#[test]
fn rule_13_chance_gives_every_available_agent_his_share() {
    let seconds: Vec<u64> = (0..600).map(|number| number * 100).collect();
    let mut design = with_heads(floor(&seconds), 3, &[0]);
    design.queues[0].next_agent = NextAgent::Random;
    let story = story(design);
    let answers = |agent: u32| story.matches(&format!("is answered by agent {agent} after 0 s")).count();
    let counts = [answers(1), answers(2), answers(3)];
    assert_eq!(counts.iter().sum::<usize>(), 600);
    // 200 each, give or take 11.5: five of these.
    assert!(counts.iter().all(|count| (142..=258).contains(count)), "{counts:?}");
}

#[test]
fn rule_13_talk_and_wrap_up_are_multiplied_for_some_agents() {
    let mut design = with_heads(floor(&[0, 10]), 1, &[0]);
    design.queues[0].wrap_up = Some(fixed(20));
    design.groups[0].skills.times = vec![(QueueId(0), 1.5)];
    // 90 s of talk and 30 s of wrap-up.
    check(
        design,
        &["answered", "available"],
        "
        00:00:00 agent 1 is available
        00:00:00 call 1 is answered by agent 1 after 0 s
        00:02:00 call 2 is answered by agent 1 after 110 s
        00:04:00 agent 1 is available",
    );
}
