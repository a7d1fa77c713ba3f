//! What goes with what, when rows belong together? Linear mixed models.
//!
//! Question: how does an outcome differ with each column when the same person answers more than
//! once, or people share a link worker, a practice or a period? People with some answers missing
//! stay in. Method: (restricted) maximum likelihood with fixed effects profiled out, as lme4 does:
//! Bates et al. (2015), Journal of Statistical Software 67(1). Groups may nest; they may not cross.
//! Assumes bell-shaped effects of groups and errors, errors of equal spread that are independent
//! within a group once its effects are known, and that answers are missing at random given what
//! was answered before. Why it is ours: docs/adr/0008-mixed-models.md.

use nalgebra::DMatrix;
use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::linear::Design;

mod compare;
mod finding;
mod freedom;
mod likelihood;
mod nested;
mod rows;
mod search;
mod sums;

pub use compare::{Comparison, compare};
pub use finding::MixedFinding;
pub use freedom::Freedom;
use likelihood::{Likelihood, Point, Slopes};

/// What is made as likely as can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Criterion {
    /// Restricted maximum likelihood: variances as they are. The usual choice for estimates.
    Reml,
    /// Maximum likelihood: variances a little small, but models with different fixed columns can
    /// be compared.
    MaximumLikelihood,
}

/// One way in which rows belong together, and what varies between the groups.
#[derive(Debug, Clone, Copy)]
pub struct Grouping<'a> {
    /// What the groups are called.
    pub name: &'a str,
    /// Each row's group, empty where it is not known.
    pub groups: &'a [Option<u64>],
    /// The columns whose effect varies: the constant for a level of their own, more for slopes.
    pub effects: &'a Design,
}

/// An outcome, the columns that should explain it, and the groups its rows belong to.
#[derive(Debug, Clone, Copy)]
pub struct MixedModel<'a> {
    /// The outcome, empty where it is missing.
    pub outcome: &'a [Option<f64>],
    /// The columns whose effect is the same for all.
    pub design: &'a Design,
    /// The groupings.
    pub random: &'a [Grouping<'a>],
}

/// How the groups of one grouping differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Differences {
    /// What the groups are called.
    pub name: String,
    /// How many there are.
    pub groups: usize,
    /// What varies between them.
    pub columns: Vec<String>,
    /// The variances and covariances of what varies, row by row.
    pub covariance: Vec<Vec<f64>>,
}

impl Differences {
    /// The correlation of two of the columns; nothing where one does not vary.
    #[must_use]
    pub fn correlation(&self, one: usize, other: usize) -> Option<f64> {
        let cell = |a: usize, b: usize| self.covariance.get(a)?.get(b).copied();
        let size = (cell(one, one)? * cell(other, other)?).sqrt();
        (size > 0.0).then_some(cell(one, other)? / size)
    }
}

/// One group's own effects, drawn towards the average as far as the group has little to say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupEffects {
    /// The group.
    pub group: u64,
    /// Its effects, in the order of the grouping's columns.
    pub effects: Vec<f64>,
}

/// A fitted mixed model.
#[derive(Debug, Clone)]
pub struct MixedFit {
    /// The columns kept.
    pub names: Vec<String>,
    /// Their effects.
    pub effects: Vec<f64>,
    /// The groupings and how their groups differ.
    pub differences: Vec<Differences>,
    /// The variance left within groups.
    pub residual_variance: f64,
    /// What was made as likely as can be.
    pub criterion: Criterion,
    /// Minus twice the logarithm of the likelihood: lme4's REML criterion or deviance.
    pub deviance: f64,
    /// How many numbers were estimated.
    pub parameters: usize,
    /// On how many rows it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
    likelihood: Likelihood,
    point: Point,
    slopes: Slopes,
    contrasts: Vec<Vec<f64>>,
    labels: Vec<u64>,
    terms: Vec<rows::Term>,
}

impl MixedModel<'_> {
    /// The most likely effects and differences between groups.
    pub fn fit(&self, criterion: Criterion) -> Result<MixedFit, CannotSay> {
        let read = self.read(criterion)?;
        let widths: Vec<usize> = read.terms.iter().map(|term| term.columns.len()).collect();
        let found = search::best(&read.likelihood, &widths).ok_or_else(perfect)?;
        let slopes = read.likelihood.slopes(&found.point).ok_or_else(too_big)?;
        let mut warnings = read.warnings;
        if !found.is_settled {
            warnings.push(Warning::NotSettled);
        }
        for term in found.flat {
            let (name, width) = (&read.terms[term].name, widths[term]);
            warnings.push(match width {
                1 => Warning::NoVariance(name.clone()),
                _ => Warning::Said(format!(
                    "Not everything that was let vary between “{name}” can be told from chance."
                )),
            });
        }
        let effects = read
            .contrasts
            .iter()
            .zip(&read.shifts)
            .map(|(weights, shift)| shift + dot(weights, found.point.beta.as_slice()))
            .collect();
        let differences = differences(&read.terms, &found.point);
        let parameters = read.names.len() + found.point.at.places().len() + 1;
        Ok(MixedFit {
            names: read.names,
            effects,
            differences,
            residual_variance: found.point.variance,
            criterion,
            deviance: found.point.deviance,
            parameters,
            basis: read.basis,
            warnings,
            likelihood: read.likelihood,
            point: found.point,
            slopes,
            contrasts: read.contrasts,
            labels: read.labels,
            terms: read.terms,
        })
    }
}

impl MixedFit {
    /// The logarithm of the likelihood, restricted or not as the criterion says.
    #[must_use]
    pub fn log_likelihood(&self) -> f64 {
        -self.deviance / 2.0
    }

    /// Akaike's information criterion.
    #[must_use]
    pub fn aic(&self) -> f64 {
        self.deviance + 2.0 * self.parameters as f64
    }

    /// The Bayesian information criterion, counting rows.
    #[must_use]
    pub fn bic(&self) -> f64 {
        self.deviance + (self.basis.used as f64).ln() * self.parameters as f64
    }

    /// The share of the variance that lies between groups: the correlation of two rows of one
    /// group. Nothing where more than a level varies.
    #[must_use]
    pub fn share_between(&self) -> Option<f64> {
        let [only] = self.differences.as_slice() else { return None };
        let [row] = only.covariance.as_slice() else { return None };
        let between = *row.first()?;
        Some(between / (between + self.residual_variance))
    }

    /// Each group's own effects; nothing where groupings nest, which would need two lists.
    #[must_use]
    pub fn group_effects(&self) -> Option<Vec<GroupEffects>> {
        let [term] = self.terms.as_slice() else { return None };
        let all = self.likelihood.groups.effects(&self.point.at, &self.point.weights());
        let one = |(group, effects): (&u64, Vec<f64>)| GroupEffects {
            group: *group,
            effects: effects.iter().zip(&term.scales).map(|(effect, by)| effect / by).collect(),
        };
        Some(self.labels.iter().zip(all).map(one).collect())
    }
}

fn differences(terms: &[rows::Term], point: &Point) -> Vec<Differences> {
    let one = |(term, factor): (&rows::Term, &DMatrix<f64>)| {
        let whole = factor * factor.transpose() * point.variance;
        let cell = |a: usize, b: usize| whole[(a, b)] / (term.scales[a] * term.scales[b]);
        let count = term.columns.len();
        Differences {
            name: term.name.clone(),
            groups: term.groups,
            columns: term.columns.clone(),
            covariance: (0..count).map(|a| (0..count).map(|b| cell(a, b)).collect()).collect(),
        }
    };
    terms.iter().zip(&point.at.0).map(one).collect()
}

fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

fn too_big() -> CannotSay {
    CannotSay::because(
        "The numbers are too big to add up.",
        "Give them in bigger units, for example thousands.",
    )
}

fn perfect() -> CannotSay {
    CannotSay::because(
        "The columns and groups explain every value exactly, or the outcome never changes.",
        "A mixed model needs answers that differ within groups: check the outcome column.",
    )
}

#[cfg(test)]
#[path = "mixed/tests.rs"]
mod tests;
