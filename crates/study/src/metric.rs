//! The one list of metrics: id, unit, names, formula. File columns, JSON, the data package and the terminal
//! take theirs from here.
//!
//! Every metric of one replication is a numerator over a denominator, so that over replications it is sums
//! over sums (`semantics.md`, rule 21).

use acd_engine::Model;

use crate::cells::{Counters as _, Deadlines, Door, Flow, Matters, Staff};

/// A numerator over a denominator; counts have the denominator 1. `None`: the metric does not exist here.
pub(crate) type Ratio = Option<(f64, f64)>;

/// What a metric is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// A number of calls, callers or agents.
    Count,
    /// A share from 0 to 1.
    Ratio,
    /// Seconds.
    Seconds,
}

/// A figure of a queue, or of all together, over a replication or an interval.
#[derive(Clone, Copy, Debug)]
pub struct Metric {
    /// The column's name, its unit at the end.
    pub id: &'static str,
    /// What it is measured in.
    pub unit: Unit,
    /// Its English name.
    pub english: &'static str,
    /// Its Chinese name.
    pub chinese: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// What a scenario must have for it to exist.
    needs: Option<Feature>,
    read: fn(&Row) -> Ratio,
}

/// Something that not every scenario has, and that metrics of its own tell of. Where a scenario lacks it they are
/// empty, and nobody works them out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Feature {
    /// Queues of work.
    Work,
    /// Callers who may be called back.
    CallBacks,
    /// Others who may answer.
    Overflow,
    /// Agents who mentor.
    Mentors,
    /// Queues that say what comes of their calls.
    Outcomes,
}

impl Feature {
    fn is_in(self, model: &Model) -> bool {
        match self {
            Feature::Work => model.has_work(),
            Feature::CallBacks => model.queues.iter().any(|queue| queue.call_back.is_some()),
            Feature::Overflow => model.queues.iter().any(|queue| !queue.overflow.is_empty()),
            Feature::Mentors => model.groups.iter().any(|group| group.people.mentors.is_some()),
            Feature::Outcomes => model.queues.iter().any(|queue| queue.outcomes.is_some()),
        }
    }
}

/// Which metrics a scenario has. Those that every scenario has come first.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    /// How many there are up to the last that it has.
    count: usize,
    /// A bit each for those it has.
    bits: u128,
}

impl Known {
    pub(crate) fn of(model: &Model) -> Known {
        let is_known = |metric: &Metric| metric.needs.is_none_or(|feature| feature.is_in(model));
        let known = METRICS.iter().enumerate().filter(|(_, metric)| is_known(metric));
        let none = Known { count: 0, bits: 0 };
        known.fold(none, |all, (place, _)| Known { count: place + 1, bits: all.bits | 1 << place })
    }

    /// All metrics of a row, those that the scenario has.
    pub(crate) fn values(self, row: &Row) -> Vec<Ratio> {
        let metrics = METRICS[..self.count].iter().enumerate();
        metrics
            .map(|(place, metric)| (self.bits >> place & 1 == 1).then(|| metric.of(row)).flatten())
            .collect()
    }
}

/// All that was counted for one row of a file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) flow: Flow,
    /// Only in rows of the total.
    pub(crate) door: Option<Door>,
    pub(crate) deadlines: Deadlines,
    pub(crate) staff: Staff,
    /// Only where outcomes count.
    pub(crate) matters: Option<Box<Matters>>,
    /// The same without intervals that have no row of their own: who is there hours before opening doesn't
    /// make the floor of the opening hours fuller.
    pub(crate) on_floor: Staff,
    /// The time that averages over time are taken over.
    pub(crate) time_us: u64,
    /// The same for those who wait: callers wait while the centre is open, work around the clock.
    pub(crate) waiting_time_us: u64,
    pub(crate) wait_max_us: Option<u64>,
    pub(crate) percentiles: Option<[f64; 3]>,
    /// The sum of the days' service levels and how many days had one; only for whole stretches.
    pub(crate) daily: Option<(f64, f64)>,
}

impl Row {
    /// Adds what another row counted; its time is the caller's to add.
    pub(crate) fn add(&mut self, other: &Row) {
        self.flow.add(&other.flow);
        self.deadlines.add(&other.deadlines);
        self.staff.add(&other.staff);
        if let (Some(sum), Some(door)) = (&mut self.door, &other.door) {
            sum.add(door);
        }
        if let (Some(sum), Some(matters)) = (&mut self.matters, &other.matters) {
            sum.add(matters);
        }
    }
}

/// The ids of all metrics, as a scenario's `precision.of` may name them.
pub fn metric_ids() -> Vec<&'static str> {
    METRICS.iter().map(|metric| metric.id).collect()
}

impl Metric {
    /// Reads the metric from what was counted.
    pub(crate) fn of(&self, row: &Row) -> Ratio {
        (self.read)(row)
    }

    /// The place of a metric in [`METRICS`].
    ///
    /// # Panics
    ///
    /// If there is no such metric: ids are written in the program, not read.
    pub fn place(id: &str) -> usize {
        let place = METRICS.iter().position(|metric| metric.id == id);
        place.unwrap_or_else(|| panic!("there is no metric {id}"))
    }

    /// The metric from all values of a replication, as a numerator over a denominator: the value times what it is
    /// per, over that. What the values don't tell of is per replication.
    pub(crate) fn weighed(&self, values: &[Option<f64>]) -> Ratio {
        let of = |id: &str| values[Metric::place(id)];
        let value = of(self.id)?;
        let per = match self.id {
            "service_level_ratio" | "service_level_counting_ratio" | "abandonment_ratio" | "wait_mean_s" => {
                of("offered_count")
            }
            "service_level_answered_ratio" | "asa_s" | "aht_s" | "resolved_ratio" | "satisfaction_ratio" => {
                of("answered_count")
            }
            "service_level_forgiving_ratio" => {
                of("offered_count").zip(of("abandoned_within_count")).map(|(all, soon)| all - soon)
            }
            "wait_abandoned_mean_s" => of("abandoned_count"),
            "occupancy_ratio" => {
                of("busy_mean_count").zip(of("idle_mean_count")).map(|(busy, idle)| busy + idle)
            }
            _ => None,
        };
        let per = per.unwrap_or(1.0);
        Some((value * per, per))
    }

    /// The place of a percentile's metric among the percentiles, if it is one.
    pub(crate) fn percentile(&self) -> Option<usize> {
        ["wait_p50_s", "wait_p90_s", "wait_p99_s"].iter().position(|id| *id == self.id)
    }
}

fn count(number: u64) -> Ratio {
    Some((number as f64, 1.0))
}

fn ratio(part: u64, whole: u64) -> Ratio {
    Some((part as f64, whole as f64))
}

fn seconds(us: u64, of: u64) -> Ratio {
    Some((us as f64 / 1e6, of as f64))
}

/// A count that stands in the total only; queues have none of it.
fn at_door(row: &Row, number: fn(&Door) -> u64) -> Ratio {
    count(row.door.as_ref().map_or(0, number))
}

fn total_only(row: &Row, read: fn(&Row, &Door) -> Ratio) -> Ratio {
    row.door.as_ref().and_then(|door| read(row, door))
}

/// What came of answered calls, where that counts.
fn of_matters(row: &Row, read: fn(&Matters) -> Ratio) -> Ratio {
    row.matters.as_ref().and_then(|matters| read(matters))
}

/// Of the total all first contacts; of a queue those that it answered.
fn first_contacts(row: &Row) -> Ratio {
    match &row.door {
        Some(door) => ratio(door.first_contacts_resolved, door.first_contacts),
        None => of_matters(row, |m| ratio(m.first_contacts_resolved, m.first_contacts)),
    }
}

/// The total holds no work.
fn of_work(row: &Row, read: fn(&Deadlines) -> Ratio) -> Ratio {
    if row.door.is_some() { None } else { read(&row.deadlines) }
}

fn percentile(row: &Row, place: usize) -> Ratio {
    row.percentiles.map(|percentiles| (percentiles[place], 1.0))
}

/// Offered without those who gave up too soon to count.
fn offered(flow: &Flow) -> u64 {
    flow.offered - flow.abandoned_short
}

fn calls(row: &Row) -> u64 {
    row.door.as_ref().map_or(row.flow.offered, |door| door.calls)
}

fn redials(row: &Row) -> u64 {
    row.door.as_ref().map_or(row.flow.redials, |door| door.redials)
}

macro_rules! metrics {
    (@needs) => { None };
    (@needs $feature:ident) => { Some(Feature::$feature) };
    ($($id:literal $unit:ident $([$feature:ident])? $english:literal $chinese:literal $formula:literal $read:expr;)+) => {
        /// All metrics in the order of their columns.
        pub const METRICS: &[Metric] = &[$(Metric {
            id: $id,
            unit: Unit::$unit,
            english: $english,
            chinese: $chinese,
            formula: $formula,
            needs: metrics!(@needs $($feature)?),
            read: $read,
        }),+];
    };
}

metrics! {
    "calls_count" Count "calls" "来电量" "calls that arrived; for a queue: calls offered to it" |r| count(calls(r));
    "callers_count" Count "callers" "来电人数" "calls that are their caller's first counted one" |r| count(calls(r) - redials(r));
    "redials_count" Count "redials" "重拨量" "calls of callers who called before; calls = callers + redials" |r| count(redials(r));
    "line_blocked_count" Count "line blocked" "无线路" "calls that found no free line" |r| at_door(r, |d| d.line_blocked);
    "ivr_hang_ups_count" Count "hung up in the IVR" "未选择放弃" "calls that ended in the IVR before a choice" |r| at_door(r, |d| d.ivr_hang_ups);
    "ivr_served_count" Count "served by the IVR" "自动语音" "calls that self-service ended" |r| at_door(r, |d| d.ivr_served);
    "in_ivr_count" Count "in the IVR at the end" "语音中" "calls in the IVR when the stretch ended" |r| at_door(r, |d| d.in_ivr);
    "offered_count" Count "offered" "人工请求" "calls whose caller chose human service" |r| count(r.flow.offered);
    "answered_count" Count "answered" "人工接听" "offered calls that an agent answered" |r| count(r.flow.answered);
    "answered_within_count" Count "answered within T" "T秒内接通" "answered after a wait of at most T" |r| count(r.flow.answered_within);
    "abandoned_count" Count "abandoned" "放弃" "offered calls whose caller hung up waiting, balks included" |r| count(r.flow.abandoned);
    "abandoned_within_count" Count "abandoned within T" "T秒内放弃" "abandoned after a wait of at most T" |r| count(r.flow.abandoned_within);
    "waited_count" Count "waited" "排队量" "offered and not answered at once" |r| count(r.flow.offered - r.flow.answered_at_once);
    "blocked_count" Count "blocked" "占线" "offered calls that found the queue full" |r| count(r.flow.blocked);
    "dropped_count" Count "dropped" "下班挂断" "offered calls dropped at closing" |r| count(r.flow.dropped);
    "in_progress_count" Count "waiting at the end" "结束时排队" "offered calls still waiting when the stretch ended" |r| count(r.flow.in_progress);
    "service_level_ratio" Ratio "service level" "人工接通率" "answered within T / offered" |r| ratio(r.flow.answered_within, offered(&r.flow));
    "service_level_answered_ratio" Ratio "service level of the answered" "接听及时率" "answered within T / answered" |r| ratio(r.flow.answered_within, r.flow.answered);
    "service_level_forgiving_ratio" Ratio "forgiving service level" "宽松接通率" "answered within T / (offered - abandoned within T)" |r| ratio(r.flow.answered_within, r.flow.offered - r.flow.abandoned_short - (r.flow.abandoned_within - r.flow.abandoned_short_within));
    "service_level_counting_ratio" Ratio "counting service level" "计入放弃接通率" "(answered within T + abandoned within T) / offered" |r| ratio(r.flow.answered_within + r.flow.abandoned_within - r.flow.abandoned_short_within, offered(&r.flow));
    "service_level_first_ratio" Ratio "service level of first attempts" "首拨接通率" "answered within T / offered, first attempts only" |r| ratio(r.flow.first_answered_within, r.flow.first_offered - r.flow.first_abandoned_short);
    "service_level_daily_mean_ratio" Ratio "mean of the days' service levels" "日均接通率" "mean over days of (answered within T / offered)" |r| r.daily;
    "abandonment_ratio" Ratio "abandonment" "放弃率" "abandoned / offered" |r| ratio(r.flow.abandoned - r.flow.abandoned_short, offered(&r.flow));
    "asa_s" Seconds "average speed of answer" "平均应答速度" "mean wait of the answered" |r| seconds(r.flow.wait_answered_us, r.flow.answered);
    "wait_mean_s" Seconds "mean wait" "平均等待" "mean wait of all offered" |r| seconds(r.flow.wait_us, r.flow.offered);
    "wait_abandoned_mean_s" Seconds "mean wait of the abandoned" "放弃前平均等待" "mean wait of the abandoned" |r| seconds(r.flow.wait_abandoned_us, r.flow.abandoned);
    "wait_p50_s" Seconds "median wait" "等待中位数" "half of all offered waited no longer" |r| percentile(r, 0);
    "wait_p90_s" Seconds "90th percentile of the wait" "等待90分位" "90 % of all offered waited no longer" |r| percentile(r, 1);
    "wait_p99_s" Seconds "99th percentile of the wait" "等待99分位" "99 % of all offered waited no longer" |r| percentile(r, 2);
    "wait_max_s" Seconds "longest wait" "最长等待" "longest wait of a replication; over replications the mean of these" |r| r.wait_max_us.map(|us| (us as f64 / 1e6, 1.0));
    "aht_s" Seconds "average handle time" "平均处理时长" "(talk + wrap-up) / answered" |r| seconds(r.flow.handle_us, r.flow.answered);
    "queue_mean_count" Count "callers waiting" "平均排队人数" "mean over time of the callers waiting" |r| ratio(r.flow.queue_us, r.waiting_time_us);
    "busy_mean_count" Count "agents handling" "平均通话人数" "mean over time of the agents in talk or wrap-up" |r| ratio(r.on_floor.handling_us, r.time_us);
    "idle_mean_count" Count "agents available" "平均空闲人数" "mean over time of the agents available" |r| ratio(r.on_floor.idle_us, r.time_us);
    "on_break_mean_count" Count "agents on a break" "平均小休人数" "mean over time of the agents on a break, meals left out" |r| ratio(r.on_floor.break_us, r.time_us);
    "staffed_mean_count" Count "agents staffed" "平均在线人数" "mean over time of the agents logged in, breaks included, meals not" |r| ratio(r.on_floor.staffed_us(), r.time_us);
    "redial_pending_mean_count" Count "callers about to redial" "平均待重拨人数" "mean over time of the callers who will call again" |r| total_only(r, |r, d| ratio(d.pending_us, r.time_us));
    "occupancy_ratio" Ratio "occupancy" "占用率" "handling / (handling + available)" |r| ratio(r.on_floor.handling_us, r.on_floor.handling_us + r.on_floor.idle_us);
    "break_s" Seconds "time on breaks" "小休时长" "time of all agents on breaks, meals left out" |r| seconds(r.staff.break_us, 1);
    "overtime_s" Seconds "overtime" "加班时长" "time of all agents at work after their shift's end" |r| seconds(r.staff.overtime_us, 1);
    "seat_wait_s" Seconds "waiting for a seat" "等座时长" "time of all agents on shift without a seat" |r| seconds(r.staff.seat_wait_us, 1);
    "breaks_count" Count "breaks" "小休次数" "breaks begun, meals left out" |r| count(r.staff.breaks);
    "gave_up_count" Count "gave up" "放弃总量" "abandoned + hung up in the IVR" |r| total_only(r, |r, d| count(r.flow.abandoned + d.ivr_hang_ups));
    "redials_lost_count" Count "redials while closed" "闭线重拨" "redials that fell due while the centre was closed" |r| total_only(r, |_, d| count(d.redials_lost));
    "fcr_ratio" Ratio "first-contact resolution" "首次问题解决率" "answered first calls not followed by another call of the caller within run.fcr_window (2 h) / answered first calls" |r| first_contacts(r);
    "talk_mean_count" Count "agents talking" "平均通话中人数" "mean over time of the agents in talk" |r| ratio(r.on_floor.handling_us - r.on_floor.wrap_up_us, r.time_us);
    "wrap_up_mean_count" Count "agents in wrap-up" "平均话后处理人数" "mean over time of the agents in wrap-up" |r| ratio(r.on_floor.wrap_up_us, r.time_us);
    "meal_mean_count" Count "agents at meals" "平均用餐人数" "mean over time of the agents at a meal" |r| ratio(r.on_floor.meal_us, r.time_us);
    "seat_wait_mean_count" Count "agents without a seat" "平均等座人数" "mean over time of the agents on shift without a seat" |r| ratio(r.on_floor.seat_wait_us, r.time_us);
    "overtime_mean_count" Count "agents in overtime" "平均加班人数" "mean over time of the agents at work after their shift's end, whatever they do" |r| ratio(r.on_floor.overtime_us, r.time_us);
    "called_back_count" Count [CallBacks] "called back" "回拨接通" "answered calls whose caller had hung up to be called back" |r| count(r.flow.called_back);
    "call_backs_missed_count" Count [CallBacks] "call-backs missed" "回拨未通" "abandoned calls whose caller was not there when called back" |r| count(r.flow.call_backs_missed);
    "overflowed_count" Count [Overflow] "overflowed" "溢出接听" "answered calls that a group answered which overflow brought" |r| count(r.flow.overflowed);
    "mentoring_mean_count" Count [Mentors] "agents mentoring" "平均带教人数" "mean over time of the agents with trainees" |r| ratio(r.on_floor.mentoring_us, r.time_us);
    "resolved_ratio" Ratio [Outcomes] "resolved" "问题解决率" "answered calls that settled their matter / answered, of queues where outcomes count" |r| of_matters(r, |m| ratio(m.resolved, m.judged));
    "satisfaction_ratio" Ratio [Outcomes] "satisfaction" "满意率" "satisfied callers / answered, of queues whose callers are asked" |r| of_matters(r, |m| ratio(m.satisfied, m.asked));
    "missed_deadlines_count" Count [Work] "missed deadlines" "超时工单" "work handled after its deadline, or whose deadline passed in the stretch without it; queues of work only" |r| of_work(r, |d| count(d.missed));
    "deadline_met_ratio" Ratio [Work] "deadlines met" "工单及时率" "work handled in time / work handled or whose deadline passed in the stretch" |r| of_work(r, |d| ratio(d.met, d.met + d.missed));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_unique_and_end_with_their_unit() {
        for (place, metric) in METRICS.iter().enumerate() {
            let end = match metric.unit {
                Unit::Count => "_count",
                Unit::Ratio => "_ratio",
                Unit::Seconds => "_s",
            };
            assert!(metric.id.ends_with(end), "{}", metric.id);
            assert_eq!(Metric::place(metric.id), place, "{} stands twice", metric.id);
        }
    }

    #[test]
    fn rule_20_four_formulas_of_service_level_with_short_abandonments_left_out() {
        let flow = Flow {
            offered: 100,
            answered: 70,
            answered_within: 60,
            abandoned: 30,
            abandoned_within: 20,
            abandoned_short: 10,
            abandoned_short_within: 10,
            ..Flow::default()
        };
        let row = Row { flow, ..Row::default() };
        let value = |id: &str| METRICS[Metric::place(id)].of(&row);
        assert_eq!(value("service_level_ratio"), Some((60.0, 90.0)));
        assert_eq!(value("service_level_answered_ratio"), Some((60.0, 70.0)));
        assert_eq!(value("service_level_forgiving_ratio"), Some((60.0, 80.0)));
        assert_eq!(value("service_level_counting_ratio"), Some((70.0, 90.0)));
        assert_eq!(value("abandonment_ratio"), Some((20.0, 90.0)));
    }
}
