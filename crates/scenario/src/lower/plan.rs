//! How often a scenario runs and under which luck, and when enough is enough.

use acd_engine::Span;

use super::defaults::Fallback;
use super::{Desk, Spot, inside, outcomes};
use crate::file::{At, File, Maybe, PrecisionTable, RunTable};
use crate::problem::nearest;
use crate::quantity::{Amount, Measure, Share, Text, Whole};

const SEED: Fallback<Whole> = Fallback { value: Whole(1), why: "another one is other luck" };
const REPLICATIONS: Fallback<Whole> = Fallback { value: Whole(16), why: "more make intervals narrower" };
const AT_MOST: Fallback<Whole> = Fallback { value: Whole(400), why: "the most that a precision may take" };
const CONFIDENCE: Fallback<Share> = Fallback { value: Share(0.95), why: "how sure verdicts are" };

/// How often a scenario runs, and under which luck.
#[derive(Clone, Debug, PartialEq)]
pub struct RunPlan {
    /// The root of all random numbers.
    pub seed: u64,
    /// The confidence of verdicts, and of the interval whose precision is wanted.
    pub confidence: f64,
    /// Who calls again so soon after the end of talk was not helped at the first contact.
    pub fcr_window: Span,
    /// How many independent stretches.
    pub stopping: Stopping,
}

/// How many replications are enough.
#[derive(Clone, Debug, PartialEq)]
pub enum Stopping {
    /// So many.
    Fixed(u32),
    /// As many as the wanted precision takes.
    Precise(Precision),
}

/// A wanted precision (`semantics.md`, rule 25).
#[derive(Clone, Debug, PartialEq)]
pub struct Precision {
    /// The figures that must be so precise, all of them.
    pub of: Vec<Watched>,
    /// The widest half-width that will do, in their unit.
    pub half_width: f64,
    /// The most replications.
    pub at_most: u32,
}

/// A figure that a precision is asked of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watched {
    /// The queue's place; `None`: the total.
    pub queue: Option<usize>,
    /// The metric's id.
    pub metric: String,
}

impl Stopping {
    /// The most replications there can be.
    pub fn at_most(&self) -> u32 {
        match self {
            Stopping::Fixed(replications) => *replications,
            Stopping::Precise(precision) => precision.at_most,
        }
    }
}

/// The plan of the run.
pub(super) fn run_plan(file: &File, desk: &mut Desk<'_>) -> RunPlan {
    let nothing = RunTable::default();
    let (run, place) = inside(&file.run).unwrap_or((&nothing, 0..0));
    let spot = Spot::new("run", place);
    let seed = desk.or(&run.seed, &spot, "seed", &SEED).0;
    let confidence = confidence_of(run, &spot, desk);
    let fcr_window = outcomes::fcr_window(run, &spot, desk);
    let stopping = Stopping::Fixed(REPLICATIONS.value.0 as u32);
    let mut plan = RunPlan { seed, confidence, fcr_window, stopping };
    if let Some((table, place)) = inside(&run.precision) {
        if run.replications.is_some() {
            let title = format!("{}: replications and precision exclude one another", spot.path);
            desk.problem(title, &place, "keep one of them");
        }
        if let Some(precision) = precision(table, &spot.inner("precision", place), file, desk) {
            plan.stopping = Stopping::Precise(precision);
        }
    } else if run.replications.is_none() {
        desk.falls_back(&spot, "replications", &REPLICATIONS);
    }
    if let Some(replications) = &run.replications {
        let count = desk.count(replications, "replications", 1, desk.limits.replications);
        plan.stopping = Stopping::Fixed(count.unwrap_or(1));
        if count == Some(1) {
            let help = "write at least 2 replications";
            desk.doubt("one replication gives no confidence interval", &replications.span(), help);
        }
    }
    plan
}

/// The confidence of verdicts: the precision's own, or the run's.
fn confidence_of(run: &RunTable, spot: &Spot, desk: &mut Desk<'_>) -> f64 {
    let precision = inside(&run.precision);
    let own = precision.as_ref().and_then(|(table, _)| table.confidence.as_ref());
    let Some(given) = own.or(run.confidence.as_ref()) else {
        let spot = precision.map_or_else(|| spot.clone(), |(_, place)| spot.inner("precision", place));
        return desk.falls_back(&spot, "confidence", &CONFIDENCE).0;
    };
    confidence(given, desk).unwrap_or(CONFIDENCE.value.0)
}

fn precision(table: &PrecisionTable, spot: &Spot, file: &File, desk: &mut Desk<'_>) -> Option<Precision> {
    let of = desk.need(&table.of, spot, "of", "of = \"service_level\"");
    let half_width = desk.need(&table.half_width, spot, "half_width", "half_width = \"0.5%\"");
    let at_most = match &table.at_most {
        Some(at_most) => desk.count(at_most, "at_most", 2, desk.limits.replications),
        None => u32::try_from(desk.falls_back(spot, "at_most", &AT_MOST).0).ok(),
    };
    let (of, half_width) = (of?, half_width?);
    let names = &of.get_ref().0;
    if names.is_empty() {
        desk.problem("of names no metric", &of.span(), "write of = \"service_level\"");
    }
    let watched = names.iter().filter_map(|name| watched(name, of, half_width, file, desk)).collect();
    if half_width.get_ref().value <= 0.0 {
        desk.problem("a half-width is above 0", &half_width.span(), "write half_width = \"0.5%\"");
    }
    Some(Precision { of: watched, half_width: half_width.get_ref().value, at_most: at_most? })
}

fn confidence(share: &At<Share>, desk: &mut Desk<'_>) -> Option<f64> {
    let value = share.get_ref().0;
    if !(0.5..=0.999_999).contains(&value) {
        let title = format!("a confidence of {}% is out of range", value * 100.0);
        desk.problem(title, &share.span(), "write one from \"50%\" to \"99.9999%\", as \"95%\"");
        return None;
    }
    Some(value)
}

/// `service_level`, `service_level_ratio`, `advice.abandonment`.
fn watched<T>(
    name: &Text,
    of: &At<T>,
    half_width: &At<Amount>,
    file: &File,
    desk: &mut Desk<'_>,
) -> Option<Watched> {
    let (queue, metric) = match name.0.rsplit_once('.') {
        None | Some(("total", _)) => (None, name.0.rsplit('.').next().unwrap_or_default()),
        Some((queue, metric)) => {
            let queue = queue.strip_prefix("queues.").unwrap_or(queue);
            (Some(desk.find("queues", queue, &of.span(), &file.queues)?), metric)
        }
    };
    let known = desk.metrics;
    if known.is_empty() {
        return Some(Watched { queue, metric: metric.to_owned() });
    }
    let is_named = |id: &&&str| **id == metric || without_unit(id) == metric;
    let Some(id) = known.iter().find(is_named) else {
        let near = nearest(metric, known.iter().map(|id| without_unit(id)));
        let help =
            near.map_or_else(|| "as \"service_level\"".to_owned(), |near| format!("did you mean {near}?"));
        desk.problem(format!("there is no metric {metric}"), &of.span(), help);
        return None;
    };
    check_unit(id, half_width, desk);
    Some(Watched { queue, metric: (*id).to_owned() })
}

fn without_unit(id: &str) -> &str {
    ["_ratio", "_count", "_s"].iter().find_map(|unit| id.strip_suffix(unit)).unwrap_or(id)
}

/// A half-width is in the metric's unit.
fn check_unit(id: &str, half_width: &At<Amount>, desk: &mut Desk<'_>) {
    let wanted = match id {
        id if id.ends_with("_ratio") => Measure::Ratio,
        id if id.ends_with("_count") => Measure::Plain,
        _ => Measure::Seconds,
    };
    if half_width.get_ref().measure != wanted {
        let title = format!("the half-width of {id} has another unit");
        desk.problem(title, &half_width.span(), format!("write {}", Amount::example(wanted)));
    }
}

/// A key that was left out and a key that is wrong both count as nothing here.
pub(super) fn value_of<T: Copy>(value: &Maybe<T>) -> Option<T> {
    value.as_ref().map(|value| *value.get_ref())
}
