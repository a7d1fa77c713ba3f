//! Who is reached, and how are they, by deprivation, ethnic group and month? One pass over rows.
//!
//! Shares with Wilson's limits, averages and standard deviations of every combination of three
//! columns of codes. Made for tens of millions of rows: columns in, a dense table out. Rows are
//! taken in blocks of a fixed size whose sums are added in order, so that the result is the same to
//! the bit on any number of threads. It compares; it does not say why groups differ.

use serde::Serialize;

use crate::finding::{Basis, CannotSay, Warning};
use crate::interval::Level;
use crate::proportion::{Proportion, wilson};
use crate::suppression::LEAST;
use crate::words::people;

/// A column of codes: `0` to `levels − 1`; any other code is missing.
#[derive(Debug, Clone, Copy)]
pub struct Dimension<'a> {
    /// What it is.
    pub name: &'a str,
    /// The code of each row.
    pub codes: &'a [u8],
    /// How many levels there are.
    pub levels: u8,
}

/// The columns, one row a person or contact.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// By what to split, such as deprivation, ethnic group and month.
    pub by: [Dimension<'a>; 3],
    /// Whether each was reached.
    pub reached: &'a [bool],
    /// The answer of each; not a number where it is missing.
    pub values: &'a [f64],
}

/// One combination of levels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell {
    /// The level of each column.
    pub levels: [u8; 3],
    /// How many were reached, out of how many, with Wilson’s limits.
    pub reached: Proportion,
    /// How many answered.
    pub answered: u64,
    /// Their average answer; nothing where nobody answered.
    pub mean: Option<f64>,
    /// How much their answers differ (n − 1); nothing below two.
    pub sd: Option<f64>,
}

/// Every combination that has rows, in the order of its levels.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EquityTable {
    /// The combinations.
    pub cells: Vec<Cell>,
    /// How many rows had all three codes, and how many did not.
    pub basis: Basis,
    /// What should be known when reading it.
    pub warnings: Vec<Warning>,
}

/// How many rows are added up before the sums are put together.
const BLOCK: usize = 1 << 20;

/// What is added up of one combination. Values are taken less the pivot, so that squares lose
/// nothing where answers are large and alike.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    rows: u64,
    reached: u64,
    answered: u64,
    sum: f64,
    squares: f64,
}

/// The table of every combination, on so many threads.
///
/// # Errors
/// Says so where columns are uneven, there are no rows or no row has its codes.
pub fn equity_table(
    rows: &Rows<'_>,
    level: Level,
    threads: usize,
) -> Result<EquityTable, CannotSay> {
    let count = rows.reached.len();
    let lengths = rows.by.map(|one| one.codes.len());
    if let Some(other) = lengths.into_iter().chain([rows.values.len()]).find(|n| *n != count) {
        return Err(CannotSay::uneven(count, other));
    }
    let pivot = rows.values.iter().copied().find(|one| one.is_finite()).unwrap_or(0.0);
    let sums = added_up(rows, pivot, threads.clamp(1, 64));
    let used: u64 = sums.iter().map(|one| one.rows).sum();
    let basis = Basis { used: used as usize, missing: count - used as usize };
    if used == 0 {
        return Err(CannotSay::too_few(0, 1, "rows with all three codes"));
    }
    let cells: Vec<Cell> = sums
        .iter()
        .enumerate()
        .filter(|(_, one)| one.rows > 0)
        .map(|(at, one)| one.cell(rows.levels_at(at), pivot, level))
        .collect();
    Ok(EquityTable { warnings: warnings(&cells, basis), cells, basis })
}

fn warnings(cells: &[Cell], basis: Basis) -> Vec<Warning> {
    let mut found = Vec::new();
    if basis.missing > basis.used {
        found.push(Warning::MostMissing);
    }
    let small = cells.iter().filter(|one| one.reached.total < LEAST).count();
    if small > 0 {
        found.push(Warning::Said(format!(
            "{small} combinations have fewer than {LEAST} rows: hide them before others see them."
        )));
    }
    let unknown = cells.iter().filter(|one| one.answered > 0 && one.mean.is_none()).count();
    if unknown > 0 {
        found.push(Warning::Said(format!(
            "The answers of {unknown} combinations are too big to add up."
        )));
    }
    found
}

/// The sums of every combination: blocks shared out among threads, put together in order.
fn added_up(rows: &Rows<'_>, pivot: f64, threads: usize) -> Vec<Sums> {
    let blocks = rows.reached.len().div_ceil(BLOCK);
    let mut parts: Vec<Vec<Sums>> = vec![Vec::new(); blocks];
    let share = blocks.div_ceil(threads).max(1);
    let fill = |turn: usize, own: &mut [Vec<Sums>]| {
        for (at, part) in own.iter_mut().enumerate() {
            *part = rows.block((turn * share + at) * BLOCK, pivot);
        }
    };
    if threads == 1 {
        fill(0, &mut parts);
    } else {
        std::thread::scope(|scope| {
            for (turn, own) in parts.chunks_mut(share).enumerate() {
                scope.spawn(move || fill(turn, own));
            }
        });
    }
    let mut total = vec![Sums::default(); rows.cell_count()];
    for part in parts {
        for (total, part) in total.iter_mut().zip(part) {
            total.rows += part.rows;
            total.reached += part.reached;
            total.answered += part.answered;
            total.sum += part.sum;
            total.squares += part.squares;
        }
    }
    total
}

impl Rows<'_> {
    fn cell_count(&self) -> usize {
        self.by.iter().map(|one| usize::from(one.levels)).product()
    }

    fn levels_at(&self, at: usize) -> [u8; 3] {
        let [_, second, third] = self.by.map(|one| usize::from(one.levels));
        // Each is below its number of levels, which fits.
        [at / (second * third), at / third % second, at % third].map(|one| one as u8)
    }

    fn block(&self, from: usize, pivot: f64) -> Vec<Sums> {
        let to = (from + BLOCK).min(self.reached.len());
        let [first, second, third] = self.by.map(|one| &one.codes[from..to]);
        let [a_levels, b_levels, c_levels] = self.by.map(|one| one.levels);
        let (reached, values) = (&self.reached[from..to], &self.values[from..to]);
        let mut sums = vec![Sums::default(); self.cell_count()];
        let codes = first.iter().zip(second).zip(third);
        for (((a, b), c), (reached, value)) in codes.zip(reached.iter().zip(values)) {
            if *a >= a_levels || *b >= b_levels || *c >= c_levels {
                continue;
            }
            let place = (usize::from(*a) * usize::from(b_levels) + usize::from(*b))
                * usize::from(c_levels)
                + usize::from(*c);
            let cell = &mut sums[place];
            cell.rows += 1;
            cell.reached += u64::from(*reached);
            if value.is_finite() {
                let off = value - pivot;
                cell.answered += 1;
                cell.sum += off;
                cell.squares += off * off;
            }
        }
        sums
    }
}

impl Sums {
    fn cell(&self, levels: [u8; 3], pivot: f64, level: Level) -> Cell {
        let n = self.answered as f64;
        let real = |one: f64| one.is_finite().then_some(one);
        let mean = real(pivot + self.sum / n);
        let squares = (self.squares - self.sum * self.sum / n).max(0.0);
        let sd = (self.answered > 1).then(|| (squares / (n - 1.0)).sqrt()).and_then(real);
        let reached = wilson(self.reached, self.rows, level);
        Cell { levels, reached, answered: self.answered, mean, sd }
    }
}

impl EquityTable {
    /// How it was worked out.
    pub const CONVENTION: &str = "Count out of rows with all three codes; Wilson, no continuity \
        correction. Mean and standard deviation (n − 1) of those who answered.";

    /// The combination with these levels.
    #[must_use]
    pub fn find(&self, levels: [u8; 3]) -> Option<&Cell> {
        self.cells.iter().find(|cell| cell.levels == levels)
    }

    /// What the table holds, in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let shares = self.cells.iter().filter(|one| one.reached.total >= 30);
        let shares: Vec<f64> = shares.filter_map(|one| one.reached.share).collect();
        let whole = format!(
            "{} in {} combinations; {} rows lack a code.",
            people(self.basis.used),
            self.cells.len(),
            self.basis.missing
        );
        let most = shares.iter().copied().reduce(f64::max);
        match (shares.iter().copied().reduce(f64::min), most) {
            (Some(least), Some(most)) => format!(
                "{whole} Of those with 30 rows or more, the share reached runs from {} to {}.",
                crate::words::percent(least),
                crate::words::percent(most)
            ),
            _ => whole,
        }
    }
}

#[cfg(test)]
mod tests;
