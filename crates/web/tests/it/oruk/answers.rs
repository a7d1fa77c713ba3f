//! What every reader may rely on: open to all, JSON even when refused, nothing that is not public.

use axum::body::Body;
use axum::http::Request;
use domain::group::life::{Funding, Life};
use domain::group::{Capacity, Group};
use serde_json::Value;

use super::{fill, json, read};
use crate::support::kith;
use app::testing::choir;

#[test]
fn every_answer_may_be_read_by_other_sites_and_says_what_to_do_when_refused() {
    kith(async |kith| {
        fill(&kith);
        for (path, status) in [
            ("/oruk", 200),
            ("/oruk/", 200),
            ("/oruk/openapi.json", 200),
            ("/oruk/services", 200),
            ("/oruk/services?page=9", 200),
            ("/oruk/services?page=0", 400),
            ("/oruk/services?day=someday", 400),
            ("/oruk/services?page=1&page=2", 400),
            ("/oruk/services?proximity=500", 400),
            ("/oruk/services?postcode=IP1%202LQ&proximity=500", 200),
            ("/oruk/services?postcode=ZZ99%203WZ", 404),
            ("/oruk/services/no-such-id", 404),
            ("/oruk/services/00000000-0000-7000-8000-000000000000", 404),
            ("/oruk/nothing-here", 404),
        ] {
            let answer = kith.get(path).await;
            assert_eq!(answer.status, status, "{path}: {}", answer.text());
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{path}");
            assert_eq!(answer.header("cross-origin-resource-policy"), "cross-origin", "{path}");
            let said = json(&answer);
            assert_eq!(said["error"].is_string(), status >= 400, "{path}: {said}");
        }
        let refused = json(&kith.get("/oruk/services?per_page=many").await);
        assert_eq!(refused["problems"][0]["parameter"], "per_page");
        assert_eq!(refused["problems"][0]["message"], "Write a whole number from 1 to 500.");
    });
}

#[test]
fn only_reading_is_possible() {
    kith(async |kith| {
        let asked = |method: &str| {
            let request = Request::builder().method(method).uri("/oruk/services");
            request.header("sec-fetch-site", "cross-site").body(Body::empty()).expect("a request")
        };
        for (method, status) in [("DELETE", 403), ("PUT", 403), ("TRACE", 403), ("OPTIONS", 204)] {
            let answer = kith.ask(asked(method)).await;
            assert!(answer.status == status || answer.status == 405, "{method} {}", answer.status);
            assert_eq!(answer.header("access-control-allow-origin"), "*", "{method}");
        }
        // Other pages of Kith stay closed to other sites.
        assert_eq!(kith.get("/").await.header("access-control-allow-origin"), "");
    });
}

#[test]
fn what_a_group_told_the_service_alone_is_not_in_the_feed() {
    kith(async |kith| {
        fill(&kith);
        let _ = kith.world.group(&Group {
            places_per_month: Some(9_876_543),
            capacity: Capacity::WaitingList,
            life: Life {
                capacity_note: Some("Jane is ill until May".into()),
                funding: vec![Funding { from: "Secret fund".into(), until: None }],
                ..Life::default()
            },
            ..choir("Private matters")
        });
        let all = kith.get("/oruk/services?full=true&format=ndjson").await.text();
        assert!(all.contains("Private matters"));
        for hidden in ["Jane", "Secret fund", "9876543", "null", "places_per_month"] {
            assert!(!all.contains(hidden), "{hidden}");
        }
        let by_hand = all.lines().find(|line| line.contains("Telephone friends")).expect("it");
        assert!(!by_hand.contains("choir@groups.test") && !by_hand.contains("01632"));
        assert!(all.contains("choir@groups.test"), "a listing's own address is published");
    });
}

#[test]
fn a_group_that_is_withdrawn_or_changed_is_so_in_the_feed_at_once() {
    kith(async |kith| {
        let ids = fill(&kith);
        let before = read(&kith, "/oruk/services").await;
        assert_eq!(before["total_items"], ids.len());
        let source = choir("Tuesday choir").source;
        let renamed = vec![Group { source, ..choir("New name") }];
        let done = kith
            .world
            .app
            .write_now(&kith.world.system(), move |act| app::imports::put(act, &renamed));
        assert_eq!(done.expect("an import").changed, 1);
        let after = read(&kith, "/oruk/services?search=new+names").await;
        assert_eq!(after["total_items"], 1);
        assert_eq!(after["contents"][0]["id"], ids[0].to_string());
    });
}

#[test]
fn pages_follow_each_other_and_lines_hold_them_all() {
    kith(async |kith| {
        fill(&kith);
        for list in
            ["services", "service_at_locations", "organizations", "taxonomies", "taxonomy_terms"]
        {
            let mut paged: Vec<Value> = Vec::new();
            for page in 1.. {
                let said = read(&kith, &format!("/oruk/{list}?per_page=4&page={page}")).await;
                assert_eq!(said["page_number"], page);
                assert_eq!(said["first_page"], page == 1);
                paged.extend(said["contents"].as_array().expect("contents").iter().cloned());
                if said["last_page"] == true {
                    assert_eq!(said["total_items"], paged.len());
                    break;
                }
                assert_eq!(said["size"], 4);
            }
            let lines = kith.get(&format!("/oruk/{list}?format=ndjson")).await;
            assert_eq!(lines.header("content-type"), "application/x-ndjson");
            let lines = lines.text();
            let lines = lines.lines().map(|line| serde_json::from_str(line).expect("JSON"));
            assert_eq!(lines.collect::<Vec<Value>>(), paged, "{list}");
        }
    });
}

#[test]
fn a_page_takes_the_same_few_statements_however_long_it_is() {
    kith(async |kith| {
        for number in 0..30 {
            let _ = kith.world.group(&choir(&format!("Choir {number}")));
        }
        read(&kith, "/oruk/services").await;
        for path in ["/oruk/services?full=true&search=choir", "/oruk/service_at_locations?day=TU"] {
            for size in [1, 30] {
                let before = kith.world.app.statements();
                read(&kith, &format!("{path}&per_page={size}")).await;
                // The services, what changed in each of them, the groups of the page and how
                // listings say that they are reached.
                assert_eq!(kith.world.app.statements() - before, 4, "{path} {size}");
            }
        }
    });
}
