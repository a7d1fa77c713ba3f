//! How much sooner does it happen with each column? Cox's proportional hazards.
//!
//! Sources: Cox (1972), JRSS B 34(2); ties by Efron (1977), JASA 72(359), as R's `coxph`. Assumes
//! that a column speeds things up by the same factor at all times.

use nalgebra::{DMatrix, DVector};
use serde::Serialize;

use super::Times;
use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::Level;
use crate::linear::{Coefficient, Design, needed_columns, too_big};

const ROUNDS: usize = 60;
/// An effect of so many standard deviations' worth has no upper limit in sight.
const BOUNDLESS: f64 = 12.0;

/// How much sooner it happens with each column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CoxFinding {
    /// The effect of each column kept, as the logarithm of a ratio of hazards.
    pub coefficients: Vec<Coefficient>,
    /// The logarithm of the partial likelihood without any column.
    pub null_log_likelihood: f64,
    /// The same with them.
    pub log_likelihood: f64,
    /// To how many it happened.
    pub events: usize,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// One row in order of time: its columns, and whether it happened.
struct Risks {
    x: DMatrix<f64>,
    happened: Vec<bool>,
    /// Where rows of the same time begin and end, latest first.
    moments: Vec<(usize, usize)>,
}

/// The partial likelihood with slopes and curvature.
struct Partial {
    log: f64,
    slope: DVector<f64>,
    information: DMatrix<f64>,
}

/// Effects of the columns of a design, which needs no constant.
pub fn cox(
    times: &[Option<f64>],
    happened: &[Option<bool>],
    design: &Design,
    level: Level,
) -> Result<CoxFinding, CannotSay> {
    if design.rows() != times.len() {
        return Err(CannotSay::uneven(times.len(), design.rows()));
    }
    let Times { mut rows, mut warnings, .. } = Times::read(times, happened)?;
    let columns: Vec<(&str, &[f64])> = design.columns().collect();
    if let Some(odd) = columns.iter().find(|column| column.1.len() != times.len()) {
        return Err(CannotSay::uneven(times.len(), odd.1.len()));
    }
    if design.not_numbers() > 0 {
        warnings.push(Warning::NotNumbers(design.not_numbers()));
    }
    rows.retain(|row| columns.iter().all(|column| column.1[row.2].is_finite()));
    let basis = Basis { used: rows.len(), missing: times.len() - rows.len() };
    let events = rows.iter().filter(|row| row.1).count();
    if events == 0 {
        return Err(CannotSay::because(
            format!("Among {} complete rows it happened to nobody.", rows.len()),
            "Show how long people have waited so far.",
        ));
    }
    let mut x = DMatrix::from_fn(rows.len(), columns.len(), |at, c| columns[c].1[rows[at].2]);
    for mut column in x.column_iter_mut() {
        let mean = column.mean();
        column.add_scalar_mut(-mean);
    }
    let names: Vec<&str> = columns.iter().map(|column| column.0).collect();
    let kept = kept_columns(&x, &names, &mut warnings)?;
    if events < 10 * kept.len() {
        warnings.push(Warning::Said(format!(
            "It happened {events} times, which is little for {} columns.",
            kept.len()
        )));
    }
    let risks = Risks::new(x.select_columns(&kept), &rows);
    let null = risks.partial(&DVector::zeros(kept.len())).ok_or_else(too_big)?;
    let null_log_likelihood = null.log;
    let (effects, partial, is_settled) = risks.best(null).ok_or_else(too_big)?;
    let covariance = partial.information.clone().cholesky().map(|found| found.inverse());
    let mut is_boundless = false;
    let coefficients = kept
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let name = names[*column].to_owned();
            let spread = (risks.x.column(at).norm_squared() / rows.len() as f64).sqrt();
            if (effects[at] * spread).abs() > BOUNDLESS {
                is_boundless = true;
                warnings.push(Warning::Separated(name.clone()));
                let estimate = Estimate::normal(effects[at], None, level);
                return Coefficient { name, estimate };
            }
            let se = covariance.as_ref().map(|found| found[(at, at)].max(0.0).sqrt());
            Coefficient { name, estimate: Estimate::normal(effects[at], se, level) }
        })
        .collect();
    if !is_settled && !is_boundless {
        warnings.push(Warning::NotSettled);
    }
    let log_likelihood = partial.log;
    Ok(CoxFinding { coefficients, null_log_likelihood, log_likelihood, events, basis, warnings })
}

/// Columns that differ from a constant and from each other, the constant taken out in silence.
fn kept_columns(
    x: &DMatrix<f64>,
    names: &[&str],
    warnings: &mut Vec<Warning>,
) -> Result<Vec<usize>, CannotSay> {
    let whole = x.clone().insert_column(0, 1.0);
    let (kept, left_out) = needed_columns(&whole, &DVector::from_element(x.nrows(), 1.0));
    for column in left_out.iter().filter_map(|column| column.checked_sub(1)) {
        if names[column] != crate::linear::CONSTANT {
            warnings.push(Warning::LeftOut(names[column].to_owned()));
        }
    }
    let kept: Vec<usize> = kept.iter().filter_map(|column| column.checked_sub(1)).collect();
    if kept.is_empty() {
        return Err(CannotSay::because(
            "No column differs between people.",
            "Show the share still waiting over time instead.",
        ));
    }
    Ok(kept)
}

impl Risks {
    fn new(x: DMatrix<f64>, rows: &[(f64, bool, usize)]) -> Risks {
        let mut moments = Vec::new();
        let mut start = 0;
        for same in rows.chunk_by(|one, other| one.0 == other.0) {
            moments.push((start, start + same.len()));
            start += same.len();
        }
        moments.reverse();
        Risks { x, happened: rows.iter().map(|row| row.1).collect(), moments }
    }

    /// Going back in time, so that those at risk only grow.
    fn partial(&self, effects: &DVector<f64>) -> Option<Partial> {
        let width = effects.len();
        let scores = &self.x * effects;
        // Only differences count, so the largest may be nought: no exponential overflows.
        let top = scores.max();
        let mut found = Partial {
            log: 0.0,
            slope: DVector::zeros(width),
            information: DMatrix::zeros(width, width),
        };
        let mut all = Moments::none(width);
        for (start, end) in &self.moments {
            let mut tied = Moments::none(width);
            let mut events = 0.0;
            for row in *start..*end {
                let x = self.x.row(row).transpose();
                let risk = (scores[row] - top).exp();
                all.add(risk, &x);
                if self.happened[row] {
                    tied.add(risk, &x);
                    events += 1.0;
                    found.log += scores[row] - top;
                    found.slope += x;
                }
            }
            for order in 0..events as usize {
                let share = order as f64 / events;
                let weight = all.weight - share * tied.weight;
                let mean = (&all.first - &tied.first * share) / weight;
                let second = (&all.second - &tied.second * share) / weight;
                found.log -= weight.ln();
                found.slope -= &mean;
                found.information += second - &mean * mean.transpose();
            }
        }
        let is_finite = found.log.is_finite()
            && found.slope.iter().chain(found.information.iter()).all(|cell| cell.is_finite());
        is_finite.then_some(found)
    }

    /// Newton's steps, halved where they lead downhill.
    fn best(&self, start: Partial) -> Option<(DVector<f64>, Partial, bool)> {
        let mut effects = DVector::zeros(start.slope.len());
        let mut here = start;
        for _ in 0..ROUNDS {
            let Some(factor) = here.information.clone().cholesky() else {
                return Some((effects, here, false));
            };
            let mut step = factor.solve(&here.slope);
            let gain = step.dot(&here.slope);
            if gain < 1e-18 {
                return Some((effects, here, true));
            }
            let mut next = self.partial(&(&effects + &step));
            let is_worse = |next: &Option<Partial>| {
                next.as_ref().is_none_or(|next| next.log < here.log - 1e-9 * here.log.abs())
            };
            for _ in 0..30 {
                if !is_worse(&next) {
                    break;
                }
                step /= 2.0;
                next = self.partial(&(&effects + &step));
            }
            let Some(next) = next else { return Some((effects, here, false)) };
            effects += &step;
            let is_last = gain < 1e-12;
            here = next;
            if is_last {
                return Some((effects, here, true));
            }
        }
        Some((effects, here, false))
    }
}

/// Sums over those at risk.
struct Moments {
    weight: f64,
    first: DVector<f64>,
    second: DMatrix<f64>,
}

impl Moments {
    fn none(width: usize) -> Moments {
        Moments { weight: 0.0, first: DVector::zeros(width), second: DMatrix::zeros(width, width) }
    }

    fn add(&mut self, risk: f64, x: &DVector<f64>) {
        self.weight += risk;
        self.first.axpy(risk, x, 1.0);
        self.second.ger(risk, x, x, 1.0);
    }
}

impl CoxFinding {
    /// How it was worked out.
    pub const CONVENTION: &str =
        "Cox’s proportional hazards, ties by Efron. Range: normal, on the log scale.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said: Vec<String> = self.coefficients.iter().map(one).collect();
        said.push(format!("It happened {} times. {}", self.events, self.basis.sentence()));
        said.join(" ")
    }
}

fn one(found: &Coefficient) -> String {
    let ratio = found.estimate.ratio();
    match ratio.interval {
        None => format!("For “{}” no bounded factor can be given.", found.name),
        Some(range) => {
            let chance = if range.contains(1.0) { ", so it could be chance" } else { "" };
            format!(
                "For each step of “{}” it happens {:.2} times as fast ({:.2} to {:.2} fit{chance}).",
                found.name, ratio.value, range.low, range.high
            )
        }
    }
}
