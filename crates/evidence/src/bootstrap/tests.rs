//! The bootstrap at its edges, against theory, and the same on any number of threads.

use proptest::prelude::*;

use super::*;

fn plan(limits: Limits) -> Plan {
    Plan { replicates: 800, seed: 42, limits, ..Plan::default() }
}

fn column(count: usize, of: impl Fn(f64) -> f64) -> Vec<Option<f64>> {
    (0..count).map(|at| Some(of((at as f64 + 0.5) / count as f64))).collect()
}

#[test]
fn the_spread_of_a_mean_is_what_theory_says() {
    let values = column(400, |x| x);
    let found = mean(&values, &plan(Limits::Percentile)).unwrap();
    let wanted = (1.0 / 12.0 / 400.0_f64).sqrt();
    assert!((found.se / wanted - 1.0).abs() < 0.1, "{} for {wanted}", found.se);
    let range = found.interval.unwrap();
    assert!((range.low - (0.5 - 1.96 * wanted)).abs() < 0.004, "{range:?}");
    assert!((range.high - (0.5 + 1.96 * wanted)).abs() < 0.004, "{range:?}");
}

#[test]
fn bca_leans_towards_the_long_tail() {
    let skewed = column(60, |x| -(1.0 - x).ln());
    let plain = mean(&skewed, &plan(Limits::Percentile)).unwrap().interval.unwrap();
    let leaning = mean(&skewed, &plan(Limits::Bca)).unwrap().interval.unwrap();
    assert!(leaning.low > plain.low && leaning.high > plain.high, "{leaning:?} {plain:?}");
}

#[test]
fn the_same_seed_gives_the_same_range_on_any_number_of_threads() {
    let (one, two) = (column(300, |x| x * x), column(500, |x| x));
    let on = |threads| mean_difference(&one, &two, &Plan { threads, ..plan(Limits::Bca) }).unwrap();
    assert_eq!(on(1), on(2));
    assert_eq!(on(1), on(7));
    let other = mean_difference(&one, &two, &Plan { seed: 43, ..plan(Limits::Bca) }).unwrap();
    assert_ne!(on(1).interval, other.interval);
}

#[test]
fn the_quick_mean_and_a_mean_by_row_numbers_agree() {
    let values = column(300, |x| x * x);
    let quick = mean(&values, &plan(Limits::Bca)).unwrap();
    let by_rows = |rows: &[usize]| {
        Some(rows.iter().filter_map(|row| values[*row]).sum::<f64>() / rows.len() as f64)
    };
    let slow = statistic(300, &plan(Limits::Bca), by_rows).unwrap();
    assert!((quick.value - slow.value).abs() < 1e-12);
    assert!((quick.se / slow.se - 1.0).abs() < 0.15);
    let (quick, slow) = (quick.interval.unwrap(), slow.interval.unwrap());
    assert!((quick.low - slow.low).abs() < 0.01 && (quick.high - slow.high).abs() < 0.01);
}

#[test]
fn nobody_one_and_all_the_same_are_said_plainly() {
    let plan = plan(Limits::Bca);
    assert!(mean(&[], &plan).unwrap_err().to_string().contains("There are 0 values"));
    assert!(mean(&[Some(1.0), None], &plan).is_err());
    assert!(mean_difference(&[Some(1.0); 5], &[None; 5], &plan).is_err());
    let same = mean(&[Some(3.1); 9], &plan).unwrap();
    assert_eq!((same.interval, same.se), (None, 0.0));
    assert!(same.sentence().contains("no range"));
    assert_eq!(same.warnings, [Warning::Few(9)]);
    let few = mean(&[Some(1.0), Some(2.0), None, None, None], &plan).unwrap();
    assert!(few.warnings.contains(&Warning::MostMissing) && few.interval.is_some());
    assert!(statistic(1, &plan, |_| Some(1.0)).is_err());
    assert!(statistic(5, &plan, |_| None).is_err());
    assert!(statistic(5, &Plan { replicates: 0, ..plan }, |_| Some(1.0)).is_err());
}

#[test]
fn resamples_without_a_number_are_counted() {
    let of = |rows: &[usize]| rows.contains(&0).then(|| rows.iter().sum::<usize>() as f64);
    let found = statistic(30, &plan(Limits::Percentile), of).unwrap();
    assert!(found.replicates < 800);
    assert!(found.warnings.iter().any(|warning| warning.sentence().contains("gave no number")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn never_panics_and_never_gives_nan(values in proptest::collection::vec(
        proptest::option::of(proptest::num::f64::ANY), 0..40)) {
        let plan = Plan { replicates: 40, ..Plan::default() };
        if let Ok(found) = mean(&values, &plan) {
            prop_assert!(found.value.is_finite());
            prop_assert!(found.interval.is_none_or(|range| range.low <= range.high));
        }
    }
}
