//! What would the rate be if the people were as old as elsewhere? Standardised rates.
//!
//! Directly: the area's own rates by age, weighted to a standard population; Dobson and others
//! (1991), Statistics in Medicine 10, with Byar's limits; UKHSA refuses fewer than ten events.
//! Indirectly: events beside those to be expected at another population's rates. Bands are given in
//! the same order in every column; a missing count counts as nought, as UKHSA counts, and is said.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::poisson::{self, Method, RatioToExpected, limits};
use crate::words::one_place;

/// Counts and people in each band of age (or of anything else that is to be made equal).
#[derive(Debug, Clone, Copy)]
pub struct Bands<'a> {
    /// How many events in each band; nothing where it is missing.
    pub counts: &'a [Option<u64>],
    /// How many people in each band.
    pub populations: &'a [f64],
}

/// A directly standardised rate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DirectRate {
    /// How many events.
    pub count: u64,
    /// Among how many people.
    pub population: f64,
    /// For how many people the rate is given.
    pub per: f64,
    /// The rate of the standard population at these bands’ rates.
    pub rate: Estimate,
    /// Whether the range allows for people with several events.
    pub is_repeated: bool,
    /// How many bands had a count, and how many did not.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The fewest events for which a direct rate is given (UKHSA).
pub const LEAST_EVENTS: u64 = 10;

/// The rate that the standard population would have; every event is of another person.
///
/// # Errors
/// Refuses negative or missing populations, and fewer than ten events.
pub fn directly(
    bands: &Bands<'_>,
    standard: &[f64],
    per: f64,
    level: Level,
) -> Result<DirectRate, CannotSay> {
    let squares: Vec<f64> = bands.counts.iter().map(|count| count.unwrap_or(0) as f64).collect();
    direct(bands, standard, &squares, (per, level, false))
}

/// The same where people have several events: `people[band]` holds how many have one, two, three…
///
/// # Errors
/// As [`directly`]; refuses people whose events do not add up to the band's count.
pub fn directly_repeated(
    bands: &Bands<'_>,
    standard: &[f64],
    people: &[Vec<u64>],
    per: f64,
    level: Level,
) -> Result<DirectRate, CannotSay> {
    if people.len() != bands.counts.len() {
        return Err(CannotSay::uneven(bands.counts.len(), people.len()));
    }
    let mut squares = Vec::with_capacity(people.len());
    for (have, count) in people.iter().zip(bands.counts) {
        let times = || have.iter().zip(1u64..);
        let events: u64 = times().map(|(people, events)| people * events).sum();
        if events != count.unwrap_or(0) {
            return Err(CannotSay::because(
                format!(
                    "The people of a band have {events} events together, but the band counts {}.",
                    count.unwrap_or(0)
                ),
                "Count each person once, by how many events they have.",
            ));
        }
        squares.push(times().map(|(people, events)| (people * events * events) as f64).sum());
    }
    direct(bands, standard, &squares, (per, level, true))
}

fn direct(
    bands: &Bands<'_>,
    standard: &[f64],
    squares: &[f64],
    (per, level, is_repeated): (f64, Level, bool),
) -> Result<DirectRate, CannotSay> {
    let (basis, mut warnings) = checked(bands, |people| people > 0.0)?;
    if standard.len() != bands.counts.len() {
        return Err(CannotSay::uneven(bands.counts.len(), standard.len()));
    }
    let total: f64 = standard.iter().sum();
    let is_standard = standard.iter().all(|one| *one >= 0.0);
    if !(is_standard && total > 0.0 && total.is_finite()) {
        return Err(CannotSay::because(
            "The standard population has a band below nought or no people at all.",
            "Use a published standard, such as the European Standard Population of 2013.",
        ));
    }
    let count: u64 = bands.counts.iter().flatten().sum();
    if count < LEAST_EVENTS {
        return Err(CannotSay::too_few(count as usize, LEAST_EVENTS as usize, "events"));
    }
    let (mut weighted, mut variance) = (0.0, 0.0);
    for (at, people) in bands.populations.iter().enumerate() {
        let weight = standard[at] / people;
        weighted += bands.counts[at].unwrap_or(0) as f64 * weight;
        variance += squares[at] * weight * weight;
    }
    let (value, variance) = (weighted / total * per, variance / (total * total));
    let events = count as f64;
    let range = limits(count, Method::Byar, level);
    let scale = (variance / events).sqrt() * per;
    let interval = Interval {
        low: value + scale * (range.low - events),
        high: value + scale * (range.high - events),
        level,
    };
    if ![value, interval.low, interval.high].iter().all(|one| one.is_finite()) {
        return Err(too_big());
    }
    let se = Some(variance.sqrt() * per);
    let rate = Estimate { value, se, interval: Some(interval), df: None, p: None };
    if bands.counts.iter().zip(standard).any(|(count, weight)| count.is_none() && *weight > 0.0) {
        warnings.push(Warning::Said("A band without a count makes the rate too low.".to_owned()));
    }
    let population = bands.populations.iter().sum();
    Ok(DirectRate { count, population, per, rate, is_repeated, basis, warnings })
}

fn checked(
    bands: &Bands<'_>,
    is_possible: impl Fn(f64) -> bool,
) -> Result<(Basis, Vec<Warning>), CannotSay> {
    let (counts, populations) = (bands.counts, bands.populations);
    if counts.len() != populations.len() {
        return Err(CannotSay::uneven(counts.len(), populations.len()));
    }
    if counts.is_empty() {
        return Err(CannotSay::too_few(0, 1, "bands"));
    }
    if !populations.iter().all(|people| people.is_finite() && is_possible(*people)) {
        return Err(CannotSay::because(
            "A band has no number of people, or one that cannot be.",
            "Every band needs people; join bands that are too small.",
        ));
    }
    let used = counts.iter().flatten().count();
    let basis = Basis { used, missing: counts.len() - used };
    let warnings = if basis.missing > 0 {
        vec![Warning::Said(format!(
            "{} of {} bands have no count and count as nought.",
            basis.missing,
            counts.len()
        ))]
    } else {
        Vec::new()
    };
    Ok((basis, warnings))
}

fn too_big() -> CannotSay {
    CannotSay::because("The numbers are too big to calculate with.", "Check their units.")
}

/// An indirectly standardised ratio, and the rate that it makes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct IndirectRatio {
    /// Events beside those to be expected.
    pub ratio: RatioToExpected,
    /// The rate of the reference population, for one person.
    pub reference_rate: f64,
    /// How many bands had a count, and how many did not.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Events beside those to be expected at the reference population’s rates.
///
/// # Errors
/// Refuses people below nought and a reference from which nothing is expected.
pub fn indirectly(
    bands: &Bands<'_>,
    reference: &Bands<'_>,
    level: Level,
) -> Result<IndirectRatio, CannotSay> {
    let (basis, mut warnings) = checked(bands, |people| people >= 0.0)?;
    let (_, more) = checked(reference, |people| people > 0.0)?;
    warnings.extend(more);
    if reference.counts.len() != bands.counts.len() {
        return Err(CannotSay::uneven(bands.counts.len(), reference.counts.len()));
    }
    let expected: f64 = reference
        .counts
        .iter()
        .zip(reference.populations)
        .zip(bands.populations)
        .map(|((count, of), people)| count.unwrap_or(0) as f64 / of * people)
        .sum();
    let observed: u64 = bands.counts.iter().flatten().sum();
    let ratio = poisson::ratio(observed, expected, Method::usual(observed), level)?;
    let events: u64 = reference.counts.iter().flatten().sum();
    let reference_rate = events as f64 / reference.populations.iter().sum::<f64>();
    warnings.extend(ratio.warnings.iter().cloned());
    if !reference_rate.is_finite() || !ratio.ratio.value.is_finite() {
        return Err(too_big());
    }
    Ok(IndirectRatio { ratio, reference_rate, basis, warnings })
}

impl IndirectRatio {
    /// How it was worked out.
    pub const CONVENTION: &str = "Observed over expected at the reference population’s rates by \
        band; Byar’s limits, exact below ten events; the rate is the ratio times the reference \
        population’s crude rate.";

    /// The ratio times the reference population’s rate, for so many people.
    #[must_use]
    pub fn rate(&self, per: f64) -> Estimate {
        let scale = self.reference_rate * per;
        let of = &self.ratio.ratio;
        let interval = of.interval.map(|range| Interval {
            low: range.low * scale,
            high: range.high * scale,
            level: range.level,
        });
        Estimate { value: of.value * scale, se: None, interval, df: None, p: of.p }
    }

    /// The ratio in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        self.ratio.sentence()
    }
}

impl DirectRate {
    /// How it was worked out.
    #[must_use]
    pub fn convention(&self) -> &'static str {
        if self.is_repeated {
            "Direct standardisation, Dobson’s limits on Byar’s, adjusted for people with several \
             events; none below ten events."
        } else {
            "Direct standardisation, Dobson’s limits on Byar’s; none below ten events."
        }
    }

    /// The rate in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let range = self.rate.interval.map_or_else(String::new, |range| {
            format!(" ({} to {})", one_place(range.low), one_place(range.high))
        });
        format!(
            "Were the people here as old as the standard population, there would be {}{range} for \
             every {} people.",
            one_place(self.rate.value),
            self.per
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn two_bands_by_hand() {
        // Rates 0.1 and 0.2; half and half of the standard: 0.15.
        let bands = Bands { counts: &[Some(10), Some(40)], populations: &[100.0, 200.0] };
        let found = directly(&bands, &[1.0, 1.0], 100.0, Level::P95).unwrap();
        assert!((found.rate.value - 15.0).abs() < 1e-12);
        assert!(found.sentence().contains("there would be 15.0 ("));
        let each = [vec![10], vec![40]];
        let same = directly_repeated(&bands, &[1.0, 1.0], &each, 100.0, Level::P95).unwrap();
        assert_eq!(same.rate, found.rate);
        let twice = [vec![10], vec![0, 20]];
        let wider = directly_repeated(&bands, &[1.0, 1.0], &twice, 100.0, Level::P95).unwrap();
        assert!(wider.rate.se > found.rate.se);
    }

    #[test]
    fn fewer_than_ten_events_and_impossible_people_are_refused() {
        let few = Bands { counts: &[Some(4), Some(5)], populations: &[100.0, 200.0] };
        let why = directly(&few, &[1.0, 1.0], 100.0, Level::P95).unwrap_err().why;
        assert_eq!(why, "There are 9 events; this needs at least 10.");
        let none = Bands { counts: &[Some(40), Some(5)], populations: &[100.0, 0.0] };
        assert!(directly(&none, &[1.0, 1.0], 100.0, Level::P95).is_err());
        let fine = Bands { counts: &[Some(40), Some(5)], populations: &[100.0, 10.0] };
        assert!(directly(&fine, &[1.0, -1.0], 100.0, Level::P95).is_err());
        assert!(directly(&fine, &[1.0], 100.0, Level::P95).is_err());
        let wrong = [vec![40], vec![4]];
        assert!(directly_repeated(&fine, &[1.0, 1.0], &wrong, 100.0, Level::P95).is_err());
        let nothing = Bands { counts: &[], populations: &[] };
        assert!(directly(&nothing, &[], 100.0, Level::P95).is_err());
        let still = Bands { counts: &[Some(0), Some(0)], populations: &[9.0, 9.0] };
        assert!(indirectly(&fine, &still, Level::P95).is_err());
    }

    #[test]
    fn twice_as_many_as_elsewhere() {
        let here = Bands { counts: &[Some(20), None], populations: &[100.0, 100.0] };
        let there = Bands { counts: &[Some(100), Some(0)], populations: &[1000.0, 1000.0] };
        let found = indirectly(&here, &there, Level::P95).unwrap();
        assert!((found.ratio.ratio.value - 2.0).abs() < 1e-12);
        assert!((found.rate(100.0).value - 10.0).abs() < 1e-12);
        assert_eq!((found.basis.missing, found.warnings.len()), (1, 1));
    }

    proptest! {
        #[test]
        fn never_a_strange_number(rows in prop::collection::vec((prop::option::of(0..100u64), any::<f64>(), 0.0..1e6f64), 0..6)) {
            let counts: Vec<Option<u64>> = rows.iter().map(|row| row.0).collect();
            let populations: Vec<f64> = rows.iter().map(|row| row.1).collect();
            let standard: Vec<f64> = rows.iter().map(|row| row.2).collect();
            let bands = Bands { counts: &counts, populations: &populations };
            if let Ok(found) = directly(&bands, &standard, 1000.0, Level::P95) {
                prop_assert!(found.rate.value.is_finite());
            }
        }
    }
}
