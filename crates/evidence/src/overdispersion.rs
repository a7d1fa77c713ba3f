//! When areas differ by more than chance everywhere, which still stand out? Additive overdispersion.
//!
//! Sources: Spiegelhalter and others (2012), JRSS A 175; NHS Digital, SHMI methodology (logarithms,
//! the outer tenth at each end left out); Care Quality Commission (square roots, the outer tenth
//! drawn in). DerSimonian and Laird's variance between areas is added to each area's own.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::{Interval, Level};
use crate::words::rounded;

/// Which convention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Convention {
    /// Logarithms; the outer tenth at each end is left out of the variance.
    Shmi,
    /// Square roots; the outer tenth at each end is drawn in to the tenth.
    Cqc,
}

/// Areas, allowing for how much all of them differ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overdispersion {
    /// How many times as far as by chance areas lie apart: 1 is chance alone.
    pub phi: f64,
    /// The variance between areas that is added, on the scale of the convention; nought where
    /// chance alone explains the differences.
    pub tau_squared: f64,
    /// How far each lies from one by chance alone, in standard deviations; nothing where the scale
    /// has no value for it (no events on the logarithm).
    pub unadjusted: Vec<Option<f64>>,
    /// The same with the variance between areas added.
    pub adjusted: Vec<Option<f64>>,
    /// Which convention.
    pub convention: Convention,
    /// How many areas the variance rests on; the rest were left out at the ends.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The share of areas at each end that does not decide how far areas differ.
const ENDS: f64 = 0.1;

/// How far ratios of observed to expected differ beyond chance.
///
/// # Errors
/// Says what would be needed where there are too few areas or nothing is expected.
pub fn overdispersion(
    observed: &[u64],
    expected: &[f64],
    convention: Convention,
) -> Result<Overdispersion, CannotSay> {
    if observed.len() != expected.len() {
        return Err(CannotSay::uneven(observed.len(), expected.len()));
    }
    if !expected.iter().all(|one| *one > 0.0 && one.is_finite()) {
        return Err(CannotSay::because(
            "An expected number is missing or not above nought.",
            "Leave out areas of which nothing can be expected, and say so.",
        ));
    }
    if observed.len() < 3 {
        return Err(CannotSay::too_few(observed.len(), 3, "areas"));
    }
    let on_scale = |at: usize| convention.distance(observed[at] as f64, expected[at]);
    let scores: Vec<f64> = (0..observed.len())
        .map(|at| on_scale(at) / convention.variance(expected[at]).sqrt())
        .collect();
    let mut sorted = scores.clone();
    sorted.sort_unstable_by(f64::total_cmp);
    let (low, high) = (quantile(&sorted, ENDS), quantile(&sorted, 1.0 - ENDS));
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for (score, expected) in scores.iter().zip(expected) {
        let weight = 1.0 / convention.variance(*expected);
        match convention {
            Convention::Shmi if *score > low && *score < high => kept.push((*score, weight)),
            Convention::Shmi => {}
            Convention::Cqc => kept.push((score.clamp(low, high), weight)),
        }
    }
    if kept.len() < 2 {
        return Err(CannotSay::too_few(kept.len(), 2, "areas between the ends"));
    }
    let n = kept.len() as f64;
    let phi = kept.iter().map(|(score, _)| score * score).sum::<f64>() / n;
    let (sum, squares) = kept.iter().fold((0.0, 0.0), |(a, b), (_, w)| (a + w, b + w * w));
    let tau_squared = ((n * phi - (n - 1.0)) / (sum - squares / sum)).max(0.0);
    if !phi.is_finite() || !tau_squared.is_finite() {
        return Err(CannotSay::because(
            "The areas cannot be compared on this scale: too many have no events.",
            "Use square roots, which have a place for no events.",
        ));
    }
    let real = |one: f64| one.is_finite().then_some(one);
    let unadjusted = scores.iter().copied().map(real).collect();
    let adjusted = (0..observed.len())
        .map(|at| real(on_scale(at) / (convention.variance(expected[at]) + tau_squared).sqrt()))
        .collect();
    let basis = Basis { used: kept.len(), missing: observed.len() - kept.len() };
    let warnings = if basis.used < 20 { vec![Warning::Few(basis.used)] } else { Vec::new() };
    Ok(Overdispersion { phi, tau_squared, unadjusted, adjusted, convention, basis, warnings })
}

/// The quantile between the two nearest values (type 7 of R).
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    let part = place - place.floor();
    if part == 0.0 { sorted[below] } else { sorted[below] + part * (sorted[above] - sorted[below]) }
}

impl Convention {
    /// How far a ratio lies from one, on the scale.
    fn distance(self, observed: f64, expected: f64) -> f64 {
        match self {
            Convention::Shmi => (observed / expected).ln(),
            Convention::Cqc => (observed / expected).sqrt() - 1.0,
        }
    }

    /// The variance of that distance by chance.
    fn variance(self, expected: f64) -> f64 {
        match self {
            Convention::Shmi => 1.0 / expected,
            Convention::Cqc => 1.0 / (4.0 * expected),
        }
    }

    /// How it is named in results.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Convention::Shmi => {
                "SHMI: logarithm of the ratio, outer 10% at each end left out of the variance."
            }
            Convention::Cqc => {
                "CQC: square root of the ratio, outer 10% at each end drawn in; limits on the \
                 square-root scale."
            }
        }
    }
}

impl Overdispersion {
    /// The limits for an area of which so many are expected; of the ratio for SHMI, of its square
    /// root for CQC. Nothing where nothing is expected.
    #[must_use]
    pub fn limits(&self, expected: f64, level: Level) -> Option<Interval> {
        if expected.is_nan() || expected <= 0.0 {
            return None;
        }
        let half = level.z() * (self.convention.variance(expected) + self.tau_squared).sqrt();
        let (low, high) = match self.convention {
            Convention::Shmi => ((-half).exp(), half.exp()),
            Convention::Cqc => (1.0 - half, 1.0 + half),
        };
        high.is_finite().then_some(Interval { low, high, level })
    }

    /// How much areas differ beyond chance, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let out = |scores: &[Option<f64>]| {
            scores.iter().flatten().filter(|one| one.abs() > 3.090_232).count()
        };
        if self.tau_squared == 0.0 {
            return "The areas differ no more than chance would have it.".to_owned();
        }
        format!(
            "The areas differ {} times as much as chance would have it. Allowing for that, {} \
             stand far out instead of {}.",
            rounded(self.phi, 1),
            out(&self.adjusted),
            out(&self.unadjusted)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn areas_that_differ_by_chance_need_no_allowance() {
        let observed = [98, 103, 100, 97, 102, 99, 101, 104, 96, 100];
        let found = overdispersion(&observed, &[100.0; 10], Convention::Cqc).unwrap();
        assert_eq!(found.tau_squared, 0.0);
        assert_eq!(found.sentence(), "The areas differ no more than chance would have it.");
        let limits = found.limits(100.0, Level::P95).unwrap();
        assert!((limits.high - 1.0 - 1.959_963_984_5 / 20.0).abs() < 1e-9);
        assert_eq!(found.limits(0.0, Level::P95), None);
    }

    #[test]
    fn areas_that_differ_widely_stand_out_less() {
        let observed = [50, 150, 80, 120, 60, 140, 90, 110, 300, 100];
        let found = overdispersion(&observed, &[100.0; 10], Convention::Shmi).unwrap();
        assert!(found.phi > 4.0 && found.tau_squared > 0.0);
        assert!(found.adjusted[8].unwrap().abs() < found.unadjusted[8].unwrap().abs());
    }

    #[test]
    fn two_areas_no_events_and_nothing_expected_are_said() {
        assert!(overdispersion(&[1, 2], &[1.0, 2.0], Convention::Shmi).is_err());
        assert!(overdispersion(&[1, 2, 3], &[1.0, 2.0, 0.0], Convention::Shmi).is_err());
        assert!(overdispersion(&[0; 9], &[1.0; 9], Convention::Shmi).is_err());
        let none = overdispersion(&[0; 9], &[1.0; 9], Convention::Cqc).unwrap();
        assert!(none.adjusted.iter().all(Option::is_some));
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec((0..500u64, 0.1..500.0f64), 0..30)) {
            let (observed, expected): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
            for convention in [Convention::Shmi, Convention::Cqc] {
                if let Ok(found) = overdispersion(&observed, &expected, convention) {
                    prop_assert!(found.phi.is_finite() && found.tau_squared >= 0.0);
                    prop_assert!(found.adjusted.iter().flatten().all(|one| one.is_finite()));
                }
            }
        }
    }
}
