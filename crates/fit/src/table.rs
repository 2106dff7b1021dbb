//! All estimates as rows: by the key that they have in a scenario, the families that were not chosen among them.

use crate::calendar::WEEKDAYS;
use crate::families::Unit;
use crate::fitting::{Estimate, Fit};
use crate::goodness::Goodness;
use crate::ivr::{Entry, Leads};
use crate::{Fitted, Kind};

/// An estimate.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The key in a scenario, as `callers.all.patience.weibull.mean`.
    pub key: String,
    /// What it is measured in.
    pub unit: Unit,
    /// The value and its interval.
    pub estimate: Estimate,
    /// How many calls, callers or days it was told by.
    pub count: usize,
    /// How it was estimated.
    pub method: &'static str,
    /// Whether it stands in the scenario.
    pub is_chosen: bool,
    /// Akaike's criterion, of families.
    pub aic: Option<f64>,
    /// How well it fits.
    pub goodness: Option<Goodness>,
}

impl Fitted {
    /// All estimates.
    pub fn rows(&self) -> Vec<Row> {
        let mut rows = Vec::new();
        self.kinds.iter().for_each(|kind| rows_of_kind(self, kind, &mut rows));
        for queue in &self.queues {
            let of = [("talk", &queue.talk), ("wrap_up", &queue.wrap_up)];
            for (name, times) in of.into_iter().filter_map(|(name, times)| Some((name, times.as_ref()?))) {
                let key = format!("queues.{}.{name}", queue.name);
                families(&mut rows, &key, &times.fits.all, times.count, "maximum likelihood");
            }
        }
        rows
    }

    /// What does not fit: keys of chosen estimates with a misfit.
    pub fn misfits(&self) -> Vec<Row> {
        let mut misfits: Vec<Row> = self.rows();
        misfits.retain(|row| row.is_chosen && row.goodness.is_some_and(|goodness| goodness.is_misfit()));
        // A family is one misfit, however many parameters it has.
        misfits.dedup_by(|one, other| family_of(&one.key) == family_of(&other.key));
        misfits
    }
}

/// The key without its last part.
pub fn family_of(key: &str) -> &str {
    key.rsplit_once('.').map_or(key, |(family, _)| family)
}

fn plain(key: String, unit: Unit, estimate: Estimate, count: usize, method: &'static str) -> Row {
    Row { key, unit, estimate, count, method, is_chosen: true, aic: None, goodness: None }
}

fn families(rows: &mut Vec<Row>, key: &str, fits: &[Fit], count: usize, method: &'static str) {
    for (place, fit) in fits.iter().enumerate() {
        for (name, unit, estimate) in fit.named() {
            let key = format!("{key}.{}.{name}", fit.family.name());
            let (aic, goodness) = (Some(fit.aic), fit.goodness);
            rows.push(Row {
                is_chosen: place == 0,
                aic,
                goodness,
                ..plain(key, unit, estimate, count, method)
            });
        }
    }
}

fn rows_of_kind(fitted: &Fitted, kind: &Kind, rows: &mut Vec<Row>) {
    rows_of_arrivals(fitted, kind, rows);
    let of = |name: &str| format!("callers.{}.{name}", kind.name);
    let patience = &kind.patience;
    let waited = patience.gave_up + patience.stayed;
    families(rows, &of("patience"), &patience.fits.all, waited, "maximum likelihood, censored");
    if let Some(balks) = patience.balks {
        rows.push(plain(of("balks"), Unit::Ratio, balks, waited + patience.balked, "share"));
    }
    if let Some(redials) = &kind.redials {
        if let Some(share) = redials.share {
            let method = if redials.fits.is_empty() {
                "share of those seen again"
            } else {
                "maximum likelihood, closing time"
            };
            rows.push(plain(of("redial.share"), Unit::Ratio, share, redials.gave_up, method));
        }
        families(
            rows,
            &of("redial.after"),
            &redials.fits,
            redials.called_again,
            "maximum likelihood, closing time",
        );
    }
    rows_of_menu(fitted, kind, rows);
}

fn rows_of_arrivals(fitted: &Fitted, kind: &Kind, rows: &mut Vec<Row>) {
    let of = |name: &str| format!("callers.{}.{name}", kind.name);
    if let Some(arrivals) = &kind.arrivals {
        let method = if arrivals.days > 1 { "totals of days, Student" } else { "one day, Poisson" };
        rows.push(Row {
            goodness: arrivals.goodness,
            ..plain(of("arrivals.per_day"), Unit::Calls, arrivals.per_day, arrivals.days, method)
        });
        for (factor, day) in arrivals.weekday.iter().flatten().zip(WEEKDAYS) {
            if let Some(factor) = factor {
                rows.push(plain(
                    of(&format!("arrivals.weekday.{day}")),
                    Unit::Plain,
                    *factor,
                    arrivals.days,
                    "means of weekdays",
                ));
            }
        }
        if let Some(busyness) = arrivals.busyness {
            let row = plain(
                of("arrivals.busyness.cv"),
                Unit::Ratio,
                busyness.cv,
                arrivals.days,
                "moments of days' totals",
            );
            rows.push(Row { is_chosen: busyness.p_value < crate::arrivals::BUSYNESS_BY_LUCK, ..row });
        }
        for (place, share) in arrivals.profile.iter().enumerate() {
            let start =
                crate::scenario::clock_of((arrivals.from + place) as f64 * fitted.calendar.interval_s);
            rows.push(plain(
                of(&format!("arrivals.profile.{start}")),
                Unit::Ratio,
                *share,
                arrivals.first_calls,
                "shares of days",
            ));
        }
    }
}

fn rows_of_menu(fitted: &Fitted, kind: &Kind, rows: &mut Vec<Row>) {
    if let Some(Entry::Menu(menu)) = &kind.entry {
        let name = fitted.menu_of(&kind.name);
        for (lead, share) in &menu.leads {
            let lead = match lead {
                Leads::Queue(queue) => format!("queue.{}", fitted.queues[*queue].name),
                Leads::Served => "served".to_owned(),
                Leads::HungUp => "hang_up".to_owned(),
            };
            rows.push(plain(
                format!("ivr.{name}.next.{lead}"),
                Unit::Ratio,
                *share,
                fitted.log.calls.len(),
                "share",
            ));
        }
        if let Some(lasts) = &menu.lasts {
            families(rows, &format!("ivr.{name}.lasts"), &lasts.fits.all, lasts.count, "maximum likelihood");
        }
    }
}
