//! Running a simulation many times, on any number of threads, until it is sure enough.
//!
//! Results are taken in the order of their numbers and the question "sure enough?" is asked in
//! that order, so threads change how long it takes and nothing else. Method for stopping: Law
//! (2015), section 9.4.1, with a least number of replications before the first look.

use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc;

use super::moments::{Interval, Moments};
use crate::refusal::CannotPlan;

/// How many replications, and on how many threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Effort {
    /// At least so many, before the first look at the precision.
    pub at_least: u32,
    /// Never more than so many.
    pub at_most: u32,
    /// On so many threads.
    pub threads: NonZeroUsize,
}

/// How sure is sure enough.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Precision {
    /// The level of the intervals, such as 0.95.
    pub level: f64,
    /// Half of each interval at most this share of its mean…
    pub relative: f64,
    /// …or at most this much.
    pub absolute: f64,
}

/// How far the replications have come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// So many are done.
    pub done: u32,
    /// Never more than so many.
    pub at_most: u32,
}

/// How the replications ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All were run.
    All,
    /// It was sure enough after so many.
    Enough(u32),
    /// It was cancelled after so many.
    Cancelled(u32),
}

impl Precision {
    /// Whether an interval is narrow enough.
    #[must_use]
    pub fn is_reached(&self, interval: &Interval) -> bool {
        let half = interval.half_width();
        half <= self.absolute || half <= self.relative * interval.mean.abs()
    }
}

/// Runs replications 0, 1, 2… and hands each result to `take` in that order, on the caller's
/// thread. `take` may end it by breaking; `cancel` ends it from anywhere, and `run` may look at it
/// too and return early with anything, for what it returns then is not taken.
pub fn replicate<R: Send>(
    effort: Effort,
    cancel: &AtomicBool,
    run: impl Fn(u32) -> R + Sync,
    mut take: impl FnMut(u32, R) -> ControlFlow<()>,
) -> Ended {
    let claimed = AtomicU32::new(0);
    let stop = AtomicBool::new(false);
    let is_over = || stop.load(Ordering::Relaxed) || cancel.load(Ordering::Relaxed);
    let (send, receive) = mpsc::channel();
    let work = |send: mpsc::Sender<(u32, R)>| {
        while !is_over() {
            let number = claimed.fetch_add(1, Ordering::Relaxed);
            if number >= effort.at_most {
                break;
            }
            let result = run(number);
            // Whoever cancelled does not want what was cut short.
            if is_over() || send.send((number, result)).is_err() {
                break;
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..effort.threads.get().min(effort.at_most as usize) {
            let send = send.clone();
            scope.spawn(|| work(send));
        }
        drop(send);
        let mut early = BTreeMap::new();
        let mut next = 0;
        for (number, result) in receive {
            early.insert(number, result);
            while let Some(result) = early.remove(&next) {
                next += 1;
                if take(next - 1, result).is_break() {
                    stop.store(true, Ordering::Relaxed);
                    return Ended::Enough(next);
                }
            }
        }
        if next < effort.at_most { Ended::Cancelled(next) } else { Ended::All }
    })
}

/// Runs a simulation that gives a row of numbers until each is known well enough, and gives the
/// interval of each; how it ended is beside them. Without a precision all replications are run.
pub fn estimate(
    effort: Effort,
    precision: Option<Precision>,
    cancel: &AtomicBool,
    run: impl Fn(u32) -> Vec<f64> + Sync,
    mut progress: impl FnMut(Progress),
) -> Result<(Vec<Interval>, Ended), CannotPlan> {
    let level = precision.map_or(0.95, |precision| precision.level);
    let mut rows: Vec<Moments> = Vec::new();
    let ended = replicate(effort, cancel, run, |number, row| {
        rows.resize(row.len().max(rows.len()), Moments::default());
        rows.iter_mut().zip(row).for_each(|(moments, value)| moments.add(value));
        let done = number + 1;
        progress(Progress { done, at_most: effort.at_most });
        let is_enough = done >= effort.at_least.max(2)
            && precision.is_some_and(|precision| {
                rows.iter().all(|moments| {
                    moments.interval(level).is_some_and(|seen| precision.is_reached(&seen))
                })
            });
        if is_enough { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let intervals: Option<Vec<_>> = rows.iter().map(|moments| moments.interval(level)).collect();
    match intervals {
        Some(intervals) if !intervals.is_empty() => Ok((intervals, ended)),
        _ => Err(CannotPlan::because(
            "Fewer than two replications gave a result, so nothing can be said about luck.",
            "Run at least two, and let them finish.",
        )),
    }
}

#[cfg(test)]
mod tests;
