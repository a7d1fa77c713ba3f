//! Equal groups by hand, groups that cannot be, and any input at all.

use proptest::prelude::*;

use super::*;

fn slope(values: &[f64], kind: Values, straight: Straight) -> Result<InequalitySlope, CannotSay> {
    let populations = vec![Some(100.0); values.len()];
    let errors = vec![Some(0.1); values.len()];
    let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
    let groups = Groups { populations: &populations, values: &values, errors: &errors, kind };
    inequality_slope(&groups, straight, Level::P95)
}

#[test]
fn five_equal_groups_by_hand() {
    // At ranks 0.1 to 0.9 a rise of 1 a group is 5 from end to end, from 9.5 to 14.5.
    let found = slope(&[10.0, 11.0, 12.0, 13.0, 14.0], Values::Numbers, Straight::Plain).unwrap();
    assert!((found.slope_index.value - 5.0).abs() < 1e-12);
    assert!((found.start - 9.5).abs() < 1e-12);
    assert!((found.relative_index.unwrap().value - 14.5 / 9.5).abs() < 1e-12);
    // Its error: 0.1 over √Σ(rank − ½)² = √0.4.
    assert!((found.slope_index.se.unwrap() - 0.1 / 0.4f64.sqrt()).abs() < 1e-12);
    assert!(found.warnings.is_empty());
    assert_eq!(
        found.sentence(),
        "From the most to the least deprived, values are 5.00 higher (difference 4.69 to 5.31)."
    );
}

#[test]
fn turning_the_direction_turns_both() {
    let found = slope(&[5.0, 4.0, 3.0, 2.0, 1.0], Values::Rates, Straight::Plain).unwrap();
    let turned = found.times(-10.0);
    assert!((turned.slope_index.value - 50.0).abs() < 1e-9);
    let (before, after) = (found.relative_index.unwrap(), turned.relative_index.unwrap());
    assert!((before.value * after.value - 1.0).abs() < 1e-12);
    assert!(after.interval.unwrap().low < after.interval.unwrap().high);
}

#[test]
fn impossible_groups_are_named() {
    assert!(slope(&[1.0, 2.0], Values::Numbers, Straight::Plain).is_err());
    assert!(slope(&[0.1, 0.2, 1.2], Values::Shares, Straight::Plain).is_err());
    assert!(slope(&[0.1, 0.0, 1.2], Values::Rates, Straight::Transformed).is_err());
    let some = [Some(1.0), Some(2.0), Some(3.0)];
    let of = |populations: &[Option<f64>], errors: &[Option<f64>]| {
        let groups = Groups { populations, values: &some, errors, kind: Values::Numbers };
        inequality_slope(&groups, Straight::Plain, Level::P95)
    };
    assert!(of(&[Some(1.0), None, Some(1.0)], &some).unwrap_err().why.contains("Group 2"));
    assert!(of(&[Some(1.0), Some(-1.0), Some(1.0)], &some).is_err());
    assert!(of(&some, &[Some(1.0), Some(-1.0), Some(1.0)]).is_err());
    let without = of(&some, &[None; 3]).unwrap();
    assert_eq!(without.slope_index.interval, None);
    assert!(without.warnings[0].sentence().contains("no range"));
    assert_eq!(Values::Shares.error_from_limits(Some(0.1), Some(11.0)), None);
    assert_eq!(Values::Shares.error_from_limits(None, Some(0.1)), None);
}

proptest! {
    #[test]
    fn never_a_strange_number(rows in prop::collection::vec((0.1..1e6f64, any::<f64>(), 0.0..10.0f64), 0..12)) {
        let populations: Vec<Option<f64>> = rows.iter().map(|row| Some(row.0)).collect();
        let values: Vec<Option<f64>> = rows.iter().map(|row| Some(row.1)).collect();
        let errors: Vec<Option<f64>> = rows.iter().map(|row| Some(row.2)).collect();
        for kind in [Values::Numbers, Values::Rates, Values::Shares] {
            for straight in [Straight::Plain, Straight::Transformed] {
                let groups =
                    Groups { populations: &populations, values: &values, errors: &errors, kind };
                if let Ok(found) = inequality_slope(&groups, straight, Level::P95) {
                    prop_assert!(found.slope_index.value.is_finite());
                    prop_assert!(found.relative_index.is_none_or(|one| one.value.is_finite()));
                }
            }
        }
    }
}
