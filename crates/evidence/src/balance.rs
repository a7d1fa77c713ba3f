//! Are the groups alike? A balance table of people who were helped and people who were not.
//!
//! Question: for each fact known beforehand, how far apart are the groups, before and after
//! matching or weighting? Sources: Austin (2009), Statistics in Medicine 28; the columns of R's
//! MatchIt, whose spread of a yes-or-no fact is √(p(1 − p)). A difference under 0.1 spreads is
//! usually taken as balanced. It shows what is known; what is not known may still differ.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};

/// The columns, and how much each row counts.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    /// Who was helped.
    pub helped: &'a [Option<bool>],
    /// How much each row counts; without them each counts once.
    pub weights: Option<&'a [f64]>,
    /// The rows of each pair, where there are pairs.
    pub pairs: &'a [(usize, usize)],
}

/// How far apart the groups are in one fact.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnBalance {
    /// The fact.
    pub name: String,
    /// The average of those who were helped.
    pub mean_helped: f64,
    /// The average of the others.
    pub mean_others: f64,
    /// The difference of the averages.
    pub difference: f64,
    /// The difference in spreads of those who were helped, as MatchIt: before any weighting, and
    /// √(p(1 − p)) for a yes-or-no fact; nothing without spread.
    pub standardised: Option<f64>,
    /// The difference in standard deviations (n − 1) of those who were helped.
    pub by_helped_sd: Option<f64>,
    /// The difference in the root of the average of both squared standard deviations (n − 1).
    pub by_pooled_sd: Option<f64>,
    /// The ratio of the variances; nothing for a yes-or-no fact.
    pub variance_ratio: Option<f64>,
    /// The average distance between the groups' cumulative shares.
    pub ecdf_mean: f64,
    /// The greatest distance between the groups' cumulative shares.
    pub ecdf_max: f64,
    /// The average distance within pairs, in the same spreads; nothing without pairs.
    pub pair_distance: Option<f64>,
    /// How many rows of weight have the fact, and how many have not.
    pub basis: Basis,
}

/// How alike the groups are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Balance {
    /// Fact by fact.
    pub columns: Vec<ColumnBalance>,
    /// As how many equal people those who were helped count.
    pub effective_helped: f64,
    /// As how many equal people the others count.
    pub effective_others: f64,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// One row of one fact.
#[derive(Debug, Clone, Copy)]
struct Value {
    of: f64,
    is_helped: bool,
    weight: f64,
}

/// The balance table of named facts.
pub fn balance(facts: &[(&str, &[Option<f64>])], groups: &Groups) -> Result<Balance, CannotSay> {
    let rows = groups.helped.len();
    let lengths = facts.iter().map(|(_, fact)| fact.len());
    let beside = groups.weights.map(<[f64]>::len);
    if let Some(other) = lengths.chain(beside).find(|length| *length != rows) {
        return Err(CannotSay::uneven(rows, other));
    }
    let last = groups.pairs.iter().map(|(one, other)| *one.max(other) + 1).max().unwrap_or(0);
    if last > rows {
        return Err(CannotSay::uneven(rows, last));
    }
    let weight = |row: usize| groups.weights.map_or(1.0, |weights| weights[row]);
    if (0..rows).any(|row| weight(row) < 0.0 || !weight(row).is_finite()) {
        return Err(CannotSay::because(
            "A weight is not a number from nought.",
            "Mend the weights.",
        ));
    }
    let columns: Result<Vec<ColumnBalance>, CannotSay> =
        facts.iter().map(|(name, fact)| one_fact(name, fact, groups)).collect();
    let columns = columns?;
    let effective = |is_helped: bool| {
        let those = (0..rows).filter(|row| groups.helped[*row] == Some(is_helped));
        effective(those.map(weight))
    };
    let far: Vec<&str> = columns
        .iter()
        .filter(|column| column.standardised.is_some_and(|by| by.abs() > 0.1))
        .map(|column| column.name.as_str())
        .collect();
    let mut warnings = Vec::new();
    if !far.is_empty() {
        let said =
            format!("The groups still differ by more than 0.1 spreads in: {}.", far.join(", "));
        warnings.push(Warning::Said(said));
    }
    Ok(Balance {
        columns,
        effective_helped: effective(true),
        effective_others: effective(false),
        warnings,
    })
}

/// As how many equal people weighted ones count: (Σw)² / Σw².
#[must_use]
pub fn effective(weights: impl Iterator<Item = f64>) -> f64 {
    let (sum, squares) = weights.fold((0.0, 0.0), |(s, q), w| (s + w, q + w * w));
    if squares > 0.0 { sum * sum / squares } else { 0.0 }
}

fn one_fact(name: &str, fact: &[Option<f64>], groups: &Groups) -> Result<ColumnBalance, CannotSay> {
    let real = |row: usize| fact[row].filter(|value| value.is_finite());
    let mut values = Vec::new();
    let mut missing = 0;
    for (row, helped) in groups.helped.iter().enumerate() {
        let weight = groups.weights.map_or(1.0, |weights| weights[row]);
        match (real(row), helped) {
            (Some(of), Some(is_helped)) => values.push(Value { of, is_helped: *is_helped, weight }),
            _ => missing += usize::from(weight > 0.0),
        }
    }
    let used = values.iter().filter(|value| value.weight > 0.0).count();
    let side = |is_helped| Side::of(&values, is_helped);
    let (Some(helped), Some(others)) = (side(true), side(false)) else {
        return Err(CannotSay::because(
            format!("One group has nobody whose “{name}” is known."),
            "Leave the fact out, or find out more of that group.",
        ));
    };
    let is_binary = values.iter().all(|value| value.of == 0.0 || value.of == 1.0);
    let difference = helped.mean - others.mean;
    let over = |spread: f64| (spread > 1e-12).then(|| difference / spread);
    let spread = spread(&helped, &others, is_binary);
    let (ecdf_mean, ecdf_max) = match is_binary {
        true => (difference.abs(), difference.abs()),
        false => shares_apart(values),
    };
    let apart: Vec<f64> = groups
        .pairs
        .iter()
        .filter_map(|(one, other)| Some((real(*one)? - real(*other)?).abs()))
        .collect();
    let apart = (!apart.is_empty()).then(|| apart.iter().sum::<f64>() / apart.len() as f64);
    let found = ColumnBalance {
        name: name.to_owned(),
        mean_helped: helped.mean,
        mean_others: others.mean,
        difference,
        standardised: over(spread),
        by_helped_sd: over(helped.plain_variance.sqrt()),
        by_pooled_sd: over(f64::midpoint(helped.plain_variance, others.plain_variance).sqrt()),
        variance_ratio: Some(helped.variance / others.variance)
            .filter(|ratio| !is_binary && ratio.is_finite()),
        ecdf_mean,
        ecdf_max,
        pair_distance: apart.filter(|_| spread > 1e-12).map(|apart| apart / spread),
        basis: Basis { used, missing },
    };
    if found.difference.is_finite() { Ok(found) } else { Err(crate::linear::too_big()) }
}

/// One group's average and spreads.
struct Side {
    mean: f64,
    /// Of the weighted group, as `cov.wt` has it.
    variance: f64,
    /// Of the group as it is, n − 1.
    plain_variance: f64,
    /// The share of a yes-or-no fact in the group as it is.
    plain_mean: f64,
}

impl Side {
    fn of(values: &[Value], is_helped: bool) -> Option<Side> {
        let those = || values.iter().filter(move |value| value.is_helped == is_helped);
        let (many, total) =
            (those().count() as f64, those().map(|value| value.weight).sum::<f64>());
        if total <= 0.0 {
            return None;
        }
        let mean = those().map(|value| value.weight / total * value.of).sum::<f64>();
        let plain_mean = those().map(|value| value.of).sum::<f64>() / many;
        let squares = |value: &Value| value.weight / total * (value.of - mean).powi(2);
        let shares: f64 = those().map(|value| (value.weight / total).powi(2)).sum();
        let plain: f64 = those().map(|value| (value.of - plain_mean).powi(2)).sum();
        Some(Side {
            mean,
            variance: those().map(squares).sum::<f64>() / (1.0 - shares),
            plain_variance: if many > 1.0 { plain / (many - 1.0) } else { 0.0 },
            plain_mean,
        })
    }
}

/// The spread to compare with: that of those who were helped, or of both where they have none.
fn spread(helped: &Side, others: &Side, is_binary: bool) -> f64 {
    let variance = |side: &Side| {
        if is_binary { side.plain_mean * (1.0 - side.plain_mean) } else { side.plain_variance }
    };
    let own = variance(helped).sqrt();
    if own > 1e-8 { own } else { f64::midpoint(variance(helped), variance(others)).sqrt() }
}

/// The average and the greatest distance between the groups' cumulative shares, over the values
/// that occur.
fn shares_apart(mut values: Vec<Value>) -> (f64, f64) {
    let total = |is_helped: bool| -> f64 {
        values.iter().filter(|value| value.is_helped == is_helped).map(|value| value.weight).sum()
    };
    let (helped, others) = (total(true), total(false));
    values.sort_unstable_by(|one, other| one.of.total_cmp(&other.of));
    let (mut apart, mut sum, mut most, mut many) = (0.0f64, 0.0, 0.0f64, 0.0);
    for (at, value) in values.iter().enumerate() {
        apart += if value.is_helped { value.weight / helped } else { -value.weight / others };
        // Equal values are one step.
        if values.get(at + 1).is_none_or(|next| next.of != value.of) {
            sum += apart.abs();
            most = most.max(apart.abs());
            many += 1.0;
        }
    }
    (sum / many, most)
}

impl Balance {
    /// How it was worked out.
    pub const CONVENTION: &str = "Difference of averages over the spread of those who were helped, \
        before matching or weighting; yes-or-no facts by √(p(1 − p)).";

    /// The balance in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let sizes = self
            .columns
            .iter()
            .filter_map(|column| column.standardised.map(|by| (by.abs(), column.name.as_str())));
        match sizes.max_by(|one, other| one.0.total_cmp(&other.0)) {
            None => "Nothing is known that could differ.".to_owned(),
            Some((most, name)) => format!(
                "The groups differ most in “{name}”, by {most:.2} spreads; under 0.10 is usually \
                 taken as alike."
            ),
        }
    }
}

#[cfg(test)]
#[path = "balance/tests.rs"]
mod tests;
