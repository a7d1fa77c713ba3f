//! A practice's CSV of referrals, row by row, with what is wrong in each column.
//!
//! Reads only: whether a row may become a referral is decided by the app, with the same checks as
//! for a form. Sentences never repeat what was typed, so that they can be shown and logged.

mod columns;
mod values;

use domain::kinds::Need;
use jiff::civil::Date;

use crate::decode;
use crate::listing::Unreadable;
pub use columns::Column;

/// The file, row by row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referrals {
    /// Every row that is not empty.
    pub rows: Vec<Row>,
    /// Columns of the file that Kith does not use, as they are headed.
    pub ignored_columns: Vec<String>,
}

/// One row: what could be read, and what is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its place in the file, the first after the header being 1.
    pub row: usize,
    /// NHS number, ten digits, its check digit right.
    pub nhs_number: Option<String>,
    /// Given name.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Date of birth, where known.
    pub date_of_birth: Option<Date>,
    /// Address on one line.
    pub address: Option<String>,
    /// Postcode as typed, upper case.
    pub postcode: Option<String>,
    /// Whether the address says that the person has no fixed abode, which is a full answer.
    pub no_fixed_abode: bool,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Language the person likes to speak, as a BCP 47 tag where Kith knows it, else as typed.
    pub language: Option<String>,
    /// Why the person is referred.
    pub reasons: Vec<Need>,
    /// What the referrer means, in the referrer's words.
    pub what_the_referrer_means: String,
    /// What the person wants, in the person's words.
    pub what_the_person_wants: String,
    /// Whether the person agreed to be referred; `None` where the file does not say.
    pub agreed_to_referral: Option<bool>,
    /// With whom the person agreed to share.
    pub share_with: Vec<String>,
    /// Until when sharing is agreed.
    pub share_until: Option<Date>,
    /// What is wrong, by column. A row with any is not ready to be referred.
    pub errors: Vec<(Column, String)>,
}

/// Reads a CSV of referrals; commas, semicolons or tabs, with or without a byte-order mark.
pub fn read(bytes: &[u8], file_name: &str) -> Result<Referrals, Unreadable> {
    let refuse = |sentence: String| Unreadable { file_name: file_name.to_owned(), sentence };
    let decoded = decode::text(bytes).map_err(refuse)?;
    let text = decoded.text.trim_start();
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .trim(csv::Trim::All)
        .delimiter(separator(text))
        .from_reader(text.as_bytes());
    let unquoted = "Some quotation marks in this file do not close. Save it again as CSV UTF-8.";
    let headers = reader.headers().map_err(|_| refuse(unquoted.to_owned()))?.clone();
    let columns: Vec<Option<Column>> = headers.iter().map(Column::find).collect();
    check_header(&columns).map_err(refuse)?;
    let ignored_columns = headers
        .iter()
        .zip(&columns)
        .filter(|(name, column)| column.is_none() && !name.is_empty())
        .map(|(name, _)| name.to_owned())
        .collect();
    let mut rows = Vec::new();
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|_| refuse(unquoted.to_owned()))?;
        if record.iter().any(|cell| !cell.is_empty()) {
            rows.push(row(at + 1, &columns, &record));
        }
    }
    Ok(Referrals { rows, ignored_columns })
}

/// The separator that the header line holds most of.
fn separator(text: &str) -> u8 {
    let header = text.lines().next().unwrap_or_default();
    let count = |separator: u8| header.bytes().filter(|byte| *byte == separator).count();
    [b',', b';', b'\t'].into_iter().rev().max_by_key(|s| count(*s)).unwrap_or(b',')
}

fn check_header(columns: &[Option<Column>]) -> Result<(), String> {
    let missing: Vec<&str> = Column::NEEDED
        .into_iter()
        .filter(|needed| !columns.contains(&Some(*needed)))
        .map(Column::name)
        .collect();
    if !missing.is_empty() {
        return Err(format!(
            "The first line must name the columns. Add {}. The columns are: {}.",
            missing.join(", "),
            Column::ALL.map(Column::name).join(", ")
        ));
    }
    let twice = Column::ALL
        .into_iter()
        .find(|column| columns.iter().filter(|known| **known == Some(*column)).count() > 1);
    match twice {
        Some(column) => Err(format!("The column {} is there twice. Keep one.", column.name())),
        None => Ok(()),
    }
}

fn row(number: usize, columns: &[Option<Column>], record: &csv::StringRecord) -> Row {
    let mut row = Row { row: number, ..Row::default() };
    for (cell, column) in record.iter().zip(columns) {
        if let Some(column) = column
            && let Err(sentence) = values::set(&mut row, *column, cell)
        {
            row.errors.push((*column, sentence));
        }
    }
    for (column, value) in
        [(Column::GivenName, &row.given_name), (Column::FamilyName, &row.family_name)]
    {
        if value.is_empty() {
            row.errors.push((column, "Enter a name.".to_owned()));
        }
    }
    if record.iter().skip(columns.len()).any(|cell| !cell.is_empty()) {
        let sentence = "This row has more cells than the first line. Put quotation marks around \
                        text that holds a separator.";
        row.errors.push((Column::WhatTheReferrerMeans, sentence.to_owned()));
    }
    row
}

#[cfg(test)]
#[path = "referrals_csv/tests.rs"]
mod tests;
