//! `trace.json`: one replication for <https://ui.perfetto.dev> and other readers of the Trace Event Format.
//!
//! A group is a process and an agent a thread of it, with a slice for everything he does. A queue is a process too:
//! it has a counter of those waiting, and a slice for each wait. Times are microseconds from 00:00 of the first day.

use std::io::{self, Write};

use acd_scenario::Scenario;
use acd_study::{Activity, Stretch, Timeline, Wait};
use serde_json::{Value, json};

/// The file's name.
pub const FILE: &str = "trace.json";

/// What names and places the events have.
struct Tracks<'a> {
    scenario: &'a Scenario,
    replication: u32,
}

/// Writes the trace of a replication, counted from zero.
pub fn write(
    out: &mut impl Write,
    scenario: &Scenario,
    replication: u32,
    timeline: &Timeline,
) -> io::Result<()> {
    let tracks = Tracks { scenario, replication };
    tracks.head(out)?;
    // An agent's slices in order of time, whichever way they were told.
    let mut stretches: Vec<&Stretch> = timeline.stretches.iter().collect();
    stretches.sort_unstable_by_key(|stretch| (stretch.agent, stretch.from));
    stretches.into_iter().try_for_each(|stretch| tracks.slice(out, stretch))?;
    for queue in 0..scenario.queues.len() {
        let waits = timeline.waits.iter().filter(|wait| wait.queue.index() == queue && wait.from < wait.to);
        let waits: Vec<&Wait> = waits.collect();
        waits.iter().try_for_each(|wait| tracks.wait(out, wait))?;
        tracks.counter(out, queue, &waits)?;
    }
    out.write_all(b"\n]}\n")
}

impl Tracks<'_> {
    /// The names of all tracks; every other event follows one of these.
    fn head(&self, out: &mut impl Write) -> io::Result<()> {
        let title = json!({ "title": self.scenario.title, "replication": self.replication + 1,
            "program": concat!("acd-sim ", env!("CARGO_PKG_VERSION")) });
        write!(out, "{{\"displayTimeUnit\":\"ms\",\"otherData\":{title},\"traceEvents\":[")?;
        let mut separator = "\n";
        let groups = self.scenario.groups.iter().map(|group| group.name.clone());
        let queues = self.scenario.queues.iter().map(|queue| format!("queue {}", queue.name));
        for (process, name) in groups.chain(queues).enumerate() {
            let name = json!({ "name": name });
            write!(
                out,
                r#"{separator}{{"ph":"M","name":"process_name","pid":{},"args":{name}}}"#,
                process + 1
            )?;
            let order = json!({ "sort_index": process });
            write!(
                out,
                r#",{}{{"ph":"M","name":"process_sort_index","pid":{},"args":{order}}}"#,
                "\n",
                process + 1
            )?;
            separator = ",\n";
        }
        (0..self.scenario.model.people().len()).try_for_each(|agent| {
            let (group, name) = (self.group(agent), json!({ "name": self.agent_name(agent) }));
            let thread = agent + 1;
            write!(out, ",\n{{\"ph\":\"M\",\"name\":\"thread_name\",\"pid\":{group},\"tid\":{thread},\"args\":{name}}}")
        })
    }

    /// The process of an agent's group.
    fn group(&self, agent: usize) -> usize {
        self.scenario.model.people()[agent].group.index() + 1
    }

    /// The process of a queue.
    fn queue(&self, queue: usize) -> usize {
        self.scenario.groups.len() + queue + 1
    }

    /// An agent by number, as in `agents.csv`, and shift.
    fn agent_name(&self, agent: usize) -> String {
        let person = &self.scenario.model.people()[agent];
        let shifts = &self.scenario.groups[person.group.index()].shifts;
        let shift =
            person.shift.and_then(|shift| shifts.get(shift as usize)).filter(|shift| !shift.is_empty());
        shift.map_or_else(|| format!("agent {}", agent + 1), |shift| format!("agent {} {shift}", agent + 1))
    }

    fn slice(&self, out: &mut impl Write, stretch: &Stretch) -> io::Result<()> {
        let (name, mut arguments) = words(stretch.activity);
        if stretch.is_overtime {
            arguments["overtime"] = json!(true);
        }
        let category = if stretch.is_overtime { "overtime" } else { "agent" };
        let (agent, from) = (stretch.agent.index(), stretch.from.as_us());
        let lasts = stretch.to.since(stretch.from).as_us();
        let (process, thread) = (self.group(agent), agent + 1);
        write!(
            out,
            ",\n{{\"ph\":\"X\",\"name\":\"{name}\",\"cat\":\"{category}\",\"ts\":{from},\"dur\":{lasts},\"pid\":{process},\
             \"tid\":{thread},\"args\":{arguments}}}"
        )
    }

    /// A wait as a slice that others may overlap.
    fn wait(&self, out: &mut impl Write, wait: &Wait) -> io::Result<()> {
        let (process, call) = (self.queue(wait.queue.index()), wait.call + 1);
        let outcome = wait.end.word();
        let head = format!(r#""name":"waiting","cat":"wait","id":{call},"pid":{process},"tid":0"#);
        let (from, to) = (wait.from.as_us(), wait.to.as_us());
        write!(
            out,
            ",\n{{\"ph\":\"b\",{head},\"ts\":{from},\"args\":{{\"call\":{call},\"outcome\":\"{outcome}\"}}}}"
        )?;
        write!(out, ",\n{{\"ph\":\"e\",{head},\"ts\":{to}}}")
    }

    /// How many wait, at every instant at which that changes.
    fn counter(&self, out: &mut impl Write, queue: usize, waits: &[&Wait]) -> io::Result<()> {
        let process = self.queue(queue);
        let joins = waits.iter().map(|wait| (wait.from.as_us(), 1_i64));
        let mut changes: Vec<(u64, i64)> =
            joins.chain(waits.iter().map(|wait| (wait.to.as_us(), -1))).collect();
        changes.sort_unstable();
        let mut length = 0;
        write!(
            out,
            ",\n{{\"ph\":\"C\",\"name\":\"waiting\",\"pid\":{process},\"ts\":0,\"args\":{{\"callers\":0}}}}"
        )?;
        for together in changes.chunk_by(|one, other| one.0 == other.0) {
            let change: i64 = together.iter().map(|(_, change)| change).sum();
            length += change;
            if change != 0 {
                let at = together[0].0;
                write!(
                    out,
                    ",\n{{\"ph\":\"C\",\"name\":\"waiting\",\"pid\":{process},\"ts\":{at},\"args\":{{\"callers\":{length}}}}}"
                )?;
            }
        }
        Ok(())
    }
}

/// What an activity is called, and what there is to know of it.
fn words(activity: Activity) -> (&'static str, Value) {
    match activity {
        Activity::Late => ("late", json!({})),
        Activity::AwaitingSeat => ("awaiting seat", json!({})),
        Activity::Available => ("available", json!({})),
        Activity::Talk(call) => ("talk", json!({ "call": call + 1 })),
        Activity::WrapUp(call) => ("wrap-up", json!({ "call": call + 1 })),
        Activity::Mentoring => ("mentoring", json!({})),
        Activity::Meal => ("meal", json!({})),
        Activity::PlannedBreak => ("break", json!({ "planned": true })),
        Activity::PoolBreak => ("break", json!({ "planned": false })),
    }
}
