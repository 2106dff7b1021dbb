//! The Erlang column: what a planner's formula says beside the simulation, and why the two differ, in words.

use std::collections::BTreeSet;

use acd_scenario::printable;
use acd_study::{Besides, Cause, FormulaName, Unfit};
use serde_json::{Value, json};

use super::words::{NONE, or_none, percent};
use super::{Found, Language};

/// The column's header in tables.
pub const HEADER: &str = "Erlang";

/// Whether any queue has a formula, so that the table of queues has the column.
pub fn is_shown(besides: &Besides) -> bool {
    besides.queues.iter().any(Result::is_ok)
}

/// The cell of a scope: a queue by its place, else the total.
pub fn cell(besides: &Besides, place: usize) -> String {
    match besides.queues.get(place) {
        Some(Ok(beside)) => percent(beside.level),
        Some(Err(_)) => NONE.to_owned(),
        None => or_none(besides.total, percent),
    }
}

/// The column's sentence: why it differs from the simulation of this scenario, or why there is none.
pub fn sentence(found: &Found<'_>, language: Language) -> String {
    let why_not = why_not(found, language);
    match sentence_of_all(&[found.besides], language) {
        Some(sentence) if why_not.is_empty() => sentence,
        Some(sentence) => format!("{sentence}{}{why_not}", language.pick(" ", "")),
        None => why_not,
    }
}

/// The same of several hotlines, if there is a column.
pub fn sentence_of_all(all: &[&Besides], language: Language) -> Option<String> {
    let beside = all.iter().flat_map(|besides| besides.queues.iter().flatten());
    let names: BTreeSet<&str> = beside.map(|beside| name(beside.formula)).collect();
    if names.is_empty() {
        return None;
    }
    let names: Vec<&str> = names.into_iter().collect();
    let causes: BTreeSet<Cause> = all.iter().flat_map(|besides| besides.causes()).collect();
    let causes: Vec<&str> = causes.into_iter().map(|cause| words(cause, language)).collect();
    Some(match language {
        Language::En => {
            let names = names.join(" or ");
            let head =
                format!("Erlang: in time by Erlang {names} from each interval's calls and agents at work");
            match &causes[..] {
                [] => format!("{head}; it differs by luck only, as nothing here breaks what it assumes."),
                [one] => format!("{head}; it differs because {one}."),
                [first @ .., last] => {
                    format!("{head}; it differs because {}, and {last}.", first.join(", "))
                }
            }
        }
        Language::Zh => {
            let head = format!(
                "Erlang：按各时段的来电与在岗人数，由 Erlang {} 公式算得的接通率",
                names.join(" 或 ")
            );
            match &causes[..] {
                [] => format!("{head}；此处符合公式的全部假设，差别只是偶然。"),
                causes => format!("{head}；与模拟不同，是因为{}。", causes.join("，")),
            }
        }
    })
}

fn why_not(found: &Found<'_>, language: Language) -> String {
    let reasons = found.scenario.queues.iter().zip(&found.besides.queues);
    let said = reasons.filter_map(|(queue, beside)| {
        let label = printable(&queue.label);
        match beside.as_ref().err()? {
            Unfit::SharedAgents => Some(language.pick(
                format!("the agents of {label} answer other queues too"),
                format!("{label}的咨询员还接听其他队列"),
            )),
            Unfit::Overflow => Some(language.pick(
                format!("the agents of {label} help others, or are helped"),
                format!("{label}的咨询员与其他组互相支援"),
            )),
            Unfit::SeveralPatiences => Some(language.pick(
                format!("callers of {label} differ in patience"),
                format!("{label}的来电者耐心各不相同"),
            )),
            Unfit::ReplayedTimes => Some(language.pick(
                format!("calls to {label} bring times of their own"),
                format!("{label}的来电自带时长"),
            )),
            Unfit::Overloaded => Some(language.pick(
                format!(
                    "nobody gives up in {label}, and an interval has more load than whole agents at work"
                ),
                format!("{label}无人放弃，且有时段的负荷超过在岗人数"),
            )),
            Unfit::NoCalls => Some(language.pick(
                format!("{label} takes chats or work, not calls"),
                format!("{label}受理的是在线会话或工单，不是电话"),
            )),
            Unfit::Nothing => None,
        }
    });
    let said: Vec<String> = said.collect();
    if said.is_empty() {
        return String::new();
    }
    language.pick(
        format!("No Erlang formula stands beside: {}.", said.join("; ")),
        format!("没有可对照的 Erlang 公式：{}。", said.join("；")),
    )
}

fn name(formula: FormulaName) -> &'static str {
    match formula {
        FormulaName::ErlangA => "A",
        FormulaName::ErlangC => "C",
    }
}

/// A cause as a part of the sentence.
fn words(cause: Cause, language: Language) -> &'static str {
    match cause {
        Cause::Redials => language.pick("those who give up call again soon after", "放弃者不久又重拨"),
        Cause::CallsAgain => {
            language.pick("those whose matter was not settled call again", "问题未解决者再次来电")
        }
        Cause::Busyness => language.pick("some days are busier than others", "各天忙闲不同"),
        Cause::Averages => {
            language.pick("calls or agents change within an interval", "时段之内来电或人数有变化")
        }
        Cause::CarriedOver => language
            .pick("what waits at an interval's end is carried into the next", "时段末仍在等待者带入下一时段"),
        Cause::Rests => language.pick("agents come and go with breaks and meals", "咨询员因小休与用餐进出"),
        Cause::ShiftEnds => language.pick("shifts end in the middle of calls", "班次在通话中途结束"),
        Cause::Patience => language.pick("patience is not exponential", "耐心不服从指数分布"),
        Cause::HandleTimes => language.pick("handle times are not exponential", "处理时长不服从指数分布"),
        Cause::Balks => language.pick("some hang up at once", "有人见无空闲立即挂断"),
        Cause::Places => language.pick("the room to wait is limited", "等待位有限"),
        Cause::Lines => language.pick("telephone lines are limited", "电话线路有限"),
        Cause::GivenArrivals => language.pick("calls come at given instants", "来电时刻是给定的"),
        Cause::Announcements => {
            language.pick("callers are told how long they will wait", "来电者被告知预计等待时间")
        }
        Cause::CallBacks => language.pick("some hang up to be called back", "有人挂断等候回拨"),
        Cause::Drops => language.pick("who waits at closing is dropped", "下班时仍在等待者被切断"),
        Cause::Openings => language.pick("the centre opens with nobody waiting", "开始营业时无人等待"),
        Cause::Attendance => {
            language.pick("how many agents are there differs from day to day", "各天到岗人数不同")
        }
        Cause::Learning => language.pick("agents who learn take longer at first", "新手起初处理较慢"),
    }
}

/// A queue's entry in `--json`, or null.
pub fn in_json(besides: &Besides, place: usize) -> Value {
    let Some(Ok(beside)) = besides.queues.get(place) else { return Value::Null };
    json!({
        "formula": name(beside.formula),
        "agents": beside.agents,
        "service_level_ratio": beside.level,
        "abandonment_ratio": beside.abandonment,
        "asa_s": beside.asa_s,
    })
}
