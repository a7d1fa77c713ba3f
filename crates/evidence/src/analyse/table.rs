//! The file to be analysed: named columns of cells, with what is missing left empty.
//!
//! Reads comma, semicolon or tab separated text with one line of names. Nothing is dropped: a
//! cell that is neither a number nor missing is refused with its row, where a number is needed.

use crate::finding::CannotSay;
use crate::words::counted;

/// How many cells that are not numbers are named in a refusal.
const NAMED: usize = 3;

/// Named columns of equal length.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    names: Vec<String>,
    /// One column after another; empty where missing.
    columns: Vec<Vec<Option<String>>>,
    rows: usize,
}

impl Table {
    /// A table out of separated text; `missing` are the words for a missing value.
    pub fn read(text: &str, missing: &[String]) -> Result<Table, CannotSay> {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader =
            csv::ReaderBuilder::new().delimiter(separator(text)).from_reader(text.as_bytes());
        let header = reader.headers().map_err(unreadable)?;
        within_lines(header)?;
        let names: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
        for (at, name) in names.iter().enumerate() {
            if names[..at].contains(name) {
                return Err(CannotSay::because(
                    format!("Two columns are named “{name}”."),
                    "Give each column a name of its own.",
                ));
            }
        }
        let mut table = Table { columns: vec![Vec::new(); names.len()], names, rows: 0 };
        for record in reader.records() {
            let record = record.map_err(unreadable)?;
            within_lines(&record)?;
            for (column, cell) in table.columns.iter_mut().zip(record.iter().map(str::trim)) {
                let is_missing = cell.is_empty() || missing.iter().any(|word| word == cell);
                column.push((!is_missing).then(|| cell.to_owned()));
            }
            table.rows += 1;
        }
        Ok(table)
    }

    /// A table of numbers, one named column after another.
    #[must_use]
    pub fn of_numbers(columns: &[(&str, &[Option<f64>])]) -> Table {
        let text = |cell: &Option<f64>| cell.map(|number| number.to_string());
        Table {
            names: columns.iter().map(|(name, _)| (*name).to_owned()).collect(),
            columns: columns.iter().map(|(_, cells)| cells.iter().map(text).collect()).collect(),
            rows: columns.first().map_or(0, |(_, cells)| cells.len()),
        }
    }

    /// How many rows there are, without the line of names.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.rows
    }

    /// Only these rows.
    #[must_use]
    pub fn keep(&self, rows: &[usize]) -> Table {
        let kept = |column: &Vec<Option<String>>| -> Vec<Option<String>> {
            rows.iter().map(|at| column[*at].clone()).collect()
        };
        Table {
            names: self.names.clone(),
            columns: self.columns.iter().map(kept).collect(),
            rows: rows.len(),
        }
    }

    /// A column's cells; nothing where one is missing.
    pub fn texts(&self, name: &str) -> Result<&[Option<String>], CannotSay> {
        let at = self.names.iter().position(|column| column == name).ok_or_else(|| {
            CannotSay::because(
                format!("The data has no column “{name}”."),
                format!("It has: {}. Name one of them in the plan.", self.names.join(", ")),
            )
        })?;
        Ok(&self.columns[at])
    }

    /// Whether every cell that is there is a number.
    pub fn is_numeric(&self, name: &str) -> Result<bool, CannotSay> {
        Ok(self.texts(name)?.iter().flatten().all(|cell| number(cell).is_some()))
    }

    /// A column of numbers; refused where a cell is something else.
    pub fn numbers(&self, name: &str) -> Result<Vec<Option<f64>>, CannotSay> {
        let cells = self.texts(name)?;
        let strange: Vec<String> = cells
            .iter()
            .enumerate()
            .filter_map(|(at, cell)| Some((at, cell.as_ref()?)))
            .filter(|(_, cell)| number(cell).is_none())
            .map(|(at, cell)| format!("“{cell}” in row {}", at + 2))
            .collect();
        if strange.is_empty() {
            return Ok(cells.iter().map(|cell| number(cell.as_ref()?)).collect());
        }
        let some = strange.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        let has_commas = cells
            .iter()
            .flatten()
            .filter(|cell| number(cell).is_none())
            .all(|cell| number(&cell.replacen(',', ".", 1)).is_some());
        if has_commas {
            return Err(CannotSay::because(
                format!("“{name}” is written with decimal commas: {some}."),
                "Write numbers with a point: 17.5 and not 17,5.",
            ));
        }
        Err(CannotSay::because(
            format!(
                "“{name}” holds {}: {some}.",
                counted(strange.len(), "cell that is no number", "cells that are not numbers")
            ),
            "Mend them, leave them empty, or list the word under `missing` in the plan.",
        ))
    }
}

/// The separator that the line of names uses most.
fn separator(text: &str) -> u8 {
    let names = text.lines().next().unwrap_or_default();
    let count = |separator: char| names.matches(separator).count();
    [',', ';', '\t'].into_iter().max_by_key(|s| (count(*s), *s == ',')).map_or(b',', |s| s as u8)
}

/// A quotation mark that is never closed, or rows later, would swallow the rows between.
fn within_lines(record: &csv::StringRecord) -> Result<(), CannotSay> {
    if !record.iter().any(|cell| cell.contains(['\n', '\r'])) {
        return Ok(());
    }
    let line = record.position().map_or(1, csv::Position::line);
    Err(CannotSay::because(
        format!("A quotation mark opens in row {line} and is not closed there."),
        "Close it, or take it out: each row must end on its own line.",
    ))
}

fn number(cell: &str) -> Option<f64> {
    cell.parse().ok().filter(|number: &f64| number.is_finite())
}

fn unreadable(why: csv::Error) -> CannotSay {
    let place = why.position().map_or(String::new(), |at| format!(" near line {}", at.line()));
    let what = match why.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            let cells = counted(*len as usize, "cell", "cells");
            format!("a line has {cells} where {expected_len} are named")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8 text".to_owned(),
        _ => why.to_string(),
    };
    CannotSay::because(
        format!("The data cannot be read{place}: {what}."),
        "Give one line of names, then one line a row, as CSV in UTF-8.",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Table, CannotSay> {
        Table::read(text, &["NA".to_owned()])
    }

    #[test]
    fn missing_cells_are_empty_and_rows_are_counted() {
        let table = read("\u{feff}a,b\n1, x \nNA,\n2.5,\"y, z\"\n").unwrap();
        assert_eq!(table.rows(), 3);
        assert_eq!(table.numbers("a").unwrap(), [Some(1.0), None, Some(2.5)]);
        assert_eq!(table.texts("b").unwrap()[2].as_deref(), Some("y, z"));
        assert!(!table.is_numeric("b").unwrap() && table.is_numeric("a").unwrap());
        assert_eq!(table.keep(&[2]).numbers("a").unwrap(), [Some(2.5)]);
    }

    #[test]
    fn a_quotation_mark_that_swallows_rows_is_refused_with_its_row() {
        let why = |text| read(text).unwrap_err().to_string();
        assert!(why("a,b\n1,x\n2,\"y\n3,z\n4,w\"\n5,v\n").contains("opens in row 3"));
        assert!(why("a,b\n1,x\n2,\"y\n3,z\n").contains("opens in row 3"));
        assert!(why("a,b\n1,x\n2,\"y\n").contains("opens in row 3"));
        assert!(why("a,\"b\n1,x\n").contains("opens in row 1"));
        assert!(read("a,b\r\n1,\"y, z\"\r\n").is_ok());
    }

    #[test]
    fn semicolons_and_tabs_are_read() {
        assert_eq!(read("a;b\n1;2\n").unwrap().numbers("b").unwrap(), [Some(2.0)]);
        assert_eq!(read("a\tb\n1\t2\n").unwrap().numbers("b").unwrap(), [Some(2.0)]);
        assert_eq!(read("a\n1\n").unwrap().numbers("a").unwrap(), [Some(1.0)]);
    }

    #[test]
    fn what_cannot_be_read_says_where_and_what_to_do() {
        assert!(read("a,b\n1\n").unwrap_err().why.contains("a line has 1 cell where 2"));
        assert!(read("a,a\n1,2\n").unwrap_err().why.contains("Two columns"));
        let table = read("a\n1\nseven\ninf\n").unwrap();
        assert!(table.numbers("a").unwrap_err().why.contains("“seven” in row 3"));
        let commas = read("a;b\n17,5;1\n18;2\n").unwrap().numbers("a").unwrap_err();
        assert!(commas.why.contains("decimal commas: “17,5” in row 2"), "{commas}");
        assert!(
            read("a;b\nx;1\n1,5;2\n").unwrap().numbers("a").unwrap_err().why.contains("2 cells")
        );
        assert!(table.numbers("b").unwrap_err().instead.contains("It has: a."));
        assert_eq!(read("").unwrap().rows(), 0);
    }
}
