//! Did a series change when something started? Interrupted time series with seasons.
//!
//! Question: by how much did counts, or a rate, step up or down at a date, and did their slope
//! change, given the slope before and the season? Source: Lopez Bernal, Cummins and Gasparrini
//! (2017), "Interrupted time series regression", Int J Epidemiol 46(1). Assumes that the slope
//! before would have gone on and that nothing else happened then. Counts stray further than
//! chance: quasi-Poisson; neighbouring months go together: lingering errors, which hold what they
//! promise, or Newey-West, which with a season and few years are too narrow.

use std::f64::consts::TAU;

use serde::Serialize;

mod lingering;

use crate::finding::{Basis, CannotSay, Estimate, Ratio, Warning};
use crate::glm::{self, Family};
use crate::interval::Level;
use crate::linear::{self, Coefficient, Covariance, Design, Rows};

/// A series in the order of time, one row a period.
#[derive(Debug, Clone, Copy)]
pub struct Series<'a> {
    /// What was counted in each period.
    pub count: &'a [Option<f64>],
    /// Out of how many people (or days); without it, out of one.
    pub out_of: Option<&'a [f64]>,
    /// The first period in which it had started, counted from nought.
    pub starts_at: usize,
}

/// What is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Shape {
    /// Whether the slope may change as well as the level.
    pub has_slope_change: bool,
    /// Pairs of sine and cosine for the season; two are usual, none for no season.
    pub harmonics: usize,
    /// How many periods make a year.
    pub periods_a_year: usize,
    /// Where in the year the first period lies: 1 for January.
    pub first_period: usize,
}

/// How errors are treated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Errors {
    /// Counts stray as chance alone would have it.
    Poisson,
    /// Counts stray further, all by the same factor.
    QuasiPoisson,
    /// The rate for this many people by least squares; errors linger for so many periods.
    Rate {
        /// For how many people the rate is.
        per: f64,
        /// For how many periods errors linger; without it, the classical error.
        lag: Option<usize>,
    },
    /// The rate for this many people by least squares; a share of each error lingers (AR(1)).
    LingeringRate {
        /// For how many people the rate is.
        per: f64,
    },
    /// Counts stray further, and a share of each error lingers (AR(1)).
    LingeringCounts,
}

/// How a series changed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Interruption {
    /// The step: a log rate ratio, or a difference of rates.
    pub step: Estimate,
    /// The step as a rate ratio, range normal; nothing for a rate by least squares.
    pub step_ratio: Option<Ratio>,
    /// The change of the slope for each period; nothing where it may not change.
    pub slope: Option<Estimate>,
    /// The same as a ratio for each period, range normal.
    pub slope_ratio: Option<Ratio>,
    /// Every coefficient: constant, step, time, slope after, season.
    pub coefficients: Vec<Coefficient>,
    /// Pearson's dispersion: how much further counts stray than chance.
    pub dispersion: Option<f64>,
    /// The deviance of a model of counts.
    pub deviance: Option<f64>,
    /// The share of an error that lingers into the next period, where that is fitted.
    pub lingering: Option<f64>,
    /// Durbin and Watson's statistic of a rate: about 2 where months do not go together.
    pub durbin_watson: Option<f64>,
    /// How many periods lie before.
    pub before: usize,
    /// How many periods lie after.
    pub after: usize,
    /// On how many periods it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

const STEP: &str = "step";
const SLOPE: &str = "slope after";
/// With fewer periods on one side a slope is hardly told from chance.
const FEW: usize = 8;
/// With fewer periods on one side nobody can tell how long errors linger, so there is no range.
pub const ENOUGH: usize = 12;

/// The change of a series at the date something started.
pub fn interruption(
    series: &Series,
    shape: &Shape,
    errors: Errors,
    level: Level,
) -> Result<Interruption, CannotSay> {
    check(series, shape)?;
    let design = design(series, shape);
    let mut found = match errors {
        Errors::Rate { per, lag } => rate(series, &design, (per, lag), level)?,
        Errors::Poisson => counts(series, &design, Family::Poisson, level)?,
        Errors::QuasiPoisson => counts(series, &design, Family::QuasiPoisson, level)?,
        Errors::LingeringRate { per } => lingering_rate(series, &design, per, level)?,
        Errors::LingeringCounts => lingering_counts(series, &design, level)?,
    };
    let (before, after) = sides(series);
    let fewest = before.min(after);
    if fewest < ENOUGH && found.lingering.is_some() {
        found.withhold_ranges(fewest);
    }
    let named =
        |name: &str| found.coefficients.iter().find(|one| one.name == name).map(|one| one.estimate);
    let step = named(STEP).ok_or_else(|| linear::not_there(STEP))?;
    let slope = named(SLOPE);
    let is_count = found.dispersion.is_some() || found.deviance.is_some();
    let ratio = |of: Estimate| match errors {
        Errors::LingeringCounts => of.ratio(),
        _ => Estimate::normal(of.value, of.se, level).ratio(),
    };
    let mut warnings = found.warnings;
    warnings.extend(shape.warning());
    if fewest < FEW {
        warnings.push(Warning::Said(format!(
            "There are only {fewest} periods on one side: the slope there is hardly told from \
             chance."
        )));
    }
    if errors == Errors::Poisson && found.dispersion.is_some_and(|found| found > 1.5) {
        warnings.push(Warning::Said(
            "Counts stray further than chance: the range is too narrow. Use quasi-Poisson."
                .to_owned(),
        ));
    }
    Ok(Interruption {
        step,
        step_ratio: is_count.then(|| ratio(step)),
        slope,
        slope_ratio: slope.filter(|_| is_count).map(ratio),
        coefficients: found.coefficients,
        dispersion: found.dispersion,
        deviance: found.deviance,
        durbin_watson: found.durbin_watson,
        lingering: found.lingering,
        before,
        after,
        basis: found.basis,
        convention: found.convention,
        warnings,
    })
}

fn check(series: &Series, shape: &Shape) -> Result<(), CannotSay> {
    let rows = series.count.len();
    if let Some(other) = series.out_of.map(<[f64]>::len).filter(|length| *length != rows) {
        return Err(CannotSay::uneven(rows, other));
    }
    let (before, after) = sides(series);
    if before < 2 || after < 2 {
        return Err(CannotSay::because(
            format!("There are {before} periods before the start and {after} after it."),
            "Give at least two on each side; a year on each side is better.",
        ));
    }
    if shape.harmonics > 0 && shape.periods_a_year < 2 {
        return Err(CannotSay::because(
            format!("A year of {} periods has no season.", shape.periods_a_year),
            "Say how many periods make a year: 12 for months.",
        ));
    }
    if shape.harmonics > 0 && 2 * shape.periods_a_year > rows {
        return Err(CannotSay::because(
            format!(
                "A season of {} periods cannot be told in a series of {rows}.",
                shape.periods_a_year
            ),
            "Give at least two whole years, or leave the season out.",
        ));
    }
    Ok(())
}

/// How many periods have a count before and after.
fn sides(series: &Series) -> (usize, usize) {
    let start = series.starts_at.min(series.count.len());
    let (before, after) = series.count.split_at(start);
    let counted = |side: &[Option<f64>]| side.iter().flatten().filter(|c| c.is_finite()).count();
    (counted(before), counted(after))
}

fn design(series: &Series, shape: &Shape) -> Design {
    let rows = series.count.len();
    let column = |of: &dyn Fn(usize) -> f64| (0..rows).map(of).collect::<Vec<f64>>();
    let has_started = |row: usize| f64::from(row >= series.starts_at);
    let since = |row: usize| (row + 1).saturating_sub(series.starts_at) as f64;
    let mut design = Design::with_constant(rows)
        .numbers(STEP, &column(&has_started))
        .numbers("time", &column(&|row| (row + 1) as f64));
    if shape.has_slope_change {
        design = design.numbers(SLOPE, &column(&|row| has_started(row) * since(row)));
    }
    for turn in 1..=shape.told_harmonics() {
        let place = |row: usize| ((shape.first_period + row) % shape.periods_a_year) as f64;
        let angle = |row: usize| TAU * turn as f64 * place(row) / shape.periods_a_year as f64;
        // At half the periods of a year the sine is nought everywhere but for rounding.
        if 2 * turn < shape.periods_a_year {
            design =
                design.numbers(&format!("season sine {turn}"), &column(&|row| angle(row).sin()));
        }
        design = design.numbers(&format!("season cosine {turn}"), &column(&|row| angle(row).cos()));
    }
    design
}

impl Shape {
    /// The pairs that so few periods a year can tell apart.
    fn told_harmonics(&self) -> usize {
        self.harmonics.min(self.periods_a_year / 2)
    }

    fn warning(&self) -> Option<Warning> {
        let told = self.told_harmonics();
        (told < self.harmonics).then(|| {
            Warning::Said(format!(
                "With {} periods a year the season has {told} instead of {} waves.",
                self.periods_a_year, self.harmonics
            ))
        })
    }
}

/// What both kinds of model give.
struct Fitted {
    coefficients: Vec<Coefficient>,
    dispersion: Option<f64>,
    deviance: Option<f64>,
    durbin_watson: Option<f64>,
    lingering: Option<f64>,
    basis: Basis,
    convention: String,
    warnings: Vec<Warning>,
}

fn counts(
    series: &Series,
    design: &Design,
    family: Family,
    level: Level,
) -> Result<Fitted, CannotSay> {
    // The logarithm of nobody is no number, and such a period counts as missing.
    let offset: Option<Vec<f64>> = series.out_of.map(|all| all.iter().map(|of| of.ln()).collect());
    let rows = Rows { offset: offset.as_deref(), ..Rows::new(design, series.count) };
    let fit = glm::fit(&rows, family)?;
    Ok(Fitted {
        coefficients: fit.coefficients(level),
        dispersion: if family == Family::Poisson { fit.pearson_dispersion } else { fit.dispersion },
        deviance: Some(fit.deviance),
        durbin_watson: None,
        lingering: None,
        basis: fit.basis,
        convention: format!("{} {}", fit.convention(), range_of(family, fit.df)),
        warnings: fit.warnings,
    })
}

/// On what the ranges rest: the step's own, and those of the ratios beside it.
fn range_of(family: Family, df: usize) -> String {
    match family.is_quasi() {
        true => format!(
            "Range of the step: Student’s t, {df} degrees of freedom; of the ratios beside it: \
             normal."
        ),
        false => "Range of ratios: normal.".to_owned(),
    }
}

fn lingering_counts(series: &Series, design: &Design, level: Level) -> Result<Fitted, CannotSay> {
    let offset: Option<Vec<f64>> = series.out_of.map(|all| all.iter().map(|of| of.ln()).collect());
    let rows = Rows { offset: offset.as_deref(), ..Rows::new(design, series.count) };
    let fit = lingering::counts(design, &rows, level)?;
    let how = format!("quasi-Poisson, {}", fit.convention());
    Ok(Fitted { dispersion: Some(fit.variance), ..fit.fitted(how) })
}

fn lingering_rate(
    series: &Series,
    design: &Design,
    per: f64,
    level: Level,
) -> Result<Fitted, CannotSay> {
    let fit = lingering::scores(design, &rates(series, per), level)?;
    let how = match per == 1.0 && series.out_of.is_none() {
        true => format!("Least squares, {}", fit.convention()),
        false => format!("Rate for {per} by least squares, {}", fit.convention()),
    };
    Ok(fit.fitted(how))
}

fn rates(series: &Series, per: f64) -> Vec<Option<f64>> {
    let out_of = |row: usize| series.out_of.map_or(1.0, |all| all[row]);
    let rate = |(row, count): (usize, &Option<f64>)| {
        (*count).filter(|_| out_of(row) > 0.0).map(|count| count / out_of(row) * per)
    };
    series.count.iter().enumerate().map(rate).collect()
}

impl Fitted {
    /// Leaves out what cannot be told of so few periods.
    fn withhold_ranges(&mut self, fewest: usize) {
        for one in &mut self.coefficients {
            one.estimate = Estimate { se: None, interval: None, df: None, p: None, ..one.estimate };
        }
        self.warnings.push(Warning::Said(format!(
            "There are only {fewest} periods on one side. With fewer than {ENOUGH} nobody can \
             tell how long chance lingers, so no range is given."
        )));
    }
}

fn rate(
    series: &Series,
    design: &Design,
    (per, lag): (f64, Option<usize>),
    level: Level,
) -> Result<Fitted, CannotSay> {
    let rates = rates(series, per);
    let fit = linear::fit(&Rows::new(design, &rates))?;
    let covariance = match lag {
        Some(lag) => Covariance::NeweyWest { lag, is_adjusted: false },
        None => Covariance::Classical,
    };
    let mut warnings = fit.warnings.clone();
    if fit.basis.missing > 0 && lag.is_some() {
        warnings.push(Warning::Said(
            "Some periods are missing: those around them are treated as neighbours.".to_owned(),
        ));
    }
    Ok(Fitted {
        coefficients: fit.coefficients(&covariance, level)?,
        dispersion: None,
        deviance: None,
        durbin_watson: fit.durbin_watson(),
        lingering: None,
        basis: fit.basis,
        convention: format!("Rate for {per} by least squares. {}", covariance.convention()),
        warnings,
    })
}

impl Interruption {
    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (size, range, none) = match self.step_ratio {
            Some(ratio) => {
                let side = if ratio.value < 1.0 { "fell" } else { "rose" };
                let share = (ratio.value - 1.0).abs() * 100.0;
                (
                    format!("{side} by {share:.0}%, rate ratio {:.2}", ratio.value),
                    ratio.interval,
                    1.0,
                )
            }
            None => {
                let side = if self.step.value < 0.0 { "fell" } else { "rose" };
                (format!("{side} by {:.1}", self.step.value.abs()), self.step.interval, 0.0)
            }
        };
        let range = match range {
            Some(range) if range.contains(none) => {
                format!("from {:.2} to {:.2} fit, which includes no change", range.low, range.high)
            }
            Some(range) => format!("from {:.2} to {:.2} fit", range.low, range.high),
            None => "how sure that is cannot be worked out".to_owned(),
        };
        format!(
            "When it started the level {size}; {range}. It rests on {} periods before and {} \
             after, and on the slope before going on as it was.",
            self.before, self.after
        )
    }
}

#[cfg(test)]
#[path = "interrupted_series/tests.rs"]
mod tests;
