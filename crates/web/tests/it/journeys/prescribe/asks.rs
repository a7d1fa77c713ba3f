//! A link worker asks a group, and the group answers by its link.

use domain::access::Role;

use super::{ask_the_group, given_ada_and_a_choir, letters, link_in, offer, page_says};

use crate::support::{Kith, journeys};

async fn given_the_choir_was_asked(kith: &mut Kith) -> (String, String) {
    let given = given_ada_and_a_choir(kith);
    kith.sign_in(Role::LinkWorker).await;
    let prescription = offer(kith, &given).await;
    let asked = ask_the_group(kith, &prescription).await;
    assert_eq!(asked.status, 303, "{}", asked.text());
    let link = link_in(&letters(kith)[0]);
    (prescription, link)
}

pub(crate) async fn the_group_says(kith: &mut Kith, link: &str, said: &str) {
    let worker = std::mem::take(&mut kith.cookie);
    let key = kith.get(link).await.hidden("idempotency_key");
    let fields = [("idempotency_key", key.as_str()), ("said", said), ("decline_reason", "full")];
    let confirm = kith.post(link, &fields).await;
    assert!(confirm.text().contains("Is this your answer?"), "{}", confirm.text());
    let answer = kith.post(&format!("{link}/confirm"), &fields).await;
    assert_eq!(answer.header("location"), link, "{}", answer.text());
    kith.cookie = worker;
}

journeys! {
    async fn a_group_is_offered_chosen_permitted_asked_and_says_yes(kith: &mut Kith) {
        let (prescription, link) = given_the_choir_was_asked(kith).await;
        page_says(kith, &prescription, "Waiting for the group").await;

        let page = kith.get(&link).await.text();
        assert!(page.contains("Could Ada join Harbour Voices?"));
        assert!(page.contains("To sing with others again"));
        assert!(!page.contains("Marsh") && !page.contains("01632 960001"), "more than permitted");

        the_group_says(kith, &link, "accept").await;
        page_says(kith, &prescription, "The group said yes").await;
        page_says(kith, &link, "You said yes").await;
        assert!(!kith.get(&link).await.text().contains("Ada"), "a used link shows nobody");
        assert!(link_in(&letters(kith)[0]).starts_with("/r/"), "the register follows");
    }

    async fn a_scanner_that_follows_links_changes_nothing(kith: &mut Kith) {
        let (prescription, link) = given_the_choir_was_asked(kith).await;
        for path in ["", "/worried", "/confirm", "/renew"] {
            kith.get(&format!("{link}{path}")).await;
        }
        page_says(kith, &prescription, "Waiting for the group").await;
        // The first press changes nothing either.
        let key = kith.get(&link).await.hidden("idempotency_key");
        kith.post(&link, &[("idempotency_key", &key), ("said", "decline"), ("decline_reason", "full")])
            .await;
        page_says(kith, &prescription, "Waiting for the group").await;
    }

    async fn an_answer_left_open_is_asked_again_and_a_no_wants_a_reason(kith: &mut Kith) {
        let (_, link) = given_the_choir_was_asked(kith).await;
        let nothing = kith.post(&link, &[]).await;
        assert_eq!(nothing.status, 422);
        assert!(nothing.text().contains("Choose an answer"));
        let bare = kith.post(&link, &[("said", "decline"), ("decline_words", "Stairs only")]).await;
        assert_eq!(bare.status, 422);
        assert!(bare.text().contains("Choose the reason that comes closest"));
        assert!(bare.text().contains("Stairs only"), "what was typed is kept");
    }

    async fn a_no_shows_its_reason_to_the_link_worker(kith: &mut Kith) {
        let (prescription, link) = given_the_choir_was_asked(kith).await;
        the_group_says(kith, &link, "decline").await;
        page_says(kith, &prescription, "We have no room at the moment").await;
        page_says(kith, &prescription, "See other groups that fit").await;
    }

    async fn a_link_that_ran_out_offers_a_new_one(kith: &mut Kith) {
        let (prescription, link) = given_the_choir_was_asked(kith).await;
        kith.world.clock.forward_days(15);
        page_says(kith, &link, "This link has run out").await;
        let sent = kith.post(&format!("{link}/renew"), &[]).await;
        assert!(sent.text().contains("A new link is on its way"), "{}", sent.text());
        let fresh = link_in(&letters(kith)[0]);
        assert_ne!(fresh, link);
        page_says(kith, &link, "There is a newer link").await;
        the_group_says(kith, &fresh, "waitlist").await;
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &prescription, "The group has a waiting list").await;
        page_says(kith, &fresh, "They are on your waiting list").await;
    }

    async fn a_link_worker_sends_a_fresh_link_and_notes_what_was_said_on_the_telephone(kith: &mut Kith) {
        let (prescription, link) = given_the_choir_was_asked(kith).await;
        let key = kith.get(&prescription).await.hidden("idempotency_key");
        let resent =
            kith.post(&format!("{prescription}/resend"), &[("idempotency_key", &key)]).await;
        assert_eq!(resent.status, 303, "{}", resent.text());
        assert_eq!(letters(kith).len(), 1);
        page_says(kith, &link, "There is a newer link").await;
        let key = kith.get(&prescription).await.hidden("idempotency_key");
        let fields = [("idempotency_key", key.as_str()), ("said", "accept")];
        let noted = kith.post(&format!("{prescription}/group-said"), &fields).await;
        assert_eq!(noted.status, 303, "{}", noted.text());
        page_says(kith, &prescription, "The group said yes").await;
    }

    async fn a_token_that_was_guessed_finds_nothing(kith: &mut Kith) {
        let (_, link) = given_the_choir_was_asked(kith).await;
        let register = link.replacen("/g/", "/r/", 1);
        assert_eq!(kith.get(&register).await.status, 404, "a link opens its own purpose only");
        for path in ["/g/abc", "/r/abc", "/g/abc/worried"] {
            assert_eq!(kith.get(path).await.status, 404, "{path}");
        }
    }

    async fn nothing_is_sent_before_the_permission_is_complete(kith: &mut Kith) {
        let given = given_ada_and_a_choir(kith);
        kith.sign_in(Role::LinkWorker).await;
        let prescription = offer(kith, &given).await;
        kith.post(&format!("{prescription}/answer"), &[("answer", "choose")]).await;
        let sent = kith.post(&format!("{prescription}/send"), &[("hopes", "To sing")]).await;
        assert_eq!(sent.status, 422);
        assert!(sent.text().contains("<a href=\"#how\">"), "{}", sent.text());
        assert!(letters(kith).is_empty());
    }

    async fn a_group_that_worries_reaches_those_who_lead_safeguarding(kith: &mut Kith) {
        let (_, link) = given_the_choir_was_asked(kith).await;
        let page = kith.get(&format!("{link}/worried")).await;
        assert!(page.text().contains("Samaritans"));
        let key = page.hidden("idempotency_key");
        let fields = [("idempotency_key", key.as_str()), ("words", "She was crying on the phone")];
        let told = kith.post(&format!("{link}/worried"), &fields).await;
        assert!(told.text().contains("Thank you. We know now."), "{}", told.text());
        assert!(letters(kith).iter().any(|letter| letter.contains("safeguarding concern")));
    }

    async fn the_manager_reads_the_message_in_the_outbox(kith: &mut Kith) {
        given_the_choir_was_asked(kith).await;
        kith.sign_in(Role::Manager).await;
        let outbox = kith.get("/outbox").await.text();
        assert!(outbox.contains("Asks a group for a place") && outbox.contains(">Sent<"));
        let at = outbox.split("href=\"/outbox/").nth(1).and_then(|rest| rest.split('"').next());
        let message = kith.get(&format!("/outbox/{}", at.unwrap_or_default())).await.text();
        assert!(message.contains("Could somebody join Harbour Voices?"));
        assert!(!message.contains("Ada"));
    }
}
