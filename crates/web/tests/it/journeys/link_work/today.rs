//! The first page says who needs the link worker, and why.

use domain::access::Role;

use super::{SPOKE, send};
use crate::support::journeys;

journeys! {
    async fn somebody_new_is_on_the_list_until_they_have_spoken(kith: &mut Kith) {
        let (person, _) = kith.world.allocated("Maggie");
        let home = kith.sign_in(Role::LinkWorker).await;
        assert_eq!(home.header("location"), "/today");
        let list = kith.get("/today").await.text();
        assert!(list.contains("Monday 5 January") && list.contains("One person needs you today"));
        assert!(list.contains("New to you. Call within 7 days."), "{list}");
        assert!(list.contains(&format!("/people/{person}/contact")), "one press to act");
        send(kith, &format!("/people/{person}/contact"), SPOKE).await;
        let list = kith.get("/today").await.text();
        assert!(!list.contains("New to you"), "{list}");
        assert!(list.contains("questions at the beginning have not been asked"), "{list}");
    }

    async fn the_list_says_how_it_is_made(kith: &mut Kith) {
        kith.sign_in(Role::LinkWorker).await;
        let list = kith.get("/today").await.text();
        assert!(list.contains("Nobody needs you right now"));
        for rule in app::today::RULES {
            assert!(list.contains(rule.says), "{}", rule.name);
        }
    }

    async fn my_people_shows_how_much_room_is_left(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let list = kith.get("/people").await.text();
        assert!(list.contains(&format!("/people/{person}")) && list.contains("of 30 points"));
    }
}
