//! The rows that a plan is about, with its columns found and checked.

mod cells;

use std::collections::BTreeMap;

use super::plan::{Comparison, Plan};
use super::table::Table;
use crate::finding::{CannotSay, Warning};
use crate::linear::Design;
use crate::words::counted;

/// How many values of rows on neither side are named.
const NAMED: usize = 3;

/// The name of the column that is 1 with the service and 0 without.
pub const SERVICE: &str = "service";

/// A plan with the rows it is about.
pub(super) struct Study<'a> {
    pub(super) plan: &'a Plan,
    pub(super) table: Table,
    /// 1 with the service, 0 without; empty where the design has no comparison.
    pub(super) arm: Vec<f64>,
    /// How much each row counts by the way people were drawn.
    pub(super) survey: Vec<f64>,
    /// The cluster of each row; nothing where the plan names none.
    pub(super) clusters: Option<Vec<u64>>,
    pub(super) warnings: Vec<Warning>,
}

impl<'a> Study<'a> {
    /// The rows of the comparison, refused where a side is empty or a column is missing.
    pub(super) fn of(plan: &'a Plan, table: &Table) -> Result<Study<'a>, CannotSay> {
        if table.rows() == 0 {
            return Err(CannotSay::too_few(0, 1, "rows"));
        }
        unique(plan, table)?;
        let mut warnings = Vec::new();
        let (table, arm) = match &plan.comparison {
            None => (table.clone(), Vec::new()),
            Some(comparison) => sides(comparison, table, &mut warnings)?,
        };
        let survey = match &plan.weights {
            None => vec![1.0; table.rows()],
            Some(column) => survey(&table.numbers(column)?, column)?,
        };
        let clusters = match &plan.clusters {
            None => None,
            Some(column) => Some(numbered(table.texts(column)?, column)?),
        };
        for wave in &plan.waves {
            table.numbers(&wave.column)?;
        }
        cells::refuse_empty(plan, &table)?;
        warnings.extend(cells::far_off(plan, &table)?);
        Ok(Study { plan, table, arm, survey, clusters, warnings })
    }

    pub(super) fn rows(&self) -> usize {
        self.table.rows()
    }

    pub(super) fn has_survey(&self) -> bool {
        self.plan.weights.is_some()
    }

    /// The outcome before anything happened, where it was measured.
    pub(super) fn before(&self) -> Result<Option<Vec<Option<f64>>>, CannotSay> {
        self.plan.before().map(|wave| self.table.numbers(&wave.column)).transpose()
    }

    /// Columns that may tell who answered: named ones, else everything known beforehand.
    pub(super) fn predictors(&self) -> Vec<String> {
        let mut columns = match &self.plan.response {
            Some(response) => response.predictors.clone(),
            None => {
                let before = self.plan.before().map(|wave| wave.column.clone());
                before.into_iter().chain(self.plan.adjust.iter().cloned()).collect()
            }
        };
        let mut seen = Vec::new();
        columns.retain(|column| {
            let is_new = !seen.contains(column);
            seen.push(column.clone());
            is_new
        });
        columns
    }

    /// The outcome before and the columns to be held equal, each once.
    pub(super) fn adjusted(&self) -> Vec<String> {
        let before = self.plan.before().map(|wave| wave.column.clone());
        let mut columns: Vec<String> = before.into_iter().collect();
        for column in &self.plan.adjust {
            if !columns.contains(column) {
                columns.push(column.clone());
            }
        }
        columns
    }

    /// The constant, the service where asked for, and these columns.
    pub(super) fn design(&self, columns: &[String], with_arm: bool) -> Result<Design, CannotSay> {
        let mut design = Design::with_constant(self.rows());
        if with_arm && !self.arm.is_empty() {
            design = design.numbers(SERVICE, &self.arm);
        }
        for column in columns {
            design = self.add(design, column)?;
        }
        Ok(design)
    }

    /// Adds a column as numbers or, where it holds words, as groups.
    pub(super) fn add(&self, design: Design, column: &str) -> Result<Design, CannotSay> {
        if self.table.is_numeric(column)? {
            return Ok(design.column(column, self.table.numbers(column)?));
        }
        let cells = self.table.texts(column)?;
        let most = self.groups(column)?.into_iter().max_by_key(|(_, rows)| rows.len());
        let compared_with = most.map(|(name, _)| name).unwrap_or_default();
        Ok(design.groups(column, cells, &compared_with))
    }

    /// Each value of a column with its rows; numbers in their order, words in theirs.
    pub(super) fn groups(&self, column: &str) -> Result<Vec<(String, Vec<usize>)>, CannotSay> {
        let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
        for (row, cell) in self.table.texts(column)?.iter().enumerate() {
            let Some(cell) = cell else { continue };
            match groups.iter_mut().find(|(name, _)| name == cell) {
                Some((_, rows)) => rows.push(row),
                None => groups.push((cell.clone(), vec![row])),
            }
        }
        let key = |name: &str| name.parse::<f64>().unwrap_or(f64::MAX);
        groups.sort_by(|(a, _), (b, _)| key(a).total_cmp(&key(b)).then_with(|| a.cmp(b)));
        Ok(groups)
    }

    /// The sides of the comparison with their rows.
    pub(super) fn arms(&self) -> Vec<(String, Vec<bool>)> {
        let side = |wanted: f64| self.arm.iter().map(|arm| *arm == wanted).collect::<Vec<_>>();
        match self.arm.is_empty() {
            true => Vec::new(),
            false => {
                vec![("With the service".into(), side(1.0)), ("Without".into(), side(0.0))]
            }
        }
    }
}

fn unique(plan: &Plan, table: &Table) -> Result<(), CannotSay> {
    let Some(id) = &plan.id else { return Ok(()) };
    let mut seen = std::collections::HashSet::new();
    let twice = table.texts(id)?.iter().flatten().find(|cell| !seen.insert(cell.as_str()));
    match twice {
        None => Ok(()),
        Some(cell) => Err(CannotSay::because(
            format!("“{cell}” stands twice in “{id}”."),
            "Give one row a person, with a column for each wave.",
        )),
    }
}

/// Only the rows of the two sides, and on which side each is.
fn sides(
    comparison: &Comparison,
    table: &Table,
    warnings: &mut Vec<Warning>,
) -> Result<(Table, Vec<f64>), CannotSay> {
    let (with, without) = (comparison.intervention.text(), comparison.control.text());
    let same = |cell: &str, value: &str| {
        cell == value
            || matches!((cell.parse::<f64>(), value.parse::<f64>()), (Ok(a), Ok(b)) if a == b)
    };
    let mut rows = Vec::new();
    let mut arm = Vec::new();
    let mut neither: BTreeMap<String, usize> = BTreeMap::new();
    for (row, cell) in table.texts(&comparison.column)?.iter().enumerate() {
        let side = match cell.as_deref() {
            Some(cell) if same(cell, &with) => 1.0,
            Some(cell) if same(cell, &without) => 0.0,
            _ => {
                let value = cell.as_ref().map_or("empty".to_owned(), |cell| format!("“{cell}”"));
                *neither.entry(value).or_default() += 1;
                continue;
            }
        };
        rows.push(row);
        arm.push(side);
    }
    for (value, side) in [(with, 1.0), (without, 0.0)] {
        let count = arm.iter().filter(|arm| **arm == side).count();
        if count < 2 {
            return Err(CannotSay::because(
                format!(
                    "“{}” is “{value}” in {}.",
                    comparison.column,
                    counted(count, "row", "rows")
                ),
                "A comparison needs at least two people on each side, and better 50.",
            ));
        }
    }
    let apart = table.rows() - rows.len();
    if apart > 0 {
        let are = counted(apart, "row is", "rows are");
        warnings.push(Warning::Said(format!(
            "{are} on neither side of “{}” and left aside: {}.",
            comparison.column,
            most_first(neither)
        )));
    }
    Ok((table.keep(&rows), arm))
}

/// The values that come most often, each with how often.
fn most_first(values: BTreeMap<String, usize>) -> String {
    let mut values: Vec<(String, usize)> = values.into_iter().collect();
    values.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let more = values.len().saturating_sub(NAMED);
    let mut said: Vec<String> =
        values.into_iter().take(NAMED).map(|(value, count)| format!("{value} {count}×")).collect();
    if more > 0 {
        said.push(format!("and {}", counted(more, "other value", "other values")));
    }
    said.join(", ")
}

fn survey(weights: &[Option<f64>], column: &str) -> Result<Vec<f64>, CannotSay> {
    let all: Option<Vec<f64>> = weights.iter().copied().collect();
    if all.as_ref().is_some_and(|all| all.iter().all(|weight| *weight == 0.0)) {
        return Err(CannotSay::because(
            format!("Every weight in “{column}” is nought, so nobody counts."),
            "Give every row a weight: for how many people it stands.",
        ));
    }
    all.filter(|all| all.iter().all(|weight| *weight >= 0.0)).ok_or_else(|| {
        CannotSay::because(
            format!("“{column}” has a weight that is missing or below nought."),
            "Give every row a weight: for how many people it stands.",
        )
    })
}

/// Numbers for names; a row without a cluster cannot be placed.
fn numbered(cells: &[Option<String>], column: &str) -> Result<Vec<u64>, CannotSay> {
    let mut names: Vec<&String> = cells.iter().flatten().collect();
    names.sort_unstable();
    names.dedup();
    let place = |cell: &Option<String>| {
        let name = cell.as_ref()?;
        names.binary_search(&name).ok().map(|at| at as u64)
    };
    cells.iter().map(place).collect::<Option<Vec<u64>>>().ok_or_else(|| {
        CannotSay::because(
            format!("“{column}” is empty in some rows, so they belong to no cluster."),
            "Fill it in, or leave `clusters` out of the plan and say that you did.",
        )
    })
}
