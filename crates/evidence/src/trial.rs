//! Did one arm of a trial do better? Answers at the end, changes, or answers given the beginning.
//!
//! Question: by how much do the arms' outcomes differ because of the arm? Source: Vickers and
//! Altman (2001), "Analysing controlled trials with baseline and follow up measurements", BMJ 323:
//! adjusting for the baseline (ANCOVA) is the one to lead with; HC3 where spreads may differ.
//! Assumes that chance decided the arms and that who is missing does not depend on the outcome.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{self, Coefficient, Covariance, Design, Rows};
use crate::words::percent;

/// The columns of a trial, one row a person.
#[derive(Debug, Clone, Copy)]
pub struct Trial<'a> {
    /// The arm each person was given.
    pub arm: &'a [Option<&'a str>],
    /// The arm the others are compared with.
    pub compared_with: &'a str,
    /// The answer before.
    pub baseline: &'a [Option<f64>],
    /// The answer at the end.
    pub outcome: &'a [Option<f64>],
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Analysis {
    /// Answers at the end, given the ones before: the most precise.
    GivenBaseline,
    /// The change from before to the end.
    Change,
    /// Answers at the end alone.
    AtTheEnd,
}

/// How many of an arm can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ArmBasis {
    /// The arm.
    pub arm: String,
    /// Who was given it.
    pub basis: Basis,
}

/// How the arms differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmComparison {
    /// What was compared.
    pub analysis: Analysis,
    /// Each arm's difference from the one compared with.
    pub differences: Vec<Coefficient>,
    /// Every coefficient of the model: constant, baseline, arms.
    pub coefficients: Vec<Coefficient>,
    /// The spread that is left.
    pub sigma: Option<f64>,
    /// The share of the spread that is explained.
    pub explained: Option<f64>,
    /// How many of each arm were given it and can be used.
    pub arms: Vec<ArmBasis>,
    /// On how many it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Arms whose answered shares differ by more than this may no longer be alike.
const UNEVEN: f64 = 0.1;

/// Compares the arms of a trial.
pub fn compare(
    trial: &Trial,
    analysis: Analysis,
    covariance: &Covariance,
    level: Level,
) -> Result<ArmComparison, CannotSay> {
    let rows = trial.arm.len();
    if let Some(other) =
        [trial.baseline.len(), trial.outcome.len()].into_iter().find(|length| *length != rows)
    {
        return Err(CannotSay::uneven(rows, other));
    }
    let outcome: Vec<Option<f64>> = match analysis {
        Analysis::Change => {
            let both = trial.outcome.iter().zip(trial.baseline);
            both.map(|(last, first)| Some((*last)? - (*first)?)).collect()
        }
        _ => trial.outcome.to_vec(),
    };
    let is_used = |row: usize| {
        let has_baseline =
            analysis != Analysis::GivenBaseline || trial.baseline[row].is_some_and(f64::is_finite);
        has_baseline && outcome[row].is_some_and(f64::is_finite)
    };
    let arms = arms(trial.arm, is_used);
    let used_arms = check(&arms, trial.compared_with)?;
    // An arm of which nobody is left has no column; its people still count as missing.
    let seen: Vec<Option<&str>> =
        trial.arm.iter().map(|arm| arm.filter(|arm| used_arms.contains(arm))).collect();
    let mut design = Design::with_constant(rows);
    if analysis == Analysis::GivenBaseline {
        design = design.column("baseline", trial.baseline.iter().copied());
    }
    let design = design.groups("arm", &seen, trial.compared_with);
    let fit = linear::fit(&Rows::new(&design, &outcome))?;
    let coefficients = fit.coefficients(covariance, level)?;
    let differences = coefficients
        .iter()
        .filter_map(|one| {
            let name = one.name.strip_prefix("arm: ")?.to_owned();
            Some(Coefficient { name, estimate: one.estimate })
        })
        .collect();
    let mut warnings = warnings(&arms);
    warnings.extend(fit.covariance_warning(covariance));
    warnings.extend(fit.warnings.iter().cloned());
    Ok(ArmComparison {
        analysis,
        differences,
        coefficients,
        sigma: fit.sigma,
        explained: fit.explained,
        arms,
        basis: fit.basis,
        convention: format!("{} {}", analysis.convention(), covariance.convention()),
        warnings,
    })
}

fn arms(given: &[Option<&str>], is_used: impl Fn(usize) -> bool) -> Vec<ArmBasis> {
    let mut counts: BTreeMap<&str, Basis> = BTreeMap::new();
    for (row, arm) in given.iter().enumerate() {
        let Some(arm) = arm else { continue };
        let basis = counts.entry(arm).or_insert(Basis { used: 0, missing: 0 });
        if is_used(row) {
            basis.used += 1;
        } else {
            basis.missing += 1;
        }
    }
    let named = |(arm, basis): (&str, Basis)| ArmBasis { arm: arm.to_owned(), basis };
    counts.into_iter().map(named).collect()
}

/// The arms of which somebody can be used; refused without two, or without the one compared with.
fn check<'a>(arms: &'a [ArmBasis], compared_with: &str) -> Result<Vec<&'a str>, CannotSay> {
    let used: Vec<&str> =
        arms.iter().filter(|arm| arm.basis.used > 0).map(|arm| arm.arm.as_str()).collect();
    if !used.contains(&compared_with) {
        return Err(CannotSay::because(
            format!(
                "Nobody in “{compared_with}” can be used, so there is nothing to compare with."
            ),
            "Show each other arm’s own change, and say that it has no comparison.",
        ));
    }
    if used.len() < 2 {
        return Err(CannotSay::because(
            format!("Only “{compared_with}” has answers, so there is nothing to compare."),
            "Show its own change, and say that it has no comparison.",
        ));
    }
    Ok(used)
}

fn warnings(arms: &[ArmBasis]) -> Vec<Warning> {
    let mut warnings = Vec::new();
    let few = arms.iter().map(|arm| arm.basis.used).filter(|used| (1..10).contains(used)).min();
    warnings.extend(few.map(Warning::Few));
    for arm in arms.iter().filter(|arm| arm.basis.used == 0) {
        warnings.push(Warning::Said(format!(
            "Nobody in “{}” can be used, so nothing is said of it.",
            arm.arm
        )));
    }
    let shares = || arms.iter().map(|arm| arm.basis.used as f64 / arm.basis.eligible() as f64);
    let (least, most) = (shares().fold(1.0, f64::min), shares().fold(0.0, f64::max));
    if most - least > UNEVEN {
        warnings.push(Warning::Said(format!(
            "From {} to {} of an arm can be used: those left may no longer be alike.",
            percent(least),
            percent(most)
        )));
    }
    warnings
}

impl Analysis {
    fn convention(self) -> &'static str {
        match self {
            Analysis::GivenBaseline => "Outcome given the baseline (ANCOVA), least squares.",
            Analysis::Change => "Change from the baseline, least squares.",
            Analysis::AtTheEnd => "Outcome at the end alone, least squares.",
        }
    }
}

impl ArmComparison {
    /// The differences in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said: Vec<String> = self
            .differences
            .iter()
            .map(|one| format!("{}: {}.", one.name, difference(&one.estimate)))
            .collect();
        said.push(self.basis.sentence());
        said.join(" ")
    }
}

fn difference(estimate: &Estimate) -> String {
    let side = if estimate.value < 0.0 { "lower" } else { "higher" };
    let size = format!("{:.2} {side} than the arm it is compared with", estimate.value.abs());
    match estimate.interval {
        None => format!("{size}; how sure that is cannot be worked out"),
        Some(range) => {
            let verdict = if range.contains(0.0) { ", which includes no difference" } else { "" };
            format!("{size}; from {:.2} to {:.2} fit{verdict}", range.low, range.high)
        }
    }
}

#[cfg(test)]
#[path = "trial/tests.rs"]
mod tests;
