//! When a study is looked at, and how sure a verdict at a look must be.
//!
//! Whoever looks after every replication and stops at the first interval that pleases is wrong far more often
//! than the interval says. A study is looked at a few times only, after 16, 32, 64, ... replications, and each
//! look spends its part of the error: with L looks an interval at 1 − α ÷ L (Bonferroni), so that all of them
//! together are wrong no more often than α (`semantics.md`, rule 25).

use acd_scenario::{RunPlan, Stopping};

/// The first look.
const FIRST: u32 = 16;

/// The looks of a study, and the confidence of each.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Looks {
    /// Numbers of replications, rising.
    pub(crate) at: Vec<u32>,
    /// The confidence of an interval at a look.
    pub(crate) confidence: f64,
}

impl Looks {
    /// The looks of a run. A fixed number of replications is looked at once.
    pub(crate) fn of(plan: &RunPlan) -> Looks {
        let at = match &plan.stopping {
            Stopping::Fixed(replications) => vec![*replications],
            Stopping::Precise(precision) => doubling(precision.at_most),
        };
        let error = (1.0 - plan.confidence) / at.len() as f64;
        Looks { at, confidence: 1.0 - error }
    }
}

fn doubling(at_most: u32) -> Vec<u32> {
    let doubled = std::iter::successors(Some(FIRST), |look| look.checked_mul(2));
    doubled.take_while(|look| *look < at_most).chain([at_most]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rule_25_looks_double_and_end_at_the_most() {
        assert_eq!(doubling(400), [16, 32, 64, 128, 256, 400]);
        assert_eq!(doubling(64), [16, 32, 64]);
        assert_eq!(doubling(16), [16]);
        assert_eq!(doubling(10), [10]);
    }

    #[test]
    fn rule_25_the_error_is_shared_among_the_looks() {
        let plan = |stopping: Stopping| RunPlan {
            seed: 1,
            confidence: 0.94,
            fcr_window: acd_engine::Span::seconds(7_200),
            stopping,
        };
        let precision = acd_scenario::Precision { of: Vec::new(), half_width: 0.01, at_most: 400 };
        assert!((Looks::of(&plan(Stopping::Precise(precision))).confidence - 0.99).abs() < 1e-12);
        let fixed = Looks::of(&plan(Stopping::Fixed(40)));
        assert!(fixed.at == [40] && (fixed.confidence - 0.94).abs() < 1e-12);
    }
}
