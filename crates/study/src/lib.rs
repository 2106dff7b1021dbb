//! Many replications of one scenario: run on all cores, counted, averaged, with confidence intervals.
//!
//! Counters are whole numbers and results are folded in the order of replications, so the same scenario and
//! seed give the same figures on any number of threads. Nothing here prints or writes a file.

mod beside;
mod calibrate;
mod causes;
mod cells;
mod compare;
mod contact;
mod crew;
mod ended;
mod estimate;
mod flow;
mod grid;
mod looks;
mod matters;
mod metric;
mod network;
mod outcome;
mod records;
mod replicate;
mod run;
mod search;
mod shift;
mod student;
mod tally;
mod timeline;
mod verdict;
mod waits;

pub use beside::{Beside, Besides, FormulaName, Unfit, besides};
pub use calibrate::{Calibrated, Told, calibrate, unaccounted};
pub use causes::Cause;
pub use compare::{
    Compared, ComparedScope, Difference, Incomparable, Pair, Values, compare, compare_values, difference,
};
pub use crew::{Crew, Watch};
pub use ended::{EndedWaits, WaitBin};
pub use estimate::{Estimate, FILE_CONFIDENCE};
pub use grid::days_by_slot;
pub use metric::{METRICS, Metric, Unit, metric_ids};
pub use network::{NetworkOutcome, run_network};
pub use outcome::{AGENT_COLUMNS, AgentMeans, Outcome, Scope};
pub use records::{CallEnd, CallRecord};
pub use run::{Reached, Stopped, TakeCalls, run};
pub use search::{Point, Searched, Way, search};
pub use timeline::{Activity, Stretch, Timeline, Wait, timeline};
pub use verdict::{
    Comparison, Goal, Verdict, comparisons, formula_metric, goal_metric, goals, network_comparisons, of_all,
};
