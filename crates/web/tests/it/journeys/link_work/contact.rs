//! Writing a contact down, and what comes after one that did not happen.

use axum::body::Body;
use axum::http::Request;
use domain::access::Role;

use super::{SPOKE, page_of, send, with};
use crate::support::journeys;

const MISSED: &[(&str, &str)] = &[("result", "missed"), ("barrier", "caring"), ("note", "")];

journeys! {
    async fn the_first_contact_lands_in_the_story(kith: &mut Kith) {
        let (person, _) = kith.world.allocated("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let sent = send(kith, &format!("/people/{person}/contact"), SPOKE).await;
        assert_eq!(sent.header("location"), format!("/people/{person}?done=contact"));
        let story = page_of(kith, person).await;
        assert!(story.contains("By telephone, 25 minutes") && story.contains("love to sing"));
        assert!(story.contains("Spoke for the first time") && story.contains("Active"), "{story}");
        assert!(story.contains("100% of contacts were with the same worker"), "{story}");
    }

    async fn a_slip_keeps_what_was_typed(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let slip = with(SPOKE, &[("way", ""), ("at", "25:00"), ("minutes", "many")]);
        let answer = send(kith, &format!("/people/{person}/contact"), &slip).await;
        assert_eq!(answer.status, 422);
        for kept in ["Would love to sing again.", "25:00", "many", "#way", "#at", "#minutes"] {
            assert!(answer.text().contains(kept), "{kept}");
        }
        assert!(!page_of(kith, person).await.contains("Would love to sing again."));
    }

    async fn a_missed_contact_asks_for_the_barrier_and_offers_a_gentle_step(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let unsaid = with(SPOKE, &with(MISSED, &[("barrier", "")]));
        let path = format!("/people/{person}/contact");
        assert!(send(kith, &path, &unsaid).await.text().contains("what stood in the way"));
        let sent = send(kith, &path, &with(SPOKE, MISSED)).await;
        let next = sent.header("location").to_owned();
        let proposal = kith.get(&next).await.text();
        assert!(proposal.contains("Ask which hours are free"), "{proposal}");
        assert!(proposal.contains("Friday 9 January"), "{proposal}");
        let day = [("on-day", "8"), ("on-month", "1"), ("on-year", "2026")];
        assert_eq!(send(kith, &next, &day).await.status, 303);
        let list = kith.get("/today").await.text();
        assert!(list.contains("Thursday 8 January") && !list.contains("You missed each other"));
        kith.world.clock.forward_days(3);
        kith.sign_in(Role::LinkWorker).await;
        let list = kith.get("/today").await.text();
        assert!(list.contains("You wanted to try again today."), "{list}");
    }

    async fn a_correction_shows_both_versions(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        send(kith, &format!("/people/{person}/contact"), SPOKE).await;
        let story = page_of(kith, person).await;
        let start = format!("/people/{person}/contact/");
        let id = story.split(&start).nth(1).and_then(|rest| rest.split('"').next()).expect("a link");
        let path = format!("{start}{id}/correct");
        let form = kith.get(&path).await.text();
        assert!(form.contains("Would love to sing again.") && form.contains("value=\"25\""));
        let changed = with(SPOKE, &[("minutes", "50")]);
        assert_eq!(send(kith, &path, &changed).await.status, 422, "a reason is needed");
        let done = send(kith, &path, &with(&changed, &[("reason", "Too short")])).await;
        assert_eq!(done.status, 303, "{}", done.text());
        let story = page_of(kith, person).await;
        assert!(story.contains("50 minutes") && !story.contains("25 minutes"), "{story}");
        let newer = story.split(&start).nth(1).and_then(|rest| rest.split('"').next());
        let history = kith.get(&format!("{start}{}", newer.expect("a link"))).await.text();
        for words in ["50 minutes", "25 minutes", "because: Too short"] {
            assert!(history.contains(words), "{words}");
        }
        assert_eq!(kith.get(&path).await.status, 404, "the old version is corrected already");
    }

    async fn what_is_typed_is_kept_and_found_again(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let draft = format!("/people/{person}/contact/draft");
        let by_script = Request::post(&draft)
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header("accept", "application/json")
            .body(Body::from("note=She+said+that"));
        assert_eq!(kith.ask(by_script.expect("a request")).await.status, 204);
        let form = kith.get(&format!("/people/{person}/contact")).await.text();
        assert!(form.contains("She said that") && form.contains("This is your draft"), "{form}");
        let by_button = kith.post(&draft, &[("note", "She said more")]).await;
        assert_eq!(by_button.header("location"), format!("/people/{person}?done=draft"));
        assert!(!page_of(kith, person).await.contains("She said"), "a draft is not the story");
        kith.world.clock.forward_days(8);
        kith.sign_in(Role::LinkWorker).await;
        let form = kith.get(&format!("/people/{person}/contact")).await.text();
        assert!(!form.contains("She said"), "a draft has an end");
    }

    async fn nobody_else_finds_the_person(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        let roles = [Role::Referrer, Role::Facilitator, Role::Commissioner, Role::Evaluator];
        for role in roles.into_iter().chain([Role::Administrator]) {
            kith.sign_in(role).await;
            assert_eq!(kith.get(&format!("/people/{person}")).await.status, 404, "{role:?}");
        }
        kith.sign_in(Role::Coordinator).await;
        assert!(page_of(kith, person).await.contains("Maggie"));
        assert_eq!(kith.get(&format!("/people/{person}/contact")).await.status, 404);
    }
}
