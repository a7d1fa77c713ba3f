//! Signing in, staying signed in, signing out.

use domain::access::Role;
use jiff::SignedDuration;

use crate::support::{kith, kith_with};

#[test]
fn each_role_signs_in_and_is_named_on_the_page_until_they_sign_out() {
    kith(async |mut kith| {
        for role in Role::ALL {
            let answer = kith.sign_in(role).await;
            assert_eq!(answer.status, 303, "{role:?}: {}", answer.text());
            let page = kith.get("/privacy").await.text();
            assert!(page.contains(&format!("({})", role.label())), "{role:?}");
            assert_eq!(kith.post("/sign-out", &[]).await.status, 303);
            // The old cookie is worth nothing, wherever it was copied to.
            assert!(!kith.get("/privacy").await.text().contains("Sign out"));
            kith.cookie.clear();
        }
    });
}

#[test]
fn the_cookie_cannot_be_read_by_scripts_or_sent_from_other_sites() {
    let settings =
        web::Settings { public_url: "https://kith.example".into(), ..Default::default() };
    kith_with(settings, async |mut kith| {
        let answer = kith.sign_in(Role::LinkWorker).await;
        let cookie = answer.header("set-cookie");
        assert!(cookie.starts_with("__Host-kith="), "{cookie}");
        assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        assert!(kith.get("/privacy").await.text().contains("Sign out"));
    });
}

#[test]
fn a_wrong_password_and_an_unknown_address_get_the_same_sentence_and_keep_what_was_typed() {
    kith(async |kith| {
        let mut sentences = vec![];
        for email in ["link_worker@test.kith", "nobody@test.kith"] {
            let fields = [("email", email), ("password", "not this one")];
            let answer = kith.post("/sign-in", &fields).await;
            assert_eq!(answer.status, 422);
            assert!(answer.header("set-cookie").is_empty());
            let text = answer.text();
            assert!(text.contains(&format!("value=\"{email}\"")), "{text}");
            assert!(!text.contains("not this one"), "the password is never sent back");
            sentences.push(text.replace(email, "…"));
        }
        assert_eq!(sentences[0], sentences[1]);
    });
}

#[test]
fn too_many_tries_are_asked_to_wait() {
    kith(async |kith| {
        let fields = [("email", "manager@test.kith"), ("password", "guess")];
        for _ in 0..10 {
            assert_eq!(kith.post("/sign-in", &fields).await.status, 422);
        }
        let answer = kith.post("/sign-in", &fields).await;
        assert_eq!(answer.status, 429);
        assert!(answer.header("retry-after").parse::<u64>().is_ok_and(|wait| wait > 0));
        assert!(answer.text().contains("Please wait a little"));
        kith.world.clock.forward(SignedDuration::from_mins(11));
        assert_eq!(kith.post("/sign-in", &fields).await.status, 422);
    });
}

#[test]
fn a_session_that_nobody_used_for_half_an_hour_has_ended() {
    kith(async |mut kith| {
        kith.sign_in(Role::Coordinator).await;
        kith.world.clock.forward(SignedDuration::from_mins(29));
        assert!(kith.get("/privacy").await.text().contains("Sign out"));
        kith.world.clock.forward(SignedDuration::from_mins(31));
        assert!(!kith.get("/privacy").await.text().contains("Sign out"));
    });
}

#[test]
fn after_signing_in_one_goes_where_one_was_going_but_never_to_another_site() {
    kith(async |kith| {
        let at =
            |next| [("email", "manager@test.kith"), ("password", "demonstration"), ("next", next)];
        let answer = kith.post("/sign-in", &at("/privacy")).await;
        assert_eq!(answer.header("location"), "/privacy");
        let answer = kith.post("/sign-in", &at("//elsewhere.example")).await;
        assert!(!answer.header("location").contains("elsewhere"));
        let page = kith.get("/sign-in?next=%2Fprivacy").await.text();
        assert!(page.contains("name=\"next\" value=\"/privacy\""), "{page}");
    });
}

#[test]
fn a_form_left_empty_says_what_to_enter() {
    kith(async |kith| {
        let answer = kith.post("/sign-in", &[("email", " "), ("password", "")]).await;
        assert_eq!(answer.status, 422);
        assert!(answer.text().contains(r##"<a href="#email">Enter your e-mail address</a>"##));
        assert!(answer.text().contains(r##"<a href="#password">Enter your password</a>"##));
    });
}

#[test]
fn signing_in_again_ends_the_session_that_was_there_before() {
    kith(async |mut kith| {
        kith.sign_in(Role::LinkWorker).await;
        let before = kith.cookie.clone();
        kith.sign_in(Role::Manager).await;
        assert!(kith.get("/privacy").await.text().contains("Sign out"));
        kith.cookie = before;
        assert!(!kith.get("/privacy").await.text().contains("Sign out"));
    });
}

#[test]
fn text_that_no_database_can_hold_is_a_slip_and_not_a_fault() {
    kith(async |kith| {
        let fields = [("email", "gp\0@test.kith"), ("password", "guess")];
        assert_eq!(kith.post("/sign-in", &fields).await.status, 422);
    });
}
