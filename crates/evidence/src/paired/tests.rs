//! Small cases of our own, worked out by hand, and any input at all.

use proptest::prelude::*;

use super::*;

fn pairs(of: &[(f64, f64)]) -> Vec<Pair> {
    of.iter().map(|(b, a)| Pair { before: Some(*b), after: Some(*a) }).collect()
}

fn higher(pairs: &[Pair]) -> PairedChange {
    change(pairs, Better::Higher, Level::P95)
}

#[test]
fn three_people_by_hand() {
    // Changes 1, 2 and 3: mean 2, sd 1, se 1/√3, t(2) = 4.302653.
    let found = higher(&pairs(&[(4.0, 5.0), (5.0, 7.0), (3.0, 6.0)]));
    let estimate = found.estimate.as_ref().unwrap();
    assert_eq!((estimate.change, estimate.sd, estimate.median), (2.0, Some(1.0), 2.0));
    let range = estimate.interval.unwrap();
    assert!((range.low - (2.0 - 4.302_652_729_696 / 3f64.sqrt())).abs() < 1e-9);
    assert_eq!((estimate.improved, estimate.same, estimate.worsened), (3, 0, 0));
    assert_eq!(found.warnings, [Warning::Few]);
}

#[test]
fn nobody_is_a_sentence_and_no_number() {
    let found = higher(&[]);
    assert_eq!((found.estimate.is_none(), found.share_missing()), (true, None));
    assert_eq!(found.sentence(), "Nobody could have answered twice yet.");
    let asked = higher(&[Pair { before: Some(3.0), after: None }]);
    assert_eq!((asked.with_before, asked.paired, asked.missing()), (1, 0, 1));
    assert_eq!(asked.sentence(), "Nobody has answered both times yet, so no change can be shown.");
    assert_eq!(asked.missing_sentence(), "1 person of 1 (100%) did not answer both times.");
}

#[test]
fn one_person_has_a_change_and_no_range() {
    let found = higher(&pairs(&[(4.0, 6.0)]));
    let estimate = found.estimate.as_ref().unwrap();
    assert_eq!((estimate.change, estimate.sd, estimate.interval), (2.0, None, None));
    assert!(found.sentence().ends_with("says nothing about anybody else."), "{}", found.sentence());
}

#[test]
fn two_people_have_a_very_wide_range() {
    let found = higher(&pairs(&[(4.0, 6.0), (4.0, 5.0)]));
    let range = found.estimate.as_ref().unwrap().interval.unwrap();
    assert!(range.low < -4.0 && range.high > 7.0);
    assert!(found.sentence().contains("could be chance"), "{}", found.sentence());
}

#[test]
fn the_same_change_for_everybody_claims_no_certainty() {
    for by in [0.0, 0.1, 2.0] {
        let found = higher(&pairs(&[(4.0, 4.0 + by), (5.3, 5.3 + by), (7.7, 7.7 + by)]));
        assert_eq!(found.estimate.as_ref().unwrap().interval, None, "{by}");
        assert!(found.sentence().contains("no range can be worked out"));
    }
}

#[test]
fn lower_may_be_better() {
    let fell = pairs(&[(8.0, 4.0), (7.0, 4.0), (9.0, 4.0), (8.0, 3.0)]);
    let found = change(&fell, Better::Lower, Level::P95);
    assert_eq!(found.estimate.as_ref().unwrap().improved, 4);
    assert!(found.sentence().contains("fell from 8.0 to 3.8"), "{}", found.sentence());
    assert!(found.sentence().ends_with("change for the better."));
    assert!(higher(&fell).sentence().ends_with("change for the worse."));
}

#[test]
fn what_is_no_number_is_missing_and_said_to_be() {
    let mut some = pairs(&[(1.0, 2.0), (2.0, 5.0)]);
    some.push(Pair { before: Some(f64::NAN), after: Some(1.0) });
    let found = higher(&some);
    assert_eq!((found.eligible, found.with_before, found.with_after, found.paired), (3, 2, 3, 2));
    assert_eq!(found.warnings[0], Warning::NotNumbers(1));
    assert_eq!(higher(&pairs(&[(0.0, f64::MAX), (-f64::MAX, 1.0)])).warnings[0], Warning::TooBig);
}

proptest! {
    #[test]
    fn any_input_gives_numbers_that_add_up(of in prop::collection::vec((any::<Option<f64>>(), any::<Option<f64>>()), 0..12)) {
        let some: Vec<Pair> = of.iter().map(|(before, after)| Pair { before: *before, after: *after }).collect();
        let found = higher(&some);
        prop_assert!(found.paired <= found.with_before.min(found.with_after));
        prop_assert!(!found.sentence().contains("NaN") && !found.sentence().contains("inf"));
        if let Some(estimate) = &found.estimate {
            prop_assert!(estimate.is_finite());
            prop_assert_eq!(estimate.improved + estimate.same + estimate.worsened, found.paired);
        }
    }

    #[test]
    fn whole_answers_on_a_scale_keep_the_change_inside_its_range(of in prop::collection::vec((0..=10i8, 0..=10i8), 2..40)) {
        let some: Vec<_> = of.iter().map(|(b, a)| (f64::from(*b), f64::from(*a))).collect();
        let found = higher(&pairs(&some)).estimate.unwrap();
        prop_assert!((found.mean_after - found.mean_before - found.change).abs() < 1e-9);
        if let Some(range) = found.interval {
            prop_assert!(range.low < found.change && found.change < range.high);
        }
    }
}
