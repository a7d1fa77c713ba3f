//! A referrer hears back, and answers a question.

use app::referrals;
use domain::access::{Role, Verb};
use domain::ids::ReferralId;
use domain::referral::Action;

use super::{MARGARET, send};
use crate::support::{Kith, journeys};

/// The referral that was just sent.
async fn given_a_referral(kith: &mut Kith) -> ReferralId {
    kith.sign_in(Role::Referrer).await;
    let sent = send(kith, "/refer/person", MARGARET).await;
    let id = sent.header("location").rsplit('/').next().unwrap_or_default().to_owned();
    id.parse().expect("an id")
}

async fn when_the_service_does(kith: &Kith, id: ReferralId, action: Action) {
    let act = move |act: &mut app::Act<'_>| {
        let referral = referrals::load(act, id, Verb::Triage)?;
        referrals::advance(act, &referral, action.clone())
    };
    kith.world.app.write(&kith.world.system(), act).await.expect("a step");
}

journeys! {
    async fn a_question_is_asked_and_answered_on_one_page(kith: &mut Kith) {
        let id = given_a_referral(kith).await;
        let question = "Does she have a telephone of her own?".to_owned();
        when_the_service_does(kith, id, Action::Return { question }).await;
        assert!(kith.get("/referrals").await.text().contains("We have a question"));
        let at = format!("/referrals/{id}/mine");
        let page = kith.get(&at).await;
        assert!(page.text().contains("Does she have a telephone of her own?"));
        assert_eq!(kith.post(&at, &[("answer", " ")]).await.status, 422);
        let key = page.hidden("idempotency_key");
        for _ in 0..2 {
            let fields = [("answer", "Yes, it is hers."), ("idempotency_key", key.as_str())];
            assert_eq!(kith.post(&at, &fields).await.status, 303);
        }
        let page = kith.get(&at).await.text();
        assert!(page.contains("Received") && !page.contains("We asked"), "{page}");
    }

    async fn nobody_else_hears_about_it(kith: &mut Kith) {
        let id = given_a_referral(kith).await;
        let at = format!("/referrals/{id}/mine");
        assert_eq!(kith.get(&at).await.status, 200);
        for role in [Role::LinkWorker, Role::Facilitator, Role::Commissioner] {
            kith.sign_in(role).await;
            assert_eq!(kith.get(&at).await.status, 404, "{role:?}");
            let nobody = kith.get(&format!("/refer/sent/{id}")).await;
            assert_eq!(nobody.status, 404, "{role:?}");
        }
    }

    async fn a_person_who_said_no_is_told_of_as_allowed(kith: &mut Kith) {
        let id = given_a_referral(kith).await;
        when_the_service_does(kith, id, Action::Withdraw { reason: String::new() }).await;
        let page = kith.get(&format!("/referrals/{id}/mine")).await.text();
        assert!(page.contains("do not want this now"), "{page}");
    }
}
