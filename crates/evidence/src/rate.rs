//! How many for so many people? A crude rate, with Byar's limits or exact ones below ten events.
//!
//! Source: UKHSA, Technical guide: confidence intervals; Breslow and Day (1987). Assumes that events
//! happen independently; a person may have several. Areas of different age are not comparable by
//! it: see `standardise`.

use serde::Serialize;

use crate::finding::{CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::poisson::{Method, limits};
use crate::words::one_place;

/// So many for so many people.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rate {
    /// How many events.
    pub count: u64,
    /// Among how many people, or person-years.
    pub population: f64,
    /// For how many people the rate is given: 1,000 or 100,000.
    pub per: f64,
    /// The rate.
    pub rate: Estimate,
    /// How the limits were worked out.
    pub method: Method,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The rate of events among people.
///
/// # Errors
/// Says which of the two is missing or cannot be.
pub fn rate(
    count: Option<u64>,
    population: Option<f64>,
    per: f64,
    level: Level,
) -> Result<Rate, CannotSay> {
    let Some(count) = count else {
        return Err(CannotSay::because(
            "The number of events is missing.",
            "A missing number is not nought: find it, or leave the area out and say so.",
        ));
    };
    let Some(population) = population.filter(|people| *people > 0.0 && people.is_finite()) else {
        return Err(CannotSay::because(
            "The number of people is missing or not above nought.",
            "Show the count with its own limits.",
        ));
    };
    let method = Method::usual(count);
    let scale = per / population;
    let range = limits(count, method, level);
    let interval = Interval { low: range.low * scale, high: range.high * scale, level };
    if !(per > 0.0 && interval.high.is_finite()) {
        return Err(CannotSay::because(
            "The rate is too big to calculate with.",
            "Check for how many people it should be given.",
        ));
    }
    let value = count as f64 * scale;
    let rate = Estimate { value, se: None, interval: Some(interval), df: None, p: None };
    let mut warnings = Vec::new();
    if count < 10 {
        warnings.push(Warning::Said(
            "There are fewer than ten events: one more or one less changes the rate.".to_owned(),
        ));
    }
    if count as f64 > population {
        warnings.push(Warning::Said(
            "There are more events than people, so some have more than one.".to_owned(),
        ));
    }
    Ok(Rate { count, population, per, rate, method, warnings })
}

impl Rate {
    /// The rate in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let (per, value) = (self.per, one_place(self.rate.value));
        let range = self.rate.interval.map_or_else(String::new, |range| {
            format!("; {} to {} fit these numbers", one_place(range.low), one_place(range.high))
        });
        format!("{value} for every {per} people{range}.")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn twenty_of_a_hundred_by_byar_and_five_exactly() {
        let found = rate(Some(20), Some(100.0), 100.0, Level::P95).unwrap();
        assert_eq!((found.rate.value, found.method), (20.0, Method::Byar));
        assert_eq!(found.sentence(), "20.0 for every 100 people; 12.2 to 30.9 fit these numbers.");
        assert_eq!(rate(Some(5), Some(100.0), 100.0, Level::P95).unwrap().method, Method::Exact);
    }

    #[test]
    fn what_is_missing_is_named() {
        assert!(rate(None, Some(100.0), 100.0, Level::P95).unwrap_err().why.contains("events"));
        assert!(rate(Some(1), None, 100.0, Level::P95).unwrap_err().why.contains("people"));
        assert!(rate(Some(1), Some(0.0), 100.0, Level::P95).is_err());
        assert!(rate(Some(1), Some(-5.0), 100.0, Level::P95).is_err());
        assert_eq!(rate(Some(250), Some(220.0), 1.0, Level::P95).unwrap().warnings.len(), 1);
    }

    proptest! {
        #[test]
        fn never_a_strange_number(count in 0..1_000_000u64, population in any::<f64>(), per in any::<f64>()) {
            if let Ok(found) = rate(Some(count), Some(population), per, Level::P95) {
                prop_assert!(found.rate.value.is_finite());
                prop_assert!(found.rate.interval.unwrap().high.is_finite());
            }
        }
    }
}
