//! How many people are needed, and what can so many people show?
//!
//! Question: with this many, how likely is a true difference to be seen; and how many are needed?
//! One file per comparison: averages, shares, clusters, stepped wedge. Sources stand in each. All
//! assume that the size of the true difference is known, which it never is: show a range.

pub mod averages;
pub mod clusters;
pub mod shares;
pub mod stepped_wedge;

use serde::Serialize;

use crate::finding::CannotSay;
use crate::words::percent;

/// How a study of this size would fare.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Power {
    /// How many, in units of `of`; not rounded, so that designs can be compared.
    pub needed: f64,
    /// Of what: pairs, people in each group.
    pub of: &'static str,
    /// The probability that a true difference of this size is seen.
    pub power: f64,
    /// The probability that a difference is seen where there is none.
    pub alpha: f64,
    /// Which test, and which tails are counted.
    pub convention: &'static str,
}

impl Power {
    /// How many in whole units: rounded up, because part of a person cannot be asked.
    #[must_use]
    pub fn whole(&self) -> u64 {
        // A billionth above a whole number is the search's own error.
        (self.needed - 1e-9).ceil() as u64
    }

    /// What is needed, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "With {} {}, a true difference of this size would be seen in {} of studies.",
            self.whole(),
            self.of,
            percent(self.power)
        )
    }
}

/// Checks what every design needs: a chance of a false alarm, and one of seeing the difference.
fn is_share(share: f64, what: &str) -> Result<(), CannotSay> {
    if share > 0.0 && share < 1.0 {
        return Ok(());
    }
    Err(CannotSay::because(
        format!("The {what} has to lie between nought and one."),
        "Usual are 0.05 for a false alarm and 0.8 or 0.9 for power.",
    ))
}

/// The smallest size at which a rising power reaches what is asked, by halving.
fn smallest(least: f64, asked: f64, power: impl Fn(f64) -> Option<f64>) -> Result<f64, CannotSay> {
    let too_many = || {
        CannotSay::because(
            "More than ten million would be needed to see so small a difference.",
            "Ask whether a difference this small would matter to anybody.",
        )
    };
    let (mut low, mut high) = (least, least * 2.0);
    while power(high).ok_or_else(too_many)? < asked {
        low = high;
        high *= 2.0;
        if high > 1e7 {
            return Err(too_many());
        }
    }
    if power(low).is_some_and(|found| found >= asked) {
        return Ok(low);
    }
    for _ in 0..80 {
        let middle = low / 2.0 + high / 2.0;
        match power(middle) {
            Some(found) if found < asked => low = middle,
            Some(_) => high = middle,
            None => return Err(too_many()),
        }
        if high - low <= 1e-11 * high {
            break;
        }
    }
    Ok(high)
}

#[cfg(test)]
mod tests;
