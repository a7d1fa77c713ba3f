//! Published sizes, and designs that cannot be.

use super::averages::{Design, achieved, needed, with_baseline};
use super::clusters::design_effect;
use super::shares::{Scale, arcsine_difference};
use super::stepped_wedge::{Wedge, power};
use super::*;

#[test]
fn a_difference_of_half_a_deviation_needs_64_in_each_group() {
    // Cohen (1988), table 2.4.1: 64 in each group for d = 0.5 and a power of 0.8.
    let found = needed(Design::TwoGroups, 0.5, 0.8, 0.05).unwrap();
    assert_eq!(found.whole(), 64);
    assert!((found.needed - 63.765_610_444_142).abs() < 1e-6);
    assert_eq!(
        found.sentence(),
        "With 64 people in each group, a true difference of this size would be seen in 80% of \
         studies."
    );
    let again = achieved(Design::TwoGroups, 0.5, found.needed, 0.05).unwrap();
    assert!((again.power - 0.8).abs() < 1e-9);
}

#[test]
fn two_people_a_huge_difference_and_none_are_decided() {
    assert_eq!(needed(Design::Paired, 1e6, 0.8, 0.05).unwrap().needed, 2.0);
    assert!(needed(Design::Paired, 0.0, 0.8, 0.05).is_err());
    assert!(needed(Design::Paired, 1e-6, 0.8, 0.05).is_err());
    assert!(achieved(Design::Paired, 0.5, 1.0, 0.05).is_err());
    assert!(achieved(Design::Paired, f64::NAN, 9.0, 0.05).is_err());
    assert!(shares::needed(Scale::Normal, (0.5, 0.5), 0.8, 0.05).is_err());
    assert!(shares::needed(Scale::Arcsine, (0.5, 1.5), 0.8, 0.05).is_err());
    assert!((arcsine_difference(0.6, 0.45) - 0.301_525_341_951_9).abs() < 1e-12);
}

#[test]
fn clusters_cost_people_and_a_first_answer_saves_some() {
    let equal = design_effect(20.0, 0.05, 0.0).unwrap();
    assert!((equal.factor - 1.95).abs() < 1e-12 && (equal.people(100.0) - 195.0).abs() < 1e-9);
    assert!(equal.sentence().contains("1.95 times"));
    assert!(design_effect(0.0, 0.05, 0.0).is_err() && design_effect(9.0, 2.0, 0.0).is_err());
    assert!((with_baseline(0.5).unwrap() - 0.75).abs() < 1e-12);
    assert_eq!(with_baseline(2.0), None);
}

#[test]
fn a_wedge_that_crosses_all_at_once_is_refused() {
    let wedge = |steps: &[u32]| Wedge {
        clusters_per_step: steps.to_vec(),
        people: 15.0,
        variance_within: 4.84,
        variance_between: 0.16,
    };
    let found = power(&wedge(&[2, 2, 2, 2, 2]), 0.4, 0.05).unwrap();
    assert!((found.variance - 0.058_611_278_952_67).abs() < 1e-12);
    assert!((found.power - 0.379_140_770_314_6).abs() < 1e-9);
    assert!((found.both_tails - 0.379_292_581_440_6).abs() < 1e-9);
    assert!(power(&wedge(&[10]), 0.4, 0.05).is_err());
    assert!(power(&wedge(&[]), 0.4, 0.05).is_err());
    assert!(power(&wedge(&[0, 0]), 0.4, 0.05).is_err());
}
