//! Entries of the same place in two real listings are found, and entries of two places are not
//! taken for one. Skipped by name where `../shared` is absent.

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;

use domain::group::likeness::{LIKELY, POSSIBLE, find_pairs};
use domain::group::{Group, Place, Source, Venue};
use domain::place::Point;
use interop::listing::read;

type Row = HashMap<String, String>;

fn shared(test: &str, path: &str) -> Option<Vec<u8>> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    let bytes = std::fs::read(root.join(path)).ok();
    if bytes.is_none() {
        println!("skipped: {test} needs ../shared");
    }
    bytes
}

fn rows(bytes: &[u8]) -> Vec<Row> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let mut reader = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// A group of nothing but these.
fn group(source: &str, id: usize, name: &str, (postcode, town): (&str, &str)) -> Group {
    let known = |text: &str| (!text.trim().is_empty()).then(|| text.trim().to_owned());
    let text = r#"{
        "id": "00000000-0000-7000-8000-000000000001", "name": "", "organisation": null,
        "description": "", "activities": [], "needs": [], "place": {"kind": "unknown"},
        "meetings": [], "cost": {"kind": "unknown"}, "eligibility": [], "access": [],
        "languages": [], "capacity": "ask_first", "places_per_month": null,
        "status": {"status": "running"}, "checked": null,
        "contact": {"email": null, "phone": null, "url": null}, "source": {"name": "", "id": ""}
    }"#;
    let group: Group = serde_json::from_str(text).expect("a group");
    let venue = Venue { postcode: known(postcode), town: known(town), ..Venue::default() };
    let source = Source { name: source.to_owned(), id: id.to_string() };
    Group { name: name.to_owned(), place: Place::Venue(venue), source, ..group }
}

/// Pairs across sources from a score on, by their places in the list.
fn across(groups: &[Group], from: f64) -> (HashSet<(usize, usize)>, u64) {
    let found = find_pairs(&groups.iter().collect::<Vec<_>>());
    let is_across =
        |pair: &(usize, usize)| groups[pair.0].source.name != groups[pair.1].source.name;
    let pairs = found.pairs.iter().filter(|pair| pair.likeness.score >= from);
    (pairs.map(|pair| (pair.first, pair.second)).filter(is_across).collect(), found.compared)
}

/// Two national lists of libraries carry the number of the property, which is hidden here.
#[test]
fn libraries_in_two_national_lists_are_found_by_name_and_postcode() {
    let test = "libraries_in_two_national_lists_are_found_by_name_and_postcode";
    let Some(first) = shared(test, "uk_libraries/libraries.csv") else { return };
    let Some(second) = shared(test, "uk_libraries/libraries_england_2023.csv") else { return };
    let mut groups = Vec::new();
    let mut property: Vec<String> = Vec::new();
    for row in rows(&first) {
        let place = (row["Postcode"].as_str(), row["Address 3"].as_str());
        groups.push(group("list of 2016", groups.len(), &row["Library name"], place));
        property.push(row["Unique property reference number"].trim_start_matches('0').to_owned());
    }
    for row in rows(&second) {
        let place = (row["postcode"].as_str(), row["address3"].as_str());
        groups.push(group("list of 2023", groups.len(), &row["name"], place));
        property.push(row["uprn"].trim_start_matches('0').to_owned());
    }
    let (found, compared) = across(&groups, POSSIBLE);
    let mut truth: HashSet<(usize, usize)> = HashSet::new();
    let mut by_number: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, number) in property.iter().enumerate().filter(|(_, number)| !number.is_empty()) {
        by_number.entry(number).or_default().push(at);
    }
    for same in by_number.values().filter(|same| same.len() == 2) {
        let (a, b) = (same[0], same[1]);
        if groups[a].source.name != groups[b].source.name {
            truth.insert((a, b));
        }
    }
    let hit = truth.intersection(&found).count();
    // Numbers differ where a library moved within its building, or one list has a slip.
    let is_known =
        |pair: &&(usize, usize)| !property[pair.0].is_empty() && !property[pair.1].is_empty();
    let wrong: Vec<_> =
        found.iter().filter(is_known).filter(|(a, b)| property[*a] != property[*b]).collect();
    println!(
        "{} entries, {} pairs by number, {hit} found, {} found with other numbers of {}, {compared} compared",
        groups.len(),
        truth.len(),
        wrong.len(),
        found.len()
    );
    assert!(truth.len() > 1_000, "{}", truth.len());
    assert!(hit * 100 >= truth.len() * 98, "{hit} of {}", truth.len());
    assert!(wrong.len() * 100 <= found.len() * 5, "{} of {}", wrong.len(), found.len());
    assert!(compared < 3 * groups.len() as u64, "{compared}");
}

/// A borough's list of libraries and its region's, and its sports clubs beside sports grounds.
#[test]
fn the_lists_of_a_borough_and_of_its_region_meet() {
    let test = "the_lists_of_a_borough_and_of_its_region_meet";
    let folder = "trafford_gm_directories/";
    let Some(borough) = shared(test, &format!("{folder}libraries_trafford_libraries.csv")) else {
        return;
    };
    let Some(region) = shared(test, &format!("{folder}libraries_gm_libraries.csv")) else { return };
    let mut groups = Vec::new();
    for (source, bytes) in [("trafford", &borough), ("greater-manchester", &region)] {
        for row in rows(bytes) {
            let mut library = group(source, groups.len(), &row["name"], (&row["postcode"], ""));
            library.contact.url = Some(row["website"].clone());
            library.contact.email = Some(row["email"].clone());
            let point = row["lat"].parse().ok().zip(row["lon"].parse().ok());
            if let (Place::Venue(venue), Some((lat, lon))) = (&mut library.place, point) {
                venue.point = Point::new(lat, lon);
            }
            groups.push(library);
        }
    }
    let (found, _) = across(&groups, POSSIBLE);
    let paired: HashSet<usize> = found.iter().map(|(a, _)| *a).collect();
    let in_borough = groups.iter().filter(|group| group.source.name == "trafford").count();
    for (a, b) in &found {
        assert_eq!(groups[*a].name.split(' ').next(), groups[*b].name.split(' ').next());
    }
    assert!(found.len() <= in_borough, "{found:?}");
    assert!(paired.len() == in_borough, "{} of {in_borough}", paired.len());
}

/// Activities in libraries are not the libraries; and a listing of one's own is not full of twins.
#[test]
fn what_happens_in_a_library_is_not_the_library() {
    let test = "what_happens_in_a_library_is_not_the_library";
    let Some(bytes) = shared(test, "suffolk_lgc_2025-06/events.derived.csv") else { return };
    let Some(libraries) = shared(test, "uk_libraries/libraries_england_2023.csv") else { return };
    let listing = read(&bytes, "suffolk").expect("a listing");
    let id = "00000000-0000-7000-8000-000000000001".parse().expect("an id");
    let mut groups: Vec<Group> =
        listing.groups.into_iter().map(|entry| entry.into_group(id)).collect();
    let own = groups.len();
    for row in rows(&libraries).iter().filter(|row| row["authority"].contains("Suffolk")) {
        let place = (row["postcode"].as_str(), row["address3"].as_str());
        groups.push(group("libraries", groups.len(), &row["name"], place));
    }
    assert!(own > 100 && groups.len() - own > 30, "{own} {}", groups.len());
    let (found, _) = across(&groups, POSSIBLE);
    for (a, b) in &found {
        println!("{} / {}", groups[*a].name, groups[*b].name);
    }
    assert!(found.len() <= 1, "{}", found.len());
    let twins = find_pairs(&groups[..own].iter().collect::<Vec<_>>()).pairs;
    for pair in &twins {
        let names = (&groups[pair.first].name, &groups[pair.second].name);
        println!("{:.2} {names:?} {:?}", pair.likeness.score, pair.likeness.why);
    }
    println!("{} of {own} own entries pair up", twins.len());
    let likely = twins.iter().filter(|pair| pair.likeness.score >= LIKELY).count();
    assert!(likely * 20 <= own, "{likely} of {own}");
}
