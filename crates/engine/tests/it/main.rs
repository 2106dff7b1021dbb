//! Stories with fixed times that make a readable trace, one or more for each rule of the model that the
//! engine decides. The rules' numbers are those of `docs/semantics.md`.

mod alike;
mod breaks;
mod calls;
mod centres;
mod chats;
mod closing;
mod days;
mod floor;
mod giving_up;
mod help;
mod laws;
mod log;
mod luck;
mod outcomes;
mod people;
mod places;
mod random;
mod referee;
mod routing;
mod shifts;
mod small;
mod textbook;
mod time;
mod twin;
mod work;
