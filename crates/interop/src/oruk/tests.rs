//! Groups said in the standard's words, parameters read back, tables that point to each other.

use std::collections::HashSet;

use domain::group::{
    AccessFact, AccessNeed, Capacity, Confidence, Contact, Cost, Every, Gender, Group, Life, Limit,
    Meeting, Place, Rule, Source, Status, Venue, Weekday,
};
use domain::kinds::{Activity, Need};
use jiff::Timestamp;
use jiff::civil::{date, time};
use proptest::prelude::*;

use super::asked::Asked;
use super::package::{Rows, TABLES};
use super::say::{mail_address, web_address};
use super::*;
use crate::listing;

const FEED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/feed.md");

fn given(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn refused(pairs: &[(&str, &str)]) -> Vec<&'static str> {
    let problems = Asked::read(Resource::Services, &given(pairs)).unwrap_err();
    problems.into_iter().map(|problem| problem.parameter).collect()
}

#[test]
fn the_document_for_readers_lists_every_parameter() {
    let table = PARAMETERS.iter().map(|parameter| {
        let lists: Vec<_> = parameter.on.iter().map(|list| format!("`{}`", list.path())).collect();
        let lists = if parameter.on.len() == 5 { "all".to_owned() } else { lists.join(", ") };
        format!("| `{}` | {lists} | {} |\n", parameter.name, parameter.meaning)
    });
    let table = format!(
        "| parameter | where | what it does |\n|---|---|---|\n{}",
        table.collect::<String>()
    );
    let text = std::fs::read_to_string(FEED).unwrap();
    let (before, rest) = text.split_once("<!-- parameters -->\n").unwrap();
    let (_, after) = rest.split_once("<!-- end of parameters -->\n").unwrap();
    let right = format!("{before}<!-- parameters -->\n{table}<!-- end of parameters -->\n{after}");
    if std::env::var_os("KITH_BLESS").is_some() {
        std::fs::write(FEED, &right).unwrap();
    }
    let there = std::fs::read_to_string(FEED).unwrap();
    assert!(there == right, "docs/feed.md is behind; run KITH_BLESS=1 cargo test -p interop");
}

#[test]
fn parameters_are_read_and_what_cannot_be_read_is_named() {
    let all = [("day", "fr"), ("start_time", "09:30"), ("page", "3"), ("full", "true")];
    let asked = Asked::read(Resource::Services, &given(&all)).unwrap();
    assert_eq!(asked.filter.day, Some(Weekday::Friday));
    assert_eq!(asked.filter.start_time, Some(time(9, 30, 0, 0)));
    assert_eq!((asked.page.number, asked.page.size), (3, 50));
    assert_eq!(asked.depth, Depth::Hsds);
    assert_eq!(refused(&[("page", "0"), ("day", "x"), ("search", "fine")]), ["day", "page"]);
    for (name, value) in [
        ("page", "+1"),
        ("per_page", "501"),
        ("page", ""),
        ("minimum_age", "NaN"),
        ("minimum_age", "-1"),
        ("start_time", "24:00"),
        ("start_time", "9:00"),
        ("end_time", "10:00:60"),
        ("modified_after", "yesterday"),
        ("taxonomy_id", "{67e55044-10b1-426f-9247-bb680e5fe0c8}"),
        ("full", "yes"),
        ("format", "csv"),
        ("postcode", "nowhere"),
        ("postcode", "IP1/2LQ"),
        ("proximity", "500"),
    ] {
        assert_eq!(refused(&[(name, value)]), [name], "{value}");
    }
    // What does not count for a list is passed over, however it is written.
    let terms = Asked::read(Resource::TaxonomyTerms, &given(&[("day", "x"), ("utm", "y")]));
    assert_eq!(terms.unwrap().filter, Filter::default());
}

#[test]
fn a_time_is_read_with_or_without_its_zone_escaped() {
    let read = |value| {
        let asked = Asked::read(Resource::Services, &given(&[("modified_after", value)])).unwrap();
        asked.filter.modified_after.unwrap().to_string()
    };
    assert_eq!(read("2026-01-31T09:00:00Z"), "2026-01-31T09:00:00Z");
    assert_eq!(read("2026-01-31T09:00:00 01:00"), "2026-01-31T08:00:00Z");
    assert_eq!(read("2026-01-31"), "2026-01-31T00:00:00Z");
}

proptest! {
    #[test]
    fn no_value_breaks_the_reading(name in 0..PARAMETERS.len(), value in ".{0,40}") {
        for resource in Resource::ALL {
            let pair = (PARAMETERS[name].name.to_owned(), value.clone());
            if let Err(problems) = Asked::read(resource, &[pair]) {
                prop_assert!(problems.iter().all(|problem| problem.sentence.ends_with('.')));
            }
        }
    }
}

#[test]
fn only_addresses_that_every_reader_can_use_are_published() {
    for (text, expected) in [
        ("https://a.example.org/x?y=1#z", Some("https://a.example.org/x?y=1#z")),
        (" www.example.org ", Some("https://www.example.org")),
        ("see our page", None),
        ("https://example.org/two words", None),
        ("https://example.org/100%", None),
        ("https://localhost", None),
        ("", None),
    ] {
        assert_eq!(web_address(text).as_deref(), expected, "{text}");
    }
    for (text, expected) in [
        (" choir@groups.example ", Some("choir@groups.example")),
        ("choir@localhost", None),
        ("a..b@example.org", None),
        ("ask at the door", None),
        ("two@at@example.org", None),
    ] {
        assert_eq!(mail_address(text), expected, "{text}");
    }
}

/// Two groups of one organisation at one place.
fn two_groups() -> Vec<Group> {
    let header = "id,published,title,description,event_categories,organisers,start_date,end_date,\
        free,cost_details,latitude,longitude,building_name,town,postcode";
    let row = |id: &str, title: &str, day: &str| {
        format!(
            "{id},true,{title},We meet.,music,harbour-voices,2025-06-0{day} 10:00,\
             2025-06-0{day} 12:00,true,,52.05,1.15,Quay Hall,Ipswich,IP4 1AA"
        )
    };
    let text = [header, &row("a", "Choir", "2"), &row("b", "Knitting", "3")].join("\n");
    let entries = listing::read(text.as_bytes(), "two.csv").unwrap().groups;
    let groups = entries.into_iter().zip(1..);
    groups.map(|(entry, id)| entry.into_group(uuid::Uuid::from_u128(id).into())).collect()
}

#[test]
fn every_row_of_the_tables_points_to_rows_that_are_there() {
    let mut rows = Rows::default();
    let mut all = rows.of_taxonomies();
    for group in &two_groups() {
        all.extend(rows.of_group(Listed { group, changed_at: Timestamp::UNIX_EPOCH }));
    }
    let mut ids = vec![HashSet::new(); TABLES.len()];
    for row in &all {
        assert_eq!(row.cells.len(), TABLES[row.table].columns().count());
        assert!(ids[row.table].insert(row.cells[0].clone()), "{} twice", TABLES[row.table].name);
    }
    let described = package::descriptor("Two");
    for row in &all {
        let table = &described["resources"][row.table];
        for key in table["schema"]["foreignKeys"].as_array().unwrap() {
            let at = TABLES[row.table].columns().position(|name| key["fields"] == name).unwrap();
            let to = TABLES.iter().position(|to| key["reference"]["resource"] == to.name).unwrap();
            assert!(ids[to].contains(&row.cells[at]), "{} {key}", TABLES[row.table].name);
        }
    }
    let count = |name: &str| ids[TABLES.iter().position(|table| table.name == name).unwrap()].len();
    assert_eq!((count("service"), count("organization"), count("location")), (2, 1, 1));
}

/// Groups that use every kind of fact the feed carries.
fn varied_groups() -> Vec<Group> {
    let [choir, knitting] = <[Group; 2]>::try_from(two_groups()).unwrap();
    let limit = |rule: Rule, sentence: &str| Limit {
        rule,
        sentence: sentence.to_owned(),
        confidence: Confidence::Certain,
    };
    let weekly = |every_weeks| Meeting::Weekly {
        weekday: Weekday::Thursday,
        from: time(9, 30, 0, 0),
        to: Some(time(11, 0, 0, 0)),
        every_weeks,
    };
    let on = Meeting::On { date: date(2026, 3, 1), from: time(10, 0, 0, 0), to: None };
    let monthly = Meeting::Recurring {
        weekday: Weekday::Sunday,
        every: Every::Months { which: vec![1, -1], counted_from: date(2026, 1, 4) },
        from: time(14, 0, 0, 0),
        to: None,
    };
    vec![
        Group {
            organisation: None,
            activities: vec![Activity::Crafts, Activity::Company],
            needs: vec![Need::Loneliness],
            meetings: vec![weekly(1), weekly(2), on],
            last_known_on: Some(date(2026, 6, 4)),
            cost: Cost::Pence { pence: 350, words: "£3.50 with tea".into() },
            eligibility: vec![
                limit(Rule::Age { from: Some(60), to: None }, "For people over 60."),
                limit(Rule::Gender { gender: Gender::Woman }, "Women only."),
                limit(Rule::Area { outcodes: vec!["IP1".into(), "IP4".into()] }, "In IP1 or IP4."),
            ],
            access: vec![
                AccessFact { need: AccessNeed::StepFree, there: true },
                AccessFact { need: AccessNeed::HearingLoop, there: false },
            ],
            languages: vec!["bfi".into(), "pl".into()],
            capacity: Capacity::WaitingList,
            contact: Contact {
                email: Some("knit@groups.example".into()),
                phone: Some("01632 960555".into()),
                url: Some("https://knit.example.org".into()),
            },
            life: Life { for_whom: Some("Anybody who likes wool.".into()), ..Life::default() },
            ..knitting
        },
        Group {
            place: Place::Online,
            meetings: vec![monthly],
            status: Status::Paused,
            cost: Cost::Words { words: "Pay what you can".into() },
            ..choir.clone()
        },
        Group {
            id: uuid::Uuid::from_u128(9).into(),
            name: "Somewhere".into(),
            place: match &choir.place {
                Place::Venue(venue) => {
                    let address = Some("4 Other Lane".into());
                    Place::Venue(Venue { name: None, address, also_online: true, ..venue.clone() })
                }
                other => other.clone(),
            },
            meetings: Vec::new(),
            // Without meetings there is no schedule that could carry it.
            last_known_on: None,
            cost: Cost::Unknown,
            ..choir
        },
    ]
}

/// The same without what the feed does not say: who checked, by which listing, under which id.
fn comparable(groups: impl IntoIterator<Item = Group>) -> Vec<Group> {
    let bare = |group: Group| Group {
        id: uuid::Uuid::nil().into(),
        source: Source { name: String::new(), id: String::new() },
        checked: None,
        ..group
    };
    let mut groups: Vec<Group> = groups.into_iter().map(bare).collect();
    groups.sort_by(|a, b| a.name.cmp(&b.name));
    groups
}

fn read_again(listing: listing::Listing) -> Vec<Group> {
    assert_eq!(listing.refused, []);
    comparable(listing.groups.into_iter().map(|entry| entry.into_group(uuid::Uuid::nil().into())))
}

#[test]
fn reading_our_own_feed_gives_the_same_groups() {
    let groups = varied_groups();
    let listed = |group| Listed { group, changed_at: Timestamp::UNIX_EPOCH };
    let said = groups.iter().map(|group| service(listed(group), Depth::Hsds));
    let page = serde_json::json!({ "contents": said.collect::<Vec<_>>() }).to_string();
    let again = read_again(listing::read(page.as_bytes(), "feed.json").unwrap());
    assert_eq!(again, comparable(groups));
}

#[test]
fn reading_our_own_tables_gives_the_same_groups() {
    let groups = varied_groups();
    let mut rows = Rows::default();
    let mut all = rows.of_taxonomies();
    for group in &groups {
        all.extend(rows.of_group(Listed { group, changed_at: Timestamp::UNIX_EPOCH }));
    }
    let files: Vec<(String, Vec<u8>)> = (0..TABLES.len())
        .map(|at| {
            let mut csv = csv::Writer::from_writer(Vec::new());
            csv.write_record(TABLES[at].columns()).unwrap();
            all.iter().filter(|row| row.table == at).for_each(|row| {
                csv.write_record(&row.cells).unwrap();
            });
            (TABLES[at].path.to_owned(), csv.into_inner().unwrap())
        })
        .collect();
    let descriptor = ("datapackage.json".to_owned(), package::descriptor("Own").to_string().into());
    let files: Vec<_> = files.into_iter().chain([descriptor]).collect();
    let pages: Vec<listing::Page<'_>> =
        files.iter().map(|(name, bytes)| listing::Page { name, bytes }).collect();
    let again = read_again(listing::read_all(&pages, &listing::Wanted::default()).unwrap());
    assert_eq!(again, comparable(groups));
}
