//! Threads that do what the outbox promises, tidy up once an hour, and look after directories
//! once a day.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use app::{App, Mailer};

/// How long a thread rests when nothing is due.
const REST: Duration = Duration::from_secs(1);
/// How long it rests when the database does not answer.
const LONG_REST: Duration = Duration::from_secs(10);
/// How often it tidies up.
const TIDY: Duration = Duration::from_secs(3600);

/// The thread at work; it ends with this value, after the job in hand.
pub(crate) struct Worker {
    is_over: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Worker {
    /// Sets a thread to work.
    pub(crate) fn begin(app: App, mailer: Box<dyn Mailer>) -> Result<Worker> {
        let is_over = Arc::new(AtomicBool::new(false));
        let told = Arc::clone(&is_over);
        let run = move || work(&app, mailer.as_ref(), &told);
        let thread = thread::Builder::new().name("jobs".to_owned()).spawn(run);
        let thread = Some(thread.context("The thread for jobs could not be started")?);
        Ok(Worker { is_over, thread })
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.is_over.store(true, Ordering::Relaxed);
        if let Some(thread) = self.thread.take() {
            thread.thread().unpark();
            drop(thread.join());
        }
    }
}

fn work(app: &App, mailer: &dyn Mailer, is_over: &AtomicBool) {
    let mut tidied: Option<Instant> = None;
    while !is_over.load(Ordering::Relaxed) {
        if tidied.is_none_or(|last| last.elapsed() > TIDY) {
            tidied = Some(Instant::now());
            if let Err(why) = app.tidy().and_then(|()| app.promise_daily()) {
                tracing::warn!(%why, "tidying up failed");
            }
        }
        match app.run_next_job(mailer) {
            Ok(true) => {}
            Ok(false) => thread::park_timeout(REST),
            Err(why) => {
                tracing::error!(%why, "jobs cannot be done");
                thread::park_timeout(LONG_REST);
            }
        }
    }
}
