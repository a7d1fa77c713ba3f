//! A plan made together: rows without a script, versions, a conflict, the person's own copy.

use domain::access::Role;

use super::{page_of, send, with};
use crate::support::journeys;

pub(crate) const PLAN: &[(&str, &str)] = &[
    ("base", "0"),
    ("what_matters", "To sing again."),
    ("concern-0", "The last bus goes at six."),
    ("goal-0", "Go to a choir"),
    ("goal-0-importance", "9"),
    ("goal-0-confidence", "4"),
    ("goal-0-action-0", "Ring the choir"),
    ("goal-0-action-0-who", "me"),
    ("goal-0-action-0-by", "2026-01-12"),
    ("interests", "old songs"),
    ("activities", "singing"),
    ("times", "monday-morning"),
    ("cost", "2.50"),
    ("review-day", "2"),
    ("review-month", "2"),
    ("review-year", "2026"),
];

journeys! {
    async fn a_plan_is_made_and_the_person_gets_their_own_copy(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let saved = send(kith, &format!("/people/{person}/plan"), PLAN).await;
        assert_eq!(saved.header("location"), format!("/people/{person}?done=plan"));
        let story = page_of(kith, person).await;
        assert!(story.contains("To sing again.") && story.contains("Made a plan together"));
        let copy = kith.get(&format!("/people/{person}/plan/print")).await.text();
        for words in [
            "Maggie’s plan",
            "How much it matters to me: 9 out of 10",
            "Ring the choir (me, by 12 January 2026)",
            "£2.50",
            "Monday morning",
            "Monday 2 February 2026",
            "01632 960000",
        ] {
            assert!(copy.contains(words), "{words}: {copy}");
        }
        let form = kith.get(&format!("/people/{person}/plan")).await.text();
        assert!(form.contains("Go to a choir") && form.contains("name=\"goal-1\""), "{form}");
    }

    async fn what_was_wished_for_is_kept_in_folded_parts_and_said(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/plan");
        let blank = kith.get(&path).await.text();
        assert_eq!(blank.matches("kith-fold\" open").count(), 1, "only the first part is open");
        let wishes = [
            ("hopes", "to feel useful, again"),
            ("needs", "grief"),
            ("company", "own_culture"),
            ("culture", "Polish"),
            ("situation", "widowed"),
            ("gaps", "1"),
            ("ways", "bus"),
            ("minutes", "40"),
            ("fare", "4.20"),
            ("went_well", "a small choir"),
            ("went_badly", "a gym, alone"),
        ];
        let slip = send(kith, &path, &with(&with(PLAN, &wishes), &[("minutes", "an hour")])).await;
        assert_eq!(slip.status, 422);
        let text = slip.text();
        assert!(text.contains("an hour") && text.contains("a gym, alone"), "{text}");
        assert_eq!(text.matches("kith-fold\" open").count(), 1, "the part with the slip is open");
        assert_eq!(send(kith, &path, &with(PLAN, &wishes)).await.status, 303);
        let copy = kith.get(&format!("{path}/print")).await.text();
        for words in [
            "to feel useful, again",
            "people of my faith or culture",
            "Polish",
            "somebody to spend an ordinary day with",
            "40 minutes",
            "£4.20",
            "What did me good before",
            "a gym, alone",
        ] {
            assert!(copy.contains(words), "{words}: {copy}");
        }
        let form = kith.get(&path).await.text();
        assert!(form.contains("by bus or train; 40 minutes; £4.20"), "{form}");
    }

    async fn another_row_is_added_without_saving_anything(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/plan");
        assert!(!kith.get(&path).await.text().contains("name=\"concern-1\""));
        let more = send(kith, &path, &with(PLAN, &[("more", "concern")])).await;
        assert_eq!(more.status, 200);
        assert!(more.text().contains("name=\"concern-2\"") && more.text().contains("Ring the choir"));
        assert!(!page_of(kith, person).await.contains("Made a plan"));
    }

    async fn two_people_never_overwrite_each_other(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/plan");
        send(kith, &path, PLAN).await;
        let mine = with(PLAN, &[("what_matters", "My garden.")]);
        let late = send(kith, &path, &mine).await;
        assert_eq!(late.status, 409);
        let text = late.text();
        assert!(text.contains("My garden.") && text.contains("Somebody saved a newer version"));
        assert_eq!(late.hidden("base"), "1");
        let base = late.hidden("base");
        let key = late.hidden("idempotency_key");
        let again = with(&mine, &[("base", &base), ("idempotency_key", &key)]);
        assert_eq!(kith.post(&path, &again).await.status, 303);
        let versions = kith.get(&format!("/people/{person}/plan/versions")).await.text();
        assert!(versions.contains("Version 2") && versions.contains("Version 1"), "{versions}");
        let start = format!("/people/{person}/plan/versions/");
        let oldest = versions.split(&start).nth(2).and_then(|rest| rest.split('"').next());
        let old = kith.get(&format!("{start}{}", oldest.expect("a link"))).await.text();
        assert!(old.contains("To sing again.") && old.contains("This is an older version"));
    }

    async fn a_slip_in_a_plan_keeps_what_was_typed(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/plan");
        let slip = with(PLAN, &[("cost", "a little"), ("review-year", "2025")]);
        let answer = send(kith, &path, &slip).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains("a little") && answer.text().contains("Ring the choir"));
        let past = send(kith, &path, &with(PLAN, &[("review-year", "2025")])).await;
        assert!(past.text().contains("Choose a day after today"), "{}", past.text());
        let empty = send(kith, &path, &[("base", "0")]).await;
        assert!(empty.text().contains("Write down what matters"), "{}", empty.text());
    }
}
