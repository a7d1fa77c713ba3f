//! What is a pound in a later year worth today? Discount sets, by the date from which they hold.
//!
//! Source: HM Treasury, The Green Book; the sets are data (`economics/discount.toml`), so that a
//! review of the rates is a new entry with its date and old results can still be repeated.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::finding::CannotSay;
use crate::instrument::Known;

const FILE: &str = include_str!("../../economics/discount.toml");

/// Rates that hold from a date on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscountSet {
    /// The stored name: `social` or `health`.
    pub key: String,
    /// The name shown to people.
    pub name: String,
    /// From which day on, as 2003-04-01.
    pub from: String,
    /// Where it was read.
    pub source: String,
    /// Whether it was verified there.
    pub known: Known,
    /// From which year of the appraisal on which rate holds, first to last.
    pub steps: Vec<(u32, f64)>,
}

#[derive(Deserialize)]
struct File {
    set: Vec<DiscountSet>,
}

// A test reads the file, so that it is never empty here.
static SETS: LazyLock<Vec<DiscountSet>> =
    LazyLock::new(|| toml::from_str::<File>(FILE).map_or_else(|_| Vec::new(), |file| file.set));

/// Every set.
#[must_use]
pub fn list() -> &'static [DiscountSet] {
    &SETS
}

/// The set of this name that holds on a day, written as 2026-11-22.
#[must_use]
pub fn find(key: &str, on: &str) -> Option<&'static DiscountSet> {
    let holds = |set: &&DiscountSet| set.key == key && set.from.as_str() <= on;
    SETS.iter().filter(holds).max_by(|a, b| a.from.cmp(&b.from))
}

impl DiscountSet {
    /// One rate for every year, where a funder asks for it.
    ///
    /// # Errors
    /// Refuses a rate that is no rate.
    pub fn flat(rate: f64) -> Result<DiscountSet, CannotSay> {
        if !(rate > -1.0 && rate.is_finite()) {
            return Err(CannotSay::because(
                "A discount rate is a share, such as 0.035.",
                "Use the rates of the Green Book where nobody asks for others.",
            ));
        }
        Ok(DiscountSet {
            key: "flat".to_owned(),
            name: format!("{} % a year", rate * 100.0),
            from: String::new(),
            source: "as asked for".to_owned(),
            known: Known::Background,
            steps: vec![(1, rate)],
        })
    }

    /// What a pound after so many years is worth today.
    #[must_use]
    pub fn factor(&self, years: u32) -> f64 {
        let mut factor = 1.0;
        for (at, (from, rate)) in self.steps.iter().enumerate() {
            let to = self.steps.get(at + 1).map_or(u32::MAX, |(next, _)| next - 1).min(years);
            let spent = (to + 1).saturating_sub(*from);
            factor /= (1.0 + rate).powf(f64::from(spent));
        }
        factor
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_set_has_a_date_and_steps_in_order() {
        assert_eq!(list().len(), 3);
        for set in list() {
            assert_eq!(set.from.len(), 10, "{}", set.name);
            assert!(set.steps[0].0 == 1 && set.steps.is_sorted_by(|a, b| a.0 < b.0));
        }
    }

    #[test]
    fn the_set_that_held_on_the_day_is_used() {
        assert_eq!(find("social", "2026-11-22").unwrap().steps[0].1, 0.035);
        assert_eq!(find("social", "2000-01-01").unwrap().steps[0].1, 0.06);
        assert_eq!(find("social", "1980-01-01"), None);
        assert_eq!(find("health", "2010-01-01"), None);
    }

    #[test]
    fn rates_change_after_thirty_years() {
        let set = find("social", "2026-11-22").unwrap();
        assert_eq!(set.factor(0), 1.0);
        assert!((set.factor(31) / set.factor(30) - 1.0 / 1.03).abs() < 1e-12);
        assert!((set.factor(76) / set.factor(75) - 1.0 / 1.025).abs() < 1e-12);
        assert!(DiscountSet::flat(f64::NAN).is_err());
        assert!((DiscountSet::flat(0.1).unwrap().factor(2) - 1.0 / 1.21).abs() < 1e-12);
    }
}
