//! Krippendorff's alpha: do any number of coders agree, on any scale, with codes missing?
//!
//! Source: Krippendorff (2011), "Computing Krippendorff's alpha-reliability". One less the
//! disagreement seen over the disagreement to be expected, from the table of coincidences. A unit
//! that fewer than two coders coded tells nothing and is counted as missing.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::words::rounded;

/// What the codes mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Scale {
    /// Names: any two different codes are as different.
    Nominal,
    /// Ranks: how many codes lie between.
    Ordinal,
    /// Numbers: the difference.
    Interval,
    /// Amounts from nought: the difference out of the sum.
    Ratio,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Scale; 4] = [Scale::Nominal, Scale::Ordinal, Scale::Interval, Scale::Ratio];
}

/// How far coders agree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Krippendorff {
    /// Alpha: 1 is perfect, 0 is chance.
    pub alpha: f64,
    /// What the codes were taken to mean.
    pub scale: Scale,
    /// The disagreement seen.
    pub seen: f64,
    /// The disagreement to be expected by chance.
    pub expected: f64,
    /// How many codes could be compared with another.
    pub codes: usize,
    /// How many units were coded by two or more, and how many were not.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Alpha of codes with one row a coder and one column a unit.
///
/// # Errors
/// Says what would be needed where nothing was coded twice or all codes are the same.
pub fn alpha(coders: &[Vec<Option<f64>>], scale: Scale) -> Result<Krippendorff, CannotSay> {
    let units = coders.first().map_or(0, Vec::len);
    if let Some(other) = coders.iter().find(|one| one.len() != units) {
        return Err(CannotSay::uneven(units, other.len()));
    }
    let code = |coder: &Vec<Option<f64>>, unit: usize| coder[unit].filter(|one| one.is_finite());
    let mut values: Vec<f64> =
        coders.iter().flat_map(|one| (0..units).filter_map(move |at| code(one, at))).collect();
    values.sort_unstable_by(f64::total_cmp);
    values.dedup();
    if scale == Scale::Ratio && values.first().is_some_and(|least| *least < 0.0) {
        return Err(CannotSay::because(
            "An amount cannot be below nought.",
            "Use the interval scale for numbers that can be negative.",
        ));
    }
    let place = |one: f64| values.partition_point(|other| *other < one);
    let mut coincidences: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    let mut basis = Basis { used: 0, missing: 0 };
    let mut codes = 0;
    for unit in 0..units {
        let here: Vec<usize> = coders.iter().filter_map(|one| code(one, unit)).map(place).collect();
        if here.len() < 2 {
            basis.missing += 1;
            continue;
        }
        basis.used += 1;
        codes += here.len();
        let share = 1.0 / (here.len() - 1) as f64;
        for (at, one) in here.iter().enumerate() {
            for (other_at, other) in here.iter().enumerate() {
                if at != other_at {
                    *coincidences.entry((*one, *other)).or_default() += share;
                }
            }
        }
    }
    if basis.used == 0 {
        return Err(CannotSay::too_few(0, 1, "things coded by two or more"));
    }
    let mut margins = vec![0.0; values.len()];
    for ((one, _), share) in &coincidences {
        margins[*one] += share;
    }
    let (seen, expected) = disagreement(&coincidences, &values, &margins, scale);
    let result = 1.0 - (codes as f64 - 1.0) * seen / expected;
    if !result.is_finite() {
        return Err(CannotSay::because(
            "All codes that can be compared are the same.",
            "Agreement is complete, but it cannot be told from chance.",
        ));
    }
    let warnings = if basis.used < 10 { vec![Warning::Few(basis.used)] } else { Vec::new() };
    Ok(Krippendorff { alpha: result, scale, seen, expected, codes, basis, warnings })
}

fn disagreement(
    coincidences: &BTreeMap<(usize, usize), f64>,
    values: &[f64],
    margins: &[f64],
    scale: Scale,
) -> (f64, f64) {
    let mut up_to = vec![0.0; margins.len() + 1];
    for (at, margin) in margins.iter().enumerate() {
        up_to[at + 1] = up_to[at] + margin;
    }
    let apart = |one: usize, other: usize| -> f64 {
        let (low, high) = (one.min(other), one.max(other));
        if low == high {
            return 0.0;
        }
        let (less, more) = (values[low], values[high]);
        let apart = match scale {
            Scale::Nominal => 1.0,
            Scale::Interval => more - less,
            Scale::Ratio => (more - less) / (more + less),
            // Half of each end counts, and all that lies between.
            Scale::Ordinal => up_to[high + 1] - up_to[low] - (margins[low] + margins[high]) / 2.0,
        };
        apart * apart
    };
    let seen = coincidences.iter().map(|((one, other), share)| share * apart(*one, *other)).sum();
    let mut expected = 0.0;
    for one in 0..values.len() {
        for other in 0..values.len() {
            expected += margins[one] * margins[other] * apart(one, other);
        }
    }
    (seen, expected)
}

impl Krippendorff {
    /// How it was worked out.
    pub const CONVENTION: &str = "Krippendorff’s alpha from the table of coincidences; a thing \
        coded by fewer than two counts as missing.";

    /// How far they agree, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let verdict = match self.alpha {
            found if found >= 0.8 => "that is enough to rely on the codes",
            found if found >= 0.667 => "that allows tentative conclusions only",
            _ => "that is too little: agree on what the codes mean, and code again",
        };
        format!(
            "The coders agree to {} beyond chance over {} things: {verdict}.",
            rounded(self.alpha, 2),
            self.basis.used
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn krippendorffs_own_example_comes_out_as_printed() {
        // Krippendorff (2011), section C: four observers, twelve units, missing codes as 0.
        let rows: [[u8; 12]; 4] = [
            [1, 2, 3, 3, 2, 1, 4, 1, 2, 0, 0, 0],
            [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, 0, 3],
            [0, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 0],
            [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, 0],
        ];
        let coders: Vec<Vec<Option<f64>>> = rows
            .iter()
            .map(|row| row.iter().map(|one| (*one > 0).then(|| f64::from(*one))).collect())
            .collect();
        let printed = Scale::ALL.map(|scale| rounded(alpha(&coders, scale).unwrap().alpha, 3));
        assert_eq!(printed, ["0.743", "0.815", "0.849", "0.797"]);
        let found = alpha(&coders, Scale::Nominal).unwrap();
        assert_eq!((found.basis.used, found.basis.missing, found.codes), (11, 1, 40));
    }

    #[test]
    fn nothing_coded_twice_and_one_code_are_refused() {
        assert!(alpha(&[], Scale::Nominal).is_err());
        assert!(alpha(&[vec![Some(1.0)]], Scale::Nominal).is_err());
        assert!(alpha(&[vec![None; 3], vec![None; 3]], Scale::Nominal).is_err());
        assert!(alpha(&[vec![Some(1.0); 3], vec![Some(1.0); 3]], Scale::Ordinal).is_err());
        assert!(alpha(&[vec![Some(-1.0)], vec![Some(1.0)]], Scale::Ratio).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec(prop::collection::vec(prop::option::of(0..5u8), 6), 0..5)) {
            let coders: Vec<Vec<Option<f64>>> =
                rows.iter().map(|row| row.iter().map(|one| one.map(f64::from)).collect()).collect();
            for scale in Scale::ALL {
                if let Ok(found) = alpha(&coders, scale) {
                    prop_assert!(found.alpha.is_finite() && found.alpha <= 1.0 + 1e-9);
                }
            }
        }
    }
}
