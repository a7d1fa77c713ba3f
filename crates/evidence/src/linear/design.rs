//! The columns of a model, by name, one value a row, with what is missing left empty.
//!
//! Nothing is dropped here. A model that uses a design counts the rows it could not use.

use nalgebra::{DMatrix, DVector};

use crate::finding::{Basis, CannotSay, Warning};

/// The name of the column that is one in every row.
pub const CONSTANT: &str = "constant";

/// Named columns that should explain an outcome, built one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    rows: usize,
    columns: Vec<Column>,
}

/// One column; what is missing is `NaN` inside and nowhere else.
#[derive(Debug, Clone, PartialEq)]
struct Column {
    name: String,
    values: Vec<f64>,
    not_numbers: usize,
}

impl Design {
    /// No column yet, for so many rows.
    #[must_use]
    pub fn new(rows: usize) -> Design {
        Design { rows, columns: Vec::new() }
    }

    /// The usual start: the constant alone.
    #[must_use]
    pub fn with_constant(rows: usize) -> Design {
        Design::new(rows).numbers(CONSTANT, &vec![1.0; rows])
    }

    /// Adds a column of numbers, empty where one is missing.
    #[must_use]
    pub fn column(mut self, name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Design {
        let mut not_numbers = 0;
        let clean = |value: Option<f64>| match value {
            Some(value) if !value.is_finite() => {
                not_numbers += 1;
                f64::NAN
            }
            other => other.unwrap_or(f64::NAN),
        };
        let values = values.into_iter().map(clean).collect();
        self.columns.push(Column { name: name.to_owned(), values, not_numbers });
        self
    }

    /// Adds a column of numbers of which none is missing.
    #[must_use]
    pub fn numbers(self, name: &str, values: &[f64]) -> Design {
        self.column(name, values.iter().map(|value| Some(*value)))
    }

    /// Adds a column of nought and one for each group but the one others are compared with.
    #[must_use]
    pub fn groups<S: AsRef<str>>(
        mut self,
        name: &str,
        values: &[Option<S>],
        compared_with: &str,
    ) -> Design {
        let mut groups: Vec<&str> = values.iter().flatten().map(AsRef::as_ref).collect();
        groups.sort_unstable();
        groups.dedup();
        for group in groups.into_iter().filter(|group| *group != compared_with) {
            let is_in = values
                .iter()
                .map(|value| value.as_ref().map(|value| f64::from(value.as_ref() == group)));
            self = self.column(&format!("{name}: {group}"), is_in);
        }
        self
    }

    /// Adds the columns of another design, but for its constant.
    #[must_use]
    pub fn and(mut self, other: &Design) -> Design {
        let others = other.columns.iter().filter(|column| column.name != CONSTANT);
        self.columns.extend(others.cloned());
        self
    }

    /// How many rows there are.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// The names of the columns, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        self.columns.iter().map(|column| column.name.clone()).collect()
    }

    /// Every column by name, `NaN` where a value is missing.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&str, &[f64])> {
        self.columns.iter().map(|column| (column.name.as_str(), column.values.as_slice()))
    }

    /// How many values were given and were not numbers.
    #[must_use]
    pub(crate) fn not_numbers(&self) -> usize {
        self.columns.iter().map(|column| column.not_numbers).sum()
    }

    /// The values of all columns in one row; nothing where one is missing.
    #[must_use]
    pub(crate) fn row(&self, at: usize) -> Option<Vec<f64>> {
        let values: Vec<f64> =
            self.columns.iter().map(|c| c.values.get(at).copied().unwrap_or(f64::NAN)).collect();
        values.iter().all(|value| value.is_finite()).then_some(values)
    }
}

/// What stands beside a design: the outcome, and for each row how much it counts and its offset.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    /// The columns that should explain the outcome.
    pub design: &'a Design,
    /// The outcome, empty where it is missing.
    pub outcome: &'a [Option<f64>],
    /// How much each row counts; without them each counts once.
    pub weights: Option<&'a [f64]>,
    /// What is added to each row's prediction as it is; without it nothing.
    pub offset: Option<&'a [f64]>,
}

/// The rows that can be used, side by side as numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Usable {
    pub(crate) x: DMatrix<f64>,
    pub(crate) y: DVector<f64>,
    pub(crate) weights: DVector<f64>,
    pub(crate) offset: DVector<f64>,
    pub(crate) rows: Vec<usize>,
    pub(crate) basis: Basis,
    pub(crate) warnings: Vec<Warning>,
}

impl<'a> Rows<'a> {
    /// An outcome and what should explain it, each row counting once.
    #[must_use]
    pub fn new(design: &'a Design, outcome: &'a [Option<f64>]) -> Rows<'a> {
        Rows { design, outcome, weights: None, offset: None }
    }

    /// The complete rows with a weight, and how many were not complete.
    pub(crate) fn usable(&self) -> Result<Usable, CannotSay> {
        self.check()?;
        let mut rows = Vec::new();
        let (mut missing, mut weightless) = (0, 0);
        let mut not_numbers: usize = self.design.columns.iter().map(|c| c.not_numbers).sum();
        not_numbers += self.outcome.iter().flatten().filter(|y| !y.is_finite()).count();
        let at = |column: Option<&[f64]>, row: usize, plain| column.map_or(plain, |c| c[row]);
        for row in 0..self.design.rows {
            let (weight, offset) = (at(self.weights, row, 1.0), at(self.offset, row, 0.0));
            let is_there = self.design.columns.iter().all(|c| c.values[row].is_finite())
                && self.outcome[row].is_some_and(f64::is_finite)
                && weight.is_finite()
                && offset.is_finite();
            match () {
                () if !is_there => missing += 1,
                () if weight == 0.0 => weightless += 1,
                () => rows.push(row),
            }
        }
        let mut warnings = Vec::new();
        if not_numbers > 0 {
            warnings.push(Warning::NotNumbers(not_numbers));
        }
        if weightless > 0 {
            let said = format!("{weightless} rows have a weight of nought and count for nothing.");
            warnings.push(Warning::Said(said));
        }
        let columns = &self.design.columns;
        let of = |values: &dyn Fn(usize) -> f64| {
            DVector::from_iterator(rows.len(), rows.iter().map(|row| values(*row)))
        };
        Ok(Usable {
            x: DMatrix::from_fn(rows.len(), columns.len(), |at, c| columns[c].values[rows[at]]),
            y: of(&|row| self.outcome[row].unwrap_or_default()),
            weights: of(&|row| at(self.weights, row, 1.0)),
            offset: of(&|row| at(self.offset, row, 0.0)),
            basis: Basis { used: rows.len(), missing },
            rows,
            warnings,
        })
    }

    fn check(&self) -> Result<(), CannotSay> {
        let rows = self.design.rows;
        let lengths = self.design.columns.iter().map(|column| column.values.len());
        let beside = [self.weights, self.offset].into_iter().flatten().map(<[f64]>::len);
        if let Some(other) =
            lengths.chain([self.outcome.len()]).chain(beside).find(|length| *length != rows)
        {
            return Err(CannotSay::uneven(rows, other));
        }
        if self.weights.is_some_and(|weights| weights.iter().any(|weight| *weight < 0.0)) {
            return Err(CannotSay::because(
                "A weight is below nought.",
                "Weights say for how many a row stands: give nought or more.",
            ));
        }
        Ok(())
    }
}
