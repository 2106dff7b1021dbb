//! Distributions: their parameters checked, then the engine's.

use acd_engine::{Distribution, Span};

use super::data::{self, Columns};
use super::{Desk, Spot};
use crate::file::{At, EmpiricalTable, HyperexponentialTable, Maybe, MeanAndCvTable, Shape, UniformTable};
use crate::limits::{MEAN_AT_LEAST_S, REPEATS_AT_MOST};
use crate::quantity::{Length, Share, Spread};

/// A distribution whose key may be left out.
pub(super) fn optional(
    shape: &Maybe<Shape>,
    spot: &Spot,
    key: &str,
    desk: &mut Desk<'_>,
) -> Option<Distribution> {
    shape.as_ref().and_then(|shape| lower(shape, &spot.inner(key, shape.span()), desk))
}

/// A distribution that must be there.
pub(super) fn needed(
    shape: &Maybe<Shape>,
    spot: &Spot,
    key: &str,
    desk: &mut Desk<'_>,
) -> Option<Distribution> {
    desk.need(shape, spot, key, &format!("{key}.exponential = {{ mean = \"3 min\" }}"))?;
    optional(shape, spot, key, desk)
}

/// What stands in for a distribution that is wrong, so that other problems are found too.
pub(super) fn or_nothing(distribution: Option<Distribution>) -> Distribution {
    distribution.unwrap_or(Distribution::Fixed(Span::ZERO))
}

fn lower(shape: &At<Shape>, spot: &Spot, desk: &mut Desk<'_>) -> Option<Distribution> {
    match shape.get_ref() {
        Shape::Fixed(length) => Some(Distribution::Fixed(length.get_ref().span())),
        Shape::Exponential(table) => {
            let spot = spot.inner("exponential", table.span());
            mean(&table.get_ref().mean, &spot, desk).map(Distribution::exponential)
        }
        Shape::Lognormal(table) => mean_and_cv(table, &spot.inner("lognormal", table.span()), desk)
            .map(|(mean, cv)| Distribution::lognormal(mean, cv)),
        Shape::Gamma(table) => mean_and_cv(table, &spot.inner("gamma", table.span()), desk)
            .map(|(mean, cv)| Distribution::gamma(mean, cv)),
        Shape::Erlang(table) => {
            let spot = spot.inner("erlang", table.span());
            let mean = mean(&table.get_ref().mean, &spot, desk);
            let stages = desk.need(&table.get_ref().stages, &spot, "stages", "stages = 2");
            let stages = stages.and_then(|stages| desk.count(stages, "stages", 1, REPEATS_AT_MOST));
            Some(Distribution::erlang(mean?, stages?))
        }
        Shape::Weibull(table) => {
            let spot = spot.inner("weibull", table.span());
            let mean = mean(&table.get_ref().mean, &spot, desk);
            let shape = desk.need(&table.get_ref().shape, &spot, "shape", "shape = 0.8")?;
            let number = shape.get_ref().0;
            if !(0.1..=100.0).contains(&number) {
                desk.problem(
                    format!("a Weibull shape of {number} is outside 0.1 to 100"),
                    &shape.span(),
                    "write shape = 0.8",
                );
                return None;
            }
            Some(Distribution::weibull(mean?, number))
        }
        Shape::Uniform(table) => uniform(table, &spot.inner("uniform", table.span()), desk),
        Shape::Hyperexponential(table) => {
            hyperexponential(table, &spot.inner("hyperexponential", table.span()), desk)
        }
        Shape::Empirical(table) => empirical(table, &spot.inner("empirical", table.span()), desk),
        Shape::Listed(values) => {
            if values.get_ref().is_empty() {
                desk.problem("the list is empty", &values.span(), "write listed = [\"20 s\", \"5 s\"]");
                return None;
            }
            Some(Distribution::Listed(values.get_ref().iter().map(|value| value.get_ref().span()).collect()))
        }
    }
}

fn mean(value: &Maybe<Length>, spot: &Spot, desk: &mut Desk<'_>) -> Option<Span> {
    let value = desk.need(value, spot, "mean", "mean = \"3 min\"")?;
    checked_mean(value, desk)
}

fn checked_mean(value: &At<Length>, desk: &mut Desk<'_>) -> Option<Span> {
    if value.get_ref().0 < MEAN_AT_LEAST_S {
        let title = format!("a mean of {} s is not positive enough", value.get_ref().0);
        desk.problem(
            title,
            &value.span(),
            "write a mean of at least 1 ms; for nothing at all write fixed = \"0 s\"",
        );
        return None;
    }
    Some(value.get_ref().span())
}

fn mean_and_cv(table: &At<MeanAndCvTable>, spot: &Spot, desk: &mut Desk<'_>) -> Option<(Span, f64)> {
    let mean = mean(&table.get_ref().mean, spot, desk);
    let cv = desk.need(&table.get_ref().cv, spot, "cv", "cv = 0.5")?;
    Some((mean?, positive_cv(cv, desk)?))
}

/// A coefficient of variation that is not zero.
pub(super) fn positive_cv(cv: &At<Spread>, desk: &mut Desk<'_>) -> Option<f64> {
    // Below this the gamma's shape is so large that it is a fixed value with noise in the last digits.
    if cv.get_ref().0 < 1e-4 {
        desk.problem("a cv of nothing is a fixed value", &cv.span(), "write fixed instead, or a cv above 0");
        return None;
    }
    Some(cv.get_ref().0)
}

fn uniform(table: &At<UniformTable>, spot: &Spot, desk: &mut Desk<'_>) -> Option<Distribution> {
    let low = desk.need(&table.get_ref().low, spot, "low", "low = \"10 s\"");
    let high = desk.need(&table.get_ref().high, spot, "high", "high = \"30 s\"");
    let (low, high) = (low?, high?);
    if low.get_ref().0 > high.get_ref().0 {
        desk.problem("low is above high", &low.span(), "write the lower length as low");
        return None;
    }
    Some(Distribution::uniform(low.get_ref().span(), high.get_ref().span()))
}

fn hyperexponential(
    table: &At<HyperexponentialTable>,
    spot: &Spot,
    desk: &mut Desk<'_>,
) -> Option<Distribution> {
    let HyperexponentialTable { shares, means } = table.get_ref();
    if shares.len() != means.len() || shares.is_empty() {
        let title = format!("{}: {} shares and {} means", spot.path, shares.len(), means.len());
        desk.problem(
            title,
            &spot.place,
            "write as many means as shares, as shares = [\"25%\", \"75%\"], means = [\"10 s\", \"5 min\"]",
        );
        return None;
    }
    sums_to_one(shares.iter().map(|share| share.get_ref()), spot, desk);
    let branches = shares
        .iter()
        .zip(means)
        .map(|(share, mean)| Some((share.get_ref().0, checked_mean(mean, desk)?.as_seconds_f64())));
    let branches = branches.collect::<Option<Vec<_>>>()?;
    Some(Distribution::Hyperexponential { branches: branches.into() })
}

/// Shares of a whole must be the whole.
pub(super) fn sums_to_one<'s>(shares: impl Iterator<Item = &'s Share>, spot: &Spot, desk: &mut Desk<'_>) {
    let sum: f64 = shares.map(|share| share.0).sum();
    if (sum - 1.0).abs() > 1e-6 {
        // Six decimals of a percentage, without the noise of binary fractions.
        let percent = (sum * 1e8).round() / 1e6;
        desk.problem(
            format!("{}: the shares sum to {percent}%, not 100%", spot.path),
            &spot.place,
            "change one so that all sum to 100%",
        );
    }
}

fn empirical(table: &At<EmpiricalTable>, spot: &Spot, desk: &mut Desk<'_>) -> Option<Distribution> {
    let file = desk.need(&table.get_ref().file, spot, "file", "file = \"talk.csv\"")?;
    let named = At::new(file.span(), file.get_ref().0.clone());
    let columns = Columns { required: &["seconds"], one_of: &[], optional: &[] };
    let mut values = Vec::new();
    data::read_csv(&named, columns, desk, &mut |row| {
        values.extend(row[0].as_ref().map(|cell| data::seconds(cell, "seconds")).transpose()?);
        Ok(())
    })?;
    if values.is_empty() {
        let title = format!("{} has no values", file.get_ref().0);
        desk.problem(title, &file.span(), "give it one line a value under `seconds`");
        return None;
    }
    Some(Distribution::Empirical(values.into()))
}
