//! What every reference test needs: the files, the columns of a data set, and closeness.

use std::path::PathBuf;

use evidence::linear::Coefficient;
use serde_json::Value;

/// A file of the reference values, or a note that the test was skipped.
pub(crate) fn reference(test: &str, path: &str) -> Option<String> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../../../shared/reference-values")
        .join(path);
    let found = std::fs::read_to_string(folder).ok();
    if found.is_none() {
        eprintln!("skipped: {test} needs ../shared");
    }
    found
}

pub(crate) fn json(test: &str, path: &str) -> Option<Value> {
    reference(test, path).map(|text| serde_json::from_str(&text).unwrap())
}

pub(crate) fn number(of: &Value) -> f64 {
    of.as_f64().unwrap_or_else(|| panic!("{of} is not a number"))
}

pub(crate) fn numbers(of: &Value) -> Vec<f64> {
    of.as_array().unwrap().iter().map(number).collect()
}

pub(crate) fn assert_near(found: f64, wanted: f64, tolerance: f64, what: &str) {
    let off = (found - wanted).abs();
    assert!(off <= tolerance * wanted.abs().max(1e-9), "{what}: {found}, not {wanted}");
}

/// A table of coefficients as R prints it against ours, row by row: names, estimates, standard
/// errors, statistics and probabilities.
pub(crate) fn assert_table(found: &[Coefficient], wanted: &Value, tolerance: f64) {
    let wanted = wanted.as_array().unwrap();
    assert_eq!(found.len(), wanted.len());
    for (found, wanted) in found.iter().zip(wanted) {
        let term = wanted["term"].as_str().unwrap();
        let one = &found.estimate;
        for (key, value) in wanted.as_object().unwrap() {
            let ours = match key.as_str() {
                "term" => continue,
                "Estimate" => one.value,
                "Std. Error" => one.se.unwrap(),
                "t value" | "z value" => one.statistic().unwrap(),
                "Pr(>|t|)" | "Pr(>|z|)" => one.p.unwrap(),
                "2.5 %" => one.interval.unwrap().low,
                "97.5 %" => one.interval.unwrap().high,
                other => panic!("nothing of ours is called {other}"),
            };
            let what = format!("{term} ({}), {key}", found.name);
            // A probability in the far tail moves by more than its statistic does.
            let times =
                if key.starts_with("Pr") { 1.0 + one.statistic().unwrap().powi(2) } else { 1.0 };
            assert_near(ours, number(value), tolerance * times, &what);
        }
    }
}

/// A data set, column by column.
pub(crate) struct Table {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

pub(crate) fn table(test: &str, path: &str) -> Option<Table> {
    let text = reference(test, path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows =
        reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
    Some(Table { names, rows })
}

impl Table {
    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    fn cells(&self, name: &str) -> impl Iterator<Item = &str> {
        let at = self.names.iter().position(|column| column == name).unwrap();
        self.rows.iter().map(move |row| row[at].as_str())
    }

    /// A column of numbers; what is empty or `NA` is missing.
    pub(crate) fn numbers(&self, name: &str) -> Vec<Option<f64>> {
        self.cells(name).map(|cell| cell.parse().ok()).collect()
    }

    /// A column of numbers of which none is missing.
    pub(crate) fn full(&self, name: &str) -> Vec<f64> {
        self.cells(name).map(|cell| cell.parse().unwrap()).collect()
    }

    /// A column of words; what is empty or `NA` is missing.
    pub(crate) fn words(&self, name: &str) -> Vec<Option<String>> {
        let is_there = |cell: &&str| !cell.is_empty() && *cell != "NA";
        self.cells(name).map(|cell| Some(cell).filter(is_there).map(str::to_owned)).collect()
    }
}
