//! What if everybody had been helped, and nobody? Standardisation, also called g-computation.
//!
//! Question: what average would a model of the outcome expect if all of these people had been
//! helped, and if none had? Source: Hernán and Robins, "Causal inference: what if", chapter 13.
//! Assumes that the model of the outcome is right and that all that decides both help and outcome
//! is in it; weighting assumes it of the model of help instead. The range takes the people as
//! given; the bootstrap gives one that does not.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{self, Covariance, Design, Rows};

/// The averages expected if everybody had been helped and if nobody had.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standardised {
    /// If everybody had been helped.
    pub mean_helped: f64,
    /// If nobody had.
    pub mean_others: f64,
    /// The difference.
    pub effect: Estimate,
    /// How many are averaged over, and how many could not be because something is missing.
    pub basis: Basis,
    /// How many of them the model of the outcome rests on.
    pub modelled: usize,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Standardises an outcome over everybody whose facts are known, whether they answered or not.
///
/// `design` makes the columns of the model from who was helped; it is asked three times: as it
/// was, for everybody, for nobody. So products with other columns are right in each.
pub fn standardise(
    helped: &[Option<bool>],
    outcome: &[Option<f64>],
    design: impl Fn(&[Option<f64>]) -> Design,
    level: Level,
) -> Result<Standardised, CannotSay> {
    let as_it_was: Vec<Option<f64>> = helped.iter().map(|one| one.map(f64::from)).collect();
    let fit = linear::fit(&Rows::new(&design(&as_it_was), outcome))?;
    let with = design(&vec![Some(1.0); helped.len()]);
    let without = design(&vec![Some(0.0); helped.len()]);
    let columns = with.names();
    let places: Vec<usize> = fit
        .names
        .iter()
        .filter_map(|name| columns.iter().position(|column| column == name))
        .collect();
    let mut sums = vec![(0.0, 0.0); places.len()];
    let mut used = 0;
    for (row, helped) in helped.iter().enumerate() {
        let (Some(with), Some(without), Some(_)) = (with.row(row), without.row(row), helped) else {
            continue;
        };
        used += 1;
        for (sum, at) in sums.iter_mut().zip(&places) {
            sum.0 += with[*at];
            sum.1 += without[*at];
        }
    }
    let many = used as f64;
    let average = |sum: fn(&(f64, f64)) -> f64| -> f64 {
        sums.iter().zip(&fit.effects).map(|(one, effect)| sum(one) / many * effect).sum()
    };
    let (mean_helped, mean_others) = (average(|sum| sum.0), average(|sum| sum.1));
    if !(mean_helped - mean_others).is_finite() {
        return Err(linear::too_big());
    }
    // The effect is a sum of coefficients, each times how far its column moves on average.
    let moves: Vec<f64> = sums.iter().map(|(with, without)| (with - without) / many).collect();
    if moves.iter().all(|one| *one == 0.0) || places.len() != fit.names.len() {
        return Err(linear::not_there("helped"));
    }
    let covariance = fit.covariance(&Covariance::Hc1)?;
    let mut variance = 0.0;
    for (row, one) in moves.iter().enumerate() {
        for (column, other) in moves.iter().enumerate() {
            variance += one * other * covariance[(row, column)];
        }
    }
    let se = fit.sigma.map(|_| variance.max(0.0).sqrt());
    Ok(Standardised {
        mean_helped,
        mean_others,
        effect: Estimate::normal(mean_helped - mean_others, se, level),
        basis: Basis { used, missing: helped.len() - used },
        modelled: fit.basis.used,
        warnings: fit.warnings,
    })
}

impl Standardised {
    /// How it was worked out.
    pub const CONVENTION: &str = "Linear model of the outcome, averaged over everybody whose facts \
        are known. Range: normal, from the model’s HC1 covariance, the people taken as given.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = match self.effect.interval {
            Some(range) => format!("from {:.2} to {:.2} fit", range.low, range.high),
            None => "how sure that is cannot be worked out".to_owned(),
        };
        format!(
            "Had all of them been helped the model expects {:.2} on average, had none {:.2}: a \
             difference of {:.2}; {range}. {}",
            self.mean_helped,
            self.mean_others,
            self.effect.value,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outcome 1 + 2 helped + 3 x + helped x, for everybody but the last, who did not answer.
    fn known() -> (Vec<Option<bool>>, Vec<f64>, Vec<Option<f64>>) {
        let x = vec![0.0, 1.0, 2.0, 3.0, 0.0, 1.0, 2.0, 15.0];
        let helped: Vec<bool> = (0..8).map(|row| row >= 4).collect();
        let noise = [0.01, -0.01, -0.01, 0.01, 0.01, -0.02, 0.01, 0.0];
        let outcome = (0..8).map(|row| {
            let h = f64::from(helped[row]);
            (row < 7).then_some(1.0 + 2.0 * h + 3.0 * x[row] + h * x[row] + noise[row])
        });
        (helped.iter().map(|one| Some(*one)).collect(), x.clone(), outcome.collect())
    }

    fn columns(x: &[f64]) -> impl Fn(&[Option<f64>]) -> Design {
        move |helped| {
            let product = helped.iter().zip(x).map(|(h, x)| h.map(|h| h * x));
            Design::with_constant(x.len())
                .column("helped", helped.iter().copied())
                .numbers("x", x)
                .column("helped x", product)
        }
    }

    #[test]
    fn products_are_right_with_and_without() {
        let (helped, x, outcome) = known();
        let found = standardise(&helped, &outcome, columns(&x), Level::P95).unwrap();
        // The average of x is 3.
        assert!((found.mean_others - 10.0).abs() < 0.1, "{}", found.mean_others);
        assert!((found.effect.value - 5.0).abs() < 0.1);
        assert_eq!((found.basis.used, found.modelled), (8, 7));
        assert!(found.sentence().starts_with("Had all of them been helped"));
    }

    #[test]
    fn one_group_alone_is_refused() {
        let (_, x, outcome) = known();
        let refused = standardise(&[Some(true); 8], &outcome, columns(&x), Level::P95);
        assert!(refused.is_err());
        assert!(standardise(&[None; 8], &outcome, columns(&x), Level::P95).is_err());
        assert!(standardise(&[], &[], columns(&[]), Level::P95).is_err());
    }
}
