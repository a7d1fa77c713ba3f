//! A mapping says what columns mean; what it does not say is not guessed.

use domain::group::{AccessNeed, Cost, Every, Meeting, Place, Rule, Weekday};
use jiff::civil::{date, time};

use super::super::{Format, Page, Wanted, read_all};
use super::*;

/// The example that docs/imports.md shows.
const EXAMPLE: &str = include_str!("../../../../../docs/mapping-example.toml");

fn read_by(mapping: &str, csv: &str) -> Result<Listing, super::super::Unreadable> {
    let pages = [Page { name: "clubs.csv", bytes: csv.as_bytes() }];
    read_all(&pages, &Wanted { mapping: Some(mapping), ..Wanted::default() })
}

const CLUBS: &str = "Ref,Club,Run by,About,Where,Postcode,Step free?,Wednesday,Price,Closed on\n\
    1,Harbour Chess,Harbour Trust,\"Chess and tea, for people aged 55+ only.\",Quay Hall,IP4 1AA,yes,\
    \"10:00-12:00,14:00-16:00\",£2.50 per session,\n\
    2,Old Band,Harbour Trust,Brass.,Quay Hall,IP4 1AA,no,,n/a,2024-01-01\n\
    1,Harbour Chess again,Harbour Trust,Other words.,Quay Hall,IP4 1AA,,,,\n\
    3,,Harbour Trust,Nameless.,Quay Hall,IP4 1AA,,,,\n\
    ,Lost,Harbour Trust,Without a number.,Quay Hall,IP4 1AA,,,,\n\
    1,Harbour Chess,Harbour Trust,\"Chess and tea, for people aged 55+ only.\",Quay Hall,IP4 1AA,yes,\
    \"10:00-12:00,14:00-16:00\",£2.50 per session,\n";

#[test]
fn the_example_of_the_document_reads_a_csv() {
    let listing = read_by(EXAMPLE, CLUBS).unwrap();
    assert_eq!((listing.format, listing.source.as_str()), (Format::Csv, "harbour-clubs"));
    assert_eq!((listing.rows, listing.groups.len()), (6, 1));
    let reasons: Vec<&str> = listing.refused.iter().map(|row| row.reason.key()).collect();
    let expected = ["not_running", "duplicated_id", "no_name", "unreadable", "exact_duplicate"];
    assert_eq!(reasons, expected);
    let chess = &listing.groups[0];
    assert_eq!((chess.name.as_str(), chess.source.id.as_str()), ("Harbour Chess", "1"));
    assert_eq!(chess.organisation.as_deref(), Some("Harbour Trust"));
    assert!(matches!(chess.cost, Cost::Pence { pence: 250, .. }));
    assert!(matches!(chess.eligibility[0].rule, Rule::Age { from: Some(55), to: None }));
    assert!(chess.access.iter().any(|fact| fact.need == AccessNeed::StepFree && fact.there));
    let (from, to) = (time(14, 0, 0, 0), Some(time(16, 0, 0, 0)));
    let afternoon = Meeting::Weekly { weekday: Weekday::Wednesday, from, to, every_weeks: 1 };
    assert_eq!(chess.meetings[1], afternoon);
    assert!(matches!(&chess.place, Place::Venue(venue) if venue.point.is_some()));
}

#[test]
fn a_mapping_that_does_not_fit_is_refused_in_a_sentence() {
    let why = |mapping: &str| read_by(mapping, CLUBS).unwrap_err().to_string();
    let typo = why(&EXAMPLE.replace("{Club}", "{Klub}"));
    assert!(typo.contains("missing: Klub"), "{typo}");
    let unknown = why(&format!("shoe = 1\n{EXAMPLE}"));
    assert!(unknown.contains("mapping file cannot be read"), "{unknown}");
}

#[test]
fn a_stop_of_a_mobile_library_comes_again_by_its_rule() {
    let csv = "organisation,mobile,route,community,stop,address,postcode,geox,geoy,day,type,\
        arrival,departure,frequency,start,end,exceptions,timetable\n\
        Harbour,Van,Route 1,Saltby,Green,\"Green, Saltby\",,1.1,52.1,Tuesday,Public,11:00,11:30,\
        FREQ=WEEKLY;INTERVAL=4,2020-03-03,,,https://example.org\n";
    let pages = [Page { name: "stops.csv", bytes: csv.as_bytes() }];
    let listing = read_all(&pages, &Wanted::default()).unwrap();
    assert_eq!(listing.source, "uk-mobile-library-stops");
    let stop = &listing.groups[0];
    assert_eq!(stop.name, "Mobile library at Green, Saltby");
    let every = Every::Weeks { weeks: 4, counted_from: date(2020, 3, 3) };
    let (from, to) = (time(11, 0, 0, 0), Some(time(11, 30, 0, 0)));
    let weekday = Weekday::Tuesday;
    assert_eq!(stop.meetings, [Meeting::Recurring { weekday, every, from, to }]);
}

#[test]
fn every_known_mapping_can_be_read_and_is_told_by_its_header() {
    for text in KNOWN {
        let mapping = Mapping::read(text).unwrap();
        assert!(!mapping.header.is_empty(), "{}", mapping.source);
        let is_there = |column: &&str| mapping.header.iter().any(|header| header == column);
        assert!(mapping.columns().iter().all(is_there), "{}", mapping.source);
    }
}
