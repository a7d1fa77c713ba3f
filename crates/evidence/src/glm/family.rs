//! The kinds of outcome: what each expects of a row, how far a row may stray, and the deviance.

use nalgebra::DVector;
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use super::Problem;
use crate::finding::CannotSay;

/// The kind of outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Family {
    /// Yes or no, or a share of a total given as weight; effects are log odds.
    Logistic,
    /// How many; effects are log rates, and rows stray as chance alone would have it.
    Poisson,
    /// How many; rows may stray further, all by the same factor.
    QuasiPoisson,
    /// How many; people differ from each other beyond chance.
    NegativeBinomial,
}

/// A family with its theta, where it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Curve {
    Logistic,
    Poisson,
    NegativeBinomial { theta: f64 },
}

impl Family {
    pub(super) fn name(self) -> &'static str {
        match self {
            Family::Logistic => "Logistic model",
            Family::Poisson => "Poisson model",
            Family::QuasiPoisson => "Quasi-Poisson model",
            Family::NegativeBinomial => "Negative binomial model",
        }
    }

    pub(crate) fn is_quasi(self) -> bool {
        self == Family::QuasiPoisson
    }

    /// The curve; that of counts is the same whatever theta is.
    pub(super) fn curve(self) -> Curve {
        match self {
            Family::Logistic => Curve::Logistic,
            _ => Curve::Poisson,
        }
    }

    /// Refuses outcomes that this family cannot have.
    pub(super) fn check(self, y: &DVector<f64>) -> Result<(), CannotSay> {
        let (is_fine, needed): (fn(f64) -> bool, &str) = match self {
            Family::Logistic => {
                (|y| (0.0..=1.0).contains(&y), "Give 0 for no and 1 for yes, or a share.")
            }
            _ => (|y| y >= 0.0, "Give counts of nought or more."),
        };
        match y.iter().find(|y| !is_fine(**y)) {
            None => Ok(()),
            Some(strange) => {
                Err(CannotSay::because(format!("The outcome {strange} cannot be."), needed))
            }
        }
    }
}

impl Curve {
    /// The share or number at a point of the log or log-odds scale.
    pub(crate) fn mean(self, eta: f64) -> f64 {
        match self {
            // Beyond these a share can no longer be told from nought or one.
            Curve::Logistic => 1.0 / (1.0 + (-eta.clamp(-30.0, 30.0)).exp()),
            _ => eta.clamp(-700.0, 700.0).exp(),
        }
    }

    fn variance(self, mean: f64) -> f64 {
        match self {
            Curve::Logistic => (mean * (1.0 - mean)).max(f64::EPSILON * f64::EPSILON),
            Curve::Poisson => mean,
            Curve::NegativeBinomial { theta } => mean + mean * mean / theta,
        }
    }

    /// Where the search starts: the outcomes, drawn a little towards the middle.
    pub(crate) fn start(self, problem: &Problem) -> DVector<f64> {
        let one = |(y, total): (&f64, &f64)| match self {
            Curve::Logistic => {
                let share = (total * y + 0.5) / (total + 1.0);
                (share / (1.0 - share)).ln()
            }
            Curve::Poisson => (y + 0.1).ln(),
            Curve::NegativeBinomial { .. } => (y + if *y == 0.0 { 1.0 / 6.0 } else { 0.0 }).ln(),
        };
        DVector::from_iterator(problem.y.len(), problem.y.iter().zip(&problem.weights).map(one))
    }

    /// The response and weights of the next least-squares problem.
    pub(crate) fn working(
        self,
        problem: &Problem,
        eta: &DVector<f64>,
    ) -> (DVector<f64>, DVector<f64>) {
        let mut response = eta - &problem.offset;
        let mut weights = problem.weights.clone();
        for at in 0..eta.len() {
            let mean = self.mean(eta[at]);
            // How fast the mean moves with the scale: for the logit it is the variance itself.
            let speed = match self {
                Curve::Logistic => self.variance(mean),
                _ => mean,
            };
            response[at] += (problem.y[at] - mean) / speed;
            weights[at] *= speed * speed / self.variance(mean);
        }
        (response, weights)
    }

    /// Twice the log-likelihood lost against a fit of every row.
    pub(crate) fn deviance(self, problem: &Problem, eta: &DVector<f64>) -> f64 {
        let part = |a: f64, b: f64| if a == 0.0 { 0.0 } else { a * (a / b).ln() };
        let one = |y: f64, mean: f64| match self {
            Curve::Logistic => part(y, mean) + part(1.0 - y, 1.0 - mean),
            Curve::Poisson => part(y, mean) - (y - mean),
            Curve::NegativeBinomial { theta } => {
                part(y, mean) - (y + theta) * ((y + theta) / (mean + theta)).ln()
            }
        };
        let rows = problem.y.iter().zip(eta).zip(&problem.weights);
        2.0 * rows.map(|((y, eta), weight)| weight * one(*y, self.mean(*eta))).sum::<f64>()
    }

    /// Pearson's statistic over the rows to spare.
    pub(super) fn pearson(self, problem: &Problem, means: &DVector<f64>, df: usize) -> Option<f64> {
        let one = |((y, mean), weight): ((&f64, &f64), &f64)| {
            weight * (y - mean).powi(2) / self.variance(*mean)
        };
        let sum: f64 = problem.y.iter().zip(means).zip(&problem.weights).map(one).sum();
        Some(sum / df as f64).filter(|found| df > 0 && found.is_finite())
    }

    /// The log-likelihood; nothing where outcomes are not whole numbers.
    pub(crate) fn log_likelihood(self, problem: &Problem, means: &DVector<f64>) -> Option<f64> {
        let is_whole = |value: f64| (value - value.round()).abs() < 1e-7;
        let mut sum = 0.0;
        for ((y, mean), weight) in problem.y.iter().zip(means).zip(&problem.weights) {
            let (y, mean, weight) = (*y, *mean, *weight);
            let times =
                |count: f64, share: f64| if count == 0.0 { 0.0 } else { count * share.ln() };
            if !is_whole(if self == Curve::Logistic { y * weight } else { y }) {
                return None;
            }
            sum += match self {
                Curve::Logistic => {
                    let yes = y * weight;
                    let ways =
                        ln_gamma(weight + 1.0) - ln_gamma(yes + 1.0) - ln_gamma(weight - yes + 1.0);
                    ways + times(yes, mean) + times(weight - yes, 1.0 - mean)
                }
                Curve::Poisson => weight * (times(y, mean) - mean - ln_gamma(y + 1.0)),
                Curve::NegativeBinomial { theta } => {
                    let ways = ln_gamma(theta + y) - ln_gamma(theta) - ln_gamma(y + 1.0);
                    let odds =
                        times(y, mean) + theta * theta.ln() - (theta + y) * (theta + mean).ln();
                    weight * (ways + odds)
                }
            };
        }
        sum.is_finite().then_some(sum)
    }
}
