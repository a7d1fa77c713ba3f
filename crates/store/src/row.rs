//! One row of an answer. Reading a column that is missing or wrong says which table and column.

use std::{fmt, str::FromStr, sync::Arc};

use uuid::Uuid;

use crate::{
    error::{Result, StoreError},
    text,
    value::{FromValue, Value},
};

/// What all rows of one answer share.
#[derive(Debug)]
pub(crate) struct Shape {
    pub(crate) columns: Vec<String>,
    pub(crate) sql: Box<str>,
}

/// One row of an answer.
#[derive(Clone)]
pub struct Row {
    shape: Arc<Shape>,
    values: Vec<Value>,
}

// A row may hold anything about a person, so its debug form shows the columns only.
impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Row({})", self.shape.columns.join(", "))
    }
}

impl Row {
    pub(crate) fn new(shape: Arc<Shape>, values: Vec<Value>) -> Row {
        Row { shape, values }
    }

    /// The value of a column, as any type that a value can be read into; `Option` for `NULL`.
    pub fn get<T: FromValue>(&self, column: &str) -> Result<T> {
        let at = self.shape.columns.iter().position(|name| name == column);
        let Some(value) = at.and_then(|at| self.values.get(at)) else {
            return Err(self.bad(column, "the statement does not select this column"));
        };
        T::from_value(value).map_err(|why| self.bad(column, why))
    }

    /// A text column as a type that is parsed from text, such as the name of a state.
    pub fn parse<T: FromStr>(&self, column: &str) -> Result<T> {
        self.parse_with(column, |text| text.parse().ok())
    }

    /// A text column through a function that knows the words, such as `Need::from_key`.
    pub fn parse_with<T>(&self, column: &str, read: impl Fn(&str) -> Option<T>) -> Result<T> {
        let text: String = self.get(column)?;
        read(&text).ok_or_else(|| self.bad(column, "the word is not one of those known"))
    }

    /// Like [`Row::parse_with`], for a column that may be `NULL`.
    pub fn parse_optional<T>(
        &self,
        column: &str,
        read: impl Fn(&str) -> Option<T>,
    ) -> Result<Option<T>> {
        match self.get::<Option<String>>(column)? {
            None => Ok(None),
            Some(_) => self.parse_with(column, read).map(Some),
        }
    }

    /// The error for a column of this row whose value makes no sense.
    pub fn bad(&self, column: &str, why: impl Into<String>) -> StoreError {
        // Statements select their own id first, before those of others.
        let is_id = |name: &String| name == "id" || name.ends_with("_id");
        let id = self.shape.columns.iter().position(is_id);
        let id = id.and_then(|at| Uuid::from_value(self.values.get(at)?).ok());
        StoreError::BadRow {
            table: text::first_table(&self.shape.sql).to_owned(),
            row: id,
            column: column.to_owned(),
            why: why.into(),
        }
    }

    /// The names of the columns, in the statement's order.
    #[must_use]
    pub fn columns(&self) -> &[String] {
        &self.shape.columns
    }

    /// The values, in the statement's order, for exports that do not know the columns.
    #[must_use]
    pub fn values(&self) -> &[Value] {
        &self.values
    }
}
