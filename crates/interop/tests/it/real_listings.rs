//! Two real listings, read twice. Skipped by name where `../shared` is absent.

use std::path::PathBuf;

use domain::group::{Confidence, Meeting, Place};
use interop::listing::{Listing, read};

/// The bytes of a file beside the repository, or `None` with a line that says so.
fn shared(test: &str, path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        println!("skipped: {test} needs ../shared");
    }
    bytes
}

fn assert_is_sound(listing: &Listing) {
    let accounted = listing.groups.len() + listing.folded_sessions + listing.refused.len();
    assert_eq!(accounted, listing.rows, "every row is accounted for");
    let mut ids: Vec<&str> = listing.groups.iter().map(|g| g.source.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), listing.groups.len(), "no two groups share an id");
    for group in &listing.groups {
        assert!(!group.name.trim().is_empty());
        assert_is_plain(&group.name);
        assert_is_plain(&group.description);
        for limit in &group.eligibility {
            assert_is_plain(&limit.sentence);
            assert!(!limit.sentence.is_empty(), "{}: a limit without its sentence", group.name);
        }
        for meeting in &group.meetings {
            let (Meeting::Weekly { from, to, .. }
            | Meeting::Recurring { from, to, .. }
            | Meeting::On { from, to, .. }) = meeting;
            assert!(to.is_none_or(|to| to > *from), "{}: {meeting:?}", group.name);
        }
    }
}

fn assert_is_plain(text: &str) {
    let tag = regex::Regex::new(r"(?i)</?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d+);|data:image").unwrap();
    assert!(!tag.is_match(text), "markup in: {text}");
    assert!(text.chars().count() < 7_000);
}

fn print_summary(listing: &Listing) {
    println!(
        "{}: {} rows, {} groups, {} more sessions, refused {:?}",
        listing.source,
        listing.rows,
        listing.groups.len(),
        listing.folded_sessions,
        listing.refused_by_reason()
    );
    for (note, count) in &listing.notes {
        println!("  {count} {}", note.label());
    }
    let of = |what: &dyn Fn(&interop::listing::Entry) -> bool| {
        listing.groups.iter().filter(|group| what(group)).count()
    };
    let limits = || listing.groups.iter().flat_map(|group| &group.eligibility);
    let sure = |c: Confidence| limits().filter(|limit| limit.confidence == c).count();
    println!(
        "  with activities {}, needs {}, a point {}, meetings {}, a cost {}, access facts {}",
        of(&|g| !g.activities.is_empty()),
        of(&|g| !g.needs.is_empty()),
        of(&|g| matches!(&g.place, Place::Venue(venue) if venue.point.is_some())),
        of(&|g| !g.meetings.is_empty()),
        of(&|g| g.cost != domain::group::Cost::Unknown),
        of(&|g| !g.access.is_empty()),
    );
    println!(
        "  limits: {} certain, {} likely, {} unsure",
        sure(Confidence::Certain),
        sure(Confidence::Likely),
        sure(Confidence::Unsure)
    );
}

#[test]
fn the_suffolk_listing_is_read_whole_and_twice_alike() {
    let name = "the_suffolk_listing_is_read_whole_and_twice_alike";
    let Some(bytes) = shared(name, "suffolk_lgc_2025-06/events.derived.csv") else { return };
    let listing = read(&bytes, "events.derived.csv").unwrap();
    print_summary(&listing);
    assert_is_sound(&listing);
    assert_eq!(listing.rows, 1_618);
    let reasons = listing.refused_by_reason();
    assert_eq!(reasons["unpublished"], 406);
    assert_eq!(reasons["end_before_start"], 2);
    assert!((6..=7).contains(&reasons["exact_duplicate"]));
    assert!((200..=260).contains(&listing.groups.len()));
    assert!(listing.groups.iter().all(|group| group.last_known_on.is_some()));
    assert_eq!(listing, read(&bytes, "events.derived.csv").unwrap());
}

#[test]
fn the_bristol_feed_is_read_whole_and_twice_alike() {
    let name = "the_bristol_feed_is_read_whole_and_twice_alike";
    let Some(bytes) = shared(name, "oruk_bristol_2024-12/Bristol Council.json") else { return };
    let listing = read(&bytes, "Bristol Council.json").unwrap();
    print_summary(&listing);
    assert_is_sound(&listing);
    assert_eq!(listing.rows, 819);
    let reasons = listing.refused_by_reason();
    assert_eq!(reasons["duplicated_id"], 1);
    assert_eq!(reasons["no_name"], 1);
    let checked = listing.groups.iter().filter(|group| group.checked.is_some()).count();
    assert!(checked > 800, "only {checked} say when they were assured");
    let by = |group: &interop::listing::Entry| group.checked.clone().map(|c| c.by);
    assert!(listing.groups.iter().filter_map(by).all(|by| !by.contains('@')));
    assert_eq!(listing, read(&bytes, "Bristol Council.json").unwrap());
}
