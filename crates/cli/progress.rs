//! Progress on standard error: a bar on a terminal, a plain line every ten seconds elsewhere. And Ctrl-C,
//! which stops a study without losing what is done.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use acd_study::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::exit;
use crate::report::words::number;

const LINE_EVERY: Duration = Duration::from_secs(10);

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
        if let Ok(style) = ProgressStyle::with_template("{prefix}{bar:40} {pos} of {len} replications") {
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
}

impl Watch for Progress {
    fn goes_on_until(&self, replications: u32) {
        self.bar.set_length(replications.into());
    }

    fn turns_to(&self, value: f64, place: usize, at_most: usize) {
        self.bar.set_prefix(format!("value {} ({place} of {at_most}) ", number(value)));
        self.bar.set_position(0);
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
            let (done, of) = (self.bar.position(), self.bar.length().unwrap_or(0));
            eprintln!("{}{done} of {of} replications", self.bar.prefix());
        }
    }

    fn is_interrupted(&self) -> bool {
        INTERRUPTED.load(Ordering::SeqCst)
    }
}
