//! What do several sites say together? Meta-analysis of one number and its variance from each.
//!
//! Question: what is the effect on average over sites, how much do sites truly differ, and what
//! should the next site expect? Sources: DerSimonian and Laird (1986), Controlled Clinical Trials
//! 7(3); REML by Fisher scoring as in metafor (Viechtbauer 2005, J. Educ. Behav. Stat. 30(3));
//! Knapp and Hartung (2003), Statistics in Medicine 22; prediction: Higgins et al. (2009), JRSS A
//! 172(1). Assumes that sites are independent and that their own variances are known.

use serde::Serialize;

use crate::distributions::chi_squared_above;
use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::words::percent;

/// How true differences between sites are estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Between {
    /// Not at all: every site is taken to have the same effect.
    Fixed,
    /// DerSimonian and Laird's moments.
    DerSimonianLaird,
    /// Restricted maximum likelihood.
    Reml,
}

/// How the range of the average is worked out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Range {
    /// From the normal distribution.
    Normal,
    /// Knapp and Hartung's: from the spread seen, with Student's t. Wider for few sites.
    KnappHartung,
}

/// What the sites say together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pooled {
    /// The average effect.
    pub estimate: Estimate,
    /// The variance of true effects between sites.
    pub between_variance: f64,
    /// The share of the spread seen that true differences make up.
    pub i_squared: f64,
    /// The spread seen over the spread by chance.
    pub h_squared: f64,
    /// Cochran's Q: the spread seen, in units of chance.
    pub q: f64,
    /// The probability of a Q at least as large if all sites had the same effect; nothing for one
    /// site.
    pub q_p: Option<f64>,
    /// The effects that the next site may have; nothing where sites are taken to be the same, or
    /// there are fewer than three.
    pub prediction: Option<Interval>,
    /// How true differences were estimated.
    pub between: Between,
    /// How the range was worked out.
    pub range: Range,
    /// How many sites were used and how many could not be.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Pools the sites' effects, given their variances.
pub fn pool(
    effects: &[Option<f64>],
    variances: &[Option<f64>],
    between: Between,
    range: Range,
    level: Level,
) -> Result<Pooled, CannotSay> {
    if effects.len() != variances.len() {
        return Err(CannotSay::uneven(effects.len(), variances.len()));
    }
    let sites = Sites::read(effects, variances);
    let count = sites.effects.len();
    let basis = Basis { used: count, missing: effects.len() - count };
    if count == 0 {
        return Err(CannotSay::too_few(0, 1, "sites with an effect and its variance"));
    }
    let mut warnings = Vec::new();
    if count < 5 {
        warnings.push(Warning::Said(format!(
            "There are {count} sites: how much sites differ is hardly known."
        )));
    }
    let fixed = sites.average(0.0);
    let q = sites.spread(&fixed, 0.0);
    let freedom = (count - 1) as f64;
    let (between_variance, is_settled) = match between {
        _ if count == 1 => (0.0, true),
        Between::Fixed => (0.0, true),
        Between::DerSimonianLaird => (sites.moments(q), true),
        Between::Reml => sites.restricted(q),
    };
    if !is_settled {
        warnings.push(Warning::NotSettled);
    }
    let average = sites.average(between_variance);
    let estimate = sites.estimate(&average, between_variance, range, level);
    let (i_squared, h_squared) = match between {
        Between::Fixed if count > 1 => (((q - freedom) / q).max(0.0), q / freedom),
        _ if count > 1 => {
            let typical = sites.typical_variance();
            let whole = between_variance + typical;
            (between_variance / whole, whole / typical)
        }
        _ => (0.0, 1.0),
    };
    let found = [estimate.value, q, i_squared, h_squared, between_variance];
    if found.iter().any(|one| !one.is_finite()) {
        return Err(CannotSay::because(
            "The numbers are too big, or the variances too small, to be pooled.",
            "Give effects in bigger units and check the variances.",
        ));
    }
    Ok(Pooled {
        estimate,
        between_variance,
        i_squared,
        h_squared,
        q,
        q_p: (count > 1).then(|| chi_squared_above(q, freedom)),
        prediction: prediction(&estimate, between_variance, (between, count), level),
        between,
        range,
        basis,
        warnings,
    })
}

/// Where the next site's effect may lie: the range of the average, widened by true differences.
fn prediction(
    estimate: &Estimate,
    between_variance: f64,
    (between, count): (Between, usize),
    level: Level,
) -> Option<Interval> {
    if between == Between::Fixed || count < 3 {
        return None;
    }
    let limit = match estimate.df {
        Some(df) => level.student(df)?,
        None => level.z(),
    };
    let half = limit * (estimate.se?.powi(2) + between_variance).sqrt();
    Some(Interval { low: estimate.value - half, high: estimate.value + half, level })
}

struct Sites {
    effects: Vec<f64>,
    variances: Vec<f64>,
}

struct Average {
    value: f64,
    weight: f64,
}

impl Sites {
    fn read(effects: &[Option<f64>], variances: &[Option<f64>]) -> Sites {
        let is_usable = |(effect, variance): &(f64, f64)| {
            effect.is_finite() && variance.is_finite() && *variance > 0.0
        };
        let (effects, variances) = effects
            .iter()
            .zip(variances)
            .filter_map(|(effect, variance)| Some(((*effect)?, (*variance)?)))
            .filter(is_usable)
            .unzip();
        Sites { effects, variances }
    }

    fn weights(&self, between: f64) -> impl Iterator<Item = f64> {
        self.variances.iter().map(move |variance| 1.0 / (variance + between))
    }

    fn average(&self, between: f64) -> Average {
        let weight: f64 = self.weights(between).sum();
        let sum: f64 = self.weights(between).zip(&self.effects).map(|(w, y)| w * y).sum();
        Average { value: sum / weight, weight }
    }

    /// The weighted squared distances from the average.
    fn spread(&self, average: &Average, between: f64) -> f64 {
        let square = |(w, y): (f64, &f64)| w * (y - average.value).powi(2);
        self.weights(between).zip(&self.effects).map(square).sum()
    }

    fn powers(&self, between: f64) -> (f64, f64, f64) {
        self.weights(between)
            .fold((0.0, 0.0, 0.0), |(a, b, c), w| (a + w, b + w * w, c + w * w * w))
    }

    fn moments(&self, q: f64) -> f64 {
        let (sum, squares, _) = self.powers(0.0);
        ((q - (self.effects.len() - 1) as f64) / (sum - squares / sum)).max(0.0)
    }

    /// By restricted likelihood; the second says whether it settled.
    fn restricted(&self, q: f64) -> (f64, bool) {
        let mut between = self.moments(q);
        for _ in 0..200 {
            let (sum, squares, cubes) = self.powers(between);
            let average = self.average(between);
            let bent: f64 = self
                .weights(between)
                .zip(&self.effects)
                .map(|(w, y)| (w * (y - average.value)).powi(2))
                .sum();
            let trace = sum - squares / sum;
            let information = squares - 2.0 * cubes / sum + (squares / sum).powi(2);
            let next = (between + (bent - trace) / information).max(0.0);
            let moved = (next - between).abs();
            between = next;
            if moved <= 1e-12 * between.max(1e-12) || !between.is_finite() {
                return (between, between.is_finite());
            }
        }
        (between, false)
    }

    /// The variance of a typical site (Higgins and Thompson 2002).
    fn typical_variance(&self) -> f64 {
        let (sum, squares, _) = self.powers(0.0);
        (self.effects.len() - 1) as f64 * sum / (sum * sum - squares)
    }

    fn estimate(&self, average: &Average, between: f64, range: Range, level: Level) -> Estimate {
        let freedom = (self.effects.len() - 1) as f64;
        match range {
            Range::KnappHartung if freedom > 0.0 => {
                let se = (self.spread(average, between) / (freedom * average.weight)).sqrt();
                Estimate::student(average.value, Some(se), freedom, level)
            }
            _ => Estimate::normal(average.value, Some(average.weight.sqrt().recip()), level),
        }
    }
}

impl Pooled {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> String {
        let between = match self.between {
            Between::Fixed => "all sites taken to have the same effect",
            Between::DerSimonianLaird => "differences between sites by DerSimonian and Laird",
            Between::Reml => "differences between sites by restricted maximum likelihood",
        };
        let range = match self.range {
            Range::Normal => "normal",
            Range::KnappHartung => "Knapp and Hartung’s, Student’s t with sites − 1",
        };
        format!(
            "Meta-analysis, {between}. Range: {range}; the prediction for the next site uses the \
             same distribution."
        )
    }

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let sites = match self.basis.used {
            1 => "1 site".to_owned(),
            many => format!("{many} sites"),
        };
        let mut said = format!("Over {sites} the effect is {:.2} on average", self.estimate.value);
        if let Some(range) = self.estimate.interval {
            said += &format!(" ({:.2} to {:.2} fit)", range.low, range.high);
        }
        said.push('.');
        if self.basis.used > 1 && self.between != Between::Fixed {
            said += &format!(
                " {} of the spread between sites is more than chance.",
                percent(self.i_squared)
            );
        }
        if let Some(next) = self.prediction {
            said += &format!(
                " At the next site the effect may lie between {:.2} and {:.2}.",
                next.low, next.high
            );
        }
        if self.basis.missing > 0 {
            said += &format!(" {} more sites could not be used.", self.basis.missing);
        }
        said
    }
}

#[cfg(test)]
#[path = "pooling/tests.rs"]
mod tests;
