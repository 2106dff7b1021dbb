//! What is compared, and the counts that it is made of: a cell for each interval of each queue.

/// What is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Calls offered.
    Offered,
    /// Calls answered.
    Answered,
    /// Calls given up.
    Abandoned,
    /// Answered in time, of all offered.
    ServiceLevel,
    /// Mean wait of all offered.
    Wait,
}

/// All of them.
pub const MEASURES: [Measure; 5] =
    [Measure::Offered, Measure::Answered, Measure::Abandoned, Measure::ServiceLevel, Measure::Wait];

impl Measure {
    /// Its name in files.
    pub fn id(self) -> &'static str {
        match self {
            Measure::Offered => "offered_count",
            Measure::Answered => "answered_count",
            Measure::Abandoned => "abandoned_count",
            Measure::ServiceLevel => "service_level_ratio",
            Measure::Wait => "wait_mean_s",
        }
    }

    /// Its value; none where nothing was offered to have one of.
    pub fn of(self, cell: &Cell) -> Option<f64> {
        let offered = f64::from(cell.offered);
        let a_call = |sum: f64| (cell.offered > 0).then(|| sum / offered);
        match self {
            Measure::Offered => Some(offered),
            Measure::Answered => Some(cell.answered.into()),
            Measure::Abandoned => Some(cell.abandoned.into()),
            Measure::ServiceLevel => a_call(cell.within.into()),
            Measure::Wait => a_call(cell.wait_s),
        }
    }
}

/// Which intervals there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// How long in time is, for each queue, in seconds.
    pub within_s: Vec<f64>,
    /// Days of the stretch.
    pub days: usize,
    /// Length of an interval.
    pub interval_s: f64,
    /// What arrives earlier is not counted.
    pub from_s: f64,
}

/// How a call ended that was offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// An agent answered.
    Answered,
    /// The caller gave up.
    Abandoned,
    /// Anything else.
    Otherwise,
}

/// What happened in an interval of a queue.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    pub(super) offered: u32,
    answered: u32,
    abandoned: u32,
    within: u32,
    wait_s: f64,
}

impl Cell {
    pub(super) fn add(&mut self, other: &Cell) {
        self.offered += other.offered;
        self.answered += other.answered;
        self.abandoned += other.abandoned;
        self.within += other.within;
        self.wait_s += other.wait_s;
    }
}

/// What happened in each interval of each queue: queue by queue, the intervals of the stretch.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub(super) cells: Vec<Cell>,
}

impl Frame {
    /// Intervals of a day.
    pub fn per_day(&self) -> usize {
        (86_400.0 / self.interval_s).round() as usize
    }

    /// Intervals of the stretch.
    pub fn slots(&self) -> usize {
        self.days * self.per_day()
    }

    /// Nothing yet.
    pub fn tally(&self) -> Tally {
        Tally { cells: vec![Cell::default(); self.within_s.len() * self.slots()] }
    }
}

impl Tally {
    /// Counts an offered call: when, how long it waited, how it ended.
    pub fn add(
        &mut self,
        frame: &Frame,
        (queue, arrived_s): (usize, f64),
        (offered_s, wait_s): (f64, f64),
        ended: Ended,
    ) {
        let slot = (offered_s / frame.interval_s) as usize;
        if slot >= frame.slots() || arrived_s < frame.from_s {
            return;
        }
        let is_answered = ended == Ended::Answered;
        self.cells[queue * frame.slots() + slot].add(&Cell {
            offered: 1,
            answered: is_answered.into(),
            abandoned: (ended == Ended::Abandoned).into(),
            within: (is_answered && wait_s <= frame.within_s[queue]).into(),
            wait_s,
        });
    }

    pub(super) fn sum<'a>(cells: impl Iterator<Item = &'a Cell>) -> Cell {
        cells.fold(Cell::default(), |mut sum, cell| {
            sum.add(cell);
            sum
        })
    }

    /// All queues in one interval of the day, over all days.
    pub(super) fn of_day(&self, frame: &Frame, slot: usize) -> Cell {
        Tally::sum(
            self.cells
                .iter()
                .enumerate()
                .filter(|(place, _)| place % frame.per_day() == slot)
                .map(|(_, cell)| cell),
        )
    }
}
