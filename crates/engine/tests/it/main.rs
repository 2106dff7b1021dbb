//! Stories with fixed times that make a readable trace, one or more for each rule of the model that the
//! engine decides. The rules' numbers are those of `docs/semantics.md`.

mod breaks;
mod calls;
mod closing;
mod floor;
mod luck;
mod places;
mod random;
mod referee;
mod shifts;
mod textbook;
mod time;
