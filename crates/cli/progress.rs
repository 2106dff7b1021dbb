//! Progress on standard error: a bar on a terminal, a plain line every ten seconds elsewhere.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

const LINE_EVERY: Duration = Duration::from_secs(10);

/// How far a study is.
pub struct Progress {
    bar: ProgressBar,
    said: Mutex<Instant>,
    is_quiet: bool,
}

impl Progress {
    /// Progress over so many replications.
    pub fn new(replications: u32, is_quiet: bool) -> Progress {
        let target = if is_quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() };
        let bar = ProgressBar::with_draw_target(Some(replications.into()), target);
        // The template is fixed, so it parses.
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos} of {len} replications, {eta} left") {
            bar.set_style(style);
        }
        Progress { bar, said: Mutex::new(Instant::now()), is_quiet }
    }

    /// One more replication is done; called from any thread.
    pub fn one_done(&self) {
        self.bar.inc(1);
        if self.is_quiet || !self.bar.is_hidden() {
            return;
        }
        if let Ok(mut said) = self.said.try_lock()
            && said.elapsed() >= LINE_EVERY
        {
            *said = Instant::now();
            eprintln!("{} of {} replications", self.bar.position(), self.bar.length().unwrap_or(0));
        }
    }

    /// Takes the bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}
