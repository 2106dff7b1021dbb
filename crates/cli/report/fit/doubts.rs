//! What a log can't tell, what was taken for granted, and what does not fit.

use acd_fit::{Fitted, Kind, Outcome};

use crate::report::Language;
use crate::report::words::{count, percent, printable_line};

/// More than this share of patience beyond the longest wait is worth a word.
const UNSEEN: f64 = 0.5;
/// More than this share of times that are zero is.
const ZEROS: f64 = 0.02;

/// All of it, a sentence each.
pub fn all(fitted: &Fitted, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    misfits(fitted, language, &mut lines);
    about_log(fitted, language, &mut lines);
    for kind in &fitted.kinds {
        about_kind(fitted, kind, language, &mut lines);
    }
    about_times(fitted, language, &mut lines);
    about_staff(fitted, language, &mut lines);
    lines
}

fn misfits(fitted: &Fitted, language: Language, lines: &mut Vec<String>) {
    for row in fitted.misfits() {
        let key = printable_line(acd_fit::table::family_of(&row.key));
        let distance = percent(row.goodness.map_or(0.0, |goodness| goodness.distance));
        lines.push(if key.ends_with(".arrivals") {
            language.pick(
                format!("MISFIT: days have different profiles ({key}): weekdays, holidays or a campaign; fit parts of the log apart."),
                format!("不符：各日的时段分布不同（{key}）：工作日、节假日或活动所致；请分段拟合。"),
            )
        } else {
            language.pick(
                format!("MISFIT: {key} is off by up to {distance}: no family that a scenario knows has this shape; look at its plot."),
                format!("不符：{key} 最多相差 {distance}：场景支持的分布都没有这种形状；请看其图。"),
            )
        });
    }
}

fn about_log(fitted: &Fitted, language: Language, lines: &mut Vec<String>) {
    let log = &fitted.log;
    if !log.has.outcome {
        lines.push(language.pick(
            "There is no column outcome: calls with a talk time were taken as answered, all others as given up.".to_owned(),
            "没有 outcome 列：有通话时长的视为接听，其余视为放弃。".to_owned(),
        ));
    }
    if !log.has.caller && log.has.attempt {
        lines.push(language.pick(
            "There is no column caller: how often and when callers call again can't be told, so redials are left out.".to_owned(),
            "没有 caller 列：无法得知重拨的比例与时间，因此不含重拨。".to_owned(),
        ));
    } else if !log.has.caller {
        lines.push(language.pick(
            "There is no column caller: who called again is counted as a first call, so fewer give up for good than it \
             seems, and more agents will bring fewer calls than the scenario expects."
                .to_owned(),
            "没有 caller 列：重拨被当作首次来电，场景会低估增加座席后来电的减少。".to_owned(),
        ));
    } else if !log.has.attempt {
        lines.push(language.pick(
            "There is no column attempt: a caller's next call within 24 hours of one that got no agent was taken as its redial."
                .to_owned(),
            "没有 attempt 列：未获接听后 24 小时内同一来电者的下一个来电视为重拨。".to_owned(),
        ));
    }
    if log.starts.is_none() && log.days >= 7 {
        lines.push(language.pick(
            "The log has no dates: its first day counts as a Monday.".to_owned(),
            "记录没有日期：首日按星期一处理。".to_owned(),
        ));
    }
    let lines_busy = log.calls.iter().filter(|call| call.outcome == Outcome::LineBlocked).count();
    if lines_busy > 0 {
        let calls = count(lines_busy as f64);
        lines.push(language.pick(
            format!(
                "{calls} calls found no free line: how many there are no log tells; write [lines] trunks."
            ),
            format!("{calls} 个来电遇忙（无空闲线路）：记录无法得知线路数，请填写 [lines] trunks。"),
        ));
    }
    let full = log.calls.iter().filter(|call| call.outcome == Outcome::Blocked).count();
    if full > 0 {
        let calls = count(full as f64);
        lines.push(language.pick(
            format!("{calls} calls found their queue full: write its capacity."),
            format!("{calls} 个来电遇队列已满：请填写队列的 capacity。"),
        ));
    }
}

fn about_kind(fitted: &Fitted, kind: &Kind, language: Language, lines: &mut Vec<String>) {
    let before = if fitted.kinds.len() > 1 {
        format!("{}{}", printable_line(&kind.name), language.pick(": ", "："))
    } else {
        String::new()
    };
    if let Some(arrivals) = &kind.arrivals {
        match arrivals.busyness {
            None => lines.push(language.pick(
                format!("{before}One day tells nothing of how days differ: busyness is left out."),
                format!("{before}只有一天，无法得知各日差异：不设 busyness。"),
            )),
            Some(busyness) if busyness.p_value >= acd_fit::arrivals::BUSYNESS_BY_LUCK => {
                let high = percent(busyness.cv.high);
                lines.push(language.pick(
                    format!("{before}Days differ by no more than luck: busyness is left out (a cv of up to {high} would do as well)."),
                    format!("{before}各日差异不超过随机波动：不设 busyness（cv 最多 {high} 也同样符合）。"),
                ));
            }
            Some(_) => {}
        }
    }
    let unseen = kind.patience.fits.best().and_then(|best| {
        let longest = kind.patience.fits.sample.entries.last()?.time;
        Some((best.family.log_survival(&best.maximum.at, longest).exp(), longest))
    });
    if let Some((share, longest)) = unseen.filter(|(share, _)| *share > UNSEEN) {
        let share = percent(share);
        let longest = language.duration(longest);
        lines.push(language.pick(
            format!("{before}{share} of callers would wait longer than anyone had to ({longest}): the mean of patience is what the \
                     curve's form says, not what was seen."),
            format!("{before}{share} 的来电者的耐心超过最长等待（{longest}）：耐心均值由分布形状推得，并未直接观察到。"),
        ));
    }
    if let Some(redials) = kind.redials.as_ref().filter(|redials| redials.after_answer > 0) {
        let calls = count(redials.after_answer as f64);
        lines.push(language.pick(
            format!("{before}{calls} calls follow an answered one: they are neither first calls nor redials here; resolves and \
                     calls_again can say so."),
            format!("{before}{calls} 个来电发生在接听之后：此处既不算首次来电也不算重拨，可用 resolves 与 calls_again 表示。"),
        ));
    }
}

fn about_times(fitted: &Fitted, language: Language, lines: &mut Vec<String>) {
    for queue in &fitted.queues {
        for (name, times) in [("talk", &queue.talk), ("wrap_up", &queue.wrap_up)] {
            let Some(times) = times else { continue };
            let share = times.zeros as f64 / times.count as f64;
            if share > ZEROS {
                let (share, key) = (percent(share), format!("queues.{}.{name}", printable_line(&queue.name)));
                lines.push(language.pick(
                    format!("{key}: {share} are 0 s, and were taken as half a second."),
                    format!("{key}：{share} 为 0 秒，按半秒处理。"),
                ));
            }
        }
        if queue.talk.is_none() {
            let key = printable_line(&queue.name);
            lines.push(language.pick(
                format!("queues.{key}: the log has no talk times: 4 min are assumed."),
                format!("queues.{key}：没有通话时长，假定为 4 分钟。"),
            ));
        }
    }
}

fn about_staff(fitted: &Fitted, language: Language, lines: &mut Vec<String>) {
    let slots = || fitted.staff.iter().flat_map(|staff| &staff.seen);
    let (seen, all) = (slots().filter(|is_seen| **is_seen).count(), slots().count());
    if all == 0 {
        return;
    }
    lines.push(if seen == all {
        language.pick(
            "Agents are assumed: callers waited in every interval of the day, and who was busy then was all there were. \
             Put your roster in its place."
                .to_owned(),
            "座席人数为推断：全天各时段都出现排队，当时的忙碌人数即在岗人数。请改为实际班表。".to_owned(),
        )
    } else {
        language.pick(
            format!("Agents are assumed: in {seen} of {all} intervals of the day callers waited, and who was busy then was all \
                     there were; in the others the most at once is a lower bound. Put your roster in its place."),
            format!("座席人数为推断：全天 {all} 个时段中有 {seen} 个出现排队，当时的忙碌人数即在岗人数；其余时段取同时忙碌的最大值，是下限。请改为实际班表。"),
        )
    });
}
