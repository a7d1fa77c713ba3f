//! From columns to the sums a mixed model needs: which rows are complete, who belongs to whom.
//!
//! Columns and outcome are centred where the design has a constant, and random columns scaled to
//! a mean square of one, so that big numbers (years, minutes) cost no digits.

use std::collections::HashMap;

use nalgebra::DMatrix;

use super::likelihood::Likelihood;
use super::nested::Nest;
use super::sums::{Block, Groups};
use super::{Criterion, Grouping, MixedModel};
use crate::finding::{Basis, CannotSay, Warning};
use crate::words::counted;

/// More random effects than this in one group would make its matrix too big to turn around.
const EFFECTS_MOST: usize = 800;
/// A column with less than this share of its squares beyond the columns before it adds nothing.
const ADDS_NOTHING: f64 = 1e-10;

/// What was read.
pub(super) struct Read {
    pub(super) likelihood: Likelihood,
    /// The fixed columns kept.
    pub(super) names: Vec<String>,
    /// For each fixed effect, the weights that give it from the centred ones.
    pub(super) contrasts: Vec<Vec<f64>>,
    /// What to add to each fixed effect.
    pub(super) shifts: Vec<f64>,
    pub(super) terms: Vec<Term>,
    /// The group of each block, in the order in which they come.
    pub(super) labels: Vec<u64>,
    pub(super) basis: Basis,
    pub(super) warnings: Vec<Warning>,
}

/// One random term as read.
#[derive(Debug, Clone)]
pub(super) struct Term {
    /// What the groups are called.
    pub(super) name: String,
    /// What varies between them.
    pub(super) columns: Vec<String>,
    /// What each random column was divided by.
    pub(super) scales: Vec<f64>,
    /// How many groups there are.
    pub(super) groups: usize,
}

/// Groups numbered from nought in the order in which they come.
struct Levels {
    labels: Vec<u64>,
    /// For each row used, its group.
    of_row: Vec<usize>,
}

impl Levels {
    fn read(grouping: &Grouping, rows: &[usize]) -> Levels {
        let mut numbers: HashMap<u64, usize> = HashMap::new();
        let (mut labels, mut of_row) = (Vec::new(), Vec::with_capacity(rows.len()));
        let mut last: Option<(u64, usize)> = None;
        for label in rows.iter().filter_map(|row| grouping.groups[*row]) {
            let number = match last {
                Some((same, number)) if same == label => number,
                _ => *numbers.entry(label).or_insert_with(|| {
                    labels.push(label);
                    labels.len() - 1
                }),
            };
            last = Some((label, number));
            of_row.push(number);
        }
        Levels { labels, of_row }
    }

    /// For each of these groups, the one of `other` that holds all of it.
    fn held_by(&self, other: &Levels) -> Option<Vec<usize>> {
        let mut holder = vec![usize::MAX; self.labels.len()];
        for (own, theirs) in self.of_row.iter().zip(&other.of_row) {
            if holder[*own] == usize::MAX {
                holder[*own] = *theirs;
            } else if holder[*own] != *theirs {
                return None;
            }
        }
        Some(holder)
    }
}

impl MixedModel<'_> {
    pub(super) fn read(&self, criterion: Criterion) -> Result<Read, CannotSay> {
        self.check()?;
        let (rows, mut warnings) = self.complete_rows();
        let basis = Basis { used: rows.len(), missing: self.outcome.len() - rows.len() };
        let table = Table::read(self, &rows)?;
        for name in &table.left_out {
            warnings.push(Warning::LeftOut(name.clone()));
        }
        let levels: Vec<Levels> = self.random.iter().map(|one| Levels::read(one, &rows)).collect();
        let mut terms = Vec::new();
        let mut columns = Vec::new();
        for (grouping, levels) in self.random.iter().zip(&levels) {
            let (term, scaled) = scaled_term(grouping, levels, &rows);
            self.check_term(&term, rows.len())?;
            if term.groups < 10 {
                warnings.push(Warning::Said(format!(
                    "There are only {} groups of “{}”, so how much they differ is uncertain.",
                    term.groups, term.name
                )));
            }
            terms.push(term);
            columns.push(scaled);
        }
        let (groups, labels) = grouped(&table, &terms, &columns, levels)?;
        let likelihood = Likelihood { groups, all: table.cross(), rows: rows.len(), criterion };
        Ok(Read {
            likelihood,
            names: table.names,
            contrasts: table.contrasts,
            shifts: table.shifts,
            terms,
            labels,
            basis,
            warnings,
        })
    }

    fn check(&self) -> Result<(), CannotSay> {
        let rows = self.outcome.len();
        let beside = self.random.iter().flat_map(|one| [one.groups.len(), one.effects.rows()]);
        if let Some(other) = beside.chain([self.design.rows()]).find(|other| *other != rows) {
            return Err(CannotSay::uneven(rows, other));
        }
        if self
            .design
            .columns()
            .chain(self.random.iter().flat_map(|one| one.effects.columns()))
            .any(|(_, values)| values.len() != rows)
        {
            return Err(CannotSay::because(
                "A column does not have one value a row.",
                "Give one value a row, and leave it empty where it is missing.",
            ));
        }
        if self.random.is_empty()
            || self.random.iter().any(|one| one.effects.columns().count() == 0)
        {
            return Err(CannotSay::because(
                "No grouping is named, or nothing that varies between its groups.",
                "Name what rows belong to, for example the person; without groups use least \
                 squares.",
            ));
        }
        Ok(())
    }

    fn complete_rows(&self) -> (Vec<usize>, Vec<Warning>) {
        let mut strange = self.outcome.iter().flatten().filter(|y| !y.is_finite()).count();
        strange += self.design.not_numbers();
        strange += self.random.iter().map(|one| one.effects.not_numbers()).sum::<usize>();
        let mut is_there: Vec<bool> =
            self.outcome.iter().map(|y| y.is_some_and(f64::is_finite)).collect();
        let all = self.random.iter().flat_map(|one| one.effects.columns());
        for (_, values) in self.design.columns().chain(all) {
            for (is_there, value) in is_there.iter_mut().zip(values) {
                *is_there &= value.is_finite();
            }
        }
        for grouping in self.random {
            for (is_there, group) in is_there.iter_mut().zip(grouping.groups) {
                *is_there &= group.is_some();
            }
        }
        let rows = (0..is_there.len()).filter(|row| is_there[*row]).collect();
        let warnings = if strange > 0 { vec![Warning::NotNumbers(strange)] } else { vec![] };
        (rows, warnings)
    }

    fn check_term(&self, term: &Term, rows: usize) -> Result<(), CannotSay> {
        let effects = term.groups * term.columns.len();
        match term.groups {
            0 | 1 => Err(CannotSay::because(
                format!(
                    "“{}” has {} with complete rows.",
                    term.name,
                    counted(term.groups, "group", "groups")
                ),
                "At least two groups are needed to tell how they differ; otherwise use least \
                 squares.",
            )),
            _ if effects >= rows => Err(CannotSay::because(
                format!("“{}” would take {effects} effects from {rows} complete rows.", term.name),
                "Groups need more rows than effects; use least squares, or fewer random columns.",
            )),
            _ => Ok(()),
        }
    }
}

/// The fixed columns and the outcome of the rows used, centred.
struct Table {
    names: Vec<String>,
    left_out: Vec<String>,
    contrasts: Vec<Vec<f64>>,
    shifts: Vec<f64>,
    /// `[X y]`, row by row.
    cells: Vec<f64>,
    width: usize,
}

impl Table {
    fn read(model: &MixedModel, rows: &[usize]) -> Result<Table, CannotSay> {
        let columns: Vec<(&str, &[f64])> = model.design.columns().collect();
        let mean = |values: &dyn Fn(usize) -> f64| {
            rows.iter().map(|row| values(*row)).sum::<f64>() / rows.len() as f64
        };
        let constant = columns.iter().position(|(_, values)| {
            rows.first().is_some_and(|first| {
                values[*first] != 0.0 && rows.iter().all(|row| values[*row] == values[*first])
            })
        });
        let level = constant.map_or(1.0, |at| columns[at].1[rows[0]]);
        let means: Vec<f64> = columns
            .iter()
            .enumerate()
            .map(|(at, (_, values))| match constant {
                Some(of) if of != at => mean(&|row| values[row]),
                _ => 0.0,
            })
            .collect();
        let outcome = |row: usize| model.outcome[row].unwrap_or_default();
        let middle = if constant.is_some() { mean(&outcome) } else { 0.0 };
        let width = columns.len() + 1;
        let mut cells = Vec::with_capacity(rows.len() * width);
        for row in rows {
            cells.extend(columns.iter().zip(&means).map(|((_, of), mean)| of[*row] - mean));
            cells.push(outcome(*row) - middle);
        }
        let mut table = Table {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            left_out: Vec::new(),
            contrasts: Vec::new(),
            shifts: Vec::new(),
            cells,
            width,
        };
        let kept = table.keep_needed(&columns, rows)?;
        for (at, column) in kept.iter().enumerate() {
            let mut contrast = vec![0.0; kept.len()];
            contrast[at] = 1.0;
            let is_constant = constant == Some(*column);
            if is_constant {
                for (weight, other) in contrast.iter_mut().zip(&kept).filter(|one| one.1 != column)
                {
                    *weight = -means[*other] / level;
                }
            }
            table.contrasts.push(contrast);
            table.shifts.push(if is_constant { middle / level } else { 0.0 });
        }
        Ok(table)
    }

    /// Leaves out columns that add nothing to those before them; says which are kept.
    fn keep_needed(
        &mut self,
        columns: &[(&str, &[f64])],
        rows: &[usize],
    ) -> Result<Vec<usize>, CannotSay> {
        let mut left = self.cross();
        if left.iter().any(|cell| !cell.is_finite()) {
            return Err(super::too_big());
        }
        let mut kept = Vec::new();
        for (at, (_, values)) in columns.iter().enumerate() {
            // Against the column as it came: centred, a constant leaves only rounding noise.
            let size: f64 = rows.iter().map(|row| values[*row].powi(2)).sum();
            let pivot = left[(at, at)];
            let own = self.own_squares(at);
            if pivot <= ADDS_NOTHING * own || pivot <= 1e-18 * size {
                self.left_out.push(self.names[at].clone());
                continue;
            }
            kept.push(at);
            let column = left.column(at).clone_owned();
            left -= &column * column.transpose() / pivot;
        }
        if kept.is_empty() {
            return Err(CannotSay::because(
                "No fixed column says anything.",
                "Give at least the constant.",
            ));
        }
        if rows.len() <= kept.len() {
            return Err(CannotSay::too_few(rows.len(), kept.len() + 1, "complete rows"));
        }
        if kept.len() + 1 < self.width {
            let mut places = kept.clone();
            places.push(self.width - 1);
            let rows = self.cells.chunks_exact(self.width);
            self.cells = rows.flat_map(|row| places.iter().map(|at| row[*at])).collect();
            self.width = places.len();
            self.names = kept.iter().map(|at| self.names[*at].clone()).collect();
        }
        Ok(kept)
    }

    fn own_squares(&self, at: usize) -> f64 {
        self.rows().map(|row| row[at] * row[at]).sum()
    }

    fn rows(&self) -> impl Iterator<Item = &[f64]> {
        self.cells.chunks_exact(self.width)
    }

    /// `[X y]'[X y]`.
    fn cross(&self) -> DMatrix<f64> {
        let mut sums = vec![0.0; self.width * self.width];
        for row in self.rows() {
            for (a, into) in row.iter().zip(sums.chunks_exact_mut(self.width)) {
                for (b, cell) in row.iter().zip(into) {
                    *cell += a * b;
                }
            }
        }
        DMatrix::from_vec(self.width, self.width, sums)
    }
}

/// A random term with its columns, row by row, scaled to a mean square of one.
fn scaled_term(grouping: &Grouping, levels: &Levels, rows: &[usize]) -> (Term, Vec<Vec<f64>>) {
    let (mut names, mut scales, mut scaled) = (Vec::new(), Vec::new(), Vec::new());
    for (name, values) in grouping.effects.columns() {
        let square: f64 = rows.iter().map(|row| values[*row].powi(2)).sum();
        let scale = (square / rows.len().max(1) as f64).sqrt();
        let scale = if scale > 0.0 && scale.is_finite() { scale } else { 1.0 };
        names.push(name.to_owned());
        scales.push(scale);
        scaled.push(rows.iter().map(|row| values[*row] / scale).collect());
    }
    let groups = levels.labels.len();
    (Term { name: grouping.name.to_owned(), columns: names, scales, groups }, scaled)
}

/// The sums of each group. Of several groupings one must hold all groups of the others.
fn grouped(
    table: &Table,
    terms: &[Term],
    columns: &[Vec<Vec<f64>>],
    mut levels: Vec<Levels>,
) -> Result<(Groups, Vec<u64>), CannotSay> {
    let is_intercept = terms.len() == 1
        && columns[0].len() == 1
        && columns[0][0].iter().all(|value| *value == 1.0);
    if is_intercept {
        let only = levels.swap_remove(0);
        let mut sizes = vec![0; only.labels.len()];
        let mut totals = vec![0.0; only.labels.len() * table.width];
        for (row, group) in table.rows().zip(&only.of_row) {
            sizes[*group] += 1;
            let start = group * table.width;
            for (sum, value) in totals[start..start + table.width].iter_mut().zip(row) {
                *sum += value;
            }
        }
        return Ok((Groups::intercepts(sizes, totals, table.width), only.labels));
    }
    let outer = (0..levels.len()).min_by_key(|at| levels[*at].labels.len()).unwrap_or_default();
    let mut holders = Vec::new();
    for inner in &levels {
        holders.push(inner.held_by(&levels[outer]).ok_or_else(|| crossed(terms, outer))?);
    }
    if levels.len() == 2 {
        let nests = nests(table, columns, &levels, (outer, &holders[1 - outer]));
        return Ok((Groups::Nested(nests), levels.swap_remove(outer).labels));
    }
    let blocks = blocks(table, columns, &levels, &holders)?;
    Ok((Groups::Blocks(blocks), levels.swap_remove(outer).labels))
}

fn crossed(terms: &[Term], outer: usize) -> CannotSay {
    CannotSay::because(
        format!("Some groups lie in more than one “{}”.", terms[outer].name),
        "Give each group inside it a number of its own; groups that truly cross need another \
         program.",
    )
}

/// Two groupings, one within the other.
fn nests(
    table: &Table,
    columns: &[Vec<Vec<f64>>],
    levels: &[Levels],
    (outer, holder): (usize, &[usize]),
) -> Vec<Nest> {
    let inner = 1 - outer;
    let (wide, narrow) = (columns[outer].len(), columns[inner].len());
    let empty = |term, size, width| Block {
        zz: DMatrix::zeros(size, size),
        zx: DMatrix::zeros(size, width),
        parts: vec![(term, 0)],
    };
    let mut nests: Vec<Nest> = levels[outer]
        .labels
        .iter()
        .map(|_| Nest { outer: empty(outer, wide, table.width), inner: Vec::new() })
        .collect();
    let mut place = Vec::with_capacity(holder.len());
    for of in holder {
        place.push(nests[*of].inner.len());
        nests[*of].inner.push(empty(inner, narrow, wide + table.width));
    }
    for (at, row) in table.rows().enumerate() {
        let nest = &mut nests[levels[outer].of_row[at]];
        let z: Vec<f64> = columns[outer].iter().map(|values| values[at]).collect();
        let right: Vec<f64> = z.iter().chain(row).copied().collect();
        add_products(&mut nest.outer, &z, row);
        let own: Vec<f64> = columns[inner].iter().map(|values| values[at]).collect();
        add_products(&mut nest.inner[place[levels[inner].of_row[at]]], &own, &right);
    }
    nests
}

fn add_products(block: &mut Block, z: &[f64], right: &[f64]) {
    for (a, value) in z.iter().enumerate() {
        for (b, other) in z.iter().enumerate() {
            block.zz[(a, b)] += value * other;
        }
        for (column, x) in right.iter().enumerate() {
            block.zx[(a, column)] += value * x;
        }
    }
}

fn blocks(
    table: &Table,
    columns: &[Vec<Vec<f64>>],
    levels: &[Levels],
    holders: &[Vec<usize>],
) -> Result<Vec<Block>, CannotSay> {
    let count = holders.iter().flatten().max().map_or(0, |most| most + 1);
    let mut parts: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
    let mut sizes = vec![0; count];
    let mut starts: Vec<Vec<usize>> = Vec::new();
    for (term, holders) in holders.iter().enumerate() {
        let width = columns[term].len();
        let own = holders.iter().map(|block| {
            let start = sizes[*block];
            parts[*block].push((term, start));
            sizes[*block] += width;
            start
        });
        starts.push(own.collect());
    }
    if let Some(most) = sizes.iter().find(|size| **size > EFFECTS_MOST) {
        return Err(CannotSay::because(
            format!("One group holds {most} random effects, more than {EFFECTS_MOST}."),
            "Leave out the outer grouping, or give it fixed columns of its own.",
        ));
    }
    let mut blocks: Vec<Block> = parts
        .into_iter()
        .zip(&sizes)
        .map(|(parts, size)| Block {
            zz: DMatrix::zeros(*size, *size),
            zx: DMatrix::zeros(*size, table.width),
            parts,
        })
        .collect();
    let mut places: Vec<(usize, f64)> = Vec::new();
    for (at, row) in table.rows().enumerate() {
        places.clear();
        let mut of_block = 0;
        for (term, columns) in columns.iter().enumerate() {
            let group = levels[term].of_row[at];
            of_block = holders[term][group];
            let start = starts[term][group];
            places.extend(columns.iter().enumerate().map(|(c, values)| (start + c, values[at])));
        }
        let block = &mut blocks[of_block];
        for (a, value) in &places {
            for (b, other) in &places {
                block.zz[(*a, *b)] += value * other;
            }
            for (column, x) in row.iter().enumerate() {
                block.zx[(*a, column)] += value * x;
            }
        }
    }
    Ok(blocks)
}
