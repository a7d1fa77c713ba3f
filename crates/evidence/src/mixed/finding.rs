//! A mixed model's result as it is shown: effects, ranges, conventions and a sentence.

use serde::Serialize;

use super::{Criterion, Differences, Freedom, MixedFit};
use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::linear::Coefficient;
use crate::words::percent;

/// What a mixed model found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MixedFinding {
    /// The effect of each column.
    pub coefficients: Vec<Coefficient>,
    /// How the groups differ.
    pub differences: Vec<Differences>,
    /// The variance left within groups.
    pub residual_variance: f64,
    /// The share of the variance between groups; nothing where more than a level varies.
    pub share_between: Option<f64>,
    /// The shares that fit; nothing where groups do not differ.
    pub share_between_interval: Option<Interval>,
    /// The logarithm of the likelihood.
    pub log_likelihood: f64,
    /// What was made as likely as can be.
    pub criterion: Criterion,
    /// How the degrees of freedom were worked out.
    pub freedom: Freedom,
    /// On how many rows it rests.
    pub basis: Basis,
    /// How it was worked out.
    pub convention: String,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

impl MixedFit {
    /// The result as it is shown.
    pub fn finding(&self, freedom: Freedom, level: Level) -> Result<MixedFinding, CannotSay> {
        Ok(MixedFinding {
            coefficients: self.coefficients(freedom, level)?,
            differences: self.differences.clone(),
            residual_variance: self.residual_variance,
            share_between: self.share_between(),
            share_between_interval: self.share_between_interval(level),
            log_likelihood: self.log_likelihood(),
            criterion: self.criterion,
            freedom,
            basis: self.basis,
            convention: convention(self.criterion, freedom, level),
            warnings: self.warnings.clone(),
        })
    }
}

fn convention(criterion: Criterion, freedom: Freedom, level: Level) -> String {
    let fitted = match criterion {
        Criterion::Reml => "restricted maximum likelihood",
        Criterion::MaximumLikelihood => "maximum likelihood",
    };
    let freedom = match freedom {
        Freedom::Satterthwaite => "Satterthwaite’s degrees of freedom",
        Freedom::KenwardRoger => "Kenward and Roger’s standard errors and degrees of freedom",
    };
    format!(
        "Linear mixed model by {fitted}. Range: Student’s t, {}, with {freedom}; for the share \
         between groups normal on the log scale of their deviation. Rows with something missing \
         are left out; nobody is left out for a missing row.",
        percent(level.share())
    )
}

impl MixedFinding {
    /// One column's effect; nothing where it was left out.
    #[must_use]
    pub fn find_effect(&self, name: &str) -> Option<&Estimate> {
        self.coefficients.iter().find(|one| one.name == name).map(|one| &one.estimate)
    }

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let mut said: Vec<String> =
            self.coefficients.iter().filter_map(Coefficient::sentence).collect();
        if let (Some(share), Some(only)) = (self.share_between, self.differences.first()) {
            let range = self.share_between_interval.map_or_else(String::new, |range| {
                format!(" ({} to {} fit)", percent(range.low), percent(range.high))
            });
            said.push(format!(
                "{}{range} of what differs lies between the {} groups of “{}”.",
                percent(share),
                only.groups,
                only.name
            ));
        }
        let (used, missing) = (self.basis.used, self.basis.missing);
        said.push(format!("Rests on {used} rows; {missing} more could not be used."));
        said.join(" ")
    }
}
