//! Did a person change by more than the measure's own noise? Reliable change and cut-offs.
//!
//! Question: is one person's change bigger than answering the same questions twice would give, and
//! have they crossed from a population in need into one that is not? Source: Jacobson and Truax
//! (1991), "Clinical significance", Journal of Consulting and Clinical Psychology 59(1). Assumes
//! that the measure's reliability holds for the people asked. With 1.96 standard errors one
//! unchanged person in twenty is still called changed.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::Level;
use crate::paired::{Better, Pair};
use crate::proportion::{Proportion, wilson};

/// How many standard errors of a difference a change must exceed, as Jacobson and Truax print it.
pub const RELIABLE: f64 = 1.96;

/// A measure's noise: what is needed to tell a change from it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Noise {
    /// The standard error of measurement, SD √(1 − r).
    pub sem: f64,
    /// The standard error of a difference of two answers, √2 times as much.
    pub s_diff: f64,
}

impl Noise {
    /// From the spread of a population and the measure's reliability in it.
    pub fn from_reliability(sd: f64, reliability: f64) -> Result<Noise, CannotSay> {
        if !(sd > 0.0 && sd.is_finite() && (0.0..1.0).contains(&reliability)) {
            return Err(CannotSay::because(
                "A spread must be above nought, and a reliability from 0 to below 1.",
                "Take both from the measure’s published study.",
            ));
        }
        Noise::from_sem(sd * (1.0 - reliability).sqrt())
    }

    /// From a published standard error of measurement.
    pub fn from_sem(sem: f64) -> Result<Noise, CannotSay> {
        if !(sem > 0.0 && sem.is_finite()) {
            return Err(CannotSay::because(
                "A standard error of measurement must be above nought.",
                "Take it from the measure’s published study.",
            ));
        }
        Ok(Noise { sem, s_diff: (2.0 * sem * sem).sqrt() })
    }

    /// The reliability that this noise implies where answers spread by `sd`.
    #[must_use]
    pub fn reliability(&self, sd: f64) -> Option<f64> {
        let found = 1.0 - (self.sem / sd).powi(2);
        (sd > 0.0 && found >= 0.0).then_some(found)
    }

    /// A change in standard errors of a difference: Jacobson and Truax's RC.
    #[must_use]
    pub fn index(&self, before: f64, after: f64) -> f64 {
        (after - before) / self.s_diff
    }

    /// The smallest change that counts as reliable: 1.96 standard errors of a difference.
    #[must_use]
    pub fn threshold(&self) -> f64 {
        RELIABLE * self.s_diff
    }

    /// So many standard errors of measurement; 1 and 2.77 are in use.
    #[must_use]
    pub fn sem_times(&self, times: f64) -> f64 {
        times * self.sem
    }
}

/// A population's average and spread on a measure.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Population {
    /// The average.
    pub mean: f64,
    /// The standard deviation.
    pub sd: f64,
}

/// The three cut-offs between people in need and people who are not, for a measure on which
/// either direction is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CutOffs {
    /// Two spreads better than the average in need.
    pub a: f64,
    /// Two spreads worse than the average elsewhere.
    pub b: f64,
    /// Where both are equally far in their own spreads; the one to use where both are known.
    pub c: f64,
}

/// The cut-offs of a measure; refused where a spread is not above nought.
pub fn cut_offs(in_need: Population, elsewhere: Population) -> Result<CutOffs, CannotSay> {
    let numbers = [in_need.mean, in_need.sd, elsewhere.mean, elsewhere.sd];
    if numbers.iter().any(|one| !one.is_finite()) || in_need.sd <= 0.0 || elsewhere.sd <= 0.0 {
        return Err(CannotSay::because(
            "Both populations need an average, and a spread above nought.",
            "Take them from the measure’s published norms.",
        ));
    }
    let better = if elsewhere.mean >= in_need.mean { 1.0 } else { -1.0 };
    let middle = elsewhere.sd * in_need.mean + in_need.sd * elsewhere.mean;
    Ok(CutOffs {
        a: in_need.mean + better * 2.0 * in_need.sd,
        b: elsewhere.mean - better * 2.0 * elsewhere.sd,
        c: middle / (in_need.sd + elsewhere.sd),
    })
}

/// How many changed reliably, out of those who answered both times.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReliableChange {
    /// By how much an answer must move to count.
    pub threshold: f64,
    /// Reliably better.
    pub improved: Proportion,
    /// Within the measure's noise.
    pub unchanged: Proportion,
    /// Reliably worse.
    pub worsened: Proportion,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Counts who changed by at least `threshold`.
pub fn reliable_change(
    pairs: &[Pair],
    threshold: f64,
    better: Better,
    level: Level,
) -> Result<ReliableChange, CannotSay> {
    if !(threshold > 0.0 && threshold.is_finite()) {
        return Err(CannotSay::because(
            "A reliable change must be bigger than nought.",
            "Take the measure’s published threshold.",
        ));
    }
    let real = |value: Option<f64>| value.filter(|value| value.is_finite());
    let sign = if better == Better::Higher { 1.0 } else { -1.0 };
    let changes: Vec<f64> = pairs
        .iter()
        .filter_map(|pair| Some(sign * (real(pair.after)? - real(pair.before)?)))
        .collect();
    if changes.is_empty() {
        return Err(CannotSay::too_few(0, 1, "people who answered both times"));
    }
    // A change of exactly the threshold counts; decimals may leave it a hair short.
    let least = threshold * (1.0 - 1e-12);
    let improved = changes.iter().filter(|change| **change >= least).count();
    let worsened = changes.iter().filter(|change| **change <= -least).count();
    let of = |count: usize| wilson(count as u64, changes.len() as u64, level);
    let basis = Basis { used: changes.len(), missing: pairs.len() - changes.len() };
    let mut warnings = Vec::new();
    if basis.used < 10 {
        warnings.push(Warning::Few(basis.used));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    Ok(ReliableChange {
        threshold,
        improved: of(improved),
        unchanged: of(changes.len() - improved - worsened),
        worsened: of(worsened),
        basis,
        warnings,
    })
}

impl ReliableChange {
    /// How it was worked out.
    pub const CONVENTION: &str = "A change counts from the measure’s threshold on, out of those \
        who answered both times. Ranges: Wilson, 95%.";

    /// The counts in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Reliably better: {} Reliably worse: {} Less than {} either way is within the \
             measure’s noise. {}",
            self.improved.sentence(),
            self.worsened.sentence(),
            self.threshold,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pair(before: f64, after: f64) -> Pair {
        Pair { before: Some(before), after: Some(after) }
    }

    #[test]
    fn the_worked_example_of_jacobson_and_truax() {
        // As printed in 1991: standard error 4.47, of a difference 6.32, RC 2.37.
        let noise = Noise::from_reliability(10.0, 0.8).unwrap();
        assert!((noise.sem - 4.47).abs() < 0.005 && (noise.s_diff - 6.32).abs() < 0.005);
        assert!((noise.index(32.5, 47.5) - 2.37).abs() < 0.005);
        let found =
            cut_offs(Population { mean: 40.0, sd: 7.5 }, Population { mean: 60.0, sd: 7.5 });
        assert_eq!(found.unwrap(), CutOffs { a: 55.0, b: 45.0, c: 50.0 });
    }

    #[test]
    fn where_less_is_better_the_cut_offs_turn_round() {
        let found =
            cut_offs(Population { mean: 20.0, sd: 2.0 }, Population { mean: 10.0, sd: 3.0 });
        assert_eq!(found.unwrap(), CutOffs { a: 16.0, b: 16.0, c: 16.0 });
    }

    #[test]
    fn exactly_the_threshold_counts_and_the_direction_is_the_measures() {
        let pairs = [pair(10.0, 4.0), pair(10.0, 5.0), pair(4.0, 10.0), pair(1.1, 7.1)];
        let found = reliable_change(&pairs, 6.0, Better::Lower, Level::P95).unwrap();
        let counts = (found.improved.count, found.unchanged.count, found.worsened.count);
        assert_eq!(counts, (1, 1, 2));
        assert!(found.sentence().contains("Reliably better: 1 of 4"));
    }

    #[test]
    fn what_cannot_be_is_refused() {
        assert!(Noise::from_reliability(0.0, 0.8).is_err());
        assert!(Noise::from_reliability(1.0, 1.0).is_err());
        assert!(Noise::from_sem(f64::NAN).is_err());
        assert_eq!(Noise::from_sem(2.0).unwrap().reliability(1.0), None);
        let flat = Population { mean: 1.0, sd: 0.0 };
        assert!(cut_offs(flat, flat).is_err());
        assert!(reliable_change(&[], 6.0, Better::Lower, Level::P95).is_err());
        assert!(reliable_change(&[pair(1.0, 2.0)], 0.0, Better::Lower, Level::P95).is_err());
        let gone = [Pair { before: Some(1.0), after: None }; 3];
        assert!(reliable_change(&gone, 6.0, Better::Lower, Level::P95).is_err());
        let most = [pair(1.0, 9.0), gone[0], gone[1]];
        let found = reliable_change(&most, 6.0, Better::Higher, Level::P95).unwrap();
        assert_eq!(found.warnings, [Warning::Few(1), Warning::MostMissing]);
    }
}
