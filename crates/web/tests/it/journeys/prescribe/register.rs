//! A group marks who came, by its link and signed in.

use app::group_answers::{self, Answer};
use app::prescriptions;
use app::testing::asking;
use domain::access::Role;
use domain::ids::PrescriptionId;

use super::{Given, given_ada_and_a_choir, letters, link_in, page_says};

use crate::support::{Kith, journeys};

/// Ada has a place; the path of the register's link, and of Ada's prescription.
async fn given_a_place(kith: &mut Kith) -> (Given, String, PrescriptionId) {
    let given = given_ada_and_a_choir(kith);
    let worker = kith.world.actor(Role::LinkWorker);
    let (person, group) = (given.person, given.group);
    let id = kith
        .world
        .app
        .write(&worker, move |act| {
            let page = app::suggestions::suggest(act, person, 1)?;
            let id = prescriptions::offer(act, page.referral.id, group, "")?;
            prescriptions::choose(act, id)?;
            prescriptions::send(act, id, &asking(), "")?;
            group_answers::answer_for_group(act, id, &Answer::Accept, "")?;
            Ok(id)
        })
        .await
        .expect("a place");
    let register =
        letters(kith).iter().map(|letter| link_in(letter)).find(|l| l.starts_with("/r/"));
    (given, register.expect("a register"), id)
}

/// Adds the session of Monday 5 January and ticks these; where the register is then.
pub(crate) async fn mark(kith: &Kith, base: &str, ticked: &[&str]) -> String {
    let fields = [
        ("held_on-day", "5"),
        ("held_on-month", "1"),
        ("held_on-year", "2026"),
        ("begins", "9:30"),
    ];
    let added = kith.post(&format!("{base}/sessions"), &fields).await;
    assert_eq!(added.status, 303, "{}", added.text());
    let at = added.header("location").to_owned();
    let session = at.rsplit('=').next().unwrap_or_default().to_owned();
    let mut fields = vec![("session", session.as_str())];
    fields.extend(ticked.iter().map(|id| ("there", *id)));
    let marked = kith.post(base, &fields).await;
    assert_eq!(marked.status, 303, "{}", marked.text());
    at
}

journeys! {
    async fn a_group_marks_its_register_by_link_and_the_person_is_going_along(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        page_says(kith, &register, "Ada").await;
        let at = mark(kith, &register, &[&id.to_string()]).await;
        page_says(kith, &at, "been once").await;
        page_says(kith, &at, "One question for Ada").await;
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &format!("/prescriptions/{id}"), "Has been once").await;
    }

    async fn belonging_is_one_question_and_may_be_left_out(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        let at = mark(kith, &register, &[&id.to_string()]).await;
        let who = id.to_string();
        let blank = kith.post(&format!("{register}/belonging"), &[("who", &who)]).await;
        assert_eq!(blank.status, 422);
        let fields = [("who", who.as_str()), ("belong", "none")];
        assert_eq!(kith.post(&format!("{register}/belonging"), &fields).await.status, 303);
        let page = kith.get(&at).await.text();
        assert!(!page.contains("One question for Ada"), "it is asked once");
    }

    async fn the_question_about_belonging_leaves_the_register_where_it_was(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        let at = mark(kith, &register, &[&id.to_string()]).await;
        let later = [
            ("held_on-day", "6"),
            ("held_on-month", "1"),
            ("held_on-year", "2026"),
            ("begins", "9:30"),
        ];
        kith.world.clock.forward_days(1);
        kith.post(&format!("{register}/sessions"), &later).await;
        let session = kith.get(&at).await.hidden("session");
        let who = id.to_string();
        let mut fields = vec![("who", who.as_str()), ("session", session.as_str())];
        let slip = kith.post(&format!("{register}/belonging"), &fields).await.text();
        assert!(slip.contains("Monday 5 January 2026") && slip.contains(" checked"), "{slip}");
        fields.push(("belong", "6"));
        let kept = kith.post(&format!("{register}/belonging"), &fields).await;
        assert_eq!(kept.header("location"), at, "not the newest session");
    }

    async fn a_changed_register_asks_why_and_keeps_what_was_there(kith: &mut Kith) {
        let (given, register, id) = given_a_place(kith).await;
        let at = mark(kith, &register, &[&id.to_string()]).await;
        let session = at.rsplit('=').next().unwrap_or_default().to_owned();
        let refused = kith.post(&register, &[("session", &session)]).await;
        assert_eq!(refused.status, 422);
        assert!(refused.text().contains("Say why the register changes"));
        let fields = [("session", session.as_str()), ("reason", "Ticked the wrong person")];
        assert_eq!(kith.post(&register, &fields).await.status, 303);
        page_says(kith, &at, "Ada was ticked at first").await;
        kith.sign_in(Role::Facilitator).await;
        page_says(kith, &format!("/groups/{}/register", given.group), "not been yet").await;
    }

    async fn a_facilitator_signs_in_and_finds_requests_and_registers(kith: &mut Kith) {
        let (given, _, id) = given_a_place(kith).await;
        kith.sign_in(Role::Facilitator).await;
        page_says(kith, "/my-groups", "1 person on the register").await;
        let base = format!("/groups/{}/register", given.group);
        mark(kith, &base, &[&id.to_string()]).await;
        let print = kith.get(&format!("{base}/print")).await.text();
        assert!(print.contains("Ada") && print.contains("Keep this sheet out of sight"));
    }

    async fn somebody_who_left_is_gone_from_the_register(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        let who = id.to_string();
        let fields = [("who", who.as_str()), ("leave_reason", "got_what_i_needed")];
        assert_eq!(kith.post(&format!("{register}/left"), &fields).await.status, 303);
        page_says(kith, &register, "Nobody is on this register yet").await;
        kith.sign_in(Role::LinkWorker).await;
        page_says(kith, &format!("/prescriptions/{id}"), "I got what I came for").await;
    }

    async fn somebody_who_left_is_ticked_again_when_they_come(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        let who = id.to_string();
        let at = mark(kith, &register, &[&who]).await;
        let session = kith.get(&at).await.hidden("session");
        let fields = [
            ("who", who.as_str()),
            ("session", session.as_str()),
            ("leave_reason", "health"),
        ];
        let left = kith.post(&format!("{register}/left"), &fields).await;
        assert_eq!(left.header("location"), at);
        kith.world.clock.forward_days(7);
        let next = [
            ("held_on-day", "12"),
            ("held_on-month", "1"),
            ("held_on-year", "2026"),
            ("begins", "9:30"),
        ];
        let added = kith.post(&format!("{register}/sessions"), &next).await;
        let at = added.header("location").to_owned();
        page_says(kith, &at, "Did somebody who had left come again?").await;
        let session = kith.get(&at).await.hidden("session");
        let ticked = [("session", session.as_str()), ("there", who.as_str())];
        assert_eq!(kith.post(&register, &ticked).await.status, 303);
        page_says(kith, &at, "been twice").await;
    }

    async fn a_register_link_that_ran_out_can_be_sent_anew(kith: &mut Kith) {
        let (_, register, _) = given_a_place(kith).await;
        kith.world.clock.forward_days(90);
        page_says(kith, &register, "This link has run out").await;
        assert_eq!(kith.post(&register, &[]).await.status, 404, "nothing is marked by it");
        let sent = kith.post(&format!("{register}/renew"), &[]).await;
        assert!(sent.text().contains("A new link is on its way"), "{}", sent.text());
        let fresh = link_in(&letters(kith)[0]);
        assert_ne!(fresh, register);
        page_says(kith, &fresh, "Harbour Voices").await;
    }

    async fn a_group_that_worries_about_somebody_on_its_register_is_heard(kith: &mut Kith) {
        let (_, register, id) = given_a_place(kith).await;
        let at = format!("{register}/worried/{id}");
        let key = kith.get(&at).await.hidden("idempotency_key");
        let blank = kith.post(&at, &[("idempotency_key", &key)]).await;
        assert_eq!(blank.status, 422);
        let fields = [("idempotency_key", key.as_str()), ("words", "She has stopped eating")];
        let told = kith.post(&at, &fields).await;
        assert!(told.text().contains("Thank you. We know now."), "{}", told.text());
    }
}
