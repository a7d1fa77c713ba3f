//! A GP refers somebody in three screens.

use domain::access::Role;
use domain::service::{Intake, Settings};

use super::{MARGARET, send, with};
use crate::support::{Kith, journeys};

async fn given_the_service_is_full(kith: &Kith) {
    let words = "We are full until March. Ring us meanwhile.".to_owned();
    let settings =
        Settings { intake: Intake::Paused { words }, ..app::testing::service_settings() };
    let save = move |act: &mut app::Act<'_>| app::services::save_settings(act, &settings);
    kith.world.app.write(&kith.world.system(), save).await.expect("new settings");
}

journeys! {
    async fn a_gp_refers_a_person_in_three_screens(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let first = kith.get("/refer").await;
        assert!(first.text().contains("Is this right for them?"));
        assert!(first.text().contains("For adults who live nearby."));
        let key = first.hidden("idempotency_key");
        let answer =
            kith.post("/refer", &[("idempotency_key", &key), ("elsewhere", "none")]).await;
        assert_eq!(answer.header("location"), "/refer/person?checked=yes");

        let sent = send(kith, "/refer/person", MARGARET).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
        let last = kith.get(sent.header("location")).await.text();
        assert!(last.contains("Referral sent") && last.contains("within 3 days"), "{last}");
        assert!(!last.contains("Margaret"), "no name where none is needed");

        let list = kith.get("/referrals").await.text();
        assert!(list.contains("Margaret Ellis") && list.contains("Received"), "{list}");
    }

    async fn a_person_in_crisis_is_shown_where_to_go_and_the_redirection_is_kept(
        kith: &mut Kith
    ) {
        kith.sign_in(Role::Referrer).await;
        let key = kith.get("/refer").await.hidden("idempotency_key");
        for _ in 0..2 {
            let answer =
                kith.post("/refer", &[("idempotency_key", &key), ("elsewhere", "crisis")]).await;
            assert_eq!(answer.header("location"), "/refer/elsewhere/crisis");
        }
        let page = kith.get("/refer/elsewhere/crisis").await.text();
        assert!(page.contains("Samaritans") && page.contains("116 123"), "{page}");
        let kept = kith
            .world
            .app
            .read(&kith.world.system(), app::referrals::refer::count_redirections)
            .await
            .expect("a count");
        assert_eq!(kept, [("crisis".to_owned(), 1)]);
    }

    async fn a_slip_keeps_everything_that_was_typed_and_changes_nothing(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let slip = with(
            MARGARET,
            &[("given_name", ""), ("nhs_number", "943 476 5918"), ("date_of_birth-day", "31"),
              ("date_of_birth-month", "2"), ("agreed", "")],
        );
        let answer = send(kith, "/refer/person", &slip).await;
        assert_eq!(answer.status, 422);
        let text = answer.text();
        for field in ["given_name", "date_of_birth", "nhs_number", "agreed"] {
            assert!(text.contains(&format!("<a href=\"#{field}\">")), "{field}: {text}");
        }
        for kept in ["I miss singing.", "Widowed in spring.", "01632 960123", "943 476 5918"] {
            assert!(text.contains(kept), "{kept}");
        }
        assert!(kith.get("/referrals").await.text().contains("not referred anybody yet"));
    }

    async fn a_double_press_is_one_referral(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let key = kith.get("/refer/person?checked=yes").await.hidden("idempotency_key");
        let form = with(MARGARET, &[("idempotency_key", &key)]);
        let first = kith.post("/refer/person", &form).await;
        let second = kith.post("/refer/person", &form).await;
        assert_eq!(first.header("location"), second.header("location"));
        assert_eq!(kith.get("/referrals").await.text().matches("Margaret Ellis").count(), 1);
    }

    async fn somebody_with_no_fixed_abode_is_referred_like_anybody(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        let form = with(
            MARGARET,
            &[("home", "no_fixed_abode"), ("usually_near", "the bus station"), ("phone", "")],
        );
        let sent = send(kith, "/refer/person", &form).await;
        assert_eq!(sent.status, 303, "{}", sent.text());
    }

    async fn a_full_service_says_so_before_the_form(kith: &mut Kith) {
        given_the_service_is_full(kith).await;
        kith.sign_in(Role::Referrer).await;
        let first = kith.get("/refer").await.text();
        assert!(first.contains("We are full until March") && !first.contains("Continue"));
        let sent = send(kith, "/refer/person", MARGARET).await;
        assert_eq!(sent.status, 422, "a page left open does not slip in");
        assert!(sent.text().contains("We are full until March"));
    }

    async fn the_form_comes_after_the_questions(kith: &mut Kith) {
        kith.sign_in(Role::Referrer).await;
        assert_eq!(kith.get("/refer/person").await.header("location"), "/refer");
        let missed = kith.post("/refer", &[("elsewhere", "")]).await;
        assert_eq!(missed.status, 422);
        assert!(missed.text().contains("Choose one answer"));
    }
}
