//! What goes with what? Weighted least squares, with standard errors that name what they assume.
//!
//! Question: by how much does the outcome differ with each column, the others held equal?
//! Method: QR of the weighted columns (Householder); a column that adds nothing to those before it
//! is left out and said. Source: Golub and Van Loan, "Matrix computations"; for the covariances
//! see `linear/covariance.rs`. Assumes that effects add up; the rest depends on the covariance.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::words::one_place;

mod covariance;
mod design;

pub use covariance::{Covariance, SmallSample};
pub(crate) use design::Usable;
pub use design::{CONSTANT, Design, Rows};

/// A column whose length beyond the columns before it falls below this share adds nothing.
const ADDS_NOTHING: f64 = 1e-7;
/// Squared errors below this share of the outcome's squares are rounding, not spread.
const EXACT: f64 = 1e-22;

/// One column's effect.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Coefficient {
    /// The column.
    pub name: String,
    /// Its effect.
    pub estimate: Estimate,
}

impl Coefficient {
    /// The effect in plain English; nothing of the constant.
    #[must_use]
    pub fn sentence(&self) -> Option<String> {
        if self.name == CONSTANT {
            return None;
        }
        let value = self.estimate.value;
        let how = if value < 0.0 { "less" } else { "more" };
        let step = format!(
            "For each step of “{}” the outcome is {} {how}",
            self.name,
            one_place(value.abs())
        );
        let Some(range) = self.estimate.interval else {
            return Some(format!("{step}; how sure that is cannot be worked out."));
        };
        let (low, high) = (one_place(range.low), one_place(range.high));
        let chance = if range.contains(0.0) { ", so it could be chance" } else { "" };
        Some(format!("{step} ({low} to {high} fit{chance})."))
    }
}

/// The best line through the rows, before anything is assumed of its errors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LinearFit {
    /// The columns kept, in order.
    pub names: Vec<String>,
    /// Their effects, in the same order.
    pub effects: Vec<f64>,
    /// The rows used, counted from nought.
    pub rows: Vec<usize>,
    /// For each row used, the outcome less what the line says.
    pub residuals: Vec<f64>,
    /// For each row used, what the line says.
    pub fitted: Vec<f64>,
    /// The spread around the line; nothing where no row is left to tell it.
    pub sigma: Option<f64>,
    /// The share of the outcome's spread that the columns explain; nothing without spread.
    pub explained: Option<f64>,
    /// Rows less columns.
    pub df: usize,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
    #[serde(skip)]
    x: DMatrix<f64>,
    #[serde(skip)]
    weights: DVector<f64>,
    /// The inverse of X′WX.
    #[serde(skip)]
    bread: DMatrix<f64>,
}

/// The solution of one weighted least-squares problem on columns that are all needed.
pub(crate) struct Solved {
    pub(crate) effects: DVector<f64>,
    pub(crate) bread: DMatrix<f64>,
}

/// The best line through the rows that are complete and count for something.
pub fn fit(rows: &Rows) -> Result<LinearFit, CannotSay> {
    let names = rows.design.names();
    let Usable { x, y, weights, offset, rows, basis, mut warnings } = rows.usable()?;
    let y = y - offset;
    let (kept, left_out) = needed_columns(&x, &weights);
    enough(basis.used, kept.len())?;
    warnings.extend(left_out.iter().map(|column| Warning::LeftOut(names[*column].clone())));
    let x = x.select_columns(&kept);
    let solved = solve(&x, &y, &weights).ok_or_else(too_big)?;
    let fitted = &x * &solved.effects;
    let residuals = &y - &fitted;
    let df = basis.used - kept.len();
    let names: Vec<String> = kept.iter().map(|column| names[*column].clone()).collect();
    let squares = |of: &DVector<f64>| of.iter().zip(&weights).map(|(r, w)| w * r * r).sum::<f64>();
    let (unexplained, all) = (squares(&residuals), squares(&y));
    let is_exact = unexplained <= EXACT * all;
    let spread = if names.iter().any(|name| name == CONSTANT) {
        let middle = y.dot(&weights) / weights.sum();
        squares(&y.map(|value| value - middle))
    } else {
        all
    };
    if ![unexplained, spread].iter().all(|sum| sum.is_finite()) {
        return Err(too_big());
    }
    let sigma = (df > 0).then(|| if is_exact { 0.0 } else { (unexplained / df as f64).sqrt() });
    if df == 0 || is_exact {
        warnings.push(Warning::Said(
            "The columns fit every row exactly, so no range can be worked out.".to_owned(),
        ));
    }
    Ok(LinearFit {
        names,
        effects: solved.effects.iter().copied().collect(),
        rows,
        residuals: residuals.iter().copied().collect(),
        fitted: fitted.iter().copied().collect(),
        sigma,
        explained: (spread > 0.0).then(|| 1.0 - unexplained / spread),
        df,
        basis,
        warnings,
        x,
        weights,
        bread: solved.bread,
    })
}

/// At least one column and as many rows as columns.
pub(crate) fn enough(rows: usize, columns: usize) -> Result<(), CannotSay> {
    if columns == 0 && rows > 0 {
        return Err(CannotSay::because(
            "No column says anything: all are nought.",
            "Give at least one column that differs from nought.",
        ));
    }
    if rows < columns.max(1) {
        return Err(CannotSay::too_few(rows, columns.max(1), "complete rows"));
    }
    Ok(())
}

/// A column was left out or never given.
pub(crate) fn not_there(name: &str) -> CannotSay {
    CannotSay::because(
        format!("“{name}” cannot be told apart from the other columns."),
        "Leave out a column that says the same.",
    )
}

pub(crate) fn too_big() -> CannotSay {
    CannotSay::because(
        "The numbers are too big to add up.",
        "Give them in bigger units, for example thousands.",
    )
}

/// The columns that add something to those before them, and those that do not.
pub(crate) fn needed_columns(x: &DMatrix<f64>, weights: &DVector<f64>) -> (Vec<usize>, Vec<usize>) {
    let scaled = scaled(x, weights);
    let mut kept: Vec<usize> = (0..x.ncols()).collect();
    let mut left_out = Vec::new();
    // A reflection made of rounding noise would spoil the columns after it, so after each
    // column left out the decomposition starts again.
    loop {
        if kept.is_empty() || x.nrows() == 0 {
            return (kept, left_out);
        }
        let part = scaled.select_columns(&kept);
        let norms: Vec<f64> = part.column_iter().map(|column| column.norm()).collect();
        let beyond = part.qr().unpack_r();
        let adds =
            |at: usize| at < beyond.nrows() && beyond[(at, at)].abs() > ADDS_NOTHING * norms[at];
        match (0..kept.len()).find(|at| !adds(*at)) {
            Some(at) => left_out.push(kept.remove(at)),
            None => break,
        }
    }
    left_out.sort_unstable();
    (kept, left_out)
}

fn scaled(x: &DMatrix<f64>, weights: &DVector<f64>) -> DMatrix<f64> {
    let roots = weights.map(f64::sqrt);
    let mut scaled = x.clone();
    for mut column in scaled.column_iter_mut() {
        column.component_mul_assign(&roots);
    }
    scaled
}

/// The effects and the inverse of X′WX; nothing where the numbers overflow or a column is lost.
pub(crate) fn solve(x: &DMatrix<f64>, y: &DVector<f64>, weights: &DVector<f64>) -> Option<Solved> {
    let columns = x.ncols();
    let mut right = DVector::from_iterator(
        y.len(),
        y.iter().zip(weights).map(|(value, weight)| value * weight.sqrt()),
    );
    let qr = scaled(x, weights).qr();
    qr.q_tr_mul(&mut right);
    let triangle = qr.unpack_r();
    let effects = triangle.solve_upper_triangular(&right.rows(0, columns).into_owned())?;
    let inverse = triangle.solve_upper_triangular(&DMatrix::identity(columns, columns))?;
    let bread = &inverse * inverse.transpose();
    let is_finite = effects.iter().chain(bread.iter()).all(|value| value.is_finite());
    is_finite.then_some(Solved { effects, bread })
}

impl LinearFit {
    /// Every effect with its range, under what the covariance assumes.
    pub fn coefficients(
        &self,
        covariance: &Covariance,
        level: Level,
    ) -> Result<Vec<Coefficient>, CannotSay> {
        let matrix = self.covariance(covariance)?;
        let df = self.degrees_of_freedom(covariance);
        let one = |(at, name): (usize, &String)| {
            let se = Some(matrix[(at, at)].max(0.0).sqrt()).filter(|_| self.has_spread());
            let estimate = Estimate::student(self.effects[at], se, df, level);
            Coefficient { name: name.clone(), estimate }
        };
        Ok(self.names.iter().enumerate().map(one).collect())
    }

    /// Whether anything but rounding is left around the line to tell how sure it is.
    fn has_spread(&self) -> bool {
        self.sigma.is_some_and(|sigma| sigma > 0.0)
    }

    /// One column's effect; a refusal where it was left out.
    pub fn coefficient(
        &self,
        name: &str,
        covariance: &Covariance,
        level: Level,
    ) -> Result<Estimate, CannotSay> {
        let all = self.coefficients(covariance, level)?;
        let found = all.into_iter().find(|one| one.name == name);
        found.map(|one| one.estimate).ok_or_else(|| not_there(name))
    }

    /// What the line says for any row of a design with the same columns; nothing where one of its
    /// values is missing.
    #[must_use]
    pub fn predictions(&self, design: &Design) -> Vec<Option<f64>> {
        predictions(&self.names, &self.effects, design)
    }

    /// Durbin and Watson's statistic: about two where each row's error says nothing about the
    /// next one's; nothing where every row fits exactly.
    #[must_use]
    pub fn durbin_watson(&self) -> Option<f64> {
        let squares: f64 = self.residuals.iter().map(|one| one * one).sum();
        let steps: f64 = self.residuals.windows(2).map(|two| (two[1] - two[0]).powi(2)).sum();
        (squares > 0.0 && self.sigma != Some(0.0)).then(|| steps / squares)
    }
}

/// Sums of columns times effects, matched by name.
pub(crate) fn predictions(names: &[String], effects: &[f64], design: &Design) -> Vec<Option<f64>> {
    let columns = design.names();
    let places: Vec<Option<usize>> =
        names.iter().map(|name| columns.iter().position(|column| column == name)).collect();
    (0..design.rows())
        .map(|at| {
            let row = design.row(at)?;
            places.iter().zip(effects).map(|(at, effect)| Some(row[(*at)?] * effect)).sum()
        })
        .collect()
}

#[cfg(test)]
#[path = "linear/tests.rs"]
mod tests;
