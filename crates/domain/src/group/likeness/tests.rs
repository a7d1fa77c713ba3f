//! Pairs as directories really hold them, and what must hold for every pair.

use super::*;
use crate::group::{Contact, Place, Source, Venue, sample};

struct Said(Group);

fn said(source: &str, name: &str) -> Said {
    let source = Source { name: source.to_owned(), id: name.to_owned() };
    Said(Group { name: name.to_owned(), source, ..sample() })
}

impl Said {
    fn at(mut self, building: &str, postcode: &str) -> Said {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (name, postcode) = (known(building), known(postcode));
        self.0.place = Place::Venue(Venue { name, postcode, ..Venue::default() });
        self
    }

    fn reached(mut self, phone: &str, url: &str) -> Said {
        let known = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        self.0.contact = Contact { email: None, phone: known(phone), url: known(url) };
        self
    }
}

/// The pairs among these in a directory that knows other groups too.
fn pairs(of: &[&Said]) -> Vec<Pair> {
    let others: Vec<Group> = ["Choir", "Walking", "Lego", "Library", "Chess", "Knitting", "Café"]
        .iter()
        .flat_map(|what| ["Leiston", "Diss", "Eye", "Holt"].map(|town| format!("{what} {town}")))
        .map(|name| said("other", &name).at("", "ZZ1 1ZZ").0)
        .collect();
    let groups: Vec<&Group> = of.iter().map(|said| &said.0).chain(&others).collect();
    let mut pairs = find_pairs(&groups).pairs;
    pairs.retain(|pair| pair.second < of.len());
    pairs
}

fn score(a: &Said, b: &Said) -> f64 {
    pairs(&[a, b]).first().map_or(0.0, |pair| pair.likeness.score)
}

#[test]
fn one_group_in_two_listings_is_found_however_each_writes_it() {
    let at = |name: &str| said("council", name).at("Town Hall", "NR32 1EA");
    for (one, other) in [
        ("Knit and Natter", "Knit & Natter"),
        ("Knit and Natter", "Knit ’n’ Natter"),
        ("Men’s Shed Lowestoft", "Lowestoft Mens Shed"),
        ("Harbour Voices", "Harbor Voices at the Town Hall"),
        ("St Margaret’s Lunch Club", "Saint Margarets lunch club"),
        ("Café Solidaridad", "Cafe Solidaridad"),
    ] {
        let other = said("voluntary", other).at("", "nr321ea");
        let found = score(&at(one), &other);
        assert!(found >= LIKELY, "{one} / {}: {found:.2}", other.0.name);
    }
}

#[test]
fn a_name_with_something_added_is_worth_a_look() {
    let whole = said("council", "Harbour Voices Community Choir").at("Town Hall", "NR32 1EA");
    let short = said("voluntary", "Harbour Voices").at("Town Hall", "NR32 1EA");
    let again = said("council", "Harbour Voices").at("Town Hall", "NR32 1EA");
    let (found, same) = (score(&whole, &short), score(&again, &short));
    assert!((POSSIBLE..same).contains(&found), "{found:.2}");
}

#[test]
fn two_groups_in_one_building_with_one_telephone_are_two() {
    let at = |source, name| {
        said(source, name)
            .at("Sale Library", "M33 7ZF")
            .reached("0161 912 3008", "sale.example.org")
    };
    for (one, other) in [
        ("Chess club", "Lego club"),
        ("Monday knitting", "Monday chess"),
        ("Rhyme time", "Story time"),
        ("Sale Library book group", "Sale Library local history"),
    ] {
        let found = score(&at("council", one), &at("voluntary", other));
        assert!(found < POSSIBLE, "{one} / {other}: {found:.2}");
    }
}

#[test]
fn one_name_in_two_towns_is_two_groups() {
    let here = said("council", "Bounce and Rhyme").at("Library", "NR32 1DR");
    let there = said("voluntary", "Bounce and Rhyme").at("Library", "IP1 3DE");
    assert!(score(&here, &there) < POSSIBLE);
}

#[test]
fn without_a_place_a_telephone_or_a_page_tells() {
    let placed = said("council", "Dementia café")
        .at("Town Hall", "NR32 1EA")
        .reached("+44 1502 555 012", "https://www.cafe.example.org/lowestoft/");
    let by_phone = said("voluntary", "Dementia Cafe").reached("01502 555012", "");
    let by_page = said("voluntary", "Dementia Cafe").reached("", "cafe.example.org/lowestoft");
    assert!(score(&placed, &by_phone) >= LIKELY);
    assert!(score(&placed, &by_page) >= LIKELY);
}

#[test]
fn a_source_that_lists_two_is_believed_sooner_than_two_sources() {
    let one = said("council", "Harbour Voices").at("Town Hall", "NR32 1EA");
    let again = said("council", "Harbour Voices choir").at("Town Hall", "NR32 1EA");
    let other = said("voluntary", "Harbour Voices choir").at("Town Hall", "NR32 1EA");
    assert!(score(&one, &again) < score(&one, &other));
}

#[test]
fn a_pair_says_what_speaks_for_it_and_what_against() {
    let one = said("council", "Harbour Voices").at("", "NR32 1EA").reached("01502 555012", "");
    let other = said("voluntary", "Harbour Voices").at("", "NR32 1EA").reached("01502 555999", "");
    let found = pairs(&[&one, &other]);
    assert_eq!(found[0].likeness.why, [Why::SameName, Why::SamePostcode, Why::OtherPhone]);
    let words: Vec<String> = found[0].likeness.why.iter().map(Why::label).collect();
    assert_eq!(words, ["same name", "same postcode", "another telephone"]);
}

#[test]
fn the_order_of_the_directory_changes_no_score() {
    let one = said("council", "Harbour Voices").at("", "NR32 1EA");
    let other =
        said("voluntary", "Harbor Voices choir").at("", "NR32 1EA").reached("0150255512", "");
    assert_eq!(score(&one, &other).to_bits(), score(&other, &one).to_bits());
}

#[test]
fn comparisons_grow_with_the_directory_and_not_with_its_square() {
    let compared = |towns: usize| {
        let kinds = ["Choir", "Walkers", "Lego", "Library", "Chess", "Knitters", "Gardeners"];
        let groups: Vec<Group> = (0..towns)
            .flat_map(|town| kinds.map(|kind| (town, kind)))
            .flat_map(|(town, kind)| {
                let name = format!("Town{town} {kind}");
                let postcode = format!("AB{} {}AA", 10 + town / 10, town % 10);
                ["a", "b"].map(|source| said(source, &name).at("", &postcode).0)
            })
            .collect();
        let groups: Vec<&Group> = groups.iter().collect();
        let found = find_pairs(&groups);
        assert_eq!(found.pairs.len(), towns * kinds.len());
        found.compared
    };
    let (small, large) = (compared(50), compared(500));
    assert!(large <= 11 * small, "{small} {large}");
    // 7,000 entries are 24 million pairs.
    assert!(large < 200_000, "{large}");
}
