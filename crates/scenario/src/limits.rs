//! The stated limits of a scenario: beyond them memory or patience would give out before the answer comes.

/// Bytes of a scenario file or a data file.
pub(crate) const FILE_BYTES_AT_MOST: usize = 4 << 20;
/// Days of a stretch: ten years.
pub(crate) const DAYS_AT_MOST: u64 = 3_660;
/// Intervals of a stretch.
pub(crate) const INTERVALS_AT_MOST: u64 = 1_000_000;
/// First calls of one replication, expected.
pub(crate) const CALLS_AT_MOST: f64 = 2e9;
/// Agents of all groups together; seats, lines and places in a queue too.
pub(crate) const AGENTS_AT_MOST: u64 = 200_000;
/// Replications of a run.
pub(crate) const REPLICATIONS_AT_MOST: u64 = 1_000_000;
/// Values of a search or a sweep.
pub(crate) const VALUES_AT_MOST: f64 = 10_000.0;
/// Files that extend each other.
pub(crate) const EXTENDS_AT_MOST: usize = 16;
/// The longest length of time that may be written: ten years.
pub(crate) const LENGTH_AT_MOST_S: f64 = 3_660.0 * 86_400.0;
/// The shortest mean of a distribution, in seconds.
pub(crate) const MEAN_AT_LEAST_S: f64 = 0.001;
/// Problems shown before the rest is only counted.
pub(crate) const PROBLEMS_SHOWN: usize = 40;
