//! Progress on standard error: a bar on a terminal, a plain line every ten seconds elsewhere. And Ctrl-C,
//! which stops a study without losing what is done.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use acd_study::{Reached, Watch};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::exit;
use crate::report::{amount_words, words::number};

const LINE_EVERY: Duration = Duration::from_secs(10);
const BAR: &str = "{prefix}{bar:30} {percent}% of {len} replications, {per_sec}, {eta} left{msg}";

/// Whether Ctrl-C was pressed.
static INTERRUPTED: AtomicBool = AtomicBool::new(false);

/// How far a study is.
pub struct Progress {
    bar: ProgressBar,
    said: Mutex<Instant>,
    is_quiet: bool,
}

impl Progress {
    /// Progress of one study; from now on Ctrl-C stops it in good order.
    pub fn new(is_quiet: bool) -> Progress {
        let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        // The template is fixed, so it parses.
        if let Ok(style) = ProgressStyle::with_template(BAR) {
            bar.set_style(style);
        }
        // Without a handler Ctrl-C still works, only less kindly.
        let _ = ctrlc::set_handler(|| {
            if INTERRUPTED.swap(true, Ordering::SeqCst) {
                std::process::exit(exit::INTERRUPTED.into());
            }
            eprintln!("\nstopping after the replications that have begun; once more to stop at once");
        });
        Progress { bar, said: Mutex::new(Instant::now()), is_quiet }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    /// `value 480 (3 of 20) 40% (80 of 200 replications, 35.2 a second, 4 s left)`.
    fn line(&self) -> String {
        let (done, of) = (self.bar.position(), self.bar.length().unwrap_or(0));
        let percent = 100 * done / of.max(1);
        let (rate, left) = (self.bar.per_sec(), self.bar.eta().as_secs());
        format!(
            "{}{percent}% ({done} of {of} replications, {rate:.1} a second, {left} s left){}",
            self.bar.prefix(),
            self.bar.message()
        )
    }
}

impl Watch for Progress {
    fn goes_on_until(&self, replications: u32) {
        self.bar.set_length(replications.into());
    }

    fn turns_to(&self, value: f64, place: usize, at_most: usize) {
        self.bar.set_prefix(format!("value {} ({place} of {at_most}) ", number(value)));
        self.bar.set_position(0);
        self.bar.reset_eta();
        self.bar.set_message("");
    }

    fn evaluates(&self, number: usize, at_most: usize) {
        self.bar.set_prefix(format!("evaluation {number} (at most {at_most}) "));
        self.bar.set_position(0);
        self.bar.reset_eta();
    }

    fn looks_at(&self, precision: &[Reached]) {
        let widest = precision.iter().filter(|reached| !reached.is_reached());
        let words = widest.map(|reached| {
            let words = amount_words(&reached.of.metric);
            let half_width = reached.half_width.map_or_else(|| "none".to_owned(), words);
            format!("; {} ± {half_width}, wanted ± {}", reached.of.metric, words(reached.wanted))
        });
        self.bar.set_message(words.collect::<String>());
    }

    fn one_done(&self) {
        self.bar.inc(1);
        if self.is_quiet || !self.bar.is_hidden() {
            return;
        }
        if let Ok(mut said) = self.said.try_lock()
            && said.elapsed() >= LINE_EVERY
        {
            *said = Instant::now();
            eprintln!("{}", self.line());
        }
    }

    fn is_interrupted(&self) -> bool {
        INTERRUPTED.load(Ordering::SeqCst)
    }
}

#[cfg(test)]
mod tests {
    use acd_scenario::Watched;

    use super::*;

    #[test]
    fn a_line_has_percent_rate_time_left_and_the_half_width_against_the_wanted_one() {
        let progress = Progress::new(true);
        progress.goes_on_until(200);
        progress.turns_to(480.0, 3, 20);
        (0..80).for_each(|_| progress.one_done());
        let of = Watched { metric: "service_level_ratio".to_owned(), queue: None };
        progress.looks_at(&[Reached { of, wanted: 0.005, half_width: Some(0.012) }]);
        let line = progress.line();
        assert!(line.starts_with("value 480 (3 of 20) 40% (80 of 200 replications, "), "{line}");
        assert!(line.contains(" a second, ") && line.contains(" s left)"), "{line}");
        assert!(line.ends_with("; service_level_ratio ± 1.20%, wanted ± 0.50%"), "{line}");
    }
}
