//! What is a year of a better life worth? The wellbeing-year (WELLBY).
//!
//! Source: HM Treasury (2021), Wellbeing guidance for appraisal: one point of life satisfaction (0
//! to 10) for one person for one year is worth £13,000 (£10,000 to £16,000) in prices and incomes of
//! 2019. For later years it is raised with prices, and with income per head to the power 1.3
//! (background knowledge).

use serde::Serialize;

use super::discount::DiscountSet;
use super::pounds;
use crate::finding::CannotSay;

/// A value with its range.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Worth {
    /// The value to use.
    pub central: f64,
    /// The lower one.
    pub low: f64,
    /// The upper one.
    pub high: f64,
}

/// A WELLBY in prices and incomes of 2019.
pub const WELLBY_2019: Worth = Worth { central: 13_000.0, low: 10_000.0, high: 16_000.0 };

/// How a WELLBY grows with income per head.
const INCOME_ELASTICITY: f64 = 1.3;

impl Worth {
    fn times(self, by: f64) -> Worth {
        Worth { central: self.central * by, low: self.low * by, high: self.high * by }
    }

    /// The WELLBY of a later year: how many times prices (GDP deflator) and real GDP per head of
    /// 2019 they then are.
    ///
    /// # Errors
    /// Refuses what is no multiple.
    pub fn uprated(self, prices: f64, income: f64) -> Result<Worth, CannotSay> {
        let by = prices * income.powf(INCOME_ELASTICITY);
        if prices > 0.0 && income > 0.0 && by.is_finite() {
            return Ok(self.times(by));
        }
        Err(CannotSay::because(
            "Prices and incomes are given as multiples of 2019, above nought.",
            "Divide the year’s GDP deflator, and real GDP per head, by those of 2019.",
        ))
    }
}

/// What a gain in life satisfaction is worth.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WellbeingValue {
    /// How many wellbeing-years.
    pub wellbys: f64,
    /// What one year of the gain is worth, for one person.
    pub per_person_year: Worth,
    /// What all of it is worth, not discounted.
    pub undiscounted: Worth,
    /// What all of it is worth today; the first year is not discounted.
    pub discounted: Worth,
    /// Which WELLBY was used.
    pub wellby: Worth,
    /// Which rates.
    pub rates: String,
}

/// What a gain of so many points for so many people and months is worth.
///
/// # Errors
/// Refuses a gain outside the scale, and people or months below nought.
pub fn wellbeing_value(
    gain: f64,
    people: f64,
    months: f64,
    wellby: Worth,
    rates: &DiscountSet,
) -> Result<WellbeingValue, CannotSay> {
    let is_possible = gain.abs() <= 10.0 && people >= 0.0 && (0.0..=1200.0).contains(&months);
    let wellbys = gain * people * months / 12.0;
    if !is_possible || !(wellbys * wellby.high).is_finite() {
        return Err(CannotSay::because(
            "A gain lies within the scale of 0 to 10; people and months are not below nought.",
            "Check which scale the gain is measured on.",
        ));
    }
    let mut worth = 0.0;
    let mut left = months / 12.0;
    let mut year = 0;
    while left > 0.0 {
        worth += left.min(1.0) * rates.factor(year);
        left -= 1.0;
        year += 1;
    }
    Ok(WellbeingValue {
        wellbys,
        per_person_year: wellby.times(gain),
        undiscounted: wellby.times(wellbys),
        discounted: wellby.times(gain * people * worth),
        wellby,
        rates: rates.name.clone(),
    })
}

impl WellbeingValue {
    /// How it was worked out.
    pub const CONVENTION: &str = "Points of life satisfaction × people × years × one WELLBY; the \
        first year is not discounted. A gain of another scale is not a gain in life satisfaction.";

    /// The worth in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "That gain is worth {} ({} to {}) by the Treasury’s value of a year of better life.",
            pounds(self.discounted.central),
            pounds(self.discounted.low),
            pounds(self.discounted.high)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::economics::discount::find;

    #[test]
    fn a_fifth_of_a_point_for_two_years() {
        // Jacobs's worked example: 0.2 points are worth £2,600 a year.
        let rates = find("social", "2026-11-22").unwrap();
        let found = wellbeing_value(0.2, 1.0, 24.0, WELLBY_2019, rates).unwrap();
        assert!((found.per_person_year.central - 2600.0).abs() < 1e-9);
        assert!((found.discounted.central - (2600.0 + 2600.0 / 1.035)).abs() < 1e-9);
        assert_eq!(
            found.sentence(),
            "That gain is worth £5,112 (£3,932 to £6,292) by the Treasury’s value of a year of \
             better life."
        );
    }

    #[test]
    fn a_gain_off_the_scale_is_refused_and_a_loss_is_a_loss() {
        let rates = find("health", "2026-11-22").unwrap();
        assert!(wellbeing_value(11.0, 1.0, 12.0, WELLBY_2019, rates).is_err());
        assert!(wellbeing_value(1.0, -1.0, 12.0, WELLBY_2019, rates).is_err());
        assert!(wellbeing_value(f64::NAN, 1.0, 12.0, WELLBY_2019, rates).is_err());
        let loss = wellbeing_value(-0.5, 1.0, 12.0, WELLBY_2019, rates).unwrap();
        assert_eq!(loss.undiscounted.central, -6500.0);
        let later = WELLBY_2019.uprated(1.2, 1.05).unwrap();
        assert!((later.central - 13_000.0 * 1.2 * 1.05f64.powf(1.3)).abs() < 1e-9);
        assert!(WELLBY_2019.uprated(0.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(gain in any::<f64>(), people in any::<f64>(), months in any::<f64>()) {
            let rates = find("social", "2026-11-22").unwrap();
            if let Ok(found) = wellbeing_value(gain, people, months, WELLBY_2019, rates) {
                prop_assert!(found.discounted.high.is_finite());
            }
        }
    }
}
