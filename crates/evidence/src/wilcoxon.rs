//! Did more people move up than down, and further? Wilcoxon's signed-rank test.
//!
//! Question: are changes centred on nought, judged by their order and not their size? Source:
//! Wilcoxon (1945), "Individual comparisons by ranking methods", Biometrics Bulletin 1(6), with
//! the normal approximation, a correction for ties and one for continuity. Assumes that changes
//! spread evenly around their centre. It gives no size: show one beside it.

use serde::Serialize;

use crate::distributions::normal_two_sided;
use crate::finding::{Basis, CannotSay, Warning};
use crate::paired::Pair;

/// The ranks of those who moved up, and how likely so many would be by chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SignedRanks {
    /// The sum of the ranks of those who moved up.
    pub v: f64,
    /// How likely a sum at least as far from the middle is by chance, two-sided.
    pub p: f64,
    /// How many did not move; they are not ranked.
    pub unmoved: usize,
    /// On how many it rests, those who did not move among them.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The test for those who answered both times.
pub fn signed_ranks(pairs: &[Pair]) -> Result<SignedRanks, CannotSay> {
    let real = |value: Option<f64>| value.filter(|value| value.is_finite());
    let changes: Vec<f64> = pairs
        .iter()
        .filter_map(|pair| Some(real(pair.after)? - real(pair.before)?))
        .filter(|change| change.is_finite())
        .collect();
    let basis = Basis { used: changes.len(), missing: pairs.len() - changes.len() };
    let mut moved: Vec<f64> = changes.into_iter().filter(|change| *change != 0.0).collect();
    if moved.is_empty() {
        return Err(CannotSay::because(
            "Nobody who answered both times moved up or down.",
            "Report how many answered and that none of them changed.",
        ));
    }
    moved.sort_unstable_by(|one, other| one.abs().total_cmp(&other.abs()));
    let (mut v, mut ties, mut start) = (0.0, 0.0, 0);
    while start < moved.len() {
        let size = moved[start].abs();
        // Decimal answers leave noise in their differences that is not a difference.
        let is_same = |change: &&f64| change.abs() <= size * (1.0 + 1e-9);
        let many = moved[start..].iter().take_while(is_same).count();
        let rank = start as f64 + (many as f64 + 1.0) / 2.0;
        let up = moved[start..start + many].iter().filter(|change| **change > 0.0).count();
        v += rank * up as f64;
        ties += (many as f64).powi(3) - many as f64;
        start += many;
    }
    let many = moved.len() as f64;
    let off = v - many * (many + 1.0) / 4.0;
    let spread = (many * (many + 1.0) * (2.0 * many + 1.0) / 24.0 - ties / 48.0).sqrt();
    let corrected = (off.abs() - 0.5).max(0.0);
    let mut warnings = Vec::new();
    if moved.len() < 10 {
        warnings.push(Warning::Few(moved.len()));
    }
    let p = normal_two_sided(corrected / spread);
    Ok(SignedRanks { v, p, unmoved: basis.used - moved.len(), basis, warnings })
}

impl SignedRanks {
    /// How it was worked out.
    pub const CONVENTION: &str = "Wilcoxon’s signed ranks; no change is not ranked, ties share \
        their rank; normal approximation with corrections for ties and continuity.";

    /// The result in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let moved = self.basis.used - self.unmoved;
        let verdict = if self.p < 0.05 { "is hard to explain by" } else { "could well be" };
        format!(
            "{moved} of {} moved up or down; how they did {verdict} chance (p = {:.3}). {}",
            self.basis.used,
            self.p,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(changes: &[f64]) -> Vec<Pair> {
        changes.iter().map(|c| Pair { before: Some(1.0), after: Some(1.0 + c) }).collect()
    }

    #[test]
    fn ranks_by_hand() {
        // Sizes 1, 1, 2, 3 have ranks 1.5, 1.5, 3, 4; up are 1, 2 and 3.
        let found = signed_ranks(&pairs(&[-1.0, 1.0, 2.0, 3.0, 0.0])).unwrap();
        assert_eq!((found.v, found.unmoved, found.basis.used), (8.5, 1, 5));
        // Middle 5, spread √(4·5·9/24 − 6/48) = √7.375.
        assert!((found.p - normal_two_sided(3.0 / 7.375f64.sqrt())).abs() < 1e-12);
        assert_eq!(found.warnings, [Warning::Few(4)]);
    }

    #[test]
    fn one_person_is_chance_and_nobody_is_refused() {
        assert_eq!(signed_ranks(&pairs(&[2.0])).unwrap().p, 1.0);
        assert!(signed_ranks(&[]).unwrap_err().why.contains("Nobody"));
        assert!(signed_ranks(&pairs(&[0.0, 0.0])).is_err());
        let missing = [Pair { before: None, after: Some(1.0) }];
        assert!(signed_ranks(&missing).is_err());
    }
}
