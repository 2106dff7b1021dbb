//! The table of a caller kind.

use super::path;
use super::words::{distribution, interval, key, number, percentage, quoted};
use crate::arrivals::{Arrivals, BUSYNESS_BY_LUCK};
use crate::calendar::WEEKDAYS;
use crate::families::Unit;
use crate::ivr::Entry;
use crate::{Fitted, Kind};

/// The table; nothing of a kind that never calls first.
pub fn kind(fitted: &Fitted, kind: &Kind, profiles: &mut Vec<(String, String)>) -> String {
    let (Some(arrivals), Some(entry)) = (&kind.arrivals, &kind.entry) else {
        return format!("# {} has no first call that reached anything: it is left out.\n\n", key(&kind.name));
    };
    let mut text = format!("[{}]\n", path(&["callers", &kind.name]));
    text += &arrivals_text(fitted, arrivals, profiles);
    text += &patience(kind);
    text += &redial(kind);
    text += &match entry {
        Entry::Queue(queue) => format!("enters.queue = {}\n", quoted(&fitted.queues[*queue].name)),
        Entry::Menu(_) => format!("enters.menu = {}\n", quoted(&fitted.menu_of(&kind.name))),
    };
    text + "\n"
}

fn arrivals_text(fitted: &Fitted, arrivals: &Arrivals, profiles: &mut Vec<(String, String)>) -> String {
    let what = if fitted.log.has.caller || fitted.log.has.attempt {
        "first calls"
    } else {
        "all calls: the log does not tell redials apart;"
    };
    let mut text = format!(
        "arrivals.per_day  = {}   # fitted: {what} {}\n",
        number(arrivals.per_day.value),
        interval(Unit::Calls, arrivals.per_day)
    );
    let weights: Vec<String> = arrivals.profile.iter().map(|share| number(share.value * 100.0)).collect();
    if fitted.calendar.is_even() {
        text += &format!("arrivals.profile  = [{}]   # fitted: % of a day\n", weights.join(", "));
    } else {
        let name = match profiles.len() {
            0 => super::PROFILE.to_owned(),
            more => super::PROFILE.replace('.', &format!("-{}.", more + 1)),
        };
        let interval_s = fitted.calendar.interval_s;
        let line = |(place, weight): (usize, &String)| {
            format!("{},{weight}\n", super::clock((arrivals.from + place) as f64 * interval_s))
        };
        let lines: String = weights.iter().enumerate().map(line).collect();
        profiles.push((name.clone(), format!("start,weight\n{lines}")));
        text += &format!("arrivals.profile  = {}   # fitted: weekdays have different hours\n", quoted(&name));
    }
    if let Some(factors) = &arrivals.weekday {
        let named = || factors.iter().zip(WEEKDAYS).filter_map(|(factor, day)| Some((day, (*factor)?)));
        let values: Vec<String> =
            named().map(|(day, factor)| format!("{day} = {}", number(factor.value))).collect();
        let widest = named().map(|(_, factor)| (factor.high - factor.low) / 2.0).fold(0.0, f64::max);
        text += &format!(
            "arrivals.weekday  = {{ {} }}   # fitted: each within {:.2} or less\n",
            values.join(", "),
            widest
        );
    }
    if let Some(busyness) = arrivals.busyness {
        let ends = interval(Unit::Ratio, busyness.cv);
        text += &if busyness.p_value < BUSYNESS_BY_LUCK && busyness.cv.value > 0.0 {
            format!(
                "arrivals.busyness = {{ cv = \"{}\" }}   # fitted: {ends}\n",
                percentage(busyness.cv.value)
            )
        } else {
            format!("# Days differ by no more than luck: no busyness (a cv of {ends} would do as well).\n")
        };
    } else {
        text += "# One day tells nothing of how days differ: no busyness.\n";
    }
    text
}

fn patience(kind: &Kind) -> String {
    let patience = &kind.patience;
    let balks = patience.balks.map_or(String::new(), |balks| {
        let ends = interval(Unit::Ratio, balks);
        format!(
            "balks = \"{}\"   # fitted: gave up after 0 s when nobody was free, {ends}\n",
            percentage(balks.value)
        )
    });
    let events = patience.fits.sample.events();
    let of_patience = match patience.fits.best() {
        Some(best) => {
            let (value, ends) = distribution(best);
            format!("patience{value}   # fitted: {ends}\n")
        }
        None if patience.gave_up > 0 => {
            let mean = number(patience.fits.sample.exposure() / events);
            format!(
                "patience.exponential = {{ mean = \"{mean} s\" }}   # assumed: only {} callers gave up\n",
                patience.gave_up
            )
        }
        None => "# Nobody gave up waiting: patience is left out, and so endless.\n".to_owned(),
    };
    of_patience + &balks
}

fn redial(kind: &Kind) -> String {
    let Some(redials) = &kind.redials else {
        return "# Without a column caller nobody knows who calls again: no redial.\n".to_owned();
    };
    let (Some(share), Some(best)) = (redials.share, redials.fits.first()) else {
        return format!(
            "# {} callers who got no agent were seen again: too few, no redial.\n",
            redials.called_again
        );
    };
    let (after, ends) = distribution(best);
    let at_most = redials.at_most.map_or(String::new(), |most| format!(", at_most = {most}"));
    format!(
        "redial = {{ share = \"{}\", after{after}{at_most} }}   # fitted: share {}; after, {ends}\n",
        percentage(share.value),
        interval(Unit::Ratio, share)
    )
}
