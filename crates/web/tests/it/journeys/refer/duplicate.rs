//! We may know this person already: side by side, and somebody decides.

use domain::access::Role;

use super::{MARGARET, send, with};
use crate::support::journeys;

journeys! {
    async fn a_likely_duplicate_is_compared_without_telling_what_we_know(kith: &mut Kith) {
        kith.sign_in(Role::Coordinator).await;
        let known = with(MARGARET, &[("phone", "01632 960999")]);
        assert_eq!(send(kith, "/refer/person", &known).await.status, 303);

        kith.sign_in(Role::Referrer).await;
        let question = send(kith, "/refer/person", MARGARET).await;
        assert_eq!(question.status, 200);
        let text = question.text();
        assert!(text.contains("Do we know this person already?"), "{text}");
        assert!(text.contains("01632 960123") && !text.contains("01632 960999"));
        assert!(text.contains("Different") && text.contains("The same"));
        assert!(!kith.get("/referrals").await.text().contains("Margaret"), "nothing is sent yet");

        // The same person: referred again, entered once. The answer carries the form on.
        let person = same_person(&text);
        let key = question.hidden("idempotency_key");
        let decided = with(MARGARET, &[("idempotency_key", &key), ("decision", &person)]);
        let sent = kith.post("/refer/person", &decided).await;
        assert!(sent.header("location").starts_with("/refer/sent/"), "{}", sent.text());
        assert!(kith.get("/referrals").await.text().contains("Margaret Ellis"));
    }

    async fn somebody_else_of_the_same_name_is_a_person_of_their_own(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        assert_eq!(send(kith, "/refer/person", MARGARET).await.status, 303);
        let question = send(kith, "/refer/person", MARGARET).await;
        let key = question.hidden("idempotency_key");
        let decided =
            with(MARGARET, &[("idempotency_key", &key), ("decision", "somebody-else")]);
        assert_eq!(kith.post("/refer/person", &decided).await.status, 303);
        let again = send(kith, "/refer/person", MARGARET).await.text();
        assert!(again.contains("Person 2:"), "{again}");
    }

    async fn staff_who_see_people_see_both_sides(kith: &mut Kith) {
        kith.sign_in(Role::Coordinator).await;
        let known = with(MARGARET, &[("phone", "01632 960999")]);
        assert_eq!(send(kith, "/refer/person", &known).await.status, 303);
        let question = send(kith, "/refer/person", MARGARET).await.text();
        assert!(question.contains("01632 960123") && question.contains("01632 960999"));
    }
}

/// The button that says "same person".
fn same_person(page: &str) -> String {
    let start = "name=\"decision\" value=\"";
    let (_, rest) = page.split_once(start).expect("a button");
    rest.split('"').next().unwrap_or_default().to_owned()
}
