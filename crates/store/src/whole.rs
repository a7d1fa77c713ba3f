//! Whole tables, a page of rows at a time in the order of their keys: the same on both databases.

use crate::{conn::Conn, error::Result, row::Row, schema::Table, text, value::Value};

/// Rows read at a time.
const PAGE: usize = 500;

/// Which rows: a condition with its values, the first of which is `$1`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Which {
    pub(crate) condition: String,
    pub(crate) args: Vec<Value>,
}

/// Shows every row, in the order of the table's key.
pub(crate) fn each_row(
    c: &mut Conn,
    table: &Table,
    which: &Which,
    f: &mut dyn FnMut(&mut Conn, &Row) -> Result<()>,
) -> Result<()> {
    let mut after: Option<Vec<Value>> = None;
    loop {
        let mut args = which.args.clone();
        args.extend(after.iter().flatten().cloned());
        let rows = c.all(&page(table, which, after.is_some()), &args)?;
        for row in &rows {
            f(c, row)?;
        }
        let Some(last) = rows.last().filter(|_| rows.len() == PAGE) else { return Ok(()) };
        after = Some(table.key.iter().map(|key| last.get(key)).collect::<Result<_>>()?);
    }
}

/// How many rows there are.
pub(crate) fn count(c: &mut Conn, table: &Table) -> Result<u64> {
    let sql = format!("SELECT COUNT(*) AS total FROM {}", table.name);
    Ok(u64::try_from(c.one(&sql, &[])?.get::<i64>("total")?)?)
}

fn page(table: &Table, which: &Which, later: bool) -> String {
    let mut conditions = Vec::new();
    if !which.condition.is_empty() {
        conditions.push(format!("({})", which.condition));
    }
    let key = table.key.join(", ");
    if later {
        let values = text::list(which.args.len() + 1, table.key.len());
        conditions.push(format!("({key}) > ({values})"));
    }
    let mut sql = format!("SELECT {} FROM {}", table.column_list(), table.name);
    if !conditions.is_empty() {
        sql = format!("{sql} WHERE {}", conditions.join(" AND "));
    }
    format!("{sql} ORDER BY {key} LIMIT {PAGE}")
}
