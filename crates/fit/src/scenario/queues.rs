//! The tables of menus, queues and agents.

use super::path;
use super::words::{distribution, interval, key, number, percentage, quoted};
use crate::families::Unit;
use crate::handling::Times;
use crate::ivr::{Entry, Leads};
use crate::staff::Staff;
use crate::{Fitted, Kind, Queue};

/// The menu of a kind; nothing where its callers enter a queue.
pub fn menu(fitted: &Fitted, kind: &Kind) -> String {
    let (Some(Entry::Menu(menu)), Some(_)) = (&kind.entry, &kind.arrivals) else { return String::new() };
    let name = fitted.menu_of(&kind.name);
    let mut text = format!("[{}]\n", path(&["ivr", &name]));
    text += &match &menu.lasts {
        Some(lasts) => times("lasts", lasts),
        None => {
            "lasts.fixed = \"1 ms\"   # assumed: the log has no time between arrival and choice\n".to_owned()
        }
    };
    let rounded = |share: f64| (share * 1e5).round() / 1e5;
    let sum: f64 = menu.leads.iter().map(|(_, share)| rounded(share.value)).sum();
    let largest = menu.leads.iter().map(|(_, share)| share.value).enumerate();
    let largest = largest.max_by(|one, other| one.1.total_cmp(&other.1)).map(|(place, _)| place);
    for (place, (lead, share)) in menu.leads.iter().enumerate() {
        // Rounded shares sum to the whole: the largest takes what is left.
        let left = if Some(place) == largest { 1.0 - sum } else { 0.0 };
        let rounded = rounded(rounded(share.value) + left);
        let lead = match lead {
            Leads::Queue(queue) => format!("queue.{}", key(&fitted.queues[*queue].name)),
            Leads::Served => "served".to_owned(),
            Leads::HungUp => "hang_up".to_owned(),
        };
        text += &format!(
            "next.{lead} = \"{}\"   # fitted: {}\n",
            percentage(rounded),
            interval(Unit::Ratio, *share)
        );
    }
    text + "\n"
}

/// A queue.
pub fn queue(queue: &Queue) -> String {
    let mut text = format!("[{}]\n", path(&["queues", &queue.name]));
    text += &match &queue.talk {
        Some(talk) => times("talk", talk),
        None => "talk.exponential = { mean = \"4 min\" }   # assumed: the log has no talk times of it\n"
            .to_owned(),
    };
    text += &queue.wrap_up.as_ref().map_or(String::new(), |wrap_up| times("wrap_up", wrap_up));
    text + "# A log does not say what was aimed at: take the # away and write your own goal.\n\
            # goal = { answer = \"80%\", within = \"20 s\" }\n\n"
}

fn times(name: &str, times: &Times) -> String {
    if let Some(best) = times.fits.best() {
        let (value, ends) = distribution(best);
        return format!("{name}{value}   # fitted: {ends}\n");
    }
    let mean = times.mean.max(0.001);
    if times.fits.sample.is_constant() {
        return format!("{name}.fixed = \"{} s\"   # fitted: all are the same\n", number(mean));
    }
    format!(
        "{name}.exponential = {{ mean = \"{} s\" }}   # assumed: only {} calls tell it\n",
        number(mean),
        times.count
    )
}

/// Agents who share queues.
pub fn agents(fitted: &Fitted, staff: &Staff) -> String {
    let name = fitted.team_name(staff.queues[0]);
    let queues: Vec<String> = staff.queues.iter().map(|queue| quoted(&fitted.queues[*queue].name)).collect();
    // Heads are whole. What rounding takes or gives is carried on, so that it evens out over the day; who is open has
    // at least one.
    let mut carried = 0.0;
    let heads = staff.heads.iter().map(|heads| {
        let wanted = heads + carried;
        let whole = wanted.round().max(1.0);
        carried = (wanted - whole).clamp(-0.5, 0.5);
        whole as u64
    });
    let calendar = &fitted.calendar;
    let heads: Vec<u64> = if calendar.is_even() {
        heads.collect()
    } else {
        let (from, to) = calendar.widest();
        let before = std::iter::repeat_n(0, from);
        before.chain(heads).chain(std::iter::repeat_n(0, calendar.per_day() - to)).collect()
    };
    let names = staff.names.map_or(String::new(), |names| format!("# {names} different agents answered.\n"));
    let heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
    format!(
        "# Write your roster here if you know it: shifts, meals and breaks.\n{names}[{}]\nanswers = [{}]\n\
         heads_per_interval = [{}]   # assumed: busy while somebody waited, else the most at once, a lower bound\n\n",
        path(&["agents", &name]),
        queues.join(", "),
        heads.join(", ")
    )
}
