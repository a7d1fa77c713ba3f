//! Terms of lists that others use, mapped to ours: small lists by hand, and real ones.

use super::*;

#[test]
fn a_term_is_mapped_by_its_name_or_by_the_one_above() {
    let file = "id,name,parent_id,vocabulary\n\
        1,Arts & Crafts,,Ours\n2,Macramé,1,Ours\n3,Widgets,,Ours\n4,Adults,,Ours\n,Nameless,,\n5,,,\n";
    let read = read(file.as_bytes()).unwrap();
    assert_eq!(read.find("1").unwrap().activities, [Activity::Crafts]);
    let below = read.find("2").unwrap();
    assert_eq!((below.by, &below.activities[..]), (By::Parent, &[Activity::Crafts][..]));
    assert_eq!(read.find("3").unwrap().by, By::Nothing);
    assert_eq!(read.find("4").unwrap().by, By::NotAKind);
    let expected = Tally {
        term_count: 4,
        mapped_count: 1,
        by_parent_count: 1,
        not_a_kind_count: 1,
        unmapped_count: 1,
    };
    assert_eq!(read.tally(), expected);
    assert_eq!(read.refused, ["Line 6 has no id.", "Line 7 has no name."]);
}

#[test]
fn the_finest_part_of_a_path_counts() {
    assert_eq!(kinds_of("Creativity>Music>Singing").0, [Activity::Singing]);
    assert_eq!(kinds_of("Bereavement / Grief").1, [Need::Grief]);
    assert_eq!(kinds_of("Widgets"), (vec![], vec![]));
}

#[test]
fn who_comes_says_what_hurts_and_not_what_is_done() {
    let file = r#"{"content":[
        {"id":"u:1","name":"Carers","vocabulary":"BCC User Groups"},
        {"id":"u:1","name":"Carers","vocabulary":"BCC User Groups"},
        {"id":"u:2","name":"Women","vocabulary":"BCC User Groups"}]}"#;
    let read = read(file.as_bytes()).unwrap();
    assert_eq!((read.terms[0].uses, &read.terms[0].needs[..]), (2, &[Need::Caring][..]));
    assert!(read.terms[0].activities.is_empty());
    assert_eq!(read.terms[1].by, By::NotAKind);
}

#[test]
fn a_circle_of_parents_ends() {
    let file = "id,name,parent_id\n1,Foo,2\n2,Bar,1\n";
    assert_eq!(read(file.as_bytes()).unwrap().tally().unmapped_count, 2);
}

#[test]
fn a_file_that_is_no_list_says_why() {
    for (file, why) in [
        ("{]", "The file begins like JSON"),
        ("{}", "There is no term in the file"),
        ("a,b\n1,2\n", "The file has no column for ids"),
        ("<nothing/>", "There is no term in the file"),
        ("", "The file has no column"),
    ] {
        let said = read(file.as_bytes()).unwrap_err().to_string();
        assert!(said.starts_with(why), "{file}: {said}");
    }
}

fn shared(test: &str, path: &str) -> Option<Vec<u8>> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared");
    let bytes = std::fs::read(format!("{root}/{path}")).ok();
    if bytes.is_none() {
        eprintln!("skipped: {test} needs ../shared");
    }
    bytes
}

#[test]
fn real_lists_are_mapped_and_what_is_not_is_counted() {
    for (path, terms, least_mapped) in [
        ("data/taxonomies/oruk_bcc_AllTaxonomies.json", 150, 80),
        ("data/taxonomies/aliss_categories.json", 212, 150),
        ("standards/open-eligibility/taxonomy", 260, 90),
        ("data/hsds_miami_open211_2019-07/data/taxonomy.csv", 100, 30),
    ] {
        let Some(bytes) = shared("real_lists_are_mapped_and_what_is_not_is_counted", path) else {
            return;
        };
        let read = read(&bytes).unwrap();
        let tally = read.tally();
        println!("{path}: {tally:?}");
        assert!(tally.term_count >= terms, "{path}: {tally:?}");
        let mapped = tally.mapped_count + tally.by_parent_count;
        assert!(mapped >= least_mapped, "{path}: {tally:?}");
        let all = mapped + tally.not_a_kind_count + tally.unmapped_count;
        assert_eq!(all, tally.term_count, "{path}");
    }
}
