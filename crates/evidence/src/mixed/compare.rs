//! Is the larger of two mixed models better by more than chance? The likelihood ratio.
//!
//! Source: Wilks (1938), Annals of Mathematical Statistics 9(1). Where the larger model lets more
//! vary between groups the true probability is smaller than the one shown, because a variance
//! cannot be below nought (Self and Liang 1987, JASA 82(398)): the test is then cautious.

use serde::Serialize;

use super::{Criterion, MixedFit};
use crate::distributions::chi_squared_above;
use crate::finding::CannotSay;

/// Two models of the same rows compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// By how much minus twice the log-likelihood falls.
    pub chi_squared: f64,
    /// How many numbers the larger model has more.
    pub df: usize,
    /// The probability of a fall at least as large if the smaller model were true.
    pub p: f64,
    /// Whether the larger model lets more vary between groups, so that `p` is cautious.
    pub is_cautious: bool,
}

/// Compares a model with a larger one that holds it.
pub fn compare(smaller: &MixedFit, larger: &MixedFit) -> Result<Comparison, CannotSay> {
    let refuse = |why: &str, instead: &str| Err(CannotSay::because(why, instead));
    if smaller.criterion != larger.criterion || smaller.basis != larger.basis {
        return refuse(
            "The two models do not rest on the same rows and criterion.",
            "Fit both to the same complete rows by maximum likelihood.",
        );
    }
    if smaller.criterion == Criterion::Reml && smaller.names != larger.names {
        return refuse(
            "Restricted likelihoods of models with different columns cannot be compared.",
            "Fit both by maximum likelihood.",
        );
    }
    let is_held = smaller.names.iter().all(|name| larger.names.contains(name));
    if !is_held || smaller.parameters >= larger.parameters {
        return refuse(
            "The second model does not hold the first.",
            "Compare models where one only adds to the other, or compare their AIC.",
        );
    }
    let chi_squared = (smaller.deviance - larger.deviance).max(0.0);
    let df = larger.parameters - smaller.parameters;
    let is_cautious = df > larger.names.len() - smaller.names.len();
    Ok(Comparison { chi_squared, df, p: chi_squared_above(chi_squared, df as f64), is_cautious })
}

impl Comparison {
    /// The comparison in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = if self.p < 0.05 {
            "The larger model fits better than chance alone would let it"
        } else {
            "The larger model fits no better than chance could make it"
        };
        let caution = if self.is_cautious { " The test is on the cautious side." } else { "" };
        format!("{verdict} (p = {}).{caution}", crate::words::probability(self.p))
    }
}
