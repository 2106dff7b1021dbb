//! The sentences that the page begins with, in both languages: those of the summary in the terminal.

use acd_scenario::QueueTerms;
use acd_study::{Goal, goals};
use maud::{Markup, html};

use super::both::{both, in_both};
use super::sheet::Row;
use crate::report::summary::{flow_sentences, goal_in_words, goal_sentence};
use crate::report::words::NONE;
use crate::report::{Found, beside, search};

/// `80% within 20 s`.
pub fn asked(queue: &QueueTerms, goal: &Goal) -> Markup {
    in_both(|language| goal_in_words(queue, (goal.asked, goal.share), language))
}

/// `14.7 points short`.
pub fn distance(goal: &Goal) -> Markup {
    let Some(mean) = goal.reached.mean else { return html! { (NONE) } };
    let points = (mean - goal.share) * 100.0;
    let amount = format!("{:.1}", points.abs());
    if points < 0.0 {
        both(format!("{amount} points short"), format!("差 {amount} 个百分点"))
    } else {
        both(format!("{amount} points above"), format!("高出 {amount} 个百分点"))
    }
}

/// What a planner reads first: what a search answers, then each goal; without both, what became of the calls.
pub fn headlines(found: &Found<'_>, total: &Row<'_>) -> Markup {
    let goals = goals(found.scenario, found.outcome);
    let several = found.scenario.queues.len() > 1;
    let answer = found.scenario.search.as_ref().zip(found.searched).filter(|_| !goals.is_empty());
    html! {
        @if let Some((search, searched)) = answer {
            p.headline { (in_both(|language| search::answer(found.scenario, search, searched, language))) }
            p { (in_both(|language| search::as_it_stands(found, language).unwrap_or_default())) }
        }
        @for goal in &goals {
            @let queue = &found.scenario.queues[goal.queue];
            p class=[answer.is_none().then_some("headline")] {
                (in_both(|language| goal_sentence(goal, queue, several, language)))
            }
        }
        @if goals.is_empty() { p.headline { (flow(total)) } }
    }
}

/// What became of the calls.
pub fn flow(total: &Row<'_>) -> Markup {
    let figure = |id: &str| total.named_figure(id);
    both(
        html! {
            "Of " (figure("offered_count")) " calls offered " (figure("answered_count")) " were answered, "
            (figure("service_level_ratio")) " of the offered in time; the mean wait was " (figure("wait_mean_s")) "."
        },
        html! {
            "人工请求 " (figure("offered_count")) "，人工接听 " (figure("answered_count")) "，及时接通 "
            (figure("service_level_ratio")) "；平均等待 " (figure("wait_mean_s")) "。"
        },
    )
}

/// Where the calls went and what the agents did, and why a formula says otherwise.
pub fn notes(found: &Found<'_>) -> Markup {
    let total = &found.outcome.total().whole;
    html! {
        p { (in_both(|language| flow_sentences(total, language))) }
        p.note { (in_both(|language| beside::sentence(found, language))) }
    }
}
