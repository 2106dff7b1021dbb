//! What a search or a sweep varies: the values on its way, and what each of them sets in the scenario.

use serde_json::Value;

use super::defaults::Fallback;
use super::plan::value_of;
use super::{Desk, Spot, inside};
use crate::file::{AgentsTable, At, File, GoalTable, SearchTable, Until};
use crate::key;
use crate::problem::nearest;
use crate::quantity::{Amount, Leaf, Raw, rounded};
use crate::source::Place;

/// The values that are tried for one key.
#[derive(Clone, Debug, PartialEq)]
pub struct Search {
    /// The key, as `floor.seats`.
    pub vary: String,
    /// Its value in the scenario as it stands, if it has one.
    pub base: Option<Amount>,
    /// Whether the least value that meets every goal is looked for; else all values are tried.
    pub is_for_goals: bool,
    /// The groups whose heads grow in proportion.
    pub scale: Vec<String>,
    from: Amount,
    step: f64,
    count: usize,
    scaled: Vec<Heads>,
    /// Another key, each value of which is tried with each of this one.
    second: Option<Box<Search>>,
}

/// The most points of two keys together: each is run like a value of one.
const POINTS_AT_MOST: usize = 400;

/// Heads that grow in proportion: one number, or one an interval.
#[derive(Clone, Debug, PartialEq)]
struct Heads {
    key: String,
    /// The shift, or the group that has none.
    name: String,
    base: Vec<u64>,
    is_list: bool,
}

impl Search {
    /// How many values there are; of two keys how many pairs.
    pub fn count(&self) -> usize {
        self.count * self.second.as_ref().map_or(1, |second| second.count)
    }

    /// Every value of this key with every value of another.
    ///
    /// # Errors
    ///
    /// Both are the same key, or there are too many pairs: what to do about it.
    pub fn crossed_with(self, other: Search) -> Result<Search, String> {
        if Search::is_same_key(&self.vary, &other.vary) {
            return Err(format!("{} is varied twice: name two keys", self.vary));
        }
        let points = self.count.saturating_mul(other.count);
        if points > POINTS_AT_MOST {
            return Err(format!(
                "{} values of {} with {} of {} are {points} points, over the limit of {POINTS_AT_MOST}: write longer \
                 steps",
                self.count, self.vary, other.count, other.vary
            ));
        }
        Ok(Search { second: Some(Box::new(other)), ..self })
    }

    /// The other key, where two are varied.
    pub fn second(&self) -> Option<&Search> {
        self.second.as_deref()
    }

    /// The value of the other key at a place.
    pub fn second_value(&self, place: usize) -> Option<Amount> {
        self.second().map(|second| second.value(place % second.count))
    }

    /// A value by its place, from the least on; of two keys the second runs through its values at each of the first.
    pub fn value(&self, place: usize) -> Amount {
        let place = place / self.second.as_ref().map_or(1, |second| second.count);
        let value = self.from.value + place as f64 * self.step;
        self.from.with(if value.fract() == 0.0 { value } else { rounded(value) })
    }

    /// Whether two texts name the same key.
    pub fn is_same_key(one: &str, other: &str) -> bool {
        key::parts(one).is_some_and(|path| Some(path) == key::parts(other))
    }

    /// The heads that a value makes of the groups that are scaled, by the name of shift or group.
    pub fn heads(&self, place: usize) -> Vec<(String, Vec<u64>)> {
        let value = self.value(place).value;
        let of = |base: Amount| {
            let heads =
                self.scaled.iter().map(move |heads| (heads.name.clone(), heads.at(value, base.value)));
            heads.collect()
        };
        self.base.map_or_else(Vec::new, of)
    }

    /// What a value sets in the scenario, as `key.path=VALUE`.
    pub fn sets(&self, place: usize) -> Vec<String> {
        let value = self.value(place);
        let mut sets = vec![format!("{}={}", self.vary, value.in_toml())];
        if let Some(base) = self.base {
            // At the value itself there is nothing left to grow.
            sets.extend((!self.scaled.is_empty()).then(|| "search.scale=[]".to_owned()));
            sets.extend(self.scaled.iter().map(|heads| heads.set(value.value, base.value)));
        }
        if let Some(second) = self.second() {
            sets.extend(second.sets(place % second.count));
        }
        sets
    }
}

impl Heads {
    /// Heads × value ÷ base, rounded half up (`semantics.md`, rule 27).
    fn at(&self, value: f64, base: f64) -> Vec<u64> {
        self.base.iter().map(|heads| (rounded(*heads as f64 * value / base) + 0.5).floor() as u64).collect()
    }

    fn set(&self, value: f64, base: f64) -> String {
        let numbers: Vec<String> = self.at(value, base).iter().map(u64::to_string).collect();
        if self.is_list {
            format!("{}=[{}]", self.key, numbers.join(", "))
        } else {
            format!("{}={}", self.key, numbers.join(""))
        }
    }
}

const FOR_GOALS: Fallback<Until> =
    Fallback { value: Until::Goals, why: "the least value that meets every goal" };
const ALL: Fallback<Until> = Fallback { value: Until::All, why: "all values are tried: no queue has a goal" };

/// Lowers `[search]`.
pub(super) fn lower(file: &File, resolved: &Value, desk: &mut Desk<'_>) -> Option<Search> {
    let (table, place) = inside(&file.search)?;
    let spot = Spot::new("search", place);
    let vary = desk.need(&table.vary, &spot, "vary", "vary = \"floor.seats\"");
    desk.need(&table.from, &spot, "from", "from = 200");
    desk.need(&table.to, &spot, "to", "to = 900");
    desk.need(&table.step, &spot, "step", "step = 20");
    let asks = |goal: &GoalTable| goal.answer.is_some() || goal.fcr.is_some() || goal.satisfaction.is_some();
    let has_goal = file
        .queues
        .iter()
        .any(|(_, queue)| inside(&queue.get_ref().goal).is_some_and(|(goal, _)| asks(goal)));
    let until = table.until.as_ref();
    if let Some(until) = until.filter(|until| *until.get_ref() == Until::Goals && !has_goal) {
        let help = "add goal = { answer = \"85%\", within = \"30 s\" } to a queue, or write until = \"all\"";
        desk.problem("the search looks for the goals, and no queue has one", &until.span(), help);
    }
    let default = if has_goal { &FOR_GOALS } else { &ALL };
    let is_for_goals = desk.or(&table.until, &spot, "until", default) == Until::Goals;
    desk.may_lack(&table.scale, &spot, "scale", ("none", "no agents grow with the value"));
    let vary = vary?;
    let Some(path) = key::parts(&vary.get_ref().0) else {
        let title = format!("{:?} is no key", vary.get_ref().0);
        desk.problem(title, &vary.span(), "write the key as in --set, as vary = \"floor.seats\"");
        return None;
    };
    if path[0] == "search" {
        desk.problem(
            "a search can't vary itself",
            &vary.span(),
            "vary a key of the centre, as \"floor.seats\"",
        );
        return None;
    }
    check_names(&path, resolved, &vary.span(), desk);
    doubts_replaced_shifts(&path, file, &vary.span(), desk);
    let (from, step, count) = values(table, &spot, desk)?;
    let base = path.iter().try_fold(resolved, |table, key| table.get(key)).and_then(amount);
    let scale = scale_names(table);
    let scaled = scale.iter().filter_map(|name| scaled_heads(name, table, file, desk)).flatten().collect();
    let is_zero = base.is_none_or(|base| base.value == 0.0);
    if let Some(scale) = table.scale.as_ref().filter(|scale| !scale.get_ref().0.is_empty() && is_zero) {
        let title =
            format!("heads can't grow in proportion to {}: it has no value to start from", vary.get_ref().0);
        desk.problem(title, &scale.span(), "give it one in the scenario, or remove scale");
    }
    if let Some(base) = base.filter(|base| base.measure != from.measure) {
        let title = format!("{} is measured otherwise than from, to and step", vary.get_ref().0);
        desk.problem(
            title,
            &vary.span(),
            format!("write from, to and step as {}", Amount::example(base.measure)),
        );
    }
    let vary = vary.get_ref().0.trim().to_owned();
    Some(Search { vary, base, is_for_goals, scale, from, step, count, scaled, second: None })
}

/// A key of a group, queue, menu or caller kind is that of one there is.
pub(super) fn check_names(path: &[String], resolved: &Value, place: &Place, desk: &mut Desk<'_>) {
    let mut check = |depth: usize, what: &str| {
        let Some(name) = path.get(depth) else { return };
        let table = path[..depth].iter().try_fold(resolved, |table, key| table.get(key));
        let known: Vec<&str> =
            table.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name.as_str()).collect();
        if !known.contains(&name.as_str()) {
            let help = match nearest(name, known.iter().copied()) {
                Some(near) => format!("did you mean {near}?"),
                None => format!("there are: {}", known.join(", ")),
            };
            desk.problem(format!("there is no {what}.{name}"), place, help);
        }
    };
    if ["callers", "ivr", "queues", "agents"].contains(&path[0].as_str()) {
        check(1, &path[0]);
    }
    if path.len() > 3 && path[0] == "agents" && path[2] == "shifts" {
        check(3, &format!("agents.{}.shifts", path[1]));
    }
}

/// Heads instead of shifts: everyone on duty in all opening hours is another centre.
fn doubts_replaced_shifts(path: &[String], file: &File, place: &Place, desk: &mut Desk<'_>) {
    let [agents, group, key] = path else { return };
    let table =
        file.agents.iter().find(|(name, _)| name.get_ref() == group).map(|(_, table)| table.get_ref());
    let shifts: Vec<&str> = table.map_or_else(Vec::new, |table| table.shifts.names().collect());
    if let Some(first) = shifts.first().filter(|_| agents == "agents" && key == "heads") {
        let title = format!(
            "agents.{group}.heads replaces the shifts {}: all are on duty in all opening hours",
            shifts.join(", ")
        );
        let help = format!(
            "vary agents.{group}.shifts.{first}.heads, with scale = \"agents.{group}\" for the other shifts"
        );
        desk.doubt(title, place, help);
    }
}

/// From, step and how many values that makes.
fn values(table: &SearchTable, spot: &Spot, desk: &mut Desk<'_>) -> Option<(Amount, f64, usize)> {
    let (from, to, step) = (value_of(&table.from)?, value_of(&table.to)?, value_of(&table.step)?);
    if from.measure != to.measure || from.measure != step.measure {
        let help = format!("write all three as {}", Amount::example(from.measure));
        desk.problem("from, to and step are measured differently", &spot.place, help);
        return None;
    }
    if step.value <= 0.0 {
        desk.problem("the step is above 0", &place(&table.step, spot), "write step = 20");
        return None;
    }
    if to.value < from.value {
        desk.problem("`to` is less than `from`", &place(&table.to, spot), "write the least value as `from`");
        return None;
    }
    let count = ((to.value - from.value) / step.value + 1e-9).floor() + 1.0;
    let limit = desk.limits.values;
    if count > limit.at_most as f64 {
        let title = format!("{count} values are over the limit of {}", limit.at_most);
        desk.problem(title, &place(&table.step, spot), limit.help("write a longer step", count));
        return None;
    }
    Some((from, step.value, count as usize))
}

fn place<T>(value: &Option<At<T>>, spot: &Spot) -> Place {
    value.as_ref().map_or(spot.place.clone(), At::span)
}

/// A resolved value as an amount.
pub(super) fn amount(value: &Value) -> Option<Amount> {
    match value {
        Value::Number(number) => Amount::read(Raw::Number(number.as_f64()?)).ok(),
        Value::String(text) => Amount::read(Raw::Text(text.clone())).ok(),
        _ => None,
    }
}

fn scale_names(table: &SearchTable) -> Vec<String> {
    let names = table.scale.iter().flat_map(|scale| &scale.get_ref().0);
    names.map(|name| name.0.trim().to_owned()).collect()
}

/// The heads of a group that `scale` names as `agents.NAME`.
fn scaled_heads(name: &str, table: &SearchTable, file: &File, desk: &mut Desk<'_>) -> Option<Vec<Heads>> {
    let place = table.scale.as_ref().map_or(0..0, At::span);
    let group = match key::parts(name).as_deref() {
        Some([agents, group]) if agents == "agents" => group.clone(),
        _ => {
            let title = format!("{name:?} is no group of agents");
            desk.problem(title, &place, "write scale = \"agents.NAME\", or a list of such names");
            return None;
        }
    };
    let index = desk.find("agents", &group, &place, &file.agents)?;
    let table = file.agents.iter().nth(index).map(|(_, table)| table.get_ref())?;
    Some(heads_of(&group, table))
}

fn heads_of(group: &str, table: &AgentsTable) -> Vec<Heads> {
    let path = format!("agents.{}", key::quoted(group));
    let one = |key: String, name: &str, heads: u64| {
        let name = name.to_owned();
        Heads { key, name, base: vec![heads], is_list: false }
    };
    let mut all = Vec::new();
    all.extend(table.heads.iter().map(|heads| one(format!("{path}.heads"), group, heads.get_ref().0)));
    all.extend(table.heads_per_interval.iter().map(|counts| Heads {
        key: format!("{path}.heads_per_interval"),
        name: group.to_owned(),
        base: counts.get_ref().iter().map(|count| count.get_ref().0).collect(),
        is_list: true,
    }));
    for (name, shift) in table.shifts.iter() {
        let key = format!("{path}.shifts.{}.heads", key::quoted(name.get_ref()));
        let heads = shift.get_ref().heads.iter().map(|heads| heads.get_ref().0);
        all.extend(heads.map(|heads| one(key.clone(), name.get_ref(), heads)));
    }
    all
}
