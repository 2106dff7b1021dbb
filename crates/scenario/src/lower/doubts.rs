//! What may well be a mistake and still can run: one function a doubt.

use acd_engine::{Design, Distribution, QueueId, Staffing, Time, Window};

use super::Desk;
use super::entries::{calls_of, share_by_way};
use crate::file::File;

/// Looks for everything doubtful. Beside a problem only what the file itself says can be trusted: what is
/// wrong stands in the design as nothing.
pub(super) fn look(file: &File, design: &Design, desk: &mut Desk<'_>) {
    if desk.is_whole && !desk.is_damaged("") {
        zero_agents(file, desk);
    }
    if !desk.problems.is_empty() {
        return;
    }
    unanswered_queues(file, design, desk);
    unreached(file, design, desk);
    uncovered(file, design, desk);
    overload(file, design, desk);
}

fn zero_agents(file: &File, desk: &mut Desk<'_>) {
    for (name, table) in file.agents.iter() {
        let table = table.get_ref();
        let shifts = table.shifts.iter().filter_map(|(_, shift)| shift.get_ref().heads.as_ref());
        let counts = table.heads_per_interval.iter().flat_map(|counts| counts.get_ref());
        let mut heads =
            table.heads.iter().chain(shifts).chain(counts).map(|heads| heads.get_ref().0).peekable();
        if heads.peek().is_some() && heads.all(|heads| heads == 0) {
            desk.doubt(
                format!("agents.{} has 0 agents", name.get_ref()),
                &name.span(),
                "nobody of this group will answer",
            );
        }
    }
    if file.agents.is_empty() {
        desk.doubt("there are 0 agents", &(0..0), "add [agents.all] with heads and answers");
    }
}

fn unanswered_queues(file: &File, design: &Design, desk: &mut Desk<'_>) {
    for (index, (name, _)) in file.queues.iter().enumerate() {
        let overflows = design.queues[index].overflow.iter().any(|step| !step.groups.is_empty());
        if !overflows && !design.groups.iter().any(|group| group.answers.contains(&QueueId::from(index))) {
            let title = format!("nobody answers queues.{}", name.get_ref());
            desk.doubt(title, &name.span(), format!("add \"{}\" to some group's answers", name.get_ref()));
        }
    }
}

fn unreached(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let (queues, menus) = share_by_way(design, |_| 1.0);
    for (index, (name, _)) in file.queues.iter().enumerate() {
        if queues[index] == 0.0 {
            desk.doubt(
                format!("no caller reaches queues.{}", name.get_ref()),
                &name.span(),
                "lead some callers or menu there",
            );
        }
    }
    for (index, (name, _)) in file.ivr.iter().enumerate() {
        if menus[index] == 0.0 {
            desk.doubt(
                format!("no caller reaches ivr.{}", name.get_ref()),
                &name.span(),
                "lead some callers or menu there",
            );
        }
    }
}

/// Opening hours in which nobody is on duty who answers a queue.
fn uncovered(file: &File, design: &Design, desk: &mut Desk<'_>) {
    for (index, (name, _)) in file.queues.iter().enumerate() {
        // By overflow others answer it, sooner or later.
        if !design.queues[index].overflow.is_empty() {
            continue;
        }
        let answering = design.groups.iter().filter(|group| group.answers.contains(&QueueId::from(index)));
        let mut duties: Vec<(Time, Time)> = answering.flat_map(|group| duties_of(&group.staffing)).collect();
        duties.sort_unstable();
        // Work waits for agents on duty, and nobody hears it.
        let is_work = matches!(design.queues[index].takes, acd_engine::Takes::Work(_));
        let gap = first_gap(&design.calendar.windows, &duties).filter(|_| !is_work);
        // With nobody at all, that was said already.
        if let Some((from, to)) = gap.filter(|_| !duties.is_empty()) {
            let title =
                format!("queues.{}: nobody is on duty from {from} to {to}, and maybe later", name.get_ref());
            desk.doubt(title, &name.span(), "callers wait in vain: add a shift, or close then");
        }
    }
}

/// When persons or heads are on duty.
fn duties_of(staffing: &Staffing) -> Vec<(Time, Time)> {
    match staffing {
        Staffing::Shifts(shifts) => {
            let manned = shifts.iter().filter(|shift| shift.heads > 0);
            manned.flat_map(|shift| &shift.duties).map(|duty| (duty.start, duty.end)).collect()
        }
        Staffing::HeadCount(counts) => {
            let stretches = counts.windows(2).filter(|pair| pair[0].1 > 0);
            stretches.map(|pair| (pair[0].0, pair[1].0)).collect()
        }
    }
}

/// The first stretch of an opening that no duty covers; both come in order of time.
fn first_gap(windows: &[Window], duties: &[(Time, Time)]) -> Option<(Time, Time)> {
    let mut duties = duties.iter().peekable();
    let mut covered = Time::ZERO;
    for window in windows {
        covered = covered.max(window.opens);
        while let Some((_, end)) = duties.next_if(|(start, _)| *start <= covered) {
            covered = covered.max(*end);
        }
        if covered < window.closes {
            let next = duties.peek().map(|(start, _)| *start);
            return Some((covered, next.map_or(window.closes, |next| next.min(window.closes))));
        }
    }
    None
}

/// Callers who never give up and more work than agents: the queue grows without end.
fn overload(file: &File, design: &Design, desk: &mut Desk<'_>) {
    let endless = |index: usize| match &design.kinds[index] {
        kind if kind.patience.is_some() => 0.0,
        kind => calls_of(kind),
    };
    let (calls, _) = share_by_way(design, endless);
    let work_s = |(queue, calls): (&acd_engine::Queue, &f64)| {
        let handle_s = queue.talk.mean_s() + queue.wrap_up.as_ref().map_or(0.0, Distribution::mean_s);
        if calls.is_finite() { calls * handle_s } else { 0.0 }
    };
    let work_s: Vec<f64> = design.queues.iter().zip(&calls).map(work_s).collect();
    let place = file.callers.iter().next().map_or(0..0, |(name, _)| name.span());
    let mut doubt = |what: &str, work_s: f64, staff_s: f64| {
        let is_over = work_s > staff_s && staff_s > 0.0;
        if is_over {
            let title = format!(
                "{what}: callers of endless patience bring {:.0} agent-hours of work for {:.0} on duty",
                work_s / 3_600.0,
                staff_s / 3_600.0
            );
            let help = "the queue will grow to the end: give them a patience, or more agents";
            desk.doubt(title, &place, help);
        }
        is_over
    };
    let mut some_queue_is_over = false;
    for (index, (name, _)) in file.queues.iter().enumerate() {
        let answering = design.groups.iter().filter(|group| group.answers.contains(&QueueId::from(index)));
        let staff_s = answering.map(|group| staffed_s(&group.staffing)).sum();
        some_queue_is_over |= doubt(&format!("queues.{}", name.get_ref()), work_s[index], staff_s);
    }
    if !some_queue_is_over {
        // Each could do alone what all together can't.
        let staff_s = design.groups.iter().map(|group| staffed_s(&group.staffing)).sum();
        doubt("all queues together", work_s.iter().sum(), staff_s);
    }
}

fn staffed_s(staffing: &Staffing) -> f64 {
    match staffing {
        Staffing::Shifts(shifts) => {
            let of_shift = |shift: &acd_engine::Shift| {
                let hours = shift.duties.iter().map(|duty| duty.end.since(duty.start).as_seconds_f64());
                f64::from(shift.heads) * hours.sum::<f64>()
            };
            shifts.iter().map(of_shift).sum()
        }
        Staffing::HeadCount(counts) => {
            let stretch = |pair: &[(acd_engine::Time, u32)]| {
                pair[1].0.since(pair[0].0).as_seconds_f64() * f64::from(pair[0].1)
            };
            counts.windows(2).map(stretch).sum()
        }
    }
}
