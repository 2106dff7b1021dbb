//! What was estimated as a scenario file that runs as it stands: each value with its interval, each assumption marked.

mod callers;
mod queues;
mod words;

use crate::Fitted;
use crate::calendar::{Calendar, WEEKDAYS};
pub(crate) use words::clock as clock_of;
use words::{clock, key, quoted};

/// The file of a profile by time of day, beside the scenario, where weekdays have different hours.
pub const PROFILE: &str = "profile.csv";

/// A scenario as text, with the files that it reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The scenario.
    pub toml: String,
    /// Profiles by time of day: names and contents.
    pub profiles: Vec<(String, String)>,
}

impl Fitted {
    /// The scenario. `command` is what was typed, `title` what the scenario is headed with.
    pub fn scenario(&self, title: &str, command: &str) -> Text {
        let mut profiles = Vec::new();
        let mut toml = format!(
            "# Written by `{command}`. `# fitted:` stands behind what the log tells, with the ends of its 95 % interval;\n\
             # `# assumed:` behind what it can't tell: look at those first.\n\
             schema = 1\ntitle  = {}\n\n",
            quoted(title)
        );
        toml += &self.calendar_text();
        for kind in &self.kinds {
            toml += &callers::kind(self, kind, &mut profiles);
        }
        for kind in &self.kinds {
            toml += &queues::menu(self, kind);
        }
        for queue in &self.queues {
            toml += &queues::queue(queue);
        }
        for staff in &self.staff {
            toml += &queues::agents(self, staff);
        }
        toml += "[run]\nseed         = 1\nreplications = 16\n";
        Text { toml, profiles }
    }

    fn calendar_text(&self) -> String {
        let calendar = &self.calendar;
        let starts = self.log.starts.map_or(String::new(), |date| format!("starts   = {date}\n"));
        let odd: Vec<usize> = calendar.odd_days().collect();
        let date =
            |day: usize| self.log.starts?.checked_add(jiff::Span::new().try_days(day as i64).ok()?).ok();
        let dates: Vec<String> =
            odd.iter().filter_map(|day| date(*day)).map(|date| date.to_string()).collect();
        let closed = match (odd.is_empty(), dates.is_empty()) {
            (true, _) => String::new(),
            (false, false) => format!("closed_on = [{}]   # fitted: days without a call\n", dates.join(", ")),
            (false, true) => {
                let days: Vec<String> = odd.iter().map(|day| (day + 1).to_string()).collect();
                format!(
                    "# No call came on day {}: without dates a scenario can't close them.\n",
                    days.join(", ")
                )
            }
        };
        format!(
            "[calendar]\n{starts}days     = {}\n{}interval = \"{} min\"\n{closed}\n",
            self.log.days,
            hours(calendar),
            words::number(calendar.interval_s / 60.0),
        )
    }

    /// The name of a kind's menu.
    pub(crate) fn menu_of(&self, kind: &str) -> String {
        if self.kinds.len() == 1 { "menu".to_owned() } else { format!("menu-{kind}") }
    }

    /// The name of a team.
    fn team_name(&self, first_queue: usize) -> String {
        if self.staff.len() == 1 { "team".to_owned() } else { self.queues[first_queue].name.clone() }
    }
}

fn hours(calendar: &Calendar) -> String {
    let at = |slot: usize| clock(slot as f64 * calendar.interval_s);
    let note = "   # fitted: first and last calls";
    let is_every_day = calendar.week.iter().all(Option::is_some);
    if is_every_day && calendar.is_even() {
        let (from, to) = calendar.widest();
        return format!("opens    = \"{}\"{note}\ncloses   = \"{}\"{note}\n", at(from), at(to));
    }
    let table = |edge: &dyn Fn((usize, usize)) -> usize| {
        let open = calendar.week.iter().zip(WEEKDAYS).filter_map(|(hours, day)| Some((day, (*hours)?)));
        let entries = open.map(|(day, hours)| format!("{day} = \"{}\"", at(edge(hours))));
        entries.collect::<Vec<_>>().join(", ")
    };
    let (opens, closes) = (table(&|hours| hours.0), table(&|hours| hours.1));
    format!("opens    = {{ {opens} }}{note}\ncloses   = {{ {closes} }}{note}\n")
}

/// `name.inner`, each part quoted where it must be.
fn path(parts: &[&str]) -> String {
    parts.iter().map(|part| key(part)).collect::<Vec<_>>().join(".")
}
