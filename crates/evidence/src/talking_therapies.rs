//! Recovery as NHS Talking Therapies counts it: two scales, caseness and reliable change.
//!
//! Question: of those who were unwell enough at the start, how many are not at the end, and how
//! many changed by more than noise? Source: NHS Talking Therapies for Anxiety and Depression
//! Manual, with PHQ-9 (case from 10, reliable 6) and GAD-7 (case from 8, reliable 4). It counts
//! those with both scores on both occasions; it says nothing of those who left.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::Level;
use crate::proportion::{Proportion, wilson};

/// One scale's rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scale {
    /// From this score on a person is a case.
    pub case_from: u8,
    /// From this many points on a change is reliable.
    pub reliable_from: u8,
}

/// The PHQ-9, for depression.
pub const PHQ9: Scale = Scale { case_from: 10, reliable_from: 6 };
/// The GAD-7, for anxiety.
pub const GAD7: Scale = Scale { case_from: 8, reliable_from: 4 };

/// One person's PHQ-9 and GAD-7 on one occasion; nothing where one is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Scores {
    /// PHQ-9, 0 to 27.
    pub phq9: Option<u8>,
    /// GAD-7, 0 to 21.
    pub gad7: Option<u8>,
}

/// How one person's course counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Course {
    /// A case at first, and on neither scale at last; nothing for those who were no case.
    pub recovery: Option<bool>,
    /// A reliable fall on one scale and no reliable rise on the other.
    pub reliable_improvement: bool,
    /// A reliable rise on either scale.
    pub reliable_deterioration: bool,
    /// Recovery with reliable improvement; nothing for those who were no case.
    pub reliable_recovery: Option<bool>,
}

/// One person's course; nothing where a score is missing or above its scale.
#[must_use]
pub fn course(first: Scores, last: Scores) -> Option<Course> {
    let real = |scores: Scores| {
        Some([scores.phq9.filter(|score| *score <= 27)?, scores.gad7.filter(|score| *score <= 21)?])
    };
    let (first, last) = (real(first)?, real(last)?);
    let scales = [PHQ9, GAD7];
    let is_case =
        |scores: [u8; 2]| scales.iter().zip(scores).any(|(scale, score)| score >= scale.case_from);
    let moved = |from: [u8; 2], to: [u8; 2]| {
        let by = from.into_iter().zip(to).map(|(from, to)| from.saturating_sub(to));
        scales.iter().zip(by).any(|(scale, by)| by >= scale.reliable_from)
    };
    let reliable_deterioration = moved(last, first);
    let reliable_improvement = moved(first, last) && !reliable_deterioration;
    let recovery = is_case(first).then(|| !is_case(last));
    Some(Course {
        recovery,
        reliable_improvement,
        reliable_deterioration,
        reliable_recovery: recovery.map(|recovered| recovered && reliable_improvement),
    })
}

/// The rates of a service, each with its own denominator.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecoveryRates {
    /// Out of those who were a case at first.
    pub recovery: Proportion,
    /// Out of those who were a case at first.
    pub reliable_recovery: Proportion,
    /// Out of all with both scores on both occasions.
    pub reliable_improvement: Proportion,
    /// Out of all with both scores on both occasions.
    pub reliable_deterioration: Proportion,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// The rates of people with their first and last scores.
pub fn rates(people: &[(Scores, Scores)], level: Level) -> Result<RecoveryRates, CannotSay> {
    let courses: Vec<Course> =
        people.iter().filter_map(|(first, last)| course(*first, *last)).collect();
    if courses.is_empty() {
        return Err(CannotSay::too_few(0, 1, "people with both scores on both occasions"));
    }
    let of = |counted: &dyn Fn(&Course) -> Option<bool>| {
        let answers: Vec<bool> = courses.iter().filter_map(counted).collect();
        wilson(answers.iter().filter(|yes| **yes).count() as u64, answers.len() as u64, level)
    };
    let basis = Basis { used: courses.len(), missing: people.len() - courses.len() };
    let mut warnings = Vec::new();
    if basis.used < 10 {
        warnings.push(Warning::Few(basis.used));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    Ok(RecoveryRates {
        recovery: of(&|course| course.recovery),
        reliable_recovery: of(&|course| course.reliable_recovery),
        reliable_improvement: of(&|course| Some(course.reliable_improvement)),
        reliable_deterioration: of(&|course| Some(course.reliable_deterioration)),
        basis,
        warnings,
    })
}

impl RecoveryRates {
    /// How it was worked out.
    pub const CONVENTION: &str = "NHS Talking Therapies: case from PHQ-9 10 or GAD-7 8; reliable \
        from 6 or 4 points. Recovery is out of those who were a case at first.";

    /// The rates in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "Recovered, of those unwell enough at the start: {} Reliably better: {} Reliably \
             worse: {} {}",
            self.recovery.sentence(),
            self.reliable_improvement.sentence(),
            self.reliable_deterioration.sentence(),
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scores(phq9: u8, gad7: u8) -> Scores {
        Scores { phq9: Some(phq9), gad7: Some(gad7) }
    }

    #[test]
    fn a_reliable_rise_on_one_scale_undoes_a_fall_on_the_other() {
        let found = course(scores(15, 12), scores(9, 16)).unwrap();
        assert!(!found.reliable_improvement && found.reliable_deterioration);
        assert_eq!(found.reliable_recovery, Some(false));
    }

    #[test]
    fn who_was_no_case_is_not_in_the_denominator_of_recovery() {
        let found = rates(
            &[
                (scores(9, 7), scores(3, 2)),
                (scores(15, 12), scores(8, 7)),
                (scores(11, 3), scores(11, 3)),
                (scores(11, 3), Scores { phq9: Some(3), gad7: None }),
                (scores(11, 3), scores(28, 3)),
            ],
            Level::P95,
        )
        .unwrap();
        assert_eq!((found.recovery.count, found.recovery.total), (1, 2));
        let improved = found.reliable_improvement;
        assert_eq!((improved.count, improved.total), (2, 3));
        assert_eq!(found.basis, Basis { used: 3, missing: 2 });
        assert!(found.sentence().contains("1 of 2"));
    }

    #[test]
    fn nobody_with_scores_is_refused() {
        assert!(rates(&[], Level::P95).is_err());
        let empty = Scores { phq9: None, gad7: None };
        assert!(rates(&[(empty, empty)], Level::P95).is_err());
    }
}
