//! The IVR: menus and where they lead.

use acd_engine::{Exit, Menu, MenuId, QueueId};

use super::defaults::Fallback;
use super::{Desk, Spot, inside, shape};
use crate::file::{File, NextTable};
use crate::quantity::Share;

const NOBODY: Fallback<Share> = Fallback { value: Share(0.0), why: "nobody leaves the menu this way" };

/// Lowers all menus.
pub(super) fn lower(file: &File, desk: &mut Desk<'_>) -> Vec<Menu> {
    let before = desk.problems.len();
    let menus = file.ivr.iter().map(|(name, table)| {
        let spot = Spot::of("ivr", name, table);
        let table = table.get_ref();
        let lasts = shape::needed(&table.lasts, &spot, "lasts", desk);
        desk.need(&table.next, &spot, "next", "next.hang_up = \"10%\" and next.queue.main = \"90%\"");
        let exits = match inside(&table.next) {
            Some((next, place)) => exits(next, &spot.inner("next", place), file, desk),
            None => Vec::new(),
        };
        Menu { name: name.get_ref().clone(), lasts: shape::or_nothing(lasts), exits }
    });
    let menus: Vec<Menu> = menus.collect();
    // Where an exit is wrong, nobody can say what is left without it.
    let is_whole = desk.is_whole && !desk.parsed.damaged.iter().any(|path| path.starts_with("ivr"));
    if desk.problems.len() == before && is_whole {
        check_ways_out(file, &menus, desk);
    }
    menus
}

fn exits(next: &NextTable, spot: &Spot, file: &File, desk: &mut Desk<'_>) -> Vec<(f64, Exit)> {
    let mut exits = Vec::new();
    for (key, given, exit) in
        [("hang_up", &next.hang_up, Exit::HangUp), ("served", &next.served, Exit::Served)]
    {
        match given {
            Some(share) => exits.push((share.get_ref().0, exit)),
            None => drop(desk.falls_back(spot, key, &NOBODY)),
        }
    }
    let mut add = |share: &Share, exit: Exit| exits.push((share.0, exit));
    for (name, share) in next.queue.iter() {
        if let Some(queue) = desk.find("queues", name.get_ref(), &name.span(), &file.queues) {
            add(share.get_ref(), Exit::Queue(QueueId::from(queue)));
        }
    }
    for (name, share) in next.menu.iter() {
        if let Some(menu) = desk.find("ivr", name.get_ref(), &name.span(), &file.ivr) {
            add(share.get_ref(), Exit::Menu(MenuId::from(menu)));
        }
    }
    let shares = [&next.hang_up, &next.served].into_iter().flatten().map(|share| share.get_ref());
    let named = next.queue.iter().chain(next.menu.iter()).map(|(_, share)| share.get_ref());
    let damaged = &desk.parsed.damaged;
    if desk.is_whole && !damaged.iter().any(|path| path.starts_with(&spot.path)) {
        shape::sums_to_one(shares.chain(named), spot, desk);
    }
    exits
}

/// From every menu some way must lead out of the IVR.
fn check_ways_out(file: &File, menus: &[Menu], desk: &mut Desk<'_>) {
    let mut leads_out = vec![false; menus.len()];
    let mut found_more = true;
    while found_more {
        found_more = false;
        for (place, menu) in menus.iter().enumerate() {
            let is_out = |(share, exit): &(f64, Exit)| match exit {
                Exit::Menu(next) => *share > 0.0 && leads_out[next.index()],
                Exit::HangUp | Exit::Served | Exit::Queue(_) => *share > 0.0,
            };
            let out = menu.exits.iter().any(is_out);
            found_more |= out && !leads_out[place];
            leads_out[place] |= out;
        }
    }
    for (place, (name, _)) in file.ivr.iter().enumerate() {
        if !leads_out[place] {
            let title = format!("ivr.{}: callers never get out of the IVR from here", name.get_ref());
            desk.problem(title, &name.span(), "let some share hang up, be served, or go to a queue");
        }
    }
}
