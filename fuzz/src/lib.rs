//! Bytes in, scenarios out: a structure-aware mutator of the repository's own scenarios, and what must hold of
//! whatever comes of it.
//!
//! ```text
//! FUZZ_SECONDS=600 cargo test -p acd-fuzz
//! ```
//!
//! A failure prints its seed; `BOLERO_RANDOM_SEED=...` runs that input again, and `FUZZ_SHOW=1` shows the files.

mod choices;
mod corpus;
mod dictionary;
mod mutate;
mod verdict;

pub use choices::Choices;
pub use corpus::Corpus;
pub use mutate::{Case, mutated, sets_alone};
pub use verdict::judge;
