//! Reference geography: where postcodes and areas are. One file per table of `place_…`.
//!
//! Rows are put in by the thousand; what is the same already is left alone, so that loading a
//! file again changes nothing. What a newer file leaves out is kept as it was known.

pub mod areas;
pub mod became;
pub mod boundaries;
pub mod deprivation;
pub mod outcodes;
pub mod postcodes;
pub mod rural;
pub mod sources;

use std::collections::HashMap;

use crate::{Conn, Result, Value};

/// The rows of one statement: both databases take many thousand values in one.
const AT_ONCE: usize = 400;

/// A table of reference rows: its name, the columns of its key, and its other columns.
struct Table {
    name: &'static str,
    key: &'static [&'static str],
    columns: &'static [&'static str],
}

impl Table {
    /// Puts rows in, the columns of the key first; how many are new or have changed.
    ///
    /// The last column is the source, which alone is no change.
    fn put(&self, conn: &mut Conn, rows: Vec<Vec<Value>>) -> Result<u64> {
        let mut changed = 0;
        let rows = self.last_of_each(rows);
        for part in rows.chunks(AT_ONCE) {
            let args: Vec<Value> = part.iter().flatten().cloned().collect();
            changed += conn.exec(&self.statement(part.len()), &args)?;
        }
        Ok(changed)
    }

    /// One statement may not touch a row twice: where a file says a key twice, the last holds.
    fn last_of_each(&self, rows: Vec<Vec<Value>>) -> Vec<Vec<Value>> {
        let mut seen: HashMap<String, usize> = HashMap::new();
        let mut kept: Vec<Vec<Value>> = Vec::with_capacity(rows.len());
        for row in rows {
            let key = row[..self.key.len()].iter().map(key_text).collect::<Vec<_>>().join("\t");
            match seen.get(&key) {
                Some(at) => kept[*at] = row,
                None => {
                    seen.insert(key, kept.len());
                    kept.push(row);
                }
            }
        }
        kept
    }

    fn statement(&self, rows: usize) -> String {
        let (name, width) = (self.name, self.key.len() + self.columns.len());
        let values = (0..rows).map(|row| format!("({})", crate::list(1 + row * width, width)));
        let values: Vec<String> = values.collect();
        let set = self.columns.iter().map(|c| format!("{c} = COALESCE(excluded.{c}, {name}.{c})"));
        let told = &self.columns[..self.columns.len() - 1];
        let differs = told
            .iter()
            .map(|c| format!("COALESCE(excluded.{c}, {name}.{c}) IS DISTINCT FROM {name}.{c}"));
        format!(
            "INSERT INTO {name} ({}, {}) VALUES {} ON CONFLICT ({}) DO UPDATE SET {} WHERE {}",
            self.key.join(", "),
            self.columns.join(", "),
            values.join(", "),
            self.key.join(", "),
            set.collect::<Vec<_>>().join(", "),
            differs.collect::<Vec<_>>().join(" OR "),
        )
    }

    fn count(&self, conn: &mut Conn) -> Result<i64> {
        let text = format!("SELECT COUNT(*) AS total FROM {}", self.name);
        conn.one(&text, &[])?.get("total")
    }
}

fn key_text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        _ => String::new(),
    }
}
