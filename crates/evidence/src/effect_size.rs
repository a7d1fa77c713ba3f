//! How big is a change, in spreads? Standardised effect sizes of a paired change.
//!
//! Question: how does the average change compare with how much people differ? Several answers are
//! in use and they are not the same number, so each has its name. Sources: Cohen (1988); Hedges
//! (1981) for the small-sample factor J; Lakens (2013), "Calculating and reporting effect sizes",
//! Frontiers in Psychology 4; the interval of dz turns the non-central t round (Steiger and
//! Fouladi, 1997). Assumes what the paired t test does. A big effect size proves no cause.

use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use crate::finding::{Basis, CannotSay, Estimate, Warning};
use crate::interval::{Interval, Level};
use crate::noncentral;
use crate::paired::Pair;

/// The size of a paired change against the spreads there are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EffectSizes {
    /// The average change with Student's t.
    pub change: Estimate,
    /// The spread of answers before.
    pub sd_before: f64,
    /// The spread of answers after.
    pub sd_after: f64,
    /// The spread of changes.
    pub sd_change: f64,
    /// Change over the spread of changes; also called the standardised response mean.
    pub dz: f64,
    /// The values of dz that fit; nothing where they cannot be worked out.
    pub dz_interval: Option<Interval>,
    /// Change over the average of the two spreads; nothing without spread.
    pub dav: Option<f64>,
    /// Change over the root of the average of the two squared spreads; nothing without spread.
    pub dav_rms: Option<f64>,
    /// Change over the spread before, Glass's delta; nothing without spread.
    pub glass_delta: Option<f64>,
    /// Hedges's factor for few people, 1 − 3/(4 df − 1).
    pub j: f64,
    /// The same factor, exact, by the gamma function.
    pub j_exact: f64,
    /// dz times the factor.
    pub gz: f64,
    /// How closely first and second answers go together; nothing without spread.
    pub correlation: Option<f64>,
    /// On how many it rests.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// Effect sizes of the change of those who answered both times.
pub fn effect_sizes(pairs: &[Pair], level: Level) -> Result<EffectSizes, CannotSay> {
    let real = |value: Option<f64>| value.filter(|value| value.is_finite());
    let both: Vec<(f64, f64)> =
        pairs.iter().filter_map(|pair| Some((real(pair.before)?, real(pair.after)?))).collect();
    if both.len() < 2 {
        return Err(CannotSay::too_few(both.len(), 2, "people who answered both times"));
    }
    let before = spread(both.iter().map(|pair| pair.0));
    let after = spread(both.iter().map(|pair| pair.1));
    let changes = spread(both.iter().map(|pair| pair.1 - pair.0));
    let together: f64 =
        both.iter().map(|pair| (pair.0 - before.mean) * (pair.1 - after.mean)).sum();
    let many = both.len() as f64;
    if ![before.sd, after.sd, changes.sd, together].iter().all(|one| one.is_finite()) {
        return Err(crate::linear::too_big());
    }
    if changes.sd == 0.0 {
        return Err(CannotSay::because(
            "Everybody changed by the same amount, so there is no spread to compare with.",
            "Report the change itself.",
        ));
    }
    let df = many - 1.0;
    let change = Estimate::student(changes.mean, Some(changes.sd / many.sqrt()), df, level);
    let dz = changes.mean / changes.sd;
    let shift = |share| noncentral::delta(dz * many.sqrt(), df, share).map(|at| at / many.sqrt());
    let (low, high) = (shift(level.upper()), shift(level.tail()));
    let over = |sd: f64| (sd > 0.0).then(|| changes.mean / sd);
    let j = 1.0 - 3.0 / (4.0 * df - 1.0);
    let product = before.sd * after.sd;
    let basis = Basis { used: both.len(), missing: pairs.len() - both.len() };
    Ok(EffectSizes {
        change,
        sd_before: before.sd,
        sd_after: after.sd,
        sd_change: changes.sd,
        dz,
        dz_interval: low.zip(high).map(|(low, high)| Interval { low, high, level }),
        dav: over(f64::midpoint(before.sd, after.sd)),
        dav_rms: over(before.sd.hypot(after.sd) / 2f64.sqrt()),
        glass_delta: over(before.sd),
        j,
        j_exact: exact_factor(df),
        gz: dz * j,
        correlation: (product > 0.0).then(|| together / df / product),
        warnings: warnings(pairs, basis),
        basis,
    })
}

struct Spread {
    mean: f64,
    sd: f64,
}

fn spread(values: impl Iterator<Item = f64> + Clone) -> Spread {
    let many = values.clone().count() as f64;
    let mean = values.clone().sum::<f64>() / many;
    let squares: f64 = values.map(|value| (value - mean).powi(2)).sum();
    let sd = (squares / (many - 1.0)).sqrt();
    // Rounding leaves a trace of spread where there is none.
    Spread { mean, sd: if sd <= mean.abs() * 1e-13 { 0.0 } else { sd } }
}

/// Γ(df/2) / (√(df/2) Γ((df − 1)/2)); nought for one degree of freedom.
fn exact_factor(df: f64) -> f64 {
    if df <= 1.0 {
        return 0.0;
    }
    (ln_gamma(df / 2.0) - ln_gamma((df - 1.0) / 2.0)).exp() / (df / 2.0).sqrt()
}

fn warnings(pairs: &[Pair], basis: Basis) -> Vec<Warning> {
    let values = pairs.iter().flat_map(|pair| [pair.before, pair.after]).flatten();
    let strange = values.filter(|value| !value.is_finite()).count();
    let mut warnings = Vec::new();
    if strange > 0 {
        warnings.push(Warning::NotNumbers(strange));
    }
    if basis.used < 10 {
        warnings.push(Warning::Few(basis.used));
    }
    if basis.missing > basis.used {
        warnings.push(Warning::MostMissing);
    }
    warnings
}

impl EffectSizes {
    /// How it was worked out.
    pub const CONVENTION: &str = "dz: average change over the standard deviation of changes. dav: \
        over the mean of the two standard deviations. Glass’s delta: over the one before. Range of \
        dz: non-central t.";

    /// The size in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let size = match self.dz.abs() {
            d if d < 0.2 => "hardly anything",
            d if d < 0.5 => "small",
            d if d < 0.8 => "medium",
            _ => "large",
        };
        let range = match self.dz_interval {
            Some(range) => format!(" (values from {:.2} to {:.2} fit)", range.low, range.high),
            None => String::new(),
        };
        format!(
            "The change is {:.2} times as big as changes differ between people{range}: by Cohen’s \
             rule of thumb, {size}. {}",
            self.dz,
            self.basis.sentence()
        )
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(of: &[(f64, f64)]) -> Vec<Pair> {
        of.iter().map(|(b, a)| Pair { before: Some(*b), after: Some(*a) }).collect()
    }

    #[test]
    fn three_people_by_hand() {
        // Changes 1, 2, 3; spreads before 1 and after 1; first and second rise together by half.
        let found =
            effect_sizes(&pairs(&[(4.0, 5.0), (5.0, 7.0), (3.0, 6.0)]), Level::P95).unwrap();
        assert_eq!((found.dz, found.dav, found.glass_delta), (2.0, Some(2.0), Some(2.0)));
        assert_eq!((found.correlation, found.j), (Some(0.5), 1.0 - 3.0 / 7.0));
        assert!((found.j_exact - 1.0 / std::f64::consts::PI.sqrt()).abs() < 1e-12);
        assert!(found.dz_interval.unwrap().contains(2.0));
        assert!(found.sentence().starts_with("The change is 2.00 times"));
    }

    #[test]
    fn students_own_ten_sleepers() {
        // Student (1908), hours of sleep gained with each of two drugs; values by R 4.2.
        let first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let both: Vec<(f64, f64)> = first.into_iter().zip(second).collect();
        let found = effect_sizes(&pairs(&both), Level::P95).unwrap();
        let near = |found: f64, wanted: f64| {
            assert!((found / wanted - 1.0).abs() < 1e-9, "{found}, not {wanted}");
        };
        near(found.change.statistic().unwrap(), 4.062_127_683_382);
        near(found.change.p.unwrap(), 0.002_832_890_197_384);
        near(found.dz, 1.284_557_562_591);
        near(found.dav.unwrap(), 0.833_496_341_312_7);
        near(found.gz, 1.174_452_628_655);
        let range = found.dz_interval.unwrap();
        assert!((range.low - 0.414_627_76).abs() < 1e-5, "{}", range.low);
        assert!((range.high - 2.118_016_51).abs() < 1e-5, "{}", range.high);
    }

    #[test]
    fn too_few_or_all_the_same_is_refused() {
        for few in [&[][..], &[(1.0, 2.0)]] {
            let refused = effect_sizes(&pairs(few), Level::P95).unwrap_err();
            assert!(refused.why.contains("this needs at least 2"));
        }
        let same = effect_sizes(&pairs(&[(1.0, 2.0), (3.0, 4.0)]), Level::P95).unwrap_err();
        assert!(same.why.contains("same amount"));
        let missing = [Pair { before: Some(1.0), after: None }; 4];
        assert!(effect_sizes(&missing, Level::P95).is_err());
    }

    #[test]
    fn without_spread_before_glass_is_silent() {
        let found = effect_sizes(&pairs(&[(2.0, 3.0), (2.0, 5.0)]), Level::P95).unwrap();
        assert_eq!((found.glass_delta, found.correlation), (None, None));
        assert_eq!(found.warnings, [Warning::Few(2)]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn any_answers_give_numbers_or_a_reason(
            answers in prop::collection::vec((any::<Option<f64>>(), -5.0..5.0f64), 0..6),
        ) {
            let pairs: Vec<Pair> =
                answers.iter().map(|a| Pair { before: a.0, after: Some(a.1) }).collect();
            if let Ok(found) = effect_sizes(&pairs, Level::P95) {
                prop_assert!(found.dz.is_finite() && found.gz.is_finite());
                prop_assert!(found.correlation.is_none_or(f64::is_finite));
            }
        }
    }
}
