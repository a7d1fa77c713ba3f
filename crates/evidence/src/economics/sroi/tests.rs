//! One outcome by hand, what cannot be, and any numbers at all.

use proptest::prelude::*;

use super::*;

fn outcome(deadweight: f64, years: u32) -> Outcome {
    Outcome {
        name: "less lonely".to_owned(),
        quantity: 10.0,
        proxy: 100.0,
        deadweight,
        attribution: 0.0,
        displacement: 0.0,
        drop_off: 0.5,
        years,
    }
}

#[test]
fn the_first_year_decides_between_the_conventions() {
    // 500 in the first year, 250 in the second, 500 put in.
    let outcomes = [outcome(0.5, 2)];
    let guide = Convention::sroi_guide("2026-11-22").unwrap();
    let book = Convention::green_book("2026-11-22").unwrap();
    let first = social_return(&outcomes, 500.0, &guide).unwrap();
    let second = social_return(&outcomes, 500.0, &book).unwrap();
    assert!((first.present_value - (500.0 / 1.035 + 250.0 / 1.035 / 1.035)).abs() < 1e-9);
    assert!((second.present_value - (500.0 + 250.0 / 1.035)).abs() < 1e-9);
    assert!((second.ratio / first.ratio - 1.035).abs() < 1e-12);
    assert_eq!(first.undiscounted, 750.0);
    assert_eq!(
        second.sentence(),
        "For each pound put in, outcomes worth £1.48 came out under these assumptions (£742 for \
         £500). Green Book: first year not discounted (Social time preference (Green Book 2003))."
    );
}

#[test]
fn other_assumptions_are_said() {
    let book = Convention::green_book("2026-11-22").unwrap();
    let changes = [Change::Deadweight(0.2), Change::YearsAtMost(1), Change::Representative(0.6)];
    let found = sensitivity(&[outcome(0.5, 2)], 500.0, &book, &changes).unwrap();
    assert_eq!(
        found[1].sentence(),
        "If nothing lasts beyond one year, it would be £1.00 for each pound."
    );
    assert!(found.iter().all(|one| one.found.ratio < 1.5));
}

#[test]
fn what_cannot_be_is_named() {
    let book = Convention::green_book("2026-11-22").unwrap();
    assert!(social_return(&[outcome(0.5, 2)], 0.0, &book).is_err());
    assert!(social_return(&[], 1.0, &book).is_err());
    let wrong = social_return(&[outcome(1.5, 2)], 1.0, &book).unwrap_err();
    assert!(wrong.why.contains("less lonely"));
    assert!(social_return(&[outcome(0.5, 0)], 1.0, &book).is_err());
    assert!(Convention::green_book_health("1990-01-01").is_err());
    assert_eq!(social_return(&[outcome(0.0, 1)], 1.0, &book).unwrap().warnings.len(), 1);
}

proptest! {
    #[test]
    fn never_a_strange_number(quantity in any::<f64>(), proxy in any::<f64>(), deadweight in 0.0..=1.0f64, inputs in any::<f64>()) {
        let one = Outcome { quantity, proxy, ..outcome(deadweight, 3) };
        let guide = Convention::sroi_guide("2026-11-22").unwrap();
        if let Ok(found) = social_return(&[one], inputs, &guide) {
            prop_assert!(found.present_value.is_finite());
        }
    }
}
