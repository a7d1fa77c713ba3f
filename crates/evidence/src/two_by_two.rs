//! Do two groups differ in a yes-or-no answer, when there are few? Fisher's exact test.
//!
//! Source: Fisher (1935), The design of experiments (the lady tasting tea). Two-sided by adding all
//! tables no more likely than the one seen, as R does. Assumes both margins as given.

use serde::Serialize;
use statrs::function::factorial::ln_binomial;

use crate::finding::{CannotSay, Warning};
use crate::words::{chance, percent};

/// Two groups and how many of each said yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct TwoByTwo {
    /// Yes and no in the first group.
    pub first: (u64, u64),
    /// Yes and no in the second group.
    pub second: (u64, u64),
}

/// Whether the groups differ by more than chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fisher {
    /// The table.
    pub table: TwoByTwo,
    /// The two-sided probability.
    pub p: f64,
    /// The odds of yes in the first group over the second; nothing where that has no limit.
    pub odds_ratio: Option<f64>,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The largest margin that is enumerated; above it a chi-squared test says the same.
const MOST: u64 = 10_000_000;

/// Fisher's exact test.
///
/// # Errors
/// Says what would be needed where a margin is empty, or so large that exactness adds nothing.
pub fn fisher(table: TwoByTwo) -> Result<Fisher, CannotSay> {
    let ((a, b), (c, d)) = (table.first, table.second);
    let sums = [a.checked_add(b), c.checked_add(d), a.checked_add(c), b.checked_add(d)];
    let [Some(first), Some(second), Some(yes), Some(no)] = sums else {
        return Err(too_many());
    };
    if [first, second, yes, no].contains(&0) {
        return Err(CannotSay::because(
            "A group is empty, or everybody gave the same answer.",
            "Show the counts; there is nothing to compare.",
        ));
    }
    let total = first.checked_add(second).filter(|total| *total <= MOST).ok_or_else(too_many)?;
    let low = yes.saturating_sub(second);
    let high = yes.min(first);
    let whole = ln_binomial(total, yes);
    let ln_p = |k: u64| ln_binomial(first, k) + ln_binomial(second, yes - k) - whole;
    // Tables as likely but for rounding count as equally likely, as in R.
    let seen = ln_p(a) + 1e-7;
    let p: f64 = (low..=high).map(ln_p).filter(|one| *one <= seen).map(f64::exp).sum();
    let (product, other) = (a as f64 * d as f64, b as f64 * c as f64);
    let odds_ratio = (other > 0.0).then(|| product / other);
    let mut warnings = Vec::new();
    if odds_ratio.is_none() || product == 0.0 {
        warnings.push(Warning::Separated("The group".to_owned()));
    }
    Ok(Fisher { table, p: p.clamp(0.0, 1.0), odds_ratio, warnings })
}

fn too_many() -> CannotSay {
    CannotSay::because(
        "There are so many that the exact test adds nothing.",
        "Compare the shares with their ranges.",
    )
}

impl Fisher {
    /// How it was worked out.
    pub const CONVENTION: &str = "Fisher’s exact test, two-sided: all tables no more likely than \
        the one seen, margins as given. Odds ratio from the counts, not conditional.";

    /// Whether they differ, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let share = |of: (u64, u64)| percent(of.0 as f64 / (of.0 + of.1) as f64);
        let verdict =
            if self.p < 0.05 { "more than chance would explain" } else { "this could be chance" };
        format!(
            "{} of the first group and {} of the second said yes: {verdict} ({}).",
            share(self.table.first),
            share(self.table.second),
            chance(self.p)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_lady_tasting_tea() {
        let found = fisher(TwoByTwo { first: (3, 1), second: (1, 3) }).unwrap();
        assert!((found.p - 34.0 / 70.0).abs() < 1e-12);
        assert_eq!(found.odds_ratio, Some(9.0));
        assert_eq!(
            found.sentence(),
            "75% of the first group and 25% of the second said yes: this could be chance (p = 0.49)."
        );
    }

    #[test]
    fn empty_groups_are_refused_and_separation_is_said() {
        assert!(fisher(TwoByTwo { first: (0, 0), second: (1, 3) }).is_err());
        assert!(fisher(TwoByTwo { first: (2, 0), second: (1, 0) }).is_err());
        assert!(fisher(TwoByTwo { first: (u64::MAX, 1), second: (1, 1) }).is_err());
        let apart = fisher(TwoByTwo { first: (5, 0), second: (0, 5) }).unwrap();
        assert_eq!((apart.odds_ratio, apart.warnings.len()), (None, 1));
        assert!((apart.p - 2.0 / 252.0).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn p_is_a_probability(a in 0..200u64, b in 0..200u64, c in 0..200u64, d in 0..200u64) {
            if let Ok(found) = fisher(TwoByTwo { first: (a, b), second: (c, d) }) {
                prop_assert!(found.p > 0.0 && found.p <= 1.0);
            }
        }
    }
}
