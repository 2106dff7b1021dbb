//! First calls of a kind: how many a day, spread over it by which profile, and how much days differ.
//!
//! The model is that of the engine: the calls of an interval are Poisson, their rate the day's expected calls times the
//! profile's share times one gamma factor a day. Given a day's total its intervals are then multinomial whatever the
//! factor, so the profile is estimated from shares and the rest from totals.
//!
//! Busyness is what the totals vary beyond Poisson: the cv at which `Σ (N - m)² / (m + cv² m²)` is as large as its
//! degrees of freedom (the method of moments of Paule and Mandel 1982), its interval the cvs at which it is as large as
//! the quantiles of chi-square.

use statrs::distribution::{
    ChiSquared, ContinuousCDF, DiscreteCDF, FisherSnedecor, NegativeBinomial, Poisson, StudentsT,
};

use crate::calendar::Calendar;
use crate::fitting::Estimate;
use crate::goodness::{Goodness, chi_square_p};
use crate::likelihood::Z95;
use crate::log::{Call, DAY_S, Log};
use crate::patience::share;

/// Weekdays are taken as alike only if luck alone makes such a difference in so many logs: factors that are left out
/// though they are there do more harm than those that are written and near 1.
const WEEKDAYS_BY_LUCK: f64 = 0.2;
/// Days vary more than Poisson if luck alone does so once in so many.
pub const BUSYNESS_BY_LUCK: f64 = 0.05;
/// Calls that an interval of a day should have for the test of the profile; neighbours are put together until they do.
const CALLS_OF_A_CELL: f64 = 5.0;
/// No cv is looked for beyond.
const CV_AT_MOST: f64 = 5.0;

/// How much days differ beyond luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Busyness {
    /// The cv of the day's factor.
    pub cv: Estimate,
    /// How likely totals would differ as much by Poisson luck alone.
    pub p_value: f64,
}

/// The arrivals of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// First calls that were counted.
    pub first_calls: usize,
    /// Open days, over all stretches.
    pub days: usize,
    /// Expected first calls of a day; with weekday factors, the mean of the week's open days.
    pub per_day: Estimate,
    /// Factors of the open weekdays, from Monday; none where they are not told.
    pub weekday: Option<[Option<Estimate>; 7]>,
    /// How much days differ; none of a single day.
    pub busyness: Option<Busyness>,
    /// The interval of the day that the profile begins with.
    pub from: usize,
    /// The share of each interval in a day that is open all of them.
    pub profile: Vec<Estimate>,
    /// Whether one profile does for all days.
    pub goodness: Option<Goodness>,
    /// The calls of each open day by interval, divided by the weekday's factor; none where the day is closed.
    pub counts: Vec<Vec<Option<f64>>>,
}

impl Arrivals {
    /// Expected calls of an interval of a mean day, and where those of 95 % of days should lie.
    pub fn band(&self, slot: usize) -> (f64, f64, f64) {
        let mean = self.profile[slot].value * self.per_day.value;
        let cv = self.busyness.map_or(0.0, |busyness| busyness.cv.value);
        if cv < 0.01 {
            let counts = Poisson::new(mean.max(1e-9));
            let end = |share: f64| counts.as_ref().map_or(mean, |counts| counts.inverse_cdf(share) as f64);
            return (mean, end(0.025), end(0.975));
        }
        // A Poisson count whose rate has a gamma factor is negative binomial.
        let size = (cv * cv).recip();
        let counts = NegativeBinomial::new(size, size / (size + mean.max(1e-9)));
        let end = |share: f64| counts.as_ref().map_or(mean, |counts| counts.inverse_cdf(share) as f64);
        (mean, end(0.025), end(0.975))
    }
}

/// Mean and number of days of each weekday, from Monday.
type Groups = [Option<(f64, f64)>; 7];

/// Counts of first calls: a row an open day, an entry an interval of the widest hours.
struct Counts {
    days: Vec<DayCounts>,
    from: usize,
    slots: usize,
}

struct DayCounts {
    weekday: usize,
    /// Open intervals, counted from the widest hours' first.
    open: (usize, usize),
    counts: Vec<f64>,
    total: f64,
}

/// Estimates them; none where there is no call.
pub fn arrivals<'a>(
    log: &Log,
    calls: impl Iterator<Item = &'a Call>,
    calendar: &Calendar,
) -> Option<Arrivals> {
    let counts = count(log, calls, calendar);
    let first_calls = counts.days.iter().map(|day| day.total).sum::<f64>();
    if first_calls == 0.0 {
        return None;
    }
    let told = groups(&counts);
    let expected = |groups: Option<&Groups>, day: &DayCounts| match groups {
        Some(groups) => groups[day.weekday].map_or(0.0, |(mean, _)| mean),
        None => first_calls / counts.days.len() as f64,
    };
    let totals = |groups: Option<&Groups>| -> Vec<(f64, f64)> {
        counts.days.iter().map(|day| (day.total, expected(groups, day))).collect()
    };
    let number = |groups: Option<&Groups>| groups.map_or(1, |groups| groups.iter().flatten().count());
    // Within weekdays, whether they differ visibly or not: what differs between them is no luck of a day.
    let busyness = busyness(&totals(told.as_ref()), number(told.as_ref()));
    let groups = told.filter(|groups| weekdays_differ(groups, &counts));
    let (totals, means) = (totals(groups.as_ref()), number(groups.as_ref()));
    let cv = busyness.map_or(0.0, |busyness| busyness.cv.value);
    let freedom = counts.days.len().saturating_sub(means) as f64;
    let per_day = per_day(&totals, groups.as_ref(), cv, freedom);
    let factor =
        |day: &DayCounts| if groups.is_some() { expected(groups.as_ref(), day) / per_day.value } else { 1.0 };
    let on_mean_day = |day: &DayCounts| {
        let is_open = |slot: usize| (day.open.0..day.open.1).contains(&slot);
        let count = |(slot, count): (usize, &f64)| is_open(slot).then(|| count / factor(day).max(1e-9));
        day.counts.iter().enumerate().map(count).collect()
    };
    let by_day = counts.days.iter().map(on_mean_day).collect();
    let weekday = groups.map(|groups| factors(&groups, cv, quantile_of_student(freedom)));
    let shares = shares(&counts);
    let goodness = one_profile(&counts, &shares);
    let all = first_calls;
    let profile = shares.iter().map(|part| {
        let interval = share((part * all).round().min(all), all);
        interval
            .map_or(Estimate { value: *part, low: 0.0, high: 1.0 }, |ends| Estimate { value: *part, ..ends })
    });
    Some(Arrivals {
        first_calls: first_calls as usize,
        days: counts.days.len(),
        per_day,
        weekday,
        busyness,
        from: counts.from,
        profile: profile.collect(),
        goodness,
        counts: by_day,
    })
}

fn count<'a>(log: &Log, calls: impl Iterator<Item = &'a Call>, calendar: &Calendar) -> Counts {
    let (from, to) = calendar.widest();
    let slots = to - from;
    let mut days: Vec<Option<DayCounts>> = Vec::new();
    for _ in 0..log.stretches {
        days.extend((0..log.days).map(|day| {
            let (opens, closes) = calendar.hours(day)?;
            let open = (opens - from, closes - from);
            Some(DayCounts { weekday: calendar.weekday(day), open, counts: vec![0.0; slots], total: 0.0 })
        }));
    }
    for call in calls {
        let day = (call.arrived / DAY_S) as usize;
        let slot = ((call.arrived - day as f64 * DAY_S) / calendar.interval_s) as usize;
        if let Some(Some(counts)) = days.get_mut(call.stretch * log.days + day) {
            // Calls outside the hours that were given are not the centre's to answer.
            if let Some(slot) =
                slot.checked_sub(from).filter(|slot| (counts.open.0..counts.open.1).contains(slot))
            {
                counts.counts[slot] += 1.0;
                counts.total += 1.0;
            }
        }
    }
    Counts { days: days.into_iter().flatten().collect(), from, slots }
}

/// Mean and number of days of each weekday, where each that occurs does so at least twice.
fn groups(counts: &Counts) -> Option<Groups> {
    let mut groups = [None; 7];
    for day in &counts.days {
        let (sum, number) = groups[day.weekday].get_or_insert((0.0, 0.0));
        *sum += day.total;
        *number += 1.0;
    }
    let is_told =
        groups.iter().flatten().count() > 1 && groups.iter().flatten().all(|(_, number)| *number >= 2.0);
    is_told.then(|| groups.map(|group| group.map(|(sum, number): (f64, f64)| (sum / number, number))))
}

/// The analysis of variance of the days' totals by weekday: busyness is in it, as it is in the days.
fn weekdays_differ(groups: &Groups, counts: &Counts) -> bool {
    let days = counts.days.len() as f64;
    let number = groups.iter().flatten().count() as f64;
    let mean = counts.days.iter().map(|day| day.total).sum::<f64>() / days;
    let between: f64 = groups.iter().flatten().map(|(of, number)| number * (of - mean).powi(2)).sum();
    let of_day = |day: &DayCounts| groups[day.weekday].map_or(0.0, |(of, _)| (day.total - of).powi(2));
    let within: f64 = counts.days.iter().map(of_day).sum();
    let ratio = (between / (number - 1.0)) / (within / (days - number)).max(1e-9);
    let test = FisherSnedecor::new(number - 1.0, days - number);
    test.is_ok_and(|test| test.sf(ratio) < WEEKDAYS_BY_LUCK)
}

fn quantile_of_student(freedom: f64) -> f64 {
    StudentsT::new(0.0, 1.0, freedom).map_or(Z95, |student| student.inverse_cdf(0.975))
}

fn per_day(totals: &[(f64, f64)], groups: Option<&Groups>, cv: f64, freedom: f64) -> Estimate {
    let days = totals.len() as f64;
    let (value, variance) = match groups {
        Some(groups) => {
            let means: Vec<(f64, f64)> = groups.iter().flatten().copied().collect();
            let number = means.len() as f64;
            let value = means.iter().map(|(mean, _)| mean).sum::<f64>() / number;
            let variance = |(mean, days): &(f64, f64)| (mean + (cv * mean).powi(2)) / days;
            (value, means.iter().map(variance).sum::<f64>() / (number * number))
        }
        None => {
            let value = totals.iter().map(|(total, _)| total).sum::<f64>() / days;
            let square: f64 = totals.iter().map(|(total, _)| (total - value).powi(2)).sum();
            (value, square / (days - 1.0) / days)
        }
    };
    if totals.len() < 2 {
        // One day: a Poisson count (Garwood 1936).
        let quantile = |freedom: f64, share: f64| {
            ChiSquared::new(freedom).map_or(value, |chi| chi.inverse_cdf(share) / 2.0)
        };
        return Estimate {
            value,
            low: quantile(2.0 * value, 0.025),
            high: quantile(2.0 * value + 2.0, 0.975),
        };
    }
    let half = quantile_of_student(freedom) * variance.sqrt();
    Estimate { value, low: (value - half).max(0.0), high: value + half }
}

fn factors(groups: &Groups, cv: f64, quantile: f64) -> [Option<Estimate>; 7] {
    let number = groups.iter().flatten().count() as f64;
    let mean = groups.iter().flatten().map(|(mean, _)| mean).sum::<f64>() / number;
    // Variances of the logarithms of the weekdays' means.
    let variance = |(mean, days): &(f64, f64)| (1.0 / mean.max(1.0) + cv * cv) / days;
    let all: f64 = groups.iter().flatten().map(variance).sum();
    groups.map(|group| {
        let (of, _) = group?;
        let own = variance(&group?);
        let error = (own * (1.0 - 2.0 / number) + all / (number * number)).max(0.0).sqrt();
        let end = |score: f64| of / mean * (score * error).exp();
        Some(Estimate { value: of / mean, low: end(-quantile), high: end(quantile) })
    })
}

fn busyness(totals: &[(f64, f64)], means: usize) -> Option<Busyness> {
    let freedom = totals.len().checked_sub(means).filter(|freedom| *freedom > 0)? as f64;
    let spread = |cv: f64| {
        let of = |(total, mean): &(f64, f64)| (total - mean).powi(2) / (mean + (cv * mean).powi(2)).max(1e-9);
        totals.iter().map(of).sum::<f64>()
    };
    let chi = ChiSquared::new(freedom).ok()?;
    let solve = |target: f64| {
        if spread(0.0) <= target {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, CV_AT_MOST);
        for _ in 0..60 {
            let middle = (low + high) / 2.0;
            if spread(middle) > target { low = middle } else { high = middle }
        }
        (low + high) / 2.0
    };
    let cv = Estimate {
        value: solve(freedom),
        low: solve(chi.inverse_cdf(0.975)),
        high: solve(chi.inverse_cdf(0.025)),
    };
    Some(Busyness { cv, p_value: chi_square_p(spread(0.0), freedom)? })
}

/// The share of each interval in a day that is open all of them: the maximum of the likelihood where days have
/// different hours, found by going round; else the plain share.
fn shares(counts: &Counts) -> Vec<f64> {
    const ROUNDS: usize = 200;
    let mut shares = vec![1.0 / counts.slots as f64; counts.slots];
    let sums: Vec<f64> =
        (0..counts.slots).map(|slot| counts.days.iter().map(|day| day.counts[slot]).sum()).collect();
    for _ in 0..ROUNDS {
        let mut chances = vec![0.0; counts.slots];
        for day in &counts.days {
            let of_day: f64 = shares[day.open.0..day.open.1].iter().sum();
            for chance in &mut chances[day.open.0..day.open.1] {
                *chance += day.total / of_day.max(1e-12);
            }
        }
        let next =
            sums.iter().zip(&chances).map(|(sum, chance)| if *chance > 0.0 { sum / chance } else { 0.0 });
        let next: Vec<f64> = next.collect();
        let all: f64 = next.iter().sum();
        shares = next.into_iter().map(|share| share / all).collect();
    }
    shares
}

/// Whether one profile does for all days: the chi-square of their counts given their totals. Its distance is the root
/// of what is left of `χ² / N` beyond luck.
fn one_profile(counts: &Counts, shares: &[f64]) -> Option<Goodness> {
    let days = counts.days.len() as f64;
    let all: f64 = counts.days.iter().map(|day| day.total).sum();
    let (mut statistic, mut cells, mut largest) = (0.0, 0.0, 0_usize);
    for day in &counts.days {
        let of_day: f64 = shares[day.open.0..day.open.1].iter().sum();
        let (mut expected, mut observed, mut shares_put, mut of_this) = (0.0, 0.0, 0.0, 0_usize);
        let mut close = |expected: f64, observed: f64| {
            statistic += (observed - expected) * (observed - expected) / expected.max(1e-9);
            cells += 1.0;
        };
        let open = day.open.0..day.open.1;
        for (share, count) in shares[open.clone()].iter().zip(&day.counts[open]) {
            expected += day.total * share / of_day.max(1e-12);
            observed += count;
            shares_put += share / of_day.max(1e-12);
            // By the mean day, so that cells are the same on all days.
            if shares_put * all / days >= CALLS_OF_A_CELL {
                close(expected, observed);
                (expected, observed, shares_put) = (0.0, 0.0, 0.0);
                of_this += 1;
            }
        }
        if expected > 0.0 {
            close(expected, observed);
            of_this += 1;
        }
        largest = largest.max(of_this);
    }
    let freedom = cells - days - (largest as f64 - 1.0);
    let p_value = chi_square_p(statistic, freedom)?;
    Some(Goodness { distance: ((statistic - freedom).max(0.0) / all).sqrt(), p_value })
}
