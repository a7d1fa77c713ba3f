//! How much would people have changed anyway, because they were chosen when at an extreme?
//!
//! Question: of a change among people chosen for a high or low first answer, how much is only the
//! first answer's chance part going away? Sources: James (1973), "Regression toward the mean in
//! uncontrolled clinical studies", Biometrics 29; Barnett, van der Pols and Dobson (2005), Int J
//! Epidemiol 34. Assumes bell-shaped answers and chance parts that are independent between waves.

use serde::Serialize;
use statrs::distribution::{Continuous, Normal};

use crate::finding::CannotSay;
use crate::quantile::normal_sf;
use crate::words::{one_place, percent};

/// Who was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Chosen {
    /// Those above the cut.
    Above,
    /// Those below the cut.
    Below,
}

/// How answers vary in everybody, not only in those chosen.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Spread {
    /// The average answer of everybody.
    pub mean: f64,
    /// How much people’s true levels differ.
    pub sd_between: f64,
    /// How much one person’s answers differ by chance.
    pub sd_within: f64,
}

/// What would have happened to those chosen with no help at all.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RegressionToMean {
    /// The standard deviation of single answers.
    pub sd_total: f64,
    /// The correlation of two answers of one person.
    pub correlation: f64,
    /// How far into the tail those chosen are, in standard deviations: φ(z)/(1 − Φ(z)).
    pub tail: f64,
    /// Their average first answer.
    pub first: f64,
    /// Their average next answer, had nothing happened.
    pub next: f64,
    /// By how much their average moves towards everybody’s; never negative.
    pub effect: f64,
    /// How many first answers were averaged to choose them.
    pub answers: u32,
    /// Who was chosen.
    pub chosen: Chosen,
}

/// The change to be expected with no help, when people are chosen on the average of `answers`
/// first answers.
///
/// # Errors
/// Says what would be needed where the spread is not a spread.
pub fn expected(
    spread: Spread,
    cut: f64,
    chosen: Chosen,
    answers: u32,
) -> Result<RegressionToMean, CannotSay> {
    let Spread { mean, sd_between, sd_within } = spread;
    let all = [mean, sd_between, sd_within, cut];
    if !all.iter().all(|one| one.is_finite()) || sd_between < 0.0 || sd_within < 0.0 {
        return Err(CannotSay::because(
            "The spread of answers has to be given as numbers of nought or more.",
            "Take them from a wave of people who were not chosen for their answer.",
        ));
    }
    let within = sd_within * sd_within / f64::from(answers.max(1));
    let between = sd_between * sd_between;
    let sd_total = (within + between).sqrt();
    if !(sd_total > 0.0 && sd_total.is_finite()) {
        return Err(CannotSay::because(
            "Everybody gives the same answer, so nobody can be at an extreme.",
            "No change by regression to the mean is to be expected.",
        ));
    }
    let sign = if chosen == Chosen::Above { 1.0 } else { -1.0 };
    let z = sign * (cut - mean) / sd_total;
    let tail = Normal::standard().pdf(z) / normal_sf(z);
    if !tail.is_finite() {
        return Err(CannotSay::because(
            "Practically nobody lies beyond this cut.",
            "Choose a cut that some people reach.",
        ));
    }
    let correlation = between / (sd_total * sd_total);
    let first = mean + sign * sd_total * tail;
    let next = mean + sign * sd_total * correlation * tail;
    let effect = within / sd_total * tail;
    if ![first, next, effect].iter().all(|one| one.is_finite()) {
        return Err(CannotSay::because(
            "These numbers are too big to calculate with.",
            "Check the units of the answers.",
        ));
    }
    let answers = answers.max(1);
    Ok(RegressionToMean { sd_total, correlation, tail, first, next, effect, answers, chosen })
}

impl RegressionToMean {
    /// How it was worked out.
    pub const CONVENTION: &str = "Truncated normal distribution: the variance within a person, \
        divided by the answers averaged, over the total standard deviation, times φ(z)/(1 − Φ(z)).";

    /// What would have happened anyway, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!(
            "People chosen this way would move by {} on average with no help at all (from {} to \
             {}), because part of an extreme answer is chance. Two answers of one person agree \
             to {}.",
            one_place(self.effect),
            one_place(self.first),
            one_place(self.next),
            percent(self.correlation)
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_published_form_and_the_difference_of_means_agree() {
        let spread = Spread { mean: 5.0, sd_between: 3.0, sd_within: 2.0 };
        let found = expected(spread, 8.0, Chosen::Above, 1).unwrap();
        assert!((found.effect - 1.544_659_489_755_741).abs() < 1e-9);
        assert!((found.first - found.next - found.effect).abs() < 1e-9);
        let twice = expected(spread, 8.0, Chosen::Above, 2).unwrap();
        assert!(twice.effect < found.effect);
        assert_eq!(
            found.sentence(),
            "People chosen this way would move by 1.5 on average with no help at all (from 10.0 \
             to 8.5), because part of an extreme answer is chance. Two answers of one person \
             agree to 69%."
        );
    }

    #[test]
    fn without_spread_or_beyond_everybody_nothing_is_claimed() {
        let none = Spread { mean: 5.0, sd_between: 0.0, sd_within: 0.0 };
        assert!(expected(none, 8.0, Chosen::Above, 1).is_err());
        let some = Spread { mean: 5.0, sd_between: 1.0, sd_within: 1.0 };
        assert!(expected(some, 1e6, Chosen::Above, 1).is_err());
        assert!(expected(some, f64::NAN, Chosen::Below, 1).is_err());
    }

    proptest! {
        #[test]
        fn never_a_strange_number(mean in any::<f64>(), between in any::<f64>(), within in any::<f64>(), cut in any::<f64>()) {
            let spread = Spread { mean, sd_between: between, sd_within: within };
            if let Ok(found) = expected(spread, cut, Chosen::Below, 1) {
                prop_assert!(found.effect.is_finite() && found.effect >= 0.0);
            }
        }
    }
}
