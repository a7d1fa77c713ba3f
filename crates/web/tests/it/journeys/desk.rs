//! A coordinator screens, sorts and allocates; a manager changes the rules.

use domain::access::Role;

use super::refer::{MARGARET, send, with};
use crate::support::{Answer, Kith, journeys};

/// A GP has referred Margaret; the path of her referral at the desk.
pub(crate) async fn given_margaret_was_referred(kith: &mut Kith) -> String {
    kith.sign_in(Role::Referrer).await;
    let sent = send(kith, "/refer/person", MARGARET).await;
    let location = sent.header("location").to_owned();
    let id = location.split(['/', '?']).find(|part| part.len() == 36).expect("an id");
    format!("/referrals/{id}")
}

/// Presses a button of a page: its form with the key and the version that were on it.
pub(crate) async fn press(
    kith: &Kith,
    page: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> Answer {
    let shown = kith.get(page).await;
    let (key, version) = (shown.hidden("idempotency_key"), shown.hidden("version"));
    let hidden = [("idempotency_key", key.as_str()), ("version", version.as_str())];
    kith.post(action, &with(fields, &hidden)).await
}

pub(crate) async fn press_own(kith: &Kith, page: &str, fields: &[(&str, &str)]) -> Answer {
    press(kith, page, page, fields).await
}

journeys! {
    async fn a_referral_is_screened_sorted_and_given_to_a_link_worker(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        let inbox = kith.get("/inbox").await.text();
        assert!(inbox.contains("Margaret Ellis") && inbox.contains("due in 3 days"), "{inbox}");

        let shown = kith.get(&referral).await.text();
        assert!(shown.contains("I miss singing.") && shown.contains("Widowed in spring."));
        assert!(shown.contains("Why: "), "{shown}");
        let eligible = format!("{referral}/eligible");
        let triage = format!("{referral}/triage");
        assert_eq!(press(kith, &referral, &eligible, &[]).await.header("location"), triage);

        let other = press_own(kith, &triage, &[("route", "link_worker")]).await;
        assert_eq!(other.status, 422, "the rules propose light support");
        assert!(other.text().contains("Say why you choose another way"), "{}", other.text());
        let why = [("route", "link_worker"), ("reason", "She asked for a visit.")];
        assert_eq!(press_own(kith, &triage, &why).await.status, 303);

        let list = kith.get("/waiting").await.text();
        assert!(list.contains("Margaret Ellis") && list.contains("waited 0 days"), "{list}");
        let allocate = format!("{referral}/allocate");
        let worker = kith.world.user(Role::LinkWorker).to_string();
        assert_eq!(press_own(kith, &allocate, &[]).await.status, 422);
        let chosen = [("worker", worker.as_str())];
        assert_eq!(press_own(kith, &allocate, &chosen).await.status, 303);

        let shown = kith.get(&referral).await.text();
        assert!(shown.contains("has not spoken to them yet"), "{shown}");
        assert_eq!(shown.matches("871731000000106").count(), 1, "the code is written once");
    }

    async fn whoever_is_slower_is_told_and_changes_nothing(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        let decline = format!("{referral}/screen/decline");
        let slow = kith.get(&decline).await;
        press(kith, &referral, &format!("{referral}/eligible"), &[]).await;
        let fields = [
            ("idempotency_key", slow.hidden("idempotency_key")),
            ("version", slow.hidden("version")),
            ("reason", "not_agreed".into()),
        ];
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let answer = kith.post(&decline, &fields).await;
        assert_eq!(answer.status, 409);
        assert!(answer.text().contains("Somebody else changed this first"));
        assert!(kith.get(&referral).await.text().contains("still to be sorted"));
    }

    async fn a_referrer_reads_the_question_and_answers_it(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        let ask = format!("{referral}/screen/return");
        assert_eq!(press_own(kith, &ask, &[("question", " ")]).await.status, 422);
        let question = [("question", "Does she hear well?")];
        assert_eq!(press_own(kith, &ask, &question).await.status, 303);
        kith.sign_in(Role::Referrer).await;
        let mine = format!("{referral}/mine");
        assert!(kith.get(&mine).await.text().contains("Does she hear well?"));
        assert_eq!(press_own(kith, &mine, &[("answer", "Very well.")]).await.status, 303);
        kith.sign_in(Role::Coordinator).await;
        assert!(kith.get(&referral).await.text().contains("Very well."));
    }

    async fn a_person_who_is_helped_better_elsewhere_is_counted_kindly(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        let redirect = format!("{referral}/screen/redirect");
        let there = [("to", "The memory clinic"), ("reason", "clinical")];
        assert_eq!(press_own(kith, &redirect, &there).await.status, 303);
        let sources = kith.get("/sources").await.text();
        assert!(sources.contains("Harbour Practice"), "{sources}");
        kith.sign_in(Role::Referrer).await;
        let mine = kith.get(&format!("{referral}/mine")).await.text();
        assert!(mine.contains("The memory clinic"), "{mine}");
        assert!(mine.contains("They need medical assessment"), "{mine}");
    }

    async fn an_end_that_is_nobodys_no_is_told_in_fitting_words(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        press(kith, &referral, &format!("{referral}/eligible"), &[]).await;
        let why = [("route", "link_worker"), ("reason", "She asked for a visit.")];
        press_own(kith, &format!("{referral}/triage"), &why).await;
        let waits = kith.get(&referral).await.text();
        assert!(waits.contains("Choose the support again") && waits.contains("Better elsewhere"));
        let close = format!("{referral}/close");
        let slip = press_own(kith, &close, &[]).await;
        assert!(slip.status == 422 && slip.text().contains("Choose why it ends"));
        assert_eq!(press_own(kith, &close, &[("reason", "died")]).await.status, 303);
        let shown = kith.get(&referral).await.text();
        assert!(shown.contains("Ended early") && shown.contains("They have died"), "{shown}");
        assert!(!shown.contains("871711000000103"), "a death is not a declining");
        kith.sign_in(Role::Referrer).await;
        let mine = kith.get(&format!("{referral}/mine")).await.text();
        assert!(!mine.contains("declined") && !mine.contains("do not want this"), "{mine}");
    }

    async fn a_manager_changes_the_rules_and_a_slip_keeps_them_and_says_the_line(
        kith: &mut Kith
    ) {
        kith.sign_in(Role::Manager).await;
        let form = kith.get("/rules/edit").await;
        let (key, number) = (form.hidden("idempotency_key"), form.hidden("number"));
        let faulty = "[[rule]]\nthen = \"a_wizard\"\nbecause = \"Magic.\"";
        let fields = [("idempotency_key", key.as_str()), ("number", number.as_str())];
        let slip = kith.post("/rules/edit", &with(&fields, &[("rules", faulty)])).await;
        assert_eq!(slip.status, 422);
        assert!(slip.text().contains("Line 2 cannot be read"), "{}", slip.text());
        assert!(slip.text().contains("Magic."), "what was typed is kept");
        let good = "[[rule]]\nthen = \"light_support\"\nbecause = \"We begin lightly.\"";
        let saved = kith.post("/rules/edit", &with(&fields, &[("rules", good)])).await;
        assert_eq!(saved.status, 303);
        kith.sign_in(Role::Coordinator).await;
        let rules = kith.get("/rules").await.text();
        assert!(rules.contains("Always: light telephone support. We begin lightly."), "{rules}");
        assert!(!rules.contains("Change the rules"));
    }

    async fn a_link_worker_sees_who_waits_by_initials_only(kith: &mut Kith) {
        let referral = given_margaret_was_referred(kith).await;
        kith.sign_in(Role::Coordinator).await;
        press(kith, &referral, &format!("{referral}/eligible"), &[]).await;
        let why = [("route", "link_worker"), ("reason", "She asked for a visit.")];
        press_own(kith, &format!("{referral}/triage"), &why).await;
        kith.sign_in(Role::LinkWorker).await;
        let list = kith.get("/waiting").await.text();
        assert!(list.contains("M. E.") && !list.contains("Margaret"), "{list}");
        assert_eq!(kith.get(&referral).await.status, 404);
    }
}
