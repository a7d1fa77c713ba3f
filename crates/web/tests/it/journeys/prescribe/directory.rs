//! The directory, "why not this one?", and what is recorded where nothing fits.

use app::testing::choir;
use domain::access::Role;
use domain::group::Capacity;

use super::{given_ada_and_a_choir, page_says};

use crate::support::journeys;

journeys! {
    async fn suggestions_say_why_and_what_to_check(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let page = kith.get(&format!("/people/{}/suggestions", given.person)).await.text();
        assert!(page.contains("You said you love singing"), "{page}");
        assert!(page.contains("Check first") && page.contains("01632 960555"));
        assert!(page.contains("Nobody has checked this entry yet"));
    }

    async fn a_group_that_is_not_suggested_says_why_not(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        let mut full = choir("Quay Singers");
        full.capacity = Capacity::Full;
        let full = kith.world.group(&full);
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("/people/{}/suggestions", given.person);
        page_says(kith, &format!("{at}?q=quay"), "Quay Singers</a>").await;
        let page = kith.get(&format!("{at}?why={full}")).await.text();
        assert!(page.contains("Why not Quay Singers?"), "{page}");
        assert!(!page.contains("Offer it all the same"), "a hard limit is never broken");
    }

    async fn nothing_fits_and_the_need_is_recorded_for_commissioners(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("/people/{}/unmet-need", given.person);
        let form = kith.get(&at).await;
        assert!(form.text().contains("NR30"), "the outcode is filled in");
        let key = form.hidden("idempotency_key");
        let short = kith.post(&at, &[("idempotency_key", &key), ("words", "A choir")]).await;
        assert_eq!(short.status, 422);
        assert!(short.text().contains("A choir"), "what was typed is kept");
        let fields = [
            ("idempotency_key", key.as_str()),
            ("need", "loneliness"),
            ("barrier", "travel"),
            ("words", "A choir in the evening"),
        ];
        assert_eq!(kith.post(&at, &fields).await.status, 303);
        kith.sign_in(Role::Commissioner).await;
        page_says(kith, "/unmet-needs", "A choir in the evening").await;
        page_says(kith, "/unmet-needs", "1 recorded").await;
    }

    async fn one_press_confirms_a_group_and_a_stale_page_changes_nothing(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let at = format!("/groups/{}", given.group);
        let version = kith.get(&at).await.hidden("version");
        let press = [("version", version.as_str())];
        assert_eq!(kith.post(&format!("{at}/confirm"), &press).await.status, 303);
        page_says(kith, &at, "Last checked on 5 January 2026 (rang)").await;
        assert_eq!(kith.post(&format!("{at}/confirm"), &press).await.status, 409);
        page_says(kith, &at, "not known").await;
    }

    async fn a_facilitator_says_that_the_group_is_full(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::Facilitator).await;
        let at = format!("/groups/{}", given.group);
        let version = kith.get(&at).await.hidden("version");
        let wrong = [("version", version.as_str()), ("capacity", "full"), ("places", "many")];
        assert_eq!(kith.post(&format!("{at}/capacity"), &wrong).await.status, 422);
        let right = [("version", version.as_str()), ("capacity", "full"), ("places", "2")];
        assert_eq!(kith.post(&format!("{at}/capacity"), &right).await.status, 303);
        page_says(kith, &at, "2 a month").await;
        kith.sign_in(Role::Referrer).await;
        let page = kith.get(&at).await.text();
        assert!(page.contains(">Full<") && !page.contains("Rang, all true"));
    }

    async fn the_directory_is_searched_by_part_of_a_name(kith: &mut Kith) {
        given_ada_and_a_choir(kith);
        kith.sign_in(Role::Commissioner).await;
        page_says(kith, "/groups?q=harbour", "Harbour Voices").await;
        page_says(kith, "/groups?q=unicycle", "No group has “unicycle” in its name").await;
    }
}
