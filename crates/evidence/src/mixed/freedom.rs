//! How sure are the fixed effects of a mixed model? Degrees of freedom for few groups.
//!
//! Satterthwaite's, from the observed curvature, as lmerTest gives them (Kuznetsova, Brockhoff and
//! Christensen 2017, Journal of Statistical Software 82(13)); Kenward and Roger's (1997,
//! Biometrics 53(3)) with their wider covariance, from the expected information, as pbkrtest gives
//! them. For a single effect Kenward and Roger's F has the scale one, so only its freedom is used.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::{Criterion, MixedFit};
use crate::finding::{CannotSay, Estimate};
use crate::interval::{Interval, Level};
use crate::linear::Coefficient;

/// A curvature below this share of the largest tells nothing.
const NO_CURVATURE: f64 = 1e-9;

/// How the degrees of freedom are worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Freedom {
    /// Satterthwaite's, with the plain standard errors.
    Satterthwaite,
    /// Kenward and Roger's, with their wider standard errors: the safer one for few groups.
    KenwardRoger,
}

impl MixedFit {
    /// Every fixed effect with its range; refused for Kenward and Roger without REML.
    pub fn coefficients(
        &self,
        freedom: Freedom,
        level: Level,
    ) -> Result<Vec<Coefficient>, CannotSay> {
        let adjusted = self.adjusted(freedom)?;
        let one = |(at, name): (usize, &String)| {
            let weights = DVector::from_column_slice(&self.contrasts[at]);
            let estimate = self.estimate(self.effects[at], &weights, (&adjusted, freedom), level);
            Coefficient { name: name.clone(), estimate }
        };
        Ok(self.names.iter().enumerate().map(one).collect())
    }

    /// A sum of effects, each so many times: for example an arm's effect at month 12 is “arm”
    /// once and “arm × month” twelve times.
    pub fn combined(
        &self,
        times: &[(&str, f64)],
        freedom: Freedom,
        level: Level,
    ) -> Result<Estimate, CannotSay> {
        let adjusted = self.adjusted(freedom)?;
        let (mut value, mut weights) = (0.0, DVector::zeros(self.names.len()));
        for (name, times) in times {
            let at = self.names.iter().position(|one| one == name);
            let at = at.ok_or_else(|| crate::linear::not_there(name))?;
            value += times * self.effects[at];
            weights += DVector::from_column_slice(&self.contrasts[at]) * *times;
        }
        if weights.amax() <= 0.0 || !value.is_finite() {
            return Err(CannotSay::because(
                "No effect is asked for.",
                "Name at least one column and how many times it counts.",
            ));
        }
        Ok(self.estimate(value, &weights, (&adjusted, freedom), level))
    }

    /// The shares of the variance between groups that fit, from the curvature along the logarithm
    /// of their deviation; nothing where they do not differ, or more than a level varies.
    #[must_use]
    pub fn share_between_interval(&self, level: Level) -> Option<Interval> {
        let share = self.share_between().filter(|share| *share > 0.0)?;
        let ratio = (share / (1.0 - share)).sqrt();
        let spread = (2.0 * pseudo_inverse(&self.slopes.curvature)?[(0, 0)]).sqrt();
        let factor = (level.z() * spread / ratio).exp();
        let share = |ratio: f64| 1.0 - 1.0 / (1.0 + ratio * ratio);
        let range = Interval { low: share(ratio / factor), high: share(ratio * factor), level };
        (spread > 0.0 && range.low.is_finite() && range.high.is_finite()).then_some(range)
    }

    fn estimate(
        &self,
        value: f64,
        weights: &DVector<f64>,
        (adjusted, freedom): (&Adjusted, Freedom),
        level: Level,
    ) -> Estimate {
        let plain = self.variance_of(weights, &self.point.spread);
        let wide = self.variance_of(weights, &adjusted.spread);
        let df = match freedom {
            Freedom::Satterthwaite => self.satterthwaite(weights, plain, &adjusted.inverse),
            Freedom::KenwardRoger => self.kenward_roger(weights, plain, &adjusted.inverse),
        };
        let se = Some(wide.max(0.0).sqrt());
        match df {
            Some(df) => Estimate::student(value, se, df, level),
            None => Estimate { value, se, interval: None, df: None, p: None },
        }
    }

    fn variance_of(&self, weights: &DVector<f64>, spread: &DMatrix<f64>) -> f64 {
        self.point.variance * weights.dot(&(spread * weights))
    }

    fn adjusted(&self, freedom: Freedom) -> Result<Adjusted, CannotSay> {
        let point = &self.point;
        if freedom == Freedom::Satterthwaite {
            let inverse = pseudo_inverse(&self.slopes.curvature).ok_or_else(super::too_big)?;
            return Ok(Adjusted { spread: point.spread.clone(), inverse: inverse * 2.0 });
        }
        if self.criterion != Criterion::Reml {
            return Err(CannotSay::because(
                "Kenward and Roger’s degrees of freedom rest on restricted maximum likelihood.",
                "Fit by REML, or use Satterthwaite’s.",
            ));
        }
        let inverse = pseudo_inverse(&self.slopes.expected).ok_or_else(super::too_big)? * 2.0;
        let curves = &self.slopes.curves;
        let size = point.beta.len();
        let mut wider = DMatrix::zeros(size, size);
        for (k, first) in curves.first.iter().enumerate() {
            let first = point.fixed(first) * &point.spread;
            for (l, other) in curves.first.iter().enumerate() {
                let second = point.fixed(&curves.second[k][l]);
                wider += (second - &first * point.fixed(other)) * inverse[(k, l)];
            }
        }
        let wider = (&wider + wider.transpose()) / 2.0;
        let spread = &point.spread + &point.spread * wider * &point.spread * 2.0;
        Ok(Adjusted { spread, inverse })
    }

    /// How the variance of an effect moves with each component, by share of itself.
    fn moves(&self, weights: &DVector<f64>, plain: f64) -> Vec<f64> {
        let spread = &self.point.spread * weights;
        let one = |first: &DMatrix<f64>| {
            let inner = spread.dot(&(self.point.fixed(first) * &spread));
            self.point.variance * inner / plain
        };
        self.slopes.curves.first.iter().map(one).collect()
    }

    fn satterthwaite(
        &self,
        weights: &DVector<f64>,
        plain: f64,
        inverse: &DMatrix<f64>,
    ) -> Option<f64> {
        let components = DVector::from_vec(self.moves(weights, plain));
        let factors = self.slopes.moves.tr_mul(&components);
        let along = DVector::from_iterator(factors.len() + 1, factors.iter().copied().chain([2.0]));
        usable(2.0 / along.dot(&(inverse * &along)))
    }

    fn kenward_roger(
        &self,
        weights: &DVector<f64>,
        plain: f64,
        inverse: &DMatrix<f64>,
    ) -> Option<f64> {
        let mut along = self.moves(weights, plain);
        along.push(1.0);
        let along = DVector::from_vec(along);
        usable(2.0 / along.dot(&(inverse * &along)))
    }
}

struct Adjusted {
    /// The covariance of the fixed effects in units of the residual variance.
    spread: DMatrix<f64>,
    /// The covariance of what the variances are made of.
    inverse: DMatrix<f64>,
}

fn usable(df: f64) -> Option<f64> {
    (df.is_finite() && df > 0.0).then_some(df)
}

/// The inverse along the directions that have a curvature.
fn pseudo_inverse(of: &DMatrix<f64>) -> Option<DMatrix<f64>> {
    if of.iter().any(|cell| !cell.is_finite()) {
        return None;
    }
    let eigen = of.clone().symmetric_eigen();
    let largest = eigen.eigenvalues.amax();
    let inverse =
        eigen.eigenvalues.map(|one| if one > NO_CURVATURE * largest { 1.0 / one } else { 0.0 });
    Some(&eigen.eigenvectors * DMatrix::from_diagonal(&inverse) * eigen.eigenvectors.transpose())
}
