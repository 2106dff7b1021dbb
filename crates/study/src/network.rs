//! Several hotlines in one run, and their sum.
//!
//! A job is one replication of one hotline. Jobs are begun replication by replication, the hotlines with the most
//! calls first, so that no core is left with a long one at the end, and their results are taken in that order; the
//! sum's of a replication are added in the order of hotlines. A hotline whose last replication is in is handed over
//! at once, so that its intervals needn't be kept.

use acd_engine::{Arrivals, Luck, Model};
use acd_scenario::{Network, Stopping};

use crate::crew::Crew;
use crate::ended::EndedWaits;
use crate::looks::Looks;
use crate::metric::{METRICS, Metric, Ratio, Unit};
use crate::outcome::{Fold, Outcome, Scope, ScopeFold};
use crate::replicate::{Keep, Replicate, ScopeReplicate, replicate};
use crate::run::{Reached, Stopped, precision_reached};
use crate::waits::Waits;

/// What all hotlines come to together.
#[derive(Clone, Debug)]
pub struct NetworkOutcome {
    /// How many replications were run of every hotline.
    pub replications: u32,
    /// The sum over the hotlines, without intervals: hotlines may have different ones.
    pub total: Scope,
    /// What a wanted precision came to; empty where none was wanted.
    pub precision: Vec<Reached>,
    /// Interrupted: these are the first replications of more.
    pub is_partial: bool,
}

/// Runs all hotlines as often as the network says. Each hotline is handed over when it is done, with its place.
///
/// # Errors
///
/// What `finished` returns; a list that ran out; nothing was done when it was interrupted.
pub fn run_network<E: From<Stopped> + Send>(
    network: &Network,
    crew: &Crew<'_>,
    finished: impl FnMut(usize, Outcome) -> Result<(), E> + Send,
) -> Result<NetworkOutcome, E> {
    let looks = Looks::of(&network.run);
    let order = by_calls(network);
    // A long job may last as long as all others of its replication.
    let in_hand = order.len() + crew.handful();
    let mut gathered = Gathered::new(network, looks.at.last().copied().unwrap_or(0), finished);
    let (mut done, mut is_whole, mut precision) = (0, true, Vec::new());
    for look in looks.at {
        crew.watch.goes_on_until(look.saturating_mul(order.len() as u32));
        let hotlines = |replication: u32| order.iter().map(move |hotline| (replication, *hotline));
        let one = |(replication, hotline): (u32, usize)| {
            let scenario = &network.hotlines[hotline].scenario;
            let luck = Luck::new(scenario.run.seed, u64::from(replication));
            (hotline, replicate(scenario, luck, Keep::Counters))
        };
        let jobs = (done..look).flat_map(hotlines);
        is_whole = crew.does(jobs, in_hand, one, |(hotline, result)| gathered.takes(hotline, result))?;
        done = look;
        if let Stopping::Precise(wanted) = &network.run.stopping {
            let sum = &gathered.sum;
            precision = precision_reached(wanted, |_, metric| sum.estimate(metric, looks.confidence));
        }
        if !is_whole || (!precision.is_empty() && precision.iter().all(Reached::is_reached)) {
            break;
        }
    }
    let (replications, total) = gathered.finish(!is_whole)?;
    Ok(NetworkOutcome { replications, total, precision, is_partial: !is_whole })
}

/// The places of the hotlines, those with the most calls first.
fn by_calls(network: &Network) -> Vec<usize> {
    let calls = |model: &Model| -> f64 {
        let of_kind = |kind: &acd_engine::CallerKind| match &kind.arrivals {
            Arrivals::Poisson { pieces, .. } => pieces.iter().map(|piece| piece.expected_calls).sum(),
            Arrivals::Given(calls) => calls.len() as f64,
        };
        model.kinds.iter().map(of_kind).sum()
    };
    let calls: Vec<f64> = network.hotlines.iter().map(|hotline| calls(&hotline.scenario.model)).collect();
    let mut order: Vec<usize> = (0..calls.len()).collect();
    order.sort_by(|&one, &other| calls[other].total_cmp(&calls[one]));
    order
}

/// What has come in so far.
struct Gathered<'a, F> {
    /// None where it was handed over.
    folds: Vec<Option<Fold<'a>>>,
    /// The sum over the hotlines, and how many replications it has.
    sum: ScopeFold,
    replications: u32,
    /// The replication that has not come in of all hotlines.
    open: Open,
    /// The most replications there can be.
    most: u32,
    finished: F,
}

/// What the hotlines counted in one replication.
struct Open {
    hotlines: Vec<Option<Vec<Ratio>>>,
    waits: Waits,
    ended: EndedWaits,
}

impl<'a, E: From<Stopped>, F: FnMut(usize, Outcome) -> Result<(), E>> Gathered<'a, F> {
    fn new(network: &'a Network, most: u32, finished: F) -> Gathered<'a, F> {
        let folds: Vec<Option<Fold<'a>>> =
            network.hotlines.iter().map(|hotline| Some(Fold::new(&hotline.scenario.model))).collect();
        let open = Open::new(folds.len());
        Gathered { folds, sum: ScopeFold::new(), replications: 0, open, most, finished }
    }

    /// The next replication of a hotline.
    fn takes(&mut self, hotline: usize, result: Replicate) -> Result<(), E> {
        if result.list_ran_out {
            return Err(Stopped::ListRanOut.into());
        }
        if let Some(fold) = &mut self.folds[hotline] {
            fold.add(&result);
        }
        if self.replications + 1 == self.most {
            self.hands_over(hotline, false)?;
        }
        self.open.takes(hotline, &result);
        if self.open.is_whole() {
            let whole = std::mem::replace(&mut self.open, Open::new(self.folds.len()));
            self.sum.add(&whole.scope(), self.replications, |_| Vec::new());
            self.replications += 1;
        }
        Ok(())
    }

    fn hands_over(&mut self, hotline: usize, is_partial: bool) -> Result<(), E> {
        let fold = self.folds[hotline].take();
        fold.map_or(Ok(()), |fold| (self.finished)(hotline, Outcome { is_partial, ..fold.finish() }))
    }

    fn finish(mut self, is_partial: bool) -> Result<(u32, Scope), E> {
        if self.replications == 0 {
            return Err(Stopped::Interrupted.into());
        }
        for hotline in 0..self.folds.len() {
            self.hands_over(hotline, is_partial)?;
        }
        Ok((self.replications, self.sum.finish("total".to_owned(), None)))
    }
}

impl Open {
    fn new(hotlines: usize) -> Open {
        Open { hotlines: vec![None; hotlines], waits: Waits::default(), ended: EndedWaits::default() }
    }

    fn takes(&mut self, hotline: usize, result: &Replicate) {
        let Some(total) = result.scopes.last() else { return };
        self.hotlines[hotline] = Some(total.whole.clone());
        self.waits.add(&total.waits);
        self.ended.add(&total.ended);
    }

    fn is_whole(&self) -> bool {
        self.hotlines.iter().all(Option::is_some)
    }

    fn scope(self) -> ScopeReplicate {
        let percentiles = self.waits.percentiles();
        let sum = |(place, metric): (usize, &Metric)| {
            let of_hotlines = self.hotlines.iter().flatten().filter_map(|whole| whole[place]);
            match metric.percentile() {
                Some(percentile) => percentiles.map(|percentiles| (percentiles[percentile], 1.0)),
                None => Adds::of(metric).sum(of_hotlines),
            }
        };
        let whole = METRICS.iter().enumerate().map(sum).collect();
        ScopeReplicate {
            whole,
            waits: self.waits,
            ended: self.ended,
            intervals: Vec::new(),
            slots: Vec::new(),
        }
    }
}

/// How the figures of several hotlines become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Adds {
    /// Counts and amounts of time are added.
    Amounts,
    /// So are means over time: each hotline has its own opening hours.
    Means,
    /// Of the longest the longest.
    Longest,
    /// Ratios are sums over sums.
    Ratios,
}

impl Adds {
    fn of(metric: &Metric) -> Adds {
        match (metric.id, metric.unit) {
            ("wait_max_s", _) => Adds::Longest,
            ("break_s" | "overtime_s" | "seat_wait_s", _) => Adds::Amounts,
            (id, Unit::Count) if id.ends_with("_mean_count") => Adds::Means,
            (_, Unit::Count) => Adds::Amounts,
            _ => Adds::Ratios,
        }
    }

    fn sum(self, ratios: impl Iterator<Item = (f64, f64)>) -> Ratio {
        ratios.filter_map(|ratio| self.term(ratio)).reduce(|sum, next| match self {
            Adds::Longest => (sum.0.max(next.0), 1.0),
            Adds::Amounts | Adds::Means => (sum.0 + next.0, 1.0),
            Adds::Ratios => (sum.0 + next.0, sum.1 + next.1),
        })
    }

    /// What a hotline adds.
    fn term(self, (numerator, denominator): (f64, f64)) -> Ratio {
        match self {
            Adds::Means => (denominator != 0.0).then(|| (numerator / denominator, 1.0)),
            _ => Some((numerator, denominator)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(id: &str, ratios: &[(f64, f64)]) -> Ratio {
        Adds::of(&METRICS[Metric::place(id)]).sum(ratios.iter().copied())
    }

    #[test]
    fn counts_add_and_ratios_are_sums_over_sums() {
        assert_eq!(sum("answered_count", &[(3.0, 1.0), (4.0, 1.0)]), Some((7.0, 1.0)));
        assert_eq!(sum("break_s", &[(30.0, 1.0), (40.0, 1.0)]), Some((70.0, 1.0)));
        assert_eq!(sum("service_level_ratio", &[(1.0, 2.0), (3.0, 8.0)]), Some((4.0, 10.0)));
        assert_eq!(sum("asa_s", &[(60.0, 1.0), (20.0, 1.0)]), Some((80.0, 2.0)), "two answered calls");
    }

    #[test]
    fn means_over_time_add_each_over_its_own_hours() {
        assert_eq!(sum("busy_mean_count", &[(8.0, 2.0), (9.0, 3.0), (0.0, 0.0)]), Some((7.0, 1.0)));
    }

    #[test]
    fn the_longest_wait_is_the_longest_of_all() {
        assert_eq!(sum("wait_max_s", &[(8.0, 1.0), (9.5, 1.0)]), Some((9.5, 1.0)));
        assert_eq!(sum("wait_max_s", &[]), None);
    }

    #[test]
    fn every_metric_in_seconds_is_an_amount_or_a_mean_of_calls() {
        let amounts: Vec<&str> = METRICS
            .iter()
            .filter(|metric| metric.unit == Unit::Seconds && Adds::of(metric) == Adds::Amounts)
            .map(|metric| metric.id)
            .collect();
        assert_eq!(amounts, ["break_s", "overtime_s", "seat_wait_s"], "a new one must be told which it is");
    }
}
