//! What if everybody had been helped, and nobody? Inverse-probability weights.
//!
//! Question: how would outcomes differ if the groups were alike in all that is known? Each person
//! counts by how unlikely their own group, or their own answering, was. Sources: Robins, Hernán and
//! Brumback (2000), Epidemiology 11(5); Hernán and Robins, "Causal inference: what if", chapter 12.
//! Assumes that all that decides both who is helped and how they do is known, and that anybody
//! could have been in either group: very big weights say that this is in doubt.

use serde::Serialize;

use crate::balance::effective;
use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::glm::{self, Family, GlmFit};
use crate::interval::Level;
use crate::linear::{self, CONSTANT, Covariance, Design, Rows};

/// How likely something was for each person, and the model that says so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Propensity {
    /// Each row's probability; nothing where something of theirs is missing.
    pub scores: Vec<Option<f64>>,
    /// The logistic model.
    pub model: GlmFit,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The probability of each row that something happened, such as being helped or answering.
pub fn propensity(happened: &[Option<bool>], given: &Design) -> Result<Propensity, CannotSay> {
    let outcome: Vec<Option<f64>> = happened.iter().map(|one| one.map(f64::from)).collect();
    let known = happened.iter().flatten();
    if known.clone().all(|one| *one) || !known.clone().any(|one| *one) {
        return Err(CannotSay::because(
            "It happened to everybody or to nobody, so there is nothing to compare.",
            "Compare with people to whom it did not happen.",
        ));
    }
    let model = glm::fit(&Rows::new(given, &outcome), Family::Logistic)?;
    let scores = model.predictions(given);
    let mut warnings = model.warnings.clone();
    let is_sure = |score: &&f64| **score < 0.01 || **score > 0.99;
    let sure = scores.iter().flatten().filter(is_sure).count();
    if sure > 0 {
        warnings.push(Warning::Said(format!(
            "For {sure} people it was all but certain: nobody like them is in the other group."
        )));
    }
    Ok(Propensity { scores, model, warnings })
}

/// How much each row counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weights {
    /// Each row's weight; nothing where something of theirs is missing.
    pub values: Vec<Option<f64>>,
    /// The smallest and the biggest, of all rows or of those that were picked out.
    pub range: (f64, f64),
    /// Their average.
    pub mean: f64,
    /// How they were made.
    pub convention: String,
}

/// Rows whose own probability is nought can have no weight.
fn weights(values: Vec<Option<f64>>, convention: &str) -> Result<Weights, CannotSay> {
    let values: Vec<Option<f64>> =
        values.into_iter().map(|value| value.filter(|value| value.is_finite())).collect();
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.is_empty() {
        return Err(CannotSay::too_few(0, 1, "people with a weight"));
    }
    let range = known
        .iter()
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), w| (low.min(*w), high.max(*w)));
    let mean = known.iter().sum::<f64>() / known.len() as f64;
    Ok(Weights { values, range, mean, convention: convention.to_owned() })
}

/// One over the probability of each row's own group; everybody then stands for all.
///
/// With `stabilised_by`, times the probability of that group given those columns alone (the
/// constant alone is usual), which keeps weights near one.
pub fn of_everybody(
    happened: &[Option<bool>],
    given: &Design,
    stabilised_by: Option<&Design>,
) -> Result<Weights, CannotSay> {
    let below = propensity(happened, given)?;
    let above = stabilised_by.map(|design| propensity(happened, design)).transpose()?;
    let own = |scores: &[Option<f64>], row: usize| {
        let score = scores[row]?;
        Some(if happened[row]? { score } else { 1.0 - score })
    };
    let one = |row: usize| {
        let above = above.as_ref().map_or(Some(1.0), |above| own(&above.scores, row))?;
        Some(above / own(&below.scores, row)?)
    };
    let convention = match stabilised_by {
        None => "Weights: one over the probability of one’s own group.",
        Some(_) => {
            "Weights: stabilised, the group’s share over the probability of one’s own group."
        }
    };
    weights((0..happened.len()).map(one).collect(), convention)
}

/// One for those who were helped and the odds of it for the others, who then stand for the first.
pub fn of_the_helped(helped: &[Option<bool>], given: &Design) -> Result<Weights, CannotSay> {
    let found = propensity(helped, given)?;
    let one = |(helped, score): (&Option<bool>, &Option<f64>)| {
        let score = (*score)?;
        Some(if (*helped)? { 1.0 } else { score / (1.0 - score) })
    };
    let values = helped.iter().zip(&found.scores).map(one).collect();
    weights(values, "Weights: one for those helped, the odds of it for the others.")
}

/// For those who answered, the probability of it given `stabilised_by` over that given all that
/// is known; the others have none. Those who answered then stand for all.
pub fn of_those_who_answered(
    answered: &[Option<bool>],
    given: &Design,
    stabilised_by: &Design,
) -> Result<Weights, CannotSay> {
    let all = of_everybody(answered, given, Some(stabilised_by))?;
    let own = all.values.into_iter().zip(answered);
    let values = own.map(|(weight, answered)| weight.filter(|_| *answered == Some(true))).collect();
    weights(values, "Weights: stabilised, for who answered.")
}

impl Weights {
    /// Both together: the product of each row's two.
    pub fn times(&self, other: &Weights) -> Result<Weights, CannotSay> {
        if self.values.len() != other.values.len() {
            return Err(CannotSay::uneven(self.values.len(), other.values.len()));
        }
        let both = self.values.iter().zip(&other.values);
        let values = both.map(|(one, other)| Some((*one)? * (*other)?)).collect();
        weights(values, &format!("{} Times: {}", self.convention, other.convention))
    }
}

/// The difference of weighted averages.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightedDifference {
    /// How much more those who were helped have.
    pub effect: Estimate,
    /// The weighted average of those who were helped.
    pub mean_helped: f64,
    /// The weighted average of the others.
    pub mean_others: f64,
    /// As how many equal people those who were helped count.
    pub effective_helped: f64,
    /// As how many equal people the others count.
    pub effective_others: f64,
    /// On how many it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The difference of an outcome's weighted averages, each group's weights scaled to one.
///
/// Errors are robust (HC0), which for weights that were estimated are usually a little too big.
pub fn difference(
    helped: &[Option<bool>],
    outcome: &[Option<f64>],
    weights: &Weights,
    level: Level,
) -> Result<WeightedDifference, CannotSay> {
    let rows = outcome.len();
    if weights.values.len() != rows || helped.len() != rows {
        return Err(CannotSay::uneven(rows, weights.values.len().min(helped.len())));
    }
    // A weight that is not there makes the row count as missing.
    let values: Vec<f64> = weights.values.iter().map(|one| one.unwrap_or(f64::NAN)).collect();
    let design =
        Design::with_constant(rows).column(HELPED, helped.iter().map(|h| h.map(f64::from)));
    let fit = linear::fit(&Rows { weights: Some(&values), ..Rows::new(&design, outcome) })?;
    let found = fit.coefficient(HELPED, &Covariance::Hc0, level)?;
    let effect = Estimate::normal(found.value, found.se, level);
    let others = fit.coefficient(CONSTANT, &Covariance::Hc0, level)?;
    let side = |is_helped: bool| {
        let those = fit.rows.iter().filter(move |row| helped[**row] == Some(is_helped));
        effective(those.map(|row| values[*row]))
    };
    let mut warnings = fit.warnings.clone();
    if weights.range.1 > 20.0 * weights.mean {
        warnings.push(Warning::Said(format!(
            "One person counts {:.0} times the average: the result hangs on a few.",
            weights.range.1 / weights.mean
        )));
    }
    Ok(WeightedDifference {
        effect,
        mean_helped: others.value + effect.value,
        mean_others: others.value,
        effective_helped: side(true),
        effective_others: side(false),
        basis: fit.basis,
        convention: format!(
            "Difference of weighted averages. {} {} Range: normal.",
            weights.convention,
            Covariance::Hc0.convention()
        ),
        warnings,
    })
}

const HELPED: &str = "helped";

impl WeightedDifference {
    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = match self.effect.interval {
            Some(range) if range.contains(0.0) => {
                format!(
                    "from {:.2} to {:.2} fit, which includes no difference",
                    range.low, range.high
                )
            }
            Some(range) => format!("from {:.2} to {:.2} fit", range.low, range.high),
            None => "how sure that is cannot be worked out".to_owned(),
        };
        format!(
            "With the groups made alike by weights, those who were helped have {:.2} against \
             {:.2}: a difference of {:.2}; {range}. {}",
            self.mean_helped,
            self.mean_others,
            self.effect.value,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
#[path = "weighting/tests.rs"]
mod tests;
