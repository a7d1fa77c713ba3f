//! Published and independently computed results, read from `../shared` where it is present.

use evidence::Level;
use evidence::paired::{Better, Pair, change};
use evidence::proportion::wilson;
use evidence::suppression::{LEAST, suppress};

use crate::support::{assert_near, json, numbers, reference};

#[test]
fn paired_change_agrees_with_r_on_students_sleep_data() {
    let test = "paired_change_agrees_with_r_on_students_sleep_data";
    let Some(file) = json(test, "expected/01_paired_change.json") else { return };
    let (input, wanted) = (&file["input"], &file["expected"]);
    let pairs: Vec<Pair> = numbers(&input["pre"])
        .into_iter()
        .zip(numbers(&input["post"]))
        .map(|(before, after)| Pair { before: Some(before), after: Some(after) })
        .collect();
    let found = change(&pairs, Better::Higher, Level::P95).estimate.unwrap();
    let range = found.interval.unwrap();
    let limits = numbers(&wanted["ci95"]);
    for (found, name) in [
        (found.mean_before, "mean_pre"),
        (found.mean_after, "mean_post"),
        (found.change, "mean_change"),
        (found.sd.unwrap(), "sd_change"),
        (found.se.unwrap(), "se_change"),
    ] {
        assert_near(found, wanted[name].as_f64().unwrap(), 1e-9, name);
    }
    assert_near(range.low, limits[0], 1e-9, "lower limit");
    assert_near(range.high, limits[1], 1e-9, "upper limit");
}

#[test]
fn wilson_limits_agree_with_public_health_statistics() {
    let test = "wilson_limits_agree_with_public_health_statistics";
    let Some(text) = reference(test, "fetched-data/phe_testdata_Prop.csv") else { return };
    let mut checked = 0;
    for row in csv::Reader::from_reader(text.as_bytes()).records() {
        let row = row.unwrap();
        let number = |at: usize| row[at].parse::<f64>();
        let (Ok(count), Ok(total), Ok(value)) = (number(1), number(2), number(3)) else { continue };
        // Some rows are for other multipliers than one.
        let multiplier = number(10).unwrap_or(1.0);
        for (level, low, high) in [(Level::P95, 4, 5), (Level::P998, 6, 7)] {
            let (Ok(low), Ok(high)) = (number(low), number(high)) else { continue };
            let found = wilson(count as u64, total as u64, level);
            let range = found.interval.unwrap();
            assert_near(found.share.unwrap() * multiplier, value, 1e-9, "share");
            assert_near(range.low * multiplier, low, 1e-6, "lower limit");
            assert_near(range.high * multiplier, high, 1e-6, "upper limit");
            checked += 1;
        }
    }
    assert!(checked >= 8, "only {checked} limits were there to check");
}

#[test]
fn secondary_suppression_leaves_no_row_or_column_with_one_hidden_number() {
    let test = "secondary_suppression_leaves_no_row_or_column_with_one_hidden_number";
    let Some(file) = json(test, "expected/19_disclosure_control.json") else { return };
    let wanted = &file["expected"]["secondary"];
    let rows: Vec<Vec<f64>> = wanted["table"].as_array().unwrap().iter().map(numbers).collect();
    let width = rows[0].len();
    let cells: Vec<u64> = rows.iter().flatten().map(|count| *count as u64).collect();
    // Totals are published, so only the cells themselves can be hidden.
    let mut sums: Vec<Vec<usize>> =
        (0..rows.len()).map(|row| (row * width..(row + 1) * width).collect()).collect();
    sums.extend((0..width).map(|at| (0..rows.len()).map(|row| row * width + at).collect()));
    let shown = suppress(&cells, &sums, LEAST);
    for sum in &sums {
        let hidden = sum.iter().filter(|cell| shown[**cell].number().is_none()).count();
        assert_ne!(hidden, 1);
    }
    let primary = wanted["primary"][0].as_array().unwrap();
    let cell =
        primary[0].as_u64().unwrap() as usize * width + primary[1].as_u64().unwrap() as usize;
    assert_eq!(shown[cell].number(), None);
}
