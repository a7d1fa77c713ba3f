//! Has anything changed for the same people? Paired change with Student's t interval.
//!
//! Question: how much do answers of the same person differ, on average, between two times?
//! Source: Student (1908), "The probable error of a mean", Biometrika 6(1). Assumes that people
//! answer independently of each other and that changes are roughly bell-shaped, or many. It says
//! that something changed, never what changed it.

use serde::Serialize;

use crate::interval::{Interval, Level};
use crate::words::{one_place, people, people_first, percent};

/// One person's two answers; nothing where one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Pair {
    /// The first.
    pub before: Option<f64>,
    /// The second.
    pub after: Option<f64>,
}

/// Which direction is better for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Better {
    /// More is better.
    Higher,
    /// Less is better.
    Lower,
}

/// How the same people's answers changed, on whom that rests, and who is missing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairedChange {
    /// How many people could have answered both times.
    pub eligible: usize,
    /// How many answered the first time.
    pub with_before: usize,
    /// How many answered the second time.
    pub with_after: usize,
    /// How many answered both times.
    pub paired: usize,
    /// What can be said of those who answered both times; nothing where nobody did.
    pub estimate: Option<Estimate>,
    /// Which direction is better.
    pub better: Better,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// What can be said of those who answered both times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Estimate {
    /// Their average the first time.
    pub mean_before: f64,
    /// Their average the second time.
    pub mean_after: f64,
    /// The average change.
    pub change: f64,
    /// How much changes differ between people; nothing for one person.
    pub sd: Option<f64>,
    /// The standard error of the average change.
    pub se: Option<f64>,
    /// The range of average changes that fit; nothing where it cannot be worked out.
    pub interval: Option<Interval>,
    /// The middle change: half of the people changed by less, half by more.
    pub median: f64,
    /// For how many it became better.
    pub improved: usize,
    /// For how many it stayed the same.
    pub same: usize,
    /// For how many it became worse.
    pub worsened: usize,
}

/// What should be known when reading a result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Warning {
    /// So many answers were not numbers and count as missing.
    NotNumbers(usize),
    /// Answers too big to add up: nothing can be said.
    TooBig,
    /// One person: their change says nothing about others.
    OnePerson,
    /// Everybody changed by the same amount, so no range can be worked out.
    AllTheSame,
    /// Fewer than ten people: one of them moves the result.
    Few,
    /// Fewer than half of those who could have answered did so both times.
    MostMissing,
}

impl Warning {
    /// The warning in a sentence.
    #[must_use]
    pub fn sentence(self) -> String {
        match self {
            Warning::NotNumbers(count) => {
                format!("{count} answers were not numbers and count as missing.")
            }
            Warning::TooBig => "The answers are too big to add up.".to_owned(),
            Warning::OnePerson => "One person’s change says nothing about anybody else.".to_owned(),
            Warning::AllTheSame => {
                "Everybody changed by the same amount, so no range can be worked out.".to_owned()
            }
            Warning::Few => {
                "These are few people: one more or one less could change the result.".to_owned()
            }
            Warning::MostMissing => {
                "Fewer than half answered both times. Those who did may differ from the others."
                    .to_owned()
            }
        }
    }
}

/// The average change of those who answered both times, out of `pairs`: everybody who could have.
#[must_use]
pub fn change(pairs: &[Pair], better: Better, level: Level) -> PairedChange {
    let real = |value: Option<f64>| value.filter(|value| value.is_finite());
    let values = || pairs.iter().flat_map(|pair| [pair.before, pair.after]).flatten();
    let strange = values().filter(|value| !value.is_finite()).count();
    let both: Vec<(f64, f64)> =
        pairs.iter().filter_map(|pair| Some((real(pair.before)?, real(pair.after)?))).collect();
    let mut warnings = Vec::new();
    if strange > 0 {
        warnings.push(Warning::NotNumbers(strange));
    }
    let estimate = estimate(&both, better, level);
    match &estimate {
        None if !both.is_empty() => warnings.push(Warning::TooBig),
        Some(_) if both.len() == 1 => warnings.push(Warning::OnePerson),
        Some(one) if one.interval.is_none() => warnings.push(Warning::AllTheSame),
        Some(_) if both.len() < 10 => warnings.push(Warning::Few),
        _ => {}
    }
    if both.len() * 2 < pairs.len() {
        warnings.push(Warning::MostMissing);
    }
    PairedChange {
        eligible: pairs.len(),
        with_before: pairs.iter().filter(|pair| real(pair.before).is_some()).count(),
        with_after: pairs.iter().filter(|pair| real(pair.after).is_some()).count(),
        paired: both.len(),
        estimate,
        better,
        warnings,
    }
}

fn estimate(both: &[(f64, f64)], better: Better, level: Level) -> Option<Estimate> {
    if both.is_empty() {
        return None;
    }
    let mut changes: Vec<f64> = both.iter().map(|(before, after)| after - before).collect();
    let change = mean(changes.iter().copied())?;
    let sd = deviation(&changes, change);
    let se = sd.map(|sd| sd / (both.len() as f64).sqrt());
    // Without spread the formula gives a range of no width, which would claim to be certain.
    let half = se.filter(|se| *se > 0.0).and_then(|se| Some(level.t(both.len() - 1)? * se));
    let interval = half.map(|half| Interval { low: change - half, high: change + half, level });
    let signed = |change: f64| if better == Better::Higher { change } else { -change };
    let how_many = |is: fn(f64) -> bool| changes.iter().filter(|c| is(signed(**c))).count();
    let (improved, worsened) = (how_many(|c| c > 0.0), how_many(|c| c < 0.0));
    changes.sort_unstable_by(f64::total_cmp);
    let found = Estimate {
        mean_before: mean(both.iter().map(|pair| pair.0))?,
        mean_after: mean(both.iter().map(|pair| pair.1))?,
        change,
        sd,
        se,
        interval,
        median: middle(&changes),
        improved,
        same: both.len() - improved - worsened,
        worsened,
    };
    found.is_finite().then_some(found)
}

impl Estimate {
    fn is_finite(&self) -> bool {
        let limits = self.interval.map_or([0.0; 2], |interval| [interval.low, interval.high]);
        [self.mean_before, self.mean_after, self.change, self.median]
            .into_iter()
            .chain([self.sd.unwrap_or(0.0), self.se.unwrap_or(0.0)])
            .chain(limits)
            .all(f64::is_finite)
    }
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> Option<f64> {
    let count = values.len() as f64;
    let mean = values.sum::<f64>() / count;
    mean.is_finite().then_some(mean)
}

/// The standard deviation with n − 1; nothing for one value.
fn deviation(values: &[f64], mean: f64) -> Option<f64> {
    if values.len() < 2 {
        return None;
    }
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let sd = (squares / (values.len() - 1) as f64).sqrt();
    // Rounding leaves a trace of spread where there is none.
    let is_noise = sd <= mean.abs() * 1e-13;
    Some(if is_noise { 0.0 } else { sd })
}

fn middle(sorted: &[f64]) -> f64 {
    let half = sorted.len() / 2;
    match sorted.len() % 2 {
        1 => sorted[half],
        _ => sorted[half - 1] / 2.0 + sorted[half] / 2.0,
    }
}

impl PairedChange {
    /// How it was worked out.
    pub const CONVENTION: &str = "Average of each person’s second answer less their first, for \
        those who gave both. Range: Student’s t, 95%, n − 1. Nobody’s missing answer is guessed.";

    /// How many of those who could have answered both times did not.
    #[must_use]
    pub fn missing(&self) -> usize {
        self.eligible - self.paired
    }

    /// The share of those who could have answered both times and did not; nothing of nobody.
    #[must_use]
    pub fn share_missing(&self) -> Option<f64> {
        (self.eligible > 0).then(|| self.missing() as f64 / self.eligible as f64)
    }

    /// The change in plain English, with on whom it rests.
    #[must_use]
    pub fn sentence(&self) -> String {
        match self.paired {
            1 => self.said_of("the 1 person who answered both times"),
            many => self.said_of(&format!("the {} who answered both times", people(many))),
        }
    }

    /// The change in plain English for readers who may not know how many people it rests on.
    #[must_use]
    pub fn sentence_without_counts(&self) -> String {
        self.said_of("those who answered both times")
    }

    fn said_of(&self, who: &str) -> String {
        let Some(found) = &self.estimate else {
            return match (self.eligible, self.paired) {
                (0, _) => "Nobody could have answered twice yet.".to_owned(),
                (_, 0) => "Nobody has answered both times yet, so no change can be shown.".into(),
                _ => Warning::TooBig.sentence(),
            };
        };
        let (before, after) = (one_place(found.mean_before), one_place(found.mean_after));
        let moved = match () {
            () if before == after => format!("answers stayed at {before} on average"),
            () if found.change > 0.0 => {
                format!("answers rose from {before} to {after} on average")
            }
            () => format!("answers fell from {before} to {after} on average"),
        };
        format!("For {who}, {moved}. {}", self.certainty(found))
    }

    /// What the range says, and in which direction things went.
    fn certainty(&self, found: &Estimate) -> String {
        let Some(range) = found.interval else {
            let why = if self.paired == 1 { Warning::OnePerson } else { Warning::AllTheSame };
            return why.sentence();
        };
        let (low, high) = (one_place(range.low), one_place(range.high));
        let is_better = (found.change > 0.0) == (self.better == Better::Higher);
        let verdict = match (range.contains(0.0), is_better) {
            (true, _) => "That includes no change at all, so this could be chance.",
            (false, true) => "That is a change for the better.",
            (false, false) => "That is a change for the worse.",
        };
        format!(
            "The average change that fits these answers lies between {low} and {high}. {verdict}"
        )
    }

    /// Who is missing, in plain English.
    #[must_use]
    pub fn missing_sentence(&self) -> String {
        match self.share_missing() {
            None => "There is nobody to ask yet.".to_owned(),
            Some(share) if self.missing() > 0 => format!(
                "{} of {} ({}) did not answer both times.",
                people_first(self.missing()),
                self.eligible,
                percent(share)
            ),
            Some(_) => format!("All {} answered both times.", people(self.eligible)),
        }
    }
}

#[cfg(test)]
#[path = "paired/tests.rs"]
mod tests;
