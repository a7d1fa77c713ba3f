//! The tables and columns, as the migrations write them: for what goes through all of them.
//!
//! SQLite forgets what kind of value a column holds, so the one text of the migrations is asked
//! and not the database. A test compares the two on both.

use std::collections::BTreeMap;

use crate::{
    conn::Conn,
    dialect,
    error::Result,
    migrations,
    text::{self, Piece},
};

/// One table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// Its columns, in order.
    pub columns: Vec<Column>,
    /// The columns of its primary key.
    pub key: Vec<&'static str>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it may be empty.
    pub is_optional: bool,
    /// The table that it points to.
    pub references: Option<&'static str>,
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is named after the kind of value")]
pub enum Kind {
    Bool,
    Int,
    Real,
    Text,
    Bytes,
    Uuid,
    Time,
    Date,
    Json,
}

impl Kind {
    fn from_word(word: &str) -> Option<Kind> {
        Some(match word {
            "BOOLEAN" => Kind::Bool,
            "BIGINT" | "INTEGER" => Kind::Int,
            "DOUBLE" => Kind::Real,
            "TEXT" => Kind::Text,
            "BYTEA" => Kind::Bytes,
            "UUID" => Kind::Uuid,
            "TIMESTAMPTZ" => Kind::Time,
            "DATE" => Kind::Date,
            "JSONB" => Kind::Json,
            _ => return None,
        })
    }
}

impl Table {
    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The columns as a statement lists them.
    #[must_use]
    pub fn column_list(&self) -> String {
        self.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
    }
}

/// The tables and columns that are not as this version would have made them.
///
/// Empty after `migrate`, unless somebody changed the database by hand or it was made by an
/// unfinished version.
pub fn list_differences(c: &mut Conn) -> Result<Vec<String>> {
    let mut differences = Vec::new();
    for table in tables() {
        let there = dialect::list_columns(c, table.name)?;
        if there.is_empty() {
            differences.push(table.name.to_owned());
            continue;
        }
        let is_there = |name: &str| there.iter().any(|column| column.name == name);
        let missing = table.columns.iter().map(|column| column.name).filter(|name| !is_there(name));
        let more = there.iter().map(|column| column.name.as_str());
        let more = more.filter(|name| table.column(name).is_none());
        differences.extend(missing.chain(more).map(|name| format!("{}.{name}", table.name)));
    }
    Ok(differences)
}

/// Every table of this version, each after those that it points to.
#[must_use]
pub fn tables() -> Vec<Table> {
    tables_of(migrations::ALL)
}

/// The tables that a list of migrations makes, each after those that it points to.
#[must_use]
pub fn tables_of(list: &[(&'static str, &'static str)]) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    for statement in list.iter().flat_map(|(_, text)| text::statements(text)) {
        let words: Vec<&'static str> = text::words(statement).collect();
        match words.as_slice() {
            ["CREATE", "TABLE", name, ..] => tables.push(read_table(name, statement)),
            ["ALTER", "TABLE", name, "ADD", "COLUMN", column @ ..] => {
                let table = tables.iter_mut().find(|table| table.name == *name);
                if let (Some(table), Some(column)) = (table, read_column(column)) {
                    table.columns.push(column);
                }
            }
            _ => {}
        }
    }
    in_order(tables)
}

fn read_table(name: &'static str, statement: &'static str) -> Table {
    let mut table = Table { name, columns: Vec::new(), key: Vec::new() };
    for item in items(statement) {
        match item.as_slice() {
            ["PRIMARY", "KEY", key @ ..] => table.key = key.to_vec(),
            ["UNIQUE" | "CHECK" | "FOREIGN" | "CONSTRAINT", ..] => {}
            words => {
                table.columns.extend(read_column(words));
                if words.windows(2).any(|pair| pair == ["PRIMARY", "KEY"]) {
                    table.key = vec![words[0]];
                }
            }
        }
    }
    table
}

fn read_column(words: &[&'static str]) -> Option<Column> {
    let (name, kind) = (*words.first()?, Kind::from_word(words.get(1)?)?);
    let has = |pair: [&str; 2]| words.windows(2).any(|found| found == pair);
    let references = words.iter().position(|word| *word == "REFERENCES");
    Some(Column {
        name,
        kind,
        is_optional: !has(["NOT", "NULL"]) && !has(["PRIMARY", "KEY"]),
        references: references.and_then(|at| words.get(at + 1).copied()),
    })
}

/// The words of what stands between the commas of a table's outer brackets.
fn items(statement: &'static str) -> Vec<Vec<&'static str>> {
    let (mut items, mut depth) = (vec![Vec::new()], 0);
    for piece in text::pieces(statement) {
        match piece {
            Piece::Sign("(") => depth += 1,
            Piece::Sign(")") => depth -= 1,
            Piece::Sign(",") if depth == 1 => items.push(Vec::new()),
            Piece::Word(word) if depth > 0 => {
                if let Some(item) = items.last_mut() {
                    item.push(word);
                }
            }
            _ => {}
        }
    }
    items.retain(|item| !item.is_empty());
    items
}

/// Puts each table after those that it points to, and otherwise keeps the order.
fn in_order(mut rest: Vec<Table>) -> Vec<Table> {
    let mut placed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut tables: Vec<Table> = Vec::new();
    while !rest.is_empty() {
        let ready = rest.iter().position(|table| {
            table
                .columns
                .iter()
                .filter_map(|column| column.references)
                .all(|other| other == table.name || placed.contains_key(other))
        });
        // No two tables point to each other; if ever two do, the first goes first.
        let table = rest.remove(ready.unwrap_or(0));
        placed.insert(table.name, tables.len());
        tables.push(table);
    }
    tables
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_with_its_key_and_what_it_points_to() {
        let text = "CREATE TABLE b (a_id UUID NOT NULL REFERENCES a (a_id), -- why, and how
            n BIGINT, x DOUBLE PRECISION NOT NULL DEFAULT 1, PRIMARY KEY (a_id, n), UNIQUE (n));
            CREATE TABLE a (a_id UUID PRIMARY KEY, after_id UUID REFERENCES a (a_id));
            ALTER TABLE a ADD COLUMN note TEXT;";
        let tables = tables_of(&[("one", text)]);
        let names: Vec<&str> = tables.iter().map(|table| table.name).collect();
        assert_eq!(names, ["a", "b"]);
        assert_eq!(tables[1].key, ["a_id", "n"]);
        assert_eq!(tables[1].columns[0].references, Some("a"));
        assert_eq!(tables[1].column_list(), "a_id, n, x");
        let optional: Vec<bool> = tables[0].columns.iter().map(|c| c.is_optional).collect();
        assert_eq!(optional, [false, true, true]);
        assert_eq!(tables[0].column("note").unwrap().kind, Kind::Text);
    }

    #[test]
    fn every_table_has_a_key_and_follows_what_it_points_to() {
        let tables = tables();
        assert!(tables.len() > 20);
        for (at, table) in tables.iter().enumerate() {
            assert!(!table.key.is_empty(), "{}", table.name);
            for other in table.columns.iter().filter_map(|column| column.references) {
                let place = tables.iter().position(|table| table.name == other).unwrap();
                assert!(place <= at, "{} stands before {other}", table.name);
            }
        }
    }
}
