//! The equity table of 10 million rows, beside DuckDB: deprivation × ethnic group × month.
//!
//! For each combination the count reached, its share with Wilson's limits, and the mean and standard
//! deviation of an answer. Both sides make the same columns from the same hash; the time is of the
//! table alone, with the rows in memory in each side's own form. One thread each.

use anyhow::{Context, Result, anyhow};
use evidence::Level;
use evidence::equity::{Cell, Dimension, EquityTable, Rows, equity_table};
use serde_json::Value;

use crate::{Options, Row};
use bench_peer::{self as peer, number};

const SCRIPT: &str = include_str!("../peers/equity.py");

/// Deciles of deprivation, ethnic groups of the census, months of three years.
const LEVELS: [u8; 3] = [10, 18, 36];

pub(crate) fn run(options: &Options) -> Result<Vec<Row>> {
    let count: usize = if options.quick { 500_000 } else { 10_000_000 };
    let columns = Columns::of(count);
    let names = ["deprivation", "ethnic group", "month"];
    let dimension =
        |at: usize| Dimension { name: names[at], codes: &columns.codes[at], levels: LEVELS[at] };
    let rows = Rows {
        by: [dimension(0), dimension(1), dimension(2)],
        reached: &columns.reached,
        values: &columns.values,
    };
    let before = peer::cpu_s()?;
    let ours = equity_table(&rows, Level::P95, 1).map_err(|why| anyhow!("{why}"))?;
    let ours_s = peer::cpu_s()? - before;
    let theirs = peer::run(&options.python, SCRIPT, &[count.to_string()])?;
    let what = format!("equity table, {count} rows, {} combinations", ours.cells.len());
    let (peer, agreement) = match &theirs {
        None => (None, format!("ours alone: {} rows used", ours.basis.used)),
        Some(answer) => (
            Some(("DuckDB".to_owned(), number(answer, "cpu_s")?)),
            format!("largest relative difference {:.1e}", largest_difference(&ours, answer)?),
        ),
    };
    Ok(vec![Row { what, ours_s, peer, agreement }])
}

/// The columns, each value from a hash of its row.
struct Columns {
    codes: [Vec<u8>; 3],
    reached: Vec<bool>,
    values: Vec<f64>,
}

impl Columns {
    fn of(count: usize) -> Columns {
        let hash = |at: usize| {
            let mixed = (at as u64).wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            (mixed ^ (mixed >> 32)).wrapping_mul(0xD6E8_FEB8_6659_FD93) >> 8
        };
        let codes = LEVELS.map(|_| Vec::with_capacity(count));
        let mut found = Columns {
            codes,
            reached: Vec::with_capacity(count),
            values: Vec::with_capacity(count),
        };
        for at in 0..count {
            let one = hash(at);
            // One row in fifty lacks its deprivation, one in twenty its answer.
            let first = if one % 50 == 7 { u8::MAX } else { (one / 64 % 10) as u8 };
            found.codes[0].push(first);
            found.codes[1].push((one / 1024 % 18) as u8);
            found.codes[2].push((one / 32_768 % 36) as u8);
            found.reached.push(one / 2_097_152 % 3 == 0);
            let answered = one / 16_777_216 % 20 != 3;
            let value = (one / 1_048_576 % 1_000_003) as f64 / 100_000.3;
            found.values.push(if answered { value } else { f64::NAN });
        }
        found
    }
}

/// The largest relative difference of any number of any combination.
fn largest_difference(ours: &EquityTable, theirs: &Value) -> Result<f64> {
    let rows = theirs["rows"].as_array().context("the peer gave no rows")?;
    if rows.len() != ours.cells.len() {
        anyhow::bail!("the peer has {} combinations, ours {}", rows.len(), ours.cells.len());
    }
    let mut largest: f64 = 0.0;
    for (cell, row) in ours.cells.iter().zip(rows) {
        let wanted: Vec<f64> =
            row.as_array().context("a row")?.iter().filter_map(Value::as_f64).collect();
        let found = numbers(cell).context("a combination without numbers")?;
        if wanted.len() != found.len() {
            anyhow::bail!("the peer's row has {} numbers", wanted.len());
        }
        for (found, wanted) in found.iter().zip(&wanted) {
            largest = largest.max((found - wanted).abs() / wanted.abs().max(1e-9));
        }
    }
    Ok(largest)
}

fn numbers(cell: &Cell) -> Option<Vec<f64>> {
    let range = cell.reached.interval?;
    let mut found: Vec<f64> = cell.levels.iter().map(|one| f64::from(*one)).collect();
    found.extend([cell.reached.total as f64, cell.reached.count as f64, cell.reached.share?]);
    found.extend([range.low, range.high, cell.answered as f64, cell.mean?, cell.sd?]);
    Some(found)
}
