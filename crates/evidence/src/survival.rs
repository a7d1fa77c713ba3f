//! How long until it happens? Waiting times of which some are not over yet.
//!
//! Question: what share still waits after so long, and when has half of it happened? Method:
//! Kaplan and Meier (1958), JASA 53(282), with Greenwood's variance and limits on the log scale,
//! as R's survival prints them. Assumes that those who leave the count early would have waited
//! like the others. Comparing groups: `survival/log_rank.rs`; several columns: `survival/cox.rs`;
//! where little was seen: `survival/with_prior.rs`.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::{Interval, Level};
use crate::words::{one_place, people, percent};

mod cox;
mod log_rank;
mod with_prior;

pub use cox::{CoxFinding, cox};
pub use log_rank::{LogRank, LogRankGroup, log_rank};
pub use with_prior::{Expectation, ExpectedSurvival, with_prior};

/// One moment at which it happened to somebody, or somebody left the count.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Step {
    /// When.
    pub time: f64,
    /// How many still waited just before.
    pub at_risk: usize,
    /// To how many it happened.
    pub events: usize,
    /// How many left the count without.
    pub censored: usize,
    /// The share that still waits just after.
    pub share: f64,
    /// The standard error of that share.
    pub se: f64,
    /// The shares that fit; nothing once nobody is left.
    pub interval: Option<Interval>,
}

/// A time with limits of which either may not have been reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Reached {
    /// When; nothing where the share never falls so low.
    pub time: Option<f64>,
    /// The lower limit.
    pub low: Option<f64>,
    /// The upper limit.
    pub high: Option<f64>,
}

/// The share that still waits, over time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Survival {
    /// Every moment at which something changes, in order.
    pub steps: Vec<Step>,
    /// When half still waits.
    pub median: Reached,
    /// To how many it happened.
    pub events: usize,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
    level: Level,
}

/// Times and whether it happened, of those for whom both are known.
pub(super) struct Times {
    /// Time, whether it happened, and the row.
    pub(super) rows: Vec<(f64, bool, usize)>,
    pub(super) basis: Basis,
    pub(super) warnings: Vec<Warning>,
}

impl Times {
    /// In order of time; within a time, those to whom it happened come first.
    pub(super) fn read(
        times: &[Option<f64>],
        happened: &[Option<bool>],
    ) -> Result<Times, CannotSay> {
        if times.len() != happened.len() {
            return Err(CannotSay::uneven(times.len(), happened.len()));
        }
        let is_time = |time: f64| time.is_finite() && time >= 0.0;
        let mut rows: Vec<(f64, bool, usize)> = times
            .iter()
            .zip(happened)
            .enumerate()
            .filter_map(|(row, (time, happened))| Some(((*time)?, (*happened)?, row)))
            .filter(|row| is_time(row.0))
            .collect();
        rows.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
        let strange = times.iter().flatten().filter(|time| !is_time(**time)).count();
        let warnings = if strange > 0 {
            vec![Warning::Said(format!(
                "{strange} times were not numbers of nought or more and count as missing."
            ))]
        } else {
            Vec::new()
        };
        let basis = Basis { used: rows.len(), missing: times.len() - rows.len() };
        Ok(Times { rows, basis, warnings })
    }
}

/// The share that still waits, for one group.
pub fn kaplan_meier(
    times: &[Option<f64>],
    happened: &[Option<bool>],
    level: Level,
) -> Result<Survival, CannotSay> {
    let Times { rows, basis, mut warnings } = Times::read(times, happened)?;
    if rows.is_empty() {
        return Err(CannotSay::too_few(0, 1, "people with a known time"));
    }
    if rows.len() < 10 {
        warnings.push(Warning::Few(rows.len()));
    }
    let z = level.z();
    let (mut share, mut greenwood, mut at_risk) = (1.0, 0.0, rows.len());
    let mut steps = Vec::new();
    for same in rows.chunk_by(|one, other| one.0 == other.0) {
        let events = same.iter().filter(|row| row.1).count();
        let (left, d) = (at_risk as f64, events as f64);
        if events == at_risk {
            share = 0.0;
        } else {
            share *= 1.0 - d / left;
            greenwood += d / (left * (left - d));
        }
        let spread = z * f64::sqrt(greenwood);
        let interval = (share > 0.0).then(|| Interval {
            low: share * (-spread).exp(),
            high: (share * spread.exp()).min(1.0),
            level,
        });
        let (censored, se) = (same.len() - events, share * f64::sqrt(greenwood));
        steps.push(Step { time: same[0].0, at_risk, events, censored, share, se, interval });
        at_risk -= same.len();
    }
    let events = steps.iter().map(|step| step.events).sum();
    let limit = |of: fn(&Interval) -> f64| {
        reached(&steps, |step| step.interval.as_ref().map_or(f64::NAN, of))
    };
    let median = Reached {
        time: reached(&steps, |step| step.share),
        low: limit(|range| range.low),
        high: limit(|range| range.high),
    };
    if median.time.is_none() {
        warnings.push(Warning::Said(
            "Half has not been reached yet, so there is no median.".to_owned(),
        ));
    }
    Ok(Survival { steps, median, events, basis, warnings, level })
}

/// When a curve falls below a half; where it rests on a half, the middle of the rest.
fn reached(steps: &[Step], curve: impl Fn(&Step) -> f64) -> Option<f64> {
    const HALF: f64 = 0.5;
    let is_half = |step: &&Step| (curve(step) - HALF).abs() < 1e-9;
    let below = steps.iter().find(|step| curve(step) < HALF - 1e-9).map(|step| step.time);
    match (steps.iter().find(is_half).map(|step| step.time), below) {
        (Some(from), Some(until)) => Some(from.midpoint(until)),
        (Some(from), None) => Some(from),
        (None, below) => below,
    }
}

impl Survival {
    /// How it was worked out.
    pub const CONVENTION: &str = "Kaplan and Meier’s share still waiting. Range: Greenwood’s \
        variance on the log scale. The median is the first time at which less than half still wait.";

    /// How many still wait at a time, with the share that waits longer.
    #[must_use]
    pub fn at(&self, time: f64) -> Step {
        let at_risk = self.steps.iter().find(|step| step.time >= time).map_or(0, |s| s.at_risk);
        let whole = Interval { low: 1.0, high: 1.0, level: self.level };
        let before = self.steps.iter().take_while(|step| step.time <= time).last();
        let (share, se, interval) =
            before.map_or((1.0, 0.0, Some(whole)), |step| (step.share, step.se, step.interval));
        Step { time, at_risk, events: 0, censored: 0, share, se, interval }
    }

    /// The mean wait counted up to a time at most, with its standard error: the area under the
    /// curve. Compare groups only up to the same time.
    #[must_use]
    pub fn mean_until(&self, until: f64) -> (f64, f64) {
        let inside: Vec<&Step> = self.steps.iter().filter(|step| step.time < until).collect();
        let ends = inside.iter().map(|step| step.time).skip(1).chain([until]);
        let areas: Vec<f64> =
            inside.iter().zip(ends).map(|(step, end)| step.share * (end - step.time)).collect();
        let first = inside.first().map_or(until.max(0.0), |step| step.time);
        let (mut beyond, mut variance) = (0.0, 0.0);
        for (step, area) in inside.iter().zip(&areas).rev() {
            beyond += area;
            let (left, d) = (step.at_risk as f64, step.events as f64);
            if left > d {
                variance += beyond * beyond * d / (left * (left - d));
            }
        }
        (first + areas.iter().sum::<f64>(), variance.sqrt())
    }

    /// The last time anybody was seen.
    #[must_use]
    pub fn last_time(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.time)
    }

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let who = people(self.basis.used);
        let counted = format!(
            "Of {who} it happened to {}; the others are still counted as waiting when \
                last seen.",
            people(self.events)
        );
        let Some(median) = self.median.time else {
            let share = self.steps.last().map_or(1.0, |step| step.share);
            return format!(
                "{counted} After {} {} still wait, so half has not been reached.",
                one_place(self.last_time()),
                percent(share)
            );
        };
        let limit = |limit: Option<f64>| limit.map_or("not yet known".to_owned(), one_place);
        format!(
            "{counted} Half had waited {} or longer ({} to {} fit).",
            one_place(median),
            limit(self.median.low),
            limit(self.median.high)
        )
    }
}

#[cfg(test)]
#[path = "survival/tests.rs"]
mod tests;
