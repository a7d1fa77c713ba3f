//! Small tables by hand, and facts that cannot be compared.

use super::*;

const HELPED: [Option<bool>; 6] =
    [Some(true), Some(true), Some(true), Some(false), Some(false), Some(false)];

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn plain() -> Groups<'static> {
    Groups { helped: &HELPED, weights: None, pairs: &[] }
}

#[test]
fn six_people_by_hand() {
    let (age, woman) =
        (some(&[1.0, 2.0, 3.0, 3.0, 4.0, 8.0]), some(&[1.0, 1.0, 0.0, 1.0, 0.0, 0.0]));
    let pairs = [(0, 3), (2, 4)];
    let found =
        balance(&[("age", &age), ("woman", &woman)], &Groups { pairs: &pairs, ..plain() }).unwrap();
    let age = &found.columns[0];
    assert_eq!((age.mean_helped, age.mean_others, age.standardised), (2.0, 5.0, Some(-3.0)));
    assert!((age.variance_ratio.unwrap() - 1.0 / 7.0).abs() < 1e-12);
    // Shares apart after 1, 2, 3, 4 and 8: 1/3, 2/3, 2/3, 1/3, 0.
    assert!((age.ecdf_mean - 0.4).abs() < 1e-12 && (age.ecdf_max - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(age.pair_distance, Some(1.5));
    let woman = &found.columns[1];
    assert!((woman.standardised.unwrap() - (1.0 / 3.0) / (2.0f64 / 9.0).sqrt()).abs() < 1e-12);
    assert_eq!(woman.variance_ratio, None);
    assert_eq!((found.effective_helped, found.effective_others), (3.0, 3.0));
    assert!(found.sentence().contains("“age”, by 3.00 spreads"));
    assert!(found.warnings[0].sentence().contains("age, woman"));
}

#[test]
fn weights_change_the_averages_and_not_the_spread() {
    let age = some(&[1.0, 2.0, 3.0, 3.0, 4.0, 8.0]);
    let weights = [1.0, 1.0, 1.0, 2.0, 0.0, 0.0];
    let groups = Groups { weights: Some(&weights), ..plain() };
    let found = balance(&[("age", &age)], &groups).unwrap();
    assert_eq!(found.columns[0].standardised, Some(-1.0));
    assert_eq!((found.effective_helped, found.effective_others), (3.0, 1.0));
    assert_eq!(found.columns[0].basis, Basis { used: 4, missing: 0 });
}

#[test]
fn what_is_missing_is_counted_and_what_cannot_be_is_refused() {
    let age = [Some(1.0), None, Some(3.0), Some(f64::NAN), Some(4.0), Some(4.0)];
    let found = balance(&[("age", &age)], &plain()).unwrap();
    assert_eq!(found.columns[0].basis, Basis { used: 4, missing: 2 });
    let unknown = [Some(1.0), Some(1.0), Some(1.0), None, None, None];
    assert!(balance(&[("age", &unknown)], &plain()).unwrap_err().why.contains("“age”"));
    assert!(balance(&[("age", &age[..2])], &plain()).unwrap_err().why.contains("lengths"));
    let negative = Groups { weights: Some(&[-1.0; 6]), ..plain() };
    assert!(balance(&[("age", &age)], &negative).is_err());
    // Nobody differs from anybody: nothing to standardise with.
    let same = some(&[2.0; 6]);
    let found = balance(&[("age", &same)], &plain()).unwrap();
    assert_eq!((found.columns[0].standardised, found.columns[0].variance_ratio), (None, None));
    assert!(found.sentence().starts_with("Nothing"));
}
