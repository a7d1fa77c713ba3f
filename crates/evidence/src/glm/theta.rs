//! How much people differ beyond chance: theta of the negative binomial, by maximum likelihood.
//!
//! As MASS's glm.nb does it: effects given theta and theta given effects, in turn, until both
//! stand still. A person's own rate varies around the expected one with variance 1/theta.

use serde::Serialize;
use statrs::function::gamma::digamma;

use super::{Curve, Found, Problem, SETTLED, search as search_effects};
use crate::finding::CannotSay;

/// Beyond this a negative binomial cannot be told from a Poisson.
const POISSON_BEYOND: f64 = 1e7;
/// The steps of theta are small enough: MASS's rule, the fourth root of the machine's precision.
const STANDS_STILL: f64 = 1.220_703_125e-4;
/// How often effects and theta take turns.
const TURNS: usize = 100;

/// How little people differ: the smaller, the more.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Theta {
    /// Theta.
    pub value: f64,
    /// Its standard error; nothing where people do not differ beyond chance.
    pub se: Option<f64>,
}

/// The best effects and the best theta.
pub(super) fn search(problem: &Problem) -> Result<(Found, Curve, Option<Theta>), CannotSay> {
    let mut found = search_effects(problem, Curve::Poisson, None)?;
    let mut theta = given(problem, &found);
    let scale = (2.0 * problem.y.len().saturating_sub(problem.x.ncols()).max(1) as f64).sqrt();
    let mut likelihood = likelihood_of(problem, &found, theta);
    for _ in 0..TURNS {
        if theta.se.is_none() {
            found = search_effects(problem, Curve::Poisson, Some(&found))?;
            return Ok((found, Curve::Poisson, Some(theta)));
        }
        let curve = Curve::NegativeBinomial { theta: theta.value };
        let next = search_effects(problem, curve, Some(&found))?;
        // As in MASS, theta follows from the expectations the effects began from.
        let moved = theta.value;
        theta = given(problem, &found);
        found = next;
        let now = likelihood_of(problem, &found, theta);
        let better = now - likelihood;
        likelihood = now;
        if better.abs() / scale + (moved - theta.value).abs() <= SETTLED {
            let curve = Curve::NegativeBinomial { theta: theta.value };
            return Ok((found, curve, Some(theta)));
        }
    }
    found.has_settled = false;
    Ok((found, Curve::NegativeBinomial { theta: theta.value }, Some(theta)))
}

fn likelihood_of(problem: &Problem, found: &Found, theta: Theta) -> f64 {
    let curve = Curve::NegativeBinomial { theta: theta.value };
    let means = found.eta.map(|eta| curve.mean(eta));
    curve.log_likelihood(problem, &means).unwrap_or(0.0)
}

/// The best theta given the effects, by Newton's steps from the moments' one.
fn given(problem: &Problem, found: &Found) -> Theta {
    let means = found.eta.map(|eta| Curve::Poisson.mean(eta));
    let rows = || {
        let of = problem.y.iter().zip(&means).zip(&problem.weights);
        of.map(|((y, mean), weight)| (*y, *mean, *weight))
    };
    let spread: f64 = rows().map(|(y, mean, weight)| weight * (y / mean - 1.0).powi(2)).sum();
    let mut theta = problem.weights.sum() / spread.max(1e-300);
    let mut information = 0.0;
    for _ in 0..60 {
        if theta.is_nan() || theta >= POISSON_BEYOND {
            return Theta { value: POISSON_BEYOND, se: None };
        }
        let (mut score, mut info) = (0.0, 0.0);
        for (y, mean, weight) in rows() {
            let (own, all) = (theta + y, theta + mean);
            score +=
                weight * (digamma(own) - digamma(theta) + theta.ln() + 1.0 - all.ln() - own / all);
            info += weight
                * (trigamma(theta) - trigamma(own) - 1.0 / theta + 2.0 / all - own / (all * all));
        }
        information = info;
        // Where the curve bends the wrong way, or the step would cross nought, follow the slope.
        let step = score / info;
        let next = if info > 0.0 && step > -theta {
            theta + step
        } else if score > 0.0 {
            theta * 4.0
        } else {
            theta / 4.0
        };
        let moved = (next - theta).abs();
        theta = next.max(1e-10);
        if moved <= STANDS_STILL {
            break;
        }
    }
    Theta { value: theta, se: (information > 0.0).then(|| (1.0 / information).sqrt()) }
}

/// The second derivative of the logarithm of the gamma function, for numbers above nought.
fn trigamma(mut at: f64) -> f64 {
    let mut sum = 0.0;
    while at < 15.0 {
        sum += 1.0 / (at * at);
        at += 1.0;
    }
    // Abramowitz and Stegun 6.4.12.
    let square = 1.0 / (at * at);
    let series = 1.0 / 6.0
        - square
            * (1.0 / 30.0 - square * (1.0 / 42.0 - square * (1.0 / 30.0 - square * 5.0 / 66.0)));
    sum + 1.0 / at + square / 2.0 + square / at * series
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trigamma_agrees_with_its_closed_forms() {
        let pi2 = std::f64::consts::PI.powi(2);
        assert!((trigamma(1.0) - pi2 / 6.0).abs() < 1e-14);
        assert!((trigamma(0.5) - pi2 / 2.0).abs() < 1e-13);
        assert!((trigamma(1e6) - 1.000_000_5e-6).abs() < 1e-18);
    }
}
