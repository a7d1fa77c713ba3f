//! Who answered and who did not, and how much each who answered must stand for.
//!
//! Source: Seaman and White (2013), "Review of inverse probability weighting for dealing with
//! missing data", Stat Methods Med Res 22. A logistic model tells how likely each person was to
//! answer; one who answered counts for 1 over that. Assumes that people with the same values of
//! the model's columns answer regardless of how they fared.

use serde::Serialize;

use super::effects::MOST_GROUPS;
use super::study::Study;
use crate::finding::{CannotSay, Warning};
use crate::glm::{self, Family};
use crate::interval::Level;
use crate::linear::{Coefficient, Rows};
use crate::proportion::{Proportion, wilson};
use crate::words::{percent, rounded};

/// A difference of this many deviations between answerers and others is worth naming.
const NOTABLE: f64 = 0.1;
/// Beyond this weight one person stands for too many.
const HEAVY: f64 = 20.0;

/// Who answered and who did not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answering {
    /// Everybody.
    pub all: Proportion,
    /// Each arm or group, by name.
    pub by_group: Vec<(String, Proportion)>,
    /// How those who answered differ from those who did not.
    pub differences: Vec<Difference>,
    /// The weights; nothing where none were used.
    pub weights: Option<Weighting>,
    /// The model of who answered; empty where there is none.
    pub model: Vec<Coefficient>,
}

/// One column of those who answered, beside the others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Difference {
    /// The column.
    pub column: String,
    /// The mean of those who answered.
    pub answered: f64,
    /// The mean of those who did not.
    pub others: f64,
    /// The difference in deviations of everybody; nothing without spread.
    pub standardised: Option<f64>,
}

/// How unevenly those who answered count.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weighting {
    /// The smallest weight.
    pub least: f64,
    /// The largest weight.
    pub most: f64,
    /// The number of equally weighted people who would tell as much (Kish).
    pub effective: f64,
}

/// Weights for every row, with the answers of those who can be weighted.
pub(super) struct Weighted {
    /// Nought for those who did not answer or cannot be weighted.
    pub(super) weights: Vec<f64>,
    /// Empty for the same.
    pub(super) after: Vec<Option<f64>>,
    pub(super) weighting: Weighting,
    pub(super) model: Vec<Coefficient>,
    pub(super) warnings: Vec<Warning>,
}

/// One over the chance of answering, for those who did.
pub(super) fn weights(study: &Study, after: &[Option<f64>]) -> Result<Weighted, CannotSay> {
    let answered: Vec<Option<f64>> =
        after.iter().map(|value| Some(f64::from(value.is_some()))).collect();
    let design = study.design(&study.predictors(), true)?;
    let fit = glm::fit(&Rows::new(&design, &answered), Family::Logistic)?;
    let mut weights = vec![0.0; after.len()];
    let mut kept = vec![None; after.len()];
    for (row, chance) in fit.rows.iter().zip(&fit.fitted) {
        if after[*row].is_some() {
            weights[*row] = study.survey[*row] / chance;
            kept[*row] = after[*row];
        }
    }
    let used: Vec<f64> = weights.iter().copied().filter(|weight| *weight > 0.0).collect();
    let weighting = Weighting::of(&used)
        .ok_or_else(|| CannotSay::too_few(used.len(), 1, "people who answered"))?;
    let mut warnings = fit.warnings.clone();
    let lost = after.iter().flatten().count() - kept.iter().flatten().count();
    if lost > 0 {
        warnings.push(Warning::Said(format!(
            "Left out for want of a column that tells who answers: {lost} of those who answered."
        )));
    }
    // Weights of a survey may all be big: what counts is how many average people one stands for.
    let average = study.survey.iter().sum::<f64>() / study.survey.len() as f64;
    let heaviest = weighting.most / average;
    if heaviest > HEAVY {
        warnings.push(Warning::Said(format!(
            "One person stands for up to {heaviest:.0} others: the result leans on few."
        )));
    }
    Ok(Weighted { weights, after: kept, weighting, model: fit.coefficients(Level::P95), warnings })
}

impl Weighting {
    fn of(weights: &[f64]) -> Option<Weighting> {
        let sum: f64 = weights.iter().sum();
        let squares: f64 = weights.iter().map(|weight| weight * weight).sum();
        Some(Weighting {
            least: weights.iter().copied().reduce(f64::min)?,
            most: weights.iter().copied().reduce(f64::max)?,
            effective: sum * sum / squares,
        })
    }
}

/// Counts and differences; the weights are added by the design that uses them.
pub(super) fn answering(study: &Study, after: &[Option<f64>]) -> Result<Answering, CannotSay> {
    let share = |rows: &[usize]| {
        let answered = rows.iter().filter(|row| after[**row].is_some()).count();
        wilson(answered as u64, rows.len() as u64, Level::P95)
    };
    let everybody: Vec<usize> = (0..study.rows()).collect();
    let mut by_group = Vec::new();
    for (name, is_in) in study.arms() {
        let rows: Vec<usize> = everybody.iter().copied().filter(|row| is_in[*row]).collect();
        by_group.push((name, share(&rows)));
    }
    for subgroup in &study.plan.subgroups {
        let groups = study.groups(&subgroup.column)?;
        let is_listed = groups.len() <= MOST_GROUPS;
        for (value, rows) in groups.into_iter().filter(|_| is_listed) {
            by_group.push((format!("{} {value}", subgroup.column), share(&rows)));
        }
    }
    let mut differences = Vec::new();
    for column in study.predictors() {
        if study.table.is_numeric(&column)? {
            differences.extend(difference(&column, &study.table.numbers(&column)?, after));
        }
    }
    let all = share(&everybody);
    Ok(Answering { all, by_group, differences, weights: None, model: Vec::new() })
}

fn difference(column: &str, values: &[Option<f64>], after: &[Option<f64>]) -> Option<Difference> {
    let of = |wanted: bool| -> Vec<f64> {
        let pairs = values.iter().zip(after);
        pairs.filter(|(_, after)| after.is_some() == wanted).filter_map(|(v, _)| *v).collect()
    };
    let (answered, others) = (of(true), of(false));
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    if answered.is_empty() || others.is_empty() {
        return None;
    }
    let all: Vec<f64> = answered.iter().chain(&others).copied().collect();
    let centre = mean(&all);
    let squares: f64 = all.iter().map(|value| (value - centre).powi(2)).sum();
    let sd = (squares / (all.len() - 1) as f64).sqrt();
    let (answered, others) = (mean(&answered), mean(&others));
    let standardised = (sd > 0.0).then(|| (answered - others) / sd);
    Some(Difference { column: column.to_owned(), answered, others, standardised })
}

impl Answering {
    /// Who answered, a line each.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![format!("Everybody: {}", self.all.sentence())];
        lines.extend(self.by_group.iter().map(|(name, share)| {
            let rate = share.share.map_or("nobody there".to_owned(), percent);
            format!("{name}: {} of {} ({rate})", share.count, share.total)
        }));
        for one in &self.differences {
            let deviations = one.standardised.unwrap_or(0.0);
            let remark = if deviations.abs() >= NOTABLE { "; they differ" } else { "" };
            lines.push(format!(
                "{}: {} for those who answered, {} for the others ({} deviations{remark})",
                one.column,
                rounded(one.answered, 2),
                rounded(one.others, 2),
                rounded(deviations, 2)
            ));
        }
        if let Some(weights) = &self.weights {
            lines.push(format!(
                "Weights from {} to {}; they tell as much as {:.0} people with equal weights.",
                rounded(weights.least, 2),
                rounded(weights.most, 2),
                weights.effective
            ));
        }
        lines
    }

    /// Whether somebody did not answer.
    #[must_use]
    pub fn is_incomplete(&self) -> bool {
        self.all.count < self.all.total
    }

    /// The column in which answerers differ most from the others, in words.
    #[must_use]
    pub fn biggest_difference(&self) -> Option<String> {
        let size = |one: &&Difference| one.standardised.unwrap_or(0.0).abs();
        let biggest = self.differences.iter().max_by(|a, b| size(a).total_cmp(&size(b)))?;
        (size(&biggest) >= NOTABLE).then(|| {
            format!(
                "those who answered differ from those who did not, most in “{}” ({} against {})",
                biggest.column,
                rounded(biggest.answered, 2),
                rounded(biggest.others, 2)
            )
        })
    }
}
