//! Four rows by hand, threads that change nothing, and any codes at all.

use proptest::prelude::*;

use super::*;

fn table(
    codes: [&[u8]; 3],
    reached: &[bool],
    values: &[f64],
    threads: usize,
) -> Result<EquityTable, CannotSay> {
    let by = codes.map(|codes| Dimension { name: "code", codes, levels: 2 });
    equity_table(&Rows { by, reached, values }, Level::P95, threads)
}

#[test]
fn four_rows_by_hand_and_one_without_a_code() {
    let found = table(
        [&[0, 0, 0, 1, 9], &[1, 1, 1, 0, 0], &[0, 0, 0, 0, 0]],
        &[true, false, true, true, true],
        &[1.0, 3.0, f64::NAN, 5.0, 9.0],
        1,
    )
    .unwrap();
    assert_eq!(found.basis, Basis { used: 4, missing: 1 });
    let cell = found.find([0, 1, 0]).unwrap();
    assert_eq!((cell.reached.count, cell.reached.total, cell.answered), (2, 3, 2));
    assert_eq!((cell.mean, cell.sd), (Some(2.0), Some(2f64.sqrt())));
    let other = found.find([1, 0, 0]).unwrap();
    assert_eq!((other.mean, other.sd), (Some(5.0), None));
    assert_eq!(found.find([1, 1, 1]), None);
    assert_eq!(found.sentence(), "4 people in 2 combinations; 1 rows lack a code.");
    assert_eq!(found.warnings.len(), 1);
}

#[test]
fn nothing_uneven_and_nobody_with_codes_are_refused() {
    assert!(table([&[], &[], &[]], &[], &[], 2).is_err());
    assert!(table([&[0], &[0], &[0]], &[true], &[], 1).is_err());
    assert!(table([&[0], &[], &[0]], &[true], &[1.0], 1).is_err());
    assert!(table([&[7], &[0], &[0]], &[true], &[1.0], 1).is_err());
    let unanswered = table([&[0], &[0], &[0]], &[true], &[f64::NAN], 1).unwrap();
    assert_eq!((unanswered.cells[0].mean, unanswered.cells[0].answered), (None, 0));
}

#[test]
fn the_table_is_the_same_to_the_bit_on_any_number_of_threads() {
    // Three blocks and a bit.
    let count = 3 * BLOCK + 12_345;
    let codes: Vec<u8> = (0..count).map(|at| (at % 3) as u8).collect();
    let values: Vec<f64> = (0..count).map(|at| (at as f64 * 0.618_033_988_7).fract()).collect();
    let reached: Vec<bool> = (0..count).map(|at| at % 5 == 0).collect();
    let of = |threads| table([&codes, &codes, &codes], &reached, &values, threads).unwrap();
    let one = of(1);
    assert_eq!(one.cells.len(), 2);
    assert_eq!(one, of(3));
}

proptest! {
    #[test]
    fn never_a_strange_number(rows in prop::collection::vec((0..3u8, 0..3u8, 0..3u8, any::<bool>(), any::<f64>()), 1..40)) {
        let column = |at: usize| -> Vec<u8> {
            rows.iter().map(|row| [row.0, row.1, row.2][at]).collect()
        };
        let reached: Vec<bool> = rows.iter().map(|row| row.3).collect();
        let values: Vec<f64> = rows.iter().map(|row| row.4).collect();
        if let Ok(found) = table([&column(0), &column(1), &column(2)], &reached, &values, 2) {
            prop_assert_eq!(found.basis.eligible(), rows.len());
            for cell in &found.cells {
                prop_assert!(cell.mean.is_none_or(f64::is_finite));
                prop_assert!(cell.sd.is_none_or(f64::is_finite));
            }
        }
    }
}
