//! How far long work has come: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;

use indicatif::{ProgressBar, ProgressStyle};

use crate::say;

/// Elsewhere than on a terminal, a line is printed each time so much more is done.
const LINES: u64 = 4;
/// The same where nobody knows how much there is.
const STEP: u64 = 250_000;

/// The progress of one piece of work.
pub(crate) struct Progress {
    what: &'static str,
    total: Option<u64>,
    done: u64,
    said: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begins; `what` stands before the numbers, such as "Importing groups".
    pub(crate) fn begin(what: &'static str, total: Option<u64>) -> Progress {
        let bar = std::io::stderr().is_terminal().then(|| bar(what, total));
        if bar.is_none() {
            say::note(format!("{what} …"));
        }
        Progress { what, total, done: 0, said: 0, bar }
    }

    /// So much is done now.
    pub(crate) fn reached(&mut self, done: u64) {
        self.done = done;
        if let Some(bar) = &self.bar {
            return bar.set_position(done);
        }
        let Some(total) = self.total.filter(|total| *total > 0) else {
            if done / STEP > self.said {
                self.said = done / STEP;
                say::note(format!("{}: {done}", self.what));
            }
            return;
        };
        let part = done * LINES / total;
        if part > self.said && done < total {
            self.said = part;
            say::note(format!("{}: {done} of {total}", self.what));
        }
    }

    /// The work is over; the bar goes away and what was done stands in a line.
    pub(crate) fn end(self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        say::note(format!("{}: {} done", self.what, self.done));
    }
}

fn bar(what: &'static str, total: Option<u64>) -> ProgressBar {
    let (bar, shape) = match total {
        Some(total) => (ProgressBar::new(total), "{msg} {wide_bar} {pos} of {len}, {eta} left"),
        None => (ProgressBar::new_spinner(), "{spinner} {msg} {pos}"),
    };
    if let Ok(style) = ProgressStyle::with_template(shape) {
        bar.set_style(style);
    }
    bar.set_message(what);
    bar
}

/// Progress that is told as "so many of so many" and ends by itself.
pub(crate) fn rows(what: &'static str) -> impl FnMut(u64, u64) + Send + 'static {
    let mut progress: Option<Progress> = None;
    move |done, total| {
        progress.get_or_insert_with(|| Progress::begin(what, Some(total))).reached(done);
        if done == total
            && let Some(progress) = progress.take()
        {
            progress.end();
        }
    }
}
