//! One simulated stretch of days on the floor of a call centre.
//!
//! Callers arrive, use the IVR, wait, give up and call again; named agents work shifts, rest, share
//! seats and answer. The crate is pure: no input or output, no threads, no clock of the machine, no
//! statistics, and no errors once a [`Model`] is built. The same model, seed and replication give the
//! same [`Notice`]s, always.
//!
//! ```
//! use acd_engine::*;
//!
//! let mut design = Design::always_open(1);
//! design.queues.push(Queue::new("main", Distribution::exponential(Span::seconds(180))));
//! design.kinds.push(CallerKind::new("all", Arrivals::at_seconds(&[0, 10, 20]), Entry::Queue(QueueId(0))));
//! design.groups.push(Group::on_duty_always("all", vec![QueueId(0)], 1, &design.calendar));
//!
//! let model = Model::new(design);
//! let mut trace = Trace::new(&model);
//! Day::new(&model, Luck::new(1, 0)).run(&model, &mut trace);
//! assert!(trace.text().contains("00:00:10 call 2 is offered to main"));
//! ```

mod arrivals;
mod calls;
mod day;
mod distribution;
mod event;
mod fate;
mod id;
mod luck;
mod model;
mod notice;
mod powers;
mod time;
mod trace;
mod ziggurat;

pub use day::Day;
pub use distribution::Distribution;
pub use fate::{CallFate, DutyFate, IvrEnd, WayOut};
pub use id::{AgentId, GroupId, KindId, MenuId, QueueId};
pub use luck::{Address, Luck};
pub use model::*;
pub use notice::{CallFacts, Doing, Notice, Observer};
pub use time::{Span, Time};
pub use trace::Trace;
