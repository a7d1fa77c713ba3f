//! Whatever comes in, reading answers with a value or a reason; it never stops the program.

use domain::group::{AccessNeed, Cost, Meeting};
use proptest::prelude::*;

/// Pieces that the readers look for, between letters of any alphabet.
fn prose() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "over 18s",
        "aged 16 to 25",
        "under 5s",
        "55+",
        "years 7 to 11",
        "18 months",
        "é",
        "—",
        "every Tuesday 10am - 12pm",
        "every Friday 12.00-2.30",
        "£3.50 per session",
        "from £6",
        "women only",
        "must be",
        "&nbsp;",
        "<b>",
        "</p",
        "data:",
        "BS3 4AA",
        "٣",
        "’",
        "½",
        "ſ",
        "İ",
        "over the age of",
        "up to the age of 300",
        "Mondays 25-99",
        "no step-free access",
        " ",
        ". ",
    ]);
    prop::collection::vec(prop_oneof![pieces.prop_map(str::to_owned), "\\PC{0,3}"], 0..12)
        .prop_map(|parts| parts.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_prose_stops_a_reader(text in prose()) {
        for limit in interop::eligibility::read(&text, &text, &text) {
            prop_assert!(!limit.sentence.is_empty());
        }
        for meeting in interop::schedule::read(&text) {
            let Meeting::Weekly { from, to, .. } = meeting else { panic!("prose gives no dates") };
            prop_assert!(to.is_some_and(|to| to > from));
        }
        prop_assert!(interop::schedule::read(&text).len() <= 2);
        prop_assert_ne!(interop::cost::read_field(false, &text), Cost::Free);
        prop_assert_eq!(interop::cost::read_prose(&text), interop::cost::read_prose(&text));
        let facts = interop::access::read(&[&text]);
        prop_assert!(facts.len() <= AccessNeed::ALL.len());
        prop_assert!(!interop::languages::read(&text).contains(&"en".to_owned()));
        prop_assert!(!interop::plain::text(&text).contains("<b>"));
    }

    #[test]
    fn no_bytes_stop_a_reader(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = interop::listing::read(&bytes, "any");
        let _ = interop::referrals_csv::read(&bytes, "any");
    }

    #[test]
    fn every_row_of_any_csv_is_accounted_for(cells in prop::collection::vec(prose(), 1..20)) {
        let quoted = cells.iter().map(|cell| format!("\"{}\"", cell.replace('"', "\"\"")));
        let rows: Vec<String> =
            quoted.map(|cell| format!("{cell},{cell},2025-06-01 10:00,2025-06-01 11:00")).collect();
        let text = format!("title,description,start_date,end_date\n{}\n", rows.join("\n"));
        let listing = interop::listing::read(text.as_bytes(), "any.csv").unwrap();
        let accounted = listing.groups.len() + listing.folded_sessions + listing.refused.len();
        prop_assert_eq!(accounted, listing.rows);
        prop_assert_eq!(listing.rows, cells.len());
    }
}
