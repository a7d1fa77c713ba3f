//! Yes or no, and how many? Logistic, Poisson, quasi-Poisson and negative binomial models.
//!
//! Question: by which factor do odds or rates differ with each column, the others held equal?
//! Method: iteratively reweighted least squares by QR. Sources: McCullagh and Nelder (1989),
//! "Generalized linear models"; for the negative binomial Venables and Ripley (2002), "Modern
//! applied statistics with S", 7.4. Assumes that effects add up on the log or log-odds scale and
//! that rows are independent. Separation and a search that does not settle are said.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{self, Coefficient, Design, Rows, Usable};

mod family;
mod theta;

use family::Curve;
pub use family::Family;
pub use theta::Theta;

/// The deviance has settled when it moves by less than this share of itself: R's rule, kept so
/// that tables agree with R's to seven digits.
const SETTLED: f64 = 1e-8;
/// How often the search may step.
const STEPS: usize = 100;
/// A prediction that still moves this far on the log scale when the fit no longer gets better is
/// on its way to infinity.
const STILL_MOVING: f64 = 0.05;

/// An effect whose error on the log scale is beyond this is not told at all by the rows.
const NO_SAY: f64 = 30.0;
/// Squared errors of counts below this share of what is expected are rounding, not spread.
const ROUNDING: f64 = 1e-14;

/// A fitted model of odds or rates.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GlmFit {
    /// What kind of outcome.
    pub family: Family,
    /// The columns kept, in order.
    pub names: Vec<String>,
    /// Their effects on the log or log-odds scale, in the same order.
    pub effects: Vec<f64>,
    /// The rows used, counted from nought.
    pub rows: Vec<usize>,
    /// For each row used, the share or number the model expects.
    pub fitted: Vec<f64>,
    /// Twice the log-likelihood lost against a model that fits every row.
    pub deviance: f64,
    /// The log-likelihood; nothing where there is none (quasi-Poisson, shares without totals).
    pub log_likelihood: Option<f64>,
    /// The spread of the rows against what the family expects: 1 where it is as expected.
    pub pearson_dispersion: Option<f64>,
    /// The factor of a quasi-Poisson model's variances: the same, with the weights of the last
    /// step, as R's summary gives it; 1 for other families, nothing where no row is to spare.
    pub dispersion: Option<f64>,
    /// For the negative binomial, how little people differ beyond chance.
    pub theta: Option<Theta>,
    /// Rows less columns.
    pub df: usize,
    /// How many steps the search took.
    pub steps: usize,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
    /// Columns whose effect has no limit.
    separated: Vec<String>,
    /// The covariance of the effects before any dispersion.
    #[serde(skip)]
    bread: DMatrix<f64>,
}

/// The numbers of one model, with the columns that are needed.
pub(crate) struct Problem {
    pub(crate) x: DMatrix<f64>,
    pub(crate) y: DVector<f64>,
    pub(crate) weights: DVector<f64>,
    pub(crate) offset: DVector<f64>,
}

/// Where a search ended.
struct Found {
    effects: DVector<f64>,
    step: DVector<f64>,
    eta: DVector<f64>,
    bread: DMatrix<f64>,
    working: DVector<f64>,
    deviance: f64,
    steps: usize,
    has_settled: bool,
}

/// The model that fits the rows best.
///
/// Weights of a logistic model are totals: the outcome is then a share of each.
pub fn fit(rows: &Rows, family: Family) -> Result<GlmFit, CannotSay> {
    let all_names = rows.design.names();
    let Usable { x, y, weights, offset, rows, basis, mut warnings } = rows.usable()?;
    family.check(&y)?;
    let (kept, left_out) = linear::needed_columns(&x, &weights);
    linear::enough(basis.used, kept.len())?;
    warnings.extend(left_out.iter().map(|column| Warning::LeftOut(all_names[*column].clone())));
    let problem = Problem { x: x.select_columns(&kept), y, weights, offset };
    let (found, curve, theta) = match family {
        Family::NegativeBinomial => theta::search(&problem)?,
        _ => {
            let curve = family.curve();
            (search(&problem, curve, None)?, curve, None)
        }
    };
    let names: Vec<String> = kept.iter().map(|column| all_names[*column].clone()).collect();
    let separated = separated(&problem, &found, &names);
    warnings.extend(separated.iter().map(|name| Warning::Separated(name.clone())));
    if !found.has_settled {
        warnings.push(Warning::NotSettled);
    }
    if theta.as_ref().is_some_and(|theta| theta.se.is_none()) {
        warnings.push(Warning::Said(
            "People do not differ more than chance allows, so this is a Poisson model.".to_owned(),
        ));
    }
    let df = basis.used - kept.len();
    let fitted = found.eta.map(|eta| curve.mean(eta));
    Ok(GlmFit {
        family,
        names,
        effects: found.effects.iter().copied().collect(),
        rows,
        log_likelihood: curve.log_likelihood(&problem, &fitted).filter(|_| !family.is_quasi()),
        pearson_dispersion: curve.pearson(&problem, &fitted, df),
        dispersion: if family.is_quasi() { dispersion(&problem, &found, df) } else { Some(1.0) },
        fitted: fitted.iter().copied().collect(),
        deviance: found.deviance,
        theta,
        df,
        steps: found.steps,
        basis,
        warnings,
        separated,
        bread: found.bread,
    })
}

/// Steps until the deviance settles; from where another search ended, or from the outcomes.
///
/// As in R, the covariance is that of the last step, at the expectations it began from.
fn search(problem: &Problem, curve: Curve, start: Option<&Found>) -> Result<Found, CannotSay> {
    let mut eta = start.map_or_else(|| curve.start(problem), |start| start.eta.clone());
    let mut effects = start.map(|start| start.effects.clone());
    let mut before = curve.deviance(problem, &eta);
    let mut found: Option<Found> = None;
    for steps in 1..=STEPS {
        let (response, working) = curve.working(problem, &eta);
        let Some(solved) = linear::solve(&problem.x, &response, &working) else { break };
        let (next, deviance) = match &effects {
            None => at(problem, curve, solved.effects),
            Some(last) => no_worse(problem, curve, last, (solved.effects, before)),
        };
        if !deviance.is_finite() {
            break;
        }
        let step = effects.map_or_else(|| DVector::zeros(next.len()), |last| &next - last);
        eta = &problem.x * &next + &problem.offset;
        let has_settled = (before - deviance).abs() <= SETTLED * (deviance.abs() + 0.1);
        (effects, before) = (Some(next.clone()), deviance);
        let (eta, bread) = (eta.clone(), solved.bread);
        found =
            Some(Found { effects: next, step, eta, bread, working, deviance, steps, has_settled });
        if has_settled {
            break;
        }
    }
    found.ok_or_else(linear::too_big)
}

fn at(problem: &Problem, curve: Curve, effects: DVector<f64>) -> (DVector<f64>, f64) {
    let eta = &problem.x * &effects + &problem.offset;
    let deviance = curve.deviance(problem, &eta);
    (effects, deviance)
}

/// The step, halved until the deviance is no worse than before but for rounding.
fn no_worse(
    problem: &Problem,
    curve: Curve,
    last: &DVector<f64>,
    (mut next, before): (DVector<f64>, f64),
) -> (DVector<f64>, f64) {
    for _ in 0..30 {
        let (tried, deviance) = at(problem, curve, next);
        if deviance <= before + 1e-9 * (before.abs() + 0.1) {
            return (tried, deviance);
        }
        next = (tried + last) / 2.0;
    }
    at(problem, curve, last.clone())
}

/// The columns along which the search still moves although the fit no longer gets better.
fn separated(problem: &Problem, found: &Found, names: &[String]) -> Vec<String> {
    let moved = &problem.x * &found.step;
    if moved.amax() < STILL_MOVING {
        return Vec::new();
    }
    let reach = |at: usize| problem.x.column(at).amax();
    let moves = |at: usize| found.step[at].abs() * reach(at);
    let most = (0..names.len()).map(moves).fold(0.0, f64::max);
    // A column that stands still may yet rest on nothing but rows that have no say any more.
    let is_open = |at: usize| found.bread[(at, at)].sqrt() * reach(at) > NO_SAY;
    let is_separated = |at: &usize| moves(*at) > most * 1e-3 || is_open(*at);
    (0..names.len()).filter(is_separated).map(|at| names[at].clone()).collect()
}

/// Squared errors of counts on the log scale by the weights of the last step, over rows to spare.
fn dispersion(problem: &Problem, found: &Found, df: usize) -> Option<f64> {
    let one = |at: usize| {
        let mean = Curve::Poisson.mean(found.eta[at]);
        found.working[at] * ((problem.y[at] - mean) / mean).powi(2)
    };
    let sum: f64 = (0..problem.y.len()).map(one).sum();
    // Where every count is as expected, what is left is rounding and tells no spread.
    let sum = if sum <= ROUNDING * found.working.sum() { 0.0 } else { sum };
    Some(sum / df as f64).filter(|value| df > 0 && value.is_finite())
}

impl GlmFit {
    /// Every effect with its range; the effect of a separated column has none.
    ///
    /// Ranges and probabilities are normal; those of a quasi-Poisson model follow Student's t.
    #[must_use]
    pub fn coefficients(&self, level: Level) -> Vec<Coefficient> {
        let one = |(at, name): (usize, &String)| {
            let value = self.effects[at];
            let estimate = match (self.se(at), self.family.is_quasi()) {
                (se, true) => Estimate::student(value, se, self.df as f64, level),
                (se, false) => Estimate::normal(value, se, level),
            };
            Coefficient { name: name.clone(), estimate }
        };
        self.names.iter().enumerate().map(one).collect()
    }

    /// One column's effect; a refusal where it was left out.
    pub fn coefficient(&self, name: &str, level: Level) -> Result<Estimate, CannotSay> {
        let found = self.coefficients(level).into_iter().find(|one| one.name == name);
        found.map(|one| one.estimate).ok_or_else(|| linear::not_there(name))
    }

    /// The covariance of the effects, with the dispersion of a quasi-Poisson model.
    #[must_use]
    pub fn covariance(&self) -> DMatrix<f64> {
        &self.bread * self.dispersion.unwrap_or(0.0)
    }

    fn se(&self, at: usize) -> Option<f64> {
        let is_bounded = !self.separated.contains(&self.names[at]);
        self.dispersion
            .filter(|dispersion| is_bounded && *dispersion > 0.0)
            .map(|dispersion| (self.bread[(at, at)] * dispersion).max(0.0).sqrt())
    }

    /// The share or number expected for any row of a design with the same columns, before any
    /// offset; nothing where one of its values is missing.
    #[must_use]
    pub fn predictions(&self, design: &Design) -> Vec<Option<f64>> {
        let mean = |eta: f64| self.family.curve().mean(eta);
        let all = linear::predictions(&self.names, &self.effects, design);
        all.into_iter().map(|eta| eta.map(mean)).collect()
    }

    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        let errors = match self.family {
            Family::QuasiPoisson => {
                "Standard errors: from the information, times the root of Pearson’s dispersion."
            }
            Family::NegativeBinomial => {
                "Standard errors: from the information, with theta as estimated."
            }
            _ => "Standard errors: from the information.",
        };
        format!("{}, maximum likelihood. {errors}", self.family.name())
    }
}

#[cfg(test)]
#[path = "glm/tests.rs"]
mod tests;
