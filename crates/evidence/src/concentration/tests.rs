//! Four people by hand, groups as printed, and any input at all.

use proptest::prelude::*;

use super::*;

fn column(of: &[f64]) -> Vec<Option<f64>> {
    of.iter().copied().map(Some).collect()
}

fn index(outcome: &[f64], of: Index, error: ErrorOf) -> Result<Concentration, CannotSay> {
    let ranks: Vec<f64> = (0..outcome.len()).map(|at| at as f64).collect();
    concentration(&column(&ranks), &column(outcome), of, error, Level::P95)
}

#[test]
fn all_with_the_best_off_by_hand() {
    // Ranks 1/8, 3/8, 5/8, 7/8; all of the outcome at 7/8: 2 × 7/8 − 1 = 0.75.
    for error in [ErrorOf::Direct, ErrorOf::Convenient, ErrorOf::Delta, ErrorOf::DeltaRobust] {
        let found = index(&[0.0, 0.0, 0.0, 1.0], Index::Relative, error).unwrap();
        assert!((found.index.value - 0.75).abs() < 1e-12);
        assert!(found.index.se.unwrap().is_finite());
    }
    let bounded = index(&[0.0, 0.0, 0.0, 1.0], Index::Wagstaff(0.0, 1.0), ErrorOf::Delta).unwrap();
    assert!((bounded.index.value - 1.0).abs() < 1e-12);
    let other = index(&[0.0, 0.0, 0.0, 1.0], Index::Erreygers(0.0, 1.0), ErrorOf::Delta).unwrap();
    assert!((other.index.value - 0.75).abs() < 1e-12);
}

#[test]
fn people_with_the_same_rank_share_it_whatever_their_order() {
    let by = column(&[1.0, 1.0, 2.0, 2.0]);
    let of = |y: &[f64]| {
        concentration(&by, &column(y), Index::Relative, ErrorOf::Delta, Level::P95).unwrap()
    };
    assert_eq!(of(&[1.0, 2.0, 3.0, 4.0]).index.value, of(&[2.0, 1.0, 4.0, 3.0]).index.value);
}

#[test]
fn groups_agree_with_the_world_banks_table() {
    // O'Donnell and others (2008), table 8.1: under-five deaths in India by wealth, −0.1694.
    let births = [29_939.0, 28_776.0, 26_528.0, 24_689.0, 19_739.0];
    let found = grouped(&births, &[154.7, 152.9, 119.5, 86.9, 54.3]).unwrap();
    assert_eq!(rounded(found.index, 4), "-0.1694");
    assert!(found.sentence().contains("worse off"));
    assert!(grouped(&births, &[0.0; 5]).is_err());
    assert!(grouped(&[1.0], &[1.0]).is_err());
    assert!(grouped(&[1.0, -1.0], &[1.0, 1.0]).is_err());
}

#[test]
fn too_few_nobody_and_one_rank_are_refused() {
    assert!(index(&[1.0, 2.0], Index::Relative, ErrorOf::Delta).is_err());
    assert!(index(&[0.0; 9], Index::Relative, ErrorOf::Delta).is_err());
    assert!(index(&[0.5; 9], Index::Wagstaff(0.6, 1.0), ErrorOf::Delta).is_err());
    let same = concentration(
        &column(&[1.0; 9]),
        &column(&[1.0, 2.0, 3.0, 1.0, 2.0, 3.0, 1.0, 2.0, 3.0]),
        Index::Relative,
        ErrorOf::Direct,
        Level::P95,
    );
    assert!(same.is_err());
    let nobody = vec![None; 9];
    let gone = concentration(&nobody, &nobody, Index::Absolute, ErrorOf::Delta, Level::P95);
    assert!(gone.unwrap_err().why.contains("0 people"));
}

proptest! {
    #[test]
    fn never_a_strange_number(rows in prop::collection::vec((prop::option::of(any::<f64>()), prop::option::of(any::<f64>())), 0..12)) {
        let (by, outcome): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
        for of in [Index::Relative, Index::Absolute, Index::Wagstaff(0.0, 1.0), Index::Erreygers(0.0, 1.0)] {
            for error in [ErrorOf::Direct, ErrorOf::DeltaRobust] {
                if let Ok(found) = concentration(&by, &outcome, of, error, Level::P95) {
                    prop_assert!(found.index.value.is_finite());
                    prop_assert!(found.index.se.is_some_and(f64::is_finite));
                }
            }
        }
    }
}
