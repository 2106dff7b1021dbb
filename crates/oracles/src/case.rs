//! A case: a scenario whose length can be chosen, and the figures that are known of it.

use std::ops::Range;

use acd_study::{METRICS, Metric};

/// Replications of every case; what is judged has 63 degrees of freedom.
pub(crate) const REPLICATIONS: u32 = 64;

/// One replication's metrics by name.
pub struct Values<'a>(pub(crate) &'a [Option<f64>]);

impl Values<'_> {
    /// A metric of the replication; zero where there was nothing to divide by.
    pub fn of(&self, id: &str) -> f64 {
        self.0[Metric::place(id)].unwrap_or(0.0)
    }
}

type Ratio = Box<dyn Fn(&Values<'_>) -> (f64, f64) + Send + Sync>;

/// How a figure is read off a study.
pub(crate) enum Read {
    /// A metric of the total, as files have it.
    Metric(&'static str),
    /// A metric of an interval of the day, all days together.
    Slot(&'static str, usize),
    /// Sums over sums of what each replication gives.
    Ratio(Ratio),
    /// The mean occupancy of some agents, each replication a run of its own.
    Agents(Range<usize>),
}

/// How near the simulated figure must come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A share of one.
    Share,
    /// A mean, in whatever unit.
    Mean,
    /// No luck is involved.
    Exact,
}

/// A figure that is known.
pub struct Figure {
    /// What it is, in the words of the file it comes from.
    pub name: String,
    /// The exact answer.
    pub exact: f64,
    pub(crate) kind: Kind,
    pub(crate) read: Read,
    /// The simulated value is multiplied by this.
    pub(crate) factor: f64,
    /// The queue it is of; `None` is the total.
    pub(crate) queue: Option<usize>,
}

/// A scenario and what is known of it.
pub struct Case {
    /// The name of the case in its file.
    pub id: String,
    /// The file.
    pub family: &'static str,
    /// Calls of a counted day.
    pub(crate) calls_a_day: f64,
    /// Hours that are simulated and not counted.
    pub(crate) warm_up_h: f64,
    /// Everything of the scenario but calendar days and run.
    pub(crate) text: String,
    /// The figures.
    pub figures: Vec<Figure>,
}

/// A case that the scenario language can't say yet, or that is no scenario.
pub struct Waiting {
    /// The name of the case in its file.
    pub id: String,
    /// Why not.
    pub why: &'static str,
}

impl Case {
    /// A day of given calls, which is as long as it is.
    fn is_trace(&self) -> bool {
        !self.text.contains("$DAYS")
    }

    /// How many days a replication takes so that all of them have so many counted calls.
    pub(crate) fn days(&self, calls: f64) -> u32 {
        if self.is_trace() {
            return 1;
        }
        let days = calls / f64::from(REPLICATIONS) / self.calls_a_day + self.warm_up_h / 24.0;
        (days.ceil() as u32).max(1)
    }

    /// Calls that so many days cost, the uncounted ones too.
    pub(crate) fn cost(&self, days: u32) -> f64 {
        if self.is_trace() {
            return 0.0;
        }
        f64::from(days) * self.calls_a_day * f64::from(REPLICATIONS)
    }

    /// The scenario file.
    pub fn scenario(&self, days: u32) -> String {
        format!(
            "schema = 1\ntitle = \"{}\"\n\n{}\n[run]\nseed = 20141225\nreplications = {REPLICATIONS}\n",
            self.id,
            self.text.replace("$DAYS", &days.to_string())
        )
    }

    /// Adds a metric of the total, where the exact answer is known.
    pub(crate) fn metric(self, name: &str, exact: Option<f64>, id: &'static str) -> Case {
        self.figure(name, exact, kind_of(id), 1.0, Read::Metric(id))
    }

    /// Adds a count of the total, a day.
    pub(crate) fn a_day(self, name: &str, exact: Option<f64>, id: &'static str) -> Case {
        let read = Read::Ratio(Box::new(move |values| (values.of(id), 1.0)));
        self.figure(name, exact, Kind::Mean, 0.0, read)
    }

    /// Adds a metric of an interval of the day.
    pub(crate) fn slot(
        self,
        name: &str,
        exact: Option<f64>,
        id: &'static str,
        slot: usize,
        factor: f64,
    ) -> Case {
        self.figure(name, exact, kind_of(id), factor, Read::Slot(id, slot))
    }

    /// Adds a share of counts.
    pub(crate) fn share(
        self,
        name: &str,
        exact: Option<f64>,
        read: impl Fn(&Values<'_>) -> (f64, f64) + Send + Sync + 'static,
    ) -> Case {
        self.figure(name, exact, Kind::Share, 1.0, Read::Ratio(Box::new(read)))
    }

    /// Adds a quotient that is no share.
    pub(crate) fn quotient(
        self,
        name: &str,
        exact: Option<f64>,
        factor: f64,
        read: impl Fn(&Values<'_>) -> (f64, f64) + Send + Sync + 'static,
    ) -> Case {
        self.figure(name, exact, Kind::Mean, factor, Read::Ratio(Box::new(read)))
    }

    /// Adds the occupancy of an agent.
    pub(crate) fn agent(self, name: &str, exact: f64, agent: usize) -> Case {
        self.agents(name, exact, agent..agent + 1)
    }

    /// Adds the mean occupancy of some agents.
    pub(crate) fn agents(self, name: &str, exact: f64, agents: Range<usize>) -> Case {
        self.figure(name, Some(exact), Kind::Share, 1.0, Read::Agents(agents))
    }

    /// Adds figures of one queue, in the order of queues, named after it.
    pub(crate) fn in_queue(self, queue: usize, name: &str, adds: impl FnOnce(Case) -> Case) -> Case {
        let before = self.figures.len();
        let mut case = adds(self);
        for figure in &mut case.figures[before..] {
            figure.queue = Some(queue);
            figure.name = format!("{name}: {}", figure.name);
        }
        case
    }

    /// Adds a figure without any luck in it.
    pub(crate) fn certain(self, name: &str, exact: f64, id: &'static str) -> Case {
        self.figure(name, Some(exact), Kind::Exact, 1.0, Read::Metric(id))
    }

    /// Adds a figure. A factor of zero stands for one over the days.
    fn figure(mut self, name: &str, exact: Option<f64>, kind: Kind, factor: f64, read: Read) -> Case {
        if let Some(exact) = exact {
            // Some shares are zero but for the last digits of the integral that gave them.
            let (kind, exact) = if exact.abs() < 1e-12 { (Kind::Exact, 0.0) } else { (kind, exact) };
            self.figures.push(Figure { name: name.to_owned(), exact, kind, read, factor, queue: None });
        }
        self
    }
}

fn kind_of(id: &str) -> Kind {
    debug_assert!(METRICS.iter().any(|metric| metric.id == id));
    if id.ends_with("_ratio") { Kind::Share } else { Kind::Mean }
}
