//! What is kept, in words: every table and column, and which exports show it.
//!
//! `ownership/columns.txt` is the one list. Tests hold it against both databases, so a new column
//! needs a sentence here, and is shown to the person it is about unless a reason is given.

use std::sync::LazyLock;

const LIST: &str = include_str!("ownership/columns.txt");

static TABLES: LazyLock<Vec<TableWords>> = LazyLock::new(|| read(LIST));

/// A table in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableWords {
    /// Its name.
    pub name: &'static str,
    /// What a row of it is.
    pub meaning: &'static str,
    /// Who sees it.
    pub shown: Shown,
    /// Its columns.
    pub columns: Vec<ColumnWords>,
}

/// A column in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnWords {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
    /// Who sees it.
    pub shown: Shown,
}

/// Which exports show something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The full export, and the person it is about.
    Everywhere,
    /// The full export; it is about no person.
    Nobody,
    /// The full export only, and why the person is not shown it.
    Withheld(&'static str),
    /// No export, and why.
    Secret(&'static str),
}

/// Every table in words.
#[must_use]
pub fn tables() -> &'static [TableWords] {
    &TABLES
}

impl TableWords {
    /// The words for a column.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&ColumnWords> {
        self.columns.iter().find(|column| column.name == name)
    }
}

fn read(list: &'static str) -> Vec<TableWords> {
    let mut tables: Vec<TableWords> = Vec::new();
    for line in list.lines().filter(|line| !line.starts_with('#')) {
        if let Some((name, shown, meaning)) = line.strip_prefix("table ").and_then(entry) {
            tables.push(TableWords { name, meaning, shown, columns: Vec::new() });
        } else if let Some((name, shown, meaning)) = line.strip_prefix("  ").and_then(entry)
            && let Some(table) = tables.last_mut()
        {
            table.columns.push(ColumnWords { name, meaning, shown });
        }
    }
    tables
}

/// `name [mark]: meaning`.
fn entry(line: &'static str) -> Option<(&'static str, Shown, &'static str)> {
    let at = line.find([' ', ':'])?;
    let (name, rest) = line.split_at(at);
    if let Some(meaning) = rest.strip_prefix(": ") {
        return Some((name, Shown::Everywhere, meaning));
    }
    let (mark, meaning) = rest.strip_prefix(" [")?.split_once("]: ")?;
    let shown = match mark.split_once(": ").unwrap_or((mark, "")) {
        ("nobody", _) => Shown::Nobody,
        ("withheld", why) => Shown::Withheld(why),
        ("secret", why) => Shown::Secret(why),
        _ => return None,
    };
    Some((name, shown, meaning))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read_whole() {
        let written = LIST.lines().filter(|line| line.contains(": ") && !line.starts_with('#'));
        let read: usize = tables().iter().map(|table| 1 + table.columns.len()).sum();
        assert_eq!(read, written.count());
        let person = tables().iter().find(|table| table.name == "person").unwrap();
        let shown = person.column("wrapped_key").unwrap().shown;
        assert!(matches!(shown, Shown::Secret(why) if !why.is_empty()));
    }
}
