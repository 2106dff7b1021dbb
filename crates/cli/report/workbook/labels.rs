//! What columns are called by people: metrics by their own names, the others by these.

use acd_study::METRICS;

use super::Language;

/// Columns that are no metrics: id, English, Chinese.
const OTHERS: [(&str, &str, &str); 20] = [
    ("hotline", "hotline", "热线"),
    ("queue", "queue", "技能队列"),
    ("interval_index", "interval", "时段序号"),
    ("interval_start", "from", "时段开始"),
    ("replication", "replication", "重复"),
    ("value", "value", "取值"),
    ("value_2", "second value", "第二取值"),
    ("replications", "replications", "重复次数"),
    ("verdict", "verdict", "结论"),
    ("group", "group", "座席组"),
    ("shift", "shift", "班次"),
    ("agent", "agent", "咨询员"),
    ("scheduled_s", "scheduled", "排班时长"),
    ("logged_in_s", "logged in", "在线时长"),
    ("talk_s", "talk", "通话时长"),
    ("wrap_up_s", "wrap-up", "话后时长"),
    ("idle_s", "available", "空闲时长"),
    ("meal_s", "meals", "用餐时长"),
    ("pay_index", "pay index", "绩效指数"),
    ("break_shift_max_s", "longest break time in a shift", "单班最长小休"),
];

/// A column's name for people, from its id.
pub fn label(id: &str, language: Language) -> String {
    let ends = [
        ("_ci95_low", language.pick(", 95% from", "（95%下限）")),
        ("_ci95_high", language.pick(", 95% to", "（95%上限）")),
    ];
    for (end, words) in ends {
        if let Some(mean) = id.strip_suffix(end) {
            return format!("{}{words}", label(mean, language));
        }
    }
    let metric = METRICS.iter().find(|metric| metric.id == id);
    let metric = metric.map(|metric| language.pick(metric.english, metric.chinese));
    let other = OTHERS.iter().find(|(other, ..)| *other == id);
    let other = other.map(|(_, english, chinese)| language.pick(*english, *chinese));
    metric.or(other).unwrap_or(id).to_owned()
}
