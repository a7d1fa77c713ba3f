//! Examples in words.

use domain::group::{Confidence, Meeting, Rule};
use jiff::civil::{date, time};

use super::*;

const HEADER: &str = "file,id,published,title,description,event_categories,organisers,start_date,\
    end_date,free,cost_details,virtual,latitude,longitude,building_name,address_line_1,\
    address_line_2,town,postcode,accessibility_information,additional_access_information,\
    attendance_information,directions,booking_link,duplicated_from";

/// A row of the Harbour Choir (invented), with what a test changes.
fn row(id: &str, start: &str, end: &str, changes: &[(&str, &str)]) -> String {
    let columns: Vec<&str> = HEADER.split(',').map(str::trim).collect();
    let usual = [
        ("id", id),
        ("published", "true"),
        ("title", "Harbour Choir"),
        ("description", "We sing songs together. Harbour Voices is run by singers."),
        ("event_categories", "music|community"),
        ("organisers", "harbour-voices"),
        ("start_date", start),
        ("end_date", end),
        ("free", "false"),
        ("cost_details", "£3.50 per session"),
        ("virtual", "false"),
        ("latitude", "52.05"),
        ("longitude", "1.15"),
        ("building_name", "Quay Hall"),
        ("town", "Ipswich"),
        ("postcode", "IP4 1AA"),
    ];
    let cell = |column: &&str| {
        let find = |cells: &[(&str, &str)]| {
            cells.iter().find(|(name, _)| name == column).map(|(_, value)| (*value).to_owned())
        };
        let value = find(changes).or_else(|| find(&usual)).unwrap_or_default();
        format!("\"{}\"", value.replace('"', "\"\""))
    };
    columns.iter().map(cell).collect::<Vec<_>>().join(",")
}

fn read_events(rows: &[String]) -> Listing {
    let text = format!("\u{feff}{HEADER}\r\n{}\r\n", rows.join("\r\n"));
    let listing = read(text.as_bytes(), "events.csv").unwrap();
    assert_adds_up(&listing);
    listing
}

fn assert_adds_up(listing: &Listing) {
    let accounted = listing.groups.len() + listing.folded_sessions + listing.refused.len();
    assert_eq!(accounted, listing.rows);
}

#[test]
fn dated_events_of_one_series_become_one_group_with_a_weekly_meeting() {
    let listing = read_events(&[
        row("a", "2025-06-02 10:00", "2025-06-02 12:00", &[]),
        row("b", "2025-06-09 10:00", "2025-06-09 12:00", &[("title", "Harbour  choir")]),
        row("c", "2025-06-16 10:00", "2025-06-16 12:00", &[]),
        row("d", "2025-06-16 10:00", "2025-06-16 12:00", &[("building_name", "Hill Hall")]),
    ]);
    assert_eq!((listing.groups.len(), listing.folded_sessions), (2, 2));
    let choir = &listing.groups[0];
    assert_eq!(choir.source.id, "harbour-choir~quay-hall.ipswich~harbour-voices");
    assert_eq!(choir.organisation.as_deref(), Some("Harbour Voices"));
    assert_eq!(choir.last_known_on, Some(date(2025, 6, 16)));
    assert_eq!(choir.activities.first(), Some(&domain::kinds::Activity::Singing));
    assert!(matches!(choir.cost, Cost::Pence { pence: 350, .. }));
    assert!(matches!(choir.meetings[..], [Meeting::Weekly { every_weeks: 1, .. }]));
    assert!(matches!(&choir.place, Place::Venue(venue) if venue.point.is_some()));
}

#[test]
fn each_row_not_taken_has_its_reason() {
    let listing = read_events(&[
        row("a", "2025-06-02 10:00", "2025-06-02 12:00", &[]),
        row("b", "2025-06-09 10:00", "2025-06-09 12:00", &[("published", "false")]),
        row("c", "2025-06-02 10:00", "2025-06-02 12:00", &[]),
        row("a", "2025-06-16 10:00", "2025-06-16 12:00", &[]),
        row("e", "2025-06-23 10:00", "2025-06-20 12:00", &[]),
        row("f", "", "2025-06-20 12:00", &[]),
        row("g", "2025-06-23 10:00", "2025-06-23 12:00", &[("title", " ")]),
    ]);
    let reasons: Vec<(usize, &Reason)> =
        listing.refused.iter().map(|row| (row.row, &row.reason)).collect();
    assert_eq!(
        reasons,
        [
            (2, &Reason::Unpublished),
            (3, &Reason::ExactDuplicate { of: 1 }),
            (4, &Reason::DuplicatedId { of: 1 }),
            (5, &Reason::EndBeforeStart),
            (6, &Reason::NoStart),
            (7, &Reason::NoName),
        ]
    );
    assert_eq!(listing.refused[1].id.as_deref(), Some("c"));
    assert_eq!(listing.refused[1].reason.to_string(), "It says the same as row 1.");
}

#[test]
fn an_end_at_midnight_of_the_same_day_is_an_end_not_known() {
    let listing = read_events(&[
        row("a", "2025-06-18 19:00", "2025-06-18 00:00", &[]),
        row("b", "2025-06-02 09:00", "2025-06-06 17:00", &[("title", "Workshop week")]),
    ]);
    assert_eq!(
        listing.groups[0].meetings,
        [Meeting::On { date: date(2025, 6, 18), from: time(19, 0, 0, 0), to: None }]
    );
    assert_eq!(listing.groups[1].last_known_on, Some(date(2025, 6, 6)));
    assert_eq!(listing.notes.get(&Note::MidnightEnd), Some(&1));
    assert_eq!(listing.notes.get(&Note::SeveralDays), Some(&1));
}

#[test]
fn what_has_only_a_postcode_is_placed_by_its_first_half() {
    let listing = read_events(&[
        row("a", "2025-06-18 19:00", "2025-06-18 20:00", &[("latitude", ""), ("longitude", "")]),
        row(
            "b",
            "2025-06-18 19:00",
            "2025-06-18 20:00",
            &[
                ("title", "Webinar"),
                ("virtual", "true"),
                ("building_name", ""),
                ("postcode", ""),
                ("latitude", ""),
                ("town", ""),
            ],
        ),
    ]);
    assert_eq!(listing.notes.get(&Note::PlacedByOutcode), Some(&1));
    assert_eq!(listing.groups[1].place, Place::Online);
    let ticked = row("c", "2025-06-18 19:00", "2025-06-18 20:00", &[("virtual", "true")]);
    let Place::Venue(venue) = &read_events(&[ticked]).groups[0].place else { panic!("no venue") };
    assert!(!venue.also_online);
}

#[test]
fn who_may_come_is_kept_with_its_sentence() {
    let changes = [("attendance_information", "men aged over 18"), ("free", "true")];
    let listing = read_events(&[row("a", "2025-06-18 19:00", "2025-06-18 20:00", &changes)]);
    let group = &listing.groups[0];
    assert!(group.description.ends_with("For: men aged over 18."));
    let age = group.eligibility.iter().find(|limit| matches!(limit.rule, Rule::Age { .. }));
    assert_eq!(age.unwrap().confidence, Confidence::Likely);
    assert_eq!(age.unwrap().sentence, "men aged over 18");
}

fn service(id: &str, name: &str, description: &str) -> String {
    format!(
        r#"{{"id":"{id}","name":"{name}","description":{},"status":"active","url":"https://x.example",
        "email":"hello@x.example","assured_date":"2024-02-03","attending_type":"","attending_access":"",
        "pc_metadata":{{"assured_by":"sam.jones@council.example"}},
        "organization":{{"name":"Quay Trust"}},"pc_targetAudience":[{{"audienceType":"Dementia "}}]}}"#,
        serde_json::Value::from(description)
    )
}

#[test]
fn an_open_referral_feed_is_read_with_or_without_its_envelope() {
    let one = service(
        "s1",
        "Tea and Tunes",
        "<p>Every Tuesday 10am &ndash; 12pm at Quay Hall, BS3 4AA.&nbsp;It is £3.50 per session.</p>",
    );
    let array = read(format!("[{one}]").as_bytes(), "feed.json").unwrap();
    let page = read(format!("{{\"content\":[{one}],\"totalPages\":1}}").as_bytes(), "f").unwrap();
    assert_eq!(array, page);
    assert_adds_up(&array);
    let group = &array.groups[0];
    assert_eq!(
        group.description,
        "Every Tuesday 10am – 12pm at Quay Hall, BS3 4AA. It is £3.50 per session."
    );
    assert!(matches!(group.meetings[..], [Meeting::Weekly { every_weeks: 1, .. }]));
    assert!(matches!(group.cost, Cost::Pence { pence: 350, .. }));
    assert_eq!(group.contact.email.as_deref(), Some("hello@x.example"));
    assert_eq!(group.needs, [domain::kinds::Need::Memory]);
    let Place::Venue(venue) = &group.place else { panic!("no venue") };
    assert_eq!(venue.postcode.as_deref(), Some("BS3 4AA"));
}

#[test]
fn the_name_of_the_person_who_assured_an_entry_is_never_carried_over() {
    let listing = read(format!("[{}]", service("s1", "Tea", "Tea")).as_bytes(), "f").unwrap();
    let checked = listing.groups[0].checked.as_ref().unwrap();
    assert_eq!(checked.how, "feed");
    assert_eq!(checked.at.to_string(), "2024-02-03T00:00:00Z");
    assert!(!format!("{listing:?}").contains("sam.jones"));
}

#[test]
fn services_that_cannot_be_taken_are_refused_one_by_one() {
    let services = [
        service("s1", "Tea", "Tea and chat"),
        service("s1", "Other", "Something else"),
        service("s2", " ", "No name"),
        service("s3", "Tea", "Tea and chat"),
        service("s4", "Old", "Gone").replace("active", "inactive"),
        "7".to_owned(),
    ];
    let listing = read(format!("[{}]", services.join(",")).as_bytes(), "f").unwrap();
    assert_adds_up(&listing);
    let keys: Vec<&str> = listing.refused.iter().map(|row| row.reason.key()).collect();
    assert_eq!(keys, ["duplicated_id", "no_name", "exact_duplicate", "not_running", "unreadable"]);
}

#[test]
fn nested_parts_of_a_feed_are_used_where_it_sends_them() {
    let json = r#"[{"id":"n1","name":"Swim","description":"Swim with us","status":"active",
        "eligibilitys":[{"minimum_age":16.0,"maximum_age":120}],
        "cost_options":[{"option":"per session","amount":4.5}],
        "languages":[{"language":"Polish"}],
        "contacts":[{"email":"a@x.example","phones":[{"number":"01632 960001"}]}],
        "service_at_locations":[{"location":{"name":"Pool","latitude":51.4,"longitude":"-2.6",
          "physical_addresses":[{"address_1":"1 Quay","city":"Bristol","postal_code":"BS1 1AA"}],
          "accessibility_for_disabilities":[{"accessibility":"Wheelchair access"}]},
          "regular_schedule":[{"byday":"MO,1TU","opens_at":"18:00","closes_at":"19:30:00"}]}]}]"#;
    let listing = read(json.as_bytes(), "f").unwrap();
    let group = &listing.groups[0];
    assert_eq!(group.eligibility[0].rule, Rule::Age { from: Some(16), to: None });
    assert!(matches!(group.cost, Cost::Pence { pence: 450, .. }));
    assert_eq!(group.languages, ["pl"]);
    assert_eq!(group.contact.phone.as_deref(), Some("01632 960001"));
    assert_eq!(group.meetings.len(), 1);
    assert_eq!(group.access.len(), 1);
    assert!(matches!(&group.place, Place::Venue(v) if v.point.is_some()));
}

#[test]
fn what_is_no_listing_is_answered_with_a_sentence() {
    for (bytes, expected) in [
        (&b"name,town\r\nx,y"[..], "missing: title"),
        (b"", "missing: title"),
        (b"[{\"id\": \"a\"", "not complete JSON"),
        (b"{\"hello\": 1}", "no list of services"),
        (b"\xFF\xFEt\0", "UTF-16"),
    ] {
        let error = read(bytes, "file.x").unwrap_err();
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[test]
fn a_caller_names_the_listing_and_old_encodings_are_noted() {
    let bytes = format!("{HEADER}\r\n{}\r\n", row("a", "2025-06-18 19:00", "", &[]));
    let mut old: Vec<u8> = bytes.replace('£', "#").into_bytes();
    let at = old.iter().position(|b| *b == b'#').unwrap();
    old[at] = 0xA3;
    let listing = read(&old, "e.csv").unwrap().named("my-town");
    assert_eq!(listing.groups[0].source.name, "my-town");
    assert!(matches!(listing.groups[0].cost, Cost::Pence { pence: 350, .. }));
    assert_eq!(listing.notes.get(&Note::ReadAsWindows1252), Some(&1));
}

fn pages_of(texts: &[&str]) -> Result<Listing, Unreadable> {
    let pages: Vec<Page<'_>> =
        texts.iter().map(|text| Page { name: "page.json", bytes: text.as_bytes() }).collect();
    read_all(&pages, &Wanted::default())
}

#[test]
fn a_feed_is_read_in_pages_and_one_object_a_line() {
    let one = r#"{"contents": [{"id": "1", "name": "Choir"}]}"#;
    let two = r#"{"content": [{"id": "2", "name": "Shed"}, {"id": "1", "name": "Choir"}]}"#;
    let paged = pages_of(&[one, two]).unwrap();
    assert_eq!((paged.rows, paged.groups.len()), (3, 2));
    assert_eq!(paged.refused[0].reason, Reason::DuplicatedId { of: 1 });
    let lines = "{\"id\": \"1\", \"name\": \"Choir\"}\n{\"id\": \"2\", \"name\": \"Shed\"}\n";
    assert_eq!(pages_of(&[lines]).unwrap().groups.len(), 2);
    assert_eq!(pages_of(&[r#"{"id": "1", "name": "Choir"}"#]).unwrap().groups.len(), 1);
    let broken = pages_of(&[one, "{\"contents\": ["]).unwrap_err().to_string();
    assert!(broken.contains("not complete JSON"), "{broken}");
}

#[test]
fn a_service_of_version_three_brings_its_places_times_and_terms() {
    let text = r#"{"contents": [{
        "id": "1", "name": "Knit and natter", "status": "active", "minimum_age": 18,
        "description": "Wool and company.",
        "organization": {"name": "Harbour Trust", "email": "hello@example.org"},
        "schedules": [
            {"freq": "WEEKLY", "interval": 1, "byday": "TU", "opens_at": "10:00:00", "closes_at": "12:00:00"},
            {"freq": "MONTHLY", "interval": 1, "byday": "2TH", "dtstart": "2026-01-01", "opens_at": "18:00:00"},
            {"freq": "YEARLY", "dtstart": "2026-01-01", "opens_at": "18:00:00"}],
        "service_at_locations": [{"location": {"name": "Quay Hall", "latitude": 52.05, "longitude": 1.15,
            "addresses": [{"address_1": "1 Quay", "city": "Ipswich", "postal_code": "IP4 1AA"}],
            "accessibility": [{"description": "There is step-free access."}]}}],
        "phones": [{"number": "01632 960000"}],
        "languages": [{"code": "pl"}],
        "funding": [{"source": "Town council"}],
        "attributes": [{"taxonomy_term": {"name": "Knitting"}}]
    }]}"#;
    let listing = pages_of(&[text]).unwrap();
    let group = &listing.groups[0];
    assert!(matches!(group.eligibility[0].rule, Rule::Age { from: Some(18), to: None }));
    assert!(matches!(
        group.meetings[..],
        [Meeting::Weekly { every_weeks: 1, .. }, Meeting::Recurring { .. }]
    ));
    assert_eq!(listing.notes[&Note::RuleNotKept], 1);
    assert!(matches!(&group.place, Place::Venue(venue) if venue.address.is_some()));
    assert_eq!(group.contact.phone.as_deref(), Some("01632 960000"));
    assert_eq!(group.contact.email.as_deref(), Some("hello@example.org"));
    assert_eq!(group.life.funding[0].from, "Town council");
    assert_eq!(group.languages, ["pl"]);
    assert!(group.activities.contains(&domain::kinds::Activity::Crafts));
    assert!(group.access.iter().any(|fact| fact.there));
}

#[test]
fn tables_of_a_package_are_joined_into_services() {
    let file = |name, text: &'static str| Page { name, bytes: text.as_bytes() };
    let pages = [
        file("datapackage.json", r#"{"title": "Harbour", "license": "OGL"}"#),
        file(
            "data/services.csv",
            "id,organization_id,name,description\n1,o,Choir,We sing.\n2,x,Shed,\n",
        ),
        file("data/organizations.csv", "id,name\no,Harbour Trust\n"),
        file("data/locations.csv", "id,name,latitude,longitude\nl,Quay Hall,52.05,1.15\n"),
        file("data/services_at_location.csv", "id,service_id,location_id\na,1,l\nb,2,l\n"),
        file(
            "data/physical_addresses.csv",
            "id,location_id,address_1,city,postal_code\np,l,1 Quay,Ipswich,IP4 1AA\n",
        ),
        file(
            "data/regular_schedules.csv",
            "id,service_id,weekday,opens_at,closes_at\n,1,Monday,9:00am,12:30pm\n",
        ),
        file("data/eligibility.csv", "id,service_id,eligibility\n,,Lost words\n"),
    ];
    let listing = read_all(&pages, &Wanted::default()).unwrap();
    assert_eq!((listing.format, listing.rows, listing.groups.len()), (Format::Hsds, 2, 2));
    assert_eq!(
        (listing.title.as_deref(), listing.licence.as_deref()),
        (Some("Harbour"), Some("OGL"))
    );
    let choir = &listing.groups[0];
    assert_eq!(choir.organisation.as_deref(), Some("Harbour Trust"));
    assert_eq!(choir.source, Source { name: "hsds".into(), id: "1".into() });
    let (from, to) = (time(9, 0, 0, 0), Some(time(12, 30, 0, 0)));
    let weekday = domain::group::Weekday::Monday;
    assert_eq!(choir.meetings, [Meeting::Weekly { weekday, from, to, every_weeks: 1 }]);
    assert_eq!(listing.notes[&Note::NotJoined], 1);
    for group in &listing.groups {
        assert!(matches!(&group.place, Place::Venue(venue) if venue.point.is_some()));
    }
}

#[test]
fn the_later_item_of_an_openactive_feed_counts() {
    let item = |state: &str, more: &str| {
        format!(r#"{{"id": "7", "kind": "session", "state": "{state}"{more}}}"#)
    };
    let data = r#", "data": {"type": "Event", "name": "Tai Chi", "genderRestriction":
        "https://openactive.io/FemaleOnly", "offers": [{"name": "Adult", "price": 2.5}],
        "subEvent": [{"startDate": "2026-07-06T09:00:00Z", "endDate": "2026-07-06T09:59:59Z"}]}"#;
    let page = |items: &[&str]| format!(r#"{{"items": [{}]}}"#, items.join(","));
    let (there, deleted) = (item("updated", data), item("deleted", ""));
    let gone = pages_of(&[&page(&[&there]), &page(&[&deleted])]).unwrap();
    assert_eq!(
        (gone.rows, gone.groups.len(), gone.gone.as_slice()),
        (2, 0, &["session:7".to_owned()][..])
    );
    assert_eq!(gone.refused[0].reason, Reason::Superseded { by: 2 });
    let back = pages_of(&[&page(&[&deleted, &there])]).unwrap();
    assert_eq!((back.groups.len(), back.gone.len()), (1, 0));
    let (from, to) = (time(10, 0, 0, 0), Some(time(11, 0, 0, 0)));
    let summer = Meeting::On { date: date(2026, 7, 6), from, to };
    assert_eq!(back.groups[0].meetings, [summer], "by the clock on the wall, in summer");
    assert!(matches!(back.groups[0].eligibility[0].rule, Rule::Gender { .. }));
    assert!(matches!(back.groups[0].cost, Cost::Pence { pence: 250, .. }));
}
