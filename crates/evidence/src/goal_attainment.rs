//! How far were somebody's own goals reached? The goal attainment score.
//!
//! Source: Kiresuk and Sherman (1968), Community Mental Health Journal 4, with a correlation of 0.3
//! between goals. The formula printed in Turner-Stokes (2009) had an erratum; this is the right one.
//! Levels: −2 much less than hoped, 0 as hoped, +2 much more. 50 is as hoped on the whole.

use serde::Serialize;

use crate::finding::{Basis, CannotSay};
use crate::words::one_place;

/// One goal.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Goal {
    /// How far it was reached, from −2 to 2; nothing where nobody looked.
    pub reached: Option<i8>,
    /// How much it weighs.
    pub weight: f64,
}

/// How far goals were reached.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GoalAttainment {
    /// The score: 50 is as hoped; 10 is a standard deviation.
    pub score: f64,
    /// How many goals it rests on.
    pub basis: Basis,
}

/// The correlation between goals that the formula takes for granted.
const CORRELATION: f64 = 0.3;

/// The score of goals that were looked at.
///
/// # Errors
/// Says so where no goal was looked at, or a level or weight cannot be.
pub fn goal_attainment(goals: &[Goal]) -> Result<GoalAttainment, CannotSay> {
    let seen: Vec<(f64, f64)> =
        goals.iter().filter_map(|goal| Some((f64::from(goal.reached?), goal.weight))).collect();
    if seen.is_empty() {
        return Err(CannotSay::too_few(0, 1, "goals that were looked at"));
    }
    let possible = |(level, weight): &(f64, f64)| level.abs() <= 2.0 && *weight > 0.0;
    let (sum, squares, weighted) = seen
        .iter()
        .fold((0.0, 0.0, 0.0), |(s, q, x), (level, w)| (s + w, q + w * w, x + w * level));
    let spread = ((1.0 - CORRELATION) * squares + CORRELATION * sum * sum).sqrt();
    let score = 50.0 + 10.0 * weighted / spread;
    if !seen.iter().all(possible) || !score.is_finite() {
        return Err(CannotSay::because(
            "A goal is reached from −2 to 2, and weighs more than nought.",
            "Correct the goal.",
        ));
    }
    let basis = Basis { used: seen.len(), missing: goals.len() - seen.len() };
    Ok(GoalAttainment { score, basis })
}

impl GoalAttainment {
    /// How it was worked out.
    pub const CONVENTION: &str =
        "50 + 10 Σwx / √((1 − ρ) Σw² + ρ (Σw)²), ρ = 0.3; goals nobody looked at do not count.";

    /// How far they were reached, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let whole = match self.score {
            score if score < 45.0 => "less than hoped",
            score if score > 55.0 => "more than hoped",
            _ => "about as hoped",
        };
        let (score, goals) = (one_place(self.score), self.basis.eligible());
        format!(
            "{} of {goals} goals, {whole} on the whole: {score}, where 50 is as hoped.",
            self.basis.used
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn as_hoped_is_fifty_and_one_less_is_forty() {
        let of = |reached| Goal { reached, weight: 1.0 };
        assert_eq!(goal_attainment(&[of(Some(0)), of(Some(0))]).unwrap().score, 50.0);
        let found = goal_attainment(&[of(Some(-1)), of(None)]).unwrap();
        assert_eq!((found.score, found.basis.missing), (40.0, 1));
        assert_eq!(
            found.sentence(),
            "1 of 2 goals, less than hoped on the whole: 40.0, where 50 is as hoped."
        );
    }

    #[test]
    fn no_goal_and_impossible_goals_are_refused() {
        assert!(goal_attainment(&[]).is_err());
        assert!(goal_attainment(&[Goal { reached: None, weight: 1.0 }]).is_err());
        assert!(goal_attainment(&[Goal { reached: Some(3), weight: 1.0 }]).is_err());
        assert!(goal_attainment(&[Goal { reached: Some(1), weight: 0.0 }]).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(goals in prop::collection::vec((prop::option::of(any::<i8>()), any::<f64>()), 0..6)) {
            let goals: Vec<Goal> =
                goals.into_iter().map(|(reached, weight)| Goal { reached, weight }).collect();
            if let Ok(found) = goal_attainment(&goals) {
                prop_assert!(found.score.is_finite());
            }
        }
    }
}
