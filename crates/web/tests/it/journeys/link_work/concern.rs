//! A worry is raised in two presses and seen by those allowed, and by nobody else.

use domain::access::Role;

use super::{page_of, send};
use crate::support::{Kith, journeys};

/// Where the only concern of the list is.
async fn only_concern(kith: &Kith) -> String {
    let list = kith.get("/concerns").await.text();
    let link = list.split("href=\"/concerns/").nth(1).and_then(|rest| rest.split('"').next());
    format!("/concerns/{}", link.expect("a concern"))
}

journeys! {
    async fn a_worry_is_raised_in_two_presses_and_led_to_an_end(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        let path = format!("/people/{person}/worried");
        assert!(page_of(kith, person).await.contains(&path), "the first press");
        let form = kith.get(&path).await.text();
        assert!(form.contains("ring 999") && form.contains("Samaritans"), "{form}");
        assert_eq!(send(kith, &path, &[("words", " ")]).await.status, 422);
        let raised = send(kith, &path, &[("words", "Bruises on both arms.")]).await;
        assert_eq!(raised.header("location"), format!("{path}/raised"), "the second press");
        let next = kith.get(&format!("{path}/raised")).await.text();
        assert!(next.contains("The safeguarding lead has been told") && !next.contains("Bruises"));
        assert!(kith.get("/today").await.text().contains("safeguarding concern"));

        let at = only_concern(kith).await;
        let mine = kith.get(&at).await.text();
        assert!(mine.contains("Bruises") && !mine.contains("Who leads it?"), "{mine}");
        kith.sign_in(Role::Manager).await;
        let boss = kith.world.user(Role::Manager).to_string();
        assert_eq!(kith.post(&format!("{at}/lead"), &[("lead", &boss)]).await.status, 303);
        let silent = kith.post(&format!("{at}/close"), &[("outcome", "")]).await;
        assert_eq!(silent.status, 422);
        let closed = kith.post(&format!("{at}/close"), &[("outcome", "GP told.")]).await;
        assert_eq!(closed.status, 303);
        assert!(kith.get(&at).await.text().contains("GP told."));
        assert_eq!(kith.post(&format!("{at}/reopen"), &[]).await.status, 303);
    }

    async fn everybody_else_finds_nothing(kith: &mut Kith) {
        let (person, _) = kith.world.person("Maggie");
        kith.sign_in(Role::LinkWorker).await;
        send(kith, &format!("/people/{person}/worried"), &[("words", "Bruises.")]).await;
        let at = only_concern(kith).await;
        let lead = kith.post(&format!("{at}/lead"), &[("lead", &person.to_string())]).await;
        assert!(lead.status == 404 || lead.status == 422, "{}", lead.status);
        for role in Role::ALL {
            if matches!(role, Role::LinkWorker | Role::Manager) {
                continue;
            }
            kith.sign_in(role).await;
            assert_eq!(kith.get(&at).await.status, 404, "{role:?}");
            assert_eq!(kith.get("/concerns").await.status, 404, "{role:?}");
        }
        kith.sign_in(Role::Coordinator).await;
        let story = page_of(kith, person).await;
        assert!(!story.contains("Bruises") && !story.contains("Concern of"), "{story}");
    }
}
