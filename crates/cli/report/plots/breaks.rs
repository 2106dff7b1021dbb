//! How much of their break time agents take: shifts by the time on breaks out of the pool, and the budget.

use plotters::prelude::*;

use super::axes::{Axis, bar, chart, dashes, spot, steps};
use super::canvas::{Drawing, Drawn, Head, Key, LINES, picture};
use crate::report::words::{count, percent, printable_line};
use crate::report::{Found, Language};

/// A group with a pool of breaks.
struct Pool {
    label: String,
    color: RGBColor,
    /// The budget in minutes.
    budget: Option<f64>,
    /// Shares of all shifts: without a break, and by minutes.
    shares: Vec<f64>,
}

/// Draws the plot; none where no group has a pool, or none of them worked.
pub fn draw(found: &Found<'_>, language: Language) -> Drawn<Option<Drawing>> {
    let pools = pools(found);
    let longest = pools.iter().map(|pool| pool.shares.len().max(2) - 1).max().unwrap_or(0) as f64;
    let most_budget = pools.iter().filter_map(|pool| pool.budget).fold(0.0, f64::max);
    let to = (longest.max(most_budget) * 1.05).ceil();
    let width = width(to);
    let heights: Vec<Vec<f64>> = pools.iter().map(|pool| bins(&pool.shares, width, to)).collect();
    let highest = heights.iter().flatten().copied().fold(0.0, f64::max);
    if highest == 0.0 {
        return Ok(None);
    }
    let title = printable_line(&found.scenario.title);
    let legend = legend(&pools, language);
    let shows = shows(&pools, language);
    picture(&Head { title: &title, shows: &shows, legend: &legend }, |area| {
        let unit = language.pick("minutes of breaks out of the pool in a shift", "每班次小休时间（分钟）");
        let below = (Axis::round(0.0, to, 12, count), unit);
        let each = language
            .pick(format!("share of shifts, {width} min a bar"), format!("班次占比（每柱 {width} 分钟）"));
        let mut chart = chart(area, below, (Axis::shares(0.0, highest * 1.05, 6), &each))?;
        let mut spots = Vec::new();
        for (pool, heights) in pools.iter().zip(&heights) {
            let edges = |place: usize| (place as f64 * width, (place + 1) as f64 * width);
            for (place, &height) in heights.iter().enumerate().filter(|(_, height)| **height > 0.0) {
                let (from, to) = edges(place);
                if pools.len() == 1 {
                    let gap = width * 0.06;
                    bar(&mut chart, (from + gap, to - gap), (0.0, height), pool.color)?;
                }
                let words = words(pool, (from, to), height, language);
                spots.push(spot(&chart, ((from + to) / 2.0, height), words));
            }
            if pools.len() > 1 {
                let level = |(place, height): (usize, &f64)| (edges(place).0, edges(place).1, *height);
                steps(&mut chart, heights.iter().enumerate().map(level), pool.color)?;
            }
        }
        for pool in &pools {
            if let Some(budget) = pool.budget {
                dashes(&mut chart, (budget, 0.0), (budget, highest * 1.05), pool.color)?;
            }
        }
        Ok(spots)
    })
    .map(Some)
}

fn pools(found: &Found<'_>) -> Vec<Pool> {
    let groups = found.scenario.groups.iter().zip(&found.outcome.pool_breaks);
    let pool = |((group, shifts), color): ((&acd_scenario::GroupTerms, &Vec<u64>), RGBColor)| {
        let all = shifts.iter().sum::<u64>() as f64;
        Pool {
            label: printable_line(&group.label),
            color,
            budget: group.pool.and_then(|pool| pool.budget_s).map(|seconds| seconds / 60.0),
            shares: shifts.iter().map(|count| *count as f64 / all).collect(),
        }
    };
    let with_pool =
        groups.filter(|(group, shifts)| group.pool.is_some() && shifts.iter().any(|count| *count > 0));
    with_pool.zip(LINES).map(pool).collect()
}

/// A round number of minutes with which there are up to forty bins.
fn width(to: f64) -> f64 {
    [1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0].into_iter().find(|width| to / width <= 40.0).unwrap_or(120.0)
}

/// Shares by bins of so many minutes; shifts without a break are told in words.
fn bins(shares: &[f64], width: f64, to: f64) -> Vec<f64> {
    let mut bins = vec![0.0; (to / width).ceil() as usize];
    for (minutes, share) in shares.iter().enumerate().skip(1) {
        let bin = ((minutes as f64 / width).ceil() as usize).saturating_sub(1);
        if let Some(sum) = bins.get_mut(bin) {
            *sum += share;
        }
    }
    bins
}

fn legend(pools: &[Pool], language: Language) -> Vec<(Key, String)> {
    let mut legend: Vec<(Key, String)> = Vec::new();
    for pool in pools {
        let key = if pools.len() == 1 { Key::Bar(pool.color) } else { Key::Line(pool.color) };
        legend.push((key, pool.label.clone()));
        if let Some(budget) = pool.budget {
            let minutes = count(budget);
            let words = language.pick(format!("budget {minutes} min"), format!("小休额度 {minutes} 分钟"));
            legend.push((Key::Dashes(pool.color), words));
        }
    }
    legend
}

fn shows(pools: &[Pool], language: Language) -> String {
    let without = |pool: &Pool| {
        let share = percent(pool.shares.first().copied().unwrap_or(0.0));
        if pools.len() == 1 {
            return language.pick(format!("{share} of them had none"), format!("{share} 的班次没有小休"));
        }
        language.pick(format!("{share} in {}", pool.label), format!("{} {share}", pool.label))
    };
    let parts: Vec<String> = pools.iter().map(without).collect();
    let none = if pools.len() == 1 { ("", "") } else { ("without any: ", "没有小休的班次：") };
    language.pick(
        format!("Shifts by their breaks out of the pool; {}{}", none.0, parts.join(", ")),
        format!("各班次的小休时间分布；{}{}", none.1, parts.join("，")),
    )
}

fn words(pool: &Pool, (from, to): (f64, f64), share: f64, language: Language) -> String {
    let share = percent(share);
    language.pick(
        format!("{}: over {from} to {to} min in {share} of the shifts", pool.label),
        format!("{}：{from} 至 {to} 分钟占 {share}", pool.label),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_fall_into_the_bin_that_they_end_in() {
        // None; up to one, two, three, four and five minutes.
        let shares = [0.5, 0.1, 0.1, 0.1, 0.1, 0.1];
        let found = bins(&shares, 2.0, 6.0);
        let wanted = [0.2, 0.2, 0.1];
        assert!(found.iter().zip(wanted).all(|(found, wanted)| (found - wanted).abs() < 1e-12), "{found:?}");
        assert_eq!([30.0, 63.0, 480.0].map(width), [1.0, 2.0, 15.0]);
    }
}
