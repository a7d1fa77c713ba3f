//! Is something concentrated among the better or the worse off? The concentration index.
//!
//! Sources: Kakwani, Wagstaff and van Doorslaer (1997), Journal of Econometrics 77; O'Donnell and
//! others (2008), Analyzing health equity using household survey data (World Bank), chapter 8;
//! bounded outcomes: Wagstaff (2005), Erreygers (2009). Negative: concentrated among the worse off.
//! People with the same rank share it. Assumes that people are independent of each other.

mod grouped;

use serde::Serialize;

pub use grouped::{Grouped, grouped};

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::line::line;
use crate::words::rounded;

/// Which standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ErrorOf {
    /// Kakwani's, from the sums themselves.
    Direct,
    /// A regression on the rank, the average taken as known.
    Convenient,
    /// A regression on the rank, the average estimated as well (delta method).
    Delta,
    /// The delta method with a variance of its own for each person (HC1).
    DeltaRobust,
}

/// Of what the index is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Index {
    /// Relative: doubling everybody's outcome changes nothing.
    Relative,
    /// Absolute (generalised): adding to everybody's outcome changes nothing.
    Absolute,
    /// Wagstaff's, for an outcome between these two.
    Wagstaff(f64, f64),
    /// Erreygers's, for an outcome between these two.
    Erreygers(f64, f64),
}

/// How concentrated an outcome is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concentration {
    /// The index; its range is normal.
    pub index: Estimate,
    /// Of what it is.
    pub of: Index,
    /// Which standard error.
    pub error: ErrorOf,
    /// The average outcome.
    pub mean: f64,
    /// How many people were used.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The index of an outcome along a rank, such as income; the worst off have the lowest.
///
/// # Errors
/// Says what would be needed where too few answered, or nobody has the outcome.
pub fn concentration(
    rank_by: &[Option<f64>],
    outcome: &[Option<f64>],
    of: Index,
    error: ErrorOf,
    level: Level,
) -> Result<Concentration, CannotSay> {
    if rank_by.len() != outcome.len() {
        return Err(CannotSay::uneven(rank_by.len(), outcome.len()));
    }
    let real = |one: Option<f64>| one.filter(|one| one.is_finite());
    let mut people: Vec<(f64, f64)> = rank_by
        .iter()
        .zip(outcome)
        .filter_map(|(by, outcome)| Some((real(*by)?, real(*outcome)?)))
        .collect();
    let basis = Basis { used: people.len(), missing: outcome.len() - people.len() };
    if people.len() < 3 {
        return Err(CannotSay::too_few(people.len(), 3, "people with both numbers"));
    }
    people.sort_by(|a, b| a.0.total_cmp(&b.0));
    let ranks = fractional_ranks(&people);
    let y: Vec<f64> = people.iter().map(|one| one.1).collect();
    let n = y.len() as f64;
    let mean = y.iter().sum::<f64>() / n;
    let factor = of.factor(mean).ok_or_else(|| {
        CannotSay::because(
            "The average outcome is nought or outside its bounds, so there is no such index.",
            "Use the absolute index, or check the bounds.",
        )
    })?;
    let (value, variance) = match error {
        ErrorOf::Direct => direct(&ranks, &y, mean),
        _ => regressed(&ranks, &y, mean, error),
    }
    .ok_or_else(|| {
        CannotSay::because(
            "Everybody stands at the same rank, so nothing can be concentrated.",
            "Rank people by something that differs between them.",
        )
    })?;
    let value = value * factor;
    let se = (variance.max(0.0)).sqrt() * factor.abs();
    if !(value.is_finite() && se.is_finite()) {
        return Err(CannotSay::because(
            "The numbers are too big to calculate with.",
            "Check their units.",
        ));
    }
    let half = level.z() * se;
    let interval = Interval { low: value - half, high: value + half, level };
    let index = Estimate { value, se: Some(se), interval: Some(interval), df: None, p: None };
    let mut warnings = Vec::new();
    if basis.used < 30 {
        warnings.push(Warning::Few(basis.used));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    if y.iter().any(|one| *one < 0.0) && of == Index::Relative {
        let said = "Some outcomes are below nought; a relative index then has no fixed scale.";
        warnings.push(Warning::Said(said.to_owned()));
    }
    Ok(Concentration { index, of, error, mean, basis, warnings })
}

/// Where each person stands between 0 and 1; those with the same value share the middle.
fn fractional_ranks(sorted: &[(f64, f64)]) -> Vec<f64> {
    let n = sorted.len() as f64;
    let mut ranks = Vec::with_capacity(sorted.len());
    while ranks.len() < sorted.len() {
        let first = ranks.len();
        let tied = sorted[first..].iter().take_while(|one| one.0 == sorted[first].0).count();
        let middle = (first as f64 + tied as f64 / 2.0) / n;
        ranks.extend(std::iter::repeat_n(middle, tied));
    }
    ranks
}

/// Kakwani's sums and their variance (World Bank, 8.9).
fn direct(ranks: &[f64], y: &[f64], mean: f64) -> Option<(f64, f64)> {
    let n = y.len() as f64;
    let middle = ranks.iter().sum::<f64>() / n;
    let joint: f64 = ranks.iter().zip(y).map(|(rank, one)| (one - mean) * (rank - middle)).sum();
    let index = 2.0 * joint / (n * mean);
    let total: f64 = y.iter().sum();
    let (mut reached, mut squares) = (0.0, 0.0);
    for (rank, one) in ranks.iter().zip(y) {
        let before = reached / total;
        reached += one;
        let a = one / mean * (2.0 * rank - 1.0 - index) + 2.0 - before - reached / total;
        squares += a * a;
    }
    let is_ranked = ranks.first() != ranks.last();
    is_ranked.then(|| (index, (squares / n - (1.0 + index).powi(2)) / n))
}

/// The index as a slope on the rank, times twice the rank's variance over the mean.
fn regressed(ranks: &[f64], y: &[f64], mean: f64, error: ErrorOf) -> Option<(f64, f64)> {
    let n = y.len() as f64;
    let weights = vec![1.0; y.len()];
    let found = line(ranks, y, &weights)?;
    // The index is of these people, its error of all they stand for: n below, n − 1 above.
    let (of_index, of_error) = (found.spread / n, found.spread / (n - 1.0));
    let index = 2.0 * of_index * found.slope / mean;
    let covariance = match error {
        ErrorOf::DeltaRobust => found.robust(ranks, y, &weights),
        _ => found.classical(ranks, y, &weights),
    };
    let variance = if error == ErrorOf::Convenient {
        covariance.slope * (2.0 * of_error / mean).powi(2)
    } else {
        let step = 8.0 * of_error / (2.0 * found.start + found.slope).powi(2);
        covariance.along((-found.slope * step, found.start * step))
    };
    Some((index, variance))
}

impl Index {
    /// By what the relative index is multiplied.
    fn factor(self, mean: f64) -> Option<f64> {
        let factor = match self {
            Index::Relative if mean != 0.0 => 1.0,
            Index::Relative => return None,
            Index::Absolute => mean,
            Index::Wagstaff(low, high) if low < mean && mean < high => {
                mean * (high - low) / ((high - mean) * (mean - low))
            }
            Index::Erreygers(low, high) if low <= mean && mean <= high && low < high => {
                4.0 * mean / (high - low)
            }
            _ => return None,
        };
        (factor.is_finite() && mean != 0.0).then_some(factor)
    }
}

impl Concentration {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        match self.error {
            ErrorOf::Direct => "Kakwani’s variance; ties share their rank.",
            ErrorOf::Convenient => "Regression on the rank, average taken as known; ties share.",
            ErrorOf::Delta => "Regression on the rank, delta method; ties share their rank.",
            ErrorOf::DeltaRobust => "Regression on the rank, delta method, HC1; ties share.",
        }
    }

    /// Where it is concentrated, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let Some(range) = self.index.interval else { return String::new() };
        let verdict = match () {
            () if range.contains(0.0) => "spread evenly, as far as these numbers tell",
            () if self.index.value > 0.0 => "concentrated among the better off",
            () => "concentrated among the worse off",
        };
        format!(
            "The outcome is {verdict}: index {} ({} to {}).",
            rounded(self.index.value, 3),
            rounded(range.low, 3),
            rounded(range.high, 3)
        )
    }
}

#[cfg(test)]
mod tests;
