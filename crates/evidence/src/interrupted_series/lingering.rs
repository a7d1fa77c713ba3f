//! How sure is a step when each period's error lingers into the next? AR(1), φ averaged over.
//!
//! Method: generalised least squares, errors correlated by φ to the power of the periods between
//! two rows, averaged over φ by its restricted likelihood, so that not knowing φ widens the range:
//! Zellner and Tiao (1964), J Am Stat Assoc 59 (φ alike likely from -0.5 to 0.95 beforehand).
//! Counts: the same on the working response of a Poisson model with a dispersion, again until it
//! settles: Zeger (1988), Biometrika 75. Assumes equal spread (after the model's) and one φ.

use nalgebra::{DMatrix, DVector};

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::glm::{self, Family};
use crate::interval::Level;
use crate::linear::{self, Coefficient, Design, Rows, Usable};
use crate::words::rounded;

/// Correlations beyond these cannot be told from a course.
const REACH: (f64, f64) = (-0.5, 0.95);
/// How fine the first look is.
const LOOKS: usize = 36;
/// How often counts are fitted anew.
const ROUNDS: usize = 50;

/// Effects of a series whose errors linger.
pub(super) struct Lingering {
    pub(super) coefficients: Vec<Coefficient>,
    /// The correlation of one period's error with the next one's.
    pub(super) correlation: f64,
    /// The spread of the errors; for counts the dispersion.
    pub(super) variance: f64,
    pub(super) basis: Basis,
    pub(super) warnings: Vec<Warning>,
}

/// Rows in the order of time, with the period of each.
struct Timed {
    x: DMatrix<f64>,
    y: DVector<f64>,
    at: Vec<usize>,
}

/// What one correlation gives.
struct Fitted {
    effects: DVector<f64>,
    /// The covariance of the effects.
    spread: DMatrix<f64>,
    variance: f64,
    /// Minus twice the restricted log-likelihood, but for what does not depend on φ.
    criterion: f64,
}

/// Least squares for scores.
pub(super) fn scores(
    design: &Design,
    outcome: &[Option<f64>],
    level: Level,
) -> Result<Lingering, CannotSay> {
    let usable = Rows::new(design, outcome).usable()?;
    let (names, left_out) = needed(design, &usable)?;
    let timed = Timed { x: usable.x.select_columns(&left_out.0), y: usable.y, at: usable.rows };
    let (correlation, fitted) = timed.averaged()?;
    let mut warnings = usable.warnings;
    warnings.extend(left_out.1);
    Ok(found(names, &fitted, correlation, (usable.basis, warnings), level))
}

/// Poisson with a dispersion for counts.
pub(super) fn counts(design: &Design, rows: &Rows, level: Level) -> Result<Lingering, CannotSay> {
    let start = glm::fit(rows, Family::QuasiPoisson)?;
    let usable = rows.usable()?;
    let (names, left_out) = needed(design, &usable)?;
    let x = usable.x.select_columns(&left_out.0);
    let mut effects = DVector::from_column_slice(&start.effects);
    let mut warnings = start.warnings;
    let mut last: Option<(f64, Fitted)> = None;
    for _ in 0..ROUNDS {
        let eta = &x * &effects + &usable.offset;
        let mean = eta.map(|eta| eta.clamp(-300.0, 300.0).exp());
        let roots = mean.map(f64::sqrt);
        let mut scaled = x.clone();
        scaled.column_iter_mut().for_each(|mut column| column.component_mul_assign(&roots));
        let response = DVector::from_fn(mean.len(), |at, _| {
            roots[at] * (eta[at] - usable.offset[at] + (usable.y[at] - mean[at]) / mean[at])
        });
        let timed = Timed { x: scaled, y: response, at: usable.rows.clone() };
        let (correlation, fitted) = timed.averaged()?;
        let moved = (&fitted.effects - &effects).amax();
        effects = fitted.effects.clone();
        last = Some((correlation, fitted));
        if moved < 1e-6 {
            break;
        }
        if !moved.is_finite() {
            return Err(linear::too_big());
        }
    }
    let (correlation, fitted) = last.ok_or_else(linear::too_big)?;
    warnings.retain(|warning| !matches!(warning, Warning::NotSettled));
    Ok(found(names, &fitted, correlation, (usable.basis, warnings), level))
}

/// The names and places of the columns needed, and a warning for each left out.
type Needed = (Vec<String>, (Vec<usize>, Vec<Warning>));

fn needed(design: &Design, usable: &Usable) -> Result<Needed, CannotSay> {
    let all = design.names();
    let (kept, left_out) = linear::needed_columns(&usable.x, &usable.weights);
    linear::enough(usable.basis.used, kept.len() + 1)?;
    let names = kept.iter().map(|at| all[*at].clone()).collect();
    let warnings = left_out.iter().map(|at| Warning::LeftOut(all[*at].clone())).collect();
    Ok((names, (kept, warnings)))
}

fn found(
    names: Vec<String>,
    fitted: &Fitted,
    correlation: f64,
    (basis, mut warnings): (Basis, Vec<Warning>),
    level: Level,
) -> Lingering {
    if fitted.variance <= 0.0 {
        warnings.push(Warning::Said(
            "The columns fit every row exactly, so no range can be worked out.".to_owned(),
        ));
    }
    let df = (basis.used - names.len()) as f64;
    let one = |(at, name): (usize, String)| {
        let se = Some(fitted.spread[(at, at)].max(0.0).sqrt());
        let se = se.filter(|se| *se > 0.0);
        let estimate = Estimate::student(fitted.effects[at], se, df, level);
        Coefficient { name, estimate }
    };
    let coefficients = names.into_iter().enumerate().map(one).collect();
    Lingering { coefficients, correlation, variance: fitted.variance, basis, warnings }
}

impl Lingering {
    /// How it was worked out, in the middle of a sentence.
    pub(super) fn convention(&self) -> String {
        format!(
            "errors that linger from one period to the next (AR(1), φ = {}, averaged over its \
             restricted likelihood). Range: Student’s t, n − k.",
            rounded(self.correlation, 2)
        )
    }

    /// The same as other series are.
    pub(super) fn fitted(self, convention: String) -> super::Fitted {
        super::Fitted {
            coefficients: self.coefficients,
            dispersion: None,
            deviance: None,
            durbin_watson: None,
            lingering: Some(self.correlation),
            basis: self.basis,
            convention,
            warnings: self.warnings,
        }
    }
}

impl Timed {
    /// What each correlation gives, averaged by its restricted likelihood.
    fn averaged(&self) -> Result<(f64, Fitted), CannotSay> {
        let step = (REACH.1 - REACH.0) / LOOKS as f64;
        let looks: Vec<(f64, Fitted)> = (0..=LOOKS)
            .map(|look| REACH.0 + step * look as f64)
            .filter_map(|correlation| Some((correlation, self.at(correlation)?)))
            .collect();
        let least = looks.iter().map(|(_, one)| one.criterion).fold(f64::INFINITY, f64::min);
        let weight = |one: &Fitted| (-(one.criterion - least) / 2.0).exp();
        let all: f64 = looks.iter().map(|(_, one)| weight(one)).sum();
        let mut correlation = 0.0;
        let columns = self.x.ncols();
        let mut mean = Fitted {
            effects: DVector::zeros(columns),
            spread: DMatrix::zeros(columns, columns),
            variance: 0.0,
            criterion: least,
        };
        for (at, one) in &looks {
            let share = weight(one) / all;
            correlation += share * at;
            mean.effects += &one.effects * share;
            mean.spread += &one.spread * share;
            mean.variance += one.variance * share;
        }
        for (_, one) in &looks {
            let apart = &one.effects - &mean.effects;
            mean.spread += &apart * apart.transpose() * (weight(one) / all);
        }
        let is_finite = mean.effects.iter().chain(mean.spread.iter()).all(|of| of.is_finite());
        if is_finite && !looks.is_empty() {
            Ok((correlation, mean))
        } else {
            Err(linear::too_big())
        }
    }

    /// Generalised least squares with this correlation; nothing where numbers overflow.
    fn at(&self, correlation: f64) -> Option<Fitted> {
        let (mut x, mut y) = (self.x.clone(), self.y.clone());
        let mut log_spread = 0.0;
        for row in 1..y.len() {
            let lag = i32::try_from(self.at[row] - self.at[row - 1]).unwrap_or(i32::MAX);
            let share = correlation.powi(lag);
            let rest = 1.0 - share * share;
            log_spread += rest.ln();
            let root = rest.sqrt();
            y[row] = (self.y[row] - share * self.y[row - 1]) / root;
            let one = (self.x.row(row) - self.x.row(row - 1) * share) / root;
            x.set_row(row, &one);
        }
        let columns = x.ncols();
        let df = (y.len() - columns) as f64;
        let qr = x.qr();
        let mut right = y.clone();
        qr.q_tr_mul(&mut right);
        let triangle = qr.unpack_r();
        let effects = triangle.solve_upper_triangular(&right.rows(0, columns).into_owned())?;
        let inverse = triangle.solve_upper_triangular(&DMatrix::identity(columns, columns))?;
        let log_size: f64 = triangle.diagonal().iter().map(|one| 2.0 * one.abs().ln()).sum();
        let unexplained = right.rows(columns, y.len() - columns).norm_squared();
        // What is left of an exact fit is rounding, which has no spread.
        let is_exact = unexplained <= 1e-26 * y.norm_squared();
        let variance = if is_exact { 0.0 } else { unexplained / df };
        let criterion = df * unexplained.max(f64::MIN_POSITIVE).ln() + log_spread + log_size;
        let spread = &inverse * inverse.transpose() * variance;
        let is_finite = effects.iter().chain(spread.iter()).all(|value| value.is_finite());
        (is_finite && criterion.is_finite()).then_some(Fitted {
            effects,
            spread,
            variance,
            criterion,
        })
    }
}
