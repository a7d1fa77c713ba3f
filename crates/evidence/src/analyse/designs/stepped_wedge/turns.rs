//! Whether places began in turn: whole periods, and nobody who stops again.
//!
//! A place whose service ends is no longer one that is still to begin, so a wedge cannot bear it.

use std::collections::BTreeMap;

use super::super::super::plan::Time;
use super::super::super::study::Study;
use crate::finding::CannotSay;

/// Refuses periods that are no whole numbers, places that stop, and two answers for one period.
pub(super) fn check(
    study: &Study,
    time: &Time,
    treated: &[f64],
    clusters: &[u64],
) -> Result<(), CannotSay> {
    let periods = study.table.numbers(&time.column)?;
    let whole = |period: f64| period.fract() == 0.0;
    for (row, period) in periods.iter().enumerate() {
        if !period.is_some_and(whole) {
            let found = period.map_or("empty".to_owned(), |period| period.to_string());
            return Err(CannotSay::because(
                format!("“{}” is {found} in row {}.", time.column, row + 2),
                "Number the periods 1, 2, 3 and so on, the same numbers in every place.",
            ));
        }
    }
    let mut places: BTreeMap<u64, BTreeMap<i64, f64>> = BTreeMap::new();
    let places_of = study.plan.clusters.as_deref();
    let names = places_of.map(|column| study.table.texts(column)).transpose()?;
    let name = |row: usize| names.and_then(|all| all[row].clone()).unwrap_or_default();
    for (row, period) in periods.iter().enumerate() {
        let period = period.unwrap_or_default() as i64;
        let of = places.entry(clusters[row]).or_default();
        if *of.entry(period).or_insert(treated[row]) != treated[row] {
            return Err(CannotSay::because(
                format!("“{}” is both 0 and 1 in “{}”, period {period}.", time.treated, name(row)),
                "A place has the service in a period or not: make the periods shorter.",
            ));
        }
    }
    for (row, cluster) in clusters.iter().enumerate() {
        let steps: Vec<f64> = places[cluster].values().copied().collect();
        if steps.windows(2).any(|two| two[0] > two[1]) {
            return Err(CannotSay::because(
                format!("The service stops again in “{}”.", name(row)),
                "In a stepped wedge places begin and go on. Leave out the periods after an end.",
            ));
        }
    }
    Ok(())
}

/// A number for each place and period.
pub(super) fn cells(study: &Study, time: &Time, clusters: &[u64]) -> Result<Vec<u64>, CannotSay> {
    let mut numbers: BTreeMap<(u64, i64), u64> = BTreeMap::new();
    let periods = study.table.numbers(&time.column)?;
    let cells = periods.iter().zip(clusters).map(|(period, cluster)| {
        let next = numbers.len() as u64;
        let period = period.unwrap_or_default() as i64;
        *numbers.entry((*cluster, period)).or_insert(next)
    });
    Ok(cells.collect())
}
