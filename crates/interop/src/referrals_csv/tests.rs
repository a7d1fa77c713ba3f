//! Examples in words.

use jiff::civil::date;

use super::*;

const HEADER: &str = "nhs_number,given_name,family_name,date_of_birth,address,postcode,phone,email,\
    language,reasons,what_the_referrer_means,what_the_person_wants,agreed_to_referral,share_with,share_until";

fn one(line: &str) -> Row {
    let mut file = read(format!("{HEADER}\n{line}\n").as_bytes(), "r.csv").unwrap();
    assert_eq!(file.rows.len(), 1);
    file.rows.remove(0)
}

#[test]
fn a_full_row_is_read_into_typed_values() {
    let row = one(
        "943 476 5919,Ada, Example ,31/03/1950,1 Quay Street,ip1 2ab,01632 960001,ada@example.com,\
         Polish,loneliness; bereaved,Lives alone,To sing again,yes,GP;choir,2027-01-31",
    );
    assert_eq!(row.errors, []);
    assert_eq!(row.nhs_number.as_deref(), Some("9434765919"));
    assert_eq!(row.family_name, "Example");
    assert_eq!(row.date_of_birth, Some(date(1950, 3, 31)));
    assert_eq!(row.postcode.as_deref(), Some("IP1 2AB"));
    assert_eq!(row.language.as_deref(), Some("pl"));
    assert_eq!(row.reasons, [Need::Loneliness, Need::Grief]);
    assert_eq!(row.agreed_to_referral, Some(true));
    assert_eq!(row.share_with, ["GP", "choir"]);
    assert_eq!(row.share_until, Some(date(2027, 1, 31)));
}

#[test]
fn each_wrong_cell_is_told_by_column_without_repeating_it() {
    let row =
        one("9434765918,,Example,31/03/50,,nowhere,12,ada at home,,sadnesss,,,perhaps,,31/02/2027");
    let mut columns: Vec<Column> = row.errors.iter().map(|(column, _)| *column).collect();
    columns.sort();
    assert_eq!(
        columns,
        [
            Column::NhsNumber,
            Column::GivenName,
            Column::DateOfBirth,
            Column::Postcode,
            Column::Phone,
            Column::Email,
            Column::Reasons,
            Column::AgreedToReferral,
            Column::ShareUntil,
        ]
    );
    for (_, sentence) in &row.errors {
        for typed in ["9434765918", "31/03/50", "nowhere", "ada at home", "sadnesss", "perhaps"] {
            assert!(!sentence.contains(typed), "{sentence}");
        }
    }
    let year = &row.errors.iter().find(|(column, _)| *column == Column::DateOfBirth).unwrap().1;
    assert!(year.contains("four digits"));
}

#[test]
fn no_fixed_abode_is_a_full_answer() {
    assert!(one(",Ada,Example,,No fixed abode,,,,,,,,yes,,").no_fixed_abode);
    let row = one(",Ada,Example,,,ZZ99 3VZ,,,,,,,yes,,");
    assert!(row.no_fixed_abode);
    assert_eq!((row.postcode, row.errors), (None, vec![]));
}

#[test]
fn files_from_other_programs_are_read() {
    let file =
        "\u{feff}First name;Surname;DOB;Consent;Hair\r\nAda;Example;1950-03-31;Y;grey\r\n;;;;\r\n";
    let read_file = read(file.as_bytes(), "r.csv").unwrap();
    assert_eq!(read_file.rows.len(), 1);
    assert_eq!(read_file.rows[0].errors, []);
    assert_eq!(read_file.ignored_columns, ["Hair"]);
    let label = one(",Ada,Example,,,,,,,\"Low mood, worry and stress\",,,no,,");
    assert_eq!((label.reasons, label.agreed_to_referral), (vec![Need::Mood], Some(false)));
}

#[test]
fn a_file_without_the_needed_columns_is_answered_with_them() {
    let error = read(b"name,dob\nAda,1950-03-31\n", "r.csv").unwrap_err();
    assert!(error.sentence.contains("given_name, family_name, agreed_to_referral"));
    let twice = read(b"given_name,first name,surname,consent\n", "r.csv").unwrap_err();
    assert!(twice.sentence.contains("given_name is there twice"));
    assert!(read(b"", "r.csv").is_err());
}

#[test]
fn a_row_with_more_cells_than_columns_is_told_so() {
    let row = one(",Ada,Example,,,,,,,,,,yes,,,spilt");
    assert!(row.errors[0].1.contains("quotation marks"));
}
