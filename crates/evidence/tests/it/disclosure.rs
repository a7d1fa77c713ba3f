//! Disclosure control: file 19.

use evidence::suppression::rounding::{hospital, may_show_share};
use evidence::suppression::table::protect;
use evidence::suppression::{LEAST, Shown};

use crate::support::{json, numbers};

#[test]
fn hospital_counts_are_rounded_as_in_the_guide() {
    let test = "hospital_counts_are_rounded_as_in_the_guide";
    let Some(file) = json(test, "expected/19_disclosure_control.json") else { return };
    for row in file["expected"]["nhs_hes"].as_array().unwrap() {
        let shown = hospital(row["n"].as_u64().unwrap());
        match row["shown"].as_u64() {
            Some(wanted) => assert_eq!(shown, Shown::Exactly(wanted)),
            None => assert_eq!(shown.number(), None),
        }
    }
    assert!(!may_show_share(3, 50, LEAST) && !may_show_share(47, 50, LEAST));
}

#[test]
fn secondary_hiding_reaches_the_optimum_of_forty() {
    let test = "secondary_hiding_reaches_the_optimum_of_forty";
    let Some(file) = json(test, "expected/19_disclosure_control.json") else { return };
    let wanted = &file["expected"]["secondary"];
    let rows: Vec<Vec<u64>> = wanted["table"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| numbers(row).into_iter().map(|one| one as u64).collect())
        .collect();
    let found = protect(&rows, wanted["k"].as_u64().unwrap()).unwrap();
    assert!(found.is_least);
    assert_eq!(found.others_sum, 40);
    for (row, column) in [(0, 0), (2, 0), (2, 1)] {
        assert_eq!(found.cells[row][column], Shown::Hidden);
    }
    for at in wanted["primary"].as_array().unwrap() {
        let at: Vec<usize> = numbers(at).into_iter().map(|one| one as usize).collect();
        assert!(matches!(found.cells[at[0]][at[1]], Shown::FewerThan(_)));
    }
    // Totals are published, as the file has it.
    assert!(found.row_totals.iter().chain(&found.column_totals).all(|one| one.number().is_some()));
}
