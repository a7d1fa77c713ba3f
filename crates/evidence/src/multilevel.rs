//! How much do places differ in who gets a yes? Multilevel logistic models.
//!
//! Question: how do the odds differ with each column, and how much between referrers, practices
//! or link workers beyond that? Method: one random level per group, its effect integrated out by
//! Laplace's approximation or by adaptive Gauss-Hermite quadrature (Pinheiro and Bates 1995, J.
//! Comput. Graph. Stat. 4(1)), as lme4's `glmer`. Median odds ratio: Merlo et al. (2006), J.
//! Epidemiol. Community Health 60(4). Assumes bell-shaped differences between groups on the scale
//! of log-odds, and rows that are independent within a group.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Ratio, Warning};
use crate::interval::{Interval, Level};
use crate::linear::{CONSTANT, Coefficient, Rows, Usable, needed_columns, too_big};
use crate::mixed::GroupEffects;
use crate::quantile;
use crate::words::percent;

mod likelihood;
mod search;

use likelihood::{Group, Likelihood};

/// More points add nothing that numbers of this kind can carry.
const POINTS_MOST: usize = 25;
/// An effect so large, in deviations of its column, has no limit in sight.
const BOUNDLESS: f64 = 12.0;
/// Below this deviation between groups there is none.
const NOUGHT: f64 = 1e-4;

/// How a group's effect is integrated out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Integral {
    /// By Laplace's approximation, one point: quick, a little rough for small groups.
    Laplace,
    /// By adaptive quadrature with so many points; nine are plenty.
    Quadrature(usize),
}

/// How odds differ with columns and between groups.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MultilevelFinding {
    /// The effect of each column kept, on the scale of log-odds.
    pub coefficients: Vec<Coefficient>,
    /// The standard deviation between groups, on the same scale.
    pub deviation: f64,
    /// By how much the odds differ, in the middle, between two groups drawn at random.
    pub median_odds_ratio: Ratio,
    /// The share of the variance that lies between groups, on the scale of log-odds.
    pub share_between: f64,
    /// Each group's own effect, at its most likely.
    pub groups: Vec<GroupEffects>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// Akaike's information criterion.
    pub aic: f64,
    /// How a group's effect was integrated out.
    pub integral: Integral,
    /// On how many rows it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// What was read from the rows.
struct Read {
    likelihood: Likelihood,
    names: Vec<String>,
    labels: Vec<u64>,
    /// Each column's middle and size, and which is the constant.
    means: Vec<f64>,
    scales: Vec<f64>,
    constant: Option<usize>,
    basis: Basis,
    warnings: Vec<Warning>,
}

/// The odds that fit the rows best.
///
/// Weights are totals: the outcome is then a share of each, as for `glm`.
pub fn multilevel_logistic(
    rows: &Rows,
    groups: &[Option<u64>],
    integral: Integral,
    level: Level,
) -> Result<MultilevelFinding, CannotSay> {
    let points = match integral {
        Integral::Laplace => 1,
        Integral::Quadrature(points) => points,
    };
    if points == 0 || points > POINTS_MOST {
        return Err(CannotSay::because(
            format!("Quadrature with {points} points is not to be had."),
            format!("Choose from 1 to {POINTS_MOST}; nine are plenty."),
        ));
    }
    let mut read = read(rows, groups, points)?;
    let found = search::best(&read.likelihood, read.names.len()).ok_or_else(too_big)?;
    if !found.is_settled {
        read.warnings.push(Warning::NotSettled);
    }
    let width = read.names.len();
    let mut deviation = found.at[width].abs();
    if deviation < NOUGHT {
        deviation = 0.0;
        read.warnings.push(Warning::NoVariance("groups".to_owned()));
    }
    let coefficients = coefficients(&mut read, &found, level);
    let modes = read.likelihood.modes(&found.at);
    let labels = read.labels.iter().zip(modes);
    let spread = found.covariance().map(|matrix| matrix[(width, width)].max(0.0).sqrt());
    let variance = deviation * deviation;
    let log_likelihood = -found.value;
    Ok(MultilevelFinding {
        coefficients,
        deviation,
        median_odds_ratio: median_odds_ratio(deviation, spread, level),
        share_between: variance / (variance + std::f64::consts::PI.powi(2) / 3.0),
        groups: labels
            .map(|(group, mode)| GroupEffects { group: *group, effects: vec![mode * deviation] })
            .collect(),
        log_likelihood,
        aic: 2.0 * (width as f64 + 1.0 - log_likelihood),
        integral,
        basis: read.basis,
        warnings: read.warnings,
    })
}

/// The median odds ratio; its range is that of the deviation, normal on the log scale.
fn median_odds_ratio(deviation: f64, spread: Option<f64>, level: Level) -> Ratio {
    let quartile = quantile::normal(0.75).unwrap_or_default();
    let of = |deviation: f64| (2.0_f64.sqrt() * deviation * quartile).exp();
    let interval = spread.filter(|spread| *spread > 0.0 && deviation > 0.0).map(|spread| {
        let factor = (level.z() * spread / deviation).exp();
        Interval { low: of(deviation / factor), high: of(deviation * factor), level }
    });
    Ratio { value: of(deviation), interval: interval.filter(|range| range.high.is_finite()) }
}

/// Back from centred and scaled columns, with standard errors from the curvature.
fn coefficients(read: &mut Read, found: &search::Found, level: Level) -> Vec<Coefficient> {
    let width = read.names.len();
    let covariance = found.covariance();
    let mut estimates = Vec::new();
    for at in 0..width {
        let mut weights = vec![0.0; width];
        weights[at] = 1.0 / read.scales[at];
        if read.constant == Some(at) {
            for other in (0..width).filter(|other| *other != at) {
                weights[other] = -read.means[other] / read.scales[other] / read.scales[at];
            }
        }
        let value: f64 = weights.iter().zip(&found.at).map(|(w, b)| w * b).sum();
        let variance = covariance.as_ref().map(|matrix| {
            let cell = |a: usize, b: usize| weights[a] * weights[b] * matrix[(a, b)];
            (0..width).flat_map(|a| (0..width).map(move |b| (a, b))).map(|(a, b)| cell(a, b)).sum()
        });
        let name = read.names[at].clone();
        let is_boundless = found.at[at].abs() > BOUNDLESS;
        if is_boundless {
            read.warnings.push(Warning::Separated(name.clone()));
        }
        let se = variance.filter(|v: &f64| *v > 0.0 && !is_boundless).map(f64::sqrt);
        estimates.push(Coefficient { name, estimate: Estimate::normal(value, se, level) });
    }
    estimates
}

fn read(rows: &Rows, groups: &[Option<u64>], points: usize) -> Result<Read, CannotSay> {
    if groups.len() != rows.outcome.len() {
        return Err(CannotSay::uneven(rows.outcome.len(), groups.len()));
    }
    let all = rows.design.names();
    let Usable { x, y, weights, offset, rows, basis, mut warnings } = rows.usable()?;
    let places: Vec<usize> = (0..rows.len()).filter(|at| groups[rows[*at]].is_some()).collect();
    let (mut x, y) = (x.select_rows(&places), y.select_rows(&places));
    let (totals, offset) = (weights.select_rows(&places), offset.select_rows(&places));
    check(y.as_slice(), totals.as_slice())?;
    let (kept, left_out) = needed_columns(&x, &totals);
    warnings.extend(left_out.iter().map(|column| Warning::LeftOut(all[*column].clone())));
    if kept.is_empty() || places.len() <= kept.len() {
        return Err(CannotSay::too_few(places.len(), kept.len() + 1, "complete rows"));
    }
    x = x.select_columns(&kept);
    let is_constant = |at: usize| x.column(at).iter().all(|value| *value == x[(0, at)]);
    let constant = (0..kept.len()).find(|at| is_constant(*at));
    let (mut means, mut scales) = (Vec::new(), Vec::new());
    for (at, mut column) in x.column_iter_mut().enumerate() {
        let mean = if constant.is_some() && constant != Some(at) { column.mean() } else { 0.0 };
        column.add_scalar_mut(-mean);
        let scale = (column.norm_squared() / column.len() as f64).sqrt();
        column /= scale;
        means.push(mean);
        scales.push(scale);
    }
    if let (Some(constant), true) = (constant, scales.iter().all(|scale| *scale > 0.0)) {
        // The constant carries the middles, so its own sign must be kept.
        let first = x[(0, constant)];
        x.column_mut(constant).fill(1.0);
        scales[constant] *= first.signum();
    }
    let (mut labels, mut members): (Vec<u64>, Vec<Group>) = (Vec::new(), Vec::new());
    let mut numbers = std::collections::HashMap::new();
    for (at, place) in places.iter().enumerate() {
        let Some(label) = groups[rows[*place]] else { continue };
        let number = *numbers.entry(label).or_insert_with(|| {
            labels.push(label);
            members.push(Group::default());
            labels.len() - 1
        });
        let columns: Vec<f64> = x.row(at).iter().copied().collect();
        members[number].push(&columns, y[at] * totals[at], totals[at], offset[at]);
    }
    if labels.len() < 2 {
        return Err(CannotSay::too_few(labels.len(), 2, "groups"));
    }
    if labels.len() < 10 {
        warnings.push(Warning::Said(format!(
            "There are only {} groups, so how much they differ is uncertain.",
            labels.len()
        )));
    }
    Ok(Read {
        likelihood: Likelihood::new(members, points),
        names: kept.iter().map(|column| all[*column].clone()).collect(),
        labels,
        means,
        scales,
        constant,
        basis: Basis { used: places.len(), missing: basis.eligible() - places.len() },
        warnings,
    })
}

fn check(shares: &[f64], totals: &[f64]) -> Result<(), CannotSay> {
    if shares.iter().any(|share| !(0.0..=1.0).contains(share)) {
        return Err(CannotSay::because(
            "An outcome is not between nought and one.",
            "Give 1 for yes and 0 for no, or shares with their totals as weights.",
        ));
    }
    let yes: f64 = shares.iter().zip(totals).map(|(share, total)| share * total).sum();
    let all: f64 = totals.iter().sum();
    if yes <= 0.0 || yes >= all {
        return Err(CannotSay::because(
            if yes <= 0.0 { "Every answer is no." } else { "Every answer is yes." },
            "Show the counts: there is nothing to explain.",
        ));
    }
    Ok(())
}

impl MultilevelFinding {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        let integral = match self.integral {
            Integral::Laplace => "Laplace’s approximation".to_owned(),
            Integral::Quadrature(points) => format!("adaptive quadrature with {points} points"),
        };
        format!(
            "Logistic model with a level of its own for each group, maximum likelihood by \
             {integral}. Standard errors: observed curvature. Range: normal, on the log scale; for \
             the median odds ratio on the log scale of the deviation between groups."
        )
    }

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said: Vec<String> = self
            .coefficients
            .iter()
            .filter(|one| one.name != CONSTANT)
            .map(|one| {
                let ratio = one.estimate.ratio();
                match ratio.interval {
                    None => format!("For “{}” no bounded odds can be given.", one.name),
                    Some(range) => format!(
                        "Each step of “{}” multiplies the odds by {:.2} ({:.2} to {:.2} fit).",
                        one.name, ratio.value, range.low, range.high
                    ),
                }
            })
            .collect();
        let range = self.median_odds_ratio.interval.map_or_else(String::new, |range| {
            format!(" ({:.2} to {:.2} fit)", range.low, range.high)
        });
        said.push(format!(
            "Between two groups drawn at random the odds differ by a factor of {:.2}{range} in \
             the middle; {} of the variance lies between the {} groups. Rests on {} rows; {} more \
             could not be used.",
            self.median_odds_ratio.value,
            percent(self.share_between),
            self.groups.len(),
            self.basis.used,
            self.basis.missing
        ));
        said.join(" ")
    }
}

#[cfg(test)]
#[path = "multilevel/tests.rs"]
mod tests;
