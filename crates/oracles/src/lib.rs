//! Every case whose answer is known exactly, put to the simulator as a user would: as a scenario file.
//!
//! A *case* is a file of `tests/truth` turned into the text of a scenario and the figures that are known of
//! it. It is loaded, run and counted by the same code as `sim run`, and judged by its own standard error. What
//! the language can't say yet is listed as waiting, with the reason. `validate` writes `docs/validation.md`.
//!
//! Nothing here computes an answer: the exact ones are read, the simulated ones are the study's.

mod case;
mod families;
mod judge;
pub mod page;
mod plot;
mod truth;

pub use case::{Case, Figure, Waiting};
pub use families::all;
pub use judge::{Budget, Judged, Verdict, judge};
pub use plot::distances;
