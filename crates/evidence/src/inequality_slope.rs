//! How far apart are the most and the least deprived? Slope and relative index of inequality.
//!
//! Sources: Low and Low (2004), "Measuring the gap", Journal of Public Health 26; UKHSA's SII. Each
//! group, most deprived first, stands at the middle of its share of all people; a weighted line
//! runs through. UKHSA simulates the limits; here they are worked out (delta method; Fieller for
//! the ratio), and agree with its 100,000 repetitions. Assumes that the line is straight.

use serde::Serialize;

use crate::finding::{CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::line::{Covariance, Line, line};
use crate::words::rounded;

/// What the values are; it decides the scale of their standard errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Values {
    /// Any number, such as years of life.
    Numbers,
    /// Rates above nought: standard errors are of the logarithm.
    Rates,
    /// Shares between nought and one: standard errors are of the logit.
    Shares,
}

/// On which scale the line is straight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Straight {
    /// On the scale of the values.
    Plain,
    /// On the logarithm of rates, the logit of shares.
    Transformed,
}

/// Groups of people, the most deprived first.
#[derive(Debug, Clone, Copy)]
pub struct Groups<'a> {
    /// How many people.
    pub populations: &'a [Option<f64>],
    /// Their value.
    pub values: &'a [Option<f64>],
    /// Its standard error, on the scale of [`Values`]; nothing where it is not known.
    pub errors: &'a [Option<f64>],
    /// What the values are.
    pub kind: Values,
}

/// How far apart the ends are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct InequalitySlope {
    /// The difference between the least and the most deprived.
    pub slope_index: Estimate,
    /// The least deprived out of the most deprived; nothing where that is not above nought.
    pub relative_index: Option<Estimate>,
    /// The value of the most deprived.
    pub start: f64,
    /// Where each group stands between 0 and 1.
    pub ranks: Vec<f64>,
    /// On which scale the line is straight.
    pub straight: Straight,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

impl Values {
    fn onto(self, value: f64) -> f64 {
        match self {
            Values::Numbers => value,
            Values::Rates => value.ln(),
            Values::Shares => (value / (1.0 - value)).ln(),
        }
    }

    fn back(self, value: f64) -> f64 {
        match self {
            Values::Numbers => value,
            Values::Rates => value.exp(),
            Values::Shares => 1.0 / (1.0 + (-value).exp()),
        }
    }

    /// By how much a small step on the scale moves the value.
    fn stretch(self, value: f64) -> f64 {
        match self {
            Values::Numbers => 1.0,
            Values::Rates => value,
            Values::Shares => value * (1.0 - value),
        }
    }

    fn is_possible(self, value: f64) -> bool {
        value.is_finite()
            && match self {
                Values::Numbers => true,
                Values::Rates => value > 0.0,
                Values::Shares => value > 0.0 && value < 1.0,
            }
    }

    /// The standard error, on this scale, of a value with these 95 % limits; nothing where a limit
    /// is missing or cannot be.
    #[must_use]
    pub fn error_from_limits(self, low: Option<f64>, high: Option<f64>) -> Option<f64> {
        let (low, high) = (low?, high?);
        let is_range = self.is_possible(low) && self.is_possible(high) && low <= high;
        is_range.then(|| (self.onto(high) - self.onto(low)) / (2.0 * Level::P95.z()))
    }
}

/// The slope and relative index of inequality.
///
/// # Errors
/// Says which group has no people or no possible value.
pub fn inequality_slope(
    groups: &Groups<'_>,
    straight: Straight,
    level: Level,
) -> Result<InequalitySlope, CannotSay> {
    let (populations, values, errors) = complete(groups)?;
    let kind = groups.kind;
    let total: f64 = populations.iter().sum();
    let weights: Vec<f64> = populations.iter().map(|people| people / total).collect();
    let mut reached = 0.0;
    let ranks: Vec<f64> = weights
        .iter()
        .map(|share| {
            reached += share;
            reached - share / 2.0
        })
        .collect();
    let is_plain = straight == Straight::Plain;
    let y: Vec<f64> =
        values.iter().map(|one| if is_plain { *one } else { kind.onto(*one) }).collect();
    let found = line(&ranks, &y, &weights).filter(|_| total.is_finite()).ok_or_else(too_big)?;
    let variances = errors.map(|errors| {
        let own = |(se, value): (&f64, &f64)| {
            let se = if is_plain { se * kind.stretch(*value) } else { *se };
            se * se
        };
        errors.iter().zip(&values).map(own).collect::<Vec<f64>>()
    });
    let covariance = variances.map(|own| found.covariance(&ranks, &weights, &own));
    let ends = Ends { line: &found, covariance, level };
    let (slope_index, relative_index, start) = match straight {
        Straight::Plain => (ends.difference(), ends.ratio(), found.start),
        Straight::Transformed => ends.transformed(kind),
    };
    let is_number = |of: &Estimate| {
        let limits = of.interval.map_or([of.value; 2], |range| [range.low, range.high]);
        limits.iter().chain([&of.value, &of.se.unwrap_or(0.0)]).all(|one| one.is_finite())
    };
    if !(is_number(&slope_index) && start.is_finite()) {
        return Err(too_big());
    }
    let relative_index = relative_index.filter(is_number);
    let mut warnings = Vec::new();
    let mut say = |sentence: &str| warnings.push(Warning::Said(sentence.to_owned()));
    if covariance.is_none() {
        say("A group’s value has no standard error, so no range can be given.");
    }
    if ranks.len() > 10 {
        say("There are more than ten groups: small ones make the slope unsteady.");
    }
    if ranks.len() < 5 {
        say("There are fewer than five groups: whether the line is straight cannot be seen.");
    }
    if relative_index.is_none() {
        say("The most deprived end is not above nought, so there is no relative index.");
    }
    Ok(InequalitySlope { slope_index, relative_index, start, ranks, straight, warnings })
}

fn too_big() -> CannotSay {
    CannotSay::because("The numbers are too big to calculate with.", "Check their units.")
}

type Columns = (Vec<f64>, Vec<f64>, Option<Vec<f64>>);

fn complete(groups: &Groups<'_>) -> Result<Columns, CannotSay> {
    let count = groups.populations.len();
    for other in [groups.values.len(), groups.errors.len()] {
        if other != count {
            return Err(CannotSay::uneven(count, other));
        }
    }
    if count < 3 {
        return Err(CannotSay::too_few(count, 3, "groups"));
    }
    let refuse = |at: usize, what: &str| {
        CannotSay::because(
            format!("Group {} has {what}.", at + 1),
            "Every group is needed to know where the others stand; correct it or join groups.",
        )
    };
    let (mut populations, mut values) = (Vec::new(), Vec::new());
    for at in 0..count {
        let people = groups.populations[at].filter(|one| *one > 0.0 && one.is_finite());
        populations.push(people.ok_or_else(|| refuse(at, "no people above nought"))?);
        let value = groups.values[at].filter(|one| groups.kind.is_possible(*one));
        values.push(value.ok_or_else(|| refuse(at, "no value, or one that cannot be"))?);
        if groups.errors[at].is_some_and(|se| !(se >= 0.0 && se.is_finite())) {
            return Err(refuse(at, "a standard error below nought"));
        }
    }
    Ok((populations, values, groups.errors.iter().copied().collect()))
}

/// The two ends of the line.
struct Ends<'a> {
    line: &'a Line,
    covariance: Option<Covariance>,
    level: Level,
}

impl Ends<'_> {
    fn estimate(&self, value: f64, se: Option<f64>) -> Estimate {
        let interval = se.map(|se| {
            let half = self.level.z() * se;
            Interval { low: value - half, high: value + half, level: self.level }
        });
        Estimate { value, se, interval, df: None, p: None }
    }

    fn difference(&self) -> Estimate {
        self.estimate(self.line.slope, self.covariance.map(|of| of.slope.sqrt()))
    }

    /// The ratio of the ends with Fieller’s limits.
    fn ratio(&self) -> Option<Estimate> {
        let (start, end) = (self.line.start, self.line.start + self.line.slope);
        let value = end / start;
        if !(start > 0.0 && value.is_finite()) {
            return None;
        }
        let Some(of) = self.covariance else { return Some(self.estimate(value, None)) };
        let (of_start, of_end) = (of.along((1.0, 0.0)), of.along((1.0, 1.0)));
        let shared = of.start + of.both;
        let variance = of_end - 2.0 * value * shared + value * value * of_start;
        let se = variance.max(0.0).sqrt() / start;
        let z = self.level.z();
        let share = z * z * of_start / (start * start);
        // Where the start may be nought the ratio has no limits.
        let interval = (share < 1.0).then(|| {
            let middle = value - z * z * shared / (start * start);
            let inner = variance - share * (of_end - shared * shared / of_start.max(1e-300));
            let half = z / start * inner.max(0.0).sqrt();
            let scale = 1.0 - share;
            Interval {
                low: (middle - half) / scale,
                high: (middle + half) / scale,
                level: self.level,
            }
        });
        Some(Estimate { value, se: Some(se), interval, df: None, p: None })
    }

    /// Both indices from a line on the transformed scale; limits by the delta method.
    fn transformed(&self, kind: Values) -> (Estimate, Option<Estimate>, f64) {
        let (start, end) =
            (kind.back(self.line.start), kind.back(self.line.start + self.line.slope));
        let (at_start, at_end) = (kind.stretch(start), kind.stretch(end));
        let se = |along: (f64, f64)| self.covariance.map(|of| of.along(along).max(0.0).sqrt());
        let difference = self.estimate(end - start, se((at_end - at_start, at_end)));
        let value = end / start;
        let of_log = se((at_end / end - at_start / start, at_end / end));
        let interval = of_log.map(|se| {
            let half = self.level.z() * se;
            Interval { low: value * (-half).exp(), high: value * half.exp(), level: self.level }
        });
        let se = of_log.map(|se| se * value);
        let is_ratio = value.is_finite() && start > 0.0;
        let ratio = is_ratio.then_some(Estimate { value, se, interval, df: None, p: None });
        (difference, ratio, start)
    }
}

impl InequalitySlope {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        match self.straight {
            Straight::Plain => {
                "Weighted least squares on mid-ranks, most deprived first; limits from the groups’ \
                 standard errors, Fieller for the ratio."
            }
            Straight::Transformed => {
                "Weighted least squares of logarithms or logits on mid-ranks, most deprived first; \
                 limits by the delta method."
            }
        }
    }

    /// The same in other units; a negative number turns the direction round, and the ratio over.
    #[must_use]
    pub fn times(&self, multiplier: f64) -> InequalitySlope {
        let turned = |of: Estimate, by: &dyn Fn(f64) -> f64, is_turned: bool| {
            let interval = of.interval.map(|range| {
                let (low, high) = (by(range.low), by(range.high));
                let (low, high) = if is_turned { (high, low) } else { (low, high) };
                Interval { low, high, level: range.level }
            });
            Estimate { value: by(of.value), se: None, interval, ..of }
        };
        let is_turned = multiplier < 0.0;
        let mut slope_index = turned(self.slope_index, &|one| one * multiplier, is_turned);
        slope_index.se = self.slope_index.se.map(|se| se * multiplier.abs());
        let relative_index = match is_turned {
            true => self
                .relative_index
                .filter(|of| of.value > 0.0)
                .map(|of| turned(of, &|one| 1.0 / one, true)),
            false => self.relative_index,
        };
        InequalitySlope { slope_index, relative_index, ..self.clone() }
    }

    /// The gap in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let of = &self.slope_index;
        let side = if of.value < 0.0 { "lower" } else { "higher" };
        let gap = rounded(of.value.abs(), 2);
        let base = format!("From the most to the least deprived, values are {gap} {side}");
        match of.interval {
            None => format!("{base}."),
            Some(range) => {
                let (low, high) = (rounded(range.low, 2), rounded(range.high, 2));
                let verdict =
                    if range.contains(0.0) { "; no gap at all fits these numbers too" } else { "" };
                format!("{base} (difference {low} to {high}{verdict}).")
            }
        }
    }
}

#[cfg(test)]
mod tests;
