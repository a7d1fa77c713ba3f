//! Do groups wait differently long? The log-rank test.
//!
//! Source: Mantel (1966), Cancer Chemotherapy Reports 50(3), with the hypergeometric variance, as
//! R's `survdiff`. It weighs early and late alike and is weak where the curves cross.

use std::collections::BTreeMap;

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::Times;
use crate::distributions::chi_squared_above;
use crate::finding::{Basis, CannotSay, Warning};
use crate::words::probability;

/// One group's share in the test.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogRankGroup {
    /// The group.
    pub name: String,
    /// How many it has.
    pub people: usize,
    /// To how many it happened.
    pub observed: usize,
    /// To how many it would have happened if all groups were alike.
    pub expected: f64,
}

/// Whether groups differ in how long they wait.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LogRank {
    /// The groups, by name.
    pub groups: Vec<LogRankGroup>,
    /// The test's statistic.
    pub chi_squared: f64,
    /// Its degrees of freedom.
    pub df: usize,
    /// The probability of a statistic at least as large if groups were alike.
    pub p: f64,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Compares groups.
pub fn log_rank<S: AsRef<str>>(
    times: &[Option<f64>],
    happened: &[Option<bool>],
    groups: &[Option<S>],
) -> Result<LogRank, CannotSay> {
    if groups.len() != times.len() {
        return Err(CannotSay::uneven(times.len(), groups.len()));
    }
    let Times { mut rows, warnings, .. } = Times::read(times, happened)?;
    rows.retain(|row| groups[row.2].is_some());
    let name = |row: usize| groups[row].as_ref().map_or("", AsRef::as_ref);
    let mut sizes: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        *sizes.entry(name(row.2)).or_default() += 1;
    }
    if sizes.len() < 2 {
        return Err(CannotSay::too_few(sizes.len(), 2, "groups with a known time"));
    }
    let numbers: BTreeMap<&str, usize> =
        sizes.keys().enumerate().map(|(number, name)| (*name, number)).collect();
    let of = |row: usize| numbers.get(name(row)).copied().unwrap_or_default();
    let count = sizes.len();
    let mut left: Vec<f64> = sizes.values().map(|size| *size as f64).collect();
    let (mut observed, mut expected) = (vec![0; count], DVector::zeros(count));
    let mut variance = DMatrix::zeros(count, count);
    for same in rows.chunk_by(|one, other| one.0 == other.0) {
        let events = same.iter().filter(|row| row.1).count() as f64;
        let all: f64 = left.iter().sum();
        let shares: Vec<f64> = left.iter().map(|left| left / all).collect();
        let spread = if all > 1.0 { events * (all - events) / (all - 1.0) } else { 0.0 };
        for (a, share) in shares.iter().enumerate() {
            expected[a] += events * share;
            variance[(a, a)] += spread * share;
            for (b, other) in shares.iter().enumerate() {
                variance[(a, b)] -= spread * share * other;
            }
        }
        for row in same {
            let group = of(row.2);
            observed[group] += usize::from(row.1);
            left[group] -= 1.0;
        }
    }
    let (chi_squared, df) = statistic(&observed, &expected, &variance)?;
    let groups = sizes
        .iter()
        .enumerate()
        .map(|(at, (name, size))| LogRankGroup {
            name: (*name).to_owned(),
            people: *size,
            observed: observed[at],
            expected: expected[at],
        })
        .collect();
    let basis = Basis { used: rows.len(), missing: times.len() - rows.len() };
    let p = chi_squared_above(chi_squared, df as f64);
    Ok(LogRank { groups, chi_squared, df, p, basis, warnings })
}

/// All groups but one decide; a group that was never at risk together with another says nothing.
fn statistic(
    observed: &[usize],
    expected: &DVector<f64>,
    variance: &DMatrix<f64>,
) -> Result<(f64, usize), CannotSay> {
    let telling: Vec<usize> = (0..observed.len()).filter(|at| expected[*at] > 0.0).collect();
    let nothing = || {
        CannotSay::because(
            "It happened to nobody while more than one group was waiting.",
            "Show how long each group has waited so far.",
        )
    };
    let kept = telling.split_last().map(|(_, kept)| kept).filter(|kept| !kept.is_empty());
    let kept = kept.ok_or_else(nothing)?;
    let off = DVector::from_fn(kept.len(), |at, _| observed[kept[at]] as f64 - expected[kept[at]]);
    let spread = DMatrix::from_fn(kept.len(), kept.len(), |a, b| variance[(kept[a], kept[b])]);
    let solved = spread.cholesky().ok_or_else(nothing)?.solve(&off);
    Ok((off.dot(&solved), kept.len()))
}

impl LogRank {
    /// How it was worked out.
    pub const CONVENTION: &str =
        "Log-rank test, each moment weighed alike, hypergeometric variance.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = if self.p < 0.05 {
            "Groups differ in how long it takes by more than chance"
        } else {
            "Groups do not differ in how long it takes by more than chance could do"
        };
        let each: Vec<String> = self
            .groups
            .iter()
            .map(|one| {
                format!(
                    "to {} of {} in “{}”, where {:.1} were to be expected if all were alike",
                    one.observed, one.people, one.name, one.expected
                )
            })
            .collect();
        format!("{verdict} (p = {}). It happened {}.", probability(self.p), each.join("; "))
    }
}
