//! Tables by hand, and a solver that tries to work the hidden numbers out.

use nalgebra::DMatrix;
use proptest::prelude::*;

use super::*;
use crate::suppression::LEAST;

#[test]
fn one_small_cell_takes_the_cheapest_ring_with_it() {
    let rows = [vec![12, 3, 25], vec![30, 18, 9], vec![7, 21, 40]];
    let found = protect(&rows, LEAST).unwrap();
    assert_eq!((found.small, found.others, found.others_sum, found.is_least), (1, 3, 40, true));
    assert_eq!(found.cells[0][0], Shown::Hidden);
    assert_eq!(found.cells[0][1], Shown::FewerThan(5));
    assert_eq!(found.row_totals, [40, 57, 68].map(Shown::Exactly));
    assert_eq!(
        found.sentence(),
        "1 small counts are hidden, and 3 others so that nobody can work them out from the totals."
    );
}

#[test]
fn nothing_small_hides_nothing_and_small_ones_protect_each_other() {
    let fine = protect(&[vec![10, 20], vec![0, 40]], LEAST).unwrap();
    assert_eq!((fine.small, fine.others), (0, 0));
    let four = protect(&[vec![1, 2, 50], vec![3, 4, 60], vec![70, 80, 90]], LEAST).unwrap();
    assert_eq!((four.small, four.others, four.is_least), (4, 0, true));
    assert!(four.sentence().contains("protect each other"));
}

#[test]
fn a_small_total_is_hidden_with_its_part() {
    let found = protect(&[vec![3, 0], vec![40, 50]], LEAST).unwrap();
    assert_eq!(found.row_totals[0], Shown::FewerThan(5));
    assert_eq!(found.cells[0], [Shown::FewerThan(5), Shown::Exactly(0)]);
    assert!(found.others > 0);
}

#[test]
fn tables_that_cannot_be_are_refused() {
    assert!(protect(&[], LEAST).is_err());
    assert!(protect(&[vec![]], LEAST).is_err());
    assert!(protect(&[vec![1, 2], vec![3]], LEAST).is_err());
    assert!(protect(&[vec![u64::MAX, 2], vec![3, 1]], LEAST).is_err());
    // The row of the small count holds nothing else, and its totals are not small.
    let alone = protect(&[vec![3, 0], vec![0, 40]], LEAST);
    assert!(alone.is_ok_and(|found| found.row_totals[0].number().is_none()));
    let stuck = protect(&[vec![3, 0, 0], vec![9, 0, 0], vec![0, 0, 20]], 4);
    assert!(stuck.is_ok_and(|found| found.others > 0));
}

#[test]
fn a_large_table_is_safe_though_perhaps_not_the_least() {
    let rows: Vec<Vec<u64>> =
        (0..12).map(|row| (0..9).map(|at| (row * 7 + at * 13) % 41).collect()).collect();
    let found = protect(&rows, LEAST).unwrap();
    assert!(!found.is_least && found.small > 5);
    assert!(worked_out(&rows, &found).is_empty());
}

/// The small cells that follow from the totals: a hidden number is known when raising it alone
/// cannot be balanced by others, which the rank of the equations tells.
fn worked_out(rows: &[Vec<u64>], table: &SafeTable) -> Vec<(usize, usize)> {
    let (height, width) = (rows.len(), rows[0].len());
    let mut hidden = Vec::new();
    for row in 0..=height {
        for column in 0..=width {
            let shown = match (row == height, column == width) {
                (false, false) => table.cells[row][column],
                (false, true) => table.row_totals[row],
                (true, false) => table.column_totals[column],
                (true, true) => table.total,
            };
            if shown.number().is_none() {
                hidden.push((row, column, matches!(shown, Shown::FewerThan(_))));
            }
        }
    }
    let equations = |of: &[(usize, usize, bool)]| {
        DMatrix::from_fn(height + width + 2, of.len().max(1), |line, at| match of.get(at) {
            None => 0.0,
            // A total stands on the other side of its sum.
            Some((row, column, _)) if line <= height && line == *row => {
                if *column == width {
                    -1.0
                } else {
                    1.0
                }
            }
            Some((row, column, _)) if line > height && line - height - 1 == *column => {
                if *row == height { -1.0 } else { 1.0 }
            }
            _ => 0.0,
        })
    };
    let whole = equations(&hidden).rank(1e-9);
    let mut found = Vec::new();
    for at in 0..hidden.len() {
        let mut rest = hidden.clone();
        let (row, column, is_small) = rest.remove(at);
        // Without it the rank falls exactly where it was determined by the others.
        if is_small && equations(&rest).rank(1e-9) < whole {
            found.push((row, column));
        }
    }
    found
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn no_small_count_can_be_worked_out(cells in prop::collection::vec(0..30u64, 12), width in 2..5usize) {
        let rows: Vec<Vec<u64>> = cells.chunks_exact(width).map(<[u64]>::to_vec).collect();
        if let Ok(found) = protect(&rows, LEAST) {
            prop_assert_eq!(worked_out(&rows, &found), Vec::new());
            for (row, line) in rows.iter().zip(&found.cells) {
                for (count, shown) in row.iter().zip(line) {
                    let is_small = *count > 0 && *count < LEAST;
                    prop_assert_eq!(is_small, matches!(shown, Shown::FewerThan(_)));
                }
            }
        }
    }

    #[test]
    fn the_complete_search_never_loses_more_than_rings(cells in prop::collection::vec(0..30u64, 9)) {
        let rows: Vec<Vec<u64>> = cells.chunks_exact(3).map(<[u64]>::to_vec).collect();
        if let Ok(found) = protect(&rows, LEAST) {
            prop_assert!(found.is_least || found.others > 0);
            let graph = Graph::with_totals(&rows).unwrap();
            let small: Vec<Place> =
                graph.places().filter(|at| (1..LEAST).contains(&graph.count(*at))).collect();
            let may = small.iter().any(|at| graph.is_total(*at));
            let choice: Vec<Place> = graph
                .places()
                .filter(|at| graph.count(*at) >= LEAST && (may || !graph.is_total(*at)))
                .collect();
            let rings = by_rings(&graph, &small, &choice).unwrap();
            let lost: u64 = rings.iter().map(|at| graph.count(*at)).sum();
            prop_assert!(found.others_sum <= lost);
        }
    }
}
