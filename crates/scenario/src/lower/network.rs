//! A file with `[hotlines]`: what it says itself. Its hotlines are scenarios of their own, in their own files.

use std::path::{Path, PathBuf};

use super::{
    Desk, LeftOut, Reported, RunPlan, Spot, check_names, check_size, check_version, inside, plan, terms,
    title,
};
use crate::Surroundings;
use crate::file::{At, File, HotlineTable};
use crate::parse::Parsed;
use crate::problem::Problems;
use crate::source::{Place, Sources};

/// What a network says itself.
pub(crate) struct Head {
    pub(crate) title: String,
    pub(crate) run: RunPlan,
    pub(crate) reported: Option<(Reported, Place)>,
    pub(crate) hotlines: Vec<HotlineEntry>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// A hotline as the network names it.
pub(crate) struct HotlineEntry {
    pub(crate) name: String,
    pub(crate) label: String,
    /// Its file, and where it is named.
    pub(crate) path: PathBuf,
    pub(crate) place: Place,
}

/// What a network says, and what is doubtful about it.
pub(crate) fn lower(
    path: &Path,
    (parsed, is_whole): (&Parsed, bool),
    sources: &mut Sources,
    problems: &mut Problems,
    around: &Surroundings<'_>,
) -> (Head, Problems) {
    let mut desk = Desk::new((parsed, is_whole), sources, problems, around);
    let file = &parsed.file;
    check_version(file, &mut desk);
    check_strangers(file, &mut desk);
    check_each(file, &mut desk);
    let title = title(file, path, &mut desk);
    let run = plan::run_plan(file, &mut desk);
    let reported = terms::reported(file, &mut desk);
    let reported = reported.zip(inside(&file.reported).map(|(_, place)| place));
    let hotlines = if check_size(file, &mut desk) { hotlines(file, &mut desk) } else { Vec::new() };
    let doubts = std::mem::take(&mut desk.doubts);
    let left_out = std::mem::take(&mut desk.applied).into_list();
    (Head { title, run, reported, hotlines, left_out }, doubts)
}

/// Tables that belong into the files of the hotlines.
fn check_strangers(file: &File, desk: &mut Desk<'_>) {
    fn of<T>(table: &Option<At<T>>) -> Option<Place> {
        table.as_ref().map(At::span)
    }
    let strangers = [
        ("calendar", of(&file.calendar)),
        ("floor", of(&file.floor)),
        ("lines", of(&file.lines)),
        ("callers", file.callers.places().next()),
        ("ivr", file.ivr.places().next()),
        ("queues", file.queues.places().next()),
        ("agents", file.agents.places().next()),
        ("events", file.events.places().next()),
    ];
    for (name, place) in strangers {
        if let Some(place) = place {
            let title = format!("a network of hotlines has no {name} of its own");
            let help = format!(
                "move [{name}] to the file of the hotline that it belongs to, or write [each.{name}] for all"
            );
            desk.problem(title, &place, help);
        }
    }
    if let Some(place) = of(&file.search) {
        let help = "search in the file of one hotline, and run that";
        desk.problem("a network of hotlines can't be searched", &place, help);
    }
}

/// What is said of each hotline is about its centre; the rest the network says itself.
fn check_each(file: &File, desk: &mut Desk<'_>) {
    let Some((each, _)) = inside(&file.each) else { return };
    fn of<T>(table: &Option<At<T>>) -> Option<Place> {
        table.as_ref().map(At::span)
    }
    let strangers = [
        ("schema", of(&each.schema)),
        ("title", of(&each.title)),
        ("run", of(&each.run)),
        ("search", of(&each.search)),
        ("reported", of(&each.reported)),
        ("calibrate", of(&each.calibrate)),
        ("hotlines", each.hotlines.places().next()),
        ("each", of(&each.each)),
        ("limits", of(&each.limits)),
    ];
    for (name, place) in strangers {
        if let Some(place) = place {
            let title = format!("{name} is nothing that all hotlines have");
            let help = "write here what changes in every centre, as calendar.days = 7; title, run, reported and limits \
                        are the network's own";
            desk.problem(title, &place, help);
        }
    }
}

fn hotlines(file: &File, desk: &mut Desk<'_>) -> Vec<HotlineEntry> {
    check_names(&file.hotlines, desk);
    let mut entries = Vec::new();
    for (name, table) in file.hotlines.iter() {
        if name.get_ref() == "total" {
            let help = "total names the sum in every file: choose another name";
            desk.problem("a hotline can't be called total", &name.span(), help);
        }
        entries.extend(hotline(name, table, desk));
    }
    entries
}

fn hotline(name: &At<String>, table: &At<HotlineTable>, desk: &mut Desk<'_>) -> Option<HotlineEntry> {
    let spot = Spot::of("hotlines", name, table);
    let table = table.get_ref();
    let example = format!("scenario = \"{}.toml\"", name.get_ref());
    let scenario = desk.need(&table.scenario, &spot, "scenario", &example)?;
    let (relative, place) = (&scenario.get_ref().0, scenario.span());
    // A name that ends so can't lead to a secret, lines of which the messages would show.
    if !relative.ends_with(".toml") {
        desk.problem(format!("{relative} is no scenario file"), &place, format!("write {example}"));
        return None;
    }
    let folder = desk.sources.of(&place).map_or_else(PathBuf::new, |source| source.folder.clone());
    let label = terms::label(&table.label, name, &spot, desk);
    Some(HotlineEntry { name: name.get_ref().clone(), label, path: folder.join(relative), place })
}
