//! A pause, an end, a no, taking up again, and a permission taken back.

use domain::access::Role;

use super::{page_of, send};
use crate::support::journeys;

journeys! {
    async fn somebody_on_hold_comes_back_on_the_day_of_the_review(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/hold");
        let slip = send(kith, &path, &[("reason", "unwell")]).await;
        assert_eq!(slip.status, 422);
        let day = [("until-day", "8"), ("until-month", "1"), ("until-year", "2026")];
        let past = [("until-day", "4"), ("until-month", "1"), ("until-year", "2026")];
        let unwell = |day: &[(&'static str, &'static str)]| [&[("reason", "unwell")], day].concat();
        assert!(send(kith, &path, &unwell(&past)).await.text().contains("a day after today"));
        assert_eq!(send(kith, &path, &unwell(&day)).await.status, 303);
        let story = page_of(kith, person).await;
        assert!(story.contains("They are unwell or in hospital") && story.contains("On hold"));
        assert!(kith.get("/today").await.text().contains("Nobody needs you right now"));
        kith.world.clock.forward_days(3);
        kith.sign_in(Role::LinkWorker).await;
        assert!(kith.get("/today").await.text().contains("On hold until today"));
        kith.post(&format!("/people/{person}/resume"), &[]).await;
        assert!(page_of(kith, person).await.contains("Going on after the pause"));
    }

    async fn an_end_a_return_and_a_no(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let at = |turn: &str| format!("/people/{person}/{turn}");
        assert!(send(kith, &at("finish"), &[]).await.text().contains("Choose how it ended"));
        assert_eq!(send(kith, &at("finish"), &[("reason", "goals_met")]).await.status, 303);
        let story = page_of(kith, person).await;
        assert!(story.contains("Support ended") && !story.contains("Record a contact"), "{story}");
        assert_eq!(kith.get(&at("contact")).await.status, 409);
        assert_eq!(send(kith, &at("reopen"), &[("reason", "new_need")]).await.status, 303);
        assert!(page_of(kith, person).await.contains("Something new has come up"));
        assert_eq!(send(kith, &at("withdraw"), &[("reason", "not_said")]).await.status, 303);
        let story = page_of(kith, person).await;
        assert!(story.contains("They did not say, and need not"), "{story}");
    }

    async fn somebody_who_could_not_be_reached_has_not_said_no(kith: &mut Kith) {
        let (person, _) = kith.world.allocated("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let close = format!("/people/{person}/close");
        assert!(page_of(kith, person).await.contains(&close));
        assert!(send(kith, &close, &[]).await.text().contains("Choose why it ends"));
        assert_eq!(send(kith, &close, &[("reason", "no_answer")]).await.status, 303);
        let story = page_of(kith, person).await;
        assert!(story.contains("Ended before support began"), "{story}");
        assert!(story.contains("could not reach them") && !story.contains("said no"), "{story}");
    }

    async fn a_death_is_noted_gently_and_nobody_is_asked_the_questions_at_the_end(
        kith: &mut Kith
    ) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let ended = send(kith, &format!("/people/{person}/finish"), &[("reason", "died")]).await;
        assert_eq!(ended.header("location"), format!("/people/{person}?done=died"));
        let told = kith.get(ended.header("location")).await.text();
        assert!(told.contains("We are sorry") && !told.contains("Ask the questions"), "{told}");
    }

    async fn whose_support_ended_is_found_again_and_asked_at_the_end(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        assert!(kith.get("/people").await.text().contains("/people/ended"));
        assert!(kith.get("/people/ended").await.text().contains("Nobody is here"));
        send(kith, &format!("/people/{person}/finish"), &[("reason", "goals_met")]).await;
        let ended = kith.get("/people/ended").await.text();
        assert!(ended.contains("Maggie") && ended.contains("Reached the goals"), "{ended}");
        let today = kith.get("/today").await.text();
        assert!(today.contains("Support ended today") && today.contains("Ask the questions"));
        kith.world.clock.forward_days(92);
        kith.sign_in(Role::LinkWorker).await;
        assert!(kith.get("/today").await.text().contains("Three months have passed"));
        let life = kith.get(&format!("/people/{person}/measures")).await.text();
        assert!(life.contains("Three months later"), "{life}");
        assert!(!life.contains("Six months later"), "{life}");
        let path = format!("/people/{person}/measures/months_3");
        let given = [("mode", "phone"), ("ons4-satisfied", "7")];
        let kept = send(kith, &path, &given).await;
        assert_eq!(kept.status, 303, "{}", kept.text());
        assert!(kith.get("/today").await.text().contains("Nobody needs you right now"));
    }

    async fn a_permission_is_taken_back_by_one_press(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let story = page_of(kith, person).await;
        let start = format!("/people/{person}/permissions/");
        let rest = story.split(&start).nth(1).and_then(|rest| rest.split('"').next());
        let path = format!("{start}{}", rest.expect("a button"));
        let done = kith.post(&path, &[]).await;
        assert_eq!(done.header("location"), format!("/people/{person}?done=permission"));
        assert!(page_of(kith, person).await.contains("No longer agrees"));
    }
}
