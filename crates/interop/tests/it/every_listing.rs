//! Every listing in the shared data: each row is taken or has its reason, and the counts add up.

use std::fs;
use std::path::{Path, PathBuf};

use interop::listing::{Format, Listing, Note, Page, Wanted, read_all};

fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    if !path.exists() {
        eprintln!("skipped: {name} needs ../shared");
        return None;
    }
    Some(path)
}

/// A file, or every CSV and JSON file below a folder.
fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let mut found: Vec<PathBuf> =
        fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect();
    found.retain(|path| path.extension().is_some_and(|kind| kind == "csv" || kind == "json"));
    found.sort();
    found
}

fn read(name: &str) -> Option<Result<Listing, String>> {
    let files: Vec<(String, Vec<u8>)> = files(&shared(name)?)
        .iter()
        .map(|path| (path.display().to_string(), fs::read(path).unwrap()))
        .collect();
    let pages: Vec<Page<'_>> = files.iter().map(|(name, bytes)| Page { name, bytes }).collect();
    Some(read_all(&pages, &Wanted::default()).map_err(|why| why.to_string()))
}

/// What became of the rows of a listing, on one line.
fn told(listing: &Listing) -> String {
    let sum =
        listing.groups.len() + listing.folded_sessions + listing.gone.len() + listing.refused.len();
    assert_eq!(sum, listing.rows, "every row is accounted for");
    let reasons: Vec<String> = listing
        .refused_by_reason()
        .iter()
        .map(|(reason, count)| format!("{count} {reason}"))
        .collect();
    let mut ids: Vec<&str> = listing.groups.iter().map(|one| one.source.id.as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), listing.groups.len(), "every id is there once");
    format!(
        "{}: {} rows = {} groups + {} sessions + {} gone + refused [{}]",
        listing.source,
        listing.rows,
        listing.groups.len(),
        listing.folded_sessions,
        listing.gone.len(),
        reasons.join(", ")
    )
}

fn expect(name: &str, expected: &str) {
    if let Some(read) = read(name) {
        assert_eq!(read.map(|listing| told(&listing)), Ok(expected.to_owned()), "{name}");
    }
}

fn expect_refused(name: &str, part: &str) {
    let Some(read) = read(name) else { return };
    let why = read.expect_err(name);
    assert!(why.contains(part), "{name}: {why}");
}

#[test]
fn the_two_first_listings() {
    expect(
        "suffolk_lgc_2025-06/events.derived.csv",
        "suffolk-lgc: 1618 rows = 244 groups + 960 sessions + 0 gone + refused \
         [2 end_before_start, 6 exact_duplicate, 406 unpublished]",
    );
    expect(
        "oruk_bristol_2024-12/Bristol Council.json",
        "oruk: 819 rows = 816 groups + 0 sessions + 0 gone + refused \
         [1 duplicated_id, 1 exact_duplicate, 1 no_name]",
    );
}

#[test]
fn the_package_of_miami() {
    let name = "hsds_miami_open211_2019-07";
    expect(name, "hsds: 4089 rows = 4089 groups + 0 sessions + 0 gone + refused []");
    let Some(Ok(listing)) = read(name) else { return };
    assert_eq!(listing.format, Format::Hsds);
    assert_eq!(listing.notes[&Note::NotJoined], 2244, "eligibility names no service");
    assert!(listing.licence.unwrap().contains("ShareAlike"));
    let text: String = listing.groups.iter().map(|one| one.description.as_str()).collect();
    assert!(!text.contains("##") && !text.contains("G\u{c7}") && !text.contains("\\n"));
}

#[test]
fn the_feeds_of_openactive_with_their_tombstones() {
    let folder = "openactive_newham_everyoneactive_2020-01";
    expect(
        &format!("{folder}/newham_20200102.json"),
        "openactive: 269 rows = 198 groups + 0 sessions + 71 gone + refused []",
    );
    expect(
        &format!("{folder}/everyone-active_20200106.json"),
        "openactive: 500 rows = 250 groups + 0 sessions + 250 gone + refused []",
    );
    let both = "openactive: 769 rows = 448 groups + 0 sessions + 321 gone + refused []";
    expect(folder, both);
}

#[test]
fn the_stops_of_mobile_libraries_with_their_rules() {
    let name = "uk_mobile_library_stops";
    let expected = "uk-mobile-library-stops: 5482 rows = 5482 groups + 0 sessions + 0 gone + \
                    refused []";
    expect(name, expected);
    let Some(Ok(listing)) = read(name) else { return };
    assert!(!listing.notes.contains_key(&Note::RuleNotKept), "every rule is kept");
    assert!(listing.groups.iter().all(|stop| !stop.meetings.is_empty()));
}

#[test]
fn the_libraries() {
    expect(
        "uk_libraries/libraries.csv",
        "uk-libraries: 4231 rows = 3753 groups + 0 sessions + 0 gone + refused \
         [5 duplicated_id, 473 not_running]",
    );
    expect(
        "uk_libraries/libraries_england_2023.csv",
        "england-libraries-2023: 3487 rows = 3136 groups + 0 sessions + 0 gone + refused \
         [2 duplicated_id, 349 not_running]",
    );
}

#[test]
fn the_directories_of_trafford_and_greater_manchester() {
    for (file, source, rows, refused) in [
        ("allotments_trafford_allotments.csv", "trafford-allotments", 35, ""),
        ("charities_charities_operating_in_trafford.csv", "trafford-charities", 736, ""),
        ("food_banks_gm_food_banks.csv", "gm-food-banks", 171, ""),
        ("green_flags_gm_green_flags.csv", "gm-green-flags", 59, ""),
        ("jobcentre_plus_gm_jobcentreplus.csv", "gm-job-centres", 26, ""),
        ("libraries_gm_libraries.csv", "gm-libraries", 141, ""),
        ("libraries_trafford_libraries.csv", "gm-libraries", 13, ""),
        ("mental_health_trafford_mental_health_services.csv", "trafford-mental-health", 60, ""),
        (
            "sport_facilities_sports_facilities.csv",
            "trafford-sports-facilities",
            314,
            "6 duplicated_id",
        ),
        ("sports_clubs_sports_clubs.csv", "trafford-sports-clubs", 140, ""),
    ] {
        let groups = if refused.is_empty() { rows } else { rows - 6 };
        let expected = format!(
            "{source}: {rows} rows = {groups} groups + 0 sessions + 0 gone + refused [{refused}]"
        );
        expect(&format!("trafford_gm_directories/{file}"), &expected);
    }
}

#[test]
fn a_table_that_lists_no_groups_is_refused_in_a_sentence() {
    for file in [
        "census2021_language_2021_population_english_proficiency_lsoa_trafford.csv",
        "general_practice_trafford_general_practices.csv",
        "pharmacies_gm_pharmacies.csv",
        "schools_and_colleges_trafford_schools_and_colleges.csv",
        "transport_bus_stops_trafford_bus_stops.csv",
    ] {
        expect_refused(&format!("trafford_gm_directories/{file}"), "any other CSV needs a mapping");
    }
}

#[test]
fn the_mock_answers_of_the_uk_profile() {
    let expected = |rows: usize, groups: usize, refused: &str| {
        format!("oruk: {rows} rows = {groups} groups + 0 sessions + 0 gone + refused [{refused}]")
    };
    for (file, expected) in [
        ("V3.0-UK-Default/service_list.json", expected(1, 1, "")),
        ("V3.0-UK-Default/service_full.json", expected(1, 1, "")),
        ("V3.0-UK-Default/organization_full.json", expected(1, 1, "")),
        ("V3.0-UK-Warn/service_list.json", expected(1, 1, "")),
        ("V3.0-UK-Fail/service_list.json", expected(4, 0, "4 no_name")),
        ("V3.0-UK-Test/service_list.json", expected(128, 1, "127 duplicated_id")),
        ("V3.0-UK-Test/service_list_data.json", expected(128, 1, "127 duplicated_id")),
        ("V3.0-UK-Default/organization_list.json", expected(1, 0, "1 unreadable")),
        ("V3.0-UK-Default/service_at_location_list.json", expected(1, 0, "1 unreadable")),
        ("V3.0-UK-Default/taxonomy_term_list.json", expected(1, 0, "1 unreadable")),
        ("V1.0-UK-Default/V1_DashboardResponse.json", expected(11, 0, "11 no_name")),
    ] {
        expect(&format!("oruk_v3_conformance_mocks/{file}"), &expected);
    }
    let details = "oruk_v3_conformance_mocks/V3.0-UK-Default/api_details.json";
    expect_refused(details, "holds no list of services");
}
