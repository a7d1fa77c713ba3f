//! A food bank refers by its own link, without an account.

use domain::access::Role;

use super::{MARGARET, send, with};
use crate::support::{Kith, journeys};

/// A coordinator adds the food bank; the path of its link.
async fn given_a_food_bank(kith: &mut Kith) -> String {
    kith.sign_in(Role::Coordinator).await;
    let key = kith.get("/agencies").await.hidden("idempotency_key");
    let fields = [("idempotency_key", key.as_str()), ("name", "Quay Food Bank"), ("kind", "")];
    let poster = kith.post("/agencies", &fields).await.header("location").to_owned();
    assert!(kith.get(&poster).await.text().contains("QR code"));
    let path = link_on(kith).await;
    kith.cookie.clear();
    path
}

/// The path of the only link on the list of agencies.
async fn link_on(kith: &Kith) -> String {
    let list = kith.get("/agencies").await.text();
    let (_, rest) = list.split_once("href=\"http://kith.test/a/").expect("a link");
    format!("/a/{}", rest.split('"').next().unwrap_or_default())
}

journeys! {
    async fn a_food_bank_refers_without_an_account_and_learns_nothing_in_return(
        kith: &mut Kith
    ) {
        let link = given_a_food_bank(kith).await;
        assert!(kith.get(&link).await.text().contains("Quay Food Bank"));
        let answer = kith.post(&link, &[("elsewhere", "none")]).await;
        assert_eq!(answer.header("location"), format!("{link}/person?checked=yes"));

        let at = format!("{link}/person");
        let unnamed = send(kith, &at, MARGARET).await;
        assert_eq!(unnamed.status, 422);
        assert!(unnamed.text().contains("Enter your first name"));
        for _ in 0..2 {
            // The second time Margaret is known, and the food bank is not told so.
            let sent = send(kith, &at, &with(MARGARET, &[("worker", "Jo")])).await;
            let page = kith.get(sent.header("location")).await.text();
            assert!(page.contains("Referral sent") && !page.contains("Margaret"), "{page}");
        }
        kith.sign_in(Role::Manager).await;
        assert!(kith.get("/agencies").await.text().contains("2 people referred"));
    }

    async fn a_link_that_was_taken_back_opens_nothing(kith: &mut Kith) {
        let link = given_a_food_bank(kith).await;
        kith.sign_in(Role::Coordinator).await;
        let list = kith.get("/agencies").await.text();
        let (_, rest) = list.split_once("action=\"/agencies/").expect("a form");
        let id = rest.split('/').next().unwrap_or_default().to_owned();
        assert_eq!(kith.post(&format!("/agencies/{id}/revoke"), &[]).await.status, 303);
        assert_eq!(kith.get(&link).await.status, 404);
        assert_eq!(kith.post(&format!("{link}/person"), MARGARET).await.status, 404);
        kith.post(&format!("/agencies/{id}/renew"), &[]).await;
        let renewed = link_on(kith).await;
        assert_ne!(renewed, link);
        assert_eq!(kith.get(&renewed).await.status, 200);
        assert_eq!(kith.get("/a/not-a-link").await.status, 404);
    }
}
