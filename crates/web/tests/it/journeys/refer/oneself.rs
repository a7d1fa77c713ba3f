//! Somebody asks for support themself, or for a person they know.

use domain::access::Role;

use super::{MARGARET, send, with};
use crate::support::journeys;

const AT: &str = "/refer-yourself/test";

const MYSELF: &[(&str, &str)] = &[
    ("given_name", "Idris"),
    ("phone", "01632 960456"),
    ("person_words", "I would like to meet people who fish."),
    ("agreed", "online"),
];

journeys! {
    async fn somebody_asks_for_support_with_a_name_a_number_and_a_few_words(kith: &mut Kith) {
        let first = kith.get(AT).await.text();
        assert!(first.contains("Ask for support") && first.contains("116 123"), "{first}");
        let answer = kith.post(AT, &[("for", "me"), ("elsewhere", "none")]).await;
        let to = answer.header("location").to_owned();
        assert_eq!(to, format!("{AT}/person?checked=yes"));
        let form = kith.get(&to).await.text();
        assert!(form.contains("Your first name") && form.contains("116 123"), "{form}");
        let sent = send(kith, &format!("{AT}/person"), MYSELF).await;
        let last = kith.get(sent.header("location")).await.text();
        assert!(last.contains("Thank you. We have it.") && last.contains("116 123"), "{last}");
        assert!(!sent.header("location").contains("Idris"));
    }

    async fn nobody_is_asked_for_without_their_yes(kith: &mut Kith) {
        let answer = send(kith, &format!("{AT}/person"), &with(MYSELF, &[("agreed", "")])).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("href=\"#agreed\""));
        assert!(answer.text().contains("people who fish"));
    }

    async fn a_daughter_asks_for_her_mother_and_says_who_she_is(kith: &mut Kith) {
        let answer = kith.post(AT, &[("for", "other"), ("elsewhere", "none")]).await;
        let to = answer.header("location").to_owned();
        let page = kith.get(&to).await;
        assert!(page.text().contains("How do you know them?"));
        let at = format!("{AT}/person");
        let fields = with(MARGARET, &[("for", "other")]);
        let unnamed = kith.post(&at, &fields).await;
        assert_eq!(unnamed.status, 422);
        assert!(unnamed.text().contains("Enter your name"));
        let named =
            with(&fields, &[("your_name", "Ruth"), ("relation", "family member")]);
        let sent = kith.post(&at, &named).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }

    async fn a_stranger_who_asks_again_and_again_is_asked_to_wait(kith: &mut Kith) {
        let fields = [("for", "me"), ("elsewhere", "")];
        for _ in 0..20 {
            assert_eq!(kith.post(AT, &fields).await.status, 422);
        }
        assert_eq!(kith.post(AT, &fields).await.status, 429);
        assert_eq!(kith.get("/refer-yourself/elsewhere").await.status, 404);
    }

    async fn a_person_in_danger_is_told_where_to_turn_in_words_to_them(kith: &mut Kith) {
        let answer = kith.post(AT, &[("for", "me"), ("elsewhere", "crisis")]).await;
        let page = kith.get(answer.header("location")).await.text();
        assert!(page.contains("We are glad you told us") || page.contains("stay with"), "{page}");
        assert!(page.contains("116 123"));
        kith.sign_in(Role::Referrer).await;
        assert!(kith.get("/referrals").await.text().contains("not referred anybody yet"));
    }
}
