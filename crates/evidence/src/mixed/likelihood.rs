//! The likelihood of a mixed model at given covariance factors, with its slopes and curvature.
//!
//! Fixed effects and the residual variance are profiled out (Bates et al. 2015). Derivatives are
//! exact: the covariance `V` is linear in its components, so with `P = V⁻¹ − V⁻¹XΦX'V⁻¹` the
//! deviance has the slope `tr(PVₖ) − y'PVₖPy` (Harville 1977, JASA 72(358)). The residual
//! component is replaced by `V` itself, a change of basis that spares the inverse of `V` squared.

use nalgebra::{DMatrix, DVector};

use super::Criterion;
use super::sums::{Curves, Factors, Groups};

/// All that the rows say, and how likelihood is counted.
#[derive(Debug, Clone)]
pub(super) struct Likelihood {
    /// The sums by group.
    pub(super) groups: Groups,
    /// `[X y]'[X y]` over all rows, `y` last.
    pub(super) all: DMatrix<f64>,
    /// How many rows there are.
    pub(super) rows: usize,
    /// Whether fixed effects are counted as estimated.
    pub(super) criterion: Criterion,
}

/// The best fit at given factors.
#[derive(Debug, Clone)]
pub(super) struct Point {
    /// The factors.
    pub(super) at: Factors,
    /// Minus twice the logarithm of the likelihood.
    pub(super) deviance: f64,
    /// The fixed effects.
    pub(super) beta: DVector<f64>,
    /// Their covariance in units of the residual variance.
    pub(super) spread: DMatrix<f64>,
    /// The residual variance.
    pub(super) variance: f64,
}

impl Point {
    /// What turns `[X y]` into what the fixed effects leave over.
    pub(super) fn weights(&self) -> Vec<f64> {
        self.beta.iter().map(|one| -one).chain([1.0]).collect()
    }

    /// The matrix of fixed effects inside a matrix of `[X y]`.
    pub(super) fn fixed(&self, of: &DMatrix<f64>) -> DMatrix<f64> {
        of.view((0, 0), (self.beta.len(), self.beta.len())).clone_owned()
    }
}

/// Slopes and curvature of the deviance.
#[derive(Debug, Clone)]
pub(super) struct Slopes {
    /// The sums they are made of.
    pub(super) curves: Curves,
    /// The expected information about the components, the whole covariance last.
    pub(super) expected: DMatrix<f64>,
    /// The slope along each factor.
    pub(super) slope: DVector<f64>,
    /// The curvature along factors and, last, the residual standard deviation's logarithm.
    pub(super) curvature: DMatrix<f64>,
    /// How each component moves with each factor.
    pub(super) moves: DMatrix<f64>,
}

impl Likelihood {
    /// The rows less the fixed effects, where those are counted.
    pub(super) fn freedom(&self, fixed: usize) -> f64 {
        match self.criterion {
            Criterion::Reml => (self.rows - fixed) as f64,
            Criterion::MaximumLikelihood => self.rows as f64,
        }
    }

    /// The squares of the outcome.
    pub(super) fn squares(&self) -> f64 {
        self.all[(self.all.nrows() - 1, self.all.nrows() - 1)]
    }

    /// The best fit at these factors; nothing where the numbers do not allow one.
    pub(super) fn point(&self, at: &Factors) -> Option<Point> {
        let fixed = self.all.nrows() - 1;
        let found = self.groups.fitted(&self.all, at)?;
        let left = found.cross.view((0, 0), (fixed, fixed)).clone_owned().cholesky()?;
        let right = found.cross.view((0, fixed), (fixed, 1)).column(0).clone_owned();
        let beta = left.solve(&right);
        let squares = found.cross[(fixed, fixed)] - right.dot(&beta);
        // What rounding leaves of a perfect fit is not a variance.
        if squares <= self.squares() * 1e-13 {
            return None;
        }
        let freedom = self.freedom(fixed);
        let variance = squares / freedom;
        let log_fixed = match self.criterion {
            Criterion::Reml => {
                2.0 * left.l_dirty().diagonal().iter().map(|cell| cell.ln()).sum::<f64>()
            }
            Criterion::MaximumLikelihood => 0.0,
        };
        let deviance = found.log_det
            + log_fixed
            + freedom * (1.0 + (2.0 * std::f64::consts::PI * variance).ln());
        let spread = left.inverse();
        deviance.is_finite().then(|| Point { at: at.clone(), deviance, beta, spread, variance })
    }

    /// Slopes and curvature there.
    pub(super) fn slopes(&self, point: &Point) -> Option<Slopes> {
        let curves = self.groups.curves(&point.at, self.all.nrows())?;
        let count = curves.trace.len();
        let weights = DVector::from_vec(point.weights());
        let is_reml = self.criterion == Criterion::Reml;
        let kept: Vec<DMatrix<f64>> =
            curves.first.iter().map(|one| &point.spread * point.fixed(one)).collect();
        let pulled: Vec<DVector<f64>> = curves
            .first
            .iter()
            .map(|one| (one * &weights).rows(0, point.beta.len()).clone_owned())
            .collect();
        let mut slope = DVector::zeros(count);
        let mut expected = DMatrix::zeros(count + 1, count + 1);
        let mut observed = DMatrix::zeros(count + 1, count + 1);
        for k in 0..count {
            let misfit = weights.dot(&(&curves.first[k] * &weights)) / point.variance;
            let lost = kept[k].trace();
            let reml_trace = curves.trace[k] - lost;
            let trace = if is_reml { reml_trace } else { curves.trace[k] };
            slope[k] = trace - misfit;
            expected[(k, count)] = reml_trace;
            observed[(k, count)] = 2.0 * misfit - trace;
            for l in 0..count {
                let spread = &point.spread * point.fixed(&curves.second[k][l]);
                expected[(k, l)] =
                    curves.traces[k][l] - 2.0 * spread.trace() + (&kept[k] * &kept[l]).trace();
                let trace = if is_reml { expected[(k, l)] } else { curves.traces[k][l] };
                let bend = weights.dot(&(&curves.second[k][l] * &weights))
                    - pulled[k].dot(&(&point.spread * &pulled[l]));
                observed[(k, l)] = 2.0 * bend / point.variance - trace;
            }
        }
        expected[(count, count)] = (self.rows - point.beta.len()) as f64;
        observed[(count, count)] = self.freedom(point.beta.len());
        for k in 0..count {
            expected[(count, k)] = expected[(k, count)];
            observed[(count, k)] = observed[(k, count)];
        }
        Some(chained(&point.at, curves, expected, (&slope, &observed)))
    }
}

/// From components to factors, by the chain rule.
fn chained(
    at: &Factors,
    curves: Curves,
    expected: DMatrix<f64>,
    (slope, observed): (&DVector<f64>, &DMatrix<f64>),
) -> Slopes {
    let places = at.places();
    let count = places.len();
    let is = |yes: bool| f64::from(u8::from(yes));
    let moves = DMatrix::from_fn(count, count, |k, i| {
        let ((term, a, b), (of, c, d)) = (places[k], places[i]);
        let cell = |row: usize| at.0[term].get((row, d)).copied().unwrap_or(0.0);
        if term == of { is(a == c) * cell(b) + is(b == c) * cell(a) } else { 0.0 }
    });
    let inner = observed.view((0, 0), (count, count));
    let mut curvature = DMatrix::zeros(count + 1, count + 1);
    curvature.view_mut((0, 0), (count, count)).copy_from(&(moves.tr_mul(&inner) * &moves));
    for (i, &(term, c, d)) in places.iter().enumerate() {
        for (j, &(of, e, f)) in places.iter().enumerate() {
            if term == of && d == f {
                let (row, col) = (c.max(e), c.min(e));
                let place = places.iter().position(|one| *one == (term, row, col));
                let twice = if c == e { 2.0 } else { 1.0 };
                curvature[(i, j)] += place.map_or(0.0, |k| twice * slope[k]);
            }
        }
    }
    let mixed = observed.view((0, count), (count, 1)) + slope;
    let mixed = moves.tr_mul(&mixed) * 2.0;
    curvature.view_mut((0, count), (count, 1)).copy_from(&mixed);
    curvature.view_mut((count, 0), (1, count)).copy_from(&mixed.transpose());
    curvature[(count, count)] = 4.0 * observed[(count, count)];
    Slopes { curves, expected, slope: moves.tr_mul(slope), curvature, moves }
}
