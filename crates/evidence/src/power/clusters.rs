//! What it costs that people come in clusters, such as practices or link workers.
//!
//! Source: Donner and Klar (2000), Design and analysis of cluster randomization trials; Eldridge
//! and others (2006), Int J Epidemiol 35, for clusters of unequal size.

use serde::Serialize;

use crate::finding::CannotSay;
use crate::words::rounded;

/// By how much clustering multiplies the people needed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DesignEffect {
    /// The people needed, as a multiple of those needed without clusters.
    pub factor: f64,
    /// How many people a cluster has on average.
    pub size: f64,
    /// How alike people of one cluster are, from 0 to 1.
    pub icc: f64,
    /// The standard deviation of the clusters' sizes over their mean; nought when all are equal.
    pub size_variation: f64,
}

/// The design effect: 1 + ((1 + cv²) m − 1) ρ.
///
/// # Errors
/// Says what would be needed where the numbers cannot be of clusters.
pub fn design_effect(size: f64, icc: f64, size_variation: f64) -> Result<DesignEffect, CannotSay> {
    let is_cluster = size >= 1.0 && size.is_finite() && (0.0..=1.0).contains(&icc);
    let is_spread = size_variation >= 0.0 && size_variation.is_finite();
    if !(is_cluster && is_spread) {
        return Err(CannotSay::because(
            "A cluster has at least one person, and likeness lies between nought and one.",
            "Take the likeness (ICC) from an earlier study, or show several.",
        ));
    }
    let factor = 1.0 + ((1.0 + size_variation * size_variation) * size - 1.0) * icc;
    Ok(DesignEffect { factor, size, icc, size_variation })
}

impl DesignEffect {
    /// How it was worked out.
    pub const CONVENTION: &str = "1 + ((1 + cv²) m − 1) ρ; people needed without clusters times \
        this.";

    /// How many people of a clustered study are worth this many independent ones.
    #[must_use]
    pub fn people(&self, independent: f64) -> f64 {
        independent * self.factor
    }

    /// The cost in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Because people come in clusters of about {}, {} times as many are needed.",
            rounded(self.size, 0),
            rounded(self.factor, 2)
        )
    }
}
