//! Every filter, and that all that are given must hold.

use super::{fill, read};
use crate::support::{Kith, kith};

async fn names(kith: &Kith, list: &str, filter: &str) -> Vec<String> {
    let said = read(kith, &format!("/oruk/{list}?{filter}")).await;
    let contents = said["contents"].as_array().expect("contents").clone();
    assert_eq!(said["total_items"], contents.len());
    let name = |item: &serde_json::Value| match list {
        "service_at_locations" => item["service"]["name"].clone(),
        _ => item["name"].clone(),
    };
    contents.iter().map(|item| name(item).as_str().expect("a name").to_owned()).collect()
}

#[test]
fn each_filter_finds_what_it_says_and_all_must_hold() {
    kith(async |kith| {
        fill(&kith);
        let growers = read(&kith, "/oruk/organizations?search=growers").await;
        let growers = growers["contents"][0]["id"].as_str().expect("an id").to_owned();
        let term = read(&kith, "/oruk/taxonomy_terms?search=gardening").await;
        let (term, list) = (&term["contents"][0]["id"], &term["contents"][0]["taxonomy_id"]);
        let (term, list) = (term.as_str().expect("an id"), list.as_str().expect("an id"));
        let singing = [
            "Tuesday choir",
            "Knit and natter",
            "A day out",
            "Telephone friends",
            "Nobody knows where",
        ];
        let table: Vec<(String, Vec<&str>)> = vec![
            ("search=knitting".into(), vec!["Knit and natter"]),
            (
                "search=CHOIRS+tea".into(),
                vec![
                    "Tuesday choir",
                    "Knit and natter",
                    "A day out",
                    "Growing together",
                    "Nobody knows where",
                ],
            ),
            ("search=knit+garden".into(), vec![]),
            (format!("organization_id={growers}"), vec!["Growing together"]),
            (format!("taxonomy_term_id={term}"), vec!["Growing together"]),
            (format!("taxonomy_id={list}&organization_id={growers}"), vec!["Growing together"]),
            (format!("taxonomy_term_id={term}&day=FR"), vec![]),
            ("minimum_age=16".into(), vec!["Knit and natter", "Growing together"]),
            ("minimum_age=16&maximum_age=30".into(), vec!["Growing together"]),
            ("minimum_age=17.5".into(), vec!["Knit and natter"]),
            ("day=FR".into(), vec!["Knit and natter"]),
            ("day=Monday".into(), vec!["Knit and natter"]),
            // Monday ends at eleven and Friday begins at two: no one meeting does both.
            ("start_time=13:00&end_time=18:00".into(), vec![]),
            ("start_time=14:00".into(), vec!["Knit and natter"]),
            ("end_time=11:00".into(), vec!["Knit and natter"]),
            ("day=SU&start_time=10:00&end_time=12:30:00".into(), vec!["A day out"]),
            ("postcode=IP1+2LQ&proximity=3000".into(), vec!["Growing together", "A day out"]),
            // The middle of IP3 is near, but one of them is only for people in IP1.
            ("postcode=IP3&proximity=9000".into(), vec!["A day out"]),
            ("modified_after=2026-01-05T10:00:00Z&search=knit".into(), vec!["Knit and natter"]),
            ("modified_after=2026-01-05T10:00:01Z".into(), vec![]),
        ];
        for (filter, expected) in table {
            let mut found = names(&kith, "services", &filter).await;
            let mut expected = expected;
            found.sort();
            expected.sort_unstable();
            assert_eq!(found, expected, "{filter}");
        }
        assert_eq!(names(&kith, "services", "per_page=500").await.len(), singing.len() + 1);
        // Who measures from a postcode asks for places one can go to.
        let all = names(&kith, "service_at_locations", "search=growing").await;
        assert_eq!(all, ["Growing together", "Growing together"]);
        let near =
            names(&kith, "service_at_locations", "search=growing&postcode=IP1&proximity=5000");
        assert_eq!(near.await, ["Growing together"]);
    });
}
