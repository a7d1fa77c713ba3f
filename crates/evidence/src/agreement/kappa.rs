//! Cohen's kappa: do two coders choose the same category more often than by chance?
//!
//! Sources: Cohen (1960), Educational and Psychological Measurement 20; weighted: Cohen (1968);
//! standard error: Fleiss, Cohen and Everitt (1969), "Large sample standard errors of kappa and
//! weighted kappa". Assumes that the coders work independently. Categories are numbered in order.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::words::{percent, rounded};

/// What a disagreement counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Weights {
    /// Any disagreement counts the same.
    Equal,
    /// A disagreement counts by the square of the steps between the categories.
    Quadratic,
}

/// How far two coders agree beyond chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Kappa {
    /// Kappa: 1 is perfect, 0 is chance.
    pub kappa: Estimate,
    /// The share of things that both put in the same category.
    pub agreed: f64,
    /// What a disagreement counted.
    pub weights: Weights,
    /// How many things both coded.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Kappa of two coders' categories of the same things.
///
/// # Errors
/// Says what would be needed where there are too few things or only one category.
pub fn kappa(
    first: &[Option<i64>],
    second: &[Option<i64>],
    weights: Weights,
    level: Level,
) -> Result<Kappa, CannotSay> {
    if first.len() != second.len() {
        return Err(CannotSay::uneven(first.len(), second.len()));
    }
    let both: Vec<(i64, i64)> =
        first.iter().zip(second).filter_map(|(a, b)| Some(((*a)?, (*b)?))).collect();
    let basis = Basis { used: both.len(), missing: first.len() - both.len() };
    if both.len() < 2 {
        return Err(CannotSay::too_few(both.len(), 2, "things that both coded"));
    }
    let mut categories: Vec<i64> = both.iter().flat_map(|(a, b)| [*a, *b]).collect();
    categories.sort_unstable();
    categories.dedup();
    if categories.len() < 2 {
        return Err(CannotSay::because(
            "Both chose the same single category for everything.",
            "Agreement is complete, but it cannot be told from chance.",
        ));
    }
    let place = |one: i64| categories.binary_search(&one).unwrap_or(0);
    let size = categories.len();
    let mut shares = vec![vec![0.0; size]; size];
    for (a, b) in &both {
        shares[place(*a)][place(*b)] += 1.0 / both.len() as f64;
    }
    let agreed = (0..size).map(|at| shares[at][at]).sum::<f64>().min(1.0);
    let last = *categories.last().unwrap_or(&0) as f64 - categories[0] as f64;
    let weight = |row: usize, column: usize| match weights {
        Weights::Equal => f64::from(u8::from(row == column)),
        Weights::Quadratic => {
            let steps = (categories[row] as f64 - categories[column] as f64) / last;
            1.0 - steps * steps
        }
    };
    let (value, se) = estimate(&shares, weight, both.len() as f64);
    let Some(value) = value else {
        return Err(CannotSay::because(
            "By chance alone they would always agree, so nothing is left to measure.",
            "Show how often they agreed.",
        ));
    };
    let interval = se.map(|se| {
        let half = level.z() * se;
        Interval { low: value - half, high: (value + half).min(1.0), level }
    });
    let kappa = Estimate { value, se, interval, df: None, p: None };
    let warnings = if both.len() < 20 { vec![Warning::Few(both.len())] } else { Vec::new() };
    Ok(Kappa { kappa, agreed, weights, basis, warnings })
}

/// Kappa and its large-sample standard error; Fleiss, Cohen and Everitt's formula 13.
fn estimate(
    shares: &[Vec<f64>],
    weight: impl Fn(usize, usize) -> f64,
    n: f64,
) -> (Option<f64>, Option<f64>) {
    let size = shares.len();
    let rows: Vec<f64> = shares.iter().map(|row| row.iter().sum()).collect();
    let columns: Vec<f64> = (0..size).map(|at| shares.iter().map(|row| row[at]).sum()).collect();
    let row_weights: Vec<f64> =
        (0..size).map(|i| (0..size).map(|j| weight(i, j) * columns[j]).sum()).collect();
    let column_weights: Vec<f64> =
        (0..size).map(|j| (0..size).map(|i| weight(i, j) * rows[i]).sum()).collect();
    let (mut seen, mut chance) = (0.0, 0.0);
    for i in 0..size {
        for j in 0..size {
            seen += weight(i, j) * shares[i][j];
            chance += weight(i, j) * rows[i] * columns[j];
        }
    }
    let value = (seen - chance) / (1.0 - chance);
    if !value.is_finite() {
        return (None, None);
    }
    let mut spread = 0.0;
    for i in 0..size {
        for j in 0..size {
            let one =
                weight(i, j) * (1.0 - chance) - (row_weights[i] + column_weights[j]) * (1.0 - seen);
            spread += shares[i][j] * one * one;
        }
    }
    let shift = seen * chance - 2.0 * chance + seen;
    let variance = (spread - shift * shift) / (n * (1.0 - chance).powi(4));
    (Some(value), (variance > 1e-18 && variance.is_finite()).then(|| variance.sqrt()))
}

impl Kappa {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        match self.weights {
            Weights::Equal => {
                "Cohen’s kappa, large-sample standard error of Fleiss and others 1969."
            }
            Weights::Quadratic => {
                "Cohen’s weighted kappa, quadratic weights, standard error of Fleiss and others \
                 1969."
            }
        }
    }

    /// How far they agree, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = self.kappa.interval.map_or_else(String::new, |range| {
            format!(" ({} to {})", rounded(range.low, 2), rounded(range.high, 2))
        });
        format!(
            "The two coders chose the same category for {} of {} things; beyond chance they agree \
             to {}{range}, on a scale where 1 is perfect.",
            percent(self.agreed),
            self.basis.used,
            rounded(self.kappa.value, 2)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn codes(of: &[i64]) -> Vec<Option<i64>> {
        of.iter().copied().map(Some).collect()
    }

    #[test]
    fn half_beyond_chance_by_hand() {
        // Seen 0.75, by chance 0.5: kappa is one half.
        let (a, b) = (codes(&[1, 1, 2, 2]), codes(&[1, 1, 2, 1]));
        let found = kappa(&a, &b, Weights::Equal, Level::P95).unwrap();
        assert!((found.kappa.value - 0.5).abs() < 1e-12);
        assert!(
            found.sentence().starts_with("The two coders chose the same category for 75% of 4")
        );
    }

    #[test]
    fn complete_agreement_and_one_category_are_told_apart() {
        let same = codes(&[1, 2, 3, 1]);
        let found = kappa(&same, &same, Weights::Quadratic, Level::P95).unwrap();
        assert!((found.kappa.value - 1.0).abs() < 1e-12);
        assert!(kappa(&codes(&[1; 9]), &codes(&[1; 9]), Weights::Equal, Level::P95).is_err());
        assert!(kappa(&[None; 3], &[None; 3], Weights::Equal, Level::P95).is_err());
        assert!(kappa(&same, &codes(&[1]), Weights::Equal, Level::P95).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(pairs in prop::collection::vec((prop::option::of(-2..3i64), prop::option::of(-2..3i64)), 0..20)) {
            let (a, b): (Vec<_>, Vec<_>) = pairs.into_iter().unzip();
            for weights in [Weights::Equal, Weights::Quadratic] {
                if let Ok(found) = kappa(&a, &b, weights, Level::P95) {
                    prop_assert!(found.kappa.value.is_finite() && found.kappa.value <= 1.0 + 1e-9);
                    prop_assert!(found.kappa.se.is_none_or(f64::is_finite));
                }
            }
        }
    }
}
