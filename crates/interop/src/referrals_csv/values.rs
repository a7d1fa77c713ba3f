//! One cell of a referrals CSV turned into a value, or into a sentence that says what to do.

use domain::kinds::Need;
use domain::place::outcode;
use jiff::civil::Date;

use super::Row;
use super::columns::Column;
use crate::languages;

/// Sets one column of a row from its cell.
pub(super) fn set(row: &mut Row, column: Column, cell: &str) -> Result<(), String> {
    let cell = cell.trim();
    if cell.is_empty() {
        return Ok(());
    }
    let text = || Some(cell.split_whitespace().collect::<Vec<_>>().join(" "));
    match column {
        Column::NhsNumber => row.nhs_number = Some(nhs_number(cell)?),
        Column::GivenName => row.given_name = text().unwrap_or_default(),
        Column::FamilyName => row.family_name = text().unwrap_or_default(),
        Column::DateOfBirth => row.date_of_birth = Some(date(cell)?),
        Column::Address => {
            row.no_fixed_abode = is_no_fixed_abode(cell);
            row.address = text();
        }
        Column::Postcode => set_postcode(row, cell)?,
        Column::Phone => row.phone = Some(phone(cell)?),
        Column::Email => row.email = Some(email(cell)?),
        Column::Language => {
            row.language = languages::tag_of(cell).map(str::to_owned).or_else(text);
        }
        Column::Reasons => row.reasons = reasons(cell)?,
        Column::WhatTheReferrerMeans => row.what_the_referrer_means = cell.to_owned(),
        Column::WhatThePersonWants => row.what_the_person_wants = cell.to_owned(),
        Column::AgreedToReferral => row.agreed_to_referral = Some(yes_or_no(cell)?),
        Column::ShareWith => row.share_with = parts(cell).map(str::to_owned).collect(),
        Column::ShareUntil => row.share_until = Some(date(cell)?),
    }
    Ok(())
}

/// Ten digits whose last is the check digit.
/// <https://www.datadictionary.nhs.uk/attributes/nhs_number.html>
fn nhs_number(cell: &str) -> Result<String, String> {
    let is_shaped = cell.chars().all(|c| c.is_ascii_digit() || c == ' ' || c == '-');
    let digits: Vec<u32> = cell.chars().filter_map(|c| c.to_digit(10)).collect();
    if !is_shaped || digits.len() != 10 {
        return Err("An NHS number has 10 digits. Check it, or leave it empty.".into());
    }
    let sum: u32 = digits.iter().take(9).zip((2..=10).rev()).map(|(d, weight)| d * weight).sum();
    let check = (11 - sum % 11) % 11;
    // A remainder of 10 is never given out.
    if check == 10 || check != digits[9] {
        return Err("This is not a valid NHS number. Check for swapped digits.".into());
    }
    Ok(digits.iter().map(u32::to_string).collect())
}

/// `1950-03-31` or `31/03/1950` (also with dots or hyphens); a year has four digits.
fn date(cell: &str) -> Result<Date, String> {
    let parts: Vec<&str> = cell.split(['/', '-', '.']).map(str::trim).collect();
    let wrong = || "Write the date as 31/03/1950 or 1950-03-31.".to_owned();
    let [first, month, last] = parts[..] else { return Err(wrong()) };
    let (year, day) = match (first.len(), last.len()) {
        (4, 1 | 2) => (first, last),
        (1 | 2, 4) => (last, first),
        (1 | 2, 2) => return Err("Write the year with four digits, as in 31/03/1950.".into()),
        _ => return Err(wrong()),
    };
    let year: i16 = year.parse().map_err(|_| wrong())?;
    let (month, day) = (month.parse().map_err(|_| wrong())?, day.parse().map_err(|_| wrong())?);
    Date::new(year, month, day)
        .ok()
        .filter(|_| year >= 1890)
        .ok_or_else(|| "This day does not exist. Check day, month and year.".into())
}

fn is_no_fixed_abode(cell: &str) -> bool {
    let lower = cell.to_lowercase();
    lower == "nfa" || lower.contains("no fixed abode") || lower.contains("no fixed address")
}

fn set_postcode(row: &mut Row, cell: &str) -> Result<(), String> {
    // ZZ99 is the NHS's postcode for people without an address.
    if is_no_fixed_abode(cell) || cell.to_uppercase().starts_with("ZZ99") {
        row.no_fixed_abode = true;
        return Ok(());
    }
    if outcode(cell).is_none() {
        return Err("Enter a postcode, like IP1 2AB, or leave it empty.".into());
    }
    row.postcode = Some(cell.to_uppercase());
    Ok(())
}

fn phone(cell: &str) -> Result<String, String> {
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let shaped = cell.chars().all(|c| c.is_ascii_digit() || "+() -.extEXT".contains(c));
    if shaped && (9..=17).contains(&digits) {
        return Ok(cell.to_owned());
    }
    // Spreadsheets drop the first 0 of a number.
    Err("Enter a telephone number with its area code, like 01632 960001.".into())
}

fn email(cell: &str) -> Result<String, String> {
    let shaped = cell.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.contains('@')
    });
    if shaped && !cell.contains(char::is_whitespace) {
        return Ok(cell.to_owned());
    }
    Err("Enter an e-mail address, like name@example.com, or leave it empty.".into())
}

fn parts(cell: &str) -> impl Iterator<Item = &str> {
    cell.split([';', '|', ',', '\n']).map(str::trim).filter(|part| !part.is_empty())
}

/// Reasons by stored name, by label, or by a word people use for one.
fn reasons(cell: &str) -> Result<Vec<Need>, String> {
    // A label may hold a comma ("Low mood, worry and stress"), so it is tried whole first.
    if let Some(need) = reason(cell) {
        return Ok(vec![need]);
    }
    let mut found = Vec::new();
    for part in parts(cell) {
        let Some(need) = reason(part) else {
            let known: Vec<&str> = Need::ALL.iter().map(|need| need.key()).collect();
            return Err(format!(
                "We do not know one of these reasons. Use: {}. Put other words into {}.",
                known.join(", "),
                Column::WhatTheReferrerMeans.name()
            ));
        };
        if !found.contains(&need) {
            found.push(need);
        }
    }
    Ok(found)
}

fn reason(text: &str) -> Option<Need> {
    let text = text.trim().to_lowercase();
    let named = |need: &&Need| need.key() == text || need.label().to_lowercase() == text;
    let called = |need: &&Need| need.also_called().contains(&text.as_str());
    Need::ALL.iter().find(named).or_else(|| Need::ALL.iter().find(called)).copied()
}

fn yes_or_no(cell: &str) -> Result<bool, String> {
    match cell.to_lowercase().as_str() {
        "yes" | "y" | "true" | "1" => Ok(true),
        "no" | "n" | "false" | "0" => Ok(false),
        _ => Err("Write yes or no.".into()),
    }
}
