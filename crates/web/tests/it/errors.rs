//! When something is wrong, people get a sentence and what to do next.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;

use crate::support::kith;

#[test]
fn an_address_that_does_not_exist_gets_a_page_with_a_reference() {
    kith(async |kith| {
        let answer = kith.get("/nowhere/0190b7a0").await;
        assert_eq!(answer.status, 404);
        assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
        let id: String = answer.header("x-request-id").to_uppercase();
        let reference = format!("{}-{}", &id[..4], &id[4..8]);
        assert!(answer.text().contains(&reference), "{reference}");
    });
}

#[test]
fn somebody_who_is_signed_in_stays_so_on_an_error_page() {
    kith(async |mut kith| {
        kith.sign_in(domain::access::Role::Manager).await;
        assert!(kith.get("/nothing-here").await.text().contains("Sign out"));
    });
}

#[test]
fn a_method_that_a_page_does_not_know_gets_a_page_too() {
    kith(async |kith| {
        let answer = kith.ask(Request::delete("/").body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status, 405);
        assert!(answer.text().contains("Page not found"));
    });
}

#[test]
fn readiness_says_no_when_the_database_does_not_answer_and_keeps_the_reason() {
    kith(async |mut kith| {
        kith.state.ready = Arc::new(|| Err("password authentication failed for user kith".into()));
        let request = Request::get("/health/ready").body(Body::empty()).unwrap();
        let answer = kith.ask(request).await;
        assert_eq!((answer.status, answer.text().as_str()), (503, "not ready\n"));
        kith.state.ready = Arc::new(|| Ok(()));
        assert_eq!(kith.get("/health/ready").await.text(), "ready\n");
        assert_eq!(kith.get("/health/live").await.text(), "alive\n");
    });
}
