//! A stepped wedge: every cluster begins without the service and crosses over at its step.
//!
//! Source: Hussey and Hughes (2007), "Design and analysis of stepped wedge cluster randomized
//! trials", Contemporary Clinical Trials 28, closed form for cross-sections. Their power counts the
//! near tail only; swCRTdesign adds the far tail, so `both_tails` is carried beside it.

use serde::Serialize;

use super::is_share;
use crate::finding::CannotSay;
use crate::quantile::{normal, normal_cdf};
use crate::words::percent;

/// A wedge as planned. There is one period more than there are steps.
#[derive(Debug, Clone, PartialEq)]
pub struct Wedge {
    /// How many clusters cross over at each step.
    pub clusters_per_step: Vec<u32>,
    /// How many people are asked in each cluster and period.
    pub people: f64,
    /// The variance of one person’s answer within a cluster and period.
    pub variance_within: f64,
    /// The variance between clusters.
    pub variance_between: f64,
}

/// What the wedge can show.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WedgePower {
    /// How many clusters there are.
    pub clusters: u32,
    /// How many periods there are.
    pub periods: u32,
    /// Cluster-periods with the service: U.
    pub treated: f64,
    /// The squared numbers of treated clusters in each period, added: W.
    pub by_period: f64,
    /// The squared numbers of treated periods in each cluster, added: V.
    pub by_cluster: f64,
    /// The variance of the estimated difference.
    pub variance: f64,
    /// The probability that the difference is seen, near tail only.
    pub power: f64,
    /// The same with the far tail added, as swCRTdesign counts.
    pub both_tails: f64,
}

/// What a wedge can show of a true difference, with a chance `alpha` of a false alarm.
///
/// # Errors
/// Says what would be needed where there is no step, no person or no variance.
pub fn power(wedge: &Wedge, difference: f64, alpha: f64) -> Result<WedgePower, CannotSay> {
    is_share(alpha, "chance of a false alarm")?;
    let steps = &wedge.clusters_per_step;
    let clusters: u32 = steps.iter().sum();
    if steps.is_empty() || clusters == 0 {
        return Err(CannotSay::too_few(0, 2, "clusters that cross over"));
    }
    let is_spread = wedge.variance_within > 0.0 && wedge.variance_between >= 0.0;
    let is_asked = wedge.people > 0.0 && difference.is_finite();
    if !(is_spread && is_asked) {
        return Err(CannotSay::because(
            "People, a variance above nought and a difference are needed.",
            "Take the variances from an earlier study of the same measure.",
        ));
    }
    let periods = steps.len() as u32 + 1;
    let (mut treated, mut by_period, mut by_cluster, mut crossed) = (0.0, 0.0, 0.0, 0.0);
    for (step, count) in steps.iter().enumerate() {
        let periods_with = (steps.len() - step) as f64;
        crossed += f64::from(*count);
        treated += f64::from(*count) * periods_with;
        by_cluster += f64::from(*count) * periods_with * periods_with;
        by_period += crossed * crossed;
    }
    let (i, t) = (f64::from(clusters), f64::from(periods));
    let mean = wedge.variance_within / wedge.people;
    let tau = wedge.variance_between;
    let below = (i * treated - by_period) * mean
        + (treated * treated + i * t * treated - t * by_period - i * by_cluster) * tau;
    let variance = i * mean * (mean + t * tau) / below;
    let limit = normal(1.0 - alpha / 2.0).unwrap_or(1.96);
    if !(variance > 0.0 && variance.is_finite()) {
        return Err(CannotSay::because(
            "All clusters cross over at once, so time and the service cannot be told apart.",
            "Let clusters cross over at two steps or more.",
        ));
    }
    let shift = difference.abs() / variance.sqrt();
    let near = normal_cdf(shift - limit);
    let both_tails = near + normal_cdf(-shift - limit);
    Ok(WedgePower {
        clusters,
        periods,
        treated,
        by_period,
        by_cluster,
        variance,
        power: near,
        both_tails,
    })
}

impl WedgePower {
    /// How it was worked out.
    pub const CONVENTION: &str = "Hussey and Hughes 2007, cross-sections, near tail only; \
        both_tails adds the far tail, as swCRTdesign does.";

    /// What the wedge can show, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "With {} clusters that cross over one after the other in {} periods, a true \
             difference of this size would be seen in {} of studies.",
            self.clusters,
            self.periods,
            percent(self.power)
        )
    }
}
