//! What columns are called at the head of a table, and what the metrics mean in Chinese. English names and
//! definitions are those of the registries.

use acd_study::{AGENT_COLUMNS, METRICS, Metric};
use maud::Markup;

use super::both::both;

/// Columns that are no metrics, and metrics whose English name is long for a column.
const SHORT: [(&str, &str, &str); 31] = [
    ("answered_within_count", "within T", "T秒内接通"),
    ("asa_s", "ASA", "平均应答速度"),
    ("aht_s", "AHT", "平均处理时长"),
    ("wait_p90_s", "90% wait", "等待90分位"),
    ("staffed_mean_count", "staffed", "在线"),
    ("on_break_mean_count", "on break", "小休"),
    ("value", "value", "取值"),
    ("replications", "replications", "重复次数"),
    ("verdict", "verdict", "结论"),
    ("group", "group", "座席组"),
    ("shift", "shift", "班次"),
    ("agent", "agent", "咨询员"),
    ("scheduled_s", "scheduled", "排班时长"),
    ("logged_in_s", "logged in", "签入时长"),
    ("talk_s", "talk", "通话时长"),
    ("wrap_up_s", "wrap-up", "话后时长"),
    ("idle_s", "available", "空闲时长"),
    ("meal_s", "meals", "用餐时长"),
    ("break_s", "breaks", "小休时长"),
    ("breaks_count", "breaks begun", "小休次数"),
    ("break_shift_max_s", "longest in a shift", "单班最长小休"),
    ("overtime_s", "overtime", "加班时长"),
    ("seat_wait_s", "wait for a seat", "等座时长"),
    ("occupancy_ratio", "occupancy", "占用率"),
    ("absent_s", "absent", "缺勤时长"),
    ("late_s", "late", "迟到时长"),
    ("overstayed_s", "overstayed", "超时休息"),
    ("adherence_ratio", "adherence", "遵时率"),
    ("mentoring_s", "mentoring", "带教时长"),
    ("fcr_ratio", "FCR", "首次解决率"),
    ("pay_index", "pay index", "绩效指数"),
];

/// The name of a column.
pub fn column(id: &str) -> Markup {
    if let Some((_, english, chinese)) = SHORT.iter().find(|(short, ..)| *short == id) {
        return both(english, chinese);
    }
    let metric = &METRICS[Metric::place(id)];
    both(metric.english, metric.chinese)
}

/// How a metric is computed.
pub fn formula(metric: &Metric) -> Markup {
    let chinese = FORMULAS.iter().find(|(id, _)| *id == metric.id);
    both(metric.formula, chinese.map_or(metric.formula, |(_, chinese)| chinese))
}

/// What a column of an agent means.
pub fn meaning_of_agent_column(id: &str) -> Option<Markup> {
    let (_, english) = AGENT_COLUMNS.iter().find(|(column, _)| *column == id)?;
    let chinese = AGENT_MEANINGS.iter().find(|(column, _)| *column == id);
    Some(both(english, chinese.map_or(english, |(_, chinese)| chinese)))
}

const AGENT_MEANINGS: [(&str, &str); AGENT_COLUMNS.len()] = [
    ("scheduled_s", "班表规定的上班时长"),
    ("logged_in_s", "通话、话后、空闲、小休和带教时长之和"),
    ("talk_s", "通话时长"),
    ("wrap_up_s", "话后处理时长"),
    ("idle_s", "等待来电的时长"),
    ("meal_s", "用餐时长"),
    ("break_s", "小休时长，不含用餐"),
    ("breaks_count", "开始的小休次数，不含用餐"),
    ("break_shift_max_s", "一次重复中单个班次的最长小休合计"),
    ("overtime_s", "班次结束后继续工作的时长"),
    ("seat_wait_s", "上班但没有座席的时长"),
    ("answered_count", "接听的来电"),
    ("occupancy_ratio", "处理时长 /（处理时长 + 空闲时长）"),
    ("absent_s", "未到岗班次的排班时长"),
    ("late_s", "班次开始后到岗前的时长"),
    ("overstayed_s", "用餐和小休超过应归时刻的时长"),
    ("adherence_ratio", "（排班 − 缺勤 − 迟到 − 超时休息 − 等座）/ 排班"),
    ("mentoring_s", "带教新员工的时长"),
    ("resolved_ratio", "解决了问题的接听 / 接听，限计结果的技能队列"),
    ("fcr_ratio", "其后未再来电的首次接触 / 首次接触，限此类队列"),
    ("satisfaction_ratio", "满意的来电人 / 接听，限询问满意度的技能队列"),
    ("pay_index", "接听量 × 首次解决率 × 满意率"),
];

const FORMULAS: &[(&str, &str)] = &[
    ("calls_count", "到达的来电；技能队列：进入该队列的来电"),
    ("callers_count", "来电人计入的第一次来电"),
    ("redials_count", "以前打过的来电人的来电；来电量 = 来电人数 + 重拨量"),
    ("line_blocked_count", "没有空闲线路的来电"),
    ("ivr_hang_ups_count", "在自动语音中未作选择即结束的来电"),
    ("ivr_served_count", "由自助服务完成的来电"),
    ("in_ivr_count", "模拟结束时仍在自动语音中的来电"),
    ("offered_count", "来电人选择了人工服务的来电"),
    ("answered_count", "咨询员接听的人工请求"),
    ("answered_within_count", "等待不超过 T 秒即被接听"),
    ("abandoned_count", "排队时挂断的人工请求，包括见忙即挂"),
    ("abandoned_within_count", "等待不超过 T 秒即放弃"),
    ("waited_count", "没有立即被接听的人工请求"),
    ("blocked_count", "队列已满的人工请求"),
    ("dropped_count", "下班时被挂断的人工请求"),
    ("in_progress_count", "模拟结束时仍在排队的人工请求"),
    ("service_level_ratio", "T 秒内接通 / 人工请求"),
    ("service_level_answered_ratio", "T 秒内接通 / 人工接听"),
    ("service_level_forgiving_ratio", "T 秒内接通 /（人工请求 − T 秒内放弃）"),
    ("service_level_counting_ratio", "（T 秒内接通 + T 秒内放弃）/ 人工请求"),
    ("service_level_first_ratio", "T 秒内接通 / 人工请求，仅计首次来电"),
    ("service_level_daily_mean_ratio", "每日（T 秒内接通 / 人工请求）的平均"),
    ("abandonment_ratio", "放弃 / 人工请求"),
    ("asa_s", "接听来电的平均等待"),
    ("wait_mean_s", "全部人工请求的平均等待"),
    ("wait_abandoned_mean_s", "放弃来电的平均等待"),
    ("wait_p50_s", "一半人工请求的等待不超过此值"),
    ("wait_p90_s", "90% 的人工请求的等待不超过此值"),
    ("wait_p99_s", "99% 的人工请求的等待不超过此值"),
    ("wait_max_s", "一次重复中的最长等待；多次重复取平均"),
    ("aht_s", "（通话 + 话后处理）/ 人工接听"),
    ("queue_mean_count", "排队人数对时间的平均"),
    ("busy_mean_count", "通话或话后处理的咨询员数对时间的平均"),
    ("idle_mean_count", "空闲咨询员数对时间的平均"),
    ("on_break_mean_count", "小休咨询员数对时间的平均，不含用餐"),
    ("staffed_mean_count", "签入咨询员数对时间的平均，含小休，不含用餐"),
    ("redial_pending_mean_count", "将要重拨的来电人数对时间的平均"),
    ("talk_mean_count", "通话中的咨询员数对时间的平均"),
    ("wrap_up_mean_count", "话后处理的咨询员数对时间的平均"),
    ("meal_mean_count", "用餐的咨询员数对时间的平均"),
    ("seat_wait_mean_count", "上班但没有座席的咨询员数对时间的平均"),
    ("overtime_mean_count", "班次结束后仍在工作的咨询员数对时间的平均"),
    ("mentoring_mean_count", "带教新员工的咨询员数对时间的平均"),
    ("called_back_count", "来电人挂断等候、回拨后接通的接听量"),
    ("call_backs_missed_count", "回拨时来电人不在的放弃量"),
    ("overflowed_count", "由溢出支援的座席组接听的来电"),
    ("missed_deadlines_count", "超过期限才处理、或期限已过仍未处理的工单"),
    ("deadline_met_ratio", "按期处理 /（处理 + 期限已过），限工单队列"),
    ("occupancy_ratio", "处理 /（处理 + 空闲）"),
    ("break_s", "全体咨询员的小休时长，不含用餐"),
    ("overtime_s", "全体咨询员班次结束后继续工作的时长"),
    ("seat_wait_s", "全体咨询员上班但没有座席的时长"),
    ("breaks_count", "开始的小休次数，不含用餐"),
    ("gave_up_count", "放弃 + 在自动语音中挂断"),
    ("redials_lost_count", "在闭线时间到期的重拨"),
    ("fcr_ratio", "run.fcr_window（2 小时）内来电人未再来电的已接听首次来电 / 已接听首次来电"),
    ("resolved_ratio", "解决了问题的接听 / 接听，限计结果的技能队列"),
    ("satisfaction_ratio", "满意的来电人 / 接听，限询问满意度的技能队列"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_metric_and_every_column_of_an_agent_has_its_chinese() {
        for metric in METRICS {
            assert!(
                FORMULAS.iter().any(|(id, _)| *id == metric.id),
                "{} has no Chinese definition",
                metric.id
            );
        }
        for ((column, _), (id, _)) in AGENT_COLUMNS.iter().zip(AGENT_MEANINGS) {
            assert_eq!(*column, id);
            super::column(id);
        }
    }
}
