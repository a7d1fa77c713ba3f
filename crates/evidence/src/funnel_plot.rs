//! Which areas or practices stand out by more than chance? Control limits of funnel plots.
//!
//! Sources: Spiegelhalter (2005), "Funnel plots for comparing institutional performance",
//! Statistics in Medicine 24; UKHSA, Fingertips technical guidance. Shares have normal limits,
//! ratios and rates exact Poisson limits. Without allowing for other differences between areas too
//! many stand out: see `overdispersion`. Not the pathway's funnel, which is `funnel`.

mod axis;

use serde::Serialize;

pub use axis::{Along, axis};

use crate::finding::CannotSay;
use crate::interval::{Interval, Level};
use crate::poisson::{Method, limits};

/// Where one area stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Standing {
    /// Below the outer limits (99.8 %).
    FarBelow,
    /// Below the inner limits (95 %).
    Below,
    /// Within the limits.
    Within,
    /// Above the inner limits.
    Above,
    /// Above the outer limits.
    FarAbove,
    /// Too few events for a standardised rate.
    TooFew,
}

impl Standing {
    /// The standing in plain English.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Standing::FarBelow => "far below the others",
            Standing::Below => "below the others",
            Standing::Within => "like the others",
            Standing::Above => "above the others",
            Standing::FarAbove => "far above the others",
            Standing::TooFew => "too few events to tell",
        }
    }

    /// From whether a value lies outside the limits of a level.
    fn of(outside: impl Fn(Level) -> Option<bool>) -> Standing {
        match (outside(Level::P998), outside(Level::P95)) {
            (Some(false), _) => Standing::FarBelow,
            (Some(true), _) => Standing::FarAbove,
            (None, Some(false)) => Standing::Below,
            (None, Some(true)) => Standing::Above,
            (None, None) => Standing::Within,
        }
    }
}

/// Areas beside their average.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FunnelPlot {
    /// The average of all, weighted by size.
    pub average: f64,
    /// Where each stands, in the order given.
    pub standings: Vec<Standing>,
    /// How the limits were worked out.
    pub convention: &'static str,
}

/// The limits of a share around the average of all, for an area of so many people.
#[must_use]
pub fn share_limits(average: f64, people: f64, level: Level) -> Interval {
    let average = average.clamp(0.0, 1.0);
    let half = level.z() * (average * (1.0 - average) / people.max(f64::MIN_POSITIVE)).sqrt();
    Interval { low: (average - half).max(0.0), high: (average + half).min(1.0), level }
}

/// The limits of a ratio of observed to expected for an area with so many observed events, and the
/// expected numbers at which they lie; the upper one has no limit for no events.
#[must_use]
pub fn ratio_limits(observed: u64, level: Level) -> (f64, Option<f64>) {
    let expected = limits(observed, Method::Exact, level);
    let seen = observed as f64;
    (seen / expected.high, (expected.low > 0.0).then(|| seen / expected.low))
}

/// Where shares stand: counts need not be whole, as with estimated numbers.
///
/// # Errors
/// Refuses counts below nought or above their total, and totals that are not above nought.
pub fn shares(counts: &[f64], totals: &[f64]) -> Result<FunnelPlot, CannotSay> {
    if counts.len() != totals.len() {
        return Err(CannotSay::uneven(counts.len(), totals.len()));
    }
    let (count, total): (f64, f64) = (counts.iter().sum(), totals.iter().sum());
    let possible = |(count, total): (&f64, &f64)| *total > 0.0 && (0.0..=*total).contains(count);
    if !counts.iter().zip(totals).all(possible) || !total.is_finite() {
        return Err(CannotSay::because(
            "A count is below nought or above its total, or a total is not above nought.",
            "Correct or leave out those areas, and say so.",
        ));
    }
    if counts.is_empty() {
        return Err(CannotSay::too_few(0, 1, "areas"));
    }
    let average = count / total;
    let standings = counts
        .iter()
        .zip(totals)
        .map(|(count, total)| {
            let share = count / total;
            Standing::of(|level| {
                let limits = share_limits(average, *total, level);
                outside(share < limits.low, share > limits.high)
            })
        })
        .collect();
    Ok(FunnelPlot { average, standings, convention: "Normal limits around the average share." })
}

fn outside(is_below: bool, is_above: bool) -> Option<bool> {
    (is_below || is_above).then_some(is_above)
}

/// Exact limits of a count beside what would be expected of its area.
fn standing(count: u64, expected: f64) -> Standing {
    Standing::of(|level| {
        let range = limits(count, Method::Exact, level);
        outside(range.high < expected, range.low > expected)
    })
}

/// Where ratios of observed to expected stand, beside one.
///
/// # Errors
/// Refuses expected numbers that are not above nought.
pub fn ratios(observed: &[u64], expected: &[f64]) -> Result<FunnelPlot, CannotSay> {
    if observed.len() != expected.len() {
        return Err(CannotSay::uneven(observed.len(), expected.len()));
    }
    if !expected.iter().all(|one| *one > 0.0 && one.is_finite()) {
        return Err(CannotSay::because(
            "An expected number is missing or not above nought.",
            "Leave out areas of which nothing can be expected, and say so.",
        ));
    }
    let standings = observed
        .iter()
        .zip(expected)
        .map(|(count, expected)| standing(*count, *expected))
        .collect();
    Ok(FunnelPlot { average: 1.0, standings, convention: "Exact Poisson limits, beside one." })
}

/// Which rates are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Rates {
    /// Events over people.
    Crude,
    /// Directly standardised: none below ten events.
    Standardised,
}

/// The people who, at this rate, have so many events: the effective size of an area. Nothing where
/// the rate is not above nought.
#[must_use]
pub fn people_behind(count: u64, rate: f64) -> Option<f64> {
    let people = count as f64 / rate;
    (rate > 0.0 && people.is_finite()).then_some(people)
}

/// Where rates for one person stand, beside their average. The people behind a rate are worked
/// out from it; where there were no events, `people` holds them.
///
/// # Errors
/// Says what is missing where a crude rate without events has no people.
pub fn rates(
    kind: Rates,
    counts: &[u64],
    rates: &[Option<f64>],
    people: &[Option<f64>],
) -> Result<FunnelPlot, CannotSay> {
    for other in [rates.len(), people.len()] {
        if other != counts.len() {
            return Err(CannotSay::uneven(counts.len(), other));
        }
    }
    let mut behind = Vec::with_capacity(counts.len());
    for (at, count) in counts.iter().enumerate() {
        let found = match count {
            0 => people[at].filter(|one| kind == Rates::Crude && *one > 0.0),
            _ => rates[at].and_then(|rate| people_behind(*count, rate)),
        };
        if found.is_none() && (kind == Rates::Crude || *count >= 10) {
            return Err(CannotSay::because(
                "An area has no rate, or no events and no number of people.",
                "Give the people of areas without events.",
            ));
        }
        behind.push(found);
    }
    let total: f64 = behind.iter().flatten().sum();
    let average = counts.iter().map(|count| *count as f64).sum::<f64>() / total;
    if !average.is_finite() {
        return Err(CannotSay::too_few(0, 1, "areas with events"));
    }
    let of = |(count, people): (&u64, &Option<f64>)| match people {
        _ if kind == Rates::Standardised && *count < 10 => Standing::TooFew,
        None => Standing::TooFew,
        Some(people) => standing(*count, average * people),
    };
    let standings = counts.iter().zip(&behind).map(of).collect();
    let convention = "Exact Poisson limits beside the average rate, weighted by the people behind \
        each rate.";
    Ok(FunnelPlot { average, standings, convention })
}

impl FunnelPlot {
    /// How many stand out, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let of =
            |which: &[Standing]| self.standings.iter().filter(|one| which.contains(one)).count();
        format!(
            "Of {} areas, {} are far above the others and {} far below; {} more lie between the \
             inner and the outer limits, where chance alone puts one in twenty.",
            self.standings.len(),
            of(&[Standing::FarAbove]),
            of(&[Standing::FarBelow]),
            of(&[Standing::Above, Standing::Below])
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_large_area_stands_out_where_a_small_one_does_not() {
        let found = shares(&[5000.0, 6.0, 600.0], &[10_000.0, 10.0, 1000.0]).unwrap();
        assert_eq!(found.standings, [Standing::Within, Standing::Within, Standing::FarAbove]);
        assert!(found.sentence().starts_with("Of 3 areas, 1 are far above the others"));
        let found = ratios(&[20, 20], &[10.0, 19.0]).unwrap();
        assert_eq!(found.standings, [Standing::Above, Standing::Within]);
    }

    #[test]
    fn no_events_are_far_below_where_many_are_expected() {
        let found = ratios(&[0], &[240.0]).unwrap();
        assert_eq!(found.standings, [Standing::FarBelow]);
        assert_eq!(ratio_limits(0, Level::P95).1, None);
        let few = rates(Rates::Standardised, &[3, 50], &[None, Some(0.1)], &[None, None]).unwrap();
        assert_eq!(few.standings, [Standing::TooFew, Standing::Within]);
    }

    #[test]
    fn impossible_areas_are_refused() {
        assert!(shares(&[], &[]).is_err());
        assert!(shares(&[3.0], &[2.0]).is_err());
        assert!(shares(&[-1.0], &[2.0]).is_err());
        assert!(shares(&[0.0], &[0.0]).is_err());
        assert!(ratios(&[1], &[0.0]).is_err());
        assert!(rates(Rates::Crude, &[0], &[Some(0.0)], &[None]).is_err());
        assert!(rates(Rates::Crude, &[1, 2], &[Some(0.0)], &[None]).is_err());
    }

    proptest! {
        #[test]
        fn limits_are_numbers_around_the_average(average in 0.0..=1.0f64, people in 0.0..1e9f64, count in 0..5000u64) {
            let found = share_limits(average, people, Level::P998);
            prop_assert!(found.low <= average && average <= found.high);
            let (low, high) = ratio_limits(count, Level::P95);
            prop_assert!((0.0..1.0).contains(&low) && high.is_none_or(|one| one > 1.0));
        }
    }
}
