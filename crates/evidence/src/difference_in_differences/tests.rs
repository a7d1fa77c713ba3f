//! Small panels of our own, worked out by hand, and panels that cannot be compared.

use super::*;

const PLACES: [&str; 8] = ["a", "a", "b", "b", "c", "c", "d", "d"];
const PERIODS: [i64; 8] = [1, 2, 1, 2, 1, 2, 1, 2];
const STARTED: [bool; 8] = [false, true, false, true, false, false, false, false];

fn some(values: &[f64]) -> Vec<Option<f64>> {
    values.iter().map(|value| Some(*value)).collect()
}

fn panel<'a>(outcome: &'a [Option<f64>], has_started: &'a [bool]) -> Panel<'a> {
    Panel { place: &PLACES, period: &PERIODS, has_started, outcome }
}

#[test]
fn two_places_against_two_by_hand() {
    // a rises by 3, b by 5; c rises by 1, d not at all: 4 − 0.5.
    let outcome = some(&[1.0, 4.0, 2.0, 7.0, 1.0, 2.0, 3.0, 3.0]);
    let found = difference_in_differences(&panel(&outcome, &STARTED), Clustering::None, Level::P95)
        .unwrap();
    assert!((found.effect.value - 3.5).abs() < 1e-12);
    let means = found.means.unwrap();
    assert!((means.difference() - 3.5).abs() < 1e-12);
    // Changes −1, 1 around 4 and 0.5, −0.5 around 0.5: variance (2/4 + 0.5/4).
    assert!((found.effect.se.unwrap() - 0.625f64.sqrt()).abs() < 1e-12);
    assert_eq!((found.effect.df, found.places, found.started), (Some(3.0), 4, 2));
    assert!(found.warnings.contains(&Warning::FewClusters(4)));
    assert!(found.sentence().contains("2 of 4 places"));
}

#[test]
fn the_three_factors_are_named_and_differ() {
    let outcome = some(&[1.0, 4.0, 2.0, 7.0, 1.0, 2.0, 3.0, 3.0]);
    let se = |clustering| {
        let found =
            difference_in_differences(&panel(&outcome, &STARTED), clustering, Level::P95).unwrap();
        (found.effect.se.unwrap().powi(2), found.convention)
    };
    let (none, named) = se(Clustering::None);
    assert!(named.contains("no small-sample factor"));
    // n = 8; k = 6 with the three constants of places, 3 without.
    let (every, _) = se(Clustering::EveryColumn);
    assert!((every / none - 4.0 / 3.0 * 7.0 / 2.0).abs() < 1e-9);
    let (without, _) = se(Clustering::WithoutPlaces);
    assert!((without / none - 4.0 / 3.0 * 7.0 / 5.0).abs() < 1e-9);
}

#[test]
fn what_cannot_be_compared_is_refused() {
    let outcome = some(&[1.0; 8]);
    let why = |panel: &Panel| {
        difference_in_differences(panel, Clustering::None, Level::P95).unwrap_err().why
    };
    assert!(why(&panel(&outcome, &[false; 8])).contains("started nowhere"));
    let always = [true, true, true, true, false, false, false, false];
    assert!(why(&panel(&outcome, &always)).contains("before it started"));
    assert!(why(&panel(&outcome[..3], &STARTED)).contains("different lengths"));
    assert!(why(&panel(&[None; 8], &STARTED)).contains("0 complete rows"));
    let nobody = Panel { place: &[], period: &[], has_started: &[], outcome: &[] };
    assert!(why(&nobody).contains("started nowhere"));
    // Only one place, and it started: its effect and the period's are one.
    let one = Panel {
        place: &["a", "a"],
        period: &[1, 2],
        has_started: &[false, true],
        outcome: &outcome[..2],
    };
    assert!(!why(&one).is_empty());
}

#[test]
fn one_place_that_started_and_late_starters_are_warned_of() {
    let outcome = some(&[1.0, 4.0, 2.0, 7.0, 1.0, 2.0, 3.0, 3.0]);
    let mut one = STARTED;
    one[3] = false;
    let found =
        difference_in_differences(&panel(&outcome, &one), Clustering::None, Level::P95).unwrap();
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("one place only")));
    let late = Panel {
        place: &["a", "a", "a", "b", "b", "b", "c", "c", "c"],
        period: &[1, 2, 3, 1, 2, 3, 1, 2, 3],
        has_started: &[false, true, true, false, false, true, false, false, false],
        outcome: &some(&[1.0, 2.0, 3.0, 1.0, 1.0, 2.5, 1.0, 1.2, 0.9]),
    };
    let found = difference_in_differences(&late, Clustering::WithoutPlaces, Level::P95).unwrap();
    assert_eq!(found.means, None);
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("different times")));
}
